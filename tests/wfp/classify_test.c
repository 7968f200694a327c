/* Classifies through filters and callouts, flow contexts, and callouts' lives. */
#include "engine.h"

#define OUT_TRANSPORT 16
#define STREAM 20

static struct {
	unsigned calls;
	unsigned notes[FWPS_CALLOUT_NOTIFY_TYPE_MAX];
	unsigned deletes;
	uint64_t flow_context;
	uint64_t filter_context;
	NTSTATUS add_status;
	NTSTATUS status; /* of what the callout called */
	FWP_ACTION_TYPE found;
	void (*act)(FWPS_CLASSIFY_OUT0 *out);
} seen;

static void NTAPI
classify_fn(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	(void)meta, (void)data;
	CHECK(fixed->valueCount > 0);
	seen.calls++;
	seen.flow_context = context;
	seen.filter_context = filter->context;
	seen.found = out->actionType;
	if (seen.act != NULL)
		seen.act(out);
}

static void NTAPI
classify_fn_1(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const void *classify, const FWPS_FILTER0 *filter, UINT64 context,
    FWPS_CLASSIFY_OUT0 *out)
{
	CHECK(classify != NULL);
	classify_fn(fixed, meta, data, filter, context, out);
}

static NTSTATUS NTAPI
notify_fn(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	seen.notes[type]++;
	CHECK((key == NULL) == (type == FWPS_CALLOUT_NOTIFY_DELETE_FILTER));
	if (type == FWPS_CALLOUT_NOTIFY_ADD_FILTER)
		filter->context = 0x77;
	return type == FWPS_CALLOUT_NOTIFY_ADD_FILTER ? seen.add_status : STATUS_SUCCESS;
}

static void NTAPI
flow_delete_fn(UINT16 layer, UINT32 callout, UINT64 context)
{
	(void)layer, (void)callout;
	CHECK(context != 0);
	seen.deletes++;
}

static UINT32
registered(unsigned key, UINT32 flags)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = engine_key(key),
		.flags = flags,
		.classifyFn = classify_fn,
		.notifyFn = notify_fn,
		.flowDeleteFn = flow_delete_fn,
	};
	UINT32 id = 0;

	memset(&seen, 0, sizeof(seen));
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &callout, &id), STATUS_SUCCESS);
	return id;
}

static void
blocks(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_BLOCK;
}

static void
absorbs(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}

static void
scribbles(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_PERMIT;
	out->filterId = 1;
	out->flags = FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}

/* A callout, key 1, with its filter, key 2, at OUTBOUND_IPPACKET. */
static HANDLE
with_filter(FWP_ACTION_TYPE action)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, action, 1)), STATUS_SUCCESS);
	return engine;
}

ENGINE_TEST(without_filters_all_is_permitted)
{
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
}

ENGINE_TEST(a_callout_is_asked_and_its_block_holds)
{
	registered(1, 0);
	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER], 1);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	seen.act = blocks;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(seen.calls, 2);
	CHECK_EQ(seen.filter_context, 0x77);
	CHECK_EQ(finding_count(), 0);
}

ENGINE_TEST(version_1_has_a_classify_context)
{
	FWPS_CALLOUT1 callout = {
		.calloutKey = engine_key(1), .classifyFn = classify_fn_1, .notifyFn = notify_fn
	};

	memset(&seen, 0, sizeof(seen));
	CHECK_EQ(FwpsCalloutRegister1(engine_device, &callout, NULL), STATUS_SUCCESS);
	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = blocks;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(seen.filter_context, 0x77);
}

ENGINE_TEST(an_absorbed_packet_is_the_drivers)
{
	struct classify *classify = classify_take(OUT_IPPACKET);

	registered(1, 0);
	with_filter(FWP_ACTION_CALLOUT_TERMINATING);
	seen.act = absorbs;
	classify_run(classify);
	CHECK(classify->absorbed);
	CHECK_EQ(finding_count(), 0);
}

