/*
 * Which lives are lived, in which order, and what they say together.
 */
#include "search/lives.h"

#include "nt/status.h"
#include "sched/choice.h"

#include <string.h>

#include "tests/test.h"

#define PLANS 512

static struct search search;
static struct life_plan lived[PLANS];
static size_t lived_count;
static uint64_t refusable;
static void (*says)(const struct life_plan *plan, struct verdict *verdict);

static void
live(void *context, const struct life_plan *plan, struct verdict *verdict)
{
	(void)context;
	assert_true(lived_count < PLANS);
	lived[lived_count++] = *plan;
	memset(verdict, 0, sizeof *verdict);
	verdict->plan = *plan;
	verdict->refusable = refusable;
	verdict->packets.permitted = 1;
	if (says != NULL)
		says(plan, verdict);
}

static void
search_with(struct search_plan plan)
{
	search = (struct search){ .plan = plan, .hooks = { .live = live } };
	lived_count = 0;
	search_run(&search);
}

static int
begin(void **state)
{
	(void)state;
	says = NULL;
	refusable = 0;
	return 0;
}

static void
check_lived(size_t number, uint64_t seed, uint64_t refused, bool guard, bool from_entry)
{
	CHECK(number < lived_count);
	CHECK_EQ(lived[number].seed, seed);
	CHECK_EQ(lived[number].refused_call, refused);
	CHECK_EQ(lived[number].guard, guard);
	CHECK_EQ(lived[number].from_entry, from_entry);
}

TEST(the_ordinary_run_comes_first_and_samples_are_guarded)
{
	(void)state;
	search_with((struct search_plan){
	    .first_seed = 7, .schedules = 66, .refused_from = REFUSE_NONE, .sampled_from = 7 });
	CHECK_EQ(lived_count, 67);
	check_lived(0, 0, REFUSE_NONE, false, true);
	check_lived(1, 7, REFUSE_NONE, true, true);
	check_lived(2, 8, REFUSE_NONE, false, false);
	check_lived(65, 71, REFUSE_NONE, true, true);
	check_lived(66, 72, REFUSE_NONE, false, false);
	CHECK_EQ(search.schedules, 66);
	CHECK_EQ(search.lives, 67);
	CHECK_EQ(search.merge.packets.permitted, 67);
}

TEST(calls_are_refused_until_there_is_none_to_refuse)
{
	(void)state;
	refusable = 2;
	search_with((struct search_plan){
	    .first_seed = 0, .schedules = 1, .faults = true, .refused_from = REFUSE_NONE });
	CHECK_EQ(lived_count, 5);
	check_lived(2, 0, 0, false, true);
	check_lived(3, 0, 1, false, true);
	check_lived(4, 0, 2, false, true);
	CHECK_EQ(search.faults, 2);
}

TEST(who_was_interrupted_goes_on_behind)
{
	(void)state;
	refusable = 2;
	search_with((struct search_plan){
	    .first_seed = 5, .schedules = 2, .faults = true, .refused_from = 2, .unprimed = true });
	CHECK_EQ(lived_count, 5);
	check_lived(0, 5, 2, false, true);
	check_lived(1, 6, REFUSE_NONE, false, true);
	check_lived(2, 6, 0, false, true);
}

static void
damages(const struct life_plan *plan, struct verdict *verdict)
{
	if (plan->seed != 3)
		return;
	verdict->finding_count = 1;
	verdict->findings[0].rule = plan->guard ? RULE_X1 : RULE_R183;
	verdict->findings[0].at.where = 0x1000;
}

TEST(what_looks_damaged_is_lived_again_on_guard_pages)
{
	(void)state;
	says = damages;
	search_with((struct search_plan){
	    .first_seed = 1, .schedules = 4, .refused_from = REFUSE_NONE, .sampled_from = 1 });
	CHECK_EQ(lived_count, 6);
	check_lived(3, 3, REFUSE_NONE, false, false);
	check_lived(4, 3, REFUSE_NONE, true, false);
	CHECK_EQ(search.merge.finding_count, 1);
	CHECK_EQ(search.merge.findings[0].finding.rule, RULE_X1);
	CHECK_EQ(search.merge.findings[0].first.seed, 3);
}

static void
damages_unguarded(const struct life_plan *plan, struct verdict *verdict)
{
	if (!plan->guard)
		damages(plan, verdict);
}

