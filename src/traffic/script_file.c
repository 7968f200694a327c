/*
 * Files in a scenario: machine:file before the load, machine:file_get afterwards.
 */
#include "traffic/script_lua.h"

#include "executive/string.h"
#include "machine/life.h"
#include "storage/disk.h"

#include <string.h>
#include <strings.h>

#define PATH_LIMIT 512

/* "C:\\…" or a path of the object manager's, as what follows the volume. */
static size_t
check_path(lua_State *lua, int argument, WCHAR *out)
{
	size_t length, left;
	const char *path = luaL_checklstring(lua, argument, &length);
	WCHAR text[PATH_LIMIT + 4];
	const WCHAR *inside;
	size_t prefix = 0;

	luaL_argcheck(lua, length < PATH_LIMIT - 16, argument, "too long a path");
	if (strncasecmp(path, "C:", 2) == 0) {
		prefix = 4;
		string_widen(text, "\\??\\", prefix);
	}
	string_widen(text + prefix, path, length);
	inside = disk_path(text, prefix + length, &left);
	luaL_argcheck(lua, inside != NULL, argument, "a path on C: expected");
	memcpy(out, inside, left * sizeof *out);
	return left;
}

/* The file, or NULL; with `make`, it and its directories are made. */
static struct disk_file *
file_at(lua_State *lua, int argument, bool make)
{
	WCHAR path[PATH_LIMIT];
	size_t length = check_path(lua, argument, path);
	struct disk_name name;
	struct disk_file *file;
	NTSTATUS status = disk_find(disk_root(), path, length, &name, &file);

	if (!make || NT_SUCCESS(status))
		return NT_SUCCESS(status) ? file : NULL;
	for (size_t at = 1; at <= length; at++) {
		if (at < length && path[at] != u'\\')
			continue;
		status = disk_find(disk_root(), path, at, &name, &file);
		if (status == STATUS_OBJECT_NAME_NOT_FOUND)
			file = disk_add(name, at < length);
		else if (!NT_SUCCESS(status))
			luaL_error(lua, "that is no name of a file");
	}
	return file;
}

/* machine:file(path, bytes): it is there before the load */
static int
machine_file(lua_State *lua)
{
	struct disk_file *file;
	const char *bytes;
	size_t length;

	script_before_load(lua);
	bytes = luaL_checklstring(lua, 3, &length);
	luaL_argcheck(lua, length <= FILE_BYTES_LIMIT, 3, "at most 8 MB");
	if (machine_entered())
		return 0;
	file = file_at(lua, 2, true);
	luaL_argcheck(lua, !file->directory, 2, "that is a directory");
	disk_resize(file, length);
	if (length > 0)
		memcpy(file->data, bytes, length);
	return 0;
}

/* machine:file_get(path) -> bytes, or nothing */
static int
machine_file_get(lua_State *lua)
{
	const struct disk_file *file;

	script_needs_load(lua);
	file = file_at(lua, 2, false);
	if (file == NULL || file->directory)
		return 0;
	lua_pushlstring(lua, (const char *)file->data, file->bytes);
	return 1;
}

void
script_adds_file(lua_State *lua)
{
	static const luaL_Reg machine[] = {
		{ "file", machine_file },
		{ "file_get", machine_file_get },
		{ NULL, NULL },
	};

	luaL_setfuncs(lua, machine, 0);
}
