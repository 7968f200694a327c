/*
 * Drivers, as the I/O manager knows them.
 *
 * A driver object lives from driver_make until driver_free and the last
 * reference to it.  Its life is machine's to lead: what is kept here is the
 * object, the registry path of DriverEntry, and whether a stop was asked for.
 */
#ifndef EXECUTIVE_DRIVER_H
#define EXECUTIVE_DRIVER_H

#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>

struct driver {
	DRIVER_OBJECT *object;
	UNICODE_STRING *registry_path; /* for DriverEntry; NULL after driver_entered */
	bool in_entry;                 /* DriverEntry runs, or has not run yet */
	bool stop_requested;
};

struct driver *driver_make(const char *name, uint64_t image, size_t image_bytes, uint64_t entry);

/* The driver whose object this is, or NULL. */
struct driver *driver_of(const DRIVER_OBJECT *object);

/* DriverEntry returned: its registry path is freed, and after success its devices can be opened. */
void driver_entered(struct driver *driver, NTSTATUS status);

/* From now on its devices can't be opened.  [semantics 1.2] */
void driver_stop_requested(struct driver *driver);

/* A file is open, or a request is with the driver: unload is held back. */
bool driver_busy(const struct driver *driver);

void driver_free(struct driver *driver);

/* The dispatch routine of a driver that has set none: STATUS_INVALID_DEVICE_REQUEST. */
PDRIVER_DISPATCH driver_default_dispatch(void);

extern const struct contract driver_exports[];

#endif
