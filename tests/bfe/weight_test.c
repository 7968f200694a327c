/*
 * The weights that Windows gives filters: each clause of bfe/weight.h, and all filters of a
 * machine's state where there is one.
 */
#include "bfe/weight.h"

#include "executive/target.h"
#include "nt/fwpm.h"
#include "wfp/key_name.h"

#include "../test.h"
#include "shown_state.h"

#include <stdio.h>
#include <stdlib.h>

static FWPM_FILTER_CONDITION0
condition(const char *field, FWP_MATCH_TYPE match, FWP_CONDITION_VALUE0 value)
{
	char name[80];
	const GUID *key;

	snprintf(name, sizeof(name), "FWPM_CONDITION_%s", field);
	key = key_by_name(name);
	if (key == NULL)
		fail_msg("no %s", name);
	return (FWPM_FILTER_CONDITION0){
		.fieldKey = *key,
		.matchType = match,
		.conditionValue = value,
	};
}

static FWPM_FILTER_CONDITION0
equal(const char *field, FWP_CONDITION_VALUE0 value)
{
	return condition(field, FWP_MATCH_EQUAL, value);
}

static FWP_CONDITION_VALUE0
port(UINT16 number)
{
	return (FWP_CONDITION_VALUE0){ .type = FWP_UINT16, .uint16 = number };
}

static FWP_CONDITION_VALUE0
ports(FWP_RANGE0 *range, UINT16 low, UINT16 high)
{
	range->valueLow = (FWP_VALUE0){ .type = FWP_UINT16, .uint16 = low };
	range->valueHigh = (FWP_VALUE0){ .type = FWP_UINT16, .uint16 = high };
	return (FWP_CONDITION_VALUE0){ .type = FWP_RANGE_TYPE, .rangeValue = range };
}

static FWP_CONDITION_VALUE0
addresses(FWP_V4_ADDR_AND_MASK *network, UINT32 address, UINT32 mask)
{
	*network = (FWP_V4_ADDR_AND_MASK){ .addr = address, .mask = mask };
	return (FWP_CONDITION_VALUE0){ .type = FWP_V4_ADDR_MASK, .v4AddrMask = network };
}

static const FWP_CONDITION_VALUE0 blob = { .type = FWP_BYTE_BLOB_TYPE };
static const FWP_CONDITION_VALUE0 sid = { .type = FWP_SID };
static const FWP_CONDITION_VALUE0 descriptor = { .type = FWP_SECURITY_DESCRIPTOR_TYPE };

static uint64_t
weigh(const char *layer, const FWPM_FILTER_CONDITION0 *conditions, uint32_t count)
{
	const FWP_VALUE0 none = { .type = FWP_EMPTY };

	return weight_effective(layer_named(layer), &none, conditions, count);
}

#define WEIGH(layer, ...) \
	weigh(layer, (FWPM_FILTER_CONDITION0[]){ __VA_ARGS__ }, \
	    sizeof((FWPM_FILTER_CONDITION0[]){ __VA_ARGS__ }) / sizeof(FWPM_FILTER_CONDITION0))

TEST(a_weight_is_exact_or_a_range_or_left_to_windows)
{
	const FWPM_FILTER_CONDITION0 app = equal("ALE_APP_ID", blob);
	const struct layer *listen = layer_named("ALE_AUTH_LISTEN_V4");
	UINT64 exact = UINT64_MAX;

	(void)state;
	CHECK_EQ(weight_effective(
		     listen, &(FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &exact }, &app, 1),
	    UINT64_MAX);
	CHECK_EQ(weight_effective(listen, &(FWP_VALUE0){ .type = FWP_UINT8, .uint8 = 15 }, &app, 1),
	    UINT64_C(0xF000000000000080));
	CHECK_EQ(weight_effective(listen, &(FWP_VALUE0){ .type = FWP_EMPTY }, &app, 1), 0x80);
}

