/*
 * ZwCreateFile and ZwOpenFile: of the volume's files, and of drivers' devices.
 *
 * Here: a device's file is cleaned up when its last handle is closed; a handle
 *   has the rights that were asked for.
 */
#include "executive/file.h"
#include "executive/object.h"
#include "ledger/finding.h"
#include "storage/disk.h"
#include "storage/exports.h"

#include <string.h>

#define OPTIONS_KNOWN \
	(FILE_DIRECTORY_FILE | FILE_WRITE_THROUGH | 0x4 /* sequential only */ \
	    | FILE_NO_INTERMEDIATE_BUFFERING | FILE_SYNCHRONOUS_IO_ALERT \
	    | FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE | 0x800 /* random access */ \
	    | FILE_DELETE_ON_CLOSE | 0x4000 /* for backup */)
#define SYNCHRONOUS (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)

/* What is asked of an open. */
struct creation {
	const OBJECT_ATTRIBUTES *attributes;
	ACCESS_MASK access;
	ULONG share, disposition, options;
	ULONG done;          /* FILE_OPENED, … */
	FILE_OBJECT *object; /* with one reference */
};

NTAPI NTSTATUS ZwCreateFile(HANDLE *FileHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, IO_STATUS_BLOCK *IoStatusBlock,
    LARGE_INTEGER *AllocationSize, ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition,
    ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength);
NTAPI NTSTATUS ZwOpenFile(HANDLE *FileHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, IO_STATUS_BLOCK *IoStatusBlock, ULONG ShareAccess,
    ULONG OpenOptions);
NTAPI NTSTATUS ZwDeleteFile(OBJECT_ATTRIBUTES *ObjectAttributes);

/* The last handle of a device's file goes: IRP_MJ_CLEANUP, and our reference. */
static void
file_handle_closes(void *object)
{
	if (disk_open_of(object) == NULL && handle_count(object) == 1)
		file_close(object);
}

void
storage_start(void)
{
	disk_start();
	sections_start();
	filter_manager_start();
	handle_closes(OBJECT_FILE, file_handle_closes);
}

/* Windows: combinations that mean nothing.  [ddi:ZwCreateFile, CreateOptions] */
static NTSTATUS
check(const struct creation *creation)
{
	const OBJECT_ATTRIBUTES *attributes = creation->attributes;
	ULONG options = creation->options;

	if (attributes == NULL || attributes->Length != sizeof *attributes
	    || attributes->ObjectName == NULL
	    || (attributes->Attributes & ~(ULONG)OBJ_VALID_ATTRIBUTES) != 0
	    || creation->disposition > FILE_OVERWRITE_IF)
		return STATUS_INVALID_PARAMETER;
	if ((options & FILE_DIRECTORY_FILE) && (options & FILE_NON_DIRECTORY_FILE))
		return STATUS_INVALID_PARAMETER;
	if ((options & SYNCHRONOUS) == SYNCHRONOUS
	    || ((options & SYNCHRONOUS)
		&& !(
		    creation->access & (SYNCHRONIZE | GENERIC_ALL | GENERIC_READ | GENERIC_WRITE))))
		return STATUS_INVALID_PARAMETER;
	if ((options & FILE_DELETE_ON_CLOSE) && !(creation->access & (DELETE | GENERIC_ALL)))
		return STATUS_INVALID_PARAMETER;
	if ((options & ~(ULONG)OPTIONS_KNOWN) != 0)
		not_modelled("ZwCreateFile: options %#x", options);
	return STATUS_SUCCESS;
}

