/*
 * ignores_busy on the framework: a flow keeps its context, and EvtDriverUnload takes
 * STATUS_DEVICE_BUSY for good enough.
 *
 * One flow at a time has a context: holder is its id, 0 if none.
 */
#include "faulty_wdf.h"

static volatile LONG64 holder;
static volatile LONG stopping;

static EVT_WDF_DRIVER_UNLOAD unload;

static VOID NTAPI
flow_delete(UINT16 layer, UINT32 callout, UINT64 context)
{
	UNREFERENCED_PARAMETER(layer);
	UNREFERENCED_PARAMETER(callout);
	UNREFERENCED_PARAMETER(context);
	InterlockedExchange64(&holder, 0);
}

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	faulty_classify(values, meta, data, filter, context, out);
	if (stopping || !FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_FLOW_HANDLE))
		return;
	if (InterlockedCompareExchange64(&holder, (LONG64)meta->flowHandle, 0) != 0)
		return;
	if (FwpsFlowAssociateContext0(meta->flowHandle, values->layerId, faulty.callout, 1) !=
	    STATUS_SUCCESS)
		InterlockedExchange64(&holder, 0);
}

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	InterlockedExchange(&stopping, TRUE);
#ifdef CLEAN
	while (FwpsCalloutUnregisterById0(faulty.callout) != STATUS_SUCCESS) {
		UINT64 flow = (UINT64)InterlockedCompareExchange64(&holder, 0, 0);

		if (flow != 0)
			(VOID)FwpsFlowRemoveContext0(flow, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
			    faulty.callout);
		faulty_sleep(10);
	}
#else
	(VOID)FwpsCalloutUnregisterById0(faulty.callout);
#endif
	(VOID)FwpmEngineClose0(faulty.engine);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status;

	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
	if (!NT_SUCCESS(status))
		return status;
	return faulty_wdf_callout_start(driver, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, classify, flow_delete);
}
