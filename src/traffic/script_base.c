/*
 * The base of the scenario language: what of Lua's own libraries is offered,
 * and what is offered in the place of the rest.
 *
 * Lua 5.4 seeds its hash of strings from the time and from addresses, sorts
 * long tables with a pivot from the clock, and spells objects by their
 * addresses.  All three would make two runs differ, so pairs goes through the keys in their
 * order, table.sort is a stable merge, and tostring names the type alone.
 */
#include "traffic/script_lua.h"

#include "sched/choice.h"

#include <lualib.h>

#include <assert.h>
#include <string.h>

static void (*log_sink)(const char *line, size_t length);
static lua_Integer boots; /* of the machine, so far */

void
script_logs(void (*log)(const char *line, size_t length))
{
	log_sink = log;
}

void
script_log(const char *line, size_t length)
{
	if (log_sink != NULL)
		log_sink(line, length);
}

/* Classes. */

/* Upvalues: the methods, and the function that knows the fields. */
static int
class_index(lua_State *lua)
{
	lua_CFunction fields = lua_tocfunction(lua, lua_upvalueindex(2));

	if (fields(lua) == 1)
		return 1;
	lua_settop(lua, 2);
	lua_pushvalue(lua, 2);
	if (lua_gettable(lua, lua_upvalueindex(1)) == LUA_TNIL)
		return luaL_error(lua, "there is no '%s' in it", luaL_checkstring(lua, 2));
	return 1;
}

void
script_class(lua_State *lua, const char *name, const luaL_Reg *methods, lua_CFunction fields,
    const luaL_Reg *meta)
{
	luaL_newmetatable(lua, name);
	if (meta != NULL)
		luaL_setfuncs(lua, meta, 0);
	lua_newtable(lua);
	luaL_setfuncs(lua, methods, 0);
	if (fields != NULL) {
		lua_pushcfunction(lua, fields);
		lua_pushcclosure(lua, class_index, 2);
	}
	lua_setfield(lua, -2, "__index");
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	lua_pop(lua, 1);
}

void *
script_object(lua_State *lua, const char *name, size_t bytes)
{
	void *object = lua_newuserdatauv(lua, bytes, 1);

	memset(object, 0, bytes);
	lua_pushinteger(lua, boots);
	lua_setiuservalue(lua, -2, 1);
	luaL_setmetatable(lua, name);
	return object;
}

void *
script_self(lua_State *lua, int argument, const char *name)
{
	void *object = luaL_checkudata(lua, argument, name);

	lua_getiuservalue(lua, argument, 1);
	if (lua_tointeger(lua, -1) != boots)
		luaL_error(lua, "this %s was lost when the machine restarted", name);
	lua_pop(lua, 1);
	return object;
}

void
script_restarted(void)
{
	boots++;
}

void
script_only(lua_State *lua, const char *name, const luaL_Reg *methods, const luaL_Reg *meta)
{
	script_class(lua, name, methods, NULL, meta);
	script_object(lua, name, 1);
	lua_setfield(lua, -2, name);
}

/* Arguments. */

uint64_t
script_time_100ns(lua_State *lua, int argument)
{
	lua_Number milliseconds = luaL_checknumber(lua, argument);

	luaL_argcheck(lua, milliseconds >= 0 && milliseconds <= 1e9, argument,
	    "milliseconds from 0 to 10^9 expected");
	return (uint64_t)(milliseconds * 10000);
}

const char *
script_field_text(
    lua_State *lua, int table, const char *field, size_t *length, const char *otherwise)
{
	const char *text = otherwise;

	if (lua_getfield(lua, table, field) != LUA_TNIL) {
		if (lua_type(lua, -1) != LUA_TSTRING)
			luaL_error(lua, "'%s' must be a string", field);
		text = lua_tolstring(lua, -1, length);
	} else if (text == NULL) {
		luaL_error(lua, "'%s' is missing", field);
	} else if (length != NULL) {
		*length = strlen(text);
	}
	lua_pop(lua, 1); /* the table keeps it */
	return text;
}

lua_Integer
script_field_integer(lua_State *lua, int table, const char *field, lua_Integer otherwise)
{
	lua_Integer value = otherwise;
	int is_integer;

	if (lua_getfield(lua, table, field) != LUA_TNIL) {
		value = lua_tointegerx(lua, -1, &is_integer);
		if (!is_integer)
			luaL_error(lua, "'%s' must be an integer", field);
	}
	lua_pop(lua, 1);
	return value;
}

/* Texts. */

