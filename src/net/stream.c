#include "net/stream.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ndis/packet.h"
#include "net/ale.h"
#include "net/walk.h"
#include "sched/thread.h"
#include "wfp/filter.h"
#include "wfp/flow.h"
#include "wfp/stream.h"

#include <string.h>

#define SEGMENT 1440
#define WINDOW 0xfff0
#define MOST_WAITING (UINT64_C(8) << 20) /* [semantics 4.7] */
#define LIST_BYTES 32768                 /* of one NET_BUFFER_LIST in a chain */

enum {
	OUT,
	IN,
};

struct stream {
	uint8_t *bytes; /* not decided yet */
	size_t length, room;
	size_t required; /* so many must there be before a callout is asked again */
	bool fin;        /* comes behind the bytes */
	bool closed;     /* it was indicated */
	bool pushed;
	bool injected;        /* since the last packet was looked at */
	uint32_t deferred_by; /* a callout's id, or 0 */
};

struct streams {
	struct stream ways[2];
	bool allowed; /* no more questions */
};

/* What one indication shows. */
struct show {
	FWPS_STREAM_CALLOUT_IO_PACKET0 packet;
	FWPS_STREAM_DATA0 data;
};

static struct streams *
streams_of(struct connection *connection)
{
	if (connection->streams == NULL)
		connection->streams = arena_take(sizeof(*connection->streams));
	return connection->streams;
}

void
streams_give(struct connection *connection)
{
	struct streams *streams = connection->streams;

	if (streams == NULL)
		return;
	for (unsigned way = OUT; way <= IN; way++) {
		if (streams->ways[way].bytes != NULL)
			arena_give(streams->ways[way].bytes);
	}
	arena_give(streams);
	connection->streams = NULL;
}

static void
append(struct stream *stream, const void *bytes, size_t length)
{
	if (stream->length + length > stream->room) {
		size_t room = (stream->length + length) * 2;
		uint8_t *larger = arena_take(room);

		if (stream->bytes != NULL) {
			memcpy(larger, stream->bytes, stream->length);
			arena_give(stream->bytes);
		}
		stream->bytes = larger;
		stream->room = room;
	}
	if (length > 0)
		memcpy(stream->bytes + stream->length, bytes, length);
	stream->length += length;
}

static void
remove_front(struct stream *stream, size_t length)
{
	memmove(stream->bytes, stream->bytes + length, stream->length - length);
	stream->length -= length;
}

/* Segments of their own for what goes on; without bytes, a FIN or a reset. */
static void
go_on(struct connection *connection, bool outbound, const uint8_t *bytes, size_t length,
    uint8_t flags)
{
	uint32_t *mine = outbound ? &connection->next_sent : &connection->next_received;
	uint32_t theirs = outbound ? connection->next_received : connection->next_sent;
	size_t at = 0;

	do {
		size_t here = length - at < SEGMENT ? length - at : SEGMENT;
		bool last = at + here == length;
		uint8_t packet[SEGMENT + 80];
		struct tcp_segment segment = {
			.sequence = *mine,
			.acknowledged = theirs,
			.flags = TCP_ACK | (here > 0 ? TCP_PSH : 0) | (last ? flags : 0),
			.window = WINDOW,
		};
		size_t size = packet_tcp(packet, sizeof(packet),
		    outbound ? &connection->local : &connection->remote,
		    outbound ? &connection->remote : &connection->local, segment, bytes + at, here);

		*mine += (uint32_t)here + (last && (flags & TCP_FIN) != 0);
		walk_past_stream(packet, size, outbound);
		at += here;
	} while (at < length);
}

/* The bytes as a chain of lists, as they are cut. */
static NET_BUFFER_LIST *
chain_take(const uint8_t *bytes, size_t length)
{
	NET_BUFFER_LIST *first = NULL, **last = &first;
	size_t at = 0;

	do {
		size_t here = length - at < LIST_BYTES ? length - at : LIST_BYTES;

		*last = packet_take(bytes + at, here, 0);
		last = &(*last)->Next;
		at += here;
	} while (at < length);
	return first;
}

