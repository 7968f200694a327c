/*
 * IP packets: finding the headers, checksums, and making some.
 *
 * Pure: bytes in, facts out; no machine, no allocation, nothing read beyond
 * the length given.  What does not parse is refused with a named reason.
 */
#ifndef NET_PACKET_H
#define NET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PROTOCOL_HOP_BY_HOP = 0,
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_ROUTING = 43,
	PROTOCOL_FRAGMENT = 44,
	PROTOCOL_AH = 51,
	PROTOCOL_ICMPV6 = 58,
	PROTOCOL_NONE = 59,
	PROTOCOL_DESTINATION = 60,
};

enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
};

/* fault, what a report says */
#define PACKET_FAULTS(X) \
	X(NONE, "parses") \
	X(EMPTY, "no bytes") \
	X(VERSION, "the version is neither 4 nor 6") \
	X(HEADER_SHORT, "shorter than its IP header") \
	X(HEADER_LENGTH, "IHL is below 5") \
	X(TOTAL_LENGTH, "the total length is shorter than the header or longer than the packet") \
	X(EXTENSION, "an extension header leads beyond the packet") \
	X(EXTENSIONS, "more extension headers than anybody sends") \
	X(TRANSPORT_SHORT, "shorter than its transport header") \
	X(TCP_OFFSET, "the TCP data offset leads out of the packet") \
	X(UDP_LENGTH, "the UDP length leads out of the packet")

enum packet_fault {
#define X(fault, text) PACKET_##fault,
	PACKET_FAULTS(X)
#undef X
};

struct address {
	uint8_t version; /* 4 or 6; 0: none */
	uint16_t port;   /* ICMP: type (local) or code (remote), as WFP has it */
	uint8_t bytes[16];
};

struct packet {
	uint8_t version;
	uint8_t protocol; /* of the transport header, behind all extension headers */
	bool fragment;    /* a part of a datagram */
	bool more_fragments;
	uint32_t fragment_offset; /* in bytes */
	uint32_t fragment_id;
	uint32_t ip_header;        /* bytes, with options or extension headers */
	uint32_t transport_header; /* bytes; 0: none here, or a protocol that is not looked into */
	uint32_t total;            /* bytes, by the IP header; the buffer may hold more */
	struct address source, destination;
	uint8_t tcp_flags;
	uint32_t tcp_sequence, tcp_acknowledged;
	uint8_t icmp_type, icmp_code;
	uint16_t icmp_id, icmp_sequence; /* of an echo */
	uint32_t embedded; /* ICMP error: where the embedded IP header begins; else 0 */
};

enum packet_fault packet_parse(struct packet *packet, const void *bytes, size_t length);
const char *packet_fault_text(enum packet_fault fault);

/* The payload's place in the packet. */
static inline uint32_t
packet_payload(const struct packet *packet)
{
	return packet->ip_header + packet->transport_header;
}

/* Internet checksum; `sum` carries on from earlier bytes, an even number of them. */
uint32_t packet_sum(uint32_t sum, const void *bytes, size_t length);
uint16_t packet_sum_end(uint32_t sum);

/* Are the IP and transport checksums right?  Write them.  A fragment has no transport checksum
 * of its own and is left alone there; so is UDP over IPv4 with 0 when it is verified. */
bool packet_checksums_good(const void *bytes, size_t length);
bool packet_checksums_fix(void *bytes, size_t length); /* false: does not parse */
void packet_header_fix(void *ipv4_header);             /* that alone, of 20 bytes */

struct address address_v4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port);
struct address address_v6(const uint8_t bytes[16], uint16_t port);
bool address_parse(struct address *address, const char *text); /* "10.0.0.2:80", "[fe80::1]:80" */
bool address_equal(const struct address *a, const struct address *b); /* ports too */
bool address_same_host(const struct address *a, const struct address *b);
uint32_t address_number(const struct address *address); /* IPv4, host order */

/*
 * Builders: a packet with right checksums.  0: `size` is too small, or the
 * addresses are of two families.  At most 65535 bytes.
 */
struct tcp_segment {
	uint32_t sequence, acknowledged;
	uint8_t flags;
	uint16_t window;
};
size_t packet_udp(void *out, size_t size, const struct address *from, const struct address *to,
    const void *payload, size_t length);
size_t packet_tcp(void *out, size_t size, const struct address *from, const struct address *to,
    struct tcp_segment segment, const void *payload, size_t length);
size_t packet_echo(void *out, size_t size, const struct address *from, const struct address *to,
    bool reply, uint16_t id, uint16_t sequence, const void *payload, size_t length);
/* The IP header alone, for `payload` bytes behind it; its size. */
size_t packet_around(void *out, size_t size, const struct address *from, const struct address *to,
    uint8_t protocol, size_t payload);
/* "Port unreachable" about a packet, back to its sender. */
size_t packet_unreachable(void *out, size_t size, const void *about, size_t length);

#endif