void
script_text(lua_State *lua, int argument)
{
	argument = lua_absindex(lua, argument);
	if (luaL_getmetafield(lua, argument, "__tostring") != LUA_TNIL) {
		lua_pushvalue(lua, argument);
		lua_call(lua, 1, 1);
		if (lua_type(lua, -1) != LUA_TSTRING)
			luaL_error(lua, "'__tostring' must return a string");
		return;
	}
	switch (lua_type(lua, argument)) {
	case LUA_TTABLE:
	case LUA_TFUNCTION:
	case LUA_TTHREAD:
	case LUA_TLIGHTUSERDATA:
		lua_pushstring(lua, luaL_typename(lua, argument));
		return;
	case LUA_TUSERDATA:
		if (luaL_getmetafield(lua, argument, "__name") != LUA_TSTRING)
			lua_pushstring(lua, "userdata");
		return;
	}
	luaL_tolstring(lua, argument, NULL);
}

static int
base_tostring(lua_State *lua)
{
	luaL_checkany(lua, 1);
	script_text(lua, 1);
	return 1;
}

static int
base_log(lua_State *lua)
{
	int count = lua_gettop(lua);
	const char *line;
	luaL_Buffer text;
	size_t length;

	luaL_buffinit(lua, &text);
	for (int i = 1; i <= count; i++) {
		if (i > 1)
			luaL_addchar(&text, '\t');
		script_text(lua, i);
		luaL_addvalue(&text);
	}
	luaL_pushresult(&text);
	line = lua_tolstring(lua, -1, &length);
	script_log(line, length);
	return 0;
}

/* string.format: an object is spelled as tostring does, and %p not at all. */
static int
string_format(lua_State *lua)
{
	const char *format = luaL_checkstring(lua, 1);
	int count = lua_gettop(lua);

	for (const char *at = format; (at = strchr(at, '%')) != NULL;) {
		at += 1 + strspn(at + 1, "-+ #0123456789.");
		if (*at == 'p')
			return luaL_error(
			    lua, "%%p is not offered: addresses differ from run to run");
		if (*at != '\0')
			at++;
	}
	for (int i = 2; i <= count; i++)
		if (lua_type(lua, i) >= LUA_TTABLE) {
			script_text(lua, i);
			lua_replace(lua, i);
		}
	lua_pushvalue(lua, lua_upvalueindex(1));
	lua_insert(lua, 1);
	lua_call(lua, count, 1);
	return 1;
}

/* Order. */

/* Numbers, then strings, then booleans: what has an order that every run repeats. */
static int
key_rank(lua_State *lua, int index)
{
	switch (lua_type(lua, index)) {
	case LUA_TNUMBER:
		return 0;
	case LUA_TSTRING:
		return 1;
	case LUA_TBOOLEAN:
		return 2;
	}
	return luaL_error(lua, "pairs: a key that is a %s has no order that every run repeats",
	    luaL_typename(lua, index));
}

static bool
key_less(lua_State *lua, int left, int right)
{
	int left_rank = key_rank(lua, left), right_rank = key_rank(lua, right);

	if (left_rank != right_rank)
		return left_rank < right_rank;
	if (left_rank == 2)
		return lua_toboolean(lua, left) < lua_toboolean(lua, right);
	return lua_compare(lua, left, right, LUA_OPLT);
}

/* By the function at 2, or by `<` if there is none; both indices count from the top. */
static bool
item_less(lua_State *lua, int left, int right)
{
	bool less;

	if (!lua_isfunction(lua, 2))
		return lua_compare(lua, left, right, LUA_OPLT);
	lua_pushvalue(lua, 2);
	lua_pushvalue(lua, left - 1);
	lua_pushvalue(lua, right - 2);
	lua_call(lua, 2, 1);
	less = lua_toboolean(lua, -1);
	lua_pop(lua, 1);
	return less;
}

struct run {
	lua_Integer at, end;
};

/* Two neighbouring sorted runs of the table `from` become one in the table `to`. */
static void
merge(lua_State *lua, int from, int to, struct run left, struct run right,
    bool (*less)(lua_State *, int, int))
{
	for (lua_Integer out = left.at; left.at < left.end || right.at < right.end; out++) {
		bool take_right = left.at == left.end;

		if (!take_right && right.at < right.end) {
			lua_geti(lua, from, right.at);
			lua_geti(lua, from, left.at);
			take_right = less(lua, -2, -1);
			lua_pop(lua, 2);
		}
		lua_geti(lua, from, take_right ? right.at++ : left.at++);
		lua_seti(lua, to, out);
	}
}

