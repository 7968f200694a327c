/*
 * What is done with open files: bytes read and written, facts asked and set, controls of devices.
 *
 * Here: every operation is done when its function returns, so an event that is
 *   given is signaled by then, and no APC is delivered.
 */
#include "executive/object.h"
#include "executive/request.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "registry/record.h"
#include "sched/clock.h"
#include "storage/disk.h"
#include "storage/exports.h"

#include <string.h>

#define PATH_LIMIT 1024

NTAPI NTSTATUS ZwReadFile(HANDLE FileHandle, HANDLE Event, PVOID ApcRoutine, PVOID ApcContext,
    IO_STATUS_BLOCK *IoStatusBlock, PVOID Buffer, ULONG Length, LARGE_INTEGER *ByteOffset,
    ULONG *Key);
NTAPI NTSTATUS ZwWriteFile(HANDLE FileHandle, HANDLE Event, PVOID ApcRoutine, PVOID ApcContext,
    IO_STATUS_BLOCK *IoStatusBlock, PVOID Buffer, ULONG Length, LARGE_INTEGER *ByteOffset,
    ULONG *Key);
NTAPI NTSTATUS ZwQueryInformationFile(HANDLE FileHandle, IO_STATUS_BLOCK *IoStatusBlock,
    PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass);
NTAPI NTSTATUS ZwSetInformationFile(HANDLE FileHandle, IO_STATUS_BLOCK *IoStatusBlock,
    PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass);
NTAPI NTSTATUS ZwFlushBuffersFile(HANDLE FileHandle, IO_STATUS_BLOCK *IoStatusBlock);
NTAPI NTSTATUS ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PVOID ApcRoutine,
    PVOID ApcContext, IO_STATUS_BLOCK *IoStatusBlock, ULONG IoControlCode, PVOID InputBuffer,
    ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength);

/* The open behind a handle; NULL for a device's file, which is `object`. */
static NTSTATUS
find(HANDLE handle, ACCESS_MASK access, struct disk_open **open, void **object)
{
	*object = handle_object(handle);
	if (*object == NULL)
		return STATUS_INVALID_HANDLE;
	if (!object_is(*object, OBJECT_FILE))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!handle_grants(handle, access))
		return STATUS_ACCESS_DENIED;
	*open = disk_open_of(*object);
	return STATUS_SUCCESS;
}

/* The event is reset as the operation begins, and signaled at its end. */
static NTSTATUS
check_event(HANDLE handle, const void *apc, KEVENT **event)
{
	if (apc != NULL)
		not_modelled("a file operation that ends in an APC");
	*event = handle != NULL ? handle_object(handle) : NULL;
	if (handle == NULL)
		return STATUS_SUCCESS;
	if (*event == NULL)
		return STATUS_INVALID_HANDLE;
	if (!object_is(*event, OBJECT_EVENT))
		return STATUS_OBJECT_TYPE_MISMATCH;
	event_clear(*event);
	return STATUS_SUCCESS;
}

static NTSTATUS
finish(KEVENT *event, IO_STATUS_BLOCK *result, NTSTATUS status, uint64_t information)
{
	result->Status = status;
	result->Information = information;
	if (event != NULL)
		event_signal(event);
	return status;
}

/* Windows: without an offset a synchronous handle's own position counts.  [ddi:ZwReadFile] */
static bool
position(const struct disk_open *open, const LARGE_INTEGER *given, uint64_t *at)
{
	bool special = given != NULL && given->HighPart == -1;

	if (given == NULL || (special && given->LowPart == FILE_USE_FILE_POINTER_POSITION)) {
		*at = (uint64_t)open->object->CurrentByteOffset.QuadPart;
		return open->synchronous;
	}
	*at = special && given->LowPart == FILE_WRITE_TO_END_OF_FILE ? open->file->bytes
								     : (uint64_t)given->QuadPart;
	return (int64_t)*at >= 0;
}

