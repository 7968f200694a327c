/*
 * Packets and connections of a scenario.
 *
 * What a thread of the machine works on lies in the arena and not on the
 * host's stack: a thread that the driver keeps waiting goes on when the scenario
 * is long past the call.
 */
#include "traffic/script_lua.h"

#include "machine/life.h"
#include "net/path.h"
#include "sched/thread.h"
#include "traffic/wire.h"

#include <string.h>

#define CONNECTION "connection"
#define PATH_LIMIT 120
#define PACKET_LIMIT (40 + 65535)
#define DATA_LIMIT (1 << 20)
#define BEGUN_LIMIT 128     /* each has a thread */
#define ARRIVAL_100NS 10000 /* an injected packet takes some milliseconds at most */
#define ARRIVALS 50

struct script_connection {
	struct connection *connection; /* NULL: closed */
};

enum deed {
	DEED_SEND,
	DEED_RECEIVE,
	DEED_FORWARD,
	DEED_BIND,
	DEED_LISTEN,
	DEED_CONNECT,
	DEED_ACCEPT,
	DEED_DATA_OUT,
	DEED_DATA_IN,
	DEED_CLOSE,
};

/* What a network thread is to do, and what came of it. */
struct task {
	enum deed deed;
	bool nobody_waits; /* the thread gives the task back itself */
	uint8_t protocol;
	struct address from, to;
	struct program program; /* .path NULL: none was named */
	char path[PATH_LIMIT];
	struct packet_origin origin;
	const struct connection *redirected; /* DEED_CONNECT: whose proxy connects; or NULL */
	struct connection *connection;
	enum packet_verdict verdict;
	size_t length;
	uint8_t bytes[];
};

static MACHINE_STATE unsigned begun; /* tasks that nobody waits for and that are not done */

static void
task_run(void *argument)
{
	struct task *task = argument;
	const struct program *program = task->program.path != NULL ? &task->program : NULL;

	switch (task->deed) {
	case DEED_SEND:
		task->verdict = path_send(task->bytes, task->length, task->origin);
		break;
	case DEED_RECEIVE:
		task->verdict = path_receive(task->bytes, task->length, task->origin);
		break;
	case DEED_FORWARD:
		task->verdict = path_forward(task->bytes, task->length, task->origin);
		break;
	case DEED_BIND:
		task->connection = path_bind(task->protocol, &task->from, program);
		break;
	case DEED_LISTEN:
		task->connection = path_listen(task->protocol, &task->from, program);
		break;
	case DEED_CONNECT:
		task->connection = path_connect_for(
		    task->protocol, &task->from, &task->to, program, task->redirected);
		break;
	case DEED_ACCEPT:
		task->connection = path_accept(task->protocol, &task->to, &task->from, program);
		break;
	case DEED_DATA_OUT:
		task->verdict =
		    path_data(task->connection, FWP_DIRECTION_OUTBOUND, task->bytes, task->length);
		break;
	case DEED_DATA_IN:
		task->verdict =
		    path_data(task->connection, FWP_DIRECTION_INBOUND, task->bytes, task->length);
		break;
	case DEED_CLOSE:
		path_close(task->connection);
		break;
	}
	if (!task->nobody_waits)
		return;
	begun--;
	arena_give(task);
}

static struct task *
task_take(enum deed deed, const void *bytes, size_t length)
{
	struct task *task = arena_take(sizeof *task + length);

	task->deed = deed;
	task->length = length;
	if (length > 0)
		memcpy(task->bytes, bytes, length);
	return task;
}

/* False: the thread waits in the driver.  It keeps the task. */
static bool
task_do(lua_State *lua, struct task *task)
{
	bool done = machine_call(THREAD_NETWORK, task_run, task);

	script_goes_on(lua);
	if (!done) {
		task->nobody_waits = true;
		begun++;
	}
	return done;
}

static const char *
verdict_word(enum packet_verdict verdict)
{
	switch (verdict) {
	case VERDICT_PERMITTED:
		return "permitted";
	case VERDICT_BLOCKED:
		return "blocked";
	case VERDICT_ABSORBED:
		return "absorbed";
	case VERDICT_MALFORMED:
		return "malformed";
	case VERDICT_CLOSED:
		return "closed";
	}
	return "?";
}

static int
push_verdict(lua_State *lua, struct task *task)
{
	if (!task_do(lua, task)) {
		lua_pushliteral(lua, "waits");
		return 1;
	}
	lua_pushstring(lua, verdict_word(task->verdict));
	arena_give(task);
	return 1;
}

/* Packets: machine:send(bytes[, { interface = 12, closed_ports = true }]) -> verdict */

