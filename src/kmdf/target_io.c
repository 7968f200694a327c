/*
 * Reads, writes and controls for an I/O target: a request is formatted with memory objects and sent later, or
 * one is sent with what a descriptor says, and waited for.
 */
#include "executive/mdl.h"
#include "kmdf/bind.h"
#include "kmdf/memory.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "kmdf/target.h"
#include "ledger/finding.h"

#include <string.h>

/* [K: FxIoTargetFormatIo, fxiotargetapi.cpp] */
static NTSTATUS
span_of_memory(
    WDFMEMORY handle, const WDFMEMORY_OFFSET *offsets, struct wdf_span *span, const char *function)
{
	*span = (struct wdf_span){ 0 };
	if (handle == NULL)
		return STATUS_SUCCESS;
	span->memory = wdf_object_get(handle, WDF_KIND_MEMORY, function);
	return wdf_memory_span(span->memory, offsets, &span->bytes, &span->size);
}

static NTSTATUS
span_of_descriptor(
    const WDF_MEMORY_DESCRIPTOR *descriptor, struct wdf_span *span, const char *function)
{
	*span = (struct wdf_span){ 0 };
	if (descriptor == NULL)
		return STATUS_SUCCESS;
	switch (descriptor->Type) {
	case WdfMemoryDescriptorTypeBuffer:
		span->bytes = descriptor->u.BufferType.Buffer;
		span->size = descriptor->u.BufferType.Length;
		return STATUS_SUCCESS;
	case WdfMemoryDescriptorTypeHandle:
		return span_of_memory(descriptor->u.HandleType.Memory,
		    descriptor->u.HandleType.Offsets, span, function);
	case WdfMemoryDescriptorTypeMdl:
		not_modelled("%s: a memory descriptor of an MDL", function);
	case WdfMemoryDescriptorTypeInvalid:
		break;
	}
	return STATUS_INVALID_PARAMETER;
}

/* The driver's request, or one for the call alone. */
static NTSTATUS
request_for(struct wdf_target *target, WDFREQUEST handle, struct wdf_request **request,
    const char *function)
{
	if (handle == NULL)
		return wdf_request_make(target->object.binding, NULL, target, NULL, request);
	*request = wdf_object_get(handle, WDF_KIND_REQUEST, function);
	if (!(*request)->created)
		not_modelled("%s: with a request that was presented to the driver", function);
	if ((*request)->place != REQUEST_CREATED)
		wdf_violation(VIOLATION_REQUEST, "%s: the request is sent already", function);
	return STATUS_SUCCESS;
}

struct io {
	UCHAR major;
	ULONG code;
	const WDF_MEMORY_DESCRIPTOR *input;
	const WDF_MEMORY_DESCRIPTOR *output;
	const LONGLONG *offset;
};

static NTSTATUS
send_now(struct wdf_request *request, struct wdf_target *target, const struct io *io,
    const WDF_REQUEST_SEND_OPTIONS *options, ULONG_PTR *bytes, const char *function)
{
	WDF_REQUEST_SEND_OPTIONS now = { .Size = sizeof(now) };
	struct wdf_span input, output;
	NTSTATUS status = span_of_descriptor(io->input, &input, function);

	if (NT_SUCCESS(status))
		status = span_of_descriptor(io->output, &output, function);
	if (NT_SUCCESS(status))
		status = wdf_request_format(
		    request, target, io->major, io->code, input, output, io->offset);
	if (!NT_SUCCESS(status))
		return status;
	if (options != NULL)
		now = *options;
	now.Flags |= WDF_REQUEST_SEND_OPTION_SYNCHRONOUS;
	if (!wdf_request_send(request, target, &now))
		return request->status;
	if (bytes != NULL)
		*bytes = request->sending->params.IoStatus.Information;
	return request->status;
}

/* Windows: at PASSIVE_LEVEL; the status is the request's.  [ddi:WdfIoTargetSendIoctlSynchronously] */
static NTSTATUS
synchronously(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET handle, WDFREQUEST given,
    const struct io *io, const WDF_REQUEST_SEND_OPTIONS *options, ULONG_PTR *bytes,
    const char *function)
{
	struct wdf_target *target = wdf_object_for(globals, handle, WDF_KIND_IO_TARGET, function);
	struct wdf_request *request;
	NTSTATUS status;

	if (bytes != NULL)
		*bytes = 0;
	if (options != NULL
	    && (options->Size != sizeof(*options)
		|| (options->Flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET)))
		return STATUS_INVALID_PARAMETER;
	status = request_for(target, given, &request, function);
	if (!NT_SUCCESS(status))
		return status;
	status = send_now(request, target, io, options, bytes, function);
	if (given == NULL)
		wdf_object_delete(&request->object);
	return status;
}

static NTSTATUS NTAPI
WdfIoTargetSendReadSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, PWDF_MEMORY_DESCRIPTOR OutputBuffer, LONGLONG *DeviceOffset,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesRead)
{
	struct io io = { IRP_MJ_READ, 0, NULL, OutputBuffer, DeviceOffset };

	return synchronously(
	    DriverGlobals, IoTarget, Request, &io, RequestOptions, BytesRead, __func__);
}

