/* Provider contexts, Get and Enum calls, and the memory that they lend. */
#include "../wfp/engine.h"

static UINT64 contexts_seen;

static void NTAPI
classify_fn(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const FWPS_FILTER0 *filter, UINT64 flow, FWPS_CLASSIFY_OUT0 *out)
{
	(void)fixed, (void)meta, (void)data, (void)flow;
	CHECK(filter->providerContext != NULL);
	CHECK_EQ(filter->context, 0);
	CHECK_EQ(filter->providerContext->dataBuffer->size, 4);
	CHECK_EQ(memcmp(filter->providerContext->dataBuffer->data, "data", 4), 0);
	contexts_seen++;
	out->actionType = FWP_ACTION_PERMIT;
}

static NTSTATUS NTAPI
notify_fn(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	(void)type, (void)key, (void)filter;
	return STATUS_SUCCESS;
}

static NTSTATUS
context_add(HANDLE engine, unsigned key, FWPM_PROVIDER_CONTEXT_TYPE type, UINT64 *id)
{
	char data[] = "data";
	FWP_BYTE_BLOB blob = { 4, (UINT8 *)data };
	FWPM_PROVIDER_CONTEXT0 context = {
		.providerContextKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.type = type,
		.dataBuffer = &blob,
	};
	NTSTATUS status = FwpmProviderContextAdd0(engine, &context, NULL, id);

	memset(data, 'x', 4); /* it was copied */
	return status;
}

static NTSTATUS
context_callout(HANDLE engine, unsigned key)
{
	FWPM_CALLOUT0 callout = {
		.calloutKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.flags = FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT,
		.applicableLayer = engine_out_ippacket,
	};

	return FwpmCalloutAdd0(engine, &callout, NULL, NULL);
}

ENGINE_TEST(a_callout_is_shown_the_context_that_its_filter_names)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = engine_key(1), .classifyFn = classify_fn, .notifyFn = notify_fn
	};
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_TERMINATING, 1);
	HANDLE engine = engine_open(false);
	UINT64 id = 0;

	contexts_seen = 0;
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &callout, NULL), STATUS_SUCCESS);
	CHECK_EQ(context_callout(engine, 1), STATUS_SUCCESS);
	filter.flags = FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT;
	filter.providerContextKey = engine_key(9);
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND);
	CHECK_EQ(context_add(engine, 9, FWPM_GENERAL_CONTEXT, &id), STATUS_SUCCESS);
	CHECK_EQ(context_add(engine, 9, FWPM_GENERAL_CONTEXT, NULL), STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(context_add(engine, 8, FWPM_PROVIDER_CONTEXT_TYPE_MAX, NULL),
	    STATUS_FWP_INVALID_ENUMERATOR);
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	engine_ask(OUT_IPPACKET);
	CHECK_EQ(contexts_seen, 1);
	CHECK_EQ(FwpmProviderContextDeleteById0(engine, id), STATUS_FWP_IN_USE);
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &filter.filterKey), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 2);
	CHECK_EQ(FwpmProviderContextDeleteById0(engine, id), STATUS_SUCCESS);
	CHECK_EQ(FwpmProviderContextDeleteById0(engine, id), STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 1);
}

ENGINE_TEST(a_context_needs_a_callout_that_uses_it)
{
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_TERMINATING, 1);
	HANDLE engine = engine_open(true);

	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(context_add(engine, 9, FWPM_GENERAL_CONTEXT, NULL), STATUS_SUCCESS);
	filter.flags = FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT;
	filter.providerContextKey = engine_key(9);
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_CONTEXT_INCOMPATIBLE_WITH_CALLOUT);
	filter.action.type = FWP_ACTION_PERMIT;
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_CONTEXT_INCOMPATIBLE_WITH_LAYER);
}

