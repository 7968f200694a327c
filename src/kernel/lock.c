/*
 * Spin locks and the IRQL.
 *
 * The lock word lies in the driver's memory.  Windows keeps it opaque; ours
 * holds the number of the owning thread, shifted, with bit 0 set, so that
 * recursion, a release by somebody else and a word that was never
 * initialised can each be told for what they are.
 */
#include "kernel/spin.h"

#include "kernel/exports.h"
#include "kernel/irql.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "nt/io.h"
#include "sched/thread.h"

#define NUMBER_LIMIT 0x1000000

KIRQL
irql_raise(KIRQL irql)
{
	KIRQL before = irql_now();

	if (irql < before)
		driver_is_wrong(RULE_R91, "raises the IRQL from %d to %d", before, irql);
	irql_set(irql);
	return before;
}

void
irql_lower(KIRQL irql)
{
	KIRQL before = irql_now();

	if (irql > before)
		driver_is_wrong(RULE_R91, "lowers the IRQL from %d to %d", before, irql);
	irql_set(irql);
	if (irql < DISPATCH_LEVEL && before >= DISPATCH_LEVEL)
		sched_point();
}

static KSPIN_LOCK
own_mark(void)
{
	return (KSPIN_LOCK)(thread_now() ? thread_now()->number : NUMBER_LIMIT) << 1 | 1;
}

static void
check_taken(const KSPIN_LOCK *lock)
{
	if (*lock == own_mark())
		driver_is_wrong(RULE_R185, "acquires spin lock %p, which this thread holds already",
		    (const void *)lock);
	if ((*lock & 1) == 0 || *lock >> 1 > NUMBER_LIMIT)
		driver_is_wrong(RULE_R185, "acquires spin lock %p, which was not initialised",
		    (const void *)lock);
}

void
spin_acquire(KSPIN_LOCK *lock)
{
	while (*lock != 0) {
		check_taken(lock);
		sched_spin((uintptr_t)lock);
	}
	*lock = own_mark();
	if (thread_now() != NULL)
		thread_now()->spin_locks++;
}

void
spin_release(KSPIN_LOCK *lock)
{
	if (*lock != own_mark())
		driver_is_wrong(RULE_R185, "releases spin lock %p, which this thread does not hold",
		    (const void *)lock);
	*lock = 0;
	if (thread_now() != NULL)
		thread_now()->spin_locks--;
	sched_unspin((uintptr_t)lock);
}

static void NTAPI
KeInitializeSpinLock(PKSPIN_LOCK SpinLock)
{
	*SpinLock = 0;
}

static KIRQL NTAPI
KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock)
{
	KIRQL before = irql_raise(DISPATCH_LEVEL);

	spin_acquire(SpinLock);
	return before;
}

static void NTAPI
KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql)
{
	spin_release(SpinLock);
	irql_lower(NewIrql);
}

/* Windows: the caller is at or above DISPATCH_LEVEL already.  [ddi:KeAcquireSpinLockAtDpcLevel] */
static void
check_at_dispatch(const char *who)
{
	if (irql_now() < DISPATCH_LEVEL)
		finding(RULE_R185, "%s called at IRQL %d, below DISPATCH_LEVEL", who, irql_now());
}

static void NTAPI
KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock)
{
	check_at_dispatch("KeAcquireSpinLockAtDpcLevel");
	spin_acquire(SpinLock);
}

static void NTAPI
KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock)
{
	check_at_dispatch("KeReleaseSpinLockFromDpcLevel");
	spin_release(SpinLock);
}

static BOOLEAN NTAPI
KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock)
{
	check_at_dispatch("KeTryToAcquireSpinLockAtDpcLevel");
	if (*SpinLock != 0)
		return FALSE;
	spin_acquire(SpinLock);
	return TRUE;
}

/*
 * Windows: a DPC routine of the threaded kind raises to DISPATCH_LEVEL where it is not there yet; for
 *   ordinary ones these are the AtDpcLevel functions.  [ddi:KeAcquireSpinLockForDpc]
 */
static KIRQL NTAPI
KeAcquireSpinLockForDpc(PKSPIN_LOCK SpinLock)
{
	return KeAcquireSpinLockRaiseToDpc(SpinLock);
}

static void NTAPI
KeReleaseSpinLockForDpc(PKSPIN_LOCK SpinLock, KIRQL OldIrql)
{
	KeReleaseSpinLock(SpinLock, OldIrql);
}

static BOOLEAN NTAPI
KeTestSpinLock(PKSPIN_LOCK SpinLock)
{
	return *SpinLock == 0;
}

static void NTAPI
KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle)
{
	LockHandle->OldIrql = irql_raise(DISPATCH_LEVEL);
	LockHandle->LockQueue.Lock = SpinLock;
	spin_acquire(SpinLock);
}

static void NTAPI
KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE LockHandle)
{
	spin_release((KSPIN_LOCK *)LockHandle->LockQueue.Lock);
	irql_lower(LockHandle->OldIrql);
}

static void NTAPI
KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle)
{
	check_at_dispatch("KeAcquireInStackQueuedSpinLockAtDpcLevel");
	LockHandle->LockQueue.Lock = SpinLock;
	spin_acquire(SpinLock);
}

static void NTAPI
KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE LockHandle)
{
	check_at_dispatch("KeReleaseInStackQueuedSpinLockFromDpcLevel");
	spin_release((KSPIN_LOCK *)LockHandle->LockQueue.Lock);
}

static KIRQL NTAPI
KeGetCurrentIrql(void)
{
	return irql_now();
}

static KIRQL NTAPI
KfRaiseIrql(KIRQL NewIrql)
{
	return irql_raise(NewIrql);
}

static KIRQL NTAPI
KeRaiseIrqlToDpcLevel(void)
{
	return irql_raise(DISPATCH_LEVEL);
}

static void NTAPI
KeLowerIrql(KIRQL NewIrql)
{
	irql_lower(NewIrql);
}

const struct contract lock_exports[] = {
	EXPORT(KeInitializeSpinLock, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeAcquireSpinLockRaiseToDpc, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseSpinLock, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeAcquireSpinLockAtDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseSpinLockFromDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeTryToAcquireSpinLockAtDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeAcquireSpinLockForDpc, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseSpinLockForDpc, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("KeAcquireInStackQueuedSpinLockForDpc", KeAcquireInStackQueuedSpinLock, 2,
	    DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES | NO_RESULT, PAGE(wdm)),
	EXPORT_AS("KeReleaseInStackQueuedSpinLockForDpc", KeReleaseInStackQueuedSpinLock, 1,
	    DISPATCH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(wdm)),
	EXPORT(KeTestSpinLock, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    KeAcquireInStackQueuedSpinLock, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseInStackQueuedSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeAcquireInStackQueuedSpinLockAtDpcLevel, 2, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORT(
	    KeReleaseInStackQueuedSpinLockFromDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeGetCurrentIrql, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KfRaiseIrql, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeRaiseIrqlToDpcLevel, 0, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeLowerIrql, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
