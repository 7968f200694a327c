/*
 * The driver makes a symbolic link with IoCreateSymbolicLink, which the framework knows nothing of,
 * and forgets it.  (The twin's is WdfDeviceCreateSymbolicLink's, which goes with the device.)
 */
#include "faulty_wdf.h"

static EVT_WDF_DRIVER_UNLOAD unload;

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
}

static NTSTATUS
link_create(VOID)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(FAULTY_LINK);
#ifdef CLEAN
	return WdfDeviceCreateSymbolicLink(faulty_control, &link);
#else
	UNICODE_STRING name = RTL_CONSTANT_STRING(FAULTY_DEVICE);

	return IoCreateSymbolicLink(&link, &name);
#endif
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
	status = link_create();
	if (NT_SUCCESS(status))
		WdfControlFinishInitializing(faulty_control);
	else
		WdfObjectDelete(faulty_control);
	return status;
}
