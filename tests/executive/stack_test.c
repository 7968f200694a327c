/* Device stacks, the IRPs that drivers have built, device queues, remove locks, events, shutdown. */
#include "bench_machine.h"
#include "executive/attach.h"
#include "executive/device.h"
#include "executive/device_queue.h"
#include "executive/file.h"
#include "executive/irp.h"
#include "executive/object.h"
#include "executive/shutdown.h"
#include "kernel/wait.h"
#include "sched/thread.h"
#include "test.h"

#include <string.h>

#define CODE(method) CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, method, FILE_ANY_ACCESS)

NTAPI NTSTATUS IofCallDriver(DEVICE_OBJECT *DeviceObject, IRP *Irp);
NTAPI void IofCompleteRequest(IRP *Irp, CCHAR PriorityBoost);
NTAPI IRP *IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota);
NTAPI void IoFreeIrp(IRP *Irp);
NTAPI void IoReuseIrp(IRP *Irp, NTSTATUS Iostatus);
NTAPI void IoDeleteDevice(DEVICE_OBJECT *DeviceObject);
NTAPI NTSTATUS IoAttachDeviceToDeviceStackSafe(DEVICE_OBJECT *SourceDevice,
    DEVICE_OBJECT *TargetDevice, DEVICE_OBJECT **AttachedToDeviceObject);
NTAPI void IoDetachDevice(DEVICE_OBJECT *TargetDevice);
NTAPI IRP *IoBuildDeviceIoControlRequest(ULONG IoControlCode, DEVICE_OBJECT *DeviceObject,
    PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
    BOOLEAN InternalDeviceIoControl, PKEVENT Event, IO_STATUS_BLOCK *IoStatusBlock);
NTAPI IRP *IoMakeAssociatedIrp(IRP *Irp, CCHAR StackSize);
NTAPI BOOLEAN KeInsertDeviceQueue(
    PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);
NTAPI BOOLEAN KeInsertByKeyDeviceQueue(
    PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry, ULONG SortKey);
NTAPI PKDEVICE_QUEUE_ENTRY KeRemoveDeviceQueue(PKDEVICE_QUEUE DeviceQueue);
NTAPI PKDEVICE_QUEUE_ENTRY KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE DeviceQueue, ULONG SortKey);
NTAPI void IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag, ULONG MaxLockedMinutes,
    ULONG HighWatermark, ULONG RemlockSize);
NTAPI NTSTATUS IoAcquireRemoveLockEx(
    PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line, ULONG RemlockSize);
NTAPI void IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);
NTAPI void IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);
NTAPI PKEVENT IoCreateNotificationEvent(UNICODE_STRING *EventName, PHANDLE EventHandle);
NTAPI NTSTATUS ZwClose(HANDLE Handle);
NTAPI NTSTATUS IoRegisterShutdownNotification(DEVICE_OBJECT *DeviceObject);
NTAPI NTSTATUS IoRegisterLastChanceShutdownNotification(DEVICE_OBJECT *DeviceObject);
NTAPI void IoUnregisterShutdownNotification(DEVICE_OBJECT *DeviceObject);
NTAPI void IoStartPacket(
    DEVICE_OBJECT *DeviceObject, IRP *Irp, ULONG *Key, PDRIVER_CANCEL CancelFunction);
NTAPI void IoStartNextPacket(DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable);

static struct driver *driver;
static DEVICE_OBJECT *lower, *upper;
static DEVICE_OBJECT *seen[8];
static int seen_count;

static NTSTATUS NTAPI
serve(DEVICE_OBJECT *device, IRP *irp)
{
	IO_STACK_LOCATION *stack = irp->Tail.Overlay.CurrentStackLocation;

	seen[seen_count++ & 7] = device;
	if (device == upper && upper != lower && device_top(lower) == upper
	    && stack->MajorFunction == IRP_MJ_DEVICE_CONTROL) {
		irp->CurrentLocation++; /* IoSkipCurrentIrpStackLocation */
		irp->Tail.Overlay.CurrentStackLocation++;
		return IofCallDriver(lower, irp);
	}
	irp->IoStatus.Status = STATUS_SUCCESS;
	irp->IoStatus.Information = 0;
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL) {
		memcpy(irp->AssociatedIrp.SystemBuffer, "done", 4);
		irp->IoStatus.Information = 4;
	}
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static void
machine_make(void)
{
	seen_count = 0;
	driver = driver_ready();
	for (unsigned major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++)
		driver->object->MajorFunction[major] = serve;
	lower = device_ready(driver, "\\Device\\Lower", DO_BUFFERED_IO);
	upper = device_ready(driver, "\\Device\\Upper", DO_BUFFERED_IO);
}

