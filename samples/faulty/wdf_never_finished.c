/* The control device is never finished: every attempt to open it fails. */
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
	WDFDRIVER driver;
	NTSTATUS status;

	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
#ifdef CLEAN
	WdfControlFinishInitializing(faulty_control);
#endif
	return STATUS_SUCCESS;
}
