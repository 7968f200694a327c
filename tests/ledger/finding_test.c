/* Findings: noted once, counted up to a limit, and how a life ends. */
#include "ledger/finding.h"

#include "ledger/journal.h"

#include <setjmp.h>
#include <string.h>

#include "tests/test.h"

static uintptr_t asker;
static jmp_buf out;

static uintptr_t
ask(void)
{
	return asker;
}

static void __attribute__((noreturn)) leave(void)
{
	longjmp(out, 1);
}

static size_t
trace(uintptr_t *addresses, size_t limit)
{
	for (size_t i = 0; i < limit && i < 3; i++)
		addresses[i] = 0x100 + i;
	return 3;
}

static int
start(void **state)
{
	(void)state;
	journal_start();
	ledger_asks(ask);
	life_leaves(leave);
	return 0;
}

static int
clear(void **state)
{
	(void)state;
	journal_clear();
	finding_clear();
	finding_traces(NULL);
	asker = 0x1000;
	return 0;
}

TEST(a_rule_broken_twice_at_one_place_is_one_finding)
{
	(void)state;
	finding(RULE_R11, "first");
	journal_next_step();
	finding(RULE_R11, "second");
	CHECK_EQ(finding_count(), 1);
	CHECK_STR(finding_get(0)->text, "first");
	CHECK_EQ(finding_get(0)->at.step, 0);
}

TEST(a_rule_broken_at_two_places_is_two_findings)
{
	(void)state;
	finding(RULE_R11, "here");
	asker = 0x2000;
	finding(RULE_R11, "there");
	CHECK_EQ(finding_count(), 2);
	CHECK_EQ(finding_get(0)->at.where, 0x1000);
	CHECK_EQ(finding_get(1)->at.where, 0x2000);
}

TEST(two_rules_broken_at_one_place_are_two_findings)
{
	(void)state;
	finding(RULE_R11, "one");
	finding(RULE_R24, "other");
	CHECK_EQ(finding_count(), 2);
}

TEST(a_finding_about_another_place_is_told_from_one_about_the_caller)
{
	(void)state;
	finding(RULE_R24, "caller");
	finding_at(RULE_R24, (struct moment){ 7, 0x3000 }, "%d blocks", 3);
	finding_at(RULE_R24, (struct moment){ 9, 0x3000 }, "again");
	CHECK_EQ(finding_count(), 2);
	CHECK_EQ(finding_get(1)->at.step, 7);
	CHECK_EQ(finding_get(1)->at.where, 0x3000);
	CHECK_STR(finding_get(1)->text, "3 blocks");
}

TEST(a_finding_shows_the_bug_check_of_its_rule)
{
	(void)state;
	finding(RULE_X10, "too high");
	CHECK_STR(finding_get(0)->bugcheck, rule_row(RULE_X10)->bugcheck);
	CHECK(finding_get(0)->bugcheck[0] != '\0');
}

TEST(a_long_text_is_cut_and_terminated)
{
	char text[2 * FINDING_TEXT];

	(void)state;
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	finding(RULE_R11, "%s", text);
	CHECK_EQ(strlen(finding_get(0)->text), FINDING_TEXT - 1);
}

TEST(no_more_findings_are_kept_than_the_limit)
{
	(void)state;
	for (unsigned i = 0; i < 2 * FINDING_LIMIT; i++) {
		asker = 0x1000 + i;
		finding(RULE_R11, "%u", i);
	}
	CHECK_EQ(finding_count(), FINDING_LIMIT);
	CHECK_STR(finding_get(FINDING_LIMIT - 1)->text, "63");
}

TEST(a_finding_keeps_the_way_that_led_to_it)
{
	(void)state;
	finding_traces(trace);
	finding(RULE_R11, "traced");
	CHECK_EQ(finding_get(0)->trace[0], 0x100);
	CHECK_EQ(finding_get(0)->trace[2], 0x102);
	CHECK_EQ(finding_get(0)->trace[3], 0);
}

TEST(a_finding_is_in_the_journal)
{
	size_t kept;

	(void)state;
	finding(RULE_R11, "told");
	CHECK_EQ(journal_events(&kept)[0].kind, EVENT_FINDING);
	CHECK_EQ(kept, 1);
}

TEST(a_finding_lets_the_life_go_on_and_a_wrong_driver_ends_it)
{
	(void)state;
	finding(RULE_R11, "noted");
	CHECK_EQ(life_end(), LIFE_GOES_ON);
	if (setjmp(out) == 0)
		driver_is_wrong(RULE_R24, "stopped");
	CHECK_EQ(life_end(), LIFE_STOPPED);
	CHECK_EQ(finding_count(), 2);
}

TEST(what_is_not_modelled_ends_the_life_with_its_name_and_no_finding)
{
	(void)state;
	if (setjmp(out) == 0)
		not_modelled("%s", "FwpsStreamInjectAsync0");
	CHECK_EQ(life_end(), LIFE_NOT_MODELLED);
	CHECK_STR(life_reason(), "FwpsStreamInjectAsync0");
	CHECK_EQ(finding_count(), 0);
}

TEST(the_first_end_of_a_life_is_the_one_that_counts)
{
	(void)state;
	if (setjmp(out) == 0)
		life_over_budget("first");
	if (setjmp(out) == 0)
		not_modelled("second");
	if (setjmp(out) == 0)
		driver_crashes(RULE_X1, 0x1000, "0x50", "third");
	CHECK_EQ(life_end(), LIFE_BUDGET);
	CHECK_STR(life_reason(), "first");
}

TEST(a_new_life_has_no_findings_and_goes_on)
{
	(void)state;
	finding(RULE_R11, "old");
	if (setjmp(out) == 0)
		life_over_budget("old");
	finding_clear();
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(life_end(), LIFE_GOES_ON);
	CHECK_STR(life_reason(), "");
	finding(RULE_R11, "new");
	CHECK_EQ(finding_count(), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_rule_broken_twice_at_one_place_is_one_finding, clear),
		cmocka_unit_test_setup(a_rule_broken_at_two_places_is_two_findings, clear),
		cmocka_unit_test_setup(two_rules_broken_at_one_place_are_two_findings, clear),
		cmocka_unit_test_setup(
		    a_finding_about_another_place_is_told_from_one_about_the_caller, clear),
		cmocka_unit_test_setup(a_finding_shows_the_bug_check_of_its_rule, clear),
		cmocka_unit_test_setup(a_long_text_is_cut_and_terminated, clear),
		cmocka_unit_test_setup(no_more_findings_are_kept_than_the_limit, clear),
		cmocka_unit_test_setup(a_finding_keeps_the_way_that_led_to_it, clear),
		cmocka_unit_test_setup(a_finding_is_in_the_journal, clear),
		cmocka_unit_test_setup(
		    a_finding_lets_the_life_go_on_and_a_wrong_driver_ends_it, clear),
		cmocka_unit_test_setup(
		    what_is_not_modelled_ends_the_life_with_its_name_and_no_finding, clear),
		cmocka_unit_test_setup(the_first_end_of_a_life_is_the_one_that_counts, clear),
		cmocka_unit_test_setup(a_new_life_has_no_findings_and_goes_on, clear),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
