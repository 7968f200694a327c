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
extern const struct contract handle_exports[];
extern const struct contract object_name_exports[];
extern const struct contract thread_object_exports[];
extern const struct contract process_query_exports[];
extern const struct contract process_information_exports[];
extern const struct contract notify_exports[];
extern const struct contract image_notify_exports[];
extern const struct contract ob_callback_exports[];
extern const struct contract address_space_exports[];

#define EXECUTIVE_EXPORTS \
	pool_exports, lookaside_exports, rundown_cache_exports, callback_exports, mdl_exports, \
	    page_exports, contiguous_exports, address_exports, section_exports, object_exports, \
	    variable_exports, process_exports, handle_exports, object_name_exports, \
	    thread_object_exports, process_query_exports, process_information_exports, \
	    notify_exports, image_notify_exports, ob_callback_exports, address_space_exports, \
	    driver_exports, device_exports, file_exports, irp_exports, work_exports, \
	    string_exports, runtime_exports, debug_exports, target_exports, log_exports

#endif
