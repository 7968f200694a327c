/* Flows, and the contexts that callouts hang on them. */
#include "callee.h"

static struct flow *shared_flow;
static UINT32 shared_id;

/* Callout `key` is registered and was added at a layer. */
static UINT32
added(unsigned key, const GUID *layer)
{
	UINT32 id = registered(key, 0);

	CHECK_EQ(engine_callout(engine_open(true), key, layer), STATUS_SUCCESS);
	return id;
}

ENGINE_TEST(a_flow_context_keeps_its_callout_registered)
{
	HANDLE engine = engine_open(true);
	UINT32 id = registered(1, 0);
	struct flow *flow = flow_open();
	UINT64 number = flow_id(flow);

	CHECK_EQ(engine_callout(engine, 1, &engine_flow_established), STATUS_SUCCESS);
	CHECK_EQ(FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, id, 5), STATUS_SUCCESS);
	CHECK_EQ(
	    FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, id, 6), STATUS_OBJECT_NAME_EXISTS);
	CHECK_EQ(flow_context(flow, FLOW_ESTABLISHED, id), 5);
	CHECK_EQ(FwpsCalloutUnregisterById0(id), STATUS_DEVICE_BUSY);
	CHECK_EQ(ledger_count(HOLDING_CALLOUT), 1);
	CHECK_EQ(ledger_count(HOLDING_FLOW_CONTEXT), 1);
	CHECK_EQ(FwpsFlowRemoveContext0(number, FLOW_ESTABLISHED, id), STATUS_SUCCESS);
	CHECK_EQ(seen.deletes, 1);
	CHECK_EQ(FwpsFlowRemoveContext0(number, FLOW_ESTABLISHED, id), STATUS_UNSUCCESSFUL);
	CHECK_EQ(FwpsCalloutUnregisterById0(id), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	CHECK_EQ(ledger_total(), 0);
	flow_close(flow);
}

ENGINE_TEST(the_end_of_a_flow_deletes_the_contexts_of_every_callout)
{
	UINT32 established = added(1, &engine_flow_established), stream = added(2, &callee_stream);
	struct flow *flow = flow_open();
	UINT64 number = flow_id(flow);

	CHECK_EQ(
	    FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, established, 5), STATUS_SUCCESS);
	CHECK_EQ(FwpsFlowAssociateContext0(number, STREAM, stream, 6), STATUS_SUCCESS);
	CHECK_EQ(flow_context(flow, FLOW_ESTABLISHED, established), 5);
	CHECK_EQ(flow_context(flow, FLOW_ESTABLISHED, stream), 0);
	CHECK_EQ(flow_context(flow, STREAM, stream), 6);
	flow_close(flow);
	CHECK_EQ(seen.deletes, 2);
	CHECK_EQ(seen.deleted, 6);
	CHECK_EQ(seen.deleted_layer, STREAM);
	CHECK_EQ(seen.deleted_callout, stream);
	CHECK_EQ(seen.deleted_at, DISPATCH_LEVEL); /* [ddi:FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0] */
	CHECK_EQ(ledger_count(HOLDING_FLOW_CONTEXT), 0);
	CHECK_EQ(FwpsFlowRemoveContext0(number, STREAM, stream), STATUS_UNSUCCESSFUL);
	CHECK(!NT_SUCCESS(FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, established, 7)));
	CHECK_EQ(finding_count(), 0);
}

ENGINE_TEST(a_flow_that_never_was_and_a_context_of_zero_are_refused)
{
	UINT32 id = added(1, &engine_flow_established);
	struct flow *flow = flow_open();

	CHECK_EQ(FwpsFlowAssociateContext0(99, FLOW_ESTABLISHED, id, 7), STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R98), 1);
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(flow), FLOW_ESTABLISHED, id, 0),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R94), 1);
	flow_close(flow);
	CHECK_EQ(seen.deletes, 0);
}

/* [ddi:FwpsFlowAssociateContext0, Remarks]: "at the layer identified by the layerId parameter" */
ENGINE_TEST(a_context_is_for_a_callout_that_was_added_at_its_layer)
{
	UINT32 id = added(1, &engine_flow_established);
	UINT32 nowhere = registered(2, 0);
	struct flow *flow = flow_open();
	UINT64 number = flow_id(flow);

	CHECK_EQ(FwpsFlowAssociateContext0(number, STREAM, id, 5), STATUS_INVALID_PARAMETER);
	CHECK_EQ(FwpsFlowAssociateContext0(number, OUT_IPPACKET, id, 5), STATUS_INVALID_PARAMETER);
	CHECK_EQ(FwpsFlowAssociateContext0(number, 9999, id, 5), STATUS_INVALID_PARAMETER);
	CHECK_EQ(FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, nowhere, 5),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(
	    FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, 4711, 5), STATUS_INVALID_PARAMETER);
	CHECK(engine_findings(RULE_R98) > 0);
	flow_close(flow);
	CHECK_EQ(seen.deletes, 0);
}

