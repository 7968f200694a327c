/*
 * One classify: sublayer by sublayer, the matching filters from heavy to light until one
 * permits or blocks; the sublayers' decisions are folded by wfp/arbitrate.
 *
 * What a callout is shown (values, metadata, classifyOut) is ours and lasts until the
 * callout returns.  [ddi issue 1038; rule R67]
 */
#include "wfp/classify.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "ndis/packet.h"
#include "wfp/arbitrate.h"
#include "wfp/callout.h"
#include "wfp/net_event.h"
#include "wfp/filter.h"
#include "wfp/find.h"
#include "wfp/flow.h"
#include "wfp/handle.h"
#include "wfp/layer.h"
#include "wfp/stream.h"

#include <assert.h>
#include <string.h>

/* Every byte of a pointer that points nowhere: not a canonical address. */
#define POISON 0xCB

static MACHINE_STATE struct classify *spare;

void
classify_start(void)
{
	spare = NULL;
}

struct classify *
classify_take(uint16_t layer)
{
	const struct layer *row = layer_by_id(layer);
	struct classify *classify = spare;

	assert(row != NULL && row->field_count <= CLASSIFY_VALUES);
	if (classify == NULL)
		classify = arena_take(sizeof(*classify));
	else
		spare = classify->next;
	memset(classify->values, 0, row->field_count * sizeof(classify->values[0]));
	memset(&classify->metadata, 0, sizeof(classify->metadata));
	classify->row = row;
	classify->layer = layer;
	classify->value_count = row->field_count;
	classify->layer_data = NULL;
	classify->flow = NULL;
	classify->can_absorb = row->absorbs;
	classify->can_pend = row->pends;
	classify->action = FWP_ACTION_PERMIT;
	classify->absorbed = false;
	classify->filter_id = 0;
	classify->subject = NULL;
	classify->request = NULL;
	classify->request_size = 0;
	classify->out_flags = 0;
	classify->pended = 0;
	classify->stream_filter = NULL;
	classify->options = 0;
	classify->indication = NULL;
	return classify;
}

void
classify_give(struct classify *classify)
{
	memset(classify->values, POISON, classify->value_count * sizeof(classify->values[0]));
	memset(&classify->metadata, POISON, sizeof(classify->metadata));
	classify->layer_data = NULL;
	classify->flow = NULL;
	classify->request = NULL;
	handle_classified(classify);
	classify->next = spare;
	spare = classify;
}

int
classify_field(uint16_t layer, const char *field)
{
	const struct layer *row = layer_by_id(layer);

	return row == NULL ? -1 : layer_field_named(row, field);
}

static void
report_breach(const struct filter *filter, enum breach breach, FWP_ACTION_TYPE action)
{
	switch (breach) {
	case BREACH_NONE:
		return;
	case BREACH_WROTE_WITHOUT_RIGHT:
		finding(RULE_R72, "callout %u wrote action 0x%x without the right to",
		    filter->callout->id, action);
		return;
	case BREACH_TERMINATING_MUST:
		finding(RULE_R73, "callout %u of a terminating filter returned action 0x%x",
		    filter->callout->id, action);
		return;
	case BREACH_UNKNOWN_ACTION:
		finding(RULE_R74, "callout %u returned action 0x%x", filter->callout->id, action);
		return;
	case BREACH_INSPECTION_BLOCKS:
		finding(RULE_R59, "callout %u of an inspection filter blocks", filter->callout->id);
		return;
	}
}

/* Has a callout changed nothing but the action, of which alone nobody complains here? */
static bool
is_ordinary(
    const struct classify *classify, const struct filter *filter, const FWPS_CLASSIFY_OUT0 *before)
{
	const FWPS_CLASSIFY_OUT0 *after = &classify->out;
	uint64_t changed = (after->outContext ^ before->outContext)
	    | (after->filterId ^ before->filterId) | (after->reserved ^ before->reserved)
	    | (after->rights ^ before->rights) | (after->flags ^ before->flags);
	uint32_t special = (after->flags & FWPS_CLASSIFY_OUT_FLAG_ABSORB)
	    | (filter->shown.flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT)
	    | (uint32_t)classify->row->established;

	return (changed | special) == 0;
}

