/*
 * The registry in a scenario: machine:registry, registry_set, registry_get, registry_delete.
 *
 * What a scenario sets before the load is there from the start, and nobody is
 * told.  A life that begins from the snapshot after DriverEntry has it already
 * [machine/life.h].  What it sets later is a program's doing, on a thread of the program's, and
 * the driver's callbacks hear of it.
 */
#include "traffic/script_lua.h"

#include "executive/object.h"
#include "executive/process.h"
#include "host/arena.h"
#include "machine/life.h"
#include "nt/status.h"
#include "registry/change.h"
#include "registry/open.h"
#include "sched/thread.h"

#include <string.h>

#define PATH_LIMIT 512
#define NAME_LIMIT 256
#define DATA_LIMIT (64 << 10)
#define PROGRAM "reg.exe"
#define PROGRAM_ID 2600

NTAPI NTSTATUS ZwClose(HANDLE Handle);

/* Wide text of the machine's. */
struct wide {
	UNICODE_STRING string;
	WCHAR text[PATH_LIMIT];
};

enum change {
	CHANGE_SET,
	CHANGE_UNSET,
	CHANGE_DELETE,
};

struct errand {
	enum change change;
	PEPROCESS process;
	NTSTATUS status;
	struct wide path, name;
	uint32_t type;
	uint32_t bytes;
	uint8_t data[DATA_LIMIT];
};

static const struct {
	const char *name;
	uint32_t type;
} types[] = {
	{ "none", REG_NONE },
	{ "sz", REG_SZ },
	{ "expand_sz", REG_EXPAND_SZ },
	{ "binary", REG_BINARY },
	{ "dword", REG_DWORD },
	{ "multi_sz", REG_MULTI_SZ },
	{ "qword", REG_QWORD },
};

/* UTF-8 to UTF-16, of what lies in the basic plane; an error for the rest. */
static size_t
widen(lua_State *lua, WCHAR *out, size_t limit, const char *text, size_t length)
{
	size_t count = 0;

	for (size_t at = 0; at < length; count++) {
		unsigned char byte = (unsigned char)text[at];
		unsigned more = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : 2;
		uint32_t code = more == 0 ? byte : byte & (0x3f >> more);

		if ((byte >= 0x80 && byte < 0xc0) || byte >= 0xf0 || at + more >= length)
			luaL_error(lua, "text is not UTF-8 of the basic plane");
		for (unsigned i = 1; i <= more; i++)
			code = code << 6 | ((unsigned char)text[at + i] & 0x3f);
		if (count == limit)
			luaL_error(lua, "text of more than %d characters", (int)limit);
		out[count] = (WCHAR)code;
		at += more + 1;
	}
	return count;
}

static void
wide_make(lua_State *lua, struct wide *wide, int argument, size_t limit)
{
	size_t length;
	const char *text = luaL_checklstring(lua, argument, &length);
	USHORT bytes = (USHORT)(widen(lua, wide->text, limit, text, length) * sizeof(WCHAR));

	wide->string = (UNICODE_STRING){ bytes, bytes, wide->text };
}

/* One more string of the value, terminated. */
static void
add_text(lua_State *lua, struct errand *errand, int argument)
{
	size_t length;
	const char *text = luaL_checklstring(lua, argument, &length);
	WCHAR *out = (WCHAR *)(errand->data + errand->bytes);
	size_t room = (DATA_LIMIT - errand->bytes) / sizeof *out - 2;
	size_t count = widen(lua, out, room, text, length);

	out[count] = 0;
	errand->bytes += (uint32_t)((count + 1) * sizeof *out);
}

static uint32_t
type_of(lua_State *lua, int argument)
{
	const char *name;

	if (lua_isinteger(lua, argument))
		return (uint32_t)lua_tointeger(lua, argument);
	name = luaL_checkstring(lua, argument);
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (strcmp(types[i].name, name) == 0)
			return types[i].type;
	}
	return (uint32_t)luaL_error(lua, "there is no registry type '%s'", name);
}

/* { type = "binary", data = bytes } */
static void
take_typed(lua_State *lua, struct errand *errand, int table)
{
	const char *data;
	size_t length;

	lua_getfield(lua, table, "type");
	errand->type = type_of(lua, -1);
	lua_pop(lua, 1);
	data = script_field_text(lua, table, "data", &length, "");
	if (length > DATA_LIMIT)
		luaL_error(lua, "a value of more than %d bytes", DATA_LIMIT);
	memcpy(errand->data, data, length);
	errand->bytes = (uint32_t)length;
}

