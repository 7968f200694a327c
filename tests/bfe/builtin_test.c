/* Windows' own objects: found, referred to, never removed. */
#include "../wfp/engine.h"

#include "bfe/builtin.h"
#include "executive/target.h"
#include "wfp/key_name.h"
#include "wfp/layer.h"

static void
count_one(void *context, struct policy *policy)
{
	unsigned *count = context;

	CHECK(policy->builtin && policy->shown != NULL);
	++*count;
}

static unsigned
count_of(enum policy_kind kind)
{
	unsigned count = 0;

	builtin_each(kind, count_one, &count);
	return count;
}

static uint16_t
weight_of(HANDLE engine, const char *name)
{
	FWPM_SUBLAYER0 *sublayer = NULL;
	uint16_t weight;

	CHECK_EQ(FwpmSubLayerGetByKey0(engine, key_by_name(name), &sublayer), STATUS_SUCCESS);
	weight = sublayer->weight;
	FwpmFreeMemory0((void **)&sublayer);
	return weight;
}

ENGINE_TEST(sublayers_have_the_weights_of_a_real_machine)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(count_of(POLICY_SUBLAYER), 18);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_INSPECTION"), 0);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_MPSSVC_WF"), 2);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_SECURE_SOCKET"), 16384);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_LIPS"), 32767);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_UNIVERSAL"), 32768);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_IPSEC_TUNNEL"), 40960);
	CHECK_EQ(weight_of(engine, "FWPM_SUBLAYER_RPC_AUDIT"), 49152);
}

ENGINE_TEST(what_is_built_in_can_be_neither_deleted_nor_added)
{
	HANDLE engine = engine_open(true);
	FWPM_SUBLAYER0 sublayer = {
		.subLayerKey = *key_by_name("FWPM_SUBLAYER_LIPS"),
		.displayData.name = (WCHAR *)engine_name,
	};

	CHECK_EQ(
	    FwpmSubLayerDeleteByKey0(engine, &sublayer.subLayerKey), STATUS_FWP_BUILTIN_OBJECT);
	CHECK_EQ(FwpmProviderDeleteByKey0(engine, key_by_name("FWPM_PROVIDER_IKEEXT")),
	    STATUS_FWP_BUILTIN_OBJECT);
	CHECK_EQ(FwpmCalloutDeleteById0(engine, 17), STATUS_FWP_BUILTIN_OBJECT);
	CHECK_EQ(FwpmSubLayerAdd0(engine, &sublayer, NULL), STATUS_FWP_ALREADY_EXISTS);
}

ENGINE_TEST(others_may_refer_to_what_is_built_in)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_BLOCK, 0), *shown = NULL;

	filter.subLayerKey = *key_by_name("FWPM_SUBLAYER_MPSSVC_WF");
	filter.providerKey = (GUID *)key_by_name("FWPM_PROVIDER_MPSSVC_WF");
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterGetByKey0(engine, &filter.filterKey, &shown), STATUS_SUCCESS);
	CHECK(key_same(&shown->subLayerKey, &filter.subLayerKey));
	FwpmFreeMemory0((void **)&shown);
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &filter.filterKey), STATUS_SUCCESS);
}

ENGINE_TEST(callouts_are_shown_with_their_ids_layers_and_flags)
{
	HANDLE engine = engine_open(true);
	FWPM_CALLOUT0 *callout = NULL;

	CHECK_EQ(FwpmCalloutGetById0(engine, 17, &callout), STATUS_SUCCESS);
	CHECK_STR(
	    key_name(&callout->calloutKey), "FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP");
	CHECK_STR(key_name(&callout->applicableLayer), "FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD");
	CHECK_EQ(callout->flags & FWPM_CALLOUT_FLAG_REGISTERED, FWPM_CALLOUT_FLAG_REGISTERED);
	FwpmFreeMemory0((void **)&callout);
	CHECK_EQ(FwpmCalloutGetById0(engine, 19, &callout), STATUS_SUCCESS); /* TCP chimney */
	CHECK_EQ(callout->flags & FWPM_CALLOUT_FLAG_REGISTERED, 0);
	FwpmFreeMemory0((void **)&callout);
	CHECK_EQ(FwpmCalloutGetById0(engine, 51, &callout), STATUS_FWP_CALLOUT_NOT_FOUND);
	CHECK_EQ(FwpsCalloutUnregisterById0(17), STATUS_FWP_CALLOUT_NOT_FOUND);
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(
	    FwpmCalloutGetById0(engine, 301, &callout), STATUS_SUCCESS); /* the first of a driver */
	FwpmFreeMemory0((void **)&callout);
}

