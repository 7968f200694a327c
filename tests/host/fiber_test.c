/* Fibers: switching, nesting, reuse, guard pages. */
#include "host/fiber.h"

#include "host/mxcsr.h"

#include "host/fault.h"

#include <stdio.h>
#include <string.h>

#include "tests/test.h"

static char story[64];

static void
tell(char letter)
{
	size_t length = strlen(story);

	story[length] = letter;
	story[length + 1] = '\0';
}

static int
start(void **state)
{
	(void)state;
	return arena_start() ? 0 : -1;
}

static int
forget(void **state)
{
	(void)state;
	story[0] = '\0';
	return 0;
}

static void
back_to_main(void *letter)
{
	for (;;) {
		tell(*(char *)letter);
		fiber_switch(fiber_main());
	}
}

TEST(the_host_runs_as_the_main_fiber)
{
	(void)state;
	CHECK(fiber_now() == fiber_main());
	CHECK_EQ(fiber_number(fiber_main()), FIBER_LIMIT);
}

TEST(a_fiber_goes_on_where_it_parked)
{
	char a = 'a', b = 'b';
	struct fiber *first = fiber_take(back_to_main, &a), *second = fiber_take(back_to_main, &b);

	(void)state;
	fiber_switch(first);
	fiber_switch(second);
	tell('-');
	fiber_switch(second);
	fiber_switch(first);
	CHECK_STR(story, "ab-ba");
	CHECK(fiber_now() == fiber_main());
	fiber_give(first);
	fiber_give(second);
}

static struct fiber *nest[8];

/* Each runs the next; the innermost goes home, and the others are run backwards. */
static void
nested(void *number)
{
	size_t mine = (size_t)number;
	volatile uint64_t here = mine;

	tell((char)('0' + mine));
	if (mine + 1 < 8)
		fiber_switch(nest[mine + 1]);
	else
		fiber_switch(fiber_main());
	CHECK_EQ(here, mine);
	CHECK(fiber_now() == nest[mine]);
	tell((char)('0' + mine));
	fiber_switch(mine > 0 ? nest[mine - 1] : fiber_main());
	CHECK(false);
}

TEST(fibers_nest_and_each_keeps_its_own_stack)
{
	(void)state;
	for (size_t i = 0; i < 8; i++)
		nest[i] = fiber_take(nested, (void *)i);
	fiber_switch(nest[0]);
	fiber_switch(nest[7]);
	CHECK_STR(story, "0123456776543210");
	for (size_t i = 0; i < 8; i++)
		fiber_give(nest[i]);
}

static void
switches_float(void *unused)
{
	(void)unused;
	__builtin_ia32_ldmxcsr(0x1f80 | 0x6000); /* round towards zero */
	fiber_switch(fiber_main());
	tell(__builtin_ia32_stmxcsr() == (0x1f80 | 0x6000) ? 'y' : 'n');
	__builtin_ia32_ldmxcsr(0x1f80);
	fiber_switch(fiber_main());
}

TEST(what_a_fiber_does_to_mxcsr_stays_with_it)
{
	struct fiber *fiber = fiber_take(switches_float, NULL);
	unsigned before = __builtin_ia32_stmxcsr();

	(void)state;
	mxcsr_watch();
	fiber_switch(fiber);
	CHECK_EQ(__builtin_ia32_stmxcsr(), before);
	fiber_switch(fiber);
	CHECK_STR(story, "y");
	CHECK_EQ(__builtin_ia32_stmxcsr(), before);
	fiber_give(fiber);
}

TEST(a_fiber_given_back_is_taken_again_newest_first)
{
	char a = 'a';
	struct fiber *first = fiber_take(back_to_main, &a), *second = fiber_take(back_to_main, &a);

	(void)state;
	fiber_switch(first);
	fiber_give(first);
	fiber_give(second);
	CHECK(fiber_take(back_to_main, &a) == second);
	CHECK(fiber_take(back_to_main, &a) == first);
	fiber_switch(first); /* from its start again */
	CHECK_STR(story, "aa");
	fiber_give(first);
	fiber_give(second);
}

TEST(a_stack_taken_again_shows_the_pattern_and_not_the_past)
{
	char a = 'a';
	struct fiber *fiber = fiber_take(back_to_main, &a);
	struct extent live = fiber_extent(fiber);
	unsigned char *top = (unsigned char *)live.base + live.bytes;

	(void)state;
	memset(top - 2048, 0x11, 1900);
	fiber_give(fiber);
	CHECK(fiber_take(back_to_main, &a) == fiber);
	CHECK_EQ(top[-1024], 0xa5);
	fiber_give(fiber);
}

