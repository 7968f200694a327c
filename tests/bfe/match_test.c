/* What the template of an enumeration of filters shows.  [win32:FWPM_FILTER_ENUM_TEMPLATE0] */
#include "../wfp/engine.h"

#include "wfp/key_name.h"

#define ALL 0xFFFFFFFFu

static FWPM_FILTER_CONDITION0
port_is(UINT16 port)
{
	return (FWPM_FILTER_CONDITION0){
		.fieldKey = *key_by_name("FWPM_CONDITION_IP_REMOTE_PORT"),
		.matchType = FWP_MATCH_EQUAL,
		.conditionValue = { .type = FWP_UINT16, .uint16 = port },
	};
}

static FWPM_FILTER_CONDITION0
ports_below(UINT16 port)
{
	FWPM_FILTER_CONDITION0 condition = port_is(port);

	condition.matchType = FWP_MATCH_LESS;
	return condition;
}

static FWPM_FILTER_CONDITION0
protocol_is(UINT8 protocol)
{
	return (FWPM_FILTER_CONDITION0){
		.fieldKey = *key_by_name("FWPM_CONDITION_IP_PROTOCOL"),
		.matchType = FWP_MATCH_EQUAL,
		.conditionValue = { .type = FWP_UINT8, .uint8 = protocol },
	};
}

static FWPM_FILTER0
transport_filter(unsigned key, UINT64 *weight, FWPM_FILTER_CONDITION0 *conditions, UINT32 count)
{
	FWPM_FILTER0 filter = engine_filter(key, 0, FWP_ACTION_PERMIT, 0);

	filter.layerKey = *key_by_name("FWPM_LAYER_OUTBOUND_TRANSPORT_V4");
	filter.filterCondition = conditions;
	filter.numFilterConditions = count;
	if (weight != NULL)
		filter.weight = (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = weight };
	return filter;
}

static FWPM_FILTER_ENUM_TEMPLATE0
transport_template(FWP_FILTER_ENUM_TYPE type, FWPM_FILTER_CONDITION0 *conditions, UINT32 count)
{
	return (FWPM_FILTER_ENUM_TEMPLATE0){
		.layerKey = *key_by_name("FWPM_LAYER_OUTBOUND_TRANSPORT_V4"),
		.enumType = type,
		.actionMask = ALL,
		.filterCondition = conditions,
		.numFilterConditions = count,
	};
}

/* The keys that are shown, as digits: 0x21 is key 2 and then key 1. */
static unsigned
shown(HANDLE engine, const FWPM_FILTER_ENUM_TEMPLATE0 *wanted)
{
	HANDLE handle = NULL;
	FWPM_FILTER0 **filters = NULL;
	unsigned keys = 0;
	UINT32 count = 0;

	CHECK_EQ(FwpmFilterCreateEnumHandle0(engine, wanted, &handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterEnum0(engine, handle, 99, &filters, &count), STATUS_SUCCESS);
	for (UINT32 at = 0; at < count; at++)
		keys = keys << 4 | (filters[at]->filterKey.Data1 & 0xF);
	FwpmFreeMemory0((void **)&filters);
	CHECK_EQ(FwpmFilterDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
	return keys;
}

static void
add(HANDLE engine, FWPM_FILTER0 filter)
{
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
}

/* 1: no condition, 2: port 80, 3: port below 1024, 4: port 80 or 443, 5: port 80 of TCP */
static void
add_filters(HANDLE engine)
{
	FWPM_FILTER_CONDITION0 http = port_is(80), low = ports_below(1024);
	FWPM_FILTER_CONDITION0 web[] = { port_is(80), port_is(443) };
	FWPM_FILTER_CONDITION0 tcp[] = { port_is(80), protocol_is(6) };

	add(engine, transport_filter(1, NULL, NULL, 0));
	add(engine, transport_filter(2, NULL, &http, 1));
	add(engine, transport_filter(3, NULL, &low, 1));
	add(engine, transport_filter(4, NULL, web, 2));
	add(engine, transport_filter(5, NULL, tcp, 2));
}

ENGINE_TEST(filters_that_contain_all_of_the_conditions_are_shown)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER_CONDITION0 http = port_is(80), low = ports_below(1024);
	FWPM_FILTER_CONDITION0 web[] = { port_is(80), port_is(443) };
	FWPM_FILTER_CONDITION0 tcp[] = { port_is(80), protocol_is(6) };
	FWPM_FILTER_ENUM_TEMPLATE0 wanted;

	add_filters(engine);
	wanted = transport_template(FWP_FILTER_ENUM_FULLY_CONTAINED, NULL, 0);
	CHECK_EQ(shown(engine, &wanted), 0x12345); /* [win32: if zero, all filters match] */
	wanted = transport_template(FWP_FILTER_ENUM_FULLY_CONTAINED, &http, 1);
	CHECK_EQ(shown(engine, &wanted), 0x1234);
	wanted = transport_template(FWP_FILTER_ENUM_FULLY_CONTAINED, &low, 1);
	CHECK_EQ(shown(engine, &wanted), 0x13);
	wanted = transport_template(FWP_FILTER_ENUM_FULLY_CONTAINED, web, 2);
	CHECK_EQ(shown(engine, &wanted), 0x134);
	wanted = transport_template(FWP_FILTER_ENUM_FULLY_CONTAINED, tcp, 2);
	CHECK_EQ(shown(engine, &wanted), 0x12345);
}

ENGINE_TEST(filters_that_overlap_with_the_conditions_are_shown)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER_CONDITION0 https = port_is(443), high = port_is(5000), udp = protocol_is(17);
	FWPM_FILTER_ENUM_TEMPLATE0 wanted;

	add_filters(engine);
	wanted = transport_template(FWP_FILTER_ENUM_OVERLAPPING, &https, 1);
	CHECK_EQ(shown(engine, &wanted), 0x134);
	wanted = transport_template(FWP_FILTER_ENUM_OVERLAPPING, &high, 1);
	CHECK_EQ(shown(engine, &wanted), 0x1);
	wanted = transport_template(FWP_FILTER_ENUM_OVERLAPPING, &udp, 1);
	CHECK_EQ(shown(engine, &wanted), 0x1234);
}