ENGINE_TEST(a_callout_without_flow_delete_has_no_contexts)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = engine_key(1), .classifyFn = classify_fn, .notifyFn = notify_fn
	};
	struct flow *flow = flow_open();
	UINT32 id;

	CHECK_EQ(FwpsCalloutRegister0(engine_device, &callout, &id), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine_open(true), 1, &engine_flow_established), STATUS_SUCCESS);
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(flow), FLOW_ESTABLISHED, id, 5),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R94), 1);
	flow_close(flow);
}

static void
removes_own_context(FWPS_CLASSIFY_OUT0 *out)
{
	(void)out;
	seen.status = FwpsFlowRemoveContext0(flow_id(shared_flow), OUT_TRANSPORT, shared_id);
	CHECK_EQ(seen.deletes, 0);
}

ENGINE_TEST(a_context_waits_for_the_classify_that_may_use_it)
{
	HANDLE engine = engine_open(true);
	struct classify *classify = classify_take(OUT_TRANSPORT);
	GUID layer = { 0x09e61aea, 0xd214, 0x46e2,
		{ 0x9b, 0x21, 0xb2, 0x6b, 0x0b, 0x2f, 0x28, 0xc8 } };
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1);

	shared_id = registered(1, FWP_CALLOUT_FLAG_CONDITIONAL_ON_FLOW);
	CHECK_EQ(engine_callout(engine, 1, &layer), STATUS_SUCCESS);
	filter.layerKey = layer;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	shared_flow = flow_open();
	classify->flow = shared_flow;
	classify_run(classify);
	CHECK_EQ(seen.calls, 0); /* conditional on flow */
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(shared_flow), OUT_TRANSPORT, shared_id, 5),
	    STATUS_SUCCESS);
	seen.act = removes_own_context;
	classify_run(classify);
	CHECK_EQ(seen.calls, 1);
	CHECK_EQ(seen.flow_context, 5);
	CHECK_EQ(seen.status, STATUS_PENDING);
	CHECK_EQ(seen.deletes, 1);
	flow_close(shared_flow);
}

static struct flow *other_flow;

static void
removes_context_of_another_flow(FWPS_CLASSIFY_OUT0 *out)
{
	(void)out;
	seen.status = FwpsFlowRemoveContext0(flow_id(other_flow), OUT_TRANSPORT, shared_id);
	CHECK_EQ(seen.deletes, 1);
}

/* [ddi:FwpsFlowRemoveContext0]: STATUS_PENDING is for a classify of the flow that is named. */
ENGINE_TEST(a_context_of_another_flow_does_not_wait)
{
	HANDLE engine = engine_open(true);
	struct classify *classify = classify_take(OUT_TRANSPORT);
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1);

	shared_id = registered(1, 0);
	CHECK_EQ(engine_callout(engine, 1, &callee_out_transport), STATUS_SUCCESS);
	filter.layerKey = callee_out_transport;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	classify->flow = flow_open();
	other_flow = flow_open();
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(other_flow), OUT_TRANSPORT, shared_id, 6),
	    STATUS_SUCCESS);
	seen.act = removes_context_of_another_flow;
	classify_run(classify);
	CHECK_EQ(seen.calls, 1);
	CHECK_EQ(seen.status, STATUS_SUCCESS);
	CHECK_EQ(seen.deleted, 6);
	flow_close(classify->flow);
	flow_close(other_flow);
}

/* The flow ends while its context is in use: flowDeleteFn comes when the classify is over. */
static void
ends_the_flow(FWPS_CLASSIFY_OUT0 *out)
{
	(void)out;
	flow_close(shared_flow);
	CHECK_EQ(seen.deletes, 0);
}

ENGINE_TEST(a_flow_that_ends_during_a_classify_deletes_its_context_afterwards)
{
	HANDLE engine = engine_open(true);
	struct classify *classify = classify_take(OUT_TRANSPORT);
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1);

	shared_id = registered(1, 0);
	CHECK_EQ(engine_callout(engine, 1, &callee_out_transport), STATUS_SUCCESS);
	filter.layerKey = callee_out_transport;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	shared_flow = flow_open();
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(shared_flow), OUT_TRANSPORT, shared_id, 5),
	    STATUS_SUCCESS);
	classify->flow = shared_flow;
	seen.act = ends_the_flow;
	classify_run(classify);
	CHECK_EQ(seen.calls, 1);
	CHECK_EQ(seen.deletes, 1);
	CHECK_EQ(seen.deleted, 5);
	classify_give(classify);
}

