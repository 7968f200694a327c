/* Which layers are visited, in order, and what they are shown.  [semantics 4.1, 4.9] */
#include "stage.h"

#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/clone.h"
#include "ndis/packet.h"
#include "net/construct.h"
#include "net/path.h"
#include "sched/thread.h"
#include "wfp/exports.h"
#include "wfp/pend.h"

#include "test.h"

#include <string.h>

#define BIND "BIND_REDIRECT RESOURCE_ASSIGNMENT "
#define OUT "OUTBOUND_TRANSPORT OUTBOUND_IPPACKET"

static const struct packet_origin anywhere;
static const struct packet_origin closed = { .closed_ports = true };
static uint8_t bytes[2048];
static size_t length;
static enum packet_verdict verdict;
static struct connection *connection;
static unsigned sent, delivered, forwarded;

static void
count_event(void *context, enum path_event event, const void *packet, size_t size)
{
	(void)context, (void)packet, (void)size;
	sent += event == PATH_SENT;
	delivered += event == PATH_DELIVERED;
	forwarded += event == PATH_FORWARDED;
}

static void
begin(void)
{
	fresh();
	sent = delivered = forwarded = 0;
	path_outlet(count_event, NULL);
}

static void
do_send(void)
{
	verdict = path_send(bytes, length, anywhere);
}
static void
do_receive(void)
{
	verdict = path_receive(bytes, length, anywhere);
}
static void
do_receive_closed(void)
{
	verdict = path_receive(bytes, length, closed);
}
static void
do_forward(void)
{
	verdict = path_forward(bytes, length, anywhere);
}
static void
do_connect(void)
{
	connection = path_connect(PROTOCOL_TCP, &here, &there, NULL);
}
static void
do_connect6(void)
{
	connection = path_connect(PROTOCOL_TCP, &here6, &there6, NULL);
}
static void
do_accept(void)
{
	connection = path_accept(PROTOCOL_TCP, &here, &there, NULL);
}
static void
do_listen(void)
{
	connection = path_listen(PROTOCOL_TCP, &here, NULL);
}
static void
do_data_out(void)
{
	path_data(connection, FWP_DIRECTION_OUTBOUND, "hello", 5);
}
static void
do_data_in(void)
{
	path_data(connection, FWP_DIRECTION_INBOUND, "hello", 5);
}
static void
do_close(void)
{
	path_close(connection);
}
static void
do_udp(void)
{
	connection = path_connect(PROTOCOL_UDP, &here, &there, NULL);
}

TEST(a_first_udp_send_asks_ale_and_a_second_does_not)
{
	(void)state;
	begin();
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
	on_network(do_send);
	CHECK_EQ(verdict, VERDICT_PERMITTED);
	CHECK_STR(
	    layers(), BIND "CONNECT_REDIRECT AUTH_CONNECT FLOW_ESTABLISHED DATAGRAM_DATA " OUT);
	on_network(do_send);
	CHECK_STR(layers(), "DATAGRAM_DATA " OUT);
	CHECK_EQ(sent, 2);
	CHECK_EQ(path_counts().permitted, 2);
}

TEST(a_first_udp_receive_asks_ale_and_the_answer_does_not)
{
	(void)state;
	begin();
	length = packet_udp(bytes, sizeof(bytes), &there, &here, "x", 1);
	on_network(do_receive);
	CHECK_STR(layers(),
	    "INBOUND_IPPACKET INBOUND_TRANSPORT AUTH_RECV_ACCEPT FLOW_ESTABLISHED "
	    "DATAGRAM_DATA");
	on_network(do_receive);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_TRANSPORT DATAGRAM_DATA");
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
	on_network(do_send);
	CHECK_STR(layers(), "DATAGRAM_DATA " OUT);
	CHECK_EQ(delivered, 2);
}

TEST(an_echo_is_one_flow_with_its_reply)
{
	(void)state;
	begin();
	length = packet_echo(bytes, sizeof(bytes), &here6, &there6, false, 7, 1, "x", 1);
	on_network(do_send);
	CHECK_STR(
	    layers(), BIND "CONNECT_REDIRECT AUTH_CONNECT FLOW_ESTABLISHED DATAGRAM_DATA " OUT);
	length = packet_echo(bytes, sizeof(bytes), &there6, &here6, true, 7, 1, "x", 1);
	on_network(do_receive);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_TRANSPORT DATAGRAM_DATA");
}