TEST(a_guarded_life_that_sees_nothing_does_not_hide_the_damage)
{
	(void)state;
	says = damages_unguarded;
	search_with((struct search_plan){
	    .first_seed = 1, .schedules = 4, .refused_from = REFUSE_NONE, .sampled_from = 1 });
	CHECK_EQ(search.merge.finding_count, 1);
	CHECK_EQ(search.merge.findings[0].finding.rule, RULE_R183);
}

static void
leaves(const struct life_plan *plan, struct verdict *verdict)
{
	verdict->finding_count = 1;
	verdict->findings[0].rule = RULE_R24;
	verdict->findings[0].at.where = plan->seed % 2 ? 0x1000 : 0x2000;
	verdict->left_count = 1;
	verdict->left[0] = (struct left){
		.kind = HOLDING_POOL, .count = 1, .since = { 1, verdict->findings[0].at.where }
	};
	strcpy(verdict->reason, plan->seed == 2 ? "KeFoo" : "");
}

TEST(a_rule_broken_at_a_place_is_one_finding)
{
	(void)state;
	says = leaves;
	search_with(
	    (struct search_plan){ .first_seed = 0, .schedules = 10, .refused_from = REFUSE_NONE });
	CHECK_EQ(search.merge.finding_count, 2);
	CHECK_EQ(search.merge.findings[0].lives, 6);
	CHECK_EQ(search.merge.findings[1].lives, 5);
	CHECK_EQ(search.merge.findings[1].first.seed, 1);
	CHECK_EQ(search.merge.left_count, 2);
	CHECK_EQ(search.merge.reason_count, 1);
	CHECK_EQ(search.merge.reasons[0].first.seed, 2);
}

static void
does_not_load(const struct life_plan *plan, struct verdict *verdict)
{
	(void)plan;
	verdict->kind = VERDICT_UNLOADABLE;
	verdict->load_status = STATUS_NO_MEMORY;
}

TEST(a_driver_that_does_not_load_is_tried_once)
{
	(void)state;
	says = does_not_load;
	search_with((struct search_plan){
	    .first_seed = 0, .schedules = 1000, .refused_from = REFUSE_NONE });
	CHECK_EQ(lived_count, 1);
	CHECK(search.merge.unloadable);
	CHECK_EQ(search.merge.unloadable_status, STATUS_NO_MEMORY);
}

static void
runs_on(const struct life_plan *plan, struct verdict *verdict)
{
	(void)plan;
	verdict->finding_count = 1;
	verdict->findings[0].rule = RULE_X7;
}

TEST(lives_that_run_on_and_on_end_the_search)
{
	(void)state;
	says = runs_on;
	search_with((struct search_plan){
	    .first_seed = 0, .schedules = 1000, .faults = true, .refused_from = REFUSE_NONE });
	CHECK_EQ(lived_count, SEARCH_SLOW);
	CHECK_EQ(search.merge.findings[0].lives, SEARCH_SLOW);
}

static uint64_t next_place;

static void
is_everywhere_wrong(const struct life_plan *plan, struct verdict *verdict)
{
	(void)plan;
	verdict->finding_count = 1;
	verdict->findings[0].rule = RULE_R24;
	verdict->findings[0].at.where = ++next_place;
}

TEST(findings_beyond_the_limit_are_counted)
{
	(void)state;
	says = is_everywhere_wrong;
	search_with((struct search_plan){
	    .first_seed = 0, .schedules = MERGE_FINDINGS + 9, .refused_from = REFUSE_NONE });
	CHECK_EQ(search.merge.finding_count, MERGE_FINDINGS);
	CHECK_EQ(search.merge.dropped, 10);
}

int
main(void)
{
#define ONE(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		ONE(the_ordinary_run_comes_first_and_samples_are_guarded),
		ONE(calls_are_refused_until_there_is_none_to_refuse),
		ONE(who_was_interrupted_goes_on_behind),
		ONE(what_looks_damaged_is_lived_again_on_guard_pages),
		ONE(a_guarded_life_that_sees_nothing_does_not_hide_the_damage),
		ONE(a_rule_broken_at_a_place_is_one_finding),
		ONE(a_driver_that_does_not_load_is_tried_once),
		ONE(lives_that_run_on_and_on_end_the_search),
		ONE(findings_beyond_the_limit_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