ENGINE_TEST(filters_come_sorted_or_the_best_of_them_alone)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER_ENUM_TEMPLATE0 wanted =
	    transport_template(FWP_FILTER_ENUM_OVERLAPPING, NULL, 0);
	UINT64 weights[] = { 10, 30, 20 };

	for (unsigned at = 0; at < 3; at++)
		add(engine, transport_filter(at + 1, &weights[at], NULL, 0));
	wanted.flags = FWP_FILTER_ENUM_FLAG_SORTED;
	CHECK_EQ(shown(engine, &wanted), 0x231);
	wanted.flags = FWP_FILTER_ENUM_FLAG_BEST_TERMINATING_MATCH;
	CHECK_EQ(shown(engine, &wanted), 0x2);
}

ENGINE_TEST(boot_time_filters_are_shown_on_demand)
{
	HANDLE engine = engine_open(false);
	FWPM_FILTER_ENUM_TEMPLATE0 wanted =
	    transport_template(FWP_FILTER_ENUM_OVERLAPPING, NULL, 0);
	FWPM_FILTER0 boot = transport_filter(2, NULL, NULL, 0);

	boot.flags = FWPM_FILTER_FLAG_BOOTTIME;
	add(engine, transport_filter(1, NULL, NULL, 0));
	add(engine, boot);
	CHECK_EQ(shown(engine, &wanted), 0x1);
	wanted.flags = FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME;
	CHECK_EQ(shown(engine, &wanted), 0x12);
	wanted.flags |= FWP_FILTER_ENUM_FLAG_BOOTTIME_ONLY;
	CHECK_EQ(shown(engine, &wanted), 0x2);
}

ENGINE_TEST(names_are_compared_one_by_one)
{
	HANDLE engine = engine_open(true);
	UINT8 bytes[] = { 'a', 0, 'b', 0 };
	FWP_BYTE_BLOB first = { 2, bytes }, second = { 2, bytes + 2 };
	FWPM_FILTER_CONDITION0 app = {
		.fieldKey = *key_by_name("FWPM_CONDITION_ALE_APP_ID"),
		.matchType = FWP_MATCH_EQUAL,
		.conditionValue = { .type = FWP_BYTE_BLOB_TYPE, .byteBlob = &first },
	};
	FWPM_FILTER_ENUM_TEMPLATE0 wanted =
	    transport_template(FWP_FILTER_ENUM_FULLY_CONTAINED, &app, 1);
	FWPM_FILTER0 filter = transport_filter(1, NULL, &app, 1);

	filter.layerKey = *key_by_name("FWPM_LAYER_ALE_AUTH_CONNECT_V4");
	wanted.layerKey = filter.layerKey;
	add(engine, filter);
	CHECK_EQ(shown(engine, &wanted), 0x1);
	app.conditionValue.byteBlob = &second;
	CHECK_EQ(shown(engine, &wanted), 0);
}

ENGINE_TEST(a_template_that_makes_no_sense_is_refused)
{
	HANDLE engine = engine_open(true), handle = NULL;
	FWPM_FILTER_CONDITION0 twice[] = { port_is(80), port_is(80) };
	FWPM_FILTER_ENUM_TEMPLATE0 wanted =
	    transport_template(FWP_FILTER_ENUM_OVERLAPPING, twice, 2);

	CHECK_EQ(
	    FwpmFilterCreateEnumHandle0(engine, &wanted, &handle), STATUS_FWP_DUPLICATE_CONDITION);
	wanted.filterCondition = NULL;
	CHECK_EQ(FwpmFilterCreateEnumHandle0(engine, &wanted, &handle), STATUS_FWP_NULL_POINTER);
	wanted = transport_template(FWP_FILTER_ENUM_OVERLAPPING, twice, 1);
	wanted.layerKey = engine_out_ippacket; /* has no ports */
	CHECK_EQ(
	    FwpmFilterCreateEnumHandle0(engine, &wanted, &handle), STATUS_FWP_CONDITION_NOT_FOUND);
	wanted.layerKey = (GUID){ 0 };
	CHECK_EQ(FwpmFilterCreateEnumHandle0(engine, &wanted, &handle), STATUS_FWP_LAYER_NOT_FOUND);
	wanted = transport_template(FWP_FILTER_ENUM_TYPE_MAX, NULL, 0);
	CHECK_EQ(
	    FwpmFilterCreateEnumHandle0(engine, &wanted, &handle), STATUS_FWP_INVALID_ENUMERATOR);
	wanted = transport_template(FWP_FILTER_ENUM_OVERLAPPING, NULL, 0);
	wanted.actionMask = 0;
	CHECK_EQ(FwpmFilterCreateEnumHandle0(engine, &wanted, &handle), STATUS_FWP_NEVER_MATCH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_that_contain_all_of_the_conditions_are_shown),
		cmocka_unit_test(filters_that_overlap_with_the_conditions_are_shown),
		cmocka_unit_test(filters_come_sorted_or_the_best_of_them_alone),
		cmocka_unit_test(boot_time_filters_are_shown_on_demand),
		cmocka_unit_test(names_are_compared_one_by_one),
		cmocka_unit_test(a_template_that_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
