#include "executive/irp.h"

#include "executive/device.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "kernel/gate.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#include <string.h>

#define IRP_TAG 0x20707249 /* "Irp " */
#define MAGIC 0x50524944   /* "DIRP" */

struct head {
	uint32_t magic;
	bool freeable;                            /* by the driver */
	void (*completed)(IRP *irp, void *owner); /* NULL: IoAllocateIrp's */
	void *owner;
	uint64_t unused_too;
};

_Static_assert(sizeof(struct head) % 16 == 0, "an IRP is aligned as pool is");

/* The cancel spin lock: the number of the thread that holds it. */
static MACHINE_STATE uint64_t cancel_lock;

NTAPI IRP *IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota);
NTAPI IRP *IoAllocateIrpEx(DEVICE_OBJECT *DeviceObject, CCHAR StackSize, BOOLEAN ChargeQuota);
NTAPI void IoFreeIrp(IRP *Irp);
NTAPI void IoInitializeIrp(IRP *Irp, USHORT PacketSize, CCHAR StackSize);
NTAPI void IoReuseIrp(IRP *Irp, NTSTATUS Iostatus);
NTAPI NTSTATUS IofCallDriver(DEVICE_OBJECT *DeviceObject, IRP *Irp);
NTAPI void IofCompleteRequest(IRP *Irp, CCHAR PriorityBoost);
NTAPI BOOLEAN IoCancelIrp(IRP *Irp);
NTAPI void IoAcquireCancelSpinLock(KIRQL *Irql);
NTAPI void IoReleaseCancelSpinLock(KIRQL Irql);
NTAPI PDRIVER_CANCEL IoSetCancelRoutine(IRP *Irp, PDRIVER_CANCEL CancelRoutine);
NTAPI PEPROCESS IoGetRequestorProcess(IRP *Irp);
NTAPI ULONG IoGetRequestorProcessId(IRP *Irp);
NTAPI BOOLEAN IoIs32bitProcess(IRP *Irp);

static struct head *
head_of(const IRP *irp)
{
	struct head *head = (struct head *)irp - 1;
	const struct pool_block *block = pool_at(head);

	if (block == NULL || block->drivers || head->magic != MAGIC)
		return NULL;
	return head;
}

void
irp_reset(IRP *irp, USHORT bytes, CCHAR stack_size)
{
	*irp = (IRP){ 0 };
	irp->Type = IO_TYPE_IRP;
	irp->Size = bytes;
	irp->StackCount = stack_size;
	irp->CurrentLocation = stack_size + 1;
	irp->ThreadListEntry = (LIST_ENTRY){ &irp->ThreadListEntry, &irp->ThreadListEntry };
	irp->Tail.Overlay.CurrentStackLocation = (IO_STACK_LOCATION *)(irp + 1) + stack_size;
}

IRP *
irp_make(CCHAR stack_size, void (*completed)(IRP *irp, void *owner), void *owner)
{
	size_t bytes = sizeof(IRP) + (size_t)stack_size * sizeof(IO_STACK_LOCATION);
	struct head *head = pool_take_own(sizeof *head + bytes, IRP_TAG);
	IRP *irp = (IRP *)(head + 1);

	*head = (struct head){ .magic = MAGIC,
		.freeable = completed == NULL,
		.completed = completed,
		.owner = owner };
	irp_reset(irp, (USHORT)bytes, stack_size);
	return irp;
}

void
irp_free(IRP *irp)
{
	struct head *head = (struct head *)irp - 1;

	head->magic = 0;
	pool_give(head);
}

void
irp_may_be_freed(IRP *irp)
{
	((struct head *)irp - 1)->freeable = true;
}

IO_STACK_LOCATION *
irp_next(IRP *irp)
{
	return irp->Tail.Overlay.CurrentStackLocation - 1;
}