/* Sorts items 1..count of the table at `table`, with the table at `spare` to work in.
 * Returns which of the two holds the result. */
static int
sort_merge(
    lua_State *lua, int table, int spare, lua_Integer count, bool (*less)(lua_State *, int, int))
{
	int from = table, to = spare;

	for (lua_Integer width = 1; width < count; width *= 2) {
		for (lua_Integer at = 1; at <= count; at += 2 * width) {
			lua_Integer middle = at + width <= count ? at + width : count + 1;
			lua_Integer end = middle + width <= count ? middle + width : count + 1;

			merge(lua, from, to, (struct run){ at, middle },
			    (struct run){ middle, end }, less);
		}
		from ^= to, to ^= from, from ^= to;
	}
	return from;
}

static int
table_sort(lua_State *lua)
{
	lua_Integer count;
	int sorted;

	luaL_checktype(lua, 1, LUA_TTABLE);
	if (!lua_isnoneornil(lua, 2))
		luaL_checktype(lua, 2, LUA_TFUNCTION);
	lua_settop(lua, 2);
	count = luaL_len(lua, 1);
	lua_createtable(lua, count < 1 << 20 ? (int)count : 0, 0);
	sorted = sort_merge(lua, 1, 3, count, item_less);
	for (lua_Integer i = 1; sorted != 1 && i <= count; i++) {
		lua_geti(lua, sorted, i);
		lua_seti(lua, 1, i);
	}
	return 0;
}

/* Pushes a list of the keys of the table at 1, in their order; its length. */
static lua_Integer
keys_push(lua_State *lua)
{
	lua_Integer count = 0;
	int list;

	lua_newtable(lua);
	list = lua_gettop(lua);
	lua_pushnil(lua);
	while (lua_next(lua, 1) != 0) {
		lua_pop(lua, 1);
		lua_pushvalue(lua, -1);
		lua_seti(lua, list, ++count);
	}
	if (count == 1) {
		lua_geti(lua, list, 1);
		key_rank(lua, -1);
		lua_pop(lua, 1);
	}
	lua_newtable(lua);
	lua_pushvalue(lua, sort_merge(lua, list, list + 1, count, key_less));
	lua_replace(lua, list);
	lua_settop(lua, list);
	return count;
}

/* Upvalues: the table, its keys, where we are.  A key that was removed meanwhile is passed over. */
static int
pairs_step(lua_State *lua)
{
	lua_Integer at = lua_tointeger(lua, lua_upvalueindex(3));

	do {
		if (lua_geti(lua, lua_upvalueindex(2), ++at) == LUA_TNIL)
			return 1;
		lua_pushvalue(lua, -1);
		lua_rawget(lua, lua_upvalueindex(1));
	} while (lua_isnil(lua, -1) && (lua_pop(lua, 2), true));
	lua_pushinteger(lua, at);
	lua_replace(lua, lua_upvalueindex(3));
	return 2;
}

static int
base_pairs(lua_State *lua)
{
	luaL_checkany(lua, 1);
	if (luaL_getmetafield(lua, 1, "__pairs") != LUA_TNIL) {
		lua_pushvalue(lua, 1);
		lua_call(lua, 1, 3);
		return 3;
	}
	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_settop(lua, 1);
	keys_push(lua);
	lua_pushinteger(lua, 0);
	lua_pushcclosure(lua, pairs_step, 3);
	return 1;
}

/* next(table): the first pair, which is how one asks whether a table is empty. */
static int
base_next(lua_State *lua)
{
	luaL_checktype(lua, 1, LUA_TTABLE);
	if (!lua_isnoneornil(lua, 2))
		return luaL_error(lua, "next goes no further than the first key: use pairs");
	lua_settop(lua, 1);
	keys_push(lua);
	if (lua_geti(lua, 2, 1) == LUA_TNIL)
		return 1;
	lua_pushvalue(lua, -1);
	lua_rawget(lua, 1);
	return 2;
}

/* math.random, as Lua's, but from the seed of the run. */
static int
math_random(lua_State *lua)
{
	lua_Integer low = 1, high;

	if (lua_gettop(lua) == 0) {
		lua_pushnumber(lua, (lua_Number)(choice_random() >> 11) * 0x1p-53);
		return 1;
	}
	high = luaL_checkinteger(lua, 1);
	if (lua_gettop(lua) >= 2)
		low = high, high = luaL_checkinteger(lua, 2);
	luaL_argcheck(lua, low <= high, lua_gettop(lua) >= 2 ? 2 : 1, "interval is empty");
	if ((lua_Unsigned)high - (lua_Unsigned)low == UINT64_MAX)
		lua_pushinteger(lua, (lua_Integer)choice_random());
	else
		lua_pushinteger(lua,
		    (lua_Integer)((lua_Unsigned)low
			+ choice_random() % ((lua_Unsigned)high - (lua_Unsigned)low + 1)));
	return 1;
}

