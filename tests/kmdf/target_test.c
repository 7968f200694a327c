/* I/O targets, and the requests that a driver makes and sends. */
#include "bench_driver.h"
#include "executive/irp.h"
#include "executive/object.h"
#include "nt/wdf_target.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <string.h>

#define CODE CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)

NTAPI void IofCompleteRequest(IRP *Irp, CCHAR PriorityBoost);
NTAPI void IoReleaseCancelSpinLock(KIRQL Irql);
NTAPI void IoDeleteDevice(DEVICE_OBJECT *DeviceObject);

static WCHAR other_text[] = u"\\Device\\Other";
static UNICODE_STRING other_name = { sizeof(other_text) - 2, sizeof(other_text), other_text };
static struct driver *other;
static DEVICE_OBJECT *other_device;
static IRP *held;
static bool holds;
static WDFIOTARGET target;

/* The other side: a driver of its own, that completes at once or keeps the request. */
static void
answer(IRP *irp, NTSTATUS status)
{
	irp->CancelRoutine = NULL;
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = NT_SUCCESS(status) ? 4 : 0;
	if (NT_SUCCESS(status) && irp->AssociatedIrp.SystemBuffer != NULL)
		memcpy(irp->AssociatedIrp.SystemBuffer, "pong", 4);
	IofCompleteRequest(irp, IO_NO_INCREMENT);
}

static void NTAPI
other_cancels(DEVICE_OBJECT *device, IRP *irp)
{
	(void)device;
	IoReleaseCancelSpinLock(irp->CancelIrql);
	answer(irp, STATUS_CANCELLED);
}

static NTSTATUS NTAPI
other_serves(DEVICE_OBJECT *device, IRP *irp)
{
	IO_STACK_LOCATION *stack = irp->Tail.Overlay.CurrentStackLocation;

	(void)device;
	if (!holds || stack->MajorFunction != IRP_MJ_DEVICE_CONTROL) {
		answer(irp, STATUS_SUCCESS);
		return STATUS_SUCCESS;
	}
	stack->Control |= SL_PENDING_RETURNED;
	irp->CancelRoutine = other_cancels;
	held = irp;
	return STATUS_PENDING;
}

static void NTAPI
unload(WDFDRIVER gone)
{
	(void)gone;
	note('U');
}

static void
target_open(void)
{
	WDF_IO_TARGET_OPEN_PARAMS params = { .Size = sizeof(params),
		.Type = WdfIoTargetOpenByName,
		.TargetDeviceName = other_name,
		.DesiredAccess = GENERIC_READ };

	holds = false;
	other = driver_ready();
	for (unsigned major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++)
		other->object->MajorFunction[major] = other_serves;
	other_device = device_ready(other, "\\Device\\Other", DO_BUFFERED_IO);
	driver_enter(unload);
	device_make_from(init_make());
	device_finish();
	CHECK_EQ(CALL_STATUS(WdfIoTargetCreate, wdf_device, NULL, &target), STATUS_SUCCESS);
	CHECK_EQ(CALL(WdfIoTargetGetState, target), WdfIoTargetClosed);
	CHECK_EQ(CALL_STATUS(WdfIoTargetOpen, target, &params), STATUS_SUCCESS);
	CHECK_EQ(CALL(WdfIoTargetGetState, target), WdfIoTargetStarted);
	CHECK_EQ(CALL_STATUS(WdfIoTargetOpen, target, &params), STATUS_INVALID_DEVICE_STATE);
}

static void
control_synchronously(void)
{
	char out[8] = "";
	WDF_MEMORY_DESCRIPTOR output = { .Type = WdfMemoryDescriptorTypeBuffer,
		.u.BufferType = { out, sizeof(out) } };
	uint64_t bytes = 0;

	target_open();
	CHECK_EQ(CALL_STATUS(WdfIoTargetSendIoctlSynchronously, target, NULL, CODE, NULL, &output,
		     NULL, &bytes),
	    STATUS_SUCCESS);
	CHECK_EQ(bytes, 4);
	CHECK_EQ(memcmp(out, "pong", 4), 0);
	CALL(WdfIoTargetClose, target);
	CHECK_EQ(CALL_STATUS(WdfIoTargetSendIoctlSynchronously, target, NULL, CODE, NULL, &output,
		     NULL, &bytes),
	    STATUS_INVALID_DEVICE_STATE);
	driver_leave();
	CHECK(!driver_busy(other));
}

TEST(a_control_is_sent_to_a_target_that_was_opened_by_name)
{
	CHECK_EQ(machine_run(control_synchronously), LIFE_GOES_ON);
	CHECK_STR(notes, "U");
	CHECK_EQ(ledger_count(HOLDING_IRP), 0);
	CHECK_EQ(finding_count(), 0);
}

static NTSTATUS back_with;

static void NTAPI
came_back(WDFREQUEST request, WDFIOTARGET from, void *params, void *context)
{
	const WDF_REQUEST_COMPLETION_PARAMS *told = params;

	CHECK(from == target);
	CHECK(context == &back_with);
	back_with = told->IoStatus.Status;
	CHECK_EQ(CALL_STATUS(WdfRequestGetStatus, request), back_with);
	note('b');
}