/* `lists` as they were linked: a callout may have cut the chain. */
static void
chain_give(NET_BUFFER_LIST **lists, unsigned count)
{
	for (unsigned at = 0; at < count; at++) {
		lists[at]->Next = NULL;
		packet_check(lists[at], "classifyFn at STREAM");
		packet_give(lists[at]);
	}
}

static enum scene_answer
ask_chain(struct scene *scene, struct show *show, const uint8_t *bytes, size_t length)
{
	NET_BUFFER_LIST *chain = chain_take(bytes, length), *own = scene->list;
	unsigned count = 0;
	NET_BUFFER_LIST **lists = arena_take((length / LIST_BYTES + 1) * sizeof(*lists));
	enum scene_answer answer;

	for (NET_BUFFER_LIST *at = chain; at != NULL; at = at->Next)
		lists[count++] = at;
	show->data.netBufferListChain = chain;
	show->data.dataOffset = (FWPS_STREAM_DATA_OFFSET0){
		.netBufferList = chain,
		.netBuffer = chain->FirstNetBuffer,
		.mdl = chain->FirstNetBuffer->CurrentMdl,
	};
	scene->list = NULL;
	answer = scene_visit(scene, STAGE_STREAM, &show->packet);
	scene->list = own;
	chain_give(lists, count);
	arena_give(lists);
	return answer;
}

static uint32_t
stream_flags(const struct scene *scene, const struct stream *stream, bool fin)
{
	if (scene->outbound)
		return FWPS_STREAM_FLAG_SEND | (fin ? FWPS_STREAM_FLAG_SEND_DISCONNECT : 0);
	return FWPS_STREAM_FLAG_RECEIVE | (fin ? FWPS_STREAM_FLAG_RECEIVE_DISCONNECT : 0)
	    | (stream->pushed && !fin ? FWPS_STREAM_FLAG_RECEIVE_PUSH : 0);
}

/* Windows: a FIN is indicated without bytes.  [semantics 4.7] */
static enum scene_answer
indicate(struct scene *scene, struct stream *stream, struct show *show)
{
	bool fin = stream->length == 0;
	enum scene_answer answer;

	*show = (struct show){
		.packet.streamData = &show->data,
		.data.flags = stream_flags(scene, stream, fin),
		.data.dataLength = stream->length,
	};
	scene->out_flags = 0;
	if (stream->fin && !fin)
		scene->out_flags |= FWPS_CLASSIFY_OUT_FLAG_NO_MORE_DATA;
	if (stream->length >= MOST_WAITING)
		scene->out_flags |= FWPS_CLASSIFY_OUT_FLAG_BUFFER_LIMIT_REACHED;
	answer = ask_chain(scene, show, stream->bytes, stream->length);
	scene->out_flags = 0;
	return answer;
}

/* The bytes that the answer is about. */
static size_t
enforced(const struct show *show)
{
	size_t count = show->packet.countBytesEnforced;

	return count == 0 || count > show->data.dataLength ? show->data.dataLength : count;
}

struct outcome {
	size_t permitted, blocked;
	bool fin_permitted, fin_blocked;
};

static void
decided(struct scene *scene, struct stream *stream, struct show *show, bool permit,
    struct outcome *outcome)
{
	size_t count = enforced(show);

	if (stream->length == 0) {
		stream->closed = true;
		outcome->fin_permitted = permit;
		outcome->fin_blocked = !permit;
		if (permit)
			go_on(scene->connection, scene->outbound, NULL, 0, TCP_FIN);
		return;
	}
	if (permit) {
		go_on(scene->connection, scene->outbound, stream->bytes, count, 0);
		outcome->permitted += count;
	} else {
		outcome->blocked += count;
	}
	remove_front(stream, count);
}

static void
drop(struct scene *scene)
{
	go_on(scene->connection, true, NULL, 0, TCP_RST);
	ale_close(scene->connection);
}