ENGINE_TEST(what_is_the_engines_in_classify_out_is_watched)
{
	registered(1, 0);
	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = scribbles;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(engine_findings(RULE_R76), 1);
	CHECK_EQ(engine_findings(RULE_R75), 1);
}

ENGINE_TEST(without_its_callout_a_filter_blocks)
{
	UINT32 id;

	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	id = registered(1, 0);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(FwpsCalloutUnregisterById0(id), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(FwpsCalloutUnregisterById0(id), STATUS_FWP_CALLOUT_NOT_FOUND);
	CHECK_EQ(ledger_count(HOLDING_CALLOUT), 0);
}

ENGINE_TEST(a_key_is_registered_once_and_keeps_its_id)
{
	FWPM_CALLOUT0 managed = { .calloutKey = engine_key(1),
		.displayData.name = (WCHAR *)engine_name,
		.applicableLayer = engine_out_ippacket };
	FWPS_CALLOUT0 again = {
		.calloutKey = engine_key(1), .classifyFn = classify_fn, .notifyFn = notify_fn
	};
	UINT32 id = registered(1, 0), other = 0;

	CHECK_EQ(FwpmCalloutAdd0(engine_open(true), &managed, NULL, &other), STATUS_SUCCESS);
	CHECK_EQ(other, id);
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &again, NULL), STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(engine_findings(RULE_R43), 1);
}

ENGINE_TEST(a_callout_needs_a_device_and_functions)
{
	FWPS_CALLOUT0 callout = { .calloutKey = engine_key(1), .classifyFn = classify_fn };

	CHECK(!NT_SUCCESS(FwpsCalloutRegister0(NULL, &callout, NULL)));
	CHECK_EQ(engine_findings(RULE_R7), 1);
	CHECK_EQ(engine_findings(RULE_R41), 1);
}

ENGINE_TEST(sublayers_and_filters_are_asked_from_heavy_to_light)
{
	HANDLE engine = engine_open(true);
	UINT64 light = 1, heavy = 2;
	FWPM_FILTER0 filter;

	CHECK_EQ(engine_sublayer(engine, 1, 10), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 2, 20), STATUS_SUCCESS);
	filter = engine_filter(3, 1, FWP_ACTION_PERMIT, 0); /* lighter sublayer, soft */
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	filter = engine_filter(4, 2, FWP_ACTION_BLOCK, 0);
	filter.weight = (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &light };
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	filter = engine_filter(5, 2, FWP_ACTION_PERMIT, 0);
	filter.weight = (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &heavy };
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
}

/* A callout's soft block in the heavy sublayer, a permit in the light one. */
static FWP_ACTION_TYPE
soft_block_and_permit(const GUID *layer, uint16_t asked_at)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER0 filter;

	registered(1, 0);
	seen.act = blocks;
	CHECK_EQ(engine_callout(engine, 1, layer), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 1, 10), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 2, 20), STATUS_SUCCESS);
	filter = engine_filter(3, 1, FWP_ACTION_PERMIT, 0);
	filter.layerKey = *layer;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	filter = engine_filter(4, 2, FWP_ACTION_CALLOUT_TERMINATING, 1);
	filter.layerKey = *layer;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	return engine_ask(asked_at);
}

ENGINE_TEST(a_soft_block_gives_way_to_a_lighter_sublayer)
{
	CHECK_EQ(soft_block_and_permit(&engine_out_ippacket, OUT_IPPACKET), FWP_ACTION_PERMIT);
}

ENGINE_TEST(at_the_stream_layer_what_is_blocked_is_gone)
{
	static const GUID stream = { 0x3b89653c, 0xc170, 0x49e4,
		{ 0xb1, 0xcd, 0xe0, 0xee, 0xee, 0xe1, 0x9a, 0x3e } };

	CHECK_EQ(soft_block_and_permit(&stream, STREAM), FWP_ACTION_BLOCK);
	CHECK_EQ(seen.calls, 1);
}

