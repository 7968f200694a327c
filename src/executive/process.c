/*
 * System threads of the driver's are in the ledger from their making to their
 * end: a thread that was only told to end is still there.
 */
#include "executive/process.h"

#include "base/list.h"
#include "executive/variable.h"
#include "kernel/enter.h"
#include "kernel/wait.h"
#include "ledger/finding.h"

#include <string.h>

#define THREAD_IDS \
	0x1000 /* thread ids start here; a process has a lower one, or the host's choice */

struct _EPROCESS {
	DISPATCHER_HEADER header; /* a driver may wait for it */
	struct link link;
	uint64_t id;
	char name[PROCESS_NAME];
};

struct _ETHREAD {
	DISPATCHER_HEADER header;
	struct thread *thread; /* NULL: ended */
	PEPROCESS process;
	uint64_t id;
	PKSTART_ROUTINE start;
	void *context;
	bool drivers; /* in the ledger */
	NTSTATUS status;
};

static MACHINE_STATE struct link processes;

/* Objects of threads of ours that ended and that nobody had a reference to: taken again, as Windows
 * takes the memory again, so that a life of short threads makes few. */
#define SPARE 8
static MACHINE_STATE struct {
	PETHREAD list[SPARE];
	unsigned count;
} spare;

NTAPI PEPROCESS IoGetCurrentProcess(void);
NTAPI PEPROCESS PsGetCurrentProcess(void);
NTAPI HANDLE PsGetCurrentProcessId(void);
NTAPI HANDLE PsGetProcessId(PEPROCESS Process);
NTAPI UCHAR *PsGetProcessImageFileName(PEPROCESS Process);
NTAPI NTSTATUS PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process);
NTAPI PKTHREAD KeGetCurrentThread(void);
NTAPI PETHREAD PsGetCurrentThread(void);
NTAPI HANDLE PsGetCurrentThreadId(void);
NTAPI HANDLE PsGetThreadId(PETHREAD Thread);
NTAPI NTSTATUS PsCreateSystemThread(HANDLE *ThreadHandle, ULONG DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, HANDLE ProcessHandle, CLIENT_ID *ClientId,
    PKSTART_ROUTINE StartRoutine, PVOID StartContext);
NTAPI NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus);

static void *entered(struct thread *thread);
static void ended(struct thread *thread);

static void
header_set_up(DISPATCHER_HEADER *header, UCHAR type)
{
	header->Type = type;
	header->WaitListHead = (LIST_ENTRY){ &header->WaitListHead, &header->WaitListHead };
}

static void
process_gone(void *object)
{
	list_remove(&((PEPROCESS)object)->link);
}

PEPROCESS
process_make(const char *name, uint64_t id)
{
	PEPROCESS process = object_make(OBJECT_PROCESS, sizeof *process, process_gone);

	header_set_up(&process->header, ProcessObject);
	process->id = id;
	strncpy(process->name, name, PROCESS_NAME - 1);
	list_add(&processes, &process->link);
	return process;
}

void
process_start(void)
{
	static const struct thread_hooks hooks = { entered, ended };

	thread_hooks(&hooks);
	list_start(&processes);
	variables()->PsInitialSystemProcess = process_make("System", 4);
}

void
process_end(PEPROCESS process)
{
	list_remove(&process->link);
	process->header.SignalState = 1;
	wait_signaled(&process->header);
	object_dereference(process);
}

void
process_each(void (*each)(void *context, PEPROCESS process), void *context)
{
	LIST_EACH_SAFE (at, &processes)
		each(context, LIST_ITEM(at, struct _EPROCESS, link));
}

PEPROCESS
process_system(void)
{
	return variables()->PsInitialSystemProcess;
}

PEPROCESS
process_now(void)
{
	const struct thread *thread = thread_now();

	return thread != NULL && thread->process != NULL ? thread->process : process_system();
}

uint64_t
process_id(PEPROCESS process)
{
	return process->id;
}

const char *
process_name(PEPROCESS process)
{
	return process->name;
}

PETHREAD
thread_object(struct thread *thread)
{
	PETHREAD object = thread->object;

	if (object != NULL)
		return object;
	if (spare.count > 0)
		object = spare.list[--spare.count];
	else
		object = object_make(OBJECT_THREAD, sizeof *object, NULL);
	*object = (struct _ETHREAD){ .thread = thread };
	header_set_up(&object->header, ThreadObject);
	object->id = THREAD_IDS + 4 * (uint64_t)thread->number;
	object->process = thread->process != NULL ? thread->process : process_system();
	thread->object = object;
	return object;
}

uint64_t
thread_id(PETHREAD thread)
{
	return thread->id;
}

PEPROCESS
thread_process(PETHREAD thread)
{
	if (thread->thread != NULL && thread->thread->process != NULL)
		return thread->thread
		    ->process; /* it may have got its process later than its object */
	return thread->process;
}