TEST(a_weight_is_of_a_type_that_weights_have_and_a_range_is_below_16)
{
	(void)state;
	CHECK_EQ(weight_check(&(FWP_VALUE0){ .type = FWP_EMPTY }), STATUS_SUCCESS);
	CHECK_EQ(weight_check(&(FWP_VALUE0){ .type = FWP_UINT8, .uint8 = 15 }), STATUS_SUCCESS);
	CHECK_EQ(weight_check(&(FWP_VALUE0){ .type = FWP_UINT8, .uint8 = 16 }),
	    STATUS_FWP_INVALID_WEIGHT);
	CHECK_EQ(weight_check(&(FWP_VALUE0){ .type = FWP_UINT16 }), STATUS_FWP_INVALID_WEIGHT);
	CHECK_EQ(weight_check(&(FWP_VALUE0){ .type = 77 }), STATUS_FWP_INVALID_WEIGHT);
	CHECK_EQ(weight_check(&(FWP_VALUE0){ .type = FWP_UINT64 }), STATUS_FWP_NULL_POINTER);
}

TEST(a_filter_without_conditions_weighs_nothing_unless_its_layer_has_no_fields)
{
	(void)state;
	CHECK_EQ(weigh("ALE_AUTH_CONNECT_V4", NULL, 0), 0);
	CHECK_EQ(weigh("INBOUND_TRANSPORT_FAST", NULL, 0), UINT64_C(0x7FFFFFFFFFFFFFF));
}

/* ALE_AUTH_LISTEN_V4: address 28 bits, interface, type, port 22 bits, and eight single bits. */
TEST(a_names_bit_is_lighter_than_any_port)
{
	(void)state;
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("IP_LOCAL_PORT", port(80))), 0x3FFFFF00);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_APP_ID", blob)), 0x80);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_USER_ID", descriptor)), 0x40);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_APP_ID", blob),
		     equal("ALE_USER_ID", descriptor), equal("IP_LOCAL_PORT", port(80))),
	    0x3FFFFFC0);
}

TEST(fields_that_mean_the_same_have_one_slot)
{
	(void)state;
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_PACKAGE_ID", sid)), 0x80);
	CHECK_EQ(
	    WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_PACKAGE_ID", sid), equal("ALE_APP_ID", blob)),
	    0x80);
	/* Not equal is as good: it is a bit. */
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", condition("ALE_PACKAGE_ID", FWP_MATCH_NOT_EQUAL, sid)),
	    0x80);
}

TEST(an_address_is_half_of_the_slot_that_both_ends_have)
{
	const FWP_CONDITION_VALUE0 one = { .type = FWP_UINT32, .uint32 = 0xC0A80101 };
	const uint64_t unit = UINT64_C(1) << 53; /* of seven bits */

	(void)state;
	CHECK_EQ(WEIGH("ALE_AUTH_RECV_ACCEPT_V4", equal("IP_REMOTE_ADDRESS", one)), 64 * unit);
	CHECK_EQ(WEIGH("ALE_AUTH_RECV_ACCEPT_V4", equal("IP_REMOTE_ADDRESS", one),
		     equal("IP_LOCAL_ADDRESS", one)),
	    127 * unit);
}

TEST(a_prefix_and_a_range_count_by_the_values_that_they_leave)
{
	FWP_V4_ADDR_AND_MASK network;
	FWP_RANGE0 range;
	const uint64_t unit = UINT64_C(1) << 53;

	(void)state;
	CHECK_EQ(WEIGH("ALE_AUTH_RECV_ACCEPT_V4",
		     equal("IP_REMOTE_ADDRESS", addresses(&network, 0xC0A80400, 0xFFFFFC00))),
	    44 * unit); /* 22 of 32 of half of 127 */
	CHECK_EQ(
	    WEIGH("ALE_AUTH_RECV_ACCEPT_V4", equal("IP_REMOTE_ADDRESS", addresses(&network, 0, 0))),
	    0);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4",
		     condition("IP_LOCAL_PORT", FWP_MATCH_RANGE, ports(&range, 0, 0xFFFF))),
	    0);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4",
		     condition("IP_LOCAL_PORT", FWP_MATCH_RANGE, ports(&range, 0, 0xFF))),
	    UINT64_C(0x200000) << 8); /* half of 0x3FFFFF, rounded */
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4",
		     condition("IP_LOCAL_PORT", FWP_MATCH_RANGE, ports(&range, 7, 7))),
	    UINT64_C(0x3FFFFF) << 8);
	/* Nearly everything is worth 1. */
	CHECK_EQ(WEIGH("ALE_AUTH_CONNECT_V4",
		     condition("IP_REMOTE_PORT", FWP_MATCH_RANGE, ports(&range, 1, 0xFFFF))),
	    UINT64_C(1) << 39);
}

