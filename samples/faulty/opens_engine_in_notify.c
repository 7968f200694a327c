/*
 * notifyFn, which the engine calls inside of a transaction, calls the engine.
 */
#define FAULTY_NOTIFY notify
#include "faulty.h"

static NTSTATUS NTAPI
notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
#ifndef CLEAN
	HANDLE engine;

	if (NT_SUCCESS(FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine)))
		(VOID)FwpmEngineClose0(engine);
#endif
	UNREFERENCED_PARAMETER(type);
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
	return STATUS_SUCCESS;
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
}
