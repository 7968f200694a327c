/*
 * Cancel-safe queues: the driver keeps the list and the lock, and the I/O
 * manager takes care of cancellation.
 *
 * Who clears an IRP's cancel routine owns the IRP.  DriverContext[3] of a queued IRP names
 * its context, or the queue where there is none; both begin with their type.
 * [ddi:IoCsqInsertIrpEx, Remarks; kernel/cancel-safe-irp-queues]
 */
#include "executive/csq.h"

#include "executive/irp.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "nt/io_queue.h"
#include "sched/thread.h"

#define CSQ_CONTEXT 3

NTAPI void IoReleaseCancelSpinLock(KIRQL Irql);
NTAPI NTSTATUS IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp,
    PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
    PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
    PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
NTAPI NTSTATUS IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp,
    PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
    PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
    PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
NTAPI void IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context);
NTAPI NTSTATUS IoCsqInsertIrpEx(
    PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context, PVOID InsertContext);
NTAPI PIRP IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context);
NTAPI PIRP IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext);

static NTSTATUS
initialize(PIO_CSQ csq, ULONG type, void *insert, PIO_CSQ_REMOVE_IRP remove,
    PIO_CSQ_PEEK_NEXT_IRP peek, PIO_CSQ_ACQUIRE_LOCK acquire, PIO_CSQ_RELEASE_LOCK release,
    PIO_CSQ_COMPLETE_CANCELED_IRP complete)
{
	*csq = (IO_CSQ){ .Type = type,
		.CsqInsertIrp = (PIO_CSQ_INSERT_IRP)(uintptr_t)insert,
		.CsqRemoveIrp = remove,
		.CsqPeekNextIrp = peek,
		.CsqAcquireLock = acquire,
		.CsqReleaseLock = release,
		.CsqCompleteCanceledIrp = complete };
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp, PIO_CSQ_REMOVE_IRP CsqRemoveIrp,
    PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp, PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
    PIO_CSQ_RELEASE_LOCK CsqReleaseLock, PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp)
{
	return initialize(Csq, IO_TYPE_CSQ, (void *)(uintptr_t)CsqInsertIrp, CsqRemoveIrp,
	    CsqPeekNextIrp, CsqAcquireLock, CsqReleaseLock, CsqCompleteCanceledIrp);
}

NTSTATUS NTAPI
IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp, PIO_CSQ_REMOVE_IRP CsqRemoveIrp,
    PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp, PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
    PIO_CSQ_RELEASE_LOCK CsqReleaseLock, PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp)
{
	return initialize(Csq, IO_TYPE_CSQ_EX, (void *)(uintptr_t)CsqInsertIrp, CsqRemoveIrp,
	    CsqPeekNextIrp, CsqAcquireLock, CsqReleaseLock, CsqCompleteCanceledIrp);
}

/* The routine raises the IRQL and holds a lock when it returns, as it should. */
static KIRQL
lock(PIO_CSQ csq)
{
	KIRQL before = PASSIVE_LEVEL;

	DRIVER_CALL(ENTRY_LOCK, csq->CsqAcquireLock, ARG(csq), ARG(&before));
	return before;
}

static void
unlock(PIO_CSQ csq, KIRQL before)
{
	DRIVER_CALL(ENTRY_LOCK, csq->CsqReleaseLock, ARG(csq), before);
}

static void
complete_canceled(PIO_CSQ csq, PIRP irp)
{
	DRIVER_CALL(ENTRY_CSQ, csq->CsqCompleteCanceledIrp, ARG(csq), ARG(irp));
}

/* Under the lock, for who cleared the cancel routine. */
static void
take_out(PIO_CSQ csq, PIRP irp)
{
	IO_CSQ_IRP_CONTEXT *context = irp->Tail.Overlay.DriverContext[CSQ_CONTEXT];

	DRIVER_CALL(ENTRY_CSQ, csq->CsqRemoveIrp, ARG(csq), ARG(irp));
	if ((void *)context != (void *)csq && context->Type == IO_TYPE_CSQ_IRP_CONTEXT)
		context->Irp = NULL;
	irp->Tail.Overlay.DriverContext[CSQ_CONTEXT] = NULL;
}

/* False: somebody else did, and will complete the IRP. */
static bool
clear_cancel(PIRP irp)
{
	bool mine = irp->CancelRoutine != NULL;

	irp->CancelRoutine = NULL;
	return mine;
}

