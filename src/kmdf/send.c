/*
 * Sending a request: its IRP goes to the target's device with a completion routine of ours,
 * which gives the request back to the driver, or wakes who waits.  [K: fxiotarget.cpp,
 * fxrequestbase.cpp]
 */
#include "executive/irp.h"
#include "executive/mdl.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "kmdf/target.h"
#include "ledger/finding.h"
#include "sched/clock.h"

#include <string.h>

#define BUFFER_TAG 0x42737953 /* "SysB" */

/* The thunk of our completion routine; the same in every life, so no MACHINE_STATE. */
static PIO_COMPLETION_ROUTINE sent_back;

NTAPI IRP *IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota);
NTAPI void IoFreeIrp(IRP *Irp);

struct wdf_sending *
wdf_sending_of(struct wdf_request *request)
{
	struct wdf_sending *sending = request->sending;

	if (sending != NULL)
		return sending;
	sending = request->sending = arena_take(sizeof(*sending));
	sending->request = request;
	sending->params.Size = sizeof(sending->params);
	list_start(&sending->link);
	event_start(&sending->back, SynchronizationEvent, false);
	return sending;
}

static void
memory_let_go(struct wdf_memory **memory)
{
	if (*memory != NULL)
		wdf_object_release(&(*memory)->object);
	*memory = NULL;
}

void
wdf_transfer_end(struct wdf_transfer *transfer)
{
	if (transfer->system != NULL)
		pool_give(transfer->system);
	if (transfer->mdl != NULL)
		mdl_free(transfer->mdl);
	memory_let_go(&transfer->input);
	memory_let_go(&transfer->output);
	*transfer = (struct wdf_transfer){ 0 };
}

void
wdf_sending_end(struct wdf_request *request)
{
	if (request->sending != NULL) {
		wdf_transfer_end(&request->sending->transfer);
		arena_give(request->sending);
		request->sending = NULL;
	}
	if (request->created && request->frees_irp && request->irp != NULL)
		IoFreeIrp(request->irp);
	request->irp = NULL;
}

static void
copy_out(const IRP *irp, const struct wdf_transfer *transfer)
{
	size_t bytes = irp->IoStatus.Information;

	if (transfer->system == NULL || transfer->out == NULL || NT_ERROR(irp->IoStatus.Status))
		return;
	if (bytes > transfer->out_bytes)
		bytes = transfer->out_bytes;
	memcpy(transfer->out, transfer->system, bytes);
}