TEST(an_inequality_counts_as_the_range_that_it_stands_for)
{
	FWP_RANGE0 range;

	(void)state;
	CHECK_EQ(
	    WEIGH("ALE_AUTH_LISTEN_V4", condition("IP_LOCAL_PORT", FWP_MATCH_LESS, port(1024))),
	    WEIGH("ALE_AUTH_LISTEN_V4",
		condition("IP_LOCAL_PORT", FWP_MATCH_RANGE, ports(&range, 0, 1023))));
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4",
		     condition("IP_LOCAL_PORT", FWP_MATCH_GREATER_OR_EQUAL, port(1024))),
	    WEIGH("ALE_AUTH_LISTEN_V4",
		condition("IP_LOCAL_PORT", FWP_MATCH_RANGE, ports(&range, 1024, 65535))));
	CHECK_EQ(
	    WEIGH("ALE_AUTH_LISTEN_V4", condition("IP_LOCAL_PORT", FWP_MATCH_GREATER, port(1023))),
	    WEIGH("ALE_AUTH_LISTEN_V4",
		condition("IP_LOCAL_PORT", FWP_MATCH_RANGE, ports(&range, 1024, 65535))));
}

TEST(alternatives_are_summed_and_three_are_worth_as_much_as_one_value)
{
	FWP_V4_ADDR_AND_MASK a, b, c;
	const uint64_t unit = UINT64_C(1) << 53;

	(void)state;
	CHECK_EQ(WEIGH("ALE_AUTH_RECV_ACCEPT_V4",
		     equal("IP_REMOTE_ADDRESS", addresses(&a, 0xC0A80100, 0xFFFFFF00)),
		     equal("IP_REMOTE_ADDRESS", addresses(&b, 0xE0000000, 0xF0000000))),
	    56 * unit); /* 28 of 32 */
	CHECK_EQ(WEIGH("ALE_AUTH_RECV_ACCEPT_V4",
		     equal("IP_REMOTE_ADDRESS", addresses(&a, 0xC0A80100, 0xFFFFFF00)),
		     equal("IP_REMOTE_ADDRESS", addresses(&b, 0xAC100000, 0xFFF00000))),
	    64 * unit);
	CHECK_EQ(WEIGH("ALE_AUTH_RECV_ACCEPT_V4",
		     equal("IP_REMOTE_ADDRESS", addresses(&a, 0, 0x80000000)),
		     equal("IP_REMOTE_ADDRESS", addresses(&b, 0xE0000000, 0xF0000000)),
		     equal("IP_REMOTE_ADDRESS", addresses(&c, 0x80000000, 0xC0000000))),
	    64 * unit);
}

TEST(what_windows_10_reserves_takes_bits_of_their_own)
{
	FWPM_FILTER_CONDITION0 package = equal("ALE_PACKAGE_ID", sid);

	(void)state;
	CHECK_EQ(WEIGH("ALE_AUTH_CONNECT_V4", package), UINT64_C(1) << 38);
	target_set(BUILD_WIN10_22H2);
	layer_start();
	CHECK_EQ(WEIGH("ALE_AUTH_CONNECT_V4", package), UINT64_C(1) << 38);
	CHECK_EQ(WEIGH("ALE_AUTH_CONNECT_V4",
		     equal("CURRENT_PROFILE_ID", ((FWP_CONDITION_VALUE0){ .type = FWP_UINT32 })),
		     equal("ORIGINAL_PROFILE_ID", ((FWP_CONDITION_VALUE0){ .type = FWP_UINT32 }))),
	    0x1FC0);
	target_set(BUILD_WIN11_24H2);
	layer_start();
	CHECK_EQ(WEIGH("ALE_AUTH_CONNECT_V4",
		     equal("CURRENT_PROFILE_ID", ((FWP_CONDITION_VALUE0){ .type = FWP_UINT32 })),
		     equal("ORIGINAL_PROFILE_ID", ((FWP_CONDITION_VALUE0){ .type = FWP_UINT32 }))),
	    0x7F0);
}