/* False: it waits. */
static bool
act(struct scene *scene, struct stream *stream, struct show *show, enum scene_answer answer,
    struct outcome *outcome)
{
	switch (show->packet.streamAction) {
	case FWPS_STREAM_ACTION_NEED_MORE_DATA:
		if (scene->out_flags != 0 || stream->fin || stream->length >= MOST_WAITING)
			break; /* wfp/stream has said that it may not */
		stream->required = stream->length + show->packet.countBytesRequired;
		if (show->packet.countBytesRequired == 0)
			stream->required++;
		return false;
	case FWPS_STREAM_ACTION_DEFER:
		if (scene->outbound || scene->stream_filter == NULL)
			break;
		stream->deferred_by = scene->stream_filter->shown.action.calloutId;
		return false;
	case FWPS_STREAM_ACTION_DROP_CONNECTION:
		if (scene->stream_filter == NULL
		    || scene->stream_filter->shown.action.type == FWP_ACTION_CALLOUT_INSPECTION)
			break;
		drop(scene);
		return false;
	case FWPS_STREAM_ACTION_ALLOW_CONNECTION:
		scene->connection->streams->allowed = true;
		show->packet.countBytesEnforced = 0;
		break;
	case FWPS_STREAM_ACTION_NONE:
	case FWPS_STREAM_ACTION_TYPE_MAX:
		decided(scene, stream, show, answer == ANSWER_PERMIT, outcome);
		return true;
	}
	decided(scene, stream, show, true, outcome);
	return true;
}

/* Until all is decided, or the stream waits. */
static struct outcome
decide(struct scene *scene, struct stream *stream)
{
	struct show *show = arena_take(sizeof(*show));
	struct outcome outcome = { 0 };
	bool goes = true;

	while (goes && stream->deferred_by == 0 && !scene->connection->closing
	    && (stream->length > 0 || (stream->fin && !stream->closed))) {
		enum scene_answer answer = ANSWER_PERMIT;

		if (stream->length < stream->required && !stream->fin)
			break;
		stream->required = 0;
		memset(show, 0, sizeof(*show));
		if (!scene->connection->streams->allowed)
			answer = indicate(scene, stream, show);
		else
			show->data.dataLength = stream->length;
		goes = act(scene, stream, show, answer, &outcome);
	}
	arena_give(show);
	return outcome;
}

/* The packet as the layer is shown it where nothing waits: its own list. */
static enum scene_answer
indicate_packet(struct scene *scene, struct stream *stream, struct show *show, size_t length)
{
	NET_BUFFER *buffer = scene->list->FirstNetBuffer;
	bool fin = length == 0;

	*show = (struct show){
		.packet.streamData = &show->data,
		.data.flags = stream_flags(scene, stream, fin),
		.data.dataLength = length,
		.data.netBufferListChain = scene->list,
		.data.dataOffset = { .netBufferList = scene->list,
		    .netBuffer = buffer,
		    .mdl = buffer->MdlChain,
		    .mdlOffset = packet_payload(&scene->packet) },
	};
	scene->out_flags = stream->fin && !fin ? FWPS_CLASSIFY_OUT_FLAG_NO_MORE_DATA : 0;
	return scene_visit(scene, STAGE_STREAM, &show->packet);
}

/* The packet does not go on: what comes next takes its sequence numbers. */
static void
take_back(struct scene *scene)
{
	if (scene->outbound)
		scene->connection->next_sent = scene->packet.tcp_sequence;
	else
		scene->connection->next_received = scene->packet.tcp_sequence;
}

/* From here on its bytes are the stream's. */
static void
swallow(struct scene *scene, struct stream *stream, size_t length)
{
	const uint8_t *payload = (const uint8_t *)scene->bytes + packet_payload(&scene->packet);

	take_back(scene);
	append(stream, payload, length);
}

/* The answer about the packet's own bytes, when nothing waited before it. */
static enum scene_answer
first_answer(struct scene *scene, struct stream *stream, struct show *show, size_t length)
{
	enum scene_answer answer = indicate_packet(scene, stream, show, length);
	bool whole = show->packet.streamAction == FWPS_STREAM_ACTION_NONE
	    && enforced(show) == length && (length == 0 || !stream->fin) && !stream->injected;
	struct outcome outcome = { 0 }, rest;
	bool goes;

	if (whole && (length > 0 || answer == ANSWER_PERMIT)) {
		stream->closed = length == 0;
		if (answer != ANSWER_PERMIT)
			take_back(scene);
		return answer;
	}
	swallow(scene, stream, length);
	goes = act(scene, stream, show, answer, &outcome);
	scene->out_flags = 0;
	rest = goes ? decide(scene, stream) : (struct outcome){ 0 };
	if (outcome.permitted + rest.permitted + stream->length > 0 || outcome.fin_permitted
	    || rest.fin_permitted || !goes)
		return ANSWER_ABSORB;
	return ANSWER_BLOCK;
}