ENGINE_TEST(what_was_added_is_what_a_get_call_shows)
{
	UINT64 weight = 77;
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_BLOCK, 0), *shown = NULL;
	FWPM_FILTER_CONDITION0 condition = {
		.fieldKey = { 0xd9ee00de, 0xc1ef, 0x4617,
		    { 0xbf, 0xe3, 0xff, 0xd8, 0xf5, 0xa0, 0x89, 0x57 } }, /* IP_LOCAL_ADDRESS */
		.conditionValue = { .type = FWP_UINT32, .uint32 = 5 },
	};
	HANDLE engine = engine_open(true);
	void *nothing = NULL;
	FWPM_SUBLAYER0 *sublayer = NULL;

	filter.weight = (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &weight };
	filter.numFilterConditions = 1;
	filter.filterCondition = &condition;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterGetByKey0(engine, &filter.filterKey, &shown), STATUS_SUCCESS);
	CHECK(shown->filterId != 0);
	CHECK_EQ(*shown->effectiveWeight.uint64, 77);
	CHECK_EQ(shown->filterCondition[0].conditionValue.uint32, 5);
	CHECK(shown->filterCondition != &condition);
	CHECK_EQ(ledger_count(HOLDING_BFE_MEMORY), 1);
	CHECK_EQ(FwpmSubLayerGetByKey0(engine, &shown->subLayerKey, &sublayer), STATUS_SUCCESS);
	FwpmFreeMemory0((void **)&sublayer);
	FwpmFreeMemory0((void **)&shown);
	CHECK(shown == NULL);
	FwpmFreeMemory0(&nothing);
	CHECK_EQ(ledger_count(HOLDING_BFE_MEMORY), 0);
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(FwpmFilterGetById0(engine, 1, &shown), STATUS_FWP_FILTER_NOT_FOUND);
	nothing = engine;
	FwpmFreeMemory0(&nothing);
	CHECK_EQ(engine_findings(RULE_R52), 1);
}

