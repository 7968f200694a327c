/*
 * Paths: which layers a packet or socket call visits, in order.
 *
 *	bind		BIND_REDIRECT, RESOURCE_ASSIGNMENT
 *	listen		AUTH_LISTEN
 *	connect		[bind,] CONNECT_REDIRECT, AUTH_CONNECT
 *	packet out	TCP: STREAM, STREAM_PACKET once established; others: DATAGRAM_DATA;
 *			then OUT_TRANSPORT, OUT_IPPACKET
 *	packet in	IN_IPPACKET, IN_TRANSPORT; a new peer: AUTH_RECV_ACCEPT; TCP: STREAM_PACKET,
 *			STREAM once established; others: DATAGRAM_DATA
 *	established	FLOW_ESTABLISHED: for TCP with the handshake's last packet that comes in,
 *			for others before the first DATAGRAM_DATA
 *	forward		IN_IPPACKET, IPFORWARD, OUT_IPPACKET
 *	close		ENDPOINT_CLOSURE, the flow's contexts, RESOURCE_RELEASE
 *
 * [semantics 4.9].  The functions below are called on a THREAD_NETWORK
 * thread, those that read alone from anywhere.
 *
 * Injection: NetworkSend begins at OUT_IPPACKET, for what has an IP header can't go through
 * the transport layers again; TransportSend at DATAGRAM_DATA or OUT_TRANSPORT;
 * NetworkReceive and TransportReceive at IN_IPPACKET; Forward behind IPFORWARD, at
 * OUT_IPPACKET.  [semantics 4.6]  Every NET_BUFFER of an injected chain travels
 * as a packet of its own.
 */
#ifndef NET_PATH_H
#define NET_PATH_H

#include "net/host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packet_verdict {
	VERDICT_PERMITTED,
	VERDICT_BLOCKED,
	VERDICT_ABSORBED,
	VERDICT_MALFORMED,
	VERDICT_CLOSED, /* the stack itself discarded it: nobody has the port */
};

struct packet_origin {
	uint32_t interface_index; /* 0: by the address */
	const struct program
	    *program;      /* whose it is if no connection knows; NULL: the ordinary one */
	bool closed_ports; /* a port is open only if path_listen or path_bind opened it */
};

struct packet_counts {
	uint64_t permitted, blocked, absorbed, malformed, closed;
	uint64_t injected;  /* packets in injections that were taken */
	uint64_t completed; /* injections */
};

enum path_event {
	PATH_SENT,
	PATH_DELIVERED,
	PATH_FORWARDED,
};

/* EVENT_PACKET in the journal: a = this, b = number of the packet, c = detail. */
enum packet_event {
	PACKET_EVENT_OUT = 1, /* c = bytes */
	PACKET_EVENT_IN,
	PACKET_EVENT_FORWARD,
	PACKET_EVENT_INJECTED, /* c = number of the injection */
	PACKET_EVENT_SENT,
	PACKET_EVENT_DELIVERED,
	PACKET_EVENT_FORWARDED,
	PACKET_EVENT_BLOCKED, /* c = filter id */
	PACKET_EVENT_ABSORBED,
	PACKET_EVENT_MALFORMED, /* c = enum packet_fault */
	PACKET_EVENT_CLOSED,
};

/* Host, connections, injection outlet. */
void net_start(void);

enum packet_verdict path_send(const void *ip_packet, size_t length, struct packet_origin origin);
enum packet_verdict path_receive(const void *ip_packet, size_t length, struct packet_origin origin);
enum packet_verdict path_forward(const void *ip_packet, size_t length, struct packet_origin origin);

struct packet_counts path_counts(void);

/* Every packet that leaves the layers; a function of the host's.  NULL: nobody listens. */
void path_outlet(
    void (*each)(void *context, enum path_event event, const void *ip_packet, size_t length),
    void *context);

/* Injections that were taken and not completed. */
size_t path_in_flight(void);

/*
 * Synthetic connections: both programs are played here, and their packets
 * travel as any others.  NULL: refused.  A connection that ended is not used again;
 * path_data and path_close of one do nothing.
 */
struct connection *path_bind(
    uint8_t protocol, const struct address *local, const struct program *program);
struct connection *path_listen(
    uint8_t protocol, const struct address *local, const struct program *program);
struct connection *path_connect(uint8_t protocol, const struct address *from,
    const struct address *to, const struct program *program);
/* The remote side connects; a listener is made if there is none. */
struct connection *path_accept(uint8_t protocol, const struct address *local,
    const struct address *remote, const struct program *program);
enum packet_verdict path_data(
    struct connection *connection, FWP_DIRECTION direction, const void *bytes, size_t length);
void path_close(struct connection *connection);

#endif
