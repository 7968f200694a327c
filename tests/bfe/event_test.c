/* Net events: what is recorded, and what a driver is told of it. */
#include "bfe/exports.h"
#include "wfp/layer.h"
#include "wfp/net_event.h"

#include "../wfp/engine.h"

static HANDLE engine;

/* A packet to 192.0.2.1 meets a filter that blocks. */
static void
drop(unsigned times)
{
	int remote = layer_field_named(layer_by_id(OUT_IPPACKET), "IP_REMOTE_ADDRESS");

	engine = engine_open(true);
	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	while (times-- > 0) {
		struct classify *classify = classify_take(OUT_IPPACKET);

		classify->values[remote].value.type = FWP_UINT32;
		classify->values[remote].value.uint32 = 0xC0000201;
		classify_run(classify);
		CHECK_EQ(classify->action, FWP_ACTION_BLOCK);
		classify_give(classify);
	}
}

static HANDLE
enumerate(void)
{
	HANDLE handle = NULL;

	CHECK_EQ(FwpmNetEventCreateEnumHandle0(engine, NULL, &handle), STATUS_SUCCESS);
	return handle;
}

ENGINE_TEST(a_drop_is_told_with_its_filter_and_layer)
{
	FWPM_NET_EVENT_HEADER3 *header;
	FWPM_NET_EVENT_BODY *body;
	FWPM_NET_EVENT_CLASSIFY_DROP2 *told;
	FWPM_FILTER0 *filter;
	const GUID key = engine_key(1);
	void **entries = NULL;
	UINT32 count = 0;

	drop(1);
	CHECK_EQ(FwpmFilterGetByKey0(engine, &key, &filter), STATUS_SUCCESS);
	CHECK_EQ(FwpmNetEventEnum3(engine, enumerate(), 9, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 1);
	header = entries[0];
	body = (FWPM_NET_EVENT_BODY *)(header + 1);
	told = body->classify;
	CHECK_EQ(header->remoteAddrV4, 0xC0000201);
	CHECK_EQ(header->ipVersion, FWP_IP_VERSION_V4);
	CHECK((header->flags & FWPM_NET_EVENT_FLAG_REMOTE_ADDR_SET) != 0);
	CHECK((header->flags & FWPM_NET_EVENT_FLAG_REMOTE_PORT_SET) == 0);
	CHECK_EQ(body->type, FWPM_NET_EVENT_TYPE_CLASSIFY_DROP);
	CHECK_EQ(told->filterId, filter->filterId);
	CHECK_EQ(told->layerId, OUT_IPPACKET);
	CHECK_EQ(told->msFwpDirection, 0x3901);
}

ENGINE_TEST(each_version_has_its_own_place_for_the_type)
{
	static const struct {
		NTSTATUS(NTAPI *enumerate)(HANDLE, HANDLE, UINT32, void ***, UINT32 *);
		size_t header;
	} versions[] = {
		{ FwpmNetEventEnum0, 0x58 },
		{ FwpmNetEventEnum1, 0x90 },
		{ FwpmNetEventEnum2, 0x68 },
		{ FwpmNetEventEnum3, 0x88 },
	};

	drop(1);
	for (size_t i = 0; i < 4; i++) {
		void **entries = NULL;
		UINT32 count = 0;
		FWPM_NET_EVENT_BODY *body;

		CHECK_EQ(versions[i].enumerate(engine, enumerate(), 1, &entries, &count),
		    STATUS_SUCCESS);
		CHECK_EQ(count, 1);
		body = (FWPM_NET_EVENT_BODY *)(void *)((char *)entries[0] + versions[i].header);
		CHECK_EQ(body->type, FWPM_NET_EVENT_TYPE_CLASSIFY_DROP);
	}
}

/* [ddi:FwpmNetEventEnum0] */
ENGINE_TEST(an_enumeration_goes_on_where_it_was_and_ends_with_nothing)
{
	void **entries = NULL;
	UINT32 count = 0;
	HANDLE handle;

	drop(3);
	handle = enumerate();
	CHECK_EQ(FwpmNetEventEnum2(engine, handle, 2, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 2);
	FwpmFreeMemory0((void **)&entries);
	CHECK_EQ(FwpmNetEventEnum2(engine, handle, 2, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 1);
	FwpmFreeMemory0((void **)&entries);
	CHECK_EQ(FwpmNetEventEnum2(engine, handle, 2, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 0);
	CHECK(entries == NULL);
	CHECK_EQ(FwpmNetEventDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmNetEventDestroyEnumHandle0(engine, handle), STATUS_INVALID_HANDLE);
}

/* [ddi:FwpmNetEventCreateEnumHandle0, Remarks] */
ENGINE_TEST(a_transaction_sees_no_events)
{
	HANDLE handle = NULL;

	drop(1);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(FwpmNetEventCreateEnumHandle0(engine, NULL, &handle), STATUS_FWP_TXN_IN_PROGRESS);
}

ENGINE_TEST(the_last_events_alone_are_kept)
{
	drop(NET_EVENTS + 5);
	CHECK_EQ(net_event_count(), NET_EVENTS);
}

/* [win32:FwpmEngineSetOption0] */
ENGINE_TEST(nothing_is_recorded_once_collecting_is_switched_off)
{
	net_event_options(false, 0);
	drop(1);
	CHECK_EQ(net_event_count(), 0);
}

ENGINE_TEST(bad_handles_and_pointers_are_refused)
{
	const FWPM_NET_EVENT_ENUM_TEMPLATE0 backwards = { .startTime = 2, .endTime = 1 };
	void **entries = NULL;
	UINT32 count = 0;
	HANDLE handle = NULL;

	drop(1);
	CHECK_EQ(FwpmNetEventCreateEnumHandle0(engine, NULL, NULL), STATUS_FWP_NULL_POINTER);
	CHECK_EQ(FwpmNetEventCreateEnumHandle0(engine, &backwards, &handle),
	    STATUS_FWP_INVALID_INTERVAL);
	CHECK_EQ(FwpmNetEventEnum0(engine, NULL, 1, &entries, &count), STATUS_INVALID_HANDLE);
	CHECK_EQ(FwpmNetEventEnum0(engine, engine, 1, &entries, &count), STATUS_INVALID_HANDLE);
	CHECK_EQ(FwpmNetEventEnum0(engine, enumerate(), 1, NULL, &count), STATUS_FWP_NULL_POINTER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_drop_is_told_with_its_filter_and_layer),
		cmocka_unit_test(each_version_has_its_own_place_for_the_type),
		cmocka_unit_test(an_enumeration_goes_on_where_it_was_and_ends_with_nothing),
		cmocka_unit_test(a_transaction_sees_no_events),
		cmocka_unit_test(the_last_events_alone_are_kept),
		cmocka_unit_test(nothing_is_recorded_once_collecting_is_switched_off),
		cmocka_unit_test(bad_handles_and_pointers_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
