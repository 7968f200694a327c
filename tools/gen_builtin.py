#!/usr/bin/env python3
"""Write Windows' own filter engine objects as C.

    gen_builtin.py DATA OUTPUT.c

data/builtin.tsv has a row for each: its kind and its key's name behind FWPM_<kind>_, the run-time
id of a callout, the weight of a sublayer, the FWPM flags, and what a callout answers (block, none:
it leaves the verdict alone; else it is not modelled).  A row with 24H2 is of that release alone.
"""
import os
import sys

from wfp_tables import Tables, guid_c, read_table

ANSWERS = {"block": "BUILTIN_BLOCKS", "none": "BUILTIN_LEAVES_VERDICT", "": "BUILTIN_NOT_MODELLED"}


def guid_pointer(text):
    return f"(GUID *)&(const GUID){guid_c(text)}"


def text_c(text):
    return f'(WCHAR *)u"{text}"' if text else "NULL"


def shown_c(row, tables):
    """The FWPM structure, whose name is that of the kind; members in their order."""
    kind = row["kind"]
    key = guid_c(tables.guids[f"FWPM_{kind}_{row['key']}"])
    member = {"PROVIDER": "provider", "SUBLAYER": "subLayer", "CALLOUT": "callout"}[kind]
    yield f"(const FWPM_{kind}0){{"
    yield f"    .{member}Key = {key},"
    yield f"    .displayData.name = {text_c(row['title'])},"
    yield f"    .flags = {row['flags']},"
    if row["provider"]:
        provider = tables.guids["FWPM_PROVIDER_" + row["provider"]]
        yield f"    .providerKey = {guid_pointer(provider)},"
    if row["service"]:
        yield f"    .serviceName = {text_c(row['service'])},"
    if kind == "SUBLAYER":
        yield f"    .weight = {row['weight']},"
    if kind == "CALLOUT":
        layer = next(layer for layer in tables.layers if layer["layer"] == row["layer"])
        yield f"    .applicableLayer = {guid_c(tables.layer_key(layer))},"
        yield f"    .calloutId = {row['id']},"
    yield "}"


def row_c(row, tables):
    name = f"FWPM_{row['kind']}_{row['key']}"
    shown = "\n\t\t".join(shown_c(row, tables))
    return "\n".join([
        "\t{",
        f'\t    .name = "{name}",',
        f"\t    .kind = POLICY_{row['kind']},",
        f"\t    .key = {guid_c(tables.guids[name])},",
        f"\t    .id = {row['id'] or 0},",
        f"\t    .newest = {'true' if row['since'] else 'false'},",
        f"\t    .answer = {ANSWERS[row['answer']]},",
        f"\t    .shown = &{shown},",
        "\t},",
    ])


def main():
    tables = Tables(sys.argv[1])
    rows = read_table(os.path.join(sys.argv[1], "builtin.tsv"))
    out = ["/* Made by tools/gen_builtin.py from the tables in data/. */",
           '#include "bfe/builtin.h"', "", "const struct builtin builtins[] = {"]
    out += [row_c(row, tables) for row in rows]
    out.append(f"}};\nconst unsigned builtin_count = {len(rows)};")
    with open(sys.argv[2], "w", encoding="ascii") as file:
        file.write("\n".join(out) + "\n")


main()
