/*
 * A filter is added without a display name, and the failure goes unnoticed.
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
	FWPM_FILTER0 filter = {
		.layerKey = FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
		.action.type = FWP_ACTION_PERMIT,
	};

	(VOID)FwpmFilterAdd0(faulty.engine, &filter, NULL, NULL);
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
