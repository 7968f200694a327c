/*
 * MDLs: descriptions of memory by its pages.
 *
 * Here: a mapping of the pages is the memory's own address, for user memory
 * too; the page numbers are the addresses' own.  Memory that is unlocked or
 * unmapped can therefore still be reached through the old address.
 */
#ifndef EXECUTIVE_MDL_H
#define EXECUTIVE_MDL_H

#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>

/* The system's own, not the driver's to free: of nonpaged memory, or of a user's, locked. */
MDL *mdl_make(void *address, size_t bytes);
MDL *mdl_make_locked(uint64_t user_address, size_t bytes, bool write);
void mdl_free(MDL *mdl);

/* Fill in an MDL that lies in mdl_size bytes, with its pages named. */
size_t mdl_size(uint64_t address, size_t bytes);
void mdl_describe(MDL *mdl, uint64_t address, size_t bytes);
bool mdl_is_mapped(const MDL *mdl); /* by a call that the driver has to undo */
NTAPI PVOID MmMapLockedPages(MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode);
NTAPI void MmUnmapLockedPages(PVOID BaseAddress, MDL *MemoryDescriptorList);

extern const struct contract mdl_exports[];

#endif
