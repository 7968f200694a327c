/* Callouts: how they are registered, told of filters, asked, and unregistered. */
#include "callee.h"

ENGINE_TEST(a_key_is_registered_once_and_keeps_its_id)
{
	FWPM_CALLOUT0 managed = { .calloutKey = engine_key(1),
		.displayData.name = (WCHAR *)engine_name,
		.applicableLayer = engine_out_ippacket };
	FWPS_CALLOUT0 again = {
		.calloutKey = engine_key(1), .classifyFn = classify_fn, .notifyFn = notify_fn
	};
	UINT32 id = registered(1, 0), other = 0;

	CHECK_EQ(FwpmCalloutAdd0(engine_open(true), &managed, NULL, &other), STATUS_SUCCESS);
	CHECK_EQ(other, id);
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &again, NULL), STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(engine_findings(RULE_R43), 1);
}

ENGINE_TEST(the_id_lasts_while_anybody_means_the_callout)
{
	HANDLE engine = engine_open(true);
	UINT32 id = registered(1, 0), other = registered(2, 0);

	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(FwpsCalloutUnregisterById0(id), STATUS_SUCCESS);
	CHECK_EQ(registered(1, 0), id);
	CHECK_EQ(FwpsCalloutUnregisterByKey0(&(GUID){ .Data1 = 0xDDDD0001, .Data2 = 1 }),
	    STATUS_SUCCESS);
	CHECK_EQ(FwpmCalloutDeleteById0(engine, id), STATUS_SUCCESS);
	CHECK_EQ(FwpsCalloutUnregisterById0(other), STATUS_SUCCESS);
	CHECK(registered(1, 0) > other); /* nobody meant it: a number is never used twice */
}

ENGINE_TEST(a_callout_needs_a_device_and_functions)
{
	FWPS_CALLOUT0 callout = { .calloutKey = engine_key(1), .classifyFn = classify_fn };

	CHECK(!NT_SUCCESS(FwpsCalloutRegister0(NULL, &callout, NULL)));
	CHECK_EQ(engine_findings(RULE_R7), 1);
	CHECK_EQ(engine_findings(RULE_R41), 1);
}

/* Each version's own way to be called; what came is compared. */
static const FWPS_FILTER0 *asked_filter;
static const void *asked_context;

static void NTAPI
six_arguments(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	asked_filter = filter;
	asked_context = NULL;
	CHECK_EQ(context, 0);
	classify_fn(fixed, meta, data, filter, context, out);
}

static void NTAPI
seven_arguments(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const void *classify, const FWPS_FILTER0 *filter, UINT64 context,
    FWPS_CLASSIFY_OUT0 *out)
{
	asked_filter = filter;
	asked_context = classify;
	CHECK_EQ(context, 0);
	classify_fn(fixed, meta, data, filter, context, out);
}

static NTSTATUS
register_version(unsigned version)
{
	FWPS_CALLOUT0 callout = { .calloutKey = engine_key(1),
		.classifyFn = version == 0 ? (void *)six_arguments : (void *)seven_arguments,
		.notifyFn = notify_fn };

	memset(&seen, 0, sizeof(seen));
	switch (version) {
	case 0:
		return FwpsCalloutRegister0(engine_device, &callout, NULL);
	case 1:
		return FwpsCalloutRegister1(engine_device, (void *)&callout, NULL);
	case 2:
		return FwpsCalloutRegister2(engine_device, (void *)&callout, NULL);
	default:
		return FwpsCalloutRegister3(engine_device, (void *)&callout, NULL);
	}
}

ENGINE_TEST(the_version_decides_how_many_arguments_classify_has)
{
	GUID key = engine_key(1);

	for (unsigned version = 0; version < 4; version++) {
		CHECK_EQ(register_version(version), STATUS_SUCCESS);
		if (version == 0)
			with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
		seen.act = blocks;
		CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
		CHECK_EQ(seen.calls, 1);
		CHECK_EQ(asked_filter->action.type, FWP_ACTION_CALLOUT_UNKNOWN);
		CHECK_EQ(asked_context != NULL, version > 0);
		CHECK_EQ(FwpsCalloutUnregisterByKey0(&key), STATUS_SUCCESS);
	}
}

/* ---- notifyFn */

ENGINE_TEST(a_callout_is_told_of_its_filter_and_of_its_end)
{
	HANDLE engine = engine_open(true);
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_TERMINATING, 1);
	UINT32 id = registered(1, 0);
	GUID key = engine_key(2);
	UINT64 number;

	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterAdd0(engine, &filter, NULL, &number), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER], 1);
	CHECK_EQ(memcmp(&seen.noted_key, &key, sizeof(key)), 0);
	CHECK_EQ(seen.noted->filterId, number);
	CHECK_EQ(seen.noted->action.type, FWP_ACTION_CALLOUT_TERMINATING);
	CHECK_EQ(seen.noted->action.calloutId, id);
	CHECK_EQ(engine_add(engine, engine_filter(3, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER], 1);
	CHECK_EQ(FwpmFilterDeleteById0(engine, number), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 1);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT], 0);
}