static void __attribute__((noreturn)) irp_is_wrong(const IRP *irp, const char *what)
{
	const struct pool_block *block = pool_of((uint64_t)irp);

	if (block != NULL && block->tag == IRP_TAG)
		driver_crashes(RULE_R4, moment_now().where, "0x44 MULTIPLE_IRP_COMPLETE_REQUESTS",
		    "%s IRP %p, which was completed or freed at step %u", what, (const void *)irp,
		    block->given.step);
	driver_crashes(RULE_R4, moment_now().where, "0xC9/0x1 DRIVER_VERIFIER_IOMANAGER_VIOLATION",
	    "%s IRP %p, which is none that the system made", what, (const void *)irp);
}

/* An IRP that IoInitializeIrp made lies in memory of the driver's, which is read only after the
 * books have said that it is there.  [ddi:IoInitializeIrp] */
static bool
is_drivers_own(const IRP *irp)
{
	const struct pool_block *block = pool_of((uint64_t)irp);

	if (block == NULL || block->state != POOL_LIVE || block->tag == IRP_TAG
	    || (uint64_t)irp % _Alignof(void *) != 0 || (uint64_t)irp < block->base
	    || (uint64_t)irp + sizeof *irp > block->base + block->bytes)
		return false;
	return irp->Type == IO_TYPE_IRP && irp->Size >= sizeof *irp && irp->StackCount > 0;
}

/* NULL: it lies in the driver's memory. */
static struct head *
head_expect(const IRP *irp, const char *what)
{
	struct head *head = head_of(irp);

	if (head == NULL && !is_drivers_own(irp))
		irp_is_wrong(irp, what);
	return head;
}

void
irp_expect(const IRP *irp, const char *what)
{
	head_expect(irp, what);
}

/*
 * Windows: at least one stack location, and no more than fit in its 8 bits.
 *   [ddi:IoAllocateIrp]
 */
IRP *NTAPI
IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota)
{
	IRP *irp;

	(void)ChargeQuota;
	if (StackSize < 0)
		driver_is_wrong(RULE_R4, "IoAllocateIrp of %d stack locations", StackSize);
	irp = irp_make(StackSize, NULL, NULL);
	ledger_enter(HOLDING_IRP, (uintptr_t)irp, irp->Size);
	return irp;
}

/* Windows: the device's completion stack is taken into account; elsewhere as IoAllocateIrp.
 *   [ddi:IoAllocateIrpEx] */
IRP *NTAPI
IoAllocateIrpEx(DEVICE_OBJECT *DeviceObject, CCHAR StackSize, BOOLEAN ChargeQuota)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoAllocateIrpEx");
	return IoAllocateIrp(StackSize, ChargeQuota);
}

/* Windows: an IRP that the I/O manager ends is not the driver's to free: 0xC9/0x2.
 *   [bug-check-0xc9; ddi:IoBuildDeviceIoControlRequest] */
void NTAPI
IoFreeIrp(IRP *Irp)
{
	struct head *head = head_expect(Irp, "frees");

	if (head == NULL)
		irp_is_wrong(Irp, "frees");
	if (!head->freeable)
		driver_crashes(RULE_R4, moment_now().where,
		    "0xC9/0x2 DRIVER_VERIFIER_IOMANAGER_VIOLATION",
		    "frees IRP %p, which belongs to a thread's request", (void *)Irp);
	if (Irp->CancelRoutine != NULL)
		finding(
		    RULE_R192, "frees IRP %p with its cancel routine still set", (const void *)Irp);
	ledger_strike(HOLDING_IRP, (uintptr_t)Irp);
	irp_free(Irp);
}

/* Windows: for memory of the driver's own, not for an IRP of IoAllocateIrp's, whose flags it would
 *   lose.  [ddi:IoInitializeIrp] */
