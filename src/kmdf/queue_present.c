/* How a queue presents a request: which of the driver's callbacks gets it. */
#include "kernel/enter.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"

/* A read or write of no bytes, which the queue does not present. */
bool
wdf_queue_empty_transfer(const struct wdf_queue *queue, const IO_STACK_LOCATION *stack)
{
	if (queue->zero_length)
		return false;
	if (stack->MajorFunction == IRP_MJ_READ)
		return stack->Parameters.Read.Length == 0;
	return stack->MajorFunction == IRP_MJ_WRITE && stack->Parameters.Write.Length == 0;
}

bool
wdf_queue_handles(const struct wdf_queue *queue, WDF_REQUEST_TYPE type)
{
	if (queue->type == WdfIoQueueDispatchManual || queue->io_default != NULL)
		return true;
	if (type == WdfRequestTypeRead)
		return queue->io_read != NULL;
	if (type == WdfRequestTypeWrite)
		return queue->io_write != NULL;
	if (type == WdfRequestTypeDeviceControl)
		return queue->io_control != NULL;
	return type == WdfRequestTypeDeviceControlInternal && queue->io_internal != NULL;
}

static void
call_io(struct wdf_queue *queue, struct wdf_request *request)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);
	uint64_t out = stack->Parameters.DeviceIoControl.OutputBufferLength;
	uint64_t in = stack->Parameters.DeviceIoControl.InputBufferLength;
	uint64_t code = stack->Parameters.DeviceIoControl.IoControlCode;

	request->presented = true;
	if (stack->MajorFunction == IRP_MJ_READ && queue->io_read != NULL)
		DRIVER_CALL(ENTRY_WDF_IO, queue->io_read, ARG(queue), ARG(request),
		    stack->Parameters.Read.Length);
	else if (stack->MajorFunction == IRP_MJ_WRITE && queue->io_write != NULL)
		DRIVER_CALL(ENTRY_WDF_IO, queue->io_write, ARG(queue), ARG(request),
		    stack->Parameters.Write.Length);
	else if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL && queue->io_control != NULL)
		DRIVER_CALL(
		    ENTRY_WDF_IO, queue->io_control, ARG(queue), ARG(request), out, in, code);
	else if (stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL
	    && queue->io_internal != NULL)
		DRIVER_CALL(
		    ENTRY_WDF_IO, queue->io_internal, ARG(queue), ARG(request), out, in, code);
	else
		DRIVER_CALL(ENTRY_WDF_IO, queue->io_default, ARG(queue), ARG(request));
}

/* [K: FxIoQueue::DispatchRequestToDriver] */
void
wdf_queue_present(struct wdf_queue *queue, struct wdf_request *request)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);

	wdf_queue_hand_over(queue, request);
	if (!wdf_queue_handles(queue, (WDF_REQUEST_TYPE)stack->MajorFunction)) {
		wdf_request_complete(request, STATUS_INVALID_DEVICE_REQUEST);
		return;
	}
	if (wdf_queue_empty_transfer(queue, stack)) {
		wdf_request_complete(request, STATUS_SUCCESS);
		return;
	}
	wdf_callback_lock_take(queue->lock);
	call_io(queue, request);
	wdf_callback_lock_give(queue->lock);
}