static void
advance(struct disk_open *open, uint64_t to)
{
	if (open->synchronous)
		open->object->CurrentByteOffset.QuadPart = (LONGLONG)to;
}

/* By IRP, to a driver. */
static NTSTATUS
ask_device(struct request *request, KEVENT *event, IO_STATUS_BLOCK *result)
{
	NTSTATUS status;

	request_start(request);
	status = request_finish(request);
	return finish(event, result, status, request->result.Information);
}

NTSTATUS NTAPI
ZwReadFile(HANDLE FileHandle, HANDLE Event, PVOID ApcRoutine, PVOID ApcContext,
    IO_STATUS_BLOCK *IoStatusBlock, PVOID Buffer, ULONG Length, LARGE_INTEGER *ByteOffset,
    ULONG *Key)
{
	struct disk_open *open;
	KEVENT *event;
	void *object;
	uint64_t at, left;
	NTSTATUS status = find(FileHandle, FILE_READ_DATA, &open, &object);

	(void)ApcContext, (void)Key;
	if (NT_SUCCESS(status))
		status = check_event(Event, ApcRoutine, &event);
	if (!NT_SUCCESS(status))
		return status;
	if (open == NULL)
		return ask_device(
		    &(struct request){ .file = object,
			.major = IRP_MJ_READ,
			.out = (uint64_t)Buffer,
			.out_bytes = Length,
			.offset = ByteOffset != NULL ? (uint64_t)ByteOffset->QuadPart : 0 },
		    event, IoStatusBlock);
	if (open->file->directory)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!position(open, ByteOffset, &at))
		return STATUS_INVALID_PARAMETER;
	if (Length == 0)
		return finish(event, IoStatusBlock, STATUS_SUCCESS, 0);
	if (at >= open->file->bytes)
		return finish(event, IoStatusBlock, STATUS_END_OF_FILE, 0);
	left = open->file->bytes - at;
	if (left > Length)
		left = Length;
	memcpy(Buffer, open->file->data + at, left);
	advance(open, at + left);
	return finish(event, IoStatusBlock, STATUS_SUCCESS, left);
}

/* Windows: a handle that may append only does so.  [ddi:ZwCreateFile, FILE_APPEND_DATA] */
static NTSTATUS
write_bytes(HANDLE handle, struct disk_open *open, const void *bytes, ULONG count,
    const LARGE_INTEGER *offset)
{
	struct disk_file *file = open->file;
	uint64_t at;

	if (file->directory)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!handle_grants(handle, FILE_WRITE_DATA))
		at = file->bytes;
	else if (!position(open, offset, &at))
		return STATUS_INVALID_PARAMETER;
	if (at > FILE_BYTES_LIMIT || at + count > FILE_BYTES_LIMIT)
		return STATUS_DISK_FULL;
	if (at + count > file->bytes && !disk_resize(file, at + count))
		return STATUS_DISK_FULL;
	if (count > 0)
		memcpy(file->data + at, bytes, count);
	file->written = CLOCK_BOOT_TIME + clock_now_100ns();
	advance(open, at + count);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ZwWriteFile(HANDLE FileHandle, HANDLE Event, PVOID ApcRoutine, PVOID ApcContext,
    IO_STATUS_BLOCK *IoStatusBlock, PVOID Buffer, ULONG Length, LARGE_INTEGER *ByteOffset,
    ULONG *Key)
{
	struct disk_open *open;
	KEVENT *event;
	void *object;
	NTSTATUS status = find(FileHandle, 0, &open, &object);

	(void)ApcContext, (void)Key;
	if (NT_SUCCESS(status) && !handle_grants(FileHandle, FILE_WRITE_DATA)
	    && !handle_grants(FileHandle, FILE_APPEND_DATA))
		status = STATUS_ACCESS_DENIED;
	if (NT_SUCCESS(status))
		status = check_event(Event, ApcRoutine, &event);
	if (!NT_SUCCESS(status))
		return status;
	if (open == NULL)
		return ask_device(
		    &(struct request){ .file = object,
			.major = IRP_MJ_WRITE,
			.in = (uint64_t)Buffer,
			.in_bytes = Length,
			.offset = ByteOffset != NULL ? (uint64_t)ByteOffset->QuadPart : 0 },
		    event, IoStatusBlock);
	status = write_bytes(FileHandle, open, Buffer, Length, ByteOffset);
	return finish(event, IoStatusBlock, status, NT_SUCCESS(status) ? Length : 0);
}

