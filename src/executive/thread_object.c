/*
 * System threads of the driver's are in the ledger from their making to their
 * end: a thread that was only told to end is still there.
 *
 * A program's first thread, and those that a scenario gives it, have objects
 * that stay while the program runs.  Whenever the program has something to do
 * in the kernel, a thread of the scheduler's is bound to one of them.
 */
#include "executive/process_body.h"

#include "executive/address_space.h"
#include "executive/notify.h"
#include "kernel/enter.h"
#include "kernel/wait.h"
#include "ledger/finding.h"

#define THREAD_IDS \
	0x1000 /* thread ids start here; a process has a lower one, or the host's choice */
#define PROGRAM_THREAD_IDS 0x100000 /* and those of programs' own threads here */

/* Objects of threads of ours that ended and that nobody had a reference to: taken again, as Windows
 * takes the memory again, so that a life of short threads makes few. */
#define SPARE 8
static MACHINE_STATE struct {
	PETHREAD list[SPARE];
	unsigned count;
	unsigned programs; /* how many threads of programs there were */
	PETHREAD binds;    /* the object of the thread that enters next */
} spare;

NTAPI PKTHREAD KeGetCurrentThread(void);
NTAPI PETHREAD PsGetCurrentThread(void);
NTAPI HANDLE PsGetCurrentThreadId(void);
NTAPI HANDLE PsGetCurrentThreadProcessId(void);
NTAPI PEPROCESS PsGetCurrentThreadProcess(void);
NTAPI PVOID PsGetCurrentThreadTeb(void);
NTAPI HANDLE PsGetThreadId(PETHREAD Thread);
NTAPI PEPROCESS PsGetThreadProcess(PETHREAD Thread);
NTAPI PEPROCESS IoThreadToProcess(PETHREAD Thread);
NTAPI HANDLE PsGetThreadProcessId(PETHREAD Thread);
NTAPI PVOID PsGetThreadTeb(PETHREAD Thread);
NTAPI PVOID PsGetThreadWin32Thread(PETHREAD Thread);
NTAPI LONGLONG PsGetThreadCreateTime(PETHREAD Thread);
NTAPI NTSTATUS PsGetThreadExitStatus(PETHREAD Thread);
NTAPI BOOLEAN PsIsThreadTerminating(PETHREAD Thread);
NTAPI BOOLEAN PsIsSystemThread(PETHREAD Thread);
NTAPI NTSTATUS PsLookupThreadByThreadId(HANDLE ThreadId, PETHREAD *Thread);
NTAPI NTSTATUS PsLookupProcessThreadByCid(CLIENT_ID *Cid, PEPROCESS *Process, PETHREAD *Thread);
NTAPI NTSTATUS PsCreateSystemThread(HANDLE *ThreadHandle, ULONG DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, HANDLE ProcessHandle, CLIENT_ID *ClientId,
    PKSTART_ROUTINE StartRoutine, PVOID StartContext);
NTAPI NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus);

/* A thread keeps its process, also when it has ended. */
static void
process_let_go(PETHREAD thread)
{
	PEPROCESS process = thread->process;

	thread->process = NULL;
	if (process != NULL)
		object_dereference(process);
}

static void
thread_gone(void *object)
{
	PETHREAD thread = object;

	process_let_go(thread);
	if (thread->client.token != NULL)
		object_dereference(thread->client.token);
}

static void
set_up(PETHREAD object, PEPROCESS process, uint64_t id)
{
	*object = (struct _ETHREAD){ .process = process, .id = id, .status = STATUS_STILL_RUNNING };
	object_header_set_up(&object->header, ThreadObject);
	object->created = system_time();
	object_reference(process);
	object->priority = 8; /* NORMAL_PRIORITY */
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
		object = object_make(OBJECT_THREAD, sizeof *object, thread_gone);
	set_up(object, thread->process != NULL ? thread->process : process_system(),
	    THREAD_IDS + 4 * (uint64_t)thread->number);
	object->thread = thread;
	thread->object = object;
	return object;
}

