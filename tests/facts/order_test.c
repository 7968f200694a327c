/*
 * In which order Windows asks: sublayers by weight, a sublayer's filters by theirs, until one of
 * them permits or blocks.  [win32:filter-arbitration; win32:filter-weight-assignment]
 */
#include "../wfp/engine.h"

#include "nt/fwpm.h"
#include "wfp/key_name.h"
#include "wfp/layer.h"

#define HEAVY 1
#define LIGHT 2

static HANDLE engine;

static uint64_t
add(unsigned sublayer, FWP_ACTION_TYPE action, FWP_VALUE0 weight, UINT32 network, unsigned prefix)
{
	FWP_V4_ADDR_AND_MASK remote = { .addr = network,
		.mask = prefix == 0 ? 0 : UINT32_MAX << (32 - prefix) };
	FWPM_FILTER_CONDITION0 condition = {
		.fieldKey = *key_by_name("FWPM_CONDITION_IP_REMOTE_ADDRESS"),
		.matchType = FWP_MATCH_EQUAL,
		.conditionValue = { .type = FWP_V4_ADDR_MASK, .v4AddrMask = &remote },
	};
	FWPM_FILTER0 filter = {
		.displayData.name = (WCHAR *)engine_name,
		.layerKey = layer_named("OUTBOUND_TRANSPORT_V4")->key,
		.subLayerKey = engine_key(sublayer),
		.weight = weight,
		.action.type = action,
		.numFilterConditions = 1,
		.filterCondition = &condition,
	};
	UINT64 id = 0;

	CHECK_EQ(FwpmFilterAdd0(engine, &filter, NULL, &id), STATUS_SUCCESS);
	return id;
}

static FWP_VALUE0
automatic(void)
{
	return (FWP_VALUE0){ .type = FWP_EMPTY };
}

static FWP_VALUE0
range(UINT8 number)
{
	return (FWP_VALUE0){ .type = FWP_UINT8, .uint8 = number };
}

static FWP_VALUE0
exactly(UINT64 *weight)
{
	return (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = weight };
}

/* Who decides about a packet to 10.1.2.3, and the verdict is as it should be. */
static uint64_t
decides(FWP_ACTION_TYPE wanted)
{
	const struct layer *layer = layer_named("OUTBOUND_TRANSPORT_V4");
	struct classify *classify = classify_take(layer->id);
	uint64_t id;

	classify->values[classify_field(layer->id, "IP_REMOTE_ADDRESS")].value =
	    (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = 0x0A010203 };
	classify_run(classify);
	CHECK_EQ(classify->action, wanted);
	id = classify->filter_id;
	classify_give(classify);
	return id;
}

static void
open_engine(void)
{
	engine = engine_open(true);
	CHECK_EQ(engine_sublayer(engine, HEAVY, 0x9000), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, LIGHT, 0x1000), STATUS_SUCCESS);
}

ENGINE_TEST(in_a_sublayer_the_heaviest_filter_that_matches_decides)
{
	UINT64 light = 5, heavy = 6, heavier = 7;
	uint64_t permits;

	open_engine();
	add(HEAVY, FWP_ACTION_BLOCK, exactly(&light), 0, 0);
	permits = add(HEAVY, FWP_ACTION_PERMIT, exactly(&heavy), 0x0A000000, 8);
	add(HEAVY, FWP_ACTION_BLOCK, exactly(&heavier), 0x0B000000, 8); /* does not match */
	CHECK_EQ(decides(FWP_ACTION_PERMIT), permits);
}

ENGINE_TEST(a_lighter_sublayer_blocks_what_a_heavier_one_permits_softly)
{
	UINT64 heavy = UINT64_MAX, light = 0;
	uint64_t blocks;

	open_engine();
	blocks = add(LIGHT, FWP_ACTION_BLOCK, exactly(&light), 0, 0);
	add(HEAVY, FWP_ACTION_PERMIT, exactly(&heavy), 0, 0);
	CHECK_EQ(decides(FWP_ACTION_BLOCK), blocks);
}

ENGINE_TEST(a_lighter_sublayer_permits_nothing_that_a_heavier_one_blocks)
{
	UINT64 heavy = UINT64_MAX, light = 0;
	uint64_t blocks;

	open_engine();
	add(LIGHT, FWP_ACTION_PERMIT, exactly(&heavy), 0, 0);
	blocks = add(HEAVY, FWP_ACTION_BLOCK, exactly(&light), 0, 0);
	CHECK_EQ(decides(FWP_ACTION_BLOCK), blocks);
}

ENGINE_TEST(left_to_windows_the_more_specific_filter_is_the_heavier)
{
	uint64_t host;

	open_engine();
	add(HEAVY, FWP_ACTION_BLOCK, automatic(), 0x0A000000, 8);
	host = add(HEAVY, FWP_ACTION_PERMIT, automatic(), 0x0A010203, 32);
	add(HEAVY, FWP_ACTION_BLOCK, automatic(), 0x0A010000, 16);
	CHECK_EQ(decides(FWP_ACTION_PERMIT), host);
}

ENGINE_TEST(a_range_outweighs_whatever_is_in_a_lower_one)
{
	uint64_t network;

	open_engine();
	add(HEAVY, FWP_ACTION_BLOCK, range(14), 0x0A010203, 32);
	network = add(HEAVY, FWP_ACTION_PERMIT, range(15), 0x0A000000, 8);
	add(HEAVY, FWP_ACTION_BLOCK, automatic(), 0x0A010203, 32);
	CHECK_EQ(decides(FWP_ACTION_PERMIT), network);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_a_sublayer_the_heaviest_filter_that_matches_decides),
		cmocka_unit_test(a_lighter_sublayer_blocks_what_a_heavier_one_permits_softly),
		cmocka_unit_test(a_lighter_sublayer_permits_nothing_that_a_heavier_one_blocks),
		cmocka_unit_test(left_to_windows_the_more_specific_filter_is_the_heavier),
		cmocka_unit_test(a_range_outweighs_whatever_is_in_a_lower_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
