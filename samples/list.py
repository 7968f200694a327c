#!/usr/bin/env python3
"""Lists the drivers to build: name, source, options of drydock-cc; a line each.

usage: list.py ROOT
"""
import pathlib
import sys

root = pathlib.Path(sys.argv[1])


def rows():
    for kind, options in (("wdm", []), ("wdf", ["--kmdf"])):
        yield [kind, f"samples/{kind}/callout.c", *options]
    for source in sorted((root / "samples" / "faulty").glob("*.c")):
        options = ["--kmdf"] if source.stem.startswith("wdf_") else []
        yield [source.stem, f"samples/faulty/{source.name}", *options]
        yield [f"{source.stem}_clean", f"samples/faulty/{source.name}", "-DCLEAN", *options]
    for source in sorted(source for suffix in ("*.c", "*.cpp")
                         for source in (root / "tests" / "drivers").glob(suffix)):
        definition = source.with_suffix(".def")
        options = ["--kmdf"] if source.stem.startswith("wdf_") else []
        if definition.exists():
            options.append(str(definition))
        yield [source.stem, f"tests/drivers/{source.name}", *options]


for row in rows():
    print(" ".join(row))