static struct task *
packet_task(lua_State *lua, enum deed deed)
{
	size_t length;
	const char *bytes = luaL_checklstring(lua, 2, &length);
	struct task *task;
	uint32_t interface = 0;
	bool closed = false;

	script_needs_load(lua);
	luaL_argcheck(lua, length <= PACKET_LIMIT, 2, "longer than any packet");
	if (!lua_isnoneornil(lua, 3)) {
		luaL_checktype(lua, 3, LUA_TTABLE);
		interface = (uint32_t)script_field_integer(lua, 3, "interface", 0);
		lua_getfield(lua, 3, "closed_ports");
		closed = lua_toboolean(lua, -1);
	}
	task = task_take(deed, bytes, length);
	task->origin.interface_index = interface;
	task->origin.closed_ports = closed;
	return task;
}

static int
machine_send(lua_State *lua)
{
	return push_verdict(lua, packet_task(lua, DEED_SEND));
}

static int
machine_receive(lua_State *lua)
{
	return push_verdict(lua, packet_task(lua, DEED_RECEIVE));
}

static int
machine_forward(lua_State *lua)
{
	return push_verdict(lua, packet_task(lua, DEED_FORWARD));
}

/* As machine:send, but the packet sets out with whatever runs the machine next. */
static int
packet_begin(lua_State *lua, enum deed deed)
{
	struct task *task;

	if (begun >= BEGUN_LIMIT)
		return luaL_error(lua, "at most %d packets are begun at a time", BEGUN_LIMIT);
	task = packet_task(lua, deed);
	task->nobody_waits = true;
	begun++;
	thread_start(THREAD_NETWORK, task_run, task);
	return 0;
}

static int
machine_begin_send(lua_State *lua)
{
	return packet_begin(lua, DEED_SEND);
}

static int
machine_begin_receive(lua_State *lua)
{
	return packet_begin(lua, DEED_RECEIVE);
}

static int
machine_begin_forward(lua_State *lua)
{
	return packet_begin(lua, DEED_FORWARD);
}

/* All that can happen now happens, and what was injected arrives, unless the driver holds it back. */
static void
packets_arrive(lua_State *lua)
{
	machine_settle(0);
	for (int i = 0; i < ARRIVALS && !life_over() && path_in_flight() > 0; i++)
		machine_settle(ARRIVAL_100NS);
	script_goes_on(lua);
}

/* A list of what passed since the last time. */
static int
push_packets(lua_State *lua, enum path_event event)
{
	struct wire_packet packet;
	lua_Integer count = 0;

	packets_arrive(lua);
	lua_newtable(lua);
	while (wire_next(event, &packet)) {
		lua_pushlstring(lua, (const char *)packet.bytes, packet.length);
		lua_seti(lua, -2, ++count);
	}
	return 1;
}

static int
machine_sent(lua_State *lua)
{
	return push_packets(lua, PATH_SENT);
}

static int
machine_delivered(lua_State *lua)
{
	return push_packets(lua, PATH_DELIVERED);
}

static int
machine_forwarded(lua_State *lua)
{
	return push_packets(lua, PATH_FORWARDED);
}

static int
machine_counts(lua_State *lua)
{
	struct packet_counts counts = path_counts();
	const struct {
		const char *name;
		uint64_t count;
	} rows[] = {
		{ "permitted", counts.permitted },
		{ "blocked", counts.blocked },
		{ "absorbed", counts.absorbed },
		{ "malformed", counts.malformed },
		{ "closed", counts.closed },
		{ "injected", counts.injected },
		{ "completed", counts.completed },
		{ "in_flight", path_in_flight() },
	};

	lua_newtable(lua);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		lua_pushinteger(lua, (lua_Integer)rows[i].count);
		lua_setfield(lua, -2, rows[i].name);
	}
	return 1;
}

/* Connections. */

static uint8_t
check_protocol(lua_State *lua)
{
	static const char *const names[] = { "tcp", "udp", "icmp", "icmpv6", NULL };
	static const uint8_t numbers[] = { PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMP,
		PROTOCOL_ICMPV6 };

	if (lua_geti(lua, 2, 1) == LUA_TNUMBER)
		return (uint8_t)luaL_checkinteger(lua, -1);
	for (size_t i = 0; lua_isstring(lua, -1) && names[i] != NULL; i++)
		if (strcmp(lua_tostring(lua, -1), names[i]) == 0)
			return numbers[i];
	return (uint8_t)luaL_error(lua, "the first item is \"tcp\", \"udp\", \"icmp\" or a number");
}

static void
check_address(lua_State *lua, const char *field, struct address *address)
{
	const char *text = script_field_text(lua, 2, field, NULL, NULL);

	if (!address_parse(address, text))
		luaL_error(lua, "'%s' is no address: '%s'", field, text);
}

/* proxy_of: a connection that was redirected to the program that connects now. */
static const struct connection *
redirected_field(lua_State *lua)
{
	const struct script_connection *of;

	if (lua_getfield(lua, 2, "proxy_of") == LUA_TNIL)
		return NULL;
	of = script_self(lua, lua_absindex(lua, -1), CONNECTION);
	if (of->connection == NULL || !connection_is(of->connection))
		luaL_error(lua, "the connection of 'proxy_of' has ended");
	return of->connection;
}

