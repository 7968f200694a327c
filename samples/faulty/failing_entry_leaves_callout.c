/*
 * DriverEntry fails after it registered a callout, and leaves it to an unload
 * routine that Windows never calls after a failure.  (The twin fails too, and
 * leaves nothing.)
 */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_device_create(DriverObject);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_register(faulty.device, faulty_classify, NULL);
	if (NT_SUCCESS(status)) {
		status = STATUS_DEVICE_CONFIGURATION_ERROR; /* as if something else failed */
#ifdef CLEAN
		faulty_unregister();
#endif
	}
	faulty_device_delete();
	return status;
}