static NTSTATUS NTAPI
WdfIoTargetSendWriteSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, PWDF_MEMORY_DESCRIPTOR InputBuffer, LONGLONG *DeviceOffset,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesWritten)
{
	struct io io = { IRP_MJ_WRITE, 0, InputBuffer, NULL, DeviceOffset };

	return synchronously(
	    DriverGlobals, IoTarget, Request, &io, RequestOptions, BytesWritten, __func__);
}

static NTSTATUS NTAPI
WdfIoTargetSendIoctlSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer,
    PWDF_MEMORY_DESCRIPTOR OutputBuffer, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
    PULONG_PTR BytesReturned)
{
	struct io io = { IRP_MJ_DEVICE_CONTROL, IoctlCode, InputBuffer, OutputBuffer, NULL };

	return synchronously(
	    DriverGlobals, IoTarget, Request, &io, RequestOptions, BytesReturned, __func__);
}

static NTSTATUS NTAPI
WdfIoTargetSendInternalIoctlSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer,
    PWDF_MEMORY_DESCRIPTOR OutputBuffer, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
    PULONG_PTR BytesReturned)
{
	struct io io = { IRP_MJ_INTERNAL_DEVICE_CONTROL, IoctlCode, InputBuffer, OutputBuffer,
		NULL };

	return synchronously(
	    DriverGlobals, IoTarget, Request, &io, RequestOptions, BytesReturned, __func__);
}

/* What is sent later, with memory objects. */
struct formatting {
	UCHAR major;
	ULONG code;
	WDFMEMORY input;
	const WDFMEMORY_OFFSET *input_offset;
	WDFMEMORY output;
	const WDFMEMORY_OFFSET *output_offset;
	const LONGLONG *offset;
};

static NTSTATUS
format(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET handle, WDFREQUEST given,
    const struct formatting *as, const char *function)
{
	struct wdf_target *target = wdf_object_for(globals, handle, WDF_KIND_IO_TARGET, function);
	struct wdf_span input, output;
	struct wdf_request *request;
	NTSTATUS status;

	if (given == NULL)
		wdf_violation(VIOLATION_HANDLE, "%s: the WDFREQUEST is NULL", function);
	status = request_for(target, given, &request, function);
	if (NT_SUCCESS(status))
		status = span_of_memory(as->input, as->input_offset, &input, function);
	if (NT_SUCCESS(status))
		status = span_of_memory(as->output, as->output_offset, &output, function);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_request_format(request, target, as->major, as->code, input, output, as->offset);
}

static NTSTATUS NTAPI
WdfIoTargetFormatRequestForRead(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset,
    LONGLONG *DeviceOffset)
{
	struct formatting as = { .major = IRP_MJ_READ,
		.output = OutputBuffer,
		.output_offset = OutputBufferOffset,
		.offset = DeviceOffset };

	return format(DriverGlobals, IoTarget, Request, &as, __func__);
}

static NTSTATUS NTAPI
WdfIoTargetFormatRequestForWrite(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset,
    LONGLONG *DeviceOffset)
{
	struct formatting as = { .major = IRP_MJ_WRITE,
		.input = InputBuffer,
		.input_offset = InputBufferOffset,
		.offset = DeviceOffset };

	return format(DriverGlobals, IoTarget, Request, &as, __func__);
}

static NTSTATUS NTAPI
WdfIoTargetFormatRequestForIoctl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset,
    WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset)
{
	struct formatting as = { IRP_MJ_DEVICE_CONTROL, IoctlCode, InputBuffer, InputBufferOffset,
		OutputBuffer, OutputBufferOffset, NULL };

	return format(DriverGlobals, IoTarget, Request, &as, __func__);
}

static NTSTATUS NTAPI
WdfIoTargetFormatRequestForInternalIoctl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset,
    WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset)
{
	struct formatting as = { IRP_MJ_INTERNAL_DEVICE_CONTROL, IoctlCode, InputBuffer,
		InputBufferOffset, OutputBuffer, OutputBufferOffset, NULL };

	return format(DriverGlobals, IoTarget, Request, &as, __func__);
}

#define SEND_FAILS \
	FAILS("STATUS_INVALID_PARAMETER STATUS_INVALID_DEVICE_STATE STATUS_IO_TIMEOUT " \
	      "STATUS_REQUEST_NOT_ACCEPTED")
#define SEND_SLOT(name, arguments) \
	EXPORT(name, arguments, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfiotarget), \
	    SEND_FAILS)
#define FORMAT_SLOT(name, arguments) \
	EXPORT(name, arguments, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfiotarget), \
	    FAILS("STATUS_INTEGER_OVERFLOW STATUS_REQUEST_NOT_ACCEPTED " \
		  "STATUS_INVALID_DEVICE_STATE"))

const struct contract wdf_target_io_slots[] = {
	SEND_SLOT(WdfIoTargetSendReadSynchronously, 7),
	SEND_SLOT(WdfIoTargetSendWriteSynchronously, 7),
	SEND_SLOT(WdfIoTargetSendIoctlSynchronously, 8),
	SEND_SLOT(WdfIoTargetSendInternalIoctlSynchronously, 8),
	FORMAT_SLOT(WdfIoTargetFormatRequestForRead, 6),
	FORMAT_SLOT(WdfIoTargetFormatRequestForWrite, 6),
	FORMAT_SLOT(WdfIoTargetFormatRequestForIoctl, 8),
	FORMAT_SLOT(WdfIoTargetFormatRequestForInternalIoctl, 8),
	EXPORTS_END,
};
