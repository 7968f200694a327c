#include "kmdf/device.h"

#include "executive/object.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/driver.h"
#include "kmdf/file.h"
#include "kmdf/init.h"
#include "kmdf/memory.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/finding.h"

#include <string.h>

struct wdf_device *
wdf_device_of(const DEVICE_OBJECT *device_object)
{
	const struct wdf_context *context;

	if (device_object->DeviceExtension == NULL)
		return NULL;
	context = LIST_ITEM(device_object->DeviceExtension, struct wdf_context, bytes);
	if (!wdf_object_is(context->object, WDF_KIND_DEVICE))
		return NULL;
	return (struct wdf_device *)context->object;
}

bool
wdf_device_initializing(const struct wdf_device *device)
{
	return device->device_object->Flags & DO_DEVICE_INITIALIZING;
}

/* Windows: the default queue takes every kind of request that no other queue does, but creates.
 *   [K: FxPkgIo::InitializeDefaultQueue] */
void
wdf_device_set_default(struct wdf_device *device, struct wdf_queue *queue)
{
	device->default_queue = queue;
	queue->object.no_delete = true;
	for (unsigned major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++) {
		if (device->dispatch[major] == NULL)
			device->dispatch[major] = queue;
	}
}

void
wdf_device_forget_queue(struct wdf_device *device, const struct wdf_queue *queue)
{
	for (unsigned major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++) {
		if (device->dispatch[major] == queue)
			device->dispatch[major] = NULL;
	}
	if (device->default_queue == queue)
		device->default_queue = NULL;
	if (device->creates_to == queue)
		device->creates_to = NULL;
	if (device->creates == queue)
		device->creates = NULL;
}

/* [K: FxPkgGeneral::DecrementOpenHandleCount] */
void
wdf_device_file_closed(struct wdf_device *device)
{
	if (--device->files_open == 0)
		wdf_object_delete(&device->object);
}

/* Windows: the WDM device goes at once, the WDFDEVICE with its last open file.
 *   [K: FxDevice::DeleteObject] */
void
wdf_device_delete(struct wdf_device *device)
{
	if (device->wdm_deleted || device->object.state != WDF_LIFE_CREATED)
		return;
	device->wdm_deleted = true;
	object_reference(device->device_object);
	IoDeleteDevice(device->device_object);
	wdf_device_file_closed(device);
}

/* [K: FxDevice::Dispose, FxDevice::Destroy] */
void
wdf_device_disposed(struct wdf_object *object)
{
	struct wdf_device *device = (struct wdf_device *)object;

	wdf_object_children_let_go(object);
	if (device->device_object == NULL)
		return;
	device->device_object->DeviceExtension = NULL;
	if (device->link.Buffer != NULL)
		IoDeleteSymbolicLink(&device->link);
	if (device->shutdown != NULL)
		IoUnregisterShutdownNotification(device->device_object);
	if (device->wdm_deleted)
		object_dereference(device->device_object);
	else
		IoDeleteDevice(device->device_object);
	device->device_object = NULL;
}

void
wdf_device_destroy(struct wdf_object *object)
{
	struct wdf_device *device = (struct wdf_device *)object;

	wdf_text_give(&device->name);
	wdf_text_give(&device->link);
	if (device->preprocess != NULL)
		arena_give(device->preprocess);
}

static void
configure(struct wdf_device *device, const struct WDFDEVICE_INIT *init,
    const WDF_OBJECT_ATTRIBUTES *attributes)
{
	const struct wdf_driver *driver = device->object.binding->driver;

	device->level = driver->level;
	device->scope = driver->scope;
	if (attributes != NULL && attributes->ExecutionLevel != WdfExecutionLevelInheritFromParent)
		device->level = attributes->ExecutionLevel;
	if (attributes != NULL
	    && attributes->SynchronizationScope != WdfSynchronizationScopeInheritFromParent)
		device->scope = attributes->SynchronizationScope;
	wdf_callback_lock_start(&device->lock, device->level == WdfExecutionLevelPassive);
	device->files_open = 1;
	list_start(&device->files);
	device->io_type = init->io_type;
	device->exclusive = init->exclusive;
	device->has_files = init->has_files;
	device->file_config = init->file_config;
	device->file_attributes = init->file_attributes;
	device->request_attributes = init->request_attributes;
	device->in_caller_context = init->in_caller_context;
	if (init->preprocesses) {
		device->preprocess = arena_take(sizeof(init->preprocess));
		memcpy(device->preprocess, init->preprocess, sizeof(init->preprocess));
	}
}