static NTSTATUS
add_calling(HANDLE engine, unsigned key, const char *layer, const char *callout)
{
	FWPM_FILTER0 filter = engine_filter(key, 0, FWP_ACTION_CALLOUT_TERMINATING, 0);

	filter.layerKey = layer_named(layer)->key;
	filter.action.calloutKey = *key_by_name(callout);
	return engine_add(engine, filter);
}

static NTSTATUS NTAPI
notify_nobody(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	(void)type, (void)key, (void)filter;
	return STATUS_SUCCESS;
}

static void NTAPI
ask_nobody(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	(void)fixed, (void)meta, (void)data, (void)filter, (void)context, (void)out;
}

static NTSTATUS
register_for(const GUID *key, UINT32 flags, UINT32 *id)
{
	const FWPS_CALLOUT0 callout = {
		.calloutKey = *key,
		.flags = flags,
		.classifyFn = ask_nobody,
		.notifyFn = notify_nobody,
	};

	return FwpsCalloutRegister0(engine_device, &callout, id);
}

/* [ddi:FwpsCalloutRegister0, STATUS_FWP_ALREADY_EXISTS; wfpstate.xml: the id of TCP chimney's] */
ENGINE_TEST(a_driver_can_register_no_callout_that_windows_has_registered)
{
	UINT32 id = 0;

	CHECK_EQ(
	    register_for(key_by_name("FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP"), 0, &id),
	    STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(engine_findings(RULE_R43), 1);
	CHECK_EQ(register_for(key_by_name("FWPM_CALLOUT_TCP_CHIMNEY_CONNECT_LAYER_V4"), 0, &id),
	    STATUS_SUCCESS);
	CHECK_EQ(id, 19);
}

static UINT32
flags_of(HANDLE engine, UINT32 id)
{
	FWPM_CALLOUT0 *callout = NULL;
	UINT32 flags;

	CHECK_EQ(FwpmCalloutGetById0(engine, id, &callout), STATUS_SUCCESS);
	flags = callout->flags;
	FwpmFreeMemory0((void **)&callout);
	return flags;
}

/* [win32:FWPM_CALLOUT0, flags; wfpstate.xml: NDU's callouts] */
ENGINE_TEST(a_callout_shows_its_run_time_flags_while_it_is_registered)
{
	const UINT32 flags = FWP_CALLOUT_FLAG_ALLOW_OFFLOAD | FWP_CALLOUT_FLAG_CONDITIONAL_ON_FLOW;
	const GUID key = engine_key(1);
	HANDLE engine = engine_open(true);
	UINT32 id = 0;

	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(register_for(&key, flags, &id), STATUS_SUCCESS);
	CHECK_EQ(flags_of(engine, id), flags | FWPM_CALLOUT_FLAG_REGISTERED);
	CHECK_EQ(FwpsCalloutUnregisterById0(id), STATUS_SUCCESS);
	CHECK_EQ(flags_of(engine, id), 0);
}

/* [win32:built-in-callout-identifiers] */
ENGINE_TEST(a_silent_drop_blocks_and_an_option_leaves_the_verdict)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER0 block = engine_filter(5, 0, FWP_ACTION_BLOCK, 0);

	CHECK_EQ(engine_ask(layer_named("INBOUND_TRANSPORT_V4_DISCARD")->id), FWP_ACTION_PERMIT);
	CHECK_EQ(add_calling(engine, 2, "INBOUND_TRANSPORT_V4_DISCARD",
		     "FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP"),
	    STATUS_SUCCESS);
	CHECK_EQ(engine_ask(layer_named("INBOUND_TRANSPORT_V4_DISCARD")->id), FWP_ACTION_BLOCK);
	CHECK_EQ(add_calling(engine, 3, "ALE_AUTH_CONNECT_V4",
		     "FWPM_CALLOUT_SET_OPTIONS_AUTH_CONNECT_LAYER_V4"),
	    STATUS_SUCCESS);
	CHECK_EQ(engine_ask(layer_named("ALE_AUTH_CONNECT_V4")->id), FWP_ACTION_PERMIT);
	block.layerKey = layer_named("ALE_AUTH_CONNECT_V4")->key;
	CHECK_EQ(engine_add(engine, block), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(layer_named("ALE_AUTH_CONNECT_V4")->id), FWP_ACTION_BLOCK);
}

/* [wfpstate.xml: TCP chimney's callouts lack FWPM_CALLOUT_FLAG_REGISTERED] */
ENGINE_TEST(a_callout_that_windows_does_not_register_blocks)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(add_calling(
		     engine, 2, "ALE_AUTH_CONNECT_V4", "FWPM_CALLOUT_TCP_CHIMNEY_CONNECT_LAYER_V4"),
	    STATUS_SUCCESS);
	CHECK_EQ(engine_ask(layer_named("ALE_AUTH_CONNECT_V4")->id), FWP_ACTION_BLOCK);
}

