#!/usr/bin/env python3
"""Write data/exports.tsv, which names what Windows' modules export, in another form.

    gen_exports.py defs data/exports.tsv FOLDER     one .def a module, for dlltool
    gen_exports.py c data/exports.tsv OUTPUT.c      a sorted table (image/export_name.h)

The SDK links drivers against the first; MmGetSystemRoutineAddress and `drydock imports`
ask the second whether Windows has a function that Drydock lacks.
"""
import collections
import csv
import pathlib
import sys


def read(path):
    modules = collections.defaultdict(list)
    with open(path, encoding="ascii", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            modules[row["module"]].append((row["name"], row["kind"] == "data"))
    return modules


def write_defs(modules, folder):
    for module, names in modules.items():
        path = pathlib.Path(folder) / (pathlib.Path(module).stem.lower() + ".def")
        lines = [f"LIBRARY {module}", "EXPORTS"]
        lines += [name + (" DATA" if data else "") for name, data in names]
        path.write_text("\n".join(lines) + "\n", encoding="ascii")


def write_c(modules, path):
    rows = sorted((name, module, data) for module, names in modules.items() for name, data in names)
    lines = ["/* Made by tools/gen_exports.py from data/exports.tsv. */",
             '#include "image/export_name.h"', "",
             "const struct export_name export_names[] = {"]
    lines += [f'\t{{ "{name}", "{module}", {str(data).lower()} }},' for name, module, data in rows]
    lines += ["};", f"const size_t export_name_count = {len(rows)};", ""]
    pathlib.Path(path).write_text("\n".join(lines), encoding="ascii")


def main():
    form, table, output = sys.argv[1:]
    {"defs": write_defs, "c": write_c}[form](read(table), output)


main()
