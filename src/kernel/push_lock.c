/*
 * Push locks: one word, shared or exclusive, without recursion.
 *
 * Windows keeps the word opaque.  Ours is 0 when the lock is free, a count
 * shifted by SHARED while readers have it, and the number of the owning thread
 * with EXCLUSIVE while a writer has it.
 */
#include "kernel/block.h"
#include "kernel/exports.h"
#include "kernel/region.h"
#include "ledger/finding.h"
#include "nt/io.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define EXCLUSIVE 1u
#define SHARED 2u
#define KIND 3u
#define SHIFT 4
#define COUNT_LIMIT 0x1000000

#define EX_PUSH_LOCK_FLAGS 0x3 /* EX_DEFAULT_PUSH_LOCK_FLAGS is 0  [wdm.h] */

static EX_PUSH_LOCK
own_mark(void)
{
	return (EX_PUSH_LOCK)thread_now()->number << SHIFT | EXCLUSIVE;
}

/* Windows: whoever has it in any way and acquires it again hangs.  [ddi:FltAcquirePushLockExclusive] */
static void
check_taken(const EX_PUSH_LOCK *lock, const char *function)
{
	EX_PUSH_LOCK now = *lock;

	if (now == own_mark())
		driver_is_wrong(RULE_X20,
		    "%s: this thread holds push lock %p already and would wait for itself",
		    function, (const void *)lock);
	if (((now & KIND) != SHARED && (now & KIND) != EXCLUSIVE) || now >> SHIFT > COUNT_LIMIT)
		driver_is_wrong(
		    RULE_X20, "%s: push lock %p was not initialized", function, (const void *)lock);
}

static void
check_entry(ULONG flags, const char *function)
{
	if ((flags & ~EX_PUSH_LOCK_FLAGS) != 0)
		not_modelled("%s: flags %#x", function, flags);
	if (!region_is_entered())
		finding(RULE_X20, "%s with normal kernel APCs enabled", function);
}

static void
lock_exclusive(EX_PUSH_LOCK *lock, const char *function)
{
	while (*lock != 0) {
		check_taken(lock, function);
		block_on(lock, "push lock", CLOCK_NEVER);
	}
	*lock = own_mark();
	thread_now()->mutexes++;
}

static void
lock_shared(EX_PUSH_LOCK *lock, const char *function)
{
	while (*lock != 0 && (*lock & KIND) != SHARED) {
		check_taken(lock, function);
		block_on(lock, "push lock", CLOCK_NEVER);
	}
	*lock = ((*lock >> SHIFT) + 1) << SHIFT | SHARED;
	thread_now()->mutexes++;
}

static void __attribute__((noreturn)) not_held(const EX_PUSH_LOCK *lock, const char *function)
{
	driver_is_wrong(RULE_X20, "%s: push lock %p is not held so by this thread", function,
	    (const void *)lock);
}

static void
unlock_exclusive(EX_PUSH_LOCK *lock, const char *function)
{
	if (*lock != own_mark())
		not_held(lock, function);
	*lock = 0;
	thread_now()->mutexes--;
	block_wake(lock);
}

static void
unlock_shared(EX_PUSH_LOCK *lock, const char *function)
{
	if ((*lock & KIND) != SHARED || *lock >> SHIFT == 0)
		not_held(lock, function);
	*lock -= UINT64_C(1) << SHIFT;
	thread_now()->mutexes--;
	if (*lock >> SHIFT != 0)
		return;
	*lock = 0;
	block_wake(lock);
}

static void
unlock(EX_PUSH_LOCK *lock, const char *function)
{
	if ((*lock & KIND) == SHARED)
		unlock_shared(lock, function);
	else
		unlock_exclusive(lock, function);
}

static void NTAPI
ExInitializePushLock(PEX_PUSH_LOCK PushLock)
{
	*PushLock = 0;
}

/* Windows: normal kernel APCs must be disabled by the caller.  [ddi:ExAcquirePushLockExclusive] */
static void NTAPI
ExAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	check_entry(Flags, "ExAcquirePushLockExclusiveEx");
	lock_exclusive(PushLock, "ExAcquirePushLockExclusiveEx");
}

static void NTAPI
ExAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	check_entry(Flags, "ExAcquirePushLockSharedEx");
	lock_shared(PushLock, "ExAcquirePushLockSharedEx");
}

static void NTAPI
ExReleasePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	check_entry(Flags, "ExReleasePushLockExclusiveEx");
	unlock_exclusive(PushLock, "ExReleasePushLockExclusiveEx");
}

static void NTAPI
ExReleasePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	check_entry(Flags, "ExReleasePushLockSharedEx");
	unlock_shared(PushLock, "ExReleasePushLockSharedEx");
}

static void NTAPI
ExReleasePushLockEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	check_entry(Flags, "ExReleasePushLockEx");
	unlock(PushLock, "ExReleasePushLockEx");
}

static void NTAPI
FltInitializePushLock(PEX_PUSH_LOCK PushLock)
{
	*PushLock = 0;
}

static void NTAPI
FltDeletePushLock(PEX_PUSH_LOCK PushLock)
{
	if (*PushLock != 0)
		finding(RULE_X20, "FltDeletePushLock: push lock %p is held", (void *)PushLock);
}

/* Windows: these disable normal kernel APCs themselves.  [ddi:FltAcquirePushLockExclusive] */
static void NTAPI
FltAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock)
{
	region_enter();
	lock_exclusive(PushLock, "FltAcquirePushLockExclusive");
}

static void NTAPI
FltAcquirePushLockShared(PEX_PUSH_LOCK PushLock)
{
	region_enter();
	lock_shared(PushLock, "FltAcquirePushLockShared");
}

static void NTAPI
FltReleasePushLock(PEX_PUSH_LOCK PushLock)
{
	unlock(PushLock, "FltReleasePushLock");
	region_leave("FltReleasePushLock");
}

#define FLT_PUSH_LOCK_DISABLE_AUTO_BOOST \
	0x2 /* and no APCs: as the caller of the others  [fltkernel.h] */

static void
flt_check(ULONG flags, const char *function)
{
	if ((flags & ~(FLT_PUSH_LOCK_DISABLE_AUTO_BOOST | 1u)) != 0)
		not_modelled("%s: flags %#x", function, flags);
}

static void NTAPI
FltAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	flt_check(Flags, "FltAcquirePushLockExclusiveEx");
	FltAcquirePushLockExclusive(PushLock);
}

static void NTAPI
FltAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	flt_check(Flags, "FltAcquirePushLockSharedEx");
	FltAcquirePushLockShared(PushLock);
}

static void NTAPI
FltReleasePushLockEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	flt_check(Flags, "FltReleasePushLockEx");
	FltReleasePushLock(PushLock);
}

const struct contract push_lock_exports[] = {
	EXPORT(ExInitializePushLock, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExAcquirePushLockExclusiveEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ExAcquirePushLockSharedEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ExReleasePushLockExclusiveEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ExReleasePushLockSharedEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ExReleasePushLockEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORTS_END,
};

const struct contract filter_push_lock_exports[] = {
	EXPORT(FltInitializePushLock, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(fltkernel)),
	EXPORT(FltDeletePushLock, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(fltkernel)),
	EXPORT(FltAcquirePushLockExclusive, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel)),
	EXPORT(FltAcquirePushLockShared, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel)),
	EXPORT(FltReleasePushLock, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel)),
	EXPORT(
	    FltAcquirePushLockExclusiveEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel)),
	EXPORT(FltAcquirePushLockSharedEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel)),
	EXPORT(FltReleasePushLockEx, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel)),
	EXPORTS_END,
};
