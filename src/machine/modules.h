/*
 * What a driver can import: every table of contracts, by the module that Windows exports it from.
 */
#ifndef MACHINE_MODULES_H
#define MACHINE_MODULES_H

#include "kernel/contract.h"

/* By name; NULL: we lack it. */
const struct contract *machine_export(const char *name);

/* Every one of them, by name, and then the slots of the framework's table, which no driver imports. */
typedef void machine_export_fn(void *context, const char *module, const struct contract *contract);
void machine_exports(machine_export_fn *each, void *context);

#define MODULE_FRAMEWORK "Wdf01000.sys"

#endif
