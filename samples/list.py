#!/usr/bin/env python3
"""Lists the drivers to build: name, source, options of drydock-cc; a line each.

A source whose first line is `/* cases: a b */` gives a driver for each, with -DCASE_a.

usage: list.py ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
INTEGRITY = "PsSetCreateProcessNotifyRoutineEx", "ObRegisterCallbacks"


def integrity(source):
    """Some functions want a driver that was linked with /INTEGRITYCHECK."""
    text = source.read_text()
    wanted = any(name in text for name in INTEGRITY) and "no integrity check" not in text
    return ["--integrity-check"] if wanted else []


def rows():
    for kind, options in (("wdm", []), ("wdf", ["--kmdf"])):
        yield [kind, f"samples/{kind}/callout.c", *options]
    for source in sorted((root / "samples" / "faulty").glob("*.c")):
        options = ["--kmdf"] if source.stem.startswith("wdf_") else []
        options += integrity(source)
        yield [source.stem, f"samples/faulty/{source.name}", *options]
        yield [f"{source.stem}_clean", f"samples/faulty/{source.name}", "-DCLEAN", *options]
    for source in sorted(source for suffix in ("*.c", "*.cpp")
                         for source in (root / "tests" / "drivers").glob(suffix)):
        definition = source.with_suffix(".def")
        options = ["--kmdf"] if source.stem.startswith("wdf_") else []
        if source.stem.startswith("seh_"):
            options.append("-fms-extensions")
        if definition.exists():
            options.append(str(definition))
        options += integrity(source)
        cases = re.search(r"^/\* cases: (.*?) \*/", source.read_text())
        for case in cases.group(1).split() if cases else []:
            yield [f"{source.stem}_{case}", f"tests/drivers/{source.name}",
                   f"-DCASE_{case}", *options]
        if not cases:
            yield [source.stem, f"tests/drivers/{source.name}", *options]


for row in rows():
    print(" ".join(row))
