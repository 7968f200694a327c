#include "kmdf/file.h"

#include "executive/process.h"
#include "kernel/enter.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/finding.h"

static ULONG
class_of(const struct wdf_device *device)
{
	if (!device->has_files)
		return WdfFileObjectNotRequired;
	return (ULONG)device->file_config.FileObjectClass & ~WDF_FILEOBJECT_CAN_BE_OPTIONAL;
}

/* Where the framework may keep the WDFFILEOBJECT in the FILE_OBJECT; NULL: nowhere. */
static void **
place_in(const struct wdf_device *device, FILE_OBJECT *file_object)
{
	if (class_of(device) == WdfFileObjectWdfCanUseFsContext)
		return &file_object->FsContext;
	if (class_of(device) == WdfFileObjectWdfCanUseFsContext2)
		return &file_object->FsContext2;
	return NULL;
}

struct wdf_file *
wdf_file_find(struct wdf_device *device, FILE_OBJECT *file_object)
{
	if (file_object == NULL || class_of(device) == WdfFileObjectNotRequired)
		return NULL;
	if (place_in(device, file_object) != NULL)
		return *place_in(device, file_object);
	LIST_EACH (at, &device->files) {
		struct wdf_file *file = LIST_ITEM(at, struct wdf_file, link);

		if (file->file_object == file_object)
			return file;
	}
	return NULL;
}

static NTSTATUS
file_add(struct wdf_device *device, FILE_OBJECT *file_object)
{
	const WDF_OBJECT_ATTRIBUTES *attributes =
	    device->file_attributes.Size != 0 ? &device->file_attributes : NULL;
	struct wdf_file *file;

	if (class_of(device) == WdfFileObjectNotRequired)
		return STATUS_SUCCESS;
	if (file_object == NULL)
		return STATUS_DEVICE_CONFIGURATION_ERROR;
	file = (struct wdf_file *)wdf_object_take(
	    device->object.binding, WDF_KIND_FILE, sizeof(*file), attributes, &device->object);
	if (file == NULL)
		return STATUS_DELETE_PENDING;
	file->object.no_delete = true;
	file->device = device;
	file->file_object = file_object;
	file->process = (ULONG)process_id(process_now());
	list_add_first(&device->files, &file->link);
	if (place_in(device, file_object) != NULL)
		*place_in(device, file_object) = file;
	return STATUS_SUCCESS;
}

static void
file_remove(struct wdf_device *device, FILE_OBJECT *file_object)
{
	struct wdf_file *file = wdf_file_find(device, file_object);

	if (file == NULL)
		return;
	if (place_in(device, file_object) != NULL)
		*place_in(device, file_object) = NULL;
	list_remove(&file->link);
	wdf_object_delete(&file->object);
}

