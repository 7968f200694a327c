/*
 * WDFQUEUE: where requests wait until the driver gets or takes them.
 *
 * All that can happen to a queue ends in one loop, queue_run, which does the
 * next thing that is due until nothing is [K: FxIoQueue::DispatchEvents]:
 *
 *	1. requests canceled while the driver had them: EvtRequestCancel
 *	2. requests canceled in the queue that the driver knew: EvtIoCanceledOnQueue
 *	3. stopped and the driver has none: the stop callback
 *	4. purged or drained and empty: that callback
 *	5. being deleted and empty: deleted
 *	6. manual and no longer empty: the ready callback
 *	7. the next request, as the dispatch type allows: EvtIo…
 *
 * The loop runs in the thread that caused it, unless that holds the
 * queue's callback lock or is above PASSIVE_LEVEL where the queue wants that;
 * then a DPC or a work item runs it.  What a callback causes is left to the loop
 * that called it.
 */
#ifndef KMDF_QUEUE_H
#define KMDF_QUEUE_H

#include "kmdf/lock.h"
#include "kmdf/object.h"

struct wdf_device;
struct wdf_request;

struct wdf_queue_done {
	PFN_WDF_IO_QUEUE_STATE callback; /* the driver's */
	KEVENT *event;                   /* or who waits synchronously */
	void *context;
};

struct wdf_queue {
	struct wdf_object object;
	struct wdf_device *device;
	WDF_IO_QUEUE_DISPATCH_TYPE type;
	bool passive;
	bool accepts;
	bool dispatches;
	bool zero_length; /* reads and writes of no bytes are presented */
	bool internal;    /* the framework's own, for creates */
	bool transition;  /* from empty: the ready callback is due */
	bool force_transition;
	bool cancels; /* what the driver marks cancelable is canceled at once */
	bool deferred_dpc;
	bool deferred_work;
	bool disposing;
	bool deleted;
	ULONG waiting_count;
	ULONG at_driver;
	ULONG limit;      /* of requests presented by a parallel queue */
	unsigned running; /* loops */
	struct link waiting;
	struct link cancelable;
	struct link canceled;
	struct link canceled_waiting;
	PFN_WDF_IO_QUEUE_IO_DEFAULT io_default;
	PFN_WDF_IO_QUEUE_IO_READ io_read;
	PFN_WDF_IO_QUEUE_IO_WRITE io_write;
	PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL io_control;
	PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL io_internal;
	PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE io_canceled;
	struct wdf_queue_done idle;
	struct wdf_queue_done purged;
	struct wdf_queue_done ready;
	struct wdf_callback_lock own_lock;
	struct wdf_callback_lock *lock; /* own, the device's, or NULL: none */
	KDPC dpc;
	KEVENT finished;
};

/* NT_SUCCESS or why not.  [K: FxIoQueue::Initialize] */
NTSTATUS wdf_queue_make(struct wdf_device *device, const WDF_IO_QUEUE_CONFIG *config,
    const WDF_OBJECT_ATTRIBUTES *attributes, struct wdf_queue **queue);
void wdf_queue_dispose(struct wdf_object *object);

/* A new request; it is completed if the queue does not accept it.  What the dispatch returns. */
NTSTATUS wdf_queue_add(struct wdf_queue *queue, struct wdf_request *request);
/* A request that the driver had.  Refused: it still has it. */
NTSTATUS wdf_queue_add_known(struct wdf_queue *queue, struct wdf_request *request);
NTSTATUS wdf_queue_forward(
    struct wdf_queue *from, struct wdf_queue *to, struct wdf_request *request);
NTSTATUS wdf_queue_requeue(struct wdf_request *request);
NTSTATUS wdf_queue_next(struct wdf_queue *queue, const FILE_OBJECT *file, struct wdf_request *tag,
    struct wdf_request **request);

/* The loop; and the tail of a work item's or DPC's way to it. */
void wdf_queue_run(struct wdf_queue *queue);
void NTAPI wdf_queue_dpc(
    KDPC *Dpc, void *DeferredContext, void *SystemArgument1, void *SystemArgument2);

bool wdf_queue_done_wanted(const struct wdf_queue_done *done);
/* Stop presenting; and, with `cancel`, cancel what waits and what may be canceled. */
NTSTATUS wdf_queue_stop(struct wdf_queue *queue, bool cancel, struct wdf_queue_done done);
/* Stop accepting: with `cancel` a purge, without it a drain. */
NTSTATUS wdf_queue_purge(struct wdf_queue *queue, bool cancel, struct wdf_queue_done done);

/* The driver completed a request that this queue had presented. */
void wdf_queue_completed(struct wdf_queue *queue);
void wdf_queue_flush(struct wdf_queue *queue, const FILE_OBJECT *file);

NTSTATUS wdf_queue_mark(struct wdf_request *request, PFN_WDF_REQUEST_CANCEL cancel, bool refuse);
NTSTATUS wdf_queue_unmark(struct wdf_request *request);

/* queue_present.c: the request becomes the driver's, and a callback gets it. */
void wdf_queue_present(struct wdf_queue *queue, struct wdf_request *request);
bool wdf_queue_empty_transfer(const struct wdf_queue *queue, const IO_STACK_LOCATION *stack);
void wdf_queue_hand_over(struct wdf_queue *queue, struct wdf_request *request);
bool wdf_queue_handles(const struct wdf_queue *queue, WDF_REQUEST_TYPE type);

void wdf_queue_start(void); /* binds the cancel routines */

extern const struct contract wdf_queue_slots[];

#endif
