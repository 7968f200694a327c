#include "kmdf/queue.h"

#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/status.h"
#include "sched/clock.h"

/* Windows: deleting a queue purges it and waits for the driver's requests.  [K: Dispose] */
void
wdf_queue_dispose(struct wdf_object *object)
{
	struct wdf_queue *queue = (struct wdf_queue *)object;

	wdf_queue_purge(queue, true, (struct wdf_queue_done){ 0 });
	queue->disposing = true;
	wdf_device_forget_queue(queue->device, queue);
	wdf_queue_run(queue);
	event_wait(&queue->finished, CLOCK_NEVER, "WDFQUEUE to be deleted");
	if (queue->deferred_dpc)
		kdpc_flush();
}

static NTSTATUS
config_check(const WDF_IO_QUEUE_CONFIG *config)
{
	bool any = config->EvtIoDefault != NULL || config->EvtIoRead != NULL
	    || config->EvtIoWrite != NULL || config->EvtIoDeviceControl != NULL
	    || config->EvtIoInternalDeviceControl != NULL;
	bool parallel = config->DispatchType == WdfIoQueueDispatchParallel;

	if (config->DispatchType <= WdfIoQueueDispatchInvalid
	    || config->DispatchType >= WdfIoQueueDispatchMax)
		return STATUS_INVALID_PARAMETER;
	if (config->DispatchType == WdfIoQueueDispatchManual)
		return any ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
	if (!any)
		return STATUS_WDF_NO_CALLBACK;
	if (config->Size > WDF_IO_QUEUE_CONFIG_SIZE_1_7 && !parallel
	    && config->Settings.Parallel.NumberOfPresentedRequests != 0)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* [K: FxIoQueue::ConfigureConstraints] */
static NTSTATUS
constrain(struct wdf_queue *queue, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct wdf_device *device = queue->device;
	WDF_EXECUTION_LEVEL level = device->level;
	WDF_SYNCHRONIZATION_SCOPE scope = device->scope;

	if (attributes != NULL && attributes->ExecutionLevel != WdfExecutionLevelInheritFromParent)
		level = attributes->ExecutionLevel;
	if (attributes != NULL
	    && attributes->SynchronizationScope != WdfSynchronizationScopeInheritFromParent)
		scope = attributes->SynchronizationScope;
	queue->passive = level == WdfExecutionLevelPassive;
	wdf_callback_lock_start(&queue->own_lock, queue->passive);
	if (scope == WdfSynchronizationScopeDevice) {
		if (device->level != level)
			return STATUS_INVALID_PARAMETER;
		queue->lock = &device->lock;
	} else if (scope == WdfSynchronizationScopeQueue) {
		queue->lock = &queue->own_lock;
	}
	return STATUS_SUCCESS;
}

static void
configure(struct wdf_queue *queue, const WDF_IO_QUEUE_CONFIG *config)
{
	queue->type = config->DispatchType;
	queue->limit = config->Size > WDF_IO_QUEUE_CONFIG_SIZE_1_7
	    ? config->Settings.Parallel.NumberOfPresentedRequests
	    : UINT32_MAX;
	queue->zero_length = config->AllowZeroLengthRequests;
	queue->io_default = config->EvtIoDefault;
	queue->io_read = config->EvtIoRead;
	queue->io_write = config->EvtIoWrite;
	queue->io_control = config->EvtIoDeviceControl;
	queue->io_internal = config->EvtIoInternalDeviceControl;
	queue->io_canceled = config->EvtIoCanceledOnQueue;
	queue->accepts = true;
	queue->dispatches = true;
}

NTSTATUS
wdf_queue_make(struct wdf_device *device, const WDF_IO_QUEUE_CONFIG *config,
    const WDF_OBJECT_ATTRIBUTES *attributes, struct wdf_queue **made)
{
	NTSTATUS status = config_check(config);
	struct wdf_queue *queue;

	if (!NT_SUCCESS(status))
		return status;
	queue = (struct wdf_queue *)wdf_object_take(
	    device->object.binding, WDF_KIND_QUEUE, sizeof(*queue), attributes, &device->object);
	if (queue == NULL)
		return STATUS_DELETE_PENDING;
	queue->device = device;
	list_start(&queue->waiting);
	list_start(&queue->cancelable);
	list_start(&queue->canceled);
	list_start(&queue->canceled_waiting);
	event_start(&queue->finished, NotificationEvent, false);
	kdpc_init(&queue->dpc, wdf_queue_dpc, queue);
	status = constrain(queue, attributes);
	if (!NT_SUCCESS(status)) {
		wdf_object_undo(&queue->object);
		return status;
	}
	configure(queue, config);
	*made = queue;
	return STATUS_SUCCESS;
}
