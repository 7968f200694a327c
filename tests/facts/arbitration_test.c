/*
 * What Windows decides when filters, callouts and sublayers disagree: its tables, a row a row of
 * ours, each with the page that says so; and both positions of every switch.
 *
 * A row is a classify: one filter in each of up to three sublayers, the heaviest first.
 */
#include "wfp/arbitrate.h"

#include "machine/switch.h"
#include "wfp/layer.h"

#include "../test.h"
#include "../wfp/engine.h"

#include <stdio.h>

#define CLEAR FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT
#define PERMIT_UNREGISTERED FWPS_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED
#define NOBODY UINT64_C(0) /* decided: the default */

struct answer {
	FWP_ACTION_TYPE filter; /* 0: no more sublayers */
	uint16_t flags;
	FWP_ACTION_TYPE says; /* the callout; 0: it leaves actionType alone */
	bool clears;          /* the right to write */
	bool absorbs;
	bool absent; /* nobody registered it */
};

#define PERMITS \
	{ \
		.filter = FWP_ACTION_PERMIT \
	}
#define PERMITS_HARD \
	{ \
		.filter = FWP_ACTION_PERMIT, .flags = CLEAR \
	}
#define BLOCKS \
	{ \
		.filter = FWP_ACTION_BLOCK \
	}
#define BLOCKS_HARD \
	{ \
		.filter = FWP_ACTION_BLOCK, .flags = CLEAR \
	}
#define UNKNOWN(action) \
	{ \
		.filter = FWP_ACTION_CALLOUT_UNKNOWN, .says = (action) \
	}
#define UNKNOWN_HARD(action) \
	{ \
		.filter = FWP_ACTION_CALLOUT_UNKNOWN, .says = (action), .clears = true \
	}
#define TERMINATING(action) \
	{ \
		.filter = FWP_ACTION_CALLOUT_TERMINATING, .says = (action) \
	}
#define INSPECTION(action) \
	{ \
		.filter = FWP_ACTION_CALLOUT_INSPECTION, .says = (action) \
	}
#define ABSENT(type, with) \
	{ \
		.filter = FWP_ACTION_CALLOUT_##type, .flags = (with), .absent = true \
	}

struct fact {
	const char *source;
	struct answer sublayers[3];
	FWP_ACTION_TYPE verdict;
	uint64_t decided_by; /* 1: the heaviest sublayer's filter, ... */
};

/* What classifyOut held when the callout was asked, the last one of a row. */
static FWPS_CLASSIFY_OUT0 seen;

/* As wfp/classify asks: the callout finds what the heavier sublayers left. */
static struct decision
ask(const struct answer *answer, const FWPS_FILTER0 *filter, const struct decision *held)
{
	FWPS_CLASSIFY_OUT0 after;
	enum breach breach;

	seen = (FWPS_CLASSIFY_OUT0){
		.actionType = held->action,
		.rights = held->overridable ? FWPS_RIGHT_ACTION_WRITE : 0,
	};
	after = seen;
	if (answer->says != 0)
		after.actionType = answer->says;
	if (answer->clears)
		after.rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
	if (answer->absorbs)
		after.flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	return decision_of_callout(filter, &seen, &after, &breach);
}

static struct decision
decide(const struct answer *answer, uint64_t id, const struct decision *held)
{
	FWPS_FILTER0 filter = {
		.filterId = id,
		.flags = answer->flags,
		.action = { .type = answer->filter },
	};

	if ((answer->filter & FWP_ACTION_FLAG_CALLOUT) == 0)
		return decision_of_filter(&filter);
	if (answer->absent)
		return decision_without_callout(&filter);
	return ask(answer, &filter, held);
}

static struct decision
classify(const struct answer sublayers[3])
{
	struct decision held = decision_none();

	seen = (FWPS_CLASSIFY_OUT0){ 0 };
	for (unsigned at = 0; at < 3 && sublayers[at].filter != 0 && !decision_ends(&held); at++)
		decision_fold(&held, decide(&sublayers[at], at + 1, &held));
	if (held.action != FWP_ACTION_BLOCK)
		held.action = FWP_ACTION_PERMIT; /* wfp/classify */
	return held;
}

