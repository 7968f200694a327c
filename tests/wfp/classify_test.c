/* Classifies through filters and callouts. */
#include "callee.h"

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
		{ loopback, FWP_MATCH_FLAGS_ALL_SET, { .type = FWP_UINT32, .uint32 = 1 } },
		{ remote, FWP_MATCH_EQUAL, { .type = FWP_UINT32, .uint32 = 1 } },
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_filters_all_is_permitted),
		cmocka_unit_test(a_callout_is_asked_and_its_block_holds),
		cmocka_unit_test(an_absorbed_packet_is_the_drivers),
		cmocka_unit_test(what_is_the_engines_in_classify_out_is_watched),
		cmocka_unit_test(without_its_callout_a_filter_blocks),
		cmocka_unit_test(sublayers_and_filters_are_asked_from_heavy_to_light),
		cmocka_unit_test(a_soft_block_gives_way_to_a_lighter_sublayer),
		cmocka_unit_test(at_the_stream_layer_what_is_blocked_is_gone),
		cmocka_unit_test(conditions_on_one_field_are_alternatives),
		cmocka_unit_test(a_callout_must_not_manage_policy_while_it_is_asked),
		cmocka_unit_test(a_hard_permit_stands_against_a_lighter_filter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
