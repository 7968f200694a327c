/*
 * Programs of a scenario: client, handle, operation, memory.
 *
 * Buffers that a scenario gives as bytes are copied to user memory of the
 * program; those that it gives as memory objects are used where they are.  No other address
 * is ever shown to a scenario.
 */
#include "traffic/script_lua.h"

#include "machine/life.h"
#include "nt/status.h"
#include "traffic/client.h"

#include <string.h>

#define CLIENT "client"
#define HANDLE_CLASS "handle"
#define OPERATION "operation"
#define MEMORY "memory"
#define BUFFER_LIMIT (UINT64_C(64) << 20)
#define DEFAULT_PID 1000
#define CLIENTS 64

struct script_handle {
	struct client *client;
	unsigned number;
};

struct script_memory {
	uint64_t address;
	size_t bytes;
};

struct buffer {
	uint64_t address;
	size_t bytes;
};

/* Of the run. */
static struct client *default_client;
static struct client *clients[CLIENTS];
static size_t client_count;

void
script_client_start(void)
{
	default_client = NULL;
	client_count = 0;
}

/* A thread whose request ended holds its file until it has run; an unload may wait for that alone. */
void
script_client_end(void)
{
	for (size_t i = 0; i < client_count && !life_over(); i++)
		client_exit(clients[i], STATUS_SUCCESS);
	if (!life_over() && machine_stop_state().state == STOP_HELD_BACK)
		machine_settle(0);
}

void
script_client_room(lua_State *lua)
{
	script_needs_load(lua);
	if (client_count == CLIENTS)
		luaL_error(lua, "at most %d programs", CLIENTS);
}

int
script_client_push(lua_State *lua, struct client *client, int32_t status)
{
	script_goes_on(lua);
	if (client == NULL) {
		lua_pushnil(lua);
		lua_pushinteger(lua, (uint32_t)status);
		return 2;
	}
	clients[client_count++] = client;
	*(struct client **)script_object(lua, CLIENT, sizeof(struct client *)) = client;
	return 1;
}

/* Buffers. */

static size_t
check_size(lua_State *lua, int argument)
{
	lua_Integer bytes = luaL_checkinteger(lua, argument);

	luaL_argcheck(lua, bytes >= 0 && bytes <= (lua_Integer)BUFFER_LIMIT, argument,
	    "a size of at most 64 MB expected");
	return (size_t)bytes;
}

static uint64_t
memory_take(lua_State *lua, size_t bytes)
{
	uint64_t address = bytes > 0 ? client_memory(bytes) : 0;

	if (bytes > 0 && address == 0)
		luaL_error(lua, "the programs of a scenario use too much memory");
	return address;
}

/* Nothing, a number of zeroed bytes, bytes, or a memory object. */
static struct buffer
check_buffer(lua_State *lua, int argument)
{
	struct buffer buffer = { 0 };
	const struct script_memory *memory;
	const char *bytes;

	if (lua_isnoneornil(lua, argument))
		return buffer;
	memory = luaL_testudata(lua, argument, MEMORY);
	if (memory != NULL)
		return (struct buffer){ memory->address, memory->bytes };
	if (lua_type(lua, argument) == LUA_TNUMBER) {
		buffer.bytes = check_size(lua, argument);
		buffer.address = memory_take(lua, buffer.bytes);
		return buffer;
	}
	bytes = luaL_checklstring(lua, argument, &buffer.bytes);
	buffer.address = memory_take(lua, buffer.bytes);
	if (buffer.bytes > 0)
		memcpy((void *)buffer.address, bytes, buffer.bytes);
	return buffer;
}

static int
client_new_memory(lua_State *lua)
{
	struct buffer buffer;
	struct script_memory *memory;

	script_self(lua, 1, CLIENT);
	script_needs_load(lua);
	luaL_checkany(lua, 2);
	buffer = check_buffer(lua, 2);
	memory = script_object(lua, MEMORY, sizeof *memory);
	*memory = (struct script_memory){ buffer.address, buffer.bytes };
	return 1;
}

static int
memory_address(lua_State *lua)
{
	const struct script_memory *memory = script_self(lua, 1, MEMORY);

	lua_pushinteger(lua, (lua_Integer)memory->address);
	return 1;
}

/* Where an access to the memory begins; an error if it leads out of it. */
static char *
memory_at(
    lua_State *lua, const struct script_memory *memory, lua_Integer offset, lua_Integer length)
{
	luaL_argcheck(lua,
	    offset >= 0 && length >= 0 && (size_t)offset <= memory->bytes
		&& (size_t)length <= memory->bytes - (size_t)offset,
	    2, "leads out of the memory");
	return (char *)memory->address + offset;
}

