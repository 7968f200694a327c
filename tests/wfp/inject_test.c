/* Injection handles, injections, and whose an indicated packet is. */
#include "engine.h"

#include "ndis/clone.h"
#include "ndis/packet.h"

static struct injection *taken;
static unsigned completed;
static NTSTATUS completed_status;

static void
take(struct injection *injection)
{
	taken = injection;
}

static const struct inject_outlet outlet = { .take = take };

static void NTAPI
complete_fn(void *context, NET_BUFFER_LIST *list, BOOLEAN dispatch)
{
	CHECK_EQ(context, &completed);
	CHECK_EQ(dispatch, irql_now() == DISPATCH_LEVEL);
	completed++;
	completed_status = list->Status;
	FwpsFreeCloneNetBufferList0(list, 0);
}

static const uint8_t ipv4_header[28] = { 0x45 };

static NET_BUFFER_LIST *
clone_of(NET_BUFFER_LIST *list)
{
	NET_BUFFER_LIST *clone = NULL;

	CHECK_EQ(FwpsAllocateCloneNetBufferList0(list, NULL, NULL, 0, &clone), STATUS_SUCCESS);
	return clone;
}

static HANDLE
handle_for(ADDRESS_FAMILY family, UINT32 kinds)
{
	HANDLE handle = NULL;

	inject_outlet(&outlet);
	taken = NULL;
	completed = 0;
	CHECK_EQ(FwpsInjectionHandleCreate0(family, kinds, &handle), STATUS_SUCCESS);
	return handle;
}

static NTSTATUS
send(HANDLE handle, NET_BUFFER_LIST *list)
{
	return FwpsInjectNetworkSendAsync0(
	    handle, (HANDLE)0x99, 0, 1, list, (void *)(uintptr_t)complete_fn, &completed);
}

ENGINE_TEST(an_injection_is_held_until_it_completes)
{
	HANDLE handle = handle_for(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK);
	NET_BUFFER_LIST *packet = packet_take(ipv4_header, sizeof(ipv4_header), 0);

	CHECK_EQ(send(handle, clone_of(packet)), STATUS_SUCCESS);
	CHECK_EQ(taken->way, INJECT_NETWORK_SEND);
	CHECK_EQ(taken->family, NT_AF_INET);
	CHECK_EQ(taken->number, 1);
	CHECK_EQ(ledger_count(HOLDING_INJECTION), 1);
	inject_complete(taken, STATUS_SUCCESS);
	CHECK_EQ(completed, 1);
	CHECK_EQ(completed_status, STATUS_SUCCESS);
	CHECK_EQ(FwpsInjectionHandleDestroy0(handle), STATUS_SUCCESS);
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(ledger_total(), 0);
	CHECK(packet_give(packet));
}

ENGINE_TEST(a_packet_knows_who_injected_it_and_who_did_before)
{
	HANDLE first = handle_for(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK);
	HANDLE second = handle_for(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK);
	NET_BUFFER_LIST *packet = packet_take(ipv4_header, sizeof(ipv4_header), 0);
	NET_BUFFER_LIST *clone = clone_of(packet);
	HANDLE context = NULL;

	CHECK_EQ(FwpsQueryPacketInjectionState0(first, packet, &context), FWPS_PACKET_NOT_INJECTED);
	CHECK_EQ(send(first, clone), STATUS_SUCCESS);
	inject_mark(packet, taken);
	inject_complete(taken, STATUS_SUCCESS);
	CHECK_EQ(
	    FwpsQueryPacketInjectionState0(first, packet, &context), FWPS_PACKET_INJECTED_BY_SELF);
	CHECK_EQ(context, 0x99);
	CHECK_EQ(
	    FwpsQueryPacketInjectionState0(second, packet, NULL), FWPS_PACKET_INJECTED_BY_OTHER);
	clone = clone_of(packet);
	inject_unmark(packet);
	CHECK_EQ(send(second, clone), STATUS_SUCCESS);
	inject_mark(packet, taken);
	inject_complete(taken, STATUS_SUCCESS);
	CHECK_EQ(
	    FwpsQueryPacketInjectionState0(second, packet, NULL), FWPS_PACKET_INJECTED_BY_SELF);
	context = NULL;
	CHECK_EQ(FwpsQueryPacketInjectionState0(first, packet, &context),
	    FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF);
	CHECK_EQ(context, 0x99);
}