static WDFREQUEST
request_sent(void)
{
	WDFREQUEST request;
	WDFMEMORY memory;

	holds = true;
	CHECK_EQ(CALL_STATUS(WdfRequestCreate, NULL, target, &request), STATUS_SUCCESS);
	CHECK_EQ(
	    CALL_STATUS(WdfMemoryCreate, NULL, PagedPool, 0u, 16ul, &memory, NULL), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfIoTargetFormatRequestForIoctl, target, request, CODE, NULL, NULL,
		     memory, NULL),
	    STATUS_SUCCESS);
	CALL(WdfRequestSetCompletionRoutine, request, came_back, &back_with);
	CHECK_EQ((uint8_t)CALL(WdfRequestSend, request, target, NULL), TRUE);
	CHECK_EQ(notes[0], 0);
	return request;
}

static void
send_and_answer(void)
{
	WDF_REQUEST_REUSE_PARAMS reuse = { .Size = sizeof(reuse), .Status = STATUS_SUCCESS };
	WDFREQUEST request;

	target_open();
	request = request_sent();
	answer(held, STATUS_SUCCESS);
	CHECK_STR(notes, "b");
	CHECK_EQ(back_with, STATUS_SUCCESS);
	CHECK_EQ((uint8_t)CALL(WdfRequestSend, request, target, NULL), FALSE);
	CHECK_EQ(CALL_STATUS(WdfRequestReuse, request, &reuse), STATUS_SUCCESS);
	CALL(WdfObjectDelete, request);
	CHECK_EQ(ledger_count(HOLDING_IRP), 0);
	driver_leave();
}

TEST(a_request_of_the_drivers_own_comes_back_to_its_completion_routine)
{
	CHECK_EQ(machine_run(send_and_answer), LIFE_GOES_ON);
	CHECK_STR(notes, "bU");
	CHECK_EQ(finding_count(), 0);
}

static void
send_and_close(void)
{
	target_open();
	request_sent();
	CALL(WdfIoTargetClose, target);
	CHECK_STR(notes, "b");
	CHECK_EQ(back_with, STATUS_CANCELLED);
	driver_leave();
}

TEST(closing_a_target_cancels_what_was_sent_and_waits_for_it)
{
	CHECK_EQ(machine_run(send_and_close), LIFE_GOES_ON);
	CHECK_STR(notes, "bU");
	CHECK_EQ(finding_count(), 0);
}

static void
send_with_a_limit(void)
{
	WDF_REQUEST_SEND_OPTIONS options = { .Size = sizeof(options),
		.Flags = WDF_REQUEST_SEND_OPTION_TIMEOUT,
		.Timeout = -10000000 };

	target_open();
	holds = true;
	CHECK_EQ(CALL_STATUS(WdfIoTargetSendIoctlSynchronously, target, NULL, CODE, NULL, NULL,
		     &options, NULL),
	    STATUS_IO_TIMEOUT);
	driver_leave();
}

TEST(what_is_not_back_in_time_is_cancelled)
{
	CHECK_EQ(machine_run(send_with_a_limit), LIFE_GOES_ON);
	CHECK_STR(notes, "U");
	CHECK_EQ(finding_count(), 0);
}

static void
complete_a_sent_one(void)
{
	target_open();
	CALL(WdfRequestComplete, request_sent(), STATUS_SUCCESS);
}

TEST(a_request_that_is_with_a_target_is_not_completed)
{
	machine_run(complete_a_sent_one);
	CHECK(crashed("0x10D/0x6"));
}

static void
open_nobody(void)
{
	static WCHAR text[] = u"\\Device\\Nobody";
	WDF_IO_TARGET_OPEN_PARAMS params = { .Size = sizeof(params),
		.Type = WdfIoTargetOpenByName,
		.TargetDeviceName = { sizeof(text) - 2, sizeof(text), text } };

	target_open();
	CALL(WdfIoTargetClose, target);
	CHECK_EQ(CALL_STATUS(WdfIoTargetOpen, target, &params), STATUS_OBJECT_NAME_NOT_FOUND);
	params.Type = WdfIoTargetOpenUseExistingDevice;
	CHECK_EQ(CALL_STATUS(WdfIoTargetOpen, target, &params), STATUS_INVALID_PARAMETER);
	params.TargetDeviceObject = other_device;
	CHECK_EQ(CALL_STATUS(WdfIoTargetOpen, target, &params), STATUS_SUCCESS);
	CHECK(CALL(WdfIoTargetWdmGetTargetDeviceObject, target) == (uint64_t)other_device);
	driver_leave();
}

TEST(a_target_is_found_by_its_name_or_is_a_device_that_the_driver_has)
{
	CHECK_EQ(machine_run(open_nobody), LIFE_GOES_ON);
	CHECK_STR(notes, "U");
	CHECK_EQ(finding_count(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define SET_UP(name) cmocka_unit_test_setup(name, kmdf_fresh)
		SET_UP(a_control_is_sent_to_a_target_that_was_opened_by_name),
		SET_UP(a_request_of_the_drivers_own_comes_back_to_its_completion_routine),
		SET_UP(closing_a_target_cancels_what_was_sent_and_waits_for_it),
		SET_UP(what_is_not_back_in_time_is_cancelled),
		SET_UP(a_request_that_is_with_a_target_is_not_completed),
		SET_UP(a_target_is_found_by_its_name_or_is_a_device_that_the_driver_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
