/*
 * Injections wait in a queue; a network thread, which lives as long as the queue
 * is not empty, carries each of them through its layers and completes it.
 *
 * Windows: the completion may come before the inject function returned, at
 *   PASSIVE_LEVEL or DISPATCH_LEVEL, after any time.  [ddi:FWPS_INJECT_COMPLETE0, semantics 4.6]
 * Here: level and delay are choices; the ordinary ones are DISPATCH_LEVEL and at
 *   once.  The injected bytes are copied into packets of the stack's; the driver's
 *   lists themselves never enter a layer.
 */
#include "net/inlet.h"

#include "base/list.h"
#include "host/arena.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "ndis/packet.h"
#include "net/ale.h"
#include "net/stream.h"
#include "net/walk.h"
#include "nt/status.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/inject.h"

#include <string.h>

#define MOST_DELAY_100NS 100000 /* 10 ms */
#define HEAD_ROOM 64

struct waiting {
	struct link link;
	struct injection *injection;
	NTSTATUS status; /* of a stream's, which is under way already */
};

static MACHINE_STATE struct link queue;
static MACHINE_STATE bool working;
static MACHINE_STATE size_t in_flight;

static void work(void *argument);

static void
take(struct injection *injection)
{
	struct waiting *waiting = arena_take(sizeof(*waiting));

	waiting->injection = injection;
	if (injection->way == INJECT_STREAM)
		waiting->status = stream_inject(injection);
	list_add(&queue, &waiting->link);
	in_flight++;
	if (working)
		return;
	working = true;
	thread_start(THREAD_NETWORK, work, NULL);
}

void
inlet_start(void)
{
	static const struct inject_outlet outlet = { .take = take };

	list_start(&queue);
	working = false;
	in_flight = 0;
	inject_outlet(&outlet);
}

size_t
inlet_in_flight(void)
{
	return in_flight;
}

static NTSTATUS
status_of(enum packet_verdict verdict)
{
	switch (verdict) {
	case VERDICT_PERMITTED:
	case VERDICT_ABSORBED:
	case VERDICT_CLOSED:
		return STATUS_SUCCESS;
	case VERDICT_BLOCKED:
		return STATUS_FWP_DROP_NOICMP;
	case VERDICT_MALFORMED:
		return STATUS_DATA_NOT_ACCEPTED;
	}
	return STATUS_SUCCESS;
}

/* NULL: the packet has no socket. */
static const struct host_program *
program_of(const struct injection *injection)
{
	const struct connection *socket = connection_by_endpoint(injection->endpoint);

	return socket == NULL || injection->is_raw ? NULL : socket->program;
}

static enum packet_verdict
course_of(struct scene *scene, const struct injection *injection)
{
	switch (injection->way) {
	case INJECT_NETWORK_SEND:
		return walk_out_network(scene, PATH_SENT);
	case INJECT_FORWARD:
		return walk_out_network(scene, PATH_FORWARDED);
	case INJECT_TRANSPORT_SEND:
		ale_join(scene, connection_find(scene->protocol, &scene->local, &scene->remote));
		return walk_out_transport(scene, program_of(injection));
	case INJECT_NETWORK_RECEIVE:
	case INJECT_TRANSPORT_RECEIVE:
		return walk_in(scene, NULL);
	case INJECT_STREAM: /* net/stream's */
		break;
	}
	return VERDICT_MALFORMED;
}

static bool
goes_out(const struct injection *injection)
{
	return injection->way == INJECT_NETWORK_SEND || injection->way == INJECT_FORWARD
	    || injection->way == INJECT_TRANSPORT_SEND;
}

static enum packet_verdict
walk_bytes(const struct injection *injection, const void *bytes, size_t length)
{
	struct packet_origin origin = { .interface_index = injection->interface_index };
	struct scene *scene = walk_begin(bytes, length, goes_out(injection), origin);
	enum packet_verdict verdict;

	walk_counts()->injected++;
	if (scene == NULL)
		return VERDICT_MALFORMED;
	journal_add(EVENT_PACKET, PACKET_EVENT_INJECTED, scene->number, injection->number);
	scene->injection = injection;
	inject_mark(scene->list, injection);
	verdict = course_of(scene, injection);
	inject_unmark(scene->list);
	return walk_end(scene, verdict);
}

