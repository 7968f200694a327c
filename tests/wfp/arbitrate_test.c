/* Windows' arbitration tables, row by row. [win32:filter-arbitration; semantics 4.3] */
#include "wfp/arbitrate.h"

#include "../test.h"

#define WRITE FWPS_RIGHT_ACTION_WRITE

static struct decision
said(FWP_ACTION_TYPE action, bool soft, bool by_callout, uint64_t filter)
{
	return (struct decision){
		.action = action,
		.overridable = soft,
		.by_callout = by_callout,
		.filter_id = filter,
	};
}

static uint64_t
winner(struct decision held, struct decision next)
{
	decision_fold(&held, next);
	return held.filter_id;
}

TEST(a_lighter_sublayer_overrides_what_is_soft)
{
	(void)state;
	CHECK_EQ(winner(said(FWP_ACTION_PERMIT, true, false, 1),
		     said(FWP_ACTION_BLOCK, false, false, 2)),
	    2);
	CHECK_EQ(
	    winner(said(FWP_ACTION_PERMIT, true, true, 1), said(FWP_ACTION_BLOCK, true, true, 2)),
	    2);
	CHECK_EQ(
	    winner(said(FWP_ACTION_BLOCK, true, true, 1), said(FWP_ACTION_PERMIT, true, false, 2)),
	    2);
}

TEST(a_hard_permit_gives_way_to_a_veto_alone)
{
	(void)state;
	CHECK_EQ(winner(said(FWP_ACTION_PERMIT, false, false, 1),
		     said(FWP_ACTION_BLOCK, false, false, 2)),
	    1);
	CHECK_EQ(winner(said(FWP_ACTION_PERMIT, false, false, 1),
		     said(FWP_ACTION_BLOCK, false, true, 2)),
	    2);
	CHECK_EQ(
	    winner(said(FWP_ACTION_PERMIT, false, true, 1), said(FWP_ACTION_PERMIT, true, true, 2)),
	    1);
}

TEST(a_hard_block_gives_way_to_nothing)
{
	(void)state;
	CHECK_EQ(winner(said(FWP_ACTION_BLOCK, false, false, 1),
		     said(FWP_ACTION_PERMIT, false, true, 2)),
	    1);
	CHECK_EQ(
	    winner(said(FWP_ACTION_BLOCK, false, true, 1), said(FWP_ACTION_BLOCK, true, true, 2)),
	    1);
}

TEST(a_sublayer_that_says_nothing_changes_nothing)
{
	(void)state;
	CHECK_EQ(winner(said(FWP_ACTION_PERMIT, true, false, 1), decision_none()), 1);
	CHECK_EQ(winner(decision_none(), said(FWP_ACTION_BLOCK, true, true, 2)), 2);
}

static FWPS_FILTER0
filter_of(FWP_ACTION_TYPE action, UINT16 flags)
{
	return (FWPS_FILTER0){ .filterId = 7, .action.type = action, .flags = flags };
}

TEST(a_filter_permits_softly_and_blocks_hard)
{
	FWPS_FILTER0 permit = filter_of(FWP_ACTION_PERMIT, 0);
	FWPS_FILTER0 block = filter_of(FWP_ACTION_BLOCK, 0);
	FWPS_FILTER0 hard = filter_of(FWP_ACTION_PERMIT, FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT);

	(void)state;
	CHECK(decision_of_filter(&permit).overridable);
	CHECK(!decision_of_filter(&block).overridable);
	CHECK(!decision_of_filter(&hard).overridable);
	arbitrate_switches.clear_right_softens = true;
	CHECK(decision_of_filter(&hard).overridable);
	arbitrate_switches.clear_right_softens = false;
}

TEST(without_its_callout_a_filter_blocks_unless_told_to_permit)
{
	FWPS_FILTER0 unknown = filter_of(FWP_ACTION_CALLOUT_UNKNOWN, 0);
	FWPS_FILTER0 permits = filter_of(
	    FWP_ACTION_CALLOUT_TERMINATING, FWPS_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED);
	FWPS_FILTER0 inspects = filter_of(FWP_ACTION_CALLOUT_INSPECTION, 0);

	(void)state;
	CHECK_EQ(decision_without_callout(&unknown).action, FWP_ACTION_BLOCK);
	CHECK_EQ(decision_without_callout(&permits).action, FWP_ACTION_PERMIT);
	CHECK_EQ(decision_without_callout(&inspects).action, FWP_ACTION_CONTINUE);
}

