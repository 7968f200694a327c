#include "net/packet.h"

#include <string.h>

#define EXTENSION_LIMIT 16

static uint16_t
get16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static uint32_t
get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

const char *
packet_fault_text(enum packet_fault fault)
{
	static const char *const texts[] = {
#define X(fault, text) [PACKET_##fault] = text,
		PACKET_FAULTS(X)
#undef X
	};

	return texts[fault];
}

static enum packet_fault
parse_v4(struct packet *packet, const uint8_t *at, size_t length)
{
	uint16_t fragment;

	if (length < 20)
		return PACKET_HEADER_SHORT;
	packet->ip_header = (at[0] & 15u) * 4;
	packet->total = get16(at + 2);
	if (packet->ip_header < 20)
		return PACKET_HEADER_LENGTH;
	if (packet->total < packet->ip_header || packet->total > length)
		return PACKET_TOTAL_LENGTH;
	fragment = get16(at + 6);
	packet->protocol = at[9];
	packet->fragment_offset = (fragment & 0x1fffu) * 8;
	packet->more_fragments = (fragment & 0x2000) != 0;
	packet->fragment = packet->more_fragments || packet->fragment_offset > 0;
	packet->fragment_id = get16(at + 4);
	memcpy(packet->source.bytes, at + 12, 4);
	memcpy(packet->destination.bytes, at + 16, 4);
	return PACKET_NONE;
}

/* Is it one of the headers between the IPv6 header and the transport's? */
static bool
is_extension(uint8_t protocol)
{
	return protocol == PROTOCOL_HOP_BY_HOP || protocol == PROTOCOL_ROUTING
	    || protocol == PROTOCOL_FRAGMENT || protocol == PROTOCOL_AH
	    || protocol == PROTOCOL_DESTINATION;
}

static size_t
extension_size(uint8_t protocol, const uint8_t *at)
{
	if (protocol == PROTOCOL_FRAGMENT)
		return 8;
	if (protocol == PROTOCOL_AH)
		return (at[1] + 2u) * 4;
	return (at[1] + 1u) * 8;
}

static enum packet_fault
parse_extensions(struct packet *packet, const uint8_t *at)
{
	for (unsigned count = 0; is_extension(packet->protocol); count++) {
		const uint8_t *here = at + packet->ip_header;
		size_t left = packet->total - packet->ip_header;

		if (packet->fragment_offset > 0)
			return PACKET_NONE; /* what follows is the middle of a datagram */
		if (count == EXTENSION_LIMIT)
			return PACKET_EXTENSIONS;
		if (left < 8 || extension_size(packet->protocol, here) > left)
			return PACKET_EXTENSION;
		if (packet->protocol == PROTOCOL_FRAGMENT) {
			packet->fragment_offset = get16(here + 2) & 0xfff8u;
			packet->more_fragments = (here[3] & 1) != 0;
			packet->fragment_id = get32(here + 4);
			packet->fragment = packet->more_fragments || packet->fragment_offset > 0;
		}
		packet->ip_header += (uint32_t)extension_size(packet->protocol, here);
		packet->protocol = here[0];
	}
	return PACKET_NONE;
}

static enum packet_fault
parse_v6(struct packet *packet, const uint8_t *at, size_t length)
{
	if (length < 40)
		return PACKET_HEADER_SHORT;
	packet->ip_header = 40;
	packet->total = 40u + get16(at + 4);
	if (packet->total > length)
		return PACKET_TOTAL_LENGTH;
	packet->protocol = at[6];
	memcpy(packet->source.bytes, at + 8, 16);
	memcpy(packet->destination.bytes, at + 24, 16);
	return parse_extensions(packet, at);
}

static enum packet_fault
parse_tcp(struct packet *packet, const uint8_t *at, size_t left)
{
	if (left < 20)
		return PACKET_TRANSPORT_SHORT;
	packet->transport_header = (at[12] >> 4) * 4u;
	if (packet->transport_header < 20 || packet->transport_header > left)
		return PACKET_TCP_OFFSET;
	packet->source.port = get16(at);
	packet->destination.port = get16(at + 2);
	packet->tcp_sequence = get32(at + 4);
	packet->tcp_acknowledged = get32(at + 8);
	packet->tcp_flags = at[13];
	return PACKET_NONE;
}

static enum packet_fault
parse_udp(struct packet *packet, const uint8_t *at, size_t left)
{
	if (left < 8)
		return PACKET_TRANSPORT_SHORT;
	if (!packet->fragment && (get16(at + 4) < 8 || get16(at + 4) > left))
		return PACKET_UDP_LENGTH;
	packet->transport_header = 8;
	packet->source.port = get16(at);
	packet->destination.port = get16(at + 2);
	return PACKET_NONE;
}

