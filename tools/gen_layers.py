#!/usr/bin/env python3
"""Write the table of filtering layers as C.

    gen_layers.py data/layers.tsv data/guids.tsv OUTPUT.c

The table has one row for each run-time layer id (src/wfp/layer.h says what a
row holds), a hash from layer keys to ids that has no collisions, and the keys
of the built-in sublayers.
"""
import csv
import re
import sys

SLOTS = 512

# Fields whose FWPM_CONDITION_* has another name than the field.
CONDITIONS = {
    "INTERFACE": "IP_LOCAL_INTERFACE",
    "PROFILE_ID": "CURRENT_PROFILE_ID",
    "SIO_FIREWALL_SYSTEM_PORT": "ALE_SIO_FIREWALL_SYSTEM_PORT",
    "SIO_FIREWALL_SOCKET_PROPERTY": "ALE_SIO_FIREWALL_SOCKET_PROPERTY",
    "NAP_CONTEXT": "ALE_NAP_CONTEXT",
}

# First match wins.  [win32: filtering-condition-data-types]
TYPES = [
    (r"SIO_FIREWALL_.*|ALE_PROMISCUOUS_MODE|.*NAP_CONTEXT|REAUTHORIZE_REASON|COMPARTMENT_ID",
     "UINT32"),
    (r"RESERVED.*|IPSEC_SECURITY_REALM_ID", "EMPTY"),
    (r"(.*_)?MAC(_.*)?_ADDRESS", "BYTE_ARRAY6_TYPE"),
    (r".*_ADDRESS", "ADDRESS"),
    (r"VSWITCH_.*_TYPE|.*_ADDRESS_TYPE|.*_PROTOCOL", "UINT8"),
    (r".*_PORT|.*ICMP_TYPE|.*ICMP_CODE|ETHER_TYPE|VLAN_ID|NDIS_.*_TYPE|L2_FLAGS"
     r"|VSWITCH_TENANT_NETWORK_ID",
     "UINT16"),
    (r"(.*_)?INTERFACE|INTERFACE_QUARANTINE_EPOCH", "UINT64"),
    (r".*_INDEX|FLAGS|DIRECTION|.*INTERFACE_TYPE|.*TUNNEL_TYPE|.*PROFILE_ID", "UINT32"),
    (r"ALE_(ORIGINAL_)?APP_ID|VSWITCH_.*ID|ALE_SECURITY_ATTRIBUTE_FQBN_VALUE", "BYTE_BLOB_TYPE"),
    (r"ALE_.*USER_ID|ALE_REMOTE_MACHINE_ID", "TOKEN_ACCESS_INFORMATION_TYPE"),
    (r"ALE_PACKAGE_ID", "SID"),
    (r"PEER_NAME|ALE_EFFECTIVE_NAME", "UNICODE_STRING_TYPE"),
]


def read_guids(path):
    guids = {}
    for line in open(path):
        name, value = line.rstrip("\n").split("\t")[:2]
        guids[name] = value
    for name, value in guids.items():
        if value.startswith("="):
            guids[name] = guids[value[1:]]
    return guids


def guid_c(text):
    a, b, c, d, e = text.split("-")
    tail = ", ".join("0x" + (d + e)[i:i + 2] for i in range(0, 16, 2))
    return f"{{ 0x{a}, 0x{b}, 0x{c}, {{ {tail} }} }}"


def field_type(field, layer):
    for pattern, kind in TYPES:
        if re.fullmatch(pattern, field):
            if kind == "ADDRESS":
                return "BYTE_ARRAY16_TYPE" if "_V6" in layer else "UINT32"
            return kind
    raise SystemExit(f"{layer}: what type has {field}?")


def fields_c(row, guids):
    lines = []
    for word in row["fields"].split():
        field = word.split("@")[0]
        guid = guids.get("FWPM_CONDITION_" + CONDITIONS.get(field, field))
        kind = field_type(field, row["layer"])
        address = "true" if field.endswith("_ADDRESS") and "MAC_" not in field else "false"
        lines.append(f'\t{{ "{field}", {guid_c(guid or "0-0-0-0000-000000000000")}, FWP_{kind}, '
                     f'{"true" if guid else "false"}, {address} }},')
    return "\n".join(lines)


def layer_c(row, guids, fields):
    discard = row["isDiscard"] == "1"
    yes = lambda condition: "true" if condition else "false"
    metadata = " | ".join("FWPS_METADATA_FIELD_" + word for word in row["metadata"].split()
                          if word != "-" and not word.startswith("L2_")) or "0"
    return "\n".join([
        f'\t[{row["id"]}] = {{',
        f'\t    .name = "{row["layer"]}",',
        f'\t    .id = {row["id"]},',
        f'\t    .key = {guid_c(guids["FWPM_LAYER_" + row["layer"]])},',
        f'\t    .fields = {fields or "NULL"},',
        f'\t    .field_count = {len(row["fields"].split())},',
        f'\t    .metadata = {metadata},',
        f'\t    .discard = {yes(discard)},',
        f'\t    .packets = {yes(row["layerData"].startswith("NBL"))},',
        f'\t    .absorbs = {yes(not discard and row["absorb"] != "n")},',
        f'\t    .pends = {yes(not discard and row["async"].startswith("PendOperation"))},',
        f'\t    .flow_contexts = {yes(row["flowCtx"].startswith("y"))},',
        f'\t    .established = {yes(row["base"] == "ALE_FLOW_ESTABLISHED")},',
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


def main():
    with open(sys.argv[1], newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    guids = read_guids(sys.argv[2])
    rows = [row for row in rows if "FWPM_LAYER_" + row["layer"] in guids]
    out = ["/* Made by tools/gen_layers.py from data/layers.tsv and data/guids.tsv. */",
           '#include "wfp/layer.h"', '#include "nt/fwp.h"', ""]
    tables = {}
    for row in rows:
        text = fields_c(row, guids)
        if text and text not in tables:
            tables[text] = f"fields_{row['layer'].lower()}"
            out.append(f"static const struct layer_field {tables[text]}[] = {{\n{text}\n}};\n")
    out.append("const struct layer layer_table[LAYERS] = {")
    out += [layer_c(row, guids, tables.get(fields_c(row, guids))) for row in rows]
    out.append("};\n")
    keys = {guids["FWPM_LAYER_" + row["layer"]]: int(row["id"]) for row in rows}
    multiplier = find_multiplier(keys)
    out.append(f"const uint32_t layer_multiplier = 0x{multiplier:08x};")
    out.append(f"const uint8_t layer_slots[{SLOTS}] = {{ /* id + 1 */")
    out += [f"\t[{hash_of(key, multiplier)}] = {number + 1}," for key, number in keys.items()]
    out.append("};\n")
    out.append("const struct layer_sublayer layer_sublayers[] = {")
    out += [f'\t{{ "{name[5:]}", {guid_c(value)} }},' for name, value in guids.items()
            if name.startswith("FWPM_SUBLAYER_") and name != "FWPM_SUBLAYER_EDGE_TRAVERSAL"]
    out.append("\t{ NULL, { 0, 0, 0, { 0 } } },\n};")
    with open(sys.argv[3], "w") as file:
        file.write("\n".join(out) + "\n")


main()
