/* Sessions, transactions, references, lifetimes. */
#include "../wfp/engine.h"

static NTSTATUS
delete_sublayer(HANDLE engine, unsigned key)
{
	GUID guid = engine_key(key);

	return FwpmSubLayerDeleteByKey0(engine, &guid);
}

static NTSTATUS
delete_filter(HANDLE engine, unsigned key)
{
	GUID guid = engine_key(key);

	return FwpmFilterDeleteByKey0(engine, &guid);
}

static NTSTATUS
delete_callout(HANDLE engine, unsigned key)
{
	GUID guid = engine_key(key);

	return FwpmCalloutDeleteByKey0(engine, &guid);
}

ENGINE_TEST(an_abort_undoes_everything_in_reverse)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(engine_sublayer(engine, 1, 5), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(delete_sublayer(engine, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 1, 6), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 2, 7), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(3, 2, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_TRANSACTION), 1);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 1);
	CHECK_EQ(delete_filter(engine, 3), STATUS_FWP_FILTER_NOT_FOUND);
	CHECK_EQ(delete_sublayer(engine, 2), STATUS_FWP_SUBLAYER_NOT_FOUND);
	CHECK_EQ(engine_sublayer(engine, 1, 5), STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(delete_sublayer(engine, 1), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	CHECK_EQ(ledger_total(), 0);
}

ENGINE_TEST(the_engine_hears_of_filters_at_commit)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(delete_filter(engine, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	CHECK_EQ(delete_filter(engine, 2), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
}

ENGINE_TEST(transactions_do_not_nest)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_FWP_NO_TXN_IN_PROGRESS);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_FWP_NO_TXN_IN_PROGRESS);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_FWP_TXN_IN_PROGRESS);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(engine, FWPM_TXN_READ_ONLY), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_FWP_INCOMPATIBLE_TXN);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_SUCCESS);
	CHECK_EQ(finding_count(), 0);
}

static NTSTATUS second_status;
static uint64_t second_waited;

static void
second_writer(void *engine)
{
	uint64_t begun = clock_now_100ns();

	second_status = FwpmTransactionBegin0(engine, 0);
	second_waited = clock_now_100ns() - begun;
	if (second_status == STATUS_SUCCESS)
		FwpmTransactionAbort0(engine);
}

ENGINE_TEST(a_second_writer_waits_for_the_first)
{
	HANDLE first = engine_open(false), second = engine_open(false);

	CHECK_EQ(FwpmTransactionBegin0(first, 0), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, second_writer, second);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(FwpmTransactionCommit0(first), STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(second_status, STATUS_SUCCESS);
	CHECK(second_waited >= 400 && second_waited < 10000);
}

ENGINE_TEST(a_second_writer_gives_up_after_its_time)
{
	FWPM_SESSION0 session = { .txnWaitTimeoutInMSec = 20 };
	HANDLE first = engine_open(false), second = NULL;

	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, &session, &second), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(first, 0), STATUS_SUCCESS);
	second_writer(second);
	CHECK_EQ(second_status, STATUS_FWP_TIMEOUT);
	CHECK(second_waited >= 200000 && second_waited < 210000);
	CHECK_EQ(engine_sublayer(second, 1, 1), STATUS_FWP_TIMEOUT);
}

static void
closes(void *engine)
{
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	CHECK_EQ(second_status, STATUS_SUCCESS);
}

ENGINE_TEST(closing_waits_for_calls_on_the_handle)
{
	HANDLE first = engine_open(false), second = engine_open(false);

	second_status = STATUS_PENDING;
	CHECK_EQ(FwpmTransactionBegin0(first, 0), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, second_writer, second);
	thread_park("test", 0, clock_now_100ns() + 100);
	thread_start(THREAD_SYSTEM, closes, second);
	thread_park("test", 0, clock_now_100ns() + 100);
	CHECK_EQ(ledger_count(HOLDING_ENGINE), 2);
	CHECK_EQ(engine_sublayer(second, 1, 1), STATUS_INVALID_HANDLE);
	CHECK_EQ(FwpmTransactionCommit0(first), STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + 100);
	CHECK_EQ(ledger_count(HOLDING_ENGINE), 1);
	CHECK_EQ(ledger_count(HOLDING_TRANSACTION), 0);
}

