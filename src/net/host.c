#include "net/host.h"

#include "host/arena.h"
#include "security/token.h"

#include <string.h>

#define BUCKETS 64
#define USER_SESSION 1
#define CONNECTION_PROGRAM_PATH "\\device\\harddiskvolume3\\program files\\client\\client.exe"

/* NL_ADDRESS_TYPE.  [nldef.h] */
enum {
	ADDRESS_UNSPECIFIED,
	ADDRESS_UNICAST,
	ADDRESS_ANYCAST,
	ADDRESS_MULTICAST,
	ADDRESS_BROADCAST
};

struct host {
	struct host_interface interfaces[2];
	struct link programs;
	struct token *user; /* an ordinary one, of programs that are no processes */
	struct sid no_package;
	struct link connections;
	struct link buckets[BUCKETS];
	struct link lingering; /* removed, their closure pended */
	size_t count;
	size_t redirections; /* so far */
	uint64_t endpoints;  /* handed out so far */
};

static MACHINE_STATE struct host *host;

void
host_start(void)
{
	static const uint8_t loopback[16] = { [15] = 1 };
	static const uint8_t link_local[16] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x15, 0x5d,
		0xff, 0xfe, 0x00, 0x01, 0x02 };

	host = arena_take(sizeof(*host));
	host->interfaces[0] = (struct host_interface){
		.index = HOST_LOOPBACK,
		.type = 24,
		.mtu = UINT32_MAX,
		.luid = UINT64_C(24) << 48,
		.v4 = address_v4(127, 0, 0, 1, 0),
		.v6 = address_v6(loopback, 0),
	};
	host->interfaces[1] = (struct host_interface){
		.index = HOST_ETHERNET,
		.type = 6,
		.mtu = 1500,
		.luid = UINT64_C(6) << 48 | UINT64_C(0x8000) << 24,
		.v4 = address_v4(10, 0, 0, 2, 0),
		.v6 = address_v6(link_local, 0),
	};
	sid_parse("S-1-0-0", &host->no_package);
	list_start(&host->programs);
	list_start(&host->connections);
	list_start(&host->lingering);
	for (unsigned i = 0; i < BUCKETS; i++)
		list_start(&host->buckets[i]);
}

const struct host_interface *
host_interface(uint32_t index)
{
	for (unsigned i = 0; i < 2; i++)
		if (host->interfaces[i].index == index)
			return &host->interfaces[i];
	return NULL;
}

static bool
is_loopback(const struct address *address)
{
	if (address->version == 4)
		return address->bytes[0] == 127;
	return address_same_host(address, &host->interfaces[0].v6);
}

const struct host_interface *
host_interface_of(const struct address *local)
{
	return &host->interfaces[is_loopback(local) ? 0 : 1];
}

bool
host_is_local(const struct address *address)
{
	return is_loopback(address) || address_same_host(address, &host->interfaces[1].v4)
	    || address_same_host(address, &host->interfaces[1].v6);
}

bool
host_is_multicast(const struct address *address)
{
	if (address->version == 4)
		return (address->bytes[0] & 0xf0) == 0xe0;
	return address->bytes[0] == 0xff;
}

uint8_t
host_address_type(const struct address *address)
{
	static const uint8_t nothing[16];

	if (host_is_multicast(address))
		return ADDRESS_MULTICAST;
	if (memcmp(address->bytes, nothing, sizeof(nothing)) == 0)
		return ADDRESS_UNSPECIFIED;
	if (address->version == 4
	    && (address_number(address) == UINT32_MAX || address_number(address) == 0x0a0000ff))
		return ADDRESS_BROADCAST;
	return ADDRESS_UNICAST;
}

static struct token *
user_of(const struct program *program)
{
	PEPROCESS process = process_find(program->process_id);
	struct token *token;

	if (process != NULL) {
		token = token_of(process);
		object_reference(token); /* the program may be remembered for longer */
		return token;
	}
	if (host->user == NULL)
		host->user = token_make(&(struct process_user){ .sid = "user" }, USER_SESSION);
	return host->user;
}

/* The path as UTF-16 with its NUL, which is what an ALE_APP_ID is.  [semantics 4.1] */
static struct host_program *
program_take(const struct program *program)
{
	size_t length = strlen(program->path) + 1;
	struct host_program *kept = arena_take(sizeof(*kept) + length * sizeof(WCHAR));
	WCHAR *path = (WCHAR *)(kept + 1);
	struct token *user = user_of(program);

	for (size_t i = 0; i < length; i++)
		path[i] = (WCHAR)(uint8_t)program->path[i];
	kept->process_id = program->process_id;
	kept->app_id = (FWP_BYTE_BLOB){ (UINT32)(length * sizeof(WCHAR)), (UINT8 *)path };
	kept->user = token_access(user);
	kept->package = token_package(user);
	if (kept->package == NULL)
		kept->package = &host->no_package.sid;
	list_add(&host->programs, &kept->link);
	return kept;
}

