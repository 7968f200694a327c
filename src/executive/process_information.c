/*
 * Processes and threads by handle: opening, asking, setting, ending.
 *
 * The Zw functions take the caller for one in the kernel, so no access is
 * checked; object callbacks are asked all the same.
 */
#include "executive/image_notify.h"
#include "executive/process_body.h"
#include "ledger/finding.h"

#include <string.h>

#define SUBSYSTEM_WIN32 0
#define WIN32_NAMESPACE 4 /* characters of \??\ */
#define NORMAL_PRIORITY 8
#define PRIORITY_LIMIT 31
#define PAGE_PRIORITY_LIMIT 5

NTAPI NTSTATUS ZwOpenProcess(HANDLE *ProcessHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, CLIENT_ID *ClientId);
NTAPI NTSTATUS ZwOpenThread(HANDLE *ThreadHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, CLIENT_ID *ClientId);
NTAPI NTSTATUS ZwTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus);
NTAPI NTSTATUS ZwQueryInformationProcess(HANDLE ProcessHandle, ULONG ProcessInformationClass,
    PVOID ProcessInformation, ULONG ProcessInformationLength, ULONG *ReturnLength);
NTAPI NTSTATUS ZwSetInformationProcess(HANDLE ProcessHandle, ULONG ProcessInformationClass,
    PVOID ProcessInformation, ULONG ProcessInformationLength);
NTAPI NTSTATUS ZwQueryInformationThread(HANDLE ThreadHandle, ULONG ThreadInformationClass,
    PVOID ThreadInformation, ULONG ThreadInformationLength, ULONG *ReturnLength);
NTAPI NTSTATUS ZwSetInformationThread(HANDLE ThreadHandle, ULONG ThreadInformationClass,
    PVOID ThreadInformation, ULONG ThreadInformationLength);

static NTSTATUS
open(void *object, HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes)
{
	if (object == NULL)
		return STATUS_INVALID_CID;
	*handle = handle_open(object, access, attributes->Attributes);
	return STATUS_SUCCESS;
}

/* Windows: no name, and a client id: of a process, or of a thread of it.  [ddi:ZwOpenProcess] */
NTSTATUS NTAPI
ZwOpenProcess(HANDLE *ProcessHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    CLIENT_ID *ClientId)
{
	PETHREAD thread;

	if (ClientId == NULL || ObjectAttributes->ObjectName != NULL)
		return STATUS_INVALID_PARAMETER_MIX;
	if (ClientId->UniqueThread == NULL)
		return open(process_find((uint64_t)ClientId->UniqueProcess), ProcessHandle,
		    DesiredAccess, ObjectAttributes);
	thread = thread_find((uint64_t)ClientId->UniqueThread);
	if (thread == NULL
	    || (ClientId->UniqueProcess != NULL
		&& process_id(thread_process(thread)) != (uint64_t)ClientId->UniqueProcess))
		return STATUS_INVALID_CID;
	return open(thread_process(thread), ProcessHandle, DesiredAccess, ObjectAttributes);
}

NTSTATUS NTAPI
ZwOpenThread(HANDLE *ThreadHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    CLIENT_ID *ClientId)
{
	if (ClientId == NULL || ObjectAttributes->ObjectName != NULL)
		return STATUS_INVALID_PARAMETER_MIX;
	return open(thread_find((uint64_t)ClientId->UniqueThread), ThreadHandle, DesiredAccess,
	    ObjectAttributes);
}

static void
terminate_body(void *argument)
{
	PEPROCESS process = argument;

	program_thread_bind(process, NULL);
	process_exit(process, process->exit_status);
	process_end(process);
}

/*
 * Windows: a NULL handle or that of the current process does not return.  [ddi:ZwTerminateProcess]
 * Here: a thread of the program's tells the drivers; its handles are closed when the scenario ends
 *   the program.
 */
NTSTATUS NTAPI
ZwTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus)
{
	void *object = NULL;
	PEPROCESS process;
	NTSTATUS status;

	if (ProcessHandle == NULL)
		not_modelled("ZwTerminateProcess of the current process");
	status = handle_resolve(ProcessHandle, OBJECT_PROCESS, &object);
	if (!NT_SUCCESS(status))
		return status;
	process = object;
	if (process->exiting)
		return STATUS_PROCESS_IS_TERMINATING;
	if (process == process_system())
		return STATUS_ACCESS_DENIED;
	if (process == process_now())
		not_modelled("ZwTerminateProcess of the current process");
	if (process->break_on_termination)
		driver_crashes(RULE_X9, moment_now().where, "0xEF CRITICAL_PROCESS_DIED",
		    "ends the critical process %s", process->name);
	process->exit_status = ExitStatus;
	thread_start(THREAD_CLIENT, terminate_body, process);
	return STATUS_SUCCESS;
}

