/* Regions of values, against every value there is. */
#include "bfe/region.h"
#include "host/arena.h"
#include "wfp/value.h"

#include "../test.h"

#include <stdlib.h>
#include <string.h>

static FWP_RANGE0 ranges[8];

/* One of the conditions that a field of eight bits can have. */
static FWPM_FILTER_CONDITION0
some_condition(FWP_RANGE0 *range)
{
	static const FWP_MATCH_TYPE single[] = { FWP_MATCH_EQUAL, FWP_MATCH_NOT_EQUAL,
		FWP_MATCH_GREATER, FWP_MATCH_LESS, FWP_MATCH_GREATER_OR_EQUAL,
		FWP_MATCH_LESS_OR_EQUAL, FWP_MATCH_FLAGS_ALL_SET, FWP_MATCH_FLAGS_ANY_SET,
		FWP_MATCH_FLAGS_NONE_SET };
	UINT8 low = (UINT8)rand(), high = (UINT8)rand();
	unsigned which = (unsigned)rand() % 12;

	if (which < 9)
		return (FWPM_FILTER_CONDITION0){ .matchType = single[which],
			.conditionValue = { .type = FWP_UINT8, .uint8 = low } };
	*range = (FWP_RANGE0){
		.valueLow = { .type = FWP_UINT8, .uint8 = low < high ? low : high },
		.valueHigh = { .type = FWP_UINT8, .uint8 = low < high ? high : low },
	};
	return (FWPM_FILTER_CONDITION0){ .matchType = FWP_MATCH_RANGE,
		.conditionValue = { .type = FWP_RANGE_TYPE, .rangeValue = range } };
}

static bool
is_met(const FWPM_FILTER_CONDITION0 *conditions, unsigned count, unsigned number)
{
	FWP_VALUE0 value = { .type = FWP_UINT8, .uint8 = (UINT8)number };

	for (unsigned at = 0; at < count; at++) {
		if (value_meets(&value, conditions[at].matchType, &conditions[at].conditionValue))
			return true;
	}
	return false;
}

TEST(regions_of_a_byte_are_what_its_256_values_say)
{
	(void)state;
	srand(1);
	for (unsigned round = 0; round < 20000; round++) {
		FWPM_FILTER_CONDITION0 own[4], asked[4];
		unsigned owns = (unsigned)rand() % 5, asks = 1 + (unsigned)rand() % 4;
		struct region outer = { 0 }, inner = { 0 };
		bool meets = false, covers = true, answered = false;

		for (unsigned at = 0; at < owns; at++) {
			own[at] = some_condition(&ranges[at]);
			CHECK(region_add(&outer, &own[at]));
		}
		for (unsigned at = 0; at < asks; at++) {
			asked[at] = some_condition(&ranges[4 + at]);
			CHECK(region_add(&inner, &asked[at]));
		}
		for (unsigned value = 0; value < 256; value++) {
			bool is_asked = is_met(asked, asks, value),
			     is_in = is_met(own, owns, value);

			meets |= is_asked && is_in;
			covers &= !is_asked || is_in;
		}
		CHECK_EQ(region_meets(&outer, &inner), meets);
		CHECK_EQ(region_covers(&outer, &inner, &answered), covers);
		CHECK(answered);
		region_give(&outer);
		region_give(&inner);
	}
}

/* 2001:db8::/32 and what lies in it and not. */
TEST(prefixes_of_any_length_are_regions)
{
	FWP_V6_ADDR_AND_MASK wide = { { 0x20, 0x01, 0x0d, 0xb8 }, 32 };
	FWP_V6_ADDR_AND_MASK narrow = { { 0x20, 0x01, 0x0d, 0xb8, 0x12 }, 40 };
	FWP_V6_ADDR_AND_MASK all = { { 0 }, 0 };
	FWP_V6_ADDR_AND_MASK *nets[] = { &narrow, &wide, &all };
	struct region regions[3] = { 0 };
	bool answered;

	(void)state;
	for (unsigned at = 0; at < 3; at++) {
		FWPM_FILTER_CONDITION0 condition = { .matchType = FWP_MATCH_EQUAL,
			.conditionValue = { .type = FWP_V6_ADDR_MASK, .v6AddrMask = nets[at] } };

		CHECK(region_add(&regions[at], &condition));
	}
	for (unsigned outer = 0; outer < 3; outer++) {
		for (unsigned inner = 0; inner < 3; inner++) {
			CHECK(region_meets(&regions[outer], &regions[inner]));
			CHECK_EQ(region_covers(&regions[outer], &regions[inner], &answered),
			    outer >= inner);
		}
	}
}

/* Three thousand masks that have nothing to do with one another: is anything left between them? */
TEST(a_question_that_is_too_tangled_is_not_answered)
{
	struct region outer = { 0 }, inner = { 0 };
	FWPM_FILTER_CONDITION0 every = { .matchType = FWP_MATCH_FLAGS_ALL_SET,
		.conditionValue = { .type = FWP_UINT32, .uint32 = 0 } };
	bool answered = true;

	(void)state;
	CHECK(region_add(&inner, &every));
	for (unsigned at = 0; at < 3000; at++) {
		UINT32 bits = 0;
		FWP_V4_ADDR_AND_MASK mask;
		FWPM_FILTER_CONDITION0 condition = { .matchType = FWP_MATCH_EQUAL,
			.conditionValue = { .type = FWP_V4_ADDR_MASK, .v4AddrMask = &mask } };

		for (unsigned bit = 0; bit < 7; bit++)
			bits |= (UINT32)1 << (unsigned)rand() % 32;
		mask = (FWP_V4_ADDR_AND_MASK){ .addr = (UINT32)rand(), .mask = bits };
		CHECK(region_add(&outer, &condition));
	}
	CHECK(!region_covers(&outer, &inner, &answered));
	CHECK(!answered);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regions_of_a_byte_are_what_its_256_values_say),
		cmocka_unit_test(prefixes_of_any_length_are_regions),
		cmocka_unit_test(a_question_that_is_too_tangled_is_not_answered),
	};

	CHECK(arena_start());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