const struct host_program *
host_program(const struct program *program)
{
	static const struct program ordinary = { 2104, CONNECTION_PROGRAM_PATH };

	if (program == NULL || program->path == NULL)
		program = &ordinary;
	LIST_EACH (at, &host->programs) {
		const struct host_program *kept = LIST_ITEM(at, struct host_program, link);

		if (kept->process_id == program->process_id)
			return kept;
	}
	return program_take(program);
}

static struct link *
bucket_of(uint8_t protocol, const struct address *local, const struct address *remote)
{
	uint32_t mix = protocol + local->port * 31u;

	if (remote != NULL)
		mix += remote->port * 17u + remote->bytes[3] + remote->bytes[15] * 5u;
	return &host->buckets[(mix ^ mix >> 6) % BUCKETS];
}

struct connection *
connection_take(uint8_t protocol, const struct address *local, const struct address *remote,
    const struct host_program *program)
{
	struct connection *connection = arena_take(sizeof(*connection));

	connection->protocol = protocol;
	connection->local = *local;
	if (remote != NULL)
		connection->remote = *remote;
	connection->program = program;
	connection->interface = host_interface_of(local);
	connection->endpoint = ++host->endpoints << 4; /* no pointer, and never 0 */
	list_add(&host->connections, &connection->link);
	list_add(bucket_of(protocol, local, remote), &connection->bucket);
	host->count++;
	return connection;
}

/* A port bound to every address answers for each. */
static bool
local_fits(const struct connection *connection, const struct address *local, bool port)
{
	if (address_equal(&connection->local, local))
		return true;
	return port && connection->local.port == local->port
	    && connection->local.version == local->version
	    && host_address_type(&connection->local) == ADDRESS_UNSPECIFIED;
}

struct connection *
connection_find(uint8_t protocol, const struct address *local, const struct address *remote)
{
	struct link *bucket = bucket_of(protocol, local, remote);

	LIST_EACH (at, bucket) {
		struct connection *connection = LIST_ITEM(at, struct connection, bucket);

		if (connection->protocol != protocol
		    || !local_fits(connection, local, remote == NULL))
			continue;
		if (remote == NULL ? connection->remote.version == 0
				   : address_equal(&connection->remote, remote))
			return connection;
	}
	return NULL;
}

struct connection *
connection_asked(uint8_t protocol, const struct address *local, const struct address *remote)
{
	struct connection *found = connection_find(protocol, local, remote);

	if (found != NULL || host->redirections == 0)
		return found;
	LIST_EACH (at, &host->connections) {
		struct connection *connection = LIST_ITEM(at, struct connection, link);

		if (connection->redirected && connection->protocol == protocol
		    && address_equal(&connection->asked_local, local)
		    && address_equal(&connection->asked_remote, remote))
			return connection;
	}
	return NULL;
}

void
connection_move(
    struct connection *connection, const struct address *local, const struct address *remote)
{
	bool port = connection->remote.version == 0;

	if (!connection->redirected) {
		connection->asked_local = connection->local;
		connection->asked_remote = connection->remote;
		connection->redirected = true;
		host->redirections++;
	}
	connection->local = *local;
	if (!port)
		connection->remote = *remote;
	connection->interface = host_interface_of(local);
	list_remove(&connection->bucket);
	list_add(bucket_of(connection->protocol, local, port ? NULL : remote), &connection->bucket);
}

struct connection *
connection_by_endpoint(uint64_t endpoint)
{
	LIST_EACH (at, &host->connections) {
		struct connection *connection = LIST_ITEM(at, struct connection, link);

		if (connection->endpoint == endpoint)
			return connection;
	}
	return NULL;
}

bool
connection_is(const void *pointer)
{
	LIST_EACH (at, &host->connections) {
		if (LIST_ITEM(at, struct connection, link) == pointer)
			return true;
	}
	return false;
}

void
connection_remove(struct connection *connection)
{
	list_remove(&connection->link);
	list_remove(&connection->bucket);
	host->count--;
}

void
connection_linger(struct connection *connection)
{
	list_add(&host->lingering, &connection->link);
}

bool
connection_lingers(const void *pointer)
{
	LIST_EACH (at, &host->lingering) {
		if (LIST_ITEM(at, struct connection, link) == pointer)
			return true;
	}
	return false;
}

size_t
connection_count(void)
{
	return host->count;
}

void
connection_each(void (*each)(void *context, struct connection *connection), void *context)
{
	LIST_EACH_SAFE (at, &host->connections)
		each(context, LIST_ITEM(at, struct connection, link));
}
