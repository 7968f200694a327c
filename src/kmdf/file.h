/*
 * WDFFILEOBJECT: one open of a device, from the create to the close.
 *
 * Windows: made, with the driver's context, before the driver sees the create;
 *   gone after EvtFileClose, or when the create fails.  Which open an IRP
 *   belongs to is found by its FILE_OBJECT, through FsContext or FsContext2 where
 *   the driver lets the framework use them.  [K: fxfileobject.cpp, fxpkggeneral.cpp]
 */
#ifndef KMDF_FILE_H
#define KMDF_FILE_H

#include "kmdf/object.h"

struct wdf_file {
	struct wdf_object object;
	struct wdf_device *device;
	FILE_OBJECT *file_object;
	ULONG process;    /* of who opened it */
	struct link link; /* the device's */
};

/* NULL: the device has none for it. */
struct wdf_file *wdf_file_find(struct wdf_device *device, FILE_OBJECT *file_object);

/* The device's dispatch routines; each completes the IRP or leaves it to the driver. */
NTSTATUS wdf_file_on_create(struct wdf_device *device, IRP *irp);
NTSTATUS wdf_file_on_cleanup(struct wdf_device *device, IRP *irp);
NTSTATUS wdf_file_on_close(struct wdf_device *device, IRP *irp);

/* The driver completed a create, and the IRP is about to be: what failed leaves no file. */
void wdf_file_created(struct wdf_device *device, IRP *irp);

extern const struct contract wdf_file_slots[];

#endif
