/*
 * packet: IP packets as byte strings, with right lengths and checksums.
 */
#include "traffic/script_lua.h"

#include "net/packet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define PACKET_LIMIT 65535
#define TTL_AT 8       /* in an IPv4 header */
#define HOP_LIMIT_AT 7 /* in an IPv6 header */

static struct address
field_address(lua_State *lua, const char *field)
{
	const char *text = script_field_text(lua, 1, field, NULL, NULL);
	struct address address;

	if (!address_parse(&address, text))
		luaL_error(lua, "'%s' is no address: '%s'", field, text);
	return address;
}

struct parts {
	struct address from, to;
	const char *payload;
	size_t length;
	uint8_t *room; /* a userdata on the stack */
};

static struct parts
parts_from(lua_State *lua)
{
	struct parts parts = { .length = 0 };

	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_settop(lua, 1);
	parts.from = field_address(lua, "from");
	parts.to = field_address(lua, "to");
	parts.payload = script_field_text(lua, 1, "payload", &parts.length, "");
	if (parts.from.version != parts.to.version)
		luaL_error(lua, "'from' and 'to' are of two families");
	if (parts.length > PACKET_LIMIT)
		luaL_error(lua, "a packet has at most %d bytes", PACKET_LIMIT);
	parts.room = lua_newuserdatauv(lua, parts.length + 128, 0);
	return parts;
}

/* The header fields that all packets share, then the bytes are pushed. */
static int
packet_push(lua_State *lua, const struct parts *parts, size_t length)
{
	int time = (int)script_field_integer(lua, 1, "ttl", -1);

	if (length == 0)
		return luaL_error(lua, "a packet has at most %d bytes", PACKET_LIMIT);
	if (time >= 0) {
		luaL_argcheck(lua, time <= 255, 1, "'ttl' is beyond 255");
		parts->room[parts->from.version == 4 ? TTL_AT : HOP_LIMIT_AT] = (uint8_t)time;
		packet_checksums_fix(parts->room, length);
	}
	lua_pushlstring(lua, (const char *)parts->room, length);
	return 1;
}

static int
packet_of_udp(lua_State *lua)
{
	struct parts parts = parts_from(lua);

	return packet_push(lua, &parts,
	    packet_udp(parts.room, parts.length + 128, &parts.from, &parts.to, parts.payload,
		parts.length));
}

static const struct {
	char letter;
	uint8_t flag;
} tcp_letters[] = { { 'F', TCP_FIN }, { 'S', TCP_SYN }, { 'R', TCP_RST }, { 'P', TCP_PSH },
	{ 'A', TCP_ACK } };

static uint8_t
tcp_flags(lua_State *lua, const char *letters)
{
	uint8_t flags = 0;

	for (; *letters != '\0'; letters++) {
		uint8_t flag = 0;

		for (size_t i = 0; i < sizeof tcp_letters / sizeof *tcp_letters; i++)
			if (tcp_letters[i].letter == *letters)
				flag = tcp_letters[i].flag;
		if (flag == 0)
			luaL_error(lua, "'flags' has letters of \"FSRPA\" only");
		flags |= flag;
	}
	return flags;
}

static int
packet_of_tcp(lua_State *lua)
{
	struct parts parts = parts_from(lua);
	struct tcp_segment segment = {
		.sequence = (uint32_t)script_field_integer(lua, 1, "seq", 1),
		.acknowledged = (uint32_t)script_field_integer(lua, 1, "ack", 0),
		.flags = tcp_flags(lua, script_field_text(lua, 1, "flags", NULL, "A")),
		.window = (uint16_t)script_field_integer(lua, 1, "window", 64240),
	};

	return packet_push(lua, &parts,
	    packet_tcp(parts.room, parts.length + 128, &parts.from, &parts.to, segment,
		parts.payload, parts.length));
}

/* Echo or its reply; the addresses need no ports. */
static int
packet_of_icmp(lua_State *lua)
{
	struct parts parts = parts_from(lua);
	const char *type = script_field_text(lua, 1, "type", NULL, "echo");
	bool reply = strcmp(type, "reply") == 0;

	if (!reply && strcmp(type, "echo") != 0)
		return luaL_error(lua, "'type' is \"echo\" or \"reply\"");
	return packet_push(lua, &parts,
	    packet_echo(parts.room, parts.length + 128, &parts.from, &parts.to, reply,
		(uint16_t)script_field_integer(lua, 1, "id", 1),
		(uint16_t)script_field_integer(lua, 1, "seq", 1), parts.payload, parts.length));
}

