/*
 * A process is told of when its first thread is there, and so is that thread
 * afterwards, both on the thread that makes them.  Routines registered for
 * threads other than the system's are called on the new thread instead.
 *	[ddi:PsSetCreateProcessNotifyRoutine; ddi:PsSetCreateThreadNotifyRoutineEx, Remarks]
 */
#include "executive/notify.h"

#include "executive/image_notify.h"
#include "executive/notify_list.h"
#include "executive/process_body.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "sched/choice.h"

enum process_kind {
	PROCESS_PLAIN,
	PROCESS_EX, /* and Ex2: all our processes are of the Win32 subsystem */
};

enum thread_kind_told {
	THREAD_ANY,
	THREAD_NON_SYSTEM, /* on the new thread */
};

static MACHINE_STATE struct notify_list processes;
static MACHINE_STATE struct notify_list threads;

NTAPI NTSTATUS PsSetCreateProcessNotifyRoutine(
    PCREATE_PROCESS_NOTIFY_ROUTINE NotifyRoutine, BOOLEAN Remove);
NTAPI NTSTATUS PsSetCreateProcessNotifyRoutineEx(
    PCREATE_PROCESS_NOTIFY_ROUTINE_EX NotifyRoutine, BOOLEAN Remove);
NTAPI NTSTATUS PsSetCreateProcessNotifyRoutineEx2(
    PSCREATEPROCESSNOTIFYTYPE NotifyType, PVOID NotifyInformation, BOOLEAN Remove);
NTAPI NTSTATUS PsSetCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine);
NTAPI NTSTATUS PsSetCreateThreadNotifyRoutineEx(
    PSCREATETHREADNOTIFYTYPE NotifyType, PVOID NotifyInformation);
NTAPI NTSTATUS PsRemoveCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine);

void
notify_start(void)
{
	notify_list_start(&processes);
	notify_list_start(&threads);
}

bool
notify_watched(void)
{
	return processes.count + threads.count > 0 || image_notify_watched();
}

/* Processes. */

struct process_event {
	PEPROCESS process;
	PS_CREATE_NOTIFY_INFO *info; /* NULL: it ends */
};

static void
tell_process(void *context, const struct notify_routine *routine)
{
	const struct process_event *event = context;
	PEPROCESS process = event->process;

	if (routine->kind == PROCESS_PLAIN)
		DRIVER_CALL(ENTRY_PROCESS_NOTIFY, routine->function, process->parent_id,
		    process->id, event->info != NULL);
	else
		DRIVER_CALL(ENTRY_PROCESS_NOTIFY, routine->function, ARG(process), process->id,
		    ARG(event->info));
}

/*
 * Windows: CreationStatus is the driver's to set; an error keeps the process from being made.  The
 *   names may be read inside the routine only.  [ddi:PS_CREATE_NOTIFY_INFO]
 */
NTSTATUS
notify_process_begins(PEPROCESS process)
{
	struct process_event event = { process, NULL };
	PS_CREATE_NOTIFY_INFO info = { .Size = sizeof info };

	if (processes.count == 0)
		return STATUS_SUCCESS;
	info.Flags = 1; /* FileOpenNameAvailable */
	info.ParentProcessId = (HANDLE)process->parent_id;
	info.CreatingThreadId =
	    (CLIENT_ID){ (HANDLE)process_id(process_now()), (HANDLE)thread_object_now()->id };
	info.FileObject = process_file(process);
	info.ImageFileName = process_open_name(process);
	info.CommandLine = process_command_line(process);
	event.info = &info;
	notify_list_call(&processes, tell_process, &event);
	return NT_SUCCESS(info.CreationStatus) ? STATUS_SUCCESS : info.CreationStatus;
}

void
notify_process_ends(PEPROCESS process)
{
	struct process_event event = { process, NULL };

	notify_list_call(&processes, tell_process, &event);
}

static NTSTATUS
process_routine(uintptr_t function, enum process_kind kind, BOOLEAN remove)
{
	struct notify_routine *routine = notify_list_find(&processes, function);

	if (remove) {
		if (routine == NULL || routine->kind != kind)
			return STATUS_PROCEDURE_NOT_FOUND;
		notify_list_remove(&processes, routine);
		return STATUS_SUCCESS;
	}
	if (kind == PROCESS_EX && !notify_integrity(function))
		return STATUS_ACCESS_DENIED;
	if (choice_refuses())
		return STATUS_INSUFFICIENT_RESOURCES;
	if (routine != NULL || notify_list_full(&processes))
		return STATUS_INVALID_PARAMETER;
	notify_list_add(&processes, function, kind);
	return STATUS_SUCCESS;
}

/*
 * Windows: registered twice, or more than 64, is STATUS_INVALID_PARAMETER; what is not registered can't
 *   be removed.  [ddi:PsSetCreateProcessNotifyRoutine]
 */
NTSTATUS NTAPI
PsSetCreateProcessNotifyRoutine(PCREATE_PROCESS_NOTIFY_ROUTINE NotifyRoutine, BOOLEAN Remove)
{
	return process_routine((uintptr_t)NotifyRoutine, PROCESS_PLAIN, Remove);
}

/*
 * Windows: STATUS_ACCESS_DENIED unless the image that holds the routine has
 *   IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY (/INTEGRITYCHECK).  [ddi:PsSetCreateProcessNotifyRoutineEx]
 */
