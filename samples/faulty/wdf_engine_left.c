/* EvtDriverUnload forgets the session with the filter engine: no object of the framework's. */
#include "faulty_wdf.h"

static EVT_WDF_DRIVER_UNLOAD unload;

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)FwpmEngineClose0(faulty.engine);
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
	return faulty_engine_open(FWPM_SESSION_FLAG_DYNAMIC);
}
