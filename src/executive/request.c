#include "executive/request.h"

#include "executive/attach.h"
#include "executive/device.h"
#include "executive/file.h"
#include "executive/irp.h"
#include "executive/mdl.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"

#include <string.h>

#define BUFFER_TAG 0x42737953 /* "SysB" */

static void
buffer_make(struct request *request, uint32_t bytes, bool input)
{
	IRP *irp = request->irp;

	if (bytes == 0)
		return;
	irp->AssociatedIrp.SystemBuffer = pool_take_own(bytes, BUFFER_TAG);
	irp->Flags |= IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER;
	if (input && request->in_bytes > 0)
		memcpy(
		    irp->AssociatedIrp.SystemBuffer, (const void *)request->in, request->in_bytes);
}

static void
mdl_attach(struct request *request, uint64_t address, uint32_t bytes, bool write)
{
	if (bytes > 0)
		request->irp->MdlAddress = mdl_make_locked(address, bytes, write);
}

/*
 * Where a read's or write's data goes, as the device's flags say.
 * [kernel/methods-for-accessing-data-buffers]
 */
static void
transfer_set_up(struct request *request, IO_STACK_LOCATION *stack)
{
	bool read = request->major == IRP_MJ_READ;
	uint64_t address = read ? request->out : request->in;
	uint32_t bytes = read ? request->out_bytes : request->in_bytes;

	request->irp->Flags |= read ? IRP_READ_OPERATION : IRP_WRITE_OPERATION;
	stack->Parameters.Read.Length = bytes;
	stack->Parameters.Read.ByteOffset.QuadPart = (int64_t)request->offset;
	request->irp->UserBuffer = (void *)address;
	if (request->device->Flags & DO_BUFFERED_IO) {
		buffer_make(request, bytes, !read);
		request->irp->Flags |= read ? IRP_INPUT_OPERATION : 0;
	} else if (request->device->Flags & DO_DIRECT_IO) {
		mdl_attach(request, address, bytes, read);
	}
}

/*
 * Where a control's data goes, as its code says.
 * [kernel/buffer-descriptions-for-i-o-control-codes]
 */
static void
control_set_up(struct request *request, IO_STACK_LOCATION *stack)
{
	uint32_t method = METHOD_FROM_CTL_CODE(request->code);
	uint32_t larger =
	    request->in_bytes > request->out_bytes ? request->in_bytes : request->out_bytes;

	stack->Parameters.DeviceIoControl.IoControlCode = request->code;
	stack->Parameters.DeviceIoControl.InputBufferLength = request->in_bytes;
	stack->Parameters.DeviceIoControl.OutputBufferLength = request->out_bytes;
	request->irp->UserBuffer = (void *)request->out;
	if (method == METHOD_NEITHER) {
		stack->Parameters.DeviceIoControl.Type3InputBuffer = (void *)request->in;
	} else if (method == METHOD_BUFFERED) {
		buffer_make(request, larger, true);
		request->irp->Flags |= request->out_bytes > 0 ? IRP_INPUT_OPERATION : 0;
	} else {
		buffer_make(request, request->in_bytes, true);
		mdl_attach(request, request->out, request->out_bytes, method == METHOD_OUT_DIRECT);
	}
}

static uintptr_t
dispatch_of(const struct request *request)
{
	return (uintptr_t)request->device->DriverObject->MajorFunction[request->major];
}

/*
 * Windows: what the driver says it wrote is copied out unless the status is an
 *   error; a length beyond the buffer copies what lies behind it.
 *   [kernel/using-buffered-i-o; rule R193]
 * Here: it is copied up to the buffer's end.
 */
static void
copy_out(struct request *request)
{
	const IRP *irp = request->irp;
	size_t bytes = irp->IoStatus.Information;
	bool copies = request->major == IRP_MJ_READ || request->major == IRP_MJ_DEVICE_CONTROL;

	if (!copies || NT_ERROR(irp->IoStatus.Status))
		return;
	if (bytes > request->out_bytes
	    && (request->out_bytes > 0 || irp->Flags & IRP_INPUT_OPERATION)) {
		finding(RULE_R193, "completes IRP %p with Information %zu; the buffer has %u bytes",
		    (const void *)irp, bytes, request->out_bytes);
		bytes = request->out_bytes;
	}
	if (irp->Flags & IRP_INPUT_OPERATION)
		memcpy((void *)request->out, irp->AssociatedIrp.SystemBuffer, bytes);
}

static void
request_completed(IRP *irp, void *owner)
{
	struct request *request = owner;

	copy_out(request);
	if (irp->Flags & IRP_DEALLOCATE_BUFFER)
		pool_give(irp->AssociatedIrp.SystemBuffer);
	if (irp->MdlAddress != NULL && (irp->MdlAddress->MdlFlags & MDL_PAGES_LOCKED)
	    && !ledger_holds(HOLDING_MDL, (uintptr_t)irp->MdlAddress))
		mdl_free(irp->MdlAddress);
	request->result = irp->IoStatus;
	request->marked = irp->PendingReturned;
	if (request->passed_on && !request->marked)
		finding_at(RULE_R4, (struct moment){ moment_now().step, dispatch_of(request) },
		    "passed an IRP on that came back pending, and did not mark it in its "
		    "completion routine, major %#x",
		    request->major);
	if (request->held)
		ledger_strike(HOLDING_IRP, (uintptr_t)irp);
	request->done = true;
	list_remove(&request->link);
	irp_free(irp);
	device_request_removed(request->device);
	event_signal(&request->event);
}

