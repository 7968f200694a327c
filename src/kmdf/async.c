#include "kmdf/async.h"

#include "executive/work.h"
#include "kernel/enter.h"
#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/lock.h"
#include "kmdf/status.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

struct wdf_work_item {
	struct wdf_object object;
	struct wdf_object *parent; /* referenced */
	PFN_WDF_WORKITEM callback;
	struct wdf_callback_lock *lock;
	struct thread *thread; /* that runs the callback, or ran it last */
	KEVENT idle;           /* neither queued nor running */
	unsigned running;
	bool queued;
	bool going;
};

struct wdf_timer {
	struct wdf_object object;
	struct wdf_object *parent; /* referenced */
	PFN_WDF_TIMER callback;
	struct wdf_callback_lock *lock;
	struct thread *thread;
	KTIMER timer;
	KDPC dpc;
	KEVENT idle; /* a passive timer's callback is neither queued nor running */
	ULONG period_ms;
	bool passive;
	bool queued;
	bool going;
};

struct wdf_dpc {
	struct wdf_object object;
	struct wdf_object *parent; /* referenced */
	PFN_WDF_DPC callback;
	struct wdf_callback_lock *lock;
	KDPC dpc;
};

void
wdf_async_work(void (*body)(void *), void *argument)
{
	work_queue(body, argument);
}

static void
work_item_run(void *argument)
{
	struct wdf_work_item *item = argument;

	item->queued = false;
	item->running++;
	item->thread = thread_now();
	wdf_callback_lock_take(item->lock);
	DRIVER_CALL(ENTRY_WDF_WORK_ITEM, item->callback, ARG(item));
	wdf_callback_lock_give(item->lock);
	item->thread = NULL;
	item->running--;
	if (item->running == 0 && !item->queued)
		event_signal(&item->idle);
	wdf_object_release(&item->object);
}

void
wdf_work_item_dispose(struct wdf_object *object)
{
	struct wdf_work_item *item = (struct wdf_work_item *)object;

	item->going = true;
	if (item->thread != thread_now())
		event_wait(&item->idle, CLOCK_NEVER, "WDFWORKITEM");
	wdf_object_release(item->parent);
}

static NTSTATUS NTAPI
WdfWorkItemCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_WORKITEM_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM *WorkItem)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	NTSTATUS status = attributes_check(Attributes, ATTRIBUTES_PARENT_REQUIRED);
	struct wdf_callback_lock *lock;
	struct wdf_work_item *item;
	struct wdf_object *parent;

	if (!NT_SUCCESS(status))
		return status;
	wdf_not_null(Config, __func__, "Config");
	wdf_not_null(WorkItem, __func__, "WorkItem");
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (Config->EvtWorkItemFunc == NULL)
		return STATUS_INVALID_PARAMETER;
	parent = wdf_object_get(Attributes->ParentObject, WDF_KIND_ANY, __func__);
	if (wdf_object_device(parent) == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_lock_of_parent(parent, Config->AutomaticSerialization, true, &lock);
	if (!NT_SUCCESS(status))
		return status;
	item = (struct wdf_work_item *)wdf_object_take(
	    binding, WDF_KIND_WORK_ITEM, sizeof(*item), Attributes, parent);
	if (item == NULL)
		return STATUS_DELETE_PENDING;
	wdf_object_reference(parent);
	item->parent = parent;
	item->callback = Config->EvtWorkItemFunc;
	item->lock = lock;
	event_start(&item->idle, NotificationEvent, true);
	*WorkItem = wdf_object_handle(&item->object);
	return STATUS_SUCCESS;
}

/* Windows: enqueued while it is queued, it runs once.  [ddi:WdfWorkItemEnqueue] */
static void NTAPI
WdfWorkItemEnqueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFWORKITEM WorkItem)
{
	struct wdf_work_item *item =
	    wdf_object_for(DriverGlobals, WorkItem, WDF_KIND_WORK_ITEM, __func__);

	if (item->queued)
		return;
	if (item->going) {
		finding(RULE_R25, "%s: the work item is being deleted", __func__);
		return;
	}
	event_clear(&item->idle);
	item->queued = true;
	wdf_object_reference(&item->object);
	wdf_async_work(work_item_run, item);
}