static void
open_the_lower(void)
{
	FILE_OBJECT *file;
	DEVICE_OBJECT *onto = NULL;

	CHECK_EQ(IoAttachDeviceToDeviceStackSafe(upper, lower, &onto), STATUS_SUCCESS);
	CHECK(onto == lower);
	CHECK_EQ(upper->StackSize, lower->StackSize + 1);
	CHECK_EQ(file_open("\\Device\\Lower", NULL, &file), STATUS_SUCCESS);
	CHECK(seen[0] == upper);
	file_close(file);
	IoDetachDevice(lower);
	CHECK(lower->AttachedDevice == NULL);
}

TEST(a_request_enters_at_the_top_of_the_stack)
{
	machine_make();
	CHECK_EQ(machine_run(open_the_lower), LIFE_GOES_ON);
	CHECK_EQ(ledger_count(HOLDING_ATTACHMENT), 0);
	CHECK_EQ(finding_count(), 0);
}

static void
attach_to_initializing(void)
{
	DEVICE_OBJECT *onto = NULL;

	lower->Flags |= DO_DEVICE_INITIALIZING;
	CHECK_EQ(IoAttachDeviceToDeviceStackSafe(upper, lower, &onto), STATUS_NO_SUCH_DEVICE);
	CHECK(onto == NULL);
}

TEST(a_device_that_is_initializing_is_not_attached_to)
{
	machine_make();
	CHECK_EQ(machine_run(attach_to_initializing), LIFE_GOES_ON);
}

static void
delete_while_attached(void)
{
	DEVICE_OBJECT *onto;

	IoAttachDeviceToDeviceStackSafe(upper, lower, &onto);
	IoDeleteDevice(upper);
}

TEST(deleting_a_device_that_is_attached_stops_the_machine)
{
	machine_make();
	machine_run(delete_while_attached);
	CHECK(found(RULE_R230));
}

static void
control_below(void)
{
	char out[8] = "";
	IO_STATUS_BLOCK block = { 0 };
	DEVICE_OBJECT *onto;
	KEVENT event;
	IRP *irp;

	IoAttachDeviceToDeviceStackSafe(upper, lower, &onto);
	event_start(&event, NotificationEvent, false);
	irp = IoBuildDeviceIoControlRequest(
	    CODE(METHOD_BUFFERED), upper, "in", 2, out, sizeof out, FALSE, &event, &block);
	CHECK_EQ(ledger_count(HOLDING_IRP), 1);
	CHECK_EQ(irp->StackCount, 2);
	CHECK_EQ(IofCallDriver(upper, irp), STATUS_SUCCESS);
	CHECK_EQ(event.Header.SignalState, 1);
	CHECK_EQ(block.Information, 4);
	CHECK_EQ(memcmp(out, "done", 4), 0);
	CHECK_EQ(ledger_count(HOLDING_IRP), 0);
}

TEST(a_built_control_is_ended_by_the_io_manager)
{
	machine_make();
	CHECK_EQ(machine_run(control_below), LIFE_GOES_ON);
	CHECK(seen[0] == upper && seen[1] == lower);
	CHECK_EQ(finding_count(), 0);
}

static void
free_a_built_one(void)
{
	IO_STATUS_BLOCK block;

	IoFreeIrp(IoBuildDeviceIoControlRequest(
	    CODE(METHOD_BUFFERED), lower, NULL, 0, NULL, 0, FALSE, NULL, &block));
}

TEST(a_built_irp_is_not_the_drivers_to_free)
{
	machine_make();
	machine_run(free_a_built_one);
	CHECK(crashed("0xC9/0x2"));
}

static void
complete_unclaimed(void)
{
	IRP *irp = IoAllocateIrp(lower->StackSize, FALSE);

	irp_next(irp)->MajorFunction = IRP_MJ_FLUSH_BUFFERS;
	IofCallDriver(lower, irp);
}

TEST(an_allocated_irp_needs_a_completion_routine_that_keeps_it)
{
	machine_make();
	machine_run(complete_unclaimed);
	CHECK(crashed("0xA"));
}

