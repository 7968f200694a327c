/*
 * NDIS' spin locks and read/write locks.
 *
 * Windows: a spin lock remembers the IRQL at which it was taken; a read/write lock is allocated, and
 *   remembers it in the caller's LOCK_STATE_EX.  [ddi:NdisAcquireSpinLock; ddi:NdisAcquireRWLockRead]
 */
#include "host/arena.h"
#include "kernel/irql.h"
#include "kernel/rw_spin.h"
#include "kernel/spin.h"
#include "ledger/finding.h"
#include "ndis/exports.h"
#include "nt/ndis_lock.h"
#include "sched/thread.h"

#define MAGIC UINT64_C(0x6b636f6c77727344)

enum { NOT_HELD, HELD_SHARED, HELD_EXCLUSIVE }; /* LOCK_STATE_EX.LockState, our own numbers */

struct _NDIS_RW_LOCK_EX {
	uint64_t magic;
	EX_SPIN_LOCK word;
};

static void NTAPI
NdisAllocateSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	*SpinLock = (NDIS_SPIN_LOCK){ 0 };
}

/* Windows: nothing is freed; the lock must not be held.  [ddi:NdisFreeSpinLock] */
static void NTAPI
NdisFreeSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	if (SpinLock->SpinLock != 0)
		finding(RULE_R185, "NdisFreeSpinLock of a lock that is held");
}

static void NTAPI
NdisAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	KIRQL before = irql_raise(DISPATCH_LEVEL);

	spin_acquire(&SpinLock->SpinLock);
	SpinLock->OldIrql = before;
}

static void NTAPI
NdisReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	KIRQL before = SpinLock->OldIrql;

	spin_release(&SpinLock->SpinLock);
	irql_lower(before);
}

static void
check_at_dispatch(const char *function)
{
	if (irql_now() != DISPATCH_LEVEL)
		finding(RULE_R185, "%s at IRQL %d, not DISPATCH_LEVEL", function, irql_now());
}

static void NTAPI
NdisDprAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	check_at_dispatch("NdisDprAcquireSpinLock");
	spin_acquire(&SpinLock->SpinLock);
}

static void NTAPI
NdisDprReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	check_at_dispatch("NdisDprReleaseSpinLock");
	spin_release(&SpinLock->SpinLock);
}

static PLIST_ENTRY NTAPI
NdisInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PNDIS_SPIN_LOCK SpinLock)
{
	return ExInterlockedInsertHeadList(ListHead, ListEntry, &SpinLock->SpinLock);
}

static PLIST_ENTRY NTAPI
NdisInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PNDIS_SPIN_LOCK SpinLock)
{
	return ExInterlockedInsertTailList(ListHead, ListEntry, &SpinLock->SpinLock);
}

static PLIST_ENTRY NTAPI
NdisInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PNDIS_SPIN_LOCK SpinLock)
{
	return ExInterlockedRemoveHeadList(ListHead, &SpinLock->SpinLock);
}

static PNDIS_RW_LOCK_EX
lock_of(PNDIS_RW_LOCK_EX lock, const char *function)
{
	if (!ledger_holds(HOLDING_RW_LOCK, (uintptr_t)lock) || lock->magic != MAGIC)
		driver_is_wrong(RULE_R185, "%s of %p, which is no read/write lock or was freed",
		    function, (void *)lock);
	return lock;
}

static PNDIS_RW_LOCK_EX NTAPI
NdisAllocateRWLock(NDIS_HANDLE NdisHandle)
{
	PNDIS_RW_LOCK_EX lock = arena_take(sizeof *lock);

	(void)NdisHandle;
	lock->magic = MAGIC;
	ledger_enter(HOLDING_RW_LOCK, (uintptr_t)lock, 0);
	return lock;
}

