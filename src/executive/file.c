#include "executive/file.h"

#include "executive/attach.h"
#include "executive/device.h"
#include "executive/name.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "executive/string.h"
#include "kernel/wait.h"
#include "ledger/finding.h"

#include <string.h>

#define FILE_TAG 0x656c6946 /* "File" */
#define CLIENT_ACCESS (GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE)

/* What the driver sees comes first. */
struct file_body {
	FILE_OBJECT object;
	struct link requests; /* not done */
	IO_SECURITY_CONTEXT security;
	ACCESS_STATE access;
	bool kernels;
	bool opened; /* IRP_MJ_CREATE succeeded */
};

NTAPI DEVICE_OBJECT *IoGetRelatedDeviceObject(FILE_OBJECT *FileObject);

static NTSTATUS
send(FILE_OBJECT *file, uint8_t major)
{
	struct request request = { .file = file, .major = major };

	request_start(&request);
	return request_finish(&request);
}

/*
 * The last reference went.  Windows does this on a worker thread when it
 * happens above PASSIVE_LEVEL.
 */
static void
file_gone(void *object)
{
	struct file_body *body = object;
	DEVICE_OBJECT *device = body->object.DeviceObject;

	if (body->opened) {
		if (thread_now() == NULL || irql_now() > PASSIVE_LEVEL)
			not_modelled("a file's last reference goes at IRQL %d", irql_now());
		object_reference(object); /* for the request's own */
		send(object, IRP_MJ_CLOSE);
	}
	if (body->object.FileName.Buffer != NULL)
		pool_give(body->object.FileName.Buffer);
	device_file_removed(device);
	object_dereference(device);
}

static struct file_body *
file_make(DEVICE_OBJECT *device, const UNICODE_STRING *rest, ACCESS_MASK access)
{
	struct file_body *body = object_make(OBJECT_FILE, sizeof *body, file_gone);
	FILE_OBJECT *file = &body->object;

	file->Type = IO_TYPE_FILE;
	file->Size = sizeof *file;
	file->DeviceObject = device;
	file->ReadAccess = file->WriteAccess = TRUE;
	event_start(&file->Lock, SynchronizationEvent, true);
	event_start(&file->Event, NotificationEvent, false);
	file->IrpList = (LIST_ENTRY){ &file->IrpList, &file->IrpList };
	if (rest->Length > 0) {
		file->FileName = *rest;
		file->FileName.Buffer = pool_take_own(rest->Length, FILE_TAG);
		memcpy(file->FileName.Buffer, rest->Buffer, rest->Length);
	}
	list_start(&body->requests);
	body->access.OriginalDesiredAccess = body->access.RemainingDesiredAccess = access;
	body->security.AccessState = &body->access;
	body->security.DesiredAccess = access;
	object_reference(device);
	device_file_added(device);
	return body;
}

void
file_create_set_up(FILE_OBJECT *file, IRP *irp, IO_STACK_LOCATION *stack)
{
	struct file_body *body = (struct file_body *)file;

	irp->Flags |= IRP_CREATE_OPERATION | IRP_SYNCHRONOUS_API;
	stack->Parameters.Create.SecurityContext = &body->security;
	stack->Parameters.Create.Options = (ULONG)FILE_OPEN << 24;
	stack->Parameters.Create.FileAttributes = FILE_ATTRIBUTE_NORMAL;
	stack->Parameters.Create.ShareAccess = 0;
}

NTSTATUS
file_open_path(PCUNICODE_STRING path, ACCESS_MASK access, void *process, FILE_OBJECT **file)
{
	DEVICE_OBJECT *device;
	UNICODE_STRING rest;
	struct file_body *body;
	NTSTATUS status = name_resolve(path, &device, &rest);

	if (NT_SUCCESS(status))
		status = device_opens(device);
	if (!NT_SUCCESS(status))
		return status;
	body = file_make(device, &rest, access);
	body->kernels = process == NULL;
	status = send(&body->object, IRP_MJ_CREATE);
	if (!NT_SUCCESS(status)) {
		object_dereference(body);
		return status;
	}
	body->opened = true;
	body->object.Flags |= FO_FILE_OPEN | FO_HANDLE_CREATED;
	*file = &body->object;
	return status;
}

NTSTATUS
file_open(const char *path, void *process, FILE_OBJECT **file)
{
	WCHAR text[NAME_LIMIT];
	UNICODE_STRING name = { .Buffer = text };
	size_t length = strlen(path);

	if (length > NAME_LIMIT)
		return STATUS_NAME_TOO_LONG;
	string_widen(text, path, length);
	if (strncmp(path, "\\\\.\\", 4) == 0 || strncmp(path, "\\\\?\\", 4) == 0)
		string_widen(text, "\\??\\", 4);
	name.Length = name.MaximumLength = (USHORT)(length * sizeof(WCHAR));
	if (process != NULL)
		thread_now()->process = process;
	return file_open_path(&name, CLIENT_ACCESS, process_now(), file);
}

void
file_close(FILE_OBJECT *file)
{
	send(file, IRP_MJ_CLEANUP);
	file->Flags |= FO_CLEANUP_COMPLETE;
	object_dereference(file);
}

static struct request *
first_to_cancel(struct file_body *body)
{
	LIST_EACH (at, &body->requests) {
		struct request *request = LIST_ITEM(at, struct request, link);

		if (!request->cancelled)
			return request;
	}
	return NULL;
}

void
file_cancel_all(FILE_OBJECT *file)
{
	struct request *request;

	while ((request = first_to_cancel((struct file_body *)file)) != NULL) {
		request->cancelled = true;
		request_cancel(request);
	}
}

bool
file_is_kernels(const FILE_OBJECT *file)
{
	return ((const struct file_body *)file)->kernels;
}

void
file_request_add(FILE_OBJECT *file, struct request *request)
{
	list_add(&((struct file_body *)file)->requests, &request->link);
}

/* Windows: the highest device of the stack that the file was opened on.
 *   [ddi:IoGetRelatedDeviceObject] */
DEVICE_OBJECT *NTAPI
IoGetRelatedDeviceObject(FILE_OBJECT *FileObject)
{
	object_expect(FileObject, OBJECT_FILE, "IoGetRelatedDeviceObject");
	return device_top(FileObject->DeviceObject);
}

const struct contract file_exports[] = {
	EXPORT(IoGetRelatedDeviceObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