/* Where the name begins: at the volume, or at a directory whose handle is given. */
static NTSTATUS
disk_begin(const OBJECT_ATTRIBUTES *attributes, struct disk_file **from, const WCHAR **path,
    size_t *length)
{
	const UNICODE_STRING *name = attributes->ObjectName;
	const struct disk_open *root;
	void *object;

	*length = name->Length / sizeof(WCHAR);
	if (attributes->RootDirectory == NULL) {
		*from = disk_root();
		*path = disk_path(name->Buffer, *length, length);
		return STATUS_SUCCESS;
	}
	object = handle_object(attributes->RootDirectory);
	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	root = disk_open_of(object);
	if (root == NULL)
		return STATUS_OBJECT_TYPE_MISMATCH;
	*from = root->file;
	*path = name->Buffer;
	return *length > 0 && **path == u'\\' ? STATUS_OBJECT_NAME_INVALID : STATUS_SUCCESS;
}

/* Windows: what happens to a file that is there.  [ddi:ZwCreateFile, CreateDisposition] */
static NTSTATUS
take_existing(struct creation *creation, struct disk_file *file)
{
	bool emptied = creation->disposition == FILE_SUPERSEDE
	    || creation->disposition == FILE_OVERWRITE
	    || creation->disposition == FILE_OVERWRITE_IF;
	NTSTATUS status;

	if (creation->disposition == FILE_CREATE)
		return STATUS_OBJECT_NAME_COLLISION;
	if (file->directory && ((creation->options & FILE_NON_DIRECTORY_FILE) || emptied))
		return emptied ? STATUS_OBJECT_NAME_COLLISION : STATUS_FILE_IS_A_DIRECTORY;
	if (!file->directory && (creation->options & FILE_DIRECTORY_FILE))
		return STATUS_NOT_A_DIRECTORY;
	status = disk_open_allowed(file, creation->access, creation->share);
	if (!NT_SUCCESS(status))
		return status;
	creation->done = FILE_OPENED;
	if (emptied) {
		disk_resize(file, 0);
		creation->done =
		    creation->disposition == FILE_SUPERSEDE ? FILE_SUPERSEDED : FILE_OVERWRITTEN;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS
open_on_disk(struct creation *creation, struct disk_file *from, const WCHAR *path, size_t length)
{
	struct disk_open *open;
	struct disk_name name;
	struct disk_file *file;
	NTSTATUS status = disk_find(from, path, length, &name, &file);

	if (NT_SUCCESS(status)) {
		status = take_existing(creation, file);
	} else if (status == STATUS_OBJECT_NAME_NOT_FOUND && creation->disposition != FILE_OPEN
	    && creation->disposition != FILE_OVERWRITE) {
		file = disk_add(name, (creation->options & FILE_DIRECTORY_FILE) != 0);
		creation->done = FILE_CREATED;
		status = STATUS_SUCCESS;
	}
	if (!NT_SUCCESS(status))
		return status;
	open = disk_open_add(file, creation->access, creation->share);
	open->synchronous = (creation->options & SYNCHRONOUS) != 0;
	open->delete_on_close = (creation->options & FILE_DELETE_ON_CLOSE) != 0;
	creation->object = open->object;
	return STATUS_SUCCESS;
}

/* Generic rights become those of files.  [ddi:ZwCreateFile, DesiredAccess] */
static ACCESS_MASK
rights(ACCESS_MASK access)
{
	ACCESS_MASK granted = access & 0x01ffffff;

	if (access & GENERIC_READ)
		granted |= READ_CONTROL | SYNCHRONIZE | FILE_READ_DATA | FILE_READ_ATTRIBUTES;
	if (access & GENERIC_WRITE)
		granted |= READ_CONTROL | SYNCHRONIZE | FILE_WRITE_DATA | FILE_APPEND_DATA
		    | FILE_WRITE_ATTRIBUTES;
	if (access & (GENERIC_ALL | MAXIMUM_ALLOWED))
		granted |= STANDARD_RIGHTS_ALL | 0x1ff;
	return granted;
}

static NTSTATUS
create(struct creation *creation)
{
	struct disk_file *from;
	const WCHAR *path;
	size_t length;
	NTSTATUS status = check(creation);

	if (NT_SUCCESS(status))
		status = disk_begin(creation->attributes, &from, &path, &length);
	if (!NT_SUCCESS(status))
		return status;
	creation->access = rights(creation->access);
	if (path != NULL)
		return open_on_disk(creation, from, path, length);
	creation->done = FILE_OPENED;
	return file_open_path(
	    creation->attributes->ObjectName, creation->access, NULL, &creation->object);
}

static NTSTATUS
create_handle(struct creation *creation, HANDLE *handle, IO_STATUS_BLOCK *result)
{
	NTSTATUS status = create(creation);

	if (!NT_SUCCESS(status))
		return status;
	*handle = handle_grant(creation->object, creation->access);
	if (disk_open_of(creation->object) != NULL)
		object_dereference(creation->object);
	result->Status = status;
	result->Information = creation->done;
	return status;
}

NTSTATUS NTAPI
ZwCreateFile(HANDLE *FileHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    IO_STATUS_BLOCK *IoStatusBlock, LARGE_INTEGER *AllocationSize, ULONG FileAttributes,
    ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)
{
	struct creation creation = {
		.attributes = ObjectAttributes,
		.access = DesiredAccess,
		.share = ShareAccess,
		.disposition = CreateDisposition,
		.options = CreateOptions,
	};

	(void)AllocationSize, (void)FileAttributes;
	if (EaBuffer != NULL || EaLength != 0)
		not_modelled("ZwCreateFile: extended attributes");
	return create_handle(&creation, FileHandle, IoStatusBlock);
}

NTSTATUS NTAPI
ZwOpenFile(HANDLE *FileHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    IO_STATUS_BLOCK *IoStatusBlock, ULONG ShareAccess, ULONG OpenOptions)
{
	struct creation creation = {
		.attributes = ObjectAttributes,
		.access = DesiredAccess,
		.share = ShareAccess,
		.disposition = FILE_OPEN,
		.options = OpenOptions,
	};

	return create_handle(&creation, FileHandle, IoStatusBlock);
}

/* Windows: as an open with FILE_DELETE_ON_CLOSE and a close.  [ddi:ZwDeleteFile] */
NTSTATUS NTAPI
ZwDeleteFile(OBJECT_ATTRIBUTES *ObjectAttributes)
{
	struct creation creation = {
		.attributes = ObjectAttributes,
		.access = DELETE,
		.share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
		.disposition = FILE_OPEN,
		.options = FILE_DELETE_ON_CLOSE,
	};
	NTSTATUS status = create(&creation);

	if (!NT_SUCCESS(status))
		return status;
	if (disk_open_of(creation.object) == NULL)
		not_modelled("ZwDeleteFile of a device");
	object_dereference(creation.object);
	return STATUS_SUCCESS;
}

#define CREATE_FAILS \
	"STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_OBJECT_PATH_NOT_FOUND " \
	"STATUS_OBJECT_NAME_INVALID STATUS_OBJECT_NAME_COLLISION STATUS_SHARING_VIOLATION " \
	"STATUS_FILE_IS_A_DIRECTORY STATUS_NOT_A_DIRECTORY STATUS_DELETE_PENDING"
#define CREATE_APPROXIMATES APPROXIMATES("one volume, C:; grants every right that is asked for")

const struct contract file_create_exports[] = {
	EXPORT(ZwCreateFile, 11, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS(CREATE_FAILS), CREATE_APPROXIMATES, ENTERS(HANDLE)),
	EXPORT_AS("NtCreateFile", ZwCreateFile, 11, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(CREATE_FAILS), CREATE_APPROXIMATES, ENTERS(HANDLE)),
	EXPORT(ZwOpenFile, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS(CREATE_FAILS), CREATE_APPROXIMATES, ENTERS(HANDLE)),
	EXPORT_AS("NtOpenFile", ZwOpenFile, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(CREATE_FAILS), CREATE_APPROXIMATES, ENTERS(HANDLE)),
	EXPORT(ZwDeleteFile, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS(CREATE_FAILS)),
	EXPORTS_END,
};
