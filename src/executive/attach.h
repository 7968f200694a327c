/*
 * Device stacks.
 */
#ifndef EXECUTIVE_ATTACH_H
#define EXECUTIVE_ATTACH_H

#include "kernel/contract.h"
#include "nt/io.h"

/* Where a request for the device goes: the highest device that stands on it. */
DEVICE_OBJECT *device_top(DEVICE_OBJECT *device);

extern const struct contract attach_exports[];

#endif
