#include "machine/restart.h"

#include "bfe/exports.h"
#include "bfe/service.h"
#include "bfe/store.h"
#include "executive/pool.h"
#include "executive/string.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
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

/* The address of pool of the driver's, maybe freed since. */
static void
find_address(const struct stored *stored)
{
	const FWPM_FILTER0 *filter = stored->object;
	char name[48];

	if (stored->kind != POLICY_FILTER
	    || (filter->flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) != 0
	    || pool_of(filter->rawContext) == NULL)
		return;
	string_narrow(name, sizeof name, filter->displayData.name);
	finding(RULE_R48,
	    "the lasting filter '%s' has the address of a pool block as its raw context, which is "
	    "none after a restart",
	    name);
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
	for (struct stored *at = store_first(); at != NULL; at = store_next(at))
		find_address(at);
	policy = store_export();
	life_restore();
	choice_go_on(&choices);
	clock_jump(now);
	gate_budget(machine_options()->calls_limit);
	persist_give(disk);
	store_import(policy);
	return machine_call(THREAD_SYSTEM, boot_body, NULL);
}