TEST(a_tcp_client_connects_talks_and_closes)
{
	(void)state;
	begin();
	on_network(do_connect);
	CHECK(connection != NULL);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	/* the last packet is the ACK of an established connection, which STREAM_PACKET sees */
	CHECK_STR(layers(),
	    BIND "CONNECT_REDIRECT AUTH_CONNECT " OUT " INBOUND_IPPACKET "
		 "INBOUND_TRANSPORT FLOW_ESTABLISHED STREAM_PACKET " OUT);
	on_network(do_data_out);
	CHECK_STR(layers(), "STREAM STREAM_PACKET " OUT);
	on_network(do_data_in);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_TRANSPORT STREAM_PACKET STREAM");
	on_network(do_close);
	CHECK_STR(layers(),
	    "STREAM STREAM_PACKET " OUT " INBOUND_IPPACKET INBOUND_TRANSPORT "
	    "STREAM_PACKET STREAM ENDPOINT_CLOSURE RESOURCE_RELEASE " OUT);
	CHECK_EQ(connection_count(), 0);
}

TEST(a_tcp_client_over_ipv6_visits_the_same_layers)
{
	(void)state;
	begin();
	on_network(do_connect6);
	CHECK_STR(layers(),
	    BIND "CONNECT_REDIRECT AUTH_CONNECT " OUT " INBOUND_IPPACKET "
		 "INBOUND_TRANSPORT FLOW_ESTABLISHED STREAM_PACKET " OUT);
}

TEST(a_tcp_server_listens_and_accepts)
{
	(void)state;
	begin();
	on_network(do_listen);
	CHECK_STR(layers(), BIND "AUTH_LISTEN");
	on_network(do_accept);
	CHECK_STR(layers(),
	    "INBOUND_IPPACKET INBOUND_TRANSPORT AUTH_RECV_ACCEPT " OUT
	    " INBOUND_IPPACKET INBOUND_TRANSPORT FLOW_ESTABLISHED");
	CHECK(connection != NULL);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	on_network(do_close);
	CHECK_EQ(connection_count(), 1); /* the listener */
}

TEST(a_syn_to_a_closed_port_is_answered_with_a_reset)
{
	(void)state;
	begin();
	length = packet_tcp(
	    bytes, sizeof(bytes), &there, &here, (struct tcp_segment){ .flags = TCP_SYN }, NULL, 0);
	on_network(do_receive_closed);
	CHECK_EQ(verdict, VERDICT_CLOSED);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_TRANSPORT_DISCARD " OUT);
}

TEST(a_datagram_to_a_closed_port_is_answered_with_an_icmp_error)
{
	(void)state;
	begin();
	length = packet_udp(bytes, sizeof(bytes), &there, &here, "x", 1);
	on_network(do_receive_closed);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_IPPACKET_DISCARD OUTBOUND_ICMP_ERROR " OUT);
}

TEST(forwarding_loopback_errors_and_fragments_have_their_own_ways)
{
	struct address one, two;
	uint8_t cause[64];

	(void)state;
	begin();
	CHECK(address_parse(&one, "192.0.2.1:5"));
	CHECK(address_parse(&two, "198.51.100.1:6"));
	length = packet_udp(bytes, sizeof(bytes), &one, &two, "x", 1);
	on_network(do_forward);
	CHECK_STR(layers(), "INBOUND_IPPACKET IPFORWARD OUTBOUND_IPPACKET");
	CHECK_EQ(forwarded, 1);
	length = packet_udp(cause, sizeof(cause), &here, &there, "x", 1);
	length = packet_unreachable(bytes, sizeof(bytes), cause, length);
	on_network(do_receive);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_ICMP_ERROR");
	CHECK(address_parse(&one, "127.0.0.1:5"));
	CHECK(address_parse(&two, "127.0.0.1:6"));
	length = packet_udp(bytes, sizeof(bytes), &one, &two, "x", 1);
	on_network(do_send);
	CHECK_STR(layers(),
	    BIND "CONNECT_REDIRECT AUTH_CONNECT FLOW_ESTABLISHED DATAGRAM_DATA " OUT
		 " INBOUND_IPPACKET INBOUND_TRANSPORT AUTH_RECV_ACCEPT "
		 "FLOW_ESTABLISHED DATAGRAM_DATA");
	length = packet_udp(bytes, sizeof(bytes), &there, &here, "x", 1);
	bytes[6] = 0x20;
	on_network(do_receive);
	CHECK_STR(layers(), "INBOUND_IPPACKET INBOUND_IPPACKET");
}

