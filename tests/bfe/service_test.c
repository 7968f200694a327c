/* The engine stops and starts under a driver; lifetimes. */
#include "../wfp/engine.h"

#include "bfe/service.h"
#include "registry/exports.h"
#include "registry/registry.h"

static unsigned added, deleted;

static NTSTATUS NTAPI
counts(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	(void)key, (void)filter;
	added += type == FWPS_CALLOUT_NOTIFY_ADD_FILTER;
	deleted += type == FWPS_CALLOUT_NOTIFY_DELETE_FILTER;
	return STATUS_SUCCESS;
}

static void NTAPI
blocks(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta, PVOID data,
    const FWPS_FILTER0 *filter, UINT64 flow, FWPS_CLASSIFY_OUT0 *out)
{
	(void)fixed, (void)meta, (void)data, (void)flow;
	CHECK_EQ(filter->context, 7);
	out->actionType = FWP_ACTION_BLOCK;
	out->rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
}

static void
register_callout(unsigned key)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = engine_key(key), .classifyFn = blocks, .notifyFn = counts
	};

	added = deleted = 0;
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &callout, NULL), STATUS_SUCCESS);
}

static NTSTATUS
add_persistent_callout(HANDLE engine, unsigned key)
{
	FWPM_CALLOUT0 callout = {
		.calloutKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.flags = FWPM_CALLOUT_FLAG_PERSISTENT,
		.applicableLayer = engine_out_ippacket,
	};

	return FwpmCalloutAdd0(engine, &callout, NULL, NULL);
}

static NTSTATUS
add_provider_with(HANDLE engine, unsigned key, const WCHAR *service)
{
	FWPM_PROVIDER0 provider = {
		.providerKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.flags = FWPM_PROVIDER_FLAG_PERSISTENT,
		.serviceName = (WCHAR *)service,
	};

	return FwpmProviderAdd0(engine, &provider, NULL);
}

static FWPM_FILTER0
lasting(unsigned key, unsigned sublayer, FWP_ACTION_TYPE action, unsigned callout, UINT32 flags)
{
	FWPM_FILTER0 filter = engine_filter(key, sublayer, action, callout);

	filter.flags = flags;
	filter.rawContext = 7;
	return filter;
}

static UINT32
flags_of_filter(HANDLE engine, unsigned key)
{
	GUID guid = engine_key(key);
	FWPM_FILTER0 *filter = NULL;
	UINT32 flags;

	CHECK_EQ(FwpmFilterGetByKey0(engine, &guid, &filter), STATUS_SUCCESS);
	flags = filter->flags;
	FwpmFreeMemory0((void **)&filter);
	return flags;
}

ENGINE_TEST(when_the_engine_stops_static_objects_go_and_persistent_ones_come_again)
{
	HANDLE engine = engine_open(false);

	register_callout(2);
	CHECK_EQ(add_persistent_callout(engine, 2), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(4, 1, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine,
		     lasting(3, 0, FWP_ACTION_CALLOUT_TERMINATING, 2, FWPM_FILTER_FLAG_PERSISTENT)),
	    STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	service_stop();
	CHECK_EQ(added, 1);
	CHECK_EQ(deleted, 1);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 0);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(engine_sublayer(engine, 5, 1), STATUS_FWP_SESSION_ABORTED);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_FWP_SESSION_ABORTED);
	CHECK_EQ(ledger_count(HOLDING_ENGINE), 1);
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	service_start();
	CHECK_EQ(added, 2);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	engine = engine_open(false);
	CHECK_EQ(flags_of_filter(engine, 3), FWPM_FILTER_FLAG_PERSISTENT);
	CHECK_EQ(add_persistent_callout(engine, 2), STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	service_stop();
	service_start();
	CHECK_EQ(added, 3);
	CHECK_EQ(deleted, 2);
}

