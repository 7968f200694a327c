/*
 * Synthetic connections: the programs at both ends, and their TCPs.
 *
 * Each of them reacts to a packet when it has left the layers, so a packet that a
 * driver absorbs stalls the connection until the driver injects it, as it would
 * on a wire.  Data is not acknowledged and nothing is sent twice.
 */
#include "net/ale.h"
#include "net/resume.h"
#include "net/stream.h"
#include "net/walk.h"

#include "host/arena.h"
#include "ndis/packet.h"

#include <string.h>

#define SEGMENT 1440
#define FIRST_SENT 1000
#define FIRST_RECEIVED 5000
#define WINDOW 0xfff0

/* Sequence numbers move as if every packet arrived. */
static size_t
segment_build(struct connection *connection, bool outbound, uint8_t flags, const void *bytes,
    size_t length, uint8_t *out, size_t size)
{
	uint32_t *mine = outbound ? &connection->next_sent : &connection->next_received;
	uint32_t *theirs = outbound ? &connection->next_received : &connection->next_sent;
	const struct address *from = outbound ? &connection->local : &connection->remote;
	const struct address *to = outbound ? &connection->remote : &connection->local;
	struct tcp_segment segment = { .flags = flags, .sequence = *mine, .window = WINDOW };

	if (flags & TCP_ACK)
		segment.acknowledged = *theirs;
	*mine += (uint32_t)length + ((flags & (TCP_SYN | TCP_FIN)) != 0);
	return packet_tcp(out, size, from, to, segment, bytes, length);
}

static void
reply(struct connection *connection, bool outbound, uint8_t flags)
{
	uint8_t bytes[128];
	size_t length = segment_build(connection, outbound, flags, NULL, 0, bytes, sizeof(bytes));

	walk_later(bytes, length, outbound, false);
}