/* stage: layer, event, then data offset, ipHeaderSize or 0, transportHeaderSize or 0, IRQL */
static const struct {
	uint16_t layer;
	bool inbound;
	unsigned offset, ip, transport;
	KIRQL irql;
} shown[] = {
	{ 0, true, 20, 20, 0, DISPATCH_LEVEL },  /* INBOUND_IPPACKET */
	{ 12, true, 28, 20, 8, DISPATCH_LEVEL }, /* INBOUND_TRANSPORT */
	{ 44, true, 28, 20, 8, DISPATCH_LEVEL }, /* AUTH_RECV_ACCEPT */
	{ 52, true, 28, 0, 0, DISPATCH_LEVEL },  /* FLOW_ESTABLISHED */
	{ 24, true, 28, 20, 8, DISPATCH_LEVEL }, /* DATAGRAM_DATA */
	{ 48, false, 20, 0, 8, PASSIVE_LEVEL },  /* AUTH_CONNECT */
	{ 52, false, 20, 0, 0, DISPATCH_LEVEL }, /* FLOW_ESTABLISHED */
	{ 24, false, 20, 0, 8, DISPATCH_LEVEL }, /* DATAGRAM_DATA */
	{ 16, false, 20, 0, 8, DISPATCH_LEVEL }, /* OUTBOUND_TRANSPORT */
	{ 4, false, 0, 20, 8, DISPATCH_LEVEL },  /* OUTBOUND_IPPACKET */
};

TEST(each_layer_has_its_data_start_header_sizes_and_level)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		uint32_t has;

		begin();
		watch(shown[i].layer);
		length = shown[i].inbound ? packet_udp(bytes, sizeof(bytes), &there, &here, "x", 1)
					  : packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
		on_network(shown[i].inbound ? do_receive : do_send);
		CHECK_EQ(seen.calls, 1);
		CHECK_EQ(seen.data_offset, shown[i].offset);
		CHECK_EQ(seen.data_length, length - shown[i].offset);
		has = seen.metadata.currentMetadataValues;
		CHECK_EQ(has & FWPS_METADATA_FIELD_IP_HEADER_SIZE ? seen.metadata.ipHeaderSize : 0,
		    shown[i].ip);
		CHECK_EQ(has & FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE
			? seen.metadata.transportHeaderSize
			: 0,
		    shown[i].transport);
		CHECK_EQ(seen.irql, shown[i].irql);
	}
}

TEST(values_have_the_types_and_orders_that_windows_gives_them)
{
	(void)state;
	begin();
	watch(
	    4); /* OUTBOUND_IPPACKET_V4: local, local type, remote, interface, index, sub, flags */
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
	on_network(do_send);
	CHECK_EQ(seen.values[0].type, FWP_UINT32);
	CHECK_EQ(seen.values[0].uint32, 0x0a000002);
	CHECK_EQ(seen.values[1].type, FWP_UINT8);
	CHECK_EQ(seen.values[2].uint32, 0xc0000207);
	CHECK_EQ(seen.values[3].type, FWP_UINT64);
	CHECK_EQ(seen.values[4].uint32, HOST_ETHERNET);
	begin();
	watch(14); /* INBOUND_TRANSPORT_V6: protocol, local, remote, type, ports */
	length = packet_udp(bytes, sizeof(bytes), &there6, &here6, "x", 1);
	on_network(do_receive);
	CHECK_EQ(seen.values[0].uint8, PROTOCOL_UDP);
	CHECK_EQ(seen.values[2].type, FWP_BYTE_ARRAY16_TYPE);
	CHECK_EQ(seen.values[4].uint16, here6.port);
	CHECK_EQ(seen.values[5].uint16, there6.port);
	CHECK(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_ALE_CLASSIFY_REQUIRED);
	CHECK(!(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_FLOW_HANDLE));
	on_network(do_receive);
	CHECK(!(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_ALE_CLASSIFY_REQUIRED));
	CHECK(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_FLOW_HANDLE);
}

