/*
 * Files, named objects and system information: the export tables.
 */
#ifndef STORAGE_EXPORTS_H
#define STORAGE_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract system_exports[];
extern const struct contract file_create_exports[];
extern const struct contract file_transfer_exports[];
extern const struct contract view_exports[];
extern const struct contract symlink_exports[];
extern const struct contract filter_manager_exports[]; /* of fltmgr.sys */

void filter_manager_start(void);
void sections_start(void);

/* The volume that every machine has. */
void storage_start(void);

#endif