ENGINE_TEST(a_callout_of_windows_own_is_for_its_layer)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(add_calling(engine, 2, "ALE_AUTH_CONNECT_V6",
		     "FWPM_CALLOUT_SET_OPTIONS_AUTH_CONNECT_LAYER_V4"),
	    STATUS_FWP_INCOMPATIBLE_LAYER);
}

ENGINE_TEST(every_layer_is_shown_with_its_fields)
{
	HANDLE engine = engine_open(true), handle = NULL;
	FWPM_LAYER0 **layers = NULL, *layer = NULL;
	const GUID zero = { .Data1 = 0 };
	UINT32 count = 0;

	CHECK_EQ(FwpmLayerGetById0(engine, 0, &layer), STATUS_SUCCESS);
	CHECK_STR(key_name(&layer->layerKey), "FWPM_LAYER_INBOUND_IPPACKET_V4");
	CHECK_EQ(layer->numFields, 10);
	CHECK_STR(key_name(layer->field[6].fieldKey), "FWPM_CONDITION_FLAGS");
	CHECK_EQ(layer->field[6].type, FWPM_FIELD_FLAGS);
	CHECK_EQ(layer->field[6].dataType, FWP_UINT32);
	CHECK_STR(key_name(&layer->defaultSubLayerKey), "FWPM_SUBLAYER_UNIVERSAL");
	CHECK_EQ(layer->displayData.name[25], 'r'); /* "Inbound IP Packet v4 Layer" */
	FwpmFreeMemory0((void **)&layer);
	CHECK(layer == NULL);
	CHECK_EQ(FwpmLayerGetByKey0(engine, &zero, &layer), STATUS_FWP_LAYER_NOT_FOUND);
	CHECK_EQ(FwpmLayerGetById0(engine, LAYERS, &layer), STATUS_FWP_LAYER_NOT_FOUND);
	CHECK_EQ(FwpmLayerGetById0(engine, 0, NULL), STATUS_FWP_NULL_POINTER);
	CHECK_EQ(FwpmLayerCreateEnumHandle0(engine, NULL, &handle), STATUS_SUCCESS);
	CHECK_EQ(FwpmLayerEnum0(engine, handle, 200, &layers, &count), STATUS_SUCCESS);
	CHECK_EQ(count, 99);
	CHECK_EQ(layers[98]->layerId, 98);
	FwpmFreeMemory0((void **)&layers);
	CHECK_EQ(FwpmLayerDestroyEnumHandle0(engine, handle), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_BFE_MEMORY), 0);
}

ENGINE_TEST(an_older_release_lacks_what_came_later)
{
	HANDLE engine = engine_open(true);
	FWPM_CALLOUT0 *callout = NULL;
	FWPM_LAYER0 *layer = NULL;

	target_set(BUILD_WIN10_22H2);
	layer_start();
	CHECK_EQ(count_of(POLICY_CALLOUT), 42);
	CHECK_EQ(count_of(POLICY_LAYER), 95);
	CHECK_EQ(FwpmCalloutGetById0(engine, 49, &callout), STATUS_FWP_CALLOUT_NOT_FOUND);
	CHECK_EQ(FwpmLayerGetByKey0(engine,
		     key_by_name("FWPM_LAYER_OUTBOUND_NETWORK_CONNECTION_POLICY_V4"), &layer),
	    STATUS_FWP_LAYER_NOT_FOUND);
	target_set(BUILD_WIN11_24H2);
	layer_start();
	CHECK_EQ(count_of(POLICY_CALLOUT), 48);
	CHECK_EQ(count_of(POLICY_PROVIDER), 9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sublayers_have_the_weights_of_a_real_machine),
		cmocka_unit_test(what_is_built_in_can_be_neither_deleted_nor_added),
		cmocka_unit_test(others_may_refer_to_what_is_built_in),
		cmocka_unit_test(callouts_are_shown_with_their_ids_layers_and_flags),
		cmocka_unit_test(a_driver_can_register_no_callout_that_windows_has_registered),
		cmocka_unit_test(a_callout_shows_its_run_time_flags_while_it_is_registered),
		cmocka_unit_test(a_silent_drop_blocks_and_an_option_leaves_the_verdict),
		cmocka_unit_test(a_callout_that_windows_does_not_register_blocks),
		cmocka_unit_test(a_callout_of_windows_own_is_for_its_layer),
		cmocka_unit_test(every_layer_is_shown_with_its_fields),
		cmocka_unit_test(an_older_release_lacks_what_came_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