ENGINE_TEST(a_handle_is_good_for_what_it_was_made_for)
{
	HANDLE transport = handle_for(NT_AF_UNSPEC, 0);
	HANDLE v6 = handle_for(NT_AF_INET6, FWPS_INJECTION_TYPE_NETWORK);
	NET_BUFFER_LIST *packet = packet_take(ipv4_header, sizeof(ipv4_header), 0);
	NET_BUFFER_LIST *clone = clone_of(packet);

	CHECK_EQ(send(transport, clone), STATUS_FWP_INJECT_HANDLE_STALE);
	CHECK_EQ(engine_findings(RULE_R127), 1);
	CHECK_EQ(FwpsInjectNetworkSendAsync0(
		     v6, NULL, 1, 1, clone, (void *)(uintptr_t)complete_fn, NULL),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R129), 1);
	CHECK_EQ(FwpsInjectNetworkSendAsync0(v6, NULL, 0, 1, clone, NULL, NULL),
	    STATUS_FWP_NULL_POINTER);
	CHECK_EQ(engine_findings(RULE_R130), 1);
	CHECK_EQ(send(v6, clone), STATUS_SUCCESS);
	CHECK_EQ(engine_findings(RULE_R128), 1);
	inject_complete(taken, STATUS_SUCCESS);
	CHECK_EQ(send(NULL, packet), STATUS_INVALID_PARAMETER);
	CHECK_EQ(engine_findings(RULE_R145), 1);
}

ENGINE_TEST(a_handle_for_network_injection_needs_its_family)
{
	handle_for(NT_AF_UNSPEC, FWPS_INJECTION_TYPE_NETWORK);
	CHECK_EQ(engine_findings(RULE_R128), 1);
}

ENGINE_TEST(a_packet_that_begins_elsewhere_is_noticed)
{
	HANDLE handle = handle_for(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK);
	NET_BUFFER_LIST *packet = packet_take(ipv4_header, sizeof(ipv4_header), 20);

	CHECK_EQ(send(handle, clone_of(packet)), STATUS_SUCCESS);
	CHECK_EQ(engine_findings(RULE_R126), 1);
}

static bool destroyed;
static NTSTATUS while_closing;

static void
destroys(void *handle)
{
	CHECK_EQ(FwpsInjectionHandleDestroy0(handle), STATUS_SUCCESS);
	destroyed = true;
}

ENGINE_TEST(destroying_a_handle_waits_for_its_injections)
{
	HANDLE handle = handle_for(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK);
	NET_BUFFER_LIST *packet = packet_take(ipv4_header, sizeof(ipv4_header), 0);
	struct injection *injection;

	destroyed = false;
	CHECK_EQ(send(handle, clone_of(packet)), STATUS_SUCCESS);
	injection = taken;
	thread_start(THREAD_SYSTEM, destroys, handle);
	thread_park("test", 0, clock_now_100ns() + 100);
	CHECK(!destroyed);
	while_closing = send(handle, clone_of(packet));
	CHECK_EQ(while_closing, STATUS_FWP_INJECT_HANDLE_CLOSING);
	CHECK_EQ(engine_findings(RULE_R145), 1);
	inject_complete(injection, STATUS_SUCCESS);
	thread_park("test", 0, clock_now_100ns() + 100);
	CHECK(destroyed);
	CHECK_EQ(ledger_count(HOLDING_INJECTION_HANDLE), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_injection_is_held_until_it_completes),
		cmocka_unit_test(a_packet_knows_who_injected_it_and_who_did_before),
		cmocka_unit_test(a_handle_is_good_for_what_it_was_made_for),
		cmocka_unit_test(a_handle_for_network_injection_needs_its_family),
		cmocka_unit_test(a_packet_that_begins_elsewhere_is_noticed),
		cmocka_unit_test(destroying_a_handle_waits_for_its_injections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
