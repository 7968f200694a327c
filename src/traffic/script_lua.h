/*
 * What the files of the scenario language share.  Nobody else includes it.
 *
 * The objects that a scenario holds are userdata without finalizers: what they
 * point at belongs to the machine and goes with the life.  Metatables and
 * methods are made once for a state and are out of the scenario's reach.
 */
#ifndef TRAFFIC_SCRIPT_LUA_H
#define TRAFFIC_SCRIPT_LUA_H

#include <lauxlib.h>
#include <lua.h>

#include "traffic/script.h"

/* Each gives a state its part of the language, in the table on top of the stack. */
void script_adds_base(lua_State *lua);
void script_adds_packet(lua_State *lua);
void script_adds_expect(lua_State *lua);
void script_adds_status(lua_State *lua);
void script_adds_machine(lua_State *lua);
void script_adds_client(lua_State *lua);
void script_adds_filter(lua_State *lua);
void script_adds_traffic(lua_State *lua);  /* to the methods of machine, which are on top */
void script_adds_registry(lua_State *lua); /* to them, too */
void script_adds_file(lua_State *lua);

/*
 * A class of userdata with these methods, and `meta` (or NULL) in its metatable.  `fields` (or
 * NULL) is asked first for what is indexed: it pushes the value and returns 1, or returns 0.
 */
void script_class(lua_State *lua, const char *name, const luaL_Reg *methods, lua_CFunction fields,
    const luaL_Reg *meta);
/* An object of it, zeroed; and the argument as one, or an error. */
void *script_object(lua_State *lua, const char *name, size_t bytes);
void *script_self(lua_State *lua, int argument, const char *name);
void script_restarted(void); /* the machine: objects that were made before are lost */
/* The only object of a class without data, as a field of the table on top. */
void script_only(lua_State *lua, const char *name, const luaL_Reg *methods, const luaL_Reg *meta);

/* After everything that ran the machine: leaves the scenario if the life is over. */
void script_goes_on(lua_State *lua);

/* Pushes what tostring says: no addresses. */
void script_text(lua_State *lua, int argument);

/* Whole milliseconds or a fraction, in 100 ns. */
uint64_t script_time_100ns(lua_State *lua, int argument);

/* Field of an options table: an error names it. */
const char *script_field_text(
    lua_State *lua, int table, const char *field, size_t *length, const char *otherwise);
lua_Integer script_field_integer(
    lua_State *lua, int table, const char *field, lua_Integer otherwise);

/* "STATUS_DEVICE_BUSY (0x80000011)" */
void script_push_status_text(lua_State *lua, uint32_t status);

/* The client part makes the object that machine:client returns: arguments 2 and 3. */
int script_client_make(lua_State *lua);
int script_client_open(lua_State *lua);
/* A program of the run's: room for one more, the new one (or nil and the status), an argument. */
struct client;
void script_client_room(lua_State *lua);
int script_client_push(lua_State *lua, struct client *client, int32_t status);
struct client *script_client_check(lua_State *lua, int argument);
/* machine:process, and the methods and fields of a program that are about its process */
int script_process_make(lua_State *lua);
int script_process_thread(lua_State *lua);
int script_process_exit_thread(lua_State *lua);
int script_process_load_image(lua_State *lua);
int script_process_open(lua_State *lua);
int script_process_field(lua_State *lua);
void script_process_start(void);
/* machine:filter */
int script_filter(lua_State *lua);

/* A run begins. */
void script_expectations_start(void);
void script_machine_start(void);
void script_client_start(void);
void script_client_end(void); /* and ends: so do its programs */
void script_filter_start(void);

/* An error unless machine:load was called in this run. */
void script_needs_load(lua_State *lua);
void script_before_load(lua_State *lua); /* an error if it was */

void script_log(const char *line, size_t length);

#endif
