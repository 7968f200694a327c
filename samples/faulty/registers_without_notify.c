/*
 * A second callout is registered without a notifyFn, which every callout needs; it is refused.
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
	FWPS_CALLOUT0 callout = {
		.calloutKey = { 0x3f0c1ad2, 0x8e54, 0x4c61,
		    { 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x03 } },
		.classifyFn = faulty_classify,
	};

	(VOID)FwpsCalloutRegister0(faulty.device, &callout, NULL);
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