/* memory:get([offset, length]) */
static int
memory_get(lua_State *lua)
{
	const struct script_memory *memory = script_self(lua, 1, MEMORY);
	lua_Integer offset = luaL_optinteger(lua, 2, 0);
	lua_Integer length = luaL_optinteger(lua, 3, (lua_Integer)memory->bytes - offset);

	lua_pushlstring(lua, memory_at(lua, memory, offset, length), (size_t)length);
	return 1;
}

/* memory:set(offset, bytes) */
static int
memory_set(lua_State *lua)
{
	const struct script_memory *memory = script_self(lua, 1, MEMORY);
	lua_Integer offset = luaL_checkinteger(lua, 2);
	size_t length;
	const char *bytes = luaL_checklstring(lua, 3, &length);

	memcpy(memory_at(lua, memory, offset, (lua_Integer)length), bytes, length);
	return 0;
}

static int
memory_length(lua_State *lua)
{
	const struct script_memory *memory = script_self(lua, 1, MEMORY);

	lua_pushinteger(lua, (lua_Integer)memory->bytes);
	return 1;
}

/* Programs. */

struct client *
script_client_check(lua_State *lua, int argument)
{
	return *(struct client **)script_self(lua, argument, CLIENT);
}

/* machine:client([image[, pid]]) */
int
script_client_make(lua_State *lua)
{
	const char *image = luaL_optstring(lua, 2, "client.exe");
	lua_Integer pid = luaL_optinteger(lua, 3, DEFAULT_PID);

	struct client *client;
	NTSTATUS status;

	luaL_argcheck(lua, pid > 4 && pid <= INT32_MAX, 3, "a process id expected");
	script_client_room(lua);
	client = client_make(image, (unsigned)pid, &status);
	return script_client_push(lua, client, status);
}

static int
open_path(lua_State *lua, struct client *client)
{
	const char *path = luaL_checkstring(lua, 2);
	struct script_handle *handle;
	unsigned number;
	NTSTATUS status = client_open(client, path, &number);

	script_goes_on(lua);
	if (number == 0) {
		lua_pushnil(lua);
		lua_pushinteger(lua, (uint32_t)status);
		return 2;
	}
	handle = script_object(lua, HANDLE_CLASS, sizeof *handle);
	*handle = (struct script_handle){ client, number };
	return 1;
}

/* machine:open(path): by a program of its own, the same each time */
int
script_client_open(lua_State *lua)
{
	NTSTATUS status;
	int pushed;

	if (default_client == NULL) {
		script_client_room(lua);
		default_client = client_make("client.exe", DEFAULT_PID, &status);
		pushed = script_client_push(lua, default_client, status);
		if (default_client == NULL)
			return pushed;
		lua_pop(lua, pushed);
	}
	return open_path(lua, default_client);
}

/* client:open(path) -> handle, or nil and the status */
static int
client_opens(lua_State *lua)
{
	return open_path(lua, script_client_check(lua, 1));
}

static int
client_exits(lua_State *lua)
{
	client_exit(script_client_check(lua, 1),
	    (NTSTATUS)(uint32_t)luaL_optinteger(lua, 2, STATUS_SUCCESS));
	script_goes_on(lua);
	return 0;
}

/* Operations. */

static struct script_handle *
check_handle(lua_State *lua)
{
	struct script_handle *handle = script_self(lua, 1, HANDLE_CLASS);

	if (!client_has(handle->client, handle->number))
		luaL_error(lua, "the handle is closed");
	return handle;
}

static struct operation *
begin_ioctl(lua_State *lua)
{
	const struct script_handle *handle = check_handle(lua);
	lua_Integer code = luaL_checkinteger(lua, 2);
	struct buffer in = check_buffer(lua, 3);
	struct buffer out = check_buffer(lua, 4);

	luaL_argcheck(lua, code >= 0 && code <= UINT32_MAX, 2, "an I/O control code expected");
	return client_ioctl(handle->client, handle->number, (uint32_t)code, in.address, in.bytes,
	    out.address, out.bytes);
}

static struct operation *
begin_read(lua_State *lua)
{
	const struct script_handle *handle = check_handle(lua);
	struct buffer out = check_buffer(lua, 2);

	return client_read(handle->client, handle->number, out.address, out.bytes);
}

static struct operation *
begin_write(lua_State *lua)
{
	const struct script_handle *handle = check_handle(lua);
	struct buffer in = check_buffer(lua, 2);

	return client_write(handle->client, handle->number, in.address, in.bytes);
}

static void
push_output(lua_State *lua, const struct operation *operation)
{
	size_t information = operation_information(operation), bytes;
	uint64_t out = operation_output(operation, &bytes);

	if (NT_ERROR(operation_status(operation)))
		information = 0;
	if (information > bytes)
		information = bytes;
	lua_pushlstring(lua, information > 0 ? (const char *)out : "", information);
}

static int
push_operation(lua_State *lua, struct operation *operation)
{
	script_goes_on(lua);
	*(struct operation **)script_object(lua, OPERATION, sizeof operation) = operation;
	return 1;
}

