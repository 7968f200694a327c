/*
 * Requests that a kernel component makes of a device, for a driver or for ourselves.
 */
#ifndef EXECUTIVE_REQUEST_BUILD_H
#define EXECUTIVE_REQUEST_BUILD_H

#include "kernel/contract.h"
#include "nt/io.h"

/* Sends a request without data and without a file to the top of the device's stack, and waits for it. */
NTSTATUS request_simple(DEVICE_OBJECT *device, uint8_t major);

extern const struct contract request_build_exports[];

#endif