static void
removes_from_within(void)
{
	seen.status = FwpsFlowRemoveContext0(flow_id(shared_flow), FLOW_ESTABLISHED, shared_id);
}

ENGINE_TEST(flow_delete_need_not_remove_its_context)
{
	shared_id = added(1, &engine_flow_established);
	shared_flow = flow_open();
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(shared_flow), FLOW_ESTABLISHED, shared_id, 5),
	    STATUS_SUCCESS);
	seen.deleting = removes_from_within;
	CHECK_EQ(FwpsFlowRemoveContext0(flow_id(shared_flow), FLOW_ESTABLISHED, shared_id),
	    STATUS_SUCCESS);
	CHECK_EQ(seen.deletes, 1);
	CHECK_EQ(seen.status, STATUS_UNSUCCESSFUL);
	CHECK_EQ(engine_findings(RULE_R100), 1);
	flow_close(shared_flow);
}

static void
aborts(struct flow *flow)
{
	CHECK(flow == shared_flow);
	flow_close(flow);
}

ENGINE_TEST(aborting_a_flow_deletes_its_contexts)
{
	UINT64 number;

	shared_id = added(1, &engine_flow_established);
	shared_flow = flow_open();
	number = flow_id(shared_flow);
	CHECK_EQ(FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, shared_id, 5), STATUS_SUCCESS);
	flow_aborts(aborts);
	CHECK_EQ(FwpsFlowAbort0(number), STATUS_SUCCESS);
	CHECK_EQ(seen.deletes, 1);
	CHECK(!NT_SUCCESS(FwpsFlowAbort0(number)));
	CHECK_EQ(ledger_count(HOLDING_FLOW_CONTEXT), 0);
}

ENGINE_TEST(a_callout_that_wants_flows_is_never_asked_where_there_are_none)
{
	registered(1, FWP_CALLOUT_FLAG_CONDITIONAL_ON_FLOW);
	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = blocks;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(seen.calls, 0);
}

/* How often a stream callout is asked about a flow that is older than its filter. */
static unsigned
asked_mid_stream(UINT32 flags)
{
	struct classify *classify = classify_take(STREAM);
	HANDLE engine = engine_open(true);
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_INSPECTION, 1);
	struct flow *old = flow_open(), *young;
	unsigned calls;

	registered(1, flags);
	CHECK_EQ(engine_callout(engine, 1, &callee_stream), STATUS_SUCCESS);
	filter.layerKey = callee_stream;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	young = flow_open();
	classify->flow = old;
	classify_run(classify);
	calls = seen.calls;
	classify->flow = young;
	classify_run(classify);
	CHECK_EQ(seen.calls, calls + 1);
	classify_give(classify);
	return calls;
}

ENGINE_TEST(a_stream_that_began_before_the_filter_is_not_inspected)
{
	CHECK_EQ(asked_mid_stream(0), 0);
}

ENGINE_TEST(a_callout_may_ask_for_streams_that_began_before)
{
	CHECK_EQ(asked_mid_stream(FWP_CALLOUT_FLAG_ALLOW_MID_STREAM_INSPECTION), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flow_context_keeps_its_callout_registered),
		cmocka_unit_test(the_end_of_a_flow_deletes_the_contexts_of_every_callout),
		cmocka_unit_test(a_flow_that_never_was_and_a_context_of_zero_are_refused),
		cmocka_unit_test(a_context_is_for_a_callout_that_was_added_at_its_layer),
		cmocka_unit_test(a_callout_without_flow_delete_has_no_contexts),
		cmocka_unit_test(a_context_waits_for_the_classify_that_may_use_it),
		cmocka_unit_test(a_context_of_another_flow_does_not_wait),
		cmocka_unit_test(a_flow_that_ends_during_a_classify_deletes_its_context_afterwards),
		cmocka_unit_test(flow_delete_need_not_remove_its_context),
		cmocka_unit_test(aborting_a_flow_deletes_its_contexts),
		cmocka_unit_test(a_callout_that_wants_flows_is_never_asked_where_there_are_none),
		cmocka_unit_test(a_stream_that_began_before_the_filter_is_not_inspected),
		cmocka_unit_test(a_callout_may_ask_for_streams_that_began_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
