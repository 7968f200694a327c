/*
 * What objects are called, and where a driver's file lies.
 */
#include "executive/device.h"
#include "executive/name.h"
#include "executive/object.h"
#include "executive/string.h"
#include "executive/variable.h"
#include "ledger/finding.h"

#include <string.h>

#define DRIVERS u"\\SystemRoot\\System32\\drivers\\"
#define VOLUME u"\\Device\\HarddiskVolume1"
#define STRING_BYTES 0xfffe /* the most that a counted string holds */

typedef struct _OBJECT_NAME_INFORMATION {
	UNICODE_STRING Name;
} OBJECT_NAME_INFORMATION;

NTAPI NTSTATUS ObQueryNameString(
    PVOID Object, OBJECT_NAME_INFORMATION *ObjectNameInfo, ULONG Length, ULONG *ReturnLength);
NTAPI NTSTATUS IoQueryFullDriverPath(DRIVER_OBJECT *DriverObject, UNICODE_STRING *FullPath);
NTAPI GENERIC_MAPPING *IoGetFileObjectGenericMapping(void);

/* A name in two parts; nothing of it is copied. */
struct spelling {
	UNICODE_STRING first, second;
};

#define LITERAL(text) \
	((UNICODE_STRING){ sizeof(text) - sizeof(WCHAR), sizeof(text), (WCHAR *)(uintptr_t)(text) })

static void
spell_file(const FILE_OBJECT *file, struct spelling *name)
{
	name->second = file->FileName;
	if (file->DeviceObject == NULL) /* one of the disk's */
		name->first = LITERAL(VOLUME);
	else if (!name_of_device(file->DeviceObject, &name->first))
		not_modelled("ObQueryNameString: a file of a device without a name");
}

/* Left empty: the object has no name. */
static void
spell(const void *object, struct spelling *name)
{
	switch (object_type_of(object)) {
	case OBJECT_DRIVER:
		name->first = ((const DRIVER_OBJECT *)object)->DriverName;
		return;
	case OBJECT_DEVICE:
		name_of_device(object, &name->first);
		return;
	case OBJECT_FILE:
		spell_file(object, name);
		return;
	case OBJECT_PROCESS:
	case OBJECT_THREAD:
	case OBJECT_TOKEN:
		return; /* they never have one */
	case OBJECT_EVENT:
	case OBJECT_SEMAPHORE:
	case OBJECT_MUTANT:
	case OBJECT_SECTION:
	case OBJECT_KEY:
	case OBJECT_JOB:
	case OBJECT_DESKTOP:
	case OBJECT_OTHER:
		not_modelled("ObQueryNameString: the name of a %s", object_type_name(object));
	case OBJECT_TYPES:
		driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "ObQueryNameString of %p, which is no live object", object);
	}
}

/* Both parts and a terminator, which Length does not count. */
static void
join(UNICODE_STRING *to, WCHAR *buffer, const struct spelling *name)
{
	size_t bytes = (size_t)name->first.Length + name->second.Length;

	memcpy(buffer, name->first.Buffer, name->first.Length);
	if (name->second.Length > 0)
		memcpy(
		    (char *)buffer + name->first.Length, name->second.Buffer, name->second.Length);
	buffer[bytes / sizeof(WCHAR)] = 0;
	*to = (UNICODE_STRING){ (USHORT)bytes, (USHORT)(bytes + sizeof(WCHAR)), buffer };
}

/*
 * Windows: the string and its buffer lie in ObjectNameInfo; an object without a name has an empty
 *   string, and a Length of zero always fails and tells what would do.  [ddi:ObQueryNameString]
 */
NTSTATUS NTAPI
ObQueryNameString(
    PVOID Object, OBJECT_NAME_INFORMATION *ObjectNameInfo, ULONG Length, ULONG *ReturnLength)
{
	struct spelling name = { 0 };
	size_t needed = sizeof *ObjectNameInfo;
	size_t bytes;

	spell(Object, &name);
	bytes = (size_t)name.first.Length + name.second.Length;
	if (bytes + sizeof(WCHAR) > STRING_BYTES)
		not_modelled("ObQueryNameString: a name of %zu bytes", bytes);
	if (bytes > 0)
		needed += bytes + sizeof(WCHAR);
	*ReturnLength = (ULONG)needed;
	if (Length < needed)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (bytes > 0)
		join(&ObjectNameInfo->Name, (WCHAR *)(ObjectNameInfo + 1), &name);
	else
		ObjectNameInfo->Name = (UNICODE_STRING){ .Length = 0 };
	return STATUS_SUCCESS;
}

/*
 * Windows: the buffer is paged pool, which the caller gives back with ExFreePool.
 *   [ddi:IoQueryFullDriverPath]
 * Here: the path is where ImagePath of the service has it.
 */
NTSTATUS NTAPI
IoQueryFullDriverPath(DRIVER_OBJECT *DriverObject, UNICODE_STRING *FullPath)
{
	static const WCHAR ending[] = u".sys";
	const UNICODE_STRING *service;
	struct spelling path = { .first = LITERAL(DRIVERS) };
	size_t bytes;

	object_expect(DriverObject, OBJECT_DRIVER, "IoQueryFullDriverPath");
	service = &DriverObject->DriverExtension->ServiceKeyName;
	path.second = *service;
	bytes = (size_t)path.first.Length + path.second.Length + sizeof ending;
	if (bytes > STRING_BYTES)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!NT_SUCCESS(string_room(FullPath, bytes, true)))
		return STATUS_INSUFFICIENT_RESOURCES;
	join(FullPath, FullPath->Buffer, &path);
	memcpy((char *)FullPath->Buffer + FullPath->Length, ending, sizeof ending);
	FullPath->Length = (USHORT)(bytes - sizeof(WCHAR));
	FullPath->MaximumLength = (USHORT)bytes;
	return STATUS_SUCCESS;
}

GENERIC_MAPPING *NTAPI
IoGetFileObjectGenericMapping(void)
{
	return &variables()->file_mapping;
}

const struct contract object_name_exports[] = {
	EXPORT(ObQueryNameString, 4, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INFO_LENGTH_MISMATCH"),
	    APPROXIMATES("only of drivers, devices, files and what has no name")),
	EXPORT(IoQueryFullDriverPath, 2, APC_LEVEL, REFUSAL_INSIDE, SCHEDULES, PAGE(ntddk),
	    FAILS("STATUS_INSUFFICIENT_RESOURCES"), APPROXIMATES("the path is its ImagePath"),
	    ENTERS(POOL)),
	EXPORT(IoGetFileObjectGenericMapping, 0, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORTS_END,
};
