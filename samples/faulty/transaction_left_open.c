/*
 * A transaction is begun, and the session closed without a commit or an abort.
 */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

static VOID
look_at_policy(VOID)
{
	HANDLE engine;

	if (!NT_SUCCESS(FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine)))
		return;
	if (NT_SUCCESS(FwpmTransactionBegin0(engine, FWPM_TXN_READ_ONLY))) {
#ifdef CLEAN
		(VOID)FwpmTransactionAbort0(engine);
#endif
	}
	(VOID)FwpmEngineClose0(engine);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
	if (NT_SUCCESS(status))
		look_at_policy();
	return status;
}
