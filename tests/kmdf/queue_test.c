#include "bench_driver.h"

#include "executive/process.h"
#include "host/arena.h"
#include "kernel/wait.h"
#include "sched/clock.h"

#include <string.h>

#define CODE(function, method) CTL_CODE(FILE_DEVICE_UNKNOWN, function, method, FILE_ANY_ACCESS)
#define BUFFERED CODE(0x800, METHOD_BUFFERED)
#define DIRECT CODE(0x801, METHOD_OUT_DIRECT)
#define NEITHER CODE(0x802, METHOD_NEITHER)

static WDFQUEUE queue, manual;
static WDFREQUEST kept;
static WDFFILEOBJECT opened;
static PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL control;
static PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE canceled_on_queue;
static PFN_WDF_IO_IN_CALLER_CONTEXT caller_context;
static PFN_WDF_DEVICE_FILE_CREATE file_create;
static WDF_IO_QUEUE_DISPATCH_TYPE type;
static NTSTATUS create_status;
static char *user;

struct open_context {
	uint64_t word[128];
};
static const WDF_OBJECT_CONTEXT_TYPE_INFO open_type = { sizeof(open_type), "OPEN",
	sizeof(struct open_context), &open_type, NULL };

static int
fresh(void **state)
{
	control = NULL;
	canceled_on_queue = NULL;
	caller_context = NULL;
	file_create = NULL;
	kept = NULL;
	create_status = STATUS_SUCCESS;
	type = WdfIoQueueDispatchParallel;
	return kmdf_fresh(state);
}

static void NTAPI
on_create(WDFDEVICE device, WDFREQUEST request, WDFFILEOBJECT file)
{
	struct open_context *context =
	    (void *)CALL(WdfObjectGetTypedContextWorker, file, &open_type);

	CHECK(device == wdf_device);
	CHECK(context->word[127] == 0);
	CHECK((void *)CALL(WdfRequestGetFileObject, request) == file);
	CHECK((void *)CALL(WdfFileObjectGetDevice, file) == device);
	opened = file;
	note('o');
	CALL(WdfRequestComplete, request, create_status);
}

static void NTAPI
on_file_cleanup(WDFFILEOBJECT file)
{
	note(file == opened ? 'l' : '?');
}

static void NTAPI
on_close(WDFFILEOBJECT file)
{
	note(file == opened ? 'c' : '?');
}

static void NTAPI
on_gone(WDFOBJECT object)
{
	note(object == opened ? 'g' : '?');
}

static void NTAPI
on_unload(WDFDRIVER gone)
{
	(void)gone;
	note('U');
}

/* The driver: a default queue of `type`, a manual one, and the callbacks that the test set. */
static void
enter(void)
{
	WDF_FILEOBJECT_CONFIG files = { .Size = sizeof(files),
		.EvtDeviceFileCreate = file_create,
		.EvtFileCleanup = on_file_cleanup,
		.EvtFileClose = on_close,
		.AutoForwardCleanupClose = WdfUseDefault,
		.FileObjectClass = WdfFileObjectWdfCannotUseFsContexts };
	WDF_OBJECT_ATTRIBUTES attributes = attributes_of(NULL);
	WDF_IO_QUEUE_CONFIG config = queue_config(type);
	PWDFDEVICE_INIT init;

	user = (char *)ARENA_USER;
	arena_protect(ARENA_USER, ARENA_PAGE, ARENA_WRITE);
	driver_enter(on_unload);
	init = init_make();
	attributes.ContextTypeInfo = &open_type;
	attributes.EvtCleanupCallback = on_gone;
	CALL(WdfDeviceInitSetFileObjectConfig, init, &files, &attributes);
	if (caller_context != NULL)
		CALL(WdfDeviceInitSetIoInCallerContextCallback, init, caller_context);
	device_make_from(init);
	config.DefaultQueue = TRUE;
	config.EvtIoDeviceControl = control;
	CHECK_EQ(CALL_STATUS(WdfIoQueueCreate, wdf_device, &config, NULL, &queue), STATUS_SUCCESS);
	config = queue_config(WdfIoQueueDispatchManual);
	config.EvtIoCanceledOnQueue = canceled_on_queue;
	config.Size = WDF_IO_QUEUE_CONFIG_SIZE_1_9;
	CHECK_EQ(CALL_STATUS(WdfIoQueueCreate, wdf_device, &config, NULL, &manual), STATUS_SUCCESS);
	device_finish();
}

