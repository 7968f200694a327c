/*
 * flowDeleteFn asks whether the context is on the list before it has the list's lock, and
 * takes it off when it has: if unload's walk did so in between, it is taken off twice.
 * Found only where a flow ends while the driver unloads.
 */
#include "faulty_flow.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
flow_delete(UINT16 layer, UINT32 callout, UINT64 context)
{
	struct flow *flow = (struct flow *)(ULONG_PTR)context;
	KIRQL irql;

	UNREFERENCED_PARAMETER(layer);
	UNREFERENCED_PARAMETER(callout);
#ifdef CLEAN
	KeAcquireSpinLock(&flows.lock, &irql);
	if (flow->listed)
		flow_unlink(flow);
	KeReleaseSpinLock(&flows.lock, irql);
#else
	if (flow->listed) {
		KeAcquireSpinLock(&flows.lock, &irql);
		flow_unlink(flow);
		KeReleaseSpinLock(&flows.lock, irql);
	}
#endif
	flow_free(flow);
}

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	faulty_classify(values, meta, data, filter, context, out);
	if (!flows.stopping && FWPS_IS_METADATA_FIELD_PRESENT(meta,
	    FWPS_METADATA_FIELD_FLOW_HANDLE))
		flow_take_in(meta->flowHandle, values->layerId);
}

/* Nothing classifies any more, so what is on the list has been associated. */
static VOID
contexts_remove(VOID)
{
	struct flow *flow;
	UINT64 handle;
	KIRQL irql;

	KeAcquireSpinLock(&flows.lock, &irql);
	while (!IsListEmpty(&flows.list)) {
		flow = CONTAINING_RECORD(flows.list.Flink, struct flow, link);
		handle = flow->handle;
		flow_unlink(flow);
		KeReleaseSpinLock(&flows.lock, irql);
		(VOID)FwpsFlowRemoveContext0(handle, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
		    faulty.callout);
		KeAcquireSpinLock(&flows.lock, &irql);
	}
	KeReleaseSpinLock(&flows.lock, irql);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	InterlockedExchange(&flows.stopping, TRUE);
	while (FwpsCalloutUnregisterById0(faulty.callout) != STATUS_SUCCESS) {
		contexts_remove();
		faulty_sleep(1);
	}
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	flows_init();
	return faulty_callout_start(DriverObject, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, classify, flow_delete);
}
