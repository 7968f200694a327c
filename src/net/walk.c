#include "net/walk.h"

#include "base/list.h"
#include "host/arena.h"
#include "ledger/journal.h"
#include "ndis/packet.h"
#include "net/ale.h"
#include "sched/choice.h"
#include "sched/thread.h"
#include "wfp/tag.h"

#include <string.h>

struct later {
	struct link link;
	size_t length;
	bool outbound;
	bool closed_ports;
	bool past_stream;
	uint8_t bytes[];
};

static MACHINE_STATE struct link queue;
static MACHINE_STATE struct packet_counts counts;
static MACHINE_STATE uint64_t packet_number;

/* The host's, and the same for all lives of a run. */
static void (*outlet)(void *, enum path_event, const void *, size_t);
static void *outlet_context;

void
walks_start(void)
{
	list_start(&queue);
	counts = (struct packet_counts){ 0 };
	packet_number = 0;
}

struct packet_counts *
walk_counts(void)
{
	return &counts;
}

void
walk_outlet(void (*each)(void *, enum path_event, const void *, size_t), void *context)
{
	outlet = each;
	outlet_context = context;
}

/* The embedded packet is often cut short: only what surely is there is looked at. */
static void
embedded_look(struct scene *scene)
{
	const struct packet *packet = &scene->packet;
	const uint8_t *at = (const uint8_t *)scene->bytes + packet->embedded;
	size_t left = packet->total - packet->embedded;
	size_t head = packet->version == 4 ? 20 : 40;

	if (left < head || at[0] >> 4 != packet->version)
		return;
	scene->embedded_protocol = at[packet->version == 4 ? 9 : 6];
	scene->embedded_remote.version = packet->version;
	memcpy(scene->embedded_remote.bytes, at + (packet->version == 4 ? 16 : 24),
	    packet->version == 4 ? 4 : 16);
	if (packet->version == 4)
		head = (at[0] & 15u) * 4;
	if (left < head + 4)
		return;
	scene->embedded_local_port = (uint16_t)(at[head] << 8 | at[head + 1]);
	scene->embedded_remote.port = (uint16_t)(at[head + 2] << 8 | at[head + 3]);
}

/* The flow's key: an ICMP exchange has its id for a port.  [semantics 4.9] */
static void
key_ports(struct scene *scene)
{
	bool echo = scene->protocol == PROTOCOL_ICMP || scene->protocol == PROTOCOL_ICMPV6;

	if (!echo)
		return;
	scene->local.port = scene->packet.icmp_id;
	scene->remote.port = 0;
}

struct scene *
walk_begin(const void *bytes, size_t length, bool outbound, struct packet_origin origin)
{
	struct packet packet;
	enum packet_fault fault = packet_parse(&packet, bytes, length);
	struct scene *scene;

	packet_number++;
	if (fault != PACKET_NONE || length > PACKET_LIMIT) {
		journal_add(EVENT_PACKET, PACKET_EVENT_MALFORMED, packet_number, fault);
		counts.malformed++;
		return NULL;
	}
	journal_add(EVENT_PACKET, outbound ? PACKET_EVENT_OUT : PACKET_EVENT_IN, packet_number,
	    packet.total);
	scene = scene_take();
	scene->packet = packet;
	scene->bytes = bytes;
	scene->number = packet_number;
	scene->outbound = outbound;
	scene->closed_ports = origin.closed_ports;
	scene->protocol = packet.protocol;
	scene->local = outbound ? packet.source : packet.destination;
	scene->remote = outbound ? packet.destination : packet.source;
	key_ports(scene);
	scene->interface = host_interface(origin.interface_index);
	if (scene->interface == NULL)
		scene->interface = host_interface_of(&scene->local);
	if (host_is_local(&scene->local) && host_is_local(&scene->remote)) {
		scene->flags |= FWP_CONDITION_FLAG_IS_LOOPBACK;
		scene->interface = host_interface(HOST_LOOPBACK);
	}
	if (packet.embedded != 0)
		embedded_look(scene);
	scene->irql = outbound && choice_draw(2) == 1 ? PASSIVE_LEVEL : DISPATCH_LEVEL;
	scene->list = packet_take(bytes, packet.total, 0);
	return scene;
}

enum packet_verdict
walk_end(struct scene *scene, enum packet_verdict verdict)
{
	switch (verdict) {
	case VERDICT_PERMITTED:
		counts.permitted++;
		break;
	case VERDICT_BLOCKED:
		counts.blocked++;
		journal_add(EVENT_PACKET, PACKET_EVENT_BLOCKED, scene->number, scene->filter_id);
		break;
	case VERDICT_ABSORBED:
		counts.absorbed++;
		journal_add(EVENT_PACKET, PACKET_EVENT_ABSORBED, scene->number, scene->filter_id);
		break;
	case VERDICT_MALFORMED:
		counts.malformed++;
		break;
	case VERDICT_CLOSED:
		counts.closed++;
		journal_add(EVENT_PACKET, PACKET_EVENT_CLOSED, scene->number, 0);
		break;
	}
	ale_leave(scene);
	tags_leave(scene->list);
	packet_give(scene->list);
	if (scene->own_bytes != NULL)
		arena_give(scene->own_bytes);
	scene_give(scene);
	return verdict;
}