static bool
is_icmp_error(const struct packet *packet)
{
	uint8_t type = packet->icmp_type;

	if (packet->protocol == PROTOCOL_ICMPV6)
		return type >= 1 && type <= 4;
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

static enum packet_fault
parse_icmp(struct packet *packet, const uint8_t *at, size_t left)
{
	if (left < 8)
		return PACKET_TRANSPORT_SHORT;
	packet->transport_header = 8;
	packet->icmp_type = at[0];
	packet->icmp_code = at[1];
	packet->icmp_id = get16(at + 4);
	packet->icmp_sequence = get16(at + 6);
	if (is_icmp_error(packet))
		packet->embedded = packet->ip_header + 8;
	return PACKET_NONE;
}

static enum packet_fault
parse_transport(struct packet *packet, const uint8_t *at)
{
	size_t left = packet->total - packet->ip_header;

	at += packet->ip_header;
	if (packet->fragment_offset > 0)
		return PACKET_NONE;
	if (packet->protocol == PROTOCOL_TCP)
		return parse_tcp(packet, at, left);
	if (packet->protocol == PROTOCOL_UDP)
		return parse_udp(packet, at, left);
	if ((packet->protocol == PROTOCOL_ICMP && packet->version == 4)
	    || (packet->protocol == PROTOCOL_ICMPV6 && packet->version == 6))
		return parse_icmp(packet, at, left);
	return PACKET_NONE;
}

enum packet_fault
packet_parse(struct packet *packet, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;
	enum packet_fault fault;

	*packet = (struct packet){ 0 };
	if (length == 0)
		return PACKET_EMPTY;
	packet->version = at[0] >> 4;
	if (packet->version != 4 && packet->version != 6)
		return PACKET_VERSION;
	packet->source.version = packet->destination.version = packet->version;
	fault = packet->version == 4 ? parse_v4(packet, at, length) : parse_v6(packet, at, length);
	return fault != PACKET_NONE ? fault : parse_transport(packet, at);
}

uint32_t
packet_sum(uint32_t sum, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;
	uint64_t wide = sum;

	for (; length >= 2; length -= 2, at += 2)
		wide += get16(at);
	if (length == 1)
		wide += (uint64_t)at[0] << 8;
	while (wide >> 16 != 0)
		wide = (wide & 0xffff) + (wide >> 16);
	return (uint32_t)wide;
}

uint16_t
packet_sum_end(uint32_t sum)
{
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* Where the transport checksum is in its header; -1: the protocol has none that we know. */
static int
checksum_place(const struct packet *packet)
{
	if (packet->fragment || packet->transport_header == 0)
		return -1;
	if (packet->protocol == PROTOCOL_TCP)
		return 16;
	if (packet->protocol == PROTOCOL_UDP)
		return 6;
	return 2; /* ICMP and ICMPv6 */
}

/* The checksum over pseudo header and transport, as it stands: 0 if it is right. */
static uint16_t
transport_sum(const struct packet *packet, const uint8_t *bytes)
{
	uint32_t length = packet->total - packet->ip_header;
	uint32_t sum = 0;

	if (packet->protocol == PROTOCOL_UDP)
		length = get16(bytes + packet->ip_header + 4);
	if (packet->protocol != PROTOCOL_ICMP) {
		size_t size = packet->version == 4 ? 4 : 16;

		sum = packet_sum(sum, packet->source.bytes, size);
		sum = packet_sum(sum, packet->destination.bytes, size);
		sum += packet->protocol + (length >> 16) + (length & 0xffff);
	}
	return packet_sum_end(packet_sum(sum, bytes + packet->ip_header, length));
}

bool
packet_checksums_good(const void *bytes, size_t length)
{
	struct packet packet;
	const uint8_t *at = bytes;
	int place;

	if (packet_parse(&packet, bytes, length) != PACKET_NONE)
		return false;
	if (packet.version == 4 && packet_sum_end(packet_sum(0, at, packet.ip_header)) != 0)
		return false;
	place = checksum_place(&packet);
	if (place < 0)
		return true;
	if (packet.version == 4 && packet.protocol == PROTOCOL_UDP
	    && get16(at + packet.ip_header + 6) == 0)
		return true;
	return transport_sum(&packet, at) == 0;
}

static void
put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

void
packet_header_fix(void *ipv4_header)
{
	uint8_t *at = ipv4_header;

	put16(at + 10, 0);
	put16(at + 10, packet_sum_end(packet_sum(0, at, 20)));
}

bool
packet_checksums_fix(void *bytes, size_t length)
{
	struct packet packet;
	uint8_t *at = bytes;
	int place;

	if (packet_parse(&packet, bytes, length) != PACKET_NONE)
		return false;
	if (packet.version == 4) {
		put16(at + 10, 0);
		put16(at + 10, packet_sum_end(packet_sum(0, at, packet.ip_header)));
	}
	place = checksum_place(&packet);
	if (place < 0)
		return true;
	at += packet.ip_header + place;
	put16(at, 0);
	uint16_t sum = transport_sum(&packet, bytes);
	put16(at, sum == 0 && packet.protocol == PROTOCOL_UDP ? 0xffff : sum);
	return true;
}
