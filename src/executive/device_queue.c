/*
 * Device queues, and the StartIo routine that is fed from a device's own.
 *
 * A queue is busy while one entry is being worked on; what comes meanwhile is
 * listed in the driver's memory, where Windows lists it.
 */
#include "executive/device_queue.h"

#include "executive/irp.h"
#include "executive/object.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "nt/ke.h"
#include "sched/thread.h"

#include <stddef.h>

NTAPI BOOLEAN KeInsertDeviceQueue(
    PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);
NTAPI BOOLEAN KeInsertByKeyDeviceQueue(
    PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry, ULONG SortKey);
NTAPI PKDEVICE_QUEUE_ENTRY KeRemoveDeviceQueue(PKDEVICE_QUEUE DeviceQueue);
NTAPI PKDEVICE_QUEUE_ENTRY KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE DeviceQueue, ULONG SortKey);
NTAPI PKDEVICE_QUEUE_ENTRY KeRemoveByKeyDeviceQueueIfBusy(
    PKDEVICE_QUEUE DeviceQueue, ULONG SortKey);
NTAPI BOOLEAN KeRemoveEntryDeviceQueue(
    PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);
NTAPI void IoAcquireCancelSpinLock(KIRQL *Irql);
NTAPI void IoReleaseCancelSpinLock(KIRQL Irql);
NTAPI void IoStartPacket(
    DEVICE_OBJECT *DeviceObject, IRP *Irp, ULONG *Key, PDRIVER_CANCEL CancelFunction);
NTAPI void IoStartNextPacket(DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable);
NTAPI void IoStartNextPacketByKey(DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable, ULONG Key);
NTAPI void IoSetStartIoAttributes(
    DEVICE_OBJECT *DeviceObject, BOOLEAN DeferredStartIo, BOOLEAN NonCancelable);

static void
list_insert(LIST_ENTRY *before, LIST_ENTRY *entry)
{
	entry->Flink = before;
	entry->Blink = before->Blink;
	before->Blink->Flink = entry;
	before->Blink = entry;
}

static KDEVICE_QUEUE_ENTRY *
entry_take(LIST_ENTRY *at)
{
	KDEVICE_QUEUE_ENTRY *entry = (KDEVICE_QUEUE_ENTRY *)at;

	_Static_assert(offsetof(KDEVICE_QUEUE_ENTRY, DeviceListEntry) == 0, "the list leads to it");
	at->Blink->Flink = at->Flink;
	at->Flink->Blink = at->Blink;
	entry->Inserted = FALSE;
	return entry;
}

static bool
is_empty(const KDEVICE_QUEUE *queue)
{
	return queue->DeviceListHead.Flink == &queue->DeviceListHead;
}

void NTAPI
KeInitializeDeviceQueue(PKDEVICE_QUEUE DeviceQueue)
{
	*DeviceQueue = (KDEVICE_QUEUE){ .Type = DeviceQueueObject, .Size = sizeof *DeviceQueue };
	DeviceQueue->DeviceListHead.Flink = &DeviceQueue->DeviceListHead;
	DeviceQueue->DeviceListHead.Blink = &DeviceQueue->DeviceListHead;
}

static bool
insert(KDEVICE_QUEUE *queue, KDEVICE_QUEUE_ENTRY *entry, LIST_ENTRY *before)
{
	if (!queue->Busy) {
		queue->Busy = TRUE;
		entry->Inserted = FALSE;
		return false;
	}
	list_insert(before, &entry->DeviceListEntry);
	entry->Inserted = TRUE;
	return true;
}

/* Windows: FALSE makes the queue busy, and the caller begins with the entry.
 *   [ddi:KeInsertDeviceQueue] */
BOOLEAN NTAPI
KeInsertDeviceQueue(PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry)
{
	return insert(DeviceQueue, DeviceQueueEntry, &DeviceQueue->DeviceListHead);
}

/* Windows: in the order of the keys, behind those with the same.  [ddi:KeInsertByKeyDeviceQueue] */
BOOLEAN NTAPI
KeInsertByKeyDeviceQueue(
    PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry, ULONG SortKey)
{
	LIST_ENTRY *at = DeviceQueue->DeviceListHead.Flink;

	DeviceQueueEntry->SortKey = SortKey;
	if (!DeviceQueue->Busy)
		return insert(DeviceQueue, DeviceQueueEntry, at);
	while (
	    at != &DeviceQueue->DeviceListHead && ((KDEVICE_QUEUE_ENTRY *)at)->SortKey <= SortKey)
		at = at->Flink;
	return insert(DeviceQueue, DeviceQueueEntry, at);
}

static void
busy_check(const KDEVICE_QUEUE *queue, const char *function)
{
	if (!queue->Busy)
		driver_is_wrong(
		    RULE_R38, "%s of queue %p, which is not busy", function, (const void *)queue);
}

/* Windows: NULL, and not busy any more, if nothing waits; an error if it was not busy.
 *   [ddi:KeRemoveDeviceQueue] */
PKDEVICE_QUEUE_ENTRY NTAPI
KeRemoveDeviceQueue(PKDEVICE_QUEUE DeviceQueue)
{
	busy_check(DeviceQueue, "KeRemoveDeviceQueue");
	if (is_empty(DeviceQueue)) {
		DeviceQueue->Busy = FALSE;
		return NULL;
	}
	return entry_take(DeviceQueue->DeviceListHead.Flink);
}

/* Windows: the first with this key or a higher one, else the first.
 *   [ddi:KeRemoveByKeyDeviceQueue] */
