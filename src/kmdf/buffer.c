/*
 * The buffers of a request.
 *
 * Windows: which memory a request's input and output are depends on how the
 *   buffers were described to the I/O manager [K: fxrequest.cpp, fxrequestkm.cpp]:
 *
 *	                  input                 output
 *	read, write       system buffer, or MDL mapped, by the device's I/O type
 *	METHOD_BUFFERED   system buffer         system buffer
 *	METHOD_x_DIRECT   system buffer         MDL, mapped
 *	METHOD_NEITHER    the user's, from kernel mode only, or in the caller's context
 *
 *   A buffer of no bytes is STATUS_BUFFER_TOO_SMALL.
 */
#include "kmdf/request.h"

#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/mdl.h"
#include "kmdf/status.h"
#include "ledger/finding.h"
#include "sched/thread.h"

struct span {
	void *bytes;
	size_t length;
};

static bool
is_control(const IO_STACK_LOCATION *stack)
{
	return stack->MajorFunction == IRP_MJ_DEVICE_CONTROL
	    || stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL;
}

static ULONG
method_of(const IO_STACK_LOCATION *stack)
{
	return METHOD_FROM_CTL_CODE(stack->Parameters.DeviceIoControl.IoControlCode);
}

static bool
neither_is_safe(const struct wdf_request *request, const IO_STACK_LOCATION *stack)
{
	return request->irp->RequestorMode == KernelMode
	    || stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL;
}

static NTSTATUS
span_of_mdl(const IRP *irp, size_t length, struct span *span)
{
	if (irp->MdlAddress == NULL)
		return STATUS_BUFFER_TOO_SMALL;
	*span = (struct span){ wdf_mdl_address(irp->MdlAddress), length };
	return span->bytes != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

static NTSTATUS
span_transfer(const struct wdf_request *request, size_t length, struct span *span)
{
	const IRP *irp = request->irp;

	if (length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	switch (request->device->io_type) {
	case WdfDeviceIoDirect:
		return span_of_mdl(irp, length, span);
	case WdfDeviceIoBuffered:
		*span = (struct span){ irp->AssociatedIrp.SystemBuffer, length };
		return STATUS_SUCCESS;
	case WdfDeviceIoNeither:
		if (irp->RequestorMode == UserMode)
			return STATUS_INVALID_DEVICE_REQUEST;
		*span = (struct span){ irp->UserBuffer, length };
		return STATUS_SUCCESS;
	case WdfDeviceIoUndefined:
	case WdfDeviceIoBufferedOrDirect:
	case WdfDeviceIoMaximum:
		break;
	}
	not_modelled("a device's I/O type %d", (int)request->device->io_type);
}

/* FxRequest::GetMemoryObject */
static NTSTATUS
span_input(const struct wdf_request *request, struct span *span)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);
	size_t length = stack->Parameters.DeviceIoControl.InputBufferLength;

	if (stack->MajorFunction == IRP_MJ_READ)
		return span_transfer(request, stack->Parameters.Read.Length, span);
	if (stack->MajorFunction == IRP_MJ_WRITE)
		return span_transfer(request, stack->Parameters.Write.Length, span);
	if (!is_control(stack))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	if (method_of(stack) != METHOD_NEITHER) {
		*span = (struct span){ request->irp->AssociatedIrp.SystemBuffer, length };
		return STATUS_SUCCESS;
	}
	if (!neither_is_safe(request, stack))
		return STATUS_INVALID_DEVICE_REQUEST;
	*span = (struct span){ stack->Parameters.DeviceIoControl.Type3InputBuffer, length };
	return STATUS_SUCCESS;
}

/* FxRequest::GetDeviceControlOutputMemoryObject */
static NTSTATUS
span_output(const struct wdf_request *request, struct span *span)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);
	size_t length = stack->Parameters.DeviceIoControl.OutputBufferLength;

	if (!is_control(stack))
		return span_input(request, span);
	if (length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	switch (method_of(stack)) {
	case METHOD_IN_DIRECT:
	case METHOD_OUT_DIRECT:
		return span_of_mdl(request->irp, length, span);
	case METHOD_BUFFERED:
		*span = (struct span){ request->irp->AssociatedIrp.SystemBuffer, length };
		return STATUS_SUCCESS;
	}
	if (!neither_is_safe(request, stack))
		return STATUS_INVALID_DEVICE_REQUEST;
	*span = (struct span){ request->irp->UserBuffer, length };
	return STATUS_SUCCESS;
}