ENGINE_TEST(nobody_opens_a_session_with_a_stopped_engine)
{
	HANDLE engine = NULL;

	service_stop();
	CHECK_EQ(FwpmBfeStateGet0(), FWPM_SERVICE_STOPPED);
	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, NULL, &engine), EPT_NT_NOT_REGISTERED);
	CHECK_EQ(engine_findings(RULE_R54), 1);
	service_start();
	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, NULL, &engine), STATUS_SUCCESS);
}

static HANDLE theirs;
static unsigned heard[4], order[8], orders;

static void NTAPI
hears_state(PVOID context, FWPM_SERVICE_STATE state)
{
	CHECK_EQ(context, heard);
	heard[state]++;
	order[orders++] = (unsigned)state;
	if (state != FWPM_SERVICE_STOP_PENDING || theirs == NULL)
		return;
	thread_park("test", 0, clock_now_100ns() + 5000);
	CHECK_EQ(FwpmTransactionCommit0(theirs), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(theirs), STATUS_SUCCESS);
}

ENGINE_TEST(who_hears_that_the_engine_stops_can_clean_up_before)
{
	static const unsigned expected[] = { FWPM_SERVICE_STOP_PENDING, FWPM_SERVICE_STOPPED,
		FWPM_SERVICE_START_PENDING, FWPM_SERVICE_RUNNING };
	HANDLE change = NULL;

	memset(heard, 0, sizeof heard);
	orders = 0;
	theirs = engine_open(false);
	CHECK_EQ(FwpmBfeStateSubscribeChanges0(engine_device, hears_state, heard, &change),
	    STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(theirs, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(theirs, 1, 1), STATUS_SUCCESS);
	service_stop();
	service_start();
	CHECK_EQ(orders, 4);
	CHECK_EQ(memcmp(order, expected, sizeof expected), 0);
	CHECK_EQ(FwpmBfeStateUnsubscribeChanges0(change), STATUS_SUCCESS);
	CHECK_EQ(FwpmBfeStateUnsubscribeChanges0(change), STATUS_INVALID_HANDLE);
	CHECK_EQ(ledger_total(), 0);
}

static NTSTATUS waiter_status;

static void
waits(void *engine)
{
	waiter_status = engine_sublayer(engine, 9, 1);
}

ENGINE_TEST(a_stopping_engine_aborts_transactions_and_those_who_wait_for_them)
{
	HANDLE engine = engine_open(false), other = engine_open(false);

	waiter_status = STATUS_PENDING;
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(4, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, waits, other);
	thread_park("test", 0, clock_now_100ns() + 100);
	service_stop();
	CHECK_EQ(ledger_count(HOLDING_TRANSACTION), 0);
	thread_park("test", 0, clock_now_100ns() + 100);
	CHECK_EQ(waiter_status, STATUS_FWP_SESSION_ABORTED);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_FWP_SESSION_ABORTED);
	service_start();
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_FWP_SESSION_ABORTED);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(other), STATUS_SUCCESS);
	CHECK_EQ(ledger_total(), 0);
}

ENGINE_TEST(the_objects_of_a_dynamic_session_go_with_the_engine_too)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(4, 1, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	service_stop();
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	service_start();
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine_open(false), 1, 1), STATUS_SUCCESS);
}

