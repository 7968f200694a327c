#include "kmdf/driver.h"

#include "kernel/enter.h"
#include "kernel/gate.h"
#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/file.h"
#include "kmdf/init.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define DEFAULT_TAG 0x6b647857 /* "Wxdk": ours; Windows makes one of the driver's name */

/* The thunks of our routines; the same in every life, so no MACHINE_STATE. */
static PDRIVER_DISPATCH dispatch;
static PDRIVER_UNLOAD unload;

static NTSTATUS
refuse(IRP *irp)
{
	irp->IoStatus.Status = STATUS_INVALID_DEVICE_REQUEST;
	irp->IoStatus.Information = 0;
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_INVALID_DEVICE_REQUEST;
}

static void
call_in_context(struct wdf_device *device, struct wdf_request *request, struct wdf_queue *queue)
{
	irp_stack(request->irp)->Control |= SL_PENDING_RETURNED;
	request->aim = queue;
	request->place = REQUEST_IN_CALLER_CONTEXT;
	request->presented = true;
	DRIVER_CALL(ENTRY_WDF_CALLER_CONTEXT, device->in_caller_context, ARG(device), ARG(request));
}

/* [K: FxPkgIo::DispatchStep1, DispatchStep2] */
static NTSTATUS
on_io(struct wdf_device *device, IRP *irp)
{
	struct wdf_queue *queue = device->dispatch[irp_stack(irp)->MajorFunction];

	if (device->in_caller_context != NULL) {
		call_in_context(device, wdf_request_take(device, irp), queue);
		return STATUS_PENDING;
	}
	if (queue == NULL)
		return refuse(irp);
	return wdf_queue_add(queue, wdf_request_take(device, irp));
}

static NTSTATUS
on_shutdown(struct wdf_device *device, IRP *irp)
{
	if (device->shutdown != NULL)
		DRIVER_CALL(ENTRY_OTHER, device->shutdown, ARG(device));
	irp->IoStatus.Status = STATUS_SUCCESS;
	irp->IoStatus.Information = 0;
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

NTSTATUS
wdf_driver_dispatch(struct wdf_device *device, IRP *irp)
{
	switch (irp_stack(irp)->MajorFunction) {
	case IRP_MJ_CREATE:
		return wdf_file_on_create(device, irp);
	case IRP_MJ_CLEANUP:
		return wdf_file_on_cleanup(device, irp);
	case IRP_MJ_CLOSE:
		return wdf_file_on_close(device, irp);
	case IRP_MJ_SHUTDOWN:
		return on_shutdown(device, irp);
	case IRP_MJ_READ:
	case IRP_MJ_WRITE:
	case IRP_MJ_DEVICE_CONTROL:
	case IRP_MJ_INTERNAL_DEVICE_CONTROL:
		return on_io(device, irp);
	}
	return refuse(irp);
}

/* FxDevice::Dispatch: every MajorFunction of a framework driver.  [K: fxdevicekm.cpp] */
static NTSTATUS NTAPI
KmdfDispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	struct wdf_device *device = wdf_device_of(DeviceObject);
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS preprocess;

	if (device == NULL)
		return refuse(Irp);
	preprocess = device->preprocess != NULL ? wdf_preprocess_of(device, Irp) : NULL;
	if (preprocess != NULL)
		return (NTSTATUS)DRIVER_CALL(
		    ENTRY_WDF_PREPROCESS, preprocess, ARG(device), ARG(Irp));
	return wdf_driver_dispatch(device, Irp);
}

void
wdf_driver_disposal_began(struct wdf_driver *driver)
{
	driver->disposals++;
	event_clear(&driver->disposed);
}

void
wdf_driver_disposal_ended(struct wdf_driver *driver)
{
	if (--driver->disposals == 0)
		event_signal(&driver->disposed);
}

void
wdf_driver_delete(struct wdf_driver *driver)
{
	struct binding *binding = driver->object.binding;

	event_wait(&driver->disposed, CLOCK_NEVER, "deleted framework objects");
	driver->object.state = WDF_LIFE_CREATED;
	wdf_object_reference(&driver->object);
	wdf_object_delete(&driver->object);
	event_wait(&driver->disposed, CLOCK_NEVER, "deleted framework objects");
	binding->driver = NULL;
	binding->globals.Driver = NULL;
	wdf_object_release(&driver->object);
}

void
wdf_driver_destroy(struct wdf_object *object)
{
	wdf_text_give(&((struct wdf_driver *)object)->registry_path);
}