static struct wdf_request *
request_with_irp(PWDF_DRIVER_GLOBALS globals, WDFREQUEST handle, const char *function)
{
	struct wdf_request *request = wdf_object_for(globals, handle, WDF_KIND_REQUEST, function);

	if (request->irp == NULL)
		wdf_violation(VIOLATION_REQUEST, "%s: the request was completed before", function);
	return request;
}

static NTSTATUS
give_span(NTSTATUS status, const struct span *span, size_t wanted, void **buffer, size_t *length)
{
	*buffer = NULL;
	if (length != NULL)
		*length = 0;
	if (!NT_SUCCESS(status))
		return status;
	if (span->length < wanted)
		return STATUS_BUFFER_TOO_SMALL;
	*buffer = span->bytes;
	if (length != NULL)
		*length = span->length;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfRequestRetrieveInputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    SIZE_T MinimumRequiredLength, void **Buffer, SIZE_T *Length)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	struct span span = { 0 };
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	wdf_not_null(Buffer, __func__, "Buffer");
	if (irp_stack(request->irp)->MajorFunction != IRP_MJ_READ)
		status = span_input(request, &span);
	return give_span(status, &span, MinimumRequiredLength, Buffer, Length);
}

static NTSTATUS NTAPI
WdfRequestRetrieveOutputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    SIZE_T MinimumRequiredSize, void **Buffer, SIZE_T *Length)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	struct span span = { 0 };
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	wdf_not_null(Buffer, __func__, "Buffer");
	if (irp_stack(request->irp)->MajorFunction != IRP_MJ_WRITE)
		status = span_output(request, &span);
	return give_span(status, &span, MinimumRequiredSize, Buffer, Length);
}

/* The memory object is part of the request: asked for twice, it is the same. */
static NTSTATUS
give_memory(struct wdf_request *request, const struct span *span, struct wdf_memory **kept,
    WDFMEMORY *memory)
{
	if (*kept == NULL)
		*kept = wdf_memory_take(request->object.binding, NULL, &request->object,
		    MEMORY_REQUEST, span->bytes, span->length);
	if (*kept == NULL)
		return STATUS_DELETE_PENDING;
	*memory = wdf_object_handle(&(*kept)->object);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfRequestRetrieveInputMemory(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFMEMORY *Memory)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	struct span span;
	NTSTATUS status;

	wdf_not_null(Memory, __func__, "Memory");
	if (irp_stack(request->irp)->MajorFunction == IRP_MJ_READ)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = span_input(request, &span);
	if (!NT_SUCCESS(status))
		return status;
	return give_memory(request, &span, &request->input, Memory);
}

static NTSTATUS NTAPI
WdfRequestRetrieveOutputMemory(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFMEMORY *Memory)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	struct span span;
	NTSTATUS status;

	wdf_not_null(Memory, __func__, "Memory");
	if (irp_stack(request->irp)->MajorFunction == IRP_MJ_WRITE)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = span_output(request, &span);
	if (!NT_SUCCESS(status))
		return status;
	return give_memory(request, &span, &request->output, Memory);
}

/* One MDL a request, for whichever of its buffers is asked for first.  [K: FxRequest::GetMdl] */
static NTSTATUS
mdl_of_system_buffer(struct wdf_request *request, ULONG length, PMDL *mdl)
{
	void *bytes = request->irp->AssociatedIrp.SystemBuffer;

	if (bytes == NULL || length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	if (request->mdl == NULL)
		request->mdl = mdl_make(bytes, length);
	*mdl = request->mdl;
	return STATUS_SUCCESS;
}

static NTSTATUS
mdl_of_irp(const struct wdf_request *request, PMDL *mdl)
{
	*mdl = request->irp->MdlAddress;
	return *mdl != NULL ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
}

static NTSTATUS
mdl_transfer(struct wdf_request *request, PMDL *mdl)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);

	if (request->device->io_type == WdfDeviceIoDirect)
		return mdl_of_irp(request, mdl);
	if (request->device->io_type != WdfDeviceIoBuffered)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (stack->MajorFunction == IRP_MJ_READ)
		return mdl_of_system_buffer(request, stack->Parameters.Read.Length, mdl);
	if (stack->MajorFunction == IRP_MJ_WRITE)
		return mdl_of_system_buffer(request, stack->Parameters.Write.Length, mdl);
	return STATUS_INVALID_PARAMETER;
}

