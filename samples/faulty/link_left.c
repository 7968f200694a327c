/* The unload routine forgets the symbolic link: the next load finds its name taken. */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	UNICODE_STRING link = RTL_CONSTANT_STRING(FAULTY_LINK);

	(VOID)IoDeleteSymbolicLink(&link);
#endif
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(FAULTY_DEVICE);
	UNICODE_STRING link = RTL_CONSTANT_STRING(FAULTY_LINK);
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_device_create(DriverObject);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status))
		faulty_device_delete();
	return status;
}
