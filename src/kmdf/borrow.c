#include "kmdf/borrow.h"

#include "kernel/exports.h"
#include "kernel/wait.h"

#include <assert.h>
#include <string.h>

/* Of the kernel's tables; host addresses, the same in every life, so no MACHINE_STATE. */
static struct {
	KIRQL(NTAPI *acquire)(KSPIN_LOCK *lock);
	void(NTAPI *release)(KSPIN_LOCK *lock, KIRQL before);
	BOOLEAN(NTAPI *set)(KTIMER *timer, LARGE_INTEGER due, LONG period, KDPC *dpc);
	BOOLEAN(NTAPI *cancel)(KTIMER *timer);
	void(NTAPI *init)(KTIMER *timer);
	void(NTAPI *init_dpc)(KDPC *dpc, PKDEFERRED_ROUTINE routine, void *context);
	void(NTAPI *flush)(void);
} ke;

static void *
entry(const struct contract *table, const char *name)
{
	for (; table->name != NULL; table++) {
		if (strcmp(table->name, name) == 0)
			return table->function;
	}
	assert(!"the kernel's tables have it");
	return NULL;
}

void
wdf_borrow_start(void)
{
	*(void **)&ke.acquire = entry(lock_exports, "KeAcquireSpinLockRaiseToDpc");
	*(void **)&ke.release = entry(lock_exports, "KeReleaseSpinLock");
	*(void **)&ke.set = entry(timer_exports, "KeSetTimerEx");
	*(void **)&ke.cancel = entry(timer_exports, "KeCancelTimer");
	*(void **)&ke.init = entry(timer_exports, "KeInitializeTimer");
	*(void **)&ke.init_dpc = entry(timer_exports, "KeInitializeDpc");
	*(void **)&ke.flush = entry(timer_exports, "KeFlushQueuedDpcs");
}

KIRQL
spin_lock_take(KSPIN_LOCK *lock)
{
	return ke.acquire(lock);
}

void
spin_lock_give(KSPIN_LOCK *lock, KIRQL before)
{
	ke.release(lock, before);
}

bool
ktimer_set(KTIMER *timer, int64_t due_time, uint32_t period_ms, KDPC *dpc)
{
	return ke.set(timer, (LARGE_INTEGER){ .QuadPart = due_time }, (LONG)period_ms, dpc);
}

bool
ktimer_cancel(KTIMER *timer)
{
	return ke.cancel(timer);
}

void
ktimer_init(KTIMER *timer)
{
	ke.init(timer);
}

void
kdpc_init(KDPC *dpc, PKDEFERRED_ROUTINE routine, void *context)
{
	ke.init_dpc(dpc, routine, context);
}

void
kdpc_flush(void)
{
	ke.flush();
}
