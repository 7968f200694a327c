#include "bench_machine.h"
#include "executive/device.h"
#include "executive/file.h"
#include "executive/irp.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "kernel/wait.h"
#include "test.h"

#include <string.h>

NTAPI void IofCompleteRequest(IRP *Irp, CCHAR PriorityBoost);
NTAPI void IoReleaseCancelSpinLock(KIRQL Irql);
NTAPI void IoDeleteDevice(DEVICE_OBJECT *DeviceObject);

#define CODE(function, method) CTL_CODE(FILE_DEVICE_UNKNOWN, function, method, FILE_ANY_ACCESS)

/* The driver under test, in its own words. */
static IRP *pending;
static int creates, cleanups, closes, cancels;
static NTSTATUS seen; /* by the client */
static char *user;    /* a page of the client's */

static NTSTATUS
done(IRP *irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static IO_STACK_LOCATION *
current(IRP *irp)
{
	return irp->Tail.Overlay.CurrentStackLocation;
}

static NTSTATUS NTAPI
count_and_complete(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	creates += current(irp)->MajorFunction == IRP_MJ_CREATE;
	cleanups += current(irp)->MajorFunction == IRP_MJ_CLEANUP;
	closes += current(irp)->MajorFunction == IRP_MJ_CLOSE;
	return done(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI
echo_upper(DEVICE_OBJECT *device, IRP *irp)
{
	char *buffer = irp->AssociatedIrp.SystemBuffer;
	ULONG bytes = current(irp)->Parameters.DeviceIoControl.InputBufferLength;

	(void)device;
	for (ULONG i = 0; i < bytes; i++)
		buffer[i] = (char)(buffer[i] - 'a' + 'A');
	return done(irp, STATUS_SUCCESS, bytes);
}

static NTSTATUS NTAPI
fill_direct(DEVICE_OBJECT *device, IRP *irp)
{
	MDL *mdl = irp->MdlAddress;

	(void)device;
	memset((char *)mdl->StartVa + mdl->ByteOffset, 'd', mdl->ByteCount);
	return done(irp, STATUS_SUCCESS, mdl->ByteCount);
}

static void NTAPI
cancel_it(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	cancels++;
	IoReleaseCancelSpinLock(irp->CancelIrql);
	done(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS NTAPI
pend(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	current(irp)->Control |= SL_PENDING_RETURNED;
	irp->CancelRoutine = cancel_it;
	pending = irp;
	return STATUS_PENDING;
}

static NTSTATUS NTAPI
pend_unmarked(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	pending = irp;
	return STATUS_PENDING;
}

static NTSTATUS NTAPI
forget(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device, (void)irp;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
complete_twice(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	done(irp, STATUS_SUCCESS, 0);
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
say_too_much(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	return done(irp, STATUS_SUCCESS, 1000);
}

static struct driver *driver;
static DEVICE_OBJECT *device;

static void
machine_make(PDRIVER_DISPATCH control)
{
	creates = cleanups = closes = cancels = 0;
	pending = NULL;
	user = (char *)ARENA_USER;
	arena_protect(ARENA_USER, ARENA_PAGE, ARENA_WRITE);
	driver = driver_ready();
	driver->object->MajorFunction[IRP_MJ_CREATE] = count_and_complete;
	driver->object->MajorFunction[IRP_MJ_CLEANUP] = count_and_complete;
	driver->object->MajorFunction[IRP_MJ_CLOSE] = count_and_complete;
	driver->object->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
	device = device_ready(driver, "\\Device\\Bench", 0);
}

static FILE_OBJECT *
open_it(void)
{
	FILE_OBJECT *file = NULL;

	seen = file_open("\\Device\\Bench", process_make("client.exe", 100), &file);
	return file;
}

static struct request
control_start(FILE_OBJECT *file, uint32_t code)
{
	struct request request = {
		.file = file,
		.major = IRP_MJ_DEVICE_CONTROL,
		.code = code,
		.in = (uint64_t)user,
		.in_bytes = 3,
		.out = (uint64_t)user + 100,
		.out_bytes = 50,
	};

	strcpy(user, "abc");
	memset(user + 100, 0, 100);
	return request;
}

static void
client_once(uint32_t code)
{
	FILE_OBJECT *file = open_it();
	struct request request = control_start(file, code);

	request_start(&request);
	seen = request_finish(&request);
	file_close(file);
}

static void
client_buffered(void)
{
	client_once(CODE(0x800, METHOD_BUFFERED));
}

static void
client_direct(void)
{
	client_once(CODE(0x800, METHOD_OUT_DIRECT));
}

TEST(a_file_is_opened_cleaned_up_and_closed)
{
	machine_make(echo_upper);
	CHECK_EQ(machine_run(client_buffered), LIFE_GOES_ON);
	CHECK_EQ(creates, 1);
	CHECK_EQ(cleanups, 1);
	CHECK_EQ(closes, 1);
	CHECK(!driver_busy(driver));
	CHECK_EQ(finding_count(), 0);
}

TEST(a_buffered_control_goes_through_the_system_buffer)
{
	machine_make(echo_upper);
	machine_run(client_buffered);
	CHECK_EQ(seen, STATUS_SUCCESS);
	CHECK_EQ(memcmp(user + 100, "ABC\0", 4), 0);
}

TEST(a_direct_control_goes_through_an_mdl)
{
	machine_make(fill_direct);
	machine_run(client_direct);
	CHECK_EQ(user[149], 'd');
	CHECK_EQ(user[150], 0);
	CHECK_EQ(ledger_total() - ledger_count(HOLDING_DEVICE), 0);
}

static void
client_cancels(void)
{
	FILE_OBJECT *file = open_it();
	struct request request = control_start(file, CODE(0x800, METHOD_BUFFERED));

	CHECK_EQ(request_start(&request), STATUS_PENDING);
	CHECK(driver_busy(driver));
	CHECK_EQ(ledger_count(HOLDING_IRP), 1);
	file_cancel_all(file);
	seen = request_finish(&request);
	CHECK_EQ(ledger_count(HOLDING_IRP), 0);
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
	CHECK_EQ(thread_now()->spin_locks, 0);
	file_close(file);
}

TEST(a_pending_request_can_be_cancelled)
{
	machine_make(pend);
	CHECK_EQ(machine_run(client_cancels), LIFE_GOES_ON);
	CHECK_EQ(cancels, 1);
	CHECK_EQ(seen, STATUS_CANCELLED);
	CHECK_EQ(closes, 1);
}

TEST(the_guarded_pool_changes_nothing_for_a_correct_driver)
{
	pool_guard(true);
	machine_make(pend);
	CHECK_EQ(machine_run(client_cancels), LIFE_GOES_ON);
	CHECK_EQ(seen, STATUS_CANCELLED);
	pool_guard(false);
}

static void
complete_later(void *irp)
{
	((IRP *)irp)->CancelRoutine = NULL;
	done(irp, STATUS_SUCCESS, 0);
}

static void
client_waits(void)
{
	FILE_OBJECT *file = open_it();
	struct request request = control_start(file, CODE(0x800, METHOD_BUFFERED));

	CHECK_EQ(request_start(&request), STATUS_PENDING);
	thread_start(THREAD_SYSTEM, complete_later, pending);
	seen = request_finish(&request);
	file_close(file);
}

TEST(a_client_waits_until_its_request_is_completed)
{
	machine_make(pend);
	CHECK_EQ(machine_run(client_waits), LIFE_GOES_ON);
	CHECK_EQ(seen, STATUS_SUCCESS);
	CHECK_EQ(closes, 1);
	CHECK_EQ(finding_count(), 0);
}

TEST(pending_without_the_mark_is_a_finding)
{
	machine_make(pend_unmarked);
	machine_run(client_waits);
	CHECK(found(RULE_R4));
}

TEST(an_irp_that_is_forgotten_stops_the_machine)
{
	machine_make(forget);
	machine_run(client_buffered);
	CHECK(crashed("0xC9/0x226"));
}

TEST(completing_twice_stops_the_machine)
{
	machine_make(complete_twice);
	machine_run(client_buffered);
	CHECK(crashed("0x44"));
}

TEST(a_length_beyond_the_buffer_is_a_finding_and_is_cut)
{
	machine_make(say_too_much);
	machine_run(client_buffered);
	CHECK(found(RULE_R193));
	CHECK_EQ(user[150], 0);
}

TEST(what_has_no_dispatch_routine_is_refused)
{
	machine_make(echo_upper);
	driver->object->MajorFunction[IRP_MJ_DEVICE_CONTROL] = driver_default_dispatch();
	machine_run(client_buffered);
	CHECK_EQ(seen, STATUS_INVALID_DEVICE_REQUEST);
}

static void
client_opens(void)
{
	open_it();
}

TEST(a_stopping_or_initializing_device_cannot_be_opened)
{
	machine_make(echo_upper);
	device->Flags |= DO_DEVICE_INITIALIZING;
	machine_run(client_opens);
	CHECK_EQ(seen, STATUS_NO_SUCH_DEVICE);
	device->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
	driver_stop_requested(driver);
	machine_run(client_opens);
	CHECK_EQ(seen, STATUS_NO_SUCH_DEVICE);
	CHECK_EQ(creates, 0);
}

static void
client_deletes_while_open(void)
{
	FILE_OBJECT *file = open_it();
	FILE_OBJECT *other;

	IoDeleteDevice(device);
	CHECK(driver->object->DeviceObject == device);
	CHECK(!NT_SUCCESS(file_open("\\Device\\Bench", NULL, &other)));
	file_close(file);
	CHECK(driver->object->DeviceObject == NULL);
}

TEST(a_device_that_is_deleted_while_open_goes_with_its_last_file)
{
	machine_make(echo_upper);
	CHECK_EQ(machine_run(client_deletes_while_open), LIFE_GOES_ON);
	CHECK_EQ(closes, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_file_is_opened_cleaned_up_and_closed, machine_fresh),
		cmocka_unit_test_setup(
		    a_buffered_control_goes_through_the_system_buffer, machine_fresh),
		cmocka_unit_test_setup(a_direct_control_goes_through_an_mdl, machine_fresh),
		cmocka_unit_test_setup(a_pending_request_can_be_cancelled, machine_fresh),
		cmocka_unit_test_setup(
		    the_guarded_pool_changes_nothing_for_a_correct_driver, machine_fresh),
		cmocka_unit_test_setup(
		    a_client_waits_until_its_request_is_completed, machine_fresh),
		cmocka_unit_test_setup(pending_without_the_mark_is_a_finding, machine_fresh),
		cmocka_unit_test_setup(an_irp_that_is_forgotten_stops_the_machine, machine_fresh),
		cmocka_unit_test_setup(completing_twice_stops_the_machine, machine_fresh),
		cmocka_unit_test_setup(
		    a_length_beyond_the_buffer_is_a_finding_and_is_cut, machine_fresh),
		cmocka_unit_test_setup(what_has_no_dispatch_routine_is_refused, machine_fresh),
		cmocka_unit_test_setup(
		    a_stopping_or_initializing_device_cannot_be_opened, machine_fresh),
		cmocka_unit_test_setup(
		    a_device_that_is_deleted_while_open_goes_with_its_last_file, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
