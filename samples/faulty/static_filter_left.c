/*
 * The session is not dynamic, so the filter and the callout object outlive it; the
 * unload routine does not delete them.  From then on the filter, whose callout is
 * gone, decides: and the next load finds both keys taken.
 */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
#ifdef CLEAN
	(VOID)FwpmFilterDeleteByKey0(faulty.engine, &faulty_filter_key);
	(VOID)FwpmCalloutDeleteByKey0(faulty.engine, &faulty_callout_key);
#endif
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_device_create(DriverObject);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_register(faulty.device, faulty_classify, NULL);
	if (!NT_SUCCESS(status))
		goto delete_device;
	status = faulty_engine_open(0);
	if (!NT_SUCCESS(status))
		goto unregister;
	status = faulty_policy_add(faulty.engine, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN);
	if (!NT_SUCCESS(status))
		goto close_engine;
	return STATUS_SUCCESS;

close_engine:
	(VOID)FwpmEngineClose0(faulty.engine);
unregister:
	faulty_unregister();
delete_device:
	faulty_device_delete();
	return status;
}
