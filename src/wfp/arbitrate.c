#include "wfp/arbitrate.h"

struct arbitrate_switches arbitrate_switches; /* all false */

struct decision
decision_none(void)
{
	return (struct decision){ .action = FWP_ACTION_CONTINUE, .overridable = true };
}

/*
 * Windows: a filter's PERMIT is soft and its BLOCK hard; FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT
 *   hardens.  [win32:filter-arbitration, default behaviour; semantics 4.3]
 */
struct decision
decision_of_filter(const FWPS_FILTER0 *filter)
{
	bool clears = (filter->flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0;
	bool soft = filter->action.type == FWP_ACTION_PERMIT && !clears;

	if (clears && arbitrate_switches.clear_right_softens)
		soft = true;
	return (struct decision){
		.action = filter->action.type,
		.overridable = soft,
		.filter_id = filter->filterId,
	};
}

/*
 * Windows: FWP_ACTION_CALLOUT_TERMINATING and _UNKNOWN are as FWP_ACTION_BLOCK, or as
 *   FWP_ACTION_PERMIT if the filter says PERMIT_IF_CALLOUT_UNREGISTERED; an inspection is left
 *   out.  [win32:FWPM_FILTER0, flags]
 */
struct decision
decision_without_callout(const FWPS_FILTER0 *filter)
{
	bool permit = (filter->flags & FWPS_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED) != 0;
	FWPS_FILTER0 plain = *filter;

	if (filter->action.type == FWP_ACTION_CALLOUT_INSPECTION)
		return decision_none();
	plain.action.type = permit ? FWP_ACTION_PERMIT : FWP_ACTION_BLOCK;
	return decision_of_filter(&plain);
}

static bool
is_known(FWP_ACTION_TYPE action)
{
	return action == FWP_ACTION_BLOCK || action == FWP_ACTION_PERMIT
	    || action == FWP_ACTION_CONTINUE || action == FWP_ACTION_NONE
	    || action == FWP_ACTION_NONE_NO_MATCH;
}

static bool
is_final(FWP_ACTION_TYPE action)
{
	return action == FWP_ACTION_BLOCK || action == FWP_ACTION_PERMIT;
}

static bool
is_veto_of(const FWPS_CLASSIFY_OUT0 *before, const FWPS_CLASSIFY_OUT0 *after)
{
	return before->actionType == FWP_ACTION_PERMIT && after->actionType == FWP_ACTION_BLOCK;
}

/* Without the right to write, a callout may only turn PERMIT into BLOCK. */
static bool
wrote_without_right(const FWPS_CLASSIFY_OUT0 *before, const FWPS_CLASSIFY_OUT0 *after)
{
	if ((before->rights & FWPS_RIGHT_ACTION_WRITE) != 0)
		return false;
	return after->actionType != before->actionType && !is_veto_of(before, after);
}

static enum breach
breach_of(
    const FWPS_FILTER0 *filter, const FWPS_CLASSIFY_OUT0 *before, const FWPS_CLASSIFY_OUT0 *after)
{
	bool wrote = after->actionType != before->actionType;

	if (wrote && !is_known(after->actionType))
		return BREACH_UNKNOWN_ACTION;
	if (wrote_without_right(before, after))
		return BREACH_WROTE_WITHOUT_RIGHT;
	if (filter->action.type == FWP_ACTION_CALLOUT_INSPECTION)
		return wrote && after->actionType == FWP_ACTION_BLOCK ? BREACH_INSPECTION_BLOCKS
								      : BREACH_NONE;
	if (filter->action.type == FWP_ACTION_CALLOUT_TERMINATING && !is_final(after->actionType))
		return BREACH_TERMINATING_MUST;
	return BREACH_NONE;
}

static bool
is_bound(const FWPS_FILTER0 *filter)
{
	return arbitrate_switches.clear_right_binds_callouts
	    && (filter->flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0;
}

/*
 * Windows: what a callout says for an inspection filter is CONTINUE; for a terminating one,
 *   whatever is neither PERMIT nor BLOCK is BLOCK; its PERMIT and its BLOCK are soft
 *   unless it clears FWPS_RIGHT_ACTION_WRITE.  [win32:FWPM_ACTION0; semantics 4.3]
 * Here: without the right to write, what is no veto counts as nothing said.
 */
struct decision
decision_of_callout(const FWPS_FILTER0 *filter, const FWPS_CLASSIFY_OUT0 *before,
    const FWPS_CLASSIFY_OUT0 *after, enum breach *breach)
{
	struct decision decision = decision_none();
	bool had_right = (before->rights & FWPS_RIGHT_ACTION_WRITE) != 0;
	FWP_ACTION_TYPE action = after->actionType;

	*breach = breach_of(filter, before, after);
	if (filter->action.type == FWP_ACTION_CALLOUT_INSPECTION)
		return decision;
	if (!had_right && !is_veto_of(before, after))
		return decision;
	if (filter->action.type == FWP_ACTION_CALLOUT_TERMINATING && !is_final(action))
		action = FWP_ACTION_BLOCK;
	if (!is_final(action))
		return decision;
	decision.action = action;
	decision.overridable =
	    had_right && (after->rights & FWPS_RIGHT_ACTION_WRITE) != 0 && !is_bound(filter);
	decision.by_callout = true;
	decision.absorbed =
	    action == FWP_ACTION_BLOCK && (after->flags & FWPS_CLASSIFY_OUT_FLAG_ABSORB) != 0;
	decision.filter_id = filter->filterId;
	return decision;
}

static bool
is_veto(const struct decision *held, const struct decision *next)
{
	return held->action == FWP_ACTION_PERMIT && next->action == FWP_ACTION_BLOCK
	    && (next->by_callout || arbitrate_switches.filters_veto);
}

/*
 * Windows: a decision that keeps its write right is soft and gives way to a
 *   lighter sublayer; one that lost it is hard, and a hard permit gives way to
 *   a callout's veto alone.  [win32:filter-arbitration, override policy]
 */
void
decision_fold(struct decision *held, struct decision next)
{
	if (next.action == FWP_ACTION_CONTINUE)
		return;
	if (held->action == FWP_ACTION_CONTINUE || held->overridable || is_veto(held, &next))
		*held = next;
}

bool
decision_ends(const struct decision *held)
{
	return arbitrate_switches.hard_block_stops && held->action == FWP_ACTION_BLOCK
	    && !held->overridable;
}