static NTSTATUS NTAPI
keep(DEVICE_OBJECT *device, IRP *irp, PVOID context)
{
	(void)device;
	*(IRP **)context = irp;
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void
use_twice(void)
{
	IRP *irp = IoAllocateIrp(lower->StackSize, FALSE), *kept = NULL;

	for (int i = 0; i < 2; i++) {
		irp_next(irp)->MajorFunction = IRP_MJ_FLUSH_BUFFERS;
		irp_next(irp)->CompletionRoutine = keep;
		irp_next(irp)->Context = &kept;
		irp_next(irp)->Control = SL_INVOKE_ON_SUCCESS | SL_INVOKE_ON_ERROR;
		CHECK_EQ(IofCallDriver(lower, irp), STATUS_SUCCESS);
		CHECK(kept == irp);
		IoReuseIrp(irp, STATUS_NOT_SUPPORTED);
		CHECK_EQ(irp->IoStatus.Status, STATUS_NOT_SUPPORTED);
		CHECK_EQ(irp->CurrentLocation, irp->StackCount + 1);
	}
	IoFreeIrp(irp);
	CHECK_EQ(ledger_count(HOLDING_IRP), 0);
}

TEST(an_irp_of_the_drivers_own_is_reused)
{
	machine_make();
	CHECK_EQ(machine_run(use_twice), LIFE_GOES_ON);
	CHECK_EQ(seen_count, 2);
	CHECK_EQ(finding_count(), 0);
}

static void
associate(void)
{
	IRP *master = IoAllocateIrp(1, FALSE), *kept = NULL;

	irp_next(master)->CompletionRoutine = keep;
	irp_next(master)->Context = &kept;
	irp_next(master)->Control = SL_INVOKE_ON_SUCCESS;
	master->CurrentLocation--;
	master->Tail.Overlay.CurrentStackLocation--;
	master->AssociatedIrp.IrpCount = 2;
	for (int i = 0; i < 2; i++) {
		IRP *irp = IoMakeAssociatedIrp(master, lower->StackSize);

		CHECK(kept == NULL);
		CHECK(irp->AssociatedIrp.MasterIrp == master);
		irp_next(irp)->MajorFunction = IRP_MJ_FLUSH_BUFFERS;
		IofCallDriver(lower, irp);
	}
	CHECK(kept == master);
}

TEST(the_last_associated_irp_completes_its_master)
{
	machine_make();
	CHECK_EQ(machine_run(associate), LIFE_GOES_ON);
}

TEST(a_device_queue_is_busy_until_it_is_found_empty)
{
	KDEVICE_QUEUE queue;
	KDEVICE_QUEUE_ENTRY first, second;

	KeInitializeDeviceQueue(&queue);
	CHECK(!KeInsertDeviceQueue(&queue, &first));
	CHECK(queue.Busy);
	CHECK(KeInsertDeviceQueue(&queue, &second));
	CHECK(KeRemoveDeviceQueue(&queue) == &second);
	CHECK(KeRemoveDeviceQueue(&queue) == NULL);
	CHECK(!queue.Busy);
}

TEST(a_device_queue_is_sorted_by_key_and_searched_from_one_on)
{
	KDEVICE_QUEUE queue;
	KDEVICE_QUEUE_ENTRY entries[4];

	KeInitializeDeviceQueue(&queue);
	KeInsertDeviceQueue(&queue, &entries[0]);
	KeInsertByKeyDeviceQueue(&queue, &entries[1], 30);
	KeInsertByKeyDeviceQueue(&queue, &entries[2], 10);
	KeInsertByKeyDeviceQueue(&queue, &entries[3], 20);
	CHECK(KeRemoveByKeyDeviceQueue(&queue, 15) == &entries[3]);
	CHECK(KeRemoveByKeyDeviceQueue(&queue, 40) == &entries[2]);
	CHECK(KeRemoveDeviceQueue(&queue) == &entries[1]);
}

static IRP *started[4];
static int started_count;

static void NTAPI
start_io(DEVICE_OBJECT *device, IRP *irp)
{
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CHECK(device->CurrentIrp == irp);
	started[started_count++] = irp;
}

static void
start_two(void)
{
	IRP *first = IoAllocateIrp(1, FALSE), *second = IoAllocateIrp(1, FALSE);
	KIRQL before;

	IoStartPacket(lower, first, NULL, NULL);
	IoStartPacket(lower, second, NULL, NULL);
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
	CHECK_EQ(started_count, 1);
	before = irql_raise(DISPATCH_LEVEL);
	IoStartNextPacket(lower, FALSE);
	CHECK_EQ(started_count, 2);
	CHECK(started[1] == second);
	IoStartNextPacket(lower, FALSE);
	CHECK(lower->CurrentIrp == NULL);
	irql_lower(before);
}

TEST(start_io_gets_one_irp_at_a_time_at_dispatch_level)
{
	machine_make();
	started_count = 0;
	driver->object->DriverStartIo = start_io;
	CHECK_EQ(machine_run(start_two), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

static IO_REMOVE_LOCK removal;
static bool removed;

static void
release_later(void *unused)
{
	(void)unused;
	CHECK(!removed);
	IoReleaseRemoveLockEx(&removal, &removed, sizeof removal);
}

static void
remove_it(void)
{
	IoInitializeRemoveLockEx(&removal, 0, 0, 0, sizeof removal);
	CHECK_EQ(IoAcquireRemoveLockEx(&removal, &removed, "", 1, sizeof removal), STATUS_SUCCESS);
	CHECK_EQ(IoAcquireRemoveLockEx(&removal, NULL, "", 1, sizeof removal), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, release_later, NULL);
	IoReleaseRemoveLockAndWaitEx(&removal, NULL, sizeof removal);
	removed = true;
	CHECK_EQ(
	    IoAcquireRemoveLockEx(&removal, NULL, "", 1, sizeof removal), STATUS_DELETE_PENDING);
}

TEST(removal_waits_for_who_holds_the_lock_and_refuses_who_comes_later)
{
	removed = false;
	CHECK_EQ(machine_run(remove_it), LIFE_GOES_ON);
	CHECK(removed);
	CHECK_EQ(ledger_count(HOLDING_REMOVE_LOCK), 0);
	CHECK_EQ(finding_count(), 0);
}

static void
release_unheld(void)
{
	IoInitializeRemoveLockEx(&removal, 0, 0, 0, sizeof removal);
	IoAcquireRemoveLockEx(&removal, &removed, "", 1, sizeof removal);
	IoReleaseRemoveLockEx(&removal, NULL, sizeof removal);
}

TEST(a_remove_lock_is_released_with_the_tag_that_it_was_acquired_with)
{
	machine_run(release_unheld);
	CHECK(found(RULE_R231));
}

static void
name_an_event(void)
{
	static WCHAR text[] = u"\\BaseNamedObjects\\Go";
	UNICODE_STRING name = { sizeof text - 2, sizeof text, text };
	HANDLE one, two;
	KEVENT *event = IoCreateNotificationEvent(&name, &one);

	CHECK_EQ(event->Header.SignalState, 1);
	event_clear(event);
	CHECK(IoCreateNotificationEvent(&name, &two) == event);
	CHECK_EQ(event->Header.SignalState, 0);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 2);
	ZwClose(one);
	ZwClose(two);
	event = IoCreateNotificationEvent(&name, &one);
	CHECK_EQ(event->Header.SignalState, 1);
	ZwClose(one);
}

TEST(a_named_event_is_made_signaled_and_opened_as_it_is)
{
	CHECK_EQ(machine_run(name_an_event), LIFE_GOES_ON);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
}

static void
shut_down(void)
{
	IoRegisterLastChanceShutdownNotification(lower);
	IoRegisterShutdownNotification(upper);
	CHECK_EQ(ledger_count(HOLDING_NOTIFY), 2);
	shutdown_tell();
	CHECK_EQ(seen_count, 2);
	CHECK(seen[0] == upper && seen[1] == lower);
	CHECK_EQ(ledger_count(HOLDING_NOTIFY), 0);
	IoUnregisterShutdownNotification(upper);
}

TEST(at_shutdown_the_last_chance_comes_last)
{
	machine_make();
	CHECK_EQ(machine_run(shut_down), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define SET_UP(name) cmocka_unit_test_setup(name, machine_fresh)
		SET_UP(a_request_enters_at_the_top_of_the_stack),
		SET_UP(a_device_that_is_initializing_is_not_attached_to),
		SET_UP(deleting_a_device_that_is_attached_stops_the_machine),
		SET_UP(a_built_control_is_ended_by_the_io_manager),
		SET_UP(a_built_irp_is_not_the_drivers_to_free),
		SET_UP(an_allocated_irp_needs_a_completion_routine_that_keeps_it),
		SET_UP(an_irp_of_the_drivers_own_is_reused),
		SET_UP(the_last_associated_irp_completes_its_master),
		SET_UP(a_device_queue_is_busy_until_it_is_found_empty),
		SET_UP(a_device_queue_is_sorted_by_key_and_searched_from_one_on),
		SET_UP(start_io_gets_one_irp_at_a_time_at_dispatch_level),
		SET_UP(removal_waits_for_who_holds_the_lock_and_refuses_who_comes_later),
		SET_UP(a_remove_lock_is_released_with_the_tag_that_it_was_acquired_with),
		SET_UP(a_named_event_is_made_signaled_and_opened_as_it_is),
		SET_UP(at_shutdown_the_last_chance_comes_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
