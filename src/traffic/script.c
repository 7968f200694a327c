/*
 * A scenario's Lua state: made when it is compiled, used again in each life.
 *
 * Everything the language offers hangs on one table, the offer, which a
 * scenario reaches only through the __index of its globals.  The libraries in it are
 * userdata, so nothing of the offer can be written to, and a new life needs
 * no more than a new, empty table of globals.
 *
 * A limit can't be caught: once the steps are used up or the life is over,
 * the hook runs at every instruction and errs until the chunk is left, so a
 * pcall in the scenario gets one more error for each instruction it tries.
 */
#include "traffic/script.h"

#include "machine/life.h"
#include "traffic/script_lua.h"

#include <lualib.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOOK_STEPS 100000

enum leaves {
	LEAVES_NOT,
	LEAVES_STEPS,
	LEAVES_LIFE,
};

struct script {
	lua_State *lua;
	char name[57];    /* Lua shortens a longer one */
	int chunk, offer; /* references in the registry */
	uint64_t bytes;
	uint64_t bytes_limit;
	uint64_t steps;
	int out_of_memory_line;
	bool unlimited; /* while the state is made */
	enum leaves leaves;
};

static uint64_t steps_limit = SCRIPT_STEPS;
static uint64_t bytes_limit = SCRIPT_BYTES;

void
script_limit(uint64_t steps, uint64_t bytes)
{
	steps_limit = steps != 0 ? steps : SCRIPT_STEPS;
	bytes_limit = bytes != 0 ? bytes : SCRIPT_BYTES;
}

/* The line that runs, or 0.  Allocates nothing. */
static int
line_now(lua_State *lua)
{
	lua_Debug at;

	for (int level = 0; lua_getstack(lua, level, &at); level++)
		if (lua_getinfo(lua, "l", &at) && at.currentline > 0)
			return at.currentline;
	return 0;
}

static void *
limited_allocate(void *context, void *old, size_t old_bytes, size_t bytes)
{
	struct script *script = context;
	size_t before = old != NULL ? old_bytes : 0;
	void *new;

	if (bytes == 0) {
		free(old);
		script->bytes -= before;
		return NULL;
	}
	if (!script->unlimited && bytes > before
	    && script->bytes - before + bytes > script->bytes_limit) {
		script->out_of_memory_line = line_now(script->lua);
		return NULL;
	}
	new = realloc(old, bytes);
	if (new != NULL)
		script->bytes += bytes - before;
	return new;
}

static struct script *
script_of(lua_State *lua)
{
	void *context;

	lua_getallocf(lua, &context);
	return context;
}

static void
hook(lua_State *lua, lua_Debug *at)
{
	struct script *script = script_of(lua);

	(void)at;
	if (script->leaves == LEAVES_NOT) {
		script->steps += HOOK_STEPS;
		if (script->steps < steps_limit)
			return;
		script->leaves = LEAVES_STEPS;
	}
	lua_sethook(lua, hook, LUA_MASKCOUNT, 1);
	if (script->leaves == LEAVES_LIFE)
		luaL_error(lua, "the life is over");
	luaL_error(lua, "scenario runs too long (limit %I steps)", (LUAI_UACINT)steps_limit);
}

void
script_goes_on(lua_State *lua)
{
	if (!life_over())
		return;
	script_of(lua)->leaves = LEAVES_LIFE;
	lua_sethook(lua, hook, LUA_MASKCOUNT, 1);
	luaL_error(lua, "the life is over");
}

static void
error_set(struct script_error *error, const char *name, int line, const char *text)
{
	size_t at = 0;

	if (error == NULL)
		return;
	error->line = line;
	if (line != 0)
		at = (size_t)snprintf(error->text, sizeof error->text, "%s:%d: ", name, line);
	else if (name != NULL)
		at = (size_t)snprintf(error->text, sizeof error->text, "%s: ", name);
	snprintf(error->text + at, sizeof error->text - at, "%s", text);
	for (char *byte = error->text; *byte != '\0'; byte++)
		if ((unsigned char)*byte < ' ' || *byte == 0x7f)
			*byte = ' ';
}

/* Lua puts "name:line: " in front of a message: the line, 0 if it did not, and the message behind. */
static int
line_said(const struct script *script, const char **message)
{
	size_t length = strlen(script->name);
	char *end;
	long line;

	if (strncmp(*message, script->name, length) != 0 || (*message)[length] != ':')
		return 0;
	line = strtol(*message + length + 1, &end, 10);
	if (line <= 0 || end[0] != ':' || end[1] != ' ')
		return 0;
	*message = end + 2;
	return (int)line;
}

static void
error_from(struct script_error *error, const struct script *script, const char *message)
{
	int line = line_said(script, &message);

	error_set(error, script->name, line, message);
}

/* An error value becomes a text with a place while the stack still knows where it was. */
static int
handle_error(lua_State *lua)
{
	const struct script *script = script_of(lua);
	const char *text;

	script_text(lua, 1);
	text = lua_tostring(lua, -1);
	if (line_said(script, &text) == 0)
		lua_pushfstring(lua, "%s:%d: %s", script->name, line_now(lua), text);
	return 1;
}

