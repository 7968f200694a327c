/*
 * What the comments at a scenario's top say.
 */
#include "traffic/script_head.h"

#include <string.h>

#include "tests/test.h"

static struct script_head
head_of(const char *text)
{
	return script_head(text, strlen(text));
}

TEST(a_scenario_names_its_release_among_the_comments_at_its_top)
{
	struct script_head head = head_of("-- Two layers.\n-- target: win11-24h2 \r\nx = 1\n");

	(void)state;
	CHECK_STR(head.target, "win11-24h2");
	CHECK_EQ(head.line, 2);
	CHECK_STR(head_of("-- target:win10-22h2").target, "win10-22h2");
}

TEST(what_stands_below_the_first_statement_is_a_comment_like_any_other)
{
	(void)state;
	CHECK_STR(head_of("x = 1\n-- target: win11-24h2\n").target, "");
	CHECK_STR(head_of("\n-- target: win11-24h2\n").target, "");
	CHECK_STR(head_of("--\n-- a target: win11-24h2\n").target, "");
	CHECK_STR(head_of("").target, "");
	CHECK_STR(head_of("-").target, "");
	CHECK_STR(head_of("--").target, "");
}

TEST(a_name_that_is_too_long_is_cut)
{
	(void)state;
	CHECK_EQ(strlen(head_of("-- target: win11-24h2-and-all-that-will-ever-come").target), 23);
	CHECK_EQ(head_of("-- target:").line, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scenario_names_its_release_among_the_comments_at_its_top),
		cmocka_unit_test(what_stands_below_the_first_statement_is_a_comment_like_any_other),
		cmocka_unit_test(a_name_that_is_too_long_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
