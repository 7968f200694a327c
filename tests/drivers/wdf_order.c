/*
 * Says in which order the framework takes apart what the driver made: a driver with
 * a control device that has a timer, which runs, and a work item, which is queued.
 */
#include "../../samples/faulty/faulty_wdf.h"

static WDFTIMER timer;
static WDFWORKITEM item;
static volatile LONG ticks;

static EVT_WDF_DRIVER_UNLOAD unload;
static EVT_WDF_TIMER tick;
static EVT_WDF_WORKITEM work;

#define SAYS(name, text)                                                                           \
	static EVT_WDF_OBJECT_CONTEXT_CLEANUP name;                                                \
	static VOID name(WDFOBJECT object)                                                         \
	{                                                                                          \
		UNREFERENCED_PARAMETER(object);                                                    \
		DbgPrint("wdf_order: " text "\n");                                                 \
	}
SAYS(child_cleanup, "cleanup of the child")
SAYS(child_destroy, "destroy of the child")
SAYS(device_cleanup, "cleanup of the device")
SAYS(device_destroy, "destroy of the device")
SAYS(driver_cleanup, "cleanup of the driver")
SAYS(driver_destroy, "destroy of the driver")

static VOID
tick(WDFTIMER self)
{
	UNREFERENCED_PARAMETER(self);
	InterlockedIncrement(&ticks);
}

static VOID
work(WDFWORKITEM self)
{
	UNREFERENCED_PARAMETER(self);
	InterlockedIncrement(&ticks);
}

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	DbgPrint("wdf_order: unload\n");
	WdfWorkItemEnqueue(item);
}

static NTSTATUS
timer_create(VOID)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;
	NTSTATUS status;

	WDF_TIMER_CONFIG_INIT_PERIODIC(&config, tick, 100);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = faulty_control;
	attributes.EvtCleanupCallback = child_cleanup;
	attributes.EvtDestroyCallback = child_destroy;
	status = WdfTimerCreate(&config, &attributes, &timer);
	if (NT_SUCCESS(status))
		(VOID)WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(100));
	return status;
}

static NTSTATUS
item_create(VOID)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG config;

	WDF_WORKITEM_CONFIG_INIT(&config, work);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = faulty_control;
	return WdfWorkItemCreate(&config, &attributes, &item);
}

static NTSTATUS
control_create(WDFDRIVER driver)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(FAULTY_DEVICE);
	PWDFDEVICE_INIT init = faulty_control_init(driver);
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	if (init == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = device_cleanup;
	attributes.EvtDestroyCallback = device_destroy;
	status = WdfDeviceInitAssignName(init, &name);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, &attributes, &faulty_control);
	if (!NT_SUCCESS(status))
		WdfDeviceInitFree(init);
	return status;
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = unload;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = driver_cleanup;
	attributes.EvtDestroyCallback = driver_destroy;
	status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, &driver);
	if (!NT_SUCCESS(status))
		return status;
	status = control_create(driver);
	if (NT_SUCCESS(status))
		status = item_create();
	if (NT_SUCCESS(status))
		status = timer_create();
	if (NT_SUCCESS(status))
		WdfControlFinishInitializing(faulty_control);
	return status;
}
