/* The driver sets no unload routine: Windows can never unload it. */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
#ifdef CLEAN
	DriverObject->DriverUnload = unload;
#else
	UNREFERENCED_PARAMETER(DriverObject);
	(VOID)unload;
#endif
	return STATUS_SUCCESS;
}
