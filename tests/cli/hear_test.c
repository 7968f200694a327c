/*
 * What is made of the machine's words, and which are not believed.
 */
#include "cli/hear.c"

#include "tests/test.h"

static struct report report;
static struct hearing hearing;

static bool
heard(const char *line)
{
	char copy[1024];

	snprintf(copy, sizeof copy, "%s", line);
	return hear(&hearing, copy, strlen(copy));
}

static int
begin(void **state)
{
	const struct report_options options = { .driver = "foo.sys" };

	(void)state;
	report_start(&report, &options);
	hearing = (struct hearing){ .report = &report };
	hearing_begin(&hearing);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	hearing_end(&hearing);
	report_free(&report);
	return 0;
}

#define FINDING(number, where) \
	"{\"is\": \"finding\", \"number\": " number ", \"rule\": \"R11\", \"text\": \"t\\n\"," \
	" \"bugcheck\": \"\", \"step\": 3, \"where\": \"" where "\", \"trace\": [\"a\", \"b\"]," \
	" \"seed\": \"18446744073709551615\", \"refused\": \"4\", \"from_entry\": 1}"
#define COUNT(lives, findings) \
	"{\"is\": \"count\", \"lives\": " lives \
	", \"schedules\": 2, \"faults\": 0, \"dropped\": 0," \
	" \"permitted\": 5, \"blocked\": 0, \"absorbed\": 0, \"malformed\": 0, \"closed\": 0," \
	" \"injected\": 0, \"completed\": 0, \"findings\": [" findings "]}"

TEST(a_finding_reaches_the_report)
{
	(void)state;
	CHECK(heard(FINDING("0", "foo!a")));
	CHECK_EQ(report.finding_count, 1);
	CHECK_EQ(report.findings[0].rule, RULE_R11);
	CHECK_EQ(report.findings[0].first.seed, UINT64_MAX);
	CHECK_EQ(report.findings[0].first.refused_call, 4);
	CHECK_EQ(report.findings[0].trace_count, 2);
	CHECK_STR(report.findings[0].text, "t\xef\xbf\xbd");
}

TEST(counts_go_on_where_the_last_process_left_them)
{
	(void)state;
	CHECK(heard(FINDING("0", "foo!a")));
	CHECK(heard(FINDING("1", "foo!b")));
	CHECK(heard(COUNT("10", "3, 1")));
	CHECK(heard(COUNT("20", "4, 9")));
	hearing_begin(&hearing);
	CHECK(heard(FINDING("0", "foo!b")));
	CHECK(heard(COUNT("5", "2")));
	CHECK_EQ(report.lives, 25);
	CHECK_EQ(report.packets.permitted, 10);
	CHECK_EQ(report.finding_count, 2);
	CHECK_EQ(report.findings[0].lives, 4);
	CHECK_EQ(report.findings[1].lives, 11);
}

TEST(the_first_life_of_all_is_the_one_that_is_told)
{
	(void)state;
	CHECK(
	    heard("{\"is\": \"first\", \"entered\": 1, \"load_status\": 3221225495, \"stopped\": 0,"
		  " \"stop_state\": 0, \"stop_status\": 0, \"took_100ns\": 0,"
		  " \"journal_hash\": \"7\"}"));
	hearing_begin(&hearing);
	CHECK(heard("{\"is\": \"first\", \"entered\": 1, \"load_status\": 0, \"stopped\": 1,"
		    " \"stop_state\": 0, \"stop_status\": 0, \"took_100ns\": 9,"
		    " \"journal_hash\": \"8\"}"));
	CHECK_EQ((uint32_t)report.load_status, 0xc0000017);
	CHECK(!report.stopped);
	CHECK_EQ(report.journal_hash, 7);
}

TEST(trouble_carries_an_exit_code)
{
	(void)state;
	CHECK(heard("{\"is\": \"trouble\", \"exit\": 4, \"text\": \"no\"}"));
	CHECK_EQ(hearing.trouble, 4);
	CHECK_STR(hearing.trouble_text, "no");
	CHECK(!heard("{\"is\": \"done\"}"));
}

TEST(nonsense_is_not_believed)
{
	static const char *const lines[] = {
		"",
		"17",
		"[]",
		"{}",
		"{\"is\": 1}",
		"{\"is\": \"what\"}",
		"{\"is\": \"done\"",
		"{\"is\": \"done\"} x",
		"{\"is\": \"done\", \"is\": \"done\"}",
		"{\"is\": \"log\", \"text\": \"\xff\"}",
		"{\"is\": \"log\", \"text\": \"\\u0000\"}",
		"{\"is\": \"trouble\", \"exit\": 0, \"text\": \"\"}",
		"{\"is\": \"trouble\", \"exit\": 128, \"text\": \"\"}",
		"{\"is\": \"unloadable\", \"status\": -1}",
		"{\"is\": \"unloadable\", \"status\": 4294967296}",
		"{\"is\": \"left\", \"kind\": \"ship\", \"count\": 1, \"bytes\": 0, \"tag\": 0,"
		" \"where\": \"\", \"seed\": \"0\", \"from_entry\": 0}",
		"{\"is\": \"reason\", \"text\": \"\", \"seed\": \"-1\", \"from_entry\": 0}",
		"{\"is\": \"reason\", \"text\": \"\", \"seed\": \"18446744073709551616\","
		" \"from_entry\": 0}",
		FINDING("1", "first must be 0"),
		FINDING("256", "too many"),
		FINDING("-1", "negative"),
		COUNT("-1", ""),
		COUNT("1", "1"),
		COUNT("1.5", ""),
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		CHECK(!heard(lines[i]));
	CHECK_EQ(report.finding_count + report.left_count + report.reason_count, 0);
}

TEST(a_count_never_goes_back)
{
	(void)state;
	CHECK(heard(FINDING("0", "foo!a")));
	CHECK(heard(COUNT("10", "5")));
	CHECK(!heard(COUNT("11", "4")));
}

int
main(void)
{
#define ONE(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		ONE(a_finding_reaches_the_report),
		ONE(counts_go_on_where_the_last_process_left_them),
		ONE(the_first_life_of_all_is_the_one_that_is_told),
		ONE(trouble_carries_an_exit_code),
		ONE(nonsense_is_not_believed),
		ONE(a_count_never_goes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