/* The offer. */

/* A collector's timing differs from life to life, so a scenario must not see it. */
static int
base_setmetatable(lua_State *lua)
{
	static const char *const seen[] = { "__gc", "__mode" };

	luaL_checktype(lua, 1, LUA_TTABLE);
	for (size_t i = 0; i < 2 && lua_istable(lua, 2); i++) {
		lua_pushstring(lua, seen[i]);
		if (lua_rawget(lua, 2) != LUA_TNIL)
			return luaL_error(lua, "%s is not offered", seen[i]);
		lua_pop(lua, 1);
	}
	lua_pushvalue(lua, lua_upvalueindex(1));
	lua_insert(lua, 1);
	lua_call(lua, lua_gettop(lua) - 1, 1);
	return 1;
}

/* A copy of the library on top takes its place: userdata, so that it can be read and called. */
static void
library_seal(lua_State *lua)
{
	lua_newuserdatauv(lua, 1, 0);
	lua_createtable(lua, 0, 3);
	lua_pushvalue(lua, -3);
	lua_setfield(lua, -2, "__index");
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	lua_pushliteral(lua, "library");
	lua_setfield(lua, -2, "__name");
	lua_setmetatable(lua, -2);
	lua_remove(lua, -2);
}

static void
fields_remove(lua_State *lua, const char *const *names)
{
	for (; *names != NULL; names++) {
		lua_pushnil(lua);
		lua_setfield(lua, -2, *names);
	}
}

static void
string_library(lua_State *lua)
{
	static const char *const removed[] = { "dump", NULL };

	lua_pushcfunction(lua, luaopen_string);
	lua_call(lua, 0, 1);
	fields_remove(lua, removed);
	lua_getfield(lua, -1, "format");
	lua_pushcclosure(lua, string_format, 1);
	lua_setfield(lua, -2, "format");
	lua_pushliteral(lua, "");
	lua_getmetatable(lua, -1);
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	lua_pop(lua, 2);
}

static void
library(lua_State *lua, const char *name, lua_CFunction open, const luaL_Reg *ours,
    const char *const *removed)
{
	lua_pushcfunction(lua, open);
	lua_call(lua, 0, 1);
	fields_remove(lua, removed);
	luaL_setfuncs(lua, ours, 0);
	library_seal(lua);
	lua_setfield(lua, -2, name);
}

/* luaopen_base writes into the state's globals, which no scenario sees. */
static void
base_functions(lua_State *lua)
{
	static const char *const offered[] = { "assert", "error", "getmetatable", "ipairs", "pcall",
		"rawequal", "rawget", "rawlen", "rawset", "select", "tonumber", "type", "xpcall",
		"_VERSION", NULL };
	static const luaL_Reg ours[] = {
		{ "log", base_log },
		{ "next", base_next },
		{ "pairs", base_pairs },
		{ "print", base_log },
		{ "tostring", base_tostring },
		{ NULL, NULL },
	};

	lua_pushcfunction(lua, luaopen_base);
	lua_call(lua, 0, 1);
	for (size_t i = 0; offered[i] != NULL; i++) {
		lua_getfield(lua, -1, offered[i]);
		lua_setfield(lua, -3, offered[i]);
	}
	lua_getfield(lua, -1, "setmetatable");
	lua_pushcclosure(lua, base_setmetatable, 1);
	lua_setfield(lua, -3, "setmetatable");
	lua_pop(lua, 1);
	luaL_setfuncs(lua, ours, 0);
}

void
script_adds_base(lua_State *lua)
{
	static const luaL_Reg none[] = { { NULL, NULL } };
	static const luaL_Reg tables[] = { { "sort", table_sort }, { NULL, NULL } };
	static const luaL_Reg maths[] = { { "random", math_random }, { NULL, NULL } };
	static const char *const nothing[] = { NULL };
	static const char *const seeds[] = { "randomseed", NULL };

	base_functions(lua);
	string_library(lua);
	library_seal(lua);
	lua_setfield(lua, -2, "string");
	library(lua, "table", luaopen_table, tables, nothing);
	library(lua, "math", luaopen_math, maths, seeds);
	library(lua, "utf8", luaopen_utf8, none, nothing);
}
