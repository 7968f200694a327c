/*
 * The engine is opened with a server's name, which a driver has none for.
 */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

#ifndef CLEAN
static VOID
do_wrong(VOID)
{
	HANDLE engine;

	if (NT_SUCCESS(FwpmEngineOpen0(L"localhost", RPC_C_AUTHN_WINNT, NULL, NULL, &engine)))
		(VOID)FwpmEngineClose0(engine);
}
#endif

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
#ifndef CLEAN
	if (NT_SUCCESS(status))
		do_wrong();
#endif
	return status;
}
