/*
 * Binding: how a driver's entry stub finds the framework, and leaves it.
 *
 * A KMDF driver starts in its stub, FxDriverEntry, which calls
 * WdfVersionBind before the driver's own DriverEntry.  It hands in a table
 * or a place for a pointer to one (hosting, KMDF binding) and gets the
 * WDF_DRIVER_GLOBALS that it passes to each framework function.  The slots
 * that this floor lacks are bound to a thunk that names them when called.
 *
 * WdfVersionUnbind, called by the stub after DriverUnload or a failed
 * DriverEntry, deletes what is left of the driver's tree.
 */
#ifndef KMDF_BIND_H
#define KMDF_BIND_H

#include "kernel/contract.h"
#include "nt/wdf.h"

#include <stdbool.h>
#include <stdint.h>

struct wdf_driver;

#define WDF_MINOR 33 /* the newest version that is bound to: 1.33 */

struct binding {
	WDF_DRIVER_GLOBALS globals; /* first: its address is what the driver holds */
	DRIVER_OBJECT *driver_object;
	struct wdf_driver *driver; /* the WDFDRIVER, once made */
	ULONG minor;               /* of the version that the driver was built for */
	struct binding *next;
};

void kmdf_start(void);
/* Does the driver live in the framework now? */
bool kmdf_bound(DRIVER_OBJECT *wdf_driver_object);
struct binding *wdf_binding_find(const DRIVER_OBJECT *wdf_driver_object);

/* Checks what a driver passed as globals; ends the life if it is none. */
struct binding *wdf_binding_from(PWDF_DRIVER_GLOBALS globals, const char *function);

/* Of the framework's table.  The contract is NULL where we lack the function, the name where there is no such slot. */
const char *wdf_slot_name(size_t slot);
const struct contract *wdf_slot_contract(size_t slot);

extern const struct contract wdfldr_exports[];

#endif