static void
take_list(lua_State *lua, struct errand *errand, int table)
{
	lua_Integer count = luaL_len(lua, table);

	errand->type = REG_MULTI_SZ;
	for (lua_Integer i = 1; i <= count; i++) {
		lua_geti(lua, table, i);
		add_text(lua, errand, -1);
		lua_pop(lua, 1);
	}
	memset(errand->data + errand->bytes, 0, sizeof(WCHAR));
	errand->bytes += sizeof(WCHAR);
}

/* A string, a number, a list of strings, or a type and its bytes. */
static void
take_value(lua_State *lua, struct errand *errand, int argument)
{
	lua_Integer number;

	argument = lua_absindex(lua, argument);
	errand->bytes = 0;
	if (lua_istable(lua, argument)) {
		bool typed = lua_getfield(lua, argument, "type") != LUA_TNIL;

		lua_pop(lua, 1);
		(typed ? take_typed : take_list)(lua, errand, argument);
		return;
	}
	if (lua_type(lua, argument) == LUA_TSTRING) {
		errand->type = REG_SZ;
		add_text(lua, errand, argument);
		return;
	}
	number = luaL_checkinteger(lua, argument);
	errand->type = number < 0 || number > UINT32_MAX ? REG_QWORD : REG_DWORD;
	errand->bytes = errand->type == REG_QWORD ? 8 : 4;
	memcpy(errand->data, &number, errand->bytes);
}

/* A program's call, on its thread. */
static void
errand_body(void *argument)
{
	struct errand *errand = argument;
	OBJECT_ATTRIBUTES attributes = {
		.Length = sizeof attributes,
		.ObjectName = &errand->path.string,
		.Attributes = OBJ_CASE_INSENSITIVE,
	};
	struct reg_key_open open = {
		.attributes = &attributes,
		.access = KEY_ALL_ACCESS,
		.create = errand->change == CHANGE_SET,
		.by_program = true,
	};
	HANDLE handle;

	thread_now()->process = errand->process;
	errand->status = reg_key_open(&open);
	if (!NT_SUCCESS(errand->status))
		return;
	handle = handle_make(open.object, false);
	object_dereference(open.object);
	switch (errand->change) {
	case CHANGE_SET:
		errand->status = change_set(
		    open.object, &errand->name.string, errand->type, errand->data, errand->bytes);
		break;
	case CHANGE_UNSET:
		errand->status = change_unset(open.object, &errand->name.string);
		break;
	case CHANGE_DELETE:
		errand->status = change_delete(open.object);
		break;
	}
	ZwClose(handle);
}

/* False: the driver lets the program wait for ever, or the life is over. */
static bool
errand_run(lua_State *lua, struct errand *errand)
{
	bool done;

	errand->process = process_make(PROGRAM, PROGRAM_ID);
	done = machine_call(THREAD_CLIENT, errand_body, errand);
	if (done)
		process_end(errand->process);
	script_goes_on(lua);
	return done;
}

static int
push_errand(lua_State *lua, struct errand *errand)
{
	if (!errand_run(lua, errand)) {
		lua_pushinteger(lua, STATUS_PENDING);
		return 1; /* it keeps the errand */
	}
	lua_pushinteger(lua, (uint32_t)errand->status);
	arena_give(errand);
	return 1;
}

/* machine:registry_set(path, name, value) -> status */
static int
machine_registry_set(lua_State *lua)
{
	struct errand *errand;

	script_needs_load(lua);
	luaL_checkany(lua, 4);
	errand = arena_take(sizeof *errand);
	wide_make(lua, &errand->path, 2, PATH_LIMIT);
	wide_make(lua, &errand->name, 3, NAME_LIMIT);
	take_value(lua, errand, 4);
	errand->change = CHANGE_SET;
	return push_errand(lua, errand);
}

/* machine:registry_delete(path[, name]) -> status: a value, or the key */
static int
machine_registry_delete(lua_State *lua)
{
	struct errand *errand;

	script_needs_load(lua);
	errand = arena_take(sizeof *errand);
	wide_make(lua, &errand->path, 2, PATH_LIMIT);
	errand->change = CHANGE_DELETE;
	if (!lua_isnoneornil(lua, 3)) {
		wide_make(lua, &errand->name, 3, NAME_LIMIT);
		errand->change = CHANGE_UNSET;
	}
	return push_errand(lua, errand);
}

/* Behind \Registry, which must be there. */
static struct reg_key *
key_at(lua_State *lua, int argument, bool make)
{
	static const char registry[] = "\\registry\\";
	const size_t prefix = sizeof registry - 1;
	size_t length;
	const char *path = luaL_checklstring(lua, argument, &length);
	WCHAR text[PATH_LIMIT];

	if (length < prefix || strncasecmp(path, registry, prefix) != 0)
		luaL_error(lua, "a path that begins with \\Registry\\ expected");
	length = widen(lua, text, PATH_LIMIT, path + prefix, length - prefix);
	return (make ? reg_key_walk_make : reg_key_walk)(reg_key_root(), text, length);
}

