/*
 * Each item gets a worker thread of its own, so that no order but the
 * scheduler's is promised.  An item is in the ledger as queued work until its
 * routine has returned; by then the driver may have freed it, and we don't
 * look at it again.
 */
#include "executive/work.h"

#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#include <string.h>

#define WORK_TAG 0x69776656 /* "Vfwi"  [semantics 1.5] */
#define MAGIC 0x4b524f57    /* "WORK" */

/* Opaque to drivers, who may give us the memory for it. */
struct _IO_WORKITEM {
	uint32_t magic;
	bool queued;
	bool allocated; /* by IoAllocateWorkItem */
	bool extended;  /* the routine is a PIO_WORKITEM_ROUTINE_EX */
	void *object;   /* device or driver */
	void *routine;
	void *context;
};

NTAPI PIO_WORKITEM IoAllocateWorkItem(DEVICE_OBJECT *DeviceObject);
NTAPI void IoFreeWorkItem(PIO_WORKITEM IoWorkItem);
NTAPI ULONG IoSizeofWorkItem(void);
NTAPI void IoInitializeWorkItem(PVOID IoObject, PIO_WORKITEM IoWorkItem);
NTAPI void IoUninitializeWorkItem(PIO_WORKITEM IoWorkItem);
NTAPI void IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
    WORK_QUEUE_TYPE QueueType, PVOID Context);
NTAPI void IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
    WORK_QUEUE_TYPE QueueType, PVOID Context);
NTAPI void ExQueueWorkItem(WORK_QUEUE_ITEM *WorkItem, WORK_QUEUE_TYPE QueueType);

/* Items whose routines have not returned, and whose devices or drivers are referenced. */
static MACHINE_STATE unsigned under_way;

/* An item of the executive's, whose memory may go before its turn comes. */
struct queued {
	WORK_QUEUE_ITEM *item;
	uintptr_t routine;
	struct moment since;
};

bool
work_holds_driver(void)
{
	return under_way > 0;
}

void
work_hold_driver(void)
{
	under_way++;
}

void
work_release_driver(void)
{
	under_way--;
}

void
work_queue(void (*body)(void *), void *argument)
{
	thread_start(THREAD_WORKER, body, argument)->process = process_system();
}

void
work_hold(void *object)
{
	object_reference(object);
	under_way++;
}

void
work_unhold(void *object)
{
	object_dereference(object);
	under_way--;
}

static void
object_check(const void *object, const char *function)
{
	if (!object_is(object, OBJECT_DRIVER))
		object_expect(object, OBJECT_DEVICE, function);
}

static void
item_set_up(struct _IO_WORKITEM *item, void *object, bool allocated)
{
	*item = (struct _IO_WORKITEM){ .magic = MAGIC, .object = object, .allocated = allocated };
	ledger_enter(HOLDING_WORK_ITEM, (uintptr_t)item, sizeof *item);
}

static void
item_expect(const struct _IO_WORKITEM *item, const char *function)
{
	if (!ledger_holds(HOLDING_WORK_ITEM, (uintptr_t)item) || item->magic != MAGIC)
		driver_crashes(RULE_R188, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "%s of %p, which is no work item", function, (const void *)item);
}

static void
item_drop(struct _IO_WORKITEM *item, const char *function)
{
	item_expect(item, function);
	if (item->queued)
		driver_crashes(RULE_R188, moment_now().where,
		    "0xC4/0x130 DRIVER_VERIFIER_DETECTED_VIOLATION",
		    "%s of a work item that is queued", function);
	item->magic = 0;
	ledger_strike(HOLDING_WORK_ITEM, (uintptr_t)item);
}

PIO_WORKITEM NTAPI
IoAllocateWorkItem(DEVICE_OBJECT *DeviceObject)
{
	struct _IO_WORKITEM *item;

	object_check(DeviceObject, "IoAllocateWorkItem");
	item = pool_take_own(sizeof *item, WORK_TAG);
	item_set_up(item, DeviceObject, true);
	return item;
}

void NTAPI
IoFreeWorkItem(PIO_WORKITEM IoWorkItem)
{
	item_drop(IoWorkItem, "IoFreeWorkItem");
	if (!IoWorkItem->allocated)
		driver_crashes(RULE_R183, moment_now().where, "0xC2 BAD_POOL_CALLER",
		    "IoFreeWorkItem of what IoInitializeWorkItem set up");
	pool_give(IoWorkItem);
}

ULONG NTAPI
IoSizeofWorkItem(void)
{
	return sizeof(struct _IO_WORKITEM);
}

void NTAPI
IoInitializeWorkItem(PVOID IoObject, PIO_WORKITEM IoWorkItem)
{
	object_check(IoObject, "IoInitializeWorkItem");
	item_set_up(IoWorkItem, IoObject, false);
}

