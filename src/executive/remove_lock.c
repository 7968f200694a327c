/*
 * Remove locks: who still works on a device that is to go.
 *
 * The state is in the driver's memory, as Windows has it: IoCount is one for
 * the lock itself and one for each acquisition, and RemoveEvent is set when it
 * falls to zero.  An acquisition is in the ledger under the lock's address plus
 * its tag, so that one released with another tag, or twice, is found.
 */
#include "executive/remove_lock.h"

#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <string.h>

NTAPI void IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag, ULONG MaxLockedMinutes,
    ULONG HighWatermark, ULONG RemlockSize);
NTAPI NTSTATUS IoAcquireRemoveLockEx(
    PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line, ULONG RemlockSize);
NTAPI void IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);
NTAPI void IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);

/*
 * Windows: a driver built for checking passes a larger size, and its block is followed by
 *   what the checks need.  [wdm.h, IO_REMOVE_LOCK]
 * Here: that part is zeroed and not used; the ledger checks every driver.
 */
void NTAPI
IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag, ULONG MaxLockedMinutes,
    ULONG HighWatermark, ULONG RemlockSize)
{
	(void)AllocateTag, (void)MaxLockedMinutes, (void)HighWatermark;
	if (RemlockSize < sizeof *Lock)
		not_modelled("IoInitializeRemoveLockEx of a lock of %u bytes", RemlockSize);
	memset((void *)Lock, 0, RemlockSize);
	Lock->Common.IoCount = 1;
	event_start(&Lock->Common.RemoveEvent, SynchronizationEvent, false);
}

static uintptr_t
acquisition(const IO_REMOVE_LOCK *lock, const void *tag)
{
	return (uintptr_t)lock + (uintptr_t)tag;
}

static void
count_check(const IO_REMOVE_LOCK *lock, const char *what)
{
	if (lock->Common.IoCount <= 0 && !lock->Common.Removed)
		driver_is_wrong(RULE_R231, "%s remove lock %p, which was not initialised", what,
		    (const void *)lock);
}

static void
count_down(IO_REMOVE_LOCK *lock)
{
	if (--lock->Common.IoCount == 0)
		event_signal(&lock->Common.RemoveEvent);
}

/* Windows: STATUS_DELETE_PENDING once IoReleaseRemoveLockAndWait was called.
 *   [ddi:IoAcquireRemoveLock] */
NTSTATUS NTAPI
IoAcquireRemoveLockEx(
    PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line, ULONG RemlockSize)
{
	(void)File, (void)Line, (void)RemlockSize;
	count_check(RemoveLock, "acquires");
	if (RemoveLock->Common.Removed)
		return STATUS_DELETE_PENDING;
	RemoveLock->Common.IoCount++;
	ledger_enter(HOLDING_REMOVE_LOCK, acquisition(RemoveLock, Tag), 0);
	return STATUS_SUCCESS;
}

/* Windows: the tag must be one that the lock was acquired with: 0xC4/0xD9 or so under the verifier.
 *   [ddi:IoReleaseRemoveLock, Tag] */
static void
release(PIO_REMOVE_LOCK lock, PVOID tag, const char *function)
{
	if (!ledger_strike(HOLDING_REMOVE_LOCK, acquisition(lock, tag)))
		driver_is_wrong(RULE_R231, "%s: remove lock %p is not held with tag %p", function,
		    (void *)lock, tag);
	count_down(lock);
}

void NTAPI
IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize)
{
	(void)RemlockSize;
	release(RemoveLock, Tag, "IoReleaseRemoveLock");
}

/* Windows: the caller has acquired the lock; it waits until everybody else has released it.
 *   [ddi:IoReleaseRemoveLockAndWait] */
void NTAPI
IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize)
{
	(void)RemlockSize;
	count_check(RemoveLock, "removes");
	if (RemoveLock->Common.Removed)
		driver_is_wrong(RULE_R231, "IoReleaseRemoveLockAndWait of %p for the second time",
		    (void *)RemoveLock);
	RemoveLock->Common.Removed = TRUE;
	release(RemoveLock, Tag, "IoReleaseRemoveLockAndWait");
	count_down(RemoveLock);
	if (RemoveLock->Common.IoCount > 0)
		event_wait(&RemoveLock->Common.RemoveEvent, CLOCK_NEVER, "remove lock");
}

const struct contract remove_lock_exports[] = {
	EXPORT(IoInitializeRemoveLockEx, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(IoAcquireRemoveLockEx, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    FAILS("STATUS_DELETE_PENDING"), ENTERS(REMOVE_LOCK)),
	EXPORT(IoReleaseRemoveLockEx, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    STRIKES(REMOVE_LOCK)),
	EXPORT(IoReleaseRemoveLockAndWaitEx, 3, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    STRIKES(REMOVE_LOCK)),
	EXPORTS_END,
};