ENGINE_TEST(a_boot_time_filter_is_enforced_until_the_engine_runs)
{
	HANDLE engine = engine_open(false);
	FWPM_FILTER0 both = lasting(
	    4, 0, FWP_ACTION_BLOCK, 0, FWPM_FILTER_FLAG_BOOTTIME | FWPM_FILTER_FLAG_PERSISTENT);

	CHECK_EQ(engine_add(engine, both), STATUS_FWP_INVALID_FLAGS);
	CHECK_EQ(engine_findings(RULE_R61), 1);
	both.flags = FWPM_FILTER_FLAG_BOOTTIME;
	CHECK_EQ(engine_add(engine_open(true), both), STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS);
	CHECK_EQ(engine_add(engine, both), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	service_stop();
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	service_boot();
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(FwpmBfeStateGet0(), FWPM_SERVICE_STOPPED);
	service_start();
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(flags_of_filter(engine_open(false), 4), FWPM_FILTER_FLAG_BOOTTIME);
	service_stop();
	service_boot();
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
}

ENGINE_TEST(a_boot_time_filters_callout_hears_when_it_ends)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(add_persistent_callout(engine, 2), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine,
		     lasting(3, 0, FWP_ACTION_CALLOUT_TERMINATING, 2, FWPM_FILTER_FLAG_BOOTTIME)),
	    STATUS_SUCCESS);
	service_stop();
	service_boot();
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK); /* nobody registered it */
	register_callout(2);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(deleted, 0);
	service_start();
	CHECK_EQ(added, 0);
	CHECK_EQ(deleted, 1);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
}

static void
service_is(const char *name, uint32_t start)
{
	WCHAR wide[8];

	registry_add_service(name);
	for (size_t at = 0; at < strlen(name); at++)
		wide[at] = (WCHAR)name[at];
	reg_value_set(
	    registry_service(wide, strlen(name)), u"Start", 5, REG_DWORD, &start, sizeof start);
}

static NTSTATUS
add_providers_filter(HANDLE engine, unsigned key, unsigned provider)
{
	FWPM_FILTER0 filter = lasting(key, 0, FWP_ACTION_BLOCK, 0, FWPM_FILTER_FLAG_PERSISTENT);
	GUID guid = engine_key(provider);

	filter.providerKey = &guid;
	return engine_add(engine, filter);
}

static UINT32
flags_of_provider(HANDLE engine, unsigned key)
{
	GUID guid = engine_key(key);
	FWPM_PROVIDER0 *provider = NULL;
	UINT32 flags;

	CHECK_EQ(FwpmProviderGetByKey0(engine, &guid, &provider), STATUS_SUCCESS);
	flags = provider->flags;
	FwpmFreeMemory0((void **)&provider);
	return flags;
}

ENGINE_TEST(a_provider_whose_service_does_not_start_is_disabled)
{
	HANDLE engine = engine_open(false);
	const UINT32 disabled = FWPM_FILTER_FLAG_PERSISTENT | FWPM_FILTER_FLAG_DISABLED;

	registry_start();
	service_is("auto", 2);
	service_is("demand", 3);
	CHECK_EQ(add_provider_with(engine, 1, u"auto"), STATUS_SUCCESS);
	CHECK_EQ(add_provider_with(engine, 2, u"demand"), STATUS_SUCCESS);
	CHECK_EQ(add_provider_with(engine, 3, u"missing"), STATUS_SUCCESS);
	CHECK_EQ(add_provider_with(engine, 4, NULL), STATUS_SUCCESS);
	CHECK_EQ(add_providers_filter(engine, 12, 2), STATUS_SUCCESS);
	CHECK_EQ(add_providers_filter(engine, 13, 3), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	service_stop();
	service_start();
	engine = engine_open(false);
	CHECK_EQ(flags_of_provider(engine, 1), FWPM_PROVIDER_FLAG_PERSISTENT);
	CHECK_EQ(flags_of_provider(engine, 2),
	    FWPM_PROVIDER_FLAG_PERSISTENT | FWPM_PROVIDER_FLAG_DISABLED);
	CHECK_EQ(flags_of_provider(engine, 3),
	    FWPM_PROVIDER_FLAG_PERSISTENT | FWPM_PROVIDER_FLAG_DISABLED);
	CHECK_EQ(flags_of_provider(engine, 4), FWPM_PROVIDER_FLAG_PERSISTENT);
	CHECK_EQ(flags_of_filter(engine, 12), disabled);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(add_providers_filter(engine, 11, 1), STATUS_SUCCESS);
	service_is("demand", 1);
	service_stop();
	service_start();
	engine = engine_open(false);
	CHECK_EQ(flags_of_filter(engine, 11), FWPM_FILTER_FLAG_PERSISTENT);
	CHECK_EQ(flags_of_filter(engine, 12), FWPM_FILTER_FLAG_PERSISTENT);
	CHECK_EQ(flags_of_filter(engine, 13), disabled);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
}

ENGINE_TEST(nobody_marks_an_object_disabled_himself)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(engine_add(engine, lasting(3, 0, FWP_ACTION_BLOCK, 0, FWPM_FILTER_FLAG_DISABLED)),
	    STATUS_FWP_INVALID_FLAGS);
}