static NTSTATUS
get_sublayer(HANDLE engine, unsigned key)
{
	GUID guid = engine_key(key);
	FWPM_SUBLAYER0 *sublayer = NULL;
	NTSTATUS status = FwpmSubLayerGetByKey0(engine, &guid, &sublayer);

	if (status == STATUS_SUCCESS)
		FwpmFreeMemory0((void **)&sublayer);
	return status;
}

static void
looks(void *engine)
{
	second_status = get_sublayer(engine, 1);
}

ENGINE_TEST(nobody_else_sees_what_is_not_committed)
{
	HANDLE first = engine_open(false), second = engine_open(false);

	second_status = STATUS_PENDING;
	CHECK_EQ(FwpmTransactionBegin0(first, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(first, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(get_sublayer(first, 1), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, looks, second);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(second_status, STATUS_PENDING); /* it waits */
	CHECK_EQ(FwpmTransactionAbort0(first), STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(second_status, STATUS_FWP_SUBLAYER_NOT_FOUND);
	CHECK_EQ(FwpmTransactionBegin0(first, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(first, 1, 1), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, looks, second);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(FwpmTransactionCommit0(first), STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(second_status, STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_BFE_MEMORY), 0);
}

ENGINE_TEST(those_who_only_read_share_the_lock)
{
	HANDLE first = engine_open(false), second = engine_open(false), enumeration = NULL;
	FWPM_SESSION0 hasty = { .txnWaitTimeoutInMSec = 1 };
	HANDLE writer = NULL;

	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, &hasty, &writer), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(first, FWPM_TXN_READ_ONLY), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(second, FWPM_TXN_READ_ONLY), STATUS_SUCCESS);
	CHECK_EQ(get_sublayer(writer, 1), STATUS_FWP_SUBLAYER_NOT_FOUND);
	CHECK_EQ(FwpmSubLayerCreateEnumHandle0(writer, NULL, &enumeration), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(writer, 0), STATUS_FWP_TIMEOUT);
	CHECK_EQ(FwpmTransactionCommit0(first), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(writer, 1, 1), STATUS_FWP_TIMEOUT);
	CHECK_EQ(FwpmTransactionAbort0(second), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(writer, 0), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(first, 7), STATUS_FWP_INVALID_FLAGS);
	CHECK_EQ(delete_filter(writer, 1), STATUS_FWP_FILTER_NOT_FOUND);
}

ENGINE_TEST(a_read_only_transaction_writes_nothing)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(engine, FWPM_TXN_READ_ONLY), STATUS_SUCCESS);
	CHECK_EQ(delete_sublayer(engine, 1), STATUS_FWP_INCOMPATIBLE_TXN);
	CHECK_EQ(engine_callout(engine, 2, &engine_out_ippacket), STATUS_FWP_INCOMPATIBLE_TXN);
	CHECK_EQ(engine_add(engine, engine_filter(3, 0, FWP_ACTION_BLOCK, 0)),
	    STATUS_FWP_INCOMPATIBLE_TXN);
	CHECK_EQ(get_sublayer(engine, 1), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(delete_sublayer(engine, 1), STATUS_SUCCESS);
}

ENGINE_TEST(a_call_that_fails_leaves_its_transaction_as_it_was)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_BLOCK, 0)),
	    STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 9, FWP_ACTION_BLOCK, 0)),
	    STATUS_FWP_SUBLAYER_NOT_FOUND);
	CHECK_EQ(engine_sublayer(engine, 9, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 9, FWP_ACTION_BLOCK, 0)), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(delete_filter(engine, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(delete_filter(engine, 2), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
}

#define HOUR_100NS (UINT64_C(3600) * 10000000)

ENGINE_TEST(a_program_owns_the_lock_for_an_hour_at_most)
{
	HANDLE program = bfe_session_open_user(), engine = NULL;
	FWPM_SESSION0 patient = { .txnWaitTimeoutInMSec = 0xFFFFFFFF };
	uint64_t begun = clock_now_100ns();

	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, &patient, &engine), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(program, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(program, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(get_sublayer(engine, 1), STATUS_FWP_SUBLAYER_NOT_FOUND);
	CHECK(clock_now_100ns() - begun >= HOUR_100NS);
	CHECK(clock_now_100ns() - begun < HOUR_100NS + 10000000);
	CHECK_EQ(engine_sublayer(program, 2, 1), STATUS_FWP_TXN_ABORTED);
	CHECK_EQ(FwpmTransactionCommit0(program), STATUS_FWP_NO_TXN_IN_PROGRESS);
	CHECK_EQ(FwpmTransactionBegin0(program, 0), STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + HOUR_100NS);
	CHECK_EQ(FwpmTransactionCommit0(program), STATUS_FWP_TXN_ABORTED);
	CHECK_EQ(engine_sublayer(program, 2, 1), STATUS_SUCCESS);
}

ENGINE_TEST(a_driver_owns_the_lock_for_ever)
{
	HANDLE first = engine_open(false), second = engine_open(false);

	CHECK_EQ(FwpmTransactionBegin0(first, 0), STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + 2 * HOUR_100NS);
	CHECK_EQ(engine_sublayer(second, 1, 1), STATUS_FWP_TIMEOUT);
	CHECK_EQ(engine_sublayer(first, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionCommit0(first), STATUS_SUCCESS);
}

static NTSTATUS NTAPI
notify_slow(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	(void)key, (void)filter;
	if (type == FWPS_CALLOUT_NOTIFY_ADD_FILTER)
		thread_park("test", 0, clock_now_100ns() + 1000);
	return STATUS_SUCCESS;
}

static void NTAPI
classify_none(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const FWPS_FILTER0 *filter, UINT64 flow, FWPS_CLASSIFY_OUT0 *out)
{
	(void)fixed, (void)meta, (void)data, (void)filter, (void)flow, (void)out;
}

static void
commits(void *engine)
{
	second_status = FwpmTransactionCommit0(engine);
}

ENGINE_TEST(a_commit_waits_for_calls_that_are_in_the_transaction)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = engine_key(2), .classifyFn = classify_none, .notifyFn = notify_slow
	};
	HANDLE engine = engine_open(false);

	second_status = STATUS_PENDING;
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &callout, NULL), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 2, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	thread_start(THREAD_SYSTEM, commits, engine);
	CHECK_EQ(
	    engine_add(engine, engine_filter(3, 0, FWP_ACTION_CALLOUT_UNKNOWN, 2)), STATUS_SUCCESS);
	CHECK_EQ(second_status, STATUS_PENDING);
	thread_park("test", 0, clock_now_100ns() + 500);
	CHECK_EQ(second_status, STATUS_SUCCESS);
	CHECK_EQ(delete_filter(engine, 3), STATUS_SUCCESS);
	CHECK_EQ(FwpmTransactionCommit0(engine), STATUS_FWP_NO_TXN_IN_PROGRESS);
}

static NTSTATUS
set_option(HANDLE engine)
{
	FWP_VALUE0 value = { .type = FWP_UINT32, .uint32 = 1 };

	return FwpmEngineSetOption0(engine, FWPM_ENGINE_COLLECT_NET_EVENTS, &value);
}

ENGINE_TEST(options_are_set_outside_of_transactions_and_dynamic_sessions)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(set_option(engine), STATUS_FWP_TXN_IN_PROGRESS);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_SUCCESS);
	CHECK_EQ(set_option(engine), STATUS_SUCCESS);
	CHECK_EQ(set_option(engine_open(true)), STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS);
}

