/*
 * Making packets.
 */
#include "net/packet.h"

#include <string.h>

static void
put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void
put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

size_t
packet_around(void *room, size_t size, const struct address *from, const struct address *to,
    uint8_t protocol, size_t payload)
{
	uint8_t *out = room;
	size_t head = from->version == 4 ? 20 : 40;

	if (from->version != to->version || payload > 65535 - head || size < head)
		return 0;
	memset(out, 0, head);
	if (from->version == 4) {
		out[0] = 0x45;
		put16(out + 2, (uint32_t)(head + payload));
		out[8] = 64;
		out[9] = protocol;
		memcpy(out + 12, from->bytes, 4);
		memcpy(out + 16, to->bytes, 4);
		return head;
	}
	out[0] = 0x60;
	put16(out + 4, (uint32_t)payload);
	out[6] = protocol;
	out[7] = 64;
	memcpy(out + 8, from->bytes, 16);
	memcpy(out + 24, to->bytes, 16);
	return head;
}

/* packet_around, if the whole packet has room; returns its size, or 0. */
static size_t
begin(uint8_t *out, size_t size, const struct address *from, const struct address *to,
    uint8_t protocol, size_t payload)
{
	size_t head = packet_around(out, size, from, to, protocol, payload);

	return head != 0 && size - head >= payload ? head : 0;
}

/* Add the payload behind `head` bytes and put the checksums in. */
static size_t
build_end(uint8_t *out, size_t head, const void *payload, size_t length)
{
	if (length > 0)
		memcpy(out + head, payload, length);
	packet_checksums_fix(out, head + length);
	return head + length;
}

size_t
packet_udp(void *out, size_t size, const struct address *from, const struct address *to,
    const void *payload, size_t length)
{
	size_t head = begin(out, size, from, to, PROTOCOL_UDP, 8 + length);
	uint8_t *at = (uint8_t *)out + head;

	if (head == 0)
		return 0;
	put16(at, from->port);
	put16(at + 2, to->port);
	put16(at + 4, (uint32_t)(8 + length));
	put16(at + 6, 0);
	return build_end(out, head + 8, payload, length);
}

size_t
packet_tcp(void *out, size_t size, const struct address *from, const struct address *to,
    struct tcp_segment segment, const void *payload, size_t length)
{
	size_t head = begin(out, size, from, to, PROTOCOL_TCP, 20 + length);
	uint8_t *at = (uint8_t *)out + head;

	if (head == 0)
		return 0;
	memset(at, 0, 20);
	put16(at, from->port);
	put16(at + 2, to->port);
	put32(at + 4, segment.sequence);
	put32(at + 8, segment.acknowledged);
	at[12] = 5 << 4;
	at[13] = segment.flags;
	put16(at + 14, segment.window);
	return build_end(out, head + 20, payload, length);
}

size_t
packet_echo(void *out, size_t size, const struct address *from, const struct address *to,
    bool reply, uint16_t id, uint16_t sequence, const void *payload, size_t length)
{
	uint8_t protocol = from->version == 4 ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
	size_t head = begin(out, size, from, to, protocol, 8 + length);
	uint8_t *at = (uint8_t *)out + head;

	if (head == 0)
		return 0;
	memset(at, 0, 8);
	at[0] = from->version == 4 ? (reply ? 0 : 8) : (reply ? 129 : 128);
	put16(at + 4, id);
	put16(at + 6, sequence);
	return build_end(out, head + 8, payload, length);
}

size_t
packet_unreachable(void *out, size_t size, const void *about, size_t length)
{
	struct packet packet;
	size_t head, most;
	uint8_t *at;

	if (packet_parse(&packet, about, length) != PACKET_NONE)
		return 0;
	most = packet.version == 4 ? packet.ip_header + 8u : 1232;
	length = packet.total < most ? packet.total : most;
	head = begin(out, size, &packet.destination, &packet.source,
	    packet.version == 4 ? PROTOCOL_ICMP : PROTOCOL_ICMPV6, 8 + length);
	if (head == 0)
		return 0;
	at = (uint8_t *)out + head;
	memset(at, 0, 8);
	at[0] = packet.version == 4 ? 3 : 1;
	at[1] = packet.version == 4 ? 3 : 4;
	return build_end(out, head + 8, about, length);
}
