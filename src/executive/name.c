#include "executive/name.h"

#include "base/list.h"
#include "executive/string.h"
#include "host/arena.h"
#include "ledger/holding.h"

#include <string.h>

#define LINKS_FOLLOWED 32

struct name {
	struct link link;
	DEVICE_OBJECT *device; /* NULL: a symbolic link */
	size_t length;         /* characters of the name, in its canonical spelling */
	size_t target_length;
	WCHAR text[]; /* the name, then the target */
};

/* A path in its canonical spelling. */
struct path {
	size_t length;
	WCHAR text[NAME_LIMIT];
};

static MACHINE_STATE struct link names;

/* Scratch of one call: no machine's life depends on it. */
static struct path resolved;

static const char *const directories[][2] = {
	{ "\\DosDevices\\Global\\", "\\GLOBAL??\\" },
	{ "\\DosDevices\\", "\\GLOBAL??\\" },
	{ "\\??\\Global\\", "\\GLOBAL??\\" },
	{ "\\??\\", "\\GLOBAL??\\" },
	{ "\\GLOBAL??\\", "\\GLOBAL??\\" },
	{ "\\Device\\", "\\Device\\" },
	{ "\\Driver\\", "\\Driver\\" },
	{ "\\FileSystem\\", "\\FileSystem\\" },
	{ "\\BaseNamedObjects\\", "\\BaseNamedObjects\\" },
	{ "\\KernelObjects\\", "\\KernelObjects\\" },
	{ "\\Callback\\", "\\Callback\\" },
};

void
name_start(void)
{
	list_start(&names);
}

static bool
begins(const WCHAR *text, size_t length, const char *with)
{
	size_t count = strlen(with);

	if (length < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (string_upcase(text[i]) != string_upcase((unsigned char)with[i]))
			return false;
	}
	return true;
}

static NTSTATUS
path_make(struct path *path, const WCHAR *text, size_t length)
{
	if (length == 0 || text[0] != '\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++) {
		size_t was = strlen(directories[i][0]);
		size_t is = strlen(directories[i][1]);

		if (!begins(text, length, directories[i][0]))
			continue;
		if (length == was)
			return STATUS_OBJECT_NAME_INVALID;
		if (length - was + is > NAME_LIMIT)
			return STATUS_NAME_TOO_LONG;
		memmove(path->text + is, text + was, (length - was) * sizeof *text);
		string_widen(path->text, directories[i][1], is);
		path->length = length - was + is;
		return STATUS_SUCCESS;
	}
	return STATUS_OBJECT_PATH_NOT_FOUND;
}

bool
name_valid(PCUNICODE_STRING text)
{
	struct path path;

	return NT_SUCCESS(path_make(&path, text->Buffer, text->Length / sizeof(WCHAR)));
}

static struct name *
find(const struct path *path)
{
	LIST_EACH (at, &names) {
		struct name *name = LIST_ITEM(at, struct name, link);

		if (name->length == path->length
		    && string_same(name->text, path->text, path->length, true))
			return name;
	}
	return NULL;
}

/* The longest name that is the path or a whole part of it from the start. */
static struct name *
find_prefix(const struct path *path)
{
	struct name *best = NULL;

	LIST_EACH (at, &names) {
		struct name *name = LIST_ITEM(at, struct name, link);

		if (name->length > path->length || (best != NULL && name->length < best->length))
			continue;
		if (name->length < path->length && path->text[name->length] != '\\')
			continue;
		if (string_same(name->text, path->text, name->length, true))
			best = name;
	}
	return best;
}

static NTSTATUS
add(PCUNICODE_STRING text, DEVICE_OBJECT *device, const struct path *target)
{
	struct path path;
	struct name *name;
	NTSTATUS status = path_make(&path, text->Buffer, text->Length / sizeof(WCHAR));
	size_t target_length = target != NULL ? target->length : 0;

	if (!NT_SUCCESS(status))
		return status;
	if (find(&path) != NULL)
		return STATUS_OBJECT_NAME_COLLISION;
	name = arena_take(sizeof *name + (path.length + target_length) * sizeof(WCHAR));
	name->device = device;
	name->length = path.length;
	name->target_length = target_length;
	memcpy(name->text, path.text, path.length * sizeof(WCHAR));
	if (target != NULL)
		memcpy(name->text + path.length, target->text, target_length * sizeof(WCHAR));
	list_add(&names, &name->link);
	if (device == NULL)
		ledger_enter(HOLDING_SYMBOLIC_LINK, (uintptr_t)name, 0);
	return STATUS_SUCCESS;
}

NTSTATUS
name_add_device(PCUNICODE_STRING path, DEVICE_OBJECT *device)
{
	return add(path, device, NULL);
}

