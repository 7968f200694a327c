/*
 * machine:filter: a filter as a user-mode program adds it, by the management
 * functions, in a dynamic session of its own that stays open until the life ends.
 */
#include "traffic/script_lua.h"

#include "bfe/exports.h"
#include "host/arena.h"
#include "machine/life.h"
#include "net/packet.h"
#include "nt/status.h"
#include "sched/thread.h"
#include "security/sddl.h"
#include "security/sid.h"
#include "wfp/layer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILTER "filter"
#define CONDITIONS 16
#define BLOB_BYTES 512

struct wanted_value {
	FWP_RANGE0 range;
	UINT64 low64, high64;
	FWP_BYTE_ARRAY16 low16, high16;
	FWP_V4_ADDR_AND_MASK v4;
	FWP_V6_ADDR_AND_MASK v6;
	FWP_BYTE_BLOB blob;
	UINT8 blob_bytes[BLOB_BYTES];
	struct sid sid;
};

/* All of it in the arena, since the thread may stay in the driver's notifyFn. */
struct addition {
	HANDLE engine;
	bool adds_callout;
	FWPM_CALLOUT0 callout;
	FWPM_FILTER0 filter;
	UINT64 weight;
	WCHAR name[16];
	FWPM_FILTER_CONDITION0 conditions[CONDITIONS];
	struct wanted_value values[CONDITIONS];
	UINT64 id;
	NTSTATUS status;
};

struct script_filter {
	HANDLE engine;
	uint64_t id;
};

static HANDLE engine; /* of the run */

void
script_filter_start(void)
{
	engine = NULL;
}

/* "{a3b42c97-9f04-4672-b87e-cee9c483257f}", with or without braces */
static bool
guid_parse(const char *text, GUID *guid)
{
	unsigned part[11];
	int end = 0;

	if (sscanf(text + (text[0] == '{'), "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x%n", &part[0],
		&part[1], &part[2], &part[3], &part[4], &part[5], &part[6], &part[7], &part[8],
		&part[9], &part[10], &end)
		!= 11
	    || end != 36)
		return false;
	guid->Data1 = part[0];
	guid->Data2 = (USHORT)part[1];
	guid->Data3 = (USHORT)part[2];
	for (int i = 0; i < 8; i++)
		guid->Data4[i] = (UCHAR)part[3 + i];
	return true;
}

static const struct layer *
check_layer(lua_State *lua, const char *name)
{
	const struct layer *layer = layer_named(name);

	if (layer != NULL)
		return layer;
	luaL_error(lua, "there is no layer '%s'", name);
	return NULL;
}

