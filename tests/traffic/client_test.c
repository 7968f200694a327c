/*
 * A program and a driver of three lines, which turns what it is sent into upper
 * case and, if told so, waits.
 */
#include "test.h"

#include "executive/device.h"
#include "executive/driver.h"
#include "ledger/finding.h"
#include "machine/boot.h"
#include "machine/life.h"
#include "machine/snapshot.h"
#include "nt/io.h"
#include "nt/status.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "traffic/client.h"

#include <string.h>

#define UPPER CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define WAITS CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define PATH "\\\\.\\Test"

NTAPI NTSTATUS IoCreateDevice(DRIVER_OBJECT *DriverObject, ULONG DeviceExtensionSize,
    PUNICODE_STRING DeviceName, ULONG DeviceType, ULONG DeviceCharacteristics, BOOLEAN Exclusive,
    DEVICE_OBJECT **DeviceObject);
NTAPI NTSTATUS IoCreateSymbolicLink(PUNICODE_STRING SymbolicLinkName, PUNICODE_STRING DeviceName);
NTAPI void IofCompleteRequest(IRP *Irp, CCHAR PriorityBoost);
NTAPI void IoReleaseCancelSpinLock(KIRQL Irql);

static struct snapshot *fresh;
static IRP *waiting;
static int cleanups, closes;

