/*
 * DriverEntry fails after it registered a callout.  The framework deletes its own
 * objects then; the callout is not one of them, and EvtDriverUnload is not called.
 * (The twin fails too, and leaves nothing.)
 */
#include "faulty_wdf.h"

static EVT_WDF_DRIVER_UNLOAD unload;

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status;

	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_register(faulty.device, faulty_classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
#ifdef CLEAN
	faulty_unregister();
#endif
	return STATUS_DEVICE_CONFIGURATION_ERROR; /* as if something else failed */
}
