/*
 * The IRPs that drivers have made for them.
 *
 * A synchronous one belongs to its thread and is ended by the I/O manager: what
 * came out is copied, the status block written, the event set, and the IRP
 * is gone.  It is in the ledger from its making to then.  An asynchronous
 * one is the driver's, as IoAllocateIrp's are; an associated one is ended
 * for its master.
 */
#include "executive/request_build.h"

#include "executive/attach.h"
#include "executive/irp.h"
#include "executive/mdl.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "kernel/trap.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"

#include <string.h>

#define BUFFER_TAG 0x42737953 /* "SysB" */

NTAPI IRP *IoBuildDeviceIoControlRequest(ULONG IoControlCode, DEVICE_OBJECT *DeviceObject,
    PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
    BOOLEAN InternalDeviceIoControl, PKEVENT Event, IO_STATUS_BLOCK *IoStatusBlock);
NTAPI IRP *IoBuildSynchronousFsdRequest(ULONG MajorFunction, DEVICE_OBJECT *DeviceObject,
    PVOID Buffer, ULONG Length, LARGE_INTEGER *StartingOffset, PKEVENT Event,
    IO_STATUS_BLOCK *IoStatusBlock);
NTAPI IRP *IoBuildAsynchronousFsdRequest(ULONG MajorFunction, DEVICE_OBJECT *DeviceObject,
    PVOID Buffer, ULONG Length, LARGE_INTEGER *StartingOffset, IO_STATUS_BLOCK *IoStatusBlock);
NTAPI IRP *IoMakeAssociatedIrp(IRP *Irp, CCHAR StackSize);
NTAPI MDL *IoAllocateMdl(
    PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer, BOOLEAN ChargeQuota, IRP *Irp);
NTAPI void MmProbeAndLockPages(
    MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation);

/* What comes out goes there. */
struct output {
	void *address;
	ULONG bytes;
};

static void
copy_out(IRP *irp, const struct output *output)
{
	size_t bytes = irp->IoStatus.Information;

	if (!(irp->Flags & IRP_INPUT_OPERATION) || NT_ERROR(irp->IoStatus.Status))
		return;
	if (bytes > output->bytes) {
		finding(RULE_R193, "completes IRP %p with Information %zu; the buffer has %u bytes",
		    (const void *)irp, bytes, output->bytes);
		bytes = output->bytes;
	}
	memcpy(output->address, irp->AssociatedIrp.SystemBuffer, bytes);
}

/* [ddi:IoBuildDeviceIoControlRequest, Event and IoStatusBlock] */
static void
built_completed(IRP *irp, void *owner)
{
	struct output *output = owner;
	IO_STATUS_BLOCK *block = irp->UserIosb;
	KEVENT *event = irp->UserEvent;
	IO_STATUS_BLOCK result = irp->IoStatus;

	copy_out(irp, output);
	if (irp->Flags & IRP_DEALLOCATE_BUFFER)
		pool_give(irp->AssociatedIrp.SystemBuffer);
	if (irp->MdlAddress != NULL && !ledger_holds(HOLDING_MDL, (uintptr_t)irp->MdlAddress))
		mdl_free(irp->MdlAddress);
	arena_give(output);
	ledger_strike(HOLDING_IRP, (uintptr_t)irp);
	irp_free(irp);
	if (block != NULL)
		*block = result;
	if (event != NULL)
		event_signal(event);
}

static IRP *
irp_build(
    DEVICE_OBJECT *device, UCHAR major, struct output output, PKEVENT event, IO_STATUS_BLOCK *block)
{
	struct output *kept = arena_take(sizeof *kept);
	IRP *irp = irp_make(device->StackSize, built_completed, kept);

	*kept = output;
	irp->UserEvent = event;
	irp->UserIosb = block;
	irp->Tail.Overlay.Thread = thread_object(thread_now());
	irp_next(irp)->MajorFunction = major;
	return irp;
}

static void
buffer_make(IRP *irp, const void *from, ULONG from_bytes, ULONG bytes)
{
	if (bytes == 0)
		return;
	irp->AssociatedIrp.SystemBuffer = pool_take_own(bytes, BUFFER_TAG);
	irp->Flags |= IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER;
	if (from_bytes > 0)
		memcpy(irp->AssociatedIrp.SystemBuffer, from, from_bytes);
}

/*
 * Windows: how the buffers are described depends on the code's method; they
 *   are in system memory.  [ddi:IoBuildDeviceIoControlRequest, Remarks;
 *   kernel/buffer-descriptions-for-i-o-control-codes]
 */
