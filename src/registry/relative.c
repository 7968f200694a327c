#include "registry/relative.h"

#include "executive/string.h"
#include "registry/change.h"
#include "registry/exports.h"
#include "registry/open.h"

#include <string.h>

NTAPI NTSTATUS RtlCheckRegistryKey(ULONG RelativeTo, PWSTR Path);
NTAPI NTSTATUS RtlCreateRegistryKey(ULONG RelativeTo, PWSTR Path);
NTAPI NTSTATUS RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName,
    ULONG ValueType, PVOID ValueData, ULONG ValueLength);
NTAPI NTSTATUS RtlDeleteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName);

/* Windows: the places, from \Registry on.  [ddi:RtlQueryRegistryValues, RelativeTo] */
static const WCHAR *const places[RTL_REGISTRY_MAXIMUM] = {
	[RTL_REGISTRY_ABSOLUTE] = u"",
	[RTL_REGISTRY_SERVICES] = u"Machine\\System\\CurrentControlSet\\Services",
	[RTL_REGISTRY_CONTROL] = u"Machine\\System\\CurrentControlSet\\Control",
	[RTL_REGISTRY_WINDOWS_NT] = u"Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion",
	[RTL_REGISTRY_DEVICEMAP] = u"Machine\\Hardware\\DeviceMap",
	[RTL_REGISTRY_USER] = u"User\\.Default",
};

/* The part of the path behind \Registry, or NULL. */
static const WCHAR *
behind_registry(const WCHAR *path)
{
	static const WCHAR registry[] = u"\\Registry";
	const size_t length = sizeof registry / sizeof *registry - 1;

	if (string_length(path) < length || !string_same(path, registry, length, true))
		return NULL;
	return path[length] == 0 || path[length] == u'\\' ? path + length : NULL;
}

static NTSTATUS
make_last(struct reg_key *from, const WCHAR *path, struct reg_key **key)
{
	size_t length = string_length(path);
	size_t last;

	while (length > 0 && path[length - 1] == u'\\')
		length--;
	last = length;
	while (last > 0 && path[last - 1] != u'\\')
		last--;
	from = reg_key_walk(from, path, last);
	if (from == NULL || length == last)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (length - last > KEY_NAME_LIMIT)
		return STATUS_INVALID_PARAMETER;
	*key = reg_key_add(from, path + last, length - last, false);
	return STATUS_SUCCESS;
}

NTSTATUS
relative_find(ULONG relative_to, PCWSTR path, enum relative_missing missing, struct reg_key **key)
{
	ULONG place = relative_to & ~(RTL_REGISTRY_HANDLE | RTL_REGISTRY_OPTIONAL);
	struct reg_key *from = reg_key_root();

	if (relative_to & RTL_REGISTRY_HANDLE)
		return reg_key_of_handle((HANDLE)(uintptr_t)path, 0, key);
	if (place >= RTL_REGISTRY_MAXIMUM)
		return STATUS_INVALID_PARAMETER;
	if (place == RTL_REGISTRY_ABSOLUTE)
		path = path != NULL ? behind_registry(path) : NULL;
	else
		from = reg_key_walk(from, places[place], string_length(places[place]));
	if (place == RTL_REGISTRY_ABSOLUTE && path == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (path == NULL)
		path = u"";
	*key = reg_key_walk(from, path, string_length(path));
	if (*key != NULL)
		return STATUS_SUCCESS;
	return missing == RELATIVE_MAKES ? make_last(from, path, key)
					 : STATUS_OBJECT_NAME_NOT_FOUND;
}

/* Windows: with a handle it closes that.  [ddi:RtlCheckRegistryKey, RTL_REGISTRY_HANDLE] */
NTSTATUS NTAPI
RtlCheckRegistryKey(ULONG RelativeTo, PWSTR Path)
{
	struct reg_key *key;
	NTSTATUS status = relative_find(RelativeTo, Path, RELATIVE_FAILS, &key);

	if (RelativeTo & RTL_REGISTRY_HANDLE)
		handle_close((HANDLE)(uintptr_t)Path);
	return status;
}

/* Windows: the last key of the path alone is made.  [ddi:RtlCreateRegistryKey, Remarks] */
NTSTATUS NTAPI
RtlCreateRegistryKey(ULONG RelativeTo, PWSTR Path)
{
	struct reg_key *key;

	return relative_find(RelativeTo, Path, RELATIVE_MAKES, &key);
}

/* A name of more than a UNICODE_STRING holds is cut to one that is still too long. */
static UNICODE_STRING
name_of(PCWSTR text)
{
	size_t length = text != NULL ? string_length(text) : 0;

	if (length > VALUE_NAME_LIMIT)
		length = VALUE_NAME_LIMIT + 1;
	return (UNICODE_STRING){ (USHORT)(length * sizeof *text), (USHORT)(length * sizeof *text),
		(WCHAR *)(uintptr_t)text };
}

NTSTATUS NTAPI
RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName, ULONG ValueType,
    PVOID ValueData, ULONG ValueLength)
{
	UNICODE_STRING name = name_of(ValueName);
	struct reg_key *key;
	void *object;
	NTSTATUS status = relative_find(RelativeTo, Path, RELATIVE_MAKES, &key);

	if (!NT_SUCCESS(status))
		return status;
	object = reg_key_object_make(key);
	status = change_set(object, &name, ValueType, ValueData, ValueLength);
	object_dereference(object);
	return status;
}

NTSTATUS NTAPI
RtlDeleteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName)
{
	UNICODE_STRING name = name_of(ValueName);
	struct reg_key *key;
	void *object;
	NTSTATUS status = relative_find(RelativeTo, Path, RELATIVE_FAILS, &key);

	if (!NT_SUCCESS(status))
		return status;
	object = reg_key_object_make(key);
	status = change_unset(object, &name);
	object_dereference(object);
	return status;
}

const struct contract reg_relative_exports[] = {
	EXPORT(RtlCheckRegistryKey, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_INVALID_PARAMETER")),
	EXPORT(RtlCreateRegistryKey, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_INVALID_PARAMETER"),
	    APPROXIMATES("tells no registry callback")),
	EXPORT(RtlWriteRegistryValue, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_INVALID_PARAMETER "
		  "STATUS_INSUFFICIENT_RESOURCES")),
	EXPORT(RtlDeleteRegistryValue, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_INVALID_PARAMETER")),
	EXPORTS_END,
};
