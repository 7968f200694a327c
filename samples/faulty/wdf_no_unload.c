/* The driver names no EvtDriverUnload: Windows can never unload it. */
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

#ifdef CLEAN
	return faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
#else
	(VOID)unload;
	return faulty_driver_create(DriverObject, RegistryPath, WDF_NO_EVENT_CALLBACK, &driver);
#endif
}