ENGINE_TEST(a_callout_that_comes_late_hears_of_the_end_of_filters_alone)
{
	HANDLE engine = with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	GUID key = engine_key(2);

	registered(1, 0);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER], 0);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(seen.filter_context, 0);
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &key), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 1);
}

ENGINE_TEST(an_add_that_is_taken_back_is_followed_by_delete)
{
	HANDLE engine = engine_open(true);

	registered(1, 0);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(
	    engine_add(engine, engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1)), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER], 1);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 1);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(seen.calls, 0);
}

ENGINE_TEST(of_a_commit_hears_who_asked_to)
{
	HANDLE engine = engine_open(true);
	GUID gone = engine_key(3);

	registered(1, FWP_CALLOUT_FLAG_ENABLE_COMMIT_ADD_NOTIFY);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(
	    engine_add(engine, engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1)), STATUS_SUCCESS);
	CHECK_EQ(
	    engine_add(engine, engine_filter(3, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1)), STATUS_SUCCESS);
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &gone), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER], 2);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT], 0);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT], 1);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 1);
}

ENGINE_TEST(a_callout_can_refuse_a_filter)
{
	HANDLE engine = engine_open(true);

	registered(1, 0);
	seen.add_status = STATUS_UNSUCCESSFUL;
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1)),
	    STATUS_FWP_CALLOUT_NOTIFICATION_FAILED);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 0);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(FwpmCalloutDeleteByKey0(engine, &(GUID){ .Data1 = 0xDDDD0001, .Data2 = 1 }),
	    STATUS_SUCCESS);
}

ENGINE_TEST(a_refused_filter_leaves_the_transaction_as_it_was)
{
	HANDLE engine = engine_open(true);

	registered(1, 0);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	seen.add_status = STATUS_INSUFFICIENT_RESOURCES;
	CHECK_EQ(engine_add(engine, engine_filter(3, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1)),
	    STATUS_FWP_CALLOUT_NOTIFICATION_FAILED);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(seen.calls, 0);
	CHECK_EQ(finding_count(), 0);
}

ENGINE_TEST(a_callout_cannot_keep_a_filter_that_is_deleted)
{
	HANDLE engine;
	GUID key = engine_key(2);

	registered(1, 0);
	engine = with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.delete_status = STATUS_UNSUCCESSFUL;
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &key), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(seen.calls, 0);
	CHECK_EQ(engine_findings(RULE_R46), 1);
}

/* ---- unregistering */

static UINT32 shared_id;

static bool go_on;

static void
dawdles(FWPS_CLASSIFY_OUT0 *out)
{
	while (!go_on)
		thread_park("test", 0, clock_now_100ns() + 10);
	out->actionType = FWP_ACTION_BLOCK;
}

static void
unregisters(void *unused)
{
	(void)unused;
	seen.status = FwpsCalloutUnregisterById0(shared_id);
	CHECK(go_on);
}

static void
lets_go(void *engine)
{
	CHECK_EQ(FwpmFilterDeleteByKey0(engine, &(GUID){ .Data1 = 0xDDDD0002, .Data2 = 1 }),
	    STATUS_SUCCESS);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 0);
	go_on = true;
}

static void
asks(void *unused)
{
	(void)unused;
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
}

ENGINE_TEST(unregistering_waits_for_the_classify_and_so_does_the_deleted_filter)
{
	HANDLE engine;

	shared_id = registered(1, 0);
	engine = with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = dawdles;
	go_on = false;
	thread_start(THREAD_NETWORK, asks, NULL);
	thread_park("test", 0, clock_now_100ns() + 100);
	thread_start(THREAD_SYSTEM, unregisters, NULL);
	thread_park("test", 0, clock_now_100ns() + 100);
	thread_start(THREAD_SYSTEM, lets_go, engine);
	thread_park("test", 0, clock_now_100ns() + 1000);
	CHECK(go_on);
	CHECK_EQ(seen.calls, 1);
	CHECK_EQ(seen.notes[FWPS_CALLOUT_NOTIFY_DELETE_FILTER], 1);
	CHECK_EQ(seen.status, STATUS_SUCCESS);
}

static void
unregisters_now(void *unused)
{
	(void)unused;
	seen.status = FwpsCalloutUnregisterById0(shared_id);
}

/* One thread is in classifyFn; another unregisters. */
static void
unregister_meanwhile(void)
{
	shared_id = registered(1, 0);
	with_filter(FWP_ACTION_CALLOUT_UNKNOWN);
	seen.act = dawdles;
	seen.status = STATUS_PENDING;
	go_on = false;
	thread_start(THREAD_NETWORK, asks, NULL);
	thread_park("test", 0, clock_now_100ns() + 100);
	thread_start(THREAD_SYSTEM, unregisters_now, NULL);
	thread_park("test", 0, clock_now_100ns() + 100);
}