static FWP_MATCH_TYPE
check_match(lua_State *lua, const char *name)
{
	static const char *const names[] = { "equal", "greater", "less", "greater_or_equal",
		"less_or_equal", "range", "flags_all_set", "flags_any_set", "flags_none_set",
		"equal_case_insensitive", "not_equal", "prefix", "not_prefix" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return (FWP_MATCH_TYPE)i;
	return (FWP_MATCH_TYPE)luaL_error(lua, "there is no match '%s'", name);
}

/* The value on top of the stack, as the field has it. */
static void
value_from(lua_State *lua, const struct layer_field *field, FWP_VALUE0 *value, UINT64 *room64,
    FWP_BYTE_ARRAY16 *room16)
{
	struct address address;
	bool parsed =
	    lua_type(lua, -1) == LUA_TSTRING && address_parse(&address, lua_tostring(lua, -1));

	value->type = (FWP_DATA_TYPE)field->type;
	switch (field->type) {
	case FWP_UINT8:
		value->uint8 = (UINT8)luaL_checkinteger(lua, -1);
		return;
	case FWP_UINT16:
		value->uint16 = (UINT16)luaL_checkinteger(lua, -1);
		return;
	case FWP_UINT32:
		value->uint32 = parsed && address.version == 4 ? address_number(&address)
							       : (UINT32)luaL_checkinteger(lua, -1);
		return;
	case FWP_UINT64:
		*room64 = (UINT64)luaL_checkinteger(lua, -1);
		value->uint64 = room64;
		return;
	case FWP_BYTE_ARRAY16_TYPE:
		if (!parsed || address.version != 6)
			luaL_error(lua, "'%s' wants an IPv6 address", field->name);
		memcpy(room16, address.bytes, sizeof *room16);
		value->byteArray16 = room16;
		return;
	}
	luaL_error(lua, "conditions on '%s' are not offered", field->name);
}

/* "192.0.2.0/24"; false: the value on top is something else. */
static bool
mask_from(lua_State *lua, const struct layer_field *field, FWP_CONDITION_VALUE0 *value,
    struct wanted_value *room)
{
	const char *text = lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : "";
	const char *slash = strchr(text, '/');
	struct address address;
	char host[64];
	long bits;

	if (slash == NULL || !field->address)
		return false;
	bits = strtol(slash + 1, NULL, 10);
	snprintf(host, sizeof host, "%.*s", (int)(slash - text), text);
	if (!address_parse(&address, host) || bits < 0 || bits > (address.version == 4 ? 32 : 128))
		luaL_error(lua, "'%s' is no address and prefix length", text);
	if (address.version == 4) {
		room->v4.addr = address_number(&address);
		room->v4.mask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
		value->type = FWP_V4_ADDR_MASK;
		value->v4AddrMask = &room->v4;
	} else {
		memcpy(room->v6.addr, address.bytes, 16);
		room->v6.prefixLength = (UINT8)bits;
		value->type = FWP_V6_ADDR_MASK;
		value->v6AddrMask = &room->v6;
	}
	return true;
}

/* An application is its image's NT path in UTF-16, lower case, with the NUL.  [win32:FWPM_CONDITION_ALE_APP_ID] */
static bool
blob_from(lua_State *lua, const struct layer_field *field, FWP_CONDITION_VALUE0 *value,
    struct wanted_value *room)
{
	const char *text;
	size_t length;

	if (field->type != FWP_BYTE_BLOB_TYPE)
		return false;
	text = luaL_checklstring(lua, -1, &length);
	if (2 * length + 2 > BLOB_BYTES)
		luaL_error(lua, "'%s': too long", field->name);
	for (size_t i = 0; i < length; i++)
		room->blob_bytes[2 * i] = (UINT8)text[i];
	room->blob = (FWP_BYTE_BLOB){ (UINT32)(2 * length + 2), room->blob_bytes };
	value->type = FWP_BYTE_BLOB_TYPE;
	value->byteBlob = &room->blob;
	return true;
}

/* "D:(A;;CC;;;BU)", into BLOB_BYTES */
static bool
descriptor_parse(const char *text, struct wanted_value *room)
{
	void *whole = malloc(sddl_room(text));
	const char *where;
	size_t bytes;
	bool fits = whole != NULL && sddl_read(text, whole, &bytes, &where) && bytes <= BLOB_BYTES;

	if (fits) {
		memcpy(room->blob_bytes, whole, bytes);
		room->blob = (FWP_BYTE_BLOB){ (UINT32)bytes, room->blob_bytes };
	}
	free(whole);
	return fits;
}

/* Users as a descriptor that says who may match the filter; a package as its SID. */
static bool
identity_from(lua_State *lua, const struct layer_field *field, FWP_CONDITION_VALUE0 *value,
    struct wanted_value *room)
{
	bool user = field->type == FWP_TOKEN_ACCESS_INFORMATION_TYPE;
	const char *text;

	if (field->type != FWP_SID && !user)
		return false;
	text = luaL_checkstring(lua, -1);
	if (user ? !descriptor_parse(text, room) : !sid_parse(text, &room->sid))
		luaL_error(lua, "'%s' wants a %s, not '%s'", field->name,
		    user ? "security descriptor" : "SID", text);
	if (user) {
		value->type = FWP_SECURITY_DESCRIPTOR_TYPE;
		value->sd = &room->blob;
	} else {
		value->type = FWP_SID;
		value->sid = &room->sid.sid;
	}
	return true;
}

static void
range_from(lua_State *lua, const struct layer_field *field, FWP_CONDITION_VALUE0 *value,
    struct wanted_value *room)
{
	luaL_checktype(lua, -1, LUA_TTABLE);
	lua_geti(lua, -1, 1);
	value_from(lua, field, &room->range.valueLow, &room->low64, &room->low16);
	lua_pop(lua, 1);
	lua_geti(lua, -1, 2);
	value_from(lua, field, &room->range.valueHigh, &room->high64, &room->high16);
	lua_pop(lua, 1);
	value->type = FWP_RANGE_TYPE;
	value->rangeValue = &room->range;
}

/* { "IP_REMOTE_PORT", "equal", 443 }, on top of the stack */
static void
condition_from(lua_State *lua, const struct layer *layer, FWPM_FILTER_CONDITION0 *condition,
    struct wanted_value *room)
{
	int at = lua_gettop(lua);
	const struct layer_field *field;
	int index;

	luaL_checktype(lua, at, LUA_TTABLE);
	lua_geti(lua, at, 1);
	index = layer_field_named(layer, luaL_checkstring(lua, -1));
	if (index < 0 || !layer->fields[index].has_condition)
		luaL_error(lua, "%s has no condition '%s'", layer->name, lua_tostring(lua, -1));
	field = &layer->fields[index];
	condition->fieldKey = field->condition;
	lua_geti(lua, at, 2);
	condition->matchType = check_match(lua, luaL_checkstring(lua, -1));
	lua_geti(lua, at, 3);
	if (condition->matchType == FWP_MATCH_RANGE)
		range_from(lua, field, &condition->conditionValue, room);
	else if (!mask_from(lua, field, &condition->conditionValue, room)
	    && !blob_from(lua, field, &condition->conditionValue, room)
	    && !identity_from(lua, field, &condition->conditionValue, room))
		value_from(lua, field, (FWP_VALUE0 *)&condition->conditionValue, &room->low64,
		    &room->low16);
	lua_settop(lua, at - 1);
}

static void
conditions_from(lua_State *lua, const struct layer *layer, struct addition *addition)
{
	lua_Integer count;

	if (lua_getfield(lua, 2, "conditions") == LUA_TNIL)
		return;
	count = luaL_len(lua, -1);
	if (count > CONDITIONS)
		luaL_error(lua, "at most %d conditions", CONDITIONS);
	for (lua_Integer i = 0; i < count; i++) {
		lua_geti(lua, -1, i + 1);
		condition_from(lua, layer, &addition->conditions[i], &addition->values[i]);
	}
	addition->filter.numFilterConditions = (UINT32)count;
	addition->filter.filterCondition = addition->conditions;
}

static void
action_from(lua_State *lua, const struct layer *layer, struct addition *addition)
{
	static const struct {
		const char *name;
		FWP_ACTION_TYPE type;
	} actions[] = {
		{ "permit", FWP_ACTION_PERMIT },
		{ "block", FWP_ACTION_BLOCK },
		{ "callout", FWP_ACTION_CALLOUT_UNKNOWN },
		{ "callout_terminating", FWP_ACTION_CALLOUT_TERMINATING },
		{ "callout_inspection", FWP_ACTION_CALLOUT_INSPECTION },
	};
	const char *name = script_field_text(lua, 2, "action", NULL, NULL);
	FWPM_FILTER0 *filter = &addition->filter;

	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcmp(actions[i].name, name) == 0)
			filter->action.type = actions[i].type;
	if (filter->action.type == 0)
		luaL_error(lua, "there is no action '%s'", name);
	if (!(filter->action.type & FWP_ACTION_FLAG_CALLOUT))
		return;
	if (!guid_parse(
		script_field_text(lua, 2, "callout", NULL, NULL), &filter->action.calloutKey))
		luaL_error(lua, "'callout' is no GUID");
	addition->adds_callout = true;
	addition->callout.calloutKey = filter->action.calloutKey;
	addition->callout.applicableLayer = layer->key;
	addition->callout.displayData.name = addition->name;
}

