/*
 * NDIS work items: an I/O work item whose routine gets the context first.
 *
 * Windows: the handle is of an object that has a device or driver object behind it.
 *   [ddi:NdisAllocateIoWorkItem]
 * Here: a generic object is the one kind of handle that there is.
 */
#include "executive/object.h"
#include "executive/work.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "ndis/exports.h"
#include "nt/ndis_lock.h"
#include "sched/thread.h"

struct item {
	NDIS_IO_WORKITEM_ROUTINE routine;
	void *context;
	void *driver; /* its object */
	bool queued;
};

static struct item *
item_of(NDIS_HANDLE handle, const char *function)
{
	if (!ledger_holds(HOLDING_WORK_ITEM, (uintptr_t)handle))
		driver_is_wrong(
		    RULE_R188, "%s of %p, which is no work item or was freed", function, handle);
	return handle;
}

static NDIS_HANDLE NTAPI
NdisAllocateIoWorkItem(NDIS_HANDLE NdisObjectHandle)
{
	const NDIS_GENERIC_OBJECT *object = NdisObjectHandle;
	struct item *item;

	if (!ledger_holds(HOLDING_POOL, (uintptr_t)object)
	    || object->Header.Type != NDIS_OBJECT_TYPE_DEFAULT)
		driver_is_wrong(
		    RULE_R188, "NdisAllocateIoWorkItem: %p is no NDIS object", NdisObjectHandle);
	object_expect(object->DriverObject, OBJECT_DRIVER, "NdisAllocateIoWorkItem");
	item = arena_take(sizeof *item);
	item->driver = object->DriverObject;
	ledger_enter(HOLDING_WORK_ITEM, (uintptr_t)item, 0);
	return item;
}

static void NTAPI
NdisFreeIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle)
{
	struct item *item = item_of(NdisIoWorkItemHandle, "NdisFreeIoWorkItem");

	if (item->queued)
		driver_is_wrong(RULE_R188, "NdisFreeIoWorkItem of an item that is queued");
	ledger_strike(HOLDING_WORK_ITEM, (uintptr_t)item);
	arena_give(item);
}

static void
item_body(void *argument)
{
	struct item *item = argument;
	struct item now = *item;

	item->queued = false; /* from here on the routine may free it or queue it again */
	DRIVER_CALL(ENTRY_WORK_ITEM, now.routine, ARG(now.context), ARG(item));
	ledger_strike(HOLDING_QUEUED_WORK, (uintptr_t)item);
	work_unhold(now.driver);
}

static void NTAPI
NdisQueueIoWorkItem(
    NDIS_HANDLE NdisIoWorkItemHandle, NDIS_IO_WORKITEM_ROUTINE Routine, PVOID WorkItemContext)
{
	struct item *item = item_of(NdisIoWorkItemHandle, "NdisQueueIoWorkItem");

	if (item->queued)
		driver_crashes(RULE_R188, moment_now().where, "0x96 INVALID_WORK_QUEUE_ITEM",
		    "NdisQueueIoWorkItem of an item that is queued already");
	*item = (struct item){ Routine, WorkItemContext, item->driver, true };
	work_hold(item->driver);
	ledger_enter(HOLDING_QUEUED_WORK, (uintptr_t)item, 0);
	work_queue(item_body, item);
}

const struct contract ndis_work_exports[] = {
	EXPORT(NdisAllocateIoWorkItem, 1, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(ndis),
	    APPROXIMATES("handles of NdisAllocateGenericObject alone"), ENTERS(WORK_ITEM)),
	EXPORT(
	    NdisFreeIoWorkItem, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis), STRIKES(WORK_ITEM)),
	EXPORT(NdisQueueIoWorkItem, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis),
	    ENTERS(QUEUED_WORK)),
	EXPORTS_END,
};