/* The one who gets a packet; `outbound` is which way its answer goes. */
static void
react(struct connection *connection, const struct packet *packet, bool outbound)
{
	bool own_fin = outbound ? connection->fin_sent : connection->fin_received;

	if (connection->protocol != PROTOCOL_TCP || (packet->tcp_flags & TCP_RST))
		return;
	if ((packet->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		reply(connection, outbound, TCP_SYN | TCP_ACK);
	else if (packet->tcp_flags & TCP_SYN)
		reply(connection, outbound, TCP_ACK);
	else if (packet->tcp_flags & TCP_FIN)
		reply(connection, outbound, own_fin ? TCP_ACK : TCP_FIN | TCP_ACK);
}

void
peer_sent(struct connection *connection, const struct packet *packet)
{
	if (host_is_local(&connection->remote))
		return; /* loopback: the packet itself comes back in */
	react(connection, packet, false);
}

void
peer_delivered(struct connection *connection, const struct packet *packet)
{
	if (connection->next_sent == 0) {
		connection->next_sent = FIRST_SENT;
		connection->next_received = packet->tcp_sequence + 1;
	}
	react(connection, packet, true);
}

static enum packet_verdict
walk_bytes(const void *bytes, size_t length, bool outbound)
{
	struct packet_origin origin = { 0 };

	return outbound ? path_send(bytes, length, origin) : path_receive(bytes, length, origin);
}

/* A port of the program's, which may wait for the driver; NULL: refused. */
static struct connection *
port_take(uint8_t protocol, const struct address *local, const struct program *program, bool listen)
{
	struct connection *port = connection_take(protocol, local, NULL, host_program(program));
	struct scene *scene = scene_take();
	enum scene_answer answer;

	port->synthetic = true;
	scene->local = *local;
	scene->remote.version = local->version;
	scene->protocol = protocol;
	scene->interface = port->interface;
	ale_join(scene, port);
	port->questions = listen ? ALE_TO_LISTEN : ALE_TO_BIND;
	answer = ale_ask(scene);
	if (answer == ANSWER_PEND)
		resume_pended(port);
	else if (answer != ANSWER_PERMIT)
		ale_close(port);
	ale_leave(scene);
	scene_give(scene);
	return answer == ANSWER_PERMIT || answer == ANSWER_PEND ? port : NULL;
}

struct connection *
path_bind(uint8_t protocol, const struct address *local, const struct program *program)
{
	return port_take(protocol, local, program, false);
}

struct connection *
path_listen(uint8_t protocol, const struct address *local, const struct program *program)
{
	return port_take(protocol, local, program, protocol == PROTOCOL_TCP);
}

/*
 * For TCP the handshake happens here, as far as the driver lets it; UDP is
 * asked about with its first packet.
 */
struct connection *
path_connect(uint8_t protocol, const struct address *from, const struct address *to,
    const struct program *program)
{
	struct connection *connection = connection_take(protocol, from, to, host_program(program));
	uint8_t bytes[128];
	size_t length;

	connection->synthetic = true;
	connection->next_sent = FIRST_SENT;
	connection->next_received = FIRST_RECEIVED;
	if (protocol != PROTOCOL_TCP)
		return connection;
	length = segment_build(connection, true, TCP_SYN, NULL, 0, bytes, sizeof(bytes));
	walk_bytes(bytes, length, true);
	return connection_asked(protocol, from, to);
}

struct connection *
path_accept(uint8_t protocol, const struct address *local, const struct address *remote,
    const struct program *program)
{
	uint8_t bytes[128];
	size_t length;
	struct connection *connection;

	if (connection_find(protocol, local, NULL) == NULL
	    && path_listen(protocol, local, program) == NULL)
		return NULL;
	if (protocol != PROTOCOL_TCP) {
		connection = connection_take(protocol, local, remote, host_program(program));
		connection->synthetic = true;
		connection->inbound = true;
		return connection;
	}
	length = packet_tcp(bytes, sizeof(bytes), remote, local,
	    (struct tcp_segment){ .flags = TCP_SYN, .sequence = FIRST_RECEIVED, .window = WINDOW },
	    NULL, 0);
	walk_bytes(bytes, length, false);
	return connection_find(protocol, local, remote);
}

static size_t
data_build(struct connection *connection, bool outbound, const void *bytes, size_t length,
    uint8_t *out, size_t size)
{
	const struct address *from = outbound ? &connection->local : &connection->remote;
	const struct address *to = outbound ? &connection->remote : &connection->local;

	if (connection->protocol == PROTOCOL_TCP)
		return segment_build(
		    connection, outbound, TCP_ACK | TCP_PSH, bytes, length, out, size);
	if (connection->protocol == PROTOCOL_UDP)
		return packet_udp(out, size, from, to, bytes, length);
	return packet_echo(out, size, from, to, connection->inbound == outbound,
	    connection->local.port, 1, bytes, length);
}

/* TCP: a packet for each segment, and the first verdict that is not "permitted".  What a driver took
 * away may go on later, so what follows it is sent. */
enum packet_verdict
path_data(struct connection *connection, FWP_DIRECTION direction, const void *bytes, size_t length)
{
	bool outbound = direction == FWP_DIRECTION_OUTBOUND;
	size_t most = connection->protocol == PROTOCOL_TCP ? SEGMENT : length;
	enum packet_verdict verdict = VERDICT_PERMITTED, next;
	size_t at = 0;

	if (!connection_is(connection))
		return VERDICT_CLOSED;
	do {
		size_t here = length - at < most ? length - at : most;
		size_t room = here + 128;
		uint8_t *packet = arena_take(room);
		size_t size = data_build(
		    connection, outbound, (const uint8_t *)bytes + at, here, packet, room);

		next = walk_bytes(packet, size, outbound);
		if (verdict == VERDICT_PERMITTED)
			verdict = next;
		arena_give(packet);
		at += here;
	} while (at < length && (next == VERDICT_PERMITTED || next == VERDICT_ABSORBED)
	    && connection_is(connection));
	return verdict;
}

/* FINs both ways, as far as the driver lets them; then the connection ends in any case. */
void
path_close(struct connection *connection)
{
	uint8_t bytes[128];
	size_t length;

	if (!connection_is(connection))
		return;
	if (connection->protocol == PROTOCOL_TCP && connection->state == CONNECTION_ESTABLISHED) {
		length = segment_build(
		    connection, true, TCP_FIN | TCP_ACK, NULL, 0, bytes, sizeof(bytes));
		walk_bytes(bytes, length, true);
	}
	if (connection_is(connection))
		ale_close(connection);
}
