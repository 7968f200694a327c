/*
 * A program's image lies on the machine's only volume, which is C: and
 * \Device\HarddiskVolume3.  The texts about a process are made when somebody
 * first asks: most programs of most lives are asked nothing.
 *
 * Creation and exit, in Windows' order: the creator's thread tells of the
 * process and then of its first thread; that thread maps the image and ntdll.
 * At the end the threads are told of, then the process, and only then are its
 * requests cancelled and its handles closed.
 */
#include "executive/process_body.h"

#include "executive/file.h"
#include "executive/image_notify.h"
#include "executive/notify.h"
#include "executive/ob_callback.h"
#include "executive/pool.h"
#include "executive/string.h"
#include "executive/variable.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"

#include <string.h>
#include <strings.h>

#define TAG 0x636f7250 /* "Proc" */
#define VOLUME "\\Device\\HarddiskVolume3"
#define DRIVE "\\??\\C:"
#define FOLDER "\\Program Files\\Client\\"
#define TEXT_LIMIT 0x7f00 /* characters of a path or a command line */
#define SYSTEM_SID "system"
#define USER_SID "user"
#define USER_SESSION 1

static MACHINE_STATE struct link processes;

NTAPI PEPROCESS IoGetCurrentProcess(void);
NTAPI PEPROCESS PsGetCurrentProcess(void);
NTAPI HANDLE PsGetCurrentProcessId(void);
NTAPI NTSTATUS PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process);

void
object_header_set_up(DISPATCHER_HEADER *header, UCHAR type)
{
	header->Type = type;
	header->WaitListHead = (LIST_ENTRY){ &header->WaitListHead, &header->WaitListHead };
}

uint64_t
system_time(void)
{
	return CLOCK_BOOT_TIME + clock_now_100ns();
}

static void
process_gone(void *object)
{
	PEPROCESS process = object;
	void *texts[] = { process->image.Buffer, process->open_name.Buffer,
		process->command_line.Buffer };

	list_remove(&process->link);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (texts[i] != NULL)
			pool_give(texts[i]);
	}
	if (process->file != NULL)
		object_dereference(process->file);
	if (process->token != NULL)
		object_dereference(process->token);
}

static const char *
keep(const char *text)
{
	char *copy;

	if (text == NULL)
		return NULL;
	copy = arena_take(strlen(text) + 1);
	memcpy(copy, text, strlen(text) + 1);
	return copy;
}

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '\\');

	return slash != NULL ? slash + 1 : path;
}

PEPROCESS
process_plan_make(const struct process_plan *plan)
{
	PEPROCESS process = object_make(OBJECT_PROCESS, sizeof *process, process_gone);

	object_header_set_up(&process->header, ProcessObject);
	list_start(&process->threads);
	process->id = plan->id;
	process->parent_id = plan->parent != NULL ? plan->parent->id : 0;
	process->user = plan->user;
	process->session = plan->session;
	process->wow64 = plan->wow64;
	process->protection = plan->protection;
	process->created = system_time();
	process->exit_status = STATUS_STILL_RUNNING;
	strncpy(process->name, file_name(plan->image), PROCESS_NAME - 1);
	process->path = keep(plan->image);
	process->command = keep(plan->command_line);
	list_add(&processes, &process->link);
	return process;
}

struct process_plan
process_plan_default(const char *name, uint64_t id)
{
	return (struct process_plan){
		.image = name,
		.id = id,
		.parent = process_system(),
		.session = USER_SESSION,
		.user = { .sid = USER_SID },
	};
}

PEPROCESS
process_make(const char *name, uint64_t id)
{
	struct process_plan plan = process_plan_default(name, id);

	return process_plan_make(&plan);
}

void
process_start(void)
{
	struct process_plan plan = {
		.image = "System",
		.id = PROCESS_SYSTEM_ID,
		.user = { .sid = SYSTEM_SID, .elevated = true },
	};

	thread_hooks_start();
	list_start(&processes);
	notify_start();
	image_notify_start();
	ob_callback_start();
	variables()->PsInitialSystemProcess = process_plan_make(&plan);
}