static void
add_body(void *argument)
{
	struct addition *addition = argument;

	if (addition->engine == NULL)
		addition->engine = bfe_session_open_user();
	if (addition->adds_callout) {
		addition->status =
		    FwpmCalloutAdd0(addition->engine, &addition->callout, NULL, NULL);
		if (!NT_SUCCESS(addition->status) && addition->status != STATUS_FWP_ALREADY_EXISTS)
			return;
	}
	addition->status = FwpmFilterAdd0(addition->engine, &addition->filter, NULL, &addition->id);
}

static void
remove_body(void *argument)
{
	struct addition *addition = argument;

	addition->status = FwpmFilterDeleteById0(addition->engine, addition->id);
}

/* Of the table at 2.  An error leaves the addition to the life's end. */
static struct addition *
addition_from(lua_State *lua)
{
	static const char name[] = "scenario";
	const struct layer *layer =
	    check_layer(lua, script_field_text(lua, 2, "layer", NULL, NULL));
	lua_Integer weight = script_field_integer(lua, 2, "weight", -1);
	const char *sublayer = script_field_text(lua, 2, "sublayer", NULL, "");
	struct addition *addition = arena_take(sizeof *addition);
	FWPM_FILTER0 *filter = &addition->filter;

	for (size_t i = 0; i < sizeof name; i++)
		addition->name[i] = (WCHAR)name[i];
	addition->engine = engine;
	filter->displayData.name = addition->name;
	filter->layerKey = layer->key;
	if (sublayer[0] != '\0' && !guid_parse(sublayer, &filter->subLayerKey))
		luaL_error(lua, "'sublayer' is no GUID");
	addition->weight = (UINT64)weight;
	if (weight >= 0) {
		filter->weight.type = FWP_UINT64;
		filter->weight.uint64 = &addition->weight;
	}
	conditions_from(lua, layer, addition);
	action_from(lua, layer, addition);
	return addition;
}