ENGINE_TEST(conditions_on_one_field_are_alternatives)
{
	HANDLE engine = engine_open(true);
	GUID remote = { 0xb235ae9a, 0x1d64, 0x49b8,
		{ 0xa4, 0x4c, 0x5f, 0xf3, 0xd9, 0x09, 0x50, 0x45 } };
	GUID loopback = { 0x632ce23b, 0x5167, 0x435c,
		{ 0x86, 0xd7, 0xe9, 0x03, 0x68, 0x4a, 0xa8, 0x0c } };
	FWPM_FILTER_CONDITION0 conditions[] = {
		{ remote, FWP_MATCH_EQUAL, { .type = FWP_UINT32, .uint32 = 1 } },
		{ loopback, FWP_MATCH_FLAGS_ALL_SET, { .type = FWP_UINT32, .uint32 = 1 } },
		{ remote, FWP_MATCH_EQUAL, { .type = FWP_UINT32, .uint32 = 2 } },
	};
	FWPM_FILTER0 filter = engine_filter(1, 0, FWP_ACTION_BLOCK, 0);
	int address = classify_field(OUT_IPPACKET, "IP_REMOTE_ADDRESS");
	int flags = classify_field(OUT_IPPACKET, "FLAGS");

	filter.filterCondition = conditions;
	filter.numFilterConditions = 3;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	for (uint32_t from = 0; from < 4; from++) {
		for (uint32_t bits = 0; bits < 2; bits++) {
			struct classify *classify = classify_take(OUT_IPPACKET);

			classify->values[address].value =
			    (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = from };
			classify->values[flags].value =
			    (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = bits };
			classify_run(classify);
			CHECK_EQ(classify->action == FWP_ACTION_BLOCK,
			    (from == 1 || from == 2) && bits == 1);
			classify_give(classify);
		}
	}
}

ENGINE_TEST(a_flow_context_keeps_its_callout_registered)
{
	UINT32 id = registered(1, 0);
	struct flow *flow = flow_open();
	UINT64 number = flow_id(flow);

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
	CHECK_EQ(ledger_total(), 0);
	flow_close(flow);
}

ENGINE_TEST(the_end_of_a_flow_deletes_its_contexts)
{
	UINT32 id = registered(1, 0);
	struct flow *flow = flow_open();
	UINT64 number = flow_id(flow);

	CHECK_EQ(FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, id, 5), STATUS_SUCCESS);
	CHECK_EQ(FwpsFlowAssociateContext0(number, STREAM, id, 6), STATUS_SUCCESS);
	flow_close(flow);
	CHECK_EQ(seen.deletes, 2);
	CHECK_EQ(ledger_count(HOLDING_FLOW_CONTEXT), 0);
	CHECK(!NT_SUCCESS(FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, id, 7)));
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(FwpsFlowAssociateContext0(99, FLOW_ESTABLISHED, id, 7), STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R98), 1);
	CHECK_EQ(
	    FwpsFlowAssociateContext0(number, FLOW_ESTABLISHED, id, 0), STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R94), 1);
}

static void
manages(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_BLOCK;
	seen.status = FwpmTransactionBegin0(NULL, 0);
}

ENGINE_TEST(a_callout_must_not_manage_policy_while_it_is_asked)
{
	registered(1, 0);
	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = manages;
	engine_ask(OUT_IPPACKET);
	CHECK_EQ(engine_findings(RULE_R47), 1);
	CHECK_EQ(FwpmTransactionBegin0(NULL, 0), STATUS_INVALID_HANDLE);
	CHECK_EQ(engine_findings(RULE_R47), 1);
}

static void
hard_permits(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_PERMIT;
	out->rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
}