/* What a callout of this filter finds, leaves, and is taken to mean. */
struct row {
	FWP_ACTION_TYPE filter;
	FWP_ACTION_TYPE found;
	UINT32 right;
	FWP_ACTION_TYPE left;
	UINT32 right_left;
	FWP_ACTION_TYPE meant;
	bool soft;
	enum breach breach;
};

static const struct row rows[] = {
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_BLOCK, WRITE,
	    FWP_ACTION_BLOCK, true, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_BLOCK, 0,
	    FWP_ACTION_BLOCK, false, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_PERMIT, WRITE,
	    FWP_ACTION_PERMIT, true, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_CONTINUE, WRITE,
	    FWP_ACTION_CONTINUE, true, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_NONE, WRITE,
	    FWP_ACTION_CONTINUE, true, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_CONTINUE, WRITE, 0x42, WRITE, FWP_ACTION_CONTINUE,
	    true, BREACH_UNKNOWN_ACTION },
	{ FWP_ACTION_CALLOUT_TERMINATING, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_PERMIT, 0,
	    FWP_ACTION_PERMIT, false, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_TERMINATING, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_CONTINUE, WRITE,
	    FWP_ACTION_BLOCK, true, BREACH_TERMINATING_MUST },
	{ FWP_ACTION_CALLOUT_INSPECTION, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_PERMIT, WRITE,
	    FWP_ACTION_CONTINUE, true, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_INSPECTION, FWP_ACTION_CONTINUE, WRITE, FWP_ACTION_BLOCK, WRITE,
	    FWP_ACTION_CONTINUE, true, BREACH_INSPECTION_BLOCKS },
	/* a veto, and what is none */
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_PERMIT, 0, FWP_ACTION_BLOCK, 0, FWP_ACTION_BLOCK,
	    false, BREACH_NONE },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_BLOCK, 0, FWP_ACTION_PERMIT, 0,
	    FWP_ACTION_CONTINUE, true, BREACH_WROTE_WITHOUT_RIGHT },
	{ FWP_ACTION_CALLOUT_UNKNOWN, FWP_ACTION_PERMIT, 0, FWP_ACTION_CONTINUE, 0,
	    FWP_ACTION_CONTINUE, true, BREACH_WROTE_WITHOUT_RIGHT },
	{ FWP_ACTION_CALLOUT_TERMINATING, FWP_ACTION_BLOCK, 0, FWP_ACTION_BLOCK, 0,
	    FWP_ACTION_CONTINUE, true, BREACH_NONE },
};

TEST(a_callouts_answer_means_what_the_table_says)
{
	(void)state;
	for (size_t at = 0; at < sizeof(rows) / sizeof(rows[0]); at++) {
		FWPS_FILTER0 filter = filter_of(rows[at].filter, 0);
		FWPS_CLASSIFY_OUT0 before = { .actionType = rows[at].found,
			.rights = rows[at].right };
		FWPS_CLASSIFY_OUT0 after = { .actionType = rows[at].left,
			.rights = rows[at].right_left };
		enum breach breach;
		struct decision meant = decision_of_callout(&filter, &before, &after, &breach);

		CHECK_EQ(meant.action, rows[at].meant);
		CHECK_EQ(meant.overridable, rows[at].soft);
		CHECK_EQ(breach, rows[at].breach);
	}
}

TEST(only_a_block_absorbs)
{
	FWPS_FILTER0 filter = filter_of(FWP_ACTION_CALLOUT_UNKNOWN, 0);
	FWPS_CLASSIFY_OUT0 before = { .actionType = FWP_ACTION_CONTINUE, .rights = WRITE };
	FWPS_CLASSIFY_OUT0 after = { .actionType = FWP_ACTION_BLOCK,
		.rights = WRITE,
		.flags = FWPS_CLASSIFY_OUT_FLAG_ABSORB };
	enum breach breach;

	(void)state;
	CHECK(decision_of_callout(&filter, &before, &after, &breach).absorbed);
	after.actionType = FWP_ACTION_PERMIT;
	CHECK(!decision_of_callout(&filter, &before, &after, &breach).absorbed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lighter_sublayer_overrides_what_is_soft),
		cmocka_unit_test(a_hard_permit_gives_way_to_a_veto_alone),
		cmocka_unit_test(a_hard_block_gives_way_to_nothing),
		cmocka_unit_test(a_sublayer_that_says_nothing_changes_nothing),
		cmocka_unit_test(a_filter_permits_softly_and_blocks_hard),
		cmocka_unit_test(without_its_callout_a_filter_blocks_unless_told_to_permit),
		cmocka_unit_test(a_callouts_answer_means_what_the_table_says),
		cmocka_unit_test(only_a_block_absorbs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