/*
 * machine:filter { layer = "ALE_AUTH_CONNECT_V4", action = "block", conditions = {…} } -> filter, or
 * nil and the status
 */
int
script_filter(lua_State *lua)
{
	struct addition *addition;
	struct script_filter *made;

	script_needs_load(lua);
	luaL_checktype(lua, 2, LUA_TTABLE);
	lua_settop(lua, 2);
	addition = addition_from(lua);
	if (!machine_call(THREAD_CLIENT, add_body, addition))
		addition->status = STATUS_PENDING;
	script_goes_on(lua);
	engine = addition->engine;
	if (addition->status != STATUS_SUCCESS) {
		lua_pushnil(lua);
		lua_pushinteger(lua, (uint32_t)addition->status);
		return 2;
	}
	made = script_object(lua, FILTER, sizeof *made);
	*made = (struct script_filter){ engine, addition->id };
	arena_give(addition);
	return 1;
}

/* filter:remove() -> status */
static int
filter_remove(lua_State *lua)
{
	const struct script_filter *self = script_self(lua, 1, FILTER);
	struct addition *addition = arena_take(sizeof *addition);

	addition->engine = self->engine;
	addition->id = self->id;
	if (!machine_call(THREAD_CLIENT, remove_body, addition))
		addition->status = STATUS_PENDING;
	script_goes_on(lua);
	lua_pushinteger(lua, (uint32_t)addition->status);
	return 1;
}

void
script_adds_filter(lua_State *lua)
{
	static const luaL_Reg methods[] = { { "remove", filter_remove }, { NULL, NULL } };

	script_class(lua, FILTER, methods, NULL, NULL);
}
