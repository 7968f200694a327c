/*
 * Whatever a thread of a program works on lies in the arena: the driver may
 * keep the thread, and with it the work, for longer than the call from the host lasts.
 *
 * User memory is cut from a bump pointer.  Which of its pages may be touched is no part of a
 * snapshot, so it is put right when memory is next asked for.
 */
#include "traffic/client.h"

#include "base/list.h"
#include "executive/address_space.h"
#include "executive/file.h"
#include "executive/notify.h"
#include "executive/process.h"
#include "executive/request.h"
#include "ledger/journal.h"
#include "machine/life.h"
#include "machine/snapshot.h"
#include "machine/unload.h"
#include "nt/status.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "traffic/program.h"

#include <stdio.h>
#include <string.h>

#define MEMORY_AT (ARENA_USER + 0x10000)
#define MEMORY_LIMIT 0x10000000
#define MEMORY_WINDOW 0x100000 /* usable from the start */
#define PATH_LIMIT 512
#define OPERATIONS 256 /* at a time; each has a thread */
#define WAIT_100NS (UINT64_C(60) * 10000000)

struct client {
	PEPROCESS process;
	struct link handles;
	unsigned next_handle;
	bool ended;
};

struct handle {
	struct link link;
	unsigned number;
	FILE_OBJECT *file;
};

struct operation {
	struct client *client;
	struct request request;
	uint64_t out;
	size_t out_bytes;
	bool finished;
};

static MACHINE_STATE struct {
	uint64_t used;   /* bytes */
	uint64_t usable; /* bytes, whole pages */
} memory;

static MACHINE_STATE unsigned under_way; /* operations */

static uint64_t usable_really; /* of the process: what the host lets us touch */

void
client_start(void)
{
	memory.used = 0;
	memory.usable = MEMORY_WINDOW;
	arena_protect(MEMORY_AT, MEMORY_WINDOW, ARENA_WRITE);
	usable_really = MEMORY_WINDOW;
	snapshot_adds(client_extent);
	user_memory_asks(client_memory_is);
}

/* A life that used more came before: what is beyond this one's is closed again. */
static void
memory_trim(void)
{
	if (usable_really == memory.usable)
		return;
	arena_protect(MEMORY_AT + memory.usable, usable_really - memory.usable, ARENA_NONE);
	usable_really = memory.usable;
}

uint64_t
client_memory(size_t bytes)
{
	uint64_t at = MEMORY_AT + memory.used;
	uint64_t used = memory.used + ((bytes + 15) & ~UINT64_C(15));

	memory_trim();
	if (bytes > MEMORY_LIMIT || used > MEMORY_LIMIT)
		return 0;
	if (used > memory.usable) {
		uint64_t more =
		    (used - memory.usable + MEMORY_WINDOW - 1) & ~(MEMORY_WINDOW - 1ull);

		arena_protect(MEMORY_AT + memory.usable, more, ARENA_WRITE);
		memory.usable += more;
		usable_really = memory.usable;
	}
	memory.used = used;
	memset((void *)at, 0, bytes);
	return at;
}

bool
client_memory_is(uint64_t address, size_t bytes)
{
	return address >= MEMORY_AT && address - MEMORY_AT <= memory.used
	    && bytes <= memory.used - (address - MEMORY_AT);
}

struct extent
client_extent(void)
{
	return (struct extent){ (void *)MEMORY_AT, memory.used };
}

/* Programs and handles. */

static struct client *
client_of(PEPROCESS process)
{
	struct client *client = arena_take(sizeof *client);

	client->process = process;
	object_reference(process); /* a driver may end it before the program does */
	list_start(&client->handles);
	client->next_handle = 4;
	return client;
}

struct client *
client_start_process(const struct process_plan *plan, NTSTATUS *status)
{
	PEPROCESS process = program_begin(plan, status);

	return process != NULL ? client_of(process) : NULL;
}

/* Here: while nobody wants to know, beginning a program is nothing but making its process. */
struct client *
client_make(const char *image, unsigned pid, NTSTATUS *status)
{
	struct process_plan plan = process_plan_default(image, pid);

	*status = STATUS_SUCCESS;
	if (notify_watched())
		return client_start_process(&plan, status);
	return client_of(process_plan_make(&plan));
}

