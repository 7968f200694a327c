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

/* A link's object; of one that was created here, its name, which goes with the object. */
struct opened {
	uint64_t magic;
	bool temporary;
	UNICODE_STRING path; /* Buffer is `name` */
	WCHAR name[NAME_LIMIT];
	size_t length;
	WCHAR target[NAME_LIMIT];
};

#define MAGIC UINT64_C(0x6b6e694c4253594d)

NTAPI NTSTATUS ZwOpenSymbolicLinkObject(
    HANDLE *LinkHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes);
NTAPI NTSTATUS ZwCreateSymbolicLinkObject(HANDLE *LinkHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, UNICODE_STRING *LinkTarget);
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

/* Its last handle was closed.  Who deleted the link in the meantime was quicker. */
static void
created_gone(void *object)
{
	const struct opened *opened = object;

	if (opened->temporary)
		name_remove_link(&opened->path);
}

static struct opened *
opened_make(const UNICODE_STRING *target, void (*gone)(void *))
{
	struct opened *opened = object_make(OBJECT_OTHER, sizeof *opened, gone);

	opened->magic = MAGIC;
	opened->length = target->Length / sizeof(WCHAR);
	memcpy(opened->target, target->Buffer, target->Length);
	return opened;
}

static NTSTATUS
check(const OBJECT_ATTRIBUTES *attributes)
{
	if (attributes == NULL || attributes->Length != sizeof *attributes
	    || attributes->ObjectName == NULL)
		return STATUS_INVALID_PARAMETER;
	if (attributes->RootDirectory != NULL)
		not_modelled("a symbolic link's name from a directory's handle");
	return STATUS_SUCCESS;
}

/* Gives the object to the handle. */
static HANDLE
open_handle(struct opened *opened, ACCESS_MASK access)
{
	HANDLE handle;

	if (access & (GENERIC_ALL | GENERIC_READ | MAXIMUM_ALLOWED))
		access |= SYMBOLIC_LINK_QUERY;
	handle = handle_grant(opened, access);
	object_dereference(opened);
	return handle;
}

NTSTATUS NTAPI
ZwOpenSymbolicLinkObject(
    HANDLE *LinkHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes)
{
	UNICODE_STRING target;
	NTSTATUS status = check(ObjectAttributes);

	if (!NT_SUCCESS(status))
		return status;
	status = find(ObjectAttributes->ObjectName, &target);
	if (!NT_SUCCESS(status))
		return status;
	*LinkHandle = open_handle(opened_make(&target, NULL), DesiredAccess);
	return STATUS_SUCCESS;
}

/*
 * Windows: an object that is not permanent goes with its last handle, its name
 *   with it.  [ddi:ZwMakeTemporaryObject]
 */
NTSTATUS NTAPI
ZwCreateSymbolicLinkObject(HANDLE *LinkHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, UNICODE_STRING *LinkTarget)
{
	NTSTATUS status = check(ObjectAttributes);
	const UNICODE_STRING *name;
	UNICODE_STRING there;
	struct opened *opened;

	if (!NT_SUCCESS(status))
		return status;
	name = ObjectAttributes->ObjectName;
	if (LinkTarget == NULL || LinkTarget->Length % sizeof(WCHAR) != 0)
		return STATUS_INVALID_PARAMETER;
	if (ObjectAttributes->Attributes & OBJ_OPENIF)
		not_modelled("ZwCreateSymbolicLinkObject: OBJ_OPENIF");
	if (LinkTarget->Length > sizeof opened->target || name->Length > sizeof opened->name)
		return STATUS_NAME_TOO_LONG;
	if (NT_SUCCESS(find(name, &there))) /* C: among them */
		return STATUS_OBJECT_NAME_COLLISION;
	status = name_add_link(name, LinkTarget);
	if (!NT_SUCCESS(status))
		return status;
	opened = opened_make(LinkTarget, created_gone);
	opened->temporary = !(ObjectAttributes->Attributes & OBJ_PERMANENT);
	memcpy(opened->name, name->Buffer, name->Length);
	opened->path = (UNICODE_STRING){ name->Length, name->Length, opened->name };
	*LinkHandle = open_handle(opened, DesiredAccess);
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
	EXPORT(ZwCreateSymbolicLinkObject, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS("STATUS_INVALID_PARAMETER STATUS_NAME_TOO_LONG STATUS_OBJECT_NAME_COLLISION "
		  "STATUS_OBJECT_NAME_INVALID STATUS_OBJECT_PATH_NOT_FOUND "
		  "STATUS_OBJECT_PATH_SYNTAX_BAD"),
	    APPROXIMATES("a permanent link has to be deleted by its name"), ENTERS(SYMBOLIC_LINK)),
	EXPORT(ZwQuerySymbolicLinkObject, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_ACCESS_DENIED "
		  "STATUS_BUFFER_TOO_SMALL")),
	EXPORTS_END,
};