static FILE_OBJECT *
open_it(void)
{
	FILE_OBJECT *file = NULL;

	CHECK_EQ(file_open("\\\\.\\Bench", process_make("client.exe", 100), &file), STATUS_SUCCESS);
	return file;
}

static struct request
control_of(FILE_OBJECT *file, uint32_t code)
{
	strcpy(user, "abc");
	return (struct request){ .file = file,
		.major = IRP_MJ_DEVICE_CONTROL,
		.code = code,
		.in = (uint64_t)user,
		.in_bytes = 3,
		.out = (uint64_t)user + 100,
		.out_bytes = 50 };
}

static NTSTATUS
control_once(FILE_OBJECT *file, uint32_t code)
{
	struct request request = control_of(file, code);

	request_start(&request);
	return request_finish(&request);
}

static void NTAPI
answer(WDFQUEUE from, WDFREQUEST request, SIZE_T out, SIZE_T in, ULONG code)
{
	WDF_REQUEST_PARAMETERS parameters = { .Size = sizeof(parameters) };
	char *input, *output;
	SIZE_T length;
	PMDL mdl;

	CHECK(from == queue && out == 50 && in == 3);
	CALL(WdfRequestGetParameters, request, &parameters);
	CHECK_EQ(parameters.Parameters.DeviceIoControl.IoControlCode, code);
	CHECK_EQ(parameters.Type, WdfRequestTypeDeviceControl);
	CHECK_EQ(CALL_STATUS(WdfRequestRetrieveInputBuffer, request, (SIZE_T)3, &input, &length),
	    STATUS_SUCCESS);
	CHECK(length == 3 && memcmp(input, "abc", 3) == 0);
	CHECK_EQ(CALL_STATUS(WdfRequestRetrieveInputBuffer, request, (SIZE_T)4, &input, NULL),
	    STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(CALL_STATUS(WdfRequestRetrieveOutputWdmMdl, request, &mdl), STATUS_SUCCESS);
	CHECK_EQ(mdl->ByteCount, 50);
	CHECK_EQ(CALL_STATUS(WdfRequestRetrieveOutputBuffer, request, (SIZE_T)50, &output, NULL),
	    STATUS_SUCCESS);
	memcpy(output, "xyz", 3);
	CALL(WdfRequestCompleteWithInformation, request, STATUS_SUCCESS, (ULONG_PTR)3);
}

static void
whole_life(void)
{
	FILE_OBJECT *file;

	control = answer;
	file_create = on_create;
	enter();
	file = open_it();
	CHECK_EQ(control_once(file, BUFFERED), STATUS_SUCCESS);
	CHECK(memcmp(user + 100, "xyz", 3) == 0);
	memset(user + 100, 0, 3);
	CHECK_EQ(control_once(file, DIRECT), STATUS_SUCCESS);
	CHECK(memcmp(user + 100, "xyz", 3) == 0);
	file_close(file);
	CHECK_STR(notes, "olcg");
	driver_leave();
	CHECK_STR(notes, "olcgU");
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_driver_lives_from_binding_to_unbinding)
{
	CHECK_EQ(machine_run(whole_life), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

static void
refused_open(void)
{
	FILE_OBJECT *file = NULL;

	control = answer;
	file_create = on_create;
	create_status = STATUS_ACCESS_DENIED;
	enter();
	CHECK_EQ(file_open("\\\\.\\Bench", NULL, &file), STATUS_ACCESS_DENIED);
	CHECK_STR(notes, "og");
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_create_that_the_driver_fails_leaves_no_file_object)
{
	CHECK_EQ(machine_run(refused_open), LIFE_GOES_ON);
}

static void NTAPI
forward(WDFQUEUE from, WDFREQUEST request, SIZE_T out, SIZE_T in, ULONG code)
{
	(void)from, (void)out, (void)in, (void)code;
	kept = request;
	note('f');
	CHECK_EQ(CALL_STATUS(WdfRequestForwardToIoQueue, request, manual), STATUS_SUCCESS);
}

static void
cancel_in_queue(void)
{
	FILE_OBJECT *file;
	struct request request;
	WDFREQUEST next;

	control = forward;
	enter();
	file = open_it();
	request = control_of(file, BUFFERED);
	CHECK_EQ(request_start(&request), STATUS_PENDING);
	request_cancel(&request);
	CHECK_EQ(request_finish(&request), STATUS_CANCELLED);
	CHECK_EQ(CALL_STATUS(WdfIoQueueRetrieveNextRequest, manual, &next), STATUS_NO_MORE_ENTRIES);
	file_close(file);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_request_that_waits_in_a_queue_can_be_canceled)
{
	CHECK_EQ(machine_run(cancel_in_queue), LIFE_GOES_ON);
}

static void NTAPI
take_back(WDFQUEUE from, WDFREQUEST request)
{
	CHECK(from == manual && request == kept);
	note('t');
	CALL(WdfRequestComplete, request, STATUS_CANCELLED);
}

static void
cancel_with_callback(void)
{
	canceled_on_queue = take_back;
	cancel_in_queue();
	CHECK(strstr(notes, "ft") != NULL);
}

TEST(a_request_that_the_driver_knows_is_given_back_when_it_is_canceled_in_a_queue)
{
	CHECK_EQ(machine_run(cancel_with_callback), LIFE_GOES_ON);
}

static void
close_with_waiting_request(void)
{
	FILE_OBJECT *file;
	struct request request;

	control = forward;
	enter();
	file = open_it();
	request = control_of(file, BUFFERED);
	CHECK_EQ(request_start(&request), STATUS_PENDING);
	file_close(file);
	CHECK_EQ(request_finish(&request), STATUS_CANCELLED);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(cleanup_cancels_what_waits_in_queues_for_the_file)
{
	CHECK_EQ(machine_run(close_with_waiting_request), LIFE_GOES_ON);
}

static void
retrieve(void)
{
	FILE_OBJECT *file;
	struct request first, second;
	WDFREQUEST one, two;

	control = forward;
	enter();
	file = open_it();
	first = control_of(file, BUFFERED);
	second = control_of(file, BUFFERED);
	request_start(&first);
	one = kept;
	request_start(&second);
	CHECK_EQ(CALL_STATUS(WdfIoQueueRetrieveNextRequest, manual, &two), STATUS_SUCCESS);
	CHECK(two == one);
	CHECK_EQ(CALL_STATUS(WdfRequestRequeue, one), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfIoQueueRetrieveRequestByFileObject, manual,
		     CALL(WdfRequestGetFileObject, one), &two),
	    STATUS_SUCCESS);
	CHECK(two == one);
	CALL(WdfRequestComplete, one, STATUS_SUCCESS);
	CALL(WdfIoQueuePurgeSynchronously, manual);
	CHECK_EQ(request_finish(&first), STATUS_SUCCESS);
	CHECK_EQ(request_finish(&second), STATUS_CANCELLED);
	file_close(file);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_manual_queue_gives_requests_in_order_and_a_purge_cancels_the_rest)
{
	CHECK_EQ(machine_run(retrieve), LIFE_GOES_ON);
}

static void NTAPI
keep(WDFQUEUE from, WDFREQUEST request, SIZE_T out, SIZE_T in, ULONG code)
{
	(void)from, (void)out, (void)in, (void)code;
	kept = request;
	note('k');
}

static void
sequence(void)
{
	FILE_OBJECT *file;
	struct request first, second;
	ULONG waiting, at_driver;

	type = WdfIoQueueDispatchSequential;
	control = keep;
	enter();
	file = open_it();
	first = control_of(file, BUFFERED);
	second = control_of(file, BUFFERED);
	request_start(&first);
	request_start(&second);
	CHECK_STR(notes, "k");
	CALL(WdfIoQueueGetState, queue, &waiting, &at_driver);
	CHECK(waiting == 1 && at_driver == 1);
	CALL(WdfRequestComplete, kept, STATUS_SUCCESS);
	CHECK_STR(notes, "kk");
	CALL(WdfRequestComplete, kept, STATUS_SUCCESS);
	CHECK_EQ(request_finish(&first), STATUS_SUCCESS);
	CHECK_EQ(request_finish(&second), STATUS_SUCCESS);
	file_close(file);
	driver_leave();
}

TEST(a_sequential_queue_presents_one_request_at_a_time)
{
	CHECK_EQ(machine_run(sequence), LIFE_GOES_ON);
}

static void NTAPI
on_cancel(WDFREQUEST request)
{
	note('x');
	CALL(WdfRequestComplete, request, STATUS_CANCELLED);
}

static void
mark_and_cancel(void)
{
	FILE_OBJECT *file;
	struct request request;

	control = keep;
	enter();
	file = open_it();
	request = control_of(file, BUFFERED);
	request_start(&request);
	CALL(WdfRequestMarkCancelable, kept, on_cancel);
	CHECK_EQ(CALL_STATUS(WdfRequestUnmarkCancelable, kept), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRequestMarkCancelableEx, kept, on_cancel), STATUS_SUCCESS);
	request_cancel(&request);
	CHECK_EQ(request_finish(&request), STATUS_CANCELLED);
	CHECK_STR(notes, "kx");
	request = control_of(file, BUFFERED);
	request_start(&request);
	request_cancel(&request);
	CHECK(CALL(WdfRequestIsCanceled, kept) & 0xff);
	CHECK_EQ(CALL_STATUS(WdfRequestMarkCancelableEx, kept, on_cancel), STATUS_CANCELLED);
	CALL(WdfRequestComplete, kept, STATUS_CANCELLED);
	CHECK_EQ(request_finish(&request), STATUS_CANCELLED);
	file_close(file);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_request_marked_cancelable_is_canceled_through_the_driver)
{
	CHECK_EQ(machine_run(mark_and_cancel), LIFE_GOES_ON);
}

static void
complete_twice(void)
{
	FILE_OBJECT *file;
	struct request request;

	control = keep;
	enter();
	file = open_it();
	request = control_of(file, BUFFERED);
	request_start(&request);
	CALL(WdfRequestComplete, kept, STATUS_SUCCESS);
	CALL(WdfRequestComplete, kept, STATUS_SUCCESS);
}

TEST(completing_a_request_twice_stops_the_machine)
{
	machine_run(complete_twice);
	CHECK(crashed("0x10D/0x"));
}

static void
complete_with_too_much(void)
{
	FILE_OBJECT *file;
	struct request request;

	control = keep;
	enter();
	file = open_it();
	request = control_of(file, BUFFERED);
	request_start(&request);
	CALL(WdfRequestCompleteWithInformation, kept, STATUS_SUCCESS, (ULONG_PTR)51);
}

TEST(completing_with_more_bytes_than_the_buffer_has_stops_the_machine)
{
	machine_run(complete_with_too_much);
	CHECK(crashed("0x10D/0x6"));
}

static void NTAPI
in_caller_context(WDFDEVICE device, WDFREQUEST request)
{
	WDFMEMORY memory;
	char *bytes, *mapped;
	SIZE_T length;

	note('i');
	CHECK_EQ(CALL_STATUS(
		     WdfRequestRetrieveUnsafeUserInputBuffer, request, (SIZE_T)3, &bytes, &length),
	    STATUS_SUCCESS);
	CHECK(bytes == user && length == 3);
	CHECK_EQ(
	    CALL_STATUS(WdfRequestProbeAndLockUserBufferForRead, request, bytes, length, &memory),
	    STATUS_SUCCESS);
	mapped = (char *)CALL(WdfMemoryGetBuffer, memory, &length);
	CHECK(length == 3 && memcmp(mapped, "abc", 3) == 0);
	CHECK_EQ(CALL_STATUS(WdfRequestProbeAndLockUserBufferForRead, request, (void *)0x10, length,
		     &memory),
	    STATUS_ACCESS_VIOLATION);
	CHECK_EQ(CALL_STATUS(WdfDeviceEnqueueRequest, device, request), STATUS_SUCCESS);
}

static void
call_in_context(void)
{
	FILE_OBJECT *file;
	struct request request;

	control = keep;
	caller_context = in_caller_context;
	enter();
	file = open_it();
	request = control_of(file, NEITHER);
	request_start(&request);
	CHECK_STR(notes, "ik");
	CALL(WdfRequestComplete, kept, STATUS_SUCCESS);
	CHECK_EQ(request_finish(&request), STATUS_SUCCESS);
	file_close(file);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_request_goes_through_the_callers_context_to_its_queue)
{
	CHECK_EQ(machine_run(call_in_context), LIFE_GOES_ON);
}

static void NTAPI
on_work(WDFWORKITEM item)
{
	(void)item;
	note('w');
}

static void NTAPI
on_timer(WDFTIMER timer)
{
	(void)timer;
	note('t');
}

static void
run_later(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG work = { sizeof(work), on_work, FALSE };
	WDF_TIMER_CONFIG timed = { .Size = 0x18, .EvtTimerFunc = on_timer };
	WDFWORKITEM item;
	WDFTIMER timer;
	KEVENT never;

	control = keep;
	enter();
	attributes = attributes_of(wdf_driver);
	CHECK_EQ(CALL_STATUS(WdfWorkItemCreate, &work, &attributes, &item),
	    STATUS_INVALID_DEVICE_REQUEST);
	attributes = attributes_of(wdf_device);
	CHECK_EQ(CALL_STATUS(WdfWorkItemCreate, &work, &attributes, &item), STATUS_SUCCESS);
	CALL(WdfWorkItemEnqueue, item);
	CALL(WdfWorkItemEnqueue, item);
	CALL(WdfWorkItemFlush, item);
	CHECK_STR(notes, "w");
	CHECK_EQ(CALL_STATUS(WdfTimerCreate, &timed, &attributes, &timer), STATUS_SUCCESS);
	CHECK((CALL(WdfTimerStart, timer, (LONGLONG)-10000) & 0xff) == 0);
	CHECK((CALL(WdfTimerStop, timer, TRUE) & 0xff) != 0);
	CALL(WdfTimerStart, timer, (LONGLONG)-10000);
	event_start(&never, NotificationEvent, false);
	event_wait(&never, clock_now_100ns() + 20000, "time");
	CHECK_STR(notes, "wt");
	CALL(WdfTimerStart, timer, (LONGLONG)-10000000);
	CALL(WdfWorkItemEnqueue, item);
	driver_leave();
	CHECK_STR(notes, "wtUw");
	CHECK_EQ(ledger_total(), 0);
}

TEST(what_runs_later_runs_once_and_not_after_unload)
{
	CHECK_EQ(machine_run(run_later), LIFE_GOES_ON);
}

static void
stop_and_start(void)
{
	FILE_OBJECT *file;
	struct request first, second;

	control = keep;
	enter();
	file = open_it();
	first = control_of(file, BUFFERED);
	second = control_of(file, BUFFERED);
	request_start(&first);
	CALL(WdfRequestMarkCancelable, kept, on_cancel);
	request_start(&second);
	CALL(WdfRequestMarkCancelable, kept, on_cancel);
	CALL(WdfIoQueueStopAndPurgeSynchronously, queue);
	CHECK_STR(notes, "kkxx");
	CHECK_EQ(request_finish(&first), STATUS_CANCELLED);
	CHECK_EQ(request_finish(&second), STATUS_CANCELLED);
	CHECK((CALL(WdfIoQueueGetState, queue, NULL, NULL) & 0xff)
	    == (WdfIoQueueAcceptRequests | WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests));
	first = control_of(file, BUFFERED);
	request_start(&first);
	CHECK_STR(notes, "kkxx");
	CALL(WdfIoQueueStart, queue);
	CHECK_STR(notes, "kkxxk");
	CALL(WdfRequestComplete, kept, STATUS_SUCCESS);
	request_finish(&first);
	file_close(file);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_stopped_queue_keeps_requests_until_it_is_started)
{
	CHECK_EQ(machine_run(stop_and_start), LIFE_GOES_ON);
}

static void
never_finish(void)
{
	driver_enter(on_unload);
	device_make_from(init_make());
	driver_entered(driver, STATUS_SUCCESS);
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_control_device_that_was_never_finished_is_a_finding)
{
	CHECK_EQ(machine_run(never_finish), LIFE_GOES_ON);
	CHECK(found(RULE_R10));
}

static void
delete_with_an_open_file(void)
{
	FILE_OBJECT *file;

	control = answer;
	file_create = on_create;
	enter();
	file = open_it();
	CALL(WdfObjectDelete, wdf_device);
	CHECK_EQ(ledger_count(HOLDING_DEVICE), 0);
	CHECK_EQ(control_once(file, BUFFERED), STATUS_SUCCESS);
	file_close(file);
	CHECK_STR(notes, "olcg");
	driver_leave();
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_control_device_that_is_deleted_waits_for_its_open_files)
{
	CHECK_EQ(machine_run(delete_with_an_open_file), LIFE_GOES_ON);
}

static void
leave_an_init(void)
{
	driver_enter(on_unload);
	init_make();
	driver_leave();
	CHECK_EQ(ledger_count(HOLDING_DEVICE_INIT), 1);
	CHECK_EQ(ledger_total(), 1);
}

TEST(an_init_that_is_neither_used_nor_freed_stays_in_the_ledger)
{
	CHECK_EQ(machine_run(leave_an_init), LIFE_GOES_ON);
}

int
main(void)
{
#define ROW(name) cmocka_unit_test_setup(name, fresh)
	const struct CMUnitTest tests[] = {
		ROW(a_driver_lives_from_binding_to_unbinding),
		ROW(a_create_that_the_driver_fails_leaves_no_file_object),
		ROW(a_request_that_waits_in_a_queue_can_be_canceled),
		ROW(a_request_that_the_driver_knows_is_given_back_when_it_is_canceled_in_a_queue),
		ROW(cleanup_cancels_what_waits_in_queues_for_the_file),
		ROW(a_manual_queue_gives_requests_in_order_and_a_purge_cancels_the_rest),
		ROW(a_sequential_queue_presents_one_request_at_a_time),
		ROW(a_request_marked_cancelable_is_canceled_through_the_driver),
		ROW(completing_a_request_twice_stops_the_machine),
		ROW(completing_with_more_bytes_than_the_buffer_has_stops_the_machine),
		ROW(a_request_goes_through_the_callers_context_to_its_queue),
		ROW(what_runs_later_runs_once_and_not_after_unload),
		ROW(a_stopped_queue_keeps_requests_until_it_is_started),
		ROW(a_control_device_that_was_never_finished_is_a_finding),
		ROW(a_control_device_that_is_deleted_waits_for_its_open_files),
		ROW(an_init_that_is_neither_used_nor_freed_stays_in_the_ledger),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
