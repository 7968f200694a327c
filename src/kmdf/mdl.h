/*
 * The MDLs of requests: the framework's own, so none is in the ledger.
 */
#ifndef KMDF_MDL_H
#define KMDF_MDL_H

#include "executive/mdl.h"

/* Lock a user buffer: NT_SUCCESS and the MDL, or why not. */
NTSTATUS wdf_mdl_lock(void *user, ULONG length, bool write, MDL **mdl);

/* MmGetSystemAddressForMdlSafe, of the I/O manager's MDL or ours. */
void *wdf_mdl_address(MDL *mdl);

#endif
