/*
 * The command line: what is understood, and what is said of what is not.
 */
#include "cli/options.c"

#include <stdio.h>

#include "tests/test.h"

static struct options options;
static struct text complaint;

static bool
parse(const char *line)
{
	static char words[512];
	char *argv[32] = { "drydock" };
	int argc = 1;

	snprintf(words, sizeof words, "%s", line);
	for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " "))
		argv[argc++] = word;
	text_clear(&complaint);
	return options_parse(argc, argv, &options, &complaint);
}

TEST(check_takes_a_driver_and_perhaps_a_scenario)
{
	(void)state;
	CHECK(parse("check foo.sys"));
	CHECK_EQ(options.command, COMMAND_CHECK);
	CHECK_STR(options.driver, "foo.sys");
	CHECK(options.scenario == NULL);
	CHECK_EQ(options.schedules, 1000);
	CHECK_EQ(options.refused_call, REFUSE_NONE);
	CHECK(parse("check foo.sys x.lua --schedules 20 --faults --seed=7 -o json --guard"));
	CHECK_STR(options.scenario, "x.lua");
	CHECK_EQ(options.schedules, 20);
	CHECK_EQ(options.seed, 7);
	CHECK(options.faults && options.json && options.guard);
}

TEST(options_may_stand_before_words_and_behind_them)
{
	(void)state;
	CHECK(parse("check --seed 0x10 foo.sys --left-callout pins x.lua --target win11-24h2"));
	CHECK_EQ(options.seed, 16);
	CHECK_EQ(options.target, TARGET_WIN11_24H2);
	CHECK(options.left_callout_pins);
	CHECK_STR(options.scenario, "x.lua");
	CHECK(parse("check -- --odd.sys"));
	CHECK_STR(options.driver, "--odd.sys");
}

TEST(replay_takes_the_line_that_a_report_gives)
{
	(void)state;
	CHECK(parse("replay foo.sys --scenario x.lua --seed 18446744073709551615 --refuse 4"));
	CHECK_EQ(options.seed, UINT64_MAX);
	CHECK_EQ(options.refused_call, 4);
	CHECK_STR(options.scenario, "x.lua");
	CHECK(
	    parse("replay foo.sys --seed 17 --from-entry --target win11-24h2 --left-callout pins"));
	CHECK(options.from_entry);
}

static void
check_complaint(const char *line, const char *expected)
{
	CHECK(!parse(line));
	CHECK_STR(text_string(&complaint), expected);
}

TEST(a_complaint_is_one_clear_line)
{
	(void)state;
	check_complaint("", "what shall it do? 'drydock help' lists the commands");
	check_complaint("chekc", "there is no command 'chekc'; 'drydock help' lists them");
	check_complaint("check", "check wants a driver: drydock check foo.sys");
	check_complaint(
	    "check a b c", "check does not know what to do with 'c'; try 'drydock help check'");
	check_complaint(
	    "check a --refuse 3", "check takes no option '--refuse'; try 'drydock help check'");
	check_complaint("check a --seed", "--seed wants a value");
	check_complaint("check a --seed 1x", "--seed wants a number, not '1x'");
	check_complaint("check a --seed -1", "--seed wants a number, not '-1'");
	check_complaint("check a --seed 18446744073709551616",
	    "--seed wants a number, not '18446744073709551616'");
	check_complaint("check a --schedules 0", "--schedules wants a number above 0, not '0'");
	check_complaint("check a --seed 18446744073709551615",
	    "--seed and --schedules go beyond the last seed, 2^64-1");
	check_complaint(
	    "check a --target win95", "--target wants win10-22h2 or win11-24h2, not 'win95'");
	check_complaint("check a --faults=yes", "--faults takes no value");
	check_complaint("check a -o xml", "-o wants text or json, not 'xml'");
	check_complaint(
	    "run a --journal - -o json", "--journal - and -o json both want stdout; name a file");
	check_complaint(
	    "imports a b", "imports does not know what to do with 'b'; try 'drydock help imports'");
	check_complaint(
	    "version 1", "version does not know what to do with '1'; try 'drydock help version'");
}

TEST(every_command_has_its_help)
{
	(void)state;
	CHECK(parse("check --help"));
	CHECK_EQ(options.command, COMMAND_HELP);
	CHECK_STR(options.topic, "check");
	CHECK(parse("--help"));
	CHECK_EQ(options.command, COMMAND_HELP);
	CHECK(parse("rules R11"));
	CHECK_STR(options.topic, "R11");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_takes_a_driver_and_perhaps_a_scenario),
		cmocka_unit_test(options_may_stand_before_words_and_behind_them),
		cmocka_unit_test(replay_takes_the_line_that_a_report_gives),
		cmocka_unit_test(a_complaint_is_one_clear_line),
		cmocka_unit_test(every_command_has_its_help),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	text_free(&complaint);
	return failed;
}
