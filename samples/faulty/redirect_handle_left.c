/*
 * A redirect handle is made when the driver is loaded, and not destroyed when it goes.
 */
#include "faulty.h"

static HANDLE handle;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
#ifdef CLEAN
	FwpsRedirectHandleDestroy0(handle);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = FwpsRedirectHandleCreate0(&faulty_callout_key, 0, &handle);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
	if (!NT_SUCCESS(status))
		FwpsRedirectHandleDestroy0(handle);
	return status;
}