static void
irp_set_up(struct request *request)
{
	IRP *irp = irp_make(request->device->StackSize, request_completed, request);
	IO_STACK_LOCATION *stack = irp_next(irp);

	request->irp = irp;
	irp->RequestorMode = file_is_kernels(request->file) ? KernelMode : UserMode;
	irp->Tail.Overlay.Thread = thread_object(thread_now());
	irp->Tail.Overlay.OriginalFileObject = request->file;
	irp->UserIosb = &request->result;
	stack->MajorFunction = request->major;
	stack->FileObject = request->file;
	switch (request->major) {
	case IRP_MJ_READ:
	case IRP_MJ_WRITE:
		transfer_set_up(request, stack);
		return;
	case IRP_MJ_DEVICE_CONTROL:
		control_set_up(request, stack);
		return;
	case IRP_MJ_CREATE:
		file_create_set_up(request->file, irp, stack);
		return;
	case IRP_MJ_CLOSE:
		irp->Flags |= IRP_CLOSE_OPERATION;
		return;
	case IRP_MJ_CLEANUP:
		irp->Flags |= IRP_CLOSE_OPERATION;
		return;
	}
	not_modelled("a request of major function %#x", request->major);
}

/*
 * Windows: a dispatch routine completes the IRP and returns its status, or
 *   marks it pending and returns STATUS_PENDING.  One that passed it on has the mark
 *   handed up to it at completion, by its completion routine if it set one.
 *   [rule R4; bug-check-0xc9; kernel/implementing-an-iocompletion-routine]
 */
static void
check_dispatch(struct request *request, NTSTATUS status)
{
	struct moment at = { moment_now().step, dispatch_of(request) };
	const IRP *irp = request->irp;

	if (!request->done && status == STATUS_PENDING && irp->CurrentLocation < irp->StackCount) {
		request->passed_on = true;
		return;
	}
	if (!request->done) {
		const IO_STACK_LOCATION *top =
		    (const IO_STACK_LOCATION *)(irp + 1) + irp->StackCount - 1;

		request->marked = top->Control & SL_PENDING_RETURNED;
	}
	if (status == STATUS_PENDING && !request->marked)
		finding_at(RULE_R4, at,
		    "returns STATUS_PENDING without IoMarkIrpPending, major %#x", request->major);
	else if (status != STATUS_PENDING && request->marked)
		finding_at(RULE_R4, at, "marks the IRP pending but returns %#x, major %#x", status,
		    request->major);
	else if (!request->done && status != STATUS_PENDING)
		driver_crashes(RULE_R4, at.where, "0xC9/0x226 DRIVER_VERIFIER_IOMANAGER_VIOLATION",
		    "returns %#x and neither completes nor pends the IRP, major %#x", status,
		    request->major);
	else if (request->done && status != STATUS_PENDING && status != request->result.Status)
		finding_at(RULE_R4, at, "returns %#x but completed the IRP with %#x, major %#x",
		    status, request->result.Status, request->major);
}

static bool
buffers_are_users(const struct request *request)
{
	if (request->in_bytes > 0 && !arena_is_user(request->in + request->in_bytes - 1))
		return false;
	return request->out_bytes == 0 || arena_is_user(request->out + request->out_bytes - 1);
}

NTSTATUS
request_start(struct request *request)
{
	const FAST_IO_DISPATCH *fast;
	NTSTATUS status;

	request->device = device_top(request->file->DeviceObject);
	fast = request->device->DriverObject->FastIoDispatch;
	request->done = false;
	request->cancelled = request->held = request->marked = request->passed_on = false;
	event_start(&request->event, NotificationEvent, false);
	list_start(&request->link);
	object_reference(request->file);
	if (!file_is_kernels(request->file) && !buffers_are_users(request)) {
		request->done = true;
		return request->returned = request->result.Status = STATUS_ACCESS_VIOLATION;
	}
	if (fast != NULL && request->major == IRP_MJ_DEVICE_CONTROL
	    && fast->FastIoDeviceControl != NULL)
		not_modelled("FastIoDeviceControl");
	irp_set_up(request);
	device_request_added(request->device);
	file_request_add(request->file, request);
	status = irp_send(request->device, request->irp);
	check_dispatch(request, status);
	if (!request->done) {
		request->held = true;
		ledger_enter(HOLDING_IRP, (uintptr_t)request->irp, request->irp->Size);
	}
	return request->returned = status;
}

void
request_cancel(struct request *request)
{
	if (!request->done)
		irp_cancel(request->irp);
}

NTSTATUS
request_finish(struct request *request)
{
	FILE_OBJECT *file = request->file;

	if (!request->done)
		event_wait(&request->event, CLOCK_NEVER, "request");
	request->file = NULL;
	object_dereference(file);
	return request->result.Status;
}
