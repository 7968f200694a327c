#include "../executive/bench_machine.c"

#include "bench_registry.h"

#include "registry/exports.h"

int
registry_fresh(void **state)
{
	machine_fresh(state);
	registry_start();
	registry_add_service("bench");
	return 0;
}

OBJECT_ATTRIBUTES
named(HANDLE root, const char *path)
{
	static WCHAR texts[4][512];
	static UNICODE_STRING names[4];
	static unsigned turn;
	unsigned at = turn++ % 4;
	USHORT bytes = (USHORT)(strlen(path) * sizeof(WCHAR));

	string_widen(texts[at], path, strlen(path));
	names[at] = (UNICODE_STRING){ bytes, bytes, texts[at] };
	return (OBJECT_ATTRIBUTES){
		.Length = sizeof(OBJECT_ATTRIBUTES),
		.RootDirectory = root,
		.ObjectName = &names[at],
		.Attributes = OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE,
	};
}

NTSTATUS
open_key(const char *path, ACCESS_MASK access, HANDLE *key)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, path);

	return ZwOpenKey(key, access, &attributes);
}

NTSTATUS
create_key(HANDLE root, const char *path, ULONG options, HANDLE *key)
{
	OBJECT_ATTRIBUTES attributes = named(root, path);

	return ZwCreateKey(key, KEY_ALL_ACCESS, &attributes, 0, NULL, options, NULL);
}
