/*
 * expect: what a scenario says must be so, at once or of the verdict.
 *
 * The verdict comes after the scenario ended, so what is expected of it is
 * written down here, outside the machine, until script_expectations looks.
 */
#include "traffic/script_lua.h"

#include "ledger/status.h"
#include "machine/verdict.h"
#include "nt/status.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define EXPECTATIONS 32
#define COUNTS 8

enum expectation_kind {
	EXPECT_LEFT,
	EXPECT_FINDING,
	EXPECT_VERDICT,
};

struct expectation {
	enum expectation_kind kind;
	char place[72]; /* "file.lua:12: " */
	int line;
	char text[96]; /* taken_by, the finding's text, the verdict's name */
	enum rule rule;
	bool none; /* no such finding */
	bool only; /* nothing else is left */
	size_t count_count;
	struct {
		enum holding_kind kind;
		size_t count;
	} counts[COUNTS];
};

static struct expectation expectations[EXPECTATIONS];
static size_t expectation_count;

void
script_expectations_start(void)
{
	expectation_count = 0;
}

size_t
script_expected(void)
{
	return expectation_count;
}

static struct expectation *
expectation_add(lua_State *lua, enum expectation_kind kind)
{
	struct expectation *expectation = &expectations[expectation_count];
	lua_Debug at = { .currentline = 0 };

	if (expectation_count == EXPECTATIONS)
		luaL_error(
		    lua, "a scenario expects at most %d things of the verdict", EXPECTATIONS);
	memset(expectation, 0, sizeof *expectation);
	expectation->kind = kind;
	if (lua_getstack(lua, 1, &at) && lua_getinfo(lua, "l", &at))
		expectation->line = at.currentline;
	luaL_where(lua, 1);
	snprintf(expectation->place, sizeof expectation->place, "%s", lua_tostring(lua, -1));
	lua_pop(lua, 1);
	expectation_count++;
	return expectation;
}

static void
copy_text(lua_State *lua, char *to, size_t size, int argument)
{
	size_t length;
	const char *text = luaL_checklstring(lua, argument, &length);

	if (length >= size)
		luaL_argerror(lua, argument, "too long");
	memcpy(to, text, length + 1);
}

/* Now. */

static int
expect_true(lua_State *lua)
{
	lua_remove(lua, 1); /* expect itself */
	luaL_checkany(lua, 1);
	if (lua_toboolean(lua, 1)) {
		lua_settop(lua, 1);
		return 1;
	}
	return luaL_error(lua, "%s", luaL_optstring(lua, 2, "expectation failed"));
}

static void
push_difference(lua_State *lua, int is_at, int wanted_at)
{
	size_t is_length, wanted_length, at = 0;
	const char *is = lua_tolstring(lua, is_at, &is_length);
	const char *wanted = lua_tolstring(lua, wanted_at, &wanted_length);

	while (at < is_length && at < wanted_length && is[at] == wanted[at])
		at++;
	if (is_length != wanted_length)
		lua_pushfstring(lua, "%I bytes, %I expected, alike up to byte %I",
		    (LUAI_UACINT)is_length, (LUAI_UACINT)wanted_length, (LUAI_UACINT)at);
	else
		lua_pushfstring(lua, "byte %I is %d, %d expected", (LUAI_UACINT)at, (uint8_t)is[at],
		    (uint8_t)wanted[at]);
}

static bool
is_plain(lua_State *lua, int argument)
{
	size_t length;
	const char *text;

	if (lua_type(lua, argument) != LUA_TSTRING)
		return true;
	text = lua_tolstring(lua, argument, &length);
	if (length > 60)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((uint8_t)text[i] < ' ' || (uint8_t)text[i] > '~')
			return false;
	return true;
}

/* expect.equal(is, wanted[, message]) */
static int
expect_equal(lua_State *lua)
{
	const char *message = luaL_optstring(lua, 3, "not equal");

	luaL_checkany(lua, 2);
	if (lua_compare(lua, 1, 2, LUA_OPEQ))
		return 0;
	if (lua_type(lua, 1) == LUA_TSTRING && lua_type(lua, 2) == LUA_TSTRING
	    && !(is_plain(lua, 1) && is_plain(lua, 2))) {
		push_difference(lua, 1, 2);
		return luaL_error(lua, "%s: %s", message, lua_tostring(lua, -1));
	}
	script_text(lua, 1);
	script_text(lua, 2);
	return luaL_error(
	    lua, "%s: %s, %s expected", message, lua_tostring(lua, -2), lua_tostring(lua, -1));
}

void
script_push_status_text(lua_State *lua, uint32_t status)
{
	char number[16];

	snprintf(number, sizeof number, "0x%08X", status);
	if (status_name((NTSTATUS)status) != NULL)
		lua_pushfstring(lua, "%s (%s)", status_name((NTSTATUS)status), number);
	else
		lua_pushstring(lua, number);
}

