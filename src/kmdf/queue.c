#include "kmdf/queue.h"

#include "kernel/enter.h"
#include "kernel/gate.h"
#include "kernel/wait.h"
#include "kmdf/async.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "sched/thread.h"

/* Our cancel routines' thunks: what an IRP's CancelRoutine holds.  The same in every life. */
static PDRIVER_CANCEL cancel_waiting, cancel_at_driver;

static void
work_runs(void *argument)
{
	struct wdf_queue *queue = argument;

	queue->deferred_work = false;
	wdf_queue_run(queue);
	wdf_object_release(&queue->object);
}

void NTAPI
wdf_queue_dpc(KDPC *Dpc, void *DeferredContext, void *SystemArgument1, void *SystemArgument2)
{
	struct wdf_queue *queue = DeferredContext;

	(void)Dpc, (void)SystemArgument1, (void)SystemArgument2;
	queue->deferred_dpc = false;
	wdf_queue_run(queue);
	wdf_object_release(&queue->object);
}

/* [K: FxIoQueue::CanThreadDispatchEventsLocked] */
static bool
may_run_here(struct wdf_queue *queue)
{
	bool too_high = queue->passive && irql_now() > PASSIVE_LEVEL;

	if (!too_high && !wdf_callback_lock_mine(queue->lock))
		return true;
	if (queue->passive && !queue->deferred_work) {
		queue->deferred_work = true;
		wdf_object_reference(&queue->object);
		wdf_async_work(work_runs, queue);
	}
	if (!queue->passive && !queue->deferred_dpc) {
		queue->deferred_dpc = true;
		wdf_object_reference(&queue->object);
		dpc_queue(&queue->dpc, NULL, NULL);
	}
	return false;
}

static void
call_state(struct wdf_queue *queue, struct wdf_queue_done done)
{
	if (done.event != NULL) {
		event_signal(done.event);
		return;
	}
	wdf_callback_lock_take(queue->lock);
	DRIVER_CALL(ENTRY_WDF_QUEUE_STATE, done.callback, ARG(queue), ARG(done.context));
	wdf_callback_lock_give(queue->lock);
}

bool
wdf_queue_done_wanted(const struct wdf_queue_done *done)
{
	return done->callback != NULL || done->event != NULL;
}

static void
call_done(struct wdf_queue *queue, struct wdf_queue_done *done)
{
	struct wdf_queue_done now = *done;

	*done = (struct wdf_queue_done){ 0 };
	queue->cancels = false;
	call_state(queue, now);
}

static struct wdf_request *
first_in(struct link *list)
{
	struct wdf_request *request = LIST_ITEM(list->next, struct wdf_request, link);

	list_remove(&request->link);
	return request;
}

static void
call_cancel(struct wdf_queue *queue)
{
	struct wdf_request *request = first_in(&queue->canceled);
	PFN_WDF_REQUEST_CANCEL cancel = request->cancel;

	request->cancel = NULL;
	wdf_callback_lock_take(queue->lock);
	DRIVER_CALL(ENTRY_WDF_CANCEL, cancel, ARG(request));
	wdf_callback_lock_give(queue->lock);
	wdf_object_release(&request->object);
}

static void
call_canceled_on_queue(struct wdf_queue *queue)
{
	struct wdf_request *request = first_in(&queue->canceled_waiting);

	wdf_callback_lock_take(queue->lock);
	DRIVER_CALL(ENTRY_WDF_IO, queue->io_canceled, ARG(queue), ARG(request));
	wdf_callback_lock_give(queue->lock);
}

/* [K: FxIoQueue::CheckTransitionFromEmpty] */
static void
waiting_insert(struct wdf_queue *queue, struct wdf_request *request, bool first)
{
	if (first)
		list_add_first(&queue->waiting, &request->link);
	else
		list_add(&queue->waiting, &request->link);
	request->queue = queue;
	request->place = REQUEST_WAITING;
	if (++queue->waiting_count == 1 || queue->force_transition) {
		queue->transition = true;
		queue->force_transition = false;
	}
}

static void
waiting_remove(struct wdf_queue *queue, struct wdf_request *request)
{
	list_remove(&request->link);
	queue->waiting_count--;
}

