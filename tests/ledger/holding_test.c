/* What the driver holds: entered, struck out, counted, listed. */
#include "ledger/holding.h"

#include "host/arena.h"
#include "ledger/journal.h"

#include "tests/test.h"

#define MANY 100000

static uintptr_t asker;

static uintptr_t
ask(void)
{
	return asker;
}

static int
start(void **state)
{
	(void)state;
	if (!arena_start())
		return -1;
	journal_start();
	ledger_asks(ask);
	return 0;
}

static void
strike_one(void *context, const struct holding *holding)
{
	(void)context;
	ledger_strike(holding->kind, holding->what);
}

static int
empty(void **state)
{
	(void)state;
	ledger_each(strike_one, NULL);
	asker = 0;
	return 0;
}

struct list {
	size_t count;
	struct holding seen[8];
};

static void
list_one(void *context, const struct holding *holding)
{
	struct list *list = context;

	if (list->count < 8)
		list->seen[list->count] = *holding;
	list->count++;
}

TEST(what_was_never_entered_is_not_held)
{
	(void)state;
	CHECK(!ledger_holds(HOLDING_POOL, 0x1000));
	CHECK(!ledger_strike(HOLDING_POOL, 0x1000));
	CHECK_EQ(ledger_total(), 0);
}

TEST(an_entry_is_held_until_it_is_struck_out_once)
{
	(void)state;
	ledger_enter(HOLDING_POOL, 0x1000, 64);
	CHECK(ledger_holds(HOLDING_POOL, 0x1000));
	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
	CHECK(ledger_strike(HOLDING_POOL, 0x1000));
	CHECK(!ledger_holds(HOLDING_POOL, 0x1000));
	CHECK_EQ(ledger_count(HOLDING_POOL), 0);
	CHECK(!ledger_strike(HOLDING_POOL, 0x1000));
	CHECK_EQ(ledger_total(), 0);
}

TEST(the_same_address_under_two_kinds_is_two_things)
{
	(void)state;
	ledger_enter(HOLDING_POOL, 0x1000, 64);
	ledger_enter(HOLDING_MDL, 0x1000, 48);
	CHECK(ledger_strike(HOLDING_MDL, 0x1000));
	CHECK(ledger_holds(HOLDING_POOL, 0x1000));
	CHECK(!ledger_holds(HOLDING_MDL, 0x1000));
	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
	CHECK_EQ(ledger_count(HOLDING_MDL), 0);
}

TEST(of_two_equal_entries_the_newest_is_struck_out_first)
{
	struct list list = { 0 };

	(void)state;
	asker = 0xaaaa;
	ledger_enter(HOLDING_REFERENCE, 0x1000, 1);
	asker = 0xbbbb;
	ledger_enter(HOLDING_REFERENCE, 0x1000, 2);
	CHECK(ledger_strike(HOLDING_REFERENCE, 0x1000));
	CHECK(ledger_holds(HOLDING_REFERENCE, 0x1000));
	ledger_each(list_one, &list);
	CHECK_EQ(list.count, 1);
	CHECK_EQ(list.seen[0].since.where, 0xaaaa);
	CHECK_EQ(list.seen[0].bytes, 1);
}

TEST(the_newest_is_still_struck_first_after_the_table_grew)
{
	struct list list = { 0 };

	(void)state;
	ledger_enter(HOLDING_REFERENCE, 0x1000, 1);
	ledger_enter(HOLDING_REFERENCE, 0x1000, 2);
	for (uintptr_t i = 0; i < 5000; i++)
		ledger_enter(HOLDING_POOL, 0x100000 + i * 16, 16);
	CHECK(ledger_strike(HOLDING_REFERENCE, 0x1000));
	for (uintptr_t i = 0; i < 5000; i++)
		CHECK(ledger_strike(HOLDING_POOL, 0x100000 + i * 16));
	ledger_each(list_one, &list);
	CHECK_EQ(list.count, 1);
	CHECK_EQ(list.seen[0].bytes, 1);
}

