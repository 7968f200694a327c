/* The same as faulty.h, for drivers that use the framework. */
#ifndef FAULTY_WDF_H
#define FAULTY_WDF_H

#include "faulty.h"
#include <wdf.h>

#define FAULTY_ACCESS L"D:P(A;;GA;;;SY)(A;;GA;;;BA)"

static WDFDEVICE faulty_control;

HELPER NTSTATUS
faulty_driver_create(PDRIVER_OBJECT driver_object, PUNICODE_STRING path,
    PFN_WDF_DRIVER_UNLOAD unload, WDFDRIVER *driver)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = unload;
	config.DriverPoolTag = FAULTY_TAG;
	return WdfDriverCreate(driver_object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, driver);
}

HELPER PWDFDEVICE_INIT
faulty_control_init(WDFDRIVER driver)
{
	UNICODE_STRING access = RTL_CONSTANT_STRING(FAULTY_ACCESS);

	return WdfControlDeviceInitAllocate(driver, &access);
}

/* A control device, not yet open to programs.  The framework deletes it at unload. */
HELPER NTSTATUS
faulty_control_create(WDFDRIVER driver)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(FAULTY_DEVICE);
	PWDFDEVICE_INIT init = faulty_control_init(driver);
	NTSTATUS status;

	if (init == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = WdfDeviceInitAssignName(init, &name);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &faulty_control);
	if (!NT_SUCCESS(status)) {
		WdfDeviceInitFree(init);
		return status;
	}
	faulty.device = WdfDeviceWdmGetDeviceObject(faulty_control);
	return status;
}

/* Control device, callout and, in a dynamic session, a filter: all of it or nothing. */
HELPER NTSTATUS
faulty_wdf_callout_start(WDFDRIVER driver, const GUID *layer, FWP_ACTION_TYPE action,
    FWPS_CALLOUT_CLASSIFY_FN0 classify, FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flow_delete)
{
	NTSTATUS status;

	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_register(faulty.device, classify, flow_delete);
	if (!NT_SUCCESS(status))
		goto delete_control;
	status = faulty_engine_open(FWPM_SESSION_FLAG_DYNAMIC);
	if (!NT_SUCCESS(status))
		goto unregister;
	status = faulty_policy_add(faulty.engine, layer, action);
	if (!NT_SUCCESS(status))
		goto close_engine;
	WdfControlFinishInitializing(faulty_control);
	return STATUS_SUCCESS;

close_engine:
	(VOID)FwpmEngineClose0(faulty.engine);
unregister:
	faulty_unregister();
delete_control:
	WdfObjectDelete(faulty_control);
	return status;
}

#endif /* FAULTY_WDF_H */
