/*
 * WDFIOTARGET: a device that the driver sends requests to.
 *
 *	created ──open──> started <──> stopped, purged
 *	   └─────────────── close, delete ───> closed
 *
 * A driver without Plug and Play has only remote targets, which it opens by name or by a device that it
 * has.  What was sent is in the target's list until it comes back; who closes a target
 * cancels it and waits.  [K: fxiotarget.cpp, fxiotargetremote.cpp]
 */
#ifndef KMDF_TARGET_H
#define KMDF_TARGET_H

#include "kmdf/object.h"
#include "nt/ke.h"
#include "nt/wdf_target.h"

struct wdf_memory;
struct wdf_request;

struct wdf_target {
	struct wdf_object object;
	struct wdf_device *device; /* the driver's, not the one sent to */
	WDF_IO_TARGET_STATE state;
	DEVICE_OBJECT *to;
	FILE_OBJECT *file; /* NULL: opened without one */
	bool ours;         /* the file was opened here, and is closed here */
	struct link sent;
	KEVENT idle; /* nothing is sent */
};

/* The memory that a request is formatted with, referenced until the request is formatted anew. */
struct wdf_transfer {
	struct wdf_memory *input;
	struct wdf_memory *output;
	void *out; /* what a system buffer is copied to */
	size_t out_bytes;
	void *system; /* buffer */
	MDL *mdl;
	ULONG code;
};

/* What a request has besides, once it is sent or made by the driver.  send.c's. */
struct wdf_sending {
	struct wdf_request *request;
	struct wdf_target *target; /* that it is with now, or was sent to last */
	struct link link;
	bool formatted;
	bool sent;
	PFN_WDF_REQUEST_COMPLETION_ROUTINE routine;
	void *context;
	WDF_REQUEST_COMPLETION_PARAMS params;
	struct wdf_transfer transfer;
	KEVENT back;
};

void wdf_sending_start(void);                                    /* binds the completion routine */
struct wdf_sending *wdf_sending_of(struct wdf_request *request); /* made when first asked for */
void wdf_target_dispose(struct wdf_object *object);
void wdf_sending_end(struct wdf_request *request);

/* Cancel what was sent, or only wait for it. */
void wdf_target_cancel(struct wdf_target *target);
void wdf_target_wait(struct wdf_target *target);

/* The request's next stack location is that of a transfer or control.  [K: fxiotargetapi.cpp] */
struct wdf_span {
	struct wdf_memory *memory; /* NULL: none */
	void *bytes;
	size_t size;
};
NTSTATUS wdf_request_format(struct wdf_request *request, struct wdf_target *target, UCHAR major,
    ULONG code, struct wdf_span input, struct wdf_span output, const LONGLONG *offset);

void wdf_transfer_end(struct wdf_transfer *transfer);

/* Does the IRP reach through the target's stack?  One of the framework's is made anew if not.
 *   [K: FxRequestBase::ValidateTarget] */
NTSTATUS wdf_request_reaches(struct wdf_request *request, const struct wdf_target *target);

/* False: it was not sent, and `status` of the request says why. */
bool wdf_request_send(struct wdf_request *request, struct wdf_target *target,
    const WDF_REQUEST_SEND_OPTIONS *options);

/* A request of the driver's own, with an IRP for the target's stack. */
NTSTATUS wdf_request_make(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    struct wdf_target *target, IRP *irp, struct wdf_request **request);

extern const struct contract wdf_target_slots[];
extern const struct contract wdf_target_io_slots[]; /* target_io.c */
extern const struct contract wdf_send_slots[];      /* send_entry.c */

#endif