PEPROCESS
client_process(const struct client *client)
{
	return client->process;
}

static struct handle *
handle_find(const struct client *client, unsigned number)
{
	LIST_EACH (at, &client->handles) {
		struct handle *handle = LIST_ITEM(at, struct handle, link);

		if (handle->number == number)
			return handle;
	}
	return NULL;
}

bool
client_has(const struct client *client, unsigned handle)
{
	return handle_find(client, handle) != NULL;
}

struct errand {
	struct client *client;
	FILE_OBJECT *file;
	NTSTATUS status;
	char path[PATH_LIMIT];
};

/* Runs it on a thread of the program's; STATUS_PENDING: it waits for ever, and the errand with it. */
static NTSTATUS
errand_run(void (*body)(void *), struct errand *errand)
{
	if (!machine_call(THREAD_CLIENT, body, errand))
		return STATUS_PENDING;
	return errand->status;
}

static void
open_body(void *argument)
{
	struct errand *errand = argument;

	errand->status = file_open(errand->path, errand->client->process, &errand->file);
}

static void
close_body(void *argument)
{
	struct errand *errand = argument;

	thread_now()->process = errand->client->process;
	file_close(errand->file);
	errand->status = STATUS_SUCCESS;
}

static void
cancel_body(void *argument)
{
	struct errand *errand = argument;

	thread_now()->process = errand->client->process;
	file_cancel_all(errand->file);
	errand->status = STATUS_SUCCESS;
}

NTSTATUS
client_open(struct client *client, const char *path, unsigned *number)
{
	struct errand *errand = arena_take(sizeof *errand);
	struct handle *handle;
	NTSTATUS status;

	*number = 0;
	if (client->ended) {
		arena_give(errand);
		return STATUS_PROCESS_IS_TERMINATING;
	}
	errand->client = client;
	if ((size_t)snprintf(errand->path, PATH_LIMIT, "%s", path) >= PATH_LIMIT) {
		arena_give(errand);
		return STATUS_NAME_TOO_LONG;
	}
	status = errand_run(open_body, errand);
	journal_add(EVENT_CLIENT, CLIENT_OPEN, client->next_handle, (uint32_t)status);
	if (status == STATUS_PENDING)
		return status;
	if (NT_SUCCESS(status)) {
		handle = arena_take(sizeof *handle);
		handle->number = *number = client->next_handle;
		handle->file = errand->file;
		client->next_handle += 4;
		list_add(&client->handles, &handle->link);
	}
	arena_give(errand);
	return status;
}

static NTSTATUS
file_errand(struct client *client, FILE_OBJECT *file, void (*body)(void *))
{
	struct errand *errand = arena_take(sizeof *errand);
	NTSTATUS status;

	errand->client = client;
	errand->file = file;
	status = errand_run(body, errand);
	if (status != STATUS_PENDING)
		arena_give(errand);
	return status;
}

NTSTATUS
client_close(struct client *client, unsigned number)
{
	struct handle *handle = handle_find(client, number);
	FILE_OBJECT *file;
	NTSTATUS status;

	if (handle == NULL)
		return STATUS_INVALID_HANDLE;
	file = handle->file;
	list_remove(&handle->link);
	arena_give(handle);
	status = file_errand(client, file, close_body);
	journal_add(EVENT_CLIENT, CLIENT_CLOSE, number, (uint32_t)status);
	return status;
}

void
client_exit(struct client *client, NTSTATUS status)
{
	if (client->ended)
		return;
	client->ended = true;
	if (notify_watched())
		program_exits(client->process, status);
	else
		process_exit(client->process, status);
	if (life_over())
		return;
	journal_add(EVENT_CLIENT, CLIENT_EXIT, process_id(client->process), 0);
	LIST_EACH (at, &client->handles) {
		file_errand(client, LIST_ITEM(at, struct handle, link)->file, cancel_body);
		if (life_over())
			return;
	}
	while (!list_empty(&client->handles) && !life_over())
		client_close(client, LIST_ITEM(client->handles.next, struct handle, link)->number);
	if (life_over())
		return;
	process_end(client->process);
	object_dereference(client->process);
	client->process = NULL;
}