static NTSTATUS NTAPI
WdfRequestRetrieveInputWdmMdl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PMDL *Mdl)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);

	wdf_not_null(Mdl, __func__, "Mdl");
	*Mdl = NULL;
	if (stack->MajorFunction == IRP_MJ_READ)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!is_control(stack))
		return mdl_transfer(request, Mdl);
	if (method_of(stack) == METHOD_NEITHER)
		return STATUS_INVALID_DEVICE_REQUEST;
	return mdl_of_system_buffer(
	    request, stack->Parameters.DeviceIoControl.InputBufferLength, Mdl);
}

static NTSTATUS NTAPI
WdfRequestRetrieveOutputWdmMdl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PMDL *Mdl)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);

	wdf_not_null(Mdl, __func__, "Mdl");
	*Mdl = NULL;
	if (stack->MajorFunction == IRP_MJ_WRITE)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!is_control(stack))
		return mdl_transfer(request, Mdl);
	if (method_of(stack) == METHOD_NEITHER)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (method_of(stack) != METHOD_BUFFERED)
		return mdl_of_irp(request, Mdl);
	return mdl_of_system_buffer(
	    request, stack->Parameters.DeviceIoControl.OutputBufferLength, Mdl);
}

/* Windows: only in EvtIoInCallerContext is the address the caller's.
 *   [ddi:WdfRequestRetrieveUnsafeUserInputBuffer] */
static NTSTATUS NTAPI
WdfRequestRetrieveUnsafeUserInputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    SIZE_T MinimumRequiredLength, void **InputBuffer, SIZE_T *Length)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);
	struct span span = { 0 };
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	wdf_not_null(InputBuffer, __func__, "InputBuffer");
	if (request->place != REQUEST_IN_CALLER_CONTEXT)
		return give_span(status, &span, 0, InputBuffer, Length);
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL && method_of(stack) == METHOD_NEITHER) {
		status = STATUS_SUCCESS;
		span.bytes = stack->Parameters.DeviceIoControl.Type3InputBuffer;
		span.length = stack->Parameters.DeviceIoControl.InputBufferLength;
	} else if (stack->MajorFunction == IRP_MJ_WRITE
	    && request->device->io_type == WdfDeviceIoNeither) {
		status = STATUS_SUCCESS;
		span = (struct span){ request->irp->UserBuffer, stack->Parameters.Write.Length };
	}
	return give_span(status, &span, MinimumRequiredLength, InputBuffer, Length);
}

static NTSTATUS NTAPI
WdfRequestRetrieveUnsafeUserOutputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    SIZE_T MinimumRequiredLength, void **OutputBuffer, SIZE_T *Length)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);
	struct span span = { request->irp->UserBuffer, 0 };
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	wdf_not_null(OutputBuffer, __func__, "OutputBuffer");
	if (request->place != REQUEST_IN_CALLER_CONTEXT)
		return give_span(status, &span, 0, OutputBuffer, Length);
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL && method_of(stack) == METHOD_NEITHER) {
		status = STATUS_SUCCESS;
		span.length = stack->Parameters.DeviceIoControl.OutputBufferLength;
	} else if (stack->MajorFunction == IRP_MJ_READ
	    && request->device->io_type == WdfDeviceIoNeither) {
		status = STATUS_SUCCESS;
		span.length = stack->Parameters.Read.Length;
	}
	return give_span(status, &span, MinimumRequiredLength, OutputBuffer, Length);
}

