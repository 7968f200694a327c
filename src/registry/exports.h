/*
 * The registry's export tables, and the floor's start.
 */
#ifndef REGISTRY_EXPORTS_H
#define REGISTRY_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract reg_open_exports[];
extern const struct contract reg_query_exports[];
extern const struct contract reg_change_exports[];
extern const struct contract reg_relative_exports[];
extern const struct contract reg_table_exports[];
extern const struct contract reg_driver_exports[];
extern const struct contract reg_notify_exports[];

/* The keys that every machine has. */
void registry_start(void);

#endif
