#!/usr/bin/env python3
"""Write what fields each filtering layer has, as macros.

    gen_fields.py data/layers.tsv OUTPUT.h

LAYER_FIELDS_INBOUND_IPPACKET_V4(X) is X(0, IP_LOCAL_ADDRESS) X(1, IP_REMOTE_ADDRESS) and so on:
code that fills in a layer's values then knows each value's place when it is compiled.
"""
import csv
import sys


def main():
    with open(sys.argv[1], newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    out = ["/* Made by tools/gen_fields.py from data/layers.tsv. */"]
    for row in rows:
        fields = [word.partition("@")[0] for word in row["fields"].split()]
        steps = " ".join(f"X({index}, {field})" for index, field in enumerate(fields))
        out.append(f"#define LAYER_FIELDS_{row['layer']}(X) {steps}")
    with open(sys.argv[2], "w") as file:
        file.write("\n".join(out) + "\n")


main()
