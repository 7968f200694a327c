/*
 * Streams: the bytes of a TCP connection at the stream layer.
 *
 * Each way has a stream of bytes that arrived at the layer and are not decided yet.  A callout is
 * shown all of them; it answers for some or all, asks for more, or defers.  What it
 * permits, and what it injects, goes on in this order.
 *
 * The ordinary case costs nothing: where a packet's payload is permitted as a whole, and nothing
 * waits or was injected, the packet itself goes on.  Else it is swallowed, and new segments are
 * made of what goes on (walk_past_stream).
 *
 * Windows: each callout sees what the ones before it permitted, and waits for itself.
 *   [semantics 4.7]
 * Here: a stream waits for one callout; what is injected is shown to no other.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include "net/scene.h"
#include "wfp/inject.h"

void streams_start(void);
void streams_give(struct connection *connection);

/* The packet's payload, and its FIN, are at the layer.  ANSWER_ABSORB: the packet is swallowed. */
enum scene_answer stream_visit(struct scene *scene);

/* What a driver injects takes its place behind what was permitted so far. */
NTSTATUS stream_inject(const struct injection *injection);

#endif