ENGINE_TEST(what_is_persistent_refers_to_nothing_that_may_be_gone)
{
	HANDLE engine = engine_open(false);
	FWPM_FILTER0 filter = lasting(3, 1, FWP_ACTION_BLOCK, 0, FWPM_FILTER_FLAG_PERSISTENT);
	FWPM_SUBLAYER0 sublayer = {
		.subLayerKey = engine_key(5),
		.displayData.name = (WCHAR *)engine_name,
		.flags = FWPM_SUBLAYER_FLAG_PERSISTENT,
	};
	GUID first = engine_key(7), second = engine_key(8);

	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_LIFETIME_MISMATCH);
	filter.flags = FWPM_FILTER_FLAG_BOOTTIME;
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_LIFETIME_MISMATCH);
	CHECK_EQ(add_provider_with(engine, 7, NULL), STATUS_SUCCESS);
	CHECK_EQ(add_provider_with(engine, 8, NULL), STATUS_SUCCESS);
	sublayer.providerKey = &first;
	CHECK_EQ(FwpmSubLayerAdd0(engine, &sublayer, NULL), STATUS_SUCCESS);
	filter.subLayerKey = engine_key(5);
	filter.providerKey = &second;
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_LIFETIME_MISMATCH);
	filter.flags = 0;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &filter.filterKey), STATUS_SUCCESS);
	filter.flags = FWPM_FILTER_FLAG_PERSISTENT;
	filter.providerKey = &first;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
}

ENGINE_TEST(the_inspection_sublayer_is_for_inspection)
{
	HANDLE engine = engine_open(false);
	FWPM_FILTER0 filter = engine_filter(3, 0, FWP_ACTION_BLOCK, 0);

	filter.subLayerKey = (GUID){ 0x877519e1, 0xe6a9, 0x41a5,
		{ 0x81, 0xb4, 0x8c, 0x4f, 0x11, 0x8e, 0x4a, 0x60 } };
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_ACTION_INCOMPATIBLE_WITH_SUBLAYER);
	CHECK_EQ(engine_callout(engine, 2, &engine_out_ippacket), STATUS_SUCCESS);
	filter.action.type = FWP_ACTION_CALLOUT_INSPECTION;
	filter.action.calloutKey = engine_key(2);
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    when_the_engine_stops_static_objects_go_and_persistent_ones_come_again),
		cmocka_unit_test(nobody_opens_a_session_with_a_stopped_engine),
		cmocka_unit_test(who_hears_that_the_engine_stops_can_clean_up_before),
		cmocka_unit_test(a_stopping_engine_aborts_transactions_and_those_who_wait_for_them),
		cmocka_unit_test(the_objects_of_a_dynamic_session_go_with_the_engine_too),
		cmocka_unit_test(a_boot_time_filter_is_enforced_until_the_engine_runs),
		cmocka_unit_test(a_boot_time_filters_callout_hears_when_it_ends),
		cmocka_unit_test(a_provider_whose_service_does_not_start_is_disabled),
		cmocka_unit_test(nobody_marks_an_object_disabled_himself),
		cmocka_unit_test(what_is_persistent_refers_to_nothing_that_may_be_gone),
		cmocka_unit_test(the_inspection_sublayer_is_for_inspection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