static int
packet_of_unreachable(lua_State *lua)
{
	uint8_t room[1280];
	size_t length;
	const char *about = luaL_checklstring(lua, 1, &length);

	length = packet_unreachable(room, sizeof room, about, length);
	luaL_argcheck(lua, length != 0, 1, "that is no packet");
	lua_pushlstring(lua, (const char *)room, length);
	return 1;
}

/* packet.fix(bytes): with right checksums. */
static int
packet_fix(lua_State *lua)
{
	size_t length;
	const char *bytes = luaL_checklstring(lua, 1, &length);
	uint8_t *room = lua_newuserdatauv(lua, length, 0);

	memcpy(room, bytes, length);
	luaL_argcheck(lua, packet_checksums_fix(room, length), 1, "that is no packet");
	lua_pushlstring(lua, (const char *)room, length);
	return 1;
}

static void
address_set(lua_State *lua, const char *field, const struct address *address, bool port)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(address->version == 4 ? AF_INET : AF_INET6, address->bytes, text, sizeof text);
	if (!port)
		lua_pushstring(lua, text);
	else
		lua_pushfstring(
		    lua, address->version == 4 ? "%s:%d" : "[%s]:%d", text, address->port);
	lua_setfield(lua, -2, field);
}

static void
integer_set(lua_State *lua, const char *field, lua_Integer value)
{
	lua_pushinteger(lua, value);
	lua_setfield(lua, -2, field);
}

static void
tcp_set(lua_State *lua, const struct packet *packet)
{
	char flags[8] = "";
	size_t count = 0;

	for (size_t i = 0; i < sizeof tcp_letters / sizeof *tcp_letters; i++)
		if (packet->tcp_flags & tcp_letters[i].flag)
			flags[count++] = tcp_letters[i].letter;
	lua_pushlstring(lua, flags, count);
	lua_setfield(lua, -2, "flags");
	integer_set(lua, "seq", packet->tcp_sequence);
	integer_set(lua, "ack", packet->tcp_acknowledged);
}

/* packet.parse(bytes): a table, or nil and why not. */
static int
packet_to_table(lua_State *lua)
{
	size_t length;
	const char *bytes = luaL_checklstring(lua, 1, &length);
	struct packet packet;
	enum packet_fault fault = packet_parse(&packet, bytes, length);
	bool ports = packet.protocol == PROTOCOL_TCP || packet.protocol == PROTOCOL_UDP;

	if (fault != PACKET_NONE) {
		lua_pushnil(lua);
		lua_pushstring(lua, packet_fault_text(fault));
		return 2;
	}
	lua_createtable(lua, 0, 12);
	integer_set(lua, "version", packet.version);
	integer_set(lua, "protocol", packet.protocol);
	integer_set(lua, "length", packet.total);
	integer_set(lua, "ttl", (uint8_t)bytes[packet.version == 4 ? TTL_AT : HOP_LIMIT_AT]);
	address_set(lua, "from", &packet.source, ports);
	address_set(lua, "to", &packet.destination, ports);
	lua_pushlstring(
	    lua, bytes + packet_payload(&packet), packet.total - packet_payload(&packet));
	lua_setfield(lua, -2, "payload");
	lua_pushboolean(lua, packet_checksums_good(bytes, length));
	lua_setfield(lua, -2, "checksums_good");
	if (packet.protocol == PROTOCOL_TCP)
		tcp_set(lua, &packet);
	return 1;
}

void
script_adds_packet(lua_State *lua)
{
	static const luaL_Reg methods[] = {
		{ "fix", packet_fix },
		{ "icmp", packet_of_icmp },
		{ "parse", packet_to_table },
		{ "tcp", packet_of_tcp },
		{ "udp", packet_of_udp },
		{ "unreachable", packet_of_unreachable },
		{ NULL, NULL },
	};

	script_only(lua, "packet", methods, NULL);
}