/* A control device that programs never could open.  [wdf/using-control-device-objects] */
static void
check_finished(struct wdf_driver *driver)
{
	LIST_EACH (at, &driver->object.children) {
		struct wdf_object *child = LIST_ITEM(at, struct wdf_object, sibling);

		if (child->kind == WDF_KIND_DEVICE && !((struct wdf_device *)child)->finished)
			finding(RULE_R10,
			    "a control device was never finished with "
			    "WdfControlFinishInitializing");
	}
}

void
wdf_driver_unload(DRIVER_OBJECT *driver_object)
{
	struct binding *binding = wdf_binding_find(driver_object);
	struct wdf_driver *driver = binding != NULL ? binding->driver : NULL;

	if (driver == NULL)
		return;
	if (driver->unload != NULL)
		DRIVER_CALL(ENTRY_WDF_UNLOAD, driver->unload, ARG(driver));
	check_finished(driver);
	wdf_driver_delete(driver);
}

/* What DriverUnload points at, or the stub calls from its own.  [K: FxDriver::Unload] */
static void NTAPI
KmdfUnload(PDRIVER_OBJECT DriverObject)
{
	wdf_driver_unload(DriverObject);
}

static const struct contract routines[] = {
	EXPORT(KmdfDispatch, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(KmdfUnload, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};

void
wdf_driver_start(void)
{
	dispatch = (PDRIVER_DISPATCH)gate_bind(&routines[0]);
	unload = (PDRIVER_UNLOAD)gate_bind(&routines[1]);
}

/* The service's name, the last part of its registry path.  [K: _InitializeDriverName] */
static void
name_driver(WDF_DRIVER_GLOBALS *globals, PCUNICODE_STRING path)
{
	size_t length = path->Length / sizeof(WCHAR);
	size_t start = length;
	size_t count;

	while (start > 0 && path->Buffer[start - 1] != '\\')
		start--;
	count = length - start;
	if (count > sizeof(globals->DriverName) - 1)
		count = sizeof(globals->DriverName) - 1;
	for (size_t at = 0; at < count; at++)
		globals->DriverName[at] = (CHAR)path->Buffer[start + at];
	globals->DriverName[count] = '\0';
}

static NTSTATUS
config_check(const struct binding *binding, const WDF_DRIVER_CONFIG *config,
    const WDF_OBJECT_ATTRIBUTES *attributes)
{
	const ULONG known =
	    WdfDriverInitNonPnpDriver | WdfDriverInitNoDispatchOverride | WdfDriverInitCompanion;

	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->DriverInitFlags & ~known)
		return STATUS_INVALID_PARAMETER;
	if (binding->driver != NULL)
		return STATUS_DRIVER_INTERNAL_ERROR;
	if ((config->DriverInitFlags & WdfDriverInitNonPnpDriver)
	    && (config->DriverInitFlags & WdfDriverInitNoDispatchOverride) == 0
	    && config->EvtDriverDeviceAdd != NULL)
		return STATUS_INVALID_PARAMETER;
	return attributes_check(attributes,
	    ATTRIBUTES_PARENT_NOT_ALLOWED | ATTRIBUTES_EXECUTION_LEVEL
		| ATTRIBUTES_SYNCHRONIZATION);
}

/* Windows: an EvtDriverUnload makes the driver unloadable, and nothing else does.
 *   [K: FxDriver::Initialize; semantics 1.6] */
static void
take_over(DRIVER_OBJECT *driver_object, const WDF_DRIVER_CONFIG *config)
{
	if (config->DriverInitFlags & WdfDriverInitNoDispatchOverride)
		return;
	driver_object->DriverUnload = config->EvtDriverUnload != NULL ? unload : NULL;
	for (unsigned major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++)
		driver_object->MajorFunction[major] = dispatch;
}

static struct wdf_driver *
driver_make(struct binding *binding, PCUNICODE_STRING path, const WDF_DRIVER_CONFIG *config,
    const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct wdf_driver *driver = (struct wdf_driver *)wdf_object_take(
	    binding, WDF_KIND_DRIVER, sizeof(*driver), attributes, NULL);

	driver->object.no_delete = true;
	driver->driver_object = binding->driver_object;
	driver->registry_path = wdf_text_copy(path);
	driver->level = WdfExecutionLevelDispatch;
	driver->scope = WdfSynchronizationScopeNone;
	if (attributes != NULL && attributes->ExecutionLevel != WdfExecutionLevelInheritFromParent)
		driver->level = attributes->ExecutionLevel;
	if (attributes != NULL
	    && attributes->SynchronizationScope != WdfSynchronizationScopeInheritFromParent)
		driver->scope = attributes->SynchronizationScope;
	if ((config->DriverInitFlags & WdfDriverInitNoDispatchOverride) == 0)
		driver->unload = config->EvtDriverUnload;
	event_start(&driver->disposed, NotificationEvent, true);
	return driver;
}

/* Here: drivers that get their devices from the Plug and Play manager are not modelled. */
static NTSTATUS NTAPI
WdfDriverCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PDRIVER_OBJECT DriverObject,
    PCUNICODE_STRING RegistryPath, PWDF_OBJECT_ATTRIBUTES DriverAttributes,
    PWDF_DRIVER_CONFIG DriverConfig, WDFDRIVER *Driver)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_driver *driver;
	NTSTATUS status;

	wdf_not_null(DriverObject, __func__, "DriverObject");
	wdf_not_null(RegistryPath, __func__, "RegistryPath");
	wdf_not_null(DriverConfig, __func__, "DriverConfig");
	status = config_check(binding, DriverConfig, DriverAttributes);
	if (NT_SUCCESS(status))
		status = wdf_text_check(RegistryPath);
	if (!NT_SUCCESS(status))
		return status;
	if ((DriverConfig->DriverInitFlags & WdfDriverInitNonPnpDriver) == 0)
		not_modelled("WdfDriverCreate: a Plug and Play driver");
	name_driver(&binding->globals, RegistryPath);
	binding->driver_object = DriverObject;
	binding->globals.DriverTag = DEFAULT_TAG;
	if (DriverConfig->DriverPoolTag != 0)
		binding->globals.DriverTag = DriverConfig->DriverPoolTag;
	driver = driver_make(binding, RegistryPath, DriverConfig, DriverAttributes);
	binding->driver = driver;
	binding->globals.Driver = wdf_object_handle(&driver->object);
	binding->globals.DriverFlags |= DriverConfig->DriverInitFlags;
	binding->globals.DisplaceDriverUnload = DriverConfig->EvtDriverUnload != NULL;
	take_over(DriverObject, DriverConfig);
	if (Driver != NULL)
		*Driver = wdf_object_handle(&driver->object);
	return STATUS_SUCCESS;
}