/* The first that waits, of this file if one is given, and is not being canceled. */
static struct wdf_request *
waiting_take(struct wdf_queue *queue, const FILE_OBJECT *file)
{
	LIST_EACH_SAFE (at, &queue->waiting) {
		struct wdf_request *request = LIST_ITEM(at, struct wdf_request, link);

		if (file != NULL && irp_stack(request->irp)->FileObject != file)
			continue;
		if (!wdf_request_clear_cancel(request))
			continue;
		waiting_remove(queue, request);
		return request;
	}
	return NULL;
}

void
wdf_queue_hand_over(struct wdf_queue *queue, struct wdf_request *request)
{
	queue->at_driver++;
	request->queue = queue;
	request->place = REQUEST_AT_DRIVER;
}

/*
 * Windows: a request that the driver saw and put back is its own again, and
 *   EvtIoCanceledOnQueue says so; any other is completed.  [K: FxIoQueue::CancelForQueue]
 */
static void
cancel_off_queue(struct wdf_queue *queue, struct wdf_request *request)
{
	request->canceled = true;
	request->queue = queue;
	if (queue->io_canceled != NULL && request->presented) {
		wdf_queue_hand_over(queue, request);
		list_add(&queue->canceled_waiting, &request->link);
	} else {
		request->place = REQUEST_NEW;
		request->irp->IoStatus.Information = 0;
		wdf_request_complete(request, STATUS_CANCELLED);
	}
	if (queue->running == 0)
		wdf_queue_run(queue);
}

/* The driver's cancel function is due.  The list holds a reference. */
static void
cancel_off_driver(struct wdf_queue *queue, struct wdf_request *request)
{
	request->canceled = true;
	request->cancelable = false;
	wdf_object_reference(&request->object);
	list_add(&queue->canceled, &request->link);
	if (queue->running == 0)
		wdf_queue_run(queue);
}

static void NTAPI
KmdfCancelWaiting(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	struct wdf_request *request = wdf_request_canceled(Irp);
	struct wdf_queue *queue = request->queue;

	(void)DeviceObject;
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	wdf_object_reference(&queue->object);
	waiting_remove(queue, request);
	cancel_off_queue(queue, request);
	wdf_object_release(&queue->object);
}

static void NTAPI
KmdfCancelAtDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	struct wdf_request *request = wdf_request_canceled(Irp);
	struct wdf_queue *queue = request->queue;

	(void)DeviceObject;
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	wdf_object_reference(&queue->object);
	list_remove(&request->link);
	cancel_off_driver(queue, request);
	wdf_object_release(&queue->object);
}

static bool
may_present(const struct wdf_queue *queue)
{
	if (!queue->dispatches)
		return false;
	switch (queue->type) {
	case WdfIoQueueDispatchSequential:
		return queue->at_driver == 0;
	case WdfIoQueueDispatchParallel:
		return queue->at_driver < queue->limit;
	case WdfIoQueueDispatchManual:
	case WdfIoQueueDispatchInvalid:
	case WdfIoQueueDispatchMax:
		break;
	}
	return false;
}

/* The steps of queue.h; false: nothing is due. */
static bool
run_step(struct wdf_queue *queue)
{
	bool alone = queue->running == 1;
	bool empty = queue->waiting_count + queue->at_driver == 0;
	struct wdf_request *request;

	if (!list_empty(&queue->canceled)) {
		call_cancel(queue);
		return true;
	}
	if (!list_empty(&queue->canceled_waiting)) {
		call_canceled_on_queue(queue);
		return true;
	}
	if (wdf_queue_done_wanted(&queue->idle) && alone && queue->at_driver == 0) {
		call_done(queue, &queue->idle);
		return true;
	}
	if (wdf_queue_done_wanted(&queue->purged) && alone && empty) {
		call_done(queue, &queue->purged);
		return true;
	}
	if (queue->disposing && alone && empty) {
		queue->deleted = true;
		event_signal(&queue->finished);
		return false;
	}
	if (queue->dispatches && queue->type == WdfIoQueueDispatchManual && queue->transition
	    && wdf_queue_done_wanted(&queue->ready)) {
		queue->transition = false;
		call_state(queue, queue->ready);
		return true;
	}
	request = may_present(queue) ? waiting_take(queue, NULL) : NULL;
	if (request != NULL)
		wdf_queue_present(queue, request);
	return request != NULL;
}

void
wdf_queue_run(struct wdf_queue *queue)
{
	if (queue->deleted || !may_run_here(queue))
		return;
	wdf_object_reference(&queue->object);
	queue->running++;
	while (run_step(queue))
		;
	queue->running--;
	wdf_object_release(&queue->object);
}

