#!/usr/bin/env python3
"""Lists the unit test programs: a line each, the test first, then its folder's helpers."""
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
for test in sorted(root.glob("*/*_test.c")):
    if test.parent.name in ("drivers", "scenarios", "fuzz"):
        continue
    helpers = sorted(path for path in test.parent.glob("*.c") if not path.name.endswith("_test.c"))
    print(" ".join(str(path.relative_to(root)) for path in [test, *helpers]))
