/*
 * IRPs: how they are made, sent down, completed and cancelled.
 *
 * An IRP with its stack locations is one block.  A request's IRP is the I/O
 * manager's and goes when it is completed; one of IoAllocateIrp's is the
 * driver's.
 */
#ifndef EXECUTIVE_IRP_H
#define EXECUTIVE_IRP_H

#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>

struct request;

/* For a request: room for `stack_size` locations, the topmost not yet in use. */
IRP *irp_make(CCHAR stack_size, struct request *request);
void irp_free(IRP *irp);

/* The location that the next driver will get. */
IO_STACK_LOCATION *irp_next(IRP *irp);

NTSTATUS irp_send(DEVICE_OBJECT *device, IRP *irp);
void irp_complete(IRP *irp);
bool irp_cancel(IRP *irp); /* false: it has no cancel routine now */

extern const struct contract irp_exports[];

#endif