void
thread_object_end(struct thread *thread, NTSTATUS status)
{
	PETHREAD object = thread->object;

	if (object == NULL)
		return;
	object->thread = NULL;
	object->status = status;
	object->header.SignalState = 1;
	if (object->drivers)
		ledger_strike(HOLDING_THREAD, (uintptr_t)object);
	wait_signaled(&object->header);
	thread->object = NULL;
	if (!object->drivers && !object_is_shared(object) && spare.count < SPARE)
		spare.list[spare.count++] = object;
	else
		object_dereference(object);
}

static void *
entered(struct thread *thread)
{
	return thread_object(thread);
}

static void
ended(struct thread *thread)
{
	thread_object_end(thread, STATUS_SUCCESS);
}

PEPROCESS NTAPI
IoGetCurrentProcess(void)
{
	return process_now();
}

PEPROCESS NTAPI
PsGetCurrentProcess(void)
{
	return process_now();
}

HANDLE NTAPI
PsGetCurrentProcessId(void)
{
	return (HANDLE)process_now()->id;
}

HANDLE NTAPI
PsGetProcessId(PEPROCESS Process)
{
	object_expect(Process, OBJECT_PROCESS, "PsGetProcessId");
	return (HANDLE)Process->id;
}

/* Windows: fifteen characters at most; exported and in no header.  [import tables of drivers] */
UCHAR *NTAPI
PsGetProcessImageFileName(PEPROCESS Process)
{
	object_expect(Process, OBJECT_PROCESS, "PsGetProcessImageFileName");
	return (UCHAR *)Process->name;
}

/*
 * Windows: the process comes with a reference; no such process is
 *   STATUS_INVALID_CID since Vista.  [ddi:PsLookupProcessByProcessId, Returns]
 */
NTSTATUS NTAPI
PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process)
{
	LIST_EACH (at, &processes) {
		PEPROCESS process = LIST_ITEM(at, struct _EPROCESS, link);

		if (process->id != (uint64_t)ProcessId)
			continue;
		object_lend(process);
		*Process = process;
		return STATUS_SUCCESS;
	}
	return STATUS_INVALID_CID;
}

PKTHREAD NTAPI
KeGetCurrentThread(void)
{
	return (PKTHREAD)thread_object(thread_now());
}

PETHREAD NTAPI
PsGetCurrentThread(void)
{
	return thread_object(thread_now());
}

HANDLE NTAPI
PsGetCurrentThreadId(void)
{
	return (HANDLE)thread_object(thread_now())->id;
}

HANDLE NTAPI
PsGetThreadId(PETHREAD Thread)
{
	object_expect(Thread, OBJECT_THREAD, "PsGetThreadId");
	return (HANDLE)Thread->id;
}

static void
thread_body(void *argument)
{
	PETHREAD object = argument;

	DRIVER_CALL(ENTRY_THREAD, object->start, ARG(object->context));
	thread_object_end(thread_now(), STATUS_SUCCESS);
}

/*
 * Windows: without a process the thread is System's; the handle must be
 *   closed, and does not keep the thread from running.  [ddi:PsCreateSystemThread]
 * Here: access and attributes are not looked at, since the kernel's handles
 *   give every access.
 */
NTSTATUS NTAPI
PsCreateSystemThread(HANDLE *ThreadHandle, ULONG DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    HANDLE ProcessHandle, CLIENT_ID *ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext)
{
	struct thread *thread;
	PETHREAD object;

	(void)DesiredAccess, (void)ObjectAttributes;
	if (ProcessHandle != NULL)
		not_modelled("PsCreateSystemThread: in another process than System");
	thread = thread_start(THREAD_DRIVER, thread_body, NULL);
	thread->process = process_system();
	object = thread_object(thread);
	thread->argument = object;
	object->start = StartRoutine;
	object->context = StartContext;
	object->drivers = true;
	ledger_enter(HOLDING_THREAD, (uintptr_t)object, 0);
	*ThreadHandle = handle_make(object, true);
	if (ClientId != NULL)
		*ClientId = (CLIENT_ID){ (HANDLE)object->process->id, (HANDLE)object->id };
	return STATUS_SUCCESS;
}

/*
 * Windows: only a system thread may end itself so; another gets
 *   STATUS_INVALID_PARAMETER.  Ending above PASSIVE_LEVEL or with a lock held
 *   is a bug.  [ddi:PsTerminateSystemThread; bug-check-0xc4 0x100A]
 */
NTSTATUS NTAPI
PsTerminateSystemThread(NTSTATUS ExitStatus)
{
	struct thread *thread = thread_now();

	if (thread == NULL || thread->kind != THREAD_DRIVER)
		return STATUS_INVALID_PARAMETER;
	if (thread->spin_locks > 0)
		finding(RULE_R185, "ends its thread with a spin lock held (0xC4/0x100A)");
	thread_object_end(thread, ExitStatus);
	thread_end();
}

const struct contract process_exports[] = {
	EXPORT(IoGetCurrentProcess, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetCurrentProcess, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetCurrentProcessId, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetProcessId, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetProcessImageFileName, 1, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(PsLookupProcessByProcessId, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(KeGetCurrentThread, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetCurrentThread, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetCurrentThreadId, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetThreadId, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsCreateSystemThread, 7, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm)),
	EXPORT(PsTerminateSystemThread, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