static void
check_filter(const struct shown_filter *filter, void *wrong)
{
	uint64_t weight = weight_effective(
	    filter->layer, &filter->weight, filter->conditions, filter->condition_count);

	if (weight == filter->effective_weight)
		return;
	++*(unsigned *)wrong;
	printf("%s: filter %llu: %016llx, Windows: %016llx\n", filter->layer->name,
	    (unsigned long long)filter->id, (unsigned long long)weight,
	    (unsigned long long)filter->effective_weight);
}

TEST(a_layer_has_the_fields_that_an_imported_state_shows)
{
	const struct layer *ours = layer_named("ALE_AUTH_LISTEN_V4");
	struct layer shown = *ours;

	(void)state;
	shown.field_count = 2; /* ALE_APP_ID, ALE_USER_ID */
	weight_shown_fields(&ours->key, &shown);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_APP_ID", blob)), 2);
	shown.fields =
	    (const struct layer_field[2]){ ours->fields[0] }; /* and one without a name */
	weight_shown_fields(&ours->key, NULL);
	weight_shown_fields(&ours->key, &shown);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_APP_ID", blob)), 2);
	shown.field_count = 61; /* more than there are bits */
	weight_shown_fields(&ours->key, &shown);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_APP_ID", blob)), 0x80);
	weight_shown_fields(&ours->key, NULL);
	CHECK_EQ(WEIGH("ALE_AUTH_LISTEN_V4", equal("ALE_APP_ID", blob)), 0x80);
}

/* DRYDOCK_WFPSTATE: another machine's file; DRYDOCK_WFPSTATE_BUILD: what shows no layers is of. */
TEST(the_weights_of_a_real_machines_filters_are_reproduced)
{
	const char *shared = getenv("DRYDOCK_SHARED"), *other = getenv("DRYDOCK_WFPSTATE");
	const char *build = getenv("DRYDOCK_WFPSTATE_BUILD");
	unsigned wrong = 0, filters;
	char path[512];

	(void)state;
	snprintf(path, sizeof(path), "%s%s", shared != NULL ? shared : "../shared",
	    "/data/netsh/wfpstate.xml");
	target_set(build != NULL ? (uint32_t)strtoul(build, NULL, 10) : BUILD_WIN11_24H2);
	layer_start();
	filters = shown_state_read(other != NULL ? other : path, check_filter, &wrong);
	if (filters == 0) {
		printf("skipped: there is no %s\n", path);
		skip();
	}
	printf("%u filters\n", filters);
	CHECK_EQ(wrong, 0);
	if (other == NULL)
		CHECK_EQ(filters, 1254);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_weight_is_exact_or_a_range_or_left_to_windows),
		cmocka_unit_test(a_weight_is_of_a_type_that_weights_have_and_a_range_is_below_16),
		cmocka_unit_test(
		    a_filter_without_conditions_weighs_nothing_unless_its_layer_has_no_fields),
		cmocka_unit_test(a_names_bit_is_lighter_than_any_port),
		cmocka_unit_test(fields_that_mean_the_same_have_one_slot),
		cmocka_unit_test(an_address_is_half_of_the_slot_that_both_ends_have),
		cmocka_unit_test(a_prefix_and_a_range_count_by_the_values_that_they_leave),
		cmocka_unit_test(an_inequality_counts_as_the_range_that_it_stands_for),
		cmocka_unit_test(alternatives_are_summed_and_three_are_worth_as_much_as_one_value),
		cmocka_unit_test(what_windows_10_reserves_takes_bits_of_their_own),
		cmocka_unit_test(a_layer_has_the_fields_that_an_imported_state_shows),
		cmocka_unit_test(the_weights_of_a_real_machines_filters_are_reproduced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