/* The cancel routine of every IRP in a queue. */
static void NTAPI
IopCsqCancelRoutine(DEVICE_OBJECT *DeviceObject, IRP *Irp)
{
	IO_CSQ_IRP_CONTEXT *context = Irp->Tail.Overlay.DriverContext[CSQ_CONTEXT];
	PIO_CSQ csq = (PIO_CSQ)context;
	KIRQL before;

	(void)DeviceObject;
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	if (context->Type == IO_TYPE_CSQ_IRP_CONTEXT)
		csq = context->Csq;
	before = lock(csq);
	take_out(csq, Irp);
	unlock(csq, before);
	complete_canceled(csq, Irp);
}

static const struct contract routines[] = {
	EXPORT(IopCsqCancelRoutine, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};

static PDRIVER_CANCEL
cancel_routine(void)
{
	static uint64_t address; /* the same in every life: no machine state */

	if (address == 0)
		address = gate_bind(&routines[0]);
	return (PDRIVER_CANCEL)address;
}

static NTSTATUS
insert(PIO_CSQ csq, PIRP irp, PVOID context)
{
	uint64_t result =
	    DRIVER_CALL(ENTRY_CSQ, csq->CsqInsertIrp, ARG(csq), ARG(irp), ARG(context));

	return csq->Type == IO_TYPE_CSQ_EX ? (NTSTATUS)result : STATUS_SUCCESS;
}

/*
 * Windows: the IRP is marked pending; an insert routine of IoCsqInitializeEx's
 *   that fails leaves it to the caller; one that is cancelled meanwhile is taken out and
 *   completed.  [ddi:IoCsqInsertIrpEx; ddi:IoCsqInsertIrp]
 */
NTSTATUS NTAPI
IoCsqInsertIrpEx(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context, PVOID InsertContext)
{
	NTSTATUS status;
	KIRQL before;
	bool canceled;

	irp_expect(Irp, "queues");
	Irp->Tail.Overlay.DriverContext[CSQ_CONTEXT] = Context != NULL ? (void *)Context : Csq;
	if (Context != NULL)
		*Context = (IO_CSQ_IRP_CONTEXT){ IO_TYPE_CSQ_IRP_CONTEXT, Irp, Csq };
	before = lock(Csq);
	status = insert(Csq, Irp, InsertContext);
	if (!NT_SUCCESS(status)) {
		unlock(Csq, before);
		return status;
	}
	Irp->Tail.Overlay.CurrentStackLocation->Control |= SL_PENDING_RETURNED;
	Irp->CancelRoutine = cancel_routine();
	canceled = Irp->Cancel && clear_cancel(Irp);
	if (canceled)
		take_out(Csq, Irp);
	unlock(Csq, before);
	if (canceled)
		complete_canceled(Csq, Irp);
	return status;
}

void NTAPI
IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context)
{
	(void)IoCsqInsertIrpEx(Csq, Irp, Context, NULL);
}

/* Windows: NULL if it was cancelled.  [ddi:IoCsqRemoveIrp] */
PIRP NTAPI
IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context)
{
	KIRQL before = lock(Csq);
	PIRP irp = Context->Irp;

	if (irp != NULL && !clear_cancel(irp))
		irp = NULL;
	if (irp != NULL)
		take_out(Csq, irp);
	unlock(Csq, before);
	return irp;
}

/* Windows: CsqPeekNextIrp is asked for the next until one is not being cancelled.
 *   [ddi:IoCsqRemoveNextIrp] */
PIRP NTAPI
IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext)
{
	KIRQL before = lock(Csq);
	PIRP irp = NULL;

	do {
		irp = (PIRP)DRIVER_CALL(
		    ENTRY_CSQ, Csq->CsqPeekNextIrp, ARG(Csq), ARG(irp), ARG(PeekContext));
		if (irp != NULL)
			irp_expect(irp, "takes out of a queue");
	} while (irp != NULL && !clear_cancel(irp));
	if (irp != NULL)
		take_out(Csq, irp);
	unlock(Csq, before);
	return irp;
}

const struct contract csq_exports[] = {
	EXPORT(IoCsqInitialize, 7, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoCsqInitializeEx, 7, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoCsqInsertIrp, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoCsqInsertIrpEx, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoCsqRemoveIrp, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoCsqRemoveNextIrp, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