PKDEVICE_QUEUE_ENTRY NTAPI
KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE DeviceQueue, ULONG SortKey)
{
	LIST_ENTRY *head = &DeviceQueue->DeviceListHead;

	busy_check(DeviceQueue, "KeRemoveByKeyDeviceQueue");
	for (LIST_ENTRY *at = head->Flink; at != head; at = at->Flink) {
		if (((KDEVICE_QUEUE_ENTRY *)at)->SortKey >= SortKey)
			return entry_take(at);
	}
	return KeRemoveDeviceQueue(DeviceQueue);
}

PKDEVICE_QUEUE_ENTRY NTAPI
KeRemoveByKeyDeviceQueueIfBusy(PKDEVICE_QUEUE DeviceQueue, ULONG SortKey)
{
	return DeviceQueue->Busy ? KeRemoveByKeyDeviceQueue(DeviceQueue, SortKey) : NULL;
}

/* Windows: FALSE: it is not queued now.  [ddi:KeRemoveEntryDeviceQueue] */
BOOLEAN NTAPI
KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry)
{
	(void)DeviceQueue;
	if (!DeviceQueueEntry->Inserted)
		return FALSE;
	entry_take(&DeviceQueueEntry->DeviceListEntry);
	return TRUE;
}

static void
start(DEVICE_OBJECT *device, IRP *irp)
{
	irp_call(ENTRY_START_IO, (uintptr_t)device->DriverObject->DriverStartIo, device, irp, NULL);
}

static void
start_check(const DEVICE_OBJECT *device, const char *function)
{
	object_expect(device, OBJECT_DEVICE, function);
	if (device->DriverObject->DriverStartIo == NULL)
		driver_crashes(RULE_R38, moment_now().where, "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
		    "%s for a driver that has no StartIo routine", function);
}

/*
 * Windows: the cancel function is set and the IRP queued under the cancel spin lock;
 *   an idle device begins with the IRP at once, in StartIo at DISPATCH_LEVEL.
 *   [ddi:IoStartPacket; kernel/startio-routines-in-wdm-drivers]
 */
void NTAPI
IoStartPacket(DEVICE_OBJECT *DeviceObject, IRP *Irp, ULONG *Key, PDRIVER_CANCEL CancelFunction)
{
	KDEVICE_QUEUE_ENTRY *entry = &Irp->Tail.Overlay.DeviceQueueEntry;
	KIRQL before = irql_raise(DISPATCH_LEVEL);
	KIRQL lock;
	bool queued, canceled;

	start_check(DeviceObject, "IoStartPacket");
	irp_expect(Irp, "starts");
	IoAcquireCancelSpinLock(&lock);
	if (CancelFunction != NULL)
		Irp->CancelRoutine = CancelFunction;
	if (Key != NULL)
		queued = KeInsertByKeyDeviceQueue(&DeviceObject->DeviceQueue, entry, *Key);
	else
		queued = KeInsertDeviceQueue(&DeviceObject->DeviceQueue, entry);
	canceled = queued && CancelFunction != NULL && Irp->Cancel;
	if (!queued)
		DeviceObject->CurrentIrp = Irp;
	IoReleaseCancelSpinLock(lock);
	if (canceled)
		irp_cancel(Irp);
	else if (!queued)
		start(DeviceObject, Irp);
	irql_lower(before);
}

/* Windows: called at DISPATCH_LEVEL; the next IRP becomes the device's CurrentIrp and StartIo gets
 *   it.  [ddi:IoStartNextPacket] */
static void
start_next(DEVICE_OBJECT *device, const ULONG *key)
{
	KDEVICE_QUEUE_ENTRY *entry;
	KIRQL lock;
	IRP *irp = NULL;

	if (irql_now() != DISPATCH_LEVEL)
		finding(RULE_R91, "IoStartNextPacket called at IRQL %d, not DISPATCH_LEVEL",
		    irql_now());
	IoAcquireCancelSpinLock(&lock);
	device->CurrentIrp = NULL;
	entry = key != NULL ? KeRemoveByKeyDeviceQueue(&device->DeviceQueue, *key)
			    : KeRemoveDeviceQueue(&device->DeviceQueue);
	if (entry != NULL)
		irp = (IRP *)((char *)entry - offsetof(IRP, Tail.Overlay.DeviceQueueEntry));
	device->CurrentIrp = irp;
	IoReleaseCancelSpinLock(lock);
	if (irp == NULL)
		return;
	irp_expect(irp, "starts");
	start(device, irp);
}

void NTAPI
IoStartNextPacket(DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable)
{
	(void)Cancelable;
	start_check(DeviceObject, "IoStartNextPacket");
	start_next(DeviceObject, NULL);
}

void NTAPI
IoStartNextPacketByKey(DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable, ULONG Key)
{
	(void)Cancelable;
	start_check(DeviceObject, "IoStartNextPacketByKey");
	start_next(DeviceObject, &Key);
}

void NTAPI
IoSetStartIoAttributes(DEVICE_OBJECT *DeviceObject, BOOLEAN DeferredStartIo, BOOLEAN NonCancelable)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoSetStartIoAttributes");
	if (DeferredStartIo || NonCancelable)
		not_modelled("IoSetStartIoAttributes: deferred, or not cancelable");
}

const struct contract device_queue_exports[] = {
	EXPORT(KeInitializeDeviceQueue, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeInsertDeviceQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeInsertByKeyDeviceQueue, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeRemoveDeviceQueue, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeRemoveByKeyDeviceQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    KeRemoveByKeyDeviceQueueIfBusy, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeRemoveEntryDeviceQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(IoStartPacket, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(IoStartNextPacket, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(IoStartNextPacketByKey, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(IoSetStartIoAttributes, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORTS_END,
};