NTSTATUS NTAPI
ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PVOID ApcRoutine, PVOID ApcContext,
    IO_STATUS_BLOCK *IoStatusBlock, ULONG IoControlCode, PVOID InputBuffer, ULONG InputBufferLength,
    PVOID OutputBuffer, ULONG OutputBufferLength)
{
	struct disk_open *open;
	KEVENT *event;
	void *object;
	NTSTATUS status = find(FileHandle, 0, &open, &object);

	(void)ApcContext;
	if (NT_SUCCESS(status))
		status = check_event(Event, ApcRoutine, &event);
	if (!NT_SUCCESS(status))
		return status;
	if (open != NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	return ask_device(&(struct request){ .file = object,
			      .major = IRP_MJ_DEVICE_CONTROL,
			      .code = IoControlCode,
			      .in = (uint64_t)InputBuffer,
			      .in_bytes = InputBufferLength,
			      .out = (uint64_t)OutputBuffer,
			      .out_bytes = OutputBufferLength },
	    event, IoStatusBlock);
}

/* A record of fixed length, or STATUS_INFO_LENGTH_MISMATCH. */
static NTSTATUS
tell(void *to, ULONG length, const void *told, ULONG bytes, ULONG *written)
{
	if (length < bytes)
		return STATUS_INFO_LENGTH_MISMATCH;
	memcpy(to, told, bytes);
	*written = bytes;
	return STATUS_SUCCESS;
}

static NTSTATUS
tell_name(const struct disk_file *file, void *to, ULONG length, ULONG *written)
{
	const ULONG fixed = offsetof(FILE_NAME_INFORMATION, FileName);
	struct record record = record_start(to, length, fixed);
	WCHAR path[PATH_LIMIT];
	size_t characters = disk_spell(file, path, PATH_LIMIT);
	ULONG bytes = (ULONG)(characters * sizeof(WCHAR));

	if (characters > PATH_LIMIT)
		not_modelled("a file's path of %zu characters", characters);
	if (length < fixed)
		return STATUS_INFO_LENGTH_MISMATCH;
	record_put(&record, 0, &bytes, fixed);
	record_put(&record, fixed, path, bytes);
	*written = record.needed < length ? record.needed : length;
	return record_status(&record);
}

static NTSTATUS
tell_file(const struct disk_open *open, FILE_INFORMATION_CLASS class, void *to, ULONG length,
    ULONG *written)
{
	const struct disk_file *file = open->file;
	FILE_BASIC_INFORMATION basic = {
		.CreationTime.QuadPart = (LONGLONG)file->created,
		.LastAccessTime.QuadPart = (LONGLONG)file->written,
		.LastWriteTime.QuadPart = (LONGLONG)file->written,
		.ChangeTime.QuadPart = (LONGLONG)file->written,
		.FileAttributes =
		    file->directory ? FILE_ATTRIBUTE_DIRECTORY : FILE_ATTRIBUTE_NORMAL,
	};
	FILE_STANDARD_INFORMATION standard = {
		.AllocationSize.QuadPart = (LONGLONG)((file->bytes + 4095) & ~UINT64_C(4095)),
		.EndOfFile.QuadPart = (LONGLONG)file->bytes,
		.NumberOfLinks = 1,
		.DeletePending = file->delete_pending,
		.Directory = file->directory,
	};

	switch ((ULONG) class) {
	case FileBasicInformation:
		return tell(to, length, &basic, sizeof basic, written);
	case FileStandardInformation:
		return tell(to, length, &standard, sizeof standard, written);
	case FilePositionInformation:
		return tell(to, length, &open->object->CurrentByteOffset, 8, written);
	case FileNameInformation:
		return tell_name(file, to, length, written);
	}
	if ((ULONG) class<FileMaximumInformation &&class> 0)
		not_modelled("ZwQueryInformationFile: class %d", class);
	return STATUS_INVALID_INFO_CLASS;
}

NTSTATUS NTAPI
ZwQueryInformationFile(HANDLE FileHandle, IO_STATUS_BLOCK *IoStatusBlock, PVOID FileInformation,
    ULONG Length, FILE_INFORMATION_CLASS FileInformationClass)
{
	ACCESS_MASK access =
	    FileInformationClass == FileBasicInformation ? FILE_READ_ATTRIBUTES : 0;
	struct disk_open *open;
	void *object;
	ULONG written = 0;
	NTSTATUS status = find(FileHandle, access, &open, &object);

	if (!NT_SUCCESS(status))
		return status;
	if (open == NULL)
		not_modelled("ZwQueryInformationFile of a device");
	status = tell_file(open, FileInformationClass, FileInformation, Length, &written);
	return finish(NULL, IoStatusBlock, status, written);
}

/* Windows: a directory that is not empty stays.  [ddi:ZwSetInformationFile] */
static NTSTATUS
set_disposition(struct disk_file *file, bool delete)
{
	if (delete &&!list_empty(&file->entries))
		return STATUS_DIRECTORY_NOT_EMPTY;
	if (delete &&file->parent == NULL)
		return STATUS_CANNOT_DELETE;
	file->delete_pending = delete;
	return STATUS_SUCCESS;
}

/* What a class needs: bytes of its record, and a right. */
static bool
set_needs(FILE_INFORMATION_CLASS class, ULONG *bytes, ACCESS_MASK *access)
{
	switch ((ULONG) class) {
	case FileBasicInformation:
		*bytes = sizeof(FILE_BASIC_INFORMATION);
		*access = FILE_WRITE_ATTRIBUTES;
		return true;
	case FileDispositionInformation:
		*bytes = sizeof(BOOLEAN);
		*access = DELETE;
		return true;
	case FilePositionInformation:
		*bytes = sizeof(LARGE_INTEGER);
		*access = 0;
		return true;
	case FileEndOfFileInformation:
		*bytes = sizeof(LARGE_INTEGER);
		*access = FILE_WRITE_DATA;
		return true;
	}
	return false;
}

static NTSTATUS
set_file(struct disk_open *open, FILE_INFORMATION_CLASS class, const void *given)
{
	const FILE_BASIC_INFORMATION *basic = given;
	const LARGE_INTEGER *number = given;

	switch ((ULONG) class) {
	case FileBasicInformation: /* zero and -1 leave a time as it is */
		if (basic->CreationTime.QuadPart > 0)
			open->file->created = (uint64_t)basic->CreationTime.QuadPart;
		if (basic->LastWriteTime.QuadPart > 0)
			open->file->written = (uint64_t)basic->LastWriteTime.QuadPart;
		return STATUS_SUCCESS;
	case FileDispositionInformation:
		return set_disposition(open->file, *(const BOOLEAN *)given != FALSE);
	case FilePositionInformation:
		if (number->QuadPart < 0)
			return STATUS_INVALID_PARAMETER;
		open->object->CurrentByteOffset = *number;
		return STATUS_SUCCESS;
	}
	if (number->QuadPart < 0)
		return STATUS_INVALID_PARAMETER;
	return disk_resize(open->file, (uint64_t)number->QuadPart) ? STATUS_SUCCESS
								   : STATUS_DISK_FULL;
}

NTSTATUS NTAPI
ZwSetInformationFile(HANDLE FileHandle, IO_STATUS_BLOCK *IoStatusBlock, PVOID FileInformation,
    ULONG Length, FILE_INFORMATION_CLASS FileInformationClass)
{
	struct disk_open *open;
	ACCESS_MASK access;
	ULONG bytes;
	void *object;
	NTSTATUS status;

	if (!set_needs(FileInformationClass, &bytes, &access)) {
		if ((ULONG)FileInformationClass < FileMaximumInformation)
			not_modelled("ZwSetInformationFile: class %d", FileInformationClass);
		return STATUS_INVALID_INFO_CLASS;
	}
	status = find(FileHandle, access, &open, &object);
	if (NT_SUCCESS(status) && Length < bytes)
		status = STATUS_INFO_LENGTH_MISMATCH;
	if (!NT_SUCCESS(status))
		return status;
	if (open == NULL)
		not_modelled("ZwSetInformationFile of a device");
	status = set_file(open, FileInformationClass, FileInformation);
	return finish(NULL, IoStatusBlock, status, 0);
}

NTSTATUS NTAPI
ZwFlushBuffersFile(HANDLE FileHandle, IO_STATUS_BLOCK *IoStatusBlock)
{
	struct disk_open *open;
	void *object;
	NTSTATUS status = find(FileHandle, 0, &open, &object);

	if (!NT_SUCCESS(status))
		return status;
	if (open == NULL)
		not_modelled("ZwFlushBuffersFile of a device");
	return finish(NULL, IoStatusBlock, STATUS_SUCCESS, 0);
}

#define HANDLE_FAILS "STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_ACCESS_DENIED "
#define READ_FAILS \
	FAILS(HANDLE_FAILS \
	    "STATUS_END_OF_FILE STATUS_INVALID_PARAMETER STATUS_INVALID_DEVICE_REQUEST")
#define WRITE_FAILS \
	FAILS(HANDLE_FAILS \
	    "STATUS_DISK_FULL STATUS_INVALID_PARAMETER STATUS_INVALID_DEVICE_REQUEST")
#define ROW(name, count, header, ...) \
	EXPORT(name, count, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(header), ##__VA_ARGS__)
#define TWIN(name, function, count, ...) \
	EXPORT_AS(name, function, count, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, ##__VA_ARGS__)

const struct contract file_transfer_exports[] = {
	ROW(ZwReadFile, 9, wdm, READ_FAILS, APPROXIMATES("no APC")),
	TWIN("NtReadFile", ZwReadFile, 9, READ_FAILS, APPROXIMATES("no APC")),
	ROW(ZwWriteFile, 9, wdm, WRITE_FAILS, APPROXIMATES("no APC")),
	TWIN("NtWriteFile", ZwWriteFile, 9, WRITE_FAILS, APPROXIMATES("no APC")),
	ROW(ZwDeviceIoControlFile, 10, ntifs, FAILS(HANDLE_FAILS "STATUS_INVALID_DEVICE_REQUEST"),
	    APPROXIMATES("no APC")),
	TWIN("NtDeviceIoControlFile", ZwDeviceIoControlFile, 10,
	    FAILS(HANDLE_FAILS "STATUS_INVALID_DEVICE_REQUEST"), APPROXIMATES("no APC")),
	ROW(ZwQueryInformationFile, 5, wdm,
	    FAILS(HANDLE_FAILS "STATUS_INFO_LENGTH_MISMATCH STATUS_BUFFER_OVERFLOW "
			       "STATUS_INVALID_INFO_CLASS")),
	TWIN("NtQueryInformationFile", ZwQueryInformationFile, 5,
	    FAILS(HANDLE_FAILS "STATUS_INFO_LENGTH_MISMATCH STATUS_BUFFER_OVERFLOW "
			       "STATUS_INVALID_INFO_CLASS")),
	ROW(ZwSetInformationFile, 5, wdm,
	    FAILS(HANDLE_FAILS "STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_INFO_CLASS "
			       "STATUS_DIRECTORY_NOT_EMPTY STATUS_CANNOT_DELETE")),
	ROW(ZwFlushBuffersFile, 2, ntifs, FAILS(HANDLE_FAILS)),
	EXPORTS_END,
};