TEST(an_entry_tells_its_size_its_tag_its_step_and_who_asked)
{
	struct list list = { 0 };

	(void)state;
	journal_clear();
	journal_next_step();
	journal_next_step();
	asker = 0x202000001234;
	ledger_enter_tagged(HOLDING_POOL, 0x1000, 64, 0x31676154);
	ledger_each(list_one, &list);
	CHECK_EQ(list.count, 1);
	CHECK_EQ(list.seen[0].kind, HOLDING_POOL);
	CHECK_EQ(list.seen[0].what, 0x1000);
	CHECK_EQ(list.seen[0].bytes, 64);
	CHECK_EQ(list.seen[0].tag, 0x31676154);
	CHECK_EQ(list.seen[0].since.step, 2);
	CHECK_EQ(list.seen[0].since.where, 0x202000001234);
}

TEST(entries_are_listed_in_the_order_of_entering)
{
	static const uintptr_t what[] = { 0x9000, 0x1000, 0x5000, 0x2000 };
	struct list list = { 0 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		ledger_enter(i % 2 ? HOLDING_POOL : HOLDING_MDL, what[i], i);
	ledger_strike(HOLDING_POOL, 0x1000);
	ledger_enter(HOLDING_POOL, 0x1000, 9);
	ledger_each(list_one, &list);
	CHECK_EQ(list.count, 4);
	CHECK_EQ(list.seen[0].what, 0x9000);
	CHECK_EQ(list.seen[1].what, 0x5000);
	CHECK_EQ(list.seen[2].what, 0x2000);
	CHECK_EQ(list.seen[3].what, 0x1000);
}

TEST(what_is_listed_may_be_struck_out_meanwhile)
{
	(void)state;
	for (uintptr_t i = 0; i < 10; i++)
		ledger_enter(HOLDING_POOL, 0x1000 + i * 64, 64);
	ledger_each(strike_one, NULL);
	CHECK_EQ(ledger_total(), 0);
}

struct order {
	uintptr_t next;
	size_t wrong;
};

static void
check_order(void *context, const struct holding *holding)
{
	struct order *order = context;

	order->wrong += holding->what != order->next;
	order->next += 16;
}

TEST(a_hundred_thousand_entries_are_all_found_and_keep_their_order)
{
	struct order order = { 0x10000, 0 };
	size_t missing = 0;

	(void)state;
	for (uintptr_t i = 0; i < MANY; i++)
		ledger_enter(HOLDING_POOL, 0x10000 + i * 16, i);
	CHECK_EQ(ledger_total(), MANY);
	CHECK_EQ(ledger_count(HOLDING_POOL), MANY);
	ledger_each(check_order, &order);
	CHECK_EQ(order.wrong, 0);
	CHECK_EQ(order.next, 0x10000 + MANY * 16);
	for (uintptr_t i = 0; i < MANY; i++)
		missing += !ledger_holds(HOLDING_POOL, 0x10000 + i * 16);
	CHECK_EQ(missing, 0);
	for (uintptr_t i = MANY; i-- > 0;)
		missing += !ledger_strike(HOLDING_POOL, 0x10000 + i * 16);
	CHECK_EQ(missing, 0);
	CHECK_EQ(ledger_total(), 0);
}

TEST(every_kind_has_a_name_and_a_rule_of_its_own_row)
{
	(void)state;
	for (unsigned kind = 0; kind < HOLDING_KINDS; kind++) {
		CHECK(holding_name((enum holding_kind)kind)[0] != '\0');
		CHECK(holding_rule((enum holding_kind)kind) < RULES);
	}
	CHECK_STR(holding_name(HOLDING_CALLOUT), "callout");
	CHECK_EQ(holding_rule(HOLDING_CALLOUT), RULE_R11);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_was_never_entered_is_not_held, empty),
		cmocka_unit_test_setup(an_entry_is_held_until_it_is_struck_out_once, empty),
		cmocka_unit_test_setup(the_same_address_under_two_kinds_is_two_things, empty),
		cmocka_unit_test_setup(of_two_equal_entries_the_newest_is_struck_out_first, empty),
		cmocka_unit_test_setup(
		    the_newest_is_still_struck_first_after_the_table_grew, empty),
		cmocka_unit_test_setup(
		    an_entry_tells_its_size_its_tag_its_step_and_who_asked, empty),
		cmocka_unit_test_setup(entries_are_listed_in_the_order_of_entering, empty),
		cmocka_unit_test_setup(what_is_listed_may_be_struck_out_meanwhile, empty),
		cmocka_unit_test_setup(
		    a_hundred_thousand_entries_are_all_found_and_keep_their_order, empty),
		cmocka_unit_test_setup(every_kind_has_a_name_and_a_rule_of_its_own_row, empty),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