ENGINE_TEST(two_threads_do_not_unregister_one_callout)
{
	FWPS_CALLOUT0 again = {
		.calloutKey = engine_key(1), .classifyFn = classify_fn, .notifyFn = notify_fn
	};

	unregister_meanwhile();
	CHECK_EQ(seen.status, STATUS_PENDING); /* it waits */
	CHECK_EQ(FwpsCalloutUnregisterById0(shared_id), STATUS_FWP_IN_USE);
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &again, NULL), STATUS_FWP_ALREADY_EXISTS);
	go_on = true;
	thread_park("test", 0, clock_now_100ns() + 1000);
	CHECK_EQ(seen.status, STATUS_SUCCESS);
	CHECK_EQ(FwpsCalloutUnregisterById0(shared_id), STATUS_FWP_CALLOUT_NOT_FOUND);
}

ENGINE_TEST(a_switch_makes_unregistering_fail_during_a_classify)
{
	callout_switches.unregister_fails_in_classify = true;
	unregister_meanwhile();
	callout_switches.unregister_fails_in_classify = false;
	CHECK_EQ(seen.status, STATUS_DEVICE_BUSY);
	go_on = true;
	thread_park("test", 0, clock_now_100ns() + 1000);
	CHECK_EQ(FwpsCalloutUnregisterById0(shared_id), STATUS_SUCCESS);
}

/* A flow carries a context, so that unregistering finds the callout busy. */
static struct flow *
left_draining(void)
{
	struct flow *flow = flow_open();
	HANDLE engine = engine_open(true);
	FWPM_FILTER0 filter = engine_filter(2, 0, FWP_ACTION_CALLOUT_UNKNOWN, 1);

	shared_id = registered(1, 0);
	CHECK_EQ(engine_callout(engine, 1, &engine_flow_established), STATUS_SUCCESS);
	filter.layerKey = engine_flow_established;
	filter.flags = FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED;
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(flow), FLOW_ESTABLISHED, shared_id, 5),
	    STATUS_SUCCESS);
	CHECK_EQ(FwpsCalloutUnregisterById0(shared_id), STATUS_DEVICE_BUSY);
	return flow;
}

ENGINE_TEST(a_callout_that_was_found_busy_is_asked_no_more)
{
	struct flow *flow = left_draining();

	CHECK_EQ(engine_ask(FLOW_ESTABLISHED), FWP_ACTION_PERMIT);
	CHECK_EQ(seen.calls, 0);
	flow_close(flow);
	CHECK_EQ(seen.deletes, 1);
	CHECK_EQ(FwpsCalloutUnregisterById0(shared_id), STATUS_SUCCESS);
}

ENGINE_TEST(a_switch_lets_a_busy_callout_be_asked)
{
	struct flow *flow = left_draining();

	callout_switches.draining_still_classifies = true;
	engine_ask(FLOW_ESTABLISHED);
	callout_switches.draining_still_classifies = false;
	CHECK_EQ(seen.calls, 1);
	flow_close(flow);
}

ENGINE_TEST(a_callout_that_was_found_busy_takes_no_new_contexts)
{
	struct flow *flow = left_draining(), *other = flow_open();

	CHECK_EQ(FwpsFlowAssociateContext0(flow_id(other), FLOW_ESTABLISHED, shared_id, 6),
	    STATUS_INVALID_PARAMETER);
	flow_close(flow);
	flow_close(other);
	CHECK_EQ(seen.deletes, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_registered_once_and_keeps_its_id),
		cmocka_unit_test(the_id_lasts_while_anybody_means_the_callout),
		cmocka_unit_test(a_callout_needs_a_device_and_functions),
		cmocka_unit_test(the_version_decides_how_many_arguments_classify_has),
		cmocka_unit_test(a_callout_is_told_of_its_filter_and_of_its_end),
		cmocka_unit_test(a_callout_that_comes_late_hears_of_the_end_of_filters_alone),
		cmocka_unit_test(an_add_that_is_taken_back_is_followed_by_delete),
		cmocka_unit_test(of_a_commit_hears_who_asked_to),
		cmocka_unit_test(a_callout_can_refuse_a_filter),
		cmocka_unit_test(a_refused_filter_leaves_the_transaction_as_it_was),
		cmocka_unit_test(a_callout_cannot_keep_a_filter_that_is_deleted),
		cmocka_unit_test(
		    unregistering_waits_for_the_classify_and_so_does_the_deleted_filter),
		cmocka_unit_test(two_threads_do_not_unregister_one_callout),
		cmocka_unit_test(a_switch_makes_unregistering_fail_during_a_classify),
		cmocka_unit_test(a_callout_that_was_found_busy_is_asked_no_more),
		cmocka_unit_test(a_switch_lets_a_busy_callout_be_asked),
		cmocka_unit_test(a_callout_that_was_found_busy_takes_no_new_contexts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
