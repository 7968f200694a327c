/* Objects, processes, threads and work items. */
#include "bench_machine.h"
#include "executive/object.h"
#include "executive/process.h"
#include "executive/variable.h"
#include "kernel/wait.h"
#include "sched/clock.h"
#include "test.h"

NTAPI LONG_PTR ObfReferenceObject(PVOID Object);
NTAPI LONG_PTR ObfDereferenceObject(PVOID Object);
NTAPI NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID *Object,
    OBJECT_HANDLE_INFORMATION *HandleInformation);
NTAPI NTSTATUS ZwClose(HANDLE Handle);
NTAPI NTSTATUS PsCreateSystemThread(HANDLE *ThreadHandle, ULONG DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, HANDLE ProcessHandle, CLIENT_ID *ClientId,
    PKSTART_ROUTINE StartRoutine, PVOID StartContext);
NTAPI NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus);
NTAPI NTSTATUS PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process);
NTAPI PEPROCESS IoGetCurrentProcess(void);
NTAPI HANDLE PsGetProcessId(PEPROCESS Process);
NTAPI PIO_WORKITEM IoAllocateWorkItem(DEVICE_OBJECT *DeviceObject);
NTAPI void IoFreeWorkItem(PIO_WORKITEM IoWorkItem);
NTAPI void IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
    WORK_QUEUE_TYPE QueueType, PVOID Context);

static int gone;

static void
count_gone(void *object)
{
	(void)object;
	gone++;
}

TEST(an_object_goes_with_its_last_reference)
{
	void *object = object_make(OBJECT_OTHER, 40, count_gone);

	gone = 0;
	ObfReferenceObject(object);
	CHECK_EQ(ledger_count(HOLDING_REFERENCE), 1);
	object_dereference(object);
	CHECK_EQ(gone, 0);
	ObfDereferenceObject(object);
	CHECK_EQ(gone, 1);
	CHECK_EQ(ledger_count(HOLDING_REFERENCE), 0);
	CHECK(!object_is(object, OBJECT_OTHER));
}

static void
dereference_too_often(void)
{
	ObfDereferenceObject(process_system());
}

static void
reference_a_number(void)
{
	ObfReferenceObject((void *)0x1000);
}

TEST(a_reference_that_was_not_taken_stops_the_machine)
{
	machine_run(dereference_too_often);
	CHECK(crashed("0x18"));
	machine_fresh(NULL);
	machine_run(reference_a_number);
	CHECK(crashed("0x18"));
}

TEST(a_handle_is_closed_once)
{
	HANDLE handle = handle_make(process_system(), true);

	CHECK(handle_object(handle) == process_system());
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 1);
	CHECK_EQ(ZwClose(handle), STATUS_SUCCESS);
	CHECK_EQ(ZwClose(handle), STATUS_INVALID_HANDLE);
	CHECK(found(RULE_R29));
}

TEST(a_process_is_looked_up_by_its_id)
{
	PEPROCESS client = process_make("client.exe", 4242);
	PEPROCESS process = NULL;

	CHECK_EQ(PsLookupProcessByProcessId((HANDLE)4242, &process), STATUS_SUCCESS);
	CHECK(process == client);
	CHECK_EQ(PsGetProcessId(process), 4242);
	CHECK_EQ(ledger_count(HOLDING_REFERENCE), 1);
	ObfDereferenceObject(process);
	CHECK_EQ(PsLookupProcessByProcessId((HANDLE)4243, &process), STATUS_INVALID_CID);
	CHECK_EQ(PsGetProcessId(variables()->PsInitialSystemProcess), 4);
}

static int ran;
static PEPROCESS ran_in;

static void NTAPI
thread_routine(void *context)
{
	ran += *(int *)context;
	ran_in = IoGetCurrentProcess();
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static void
start_and_wait(void)
{
	int one = 1;
	HANDLE handle;
	void *thread;

	PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, thread_routine, &one);
	CHECK_EQ(ledger_count(HOLDING_THREAD), 1);
	CHECK_EQ(ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, variables()->PsProcessType,
		     KernelMode, &thread, NULL),
	    STATUS_OBJECT_TYPE_MISMATCH);
	CHECK_EQ(ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, variables()->PsThreadType,
		     KernelMode, &thread, NULL),
	    STATUS_SUCCESS);
	ZwClose(handle);
	event_wait(thread, CLOCK_NEVER, "thread");
	CHECK_EQ(ran, 1);
	CHECK_EQ(ledger_count(HOLDING_THREAD), 0);
	ObfDereferenceObject(thread);
}

TEST(a_system_thread_can_be_waited_for)
{
	ran = 0;
	CHECK_EQ(machine_run(start_and_wait), LIFE_GOES_ON);
	CHECK(ran_in == process_system());
	CHECK_EQ(ledger_total(), 0);
	CHECK_EQ(finding_count(), 0);
}

static PIO_WORKITEM item;
static DEVICE_OBJECT *device;

static void NTAPI
work_routine(DEVICE_OBJECT *with, void *context)
{
	CHECK(with == device);
	ran += *(int *)context;
	IoFreeWorkItem(item);
}

static void
queue_it(void)
{
	static int two = 2;

	item = IoAllocateWorkItem(device);
	IoQueueWorkItem(item, work_routine, DelayedWorkQueue, &two);
	CHECK_EQ(ledger_count(HOLDING_QUEUED_WORK), 1);
}

TEST(a_work_item_runs_later_and_may_free_itself)
{
	ran = 0;
	device = device_ready(driver_ready(), "\\Device\\One", 0);
	CHECK_EQ(machine_run(queue_it), LIFE_GOES_ON);
	CHECK_EQ(ran, 2);
	CHECK_EQ(ledger_count(HOLDING_QUEUED_WORK) + ledger_count(HOLDING_WORK_ITEM), 0);
}

static void
free_while_queued(void)
{
	queue_it();
	IoFreeWorkItem(item);
}

TEST(freeing_a_queued_work_item_stops_the_machine)
{
	device = device_ready(driver_ready(), "\\Device\\One", 0);
	machine_run(free_while_queued);
	CHECK(life_end() == LIFE_STOPPED && found(RULE_R188));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_object_goes_with_its_last_reference, machine_fresh),
		cmocka_unit_test_setup(
		    a_reference_that_was_not_taken_stops_the_machine, machine_fresh),
		cmocka_unit_test_setup(a_handle_is_closed_once, machine_fresh),
		cmocka_unit_test_setup(a_process_is_looked_up_by_its_id, machine_fresh),
		cmocka_unit_test_setup(a_system_thread_can_be_waited_for, machine_fresh),
		cmocka_unit_test_setup(a_work_item_runs_later_and_may_free_itself, machine_fresh),
		cmocka_unit_test_setup(freeing_a_queued_work_item_stops_the_machine, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