void NTAPI
IoUninitializeWorkItem(PIO_WORKITEM IoWorkItem)
{
	item_drop(IoWorkItem, "IoUninitializeWorkItem");
}

static void
item_body(void *argument)
{
	struct _IO_WORKITEM *item = argument;
	struct _IO_WORKITEM now = *item;

	item->queued = false; /* from here on the routine may free it or queue it again */
	if (now.extended)
		DRIVER_CALL(
		    ENTRY_WORK_ITEM, now.routine, ARG(now.object), ARG(now.context), ARG(item));
	else
		DRIVER_CALL(ENTRY_WORK_ITEM, now.routine, ARG(now.object), ARG(now.context));
	ledger_strike(HOLDING_QUEUED_WORK, (uintptr_t)item);
	work_unhold(now.object);
	thread_object_end(thread_now(), STATUS_SUCCESS);
}

/*
 * Windows: the device or driver object is referenced until the routine has
 *   returned, so its image stays; an item is queued once at a time.
 *   [ddi:IoQueueWorkItem, Remarks]
 */
static void
item_queue(
    struct _IO_WORKITEM *item, void *routine, void *context, bool extended, const char *function)
{
	item_expect(item, function);
	if (item->queued)
		driver_crashes(RULE_R188, moment_now().where, "0x96 INVALID_WORK_QUEUE_ITEM",
		    "%s of a work item that is queued already", function);
	item->queued = true;
	item->routine = routine;
	item->context = context;
	item->extended = extended;
	work_hold(item->object);
	ledger_enter(HOLDING_QUEUED_WORK, (uintptr_t)item, 0);
	work_queue(item_body, item);
}

void NTAPI
IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
    WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	(void)QueueType;
	item_queue(IoWorkItem, (void *)(uintptr_t)WorkerRoutine, Context, false, "IoQueueWorkItem");
}

void NTAPI
IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
    WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	(void)QueueType;
	item_queue(
	    IoWorkItem, (void *)(uintptr_t)WorkerRoutine, Context, true, "IoQueueWorkItemEx");
}

/* Windows: 0xCE when a driver was unloaded with work items queued.  [bug-check-0xce] */
static void
executive_item_body(void *argument)
{
	struct queued queued = *(struct queued *)argument;
	WORK_QUEUE_ITEM now;

	arena_give(argument);
	if (!trap_usable(queued.item)) {
		finding_at(RULE_X8, (struct moment){ queued.since.step, queued.routine },
		    "a work item that was left queued is due, and its memory is gone");
		thread_object_end(thread_now(), STATUS_SUCCESS);
		return;
	}
	now = *queued.item;
	queued.item->List.Flink = NULL; /* not queued; the routine may free it */
	ledger_strike(HOLDING_QUEUED_WORK, (uintptr_t)queued.item);
	DRIVER_CALL(ENTRY_WORK_ITEM, now.WorkerRoutine, ARG(now.Parameter));
	thread_object_end(thread_now(), STATUS_SUCCESS);
}

/*
 * Windows: nothing keeps the driver's image while the item is queued or runs.
 *   An item that is queued already is 0x96.  [ddi:ExQueueWorkItem; bug-check-0x96]
 */
void NTAPI
ExQueueWorkItem(WORK_QUEUE_ITEM *WorkItem, WORK_QUEUE_TYPE QueueType)
{
	struct queued *queued;

	(void)QueueType;
	if (ledger_holds(HOLDING_QUEUED_WORK, (uintptr_t)WorkItem))
		driver_crashes(RULE_R188, moment_now().where, "0x96 INVALID_WORK_QUEUE_ITEM",
		    "ExQueueWorkItem of an item that is queued already");
	ledger_enter(HOLDING_QUEUED_WORK, (uintptr_t)WorkItem, 0);
	queued = arena_take(sizeof *queued);
	*queued = (struct queued){ WorkItem, (uintptr_t)WorkItem->WorkerRoutine, moment_now() };
	work_queue(executive_item_body, queued);
}

const struct contract work_exports[] = {
	EXPORT(
	    IoAllocateWorkItem, 1, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm), ENTERS(WORK_ITEM)),
	EXPORT(IoFreeWorkItem, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(WORK_ITEM)),
	EXPORT(IoSizeofWorkItem, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoInitializeWorkItem, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), ENTERS(WORK_ITEM)),
	EXPORT(
	    IoUninitializeWorkItem, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(WORK_ITEM)),
	EXPORT(IoQueueWorkItem, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    ENTERS(QUEUED_WORK)),
	EXPORT(IoQueueWorkItemEx, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    ENTERS(QUEUED_WORK)),
	EXPORT(ExQueueWorkItem, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    ENTERS(QUEUED_WORK)),
	EXPORTS_END,
};