static void
check_facts(const struct fact *facts, size_t count)
{
	for (size_t at = 0; at < count; at++) {
		struct decision decision = classify(facts[at].sublayers);

		if (decision.action != facts[at].verdict
		    || decision.filter_id != facts[at].decided_by)
			fail_msg("row %zu [%s]: action 0x%x by %llu", at, facts[at].source,
			    decision.action, (unsigned long long)decision.filter_id);
	}
}

#define CHECK_FACTS(facts) check_facts(facts, sizeof(facts) / sizeof((facts)[0]))
#define PERMIT FWP_ACTION_PERMIT
#define BLOCK FWP_ACTION_BLOCK

static const struct fact one_sublayer[] = {
	{ "default: no filter matches", { { 0 } }, PERMIT, NOBODY },
	{ "win32:FWPM_ACTION0", { PERMITS }, PERMIT, 1 },
	{ "win32:FWPM_ACTION0", { BLOCKS }, BLOCK, 1 },
	/* any of PERMIT, BLOCK, CONTINUE */
	{ "win32:FWPS_ACTION0, CALLOUT_UNKNOWN", { UNKNOWN(PERMIT) }, PERMIT, 1 },
	{ "win32:FWPS_ACTION0, CALLOUT_UNKNOWN", { UNKNOWN(BLOCK) }, BLOCK, 1 },
	{ "win32:FWPS_ACTION0, CALLOUT_UNKNOWN", { UNKNOWN(FWP_ACTION_CONTINUE) }, PERMIT, NOBODY },
	{ "win32:FWPS_CLASSIFY_OUT0, NONE", { UNKNOWN(FWP_ACTION_NONE) }, PERMIT, NOBODY },
	{ "win32:FWPS_CLASSIFY_OUT0, NONE_NO_MATCH", { UNKNOWN(FWP_ACTION_NONE_NO_MATCH) }, PERMIT,
	    NOBODY },
	/* anything but PERMIT is as BLOCK */
	{ "win32:FWPS_ACTION0, CALLOUT_TERMINATING", { TERMINATING(PERMIT) }, PERMIT, 1 },
	{ "win32:FWPS_ACTION0, CALLOUT_TERMINATING", { TERMINATING(BLOCK) }, BLOCK, 1 },
	{ "win32:FWPS_ACTION0, CALLOUT_TERMINATING", { TERMINATING(FWP_ACTION_CONTINUE) }, BLOCK,
	    1 },
	{ "win32:FWPS_ACTION0, CALLOUT_TERMINATING", { TERMINATING(FWP_ACTION_NONE) }, BLOCK, 1 },
	{ "win32:FWPS_ACTION0, CALLOUT_TERMINATING", { TERMINATING(FWP_ACTION_NONE_NO_MATCH) },
	    BLOCK, 1 },
	{ "win32:FWPS_ACTION0, CALLOUT_TERMINATING", { TERMINATING(0) }, BLOCK, 1 },
	/* anything is as CONTINUE */
	{ "win32:FWPS_ACTION0, CALLOUT_INSPECTION", { INSPECTION(FWP_ACTION_CONTINUE) }, PERMIT,
	    NOBODY },
	{ "win32:FWPS_ACTION0, CALLOUT_INSPECTION", { INSPECTION(PERMIT) }, PERMIT, NOBODY },
	{ "win32:FWPS_ACTION0, CALLOUT_INSPECTION", { INSPECTION(BLOCK) }, PERMIT, NOBODY },
	/* unregistered callouts */
	{ "win32:FWPM_FILTER0, flags", { ABSENT(TERMINATING, 0) }, BLOCK, 1 },
	{ "win32:FWPM_FILTER0, flags", { ABSENT(UNKNOWN, 0) }, BLOCK, 1 },
	{ "win32:FWPM_FILTER0, flags", { ABSENT(INSPECTION, 0) }, PERMIT, NOBODY },
	{ "win32:FWPM_FILTER0, PERMIT_IF", { ABSENT(TERMINATING, PERMIT_UNREGISTERED) }, PERMIT,
	    1 },
	{ "win32:FWPM_FILTER0, PERMIT_IF", { ABSENT(UNKNOWN, PERMIT_UNREGISTERED) }, PERMIT, 1 },
};