enum scene_answer
stream_visit(struct scene *scene)
{
	const struct packet *packet = &scene->packet;
	size_t length = packet->total - packet_payload(packet);
	bool fin = (packet->tcp_flags & TCP_FIN) != 0;
	struct stream *stream;
	struct show *show;
	enum scene_answer answer;

	if ((length == 0 && !fin) || streams_of(scene->connection)->allowed)
		return ANSWER_PERMIT;
	stream = &scene->connection->streams->ways[scene->outbound ? OUT : IN];
	stream->fin = stream->fin || fin;
	stream->pushed = (packet->tcp_flags & TCP_PSH) != 0;
	if (stream->length > 0 || stream->deferred_by != 0) {
		swallow(scene, stream, length);
		decide(scene, stream);
		return ANSWER_ABSORB;
	}
	stream->injected = false;
	show = arena_take(sizeof(*show));
	answer = first_answer(scene, stream, show, length);
	arena_give(show);
	scene->out_flags = 0;
	return answer;
}

struct search {
	const struct flow *flow;
	struct connection *found;
};

static void
compare(void *context, struct connection *connection)
{
	struct search *search = context;

	if (connection->flow == search->flow)
		search->found = connection;
}

static struct connection *
connection_of(const struct flow *flow)
{
	struct search search = { .flow = flow };

	if (flow != NULL)
		connection_each(compare, &search);
	return search.found;
}

/* Windows: it is not shown to the callout that injects.  [ddi:FwpsStreamInjectAsync0] */
NTSTATUS
stream_inject(const struct injection *injection)
{
	struct connection *connection = connection_of(flow_by_id(injection->flow));
	bool outbound = (injection->stream_flags & FWPS_STREAM_FLAG_SEND) != 0;
	bool fin = (injection->stream_flags
		       & (FWPS_STREAM_FLAG_SEND_DISCONNECT | FWPS_STREAM_FLAG_RECEIVE_DISCONNECT))
	    != 0;
	const NET_BUFFER *first = injection->list == NULL ? NULL : injection->list->FirstNetBuffer;
	size_t length = 0;
	uint8_t *bytes;

	if (connection == NULL)
		return STATUS_CONNECTION_DISCONNECTED;
	for (const NET_BUFFER *at = first; at != NULL; at = at->Next)
		length += at->DataLength;
	bytes = arena_take(length + 1);
	length = 0;
	for (const NET_BUFFER *at = first; at != NULL; at = at->Next)
		length += packet_bytes(at, bytes + length, at->DataLength);
	streams_of(connection)->ways[outbound ? OUT : IN].injected = true;
	go_on(connection, outbound, bytes, length, fin ? TCP_FIN : 0);
	arena_give(bytes);
	return STATUS_SUCCESS;
}

static void
go_on_deferred(void *flow_number)
{
	struct connection *connection = connection_of(flow_by_id((uintptr_t)flow_number));
	struct scene *scene;

	if (connection == NULL || connection->streams == NULL)
		return;
	scene = scene_take();
	scene->protocol = PROTOCOL_TCP;
	scene_readdress(scene, &connection->local, &connection->remote);
	ale_join(scene, connection);
	decide(scene, &connection->streams->ways[IN]);
	ale_leave(scene);
	scene_give(scene);
	walk_rest();
}

/* Here: on a thread of the stack's. */
static bool
continue_deferred(struct flow *flow, uint32_t callout)
{
	struct connection *connection = connection_of(flow);
	struct stream *stream;

	if (connection == NULL || connection->streams == NULL)
		return false;
	stream = &connection->streams->ways[IN];
	if (stream->deferred_by == 0 || stream->deferred_by != callout)
		return false;
	stream->deferred_by = 0;
	thread_start(THREAD_NETWORK, go_on_deferred, (void *)(uintptr_t)flow_id(flow));
	return true;
}

void
streams_start(void)
{
	stream_outlet(continue_deferred);
}
