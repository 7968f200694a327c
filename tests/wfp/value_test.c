#include "wfp/value.h"

#include "../test.h"

static const struct layer_field port = { .name = "PORT", .type = FWP_UINT16 };
static const struct layer_field flags = { .name = "FLAGS", .type = FWP_UINT32 };
static const struct layer_field v4 = { .name = "V4", .type = FWP_UINT32, .address = true };
static const struct layer_field v6 = {
	.name = "V6", .type = FWP_BYTE_ARRAY16_TYPE, .address = true
};

static FWP_CONDITION_VALUE0
want16(UINT16 number)
{
	return (FWP_CONDITION_VALUE0){ .type = FWP_UINT16, .uint16 = number };
}

static bool
meets16(UINT16 seen, FWP_MATCH_TYPE match, UINT16 wanted)
{
	FWP_VALUE0 value = { .type = FWP_UINT16, .uint16 = seen };
	FWP_CONDITION_VALUE0 condition = want16(wanted);

	CHECK_EQ(value_check(&port, match, &condition), STATUS_SUCCESS);
	return value_meets(&value, match, &condition);
}

TEST(numbers_are_compared_without_a_sign)
{
	(void)state;
	CHECK(meets16(80, FWP_MATCH_EQUAL, 80));
	CHECK(!meets16(80, FWP_MATCH_EQUAL, 81));
	CHECK(meets16(80, FWP_MATCH_NOT_EQUAL, 81));
	CHECK(meets16(0xFFFF, FWP_MATCH_GREATER, 1));
	CHECK(!meets16(1, FWP_MATCH_GREATER, 1));
	CHECK(meets16(1, FWP_MATCH_GREATER_OR_EQUAL, 1));
	CHECK(meets16(0, FWP_MATCH_LESS, 1));
	CHECK(meets16(1, FWP_MATCH_LESS_OR_EQUAL, 1));
	CHECK(meets16(6, FWP_MATCH_FLAGS_ALL_SET, 6));
	CHECK(!meets16(4, FWP_MATCH_FLAGS_ALL_SET, 6));
	CHECK(meets16(4, FWP_MATCH_FLAGS_ANY_SET, 6));
	CHECK(meets16(8, FWP_MATCH_FLAGS_NONE_SET, 6));
}

TEST(an_empty_value_meets_nothing_but_empty)
{
	FWP_VALUE0 empty = { .type = FWP_EMPTY };
	FWP_CONDITION_VALUE0 wanted = want16(0);
	FWP_CONDITION_VALUE0 nothing = { .type = FWP_EMPTY };

	(void)state;
	CHECK(!value_meets(&empty, FWP_MATCH_EQUAL, &wanted));
	CHECK(!value_meets(&empty, FWP_MATCH_NOT_EQUAL, &wanted));
	CHECK(value_meets(&empty, FWP_MATCH_EQUAL, &nothing));
}

TEST(an_address_meets_its_network)
{
	FWP_V4_ADDR_AND_MASK net = { 0x0A000000, 0xFF000000 };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_V4_ADDR_MASK, .v4AddrMask = &net };
	FWP_VALUE0 seen = { .type = FWP_UINT32, .uint32 = 0x0A010203 };

	(void)state;
	CHECK_EQ(value_check(&v4, FWP_MATCH_EQUAL, &wanted), STATUS_SUCCESS);
	CHECK(value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	seen.uint32 = 0x0B010203;
	CHECK(!value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	CHECK(value_meets(&seen, FWP_MATCH_NOT_EQUAL, &wanted));
	net.mask = 0xFF00FF00;
	CHECK_EQ(value_check(&v4, FWP_MATCH_EQUAL, &wanted), STATUS_FWP_INVALID_NET_MASK);
	CHECK_EQ(value_check(&flags, FWP_MATCH_EQUAL, &wanted), STATUS_FWP_TYPE_MISMATCH);
}

TEST(an_ipv6_prefix_may_end_inside_a_byte)
{
	FWP_V6_ADDR_AND_MASK net = { .addr = { 0x20, 0x01, 0xF0 }, .prefixLength = 20 };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_V6_ADDR_MASK, .v6AddrMask = &net };
	FWP_BYTE_ARRAY16 address = { { 0x20, 0x01, 0xFF } };
	FWP_VALUE0 seen = { .type = FWP_BYTE_ARRAY16_TYPE, .byteArray16 = &address };

	(void)state;
	CHECK_EQ(value_check(&v6, FWP_MATCH_EQUAL, &wanted), STATUS_SUCCESS);
	CHECK(value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	address.byteArray16[2] = 0xEF;
	CHECK(!value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	net.prefixLength = 129;
	CHECK_EQ(value_check(&v6, FWP_MATCH_EQUAL, &wanted), STATUS_FWP_INVALID_NET_MASK);
}

TEST(a_range_has_both_its_ends)
{
	FWP_RANGE0 range = { .valueLow = { .type = FWP_UINT16, .uint16 = 10 },
		.valueHigh = { .type = FWP_UINT16, .uint16 = 20 } };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_RANGE_TYPE, .rangeValue = &range };
	FWP_VALUE0 seen = { .type = FWP_UINT16, .uint16 = 10 };

	(void)state;
	CHECK_EQ(value_check(&port, FWP_MATCH_RANGE, &wanted), STATUS_SUCCESS);
	CHECK(value_meets(&seen, FWP_MATCH_RANGE, &wanted));
	seen.uint16 = 20;
	CHECK(value_meets(&seen, FWP_MATCH_RANGE, &wanted));
	seen.uint16 = 21;
	CHECK(!value_meets(&seen, FWP_MATCH_RANGE, &wanted));
	CHECK_EQ(value_check(&port, FWP_MATCH_EQUAL, &wanted), STATUS_FWP_MATCH_TYPE_MISMATCH);
	CHECK_EQ(value_check(&flags, FWP_MATCH_RANGE, &wanted), STATUS_FWP_TYPE_MISMATCH);
	range.valueLow.uint16 = 21;
	CHECK_EQ(value_check(&port, FWP_MATCH_RANGE, &wanted), STATUS_FWP_INVALID_RANGE);
}

TEST(types_are_not_converted)
{
	FWP_CONDITION_VALUE0 wide = { .type = FWP_UINT32, .uint32 = 80 };
	FWP_CONDITION_VALUE0 number = want16(80);
	FWP_CONDITION_VALUE0 pointer = { .type = FWP_BYTE_ARRAY16_TYPE, .byteArray16 = NULL };

	(void)state;
	CHECK_EQ(value_check(&port, FWP_MATCH_EQUAL, &wide), STATUS_FWP_TYPE_MISMATCH);
	CHECK_EQ(value_check(&port, FWP_MATCH_RANGE, &number), STATUS_FWP_MATCH_TYPE_MISMATCH);
	CHECK_EQ(value_check(&port, FWP_MATCH_PREFIX, &number), STATUS_FWP_MATCH_TYPE_MISMATCH);
	CHECK_EQ(value_check(&v6, FWP_MATCH_EQUAL, &pointer), STATUS_FWP_NULL_POINTER);
	CHECK_EQ(value_check(&port, (FWP_MATCH_TYPE)13, &number), STATUS_FWP_INVALID_ENUMERATOR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_compared_without_a_sign),
		cmocka_unit_test(an_empty_value_meets_nothing_but_empty),
		cmocka_unit_test(an_address_meets_its_network),
		cmocka_unit_test(an_ipv6_prefix_may_end_inside_a_byte),
		cmocka_unit_test(a_range_has_both_its_ends),
		cmocka_unit_test(types_are_not_converted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
