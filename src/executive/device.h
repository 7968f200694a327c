/*
 * Devices.
 *
 * A device object with its extension is one block, so that what is touched
 * beyond the extension, or after IoDeleteDevice, is noticed.
 */
#ifndef EXECUTIVE_DEVICE_H
#define EXECUTIVE_DEVICE_H

#include "executive/driver.h"
#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>

/* What drivers know as DEVOBJ_EXTENSION and may not look at. */
struct _DEVOBJ_EXTENSION {
	CSHORT Type;
	USHORT Size;
	DEVICE_OBJECT *DeviceObject; /* so far as Windows' [wdm.h] */
	struct driver *driver;
	uint32_t files; /* open */
	uint32_t requests;
	bool deleted;               /* by the driver; waits for its last file */
	DEVICE_OBJECT *attached_to; /* the device below; NULL: none */
	struct io_timer *timer;     /* io_timer.c's */
};

/* STATUS_NO_SUCH_DEVICE, STATUS_ACCESS_DENIED: it can't be opened now. */
NTSTATUS device_opens(const DEVICE_OBJECT *device);
bool device_busy(const DEVICE_OBJECT *device);

/* Files and requests that stand in a deleted device's way, counted by who makes them. */
void device_file_added(DEVICE_OBJECT *device);
void device_file_removed(DEVICE_OBJECT *device);
void device_request_added(DEVICE_OBJECT *device);
void device_request_removed(DEVICE_OBJECT *device);

/* Nothing stands on it any more. */
void device_unattached(DEVICE_OBJECT *device);

extern const struct contract device_exports[];

#endif
