/*
 * The session is not dynamic, so the filter and the callout object outlive it, and
 * the framework, which knows nothing of them; EvtDriverUnload does not delete them.
 */
#include "faulty_wdf.h"

static EVT_WDF_DRIVER_UNLOAD unload;

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
#ifdef CLEAN
	(VOID)FwpmFilterDeleteByKey0(faulty.engine, &faulty_filter_key);
	(VOID)FwpmCalloutDeleteByKey0(faulty.engine, &faulty_callout_key);
#endif
	(VOID)FwpmEngineClose0(faulty.engine);
}

static NTSTATUS
policy_start(VOID)
{
	NTSTATUS status;

	status = faulty_register(faulty.device, faulty_classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_engine_open(0);
	if (!NT_SUCCESS(status))
		goto unregister;
	status = faulty_policy_add(faulty.engine, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN);
	if (NT_SUCCESS(status))
		return status;

	(VOID)FwpmEngineClose0(faulty.engine);
unregister:
	faulty_unregister();
	return status;
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status;

	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	status = policy_start();
	if (NT_SUCCESS(status))
		WdfControlFinishInitializing(faulty_control);
	else
		WdfObjectDelete(faulty_control);
	return status;
}