ENGINE_TEST(what_is_referred_to_is_in_use)
{
	HANDLE engine = engine_open(false);

	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(3, 1, FWP_ACTION_CALLOUT_UNKNOWN, 2)),
	    STATUS_FWP_CALLOUT_NOT_FOUND);
	CHECK_EQ(engine_callout(engine, 2, &engine_flow_established), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(3, 1, FWP_ACTION_CALLOUT_UNKNOWN, 2)),
	    STATUS_FWP_INCOMPATIBLE_LAYER);
	CHECK_EQ(delete_callout(engine, 2), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 2, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(3, 9, FWP_ACTION_CALLOUT_UNKNOWN, 2)),
	    STATUS_FWP_SUBLAYER_NOT_FOUND);
	CHECK_EQ(
	    engine_add(engine, engine_filter(3, 1, FWP_ACTION_CALLOUT_UNKNOWN, 2)), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(3, 1, FWP_ACTION_PERMIT, 0)),
	    STATUS_FWP_ALREADY_EXISTS);
	CHECK_EQ(delete_sublayer(engine, 1), STATUS_FWP_IN_USE);
	CHECK_EQ(delete_callout(engine, 2), STATUS_FWP_IN_USE);
	CHECK_EQ(delete_filter(engine, 3), STATUS_SUCCESS);
	CHECK_EQ(delete_callout(engine, 2), STATUS_SUCCESS);
	CHECK_EQ(delete_sublayer(engine, 1), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 0);
}

