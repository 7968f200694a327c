#include "kernel/region.h"

#include "kernel/exports.h"
#include "ledger/finding.h"
#include "sched/thread.h"

void
region_enter(void)
{
	thread_now()->critical_regions++;
}

/* Windows: what was left too often shows when the thread returns to its program.  [bug-check-0x1] */
static void __attribute__((noreturn)) not_inside(const char *function, const char *kind)
{
	driver_crashes(RULE_R91, moment_now().where, "0x1 APC_INDEX_MISMATCH",
	    "%s leaves a %s region that the thread is not in", function, kind);
}

void
region_leave(const char *function)
{
	if (thread_now()->critical_regions == 0)
		not_inside(function, "critical");
	thread_now()->critical_regions--;
}

void
region_guard(void)
{
	thread_now()->guarded_regions++;
}

void
region_unguard(const char *function)
{
	if (thread_now()->guarded_regions == 0)
		not_inside(function, "guarded");
	thread_now()->guarded_regions--;
}

bool
region_is_entered(void)
{
	const struct thread *thread = thread_now();

	return thread->critical_regions > 0 || thread->guarded_regions > 0
	    || thread->irql >= APC_LEVEL;
}

static void NTAPI
KeEnterCriticalRegion(void)
{
	region_enter();
}

static void NTAPI
KeLeaveCriticalRegion(void)
{
	region_leave("KeLeaveCriticalRegion");
}

static void NTAPI
KeEnterGuardedRegion(void)
{
	region_guard();
}

static void NTAPI
KeLeaveGuardedRegion(void)
{
	region_unguard("KeLeaveGuardedRegion");
}

/* Windows: in a critical or guarded region, or at APC_LEVEL and above.  [ddi:KeAreApcsDisabled] */
static BOOLEAN NTAPI
KeAreApcsDisabled(void)
{
	return region_is_entered();
}

/* Windows: in a guarded region, or at APC_LEVEL and above.  [ddi:KeAreAllApcsDisabled] */
static BOOLEAN NTAPI
KeAreAllApcsDisabled(void)
{
	return thread_now()->guarded_regions > 0 || irql_now() >= APC_LEVEL;
}

const struct contract region_exports[] = {
	EXPORT(KeEnterCriticalRegion, 0, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeLeaveCriticalRegion, 0, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeEnterGuardedRegion, 0, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeLeaveGuardedRegion, 0, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeAreApcsDisabled, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeAreAllApcsDisabled, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