/* Which members of classifyOut are a callout's: actionType, one right to clear, one flag to set. */
static void
check_out(
    const struct classify *classify, const struct filter *filter, const FWPS_CLASSIFY_OUT0 *before)
{
	const FWPS_CLASSIFY_OUT0 *after = &classify->out;
	bool absorbs = (after->flags & FWPS_CLASSIFY_OUT_FLAG_ABSORB) != 0;
	bool blocks = after->actionType == FWP_ACTION_BLOCK;
	uint32_t gained = after->rights & ~before->rights;
	uint32_t lost = before->rights & ~after->rights;

	if (after->outContext != before->outContext || after->filterId != before->filterId
	    || after->reserved != before->reserved)
		finding(RULE_R76, "callout %u wrote outContext, filterId or reserved",
		    filter->callout->id);
	if (gained != 0 || (lost & ~FWPS_RIGHT_ACTION_WRITE) != 0
	    || ((after->flags ^ before->flags) & ~FWPS_CLASSIFY_OUT_FLAG_ABSORB) != 0)
		finding(RULE_R76, "callout %u changed rights to 0x%x, flags to 0x%x",
		    filter->callout->id, after->rights, after->flags);
	if (absorbs && !blocks)
		finding(RULE_R75, "callout %u absorbs without blocking", filter->callout->id);
	else if (absorbs && !classify->can_absorb && classify->pended == 0)
		finding(
		    RULE_R75, "callout %u absorbs at %s", filter->callout->id, classify->row->name);
	if (blocks && before->actionType != FWP_ACTION_BLOCK && classify->row->established)
		finding(
		    RULE_R79, "callout %u blocks at %s", filter->callout->id, classify->row->name);
	if (after->actionType == FWP_ACTION_PERMIT && before->actionType != FWP_ACTION_PERMIT
	    && (filter->shown.flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0
	    && (after->rights & FWPS_RIGHT_ACTION_WRITE) != 0)
		finding(RULE_R78, "callout %u permits for a filter that clears the action right",
		    filter->callout->id);
}

/*
 * Windows: a callout that pends the operation blocks and absorbs.  [ddi:FwpsPendOperation0]
 *   It clears the right to write too, or a lighter sublayer may permit.  [types-of-callouts]
 */
static void
check_pended(const struct classify *classify, const struct filter *filter)
{
	const FWPS_CLASSIFY_OUT0 *out = &classify->out;

	if (filter->shown.action.type == FWP_ACTION_CALLOUT_INSPECTION)
		finding(RULE_R59, "callout %u of an inspection filter pends", filter->callout->id);
	if (classify->request_size != 0 || !classify->can_pend)
		return; /* FwpsPendClassify0 wrote the answer itself */
	if (out->actionType != FWP_ACTION_BLOCK
	    || (out->flags & FWPS_CLASSIFY_OUT_FLAG_ABSORB) == 0)
		finding(RULE_R107, "callout %u pends and answers action 0x%x, flags 0x%x",
		    filter->callout->id, out->actionType, out->flags);
	else if ((out->rights & FWPS_RIGHT_ACTION_WRITE) != 0)
		finding(RULE_R77, "callout %u pends and leaves the right to write",
		    filter->callout->id);
}

/*
 * Windows: a callout finds in classifyOut the action and the right that the heavier sublayers left.
 *   [win32:FWPS_CLASSIFY_OUT0, semantics 4.3]
 * Here: member by member; a copy would wait for its own parts to be written.
 */
static inline void
out_show(FWPS_CLASSIFY_OUT0 *out, const struct classify *classify, const struct decision *held)
{
	out->actionType = held->action;
	out->outContext = 0;
	out->filterId = 0;
	out->rights = held->overridable ? FWPS_RIGHT_ACTION_WRITE : 0;
	out->flags = classify->out_flags;
	out->reserved = 0;
}

/* What the callout may change is in check_out. */
static struct decision
ask(struct classify *classify, const struct filter *filter, const struct decision *held)
{
	uint64_t pended = classify->pended;
	FWPS_CLASSIFY_OUT0 before;
	struct decision decision;
	enum breach breach;

	out_show(&classify->out, classify, held);
	classify->may_write = held->overridable;
	callout_ask(filter->callout, classify, &filter->shown);
	out_show(&before, classify, held);
	if (stream_layer(classify->layer))
		stream_answered(classify, filter);
	if (classify->pended != pended)
		check_pended(classify, filter);
	if (classify->layer_data != NULL && classify->row->packets)
		packet_check(classify->layer_data, "classifyFn");
	if (!is_ordinary(classify, filter, &before))
		check_out(classify, filter, &before);
	if (classify->stream_filter == filter) {
		memset(&classify->out, POISON, sizeof(classify->out));
		return decision_none(); /* the action is not looked at  [semantics 4.7] */
	}
	decision = decision_of_callout(&filter->shown, &before, &classify->out, &breach);
	if (breach != BREACH_NONE)
		report_breach(filter, breach, classify->out.actionType);
	decision.absorbed = decision.absorbed && classify->can_absorb;
	memset(&classify->out, POISON, sizeof(classify->out));
	return decision;
}

/*
 * Windows: a callout that is CONDITIONAL_ON_FLOW is asked about flows that carry a context of its own
 *   alone; at the stream layer, one that does not ALLOW_MID_STREAM_INSPECTION about flows that
 *   began when its filter was there.  [ddi:FWPS_CALLOUT1, flags; stream-inspection, Dynamic
 *   Stream Inspection; semantics 4.7]
 */
static bool
is_left_out(const struct classify *classify, const struct filter *filter)
{
	const struct callout *callout = filter->callout;
	const struct flow *flow = classify->flow;

	if ((callout->flags & FWP_CALLOUT_FLAG_CONDITIONAL_ON_FLOW) != 0
	    && (flow == NULL || flow_context(flow, classify->layer, callout->id) == 0))
		return true;
	return stream_layer(classify->layer) && flow != NULL
	    && (callout->flags & FWP_CALLOUT_FLAG_ALLOW_MID_STREAM_INSPECTION) == 0
	    && flow_precedes(flow, filter);
}

static struct decision
filter_decides(struct classify *classify, const struct filter *filter, const struct decision *held)
{
	if (filter->callout == NULL)
		return decision_of_filter(&filter->shown);
	if (!callout_answers(filter->callout))
		return decision_without_callout(&filter->shown);
	if (filter->callout->builtin != BUILTIN_NONE)
		return builtin_decides(filter);
	if (is_left_out(classify, filter))
		return decision_none();
	return ask(classify, filter, held);
}

/* One sublayer, whose heaviest matching filter is *at; leaves there the next sublayer's, or NULL. */
static struct decision
sublayer_decides(
    struct classify *classify, struct find *find, struct filter **at, const struct decision *held)
{
	uint32_t sublayer = (*at)->sublayer;

	while (*at != NULL && (*at)->sublayer == sublayer) {
		struct decision decision = filter_decides(classify, *at, held);

		if (decision.action != FWP_ACTION_CONTINUE || classify->stream_filter != NULL) {
			*at = find_next_sublayer(find);
			return decision;
		}
		*at = find_next(find);
	}
	return decision_none();
}

/*
 * Windows: a lighter stream callout sees what the heavier ones permitted; what one blocks is gone,
 *   soft as its block is.  [semantics 4.7]
 */
static bool
is_over(const struct classify *classify, const struct decision *held)
{
	return decision_ends(held) || classify->stream_filter != NULL
	    || (held->action == FWP_ACTION_BLOCK && stream_layer(classify->layer));
}

void
classify_run(struct classify *classify)
{
	struct decision held = decision_none();
	struct filter *at;
	struct find find;

	classify->fixed = (FWPS_INCOMING_VALUES0){
		.layerId = classify->layer,
		.valueCount = classify->value_count,
		.incomingValue = classify->values,
	};
	if (classify->flow != NULL)
		flow_use(classify->flow);
	find_begin(&find, classify->layer, classify->values);
	at = find_next(&find);
	while (at != NULL && !is_over(classify, &held))
		decision_fold(&held, sublayer_decides(classify, &find, &at, &held));
	find_end(&find);
	if (classify->flow != NULL)
		flow_leave(classify->flow);
	classify->action = held.action == FWP_ACTION_BLOCK ? FWP_ACTION_BLOCK : FWP_ACTION_PERMIT;
	classify->absorbed = held.absorbed;
	classify->filter_id = held.filter_id;
	if (classify->pended == 0)
		net_event_decided(classify, classify->action == FWP_ACTION_BLOCK);
	journal_add(EVENT_CLASSIFY, classify->layer, classify->filter_id,
	    classify->action | (uint64_t)classify->absorbed << 32);
}
