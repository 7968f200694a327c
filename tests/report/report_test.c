/*
 * What a report concludes, and how it reads.
 */
#include "report/report.h"

#include "ledger/status.h"
#include "report/text.h"
#include "sched/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "made_up.h"
#include "tests/test.h"

static struct report
empty_report(void)
{
	const struct report_options options = { .driver = "foo.sys" };
	struct report report;

	report_start(&report, &options);
	report.lives = 1;
	return report;
}

static struct report_reason
reason(const char *text)
{
	return (struct report_reason){ strdup(text), { 0, REFUSE_NONE, true } };
}

TEST(the_strongest_word_is_the_verdict)
{
	struct report report = empty_report();

	(void)state;
	CHECK_EQ(report_verdict(&report), VERDICT_PASS);
	report_add_reason(&report, reason("KeFoo"));
	CHECK_EQ(report_verdict(&report), VERDICT_INCONCLUSIVE);
	CHECK_STR(report_reason(&report), "KeFoo");
	report.unloadable = strdup("not a driver");
	CHECK_EQ(report_verdict(&report), VERDICT_UNLOADABLE);
	CHECK_STR(report_reason(&report), "not a driver");
	report_free(&report);
	make_up_report(&report);
	CHECK_EQ(report_verdict(&report), VERDICT_FINDINGS);
	report_free(&report);
}

TEST(without_a_life_there_is_no_pass)
{
	struct report report = empty_report();

	(void)state;
	report.lives = 0;
	CHECK_EQ(report_verdict(&report), VERDICT_INCONCLUSIVE);
	report.lives = 1;
	report_add_death(&report, reason("died"));
	CHECK_EQ(report_verdict(&report), VERDICT_INCONCLUSIVE);
	CHECK_STR(report_reason(&report), "died");
	report_free(&report);
}

TEST(an_expectation_that_was_not_met_is_no_pass)
{
	struct report report = empty_report();

	(void)state;
	report.has_expectations = true;
	report.unmet = strdup("no R11");
	CHECK_EQ(report_verdict(&report), VERDICT_INCONCLUSIVE);
	CHECK_STR(report_reason(&report), "no R11");
	report_free(&report);
}

TEST(a_finding_is_told_once_for_a_rule_and_a_place)
{
	struct report report = empty_report();

	(void)state;
	for (int i = 0; i < 3; i++)
		report_add_finding(&report,
		    (struct report_finding){ .rule = RULE_R24,
			.text = strdup(""),
			.bugcheck = strdup(""),
			.lives = 1,
			.where = strdup(i < 2 ? "foo!a" : "foo!b"),
			.first = { (uint64_t)i, 0, true } });
	CHECK_EQ(report.finding_count, 2);
	CHECK_EQ(report.findings[0].lives, 2);
	CHECK_EQ(report.findings[0].first.seed, 0);
	report_free(&report);
}

TEST(beyond_the_limit_findings_are_only_counted)
{
	struct report report = empty_report();
	char where[16];

	(void)state;
	for (int i = 0; i < REPORT_LIMIT + 5; i++) {
		snprintf(where, sizeof where, "foo+%x", i);
		report_add_finding(&report,
		    (struct report_finding){ .rule = RULE_R24,
			.text = strdup(""),
			.bugcheck = strdup(""),
			.where = strdup(where) });
	}
	CHECK_EQ(report.finding_count, REPORT_LIMIT);
	CHECK_EQ(report.dropped, 5);
	report_free(&report);
}

static void
check_status(uint32_t status, const char *expected)
{
	char text[96];

	status_text((NTSTATUS)status, text, sizeof text);
	CHECK_STR(text, expected);
}

TEST(a_status_has_its_number_and_its_name)
{
	(void)state;
	check_status(0, "0x00000000 STATUS_SUCCESS");
	check_status(0x80000011, "0x80000011 STATUS_DEVICE_BUSY");
	check_status(0xdeadbeef, "0xDEADBEEF");
}

