/* A WDFDEVICE_INIT is allocated and neither made a device nor freed. */
#include "faulty_wdf.h"

static EVT_WDF_DRIVER_UNLOAD unload;

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	PWDFDEVICE_INIT init;
	WDFDRIVER driver;
	NTSTATUS status;

	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
	if (!NT_SUCCESS(status))
		return status;
	init = faulty_control_init(driver);
	if (init == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
#ifdef CLEAN
	WdfDeviceInitFree(init);
#endif
	return STATUS_SUCCESS;
}
