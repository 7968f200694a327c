/*
 * A flow is found by its id until flow_close.  Its contexts each belong to a callout at a layer;
 * a context that has to go while a classify of its callout works on the flow is doomed:
 * it can't be found any more, and flow_settle deletes it when the classify is over.  A flow that
 * is closed goes with its last user; a classify is one, so no context outlives it.
 *
 * Windows: which status FwpsFlowAssociateContext0 gives for a flow that is gone is
 *   not known (U7).
 * Here: STATUS_NOT_FOUND.
 */
#include "wfp/flow.h"

#include "base/list.h"
#include "host/arena.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "wfp/callout.h"
#include "wfp/exports.h"
#include "wfp/filter.h"
#include "wfp/key.h"
#include "wfp/layer.h"

#define STATUS_OF_A_GONE_FLOW STATUS_NOT_FOUND

struct flow {
	struct key_node by_id;
	uint64_t id;
	struct link contexts;
	uint64_t newest_filter; /* when it began */
	bool closed;
	unsigned users; /* classifies, and whoever settles or closes it */
};

struct flow_context {
	struct link link;
	struct callout *callout;
	uint64_t value;
	uint16_t layer;
	bool doomed;
};

static void (*abort_flow)(struct flow *flow); /* code: the same for every machine */

static MACHINE_STATE struct key_map flows;
static MACHINE_STATE uint64_t last_id;

void
flow_start(void)
{
	key_map_start(&flows, 64);
	last_id = 0;
}

void
flow_aborts(void (*abort)(struct flow *flow))
{
	abort_flow = abort;
}

struct flow *
flow_open(void)
{
	struct flow *flow = arena_take(sizeof(*flow));

	flow->id = ++last_id;
	flow->by_id.key = key_of_id(flow->id);
	flow->newest_filter = filter_newest();
	list_start(&flow->contexts);
	key_add(&flows, &flow->by_id);
	return flow;
}

uint64_t
flow_id(const struct flow *flow)
{
	return flow->id;
}

bool
flow_precedes(const struct flow *flow, const struct filter *filter)
{
	return filter->shown.filterId > flow->newest_filter;
}

struct flow *
flow_by_id(uint64_t id)
{
	GUID key = key_of_id(id);
	struct key_node *node = key_find(&flows, 0, &key);

	return node == NULL ? NULL : LIST_ITEM(node, struct flow, by_id);
}

static struct flow_context *
find_context(const struct flow *flow, uint16_t layer, uint32_t callout_id)
{
	LIST_EACH (at, &flow->contexts) {
		struct flow_context *context = LIST_ITEM(at, struct flow_context, link);

		if (!context->doomed && context->layer == layer
		    && context->callout->id == callout_id)
			return context;
	}
	return NULL;
}

uint64_t
flow_context(const struct flow *flow, uint16_t layer, uint32_t callout_id)
{
	const struct flow_context *context = find_context(flow, layer, callout_id);

	return context == NULL ? 0 : context->value;
}

size_t
flow_contexts_of(uint32_t callout_id)
{
	const struct callout *callout = callout_by_id(callout_id);

	return callout == NULL ? 0 : callout->flow_contexts;
}

/* The count falls before the driver hears of it: its flowDeleteFn may let another thread
 * unregister, which then waits for this visit. */
static void
delete_context(struct flow *flow, struct flow_context *context)
{
	struct flow_context gone = *context;

	list_remove(&context->link);
	arena_give(context);
	ledger_strike(HOLDING_FLOW_CONTEXT, gone.value);
	gone.callout->flow_contexts--;
	callout_forget(gone.callout, flow, gone.layer, gone.value);
}

static struct flow_context *
next_to_delete(const struct flow *flow)
{
	LIST_EACH (at, &flow->contexts) {
		struct flow_context *context = LIST_ITEM(at, struct flow_context, link);

		if (context->doomed && !visit_classifies(context->callout, flow))
			return context;
	}
	return NULL;
}

void
flow_use(struct flow *flow)
{
	flow->users++;
}

void
flow_leave(struct flow *flow)
{
	if (--flow->users == 0 && flow->closed)
		arena_give(flow);
}

/* A callback may let other threads at the flow, so look afresh after each. */
void
flow_settle(struct flow *flow)
{
	struct flow_context *context;

	while ((context = next_to_delete(flow)) != NULL)
		delete_context(flow, context);
}

/*
 * Windows: flowDeleteFn is called at up to DISPATCH_LEVEL, often from a DPC.
 *   [ddi:FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0; ebpf-for-windows issue 5291]
 */
