/*
 * Timers and DPCs.
 *
 * Pending timers stand in a list sorted by due time, the earlier set first
 * among equals.  A queued DPC stands in its processor's list until the
 * processor drops below DISPATCH_LEVEL; then the scheduler makes a thread of
 * kind THREAD_DPC, which runs what is queued and ends.  Both lists hold
 * addresses in the driver's memory, which is read when the time has come, as
 * Windows does: a timer that was freed while pending shows as what it is.
 */
#include "base/list.h"
#include "host/arena.h"
#include "host/code.h"
#include "kernel/enter.h"
#include "kernel/exports.h"
#include "kernel/trap.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "nt/processor.h"
#include "sched/clock.h"
#include "sched/thread.h"

struct pending {
	struct link link;
	KTIMER *timer;
	uintptr_t routine; /* of its DPC when it was set, for a report */
	struct moment since;
	uint64_t due_100ns;
	uint64_t period_100ns;
};

struct queued {
	struct link link;
	KDPC *dpc;
	uintptr_t routine;
	struct moment since;
};

static MACHINE_STATE struct {
	struct link pending;
	struct link queues[PROCESSORS];
	unsigned running; /* DPC routines that are being called now */
} timers;

static struct queued *
queued_find(const KDPC *dpc)
{
	for (unsigned i = 0; i < PROCESSORS; i++) {
		LIST_EACH (at, &timers.queues[i]) {
			struct queued *queued = LIST_ITEM(at, struct queued, link);

			if (queued->dpc == dpc)
				return queued;
		}
	}
	return NULL;
}

static bool
dpc_pending(unsigned processor)
{
	return !list_empty(&timers.queues[processor]);
}

bool
dpc_queue(KDPC *dpc, void *argument1, void *argument2)
{
	struct queued *queued;
	unsigned processor = processor_now();

	if (queued_find(dpc) != NULL)
		return false;
	if (dpc->Number != 0 && dpc->Number <= PROCESSORS)
		processor = dpc->Number - 1u;
	dpc->SystemArgument1 = argument1;
	dpc->SystemArgument2 = argument2;
	queued = arena_take(sizeof *queued);
	queued->dpc = dpc;
	queued->routine = (uintptr_t)dpc->DeferredRoutine;
	queued->since = moment_now();
	list_add(&timers.queues[processor], &queued->link);
	sched_interrupt(processor, true);
	if (!code_is_ours((uintptr_t)dpc->DeferredRoutine))
		ledger_enter(HOLDING_DPC, (uintptr_t)dpc, sizeof *dpc);
	return true;
}

bool
dpc_cancel(KDPC *dpc)
{
	struct queued *queued = queued_find(dpc);

	if (queued == NULL)
		return false;
	ledger_strike(HOLDING_DPC, (uintptr_t)dpc);
	list_remove(&queued->link);
	arena_give(queued);
	for (unsigned i = 0; i < PROCESSORS; i++)
		sched_interrupt(i, dpc_pending(i));
	return true;
}

static void
dpc_run(KDPC *dpc)
{
	PKDEFERRED_ROUTINE routine = dpc->DeferredRoutine;
	PVOID context = dpc->DeferredContext;
	PVOID first = dpc->SystemArgument1, second = dpc->SystemArgument2;

	ledger_strike(HOLDING_DPC, (uintptr_t)dpc);
	timers.running++;
	if (code_is_ours((uintptr_t)routine))
		routine(dpc, context, first, second);
	else
		DRIVER_CALL(ENTRY_DPC, routine, ARG(dpc), ARG(context), ARG(first), ARG(second));
	timers.running--;
}

/* Windows: 0xC4/0x15 for a timer in freed pool, 0xCE or 0xD1 when the routine is gone.  [bug-check-0xc4, 0xce] */
static void
gone(const char *what, uintptr_t routine, struct moment since)
{
	finding_at(RULE_X8, routine != 0 ? (struct moment){ since.step, routine } : since,
	    "a %s that was left queued is due, and its memory is gone", what);
}

