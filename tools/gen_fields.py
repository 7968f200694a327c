#!/usr/bin/env python3
"""Write what fields each filtering layer has, as macros.

    gen_fields.py data/layers.tsv OUTPUT.h

LAYER_FIELDS_INBOUND_IPPACKET_V4(X) is X(0, IP_LOCAL_ADDRESS) X(1, IP_REMOTE_ADDRESS) and so on:
code that fills in a layer's values then knows each value's place when it is compiled.
"""
import sys

from wfp_tables import read_table


def main():
    out = ["/* Made by tools/gen_fields.py from data/layers.tsv. */"]
    for row in read_table(sys.argv[1]):
        fields = [word.partition("@")[0] for word in row["fields"].split()]
        steps = " ".join(f"X({index}, {field})" for index, field in enumerate(fields))
        out.append(f"#define LAYER_FIELDS_{row['layer']}(X) {steps}")
    with open(sys.argv[2], "w") as file:
        file.write("\n".join(out) + "\n")


main()
