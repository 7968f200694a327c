/*
 * Children that misbehave in every way we could think of; the supervisor outlives them all.
 */
#include "cli/supervise.c"

#include <stdlib.h>
#include <sys/mman.h>

#include "tests/test.h"

static size_t lines;
static char heard[64];

static bool
hear_test(void *context, char *line, size_t length)
{
	(void)context;
	if (line[0] != '{')
		return false;
	lines++;
	snprintf(heard, sizeof heard, "%s", line);
	return length == strlen(line);
}

static struct outcome
supervised(int (*body)(void *context, int pipe))
{
	static struct outcome outcome;
	const struct charge charge = { .body = body,
		.hear = hear_test,
		.silence_ms = 200,
		.flood_bytes = 4 << 20,
		.memory_bytes = UINT64_C(512) << 20 };

	lines = 0;
	supervise(&charge, &outcome);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0); /* nothing is left of it */
	return outcome;
}

static void
say(int pipe, const char *line)
{
	if (write(pipe, line, strlen(line)) < 0)
		_exit(1);
}

static int
behaves(void *context, int pipe)
{
	(void)context;
	say(pipe, "{1}\n{2}\n{3");
	usleep(20000);
	say(pipe, "}\n");
	return 0;
}

TEST(a_child_is_heard_line_by_line)
{
	struct outcome outcome = supervised(behaves);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_EXIT);
	CHECK_EQ(outcome.number, 0);
	CHECK_EQ(lines, 3);
	CHECK_STR(heard, "{3}");
}

static int
returns_seven(void *context, int pipe)
{
	(void)context, (void)pipe;
	return 7;
}

TEST(its_exit_status_is_known)
{
	struct outcome outcome = supervised(returns_seven);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_EXIT);
	CHECK_EQ(outcome.number, 7);
}

static int
dies(void *context, int pipe)
{
	(void)context;
	say(pipe, "{1}\n");
	fputs("drydock: some \033[31mlast\n words\n", stderr);
	raise(SIGKILL);
	return 0;
}

TEST(a_child_that_dies_is_told_with_its_last_words)
{
	struct outcome outcome = supervised(dies);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_SIGNAL);
	CHECK_EQ(outcome.number, SIGKILL);
	CHECK_EQ(lines, 1);
	CHECK_STR(outcome.last_words, "drydock: some ?[31mlast\n words\n");
}

static int
hangs(void *context, int pipe)
{
	(void)context;
	say(pipe, "{1}\n");
	for (;;)
		__asm__ volatile("");
	return 0;
}

TEST(a_child_that_hangs_is_killed)
{
	struct outcome outcome = supervised(hangs);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_SILENCE);
	CHECK_EQ(lines, 1);
}

static int
sleeps_a_while(void *context, int pipe)
{
	(void)context;
	usleep(400000);
	say(pipe, "{late}\n");
	return 0;
}

TEST(a_child_that_had_no_processor_gets_more_time)
{
	struct outcome outcome = supervised(sleeps_a_while);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_EXIT);
	CHECK_EQ(lines, 1);
}

static int
sleeps_for_ever(void *context, int pipe)
{
	(void)context, (void)pipe;
	for (;;)
		pause();
	return 0;
}

TEST(but_not_for_ever)
{
	struct outcome outcome = supervised(sleeps_for_ever);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_SILENCE);
}

static int
closes_and_stays(void *context, int pipe)
{
	(void)context;
	close(pipe);
	for (;;)
		pause();
	return 0;
}

TEST(a_child_that_closes_its_pipe_and_stays_is_killed)
{
	struct outcome outcome = supervised(closes_and_stays);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_SILENCE);
}

static int
writes_garbage(void *context, int pipe)
{
	static const char garbage[] = "\x00\xff\x17 not a message\n{and more}\n";

	(void)context;
	if (write(pipe, garbage, sizeof garbage - 1) < 0)
		return 1;
	for (;;)
		pause();
	return 0;
}

TEST(a_child_that_writes_garbage_is_killed)
{
	struct outcome outcome = supervised(writes_garbage);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_NONSENSE);
	CHECK_EQ(lines, 0);
}

static int
ends_in_a_line(void *context, int pipe)
{
	(void)context;
	say(pipe, "{1}\n{half");
	return 0;
}

TEST(half_a_line_is_nonsense)
{
	struct outcome outcome = supervised(ends_in_a_line);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_NONSENSE);
	CHECK_EQ(lines, 1);
}

static int
says_one_long_line(void *context, int pipe)
{
	(void)context;
	for (;;)
		say(pipe, "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{");
	return 0;
}

TEST(a_line_without_end_is_nonsense)
{
	struct outcome outcome = supervised(says_one_long_line);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_NONSENSE);
}

static int
floods(void *context, int pipe)
{
	(void)context;
	for (;;)
		say(pipe, "{a well-formed line}\n{a well-formed line}\n{a well-formed line}\n");
	return 0;
}

TEST(a_child_that_does_not_stop_talking_is_killed)
{
	struct outcome outcome = supervised(floods);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_FLOOD);
}

static int
floods_stderr(void *context, int pipe)
{
	(void)context, (void)pipe;
	for (;;)
		fputs(
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", stderr);
	return 0;
}

TEST(one_that_talks_to_stderr_alone_is_silent)
{
	struct outcome outcome = supervised(floods_stderr);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_SILENCE);
	CHECK(strlen(outcome.last_words) < sizeof outcome.last_words);
}

static int
devours(void *context, int pipe)
{
	const size_t step = 16 << 20;

	(void)context;
	for (;;) {
		void *memory = mmap(NULL, step, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

		if (memory == MAP_FAILED)
			pause();
		say(pipe, "{more}\n");
		usleep(10000);
	}
	return 0;
}

TEST(a_child_that_devours_memory_is_killed)
{
	struct outcome outcome = supervised(devours);

	(void)state;
	CHECK_EQ(outcome.ending, ENDING_MEMORY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_is_heard_line_by_line),
		cmocka_unit_test(its_exit_status_is_known),
		cmocka_unit_test(a_child_that_dies_is_told_with_its_last_words),
		cmocka_unit_test(a_child_that_hangs_is_killed),
		cmocka_unit_test(a_child_that_had_no_processor_gets_more_time),
		cmocka_unit_test(but_not_for_ever),
		cmocka_unit_test(a_child_that_closes_its_pipe_and_stays_is_killed),
		cmocka_unit_test(a_child_that_writes_garbage_is_killed),
		cmocka_unit_test(half_a_line_is_nonsense),
		cmocka_unit_test(a_line_without_end_is_nonsense),
		cmocka_unit_test(a_child_that_does_not_stop_talking_is_killed),
		cmocka_unit_test(one_that_talks_to_stderr_alone_is_silent),
		cmocka_unit_test(a_child_that_devours_memory_is_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
