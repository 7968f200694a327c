#include "kernel/rundown.h"

#include "kernel/block.h"
#include "kernel/exports.h"
#include "ledger/finding.h"
#include "nt/io.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define RUN_DOWN UINT64_C(1)
#define ONE UINT64_C(2)

void
rundown_start(volatile ULONG_PTR *word)
{
	*word = 0;
}

/* Windows: the old object must have been run down.  [ddi:ExReInitializeRundownProtection] */
void
rundown_restart(volatile ULONG_PTR *word, const char *function)
{
	if (*word != RUN_DOWN)
		finding(RULE_X20, "%s of %p, which was not run down", function,
		    (void *)(uintptr_t)word);
	*word = 0;
}

bool
rundown_acquire(volatile ULONG_PTR *word, ULONG count)
{
	if (*word & RUN_DOWN)
		return false;
	*word += count * ONE;
	return true;
}

void
rundown_release(volatile ULONG_PTR *word, ULONG count, const char *function)
{
	if (*word / ONE < count)
		driver_is_wrong(RULE_X20, "%s of %p, whose count is %lu", function,
		    (void *)(uintptr_t)word, (unsigned long)(*word / ONE));
	*word -= count * ONE;
	if (*word == RUN_DOWN)
		block_wake(word);
}

/* Windows: no more is granted from here on; returns when all that was is given back.
 *   [ddi:ExWaitForRundownProtectionRelease] */
void
rundown_wait(volatile ULONG_PTR *word, const char *function)
{
	*word |= RUN_DOWN;
	if (*word != RUN_DOWN && irql_now() > APC_LEVEL)
		driver_is_wrong(RULE_R186, "%s waits at IRQL %d", function, irql_now());
	while (*word != RUN_DOWN)
		block_on(word, "run-down protection", CLOCK_NEVER);
}

void
rundown_complete(volatile ULONG_PTR *word, const char *function)
{
	if (*word != RUN_DOWN)
		finding(RULE_X20, "%s of %p, which was not run down", function,
		    (void *)(uintptr_t)word);
	*word = RUN_DOWN;
}

static void NTAPI
ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	rundown_start(&RunRef->Count);
}

static void NTAPI
ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	rundown_restart(&RunRef->Count, "ExReInitializeRundownProtection");
}

static BOOLEAN NTAPI
ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	return rundown_acquire(&RunRef->Count, 1);
}

static BOOLEAN NTAPI
ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count)
{
	return rundown_acquire(&RunRef->Count, Count);
}

static void NTAPI
ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	rundown_release(&RunRef->Count, 1, "ExReleaseRundownProtection");
}

static void NTAPI
ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count)
{
	rundown_release(&RunRef->Count, Count, "ExReleaseRundownProtectionEx");
}

static void NTAPI
ExRundownCompleted(PEX_RUNDOWN_REF RunRef)
{
	rundown_complete(&RunRef->Count, "ExRundownCompleted");
}

static void NTAPI
ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef)
{
	rundown_wait(&RunRef->Count, "ExWaitForRundownProtectionRelease");
}

const struct contract rundown_exports[] = {
	EXPORT(ExInitializeRundownProtection, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExReInitializeRundownProtection, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExAcquireRundownProtection, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExAcquireRundownProtectionEx, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExReleaseRundownProtection, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExReleaseRundownProtectionEx, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExRundownCompleted, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExWaitForRundownProtectionRelease, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
