/*
 * machine and driver: a driver's life as a scenario leads it.
 *
 * A life may begin from a snapshot that was taken after DriverEntry
 * [machine/life.h], so what a scenario did before machine:load would be missing from
 * one life and doubled in another: it has to load first.  What may stand before the load
 * is done in lives that begin with DriverEntry only.
 */
#include "traffic/script_lua.h"

#include "executive/name.h"
#include "ledger/finding.h"
#include "machine/boot.h"
#include "machine/life.h"
#include "machine/restart.h"
#include "nt/status.h"
#include "sched/clock.h"
#include "traffic/wire.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DRIVER "driver"

struct script_driver {
	NTSTATUS status;
};

static char driver_name[64];
static bool load_was_asked;

/* "dir/Foo.sys" and "foo" are one name. */
static void
base_name(const char *path, char *name, size_t size)
{
	const char *slash = strrchr(path, '/');
	char *dot;

	snprintf(name, size, "%s", slash != NULL ? slash + 1 : path);
	dot = strrchr(name, '.');
	if (dot != NULL && strcasecmp(dot, ".sys") == 0)
		*dot = '\0';
}

void
script_driver(const char *path)
{
	driver_name[0] = '\0';
	if (path != NULL)
		base_name(path, driver_name, sizeof driver_name);
}

void
script_machine_start(void)
{
	load_was_asked = false;
	wire_clear();
}

void
script_needs_load(lua_State *lua)
{
	if (!load_was_asked)
		luaL_error(lua, "machine:load comes first");
}

void
script_before_load(lua_State *lua)
{
	if (load_was_asked)
		luaL_error(lua, "it has to stand before machine:load");
}

static int
machine_loads(lua_State *lua)
{
	const char *wanted = luaL_optstring(lua, 2, NULL);
	struct script_driver *driver;
	char name[64];

	if (wanted != NULL && driver_name[0] != '\0') {
		base_name(wanted, name, sizeof name);
		if (strcasecmp(name, driver_name) != 0)
			return luaL_error(
			    lua, "this scenario is for %s, the driver is %s", name, driver_name);
	}
	if (load_was_asked)
		return luaL_error(lua, "the driver was loaded before: machine:load_again");
	load_was_asked = true;
	driver = script_object(lua, DRIVER, sizeof *driver);
	driver->status = machine_load();
	script_goes_on(lua);
	return 1;
}

/* machine:load_again() -> driver: its image is mapped anew */
static int
machine_loads_again(lua_State *lua)
{
	struct script_driver *driver;

	script_needs_load(lua);
	driver = script_object(lua, DRIVER, sizeof *driver);
	driver->status = machine_load_again();
	script_goes_on(lua);
	return 1;
}

static const char *
stop_name(enum stop_state state)
{
	switch (state) {
	case STOP_DONE:
		return "done";
	case STOP_REFUSED:
		return "refused";
	case STOP_HELD_BACK:
		return "held";
	case STOP_HANGS:
		return "hangs";
	case STOP_CRASHED:
		return "crashed";
	}
	return "?";
}

static int
push_stop(lua_State *lua, struct stop stop)
{
	script_goes_on(lua);
	lua_pushstring(lua, stop_name(stop.state));
	lua_pushinteger(lua, (uint32_t)stop.status);
	lua_pushnumber(lua, (lua_Number)stop.took_100ns / 10000);
	return 3;
}

/* driver:unload() -> "done", "refused", "held" or "hangs"; status; milliseconds */
static int
driver_unload(lua_State *lua)
{
	script_self(lua, 1, DRIVER);
	return push_stop(lua, machine_stop());
}

/* driver:state(): the same, of an unload that was held back */
static int
driver_state(lua_State *lua)
{
	script_self(lua, 1, DRIVER);
	return push_stop(lua, machine_stop_state());
}

static int
driver_field(lua_State *lua)
{
	const struct script_driver *driver = script_self(lua, 1, DRIVER);
	const char *field = luaL_checkstring(lua, 2);

	if (strcmp(field, "status") == 0)
		lua_pushinteger(lua, (uint32_t)driver->status);
	else if (strcmp(field, "loaded") == 0)
		lua_pushboolean(lua, NT_SUCCESS(driver->status) && machine_loaded());
	else
		return 0;
	return 1;
}

