/* Processes, their notifications, attaching, queries and handles. */
#include "bench_machine.h"
#include "executive/address_space.h"
#include "executive/notify.h"
#include "executive/process.h"
#include "nt/ps.h"
#include "test.h"

#include <string.h>

NTAPI NTSTATUS PsSetCreateProcessNotifyRoutine(
    PCREATE_PROCESS_NOTIFY_ROUTINE NotifyRoutine, BOOLEAN Remove);
NTAPI NTSTATUS PsSetCreateProcessNotifyRoutineEx2(
    PSCREATEPROCESSNOTIFYTYPE NotifyType, PVOID NotifyInformation, BOOLEAN Remove);
NTAPI NTSTATUS PsRemoveCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine);
NTAPI NTSTATUS PsSetLoadImageNotifyRoutineEx(
    PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine, ULONG_PTR Flags);
NTAPI NTSTATUS PsRemoveLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine);
NTAPI void KeStackAttachProcess(PEPROCESS PROCESS, KAPC_STATE *ApcState);
NTAPI void KeUnstackDetachProcess(KAPC_STATE *ApcState);
NTAPI PEPROCESS PsGetCurrentProcess(void);
NTAPI HANDLE PsGetCurrentProcessId(void);
NTAPI NTSTATUS PsLookupThreadByThreadId(HANDLE ThreadId, PETHREAD *Thread);
NTAPI NTSTATUS PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process);
NTAPI NTSTATUS ZwOpenProcess(HANDLE *ProcessHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, CLIENT_ID *ClientId);
NTAPI NTSTATUS ZwQueryInformationProcess(HANDLE ProcessHandle, ULONG ProcessInformationClass,
    PVOID ProcessInformation, ULONG ProcessInformationLength, ULONG *ReturnLength);
NTAPI NTSTATUS ZwClose(HANDLE Handle);
NTAPI BOOLEAN ObIsKernelHandle(HANDLE Handle);
NTAPI NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID *Object,
    OBJECT_HANDLE_INFORMATION *HandleInformation);
NTAPI LONG_PTR ObfDereferenceObject(PVOID Object);

static void NTAPI
nothing(HANDLE parent, HANDLE process, BOOLEAN create)
{
	(void)parent, (void)process, (void)create;
}

TEST(a_process_routine_is_registered_once_and_removed_once)
{
	CHECK_EQ(PsSetCreateProcessNotifyRoutine(nothing, TRUE), STATUS_PROCEDURE_NOT_FOUND);
	CHECK_EQ(PsSetCreateProcessNotifyRoutine(nothing, FALSE), STATUS_SUCCESS);
	CHECK_EQ(PsSetCreateProcessNotifyRoutine(nothing, FALSE), STATUS_INVALID_PARAMETER);
	CHECK_EQ(ledger_count(HOLDING_NOTIFY), 1);
	CHECK(notify_watched());
	CHECK_EQ(PsSetCreateProcessNotifyRoutine(nothing, TRUE), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_NOTIFY), 0);
	CHECK(!notify_watched());
}

TEST(no_more_than_64_process_routines_are_registered)
{
	for (uintptr_t i = 1; i <= 64; i++)
		CHECK_EQ(PsSetCreateProcessNotifyRoutineEx2(0, (void *)(i * 16), FALSE), 0);
	CHECK_EQ(
	    PsSetCreateProcessNotifyRoutineEx2(0, (void *)0x9000, FALSE), STATUS_INVALID_PARAMETER);
}

TEST(an_unknown_type_or_flag_is_an_invalid_parameter)
{
	CHECK_EQ(PsSetCreateProcessNotifyRoutineEx2(1, nothing, FALSE), STATUS_INVALID_PARAMETER);
	CHECK_EQ(PsSetLoadImageNotifyRoutineEx(NULL, 2), STATUS_INVALID_PARAMETER_2);
}