NTSTATUS
wdf_queue_add(struct wdf_queue *queue, struct wdf_request *request)
{
	if (!queue->accepts) {
		request->irp->IoStatus.Information = 0;
		wdf_request_complete(request, STATUS_INVALID_DEVICE_STATE);
		return STATUS_INVALID_DEVICE_STATE;
	}
	irp_stack(request->irp)->Control |= SL_PENDING_RETURNED;
	if (queue->waiting_count == 0 && may_present(queue) && may_run_here(queue)) {
		wdf_object_reference(&queue->object);
		queue->running++;
		queue->transition = true;
		wdf_queue_present(queue, request);
		queue->running--;
		wdf_queue_run(queue);
		wdf_object_release(&queue->object);
		return STATUS_PENDING;
	}
	if (wdf_request_set_cancel(request, cancel_waiting)) {
		waiting_insert(queue, request, false);
	} else {
		request->irp->IoStatus.Information = 0;
		wdf_request_complete(request, STATUS_CANCELLED);
	}
	wdf_queue_run(queue);
	return STATUS_PENDING;
}

/* [K: FxIoQueue::QueueRequestFromForward] */
NTSTATUS
wdf_queue_add_known(struct wdf_queue *queue, struct wdf_request *request)
{
	if (!queue->accepts)
		return STATUS_WDF_BUSY;
	irp_stack(request->irp)->Control |= SL_PENDING_RETURNED;
	if (wdf_request_set_cancel(request, cancel_waiting))
		waiting_insert(queue, request, false);
	else
		cancel_off_queue(queue, request);
	wdf_queue_run(queue);
	return STATUS_SUCCESS;
}

NTSTATUS
wdf_queue_forward(struct wdf_queue *from, struct wdf_queue *to, struct wdf_request *request)
{
	NTSTATUS status;

	if (to == from || from->device != to->device || request->cancelable)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_queue_add_known(to, request);
	if (!NT_SUCCESS(status))
		return status;
	wdf_queue_completed(from);
	return status;
}

/* [K: FxIoQueue::Requeue] */
NTSTATUS
wdf_queue_requeue(struct wdf_request *request)
{
	struct wdf_queue *queue = request->queue;

	if (request->cancelable || queue->type != WdfIoQueueDispatchManual)
		return STATUS_INVALID_DEVICE_REQUEST;
	queue->at_driver--;
	if (!queue->cancels && wdf_request_set_cancel(request, cancel_waiting))
		waiting_insert(queue, request, true);
	else
		cancel_off_queue(queue, request);
	wdf_queue_run(queue);
	return STATUS_SUCCESS;
}

static struct wdf_request *
waiting_take_tagged(struct wdf_queue *queue, struct wdf_request *tag)
{
	if (tag->place != REQUEST_WAITING || tag->queue != queue || !wdf_request_clear_cancel(tag))
		return NULL;
	waiting_remove(queue, tag);
	return tag;
}

/* [K: FxIoQueue::GetRequest] */
NTSTATUS
wdf_queue_next(struct wdf_queue *queue, const FILE_OBJECT *file, struct wdf_request *tag,
    struct wdf_request **request)
{
	struct wdf_request *next;

	*request = NULL;
	if (queue->type != WdfIoQueueDispatchManual && queue->type != WdfIoQueueDispatchSequential)
		return STATUS_INVALID_DEVICE_STATE;
	if (!queue->dispatches)
		return STATUS_WDF_PAUSED;
	for (;;) {
		next = tag != NULL ? waiting_take_tagged(queue, tag) : waiting_take(queue, file);
		if (next == NULL)
			break;
		if (!wdf_queue_empty_transfer(queue, irp_stack(next->irp)))
			break;
		next->place = REQUEST_NEW;
		next->queue = NULL;
		next->irp->IoStatus.Information = 0;
		wdf_request_complete(next, STATUS_SUCCESS);
	}
	if (next == NULL) {
		if (file == NULL && tag == NULL && queue->waiting_count > 0)
			queue->force_transition = true;
		return tag != NULL ? STATUS_NOT_FOUND : STATUS_NO_MORE_ENTRIES;
	}
	wdf_queue_hand_over(queue, next);
	next->presented = true;
	*request = next;
	return STATUS_SUCCESS;
}

