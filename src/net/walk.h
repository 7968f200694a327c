/*
 * Walks: one packet through its layers, from the stack's end to the wire's or back.
 *
 * What a walk makes necessary (a reset, the echo of a loopback packet, the
 * peer's answer) is queued with walk_later and walked after it, so that walks
 * never nest.
 */
#ifndef NET_WALK_H
#define NET_WALK_H

#include "net/path.h"
#include "net/scene.h"

/* A scene for the packet, with its NBL; VERDICT_MALFORMED and NULL if it does not parse. */
struct scene *walk_begin(
    const void *bytes, size_t length, bool outbound, struct packet_origin origin);
/* Counts the verdict and gives everything back. */
enum packet_verdict walk_end(struct scene *scene, enum packet_verdict verdict);

/* The packet is through its layers: tell the host, and those whom it concerns. */
enum packet_verdict walk_leave(struct scene *scene, enum path_event event);

/* The connection was redirected: the packet gets its addresses. */
void walk_readdress(struct scene *scene);

/* net/course: the layers, one after the other. */
enum packet_verdict walk_out(struct scene *scene, const struct program *program);
enum packet_verdict walk_out_network(
    struct scene *scene, enum path_event event); /* OUT_IPPACKET on */
enum packet_verdict walk_out_transport(struct scene *scene,
    const struct host_program *program); /* DATAGRAM_DATA or OUT_TRANSPORT on; for whose socket */
enum packet_verdict walk_in(struct scene *scene, const struct program *program);
enum packet_verdict walk_forward(struct scene *scene);

/* Copies the packet; walk_rest walks what is queued, in order. */
void walk_later(const void *bytes, size_t length, bool outbound, bool closed_ports);
void walk_past_stream(const void *bytes, size_t length, bool outbound); /* later too */
void walk_rest(void);

void walks_start(void);
struct packet_counts *walk_counts(void);
void walk_outlet(void (*each)(void *, enum path_event, const void *, size_t), void *context);

/* net/peer: what the programs of a synthetic connection do about a packet. */
void peer_sent(struct connection *connection, const struct packet *packet);
void peer_delivered(struct connection *connection, const struct packet *packet);

#endif