static void
dpc_body(void *processor)
{
	struct link *queue = &timers.queues[(uintptr_t)processor];

	while (!list_empty(queue)) {
		struct queued *queued = LIST_ITEM(queue->next, struct queued, link);
		struct queued taken = *queued;

		list_remove(&queued->link);
		arena_give(queued);
		sched_interrupt((unsigned)(uintptr_t)processor, !list_empty(queue));
		if (trap_usable(taken.dpc))
			dpc_run(taken.dpc);
		else
			gone("DPC", taken.routine, taken.since);
	}
}

static struct pending *
pending_find(const KTIMER *timer)
{
	LIST_EACH (at, &timers.pending) {
		struct pending *pending = LIST_ITEM(at, struct pending, link);

		if (pending->timer == timer)
			return pending;
	}
	return NULL;
}

static void
pending_add(struct pending *pending)
{
	struct link *at = timers.pending.next;

	while (at != &timers.pending
	    && LIST_ITEM(at, struct pending, link)->due_100ns <= pending->due_100ns)
		at = at->next;
	list_add(at, &pending->link);
	sched_due(pending->due_100ns);
}

static uint64_t
next_due(void)
{
	if (list_empty(&timers.pending))
		return CLOCK_NEVER;
	return LIST_ITEM(timers.pending.next, struct pending, link)->due_100ns;
}

static void
timer_fire(struct pending *pending)
{
	KTIMER *timer = pending->timer;
	KDPC *dpc;

	list_remove(&pending->link);
	if (!trap_usable(timer)) {
		gone("timer", pending->routine, pending->since);
		arena_give(pending);
		return;
	}
	dpc = timer->Dpc;
	if (pending->period_100ns != 0) {
		pending->due_100ns += pending->period_100ns;
		pending_add(pending);
	} else {
		ledger_strike(HOLDING_TIMER, (uintptr_t)timer);
		timer->Header.TimerMiscFlags &= (UCHAR)~TIMER_INSERTED;
		arena_give(pending);
	}
	timer->Header.SignalState = 1;
	wait_signaled(&timer->Header);
	if (dpc != NULL && trap_usable(dpc))
		dpc_queue(dpc, NULL, NULL);
}

static void
expire(void)
{
	while (next_due() <= clock_now_100ns())
		timer_fire(LIST_ITEM(timers.pending.next, struct pending, link));
}

void
timers_start(void)
{
	static const struct sched_hooks hooks = { dpc_body, next_due, expire };

	list_start(&timers.pending);
	for (unsigned i = 0; i < PROCESSORS; i++)
		list_start(&timers.queues[i]);
	sched_hooks(&hooks);
}

static void NTAPI
KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext)
{
	*Dpc = (KDPC){ .Type = DpcObject,
		.Importance = MediumImportance,
		.DeferredRoutine = DeferredRoutine,
		.DeferredContext = DeferredContext };
}

/* Here: as on a machine whose threaded DPCs are disabled: an ordinary one.  [ddi:KeInitializeThreadedDpc] */
static void NTAPI
KeInitializeThreadedDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext)
{
	KeInitializeDpc(Dpc, DeferredRoutine, DeferredContext);
	Dpc->Type = ThreadedDpcObject;
}

static BOOLEAN NTAPI
KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2)
{
	return dpc_queue(Dpc, SystemArgument1, SystemArgument2);
}

static BOOLEAN NTAPI
KeRemoveQueueDpc(PRKDPC Dpc)
{
	return dpc_cancel(Dpc);
}

static void NTAPI
KeSetImportanceDpc(PRKDPC Dpc, KDPC_IMPORTANCE Importance)
{
	Dpc->Importance = (UCHAR)Importance;
}

static void NTAPI
KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number)
{
	if (Number < 0 || Number >= PROCESSORS)
		not_modelled("KeSetTargetProcessorDpc for processor %d of %d", Number, PROCESSORS);
	Dpc->Number = (USHORT)(Number + 1);
}

static NTSTATUS NTAPI
KeSetTargetProcessorDpcEx(PKDPC Dpc, PPROCESSOR_NUMBER ProcNumber)
{
	if (ProcNumber->Group != 0 || ProcNumber->Number >= PROCESSORS || ProcNumber->Reserved != 0)
		return STATUS_INVALID_PARAMETER;
	Dpc->Number = (USHORT)(ProcNumber->Number + 1);
	return STATUS_SUCCESS;
}

/*
 * Windows: returns when every DPC that was queued on any processor has run to its end.
 *   [ddi:KeFlushQueuedDpcs]
 */
