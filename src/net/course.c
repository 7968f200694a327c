/*
 * The order of the layers for each kind of packet.  [semantics 4.9]
 */
#include "net/walk.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "net/ale.h"
#include "net/resume.h"
#include "net/stream.h"

static enum packet_verdict
verdict_of(enum scene_answer answer)
{
	switch (answer) {
	case ANSWER_PERMIT:
		break;
	case ANSWER_BLOCK:
		return VERDICT_BLOCKED;
	case ANSWER_ABSORB:
	case ANSWER_PEND:
		return VERDICT_ABSORBED;
	}
	return VERDICT_PERMITTED;
}

#define ASK(scene, stage) \
	do { \
		enum scene_answer answer_ = scene_visit(scene, STAGE_##stage, NULL); \
		if (answer_ != ANSWER_PERMIT) \
			return verdict_of(answer_); \
	} while (0)
#define TRY(call) \
	do { \
		enum scene_answer answer_ = (call); \
		if (answer_ != ANSWER_PERMIT) \
			return verdict_of(answer_); \
	} while (0)

static bool
is_established(const struct scene *scene)
{
	return scene->connection != NULL && scene->connection->state == CONNECTION_ESTABLISHED;
}

static bool
is_syn(const struct packet *packet)
{
	return (packet->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN;
}

/* Asks ALE for a connection that it does not know yet; a refused one ends. */
static enum scene_answer
begin_out(struct scene *scene, uint32_t questions)
{
	struct connection *connection = scene->connection;
	enum scene_answer answer;

	connection->questions = questions;
	answer = ale_ask(scene);
	if (answer == ANSWER_PEND) {
		resume_hold(scene);
		resume_pended(connection);
	} else if (answer != ANSWER_PERMIT) {
		ale_close(connection);
	}
	return answer;
}

static uint32_t
questions_of(const struct scene *scene)
{
	bool bound = scene->connection->assigned
	    || connection_find(scene->protocol, &scene->local, NULL) != NULL;

	return ALE_TO_CONNECT | (bound ? 0 : ALE_TO_BIND);
}

static enum scene_answer
out_ale(struct scene *scene, const struct program *program)
{
	bool tcp = scene->protocol == PROTOCOL_TCP;
	enum scene_answer answer = ANSWER_PERMIT;

	ale_join(scene, connection_asked(scene->protocol, &scene->local, &scene->remote));
	if (scene->connection == NULL) {
		if (tcp && !is_syn(&scene->packet))
			return ANSWER_PERMIT; /* a reset, or the last words of what ended */
		ale_join(scene,
		    connection_take(
			scene->protocol, &scene->local, &scene->remote, host_program(program)));
	}
	if (scene->connection->state == CONNECTION_PENDED)
		return ANSWER_ABSORB;
	if (scene->connection->state == CONNECTION_BOUND)
		answer = begin_out(scene, questions_of(scene));
	if (answer == ANSWER_PERMIT && scene->connection->redirected)
		walk_readdress(scene);
	if (answer == ANSWER_PERMIT && !tcp && scene->connection->state == CONNECTION_AUTHORISED)
		answer = ale_establish(scene);
	return answer;
}

/* From OUT_IPPACKET on. */
enum packet_verdict
walk_out_network(struct scene *scene, enum path_event event)
{
	ASK(scene, OUT_IPPACKET);
	return walk_leave(scene, event);
}

/* From OUT_TRANSPORT on. */
static enum packet_verdict
out_transport(struct scene *scene)
{
	ASK(scene, OUT_TRANSPORT);
	return walk_out_network(scene, PATH_SENT);
}

/*
 * Windows: a datagram that goes to another peer than the socket's is authorised, and has a flow of
 *   its own.  [ddproxy: DDProxyRegisterFlowEstablishedCallouts]
 */
static enum scene_answer
out_other_peer(struct scene *scene, const struct host_program *program)
{
	enum scene_answer answer;

	ale_join(scene, connection_take(scene->protocol, &scene->local, &scene->remote, program));
	answer = begin_out(scene, 1u << ALE_CONNECT);
	return answer == ANSWER_PERMIT ? ale_establish(scene) : answer;
}

/* What a driver sent on behalf of a socket: ALE has been asked about its peer.  [semantics 4.6] */
enum packet_verdict
walk_out_transport(struct scene *scene, const struct host_program *program)
{
	bool datagram = scene->protocol != PROTOCOL_TCP && !scene->packet.fragment;

	if (scene->connection == NULL && program != NULL && datagram)
		TRY(out_other_peer(scene, program));
	if (datagram)
		ASK(scene, DATAGRAM_DATA);
	return out_transport(scene);
}

enum packet_verdict
walk_out(struct scene *scene, const struct program *program)
{
	if (scene->packet.fragment)
		return walk_out_network(scene, PATH_SENT);
	if (scene->packet.embedded != 0) {
		ASK(scene, OUT_ICMP_ERROR);
		return out_transport(scene);
	}
	TRY(out_ale(scene, program));
	if (scene->protocol != PROTOCOL_TCP) {
		ASK(scene, DATAGRAM_DATA);
		return out_transport(scene);
	}
	if (is_established(scene)) {
		if (!scene->past_stream)
			TRY(stream_visit(scene));
		ASK(scene, STREAM_PACKET);
	}
	return out_transport(scene);
}

/* What the stream layer let through; inbound, that is the last of the layers. */
static enum packet_verdict
in_past_stream(struct scene *scene)
{
	ale_join(scene, connection_find(scene->protocol, &scene->local, &scene->remote));
	return walk_leave(scene, PATH_DELIVERED);
}

/* The stack's own answer to a packet for a port that nobody has. */
static enum packet_verdict
closed_port(struct scene *scene)
{
	uint8_t reply[1500];
	const struct packet *packet = &scene->packet;
	size_t length = 0;

	if (scene->protocol == PROTOCOL_TCP && !(packet->tcp_flags & TCP_RST))
		length = packet_tcp(reply, sizeof(reply), &packet->destination, &packet->source,
		    (struct tcp_segment){
			.flags = TCP_RST | TCP_ACK, .acknowledged = packet->tcp_sequence + 1 },
		    NULL, 0);
	else if (scene->protocol == PROTOCOL_UDP)
		length = packet_unreachable(reply, sizeof(reply), scene->bytes, packet->total);
	if (length > 0)
		walk_later(reply, length, true, scene->closed_ports);
	scene_discard(scene,
	    scene->protocol == PROTOCOL_TCP ? STAGE_IN_TRANSPORT : STAGE_IN_IPPACKET,
	    FWPS_DISCARD_MODULE_TRANSPORT, 0);
	return VERDICT_CLOSED;
}

static struct connection *
port_of(const struct scene *scene)
{
	return connection_find(scene->protocol, &scene->local, NULL);
}

/* A new peer: IN_TRANSPORT as usual, then AUTH_RECV_ACCEPT. */
static enum scene_answer
begin_in(struct scene *scene, const struct program *program)
{
	const struct connection *port = port_of(scene);
	struct connection *connection = scene->connection;
	enum scene_answer answer;

	scene->ale_required = true;
	scene->flags |= FWP_CONDITION_FLAG_REQUIRES_ALE_CLASSIFY;
	answer = scene_visit(scene, STAGE_IN_TRANSPORT, NULL);
	scene->ale_required = false;
	scene->flags &= ~(uint32_t)FWP_CONDITION_FLAG_REQUIRES_ALE_CLASSIFY;
	if (answer != ANSWER_PERMIT)
		return answer;
	if (connection == NULL) {
		connection = connection_take(scene->protocol, &scene->local, &scene->remote,
		    port != NULL ? port->program : host_program(program));
		ale_join(scene, connection);
	}
	connection->inbound = true;
	connection->parent_endpoint = port != NULL ? port->endpoint : 0;
	connection->synthetic = connection->synthetic || (port != NULL && port->synthetic);
	answer = ale_accept(scene);
	if (answer == ANSWER_PEND)
		resume_pended(connection);
	else if (answer != ANSWER_PERMIT)
		ale_close(connection);
	return answer;
}

/* Does this packet complete the handshake?  The last one that comes in does.  [semantics 4.9] */
static bool
completes(const struct scene *scene)
{
	const struct connection *connection = scene->connection;
	uint8_t flags = scene->packet.tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST);

	if (connection->state != CONNECTION_AUTHORISED)
		return false;
	return flags == (connection->inbound ? TCP_ACK : (TCP_SYN | TCP_ACK));
}

static enum packet_verdict
in_tcp(struct scene *scene, const struct program *program)
{
	bool stranger = scene->connection == NULL;
	bool established = is_established(scene);

	if (stranger && scene->closed_ports && (!is_syn(&scene->packet) || port_of(scene) == NULL))
		return closed_port(scene);
	if (stranger && is_syn(&scene->packet)) {
		TRY(begin_in(scene, program));
		return walk_leave(scene, PATH_DELIVERED);
	}
	if (!stranger && scene->connection->state == CONNECTION_PENDED)
		return VERDICT_ABSORBED;
	ASK(scene, IN_TRANSPORT);
	if (stranger)
		return walk_leave(scene, PATH_DELIVERED);
	if (completes(scene))
		TRY(ale_establish(scene));
	if (established || (scene->packet.tcp_flags & TCP_SYN) == 0) {
		if (!is_established(scene))
			return walk_leave(scene, PATH_DELIVERED);
		if (established)
			ASK(scene, STREAM_PACKET);
		TRY(stream_visit(scene));
	}
	return walk_leave(scene, PATH_DELIVERED);
}

static enum packet_verdict
in_datagram(struct scene *scene, const struct program *program)
{
	const struct connection *connection = scene->connection;

	if (connection == NULL && scene->closed_ports && scene->protocol == PROTOCOL_UDP
	    && port_of(scene) == NULL)
		return closed_port(scene);
	if (connection != NULL && connection->state == CONNECTION_PENDED)
		return VERDICT_ABSORBED;
	if (connection == NULL || connection->state == CONNECTION_BOUND)
		TRY(begin_in(scene, program));
	else
		ASK(scene, IN_TRANSPORT);
	if (scene->connection->state == CONNECTION_AUTHORISED)
		TRY(ale_establish(scene));
	ASK(scene, DATAGRAM_DATA);
	return walk_leave(scene, PATH_DELIVERED);
}

/*
 * Windows: a fragment is shown as a packet, then as a fragment, and the
 *   reassembled packet goes on.  [semantics 4.5]
 * Here: nothing is reassembled; fragments are delivered as they are.
 */
static enum packet_verdict
in_fragment(struct scene *scene)
{
	scene->flags |= FWP_CONDITION_FLAG_IS_FRAGMENT;
	ASK(scene, IN_IPPACKET);
	return walk_leave(scene, PATH_DELIVERED);
}

enum packet_verdict
walk_in(struct scene *scene, const struct program *program)
{
	if (scene->past_stream)
		return in_past_stream(scene);
	ASK(scene, IN_IPPACKET);
	if (scene->packet.fragment)
		return in_fragment(scene);
	if (scene->packet.embedded != 0) {
		ASK(scene, IN_ICMP_ERROR);
		return walk_leave(scene, PATH_DELIVERED);
	}
	ale_join(scene, connection_find(scene->protocol, &scene->local, &scene->remote));
	if (scene->protocol == PROTOCOL_TCP)
		return in_tcp(scene, program);
	return in_datagram(scene, program);
}

enum packet_verdict
walk_forward(struct scene *scene)
{
	scene->onward = host_interface(HOST_ETHERNET);
	ASK(scene, IN_IPPACKET);
	ASK(scene, IPFORWARD);
	scene->outbound = true;
	scene->local = scene->packet.source;
	scene->remote = scene->packet.destination;
	scene->interface = scene->onward;
	scene->onward = NULL;
	return walk_out_network(scene, PATH_FORWARDED);
}