ENGINE_TEST(an_enumeration_shows_what_there_was_piece_by_piece)
{
	HANDLE engine = engine_open(true), handle = NULL;
	FWPM_FILTER0 **entries = NULL;
	GUID key = engine_key(2);
	UINT32 count = 0;

	for (unsigned at = 1; at <= 3; at++)
		CHECK_EQ(
		    engine_add(engine, engine_filter(at, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterCreateEnumHandle0(engine, NULL, &handle), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_BFE_ENUMERATION), 1);
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &key), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterEnum0(engine, handle, 2, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 2);
	CHECK_EQ(entries[1]->filterKey.Data1, key.Data1);
	FwpmFreeMemory0((void **)&entries);
	CHECK_EQ(FwpmFilterEnum0(engine, handle, 2, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 1);
	FwpmFreeMemory0((void **)&entries);
	CHECK_EQ(FwpmFilterEnum0(engine, handle, 2, &entries, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 0);
	CHECK_EQ(FwpmFilterDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterDestroyEnumHandle0(engine, handle), STATUS_INVALID_HANDLE);
	CHECK_EQ(ledger_count(HOLDING_BFE_ENUMERATION), 0);
	CHECK_EQ(ledger_count(HOLDING_BFE_MEMORY), 0);
}

ENGINE_TEST(an_enumeration_shows_what_its_template_asks_for)
{
	HANDLE engine = engine_open(true), handle = NULL;
	FWPM_FILTER_ENUM_TEMPLATE0 blocks = { .layerKey = engine_out_ippacket };
	FWPM_SUBLAYER0 **sublayers = NULL;
	FWPM_FILTER0 **filters = NULL;
	UINT32 count = 0;

	blocks.actionMask = FWP_ACTION_BLOCK & ~(UINT32)FWP_ACTION_FLAG_TERMINATING;
	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterCreateEnumHandle0(engine, &blocks, &handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterEnum0(engine, handle, 9, &filters, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 1);
	FwpmFreeMemory0((void **)&filters);
	CHECK_EQ(FwpmFilterDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 5, 9), STATUS_SUCCESS);
	CHECK_EQ(FwpmSubLayerCreateEnumHandle0(engine, NULL, &handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmSubLayerEnum0(engine, handle, 1000, &sublayers, &count), STATUS_SUCCESS);
	CHECK(count > 1); /* Windows' own come first */
	CHECK_EQ(sublayers[count - 1]->weight, 9);
	FwpmFreeMemory0((void **)&sublayers);
	CHECK_EQ(FwpmSubLayerDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
}

/* [win32:FWPM_SESSION0] */
ENGINE_TEST(sessions_are_shown_with_what_their_clients_said_and_who_they_are)
{
	FWPM_SESSION0 wanted = {
		.sessionKey = engine_key(1),
		.displayData.name = (WCHAR *)engine_name,
		.flags = FWPM_SESSION_FLAG_DYNAMIC,
		.txnWaitTimeoutInMSec = 7000,
		.processId = 12345,
		.sid = (SID *)0x10, /* is not looked at */
	};
	HANDLE engine = engine_open(false), named = NULL, handle = NULL;
	HANDLE program = bfe_session_open_user();
	FWPM_SESSION0 **sessions = NULL;
	UINT32 count = 0;

	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, &wanted, &named), STATUS_SUCCESS);
	CHECK_EQ(FwpmSessionCreateEnumHandle0(engine, NULL, &handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(named), STATUS_SUCCESS);
	CHECK_EQ(FwpmSessionEnum0(engine, handle, 9, &sessions, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 3);
	CHECK(sessions[0]->sessionKey.Data1 != 0); /* made up */
	CHECK(sessions[0]->kernelMode);
	CHECK(!sessions[1]->kernelMode);
	CHECK_EQ(memcmp(&sessions[2]->sessionKey, &wanted.sessionKey, sizeof(GUID)), 0);
	CHECK_EQ(memcmp(sessions[2]->displayData.name, engine_name, sizeof(engine_name)), 0);
	CHECK_EQ(sessions[2]->flags, FWPM_SESSION_FLAG_DYNAMIC);
	CHECK_EQ(sessions[2]->txnWaitTimeoutInMSec, 7000);
	CHECK_EQ(sessions[2]->processId, 4);
	CHECK_EQ(sessions[2]->sid->SubAuthority[0], 18);
	CHECK_EQ(sessions[2]->username[13], 'S');
	FwpmFreeMemory0((void **)&sessions);
	CHECK_EQ(FwpmSessionDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmSessionDestroyEnumHandle0(engine, handle), STATUS_INVALID_HANDLE);
	CHECK_EQ(ledger_count(HOLDING_BFE_ENUMERATION), 0);
	CHECK_EQ(FwpmEngineClose0(program), STATUS_SUCCESS);
}

ENGINE_TEST(options_are_numbers)
{
	HANDLE engine = engine_open(false);
	FWP_VALUE0 *value = NULL, wanted = { .type = FWP_UINT32, .uint32 = 0 };

	CHECK_EQ(
	    FwpmEngineSetOption0(engine, FWPM_ENGINE_COLLECT_NET_EVENTS, &wanted), STATUS_SUCCESS);
	CHECK_EQ(
	    FwpmEngineGetOption0(engine, FWPM_ENGINE_COLLECT_NET_EVENTS, &value), STATUS_SUCCESS);
	CHECK_EQ(value->uint32, 0);
	FwpmFreeMemory0((void **)&value);
	CHECK_EQ(FwpmEngineGetOption0(engine, FWPM_ENGINE_OPTION_MAX, &value),
	    STATUS_FWP_INVALID_ENUMERATOR);
	wanted.type = FWP_UINT8;
	CHECK_EQ(FwpmEngineSetOption0(engine, FWPM_ENGINE_PACKET_QUEUING, &wanted),
	    STATUS_FWP_TYPE_MISMATCH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_callout_is_shown_the_context_that_its_filter_names),
		cmocka_unit_test(a_context_needs_a_callout_that_uses_it),
		cmocka_unit_test(what_was_added_is_what_a_get_call_shows),
		cmocka_unit_test(an_enumeration_shows_what_there_was_piece_by_piece),
		cmocka_unit_test(an_enumeration_shows_what_its_template_asks_for),
		cmocka_unit_test(sessions_are_shown_with_what_their_clients_said_and_who_they_are),
		cmocka_unit_test(options_are_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