TEST(no_line_harms_a_terminal)
{
	char *line = report_line("a\033[2Jb\nc\xc2\x9b"
				 "d\x7f");

	(void)state;
	CHECK_STR(line,
	    "a\xef\xbf\xbd[2Jb\xef\xbf\xbd"
	    "c\xef\xbf\xbd"
	    "d\xef\xbf\xbd");
	free(line);
	line = report_line("");
	CHECK_STR(line, "");
	free(line);
}

static void
check_replay(const char *driver, struct report_life life, const char *expected)
{
	const struct report_options options = { .driver = driver };
	struct report report;
	struct text text = { 0 };

	report_start(&report, &options);
	report_replay(&report, &life, &text);
	CHECK_STR(text_string(&text), expected);
	text_free(&text);
}

TEST(a_replay_line_can_be_pasted)
{
	(void)state;
	check_replay("foo.sys", (struct report_life){ 17, REFUSE_NONE, false },
	    "drydock replay foo.sys --seed 17");
	check_replay("foo.sys", (struct report_life){ 17, REFUSE_NONE, true },
	    "drydock replay foo.sys --seed 17 --from-entry");
	check_replay("foo.sys", (struct report_life){ 0, REFUSE_NONE, true },
	    "drydock replay foo.sys --seed 0");
	check_replay("it's.sys", (struct report_life){ UINT64_MAX, 0, true },
	    "drydock replay 'it'\\''s.sys' --seed 18446744073709551615 --refuse 0");
}

TEST(the_text_says_the_verdict_first)
{
	static const char beginning[] =
	    "drivers/foo.sys: 1 finding\n"
	    "\n"
	    "R11 fatal  left at unload: 2 callouts (0 bytes), taken here\n"
	    "    at       foo!DriverEntry+0x5a, step 218\n"
	    "    from     foo!Register+0x10\n"
	    "    Windows  0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS\n";
	static const char end[] =
	    "    seen     seed 17 with refusable call 4 refused; in 12 lives of 1100\n"
	    "    replay   drydock replay drivers/foo.sys --scenario 'my scenario.lua' --seed 17 "
	    "--refuse 4\n"
	    "\n"
	    "Left behind\n"
	    "         2  callout                                 taken at foo!DriverEntry+0x5a\n"
	    "         1  pool                     64 bytes  abcd taken at foo!\"quoted\"\n"
	    "\n"
	    "Lives that ended without a verdict\n"
	    "    KeFoo (seed 18, from DriverEntry)\n"
	    "\n"
	    "DriverEntry returned 0x00000000 STATUS_SUCCESS; unload took 12.3456 ms of virtual "
	    "time\n"
	    "1000 schedules, 40 refused calls, 1100 lives as win10-22h2\n"
	    "packets: 3 permitted, 1 blocked, 0 absorbed, 2 injected\n";
	struct report report;
	struct text out = { 0 };

	(void)state;
	make_up_report(&report);
	text_report(&report, false, &out);
	CHECK(strncmp(out.bytes, beginning, strlen(beginning)) == 0);
	CHECK_STR(strstr(out.bytes, "    seen "), end);
	text_clear(&out);
	text_report(&report, true, &out);
	CHECK(strstr(out.bytes, "\033[1;31m1 finding\033[0m\n") != NULL);
	text_free(&out);
	report_free(&report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_strongest_word_is_the_verdict),
		cmocka_unit_test(without_a_life_there_is_no_pass),
		cmocka_unit_test(an_expectation_that_was_not_met_is_no_pass),
		cmocka_unit_test(a_finding_is_told_once_for_a_rule_and_a_place),
		cmocka_unit_test(beyond_the_limit_findings_are_only_counted),
		cmocka_unit_test(a_status_has_its_number_and_its_name),
		cmocka_unit_test(no_line_harms_a_terminal),
		cmocka_unit_test(a_replay_line_can_be_pasted),
		cmocka_unit_test(the_text_says_the_verdict_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
