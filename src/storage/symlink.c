/*
 * Symbolic links of the object manager's, opened and read.
 *
 * Here: those of the volume and of the system's folder, and those that drivers
 *   made; a link is read as it is when it is opened.
 */
#include "executive/name.h"
#include "executive/object.h"
#include "executive/string.h"
#include "ledger/finding.h"
#include "storage/exports.h"

#include <string.h>

#define SYMBOLIC_LINK_QUERY 0x0001

struct opened {
	uint64_t magic;
	size_t length;
	WCHAR target[NAME_LIMIT];
};

#define MAGIC UINT64_C(0x6b6e694c4253594d)

NTAPI NTSTATUS ZwOpenSymbolicLinkObject(
    HANDLE *LinkHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes);
NTAPI NTSTATUS ZwQuerySymbolicLinkObject(
    HANDLE LinkHandle, UNICODE_STRING *LinkTarget, ULONG *ReturnedLength);

static const WCHAR *const built_in[][2] = {
	{ u"\\??\\C:", u"\\Device\\HarddiskVolume1" },
	{ u"\\DosDevices\\C:", u"\\Device\\HarddiskVolume1" },
	{ u"\\GLOBAL??\\C:", u"\\Device\\HarddiskVolume1" },
	{ u"\\SystemRoot", u"\\Device\\HarddiskVolume1\\Windows" },
	{ u"\\DosDevices", u"\\??" },
};

static NTSTATUS
find(const UNICODE_STRING *path, UNICODE_STRING *target)
{
	size_t length = path->Length / sizeof(WCHAR);

	for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++) {
		USHORT bytes = (USHORT)(string_length(built_in[i][1]) * sizeof(WCHAR));

		if (length != string_length(built_in[i][0])
		    || !string_same(path->Buffer, built_in[i][0], length, true))
			continue;
		*target = (UNICODE_STRING){ bytes, bytes, (WCHAR *)(uintptr_t)built_in[i][1] };
		return STATUS_SUCCESS;
	}
	return name_link_target(path, target);
}

NTSTATUS NTAPI
ZwOpenSymbolicLinkObject(
    HANDLE *LinkHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes)
{
	UNICODE_STRING target;
	struct opened *opened;
	NTSTATUS status;

	if (ObjectAttributes == NULL || ObjectAttributes->Length != sizeof *ObjectAttributes
	    || ObjectAttributes->ObjectName == NULL)
		return STATUS_INVALID_PARAMETER;
	if (ObjectAttributes->RootDirectory != NULL)
		not_modelled("ZwOpenSymbolicLinkObject: from a directory's handle");
	status = find(ObjectAttributes->ObjectName, &target);
	if (!NT_SUCCESS(status))
		return status;
	opened = object_make(OBJECT_OTHER, sizeof *opened, NULL);
	opened->magic = MAGIC;
	opened->length = target.Length / sizeof(WCHAR);
	memcpy(opened->target, target.Buffer, target.Length);
	if (DesiredAccess & (GENERIC_ALL | GENERIC_READ | MAXIMUM_ALLOWED))
		DesiredAccess |= SYMBOLIC_LINK_QUERY;
	*LinkHandle = handle_grant(opened, DesiredAccess);
	object_dereference(opened);
	return STATUS_SUCCESS;
}

/*
 * Windows: a string too small is left alone; the length that would do is told,
 *   in bytes.  [ddi:ZwQuerySymbolicLinkObject]
 */
NTSTATUS NTAPI
ZwQuerySymbolicLinkObject(HANDLE LinkHandle, UNICODE_STRING *LinkTarget, ULONG *ReturnedLength)
{
	const struct opened *opened = handle_object(LinkHandle);
	USHORT bytes;

	if (opened == NULL)
		return STATUS_INVALID_HANDLE;
	if (!object_is(opened, OBJECT_OTHER) || object_bytes(opened) != sizeof *opened
	    || opened->magic != MAGIC)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!handle_grants(LinkHandle, SYMBOLIC_LINK_QUERY))
		return STATUS_ACCESS_DENIED;
	bytes = (USHORT)(opened->length * sizeof(WCHAR));
	if (ReturnedLength != NULL)
		*ReturnedLength = bytes + (ULONG)sizeof(WCHAR);
	if (LinkTarget->MaximumLength < bytes)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(LinkTarget->Buffer, opened->target, bytes);
	LinkTarget->Length = bytes;
	return STATUS_SUCCESS;
}

const struct contract symlink_exports[] = {
	EXPORT(ZwOpenSymbolicLinkObject, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND "
		  "STATUS_OBJECT_TYPE_MISMATCH"),
	    APPROXIMATES("knows C:, \\SystemRoot and the links of drivers"), ENTERS(HANDLE)),
	EXPORT(ZwQuerySymbolicLinkObject, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_ACCESS_DENIED "
		  "STATUS_BUFFER_TOO_SMALL")),
	EXPORTS_END,
};