/* The number that a value is, else its bytes; texts without their terminator, in UTF-8. */
static void
push_value(lua_State *lua, const struct reg_value *value)
{
	const WCHAR *text = value->data;
	size_t count = value->data_bytes / sizeof *text;
	uint64_t number = 0;
	luaL_Buffer buffer;

	if ((value->type == REG_DWORD && value->data_bytes == 4)
	    || (value->type == REG_QWORD && value->data_bytes == 8)) {
		memcpy(&number, value->data, value->data_bytes);
		lua_pushinteger(lua, (lua_Integer)number);
		return;
	}
	if (value->type != REG_SZ && value->type != REG_EXPAND_SZ) {
		lua_pushlstring(lua, value->data, value->data_bytes);
		return;
	}
	if (count > 0 && text[count - 1] == 0)
		count--;
	luaL_buffinit(lua, &buffer);
	for (size_t i = 0; i < count; i++) {
		lua_pushfstring(lua, "%U", (long)text[i]);
		luaL_addvalue(&buffer);
	}
	luaL_pushresult(&buffer);
}

/* machine:registry_get(path, name) -> value, type; or nothing: no callback hears of it */
static int
machine_registry_get(lua_State *lua)
{
	struct wide name;
	struct reg_value *value;
	struct reg_key *key;

	script_needs_load(lua);
	key = key_at(lua, 2, false);
	wide_make(lua, &name, 3, NAME_LIMIT);
	value =
	    key == NULL ? NULL : reg_value_find(key, name.text, name.string.Length / sizeof(WCHAR));
	if (value == NULL)
		return 0;
	push_value(lua, value);
	lua_pushinteger(lua, value->type);
	return 2;
}

/* Replaces the table on top by a list of its keys, all strings, in order. */
static lua_Integer
push_names(lua_State *lua, int table)
{
	lua_Integer count = 0;

	table = lua_absindex(lua, table);
	lua_newtable(lua);
	lua_pushnil(lua);
	while (lua_next(lua, table) != 0) {
		lua_Integer at = ++count;

		lua_pop(lua, 1);
		if (lua_type(lua, -1) != LUA_TSTRING)
			luaL_error(lua, "names of keys and values are strings");
		for (; at > 1; at--) {
			bool less;

			lua_geti(lua, -2, at - 1);
			less = lua_compare(lua, -2, -1, LUA_OPLT) == 1;
			if (!less) {
				lua_pop(lua, 1);
				break;
			}
			lua_seti(lua, -3, at);
		}
		lua_pushvalue(lua, -1);
		lua_seti(lua, -3, at);
	}
	return count;
}

/* The values in the table on top become the key's. */
static void
set_values(lua_State *lua, struct reg_key *key)
{
	int table = lua_absindex(lua, -1);
	lua_Integer count = push_names(lua, table);
	struct errand *errand = arena_take(sizeof *errand);

	for (lua_Integer i = 1; i <= count; i++) {
		lua_geti(lua, -1, i);
		wide_make(lua, &errand->name, -1, NAME_LIMIT);
		lua_gettable(lua, table);
		take_value(lua, errand, -1);
		lua_pop(lua, 1);
		reg_value_set(key, errand->name.text, errand->name.string.Length / sizeof(WCHAR),
		    errand->type, errand->data, errand->bytes);
	}
	arena_give(errand);
	lua_pop(lua, 1);
}

/* machine:registry { [path] = { name = value, … }, … }, before the load */
static int
machine_registry(lua_State *lua)
{
	lua_Integer count;

	luaL_checktype(lua, 2, LUA_TTABLE);
	script_before_load(lua);
	if (machine_entered())
		return 0;
	count = push_names(lua, 2);
	for (lua_Integer i = 1; i <= count; i++) {
		struct reg_key *key;

		lua_geti(lua, -1, i);
		key = key_at(lua, -1, true);
		lua_gettable(lua, 2);
		luaL_checktype(lua, -1, LUA_TTABLE);
		set_values(lua, key);
		lua_pop(lua, 1);
	}
	return 0;
}

void
script_adds_registry(lua_State *lua)
{
	static const luaL_Reg machine[] = {
		{ "registry", machine_registry },
		{ "registry_delete", machine_registry_delete },
		{ "registry_get", machine_registry_get },
		{ "registry_set", machine_registry_set },
		{ NULL, NULL },
	};

	luaL_setfuncs(lua, machine, 0);
}
