/* The packet parser, checksums and builders: pure functions. */
#include "net/packet.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *hex;
	enum packet_fault fault;
	const char *what;
} refused[] = {
	{ "", PACKET_EMPTY, "nothing" },
	{ "50", PACKET_VERSION, "version 5" },
	{ "45000014", PACKET_HEADER_SHORT, "four bytes" },
	{ "4400001400000000400600000a000002c0000207", PACKET_HEADER_LENGTH, "IHL 4" },
	{ "4500001300000000400600000a000002c0000207", PACKET_TOTAL_LENGTH, "total 19" },
	{ "4500001500000000400600000a000002c0000207", PACKET_TOTAL_LENGTH, "total 21 of 20" },
	{ "4600001400000000400600000a000002c0000207", PACKET_TOTAL_LENGTH, "options cut off" },
	{ "4500001800000000400600000a000002c000020700500050", PACKET_TRANSPORT_SHORT, "TCP of 4" },
	{ "4500001800000000401100000a000002c000020700500050", PACKET_TRANSPORT_SHORT, "UDP of 4" },
	{ "4500001800000000400100000a000002c000020708000000", PACKET_TRANSPORT_SHORT, "ICMP of 4" },
	{ "4500001c00000000401100000a000002c00002070050005000070000", PACKET_UDP_LENGTH, "UDP 7" },
	{ "4500001c00000000401100000a000002c00002070050005000090000", PACKET_UDP_LENGTH, "UDP 9" },
	{ "4500002800000000400600000a000002c00002070050005000000000000000004000000000000000",
	    PACKET_TCP_OFFSET, "TCP offset 4" },
	{ "4500002800000000400600000a000002c0000207005000500000000000000000f000000000000000",
	    PACKET_TCP_OFFSET, "TCP offset 15" },
	{ "60000000", PACKET_HEADER_SHORT, "IPv6 of 4" },
};

static size_t
unhex(const char *hex, uint8_t *out)
{
	size_t length = strlen(hex) / 2;

	for (size_t i = 0; i < length; i++) {
		unsigned byte;

		sscanf(hex + 2 * i, "%2x", &byte);
		out[i] = (uint8_t)byte;
	}
	return length;
}

TEST(what_does_not_parse_is_refused_by_name)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct packet packet;
		uint8_t bytes[128];
		size_t length = unhex(refused[i].hex, bytes);
		enum packet_fault fault = packet_parse(&packet, bytes, length);

		if (fault != refused[i].fault)
			print_error("%s: %s\n", refused[i].what, packet_fault_text(fault));
		CHECK_EQ(fault, refused[i].fault);
	}
}

static struct address a4, b4, a6, b6;

static void
addresses(void)
{
	CHECK(address_parse(&a4, "10.0.0.2:4000"));
	CHECK(address_parse(&b4, "192.0.2.7:53"));
	CHECK(address_parse(&a6, "[fe80::1]:4000"));
	CHECK(address_parse(&b6, "[2001:db8::7]:53"));
}

TEST(what_the_builders_make_parses_and_has_good_checksums)
{
	struct packet packet;
	uint8_t bytes[256];
	size_t length;

	(void)state;
	addresses();
	length = packet_udp(bytes, sizeof(bytes), &a4, &b4, "hello", 5);
	CHECK_EQ(length, 33);
	CHECK_EQ(packet_parse(&packet, bytes, length), PACKET_NONE);
	CHECK(packet_checksums_good(bytes, length));
	CHECK(address_equal(&packet.source, &a4) && address_equal(&packet.destination, &b4));
	CHECK_EQ(packet.protocol, PROTOCOL_UDP);
	CHECK_EQ(packet_payload(&packet), 28);
	length = packet_tcp(bytes, sizeof(bytes), &a6, &b6,
	    (struct tcp_segment){ .sequence = 7, .acknowledged = 9, .flags = TCP_SYN | TCP_ACK },
	    "odd", 3);
	CHECK_EQ(length, 63);
	CHECK_EQ(packet_parse(&packet, bytes, length), PACKET_NONE);
	CHECK(packet_checksums_good(bytes, length));
	CHECK_EQ(packet.tcp_flags, TCP_SYN | TCP_ACK);
	CHECK_EQ(packet.tcp_sequence, 7);
	CHECK_EQ(packet.tcp_acknowledged, 9);
	length = packet_echo(bytes, sizeof(bytes), &a6, &b6, true, 3, 4, "x", 1);
	CHECK_EQ(packet_parse(&packet, bytes, length), PACKET_NONE);
	CHECK(packet_checksums_good(bytes, length));
	CHECK_EQ(packet.icmp_type, 129);
	CHECK_EQ(packet.icmp_id, 3);
	CHECK_EQ(packet.icmp_sequence, 4);
}

