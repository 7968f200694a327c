/*
 * EX_TIMERs: timers that the system allocates, with a callback instead of a DPC.
 *
 * Windows: a driver may wait for one; it begins with a dispatcher header.  What a driver leaves
 *   allocated stays, and fires.  [kernel/exxxxtimer-routines-and-ex-timer-objects]
 * Here: one is a KTIMER of ours whose DPC calls the driver.
 */
#include "host/arena.h"
#include "kernel/block.h"
#include "kernel/enter.h"
#include "kernel/exports.h"
#include "kernel/irql.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "nt/timer.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define MAGIC UINT64_C(0x7265746d69747865)

struct _EX_TIMER {
	KTIMER timer;
	KDPC dpc;
	uint64_t magic;
	PEXT_CALLBACK callback;
	void *context;
	ULONG attributes;
	bool running; /* its callback */
	bool deleted; /* goes when the callback returns */
	PEXT_DELETE_CALLBACK deleted_callback;
	void *deleted_context;
};

static struct _EX_TIMER *
timer_of(struct _EX_TIMER *at, const char *function)
{
	uint64_t address = (uint64_t)at;

	if (address % 16 != 0 || address < ARENA_SYSTEM
	    || address >= ARENA_SYSTEM + ARENA_SYSTEM_SIZE - sizeof *at
	    || at->magic != (MAGIC ^ address))
		driver_is_wrong(RULE_R188, "%s of %p, which is no EX_TIMER or was deleted",
		    function, (void *)at);
	return at;
}

/* Windows: the delete callback runs when the timer is gone.  [ddi:ExDeleteTimer] */
static void
timer_free(struct _EX_TIMER *timer)
{
	PEXT_DELETE_CALLBACK callback = timer->deleted_callback;
	void *context = timer->deleted_context;

	KIRQL before;

	timer->magic = 0;
	arena_give(timer);
	if (callback == NULL)
		return;
	before = irql_raise(DISPATCH_LEVEL);
	DRIVER_CALL(ENTRY_OTHER, callback, ARG(context));
	irql_lower(before);
}

/* Windows: the callback gets the timer and its context, at DISPATCH_LEVEL.  [ddi:EXT_CALLBACK] */
static void NTAPI
timer_due(KDPC *dpc, PVOID context, PVOID unused1, PVOID unused2)
{
	struct _EX_TIMER *timer = context;

	(void)dpc, (void)unused1, (void)unused2;
	timer->running = true;
	DRIVER_CALL(ENTRY_TIMER, timer->callback, ARG(timer), ARG(timer->context));
	timer->running = false;
	block_wake(timer);
	if (timer->deleted)
		timer_free(timer);
}

static PEX_TIMER NTAPI
ExAllocateTimer(PEXT_CALLBACK Callback, PVOID CallbackContext, ULONG Attributes)
{
	const ULONG known = EX_TIMER_HIGH_RESOLUTION | EX_TIMER_NO_WAKE | EX_TIMER_NOTIFICATION;
	const ULONG both = EX_TIMER_HIGH_RESOLUTION | EX_TIMER_NO_WAKE;
	struct _EX_TIMER *timer;

	if ((Attributes & ~known) != 0 || (Attributes & both) == both)
		driver_is_wrong(RULE_R188, "ExAllocateTimer: attributes %#x", Attributes);
	timer = arena_take(sizeof *timer);
	timer->magic = MAGIC ^ (uint64_t)timer;
	timer->callback = Callback;
	timer->context = CallbackContext;
	timer->attributes = Attributes;
	timer_start(&timer->timer,
	    (Attributes & EX_TIMER_NOTIFICATION) != 0 ? NotificationTimer : SynchronizationTimer);
	timer->dpc = (KDPC){ .Type = DpcObject,
		.Importance = MediumImportance,
		.DeferredRoutine = timer_due,
		.DeferredContext = timer };
	ledger_enter(HOLDING_EX_TIMER, (uintptr_t)timer, 0);
	return timer;
}

/* Windows: TRUE if the timer was set before.  [ddi:ExSetTimer] */
static BOOLEAN NTAPI
ExSetTimer(PEX_TIMER Timer, LONGLONG DueTime, LONGLONG Period, PEXT_SET_PARAMETERS Parameters)
{
	struct _EX_TIMER *timer = timer_of(Timer, "ExSetTimer");
	LARGE_INTEGER due = { .QuadPart = DueTime };

	(void)Parameters; /* how late it may be, and from when on it may wake the machine */
	if ((timer->attributes & EX_TIMER_HIGH_RESOLUTION) != 0 && DueTime >= 0)
		driver_is_wrong(
		    RULE_R188, "ExSetTimer: an absolute time for a high-resolution timer");
	if (Period < 0 || Period > INT32_MAX)
		driver_is_wrong(RULE_R188, "ExSetTimer: a period of %lld", (long long)Period);
	if (timer->deleted)
		return FALSE;
	return timer_set(
	    &timer->timer, due, (uint64_t)Period, timer->callback != NULL ? &timer->dpc : NULL);
}

static BOOLEAN NTAPI
ExCancelTimer(PEX_TIMER Timer, PVOID Parameters)
{
	if (Parameters != NULL)
		not_modelled("ExCancelTimer: parameters");
	return timer_cancel(&timer_of(Timer, "ExCancelTimer")->timer);
}

/*
 * Windows: Wait needs Cancel and a low IRQL, and returns when the callback has; without it a
 *   callback that runs finds the timer still valid.  [ddi:ExDeleteTimer]
 */
static BOOLEAN NTAPI
ExDeleteTimer(PEX_TIMER Timer, BOOLEAN Cancel, BOOLEAN Wait, PEXT_DELETE_PARAMETERS Parameters)
{
	struct _EX_TIMER *timer = timer_of(Timer, "ExDeleteTimer");
	bool cancelled = false;

	if (Wait && !Cancel)
		driver_is_wrong(RULE_R188, "ExDeleteTimer waits and does not cancel");
	if (Wait && irql_now() > APC_LEVEL)
		driver_is_wrong(RULE_R186, "ExDeleteTimer waits at IRQL %d", irql_now());
	if (!Cancel && ledger_holds(HOLDING_TIMER, (uintptr_t)&timer->timer))
		not_modelled("ExDeleteTimer of a timer that is set, without cancelling it");
	if (Cancel)
		cancelled = timer_cancel(&timer->timer);
	if (Parameters != NULL) {
		timer->deleted_callback = Parameters->DeleteCallback;
		timer->deleted_context = Parameters->DeleteContext;
	}
	dpc_cancel(&timer->dpc);
	if (!ledger_strike(HOLDING_EX_TIMER, (uintptr_t)timer))
		driver_is_wrong(RULE_R188, "ExDeleteTimer of %p, which was deleted", (void *)timer);
	while (Wait && timer->running)
		block_on(timer, "timer callback", CLOCK_NEVER);
	timer->deleted = timer->running;
	if (!timer->running)
		timer_free(timer);
	return cancelled;
}

const struct contract ex_timer_exports[] = {
	EXPORT(ExAllocateTimer, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm), ENTERS(EX_TIMER)),
	EXPORT(ExSetTimer, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("tolerable delays are not used"), ENTERS(TIMER)),
	EXPORT(
	    ExCancelTimer, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm), STRIKES(TIMER)),
	EXPORT(ExDeleteTimer, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES | BYTE_RESULT, PAGE(wdm),
	    STRIKES(EX_TIMER)),
	EXPORTS_END,
};