PETHREAD
thread_object_now(void)
{
	return thread_object(thread_now());
}

PETHREAD
thread_expect(const void *thread, const char *function)
{
	object_expect(thread, OBJECT_THREAD, function);
	return (PETHREAD)thread;
}

uint64_t
thread_id(PETHREAD thread)
{
	return thread->id;
}

PEPROCESS
thread_process(PETHREAD thread)
{
	const struct attachment *outermost = thread->attached;

	while (outermost != NULL && outermost->outer != NULL)
		outermost = outermost->outer;
	if (outermost != NULL)
		return outermost->before != NULL ? outermost->before : process_system();
	if (thread->thread != NULL && thread->thread->process != NULL)
		return thread->thread
		    ->process; /* it may have got its process later than its object */
	return thread->process;
}

struct impersonation *
thread_impersonation(PETHREAD thread)
{
	return &thread->client;
}

void
thread_object_end(struct thread *thread, NTSTATUS status)
{
	PETHREAD object = thread->object;

	if (object == NULL)
		return;
	if (object->attached != NULL)
		attachments_left(object);
	object->thread = NULL;
	thread->object = NULL;
	if (object->program) /* it is in user mode now */
		return;
	object->ended = true;
	object->status = status;
	object->header.SignalState = 1;
	if (object->drivers)
		ledger_strike(HOLDING_THREAD, (uintptr_t)object);
	wait_signaled(&object->header);
	if (!object->drivers && object->client.token == NULL && !object_is_shared(object)
	    && spare.count < SPARE) {
		process_let_go(object);
		spare.list[spare.count++] = object;
	} else {
		object_dereference(object);
	}
}

static void *
entered(struct thread *thread)
{
	PETHREAD object = spare.binds;

	if (object == NULL)
		return thread_object(thread);
	spare.binds = NULL;
	object->thread = thread;
	return object;
}

static void
ended(struct thread *thread)
{
	thread_object_end(thread, STATUS_SUCCESS);
}

void
thread_hooks_start(void)
{
	static const struct thread_hooks hooks = { entered, ended };

	spare.count = spare.programs = 0; /* the pool starts anew: what they lay in is others' */
	spare.binds = NULL;
	thread_hooks(&hooks);
}

/* Threads of programs. */

PETHREAD
program_thread_begin(PEPROCESS process)
{
	PETHREAD object = object_make(OBJECT_THREAD, sizeof *object, thread_gone);

	set_up(object, process, PROGRAM_THREAD_IDS + 4 * (uint64_t)++spare.programs);
	object->program = true;
	list_add(&process->threads, &object->link);
	return object;
}

void
program_thread_end(PETHREAD thread, NTSTATUS status)
{
	notify_thread_ends(thread);
	list_remove(&thread->link);
	thread->ended = true;
	thread->status = status;
	thread->header.SignalState = 1;
	wait_signaled(&thread->header);
	if (thread->thread != NULL) {
		thread->program = false; /* the thread that does its work gives it back */
		return;
	}
	object_dereference(thread);
}

void
program_thread_bind(PEPROCESS process, PETHREAD thread)
{
	struct thread *now = thread_now();

	now->process = process;
	if (thread == NULL && !list_empty(&process->threads))
		thread = LIST_ITEM(process->threads.next, struct _ETHREAD, link);
	if (thread == NULL || thread->thread != NULL || now->object != NULL)
		return;
	spare.binds = thread;
	thread_enters(now);
}

/* Entry points. */

PKTHREAD NTAPI
KeGetCurrentThread(void)
{
	return (PKTHREAD)thread_object_now();
}

PETHREAD NTAPI
PsGetCurrentThread(void)
{
	return thread_object_now();
}

HANDLE NTAPI
PsGetCurrentThreadId(void)
{
	return (HANDLE)thread_object_now()->id;
}