/* [K: FxDevice::CreateDevice, FxPkgGeneral::PostCreateDeviceInitialize] */
static NTSTATUS
make_wdm(struct wdf_device *device, struct WDFDEVICE_INIT *init)
{
	UNICODE_STRING *name = init->name.Buffer != NULL ? &init->name : NULL;
	NTSTATUS status = IoCreateDeviceSecure(device->object.binding->driver_object,
	    sizeof(void *), name, init->type, init->characteristics, init->exclusive, &init->sddl,
	    init->has_class ? &init->class : NULL, &device->device_object);

	if (!NT_SUCCESS(status))
		return status;
	device->device_object->DeviceExtension = wdf_object_context(&device->object);
	if (device->io_type == WdfDeviceIoBuffered)
		device->device_object->Flags |= DO_BUFFERED_IO;
	else if (device->io_type == WdfDeviceIoDirect)
		device->device_object->Flags |= DO_DIRECT_IO;
	if (device->preprocess != NULL)
		device->device_object->StackSize++;
	if (init->shutdown == NULL)
		return STATUS_SUCCESS;
	device->shutdown = init->shutdown;
	if (init->shutdown_flags & WdfDeviceShutdown)
		status = IoRegisterShutdownNotification(device->device_object);
	if (NT_SUCCESS(status) && (init->shutdown_flags & WdfDeviceLastChanceShutdown))
		status = IoRegisterLastChanceShutdownNotification(device->device_object);
	return status;
}

/* The framework's own queue, from which creates are presented to EvtDeviceFileCreate. */
static NTSTATUS
make_creates(struct wdf_device *device)
{
	static const WDF_IO_QUEUE_CONFIG config = {
		.Size = sizeof(config),
		.DispatchType = WdfIoQueueDispatchManual,
		.AllowZeroLengthRequests = TRUE,
	};
	NTSTATUS status;

	if (!device->has_files || device->file_config.EvtDeviceFileCreate == NULL)
		return STATUS_SUCCESS;
	status = wdf_queue_make(device, &config, NULL, &device->creates);
	if (NT_SUCCESS(status)) {
		device->creates->internal = true;
		device->creates->object.no_delete = true;
	}
	return status;
}

static NTSTATUS
make_from(
    struct WDFDEVICE_INIT *init, const WDF_OBJECT_ATTRIBUTES *attributes, struct wdf_device **made)
{
	struct wdf_device *device = (struct wdf_device *)wdf_object_take(init->binding,
	    WDF_KIND_DEVICE, sizeof(*device), attributes, wdf_driver_object(init->binding->driver));
	NTSTATUS status;

	if (device == NULL)
		return STATUS_DELETE_PENDING;
	configure(device, init, attributes);
	status = make_wdm(device, init);
	if (NT_SUCCESS(status))
		status = make_creates(device);
	if (!NT_SUCCESS(status)) {
		wdf_object_undo(&device->object);
		return status;
	}
	device->name = init->name;
	init->name = (UNICODE_STRING){ 0 };
	*made = device;
	return STATUS_SUCCESS;
}

/*
 * Windows: on success the init is the framework's and the driver's pointer
 *   becomes NULL; otherwise the driver still has it.  A device with a security
 *   descriptor, as a control device has, needs a name.  [ddi:WdfDeviceCreate;
 *   K: fxdeviceapi.cpp]
 */
static NTSTATUS NTAPI
WdfDeviceCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT *DeviceInit,
    PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device)
{
	struct WDFDEVICE_INIT *init;
	struct wdf_device *device;
	NTSTATUS status;

	wdf_not_null(DeviceInit, __func__, "DeviceInit");
	init = wdf_init_from(DriverGlobals, *DeviceInit, __func__);
	wdf_not_null(Device, __func__, "Device");
	*Device = NULL;
	status = attributes_check(DeviceAttributes,
	    ATTRIBUTES_PARENT_NOT_ALLOWED | ATTRIBUTES_EXECUTION_LEVEL
		| ATTRIBUTES_SYNCHRONIZATION);
	if (!NT_SUCCESS(status))
		return status;
	if (init->name.Buffer == NULL
	    && (init->characteristics & FILE_AUTOGENERATED_DEVICE_NAME) == 0)
		return STATUS_INVALID_SECURITY_DESCR;
	status = make_from(init, DeviceAttributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	wdf_init_give(init);
	*DeviceInit = NULL;
	*Device = wdf_object_handle(&device->object);
	return STATUS_SUCCESS;
}

static void NTAPI
WdfControlFinishInitializing(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	device->finished = true;
	device->device_object->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
}

/* Windows: the link goes with the device; a device has one.  [K: fxdeviceapi.cpp] */
static NTSTATUS NTAPI
WdfDeviceCreateSymbolicLink(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	NTSTATUS status;

	wdf_not_null(SymbolicLinkName, __func__, "SymbolicLinkName");
	if (SymbolicLinkName->Length == 0)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_text_check(SymbolicLinkName);
	if (!NT_SUCCESS(status))
		return status;
	if (device->link.Buffer != NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	device->link = wdf_text_copy(SymbolicLinkName);
	status = IoCreateSymbolicLink(&device->link, &device->name);
	if (!NT_SUCCESS(status))
		wdf_text_give(&device->link);
	return status;
}

static PDEVICE_OBJECT NTAPI
WdfDeviceWdmGetDeviceObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	return device->device_object;
}

/* Windows: a control device stands on nothing.  [ddi:WdfDeviceWdmGetAttachedDevice] */
static PDEVICE_OBJECT NTAPI
WdfDeviceWdmGetAttachedDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	(void)wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	return NULL;
}

