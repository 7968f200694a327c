/* The entry points of queues.  What they do stands in queue.c. */
#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/file.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "sched/thread.h"

/* Windows: asking for a second completion callback is fatal.  [K: FxIoQueue::FatalError] */
static void
fatal_unless(NTSTATUS status, const char *function)
{
	if (!NT_SUCCESS(status))
		wdf_violation(VIOLATION_QUEUE,
		    "%s: 0x%08X: the queue is being stopped, purged or "
		    "deleted already",
		    function, (unsigned)status);
}

/* Windows: the members that an older version did not have are not read.  [K: fxioqueueapi.cpp] */
static NTSTATUS NTAPI
WdfIoQueueCreate(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	struct wdf_queue *queue;
	NTSTATUS status;

	wdf_not_null(Config, __func__, "Config");
	status = attributes_check(
	    QueueAttributes, ATTRIBUTES_EXECUTION_LEVEL | ATTRIBUTES_SYNCHRONIZATION);
	if (!NT_SUCCESS(status))
		return status;
	if (Config->Size != sizeof(*Config) && Config->Size != WDF_IO_QUEUE_CONFIG_SIZE_1_9
	    && Config->Size != WDF_IO_QUEUE_CONFIG_SIZE_1_7)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!Config->DefaultQueue && Queue == NULL)
		return STATUS_INVALID_PARAMETER_4;
	if (Config->DefaultQueue && !wdf_device_initializing(device))
		return STATUS_INVALID_DEVICE_STATE;
	if (Config->DefaultQueue && device->default_queue != NULL)
		return STATUS_UNSUCCESSFUL;
	status = wdf_queue_make(device, Config, QueueAttributes, &queue);
	if (!NT_SUCCESS(status))
		return status;
	if (Config->DefaultQueue)
		wdf_device_set_default(device, queue);
	if (Queue != NULL)
		*Queue = wdf_object_handle(&queue->object);
	return STATUS_SUCCESS;
}

static WDF_IO_QUEUE_STATE NTAPI
WdfIoQueueGetState(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, ULONG *QueueRequests, ULONG *DriverRequests)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);
	int state = 0;

	if (QueueRequests != NULL)
		*QueueRequests = queue->waiting_count;
	if (DriverRequests != NULL)
		*DriverRequests = queue->at_driver;
	state |= queue->accepts ? WdfIoQueueAcceptRequests : 0;
	state |= queue->dispatches ? WdfIoQueueDispatchRequests : 0;
	state |= queue->waiting_count == 0 ? WdfIoQueueNoRequests : 0;
	state |= queue->at_driver == 0 ? WdfIoQueueDriverNoRequests : 0;
	return (WDF_IO_QUEUE_STATE)state;
}

static WDFDEVICE NTAPI
WdfIoQueueGetDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);

	return wdf_object_handle(&queue->device->object);
}

static void NTAPI
WdfIoQueueStart(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);

	queue->accepts = true;
	queue->dispatches = true;
	queue->cancels = false;
	if (queue->waiting_count > 0)
		queue->transition = true;
	wdf_queue_run(queue);
}

static struct wdf_queue_done
tell(PFN_WDF_IO_QUEUE_STATE callback, void *context)
{
	return (struct wdf_queue_done){ .callback = callback, .context = context };
}

static void NTAPI
WdfIoQueueStop(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    PFN_WDF_IO_QUEUE_STATE StopComplete, void *Context)
{
	fatal_unless(wdf_queue_stop(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
			 false, tell(StopComplete, Context)),
	    __func__);
}

static void NTAPI
WdfIoQueueStopAndPurge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete, void *Context)
{
	fatal_unless(wdf_queue_stop(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
			 true, tell(StopAndPurgeComplete, Context)),
	    __func__);
}

static void NTAPI
WdfIoQueuePurge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    PFN_WDF_IO_QUEUE_STATE PurgeComplete, void *Context)
{
	fatal_unless(wdf_queue_purge(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
			 true, tell(PurgeComplete, Context)),
	    __func__);
}

static void NTAPI
WdfIoQueueDrain(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    PFN_WDF_IO_QUEUE_STATE DrainComplete, void *Context)
{
	fatal_unless(wdf_queue_purge(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
			 false, tell(DrainComplete, Context)),
	    __func__);
}

typedef NTSTATUS (*operation)(struct wdf_queue *queue, bool cancel, struct wdf_queue_done done);

/* The operation, and wait for its end.  The queue outlives the wait. */
static void
synchronously(struct wdf_queue *queue, operation operate, bool cancel, const char *function)
{
	KEVENT event;

	event_start(&event, NotificationEvent, false);
	wdf_object_reference(&queue->object);
	fatal_unless(operate(queue, cancel, (struct wdf_queue_done){ .event = &event }), function);
	event_wait(&event, CLOCK_NEVER, function);
	wdf_object_release(&queue->object);
}

static void NTAPI
WdfIoQueueStopSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue)
{
	synchronously(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
	    wdf_queue_stop, false, __func__);
}

static void NTAPI
WdfIoQueueStopAndPurgeSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue)
{
	synchronously(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
	    wdf_queue_stop, true, __func__);
}

static void NTAPI
WdfIoQueuePurgeSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue)
{
	synchronously(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
	    wdf_queue_purge, true, __func__);
}

static void NTAPI
WdfIoQueueDrainSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue)
{
	synchronously(wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__),
	    wdf_queue_purge, false, __func__);
}