TEST(an_address_tells_its_fiber_and_whether_it_is_the_guard_page)
{
	char a = 'a';
	struct fiber *fiber = fiber_take(back_to_main, &a);
	struct extent live = fiber_extent(fiber);
	uint64_t top = (uint64_t)live.base + live.bytes, low = top - FIBER_STACK;

	(void)state;
	CHECK(fiber_of(top - 1) == fiber && fiber_of(low) == fiber);
	CHECK(fiber_of(low - 1) == fiber);
	CHECK(fiber_guards(fiber, low - 1) && fiber_guards(fiber, low - ARENA_PAGE));
	CHECK(!fiber_guards(fiber, low) && !fiber_guards(fiber, low - ARENA_PAGE - 1));
	CHECK(fiber_of(ARENA_STACK - 1) == NULL);
	CHECK(fiber_of(ARENA_STACK + ARENA_STACK_SIZE - 1) == NULL);
	fiber_give(fiber);
}

struct listed {
	unsigned count;
	struct fiber *fibers[8];
};

static void
list_one(void *context, struct fiber *fiber)
{
	struct listed *listed = context;

	if (listed->count < 8)
		listed->fibers[listed->count++] = fiber;
}

static void
lists(void *listed)
{
	fiber_each(list_one, listed);
	fiber_switch(fiber_main());
}

TEST(only_parked_fibers_are_listed_and_in_order)
{
	struct listed listed = { 0 };
	char a = 'a';
	struct fiber *first = fiber_take(back_to_main, &a), *running = fiber_take(lists, &listed),
		     *third = fiber_take(back_to_main, &a);

	(void)state;
	fiber_switch(running);
	CHECK_EQ(listed.count, 2);
	CHECK(listed.fibers[0] == (first < third ? first : third));
	CHECK(listed.fibers[1] == (first < third ? third : first));
	fiber_give(third);
	fiber_give(running);
	fiber_give(first);
}

static uint64_t fault_at;
static bool fault_write;

static enum fault_answer
decide(struct fault *fault)
{
	fault_at = fault->address;
	fault_write = fault->write;
	return FAULT_ABANDON;
}

static void __attribute__((noreturn)) abandoned(void)
{
	fiber_switch(fiber_main());
	__builtin_unreachable();
}

static void
falls_off(void *low)
{
	*((volatile char *)low - 1) = 1;
	tell('!');
	fiber_switch(fiber_main());
}

TEST(a_fiber_that_uses_up_its_stack_faults_in_its_guard_page)
{
	char a = 'a';
	struct fiber *probe = fiber_take(back_to_main, &a), *fiber;
	struct extent live = fiber_extent(probe);
	uint64_t low = (uint64_t)live.base + live.bytes - FIBER_STACK;

	(void)state;
	fiber_give(probe);
	fault_start((struct fault_hooks){ .decide = decide, .abandoned = abandoned });
	fiber = fiber_take(falls_off, (void *)low);
	CHECK(fiber == probe);
	fiber_switch(fiber);
	CHECK_STR(story, "");
	CHECK_EQ(fault_at, low - 1);
	CHECK(fault_write);
	CHECK(fiber_of(fault_at) == fiber && fiber_guards(fiber, fault_at));
	fiber_give(fiber);
}

TEST(an_abandoned_stack_serves_again)
{
	char a = 'a';
	struct fiber *fiber = fiber_take(back_to_main, &a);

	(void)state;
	fiber_switch(fiber);
	fiber_switch(fiber);
	CHECK_STR(story, "aa");
	fiber_give(fiber);
}

TEST(there_are_no_more_fibers_than_the_limit)
{
	static struct fiber *taken[FIBER_LIMIT];
	char a = 'a';

	(void)state;
	for (unsigned i = 0; i < FIBER_LIMIT; i++) {
		taken[i] = fiber_take(back_to_main, &a);
		CHECK(taken[i] != NULL);
	}
	CHECK(fiber_take(back_to_main, &a) == NULL);
	for (unsigned i = 0; i < FIBER_LIMIT; i++)
		fiber_give(taken[i]);
	CHECK(fiber_take(back_to_main, &a) == taken[FIBER_LIMIT - 1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_host_runs_as_the_main_fiber, forget),
		cmocka_unit_test_setup(a_fiber_goes_on_where_it_parked, forget),
		cmocka_unit_test_setup(fibers_nest_and_each_keeps_its_own_stack, forget),
		cmocka_unit_test_setup(what_a_fiber_does_to_mxcsr_stays_with_it, forget),
		cmocka_unit_test_setup(a_fiber_given_back_is_taken_again_newest_first, forget),
		cmocka_unit_test_setup(
		    a_stack_taken_again_shows_the_pattern_and_not_the_past, forget),
		cmocka_unit_test_setup(
		    an_address_tells_its_fiber_and_whether_it_is_the_guard_page, forget),
		cmocka_unit_test_setup(only_parked_fibers_are_listed_and_in_order, forget),
		cmocka_unit_test_setup(
		    a_fiber_that_uses_up_its_stack_faults_in_its_guard_page, forget),
		cmocka_unit_test_setup(an_abandoned_stack_serves_again, forget),
		cmocka_unit_test_setup(there_are_no_more_fibers_than_the_limit, forget),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