static WDFDEVICE NTAPI
WdfWdmDeviceGetWdfDeviceHandle(PWDF_DRIVER_GLOBALS DriverGlobals, PDEVICE_OBJECT DeviceObject)
{
	struct wdf_device *device;

	(void)wdf_binding_from(DriverGlobals, __func__);
	wdf_not_null(DeviceObject, __func__, "DeviceObject");
	device = wdf_device_of(DeviceObject);
	if (device == NULL)
		wdf_violation(
		    VIOLATION_HANDLE, "%s: the device is none of the framework's", __func__);
	return wdf_object_handle(&device->object);
}

static WDFDRIVER NTAPI
WdfDeviceGetDriver(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	return wdf_object_handle(wdf_driver_object(device->object.binding->driver));
}

static WDFQUEUE NTAPI
WdfDeviceGetDefaultQueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	return device->default_queue != NULL ? wdf_object_handle(&device->default_queue->object)
					     : NULL;
}

static WDFFILEOBJECT NTAPI
WdfDeviceGetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PFILE_OBJECT FileObject)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	struct wdf_file *file = wdf_file_find(device, FileObject);

	return file != NULL ? wdf_object_handle(&file->object) : NULL;
}

static ULONG NTAPI
WdfDeviceGetCharacteristics(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	return device->device_object->Characteristics;
}

static NTSTATUS
configure_dispatch(struct wdf_device *device, struct wdf_queue *queue, WDF_REQUEST_TYPE type)
{
	struct wdf_queue *now = device->dispatch[type];

	if (!wdf_queue_handles(queue, type))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (type == WdfRequestTypeCreate) {
		if (device->creates_to != NULL)
			return STATUS_INVALID_PARAMETER;
		device->creates_to = queue;
		return STATUS_SUCCESS;
	}
	if (now != NULL && now != device->default_queue)
		return STATUS_WDF_BUSY;
	device->dispatch[type] = queue;
	return STATUS_SUCCESS;
}

/* [K: fxdeviceapi.cpp, FxPkgGeneral::ConfigureForwarding, FxPkgIo::ConfigureForwarding] */
static NTSTATUS NTAPI
WdfDeviceConfigureRequestDispatching(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
    WDFQUEUE Queue, WDF_REQUEST_TYPE RequestType)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	struct wdf_queue *queue;

	if (RequestType != WdfRequestTypeCreate && RequestType != WdfRequestTypeRead
	    && RequestType != WdfRequestTypeWrite && RequestType != WdfRequestTypeDeviceControl
	    && RequestType != WdfRequestTypeDeviceControlInternal)
		return STATUS_INVALID_PARAMETER;
	queue = wdf_object_get(Queue, WDF_KIND_QUEUE, __func__);
	if (queue->device != device)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!wdf_device_initializing(device))
		return STATUS_INVALID_DEVICE_STATE;
	return configure_dispatch(device, queue, RequestType);
}

/* Windows: only for a request in EvtIoInCallerContext.  Refused, it is still the driver's.
 *   [K: FxPkgIo::EnqueueRequest] */
static NTSTATUS NTAPI
WdfDeviceEnqueueRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, WDFREQUEST Request)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);
	struct wdf_queue *queue = request->aim;

	if (request->place != REQUEST_IN_CALLER_CONTEXT)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (queue == NULL)
		queue = device->dispatch[irp_stack(request->irp)->MajorFunction];
	if (queue == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_queue_add_known(queue, request);
}

const struct contract wdf_device_slots[] = {
	EXPORT(WdfDeviceCreate, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfdevice),
	    FAILS("STATUS_DELETE_PENDING STATUS_INVALID_SECURITY_DESCR")),
	EXPORT(WdfControlFinishInitializing, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfcontrol)),
	EXPORT(WdfDeviceCreateSymbolicLink, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(wdfdevice), FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfDeviceWdmGetDeviceObject, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceWdmGetAttachedDevice, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfWdmDeviceGetWdfDeviceHandle, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceGetDriver, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceGetDefaultQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceGetFileObject, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceGetCharacteristics, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceConfigureRequestDispatching, 4, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST STATUS_INVALID_DEVICE_STATE "
		  "STATUS_INVALID_PARAMETER STATUS_WDF_BUSY")),
	EXPORT(WdfDeviceEnqueueRequest, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORTS_END,
};
