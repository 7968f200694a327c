"""The one way out: a line for the user and an exit code."""


class Failure(Exception):
    def __init__(self, text, exit_code=2):
        super().__init__(text)
        self.exit_code = exit_code