void
wdf_queue_completed(struct wdf_queue *queue)
{
	queue->at_driver--;
	if (queue->running == 0)
		wdf_queue_run(queue);
}

/* Windows: what waits for a file goes when its last handle does.  [K: FlushByFileObject] */
void
wdf_queue_flush(struct wdf_queue *queue, const FILE_OBJECT *file)
{
	struct wdf_request *request;

	while ((request = waiting_take(queue, file)) != NULL)
		cancel_off_queue(queue, request);
	wdf_queue_run(queue);
}

/* [K: FxIoQueue::RequestCancelable] */
NTSTATUS
wdf_queue_mark(struct wdf_request *request, PFN_WDF_REQUEST_CANCEL cancel, bool refuse)
{
	struct wdf_queue *queue = request->queue;

	if (queue == NULL || request->cancelable)
		return STATUS_INVALID_DEVICE_REQUEST;
	request->cancel = cancel;
	if (!queue->cancels && wdf_request_set_cancel(request, cancel_at_driver)) {
		request->cancelable = true;
		list_add(&queue->cancelable, &request->link);
		return STATUS_SUCCESS;
	}
	if (refuse) {
		request->cancel = NULL;
		return STATUS_CANCELLED;
	}
	cancel_off_driver(queue, request);
	return STATUS_SUCCESS;
}

NTSTATUS
wdf_queue_unmark(struct wdf_request *request)
{
	if (request->queue == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!request->cancelable)
		return request->canceled ? STATUS_CANCELLED : STATUS_INVALID_DEVICE_REQUEST;
	if (!wdf_request_clear_cancel(request))
		return STATUS_CANCELLED;
	list_remove(&request->link);
	request->cancelable = false;
	request->cancel = NULL;
	return STATUS_SUCCESS;
}

/* The first that the driver marked cancelable and that is not being canceled. */
static struct wdf_request *
cancelable_take(struct wdf_queue *queue)
{
	LIST_EACH (at, &queue->cancelable) {
		struct wdf_request *request = LIST_ITEM(at, struct wdf_request, link);

		if (!wdf_request_clear_cancel(request))
			continue;
		list_remove(&request->link);
		return request;
	}
	return NULL;
}

static void
cancel_all(struct wdf_queue *queue)
{
	struct wdf_request *request;

	while ((request = waiting_take(queue, NULL)) != NULL)
		cancel_off_queue(queue, request);
	while ((request = cancelable_take(queue)) != NULL)
		cancel_off_driver(queue, request);
}

/* [K: FxIoQueue::QueueIdle] */
NTSTATUS
wdf_queue_stop(struct wdf_queue *queue, bool cancel, struct wdf_queue_done done)
{
	if (queue->deleted)
		return STATUS_DELETE_PENDING;
	if (wdf_queue_done_wanted(&done)) {
		if (wdf_queue_done_wanted(&queue->idle))
			return STATUS_INVALID_DEVICE_REQUEST;
		queue->idle = done;
	}
	queue->accepts = true;
	queue->dispatches = false;
	if (cancel) {
		queue->cancels = true;
		cancel_all(queue);
	}
	wdf_queue_run(queue);
	return STATUS_SUCCESS;
}

/* Purge, and without `cancel` drain.  [K: FxIoQueue::QueuePurge] */
NTSTATUS
wdf_queue_purge(struct wdf_queue *queue, bool cancel, struct wdf_queue_done done)
{
	if (queue->deleted)
		return STATUS_DELETE_PENDING;
	if (wdf_queue_done_wanted(&done)) {
		if (wdf_queue_done_wanted(&queue->purged))
			return STATUS_INVALID_DEVICE_REQUEST;
		queue->purged = done;
	}
	queue->accepts = false;
	if (cancel && queue->object.binding->minor >= 11)
		queue->cancels = true;
	if (cancel)
		cancel_all(queue);
	wdf_queue_run(queue);
	return STATUS_SUCCESS;
}

/* Bound like imports, so that the addresses in IRPs are the same in every run. */
static const struct contract cancel_routines[] = {
	EXPORT(KmdfCancelWaiting, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(KmdfCancelAtDriver, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};

void
wdf_queue_start(void)
{
	cancel_waiting = (PDRIVER_CANCEL)gate_bind(&cancel_routines[0]);
	cancel_at_driver = (PDRIVER_CANCEL)gate_bind(&cancel_routines[1]);
}