/* A number, or a name with or without STATUS_ in front. */
static uint32_t
check_status(lua_State *lua, int argument)
{
	NTSTATUS status;

	if (lua_type(lua, argument) == LUA_TNUMBER)
		return (uint32_t)luaL_checkinteger(lua, argument);
	if (!status_find(luaL_checkstring(lua, argument), &status))
		return (uint32_t)luaL_argerror(lua, argument, "no such status");
	return (uint32_t)status;
}

/* expect.status(wanted, is[, message]) */
static int
expect_status(lua_State *lua)
{
	uint32_t wanted = check_status(lua, 1), is = check_status(lua, 2);
	const char *message = luaL_optstring(lua, 3, "status");

	if (wanted == is)
		return 0;
	script_push_status_text(lua, is);
	script_push_status_text(lua, wanted);
	return luaL_error(
	    lua, "%s: %s, %s expected", message, lua_tostring(lua, -2), lua_tostring(lua, -1));
}

/* Of the verdict. */

static enum holding_kind
holding_find(lua_State *lua, const char *name)
{
	for (int kind = 0; kind < HOLDING_KINDS; kind++)
		if (strcmp(holding_name((enum holding_kind)kind), name) == 0)
			return (enum holding_kind)kind;
	return (enum holding_kind)luaL_error(
	    lua, "nothing that a driver can hold is called '%s'", name);
}

/* The key and the value on top. */
static void
left_entry(lua_State *lua, struct expectation *expectation)
{
	const char *key = lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "";
	size_t number = expectation->count_count;

	if (strcmp(key, "taken_by") == 0) {
		copy_text(lua, expectation->text, sizeof expectation->text, -1);
		return;
	}
	if (strcmp(key, "only") == 0) {
		expectation->only = lua_toboolean(lua, -1);
		return;
	}
	if (number == COUNTS)
		luaL_error(lua, "at most %d kinds", COUNTS);
	expectation->counts[number].kind = holding_find(lua, key);
	expectation->counts[number].count = (size_t)luaL_checkinteger(lua, -1);
	expectation->count_count++;
}

/* expect.left { callout = 1, taken_by = "DriverEntry+0x4e", only = true }; {}: nothing is left */
static int
expect_left(lua_State *lua)
{
	struct expectation *expectation;

	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_settop(lua, 1);
	expectation = expectation_add(lua, EXPECT_LEFT);
	lua_pushnil(lua);
	while (lua_next(lua, 1) != 0) {
		left_entry(lua, expectation);
		lua_settop(lua, 2);
	}
	if (expectation->count_count == 0)
		expectation->only = true;
	return 0;
}

static int
finding_expect(lua_State *lua, bool none)
{
	const char *id = luaL_checkstring(lua, 1);
	enum rule rule = rule_find(id);
	struct expectation *expectation;

	if (rule == RULES)
		return luaL_error(lua, "there is no rule '%s'", id);
	expectation = expectation_add(lua, EXPECT_FINDING);
	expectation->rule = rule;
	expectation->none = none;
	if (!lua_isnoneornil(lua, 2))
		copy_text(lua, expectation->text, sizeof expectation->text, 2);
	return 0;
}

/* expect.finding("R11"[, part of its text]) */
static int
expect_finding(lua_State *lua)
{
	return finding_expect(lua, false);
}

static int
expect_no_finding(lua_State *lua)
{
	return finding_expect(lua, true);
}

static int
expect_verdict(lua_State *lua)
{
	const char *name = luaL_checkstring(lua, 1);

	for (int kind = VERDICT_PASS; kind <= VERDICT_UNLOADABLE; kind++)
		if (strcmp(verdict_name((enum verdict_kind)kind), name) == 0) {
			struct expectation *expectation = expectation_add(lua, EXPECT_VERDICT);

			copy_text(lua, expectation->text, sizeof expectation->text, 1);
			return 0;
		}
	return luaL_error(lua, "there is no verdict '%s'", name);
}

static bool
begins_with_place(const char *place, const char *wanted)
{
	size_t length = strlen(wanted);

	return strncmp(place, wanted, length) == 0
	    && (place[length] == '\0' || place[length] == '+');
}

/* "driver!function+0x4e", "function+0x4e", or "function": anywhere in it. */
static bool
is_place(uintptr_t address, const char *wanted)
{
	char place[160];
	const char *behind;

	verdict_place(address, place, sizeof place);
	behind = strchr(place, '!');
	return begins_with_place(place, wanted)
	    || (behind != NULL && begins_with_place(behind + 1, wanted));
}

static size_t
left_named(const struct expectation *expectation, const struct left *left)
{
	for (size_t i = 0; i < expectation->count_count; i++)
		if (expectation->counts[i].kind == left->kind)
			return i;
	return expectation->count_count;
}

