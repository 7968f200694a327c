/*
 * Fast mutexes and guarded mutexes: one structure, initialized by inlines in
 * the driver or by KeInitializeGuardedMutex.  Count is 1 when it is free and
 * Owner says who has it; a structure that is neither free nor owned was never
 * initialized.
 */
#include "kernel/block.h"
#include "kernel/exports.h"
#include "kernel/irql.h"
#include "kernel/region.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "nt/io.h"
#include "sched/clock.h"
#include "sched/thread.h"

/* Windows: a second acquire by the owner waits for ever.  [ddi:KeAcquireGuardedMutexUnsafe] */
static void
check_taken(const FAST_MUTEX *mutex, const char *function)
{
	if (mutex->Owner == owner_now())
		driver_is_wrong(RULE_X20,
		    "%s: this thread holds mutex %p already and would wait for itself", function,
		    (const void *)mutex);
	if (mutex->Owner == NULL)
		driver_is_wrong(
		    RULE_X20, "%s: mutex %p was not initialized", function, (const void *)mutex);
}

static void
mutex_acquire(FAST_MUTEX *mutex, const char *function)
{
	if (irql_now() > APC_LEVEL)
		driver_is_wrong(RULE_R186, "%s waits at IRQL %d", function, irql_now());
	while (mutex->Count != 1) {
		check_taken(mutex, function);
		mutex->Contention++;
		block_on(mutex, "mutex", CLOCK_NEVER);
	}
	mutex->Count = 0;
	mutex->Owner = owner_now();
	thread_now()->mutexes++;
}

static bool
mutex_try(FAST_MUTEX *mutex)
{
	if (mutex->Count != 1)
		return false;
	mutex->Count = 0;
	mutex->Owner = owner_now();
	thread_now()->mutexes++;
	return true;
}

static void
mutex_release(FAST_MUTEX *mutex, const char *function)
{
	if (mutex->Count == 1 || mutex->Owner != owner_now())
		driver_is_wrong(
		    RULE_X20, "%s: mutex %p is not this thread's", function, (void *)mutex);
	mutex->Owner = NULL;
	mutex->Count = 1;
	thread_now()->mutexes--;
	block_wake(mutex);
}

/* Windows: the unsafe kind leaves it to the caller that no APC comes.  [ddi:ExAcquireFastMutexUnsafe] */
static void
check_apcs(const char *function)
{
	if (!region_is_entered())
		finding(RULE_X20, "%s with APCs enabled", function);
}

/*
 * Windows: at APC_LEVEL while it is held; the old level lies in the mutex.
 *   [ddi:ExAcquireFastMutex, Remarks]
 */
static void NTAPI
ExAcquireFastMutex(PFAST_MUTEX FastMutex)
{
	KIRQL before = irql_raise(APC_LEVEL);

	mutex_acquire(FastMutex, "ExAcquireFastMutex");
	FastMutex->OldIrql = before;
}

static BOOLEAN NTAPI
ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex)
{
	KIRQL before = irql_raise(APC_LEVEL);

	if (!mutex_try(FastMutex)) {
		irql_lower(before);
		return FALSE;
	}
	FastMutex->OldIrql = before;
	return TRUE;
}

static void NTAPI
ExReleaseFastMutex(PFAST_MUTEX FastMutex)
{
	KIRQL before = (KIRQL)FastMutex->OldIrql;

	if (irql_now() != APC_LEVEL)
		finding(RULE_X20, "ExReleaseFastMutex at IRQL %d, not APC_LEVEL", irql_now());
	mutex_release(FastMutex, "ExReleaseFastMutex");
	irql_lower(before);
}

static void NTAPI
ExAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex)
{
	check_apcs("ExAcquireFastMutexUnsafe");
	mutex_acquire(FastMutex, "ExAcquireFastMutexUnsafe");
}

static void NTAPI
ExReleaseFastMutexUnsafe(PFAST_MUTEX FastMutex)
{
	check_apcs("ExReleaseFastMutexUnsafe");
	mutex_release(FastMutex, "ExReleaseFastMutexUnsafe");
}

static void NTAPI
ExEnterCriticalRegionAndAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex)
{
	region_enter();
	mutex_acquire(FastMutex, "ExEnterCriticalRegionAndAcquireFastMutexUnsafe");
}

static void NTAPI
ExReleaseFastMutexUnsafeAndLeaveCriticalRegion(PFAST_MUTEX FastMutex)
{
	mutex_release(FastMutex, "ExReleaseFastMutexUnsafeAndLeaveCriticalRegion");
	region_leave("ExReleaseFastMutexUnsafeAndLeaveCriticalRegion");
}

static void NTAPI
KeInitializeGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	*Mutex = (KGUARDED_MUTEX){ .Count = 1 };
	event_start(&Mutex->Event, SynchronizationEvent, false);
}

/* Windows: the thread is in a guarded region while it holds the mutex.  [ddi:KeAcquireGuardedMutex] */
static void NTAPI
KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	region_guard();
	mutex_acquire(Mutex, "KeAcquireGuardedMutex");
}

static BOOLEAN NTAPI
KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	if (!mutex_try(Mutex))
		return FALSE;
	region_guard();
	return TRUE;
}

static void NTAPI
KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	mutex_release(Mutex, "KeReleaseGuardedMutex");
	region_unguard("KeReleaseGuardedMutex");
}

static void NTAPI
KeAcquireGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex)
{
	check_apcs("KeAcquireGuardedMutexUnsafe");
	mutex_acquire(Mutex, "KeAcquireGuardedMutexUnsafe");
}

static void NTAPI
KeReleaseGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex)
{
	check_apcs("KeReleaseGuardedMutexUnsafe");
	mutex_release(Mutex, "KeReleaseGuardedMutexUnsafe");
}

const struct contract mutex_exports[] = {
	EXPORT(ExAcquireFastMutex, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExTryToAcquireFastMutex, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExReleaseFastMutex, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExAcquireFastMutexUnsafe, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExReleaseFastMutexUnsafe, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    ExEnterCriticalRegionAndAcquireFastMutexUnsafe, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(
	    ExReleaseFastMutexUnsafeAndLeaveCriticalRegion, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(KeInitializeGuardedMutex, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeAcquireGuardedMutex, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeTryToAcquireGuardedMutex, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseGuardedMutex, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeAcquireGuardedMutexUnsafe, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseGuardedMutexUnsafe, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