/* -> status, bytes; and the operation if it is still pending after a minute */
static int
finish(lua_State *lua, struct operation *operation)
{
	bool done = operation_wait(operation);

	script_goes_on(lua);
	lua_pushinteger(lua, (uint32_t)operation_status(operation));
	push_output(lua, operation);
	return done ? 2 : 2 + push_operation(lua, operation);
}

static int
handle_ioctl(lua_State *lua)
{
	return finish(lua, begin_ioctl(lua));
}

static int
handle_read(lua_State *lua)
{
	return finish(lua, begin_read(lua));
}

/* handle:write(bytes) -> status, how many were written */
static int
handle_write(lua_State *lua)
{
	struct operation *operation = begin_write(lua);

	operation_wait(operation);
	script_goes_on(lua);
	lua_pushinteger(lua, (uint32_t)operation_status(operation));
	lua_pushinteger(lua, (lua_Integer)operation_information(operation));
	return 2;
}

static int
handle_begin_ioctl(lua_State *lua)
{
	return push_operation(lua, begin_ioctl(lua));
}

static int
handle_begin_read(lua_State *lua)
{
	return push_operation(lua, begin_read(lua));
}

static int
handle_begin_write(lua_State *lua)
{
	return push_operation(lua, begin_write(lua));
}

/* handle:close() -> status */
static int
handle_is_closed(lua_State *lua)
{
	const struct script_handle *handle = script_self(lua, 1, HANDLE_CLASS);
	NTSTATUS status = client_close(handle->client, handle->number);

	script_goes_on(lua);
	lua_pushinteger(lua, (uint32_t)status);
	return 1;
}

static struct operation *
check_operation(lua_State *lua)
{
	return *(struct operation **)script_self(lua, 1, OPERATION);
}

/* operation:wait() -> status, bytes */
static int
operation_waits(lua_State *lua)
{
	struct operation *operation = check_operation(lua);

	operation_wait(operation);
	script_goes_on(lua);
	lua_pushinteger(lua, (uint32_t)operation_status(operation));
	push_output(lua, operation);
	return 2;
}

/* operation:cancel() -> status: what has become of it */
static int
operation_cancels(lua_State *lua)
{
	struct operation *operation = check_operation(lua);

	operation_cancel(operation);
	script_goes_on(lua);
	machine_settle(0);
	script_goes_on(lua);
	lua_pushinteger(lua, (uint32_t)operation_status(operation));
	return 1;
}

static int
operation_field(lua_State *lua)
{
	const struct operation *operation = check_operation(lua);
	const char *field = luaL_checkstring(lua, 2);

	if (strcmp(field, "done") == 0)
		lua_pushboolean(lua, operation_done(operation));
	else if (strcmp(field, "status") == 0)
		lua_pushinteger(lua, (uint32_t)operation_status(operation));
	else if (strcmp(field, "information") == 0)
		lua_pushinteger(lua, (lua_Integer)operation_information(operation));
	else if (strcmp(field, "output") == 0)
		push_output(lua, operation);
	else
		return 0;
	return 1;
}

static int
handle_field(lua_State *lua)
{
	const struct script_handle *handle = script_self(lua, 1, HANDLE_CLASS);

	if (strcmp(luaL_checkstring(lua, 2), "open") != 0)
		return 0;
	lua_pushboolean(lua, client_has(handle->client, handle->number));
	return 1;
}

void
script_adds_client(lua_State *lua)
{
	static const luaL_Reg clients[] = {
		{ "exit", client_exits },
		{ "exit_thread", script_process_exit_thread },
		{ "load_image", script_process_load_image },
		{ "memory", client_new_memory },
		{ "open", client_opens },
		{ "open_process", script_process_open },
		{ "thread", script_process_thread },
		{ NULL, NULL },
	};
	static const luaL_Reg handles[] = {
		{ "begin_ioctl", handle_begin_ioctl },
		{ "begin_read", handle_begin_read },
		{ "begin_write", handle_begin_write },
		{ "close", handle_is_closed },
		{ "ioctl", handle_ioctl },
		{ "read", handle_read },
		{ "write", handle_write },
		{ NULL, NULL },
	};
	static const luaL_Reg operations[] = {
		{ "cancel", operation_cancels },
		{ "wait", operation_waits },
		{ NULL, NULL },
	};
	static const luaL_Reg memories[] = {
		{ "address", memory_address },
		{ "get", memory_get },
		{ "set", memory_set },
		{ NULL, NULL },
	};
	static const luaL_Reg memory_meta[] = { { "__len", memory_length }, { NULL, NULL } };

	script_class(lua, CLIENT, clients, script_process_field, NULL);
	script_class(lua, HANDLE_CLASS, handles, handle_field, NULL);
	script_class(lua, OPERATION, operations, operation_field, NULL);
	script_class(lua, MEMORY, memories, NULL, memory_meta);
}
