/*
 * IRPs: how they are made, sent down, completed and cancelled.
 *
 * An IRP with its stack locations is one block.  One that the I/O manager ends,
 * a request's or one that a driver had built for its thread, goes when it is
 * completed: `completed` is called.  One of IoAllocateIrp's is the driver's, and so is
 * one that IoInitializeIrp made of the driver's own memory, which has no block
 * of ours.
 */
#ifndef EXECUTIVE_IRP_H
#define EXECUTIVE_IRP_H

#include "kernel/contract.h"
#include "kernel/enter.h"
#include "nt/io.h"

#include <stdbool.h>

/* Room for `stack_size` locations, the topmost not yet in use.  `completed` takes the IRP and `owner`
 * when it has gone through all its locations, and frees it; NULL: the driver must. */
IRP *irp_make(CCHAR stack_size, void (*completed)(IRP *irp, void *owner), void *owner);
void irp_free(IRP *irp);
void irp_may_be_freed(IRP *irp); /* by the driver, although it has a `completed` */

/* The IRP as it is before anybody worked on it. */
void irp_reset(IRP *irp, USHORT bytes, CCHAR stack_size);

/* It ends the life if the address is no IRP; `what` is done with it: "frees". */
void irp_expect(const IRP *irp, const char *what);

/* The location that the next driver will get. */
IO_STACK_LOCATION *irp_next(IRP *irp);

NTSTATUS irp_send(DEVICE_OBJECT *device, IRP *irp);
void irp_complete(IRP *irp);
bool irp_cancel(IRP *irp); /* false: it has no cancel routine now */

/* A routine that an IRP or a queue leads to: the driver's, through the door, or one of ours, known by
 * its thunk, past it. */
uint64_t irp_call(
    enum entry_kind kind, uintptr_t routine, DEVICE_OBJECT *device, IRP *irp, void *context);

extern const struct contract irp_exports[];

#endif