/* A process is told of when its first thread is there, and then that thread is. */
NTSTATUS
process_begin(PEPROCESS process)
{
	PETHREAD first = program_thread_begin(process);
	NTSTATUS status = notify_process_begins(process);

	if (NT_SUCCESS(status))
		notify_thread_begins(first);
	return status;
}

void
process_runs(PEPROCESS process)
{
	if (process->runs)
		return;
	process->runs = true;
	if (!list_empty(&process->threads))
		notify_thread_enters(LIST_ITEM(process->threads.next, struct _ETHREAD, link));
	image_notify_program(process);
}

void
process_exit(PEPROCESS process, NTSTATUS status)
{
	if (process->exiting)
		return;
	process->exiting = true;
	process->exit_status = status;
	LIST_EACH_SAFE (at, &process->threads) {
		if (at->next != &process->threads)
			program_thread_end(LIST_ITEM(at, struct _ETHREAD, link), status);
	}
	process->exited = system_time();
	if (list_empty(&process->threads)) {
		notify_process_ends(process);
		return;
	}
	/* The last thread to exit is the one that tells of its process. */
	notify_thread_ends(LIST_ITEM(process->threads.next, struct _ETHREAD, link));
	notify_process_ends(process);
	program_thread_end(LIST_ITEM(process->threads.next, struct _ETHREAD, link), status);
}