static WDFOBJECT NTAPI
WdfWorkItemGetParentObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFWORKITEM WorkItem)
{
	struct wdf_work_item *item =
	    wdf_object_for(DriverGlobals, WorkItem, WDF_KIND_WORK_ITEM, __func__);

	return wdf_object_handle(item->parent);
}

/* Windows: called by the item's own callback it returns at once.  [K: FlushAndWait] */
static void NTAPI
WdfWorkItemFlush(PWDF_DRIVER_GLOBALS DriverGlobals, WDFWORKITEM WorkItem)
{
	struct wdf_work_item *item =
	    wdf_object_for(DriverGlobals, WorkItem, WDF_KIND_WORK_ITEM, __func__);

	if (item->thread == thread_now()) {
		finding(RULE_R25, "%s: from the work item's own callback", __func__);
		return;
	}
	event_wait(&item->idle, CLOCK_NEVER, "WDFWORKITEM");
}

static void
timer_call(struct wdf_timer *timer)
{
	if (timer->callback == NULL)
		return;
	timer->thread = thread_now();
	wdf_callback_lock_take(timer->lock);
	DRIVER_CALL(ENTRY_WDF_TIMER, timer->callback, ARG(timer));
	wdf_callback_lock_give(timer->lock);
	timer->thread = NULL;
}

static void
timer_run_passive(void *argument)
{
	struct wdf_timer *timer = argument;

	timer->queued = false;
	timer_call(timer);
	if (!timer->queued)
		event_signal(&timer->idle);
	wdf_object_release(&timer->object);
}

static void NTAPI
timer_fires(KDPC *Dpc, void *DeferredContext, void *SystemArgument1, void *SystemArgument2)
{
	struct wdf_timer *timer = DeferredContext;

	(void)Dpc, (void)SystemArgument1, (void)SystemArgument2;
	if (!timer->passive) {
		timer_call(timer);
		return;
	}
	if (timer->queued)
		return;
	timer->queued = true;
	event_clear(&timer->idle);
	wdf_object_reference(&timer->object);
	wdf_async_work(timer_run_passive, timer);
}

/* Cancel and, if asked to, wait for a callback that runs. */
static bool
timer_stop(struct wdf_timer *timer, bool wait)
{
	bool pending = ktimer_cancel(&timer->timer);

	if (dpc_cancel(&timer->dpc))
		pending = true;
	if (!wait)
		return pending;
	kdpc_flush();
	event_wait(&timer->idle, CLOCK_NEVER, "WDFTIMER");
	return pending;
}

void
wdf_timer_dispose(struct wdf_object *object)
{
	struct wdf_timer *timer = (struct wdf_timer *)object;

	timer->going = true;
	if (timer->thread == thread_now())
		wdf_violation(VIOLATION_VERIFIER, "a timer is deleted by its own callback");
	timer_stop(timer, true);
	wdf_object_release(timer->parent);
}