HANDLE NTAPI
PsGetCurrentThreadProcessId(void)
{
	return (HANDLE)process_id(thread_process(thread_object_now()));
}

PEPROCESS NTAPI
PsGetCurrentThreadProcess(void)
{
	return thread_process(thread_object_now());
}

HANDLE NTAPI
PsGetThreadId(PETHREAD Thread)
{
	return (HANDLE)thread_expect(Thread, "PsGetThreadId")->id;
}

PEPROCESS NTAPI
PsGetThreadProcess(PETHREAD Thread)
{
	return thread_process(thread_expect(Thread, "PsGetThreadProcess"));
}

PEPROCESS NTAPI
IoThreadToProcess(PETHREAD Thread)
{
	return thread_process(thread_expect(Thread, "IoThreadToProcess"));
}

HANDLE NTAPI
PsGetThreadProcessId(PETHREAD Thread)
{
	return (HANDLE)process_id(thread_process(thread_expect(Thread, "PsGetThreadProcessId")));
}

/* Windows: NULL for a system thread.  [import tables of drivers]  Here: no program has a TEB. */
PVOID NTAPI
PsGetThreadTeb(PETHREAD Thread)
{
	thread_expect(Thread, "PsGetThreadTeb");
	if (!PsIsSystemThread(Thread))
		not_modelled("PsGetThreadTeb of a program's thread");
	return NULL;
}

PVOID NTAPI
PsGetCurrentThreadTeb(void)
{
	return PsGetThreadTeb(thread_object_now());
}

/* Windows: NULL for a thread that is none of the window system's. */
PVOID NTAPI
PsGetThreadWin32Thread(PETHREAD Thread)
{
	thread_expect(Thread, "PsGetThreadWin32Thread");
	return NULL;
}

LONGLONG NTAPI
PsGetThreadCreateTime(PETHREAD Thread)
{
	return (LONGLONG)thread_expect(Thread, "PsGetThreadCreateTime")->created;
}

/* Windows: STATUS_PENDING while the thread runs.  [ddi:PsGetThreadExitStatus] */
NTSTATUS NTAPI
PsGetThreadExitStatus(PETHREAD Thread)
{
	return thread_expect(Thread, "PsGetThreadExitStatus")->status;
}

BOOLEAN NTAPI
PsIsThreadTerminating(PETHREAD Thread)
{
	return thread_expect(Thread, "PsIsThreadTerminating")->ended;
}

BOOLEAN NTAPI
PsIsSystemThread(PETHREAD Thread)
{
	return thread_process(thread_expect(Thread, "PsIsSystemThread")) == process_system();
}

struct search {
	uint64_t id;
	PETHREAD found;
};

static void
find_running(void *context, struct thread *thread)
{
	struct search *search = context;
	PETHREAD object = thread->object;

	if (object != NULL ? object->id == search->id
			   : THREAD_IDS + 4 * (uint64_t)thread->number == search->id)
		search->found = thread_object(thread);
}

static void
find_program(void *context, PEPROCESS process)
{
	struct search *search = context;

	LIST_EACH (at, &process->threads) {
		PETHREAD thread = LIST_ITEM(at, struct _ETHREAD, link);

		if (thread->id == search->id)
			search->found = thread;
	}
}

PETHREAD
thread_find(uint64_t id)
{
	struct search search = { id, NULL };

	if (id >= PROGRAM_THREAD_IDS)
		process_each(find_program, &search);
	else
		thread_each(find_running, &search);
	return search.found;
}

/* Windows: STATUS_INVALID_PARAMETER if there is no such thread; with a reference.
 *   [ddi:PsLookupThreadByThreadId] */
NTSTATUS NTAPI
PsLookupThreadByThreadId(HANDLE ThreadId, PETHREAD *Thread)
{
	PETHREAD thread = thread_find((uint64_t)ThreadId);

	if (thread == NULL)
		return STATUS_INVALID_PARAMETER;
	object_lend(thread);
	*Thread = thread;
	return STATUS_SUCCESS;
}

