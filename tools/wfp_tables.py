"""Read the tables of data/ that describe the Windows Filtering Platform.

guids.tsv    the names of Windows' GUIDs; '=NAME' is a second name of NAME
layers.tsv   a row for each layer: its run-time id in each release ('-': the release lacks it),
             its key where no header names it, its fields in their order ('@7': since Windows 7;
             each is older than both releases)
fields.tsv   a row for each field, BASE:FIELD where the layers of that base differ: its
             FWPM_FIELD_TYPE, its FWP_DATA_TYPE (ADDRESS: by the layer's family), and the
             FWPM_CONDITION_ of another name that it has ('-': none)
"""
import csv
import os

RELEASES = ("win10-22h2", "win11-24h2")
SINCE = ("SP1", "7", "8", "10", "RS2", "RS5", "19H1")
NO_GUID = "0-0-0-0000-000000000000"


def read_table(path):
    with open(path, encoding="ascii", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_guids(path):
    """{name: text}, second names resolved, and the set of second names."""
    with open(path, encoding="ascii") as table:
        guids = dict(line.rstrip("\n").split("\t") for line in table)
    second = {name for name, value in guids.items() if value.startswith("=")}
    for name in second:
        guids[name] = guids[guids[name][1:]]
    return guids, second


class Tables:
    def __init__(self, folder):
        self.guids, self.second_names = read_guids(os.path.join(folder, "guids.tsv"))
        self.layers = read_table(os.path.join(folder, "layers.tsv"))
        self.fields = {row["field"]: row for row in read_table(os.path.join(folder, "fields.tsv"))}

    def layer_key(self, row):
        return row["key"] or self.guids["FWPM_LAYER_" + row["layer"]]

    def fields_of(self, row):
        """(name, FWPM_FIELD_TYPE, FWP_DATA_TYPE, condition's key or None) of each field."""
        for word in row["fields"].split():
            name, _, since = word.partition("@")
            if since and since not in SINCE:
                raise SystemExit(f"{row['layer']}: which releases have {word}?")
            field = self.fields.get(f"{row['base']}:{name}") or self.fields[name]
            data = field["data"]
            if data == "ADDRESS":
                data = "BYTE_ARRAY16_TYPE" if "_V6" in row["layer"] else "UINT32"
            condition = field["condition"] or name
            key = None if condition == "-" else self.guids["FWPM_CONDITION_" + condition]
            yield name, field["type"], data, key


def is_kernel(row):
    return "KERNEL" in row["flags"].split()


def guid_c(text):
    a, b, c, d, e = text.split("-")
    tail = ", ".join("0x" + (d + e)[i:i + 2] for i in range(0, 16, 2))
    return f"{{ 0x{a}, 0x{b}, 0x{c}, {{ {tail} }} }}"
