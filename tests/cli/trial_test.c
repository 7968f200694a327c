/*
 * What is done when the machine's process dies: what is told, and where the next one begins.
 */
#include "cli/trial.c"

#include "tests/test.h"

/* The rest of the floor, which no test here reaches. */
int
command_fails(int exit_code, const char *format, ...)
{
	(void)format;
	return exit_code;
}

uint8_t *
command_reads(const char *path, size_t limit, size_t *length)
{
	(void)path, (void)limit, (void)length;
	return NULL;
}

int
inside(const struct job *job, int pipe)
{
	(void)job, (void)pipe;
	return 0;
}

void
hearing_begin(struct hearing *hearing)
{
	hearing->done = false;
	hearing->trouble = 0;
}

void
hearing_end(struct hearing *hearing)
{
	(void)hearing;
}

bool
hear(void *hearing, char *line, size_t length)
{
	(void)hearing, (void)line, (void)length;
	return true;
}

static struct trial trying;
static struct board board;
static struct options options;
static struct outcome (*ends)(void);
static size_t processes;

/* In place of the real one: a process that ended as the test says. */
void
supervise(const struct charge *charge, struct outcome *outcome)
{
	(void)charge;
	processes++;
	*outcome = ends();
}

static int
begin(void **state)
{
	const struct report_options told = { .driver = "foo.sys" };

	(void)state;
	options = (struct options){ .schedules = 10, .silence_seconds = 20 };
	board = (struct board){ 0 };
	memset(&trying, 0, sizeof trying);
	trying.options = &options;
	trying.job.board = &board;
	trying.job.plan = (struct search_plan){
		.first_seed = 100, .schedules = 10, .refused_from = REFUSE_NONE, .sampled_from = 100
	};
	report_start(&trying.report, &told);
	processes = 0;
	return 0;
}

static int
end(void **state)
{
	(void)state;
	report_free(&trying.report);
	return 0;
}

static void
died_in(enum place_in_search place, uint64_t seed, uint64_t refused)
{
	board = (struct board){ place, 0, seed, refused };
}

TEST(the_next_process_goes_on_behind_the_seed_that_died)
{
	(void)state;
	died_in(IN_LIFE, 103, REFUSE_NONE);
	CHECK(advance(&trying));
	CHECK_EQ(trying.job.plan.first_seed, 104);
	CHECK_EQ(trying.job.plan.schedules, 6);
	CHECK_EQ(trying.job.plan.refused_from, REFUSE_NONE);
	CHECK_EQ(trying.job.plan.sampled_from, 100);
	died_in(IN_LIFE, 109, REFUSE_NONE);
	CHECK(!advance(&trying));
}

TEST(with_faults_it_goes_on_behind_the_refusal_that_died)
{
	(void)state;
	trying.job.plan.faults = true;
	died_in(IN_LIFE, 103, REFUSE_NONE);
	CHECK(advance(&trying));
	CHECK_EQ(trying.job.plan.first_seed, 103);
	CHECK_EQ(trying.job.plan.refused_from, 0);
	died_in(IN_LIFE, 103, 4);
	CHECK(advance(&trying));
	CHECK_EQ(trying.job.plan.first_seed, 103);
	CHECK_EQ(trying.job.plan.schedules, 7);
	CHECK_EQ(trying.job.plan.refused_from, 5);
}

TEST(a_death_in_the_ordinary_run_leaves_it_out)
{
	(void)state;
	died_in(IN_FIRST_LIFE, 0, REFUSE_NONE);
	CHECK(advance(&trying));
	CHECK(trying.job.plan.unprimed);
	CHECK_EQ(trying.job.plan.first_seed, 100);
	CHECK(!advance(&trying));
}

TEST(a_board_that_lies_ends_the_search)
{
	(void)state;
	died_in(IN_LIFE, 99, REFUSE_NONE);
	CHECK(!advance(&trying));
	died_in(IN_LIFE, 110, REFUSE_NONE);
	CHECK(!advance(&trying));
	died_in((enum place_in_search)77, 100, REFUSE_NONE);
	CHECK(!advance(&trying));
}

static struct outcome
crashes(void)
{
	died_in(IN_LIFE, trying.job.plan.first_seed, REFUSE_NONE);
	return (struct outcome){ .ending = ENDING_SIGNAL,
		.number = SIGSEGV,
		.last_words = "a\ndrydock: pool: assertion\n" };
}

TEST(a_machine_that_dies_again_and_again_is_given_up)
{
	(void)state;
	ends = crashes;
	run_processes(&trying);
	CHECK_EQ(processes, RESTARTS + 1);
	CHECK_EQ(trying.report.death_count, RESTARTS + 1);
	CHECK_STR(trying.report.deaths[0].text,
	    "the machine died (signal 11, Segmentation fault) in seed 100: Drydock's own fault, or "
	    "the driver damaged it; its last words: drydock: pool: assertion");
	CHECK_EQ(exit_code_of(&trying), EXIT_OURS);
}

static struct outcome
is_silent(void)
{
	died_in(IN_LIFE, 109, 3);
	return (struct outcome){ .ending = ENDING_SILENCE };
}

TEST(silence_is_a_finding_that_names_the_timeout)
{
	(void)state;
	ends = is_silent;
	run_processes(&trying);
	CHECK_EQ(processes, 1);
	CHECK_EQ(trying.report.finding_count, 1);
	CHECK_EQ(trying.report.findings[0].rule, RULE_X7);
	CHECK_EQ(trying.report.findings[0].first.refused_call, 3);
	CHECK_STR(trying.report.findings[0].text,
	    "wall-clock timeout: no sign of life for 20 s in seed 109 with refusable call 3 "
	    "refused; "
	    "the machine was killed");
	CHECK_EQ(exit_code_of(&trying), EXIT_FINDINGS);
}

static struct outcome
devours(void)
{
	died_in(IN_LIFE, 109, REFUSE_NONE);
	return (struct outcome){ .ending = ENDING_MEMORY };
}

TEST(too_much_memory_is_no_verdict)
{
	(void)state;
	ends = devours;
	run_processes(&trying);
	CHECK_EQ(trying.report.reason_count, 1);
	CHECK_EQ(exit_code_of(&trying), EXIT_INCONCLUSIVE);
}

int
main(void)
{
#define ONE(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		ONE(the_next_process_goes_on_behind_the_seed_that_died),
		ONE(with_faults_it_goes_on_behind_the_refusal_that_died),
		ONE(a_death_in_the_ordinary_run_leaves_it_out),
		ONE(a_board_that_lies_ends_the_search),
		ONE(a_machine_that_dies_again_and_again_is_given_up),
		ONE(silence_is_a_finding_that_names_the_timeout),
		ONE(too_much_memory_is_no_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