TEST(an_icmp_error_shows_where_its_cause_is)
{
	struct packet packet;
	uint8_t bytes[64], error[1500];
	size_t length;

	(void)state;
	addresses();
	length = packet_udp(bytes, sizeof(bytes), &a4, &b4, "hello", 5);
	length = packet_unreachable(error, sizeof(error), bytes, length);
	CHECK_EQ(length, 20 + 8 + 28);
	CHECK_EQ(packet_parse(&packet, error, length), PACKET_NONE);
	CHECK(packet_checksums_good(error, length));
	CHECK_EQ(packet.embedded, 28);
	CHECK(address_same_host(&packet.destination, &a4));
}

TEST(a_changed_byte_spoils_a_checksum_and_fixing_mends_it)
{
	uint8_t bytes[64];
	size_t length;

	(void)state;
	addresses();
	length = packet_udp(bytes, sizeof(bytes), &a4, &b4, "hello", 5);
	for (size_t at = 12; at < length; at++) {
		if (at == 26 || at == 27 || at == 24 || at == 25)
			continue; /* the checksum itself, and the length that guards its own end */
		bytes[at] ^= 0x40;
		CHECK(!packet_checksums_good(bytes, length));
		CHECK(packet_checksums_fix(bytes, length));
		CHECK(packet_checksums_good(bytes, length));
	}
	bytes[26] = bytes[27] = 0;
	CHECK(packet_checksums_good(bytes, length)); /* UDP over IPv4 may do without */
}

TEST(extension_headers_are_walked_to_the_transport)
{
	/* hop-by-hop, destination options, fragment 0 without more, UDP */
	uint8_t bytes[40 + 8 + 16 + 8 + 8] = { 0x60, 0, 0, 0, 0, 40, PROTOCOL_HOP_BY_HOP, 64 };
	struct packet packet;

	(void)state;
	bytes[40] = PROTOCOL_DESTINATION;
	bytes[48] = PROTOCOL_FRAGMENT;
	bytes[49] = 1;
	bytes[64] = PROTOCOL_UDP;
	bytes[71] = 9;
	bytes[73] = 5;
	bytes[77] = 8;
	CHECK_EQ(packet_parse(&packet, bytes, sizeof(bytes)), PACKET_NONE);
	CHECK_EQ(packet.ip_header, 72);
	CHECK_EQ(packet.protocol, PROTOCOL_UDP);
	CHECK_EQ(packet.source.port, 5);
	CHECK_EQ(packet.fragment_id, 9);
	CHECK(!packet.fragment);
	bytes[67] = 1; /* more follow */
	CHECK_EQ(packet_parse(&packet, bytes, sizeof(bytes)), PACKET_NONE);
	CHECK(packet.fragment);
	bytes[49] = 200;
	CHECK_EQ(packet_parse(&packet, bytes, sizeof(bytes)), PACKET_EXTENSION);
}

TEST(a_later_fragment_has_no_transport_header)
{
	struct packet packet;
	uint8_t bytes[64];
	size_t length;

	(void)state;
	addresses();
	length = packet_udp(bytes, sizeof(bytes), &a4, &b4, "hello", 5);
	bytes[7] = 2;
	CHECK_EQ(packet_parse(&packet, bytes, length), PACKET_NONE);
	CHECK(packet.fragment);
	CHECK_EQ(packet.fragment_offset, 16);
	CHECK_EQ(packet.transport_header, 0);
	CHECK_EQ(packet.source.port, 0);
}

TEST(addresses_are_read_from_text)
{
	struct address address;

	(void)state;
	CHECK(address_parse(&address, "1.2.3.4"));
	CHECK_EQ(address_number(&address), 0x01020304);
	CHECK(address_parse(&address, "::1"));
	CHECK_EQ(address.version, 6);
	CHECK(address_parse(&address, "[::1]:65535"));
	CHECK_EQ(address.port, 65535);
	CHECK(!address_parse(&address, "1.2.3.4:65536"));
	CHECK(!address_parse(&address, "1.2.3:80"));
	CHECK(!address_parse(&address, "[::1:80"));
	CHECK(!address_parse(&address, "1.2.3.4:"));
}

TEST(a_builder_refuses_what_has_no_room)
{
	uint8_t bytes[64];

	(void)state;
	addresses();
	CHECK_EQ(packet_udp(bytes, 32, &a4, &b4, "hello", 5), 0);
	CHECK_EQ(packet_udp(bytes, 64, &a4, &b6, "hello", 5), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_parse_is_refused_by_name),
		cmocka_unit_test(what_the_builders_make_parses_and_has_good_checksums),
		cmocka_unit_test(an_icmp_error_shows_where_its_cause_is),
		cmocka_unit_test(a_changed_byte_spoils_a_checksum_and_fixing_mends_it),
		cmocka_unit_test(extension_headers_are_walked_to_the_transport),
		cmocka_unit_test(a_later_fragment_has_no_transport_header),
		cmocka_unit_test(addresses_are_read_from_text),
		cmocka_unit_test(a_builder_refuses_what_has_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