void NTAPI
IoInitializeIrp(IRP *Irp, USHORT PacketSize, CCHAR StackSize)
{
	if (head_of(Irp) != NULL)
		finding(RULE_R4,
		    "IoInitializeIrp of IRP %p, which was allocated: IoReuseIrp is for that",
		    (const void *)Irp);
	if (StackSize < 0
	    || PacketSize < sizeof *Irp + (size_t)StackSize * sizeof(IO_STACK_LOCATION))
		driver_is_wrong(RULE_R4,
		    "IoInitializeIrp: %d stack locations do not fit in %u bytes", StackSize,
		    PacketSize);
	memset((void *)Irp, 0, PacketSize);
	irp_reset(Irp, PacketSize, StackSize);
}

/* Windows: only for an IRP of the driver's own, that nobody works on.  [ddi:IoReuseIrp] */
void NTAPI
IoReuseIrp(IRP *Irp, NTSTATUS Iostatus)
{
	struct head *head = head_expect(Irp, "reuses");
	UCHAR allocation = Irp->AllocationFlags;

	if (head != NULL && !head->freeable)
		driver_is_wrong(RULE_R4, "reuses IRP %p, which belongs to a thread's request",
		    (const void *)Irp);
	if (Irp->CancelRoutine != NULL)
		finding(RULE_R192, "reuses IRP %p with its cancel routine still set",
		    (const void *)Irp);
	memset((void *)(Irp + 1), 0, (size_t)Irp->StackCount * sizeof(IO_STACK_LOCATION));
	irp_reset(Irp, Irp->Size, Irp->StackCount);
	Irp->AllocationFlags = allocation;
	Irp->IoStatus.Status = Iostatus;
}

uint64_t
irp_call(enum entry_kind kind, uintptr_t routine, DEVICE_OBJECT *device, IRP *irp, void *context)
{
	const struct contract *ours;

	if (gate_find(routine, &ours))
		return ((uint64_t(NTAPI *)(DEVICE_OBJECT *, IRP *, void *))ours->function)(
		    device, irp, context);
	return DRIVER_CALL(kind, routine, ARG(device), ARG(irp), ARG(context));
}

/*
 * Windows: the next location becomes the current one, and its device the one
 *   the IRP is sent to; none left is 0x35.  [ddi:IoCallDriver; bug-check-0x35]
 */
NTSTATUS
irp_send(DEVICE_OBJECT *device, IRP *irp)
{
	IO_STACK_LOCATION *stack;
	PDRIVER_DISPATCH dispatch;

	if (--irp->CurrentLocation <= 0)
		driver_crashes(RULE_R4, moment_now().where, "0x35 NO_MORE_IRP_STACK_LOCATIONS",
		    "sends IRP %p on without a stack location left", (void *)irp);
	stack = --irp->Tail.Overlay.CurrentStackLocation;
	stack->DeviceObject = device;
	dispatch = device->DriverObject->MajorFunction[stack->MajorFunction & 0x1f];
	if (stack->MajorFunction > IRP_MJ_MAXIMUM_FUNCTION)
		not_modelled("an IRP of major function %#x", stack->MajorFunction);
	return (NTSTATUS)irp_call(ENTRY_DISPATCH, (uintptr_t)dispatch, device, irp, NULL);
}

NTSTATUS NTAPI
IofCallDriver(DEVICE_OBJECT *DeviceObject, IRP *Irp)
{
	head_expect(Irp, "sends");
	if (!object_is(DeviceObject, OBJECT_DEVICE))
		driver_crashes(RULE_R4, moment_now().where,
		    "0xC9/0x4 DRIVER_VERIFIER_IOMANAGER_VIOLATION",
		    "sends an IRP to %p, which is no device", (void *)DeviceObject);
	return irp_send(DeviceObject, Irp);
}

static bool
wants_to_know(const IO_STACK_LOCATION *stack, const IRP *irp)
{
	if (irp->Cancel && (stack->Control & SL_INVOKE_ON_CANCEL))
		return true;
	return stack->Control
	    & (NT_SUCCESS(irp->IoStatus.Status) ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR);
}

