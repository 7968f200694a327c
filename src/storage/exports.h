/*
 * Files, named objects and system information: the export tables.
 */
#ifndef STORAGE_EXPORTS_H
#define STORAGE_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract system_exports[];

#endif