/* An answer of a fixed size. */
static NTSTATUS
answer(const void *what, size_t bytes, void *to, ULONG room, ULONG *length)
{
	if (length != NULL)
		*length = (ULONG)bytes;
	if (room != bytes)
		return STATUS_INFO_LENGTH_MISMATCH;
	memcpy(to, what, bytes);
	return STATUS_SUCCESS;
}

/* Windows: a UNICODE_STRING and its text behind it, with a zero.  [ms-learn:NtQueryInformationProcess] */
static NTSTATUS
answer_text(const WCHAR *text, size_t bytes, void *to, ULONG room, ULONG *length)
{
	UNICODE_STRING *string = to;
	size_t needed = sizeof *string + bytes + sizeof(WCHAR);

	if (length != NULL)
		*length = (ULONG)needed;
	if (room < needed)
		return STATUS_INFO_LENGTH_MISMATCH;
	string->Length = (USHORT)bytes;
	string->MaximumLength = (USHORT)(bytes + sizeof(WCHAR));
	string->Buffer = (WCHAR *)(string + 1);
	if (bytes > 0)
		memcpy(string->Buffer, text, bytes);
	string->Buffer[bytes / sizeof(WCHAR)] = 0;
	return STATUS_SUCCESS;
}

static NTSTATUS
answer_basic(PEPROCESS process, void *to, ULONG room, ULONG *length)
{
	PROCESS_BASIC_INFORMATION basic = {
		.ExitStatus = process->exit_status,
		.PebBaseAddress = process == process_system()
		    ? NULL
		    : (void *)(image_notify_base(process) - 0x20000),
		.AffinityMask = (1u << PROCESSORS) - 1,
		.BasePriority = NORMAL_PRIORITY,
		.UniqueProcessId = process->id,
		.InheritedFromUniqueProcessId = process->parent_id,
	};

	return answer(&basic, sizeof basic, to, room, length);
}

static NTSTATUS
answer_times(uint64_t created, uint64_t exited, void *to, ULONG room, ULONG *length)
{
	KERNEL_USER_TIMES times = { .CreateTime.QuadPart = (LONGLONG)created,
		.ExitTime.QuadPart = (LONGLONG)exited };

	return answer(&times, sizeof times, to, room, length);
}

static NTSTATUS
answer_number(ULONG number, void *to, ULONG room, ULONG *length)
{
	return answer(&number, sizeof number, to, room, length);
}

static NTSTATUS
answer_pointer(uint64_t value, void *to, ULONG room, ULONG *length)
{
	return answer(&value, sizeof value, to, room, length);
}

NTSTATUS NTAPI
ZwQueryInformationProcess(HANDLE ProcessHandle, ULONG ProcessInformationClass,
    PVOID ProcessInformation, ULONG ProcessInformationLength, ULONG *ReturnLength)
{
	void *to = ProcessInformation, *object = NULL;
	ULONG room = ProcessInformationLength;
	NTSTATUS status = handle_resolve(ProcessHandle, OBJECT_PROCESS, &object);
	PEPROCESS process = object;
	const UNICODE_STRING *text;

	if (!NT_SUCCESS(status))
		return status;
	switch (ProcessInformationClass) {
	case ProcessBasicInformation:
		return answer_basic(process, to, room, ReturnLength);
	case ProcessTimes:
		return answer_times(process->created, process->exited, to, room, ReturnLength);
	case ProcessSessionInformation:
		return answer_number(process->session, to, room, ReturnLength);
	case ProcessBreakOnTermination:
		return answer_number(process->break_on_termination, to, room, ReturnLength);
	case ProcessSubsystemInformation:
		return answer_number(SUBSYSTEM_WIN32, to, room, ReturnLength);
	case ProcessProtectionInformation:
		return answer(&process->protection, 1, to, room, ReturnLength);
	case ProcessDebugPort:
		return answer_pointer(0, to, room, ReturnLength);
	case ProcessWow64Information:
		return answer_pointer(process->wow64 ? image_notify_base(process) - 0x10000 : 0, to,
		    room, ReturnLength);
	case ProcessImageFileName:
		text = process_image(process);
		return answer_text(text->Buffer, text->Length, to, room, ReturnLength);
	case ProcessImageFileNameWin32:
		text = process_open_name(process);
		return answer_text(text->Buffer + WIN32_NAMESPACE,
		    text->Length - WIN32_NAMESPACE * sizeof(WCHAR), to, room, ReturnLength);
	case ProcessCommandLineInformation:
		text = process_command_line(process);
		return answer_text(text->Buffer, text->Length, to, room, ReturnLength);
	}
	not_modelled("ZwQueryInformationProcess: class %u", ProcessInformationClass);
}

