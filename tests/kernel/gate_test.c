/* The gate and the door, driven by C functions that play the driver. */
#include "host/arena.h"
#include "kernel/enter.h"
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

static uint64_t seen[16];

static uint64_t NTAPI
take_many(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g,
    uint64_t h, uint64_t i, uint64_t j, uint64_t k)
{
	uint64_t all[] = { a, b, c, d, e, f, g, h, i, j, k };

	memcpy(seen, all, sizeof all);
	return 0x123456789abcdef0;
}

static NTSTATUS NTAPI
passive_only(void)
{
	return STATUS_SUCCESS;
}

static const struct contract rows[] = {
	EXPORT(take_many, 11, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(passive_only, 0, PASSIVE_LEVEL, REFUSAL_STATUS, 0),
};

typedef uint64_t(NTAPI *many)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
    uint64_t, uint64_t, uint64_t, uint64_t);

static void
fresh(void)
{
	static bool once;

	if (!once) {
		CHECK(arena_start());
		journal_start();
		life_leaves(sched_abandon);
		gate_start();
		sched_start();
		clock_start();
		timers_start();
		processors_start();
	}
	once = true;
	journal_clear();
	finding_clear();
	choice_start(0, REFUSE_NONE);
}

static void
run(void (*body)(void *))
{
	thread_start(THREAD_SYSTEM, body, NULL);
	sched_run(NULL, NULL);
}

static void
call_many(void *unused)
{
	many call = (many)gate_bind(&rows[0]);

	(void)unused;
	CHECK_EQ(call(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 0x123456789abcdef0);
}

TEST(all_arguments_arrive_in_their_order)
{
	(void)state;
	fresh();
	run(call_many);
	for (uint64_t i = 0; i < 11; i++)
		CHECK_EQ(seen[i], i + 1);
}

static void
call_high(void *unused)
{
	NTSTATUS(NTAPI * call)(void) = (NTSTATUS(NTAPI *)(void))gate_bind(&rows[1]);

	(void)unused;
	irql_set(DISPATCH_LEVEL);
	CHECK_EQ(call(), STATUS_SUCCESS);
	irql_set(PASSIVE_LEVEL);
}

TEST(a_call_above_its_irql_is_a_finding)
{
	(void)state;
	fresh();
	run(call_high);
	CHECK_EQ(finding_count(), 1);
	CHECK_EQ(finding_get(0)->rule, RULE_X10);
}

static void
call_refused(void *unused)
{
	NTSTATUS(NTAPI * call)(void) = (NTSTATUS(NTAPI *)(void))gate_bind(&rows[1]);

	(void)unused;
	CHECK_EQ(call(), STATUS_SUCCESS);
	CHECK_EQ(call(), STATUS_INSUFFICIENT_RESOURCES);
	CHECK_EQ(call(), STATUS_SUCCESS);
}

TEST(the_chosen_call_is_refused_and_no_other)
{
	(void)state;
	fresh();
	choice_start(0, 1);
	run(call_refused);
	CHECK_EQ(choice_refusable(), 3);
}

static uint64_t NTAPI
leaves_irql(uint64_t a)
{
	irql_set(DISPATCH_LEVEL);
	return a;
}

static void
enter_unbalanced(void *unused)
{
	(void)unused;
	CHECK_EQ(DRIVER_CALL(ENTRY_OTHER, leaves_irql, 7), 7);
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
}

TEST(a_callback_that_returns_at_another_irql_is_a_finding)
{
	(void)state;
	fresh();
	run(enter_unbalanced);
	CHECK_EQ(finding_count(), 1);
	CHECK_EQ(finding_get(0)->rule, RULE_R91);
}

static void
call_missing_name(void *unused)
{
	((many)gate_bind_missing("NtNoSuchThing"))(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	(void)unused;
}

TEST(a_missing_import_names_itself_and_ends_the_life)
{
	(void)state;
	fresh();
	run(call_missing_name);
	CHECK(sched_abandoned());
	CHECK_EQ(life_end(), LIFE_NOT_MODELLED);
	CHECK_STR(life_reason(), "NtNoSuchThing");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_arguments_arrive_in_their_order),
		cmocka_unit_test(a_call_above_its_irql_is_a_finding),
		cmocka_unit_test(the_chosen_call_is_refused_and_no_other),
		cmocka_unit_test(a_callback_that_returns_at_another_irql_is_a_finding),
		cmocka_unit_test(a_missing_import_names_itself_and_ends_the_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