static NET_BUFFER_LIST *clone;
static HANDLE handle;

static void
block(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	(void)list;
	out->actionType = FWP_ACTION_BLOCK;
}

/* What a pending driver does: keep a clone, block silently; let its own pass. */
static void
take_away(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	if (seen.injected != FWPS_PACKET_NOT_INJECTED)
		return;
	CHECK_EQ(FwpsAllocateCloneNetBufferList0(list, NULL, NULL, 0, &clone), STATUS_SUCCESS);
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	out->rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
}

TEST(a_blocked_packet_is_shown_to_the_discard_layer)
{
	(void)state;
	begin();
	watch(16);
	classified = block;
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
	on_network(do_send);
	CHECK_EQ(verdict, VERDICT_BLOCKED);
	CHECK_STR(layers(),
	    BIND "CONNECT_REDIRECT AUTH_CONNECT FLOW_ESTABLISHED DATAGRAM_DATA "
		 "OUTBOUND_TRANSPORT OUTBOUND_TRANSPORT_DISCARD");
	CHECK_EQ(path_counts().blocked, 1);
	CHECK_EQ(sent, 0);
}

static HANDLE pended;

static void
pend(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	(void)list;
	CHECK(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_COMPLETION_HANDLE);
	CHECK_EQ(FwpsPendOperation0(seen.metadata.completionHandle, &pended), STATUS_SUCCESS);
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	out->rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
}

static void
do_resume(void)
{
	FwpsCompleteOperation0(pended, NULL);
}

TEST(a_pended_connection_is_asked_again_and_then_goes_on)
{
	(void)state;
	begin();
	watch(48);
	classified = pend;
	on_network(do_udp);
	on_network(do_data_out);
	CHECK_EQ(connection->state, CONNECTION_PENDED);
	CHECK_STR(layers(), BIND "CONNECT_REDIRECT AUTH_CONNECT");
	on_network(do_data_out);
	CHECK_STR(layers(), "");
	classified = NULL;
	on_network(do_resume);
	CHECK_STR(layers(), "AUTH_CONNECT");
	CHECK(!(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_COMPLETION_HANDLE));
	on_network(do_data_out);
	CHECK_STR(layers(), "FLOW_ESTABLISHED DATAGRAM_DATA " OUT);
	on_network(do_close);
	CHECK_STR(layers(), "ENDPOINT_CLOSURE RESOURCE_RELEASE");
}

static NTSTATUS built;

static void
rebuild(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	static const UCHAR from[4] = { 10, 0, 0, 2 }, to[4] = { 192, 0, 2, 9 };
	uint8_t header[28];
	struct packet packet;

	(void)out;
	CHECK_EQ(FwpsAllocateCloneNetBufferList0(list, NULL, NULL, 0, &clone), STATUS_SUCCESS);
	built = FwpsConstructIpHeaderForTransportPacket0(
	    clone, 0, NT_AF_INET, from, to, PROTOCOL_UDP, 0, NULL, 0, 0, NULL, 0, 0);
	CHECK_EQ(packet_bytes(clone->FirstNetBuffer, header, sizeof(header)), length);
	CHECK_EQ(packet_parse(&packet, header, sizeof(header)), PACKET_TOTAL_LENGTH);
	CHECK_EQ(header[19], 9);
	FwpsFreeCloneNetBufferList0(clone, 0);
}

TEST(an_ip_header_is_put_before_a_transport_header)
{
	(void)state;
	begin();
	watch(16);
	classified = rebuild;
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
	on_network(do_send);
	CHECK_EQ(built, STATUS_SUCCESS);
	CHECK_EQ(sent, 1);
	CHECK_EQ(finding_count(), 0);
}

static unsigned completions;
static NTSTATUS completed_with;

static void NTAPI
complete(void *context, NET_BUFFER_LIST *list, BOOLEAN at_dispatch)
{
	CHECK_EQ(context, 5);
	CHECK_EQ(at_dispatch, irql_now() == DISPATCH_LEVEL);
	completions++;
	completed_with = list->Status;
	FwpsFreeCloneNetBufferList0(list, 0);
}

