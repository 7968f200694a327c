#include "machine/restart.h"

#include "bfe/exports.h"
#include "bfe/service.h"
#include "bfe/store.h"
#include "kernel/gate.h"
#include "machine/boot.h"
#include "machine/life.h"
#include "machine/persist.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

static void
stop_body(void *unused)
{
	(void)unused;
	service_stop();
}

static void
start_body(void *unused)
{
	(void)unused;
	service_start();
}

static void
boot_body(void *unused)
{
	(void)unused;
	service_boot();
}

bool
machine_stop_bfe(void)
{
	return machine_call(THREAD_SYSTEM, stop_body, NULL);
}

bool
machine_start_bfe(void)
{
	return machine_call(THREAD_SYSTEM, start_body, NULL);
}

/* Who does not answer is not waited for: the power goes. */
static void
shut_down(void)
{
	if (FwpmBfeStateGet0() == FWPM_SERVICE_RUNNING)
		machine_stop_bfe();
	machine_shutdown();
}

/*
 * Windows: services are told of the shutdown before drivers are.  [kernel/irp-mj-shutdown]
 * Here: the clock goes on, and so do the seed's choices and the count of calls to refuse.
 */
bool
machine_restart(void)
{
	struct choice_state choices;
	struct persist *disk;
	uint64_t now;
	struct exported *policy;

	shut_down();
	if (life_over())
		return false;
	choices = choice_state();
	now = clock_now_100ns();
	disk = persist_take();
	policy = store_export();
	life_restore();
	choice_go_on(&choices);
	clock_jump(now);
	gate_budget(machine_options()->calls_limit);
	persist_give(disk);
	store_import(policy);
	return machine_call(THREAD_SYSTEM, boot_body, NULL);
}