TEST(one_sublayer_decides_as_its_filter_or_its_callout_says)
{
	(void)state;
	CHECK_FACTS(one_sublayer);
}

/* [win32:filter-arbitration, configurable override policy]: the four rows of its table. */
static const struct fact overrides[] = {
	{ "permit, override allowed: filter", { PERMITS, BLOCKS }, BLOCK, 2 },
	{ "permit, override allowed: callout", { UNKNOWN(PERMIT), BLOCKS }, BLOCK, 2 },
	{ "permit, override allowed: by a callout", { PERMITS, UNKNOWN(BLOCK) }, BLOCK, 2 },
	{ "permit, override allowed: unregistered", { PERMITS, ABSENT(UNKNOWN, 0) }, BLOCK, 2 },
	{ "permit, override allowed: nobody does", { PERMITS, PERMITS }, PERMIT, 2 },
	{ "permit, no override: filter", { PERMITS_HARD, BLOCKS }, PERMIT, 1 },
	{ "permit, no override: callout", { UNKNOWN_HARD(PERMIT), BLOCKS }, PERMIT, 1 },
	{ "permit, no override: a veto", { PERMITS_HARD, UNKNOWN(BLOCK) }, BLOCK, 2 },
	{ "permit, no override: a veto", { PERMITS_HARD, TERMINATING(BLOCK) }, BLOCK, 2 },
	{ "permit, no override: a veto", { UNKNOWN_HARD(PERMIT), UNKNOWN(BLOCK) }, BLOCK, 2 },
	{ "permit, no override: a veto is hard", { PERMITS_HARD, UNKNOWN(BLOCK), PERMITS }, BLOCK,
	    2 },
	{ "permit, no override: no callout answers", { PERMITS_HARD, ABSENT(TERMINATING, 0) },
	    PERMIT, 1 },
	{ "block, override allowed: callout", { UNKNOWN(BLOCK), PERMITS }, PERMIT, 2 },
	{ "block, override allowed: callout", { TERMINATING(BLOCK), UNKNOWN(PERMIT) }, PERMIT, 2 },
	{ "block, override allowed: nobody does", { UNKNOWN(BLOCK) }, BLOCK, 1 },
	{ "block, override allowed: CONTINUE", { UNKNOWN(BLOCK), UNKNOWN(FWP_ACTION_CONTINUE) },
	    BLOCK, 1 },
	{ "block, no override: filter", { BLOCKS, PERMITS }, BLOCK, 1 },
	{ "block, no override: filter", { BLOCKS_HARD, PERMITS_HARD }, BLOCK, 1 },
	{ "block, no override: callout", { UNKNOWN_HARD(BLOCK), PERMITS }, BLOCK, 1 },
	{ "block, no override: a callout", { BLOCKS, UNKNOWN(PERMIT) }, BLOCK, 1 },
	{ "block, no override: unregistered", { ABSENT(TERMINATING, 0), PERMITS }, BLOCK, 1 },
	{ "an unregistered callout's permit is soft",
	    { ABSENT(UNKNOWN, PERMIT_UNREGISTERED), BLOCKS }, BLOCK, 2 },
	{ "an unregistered callout's permit, hardened",
	    { ABSENT(UNKNOWN, PERMIT_UNREGISTERED | CLEAR), BLOCKS }, PERMIT, 1 },
	{ "an inspection takes no part", { INSPECTION(BLOCK), PERMITS }, PERMIT, 2 },
	{ "an inspection takes no part", { PERMITS_HARD, INSPECTION(BLOCK) }, PERMIT, 1 },
	/* without the right, only a veto may be written  [win32:FWPS_CLASSIFY_OUT0, rights] */
	{ "no right: not PERMIT over BLOCK", { BLOCKS, TERMINATING(PERMIT) }, BLOCK, 1 },
	{ "no right: not CONTINUE", { PERMITS_HARD, TERMINATING(FWP_ACTION_CONTINUE) }, PERMIT, 1 },
};