void
dpc_flush(void)
{
	while (timers.running != 0 || dpc_pending(0) || dpc_pending(1))
		thread_park("queued DPCs", 0, clock_now_100ns() + 1);
}
_Static_assert(PROCESSORS == 2, "dpc_flush asks two queues");

static void NTAPI
KeFlushQueuedDpcs(void)
{
	dpc_flush();
}

void
timer_start(KTIMER *timer, TIMER_TYPE type)
{
	*timer = (KTIMER){ .Header.Type = (UCHAR)(TimerNotificationObject + type),
		.Header.Size = sizeof *timer / sizeof(ULONG) };
	timer->Header.WaitListHead.Flink = &timer->Header.WaitListHead;
	timer->Header.WaitListHead.Blink = &timer->Header.WaitListHead;
}

static void NTAPI
KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type)
{
	timer_start(Timer, Type);
}

static void NTAPI
KeInitializeTimer(PKTIMER Timer)
{
	KeInitializeTimerEx(Timer, NotificationTimer);
}

bool
timer_cancel(KTIMER *timer)
{
	struct pending *pending = pending_find(timer);

	if (pending == NULL)
		return false;
	ledger_strike(HOLDING_TIMER, (uintptr_t)timer);
	timer->Header.TimerMiscFlags &= (UCHAR)~TIMER_INSERTED;
	list_remove(&pending->link);
	arena_give(pending);
	return true;
}

bool
timer_set(KTIMER *timer, LARGE_INTEGER due, uint64_t period_100ns, KDPC *dpc)
{
	bool was_set = timer_cancel(timer);
	struct pending *pending = arena_take(sizeof *pending);

	timer->Header.SignalState = 0;
	timer->Header.TimerMiscFlags |= TIMER_INSERTED;
	timer->Dpc = dpc;
	timer->Period = (ULONG)(period_100ns / 10000);
	pending->timer = timer;
	pending->routine = dpc != NULL ? (uintptr_t)dpc->DeferredRoutine : 0;
	pending->since = moment_now();
	pending->due_100ns = wait_deadline(&due);
	pending->period_100ns = period_100ns;
	timer->DueTime.QuadPart = pending->due_100ns;
	pending_add(pending);
	ledger_enter(HOLDING_TIMER, (uintptr_t)timer, sizeof *timer);
	return was_set;
}

static BOOLEAN NTAPI
KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc)
{
	return timer_set(Timer, DueTime, (uint64_t)Period * 10000, Dpc);
}

static BOOLEAN NTAPI
KeSetTimer(PKTIMER Timer, LARGE_INTEGER DueTime, PKDPC Dpc)
{
	return KeSetTimerEx(Timer, DueTime, 0, Dpc);
}

static BOOLEAN NTAPI
KeSetCoalescableTimer(
    PKTIMER Timer, LARGE_INTEGER DueTime, ULONG Period, ULONG TolerableDelay, PKDPC Dpc)
{
	(void)TolerableDelay;
	return KeSetTimerEx(Timer, DueTime, (LONG)Period, Dpc);
}

static BOOLEAN NTAPI
KeCancelTimer(PKTIMER Timer)
{
	return timer_cancel(Timer);
}

static BOOLEAN NTAPI
KeReadStateTimer(PKTIMER Timer)
{
	return Timer->Header.SignalState != 0;
}

const struct contract timer_exports[] = {
	EXPORT(KeInitializeDpc, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeInsertQueueDpc, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm), ENTERS(DPC)),
	EXPORT(KeRemoveQueueDpc, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm), STRIKES(DPC)),
	EXPORT(KeSetImportanceDpc, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeSetTargetProcessorDpc, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeInitializeThreadedDpc, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("runs as where threaded DPCs are disabled: at DISPATCH_LEVEL")),
	EXPORT(KeSetTargetProcessorDpcEx, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(KeFlushQueuedDpcs, 0, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeInitializeTimer, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeInitializeTimerEx, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeSetTimer, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeSetTimerEx, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm), ENTERS(TIMER)),
	EXPORT(KeSetCoalescableTimer, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    KeCancelTimer, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm), STRIKES(TIMER)),
	EXPORT(KeReadStateTimer, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