static void
put_address(uint8_t *bytes, const struct packet *packet, const struct address *address, bool source)
{
	size_t size = packet->version == 4 ? 4 : 16;
	size_t at = (packet->version == 4 ? 12 : 8) + (source ? 0 : size);
	bool ports = packet->protocol == PROTOCOL_TCP || packet->protocol == PROTOCOL_UDP;
	uint8_t *port = bytes + packet->ip_header + (source ? 0 : 2);

	memcpy(bytes + at, address->bytes, size);
	if (!ports || packet->transport_header == 0)
		return;
	port[0] = (uint8_t)(address->port >> 8);
	port[1] = (uint8_t)address->port;
}

void
walk_readdress(struct scene *scene)
{
	const struct connection *connection = scene->connection;
	size_t length = scene->packet.total;
	uint8_t *bytes;

	scene_readdress(scene, &connection->local, &connection->remote);
	if (address_equal(&scene->packet.source, &scene->local)
	    && address_equal(&scene->packet.destination, &scene->remote))
		return;
	bytes = arena_take(length);
	memcpy(bytes, scene->bytes, length);
	put_address(bytes, &scene->packet, &scene->local, true);
	put_address(bytes, &scene->packet, &scene->remote, false);
	packet_checksums_fix(bytes, length);
	packet_parse(&scene->packet, bytes, length);
	packet_give(scene->list);
	scene->list = packet_take(bytes, length, 0);
	if (scene->own_bytes != NULL)
		arena_give(scene->own_bytes);
	scene->bytes = scene->own_bytes = bytes;
}

static struct later *
queue_packet(const void *bytes, size_t length, bool outbound)
{
	struct later *later = arena_take(sizeof(*later) + length);

	later->length = length;
	later->outbound = outbound;
	memcpy(later->bytes, bytes, length);
	list_add(&queue, &later->link);
	return later;
}

void
walk_later(const void *bytes, size_t length, bool outbound, bool closed_ports)
{
	queue_packet(bytes, length, outbound)->closed_ports = closed_ports;
}

void
walk_past_stream(const void *bytes, size_t length, bool outbound)
{
	queue_packet(bytes, length, outbound)->past_stream = true;
}

void
walk_rest(void)
{
	while (!list_empty(&queue)) {
		struct later *later = LIST_ITEM(queue.next, struct later, link);
		struct packet_origin origin = { .closed_ports = later->closed_ports };
		struct scene *scene;

		list_remove(&later->link);
		scene = walk_begin(later->bytes, later->length, later->outbound, origin);
		if (scene != NULL) {
			scene->past_stream = later->past_stream;
			walk_end(
			    scene, later->outbound ? walk_out(scene, NULL) : walk_in(scene, NULL));
		}
		arena_give(later);
	}
}

/* TCP connections end with a reset or the second FIN. */
static void
tcp_ends(struct connection *connection, const struct packet *packet, bool outbound)
{
	if (packet->tcp_flags & TCP_FIN) {
		if (outbound)
			connection->fin_sent = true;
		else
			connection->fin_received = true;
	}
	if ((packet->tcp_flags & TCP_RST) || (connection->fin_sent && connection->fin_received))
		ale_close(connection);
}

enum packet_verdict
walk_leave(struct scene *scene, enum path_event event)
{
	static const enum packet_event events[] = {
		[PATH_SENT] = PACKET_EVENT_SENT,
		[PATH_DELIVERED] = PACKET_EVENT_DELIVERED,
		[PATH_FORWARDED] = PACKET_EVENT_FORWARDED,
	};
	struct connection *connection = scene->connection;
	const struct packet *packet = &scene->packet;

	journal_add(EVENT_PACKET, events[event], scene->number, packet->total);
	if (outlet != NULL)
		outlet(outlet_context, event, scene->bytes, packet->total);
	if (event == PATH_FORWARDED)
		return VERDICT_PERMITTED;
	if (event == PATH_SENT && (scene->flags & FWP_CONDITION_FLAG_IS_LOOPBACK))
		walk_later(scene->bytes, packet->total, false, scene->closed_ports);
	if (connection == NULL) {
		connection = connection_find(scene->protocol, &scene->local, &scene->remote);
		ale_join(scene, connection);
	}
	if (connection == NULL || connection->closing)
		return VERDICT_PERMITTED;
	if (connection->synthetic && event == PATH_SENT)
		peer_sent(connection, packet);
	if (connection->synthetic && event == PATH_DELIVERED)
		peer_delivered(connection, packet);
	if (scene->protocol == PROTOCOL_TCP)
		tcp_ends(connection, packet, event == PATH_SENT);
	return VERDICT_PERMITTED;
}