IRP *NTAPI
IoBuildDeviceIoControlRequest(ULONG IoControlCode, DEVICE_OBJECT *DeviceObject, PVOID InputBuffer,
    ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
    BOOLEAN InternalDeviceIoControl, PKEVENT Event, IO_STATUS_BLOCK *IoStatusBlock)
{
	ULONG method = METHOD_FROM_CTL_CODE(IoControlCode);
	ULONG larger =
	    InputBufferLength > OutputBufferLength ? InputBufferLength : OutputBufferLength;
	IO_STACK_LOCATION *stack;
	IRP *irp;

	object_expect(DeviceObject, OBJECT_DEVICE, "IoBuildDeviceIoControlRequest");
	irp = irp_build(DeviceObject,
	    InternalDeviceIoControl ? IRP_MJ_INTERNAL_DEVICE_CONTROL : IRP_MJ_DEVICE_CONTROL,
	    (struct output){ OutputBuffer, OutputBufferLength }, Event, IoStatusBlock);
	stack = irp_next(irp);
	stack->Parameters.DeviceIoControl.IoControlCode = IoControlCode;
	stack->Parameters.DeviceIoControl.InputBufferLength = InputBufferLength;
	stack->Parameters.DeviceIoControl.OutputBufferLength = OutputBufferLength;
	irp->UserBuffer = OutputBuffer;
	if (method == METHOD_NEITHER) {
		stack->Parameters.DeviceIoControl.Type3InputBuffer = InputBuffer;
	} else if (method == METHOD_BUFFERED) {
		buffer_make(irp, InputBuffer, InputBufferLength, larger);
		irp->Flags |= OutputBufferLength > 0 ? IRP_INPUT_OPERATION : 0;
	} else {
		buffer_make(irp, InputBuffer, InputBufferLength, InputBufferLength);
		if (OutputBufferLength > 0)
			irp->MdlAddress = mdl_make(OutputBuffer, OutputBufferLength);
	}
	ledger_enter(HOLDING_IRP, (uintptr_t)irp, irp->Size);
	return irp;
}

static bool
is_transfer(ULONG major)
{
	return major == IRP_MJ_READ || major == IRP_MJ_WRITE;
}

/* Windows: IRP_MJ_PNP, _READ, _WRITE, _FLUSH_BUFFERS, _SHUTDOWN and _POWER.
 *   [ddi:IoBuildSynchronousFsdRequest, MajorFunction] */
static void
major_check(ULONG major, const char *function)
{
	if (!is_transfer(major) && major != IRP_MJ_FLUSH_BUFFERS && major != IRP_MJ_SHUTDOWN
	    && major != IRP_MJ_PNP && major != IRP_MJ_POWER)
		driver_is_wrong(RULE_R4, "%s of major function %#x", function, major);
}

static void
transfer_describe(IRP *irp, ULONG length, const LARGE_INTEGER *offset)
{
	IO_STACK_LOCATION *stack = irp_next(irp);

	stack->Parameters.Read.Length = length;
	if (offset != NULL)
		stack->Parameters.Read.ByteOffset = *offset;
	irp->Flags |=
	    stack->MajorFunction == IRP_MJ_READ ? IRP_READ_OPERATION : IRP_WRITE_OPERATION;
}

IRP *NTAPI
IoBuildSynchronousFsdRequest(ULONG MajorFunction, DEVICE_OBJECT *DeviceObject, PVOID Buffer,
    ULONG Length, LARGE_INTEGER *StartingOffset, PKEVENT Event, IO_STATUS_BLOCK *IoStatusBlock)
{
	bool write = MajorFunction == IRP_MJ_WRITE;
	IRP *irp;

	object_expect(DeviceObject, OBJECT_DEVICE, "IoBuildSynchronousFsdRequest");
	major_check(MajorFunction, "IoBuildSynchronousFsdRequest");
	irp = irp_build(DeviceObject, (UCHAR)MajorFunction, (struct output){ Buffer, Length },
	    Event, IoStatusBlock);
	ledger_enter(HOLDING_IRP, (uintptr_t)irp, irp->Size);
	if (!is_transfer(MajorFunction))
		return irp;
	transfer_describe(irp, Length, StartingOffset);
	irp->UserBuffer = Buffer;
	if (DeviceObject->Flags & DO_BUFFERED_IO) {
		buffer_make(irp, Buffer, write ? Length : 0, Length);
		irp->Flags |= write || Length == 0 ? 0 : IRP_INPUT_OPERATION;
	} else if ((DeviceObject->Flags & DO_DIRECT_IO) && Length > 0) {
		irp->MdlAddress = mdl_make(Buffer, Length);
	}
	return irp;
}