/* Windows: the target need not exist.  A target that names no directory of ours leads nowhere. */
NTSTATUS
name_add_link(PCUNICODE_STRING path, PCUNICODE_STRING target)
{
	struct path to;
	NTSTATUS status = path_make(&to, target->Buffer, target->Length / sizeof(WCHAR));

	return NT_SUCCESS(status) ? add(path, NULL, &to) : status;
}

static void
drop(struct name *name)
{
	if (name->device == NULL)
		ledger_strike(HOLDING_SYMBOLIC_LINK, (uintptr_t)name);
	list_remove(&name->link);
	arena_give(name);
}

NTSTATUS
name_remove_link(PCUNICODE_STRING text)
{
	struct path path;
	NTSTATUS status = path_make(&path, text->Buffer, text->Length / sizeof(WCHAR));
	struct name *name;

	if (!NT_SUCCESS(status))
		return status;
	name = find(&path);
	if (name == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (name->device != NULL)
		return STATUS_OBJECT_TYPE_MISMATCH;
	drop(name);
	return STATUS_SUCCESS;
}

NTSTATUS
name_link_target(PCUNICODE_STRING text, UNICODE_STRING *target)
{
	struct path path;
	NTSTATUS status = path_make(&path, text->Buffer, text->Length / sizeof(WCHAR));
	struct name *name;
	USHORT bytes;

	if (!NT_SUCCESS(status))
		return status;
	name = find(&path);
	if (name == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (name->device != NULL)
		return STATUS_OBJECT_TYPE_MISMATCH;
	bytes = (USHORT)(name->target_length * sizeof(WCHAR));
	*target = (UNICODE_STRING){ bytes, bytes, name->text + name->length };
	return STATUS_SUCCESS;
}

bool
name_of_device(const DEVICE_OBJECT *device, UNICODE_STRING *text)
{
	LIST_EACH (at, &names) {
		struct name *name = LIST_ITEM(at, struct name, link);
		USHORT bytes = (USHORT)(name->length * sizeof(WCHAR));

		if (name->device != device)
			continue;
		*text = (UNICODE_STRING){ bytes, bytes, name->text };
		return true;
	}
	return false;
}

void
name_remove_device(const DEVICE_OBJECT *device)
{
	LIST_EACH_SAFE (at, &names) {
		struct name *name = LIST_ITEM(at, struct name, link);

		if (name->device == device)
			drop(name);
	}
}

/* Put the link's target in front of what follows its name. */
static NTSTATUS
follow(const struct name *name)
{
	size_t rest = resolved.length - name->length;

	if (name->target_length + rest > NAME_LIMIT)
		return STATUS_NAME_TOO_LONG;
	memmove(resolved.text + name->target_length, resolved.text + name->length,
	    rest * sizeof(WCHAR));
	memcpy(resolved.text, name->text + name->length, name->target_length * sizeof(WCHAR));
	resolved.length = name->target_length + rest;
	return STATUS_SUCCESS;
}

NTSTATUS
name_resolve(PCUNICODE_STRING path, DEVICE_OBJECT **device, UNICODE_STRING *rest)
{
	NTSTATUS status = path_make(&resolved, path->Buffer, path->Length / sizeof(WCHAR));

	for (int links = 0; NT_SUCCESS(status) && links < LINKS_FOLLOWED; links++) {
		struct name *name = find_prefix(&resolved);

		if (name == NULL)
			return STATUS_OBJECT_NAME_NOT_FOUND;
		if (name->device != NULL) {
			size_t left = (resolved.length - name->length) * sizeof(WCHAR);

			*device = name->device;
			*rest = (UNICODE_STRING){ (USHORT)left, (USHORT)left,
				resolved.text + name->length };
			return STATUS_SUCCESS;
		}
		status = follow(name);
	}
	return NT_SUCCESS(status) ? STATUS_OBJECT_NAME_INVALID : status;
}

bool
name_spell(uintptr_t what, char *text, size_t size)
{
	LIST_EACH (at, &names) {
		struct name *name = LIST_ITEM(at, struct name, link);
		size_t count = name->length < size ? name->length : size - 1;

		if ((uintptr_t)name != what && (what == 0 || (uintptr_t)name->device != what))
			continue;
		for (size_t i = 0; i < count; i++)
			text[i] = name->text[i] < 0x80 ? (char)name->text[i] : '?';
		text[count] = '\0';
		return true;
	}
	return false;
}

void
name_each_link(void (*each)(void *context, const WCHAR *name, size_t length), void *context)
{
	LIST_EACH_SAFE (at, &names) {
		struct name *name = LIST_ITEM(at, struct name, link);

		if (name->device == NULL)
			each(context, name->text, name->length);
	}
}
