/*
 * What the gate and the fibers cost.
 *
 *	gate.call	a driver's call through the gate, all checks on; peer: the same
 *			function called directly
 *	fiber.switch	one switch; peer: swapcontext
 */
#include "host/arena.h"
#include "host/fiber.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "measure.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <ucontext.h>

static volatile uint64_t sink;

static uint64_t NTAPI
add(uint64_t a, uint64_t b)
{
	sink += a;
	return a + b;
}

static const struct contract row = EXPORT(add, 2, HIGH_LEVEL, REFUSAL_STATUS, 0);

typedef uint64_t(NTAPI *add_function)(uint64_t, uint64_t);

static add_function through_gate;
static add_function volatile directly = add;
static uint64_t wanted;

static void
gate_body(void *unused)
{
	(void)unused;
	for (uint64_t i = 0; i < wanted; i++) {
		if (i % 4096 == 0)
			journal_clear();
		through_gate(i, 1);
	}
}

static void
gate_run(uint64_t times)
{
	wanted = times;
	thread_start(THREAD_SYSTEM, gate_body, NULL);
	sched_run(NULL, NULL);
}

static void
direct_run(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++)
		directly(i, 1);
}

static struct fiber *ping;

static void
fiber_body(void *unused)
{
	(void)unused;
	for (;;)
		fiber_switch(fiber_main());
}

static void
fiber_run(uint64_t times)
{
	for (uint64_t i = 0; i < times; i += 2)
		fiber_switch(ping);
}

static ucontext_t here, there;
static char stack[65536];

static void
context_body(void)
{
	for (;;)
		swapcontext(&there, &here);
}

static void
context_run(uint64_t times)
{
	for (uint64_t i = 0; i < times; i += 2)
		swapcontext(&here, &there);
}

int
main(void)
{
	struct contestant direct = { "direct call", direct_run, 1000000 };
	struct contestant contexts = { "swapcontext", context_run, 100000 };

	if (!arena_start())
		host_die("no room for the arena");
	journal_start();
	choice_start(0, REFUSE_NONE);
	clock_start();
	sched_start();
	gate_start();
	timers_start();
	processors_start();
	through_gate = (add_function)gate_bind(&row);
	row_cost_ns(
	    "gate.call", direct, measure((struct contestant){ "", gate_run, 1000000 }, direct, 21));
	ping = fiber_take(fiber_body, NULL);
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof stack;
	makecontext(&there, context_body, 0);
	row_cost_ns("fiber.switch", contexts,
	    measure((struct contestant){ "", fiber_run, 1000000 }, contexts, 21));
	return 0;
}
