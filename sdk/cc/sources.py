"""What a driver's sources include, and what must be made so that they can.

Drivers are written where file names have no case and folders are parted by
backslashes: <Ntifs.h>, "..\\inc\\ioctl.h".  For each include that names no file as it
is spelled, but one if case is ignored, a header is made that forwards to it, in a
folder that is searched.  A backslash needs no care there: in a file name it is a
letter like others.

WPP's headers (foo.tmh), which a preprocessor of Microsoft's writes, are made here too.
"""
import functools
import os
import pathlib
import re
import shutil

from cc import toolchain, tracing

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
TRY = re.compile(r"\b(?:__try|_try)\b")
# Forwarding headers lie this deep, so that "../../x.h" stays inside the folder that is made.
DEPTH = "_/_/_/_/_/_"


@functools.lru_cache(maxsize=None)
def listing(folder):
    """The folder's entries by their names in lower case."""
    try:
        return {name.lower(): name for name in sorted(os.listdir(folder), reverse=True)}
    except OSError:
        return {}


def find_without_case(folder, name):
    path = pathlib.Path(folder)
    for part in name.replace("\\", "/").split("/"):
        if part in ("", "."):
            continue
        entry = part if part == ".." else listing(str(path)).get(part.lower())
        if entry is None:
            return None
        path = path / entry
    return path if path.is_file() else None


class Sources:
    """Walks over all that the sources can reach, whatever an #if may say of it."""

    def __init__(self, own_folders, system_folders, made):
        self.own_folders = [pathlib.Path(folder) for folder in own_folders]
        self.system_folders = [pathlib.Path(folder) for folder in system_folders]
        self.made = pathlib.Path(made)
        self.seen = set()
        self.text = {}          # of the driver's own files
        self.traced = []        # names of .tmh files
        self.uses_try = False

    @property
    def forwarding(self):
        """The folder to search; it exists once there is something in it."""
        return self.made / DEPTH

    def walk(self, paths):
        waiting = [(pathlib.Path(path), True) for path in paths]
        while waiting:
            path, own = waiting.pop()
            real = os.path.realpath(path)
            if real in self.seen:
                continue
            self.seen.add(real)
            text = path.read_text(encoding="latin-1")
            if own:
                self.text[path] = text
                self.uses_try |= bool(TRY.search(COMMENT_OR_STRING.sub(" ", text)))
            for quoted, angled in INCLUDE.findall(text):
                found = self.resolve(path.parent, quoted or angled)
                if found:
                    waiting.append(found)
        self.make_traced()

    def resolve(self, beside, name):
        """Where an include leads, and whether to a file of the driver's own."""
        if name.lower().endswith(".tmh"):
            self.traced.append(name)
            return None
        folders = [beside, *self.own_folders, *self.system_folders]
        exact = next((folder / name for folder in folders if (folder / name).is_file()), None)
        found = exact or next(filter(None, (find_without_case(folder, name)
                                            for folder in folders)), None)
        if found is None:
            return self.make_messages(beside, name)
        home = next((folder for folder in self.system_folders if folder in found.parents), None)
        if exact is None:
            # a header of ours says include_next, which wants to have been found by searching
            self.make(name, f'#include <{found.relative_to(home)}>\n' if home else
                      f'#include "{os.path.abspath(found)}"\n')
        return found, home is None

    def make_messages(self, beside, name):
        """foo.h of foo.mc, event log messages; else the compiler will say what is missing."""
        messages = find_without_case(beside, str(pathlib.Path(name).with_suffix(".mc")))
        if messages and shutil.which(toolchain.GNU + "windmc"):
            self.forwarding.mkdir(parents=True, exist_ok=True)
            toolchain.run([toolchain.gnu("windmc"), "-h", self.forwarding, "-r", self.forwarding,
                           messages.absolute()])
        return None

    def make(self, name, text):
        path = pathlib.Path(os.path.normpath(self.forwarding / name))
        self.forwarding.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="latin-1")

    def make_traced(self):
        if self.traced:
            header = tracing.header("\n".join(self.text.values()))
            for name in self.traced:
                self.make(name, header)