static NTSTATUS
complete(IRP *irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

void
wdf_file_created(struct wdf_device *device, IRP *irp)
{
	if (NT_SUCCESS(irp->IoStatus.Status))
		return;
	file_remove(device, irp_stack(irp)->FileObject);
	wdf_device_file_closed(device);
}

/* The driver's callback gets the request, as the queue of creates presents it. */
static NTSTATUS
present(struct wdf_device *device, struct wdf_request *request, FILE_OBJECT *file_object)
{
	struct wdf_queue *queue = device->creates;
	struct wdf_file *file = wdf_file_find(device, file_object);
	NTSTATUS status = wdf_queue_add(queue, request);
	struct wdf_request *next;

	if (status != STATUS_PENDING)
		return status;
	if (!NT_SUCCESS(wdf_queue_next(queue, file_object, NULL, &next)))
		return STATUS_PENDING; /* it was canceled */
	wdf_callback_lock_take(queue->lock);
	DRIVER_CALL(ENTRY_WDF_FILE_CREATE, device->file_config.EvtDeviceFileCreate, ARG(device),
	    ARG(next), ARG(file));
	wdf_callback_lock_give(queue->lock);
	return STATUS_PENDING;
}

/* [K: FxPkgGeneral::OnCreate] */
NTSTATUS
wdf_file_on_create(struct wdf_device *device, IRP *irp)
{
	FILE_OBJECT *file_object = irp_stack(irp)->FileObject;
	NTSTATUS status;

	if (!device->finished) {
		device->finished = true;
		finding(RULE_R10,
		    "a control device is opened that was not finished with "
		    "WdfControlFinishInitializing");
	}
	device->files_open++;
	if (device->exclusive && device->files_open > 2)
		status = STATUS_ACCESS_DENIED;
	else
		status = file_add(device, file_object);
	if (!NT_SUCCESS(status)) {
		wdf_device_file_closed(device);
		return complete(irp, status);
	}
	if (device->creates_to != NULL)
		return wdf_queue_add(device->creates_to, wdf_request_take(device, irp));
	if (device->creates == NULL)
		return complete(irp, STATUS_SUCCESS);
	return present(device, wdf_request_take(device, irp), file_object);
}

static struct wdf_queue *
queue_number(struct wdf_device *device, unsigned number)
{
	LIST_EACH (at, &device->object.children) {
		struct wdf_object *child = LIST_ITEM(at, struct wdf_object, sibling);

		if (child->kind == WDF_KIND_QUEUE && number-- == 0)
			return (struct wdf_queue *)child;
	}
	return NULL;
}

/* By number, for the driver's callbacks may add to the children or take from them. */
static void
flush_queues(struct wdf_device *device, const FILE_OBJECT *file_object)
{
	struct wdf_queue *queue;

	for (unsigned number = 0; (queue = queue_number(device, number)) != NULL; number++) {
		wdf_object_reference(&queue->object);
		wdf_queue_flush(queue, file_object);
		wdf_object_release(&queue->object);
	}
}

static void
call_file(
    struct wdf_device *device, enum entry_kind kind, uintptr_t callback, FILE_OBJECT *file_object)
{
	struct wdf_callback_lock *lock =
	    device->scope == WdfSynchronizationScopeDevice ? &device->lock : NULL;

	if (!device->has_files || callback == 0)
		return;
	wdf_callback_lock_take(lock);
	DRIVER_CALL(kind, callback, ARG(wdf_file_find(device, file_object)));
	wdf_callback_lock_give(lock);
}

/* [K: FxPkgGeneral::OnCleanup] */
NTSTATUS
wdf_file_on_cleanup(struct wdf_device *device, IRP *irp)
{
	FILE_OBJECT *file_object = irp_stack(irp)->FileObject;

	call_file(device, ENTRY_WDF_FILE_CLEANUP, (uintptr_t)device->file_config.EvtFileCleanup,
	    file_object);
	if (file_object != NULL)
		flush_queues(device, file_object);
	return complete(irp, STATUS_SUCCESS);
}

/* [K: FxPkgGeneral::OnClose] */
NTSTATUS
wdf_file_on_close(struct wdf_device *device, IRP *irp)
{
	FILE_OBJECT *file_object = irp_stack(irp)->FileObject;
	NTSTATUS status;

	call_file(
	    device, ENTRY_WDF_FILE_CLOSE, (uintptr_t)device->file_config.EvtFileClose, file_object);
	file_remove(device, file_object);
	status = complete(irp, STATUS_SUCCESS);
	wdf_device_file_closed(device);
	return status;
}

static PUNICODE_STRING NTAPI
WdfFileObjectGetFileName(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_object_for(DriverGlobals, FileObject, WDF_KIND_FILE, __func__);

	return &file->file_object->FileName;
}

static ULONG NTAPI
WdfFileObjectGetFlags(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_object_for(DriverGlobals, FileObject, WDF_KIND_FILE, __func__);

	return file->file_object->Flags;
}

static WDFDEVICE NTAPI
WdfFileObjectGetDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_object_for(DriverGlobals, FileObject, WDF_KIND_FILE, __func__);

	return wdf_object_handle(&file->device->object);
}

static PFILE_OBJECT NTAPI
WdfFileObjectWdmGetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_object_for(DriverGlobals, FileObject, WDF_KIND_FILE, __func__);

	return file->file_object;
}

const struct contract wdf_file_slots[] = {
	EXPORT(WdfFileObjectGetFileName, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdffileobject)),
	EXPORT(WdfFileObjectGetFlags, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdffileobject)),
	EXPORT(WdfFileObjectGetDevice, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdffileobject)),
	EXPORT(
	    WdfFileObjectWdmGetFileObject, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdffileobject)),
	EXPORTS_END,
};
