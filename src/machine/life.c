/*
 * A life begins with a restore.  Two snapshots serve all lives: "mapped", with
 * the image laid out and nothing run, and "loaded", after a DriverEntry that
 * succeeded in the ordinary run.  A life that refuses a call, or that the
 * plan wants from the entry, starts from the first.
 */
#include "machine/life.h"

#include "ledger/status.h"
#include "executive/driver.h"
#include "executive/driver_extra.h"
#include "executive/pool.h"
#include "executive/shutdown.h"
#include "host/fault.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "ledger/journal.h"
#include "machine/boot.h"
#include "machine/image.h"
#include "machine/snapshot.h"
#include "machine/unload.h"
#include "registry/registry.h"
#include "storage/system.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

/* Virtual time after which what a call waits for will not come. */
#define HANG_100NS (UINT64_C(600) * 10000000)

/* The process's, not the machine's. */
static struct {
	const struct driver_file *file;
	struct snapshot *mapped;
	struct snapshot *loaded;
	struct life_plan plan;
} lives;

static MACHINE_STATE struct {
	struct image *image;
	struct driver *driver;
	bool entered;
	bool loaded;
	bool restarted;
	NTSTATUS status;
} life;

struct image *
life_image(void)
{
	return life.image;
}

struct driver *
life_driver(void)
{
	return life.driver;
}

void
life_driver_gone(void)
{
	life.loaded = false;
	life.driver = NULL;
}

const struct life_plan *
life_plan(void)
{
	return &lives.plan;
}

bool
life_over(void)
{
	return life_end() != LIFE_GOES_ON;
}

static void
shutdown_body(void *unused)
{
	(void)unused;
	shutdown_tell();
}

bool
machine_shutdown(void)
{
	return machine_call(THREAD_SYSTEM, shutdown_body, NULL);
}

bool
machine_entered(void)
{
	return life.entered;
}

bool
machine_loaded(void)
{
	return life.loaded;
}

void *
machine_driver_object(void)
{
	return life.driver != NULL ? life.driver->object : NULL;
}

static bool
lay_out(struct pe_error *error)
{
	life.image = image_open(lives.file, error);
	if (life.image == NULL)
		return false;
	life.driver =
	    driver_make(lives.file->name, life.image->base, life.image->size, life.image->entry);
	registry_add_service(lives.file->name);
	system_module_loaded(lives.file->name, life.image->base, life.image->size);
	life.entered = false;
	return true;
}

bool
machine_map(const struct driver_file *file, struct pe_error *error)
{
	lives.file = file;
	if (!lay_out(error))
		return false;
	lives.mapped = snapshot_take();
	return true;
}

void
life_begin(const struct life_plan *plan)
{
	bool loaded =
	    lives.loaded != NULL && !plan->from_entry && plan->refused_call == REFUSE_NONE;

	lives.plan = *plan;
	pool_guard(plan->guard || machine_options()->guard);
	snapshot_restore(loaded ? lives.loaded : lives.mapped);
	journal_clear();
	finding_clear();
	choice_start(plan->seed, plan->refused_call);
	gate_budget(machine_options()->calls_limit);
}

void
life_restore(void)
{
	snapshot_restore(lives.mapped);
	life.restarted = true;
}

struct call {
	void (*body)(void *);
	void *argument;
	bool done;
};

/* On the host's stack would be simpler, but a call that never returns must not keep a dead frame busy. */
static void
call_body(void *argument)
{
	struct call *call = argument;

	call->body(call->argument);
	call->done = true;
}

static bool
call_done(void *call)
{
	return ((struct call *)call)->done;
}

bool
machine_call(int thread_kind, void (*body)(void *), void *argument)
{
	struct call *call;
	bool done;

	if (life_over())
		return false;
	call = arena_take(sizeof *call);
	*call = (struct call){ body, argument, false };
	thread_start((enum thread_kind)thread_kind, call_body, call);
	sched_limit(clock_now_100ns() + HANG_100NS);
	done = sched_run(call_done, call);
	if (done)
		arena_give(call);
	if (!life_over())
		unload_continue();
	return done && !life_over();
}

void
machine_settle(uint64_t for_100ns)
{
	uint64_t until = clock_now_100ns() + for_100ns;

	if (life_over())
		return;
	sched_limit(until);
	sched_run(NULL, NULL);
	if (life_over())
		return;
	clock_jump(until);
	unload_continue();
}

static void
run_entry(void *unused)
{
	(void)unused;
	life.status = (NTSTATUS)DRIVER_CALL(ENTRY_DRIVER_ENTRY, life.image->entry,
	    ARG(life.driver->object), ARG(life.driver->registry_path));
	driver_entered(life.driver, life.status);
	if (NT_SUCCESS(life.status))
		driver_reinitialize(life.driver);
}

static NTSTATUS
enter(void)
{
	life.entered = true;
	life.status = STATUS_UNSUCCESSFUL;
	if (!machine_call(THREAD_SYSTEM, run_entry, NULL)) {
		if (!life_over())
			finding(RULE_R30, "DriverEntry does not return");
		return life.status;
	}
	life.loaded = NT_SUCCESS(life.status);
	if (!life.loaded) {
		unload_judge_entry();
		return life.status;
	}
	image_discard(life.image);
	return life.status;
}

NTSTATUS
machine_load(void)
{
	NTSTATUS status = life.status;

	if (life.entered || life.restarted)
		return status;
	status = enter();
	if (!life.loaded || life_over() || lives.loaded != NULL || lives.plan.seed != 0
	    || lives.plan.refused_call != REFUSE_NONE || finding_count() > 0)
		return status;
	machine_settle(0);
	if (!life_over())
		lives.loaded = snapshot_take();
	return status;
}

NTSTATUS
machine_load_again(void)
{
	struct pe_error error;
	NTSTATUS status;
	char text[80];

	if (life.loaded)
		return STATUS_IMAGE_ALREADY_LOADED;
	if (life_over() || (life.entered && !lay_out(&error))) /* laid out after a restart */
		return STATUS_UNSUCCESSFUL;
	status = enter();
	if (NT_SUCCESS(status) || life_over() || lives.plan.refused_call != REFUSE_NONE)
		return status;
	status_text(status, text, sizeof text);
	finding_at(RULE_R33, (struct moment){ journal_step(), life.image->entry },
	    "loaded once more, DriverEntry fails with %s: what the last load left is in its way",
	    text);
	return status;
}

void
life_facts(struct verdict *verdict)
{
	verdict->entered = life.entered;
	verdict->load_status = life.status;
	unload_facts(verdict);
}