/* Windows: in the context of the thread that sent the request, else STATUS_ACCESS_VIOLATION.
 *   [K: FxRequest::VerifyProbeAndLock] */
static NTSTATUS
lock_buffer(struct wdf_request *request, void *buffer, size_t length, bool write, WDFMEMORY *memory)
{
	const IRP *irp = request->irp;
	struct wdf_memory *made;
	NTSTATUS status;
	MDL *mdl;

	*memory = NULL;
	if ((ULONG)length == 0)
		return STATUS_INVALID_USER_BUFFER;
	if (irp->RequestorMode == UserMode
	    && irp->Tail.Overlay.Thread != (PETHREAD)thread_now()->object)
		return STATUS_ACCESS_VIOLATION;
	status = wdf_mdl_lock(buffer, (ULONG)length, write, &mdl);
	if (!NT_SUCCESS(status))
		return status;
	made = wdf_memory_take(request->object.binding, NULL, &request->object, MEMORY_LOCKED,
	    wdf_mdl_address(mdl), (ULONG)length);
	if (made == NULL) {
		mdl_free(mdl);
		return STATUS_DELETE_PENDING;
	}
	made->mdl = mdl;
	made->read_only = !write;
	*memory = wdf_object_handle(&made->object);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfRequestProbeAndLockUserBufferForRead(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    void *Buffer, SIZE_T Length, WDFMEMORY *MemoryObject)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);

	wdf_not_null(Buffer, __func__, "Buffer");
	wdf_not_null(MemoryObject, __func__, "MemoryObject");
	return lock_buffer(request, Buffer, Length, false, MemoryObject);
}

static NTSTATUS NTAPI
WdfRequestProbeAndLockUserBufferForWrite(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    void *Buffer, SIZE_T Length, WDFMEMORY *MemoryObject)
{
	struct wdf_request *request = request_with_irp(DriverGlobals, Request, __func__);

	wdf_not_null(Buffer, __func__, "Buffer");
	wdf_not_null(MemoryObject, __func__, "MemoryObject");
	return lock_buffer(request, Buffer, Length, true, MemoryObject);
}

const struct contract wdf_buffer_slots[] = {
	EXPORT(WdfRequestRetrieveInputBuffer, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest),
	    FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestRetrieveOutputBuffer, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest),
	    FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INSUFFICIENT_RESOURCES "
		  "STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestRetrieveInputMemory, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest),
	    FAILS("STATUS_BUFFER_TOO_SMALL STATUS_DELETE_PENDING STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestRetrieveOutputMemory, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest),
	    FAILS("STATUS_BUFFER_TOO_SMALL STATUS_DELETE_PENDING STATUS_INSUFFICIENT_RESOURCES "
		  "STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestRetrieveInputWdmMdl, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(wdfrequest),
	    FAILS(
		"STATUS_BUFFER_TOO_SMALL STATUS_INVALID_DEVICE_REQUEST STATUS_INVALID_PARAMETER")),
	EXPORT(WdfRequestRetrieveOutputWdmMdl, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(wdfrequest),
	    FAILS(
		"STATUS_BUFFER_TOO_SMALL STATUS_INVALID_DEVICE_REQUEST STATUS_INVALID_PARAMETER")),
	EXPORT(WdfRequestRetrieveUnsafeUserInputBuffer, 5, PASSIVE_LEVEL, REFUSAL_NONE, 0,
	    PAGE(wdfrequest), FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestRetrieveUnsafeUserOutputBuffer, 5, PASSIVE_LEVEL, REFUSAL_NONE, 0,
	    PAGE(wdfrequest), FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestProbeAndLockUserBufferForRead, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(wdfrequest),
	    FAILS("STATUS_ACCESS_VIOLATION STATUS_DELETE_PENDING STATUS_INVALID_USER_BUFFER")),
	EXPORT(WdfRequestProbeAndLockUserBufferForWrite, 5, PASSIVE_LEVEL, REFUSAL_STATUS,
	    SCHEDULES, PAGE(wdfrequest),
	    FAILS("STATUS_ACCESS_VIOLATION STATUS_DELETE_PENDING STATUS_INVALID_USER_BUFFER")),
	EXPORTS_END,
};