ENGINE_TEST(the_objects_of_a_dynamic_session_go_with_it)
{
	HANDLE dynamic = engine_open(true), other = engine_open(false);

	CHECK_EQ(engine_sublayer(dynamic, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(dynamic, 2, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(dynamic, engine_filter(3, 1, FWP_ACTION_CALLOUT_UNKNOWN, 2)),
	    STATUS_SUCCESS);
	CHECK_EQ(engine_add(other, engine_filter(4, 1, FWP_ACTION_BLOCK, 0)),
	    STATUS_FWP_LIFETIME_MISMATCH);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_BLOCK);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 0);
	CHECK_EQ(FwpmEngineClose0(dynamic), STATUS_SUCCESS);
	CHECK_EQ(engine_ask(OUT_IPPACKET), FWP_ACTION_PERMIT);
	CHECK_EQ(engine_sublayer(other, 1, 1), STATUS_SUCCESS);
	dynamic = engine_open(true);
	CHECK_EQ(delete_sublayer(dynamic, 1), STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS);
	CHECK_EQ(engine_sublayer(dynamic, 5, 1), STATUS_SUCCESS);
	CHECK_EQ(delete_sublayer(engine_open(true), 5), STATUS_FWP_WRONG_SESSION);
	CHECK_EQ(delete_sublayer(other, 5), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(dynamic), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_ENGINE), 2);
}