void
process_end(PEPROCESS process)
{
	if (process->header.SignalState != 0)
		return;
	process->exiting = true;
	process->header.SignalState = 1;
	if (process->exited == 0)
		process->exited = system_time();
	wait_signaled(&process->header);
	handles_close(process);
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

PEPROCESS
process_find(uint64_t id)
{
	LIST_EACH (at, &processes) {
		PEPROCESS process = LIST_ITEM(at, struct _EPROCESS, link);

		if (process->id == id)
			return process;
	}
	return NULL;
}

PEPROCESS
process_expect(const void *process, const char *function)
{
	object_expect(process, OBJECT_PROCESS, function);
	return (PEPROCESS)process;
}

uint64_t
process_id(PEPROCESS process)
{
	return process->id;
}

uint64_t
process_parent_id(PEPROCESS process)
{
	return process->parent_id;
}

const char *
process_name(PEPROCESS process)
{
	return process->name;
}

uint32_t
process_session(PEPROCESS process)
{
	return process->session;
}

const struct process_user *
process_user(PEPROCESS process)
{
	return &process->user;
}

bool
process_exiting(PEPROCESS process)
{
	return process->exiting;
}

void **
process_token(PEPROCESS process)
{
	return &process->token;
}

/* Texts. */

static void
text_make(UNICODE_STRING *to, const char *first, const char *second, const char *third)
{
	const char *parts[] = { first, second, third };
	size_t length = strlen(first) + strlen(second) + strlen(third);
	size_t at = 0;

	if (to->Buffer != NULL)
		return;
	if (length > TEXT_LIMIT)
		not_modelled("a path or command line of %zu characters", length);
	to->Buffer = pool_take_own((length + 1) * sizeof(WCHAR), TAG);
	to->Length = (USHORT)(length * sizeof(WCHAR));
	to->MaximumLength = (USHORT)(to->Length + sizeof(WCHAR));
	for (size_t i = 0; i < 3; i++) {
		string_widen(to->Buffer + at, parts[i], strlen(parts[i]));
		at += strlen(parts[i]);
	}
}

static bool
is_dos(const char *path)
{
	return path[0] != '\0' && path[1] == ':' && path[2] == '\\';
}

/* The part behind the volume: of a DOS path, of an NT path on our volume, or of a bare name. */
static const char *
behind_volume(const char *path, const char **folder)
{
	*folder = "";
	if (is_dos(path))
		return path + 2;
	if (strncasecmp(path, VOLUME "\\", sizeof VOLUME) == 0)
		return path + sizeof VOLUME - 1;
	if (strncasecmp(path, DRIVE "\\", sizeof DRIVE) == 0)
		return path + sizeof DRIVE - 1;
	if (path[0] == '\\')
		return NULL;
	*folder = FOLDER;
	return path;
}

void
image_name_make(UNICODE_STRING *to, const char *path)
{
	const char *folder, *rest = behind_volume(path, &folder);

	if (rest == NULL)
		text_make(to, path, "", "");
	else
		text_make(to, VOLUME, folder, rest);
}

/* Windows: System has none.  [ddi:SeLocateProcessImageName] */
const UNICODE_STRING *
process_image(PEPROCESS process)
{
	if (process != process_system())
		image_name_make(&process->image, process->path);
	return &process->image;
}

const UNICODE_STRING *
process_open_name(PEPROCESS process)
{
	const char *folder, *rest = behind_volume(process->path, &folder);

	if (rest == NULL)
		text_make(&process->open_name, process->path, "", "");
	else
		text_make(&process->open_name, DRIVE, folder, rest);
	return &process->open_name;
}

UNICODE_STRING *
process_command_line(PEPROCESS process)
{
	const UNICODE_STRING *open = process_open_name(process);
	UNICODE_STRING *line = &process->command_line;

	if (process->command != NULL)
		text_make(line, process->command, "", "");
	if (line->Buffer != NULL)
		return line;
	line->Length = (USHORT)(open->Length - 4 * sizeof(WCHAR)); /* without \??\ */
	line->MaximumLength = (USHORT)(line->Length + sizeof(WCHAR));
	line->Buffer = pool_take_own(line->MaximumLength, TAG);
	memcpy(line->Buffer, open->Buffer + 4, line->Length);
	return line;
}

/* Here: there is no file system behind it; it has its name and no device. */
FILE_OBJECT *
image_file_make(const UNICODE_STRING *name)
{
	FILE_OBJECT *file = object_make(OBJECT_FILE, sizeof *file, NULL);

	file->Type = IO_TYPE_FILE;
	file->Size = sizeof *file;
	file->ReadAccess = file->SharedRead = TRUE;
	file->FileName = *name;
	return file;
}

FILE_OBJECT *
process_file(PEPROCESS process)
{
	if (process->file == NULL)
		process->file = image_file_make(process_image(process));
	return process->file;
}

/* Entry points. */

PEPROCESS NTAPI
IoGetCurrentProcess(void)
{
	return process_now();
}

/* Windows: the process that the thread is attached to, if it is.  [ddi:IoGetCurrentProcess] */
PEPROCESS NTAPI
PsGetCurrentProcess(void)
{
	return process_now();
}

/* Windows: the process that made the thread, attached or not.  [ddi:PsGetCurrentProcessId] */
HANDLE NTAPI
PsGetCurrentProcessId(void)
{
	const struct thread *thread = thread_now();

	if (thread == NULL || thread->object == NULL)
		return (HANDLE)process_now()->id;
	return (HANDLE)thread_process(thread->object)->id;
}

/*
 * Windows: the process comes with a reference; no such process is
 *   STATUS_INVALID_CID since Vista.  [ddi:PsLookupProcessByProcessId, Returns]
 */
NTSTATUS NTAPI
PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS *Process)
{
	PEPROCESS process = process_find((uint64_t)ProcessId);

	if (process == NULL)
		return STATUS_INVALID_CID;
	object_lend(process);
	*Process = process;
	return STATUS_SUCCESS;
}

const struct contract process_exports[] = {
	EXPORT(IoGetCurrentProcess, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetCurrentProcess, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsGetCurrentProcessId, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(PsLookupProcessByProcessId, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    FAILS("STATUS_INVALID_CID"), ENTERS(REFERENCE)),
	EXPORTS_END,
};
