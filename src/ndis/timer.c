/*
 * NDIS timer objects: a timer, its DPC and the driver's function in one.
 *
 * Windows: cancelling a periodic timer flushes the DPCs, so it needs PASSIVE_LEVEL.
 *   [ddi:NdisCancelTimerObject]
 */
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ndis/exports.h"
#include "nt/ndis_lock.h"
#include "sched/thread.h"

#define MAGIC UINT64_C(0x72656d697473696e)

struct timer {
	KTIMER timer;
	KDPC dpc;
	uint64_t magic;
	PNDIS_TIMER_FUNCTION function;
	void *context; /* of the characteristics */
	void *now;     /* of the last NdisSetTimerObject */
	bool periodic;
};

static struct timer *
timer_of(NDIS_HANDLE handle, const char *function)
{
	struct timer *timer = handle;

	if (!ledger_holds(HOLDING_EX_TIMER, (uintptr_t)handle) || timer->magic != MAGIC)
		driver_is_wrong(
		    RULE_R188, "%s of %p, which is no timer object or was freed", function, handle);
	return timer;
}

static void NTAPI
timer_due(KDPC *dpc, PVOID context, PVOID unused1, PVOID unused2)
{
	const struct timer *timer = context;

	(void)dpc, (void)unused1, (void)unused2;
	DRIVER_CALL(ENTRY_TIMER, timer->function, 0, ARG(timer->now), 0, 0);
}

static NDIS_STATUS NTAPI
NdisAllocateTimerObject(NDIS_HANDLE NdisHandle, PNDIS_TIMER_CHARACTERISTICS TimerCharacteristics,
    NDIS_HANDLE *TimerObject)
{
	const NDIS_TIMER_CHARACTERISTICS *wanted = TimerCharacteristics;
	struct timer *timer;

	(void)NdisHandle;
	if (wanted->Header.Type != NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS
	    || wanted->Header.Revision < NDIS_TIMER_CHARACTERISTICS_REVISION_1
	    || wanted->Header.Size < NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1
	    || wanted->TimerFunction == NULL)
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	timer = arena_take(sizeof *timer);
	timer->magic = MAGIC;
	timer->function = wanted->TimerFunction;
	timer->context = wanted->FunctionContext;
	timer_start(&timer->timer, NotificationTimer);
	timer->dpc = (KDPC){ .Type = DpcObject,
		.Importance = MediumImportance,
		.DeferredRoutine = timer_due,
		.DeferredContext = timer };
	ledger_enter_tagged(HOLDING_EX_TIMER, (uintptr_t)timer, 0, wanted->AllocationTag);
	*TimerObject = timer;
	return NDIS_STATUS_SUCCESS;
}

/* Windows: no context is the one of the characteristics.  [ddi:NdisSetTimerObject] */
static BOOLEAN NTAPI
NdisSetTimerObject(
    NDIS_HANDLE TimerObject, LARGE_INTEGER DueTime, LONG MillisecondsPeriod, PVOID FunctionContext)
{
	struct timer *timer = timer_of(TimerObject, "NdisSetTimerObject");

	if (MillisecondsPeriod < 0)
		driver_is_wrong(
		    RULE_R188, "NdisSetTimerObject: a period of %d", MillisecondsPeriod);
	timer->now = FunctionContext != NULL ? FunctionContext : timer->context;
	timer->periodic = MillisecondsPeriod > 0;
	return timer_set(&timer->timer, DueTime, (uint64_t)MillisecondsPeriod * 10000, &timer->dpc);
}

static BOOLEAN NTAPI
NdisCancelTimerObject(NDIS_HANDLE TimerObject)
{
	struct timer *timer = timer_of(TimerObject, "NdisCancelTimerObject");
	bool was_set = timer_cancel(&timer->timer);

	if (timer->periodic && irql_now() > PASSIVE_LEVEL)
		finding(
		    RULE_R188, "NdisCancelTimerObject of a periodic timer at IRQL %d", irql_now());
	else if (timer->periodic)
		dpc_flush();
	return was_set;
}

/* Windows: it must have been cancelled or have fired.  [ddi:NdisFreeTimerObject] */
static void NTAPI
NdisFreeTimerObject(NDIS_HANDLE TimerObject)
{
	struct timer *timer = timer_of(TimerObject, "NdisFreeTimerObject");

	if (ledger_holds(HOLDING_TIMER, (uintptr_t)&timer->timer))
		driver_is_wrong(RULE_R188, "NdisFreeTimerObject of a timer that is set");
	dpc_cancel(&timer->dpc);
	ledger_strike(HOLDING_EX_TIMER, (uintptr_t)timer);
	timer->magic = 0;
	arena_give(timer);
}

const struct contract ndis_timer_exports[] = {
	EXPORT(NdisAllocateTimerObject, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(ndis),
	    FAILS("NDIS_STATUS_BAD_CHARACTERISTICS"), ENTERS(EX_TIMER)),
	EXPORT(NdisSetTimerObject, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis),
	    ENTERS(TIMER)),
	EXPORT(NdisCancelTimerObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis),
	    STRIKES(TIMER)),
	EXPORT(NdisFreeTimerObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis),
	    STRIKES(EX_TIMER)),
	EXPORTS_END,
};
