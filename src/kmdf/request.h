/*
 * WDFREQUEST: an IRP while it is in the framework's or the driver's hands.
 *
 *	new ──> waiting in a queue ──> at the driver ──> completed
 *	  └──> in the caller's context ──┘   │ ^
 *	                                     └─┘ forwarded, requeued
 *
 * A request that the driver made, or sends on, is with an I/O target meanwhile [target.h].
 *
 * An IRP that waits in a queue, or that the driver marked cancelable, has a
 * cancel routine of ours; its DriverContext[3] names the request, as
 * in Windows' IoCsq.  Whoever finds the routine gone has lost the race to a
 * cancellation that is under way, and leaves the request alone.
 */
#ifndef KMDF_REQUEST_H
#define KMDF_REQUEST_H

#include "kmdf/memory.h"
#include "kmdf/object.h"

struct wdf_queue;
struct wdf_sending;

enum wdf_request_place {
	REQUEST_NEW,
	REQUEST_WAITING,
	REQUEST_AT_DRIVER,
	REQUEST_IN_CALLER_CONTEXT,
	REQUEST_COMPLETED,
	REQUEST_CREATED, /* the driver's own; it has no queue and is never completed */
	REQUEST_SENT,    /* with an I/O target */
};

struct wdf_request {
	struct wdf_object object;
	IRP *irp; /* NULL when completed */
	struct wdf_device *device;
	struct wdf_queue *queue; /* that it waits in, or was last presented by */
	struct wdf_queue *aim;   /* that the dispatch chose before the caller's context */
	struct link link;        /* in one of the queue's lists */
	uint8_t place;
	bool presented; /* the driver has seen it */
	bool canceled;
	bool cancelable; /* marked so by the driver */
	PFN_WDF_REQUEST_CANCEL cancel;
	MDL *mdl; /* made for the system buffer */
	struct wdf_memory *input;
	struct wdf_memory *output;
	NTSTATUS status; /* that it was completed with */
	bool created;    /* by the driver */
	bool frees_irp;
	struct wdf_sending *sending; /* send.c's; NULL: never sent or formatted */
};

struct wdf_request *wdf_request_take(struct wdf_device *device, IRP *irp);
void wdf_request_complete(struct wdf_request *request, NTSTATUS status);
void wdf_request_destroy(struct wdf_object *object);

/* The request, which the driver must own now; ends the life otherwise. */
struct wdf_request *wdf_request_owned(
    PWDF_DRIVER_GLOBALS globals, WDFREQUEST handle, const char *function);

void wdf_request_parameters(const struct wdf_request *request, WDF_REQUEST_PARAMETERS *parameters);

static inline IO_STACK_LOCATION *
irp_stack(const IRP *irp)
{
	return irp->Tail.Overlay.CurrentStackLocation;
}

/* False: it is canceled already, and has no cancel routine. */
bool wdf_request_set_cancel(struct wdf_request *request, PDRIVER_CANCEL routine);
/* False: a cancellation is under way. */
bool wdf_request_clear_cancel(struct wdf_request *request);
struct wdf_request *wdf_request_canceled(IRP *irp); /* by whom the IRP's cancel routine is called */

extern const struct contract wdf_request_slots[];
extern const struct contract wdf_buffer_slots[]; /* buffer.c */

#endif