ENGINE_TEST(closing_a_session_aborts_its_transaction)
{
	HANDLE engine = engine_open(false), other = engine_open(false);

	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(engine_sublayer(engine, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_SUCCESS);
	CHECK_EQ(finding_get(0)->rule, RULE_R49);
	CHECK_EQ(ledger_count(HOLDING_TRANSACTION), 0);
	CHECK_EQ(engine_sublayer(other, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(FwpmEngineClose0(engine), STATUS_INVALID_HANDLE);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_INVALID_HANDLE);
}

ENGINE_TEST(a_wrong_handle_is_refused)
{
	uint32_t word = 0x6e676e45;

	CHECK_EQ(FwpmTransactionBegin0(NULL, 0), STATUS_INVALID_HANDLE);
	CHECK_EQ(FwpmTransactionAbort0(&word), STATUS_INVALID_HANDLE);
	CHECK_EQ(engine_sublayer((HANDLE)(uintptr_t)0x1234, 1, 1), STATUS_INVALID_HANDLE);
}

ENGINE_TEST(what_is_wrong_with_a_filter_has_a_name)
{
	HANDLE engine = engine_open(false);
	FWPM_FILTER0 filter = engine_filter(1, 0, FWP_ACTION_BLOCK, 0);

	filter.displayData.name = NULL;
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_NULL_DISPLAY_NAME);
	filter = engine_filter(1, 0, FWP_ACTION_CONTINUE, 0);
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_INVALID_ACTION_TYPE);
	filter = engine_filter(1, 0, FWP_ACTION_BLOCK, 0);
	filter.weight = (FWP_VALUE0){ .type = FWP_UINT8, .uint8 = 16 };
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_INVALID_WEIGHT);
	filter.weight = (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = 1 };
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_INVALID_WEIGHT);
	filter = engine_filter(1, 0, FWP_ACTION_BLOCK, 0);
	filter.layerKey = engine_key(7);
	CHECK_EQ(engine_add(engine, filter), STATUS_FWP_LAYER_NOT_FOUND);
	filter = engine_filter(1, 0, FWP_ACTION_BLOCK, 0);
	filter.flags = FWPM_FILTER_FLAG_PERSISTENT;
	CHECK_EQ(engine_add(engine_open(true), filter), STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS);
	CHECK_EQ(engine_add(engine, filter), STATUS_SUCCESS);
}

static unsigned left_count, left_blocking;

static void
count_left(void *context, const struct bfe_left *left)
{
	(void)context;
	left_count++;
	left_blocking += left->blocks;
	CHECK_EQ(left->name[0], 't');
}

ENGINE_TEST(what_a_driver_leaves_can_be_listed)
{
	HANDLE engine = engine_open(false), user = bfe_session_open_user();

	left_count = left_blocking = 0;
	CHECK_EQ(engine_sublayer(user, 1, 1), STATUS_SUCCESS);
	CHECK_EQ(engine_callout(engine, 2, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(
	    engine_add(engine, engine_filter(3, 1, FWP_ACTION_CALLOUT_UNKNOWN, 2)), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine_open(true), engine_filter(4, 1, FWP_ACTION_BLOCK, 0)),
	    STATUS_SUCCESS);
	bfe_each_left(count_left, NULL);
	CHECK_EQ(left_count, 2);
	CHECK_EQ(left_blocking, 1);
	CHECK_EQ(ledger_count(HOLDING_STATIC_OBJECT), 2);
	CHECK_EQ(ledger_count(HOLDING_ENGINE), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_abort_undoes_everything_in_reverse),
		cmocka_unit_test(the_engine_hears_of_filters_at_commit),
		cmocka_unit_test(transactions_do_not_nest),
		cmocka_unit_test(a_second_writer_waits_for_the_first),
		cmocka_unit_test(a_second_writer_gives_up_after_its_time),
		cmocka_unit_test(closing_waits_for_calls_on_the_handle),
		cmocka_unit_test(nobody_else_sees_what_is_not_committed),
		cmocka_unit_test(those_who_only_read_share_the_lock),
		cmocka_unit_test(a_read_only_transaction_writes_nothing),
		cmocka_unit_test(a_call_that_fails_leaves_its_transaction_as_it_was),
		cmocka_unit_test(a_program_owns_the_lock_for_an_hour_at_most),
		cmocka_unit_test(a_driver_owns_the_lock_for_ever),
		cmocka_unit_test(a_commit_waits_for_calls_that_are_in_the_transaction),
		cmocka_unit_test(options_are_set_outside_of_transactions_and_dynamic_sessions),
		cmocka_unit_test(what_is_referred_to_is_in_use),
		cmocka_unit_test(the_objects_of_a_dynamic_session_go_with_it),
		cmocka_unit_test(closing_a_session_aborts_its_transaction),
		cmocka_unit_test(a_wrong_handle_is_refused),
		cmocka_unit_test(what_is_wrong_with_a_filter_has_a_name),
		cmocka_unit_test(what_a_driver_leaves_can_be_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
