/* Threads, time and choice. */
#include "host/arena.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include "test.h"

#include <string.h>

static char order[64];
static KEVENT *event;

static void
fresh(uint64_t seed)
{
	static bool once;

	if (!once) {
		CHECK(arena_start());
		journal_start();
		life_leaves(sched_abandon);
		gate_start();
		sched_start();
		timers_start();
		processors_start();
		event = arena_take(sizeof *event);
	}
	once = true;
	clock_start();
	journal_clear();
	finding_clear();
	choice_start(seed, REFUSE_NONE);
	memset(order, 0, sizeof order);
	event_start(event, NotificationEvent, false);
}

static void
note(char what)
{
	order[strlen(order)] = what;
}

static void
say(void *what)
{
	for (int i = 0; i < 3; i++) {
		note(*(const char *)what);
		sched_point();
	}
}

TEST(the_ordinary_run_does_not_preempt)
{
	(void)state;
	fresh(0);
	thread_start(THREAD_SYSTEM, say, "a");
	thread_start(THREAD_SYSTEM, say, "b");
	sched_run(NULL, NULL);
	CHECK_STR(order, "aaabbb");
}

TEST(other_seeds_interleave_and_repeat_exactly)
{
	uint64_t hash;
	bool mixed = false;

	(void)state;
	for (uint64_t seed = 1; seed < 50; seed++) {
		char first[64];

		fresh(seed);
		thread_start(THREAD_SYSTEM, say, "a");
		thread_start(THREAD_SYSTEM, say, "b");
		sched_run(NULL, NULL);
		memcpy(first, order, sizeof first);
		hash = journal_length();
		fresh(seed);
		thread_start(THREAD_SYSTEM, say, "a");
		thread_start(THREAD_SYSTEM, say, "b");
		sched_run(NULL, NULL);
		CHECK_STR(first, order);
		CHECK_EQ(hash, journal_length());
		mixed = mixed || (strcmp(order, "aaabbb") != 0 && strcmp(order, "bbbaaa") != 0);
	}
	CHECK(mixed);
}

static void
waits(void *unused)
{
	(void)unused;
	note(event_wait(event, CLOCK_NEVER, "test") ? 'w' : 't');
}

static void
signals(void *unused)
{
	(void)unused;
	note('s');
	event_signal(event);
}

TEST(a_waiter_goes_on_when_the_event_is_signaled)
{
	(void)state;
	fresh(0);
	thread_start(THREAD_SYSTEM, waits, NULL);
	thread_start(THREAD_SYSTEM, signals, NULL);
	sched_run(NULL, NULL);
	CHECK_STR(order, "sw");
}

static void
waits_a_second(void *unused)
{
	(void)unused;
	note(event_wait(event, clock_now_100ns() + 10000000, "test") ? 'w' : 't');
}

TEST(time_jumps_when_nothing_can_run)
{
	uint64_t before;

	(void)state;
	fresh(0);
	before = clock_now_100ns();
	thread_start(THREAD_SYSTEM, waits_a_second, NULL);
	sched_run(NULL, NULL);
	CHECK_STR(order, "t");
	CHECK(clock_now_100ns() - before >= 10000000);
}

static KDPC *dpc;

static void NTAPI
dpc_says(KDPC *which, void *context, void *first, void *second)
{
	(void)which, (void)context, (void)first, (void)second;
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	note('d');
}

static void
queues_a_dpc(void *unused)
{
	(void)unused;
	irql_raise(DISPATCH_LEVEL);
	dpc_queue(dpc, NULL, NULL);
	sched_point();
	note('x');
	irql_lower(PASSIVE_LEVEL);
	note('y');
}

TEST(a_dpc_runs_when_its_processor_drops_below_dispatch_level)
{
	(void)state;
	fresh(0);
	dpc = arena_take(sizeof *dpc);
	*dpc = (KDPC){ .Type = DpcObject, .DeferredRoutine = dpc_says };
	thread_start(THREAD_SYSTEM, queues_a_dpc, NULL);
	sched_run(NULL, NULL);
	CHECK_STR(order, "xdy");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ordinary_run_does_not_preempt),
		cmocka_unit_test(other_seeds_interleave_and_repeat_exactly),
		cmocka_unit_test(a_waiter_goes_on_when_the_event_is_signaled),
		cmocka_unit_test(time_jumps_when_nothing_can_run),
		cmocka_unit_test(a_dpc_runs_when_its_processor_drops_below_dispatch_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