static bool
left_holds(
    const struct expectation *expectation, const struct verdict *verdict, char *why, size_t size)
{
	size_t counts[COUNTS + 1] = { 0 };
	bool placed = expectation->text[0] == '\0';

	for (size_t i = 0; i < verdict->left_count; i++) {
		const struct left *left = &verdict->left[i];
		size_t named = left_named(expectation, left);

		counts[named] += left->count;
		if (named == expectation->count_count && expectation->only) {
			snprintf(why, size, "%zu %s left, none expected", left->count,
			    holding_name(left->kind));
			return false;
		}
		if (named < expectation->count_count && !placed)
			placed = is_place(left->since.where, expectation->text);
	}
	for (size_t i = 0; i < expectation->count_count; i++)
		if (counts[i] != expectation->counts[i].count) {
			snprintf(why, size, "%zu %s left, %zu expected", counts[i],
			    holding_name(expectation->counts[i].kind),
			    expectation->counts[i].count);
			return false;
		}
	if (!placed)
		snprintf(why, size, "nothing that is left was taken by %s", expectation->text);
	return placed;
}

static bool
finding_holds(
    const struct expectation *expectation, const struct verdict *verdict, char *why, size_t size)
{
	const char *text = expectation->text;

	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct finding *finding = &verdict->findings[i];

		if (finding->rule != expectation->rule || strstr(finding->text, text) == NULL)
			continue;
		if (expectation->none)
			snprintf(why, size, "finding %s: %s", rule_row(finding->rule)->id,
			    finding->text);
		return !expectation->none;
	}
	if (!expectation->none)
		snprintf(why, size, "no finding %s%s%s", rule_row(expectation->rule)->id,
		    text[0] != '\0' ? " with " : "", text);
	return expectation->none;
}

static bool
verdict_holds(
    const struct expectation *expectation, const struct verdict *verdict, char *why, size_t size)
{
	const char *name = verdict_name(verdict->kind);
	const char *reason = verdict->kind == VERDICT_INCONCLUSIVE ? verdict->reason
	    : verdict->finding_count > 0                           ? verdict->findings[0].text
								   : "";

	if (strcmp(name, expectation->text) == 0)
		return true;
	snprintf(why, size, "verdict %s, %s expected%s%s", name, expectation->text,
	    reason[0] != '\0' ? ": " : "", reason);
	return false;
}

static bool
expectation_holds(
    const struct expectation *expectation, const struct verdict *verdict, char *why, size_t size)
{
	switch (expectation->kind) {
	case EXPECT_LEFT:
		return left_holds(expectation, verdict, why, size);
	case EXPECT_FINDING:
		return finding_holds(expectation, verdict, why, size);
	case EXPECT_VERDICT:
		return verdict_holds(expectation, verdict, why, size);
	}
	return false;
}

bool
script_expectations(const struct verdict *verdict, struct script_error *error)
{
	char why[240];

	for (size_t i = 0; i < expectation_count; i++) {
		if (expectation_holds(&expectations[i], verdict, why, sizeof why))
			continue;
		snprintf(error->text, sizeof error->text, "%s%s", expectations[i].place, why);
		error->line = expectations[i].line;
		return false;
	}
	return true;
}

/* status.DEVICE_BUSY; status.name(0x80000011) */

static int
push_status_name(lua_State *lua)
{
	script_push_status_text(lua, (uint32_t)luaL_checkinteger(lua, 1));
	return 1;
}

static int
status_unknown(lua_State *lua)
{
	return luaL_error(lua, "there is no status '%s'", luaL_checkstring(lua, 2));
}

void
script_adds_status(lua_State *lua)
{
	static const luaL_Reg methods[] = { { "name", push_status_name }, { NULL, NULL } };
	const char *name;
	NTSTATUS status;

	script_only(lua, "status", methods, NULL);
	luaL_getmetatable(lua, "status");
	lua_getfield(lua, -1, "__index");
	for (size_t i = 0; status_row(i, &name, &status); i++) {
		lua_pushinteger(lua, (uint32_t)status);
		lua_setfield(lua, -2, name + strlen("STATUS_"));
	}
	lua_createtable(lua, 0, 1);
	lua_pushcfunction(lua, status_unknown);
	lua_setfield(lua, -2, "__index");
	lua_setmetatable(lua, -2);
	lua_pop(lua, 2);
}

void
script_adds_expect(lua_State *lua)
{
	static const luaL_Reg methods[] = {
		{ "equal", expect_equal },
		{ "finding", expect_finding },
		{ "left", expect_left },
		{ "no_finding", expect_no_finding },
		{ "status", expect_status },
		{ "verdict", expect_verdict },
		{ NULL, NULL },
	};
	static const luaL_Reg meta[] = { { "__call", expect_true }, { NULL, NULL } };

	script_only(lua, "expect", methods, meta);
}
