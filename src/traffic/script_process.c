/*
 * Processes of a scenario: machine:process, and what else a program's process
 * does than talking to devices.
 */
#include "traffic/script_lua.h"

#include "executive/process.h"
#include "nt/status.h"
#include "traffic/client.h"
#include "traffic/program.h"

#include <string.h>

#define FIRST_ID 5000 /* of processes that the scenario gives none */
#define EVERY_ACCESS 0x1fffff
#define USER_SESSION 1

static unsigned made; /* of the run */

void
script_process_start(void)
{
	made = 0;
}

static PEPROCESS
check_process(lua_State *lua, int argument)
{
	PEPROCESS process = client_process(script_client_check(lua, argument));

	if (process == NULL)
		luaL_error(lua, "the program has ended");
	return process;
}

/* The field as a program, or NULL. */
static PEPROCESS
field_parent(lua_State *lua)
{
	PEPROCESS parent = NULL;

	if (lua_getfield(lua, 2, "parent") != LUA_TNIL)
		parent = check_process(lua, lua_gettop(lua));
	lua_pop(lua, 1);
	return parent;
}

static bool
field_flag(lua_State *lua, const char *field)
{
	bool value;

	lua_getfield(lua, 2, field);
	value = lua_toboolean(lua, -1);
	lua_pop(lua, 1);
	return value;
}

static void
field_copy(lua_State *lua, const char *field, const char *otherwise, char *to, size_t size)
{
	size_t length;
	const char *text = script_field_text(lua, 2, field, &length, otherwise);

	if (length >= size || memchr(text, '\0', length) != NULL)
		luaL_error(lua, "'%s' is no SID", field);
	memcpy(to, text, length + 1);
}

/* "light" or "full": PS_PROTECTION's type */
static UCHAR
field_protection(lua_State *lua)
{
	const char *text = script_field_text(lua, 2, "protected", NULL, "no");

	if (strcmp(text, "no") == 0)
		return 0;
	if (strcmp(text, "light") == 0)
		return 1;
	if (strcmp(text, "full") == 0)
		return 2;
	return (UCHAR)luaL_error(lua, "'protected' must be \"light\" or \"full\"");
}

/*
 * machine:process { image =, command_line =, parent =, pid =, user =, package =, elevated =, session =,
 * wow64 =, protected = } -> client, or nil and the status
 */
int
script_process_make(lua_State *lua)
{
	struct process_plan plan = { .session = USER_SESSION };
	lua_Integer id;
	struct client *client;
	NTSTATUS status;

	luaL_checktype(lua, 2, LUA_TTABLE);
	script_client_room(lua);
	plan.image = script_field_text(lua, 2, "image", NULL, NULL);
	plan.command_line = script_field_text(lua, 2, "command_line", NULL, "");
	if (plan.command_line[0] == '\0')
		plan.command_line = NULL;
	id = script_field_integer(lua, 2, "pid", FIRST_ID + 4 * (lua_Integer)made++);
	if (id <= PROCESS_SYSTEM_ID || id > INT32_MAX || process_find((uint64_t)id) != NULL)
		return luaL_error(lua, "'pid' is no id of a new process");
	plan.id = (uint64_t)id;
	plan.parent = field_parent(lua);
	if (plan.parent == NULL)
		plan.parent = process_system();
	field_copy(lua, "user", "user", plan.user.sid, sizeof plan.user.sid);
	field_copy(lua, "package", "", plan.user.package, sizeof plan.user.package);
	plan.user.elevated = field_flag(lua, "elevated");
	plan.session = (uint32_t)script_field_integer(lua, 2, "session", USER_SESSION);
	plan.wow64 = field_flag(lua, "wow64");
	plan.protection = field_protection(lua);
	client = client_start_process(&plan, &status);
	return script_client_push(lua, client, status);
}

/* client:thread() -> thread id */
int
script_process_thread(lua_State *lua)
{
	PETHREAD thread = program_thread(check_process(lua, 1));

	script_goes_on(lua);
	lua_pushinteger(lua, (lua_Integer)thread_id(thread));
	return 1;
}

/* client:exit_thread(thread id[, status]) */
int
script_process_exit_thread(lua_State *lua)
{
	PEPROCESS process = check_process(lua, 1);
	PETHREAD thread = thread_find((uint64_t)luaL_checkinteger(lua, 2));

	if (thread == NULL || thread_process(thread) != process)
		return luaL_error(lua, "it has no such thread");
	program_thread_exits(process, thread, (NTSTATUS)(uint32_t)luaL_optinteger(lua, 3, 0));
	script_goes_on(lua);
	return 0;
}

/* client:load_image(path) */
int
script_process_load_image(lua_State *lua)
{
	program_loads(check_process(lua, 1), luaL_checkstring(lua, 2));
	script_goes_on(lua);
	return 0;
}

/* client:open_process(client[, access]) -> the access that is granted */
int
script_process_open(lua_State *lua)
{
	PEPROCESS opener = check_process(lua, 1);
	PEPROCESS process = check_process(lua, 2);
	uint32_t access = (uint32_t)luaL_optinteger(lua, 3, EVERY_ACCESS), granted = 0;
	NTSTATUS status = program_opens(opener, process, access, &granted);

	script_goes_on(lua);
	if (status != STATUS_SUCCESS) {
		lua_pushnil(lua);
		lua_pushinteger(lua, (uint32_t)status);
		return 2;
	}
	lua_pushinteger(lua, granted);
	return 1;
}

/* client.pid */
int
script_process_field(lua_State *lua)
{
	if (strcmp(luaL_checkstring(lua, 2), "pid") != 0)
		return 0;
	lua_pushinteger(lua, (lua_Integer)process_id(check_process(lua, 1)));
	return 1;
}