void
flow_close(struct flow *flow)
{
	KIRQL before = irql_raise(DISPATCH_LEVEL);

	flow_use(flow);
	key_remove(&flows, &flow->by_id);
	flow->closed = true;
	LIST_EACH (at, &flow->contexts)
		LIST_ITEM(at, struct flow_context, link)->doomed = true;
	flow_settle(flow);
	flow_leave(flow);
	irql_lower(before);
}

static bool
has_flow_delete(const struct callout *callout)
{
	if (callout == NULL || callout->state == CALLOUT_ABSENT)
		finding(
		    RULE_R98, "a flow context is associated for a callout that is not registered");
	else if (callout->flow_delete == 0)
		finding(RULE_R94, "callout %u has no flowDeleteFn", callout->id);
	else
		return true;
	return false;
}

static bool
has_flows(const struct callout *callout, const struct layer *layer)
{
	if (layer == NULL || !layer->flow_contexts)
		finding(RULE_R98, "a flow context is associated at %s, which has none",
		    layer == NULL ? "an unknown layer" : layer->name);
	else if (!callout_stands_at(callout, layer->id))
		finding(RULE_R98,
		    "a flow context is associated at %s, where callout %u was not added",
		    layer->name, callout->id);
	else
		return true;
	return false;
}

/* What the caller got wrong, whatever the flow is. */
static bool
can_associate(
    const struct callout *callout, const struct layer *layer, UINT64 flowId, UINT64 flowContext)
{
	bool right = has_flow_delete(callout) && has_flows(callout, layer);

	if (flowContext == 0) {
		finding(RULE_R94, "a flow context of 0 is associated");
		right = false;
	}
	if (flowId == 0 || flowId > last_id) {
		finding(RULE_R98, "flow %llu never was", (unsigned long long)flowId);
		right = false;
	}
	return right;
}

/*
 * Windows: STATUS_INVALID_PARAMETER for a context of 0, a callout without flowDeleteFn or one that
 *   was not added at this layer; STATUS_OBJECT_NAME_EXISTS if there is one already.
 *   [ddi:FwpsFlowAssociateContext0]
 * Here: a callout that an unregister found busy takes no new contexts [semantics 3.3].
 */
NTSTATUS NTAPI
FwpsFlowAssociateContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
	struct callout *callout = callout_by_id(calloutId);
	struct flow *flow = flow_by_id(flowId);
	struct flow_context *context;

	if (!can_associate(callout, layer_by_id(layerId), flowId, flowContext))
		return STATUS_INVALID_PARAMETER;
	if (flow == NULL)
		return STATUS_OF_A_GONE_FLOW;
	if (callout->state != CALLOUT_REGISTERED)
		return STATUS_INVALID_PARAMETER;
	if (find_context(flow, layerId, calloutId) != NULL)
		return STATUS_OBJECT_NAME_EXISTS;
	context = arena_take(sizeof(*context));
	context->callout = callout;
	context->layer = layerId;
	context->value = flowContext;
	list_add(&flow->contexts, &context->link);
	callout->flow_contexts++;
	ledger_enter(HOLDING_FLOW_CONTEXT, flowContext, 0);
	return STATUS_SUCCESS;
}

/*
 * Windows: flowDeleteFn has been called when this returns STATUS_SUCCESS, and will
 *   be after the classify if STATUS_PENDING.  [ddi:FwpsFlowRemoveContext0]
 */
NTSTATUS NTAPI
FwpsFlowRemoveContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId)
{
	struct flow *flow = flow_by_id(flowId);
	struct flow_context *context = flow == NULL ? NULL : find_context(flow, layerId, calloutId);
	enum entry_kind kind;

	if (visit_now(&kind) && kind == ENTRY_FLOW_DELETE)
		finding(RULE_R100, "FwpsFlowRemoveContext0 is called from flowDeleteFn");
	if (context == NULL)
		return STATUS_UNSUCCESSFUL;
	if (visit_classifies(context->callout, flow)) {
		context->doomed = true;
		return STATUS_PENDING;
	}
	flow_use(flow);
	delete_context(flow, context);
	flow_leave(flow);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpsFlowAbort0(UINT64 flowId)
{
	struct flow *flow = flow_by_id(flowId);

	if (flow == NULL)
		return STATUS_OF_A_GONE_FLOW;
	if (abort_flow == NULL)
		not_modelled("FwpsFlowAbort0");
	abort_flow(flow);
	return STATUS_SUCCESS;
}

const struct contract flow_exports[] = {
	EXPORT(FwpsFlowAssociateContext0, 4, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_EXISTS"), ENTERS(FLOW_CONTEXT)),
	EXPORT(FwpsFlowRemoveContext0, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_UNSUCCESSFUL"), STRIKES(FLOW_CONTEXT)),
	EXPORT(FwpsFlowAbort0, 1, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk)),
	EXPORTS_END,
};