static NTSTATUS
give_next(
    struct wdf_queue *queue, const FILE_OBJECT *file, struct wdf_request *tag, WDFREQUEST *out)
{
	struct wdf_request *request;
	NTSTATUS status = wdf_queue_next(queue, file, tag, &request);

	*out = NT_SUCCESS(status) ? wdf_object_handle(&request->object) : NULL;
	return status;
}

static NTSTATUS NTAPI
WdfIoQueueRetrieveNextRequest(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, WDFREQUEST *OutRequest)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);

	wdf_not_null(OutRequest, __func__, "OutRequest");
	return give_next(queue, NULL, NULL, OutRequest);
}

static NTSTATUS NTAPI
WdfIoQueueRetrieveRequestByFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    WDFFILEOBJECT FileObject, WDFREQUEST *OutRequest)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);
	struct wdf_file *file = wdf_object_get(FileObject, WDF_KIND_FILE, __func__);

	wdf_not_null(OutRequest, __func__, "OutRequest");
	return give_next(queue, file->file_object, NULL, OutRequest);
}

/* Windows: the request that is found stays in the queue; the caller holds a reference to it, and
 *   must give it.  [ddi:WdfIoQueueFindRequest] */
static NTSTATUS NTAPI
WdfIoQueueFindRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, WDFREQUEST FoundRequest,
    WDFFILEOBJECT FileObject, PWDF_REQUEST_PARAMETERS Parameters, WDFREQUEST *OutRequest)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);
	const struct wdf_request *after =
	    FoundRequest != NULL ? wdf_object_get(FoundRequest, WDF_KIND_REQUEST, __func__) : NULL;
	const struct wdf_file *file =
	    FileObject != NULL ? wdf_object_get(FileObject, WDF_KIND_FILE, __func__) : NULL;

	wdf_not_null(OutRequest, __func__, "OutRequest");
	*OutRequest = NULL;
	if (queue->type != WdfIoQueueDispatchManual)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (after != NULL && (after->place != REQUEST_WAITING || after->queue != queue))
		return STATUS_NOT_FOUND;
	LIST_EACH (at, after != NULL ? (struct link *)&after->link : &queue->waiting) {
		struct wdf_request *request = LIST_ITEM(at, struct wdf_request, link);

		if (at == &queue->waiting)
			break;
		if (file != NULL && irp_stack(request->irp)->FileObject != file->file_object)
			continue;
		if (Parameters != NULL)
			wdf_request_parameters(request, Parameters);
		wdf_object_reference(&request->object);
		ledger_enter(HOLDING_FRAMEWORK_REFERENCE, (uintptr_t)request, 0);
		*OutRequest = wdf_object_handle(&request->object);
		return STATUS_SUCCESS;
	}
	return STATUS_NO_MORE_ENTRIES;
}

static NTSTATUS NTAPI
WdfIoQueueRetrieveFoundRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    WDFREQUEST FoundRequest, WDFREQUEST *OutRequest)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);
	struct wdf_request *found = wdf_object_get(FoundRequest, WDF_KIND_REQUEST, __func__);

	wdf_not_null(OutRequest, __func__, "OutRequest");
	return give_next(queue, NULL, found, OutRequest);
}

/* Windows: NULL takes the callback away, and only from a stopped queue.  [K: ReadyNotify] */
static NTSTATUS NTAPI
WdfIoQueueReadyNotify(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
    PFN_WDF_IO_QUEUE_STATE QueueReady, void *Context)
{
	struct wdf_queue *queue = wdf_object_for(DriverGlobals, Queue, WDF_KIND_QUEUE, __func__);
	bool set = wdf_queue_done_wanted(&queue->ready);

	if (queue->type != WdfIoQueueDispatchManual)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (queue->deleted)
		return STATUS_DELETE_PENDING;
	if (QueueReady != NULL ? set : !set || queue->dispatches)
		return STATUS_INVALID_DEVICE_REQUEST;
	queue->ready = tell(QueueReady, QueueReady != NULL ? Context : NULL);
	wdf_queue_run(queue);
	return STATUS_SUCCESS;
}

const struct contract wdf_queue_slots[] = {
	EXPORT(WdfIoQueueCreate, 5, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfio),
	    FAILS("STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_DEVICE_STATE "
		  "STATUS_INVALID_PARAMETER_4 STATUS_UNSUCCESSFUL")),
	EXPORT(WdfIoQueueGetState, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueGetDevice, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfio)),
	EXPORT(WdfIoQueueStart, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueStop, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueStopSynchronously, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueStopAndPurge, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueStopAndPurgeSynchronously, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfio)),
	EXPORT(WdfIoQueuePurge, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(
	    WdfIoQueuePurgeSynchronously, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueDrain, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(
	    WdfIoQueueDrainSynchronously, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(
	    WdfIoQueueRetrieveNextRequest, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio)),
	EXPORT(WdfIoQueueRetrieveRequestByFileObject, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfio)),
	EXPORT(WdfIoQueueFindRequest, 6, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST STATUS_NOT_FOUND STATUS_NO_MORE_ENTRIES"),
	    ENTERS(FRAMEWORK_REFERENCE)),
	EXPORT(WdfIoQueueRetrieveFoundRequest, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfio)),
	EXPORT(WdfIoQueueReadyNotify, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfio),
	    FAILS("STATUS_DELETE_PENDING STATUS_INVALID_DEVICE_REQUEST")),
	EXPORTS_END,
};
