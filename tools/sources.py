#!/usr/bin/env python3
"""Lists the C and assembler files of the named floors, sorted, for meson.

usage: sources.py SRC_DIR FLOOR...
"""
import pathlib
import sys

source = pathlib.Path(sys.argv[1])
for floor in sys.argv[2:]:
    for path in sorted((source / floor).glob("*.[cS]")):
        print(path.relative_to(source))
