#!/usr/bin/env python3
"""Turns a text file into a C string constant.

usage: embed.py NAME INPUT OUTPUT
"""
import sys

name, source, target = sys.argv[1:4]
data = open(source, "rb").read() + b"\0"
with open(target, "w", encoding="ascii") as out:
    out.write(f"extern const char {name}[];\nconst char {name}[] = {{\n")
    for at in range(0, len(data), 16):
        out.write("\t" + ", ".join(str(byte if byte < 128 else byte - 256)
                                  for byte in data[at:at + 16]) + ",\n")
    out.write("};\n")