/* machine:shutdown() -> true, or false if a driver does not complete its request */
static int
machine_shuts_down(lua_State *lua)
{
	bool done;

	script_needs_load(lua);
	done = machine_shutdown();
	script_goes_on(lua);
	lua_pushboolean(lua, done);
	return 1;
}

/* machine:stop_bfe(), machine:start_bfe() -> true, or false if a callback does not return */
static int
machine_stops_bfe(lua_State *lua)
{
	bool done;

	script_needs_load(lua);
	done = machine_stop_bfe();
	script_goes_on(lua);
	lua_pushboolean(lua, done);
	return 1;
}

static int
machine_starts_bfe(lua_State *lua)
{
	bool done;

	script_needs_load(lua);
	done = machine_start_bfe();
	script_goes_on(lua);
	lua_pushboolean(lua, done);
	return 1;
}

/* machine:restart([{ bfe = false }]): the filter engine's service starts, too, unless it is not to */
static int
machine_restarts(lua_State *lua)
{
	bool bfe = true;

	script_needs_load(lua);
	if (lua_istable(lua, 2) && lua_getfield(lua, 2, "bfe") != LUA_TNIL)
		bfe = lua_toboolean(lua, -1);
	script_client_end();
	script_goes_on(lua);
	if (machine_restart() && bfe)
		machine_start_bfe();
	script_restarted();
	script_client_start();
	script_process_start();
	script_filter_start();
	script_goes_on(lua);
	return 0;
}

/* machine:settle([milliseconds]): let everything happen that is due */
static int
machine_settles(lua_State *lua)
{
	machine_settle(lua_isnoneornil(lua, 2) ? 0 : script_time_100ns(lua, 2));
	script_goes_on(lua);
	return 0;
}

/* machine:time(): milliseconds since the machine was first booted */
static int
machine_time(lua_State *lua)
{
	lua_pushnumber(lua, (lua_Number)clock_now_100ns() / 10000);
	return 1;
}

/* machine:findings() -> list of the rules broken so far, in order */
static int
machine_findings(lua_State *lua)
{
	lua_newtable(lua);
	for (size_t i = 0; i < finding_count(); i++) {
		lua_pushstring(lua, rule_row(finding_get(i)->rule)->id);
		lua_seti(lua, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* The last part of \\??\\Name or \\DosDevices\\Name, as CreateFile takes it. */
static void
device_add(void *context, const WCHAR *name, size_t length)
{
	lua_State *lua = context;
	luaL_Buffer path;
	size_t at = length;

	while (at > 0 && name[at - 1] != u'\\')
		at--;
	luaL_buffinit(lua, &path);
	luaL_addstring(&path, "\\\\.\\");
	for (; at < length; at++)
		luaL_addchar(&path, name[at] < 0x80 ? (char)name[at] : '?');
	luaL_pushresult(&path);
	lua_seti(lua, -2, luaL_len(lua, -2) + 1);
}

/* machine:devices() -> list of the paths by which programs can open a device */
static int
machine_devices(lua_State *lua)
{
	lua_newtable(lua);
	name_each_link(device_add, lua);
	return 1;
}

/* machine:target() -> "win10-22h2" */
static int
machine_target(lua_State *lua)
{
	lua_pushstring(lua, target_name(machine_options()->target));
	return 1;
}

void
script_adds_machine(lua_State *lua)
{
	static const luaL_Reg methods[] = {
		{ "client", script_client_make },
		{ "devices", machine_devices },
		{ "filter", script_filter },
		{ "findings", machine_findings },
		{ "load", machine_loads },
		{ "load_again", machine_loads_again },
		{ "open", script_client_open },
		{ "process", script_process_make },
		{ "restart", machine_restarts },
		{ "settle", machine_settles },
		{ "shutdown", machine_shuts_down },
		{ "start_bfe", machine_starts_bfe },
		{ "stop_bfe", machine_stops_bfe },
		{ "target", machine_target },
		{ "time", machine_time },
		{ NULL, NULL },
	};
	static const luaL_Reg drivers[] = {
		{ "state", driver_state },
		{ "unload", driver_unload },
		{ NULL, NULL },
	};

	script_class(lua, DRIVER, drivers, driver_field, NULL);
	script_only(lua, "machine", methods, NULL);
	luaL_getmetatable(lua, "machine");
	lua_getfield(lua, -1, "__index");
	script_adds_traffic(lua); /* more methods of it */
	script_adds_registry(lua);
	script_adds_file(lua);
	lua_pop(lua, 2);
}