/* Windows: STATUS_INVALID_CID if the two are no pair.  [import tables of drivers] */
NTSTATUS NTAPI
PsLookupProcessThreadByCid(CLIENT_ID *Cid, PEPROCESS *Process, PETHREAD *Thread)
{
	PETHREAD thread = thread_find((uint64_t)Cid->UniqueThread);

	if (thread == NULL || process_id(thread_process(thread)) != (uint64_t)Cid->UniqueProcess)
		return STATUS_INVALID_CID;
	if (Process != NULL) {
		*Process = thread_process(thread);
		object_lend(*Process);
	}
	object_lend(thread);
	*Thread = thread;
	return STATUS_SUCCESS;
}

static void
thread_body(void *argument)
{
	PETHREAD object = argument;

	DRIVER_CALL(ENTRY_THREAD, object->start, ARG(object->context));
	notify_thread_ends(object);
	thread_object_end(thread_now(), STATUS_SUCCESS);
}

/* The process of a new system thread; NULL: the handle is none of a process. */
static PEPROCESS
process_of_new(HANDLE handle)
{
	void *object;

	if (handle == NULL)
		return process_system();
	object = handle_object(handle);
	return object_is(object, OBJECT_PROCESS) ? object : NULL;
}

/*
 * Windows: without a process the thread is System's; the handle must be
 *   closed, and does not keep the thread from running.  [ddi:PsCreateSystemThread]
 * Here: access is not looked at, since the kernel's handles give every access.
 */
NTSTATUS NTAPI
PsCreateSystemThread(HANDLE *ThreadHandle, ULONG DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    HANDLE ProcessHandle, CLIENT_ID *ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext)
{
	PEPROCESS process = process_of_new(ProcessHandle);
	struct thread *thread;
	PETHREAD object;

	if (process == NULL)
		return STATUS_INVALID_HANDLE;
	thread = thread_start(THREAD_DRIVER, thread_body, NULL);
	thread->process = process;
	object = thread_object(thread);
	thread->argument = object;
	object->start = StartRoutine;
	object->context = StartContext;
	object->drivers = true;
	ledger_enter(HOLDING_THREAD, (uintptr_t)object, 0);
	*ThreadHandle = handle_open(object, DesiredAccess,
	    ObjectAttributes != NULL ? ObjectAttributes->Attributes : OBJ_KERNEL_HANDLE);
	if (ClientId != NULL)
		*ClientId = (CLIENT_ID){ (HANDLE)process_id(process), (HANDLE)object->id };
	notify_thread_begins(object);
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
	notify_thread_ends(thread_object(thread));
	thread_object_end(thread, ExitStatus);
	thread_end();
}

const struct contract thread_object_exports[] = {
	EXPORT(KeGetCurrentThread, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetCurrentThread, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetCurrentThreadId, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetCurrentThreadProcessId, 0, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(PsGetCurrentThreadProcess, 0, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(PsGetCurrentThreadTeb, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    APPROXIMATES("no program has a TEB")),
	EXPORT(PsGetThreadId, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetThreadProcess, 1, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(IoThreadToProcess, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(PsGetThreadProcessId, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetThreadTeb, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    APPROXIMATES("no program has a TEB")),
	EXPORT(PsGetThreadWin32Thread, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(PsGetThreadCreateTime, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetThreadExitStatus, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsIsThreadTerminating, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(PsIsSystemThread, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(PsLookupThreadByThreadId, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    FAILS("STATUS_INVALID_PARAMETER"), ENTERS(REFERENCE)),
	EXPORT(PsLookupProcessThreadByCid, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0,
	    FAILS("STATUS_INVALID_CID"), ENTERS(REFERENCE)),
	EXPORT(PsCreateSystemThread, 7, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE"), ENTERS(THREAD)),
	EXPORT(PsTerminateSystemThread, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER"), STRIKES(THREAD)),
	EXPORTS_END,
};