static void NTAPI
NdisFreeRWLock(PNDIS_RW_LOCK_EX Lock)
{
	PNDIS_RW_LOCK_EX lock = lock_of(Lock, "NdisFreeRWLock");

	if (lock->word != 0)
		finding(RULE_R185, "NdisFreeRWLock of a lock that is held");
	ledger_strike(HOLDING_RW_LOCK, (uintptr_t)lock);
	lock->magic = 0;
	arena_give(lock);
}

/* Windows: the flag says that the caller is at DISPATCH_LEVEL already.  [ddi:NdisAcquireRWLockRead] */
static void
enter(PLOCK_STATE_EX state, UCHAR flags, UCHAR how, const char *function)
{
	if ((flags & ~NDIS_RWL_AT_DISPATCH_LEVEL) != 0)
		not_modelled("%s: flags %#x", function, flags);
	if ((flags & NDIS_RWL_AT_DISPATCH_LEVEL) != 0 && irql_now() < DISPATCH_LEVEL)
		finding(RULE_R185, "%s with NDIS_RWL_AT_DISPATCH_LEVEL at IRQL %d", function,
		    irql_now());
	*state = (LOCK_STATE_EX){ .OldIrql = irql_now(), .LockState = how, .Flags = flags };
	if (irql_now() < DISPATCH_LEVEL)
		irql_raise(DISPATCH_LEVEL);
}

static void NTAPI
NdisAcquireRWLockRead(PNDIS_RW_LOCK_EX Lock, PLOCK_STATE_EX LockState, UCHAR Flags)
{
	PNDIS_RW_LOCK_EX lock = lock_of(Lock, "NdisAcquireRWLockRead");

	enter(LockState, Flags, HELD_SHARED, "NdisAcquireRWLockRead");
	rw_acquire_shared(&lock->word);
}

static void NTAPI
NdisAcquireRWLockWrite(PNDIS_RW_LOCK_EX Lock, PLOCK_STATE_EX LockState, UCHAR Flags)
{
	PNDIS_RW_LOCK_EX lock = lock_of(Lock, "NdisAcquireRWLockWrite");

	enter(LockState, Flags, HELD_EXCLUSIVE, "NdisAcquireRWLockWrite");
	rw_acquire_exclusive(&lock->word);
}

static void NTAPI
NdisReleaseRWLock(PNDIS_RW_LOCK_EX Lock, PLOCK_STATE_EX LockState)
{
	PNDIS_RW_LOCK_EX lock = lock_of(Lock, "NdisReleaseRWLock");
	LOCK_STATE_EX state = *LockState;

	LockState->LockState = NOT_HELD;
	switch (state.LockState) {
	case HELD_SHARED:
		rw_release_shared(&lock->word);
		break;
	case HELD_EXCLUSIVE:
		rw_release_exclusive(&lock->word);
		break;
	default:
		driver_is_wrong(RULE_R185,
		    "NdisReleaseRWLock with a LOCK_STATE_EX that no acquire has filled in");
	}
	irql_lower(state.OldIrql);
}

/* Three parameters, the last one narrow: RESULT_FLAG can't tell. */
#define ACQUIRES (SCHEDULES | NO_RESULT)

const struct contract ndis_lock_exports[] = {
	EXPORT(NdisAllocateSpinLock, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisFreeSpinLock, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisAcquireSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisReleaseSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisDprAcquireSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisDprReleaseSpinLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisInterlockedInsertHeadList, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisInterlockedInsertTailList, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisInterlockedRemoveHeadList, 2, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisAllocateRWLock, 1, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(ndis), ENTERS(RW_LOCK)),
	EXPORT(NdisFreeRWLock, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis), STRIKES(RW_LOCK)),
	EXPORT(NdisAcquireRWLockRead, 3, DISPATCH_LEVEL, REFUSAL_NONE, ACQUIRES, PAGE(ndis)),
	EXPORT(NdisAcquireRWLockWrite, 3, DISPATCH_LEVEL, REFUSAL_NONE, ACQUIRES, PAGE(ndis)),
	EXPORT(NdisReleaseRWLock, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORTS_END,
};