ENGINE_TEST(a_hard_permit_stands_against_a_lighter_filter)
{
	HANDLE engine = engine_open(true);

	registered(1, 0);
	CHECK_EQ(engine_sublayer(engine, 5, 0xFFFF), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 5, FWP_ACTION_CALLOUT_TERMINATING, 1)),
	    STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(3, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	seen.act = hard_permits;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(finding_count(), 0);
	seen.act = NULL; /* terminating, and says nothing */
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(engine_findings(RULE_R73), 1);
}

static struct flow *shared_flow;
static UINT32 shared_id;

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

static bool go_on;

static void
dawdles(FWPS_CLASSIFY_OUT0 *out)
{
	while (!go_on)
		thread_park("test", 0, clock_now_100ns() + 10);
	out->actionType = FWP_ACTION_BLOCK;
}

static void
unregisters(void *unused)
{
	(void)unused;
	seen.status = FwpsCalloutUnregisterById0(shared_id);
	CHECK(go_on);
}

static void
lets_go(void *engine)
{
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &(GUID){ .Data1 = 0xDDDD0002, .Data2 = 1 }),
	    STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 0);
	go_on = true;
}

static void
asks(void *unused)
{
	(void)unused;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
}

ENGINE_TEST(unregistering_waits_for_the_classify_and_so_does_the_deleted_filter)
{
	HANDLE engine;

	shared_id = registered(1, 0);
	engine = with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = dawdles;
	go_on = false;
	thread_start(THREAD_NETWORK, asks, NULL);
	thread_park("test", 0, clock_now_100ns() + 100);
	thread_start(THREAD_SYSTEM, unregisters, NULL);
	thread_park("test", 0, clock_now_100ns() + 100);
	thread_start(THREAD_SYSTEM, lets_go, engine);
	thread_park("test", 0, clock_now_100ns() + 1000);
	CHECK(go_on);
	CHECK_EQ(seen.calls, 1);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 1);
	CHECK_EQ(seen.status, STATUS_SUCCESS);
}

ENGINE_TEST(a_callout_can_refuse_a_filter)
{
	HANDLE engine = engine_open(true);

	registered(1, 0);
	seen.add_status = STATUS_UNSUCCESSFUL;
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1)),
	    STATUS_FWP_CALLOUT_NOTIFICATION_FAILED);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 0);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(FwpmCalloutDeleteByKey0(engine, &(GUID){ .Data1 = 0xDDDD0001, .Data2 = 1 }),
	    STATUS_SUCCESS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_filters_all_is_permitted),
		cmocka_unit_test(a_callout_is_asked_and_its_block_holds),
		cmocka_unit_test(version_1_has_a_classify_context),
		cmocka_unit_test(an_absorbed_packet_is_the_drivers),
		cmocka_unit_test(what_is_the_engines_in_classify_out_is_watched),
		cmocka_unit_test(without_its_callout_a_filter_blocks),
		cmocka_unit_test(a_key_is_registered_once_and_keeps_its_id),
		cmocka_unit_test(a_callout_needs_a_device_and_functions),
		cmocka_unit_test(sublayers_and_filters_are_asked_from_heavy_to_light),
		cmocka_unit_test(a_soft_block_gives_way_to_a_lighter_sublayer),
		cmocka_unit_test(at_the_stream_layer_what_is_blocked_is_gone),
		cmocka_unit_test(conditions_on_one_field_are_alternatives),
		cmocka_unit_test(a_callout_must_not_manage_policy_while_it_is_asked),
		cmocka_unit_test(a_hard_permit_stands_against_a_lighter_filter),
		cmocka_unit_test(a_flow_context_keeps_its_callout_registered),
		cmocka_unit_test(the_end_of_a_flow_deletes_its_contexts),
		cmocka_unit_test(a_context_waits_for_the_classify_that_may_use_it),
		cmocka_unit_test(
		    unregistering_waits_for_the_classify_and_so_does_the_deleted_filter),
		cmocka_unit_test(a_callout_can_refuse_a_filter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