static void
do_handle(void)
{
	CHECK_EQ(FwpsInjectionHandleCreate0(NT_AF_INET, FWPS_INJECTION_TYPE_NETWORK, &handle),
	    STATUS_SUCCESS);
	injection_handle = handle;
}

static void
do_inject(void)
{
	CHECK_EQ(
	    FwpsInjectNetworkSendAsync0(handle, NULL, 0, 1, clone, (void *)complete, (HANDLE)5),
	    STATUS_SUCCESS);
	CHECK_EQ(path_in_flight(), 1);
}

TEST(an_absorbed_packet_comes_back_when_it_is_injected)
{
	(void)state;
	begin();
	on_network(do_handle);
	watch(4);
	classified = take_away;
	completions = 0;
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
	on_network(do_send);
	CHECK_EQ(verdict, VERDICT_ABSORBED);
	CHECK_EQ(sent, 0);
	CHECK_EQ(ledger_count(HOLDING_NBL_CLONE), 1);
	layers();
	on_network(do_inject);
	CHECK_STR(layers(), "OUTBOUND_IPPACKET");
	CHECK_EQ(seen.injected, FWPS_PACKET_INJECTED_BY_SELF);
	CHECK_EQ(sent, 1);
	CHECK_EQ(completions, 1);
	CHECK_EQ(completed_with, STATUS_SUCCESS);
	CHECK_EQ(path_in_flight(), 0);
	CHECK_EQ(path_counts().injected, 1);
	CHECK_EQ(ledger_count(HOLDING_NBL_CLONE), 0);
	CHECK_EQ(finding_count(), 0);
}

TEST(a_handshake_waits_for_an_absorbed_syn)
{
	(void)state;
	begin();
	on_network(do_handle);
	watch(4);
	classified = take_away;
	on_network(do_connect);
	CHECK_EQ(connection->state, CONNECTION_AUTHORISED);
	classified = NULL;
	on_network(do_inject);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
}

TEST(a_refused_connection_is_none)
{
	(void)state;
	begin();
	watch(16);
	classified = block;
	on_network(do_udp);
	on_network(do_data_out);
	CHECK_EQ(sent, 0);
	on_network(do_close);
	CHECK_EQ(connection_count(), 0);
}

TEST(what_does_not_parse_is_counted_and_goes_nowhere)
{
	(void)state;
	begin();
	memset(bytes, 0, sizeof(bytes));
	length = 40;
	on_network(do_send);
	CHECK_EQ(verdict, VERDICT_MALFORMED);
	CHECK_STR(layers(), "");
	CHECK_EQ(path_counts().malformed, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_udp_send_asks_ale_and_a_second_does_not),
		cmocka_unit_test(a_first_udp_receive_asks_ale_and_the_answer_does_not),
		cmocka_unit_test(an_echo_is_one_flow_with_its_reply),
		cmocka_unit_test(a_tcp_client_connects_talks_and_closes),
		cmocka_unit_test(a_tcp_client_over_ipv6_visits_the_same_layers),
		cmocka_unit_test(a_tcp_server_listens_and_accepts),
		cmocka_unit_test(a_syn_to_a_closed_port_is_answered_with_a_reset),
		cmocka_unit_test(a_datagram_to_a_closed_port_is_answered_with_an_icmp_error),
		cmocka_unit_test(forwarding_loopback_errors_and_fragments_have_their_own_ways),
		cmocka_unit_test(each_layer_has_its_data_start_header_sizes_and_level),
		cmocka_unit_test(values_have_the_types_and_orders_that_windows_gives_them),
		cmocka_unit_test(a_blocked_packet_is_shown_to_the_discard_layer),
		cmocka_unit_test(a_pended_connection_is_asked_again_and_then_goes_on),
		cmocka_unit_test(an_ip_header_is_put_before_a_transport_header),
		cmocka_unit_test(an_absorbed_packet_comes_back_when_it_is_injected),
		cmocka_unit_test(a_handshake_waits_for_an_absorbed_syn),
		cmocka_unit_test(a_refused_connection_is_none),
		cmocka_unit_test(what_does_not_parse_is_counted_and_goes_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
