#include "../executive/bench_machine.c"

#include "bench_driver.h"

#include "kmdf/exports.h"
#include "registry/exports.h"
#include "registry/registry.h"

PWDF_DRIVER_GLOBALS globals;
uint64_t slots[WDF_SLOT_COUNT];
struct driver *driver;
WDFDRIVER wdf_driver;
WDFDEVICE wdf_device;
char notes[64];

static WDF_BIND_INFO bind_info;
static WCHAR path_text[] = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\bench";
static UNICODE_STRING path = { sizeof(path_text) - 2, sizeof(path_text), path_text };
static WCHAR device_text[] = u"\\Device\\Bench", link_text[] = u"\\DosDevices\\Bench";
static WCHAR sddl_text[] = u"D:P(A;;GA;;;SY)";
static UNICODE_STRING device_name = { sizeof(device_text) - 2, sizeof(device_text), device_text };
static UNICODE_STRING link_name = { sizeof(link_text) - 2, sizeof(link_text), link_text };
static UNICODE_STRING sddl = { sizeof(sddl_text) - 2, sizeof(sddl_text), sddl_text };

int
kmdf_fresh(void **state)
{
	machine_fresh(state);
	registry_start();
	registry_add_service("bench");
	kmdf_start();
	memset(notes, 0, sizeof(notes));
	wdf_device = NULL;
	return 0;
}

void
note(char what)
{
	notes[strlen(notes)] = what;
}

NTSTATUS
bind(ULONG minor, ULONG count, void *table)
{
	NTSTATUS(NTAPI * entry)
	(DRIVER_OBJECT *, UNICODE_STRING *, WDF_BIND_INFO *, PWDF_DRIVER_GLOBALS *) =
	    (void *)gate_bind(&wdfldr_exports[0]);

	bind_info = (WDF_BIND_INFO){ .Size = sizeof(bind_info),
		.Version = { 1, minor, 0 },
		.FuncCount = count,
		.FuncTable = table };
	return entry(driver->object, &path, &bind_info, &globals);
}

void
unbind(void)
{
	NTSTATUS(NTAPI * entry)
	(UNICODE_STRING *, WDF_BIND_INFO *, PWDF_DRIVER_GLOBALS) =
	    (void *)gate_bind(&wdfldr_exports[1]);

	entry(&path, &bind_info, globals);
}

void
driver_enter(PFN_WDF_DRIVER_UNLOAD unload)
{
	WDF_DRIVER_CONFIG config = { .Size = sizeof(config),
		.EvtDriverUnload = unload,
		.DriverInitFlags = WdfDriverInitNonPnpDriver };

	driver = driver_make("bench", 0, 0, 0);
	CHECK_EQ(bind(13, 438, slots), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfDriverCreate, driver->object, &path, NULL, &config, &wdf_driver),
	    STATUS_SUCCESS);
}

PWDFDEVICE_INIT
init_make(void)
{
	PWDFDEVICE_INIT init =
	    (PWDFDEVICE_INIT)CALL(WdfControlDeviceInitAllocate, wdf_driver, &sddl);

	CHECK_EQ(CALL_STATUS(WdfDeviceInitAssignName, init, &device_name), STATUS_SUCCESS);
	return init;
}

void
device_make_from(PWDFDEVICE_INIT init)
{
	CHECK_EQ(CALL_STATUS(WdfDeviceCreate, &init, NULL, &wdf_device), STATUS_SUCCESS);
	CHECK(init == NULL);
	CHECK_EQ(CALL_STATUS(WdfDeviceCreateSymbolicLink, wdf_device, &link_name), STATUS_SUCCESS);
}

void
device_finish(void)
{
	CALL(WdfControlFinishInitializing, wdf_device);
	driver_entered(driver, STATUS_SUCCESS);
}

void
driver_leave(void)
{
	driver_stop_requested(driver);
	driver->object->DriverUnload(driver->object);
	unbind();
}

WDF_OBJECT_ATTRIBUTES
attributes_of(WDFOBJECT parent)
{
	return (WDF_OBJECT_ATTRIBUTES){ .Size = sizeof(WDF_OBJECT_ATTRIBUTES),
		.ExecutionLevel = WdfExecutionLevelInheritFromParent,
		.SynchronizationScope = WdfSynchronizationScopeInheritFromParent,
		.ParentObject = parent };
}

WDF_IO_QUEUE_CONFIG
queue_config(WDF_IO_QUEUE_DISPATCH_TYPE type)
{
	return (WDF_IO_QUEUE_CONFIG){ .Size = sizeof(WDF_IO_QUEUE_CONFIG),
		.DispatchType = type,
		.PowerManaged = WdfUseDefault,
		.Settings.Parallel.NumberOfPresentedRequests =
		    type == WdfIoQueueDispatchParallel ? UINT32_MAX : 0 };
}
