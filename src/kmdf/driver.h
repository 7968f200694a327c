/*
 * WDFDRIVER: the root of a driver's tree, and the dispatch of its IRPs.
 *
 * Unload, in Windows' order [K: FxDriver::Unload, fxdriver.cpp; semantics 1.6]:
 *
 *	1. EvtDriverUnload
 *	2. the WDFDRIVER is deleted with its tree, control devices included,
 *	   after what was deleted above PASSIVE_LEVEL is gone
 *	3. the stub's WdfVersionUnbind
 */
#ifndef KMDF_DRIVER_H
#define KMDF_DRIVER_H

#include "kmdf/object.h"
#include "nt/ke.h"

struct wdf_driver {
	struct wdf_object object;
	DRIVER_OBJECT *driver_object;
	UNICODE_STRING registry_path;
	PFN_WDF_DRIVER_UNLOAD unload;
	WDF_EXECUTION_LEVEL level;
	WDF_SYNCHRONIZATION_SCOPE scope;
	unsigned disposals; /* by work items, that have not ended */
	KEVENT disposed;
};

static inline struct wdf_object *
wdf_driver_object(struct wdf_driver *driver)
{
	return &driver->object;
}

void wdf_driver_start(void); /* binds the dispatch and unload routines */
/* The framework's dispatching of an IRP that is not, or no longer, to be preprocessed. */
NTSTATUS wdf_driver_dispatch(struct wdf_device *device, IRP *irp);
void wdf_driver_unload(DRIVER_OBJECT *driver_object);
void wdf_driver_delete(struct wdf_driver *driver);
void wdf_driver_disposal_began(struct wdf_driver *driver);
void wdf_driver_disposal_ended(struct wdf_driver *driver);
void wdf_driver_destroy(struct wdf_object *object);

extern const struct contract wdf_driver_slots[];

#endif
