#!/usr/bin/env python3
"""Write the tables of filtering layers, and of the names of keys, as C.

    gen_layers.py DATA OUTPUT.c

For each release a table with one row for each run-time layer id (src/wfp/layer.h says what a row
holds) and a hash from layer keys to ids that has no collisions; and Windows' names of GUIDs,
sorted by name and by key (src/wfp/key_name.h).
"""
import sys
import uuid

from wfp_tables import NO_GUID, RELEASES, Tables, guid_c, is_kernel

SLOTS = 512


def c_bool(condition):
    return "true" if condition else "false"


def fields_c(row, tables):
    return "\n".join(
        f'\t{{ "{name}", {guid_c(key or NO_GUID)}, FWP_{data}, FWPM_FIELD_{kind}, '
        f'{c_bool(key)}, {c_bool(kind == "IP_ADDRESS")} }},'
        for name, kind, data, key in tables.fields_of(row))


def layer_c(row, number, tables, fields):
    discard = row["isDiscard"] == "1"
    metadata = " | ".join("FWPS_METADATA_FIELD_" + word for word in row["metadata"].split()
                          if word != "-" and not word.startswith("L2_")) or "0"
    flags = " | ".join("FWPM_LAYER_FLAG_" + word for word in ["BUILTIN"] + row["flags"].split())
    return "\n".join([
        f'\t[{number}] = {{',
        f'\t    .name = "{row["layer"]}",',
        f'\t    .title = "{row["title"]}",',
        f'\t    .id = {number},',
        f'\t    .key = {guid_c(tables.layer_key(row))},',
        f'\t    .fields = {fields or "NULL"},',
        f'\t    .field_count = {len(row["fields"].split())},',
        f'\t    .metadata = {metadata},',
        f'\t    .flags = {flags},',
        f'\t    .kernel = {c_bool(is_kernel(row))},',
        f'\t    .discard = {c_bool(discard)},',
        f'\t    .packets = {c_bool(row["layerData"].startswith("NBL"))},',
        f'\t    .absorbs = {c_bool(not discard and row["absorb"] != "n")},',
        f'\t    .pends = {c_bool(not discard and row["async"].startswith("PendOperation"))},',
        f'\t    .flow_contexts = {c_bool(row["flowCtx"].startswith("y"))},',
        f'\t    .established = {c_bool(row["base"] == "ALE_FLOW_ESTABLISHED")},',
        "\t},",
    ])


def hash_of(guid, multiplier):
    return ((int(guid.split("-")[0], 16) * multiplier) & 0xFFFFFFFF) >> 23


def find_multiplier(keys):
    multiplier = 0x9E3779B1
    while True:
        if len({hash_of(key, multiplier) for key in keys}) == len(keys):
            return multiplier
        multiplier = (multiplier * 0x343FD + 0x269EC3) & 0xFFFFFFFF | 1


def field_tables(tables):
    """{a table's rows: its name}; layers with the same fields share one."""
    names = {}
    for row in tables.layers:
        text = fields_c(row, tables)
        if text and text not in names:
            names[text] = f"fields_{row['layer'].lower()}"
    return names


def release_c(release, tables, fields, multiplier):
    rows = [row for row in tables.layers if row[release] != "-"]
    yield "\t{\n\t    .layers = {"
    for row in rows:
        yield layer_c(row, row[release], tables, fields.get(fields_c(row, tables)))
    yield "\t    },\n\t    .slots = { /* id + 1 */"
    for row in rows:
        key = tables.layer_key(row)
        yield f"\t\t[{hash_of(key, multiplier)}] = {int(row[release]) + 1},"
    yield "\t    },\n\t},"


def names_c(tables):
    names = sorted(tables.guids)
    yield "const struct key_name key_names[] = {"
    for name in names:
        yield f'\t{{ "{name}", {guid_c(tables.guids[name])} }},'
    yield f"}};\nconst unsigned key_name_count = {len(names)};\n"
    first = [name for name in names if name not in tables.second_names]
    first.sort(key=lambda name: uuid.UUID(tables.guids[name]).bytes_le)
    yield "const uint16_t key_names_by_key[] = {"
    for name in first:
        yield f"\t{names.index(name)},"
    yield f"}};\nconst unsigned key_names_by_key_count = {len(first)};"


def main():
    tables = Tables(sys.argv[1])
    out = ["/* Made by tools/gen_layers.py from the tables in data/. */",
           '#include "wfp/key_name.h"', '#include "wfp/layer.h"', '#include "nt/fwp.h"', ""]
    fields = field_tables(tables)
    for text, name in fields.items():
        out.append(f"static const struct layer_field {name}[] = {{\n{text}\n}};\n")
    multiplier = find_multiplier([tables.layer_key(row) for row in tables.layers])
    out.append(f"const uint32_t layer_multiplier = 0x{multiplier:08x};")
    out.append("const struct layer_release layer_releases[] = {")
    for release in RELEASES:
        out += release_c(release, tables, fields, multiplier)
    out.append("};\n")
    out += names_c(tables)
    with open(sys.argv[2], "w", encoding="ascii") as file:
        file.write("\n".join(out) + "\n")


main()
