"""The command line.  What is not ours is the compiler's."""
import dataclasses
import os
import pathlib
import re

from cc.failure import Failure

KMDF_MINORS = (9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 31, 33)
SOURCES = (".c", ".cpp", ".cc", ".cxx", ".S")
WITH_VALUE = {"-o": "output", "--compiler": "compiler", "--wdk": "wdk", "--entry": "entry",
              "--libs": "libs"}
FLAGS = {"--pdb": "pdb", "--integrity-check": "integrity_check", "--prepare": "prepare",
         "-h": "help", "--help": "help"}
# the compiler's options whose value is the next word
VALUE_FOLLOWS = ("-D", "-U", "-I", "-include", "-isystem", "-iquote", "-idirafter", "-x", "-Xclang")


@dataclasses.dataclass
class Options:
    output: pathlib.Path = None
    sources: list = dataclasses.field(default_factory=list)
    definitions: list = dataclasses.field(default_factory=list)
    for_compiler: list = dataclasses.field(default_factory=list)
    compiler: str = None
    command: str = os.environ.get("CC", "")
    kmdf: int = None
    pdb: bool = False
    wdk: pathlib.Path = None
    entry: str = None
    integrity_check: bool = False
    libs: pathlib.Path = None
    prepare: bool = False
    help: bool = False

    @property
    def include_folders(self):
        """The folders that the driver names with -I."""
        words = iter(self.for_compiler)
        for word in words:
            if word.startswith("-I"):
                yield pathlib.Path(word[2:] or next(words))


def parse(words):
    options = Options()
    words = iter(words)
    for word in words:
        name, equals, value = word.partition("=")
        if name in WITH_VALUE:
            value = value if equals else next(words, None)
            if not value:
                raise Failure(f"{name} wants an argument")
            setattr(options, WITH_VALUE[name], value)
        elif word in FLAGS:
            setattr(options, FLAGS[word], True)
        elif name == "--kmdf":
            options.kmdf = kmdf_minor(value if equals else "1.15")
        elif word.startswith("-"):
            options.for_compiler.append(word)
            if word in VALUE_FOLLOWS:
                options.for_compiler.append(next(words, ""))
        elif word.endswith(SOURCES):
            options.sources.append(pathlib.Path(word))
        elif word.endswith(".def"):
            options.definitions.append(pathlib.Path(word))
        else:
            options.for_compiler.append(word)
    return options if options.help else checked(options)


def kmdf_minor(version):
    if not re.fullmatch(r"1\.\d+", version) or int(version[2:]) not in KMDF_MINORS:
        known = ", ".join(f"1.{minor}" for minor in KMDF_MINORS)
        raise Failure(f"there is no KMDF {version}; there are {known}")
    return int(version[2:])


def checked(options):
    for name in ("output", "wdk", "libs"):
        if getattr(options, name):
            setattr(options, name, pathlib.Path(getattr(options, name)).absolute())
    if options.compiler not in (None, "gcc", "clang"):
        raise Failure(f"--compiler is gcc or clang, not {options.compiler}")
    if not options.compiler and "clang" in options.command:
        options.compiler = "clang"
    if options.prepare:
        return options
    if not options.output:
        raise Failure("no -o; see --help")
    if not options.sources:
        raise Failure("no .c or .cpp file")
    for path in options.sources + options.definitions:
        if not path.is_file():
            raise Failure(f"{path}: no such file")
    return options
