/*
 * A connection is pended until somebody decides about it, and nobody ever does.
 */
#include "faulty_pend.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
#ifdef CLEAN
	(VOID)pended_complete();
#endif
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	pended = NONE;
	return pend_start(DriverObject);
}