TEST(a_thread_or_image_routine_that_is_not_registered_is_not_found)
{
	CHECK_EQ(PsRemoveCreateThreadNotifyRoutine(nothing), STATUS_PROCEDURE_NOT_FOUND);
	CHECK_EQ(PsRemoveLoadImageNotifyRoutine(NULL), STATUS_PROCEDURE_NOT_FOUND);
}

TEST(names_of_images_are_nt_names)
{
	static const char *const rows[][2] = {
		{ "C:\\Windows\\a.exe", "\\Device\\HarddiskVolume3\\Windows\\a.exe" },
		{ "\\??\\C:\\a.exe", "\\Device\\HarddiskVolume3\\a.exe" },
		{ "\\device\\harddiskvolume3\\x\\a.exe", "\\Device\\HarddiskVolume3\\x\\a.exe" },
		{ "\\Device\\Mup\\a.exe", "\\Device\\Mup\\a.exe" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		PEPROCESS process = process_make(rows[i][0], 100 + i);
		const UNICODE_STRING *image = process_image(process);

		CHECK_STR(process_name(process), "a.exe");
		CHECK_EQ(image->Length, 2 * strlen(rows[i][1]));
		for (size_t at = 0; at < image->Length / 2u; at++)
			CHECK_EQ(image->Buffer[at], rows[i][1][at]);
		process_end(process);
	}
}

static PEPROCESS program;

static void
attach_and_detach(void)
{
	KAPC_STATE outer, inner;
	HANDLE own = PsGetCurrentProcessId();

	KeStackAttachProcess(program, &outer);
	CHECK(PsGetCurrentProcess() == program);
	CHECK(PsGetCurrentProcessId() == own);
	KeStackAttachProcess(process_system(), &inner);
	CHECK(PsGetCurrentProcess() == process_system());
	KeUnstackDetachProcess(&inner);
	CHECK(PsGetCurrentProcess() == program);
	KeUnstackDetachProcess(&outer);
	CHECK(PsGetCurrentProcess() == process_system());
}

static void
detach_in_the_wrong_order(void)
{
	KAPC_STATE outer, inner;

	KeStackAttachProcess(program, &outer);
	KeStackAttachProcess(process_system(), &inner);
	KeUnstackDetachProcess(&outer);
}

TEST(attaching_changes_the_current_process_and_not_whose_the_thread_is)
{
	program = process_make("a.exe", 100);
	CHECK_EQ(machine_run(attach_and_detach), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

TEST(detaching_in_another_order_than_attaching_stops_the_machine)
{
	program = process_make("a.exe", 100);
	machine_run(detach_in_the_wrong_order);
	CHECK(found(RULE_X30));
	CHECK(crashed("0x6"));
}

TEST(a_process_is_looked_up_while_somebody_has_a_reference)
{
	PEPROCESS process = process_make("a.exe", 100), again;

	CHECK_EQ(PsLookupProcessByProcessId((HANDLE)100, &again), STATUS_SUCCESS);
	CHECK(again == process);
	process_end(process);
	CHECK_EQ(PsLookupProcessByProcessId((HANDLE)100, &again), STATUS_SUCCESS);
	ObfDereferenceObject(again);
	ObfDereferenceObject(again);
	CHECK_EQ(PsLookupProcessByProcessId((HANDLE)100, &again), STATUS_INVALID_CID);
	CHECK_EQ(ledger_count(HOLDING_REFERENCE), 0);
}

TEST(a_program_thread_that_is_gone_is_not_found)
{
	PEPROCESS process = process_make("a.exe", 100);
	PETHREAD thread = program_thread_begin(process), again;
	HANDLE id = (HANDLE)thread_id(thread);

	CHECK_EQ(PsLookupThreadByThreadId(id, &again), STATUS_SUCCESS);
	program_thread_end(thread, STATUS_SUCCESS);
	process_end(process);
	CHECK_EQ(thread_process(again) == process, 1); /* which the thread keeps */
	ObfDereferenceObject(again);
	CHECK_EQ(PsLookupThreadByThreadId(id, &again), STATUS_INVALID_PARAMETER);
}

TEST(a_process_is_opened_by_client_id_and_not_by_name)
{
	OBJECT_ATTRIBUTES attributes = { .Length = sizeof attributes,
		.Attributes = OBJ_KERNEL_HANDLE };
	UNICODE_STRING name = { 0 };
	CLIENT_ID id = { (HANDLE)100, NULL };
	PROCESS_BASIC_INFORMATION basic;
	HANDLE handle;
	ULONG length;

	process_make("a.exe", 100);
	CHECK_EQ(ZwOpenProcess(&handle, 1, &attributes, NULL), STATUS_INVALID_PARAMETER_MIX);
	CHECK_EQ(ZwOpenProcess(&handle, 1, &attributes, &id), STATUS_SUCCESS);
	CHECK(ObIsKernelHandle(handle));
	CHECK_EQ(ZwQueryInformationProcess(handle, ProcessBasicInformation, &basic, 4, &length),
	    STATUS_INFO_LENGTH_MISMATCH);
	CHECK_EQ(length, sizeof basic);
	CHECK_EQ(ZwQueryInformationProcess(
		     handle, ProcessBasicInformation, &basic, sizeof basic, &length),
	    STATUS_SUCCESS);
	CHECK_EQ(basic.UniqueProcessId, 100);
	CHECK_EQ(basic.InheritedFromUniqueProcessId, 4);
	CHECK_EQ(basic.ExitStatus, 0x103);
	CHECK_EQ(ZwClose(handle), STATUS_SUCCESS);
	attributes.ObjectName = &name;
	CHECK_EQ(ZwOpenProcess(&handle, 1, &attributes, &id), STATUS_INVALID_PARAMETER_MIX);
	attributes.ObjectName = NULL;
	id.UniqueProcess = (HANDLE)101;
	CHECK_EQ(ZwOpenProcess(&handle, 1, &attributes, &id), STATUS_INVALID_CID);
}

TEST(a_user_has_the_access_that_a_handle_was_granted)
{
	HANDLE handle = handle_open(process_system(), PROCESS_QUERY_INFORMATION, 0);
	HANDLE kernel = handle_open(process_system(), PROCESS_TERMINATE, OBJ_KERNEL_HANDLE);
	OBJECT_HANDLE_INFORMATION information;
	void *object;

	CHECK(!ObIsKernelHandle(handle));
	CHECK_EQ(
	    ObReferenceObjectByHandle(handle, PROCESS_TERMINATE, NULL, UserMode, &object, NULL),
	    STATUS_ACCESS_DENIED);
	CHECK_EQ(
	    ObReferenceObjectByHandle(kernel, PROCESS_TERMINATE, NULL, UserMode, &object, NULL),
	    STATUS_INVALID_HANDLE);
	CHECK_EQ(ObReferenceObjectByHandle(
		     handle, PROCESS_TERMINATE, NULL, KernelMode, &object, &information),
	    STATUS_SUCCESS);
	CHECK_EQ(information.GrantedAccess, PROCESS_QUERY_INFORMATION);
	ObfDereferenceObject(object);
	ZwClose(handle);
	ZwClose(kernel);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
}

#define ROW(name) cmocka_unit_test_setup(name, machine_fresh)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROW(a_process_routine_is_registered_once_and_removed_once),
		ROW(no_more_than_64_process_routines_are_registered),
		ROW(an_unknown_type_or_flag_is_an_invalid_parameter),
		ROW(a_thread_or_image_routine_that_is_not_registered_is_not_found),
		ROW(names_of_images_are_nt_names),
		ROW(attaching_changes_the_current_process_and_not_whose_the_thread_is),
		ROW(detaching_in_another_order_than_attaching_stops_the_machine),
		ROW(a_process_is_looked_up_while_somebody_has_a_reference),
		ROW(a_program_thread_that_is_gone_is_not_found),
		ROW(a_process_is_opened_by_client_id_and_not_by_name),
		ROW(a_user_has_the_access_that_a_handle_was_granted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