static NTSTATUS NTAPI
KmdfSentBack(DEVICE_OBJECT *DeviceObject, IRP *Irp, PVOID Context)
{
	struct wdf_request *request = Context;
	struct wdf_sending *sending = request->sending;
	struct wdf_target *target = sending->target;

	(void)DeviceObject;
	copy_out(Irp, &sending->transfer);
	sending->params.IoStatus = Irp->IoStatus;
	request->status = Irp->IoStatus.Status;
	request->place = request->created ? REQUEST_CREATED : REQUEST_AT_DRIVER;
	sending->sent = false;
	sending->formatted = false;
	list_remove(&sending->link);
	if (list_empty(&target->sent))
		event_signal(&target->idle);
	if (sending->routine != NULL)
		DRIVER_CALL(ENTRY_WDF_SENT, sending->routine, ARG(request), ARG(target),
		    ARG(&sending->params), ARG(sending->context));
	else
		event_signal(&sending->back);
	wdf_object_release(&request->object);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static const struct contract routines[] = {
	EXPORT(KmdfSentBack, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};

void
wdf_sending_start(void)
{
	sent_back = (PIO_COMPLETION_ROUTINE)gate_bind(&routines[0]);
}

NTSTATUS
wdf_request_make(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    struct wdf_target *target, IRP *irp, struct wdf_request **made)
{
	struct wdf_object *parent = wdf_driver_object(binding->driver);
	struct wdf_request *request;

	if (attributes != NULL && attributes->ParentObject != NULL)
		parent = wdf_object_get(attributes->ParentObject, WDF_KIND_ANY, "WdfRequestCreate");
	request = (struct wdf_request *)wdf_object_take(
	    binding, WDF_KIND_REQUEST, sizeof(*request), attributes, parent);
	if (request == NULL)
		return STATUS_DELETE_PENDING;
	list_start(&request->link);
	request->created = request->presented = true;
	request->place = REQUEST_CREATED;
	request->device = target != NULL ? target->device : NULL;
	request->irp = irp;
	request->frees_irp = irp == NULL;
	if (irp == NULL)
		request->irp = IoAllocateIrp(
		    target != NULL && target->to != NULL ? target->to->StackSize : 1, FALSE);
	*made = request;
	return STATUS_SUCCESS;
}

NTSTATUS
wdf_request_reaches(struct wdf_request *request, const struct wdf_target *target)
{
	if (target->to == NULL)
		return STATUS_INVALID_DEVICE_STATE;
	if (request->irp->CurrentLocation > target->to->StackSize)
		return STATUS_SUCCESS;
	if (!request->created || !request->frees_irp)
		return STATUS_REQUEST_NOT_ACCEPTED;
	IoFreeIrp(request->irp);
	request->irp = IoAllocateIrp(target->to->StackSize, FALSE);
	return STATUS_SUCCESS;
}

static void
system_buffer(IRP *irp, struct wdf_transfer *transfer, size_t bytes, struct wdf_span input)
{
	if (bytes == 0)
		return;
	transfer->system = irp->AssociatedIrp.SystemBuffer = pool_take_own(bytes, BUFFER_TAG);
	if (input.size > 0)
		memcpy(transfer->system, input.bytes, input.size);
}

static void
format_transfer(IRP *irp, const DEVICE_OBJECT *to, struct wdf_transfer *transfer,
    struct wdf_span span, bool write)
{
	IO_STACK_LOCATION *stack = irp_next(irp);

	stack->Parameters.Read.Length = (ULONG)span.size;
	irp->UserBuffer = span.bytes;
	if (to->Flags & DO_BUFFERED_IO)
		system_buffer(irp, transfer, span.size, write ? span : (struct wdf_span){ 0 });
	else if ((to->Flags & DO_DIRECT_IO) && span.size > 0)
		transfer->mdl = irp->MdlAddress = mdl_make(span.bytes, span.size);
}

static void
format_control(
    IRP *irp, struct wdf_transfer *transfer, ULONG code, struct wdf_span in, struct wdf_span out)
{
	IO_STACK_LOCATION *stack = irp_next(irp);
	ULONG method = METHOD_FROM_CTL_CODE(code);

	stack->Parameters.DeviceIoControl.IoControlCode = code;
	stack->Parameters.DeviceIoControl.InputBufferLength = (ULONG)in.size;
	stack->Parameters.DeviceIoControl.OutputBufferLength = (ULONG)out.size;
	irp->UserBuffer = out.bytes;
	if (method == METHOD_NEITHER) {
		stack->Parameters.DeviceIoControl.Type3InputBuffer = in.bytes;
	} else if (method == METHOD_BUFFERED) {
		system_buffer(irp, transfer, in.size > out.size ? in.size : out.size, in);
	} else {
		system_buffer(irp, transfer, in.size, in);
		transfer->out = NULL; /* it comes through the MDL */
		if (out.size > 0)
			transfer->mdl = irp->MdlAddress = mdl_make(out.bytes, out.size);
	}
}

static void
params_set(WDF_REQUEST_COMPLETION_PARAMS *params, UCHAR major, ULONG code, struct wdf_span input,
    struct wdf_span output)
{
	struct wdf_span span = major == IRP_MJ_READ ? output : input;

	memset(&params->Parameters, 0, sizeof(params->Parameters));
	params->Type = (WDF_REQUEST_TYPE)major;
	if (major == IRP_MJ_READ || major == IRP_MJ_WRITE) {
		params->Parameters.Transfer.Buffer =
		    span.memory != NULL ? wdf_object_handle(&span.memory->object) : NULL;
		params->Parameters.Transfer.Length = span.size;
		return;
	}
	params->Parameters.Ioctl.IoControlCode = code;
	if (input.memory != NULL)
		params->Parameters.Ioctl.Input.Buffer = wdf_object_handle(&input.memory->object);
	if (output.memory != NULL)
		params->Parameters.Ioctl.Output.Buffer = wdf_object_handle(&output.memory->object);
	params->Parameters.Ioctl.Output.Length = output.size;
}

NTSTATUS
wdf_request_format(struct wdf_request *request, struct wdf_target *target, UCHAR major, ULONG code,
    struct wdf_span input, struct wdf_span output, const LONGLONG *offset)
{
	struct wdf_sending *sending = wdf_sending_of(request);
	struct wdf_transfer *transfer = &sending->transfer;
	NTSTATUS status = wdf_request_reaches(request, target);
	bool presented = !request->created;
	IO_STACK_LOCATION *stack;

	if (!NT_SUCCESS(status))
		return status;
	if (presented)
		not_modelled("a presented request that is formatted with buffers of its own");
	wdf_transfer_end(transfer);
	transfer->input = input.memory;
	transfer->output = output.memory;
	if (input.memory != NULL)
		wdf_object_reference(&input.memory->object);
	if (output.memory != NULL)
		wdf_object_reference(&output.memory->object);
	transfer->out = output.bytes;
	transfer->out_bytes = output.size;
	stack = irp_next(request->irp);
	*stack = (IO_STACK_LOCATION){ .MajorFunction = major, .FileObject = target->file };
	if (major == IRP_MJ_READ || major == IRP_MJ_WRITE) {
		format_transfer(request->irp, target->to, transfer,
		    major == IRP_MJ_WRITE ? input : output, major == IRP_MJ_WRITE);
		stack->Parameters.Read.ByteOffset.QuadPart = offset != NULL ? *offset : 0;
	} else {
		format_control(request->irp, transfer, code, input, output);
	}
	params_set(&sending->params, major, code, input, output);
	sending->formatted = true;
	return STATUS_SUCCESS;
}

/* Windows: the driver never hears of it again; its request goes at once.
 *   [K: PreProcessSendAndForget, PostProcessSendAndForget] */
static bool
send_and_forget(struct wdf_request *request, struct wdf_target *target)
{
	struct wdf_queue *queue = request->place == REQUEST_AT_DRIVER ? request->queue : NULL;
	IRP *irp = request->irp;

	if (request->created) {
		request->status = STATUS_INVALID_DEVICE_STATE;
		return false;
	}
	if (irp_stack(irp)->MajorFunction == IRP_MJ_CREATE)
		not_modelled("WdfRequestSend: a create that is sent and forgotten");
	wdf_object_dispose(&request->object);
	wdf_object_children_let_go(&request->object);
	request->irp = NULL;
	request->place = REQUEST_COMPLETED;
	irp->CurrentLocation++; /* the location is the target's */
	irp->Tail.Overlay.CurrentStackLocation++;
	(void)irp_send(target->to, irp);
	if (queue != NULL)
		wdf_queue_completed(queue);
	wdf_object_let_go(&request->object);
	return true;
}

static void
irp_give(struct wdf_request *request, struct wdf_target *target)
{
	struct wdf_sending *sending = request->sending;
	IO_STACK_LOCATION *stack = irp_next(request->irp);

	sending->target = target;
	sending->sent = true;
	request->place = REQUEST_SENT;
	stack->CompletionRoutine = sent_back;
	stack->Context = request;
	stack->Control = SL_INVOKE_ON_SUCCESS | SL_INVOKE_ON_ERROR | SL_INVOKE_ON_CANCEL;
	wdf_object_reference(&request->object);
	event_clear(&target->idle);
	list_add(&target->sent, &sending->link);
	(void)irp_send(target->to, request->irp);
}

/* Windows: what is not back in time is cancelled, and waited for; its status is STATUS_IO_TIMEOUT.
 *   [ddi:WDF_REQUEST_SEND_OPTIONS] */
static void
wait_for(struct wdf_request *request, const WDF_REQUEST_SEND_OPTIONS *options)
{
	uint64_t until = CLOCK_NEVER;

	if ((options->Flags & WDF_REQUEST_SEND_OPTION_TIMEOUT) && options->Timeout < 0)
		until = clock_now_100ns() - (uint64_t)options->Timeout;
	else if ((options->Flags & WDF_REQUEST_SEND_OPTION_TIMEOUT) && options->Timeout > 0)
		until = (uint64_t)options->Timeout <= CLOCK_BOOT_TIME
		    ? 0
		    : (uint64_t)options->Timeout - CLOCK_BOOT_TIME;
	if (event_wait(&request->sending->back, until, "request that was sent"))
		return;
	irp_cancel(request->irp);
	event_wait(&request->sending->back, CLOCK_NEVER, "request that was sent");
	if (request->status == STATUS_CANCELLED)
		request->status = STATUS_IO_TIMEOUT;
}

/* Why it can't be sent now, or STATUS_SUCCESS.  [K: FxIoTarget::Submit, SubmitSync] */
static NTSTATUS
send_check(struct wdf_request *request, struct wdf_target *target, ULONG flags)
{
	if (target->state == WdfIoTargetClosed || target->state == WdfIoTargetDeleted
	    || target->state == WdfIoTargetPurged)
		return STATUS_INVALID_DEVICE_STATE;
	if (target->state == WdfIoTargetStopped
	    && (flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE) == 0)
		not_modelled("WdfRequestSend: to a target that is stopped");
	if (flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET)
		return STATUS_SUCCESS;
	if (request->irp->Cancel && !request->created)
		return STATUS_CANCELLED;
	if (!request->sending->formatted)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!request->created && request->sending->routine == NULL
	    && (flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS) == 0)
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_request_reaches(request, target);
}

bool
wdf_request_send(
    struct wdf_request *request, struct wdf_target *target, const WDF_REQUEST_SEND_OPTIONS *options)
{
	struct wdf_sending *sending = wdf_sending_of(request);
	ULONG flags = options != NULL ? options->Flags : 0;
	bool waits = flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS;

	request->status = send_check(request, target, flags);
	if (!NT_SUCCESS(request->status))
		return false;
	if (flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET)
		return send_and_forget(request, target);
	if ((flags & WDF_REQUEST_SEND_OPTION_TIMEOUT) && !waits && options->Timeout != 0)
		not_modelled("WdfRequestSend: a time limit without waiting");
	if (waits)
		sending->routine = NULL;
	wdf_object_reference(&request->object);
	irp_give(request, target);
	if (waits)
		wait_for(request, options);
	wdf_object_release(&request->object);
	return true;
}
