/* Injection under many schedules: nothing is lost, nothing is left, nothing is wrong. */
#include "stage.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/clone.h"
#include "sched/choice.h"
#include "sched/thread.h"
#include "wfp/exports.h"

#include "test.h"

#define SEEDS 60
#define KEPT 64
#define DATAGRAM_DATA 24

static HANDLE handle;
static NET_BUFFER_LIST *kept[KEPT];
static unsigned keeps, taken, completed;

static void NTAPI
complete(void *context, NET_BUFFER_LIST *list, BOOLEAN at_dispatch)
{
	(void)context, (void)at_dispatch;
	completed++;
	FwpsFreeCloneNetBufferList0(list, 0);
}

static void
absorb_some(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	if (seen.injected != FWPS_PACKET_NOT_INJECTED || keeps == KEPT || choice_draw(2) == 0)
		return;
	CHECK_EQ(FwpsAllocateCloneNetBufferList0(list, NULL, NULL, 0, &kept[keeps]), 0);
	keeps++, taken++;
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}

static void
do_handle(void)
{
	CHECK_EQ(FwpsInjectionHandleCreate0(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK, &handle), 0);
	injection_handle = handle;
}

static void
inject_kept(void *argument)
{
	(void)argument;
	for (int i = 0; i < 20; i++) {
		while (keeps > 0) {
			NET_BUFFER_LIST *list = kept[--keeps];

			CHECK_EQ(FwpsInjectNetworkSendAsync0(
				     handle, NULL, 0, 1, list, (void *)complete, NULL),
			    0);
			sched_point();
		}
		sched_point();
	}
}

static void
converse(void *port)
{
	struct address from = here;

	from.port = (uint16_t)(1000 + (uintptr_t)port);
	for (int i = 0; i < 4; i++, from.port += 10) {
		struct connection *connection = path_connect(PROTOCOL_TCP, &from, &there, NULL);

		sched_point();
		if (connection == NULL)
			continue;
		path_data(connection, (FWP_DIRECTION)choice_draw(2), "hello", 5);
		sched_point();
		path_close(connection);
	}
}

static bool
never(void *context)
{
	(void)context;
	return false;
}

static void
live(uint64_t seed)
{
	fresh();
	on_network(do_handle);
	watch(4);
	classified = absorb_some;
	keeps = taken = completed = 0;
	choice_start(seed, REFUSE_NONE);
	for (uintptr_t i = 0; i < 3; i++)
		thread_start(THREAD_NETWORK, converse, (void *)i);
	thread_start(THREAD_NETWORK, inject_kept, NULL);
	sched_run(never, NULL);
	thread_start(THREAD_NETWORK, inject_kept, NULL);
	sched_run(never, NULL);
}

TEST(whatever_is_absorbed_and_injected_is_completed)
{
	unsigned all = 0;

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		live(seed);
		all += taken;
		CHECK_EQ(completed, taken);
		CHECK_EQ(path_in_flight(), 0);
		CHECK_EQ(path_counts().completed, taken);
		CHECK_EQ(connection_count(), 0);
		CHECK_EQ(ledger_count(HOLDING_NBL_CLONE), 0);
		CHECK_EQ(ledger_count(HOLDING_INJECTION), 0);
		CHECK_EQ(finding_count(), 0);
		CHECK_EQ(life_end(), LIFE_GOES_ON);
	}
	CHECK(all > SEEDS);
}

static void
converse_often(void)
{
	for (uintptr_t i = 0; i < 200; i++)
		converse((void *)i);
}

TEST(connections_leave_no_memory_behind)
{
	size_t before;

	(void)state;
	fresh();
	on_network(converse_often);
	before = arena_system_extent().bytes;
	on_network(converse_often);
	CHECK_EQ(arena_system_extent().bytes, before);
}

static struct connection *socket_of_test;
static struct address other;
static UINT64 endpoint;
static NTSTATUS injected_status;

static void
take_datagram(const struct asking *asking)
{
	endpoint = asking->metadata->transportEndpointHandle;
	CHECK_EQ(FwpsAllocateCloneNetBufferList0(asking->data, NULL, NULL, 0, &kept[0]), 0);
	asking->out->actionType = FWP_ACTION_BLOCK;
	asking->out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}

static void NTAPI
note_status(void *context, NET_BUFFER_LIST *list, BOOLEAN at_dispatch)
{
	injected_status = list->Status;
	complete(context, list, at_dispatch);
}

static void
send_datagram(void)
{
	CHECK_EQ(
	    FwpsInjectionHandleCreate0(NT_AF_UNSPEC, FWPS_INJECTION_TYPE_TRANSPORT, &handle), 0);
	socket_of_test = path_connect(PROTOCOL_UDP, &here, &there, NULL);
	path_data(socket_of_test, FWP_DIRECTION_OUTBOUND, "hello", 5);
}

static void
send_to_other(void)
{
	FWPS_TRANSPORT_SEND_PARAMS0 to = { .remoteAddress = other.bytes };

	CHECK_EQ(FwpsInjectTransportSendAsync0(handle, NULL, endpoint, 0, &to, NT_AF_INET, 1,
		     kept[0], (void *)note_status, NULL),
	    0);
}

static void
close_socket(void)
{
	path_close(socket_of_test);
}

static void
absorb_datagram(void)
{
	fresh();
	CHECK(address_parse(&other, "198.51.100.9:0"));
	watch_all(DATAGRAM_DATA, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = take_datagram;
	completed = 0;
	on_network(send_datagram);
	asked = NULL;
	layers();
}

TEST(a_datagram_to_another_peer_than_its_sockets_has_a_flow_of_its_own)
{
	(void)state;
	absorb_datagram();
	on_network(send_to_other);
	CHECK_STR(layers(),
	    "AUTH_CONNECT FLOW_ESTABLISHED DATAGRAM_DATA OUTBOUND_TRANSPORT "
	    "OUTBOUND_IPPACKET");
	CHECK_EQ(injected_status, STATUS_SUCCESS);
	CHECK_EQ(completed, 1);
}

TEST(what_is_sent_for_a_closed_socket_is_dropped)
{
	(void)state;
	absorb_datagram();
	on_network(close_socket);
	layers();
	on_network(send_to_other);
	CHECK_STR(layers(), "");
	CHECK(injected_status < 0);
	CHECK_EQ(completed, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_absorbed_and_injected_is_completed),
		cmocka_unit_test(connections_leave_no_memory_behind),
		cmocka_unit_test(a_datagram_to_another_peer_than_its_sockets_has_a_flow_of_its_own),
		cmocka_unit_test(what_is_sent_for_a_closed_socket_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