NTSTATUS NTAPI
ZwSetInformationProcess(HANDLE ProcessHandle, ULONG ProcessInformationClass,
    PVOID ProcessInformation, ULONG ProcessInformationLength)
{
	void *object = NULL;
	NTSTATUS status = handle_resolve(ProcessHandle, OBJECT_PROCESS, &object);
	PEPROCESS process = object;

	if (!NT_SUCCESS(status))
		return status;
	if (ProcessInformationClass != ProcessBreakOnTermination)
		not_modelled("ZwSetInformationProcess: class %u", ProcessInformationClass);
	if (ProcessInformationLength != sizeof(ULONG))
		return STATUS_INFO_LENGTH_MISMATCH;
	process->break_on_termination = *(const ULONG *)ProcessInformation != 0;
	return STATUS_SUCCESS;
}

static NTSTATUS
answer_thread(PETHREAD thread, void *to, ULONG room, ULONG *length)
{
	THREAD_BASIC_INFORMATION basic = {
		.ExitStatus = thread->status,
		.ClientId = { (HANDLE)process_id(thread_process(thread)), (HANDLE)thread->id },
		.AffinityMask = (1u << PROCESSORS) - 1,
		.Priority = thread->priority,
	};

	if (thread_process(thread) != process_system())
		not_modelled("ZwQueryInformationThread: the TEB of a program's thread");
	return answer(&basic, sizeof basic, to, room, length);
}

NTSTATUS NTAPI
ZwQueryInformationThread(HANDLE ThreadHandle, ULONG ThreadInformationClass, PVOID ThreadInformation,
    ULONG ThreadInformationLength, ULONG *ReturnLength)
{
	void *to = ThreadInformation, *object = NULL;
	ULONG room = ThreadInformationLength;
	NTSTATUS status = handle_resolve(ThreadHandle, OBJECT_THREAD, &object);
	PETHREAD thread = object;

	if (!NT_SUCCESS(status))
		return status;
	switch (ThreadInformationClass) {
	case ThreadBasicInformation:
		return answer_thread(thread, to, room, ReturnLength);
	case ThreadTimes:
		return answer_times(thread->created, 0, to, room, ReturnLength);
	case ThreadIsTerminated:
		return answer_number(thread->ended, to, room, ReturnLength);
	}
	not_modelled("ZwQueryInformationThread: class %u", ThreadInformationClass);
}

/* Here: priorities are kept and decide nothing. */
NTSTATUS NTAPI
ZwSetInformationThread(HANDLE ThreadHandle, ULONG ThreadInformationClass, PVOID ThreadInformation,
    ULONG ThreadInformationLength)
{
	void *object = NULL;
	NTSTATUS status = handle_resolve(ThreadHandle, OBJECT_THREAD, &object);
	PETHREAD thread = object;
	const LONG *value = ThreadInformation;

	if (!NT_SUCCESS(status))
		return status;
	if (ThreadInformationClass != ThreadPriority && ThreadInformationClass != ThreadBasePriority
	    && ThreadInformationClass != ThreadPagePriority)
		not_modelled("ZwSetInformationThread: class %u", ThreadInformationClass);
	if (ThreadInformationLength != sizeof(LONG))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (ThreadInformationClass == ThreadPriority) {
		if (*value <= 0 || *value > PRIORITY_LIMIT)
			return STATUS_INVALID_PARAMETER;
		thread->priority = *value;
	}
	if (ThreadInformationClass == ThreadPagePriority
	    && (*value < 0 || *value > PAGE_PRIORITY_LIMIT))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

#define BY_HANDLE "STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_INFO_LENGTH_MISMATCH"
#define BY_ID "STATUS_INVALID_PARAMETER_MIX STATUS_INVALID_CID"

const struct contract process_information_exports[] = {
	EXPORT(ZwOpenProcess, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntddk),
	    FAILS(BY_ID), ENTERS(HANDLE)),
	EXPORT(ZwOpenThread, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, FAILS(BY_ID),
	    ENTERS(HANDLE)),
	EXPORT(ZwTerminateProcess, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntddk),
	    FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_ACCESS_DENIED "
		  "STATUS_PROCESS_IS_TERMINATING"),
	    APPROXIMATES("not for the current process")),
	EXPORT(ZwQueryInformationProcess, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(BY_HANDLE), APPROXIMATES("the usual classes; there is no memory behind a PEB")),
	EXPORT(ZwSetInformationProcess, 4, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, FAILS(BY_HANDLE),
	    APPROXIMATES("ProcessBreakOnTermination only")),
	EXPORT(ZwQueryInformationThread, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(BY_HANDLE), APPROXIMATES("the usual classes")),
	EXPORT(ZwSetInformationThread, 4, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntddk),
	    FAILS(BY_HANDLE), APPROXIMATES("priorities decide nothing")),
	EXPORTS_END,
};