static NTSTATUS
timer_check(const WDF_TIMER_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	NTSTATUS status;

	if (config->Size != WDF_TIMER_CONFIG_SIZE_1_7 && config->Size != WDF_TIMER_CONFIG_SIZE_1_9
	    && config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->Period > INT32_MAX)
		return STATUS_INVALID_PARAMETER;
	status = attributes_check(attributes, ATTRIBUTES_EXECUTION_LEVEL);
	if (!NT_SUCCESS(status))
		return status;
	if (config->Period > 0 && attributes->ExecutionLevel == WdfExecutionLevelPassive)
		return STATUS_NOT_SUPPORTED;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfTimerCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_TIMER_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFTIMER *Timer)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	NTSTATUS status =
	    attributes_check(Attributes, ATTRIBUTES_PARENT_REQUIRED | ATTRIBUTES_EXECUTION_LEVEL);
	struct wdf_callback_lock *lock;
	struct wdf_object *parent;
	struct wdf_timer *timer;
	bool passive;

	if (!NT_SUCCESS(status))
		return status;
	wdf_not_null(Config, __func__, "Config");
	wdf_not_null(Timer, __func__, "Timer");
	status = timer_check(Config, Attributes);
	if (!NT_SUCCESS(status))
		return status;
	parent = wdf_object_get(Attributes->ParentObject, WDF_KIND_ANY, __func__);
	if (wdf_object_device(parent) == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	passive = Attributes->ExecutionLevel == WdfExecutionLevelPassive;
	status = wdf_lock_of_parent(parent, Config->AutomaticSerialization, passive, &lock);
	if (!NT_SUCCESS(status))
		return status;
	timer = (struct wdf_timer *)wdf_object_take(
	    binding, WDF_KIND_TIMER, sizeof(*timer), Attributes, parent);
	if (timer == NULL)
		return STATUS_DELETE_PENDING;
	wdf_object_reference(parent);
	timer->parent = parent;
	timer->callback = Config->EvtTimerFunc;
	timer->lock = lock;
	timer->period_ms = Config->Period;
	timer->passive = passive;
	ktimer_init(&timer->timer);
	kdpc_init(&timer->dpc, timer_fires, timer);
	event_start(&timer->idle, NotificationEvent, true);
	*Timer = wdf_object_handle(&timer->object);
	return STATUS_SUCCESS;
}

static BOOLEAN NTAPI
WdfTimerStart(PWDF_DRIVER_GLOBALS DriverGlobals, WDFTIMER Timer, LONGLONG DueTime)
{
	struct wdf_timer *timer = wdf_object_for(DriverGlobals, Timer, WDF_KIND_TIMER, __func__);

	if (timer->going) {
		finding(RULE_R25, "%s: the timer is being deleted", __func__);
		return FALSE;
	}
	return ktimer_set(&timer->timer, DueTime, timer->period_ms, &timer->dpc);
}

static BOOLEAN NTAPI
WdfTimerStop(PWDF_DRIVER_GLOBALS DriverGlobals, WDFTIMER Timer, BOOLEAN Wait)
{
	struct wdf_timer *timer = wdf_object_for(DriverGlobals, Timer, WDF_KIND_TIMER, __func__);

	if (Wait && timer->thread == thread_now()) {
		finding(RULE_R25, "%s: waits for its own callback", __func__);
		return FALSE;
	}
	if (Wait && irql_now() > PASSIVE_LEVEL)
		wdf_violation(VIOLATION_VERIFIER, "%s: waits at IRQL %d", __func__, irql_now());
	return timer_stop(timer, Wait);
}

static WDFOBJECT NTAPI
WdfTimerGetParentObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFTIMER Timer)
{
	struct wdf_timer *timer = wdf_object_for(DriverGlobals, Timer, WDF_KIND_TIMER, __func__);

	return wdf_object_handle(timer->parent);
}

static void NTAPI
dpc_runs(KDPC *Dpc, void *DeferredContext, void *SystemArgument1, void *SystemArgument2)
{
	struct wdf_dpc *dpc = DeferredContext;

	(void)Dpc, (void)SystemArgument1, (void)SystemArgument2;
	if (dpc->callback == NULL)
		return;
	wdf_callback_lock_take(dpc->lock);
	DRIVER_CALL(ENTRY_WDF_DPC, dpc->callback, ARG(dpc));
	wdf_callback_lock_give(dpc->lock);
}

/* Windows: a queued DPC still runs before it goes.  [K: FxDpc::FlushAndRundown] */
void
wdf_dpc_dispose(struct wdf_object *object)
{
	kdpc_flush();
	wdf_object_release(((struct wdf_dpc *)object)->parent);
}

