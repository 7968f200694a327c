/*
 * The executive's export tables, for machine/boot.c.
 */
#ifndef EXECUTIVE_EXPORTS_H
#define EXECUTIVE_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract pool_exports[];
extern const struct contract lookaside_exports[];
extern const struct contract mdl_exports[];
extern const struct contract object_exports[];
extern const struct contract variable_exports[];
extern const struct contract process_exports[];
extern const struct contract handle_exports[];
extern const struct contract thread_object_exports[];
extern const struct contract process_query_exports[];
extern const struct contract process_information_exports[];
extern const struct contract notify_exports[];
extern const struct contract image_notify_exports[];
extern const struct contract ob_callback_exports[];
extern const struct contract address_space_exports[];
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

#define EXECUTIVE_EXPORTS \
	pool_exports, lookaside_exports, mdl_exports, object_exports, variable_exports, \
	    process_exports, handle_exports, thread_object_exports, process_query_exports, \
	    process_information_exports, notify_exports, image_notify_exports, \
	    ob_callback_exports, address_space_exports, driver_exports, device_exports, \
	    file_exports, irp_exports, work_exports, string_exports, runtime_exports, \
	    debug_exports, target_exports, log_exports

#endif
