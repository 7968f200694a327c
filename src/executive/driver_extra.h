/*
 * What hangs on a driver object besides its devices: extensions, the
 * reinitialization routine, completion routines that keep the image.
 */
#ifndef EXECUTIVE_DRIVER_EXTRA_H
#define EXECUTIVE_DRIVER_EXTRA_H

#include "executive/driver.h"
#include "kernel/contract.h"

void driver_extra_start(void);

/* DriverEntry returned success: its Reinitialize routines are called, on this system thread. */
void driver_reinitialize(struct driver *driver);

/* The driver object goes. */
void driver_extensions_free(DRIVER_OBJECT *object);

extern const struct contract driver_extra_exports[];

#endif