NTSTATUS NTAPI
PsSetCreateProcessNotifyRoutineEx(PCREATE_PROCESS_NOTIFY_ROUTINE_EX NotifyRoutine, BOOLEAN Remove)
{
	return process_routine((uintptr_t)NotifyRoutine, PROCESS_EX, Remove);
}

/* Windows: any other type is STATUS_INVALID_PARAMETER.  [ddi:PsSetCreateProcessNotifyRoutineEx2] */
NTSTATUS NTAPI
PsSetCreateProcessNotifyRoutineEx2(
    PSCREATEPROCESSNOTIFYTYPE NotifyType, PVOID NotifyInformation, BOOLEAN Remove)
{
	if (NotifyType != PsCreateProcessNotifySubsystems)
		return STATUS_INVALID_PARAMETER;
	return process_routine((uintptr_t)NotifyInformation, PROCESS_EX, Remove);
}

/* Threads. */

struct thread_event {
	PETHREAD thread;
	bool create;
	bool inside;   /* on the new thread */
	bool everyone; /* an end is told to all */
};

static void
tell_thread(void *context, const struct notify_routine *routine)
{
	const struct thread_event *event = context;
	PEPROCESS process = thread_process(event->thread);

	if (routine->kind == THREAD_NON_SYSTEM && process == process_system())
		return;
	if (!event->everyone && (routine->kind == THREAD_NON_SYSTEM) != event->inside)
		return;
	DRIVER_CALL(ENTRY_THREAD_NOTIFY, routine->function, process_id(process), event->thread->id,
	    event->create);
}

void
notify_thread_begins(PETHREAD thread)
{
	struct thread_event event = { .thread = thread, .create = true };

	notify_list_call(&threads, tell_thread, &event);
}

void
notify_thread_enters(PETHREAD thread)
{
	struct thread_event event = { .thread = thread, .create = true, .inside = true };

	notify_list_call(&threads, tell_thread, &event);
}

void
notify_thread_ends(PETHREAD thread)
{
	struct thread_event event = { .thread = thread, .everyone = true };

	if (thread->end_told)
		return;
	thread->end_told = true;
	notify_list_call(&threads, tell_thread, &event);
}

static NTSTATUS
thread_routine(uintptr_t function, enum thread_kind_told kind)
{
	if (notify_list_full(&threads))
		return STATUS_INSUFFICIENT_RESOURCES;
	notify_list_add(&threads, function, kind);
	return STATUS_SUCCESS;
}

/* Windows: STATUS_INSUFFICIENT_RESOURCES beyond 64 routines.  [ddi:PsSetCreateThreadNotifyRoutine] */
NTSTATUS NTAPI
PsSetCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine)
{
	return thread_routine((uintptr_t)NotifyRoutine, THREAD_ANY);
}

/* Windows: PsCreateThreadNotifySubsystems differs for threads of other subsystems only.
 *   [ddi:PSCREATETHREADNOTIFYTYPE]  Here: there are none. */
NTSTATUS NTAPI
PsSetCreateThreadNotifyRoutineEx(PSCREATETHREADNOTIFYTYPE NotifyType, PVOID NotifyInformation)
{
	if (NotifyType == PsCreateThreadNotifyNonSystem)
		return thread_routine((uintptr_t)NotifyInformation, THREAD_NON_SYSTEM);
	if (NotifyType == PsCreateThreadNotifySubsystems)
		return thread_routine((uintptr_t)NotifyInformation, THREAD_ANY);
	return STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI
PsRemoveCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine)
{
	struct notify_routine *routine = notify_list_find(&threads, (uintptr_t)NotifyRoutine);

	if (routine == NULL)
		return STATUS_PROCEDURE_NOT_FOUND;
	notify_list_remove(&threads, routine);
	return STATUS_SUCCESS;
}

const struct contract notify_exports[] = {
	EXPORT(PsSetCreateProcessNotifyRoutine, 2, PASSIVE_LEVEL, REFUSAL_INSIDE, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_INVALID_PARAMETER STATUS_PROCEDURE_NOT_FOUND"),
	    ENTERS(NOTIFY), STRIKES(NOTIFY)),
	EXPORT(PsSetCreateProcessNotifyRoutineEx, 2, PASSIVE_LEVEL, REFUSAL_INSIDE, SCHEDULES,
	    PAGE(ntddk),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED STATUS_PROCEDURE_NOT_FOUND"),
	    ENTERS(NOTIFY), STRIKES(NOTIFY)),
	EXPORT(PsSetCreateProcessNotifyRoutineEx2, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, SCHEDULES,
	    PAGE(ntddk),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED STATUS_PROCEDURE_NOT_FOUND"),
	    ENTERS(NOTIFY), STRIKES(NOTIFY)),
	EXPORT(PsSetCreateThreadNotifyRoutine, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_INSUFFICIENT_RESOURCES"),
	    APPROXIMATES("threads of work items and of the network are not told of"),
	    ENTERS(NOTIFY)),
	EXPORT(PsSetCreateThreadNotifyRoutineEx, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_INSUFFICIENT_RESOURCES STATUS_INVALID_PARAMETER"),
	    APPROXIMATES("threads of work items and of the network are not told of"),
	    ENTERS(NOTIFY)),
	EXPORT(PsRemoveCreateThreadNotifyRoutine, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_PROCEDURE_NOT_FOUND"), STRIKES(NOTIFY)),
	EXPORTS_END,
};