static PWSTR NTAPI
WdfDriverGetRegistryPath(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver)
{
	struct wdf_driver *driver =
	    wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);

	return driver->registry_path.Buffer;
}

static PDRIVER_OBJECT NTAPI
WdfDriverWdmGetDriverObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver)
{
	struct wdf_driver *driver =
	    wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);

	return driver->driver_object;
}

static WDFDRIVER NTAPI
WdfWdmDriverGetWdfDriverHandle(PWDF_DRIVER_GLOBALS DriverGlobals, PDRIVER_OBJECT DriverObject)
{
	struct binding *binding;

	(void)wdf_binding_from(DriverGlobals, __func__);
	wdf_not_null(DriverObject, __func__, "DriverObject");
	binding = wdf_binding_find(DriverObject);
	if (binding == NULL || binding->driver == NULL)
		wdf_violation(VIOLATION_HANDLE, "%s: no driver of the framework", __func__);
	return wdf_object_handle(&binding->driver->object);
}

static BOOLEAN NTAPI
WdfDriverIsVersionAvailable(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver,
    PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams)
{
	(void)wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);
	wdf_not_null(VersionAvailableParams, __func__, "VersionAvailableParams");
	return VersionAvailableParams->Size == sizeof(*VersionAvailableParams)
	    && VersionAvailableParams->MajorVersion == 1
	    && VersionAvailableParams->MinorVersion <= WDF_MINOR;
}

/* [K: fxdriverapi.cpp] */
static NTSTATUS NTAPI
WdfDriverRegisterTraceInfo(PWDF_DRIVER_GLOBALS DriverGlobals, PDRIVER_OBJECT DriverObject,
    void *EvtTraceCallback, void *ControlBlock)
{
	(void)DriverObject, (void)EvtTraceCallback, (void)ControlBlock;
	(void)wdf_binding_from(DriverGlobals, __func__);
	return STATUS_NOT_SUPPORTED;
}

const struct contract wdf_driver_slots[] = {
	EXPORT(WdfDriverCreate, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfdriver),
	    FAILS("STATUS_DRIVER_INTERNAL_ERROR STATUS_INFO_LENGTH_MISMATCH "
		  "STATUS_INVALID_PARAMETER")),
	EXPORT(WdfDriverGetRegistryPath, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdriver)),
	EXPORT(WdfDriverWdmGetDriverObject, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdriver)),
	EXPORT(WdfWdmDriverGetWdfDriverHandle, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdriver)),
	EXPORT(WdfDriverIsVersionAvailable, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdriver)),
	EXPORT(WdfDriverRegisterTraceInfo, 4, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdriver),
	    FAILS("STATUS_NOT_SUPPORTED")),
	EXPORTS_END,
};
