/*
 * The executive's export tables, for machine/boot.c.
 */
#ifndef EXECUTIVE_EXPORTS_H
#define EXECUTIVE_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract pool_exports[];
extern const struct contract lookaside_exports[];
extern const struct contract rundown_cache_exports[]; /* cache-aware run-down protection */
extern const struct contract callback_exports[];      /* ExCreateCallback, … */
extern const struct contract mdl_exports[];
extern const struct contract page_exports[];       /* MmAllocatePagesForMdl, … */
extern const struct contract contiguous_exports[]; /* MmAllocateContiguousMemory, … */
extern const struct contract address_exports[];    /* MmIsAddressValid, MmGetPhysicalAddress, … */
extern const struct contract section_exports[];    /* MmLockPagableDataSection, … */
extern const struct contract object_exports[];
extern const struct contract variable_exports[];
extern const struct contract process_exports[];
extern const struct contract driver_exports[];
extern const struct contract device_exports[];
extern const struct contract file_exports[];
extern const struct contract irp_exports[];
extern const struct contract work_exports[];
extern const struct contract string_exports[];
extern const struct contract runtime_exports[];
extern const struct contract debug_exports[];
extern const struct contract target_exports[];
extern const struct contract log_exports[];
extern const struct contract attach_exports[];
extern const struct contract request_build_exports[];
extern const struct contract csq_exports[];
extern const struct contract remove_lock_exports[];
extern const struct contract device_queue_exports[];
extern const struct contract io_timer_exports[];
extern const struct contract io_event_exports[];
extern const struct contract shutdown_exports[];
extern const struct contract driver_extra_exports[];

#define EXECUTIVE_EXPORTS \
	pool_exports, lookaside_exports, rundown_cache_exports, callback_exports, mdl_exports, \
	    page_exports, contiguous_exports, address_exports, section_exports, object_exports, \
	    variable_exports, process_exports, driver_exports, device_exports, file_exports, \
	    irp_exports, work_exports, string_exports, runtime_exports, debug_exports, \
	    target_exports, log_exports

#endif