/* Operations. */

static void
operation_body(void *argument)
{
	struct operation *operation = argument;

	thread_now()->process = operation->client->process;
	request_start(&operation->request);
	request_finish(&operation->request);
	operation->finished = true;
	under_way--;
}

static bool
operation_is_done(void *operation)
{
	return ((const struct operation *)operation)->finished;
}

/* Runs the machine for so long at most. */
static void
operation_run(struct operation *operation, uint64_t for_100ns)
{
	if (life_over())
		return;
	sched_limit(clock_now_100ns() + for_100ns);
	sched_run(operation_is_done, operation);
	if (!life_over())
		unload_continue();
}

static struct operation *
operation_begin(
    struct client *client, unsigned number, const struct request *request, enum client_event event)
{
	const struct handle *handle = handle_find(client, number);
	struct operation *operation = arena_take(sizeof *operation);

	operation->client = client;
	operation->request = *request;
	operation->out = request->out;
	operation->out_bytes = request->out_bytes;
	if (handle == NULL || life_over()) {
		operation->request.result.Status = STATUS_INVALID_HANDLE;
		operation->finished = true;
		return operation;
	}
	if (under_way == OPERATIONS) {
		operation->request.result.Status = STATUS_QUOTA_EXCEEDED;
		operation->finished = true;
		return operation;
	}
	operation->request.file = handle->file;
	under_way++;
	thread_start(THREAD_CLIENT, operation_body, operation);
	operation_run(operation, 0);
	journal_add(EVENT_CLIENT, event, event == CLIENT_CONTROL ? request->code : number,
	    (uint32_t)operation_status(operation));
	return operation;
}

struct operation *
client_ioctl(struct client *client, unsigned handle, uint32_t code, uint64_t in, size_t in_bytes,
    uint64_t out, size_t out_bytes)
{
	struct request request = {
		.major = IRP_MJ_DEVICE_CONTROL,
		.code = code,
		.in = in,
		.in_bytes = (uint32_t)in_bytes,
		.out = out,
		.out_bytes = (uint32_t)out_bytes,
	};

	return operation_begin(client, handle, &request, CLIENT_CONTROL);
}

struct operation *
client_read(struct client *client, unsigned handle, uint64_t out, size_t bytes)
{
	struct request request = {
		.major = IRP_MJ_READ,
		.out = out,
		.out_bytes = (uint32_t)bytes,
	};

	return operation_begin(client, handle, &request, CLIENT_READ);
}

struct operation *
client_write(struct client *client, unsigned handle, uint64_t in, size_t bytes)
{
	struct request request = {
		.major = IRP_MJ_WRITE,
		.in = in,
		.in_bytes = (uint32_t)bytes,
	};

	return operation_begin(client, handle, &request, CLIENT_WRITE);
}

bool
operation_done(const struct operation *operation)
{
	return operation->finished;
}

bool
operation_wait(struct operation *operation)
{
	if (!operation->finished)
		operation_run(operation, WAIT_100NS);
	return operation->finished;
}

static void
operation_cancel_body(void *argument)
{
	struct operation *operation = argument;

	thread_now()->process = operation->client->process;
	if (!operation->finished && operation->request.irp != NULL)
		request_cancel(&operation->request);
}

/* Here: nothing waits for the driver; an operation that it does not end stays pending. */
void
operation_cancel(struct operation *operation)
{
	if (operation->finished || life_over())
		return;
	machine_call(THREAD_CLIENT, operation_cancel_body, operation);
	journal_add(EVENT_CLIENT, CLIENT_CANCEL, 0, (uint32_t)operation_status(operation));
}

NTSTATUS
operation_status(const struct operation *operation)
{
	return operation->finished ? operation->request.result.Status : STATUS_PENDING;
}

size_t
operation_information(const struct operation *operation)
{
	return operation->finished ? operation->request.result.Information : 0;
}

uint64_t
operation_output(const struct operation *operation, size_t *bytes)
{
	*bytes = operation->out_bytes;
	return operation->out;
}