/* from, and to if there must be one; program and pid, whose they are. */
static struct task
connection_facts(lua_State *lua, bool both)
{
	struct task facts = { .length = 0 };
	const char *path;

	script_needs_load(lua);
	luaL_checktype(lua, 2, LUA_TTABLE);
	facts.protocol = check_protocol(lua);
	check_address(lua, "from", &facts.from);
	if (both) {
		check_address(lua, "to", &facts.to);
		if (facts.from.version != facts.to.version)
			luaL_error(lua, "'from' and 'to' are of two families");
	}
	path = script_field_text(lua, 2, "program", NULL, "");
	if (strlen(path) >= PATH_LIMIT)
		luaL_error(lua, "'program' is too long");
	strcpy(facts.path, path);
	facts.program.process_id = (uint64_t)script_field_integer(lua, 2, "pid", 1000);
	facts.redirected = redirected_field(lua);
	return facts;
}

/* -> connection, or nil and why not */
static int
connection_make(lua_State *lua, enum deed deed, bool both)
{
	struct task facts = connection_facts(lua, both);
	struct task *task = task_take(deed, NULL, 0);
	struct script_connection *made;

	*task = facts; /* but for the bytes */
	task->deed = deed;
	if (task->path[0] != '\0')
		task->program.path = task->path;
	if (!task_do(lua, task)) {
		lua_pushnil(lua);
		lua_pushliteral(lua, "waits");
		return 2;
	}
	if (task->connection == NULL) {
		arena_give(task);
		lua_pushnil(lua);
		lua_pushliteral(lua, "refused");
		return 2;
	}
	made = script_object(lua, CONNECTION, sizeof *made);
	made->connection = task->connection;
	arena_give(task);
	return 1;
}

static int
machine_bind(lua_State *lua)
{
	return connection_make(lua, DEED_BIND, false);
}

static int
machine_listen(lua_State *lua)
{
	return connection_make(lua, DEED_LISTEN, false);
}

static int
machine_connect(lua_State *lua)
{
	return connection_make(lua, DEED_CONNECT, true);
}

/* `from` is the remote side's, `to` the machine's. */
static int
machine_accept(lua_State *lua)
{
	return connection_make(lua, DEED_ACCEPT, true);
}

static struct script_connection *
check_connection(lua_State *lua)
{
	struct script_connection *self = script_self(lua, 1, CONNECTION);

	if (self->connection == NULL || !connection_is(self->connection))
		luaL_error(lua, "the connection has ended");
	return self;
}

static int
connection_data(lua_State *lua, enum deed deed)
{
	struct script_connection *self = check_connection(lua);
	size_t length;
	const char *bytes = luaL_checklstring(lua, 2, &length);
	struct task *task;

	luaL_argcheck(lua, length <= DATA_LIMIT, 2, "more than 1 MB at once");
	task = task_take(deed, bytes, length);
	task->connection = self->connection;
	return push_verdict(lua, task);
}

/* connection:send(bytes): the program's data goes out */
static int
connection_send(lua_State *lua)
{
	return connection_data(lua, DEED_DATA_OUT);
}

/* connection:receive(bytes): the peer's data comes in */
static int
connection_receive(lua_State *lua)
{
	return connection_data(lua, DEED_DATA_IN);
}

static int
connection_close(lua_State *lua)
{
	struct script_connection *self = check_connection(lua);
	struct task *task = task_take(DEED_CLOSE, NULL, 0);

	task->connection = self->connection;
	self->connection = NULL;
	if (task_do(lua, task))
		arena_give(task);
	return 0;
}

static int
connection_field(lua_State *lua)
{
	const struct script_connection *self = script_self(lua, 1, CONNECTION);

	if (strcmp(luaL_checkstring(lua, 2), "open") != 0)
		return 0;
	lua_pushboolean(lua, self->connection != NULL && connection_is(self->connection));
	return 1;
}

void
script_adds_traffic(lua_State *lua)
{
	static const luaL_Reg machine[] = {
		{ "accept", machine_accept },
		{ "begin_forward", machine_begin_forward },
		{ "begin_receive", machine_begin_receive },
		{ "begin_send", machine_begin_send },
		{ "bind", machine_bind },
		{ "connect", machine_connect },
		{ "counts", machine_counts },
		{ "delivered", machine_delivered },
		{ "forward", machine_forward },
		{ "forwarded", machine_forwarded },
		{ "listen", machine_listen },
		{ "receive", machine_receive },
		{ "send", machine_send },
		{ "sent", machine_sent },
		{ NULL, NULL },
	};
	static const luaL_Reg connections[] = {
		{ "close", connection_close },
		{ "receive", connection_receive },
		{ "send", connection_send },
		{ NULL, NULL },
	};

	luaL_setfuncs(lua, machine, 0);
	script_class(lua, CONNECTION, connections, connection_field, NULL);
}