static NTSTATUS
done(IRP *irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static void NTAPI
cancelled(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	waiting = NULL;
	IoReleaseCancelSpinLock(irp->CancelIrql);
	done(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS
control(IRP *irp, IO_STACK_LOCATION *stack)
{
	char *bytes = irp->AssociatedIrp.SystemBuffer;
	ULONG length = stack->Parameters.DeviceIoControl.InputBufferLength;

	if (stack->Parameters.DeviceIoControl.IoControlCode == WAITS) {
		stack->Control |= SL_PENDING_RETURNED;
		irp->CancelRoutine = cancelled;
		waiting = irp;
		return STATUS_PENDING;
	}
	for (ULONG i = 0; i < length; i++)
		bytes[i] = (char)(bytes[i] & ~0x20);
	return done(irp, STATUS_SUCCESS, length);
}

static NTSTATUS NTAPI
dispatch(DEVICE_OBJECT *device, IRP *irp)
{
	IO_STACK_LOCATION *stack = irp->Tail.Overlay.CurrentStackLocation;

	(void)device;
	cleanups += stack->MajorFunction == IRP_MJ_CLEANUP;
	closes += stack->MajorFunction == IRP_MJ_CLOSE;
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL)
		return control(irp, stack);
	return done(irp, STATUS_SUCCESS, 0);
}

static void
driver_entry(void *unused)
{
	static WCHAR device_name[] = u"\\Device\\Test", link_name[] = u"\\??\\Test";
	struct driver *driver = driver_make("test", 0, 0, 0);
	UNICODE_STRING device = { sizeof device_name - 2, sizeof device_name, device_name };
	UNICODE_STRING link = { sizeof link_name - 2, sizeof link_name, link_name };
	DEVICE_OBJECT *made;

	(void)unused;
	for (int i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		driver->object->MajorFunction[i] = dispatch;
	IoCreateDevice(driver->object, 0, &device, FILE_DEVICE_UNKNOWN, 0, FALSE, &made);
	IoCreateSymbolicLink(&link, &device);
	driver_entered(driver, STATUS_SUCCESS);
}

static int
machine_ready(void **state)
{
	static const struct machine_options options;
	const char *why;

	(void)state;
	if (fresh == NULL) {
		if (!machine_start(&options, &why))
			return -1;
		client_start();
		fresh = snapshot_take();
	}
	snapshot_restore(fresh);
	finding_clear();
	choice_start(0, REFUSE_NONE);
	waiting = NULL;
	cleanups = closes = 0;
	return machine_call(THREAD_SYSTEM, driver_entry, NULL) ? 0 : -1;
}

static uint64_t
bytes_of(const char *text)
{
	uint64_t at = client_memory(strlen(text) + 1);

	memcpy((void *)at, text, strlen(text) + 1);
	return at;
}

static struct client *
client_ready(const char *image, unsigned pid)
{
	NTSTATUS status;

	return client_make(image, pid, &status);
}

TEST(user_memory_is_zeroed_and_apart)
{
	uint64_t first = client_memory(5), second = client_memory(1);

	CHECK_EQ(second - first, 16);
	CHECK(arena_is_user(first));
	CHECK(client_memory_is(first, 32));
	CHECK(!client_memory_is(first, 33));
	CHECK(!client_memory_is(first - 1, 2));
	CHECK_EQ(client_extent().bytes, 32);
}

TEST(user_memory_that_another_life_used_reads_as_zero)
{
	uint64_t large = client_memory(3 << 20);

	memset((void *)large, 'x', 3 << 20);
	snapshot_restore(fresh);
	CHECK_EQ(client_memory(100), large);
	CHECK_EQ(*(char *)(large + 99), 0);
	CHECK_EQ(client_memory(2 << 20), large + 112);
	CHECK_EQ(*(char *)(large + (2 << 20)), 0);
}

TEST(a_name_that_nobody_has_can_not_be_opened)
{
	struct client *client = client_ready("a.exe", 1000);
	unsigned handle;

	CHECK_EQ(client_open(client, "\\\\.\\Nobody", &handle), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(handle, 0);
}

TEST(what_is_sent_comes_back_in_upper_case)
{
	struct client *client = client_ready("a.exe", 1000);
	uint64_t out = client_memory(8);
	struct operation *operation;
	unsigned handle;

	CHECK_EQ(client_open(client, PATH, &handle), STATUS_SUCCESS);
	operation = client_ioctl(client, handle, UPPER, bytes_of("drydock"), 7, out, 8);
	CHECK(operation_done(operation));
	CHECK_EQ(operation_status(operation), STATUS_SUCCESS);
	CHECK_EQ(operation_information(operation), 7);
	CHECK_STR((const char *)out, "DRYDOCK");
	CHECK_EQ(client_close(client, handle), STATUS_SUCCESS);
	CHECK_EQ(cleanups, 1);
	CHECK_EQ(closes, 1);
}

TEST(a_closed_handle_is_no_handle)
{
	struct client *client = client_ready("a.exe", 1000);
	unsigned handle;

	client_open(client, PATH, &handle);
	client_close(client, handle);
	CHECK_EQ(client_close(client, handle), STATUS_INVALID_HANDLE);
	CHECK_EQ(operation_status(client_read(client, handle, 0, 0)), STATUS_INVALID_HANDLE);
}

TEST(an_operation_that_waits_is_pending_until_it_is_completed)
{
	struct client *client = client_ready("a.exe", 1000);
	struct operation *operation;
	uint64_t before;
	unsigned handle;

	client_open(client, PATH, &handle);
	before = clock_now_100ns();
	operation = client_ioctl(client, handle, WAITS, 0, 0, 0, 0);
	CHECK(!operation_done(operation));
	CHECK(clock_now_100ns() - before < 1000);
	CHECK_EQ(operation_status(operation), STATUS_PENDING);
	CHECK(!operation_wait(operation));
	operation_cancel(operation);
	machine_settle(0);
	CHECK(operation_done(operation));
	CHECK_EQ(operation_status(operation), STATUS_CANCELLED);
}

TEST(a_program_that_ends_cancels_and_closes_all)
{
	struct client *client = client_ready("a.exe", 1000);
	struct operation *operation;
	unsigned one, other;

	client_open(client, PATH, &one);
	client_open(client, PATH, &other);
	operation = client_ioctl(client, one, WAITS, 0, 0, 0, 0);
	client_exit(client, STATUS_SUCCESS);
	machine_settle(0);
	CHECK_EQ(operation_status(operation), STATUS_CANCELLED);
	CHECK_EQ(cleanups, 2);
	CHECK_EQ(closes, 2);
	CHECK(!client_has(client, one));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(user_memory_is_zeroed_and_apart, machine_ready),
		cmocka_unit_test_setup(
		    user_memory_that_another_life_used_reads_as_zero, machine_ready),
		cmocka_unit_test_setup(a_name_that_nobody_has_can_not_be_opened, machine_ready),
		cmocka_unit_test_setup(what_is_sent_comes_back_in_upper_case, machine_ready),
		cmocka_unit_test_setup(a_closed_handle_is_no_handle, machine_ready),
		cmocka_unit_test_setup(
		    an_operation_that_waits_is_pending_until_it_is_completed, machine_ready),
		cmocka_unit_test_setup(a_program_that_ends_cancels_and_closes_all, machine_ready),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