/* The completion routine that the driver above left in this location; true: it keeps the IRP. */
static bool
tell(IRP *irp, IO_STACK_LOCATION *stack)
{
	PIO_COMPLETION_ROUTINE routine = stack->CompletionRoutine;
	void *context = stack->Context;
	DEVICE_OBJECT *device = NULL;

	if (irp->CurrentLocation <= irp->StackCount)
		device = irp->Tail.Overlay.CurrentStackLocation->DeviceObject;
	stack->Control = 0;
	stack->CompletionRoutine = NULL;
	return (NTSTATUS)irp_call(ENTRY_COMPLETION, (uintptr_t)routine, device, irp, context)
	    == STATUS_MORE_PROCESSING_REQUIRED;
}

static void
check_completable(const IRP *irp)
{
	if (irp->CurrentLocation > irp->StackCount + 1)
		irp_is_wrong(irp, "completes");
	if (irp->CancelRoutine != NULL)
		finding(RULE_R192, "completes IRP %p with its cancel routine still set (0xC9/0x7)",
		    (const void *)irp);
	if (irp->IoStatus.Status == STATUS_PENDING || irp->IoStatus.Status == -1)
		finding(RULE_R4, "completes IRP %p with status %#x (0xC9/0x6)", (const void *)irp,
		    irp->IoStatus.Status);
}

/*
 * Windows: the I/O manager ends it in its thread, and an IRP of the driver's
 *   own has none: its completion routine must free it and return
 *   STATUS_MORE_PROCESSING_REQUIRED.  [ddi:IoAllocateIrp, Remarks]
 */
static void __attribute__((noreturn)) unclaimed(const IRP *irp)
{
	if (irp->Tail.Overlay.Thread != NULL)
		not_modelled("an IRP of the driver's that has a thread, and whose completion "
			     "nobody stops");
	driver_crashes(RULE_R4, moment_now().where, "0xA IRQL_NOT_LESS_OR_EQUAL",
	    "IRP %p, which the driver allocated, is completed, and no completion routine of its "
	    "returned STATUS_MORE_PROCESSING_REQUIRED",
	    (const void *)irp);
}

/*
 * Windows: the locations are gone through from the current one up, each with
 *   the routine that the driver above it set; where there is none, "pending"
 *   is handed up.  A routine that returns STATUS_MORE_PROCESSING_REQUIRED
 *   stops it.  [ddi:IoCompleteRequest; kernel/completing-irps]
 */
void
irp_complete(IRP *irp)
{
	struct head *head = head_expect(irp, "completes");

	check_completable(irp);
	while (irp->CurrentLocation <= irp->StackCount) {
		IO_STACK_LOCATION *stack = irp->Tail.Overlay.CurrentStackLocation++;

		irp->CurrentLocation++;
		irp->PendingReturned = stack->Control & SL_PENDING_RETURNED;
		if (wants_to_know(stack, irp)) {
			if (tell(irp, stack))
				return;
		} else if (irp->PendingReturned && irp->CurrentLocation <= irp->StackCount) {
			irp->Tail.Overlay.CurrentStackLocation->Control |= SL_PENDING_RETURNED;
		}
	}
	irp->CurrentLocation++;
	if (head == NULL || head->completed == NULL)
		unclaimed(irp);
	head->completed(irp, head->owner);
}

void NTAPI
IofCompleteRequest(IRP *Irp, CCHAR PriorityBoost)
{
	(void)PriorityBoost;
	irp_complete(Irp);
}

static uint64_t
own_number(void)
{
	return thread_now() != NULL ? thread_now()->number : UINT64_MAX;
}

void NTAPI
IoAcquireCancelSpinLock(KIRQL *Irql)
{
	KIRQL before = irql_raise(DISPATCH_LEVEL);

	if (cancel_lock == own_number())
		driver_is_wrong(
		    RULE_R185, "acquires the cancel spin lock, which this thread holds");
	while (cancel_lock != 0 && sched_spin((uintptr_t)&cancel_lock))
		continue;
	cancel_lock = own_number();
	if (thread_now() != NULL)
		thread_now()->spin_locks++;
	*Irql = before;
}