/*
 * Put an IP header before what the driver sends from the transport header on.
 * Windows: the addresses come from the endpoint and the send parameters.
 *   [ddi:FwpsInjectTransportSendAsync0]
 *   The handle is not valid any more when the socket was closed.  [the same]
 * Here: the same, and then the packet is dropped: 0.
 */
static size_t
header_add(const struct injection *injection, uint8_t *bytes, size_t length)
{
	const struct connection *connection = connection_by_endpoint(injection->endpoint);
	struct address remote;
	size_t head;

	if (connection == NULL)
		return 0;
	remote = connection->remote;
	if (remote.version == 0 && injection->parameters.remoteAddress == NULL)
		return 0; /* it was never connected, and nobody says where to */
	remote.version = connection->local.version;
	if (injection->parameters.remoteAddress != NULL)
		memcpy(remote.bytes, injection->parameters.remoteAddress,
		    remote.version == 4 ? 4 : 16);
	head = packet_around(
	    bytes, HEAD_ROOM, &connection->local, &remote, connection->protocol, length);
	memmove(bytes + head, bytes + HEAD_ROOM, length);
	packet_checksums_fix(bytes, head + length);
	return head + length;
}

static enum packet_verdict
walk_buffer(const struct injection *injection, const NET_BUFFER *buffer)
{
	bool headless = injection->way == INJECT_TRANSPORT_SEND && !injection->is_raw;
	size_t length = buffer->DataLength;
	size_t head = headless ? HEAD_ROOM : 0;
	enum packet_verdict verdict;
	uint8_t *bytes;

	if (length > PACKET_LIMIT)
		return VERDICT_MALFORMED;
	bytes = arena_take(head + length + 1);
	if (packet_bytes(buffer, bytes + head, length) != length)
		length = 0;
	else if (headless)
		length = header_add(injection, bytes, length);
	verdict = walk_bytes(injection, bytes, length);
	arena_give(bytes);
	return verdict;
}

/* The first verdict that is not "permitted" is the injection's. */
static enum packet_verdict
walk_lists(const struct injection *injection)
{
	enum packet_verdict verdict = VERDICT_PERMITTED;

	for (NET_BUFFER_LIST *list = injection->list; list != NULL; list = list->Next) {
		for (NET_BUFFER *at = list->FirstNetBuffer; at != NULL; at = at->Next) {
			enum packet_verdict next = walk_buffer(injection, at);

			if (verdict == VERDICT_PERMITTED)
				verdict = next;
		}
	}
	return verdict;
}

static void
delay(void)
{
	if (choice_draw(4) < 3)
		return;
	thread_park("delayed packet", 0, clock_now_100ns() + 1 + choice_draw(MOST_DELAY_100NS));
}

static void
finish(struct injection *injection, NTSTATUS status)
{
	KIRQL level = choice_draw(2) == 1 ? PASSIVE_LEVEL : DISPATCH_LEVEL;
	KIRQL old;

	in_flight--;
	walk_counts()->completed++;
	old = irql_raise(level);
	inject_complete(injection, status);
	irql_lower(old);
}

static void
work(void *argument)
{
	(void)argument;
	while (!list_empty(&queue)) {
		struct waiting *waiting = LIST_ITEM(queue.next, struct waiting, link);
		struct injection *injection = waiting->injection;
		NTSTATUS status = waiting->status;

		list_remove(&waiting->link);
		arena_give(waiting);
		delay();
		if (injection->way == INJECT_STREAM)
			walk_rest();
		else
			status = status_of(walk_lists(injection));
		delay();
		finish(injection, status);
		walk_rest();
	}
	working = false;
}