static NTSTATUS NTAPI
WdfDpcCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_DPC_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	NTSTATUS status = attributes_check(Attributes, ATTRIBUTES_PARENT_REQUIRED);
	struct wdf_callback_lock *lock;
	struct wdf_object *parent;
	struct wdf_dpc *dpc;

	if (!NT_SUCCESS(status))
		return status;
	wdf_not_null(Config, __func__, "Config");
	wdf_not_null(Dpc, __func__, "Dpc");
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	parent = wdf_object_get(Attributes->ParentObject, WDF_KIND_ANY, __func__);
	if (wdf_object_device(parent) == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_lock_of_parent(parent, Config->AutomaticSerialization, false, &lock);
	if (!NT_SUCCESS(status))
		return status;
	dpc = (struct wdf_dpc *)wdf_object_take(
	    binding, WDF_KIND_DPC, sizeof(*dpc), Attributes, parent);
	if (dpc == NULL)
		return STATUS_DELETE_PENDING;
	wdf_object_reference(parent);
	dpc->parent = parent;
	dpc->callback = Config->EvtDpcFunc;
	dpc->lock = lock;
	kdpc_init(&dpc->dpc, dpc_runs, dpc);
	*Dpc = wdf_object_handle(&dpc->object);
	return STATUS_SUCCESS;
}

static BOOLEAN NTAPI
WdfDpcEnqueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDPC Dpc)
{
	struct wdf_dpc *dpc = wdf_object_for(DriverGlobals, Dpc, WDF_KIND_DPC, __func__);

	return dpc_queue(&dpc->dpc, NULL, NULL);
}

static BOOLEAN NTAPI
WdfDpcCancel(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDPC Dpc, BOOLEAN Wait)
{
	struct wdf_dpc *dpc = wdf_object_for(DriverGlobals, Dpc, WDF_KIND_DPC, __func__);
	bool canceled;

	if (Wait && irql_now() > PASSIVE_LEVEL)
		wdf_violation(VIOLATION_VERIFIER, "%s: waits at IRQL %d", __func__, irql_now());
	canceled = dpc_cancel(&dpc->dpc);
	if (Wait && !canceled)
		kdpc_flush();
	return canceled;
}

static WDFOBJECT NTAPI
WdfDpcGetParentObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDPC Dpc)
{
	struct wdf_dpc *dpc = wdf_object_for(DriverGlobals, Dpc, WDF_KIND_DPC, __func__);

	return wdf_object_handle(dpc->parent);
}

/* Windows: the KDPC that is behind the object.  [ddi:WdfDpcWdmGetDpc] */
static PKDPC NTAPI
WdfDpcWdmGetDpc(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDPC Dpc)
{
	struct wdf_dpc *dpc = wdf_object_for(DriverGlobals, Dpc, WDF_KIND_DPC, __func__);

	return &dpc->dpc;
}

const struct contract wdf_async_slots[] = {
	EXPORT(WdfWorkItemCreate, 4, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfworkitem),
	    FAILS("STATUS_DELETE_PENDING STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_DEVICE_REQUEST "
		  "STATUS_INVALID_PARAMETER")),
	EXPORT(WdfWorkItemEnqueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfworkitem)),
	EXPORT(WdfWorkItemGetParentObject, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfworkitem)),
	EXPORT(WdfWorkItemFlush, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfworkitem)),
	EXPORT(WdfTimerCreate, 4, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdftimer),
	    FAILS("STATUS_DELETE_PENDING STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_DEVICE_REQUEST "
		  "STATUS_INVALID_PARAMETER STATUS_NOT_SUPPORTED")),
	EXPORT(WdfTimerStart, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdftimer)),
	EXPORT(WdfTimerStop, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdftimer)),
	EXPORT(WdfTimerGetParentObject, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdftimer)),
	EXPORT(WdfDpcCreate, 4, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfdpc),
	    FAILS(
		"STATUS_DELETE_PENDING STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfDpcEnqueue, 2, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfdpc)),
	EXPORT(WdfDpcCancel, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfdpc)),
	EXPORT(WdfDpcWdmGetDpc, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdpc)),
	EXPORT(WdfDpcGetParentObject, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdpc)),
	EXPORTS_END,
};
