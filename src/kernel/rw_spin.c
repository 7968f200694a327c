/*
 * Reader/writer spin locks: EX_SPIN_LOCK, one 32-bit word that the driver sets to 0.
 *
 * Windows keeps the word opaque.  Ours counts the readers in its low bits; a
 * writer sets EXCLUSIVE and its thread's number, and a writer that waits sets
 * WRITER_WAITS, which keeps further readers out: so a reader that acquires
 * again behind a waiting writer spins for ever, as on Windows.
 */
#include "kernel/exports.h"
#include "kernel/irql.h"
#include "kernel/rw_spin.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#define EXCLUSIVE 0x80000000u
#define WRITER_WAITS 0x40000000u
#define READERS 0x3fffffffu

static uint32_t
own_mark(void)
{
	return EXCLUSIVE | thread_now()->number;
}

static void
check_recursion(const EX_SPIN_LOCK *lock)
{
	if ((uint32_t)*lock == own_mark())
		driver_is_wrong(RULE_R185, "acquires spin lock %p, which this thread holds already",
		    (void *)(uintptr_t)lock);
}

void
rw_acquire_shared(EX_SPIN_LOCK *lock)
{
	while ((uint32_t)*lock & (EXCLUSIVE | WRITER_WAITS)) {
		check_recursion(lock);
		sched_spin((uintptr_t)lock);
	}
	*lock = *lock + 1;
	thread_now()->spin_locks++;
}

void
rw_acquire_exclusive(EX_SPIN_LOCK *lock)
{
	while (((uint32_t)*lock & ~WRITER_WAITS) != 0) {
		check_recursion(lock);
		if (((uint32_t)*lock & EXCLUSIVE) == 0)
			*lock = (LONG)((uint32_t)*lock | WRITER_WAITS);
		sched_spin((uintptr_t)lock);
	}
	*lock = (LONG)own_mark();
	thread_now()->spin_locks++;
}

void
rw_release_shared(EX_SPIN_LOCK *lock)
{
	if ((uint32_t)*lock & EXCLUSIVE || ((uint32_t)*lock & READERS) == 0)
		driver_is_wrong(RULE_R185, "releases spin lock %p, which nobody holds shared",
		    (void *)(uintptr_t)lock);
	*lock = *lock - 1;
	thread_now()->spin_locks--;
	sched_unspin((uintptr_t)lock);
}

void
rw_release_exclusive(EX_SPIN_LOCK *lock)
{
	if ((uint32_t)*lock != own_mark())
		driver_is_wrong(RULE_R185, "releases spin lock %p, which this thread does not hold",
		    (void *)(uintptr_t)lock);
	*lock = 0;
	thread_now()->spin_locks--;
	sched_unspin((uintptr_t)lock);
}

/* Windows: TRUE if the caller is the only reader.  [ddi:ExTryConvertSharedSpinLockExclusive] */
bool
rw_try_convert(EX_SPIN_LOCK *lock)
{
	if ((uint32_t)*lock & EXCLUSIVE || ((uint32_t)*lock & READERS) == 0)
		driver_is_wrong(RULE_R185, "converts spin lock %p, which nobody holds shared",
		    (void *)(uintptr_t)lock);
	if (((uint32_t)*lock & READERS) != 1)
		return false;
	*lock = (LONG)own_mark();
	return true;
}

static void
check_at_dispatch(const char *function)
{
	if (irql_now() < DISPATCH_LEVEL)
		finding(
		    RULE_R185, "%s called at IRQL %d, below DISPATCH_LEVEL", function, irql_now());
}

static KIRQL NTAPI
ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock)
{
	KIRQL before = irql_raise(DISPATCH_LEVEL);

	rw_acquire_shared(SpinLock);
	return before;
}

static KIRQL NTAPI
ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock)
{
	KIRQL before = irql_raise(DISPATCH_LEVEL);

	rw_acquire_exclusive(SpinLock);
	return before;
}

static void NTAPI
ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql)
{
	rw_release_shared(SpinLock);
	irql_lower(OldIrql);
}

static void NTAPI
ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql)
{
	rw_release_exclusive(SpinLock);
	irql_lower(OldIrql);
}

static void NTAPI
ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExAcquireSpinLockSharedAtDpcLevel");
	rw_acquire_shared(SpinLock);
}

static void NTAPI
ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExAcquireSpinLockExclusiveAtDpcLevel");
	rw_acquire_exclusive(SpinLock);
}

static void NTAPI
ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExReleaseSpinLockSharedFromDpcLevel");
	rw_release_shared(SpinLock);
}

static void NTAPI
ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExReleaseSpinLockExclusiveFromDpcLevel");
	rw_release_exclusive(SpinLock);
}

static BOOLEAN NTAPI
ExTryAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExTryAcquireSpinLockSharedAtDpcLevel");
	if ((uint32_t)*SpinLock & (EXCLUSIVE | WRITER_WAITS))
		return FALSE;
	rw_acquire_shared(SpinLock);
	return TRUE;
}

static BOOLEAN NTAPI
ExTryAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExTryAcquireSpinLockExclusiveAtDpcLevel");
	if (*SpinLock != 0)
		return FALSE;
	rw_acquire_exclusive(SpinLock);
	return TRUE;
}

static LOGICAL NTAPI
ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock)
{
	check_at_dispatch("ExTryConvertSharedSpinLockExclusive");
	return rw_try_convert(SpinLock);
}

const struct contract rw_spin_exports[] = {
	EXPORT(ExAcquireSpinLockShared, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExAcquireSpinLockExclusive, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExReleaseSpinLockShared, 2, DISPATCH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(wdm)),
	EXPORT(ExReleaseSpinLockExclusive, 2, DISPATCH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(wdm)),
	EXPORT(
	    ExAcquireSpinLockSharedAtDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExAcquireSpinLockExclusiveAtDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORT(ExReleaseSpinLockSharedFromDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExReleaseSpinLockExclusiveFromDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExTryAcquireSpinLockSharedAtDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ExTryAcquireSpinLockExclusiveAtDpcLevel, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(
	    ExTryConvertSharedSpinLockExclusive, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