/*
 * Windows: the driver's own, which its completion routine frees, after it
 *   unlocked and freed the MDL that a device with direct I/O gets.
 *   [ddi:IoBuildAsynchronousFsdRequest, Examples]
 */
IRP *NTAPI
IoBuildAsynchronousFsdRequest(ULONG MajorFunction, DEVICE_OBJECT *DeviceObject, PVOID Buffer,
    ULONG Length, LARGE_INTEGER *StartingOffset, IO_STATUS_BLOCK *IoStatusBlock)
{
	IRP *irp;

	object_expect(DeviceObject, OBJECT_DEVICE, "IoBuildAsynchronousFsdRequest");
	major_check(MajorFunction, "IoBuildAsynchronousFsdRequest");
	if (is_transfer(MajorFunction) && Length > 0 && (DeviceObject->Flags & DO_BUFFERED_IO))
		not_modelled("IoBuildAsynchronousFsdRequest for a device with buffered I/O");
	irp = irp_make(DeviceObject->StackSize, NULL, NULL);
	ledger_enter(HOLDING_IRP, (uintptr_t)irp, irp->Size);
	irp->UserIosb = IoStatusBlock;
	irp->Tail.Overlay.Thread = thread_object(thread_now());
	irp_next(irp)->MajorFunction = (UCHAR)MajorFunction;
	if (!is_transfer(MajorFunction))
		return irp;
	transfer_describe(irp, Length, StartingOffset);
	irp->UserBuffer = Buffer;
	if ((DeviceObject->Flags & DO_DIRECT_IO) && Length > 0)
		MmProbeAndLockPages(IoAllocateMdl(Buffer, Length, FALSE, FALSE, irp), KernelMode,
		    MajorFunction == IRP_MJ_READ ? IoWriteAccess : IoReadAccess);
	return irp;
}

/* Windows: the last associated IRP that is completed completes the master.
 *   [ddi:IoMakeAssociatedIrp, Remarks] */
static void
associated_completed(IRP *irp, void *owner)
{
	IRP *master = owner;

	ledger_strike(HOLDING_IRP, (uintptr_t)irp);
	irp_free(irp);
	irp_expect(master, "completes an associated IRP of");
	if (--master->AssociatedIrp.IrpCount == 0)
		irp_complete(master);
}

/* Windows: the driver itself counts its associated IRPs in the master's IrpCount.
 *   [ddi:IoMakeAssociatedIrp; wdm:IRP, AssociatedIrp.IrpCount] */
IRP *NTAPI
IoMakeAssociatedIrp(IRP *Irp, CCHAR StackSize)
{
	IRP *irp;

	irp_expect(Irp, "associates an IRP with");
	irp = irp_make(StackSize, associated_completed, Irp);
	irp_may_be_freed(irp);
	irp->Flags |= IRP_ASSOCIATED_IRP;
	irp->AssociatedIrp.MasterIrp = Irp;
	irp->Tail.Overlay.Thread = Irp->Tail.Overlay.Thread;
	ledger_enter(HOLDING_IRP, (uintptr_t)irp, irp->Size);
	return irp;
}

NTSTATUS
request_simple(DEVICE_OBJECT *device, uint8_t major)
{
	DEVICE_OBJECT *top = device_top(device);
	IO_STATUS_BLOCK block = { 0 };
	KEVENT event;
	NTSTATUS status;
	IRP *irp;

	event_start(&event, NotificationEvent, false);
	irp = irp_build(top, major, (struct output){ 0 }, &event, &block);
	object_reference(top);
	status = irp_send(top, irp);
	event_wait(&event, CLOCK_NEVER, "request");
	object_dereference(top);
	return status == STATUS_PENDING ? block.Status : status;
}

const struct contract request_build_exports[] = {
	EXPORT(IoBuildDeviceIoControlRequest, 9, APC_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("the thread's end does not cancel the request"), ENTERS(IRP)),
	EXPORT(IoBuildSynchronousFsdRequest, 7, APC_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("the thread's end does not cancel the request"), ENTERS(IRP)),
	EXPORT(IoBuildAsynchronousFsdRequest, 6, APC_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm),
	    ENTERS(IRP)),
	EXPORT(IoMakeAssociatedIrp, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(ntddk), ENTERS(IRP)),
	EXPORTS_END,
};
