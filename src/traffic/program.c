#include "traffic/program.h"

#include "executive/image_notify.h"
#include "executive/notify.h"
#include "executive/ob_callback.h"
#include "machine/life.h"

/* In the arena: a driver may keep the thread for ever. */
struct errand {
	PEPROCESS process;
	PEPROCESS other;
	PETHREAD thread;
	NTSTATUS status;
	ACCESS_MASK access;
	char path[260];
};

static NTSTATUS
errand_run(void (*body)(void *), struct errand *errand)
{
	if (!machine_call(THREAD_CLIENT, body, errand))
		return STATUS_PENDING;
	return errand->status;
}

static void
begin_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->other, NULL);
	errand->status = process_begin(errand->process);
}

static void
run_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->process, NULL);
	process_runs(errand->process);
	errand->status = STATUS_SUCCESS;
}

/* One errand of a program's own, on its first thread. */
static NTSTATUS
run_in(PEPROCESS process, void (*body)(void *), struct errand given)
{
	struct errand *errand = arena_take(sizeof *errand);
	NTSTATUS status;

	*errand = given;
	errand->process = process;
	status = errand_run(body, errand);
	if (status != STATUS_PENDING)
		arena_give(errand);
	return status;
}

static void
exit_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->process, NULL);
	process_exit(errand->process, errand->status);
	errand->status = STATUS_SUCCESS;
}

void
program_exits(PEPROCESS process, NTSTATUS status)
{
	if (!life_over())
		run_in(process, exit_body, (struct errand){ .status = status });
}

void
program_gone(PEPROCESS process)
{
	if (!life_over())
		process_end(process);
}

PEPROCESS
program_begin(const struct process_plan *plan, NTSTATUS *status)
{
	PEPROCESS process = process_plan_make(plan);
	struct errand *errand = arena_take(sizeof *errand);

	errand->process = process;
	errand->other = plan->parent != NULL ? plan->parent : process_system();
	*status = errand_run(begin_body, errand);
	if (*status == STATUS_PENDING)
		return NULL;
	arena_give(errand);
	if (NT_SUCCESS(*status)) {
		*status = run_in(process, run_body, (struct errand){ .process = process });
		return *status == STATUS_PENDING ? NULL : process;
	}
	program_exits(process, *status);
	program_gone(process);
	return NULL;
}

static void
thread_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->process, NULL);
	notify_thread_begins(errand->thread);
	errand->status = STATUS_SUCCESS;
}

static void
thread_enters_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->process, errand->thread);
	notify_thread_enters(errand->thread);
	errand->status = STATUS_SUCCESS;
}

PETHREAD
program_thread(PEPROCESS process)
{
	PETHREAD thread = program_thread_begin(process);
	struct errand errand = { .thread = thread };

	if (run_in(process, thread_body, errand) == STATUS_SUCCESS)
		run_in(process, thread_enters_body, errand);
	return thread;
}

static void
thread_exit_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->process, errand->thread);
	program_thread_end(errand->thread, errand->status);
	errand->status = STATUS_SUCCESS;
}

void
program_thread_exits(PEPROCESS process, PETHREAD thread, NTSTATUS status)
{
	run_in(process, thread_exit_body, (struct errand){ .thread = thread, .status = status });
}

static void
load_body(void *argument)
{
	struct errand *errand = argument;

	program_thread_bind(errand->process, NULL);
	image_notify_load(errand->process, errand->path);
	errand->status = STATUS_SUCCESS;
}

void
program_loads(PEPROCESS process, const char *path)
{
	struct errand errand = { .status = STATUS_SUCCESS };

	for (size_t i = 0; i < sizeof errand.path - 1 && path[i] != '\0'; i++)
		errand.path[i] = path[i];
	run_in(process, load_body, errand);
}

static void
open_body(void *argument)
{
	struct errand *errand = argument;
	struct ob_opening opening;

	program_thread_bind(errand->process, NULL);
	ob_opens(&opening, errand->other, errand->access, false);
	ob_opened(&opening, STATUS_SUCCESS);
	errand->access = opening.access;
	errand->status = STATUS_SUCCESS;
}

NTSTATUS
program_opens(PEPROCESS opener, PEPROCESS process, uint32_t access, uint32_t *granted)
{
	struct errand *errand = arena_take(sizeof *errand);
	NTSTATUS status;

	errand->process = opener;
	errand->other = process;
	errand->access = access;
	status = errand_run(open_body, errand);
	if (status == STATUS_PENDING)
		return status;
	*granted = errand->access;
	arena_give(errand);
	return status;
}
