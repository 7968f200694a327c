/*
 * A device's IoTimer routine, called once a second.
 */
#ifndef EXECUTIVE_IO_TIMER_H
#define EXECUTIVE_IO_TIMER_H

#include "kernel/contract.h"
#include "nt/io.h"

/* The device is being deleted, and its timer with it. */
void io_timer_end(DEVICE_OBJECT *device);

extern const struct contract io_timer_exports[];

#endif