static void
offer_make(lua_State *lua)
{
	lua_newtable(lua);
	script_adds_base(lua);
	script_adds_status(lua);
	script_adds_packet(lua);
	script_adds_expect(lua);
	script_adds_machine(lua);
	script_adds_client(lua);
	script_adds_filter(lua);
}

/* The metatable of the globals of every life. */
static int
state_make(lua_State *lua)
{
	struct script *script = script_of(lua);

	offer_make(lua);
	lua_newtable(lua);
	lua_insert(lua, -2);
	lua_setfield(lua, -2, "__index");
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	script->offer = luaL_ref(lua, LUA_REGISTRYINDEX);
	return 0;
}

static struct script *
script_make(const char *name)
{
	const char *base = strrchr(name, '/');
	struct script *script = calloc(1, sizeof *script);

	assert(script != NULL);
	snprintf(script->name, sizeof script->name, "%s", base != NULL ? base + 1 : name);
	script->unlimited = true;
	script->lua = lua_newstate(limited_allocate, script);
	assert(script->lua != NULL);
	lua_pushcfunction(script->lua, state_make);
	if (lua_pcall(script->lua, 0, 0, 0) != LUA_OK) {
		fprintf(stderr, "scenario language: %s\n", lua_tostring(script->lua, -1));
		abort();
	}
	return script;
}

struct script *
script_compile(const char *name, const char *text, size_t length, struct script_error *error)
{
	struct script *script = script_make(name);
	char chunk[80];

	snprintf(chunk, sizeof chunk, "@%s", script->name);
	script->bytes_limit = bytes_limit;
	script->unlimited = false;
	if (luaL_loadbufferx(script->lua, text, length, chunk, "t") != LUA_OK) {
		error_from(error, script, lua_tostring(script->lua, -1));
		script_free(script);
		return NULL;
	}
	script->unlimited = true;
	script->chunk = luaL_ref(script->lua, LUA_REGISTRYINDEX);
	return script;
}

void
script_free(struct script *script)
{
	if (script == NULL)
		return;
	script->unlimited = true;
	lua_close(script->lua);
	free(script);
}

/* Fresh globals, whose _G is themselves, become the chunk's _ENV. */
static int
globals_make(lua_State *lua)
{
	struct script *script = script_of(lua);

	lua_rawgeti(lua, LUA_REGISTRYINDEX, script->chunk);
	lua_createtable(lua, 0, 16);
	lua_pushvalue(lua, -1);
	lua_setfield(lua, -2, "_G");
	lua_rawgeti(lua, LUA_REGISTRYINDEX, script->offer);
	lua_setmetatable(lua, -2);
	lua_setupvalue(lua, -2, 1);
	return 1;
}

static enum script_end
out_of_memory(const struct script *script, struct script_error *error)
{
	char message[80];

	snprintf(message, sizeof message, "scenario uses too much memory (limit %llu MB)",
	    (unsigned long long)(script->bytes_limit >> 20));
	error_set(error, script->name, script->out_of_memory_line, message);
	return SCRIPT_LIMIT;
}

static enum script_end
end_of(struct script *script, int result, struct script_error *error)
{
	enum leaves leaves = script->leaves;
	const char *text;

	if (leaves == LEAVES_LIFE)
		return SCRIPT_LIFE_OVER;
	if (result == LUA_OK && leaves == LEAVES_NOT)
		return SCRIPT_OK;
	text = lua_tostring(script->lua, -1);
	if (text == NULL)
		text = "failed";
	/* Lua's own buffers say it with an ordinary error. */
	if (result == LUA_ERRMEM
	    || (script->out_of_memory_line != 0 && strstr(text, "not enough memory") != NULL))
		return out_of_memory(script, error);
	error_from(error, script, text);
	return leaves == LEAVES_STEPS ? SCRIPT_LIMIT : SCRIPT_FAILED;
}

enum script_end
script_run_compiled(struct script *script, struct script_error *error)
{
	lua_State *lua = script->lua;
	enum script_end end;
	int result;

	script->leaves = LEAVES_NOT;
	script->steps = 0;
	script->out_of_memory_line = 0;
	script->bytes_limit = bytes_limit;
	script_expectations_start();
	script_machine_start();
	script_client_start();
	script_process_start();
	script_filter_start();
	lua_settop(lua, 0);
	lua_pushcfunction(lua, handle_error);
	script->unlimited = true;
	globals_make(lua);
	script->unlimited = false;
	lua_sethook(lua, hook, LUA_MASKCOUNT, HOOK_STEPS);
	result = lua_pcall(lua, 0, 0, 1);
	lua_sethook(lua, NULL, 0, 0);
	script->unlimited = true;
	end = end_of(script, result, error);
	lua_settop(lua, 0);
	script_client_end();
	return end;
}

bool
script_check(const char *name, const char *text, size_t length, struct script_error *error)
{
	struct script *script = script_compile(name, text, length, error);

	script_free(script);
	return script != NULL;
}

enum script_end
script_run(const char *name, const char *text, size_t length, struct script_error *error)
{
	struct script *script = script_compile(name, text, length, error);
	enum script_end end;

	if (script == NULL)
		return SCRIPT_FAILED;
	end = script_run_compiled(script, error);
	script_free(script);
	return end;
}
