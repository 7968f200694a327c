/*
 * Files, named objects and system information: the export tables.
 */
#ifndef STORAGE_EXPORTS_H
#define STORAGE_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract system_exports[];
extern const struct contract file_create_exports[];
extern const struct contract file_transfer_exports[];

/* The volume that every machine has. */
void storage_start(void);

#endif
