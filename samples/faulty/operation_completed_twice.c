/*
 * Two paths of the driver end a pended operation, and both run.
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
#else
	{
		HANDLE operation = pended_complete();

		if (operation != NONE)
			FwpsCompleteOperation0(operation, NULL);
	}
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
