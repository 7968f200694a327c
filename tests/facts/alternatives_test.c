/*
 * Which conditions of a filter are alternatives: consecutive ones on one field are, and of each
 * such run one must be met.  [win32:FWPM_FILTER0, filterCondition]
 */
#include "../wfp/engine.h"

#include "wfp/filter.h"
#include "wfp/key_name.h"
#include "wfp/layer.h"
#include "wfp/value.h"

#define ADDRESS "FWPM_CONDITION_IP_REMOTE_ADDRESS"
#define PORT "FWPM_CONDITION_IP_REMOTE_PORT"

static HANDLE engine;

static FWPM_FILTER_CONDITION0
from_to(const char *field, FWP_DATA_TYPE type, FWP_RANGE0 *range, uint16_t low, uint16_t high)
{
	*range = (FWP_RANGE0){ .valueLow = { .type = type }, .valueHigh = { .type = type } };
	range->valueLow.uint32 = low;
	range->valueHigh.uint32 = high;
	return (FWPM_FILTER_CONDITION0){
		.fieldKey = *key_by_name(field),
		.matchType = FWP_MATCH_RANGE,
		.conditionValue = { .type = FWP_RANGE_TYPE, .rangeValue = range },
	};
}

static void
block(FWPM_FILTER_CONDITION0 *conditions, UINT32 count)
{
	FWPM_FILTER0 filter = {
		.displayData.name = (WCHAR *)engine_name,
		.layerKey = layer_named("OUTBOUND_TRANSPORT_V4")->key,
		.action.type = FWP_ACTION_BLOCK,
		.numFilterConditions = count,
		.filterCondition = conditions,
	};

	engine = engine_open(true);
	CHECK_EQ(FwpmFilterAdd0(engine, &filter, NULL, NULL), STATUS_SUCCESS);
}

static bool
blocked(UINT32 address, UINT16 port)
{
	const struct layer *layer = layer_named("OUTBOUND_TRANSPORT_V4");
	struct classify *classify = classify_take(layer->id);
	bool is;

	classify->values[classify_field(layer->id, "IP_REMOTE_ADDRESS")].value =
	    (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = address };
	classify->values[classify_field(layer->id, "IP_REMOTE_PORT")].value =
	    (FWP_VALUE0){ .type = FWP_UINT16, .uint16 = port };
	classify_run(classify);
	is = classify->action == FWP_ACTION_BLOCK;
	classify_give(classify);
	return is;
}

/* Ports 10 to 20, the address between, then ports 15 to 30. */
static void
block_apart(void)
{
	FWP_RANGE0 ranges[3];
	FWPM_FILTER_CONDITION0 conditions[] = {
		from_to(PORT, FWP_UINT16, &ranges[0], 10, 20),
		from_to(ADDRESS, FWP_UINT32, &ranges[1], 1, 2),
		from_to(PORT, FWP_UINT16, &ranges[2], 15, 30),
	};

	block(conditions, 3);
}

ENGINE_TEST(of_neighbours_on_one_field_one_must_be_met)
{
	FWP_RANGE0 ranges[3];
	FWPM_FILTER_CONDITION0 conditions[] = {
		from_to(ADDRESS, FWP_UINT32, &ranges[0], 1, 2),
		from_to(PORT, FWP_UINT16, &ranges[1], 10, 20),
		from_to(PORT, FWP_UINT16, &ranges[2], 15, 30),
	};

	block(conditions, 3);
	CHECK(blocked(1, 10) && blocked(1, 17) && blocked(2, 30));
	CHECK(!blocked(1, 31) && !blocked(3, 17));
}

ENGINE_TEST(those_that_stand_apart_must_all_be_met)
{
	block_apart();
	CHECK(blocked(1, 15) && blocked(2, 20));
	CHECK(!blocked(1, 10) && !blocked(1, 30) && !blocked(3, 17));
}

ENGINE_TEST(unless_the_switch_says_that_they_are_alternatives_too)
{
	value_switches.apart_are_alternatives = true;
	block_apart();
	value_switches.apart_are_alternatives = false;
	CHECK(blocked(1, 10) && blocked(1, 17) && blocked(2, 30));
	CHECK(!blocked(1, 31) && !blocked(3, 17));
}

/* Two runs of two each: the index must not take one of them for the whole. */
ENGINE_TEST(each_run_has_its_own_alternatives)
{
	FWP_RANGE0 ranges[5];
	FWPM_FILTER_CONDITION0 conditions[] = {
		from_to(PORT, FWP_UINT16, &ranges[0], 10, 11),
		from_to(PORT, FWP_UINT16, &ranges[1], 20, 21),
		from_to(ADDRESS, FWP_UINT32, &ranges[2], 1, 2),
		from_to(PORT, FWP_UINT16, &ranges[3], 11, 12),
		from_to(PORT, FWP_UINT16, &ranges[4], 21, 22),
	};

	block(conditions, 5);
	for (UINT16 port = 9; port < 24; port++)
		CHECK_EQ(blocked(1, port), port == 11 || port == 21);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_neighbours_on_one_field_one_must_be_met),
		cmocka_unit_test(those_that_stand_apart_must_all_be_met),
		cmocka_unit_test(unless_the_switch_says_that_they_are_alternatives_too),
		cmocka_unit_test(each_run_has_its_own_alternatives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