TEST(sublayers_override_each_other_as_the_table_says)
{
	(void)state;
	CHECK_FACTS(overrides);
}

TEST(a_callout_finds_the_action_and_the_right_that_heavier_sublayers_left)
{
	static const struct {
		struct answer heavier;
		FWP_ACTION_TYPE action;
		UINT32 rights;
	} rows[] = {
		/* [win32:FWPS_CLASSIFY_OUT0; types-of-callouts] */
		{ INSPECTION(FWP_ACTION_CONTINUE), FWP_ACTION_CONTINUE, FWPS_RIGHT_ACTION_WRITE },
		{ PERMITS, PERMIT, FWPS_RIGHT_ACTION_WRITE },
		{ PERMITS_HARD, PERMIT, 0 },
		{ UNKNOWN(BLOCK), BLOCK, FWPS_RIGHT_ACTION_WRITE },
		{ UNKNOWN_HARD(BLOCK), BLOCK, 0 },
		{ BLOCKS, BLOCK, 0 },
	};

	(void)state;
	for (size_t at = 0; at < sizeof(rows) / sizeof(rows[0]); at++) {
		const struct answer sublayers[3] = { rows[at].heavier, UNKNOWN(0) };

		classify(sublayers);
		CHECK_EQ(seen.actionType, rows[at].action);
		CHECK_EQ(seen.rights, rows[at].rights);
	}
}

/* "Silently discarded": BLOCK with the flag, and nothing else.  [win32:FWPS_CLASSIFY_OUT0, flags] */
TEST(a_block_that_absorbs_is_silent_unless_it_is_overridden)
{
	struct answer absorbs = UNKNOWN(BLOCK);
	const struct answer permits = PERMITS;

	(void)state;
	absorbs.absorbs = true;
	CHECK(classify((struct answer[3]){ absorbs }).absorbed);
	CHECK(!classify((struct answer[3]){ absorbs, permits }).absorbed);
	absorbs.clears = true;
	CHECK(classify((struct answer[3]){ absorbs, permits }).absorbed);
	absorbs.says = PERMIT;
	CHECK(!classify((struct answer[3]){ absorbs }).absorbed);
	absorbs.says = BLOCK;
	absorbs.filter = FWP_ACTION_CALLOUT_INSPECTION;
	CHECK(!classify((struct answer[3]){ absorbs }).absorbed);
}

/* "Evaluate all sub-layers even if a higher priority sub-layer has decided to block the traffic"
 * against "Block is final and stops the evaluation".  [win32:filter-arbitration] */
TEST(a_callout_behind_a_hard_block_is_asked_unless_the_switch_says_that_a_block_stops)
{
	const struct answer sublayers[3] = { BLOCKS, UNKNOWN(FWP_ACTION_CONTINUE) };

	(void)state;
	CHECK_EQ(classify(sublayers).action, BLOCK);
	CHECK_EQ(seen.actionType, BLOCK);
	CHECK(switch_set("hard-block-stops"));
	CHECK_EQ(classify(sublayers).action, BLOCK);
	CHECK_EQ(seen.actionType, 0);
	CHECK(switch_set("hard-block-stops=off"));
}

/* "If this flag is cleared, then the action type is hard", against its name and its own page.
 * [win32:filter-arbitration; win32:FWPM_FILTER0, flags] */