static void
cancel_lock_release(void)
{
	cancel_lock = 0;
	if (thread_now() != NULL)
		thread_now()->spin_locks--;
	sched_unspin((uintptr_t)&cancel_lock);
}

void NTAPI
IoReleaseCancelSpinLock(KIRQL Irql)
{
	if (cancel_lock != own_number())
		driver_is_wrong(
		    RULE_R185, "releases the cancel spin lock, which this thread does not hold");
	cancel_lock_release();
	irql_lower(Irql);
}

/*
 * Windows: the routine is taken out of the IRP under the cancel spin lock and
 *   called with it held; it releases the lock with Irp->CancelIrql.
 *   [ddi:IoCancelIrp; kernel/introduction-to-cancel-routines]
 * Here: the door's idea of what the routine should leave is not this one, so
 *   the level and the count of locks are set to what they are.
 */
bool
irp_cancel(IRP *irp)
{
	struct thread *thread = thread_now();
	unsigned locks = thread->spin_locks;
	PDRIVER_CANCEL routine;
	DEVICE_OBJECT *device = NULL;
	KIRQL before;

	IoAcquireCancelSpinLock(&before);
	irp->Cancel = TRUE;
	routine = irp->CancelRoutine;
	irp->CancelRoutine = NULL;
	if (routine == NULL) {
		IoReleaseCancelSpinLock(before);
		return false;
	}
	if (irp->CurrentLocation <= irp->StackCount)
		device = irp->Tail.Overlay.CurrentStackLocation->DeviceObject;
	irp->CancelIrql = before;
	irp_call(ENTRY_CANCEL, (uintptr_t)routine, device, irp, NULL);
	if (cancel_lock == own_number()) {
		finding(RULE_R192, "a cancel routine returns with the cancel spin lock held");
		cancel_lock_release();
	}
	thread->spin_locks = locks;
	irql_set(before);
	return true;
}

BOOLEAN NTAPI
IoCancelIrp(IRP *Irp)
{
	head_expect(Irp, "cancels");
	return irp_cancel(Irp);
}

/* In the headers it is inline; exported for those who import it. */
PDRIVER_CANCEL NTAPI
IoSetCancelRoutine(IRP *Irp, PDRIVER_CANCEL CancelRoutine)
{
	PDRIVER_CANCEL before = Irp->CancelRoutine;

	Irp->CancelRoutine = CancelRoutine;
	return before;
}

/* Windows: the process of the thread that made the request; NULL where there is none. */
PEPROCESS NTAPI
IoGetRequestorProcess(IRP *Irp)
{
	head_expect(Irp, "asks for the requestor of");
	return Irp->Tail.Overlay.Thread != NULL ? thread_process(Irp->Tail.Overlay.Thread) : NULL;
}

ULONG NTAPI
IoGetRequestorProcessId(IRP *Irp)
{
	PEPROCESS process = IoGetRequestorProcess(Irp);

	return process != NULL ? (ULONG)process_id(process) : 0;
}

/* Here: client programs are 64-bit. */
BOOLEAN NTAPI
IoIs32bitProcess(IRP *Irp)
{
	(void)Irp;
	return FALSE;
}

const struct contract irp_exports[] = {
	EXPORT(IoAllocateIrp, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm), ENTERS(IRP)),
	EXPORT(IoAllocateIrpEx, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm), ENTERS(IRP)),
	EXPORT(IoFreeIrp, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(IRP)),
	EXPORT(IoInitializeIrp, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoReuseIrp, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IofCallDriver, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IofCompleteRequest, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoCancelIrp, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoAcquireCancelSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoReleaseCancelSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoSetCancelRoutine, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoGetRequestorProcess, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(IoGetRequestorProcessId, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(IoIs32bitProcess, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