TEST(clearing_the_action_right_hardens_unless_the_switch_takes_the_page_at_its_word)
{
	const struct answer permit[3] = { PERMITS_HARD, BLOCKS };
	const struct answer block[3] = { BLOCKS_HARD, PERMITS };

	(void)state;
	CHECK_EQ(classify(permit).action, PERMIT);
	CHECK_EQ(classify(block).action, BLOCK);
	CHECK(switch_set("clear-right-softens"));
	CHECK_EQ(classify(permit).action, BLOCK);
	CHECK_EQ(classify(block).action, PERMIT);
	CHECK(switch_set("clear-right-softens=off"));
}

/* "A veto is a block returned by the filter", against "blocked only by a callout veto".
 * [win32:filter-arbitration] */
TEST(a_blocking_filter_overrides_no_hard_permit_unless_the_switch_lets_filters_veto)
{
	const struct answer sublayers[3] = { PERMITS_HARD, BLOCKS };

	(void)state;
	CHECK_EQ(classify(sublayers).action, PERMIT);
	CHECK(switch_set("filters-veto"));
	CHECK_EQ(classify(sublayers).action, BLOCK);
	CHECK(switch_set("filters-veto=off"));
}

/* "Set on a per-filter basis", against "classifyFn should clear the right" for the flag.
 * [win32:filter-arbitration; ddi:FWPS_CALLOUT_CLASSIFY_FN1] */
TEST(a_callout_hardens_its_own_answer_unless_the_switch_binds_it_to_its_filter)
{
	struct answer permits = UNKNOWN(PERMIT);
	const struct answer blocks = BLOCKS;

	(void)state;
	permits.flags = CLEAR;
	CHECK_EQ(classify((struct answer[3]){ permits, blocks }).action, BLOCK);
	CHECK(switch_set("clear-right-binds-callouts"));
	CHECK_EQ(classify((struct answer[3]){ permits, blocks }).action, PERMIT);
	CHECK(switch_set("clear-right-binds-callouts=off"));
}

TEST(a_switch_has_a_name_and_two_positions)
{
	(void)state;
	for (const struct switch_row *row = switches; row->name != NULL; row++) {
		char text[64];

		CHECK(!*row->on);
		CHECK(switch_set(row->name));
		CHECK(*row->on);
		snprintf(text, sizeof(text), "%s=off", row->name);
		CHECK(switch_set(text));
		CHECK(!*row->on);
	}
	CHECK(!switch_set("hard-block"));
	CHECK(!switch_set("hard-block-stops=maybe"));
	CHECK(!switch_set(""));
}

/* No page names a layer that blocks by default; *_DISCARD layers' verdicts mean nothing.
 * [semantics 4.1, 4.3] */
TEST(every_layer_permits_what_no_filter_matches)
{
	(void)state;
	engine_start();
	for (uint16_t id = 0; id < LAYERS; id++) {
		struct classify *classify;

		if (layer_by_id(id) == NULL || !layer_by_id(id)->kernel)
			continue;
		classify = classify_take(id);
		classify_run(classify);
		CHECK_EQ(classify->action, PERMIT);
		CHECK_EQ(classify->filter_id, 0);
		CHECK(!classify->absorbed);
		classify_give(classify);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_sublayer_decides_as_its_filter_or_its_callout_says),
		cmocka_unit_test(sublayers_override_each_other_as_the_table_says),
		cmocka_unit_test(
		    a_callout_finds_the_action_and_the_right_that_heavier_sublayers_left),
		cmocka_unit_test(a_block_that_absorbs_is_silent_unless_it_is_overridden),
		cmocka_unit_test(
		    a_callout_behind_a_hard_block_is_asked_unless_the_switch_says_that_a_block_stops),
		cmocka_unit_test(
		    clearing_the_action_right_hardens_unless_the_switch_takes_the_page_at_its_word),
		cmocka_unit_test(
		    a_blocking_filter_overrides_no_hard_permit_unless_the_switch_lets_filters_veto),
		cmocka_unit_test(
		    a_callout_hardens_its_own_answer_unless_the_switch_binds_it_to_its_filter),
		cmocka_unit_test(a_switch_has_a_name_and_two_positions),
		cmocka_unit_test(every_layer_permits_what_no_filter_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
