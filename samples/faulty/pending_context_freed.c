/*
 * FwpsFlowRemoveContext0 answers STATUS_PENDING while a classify of the flow is running; unload
 * takes that for a failure and frees the context, which the classify, and then flowDeleteFn,
 * still use.  Found only where a packet is being classified while the driver unloads.
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
	KeAcquireSpinLock(&flows.lock, &irql);
	if (flow->listed)
		flow_unlink(flow);
	KeReleaseSpinLock(&flows.lock, irql);
	flow_free(flow);
}

static VOID
packet_count(struct flow *flow)
{
	KIRQL irql;

	KeAcquireSpinLock(&flows.lock, &irql);
	flow->packets++;
	KeReleaseSpinLock(&flows.lock, irql);
}

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	faulty_classify(values, meta, data, filter, context, out);
	if (context != 0)
		packet_count((struct flow *)(ULONG_PTR)context);
	else if (!flows.stopping && FWPS_IS_METADATA_FIELD_PRESENT(meta,
	    FWPS_METADATA_FIELD_FLOW_HANDLE))
		flow_take_in(meta->flowHandle, values->layerId);
}

static VOID
pending_free(struct flow *flow)
{
	KIRQL irql;

	KeAcquireSpinLock(&flows.lock, &irql);
	flow_unlink(flow);
	KeReleaseSpinLock(&flows.lock, irql);
	flow_free(flow);
}

static VOID
first_remove(VOID)
{
	struct flow *flow = NULL;
	UINT64 handle = 0;
	KIRQL irql;

	KeAcquireSpinLock(&flows.lock, &irql);
	if (!IsListEmpty(&flows.list)) {
		flow = CONTAINING_RECORD(flows.list.Flink, struct flow, link);
		handle = flow->handle;
	}
	KeReleaseSpinLock(&flows.lock, irql);
	if (flow == NULL || FwpsFlowRemoveContext0(handle, FWPS_LAYER_DATAGRAM_DATA_V4,
	    faulty.callout) != STATUS_PENDING)
		return;
#ifdef CLEAN
	(VOID)pending_free; /* flowDeleteFn will */
#else
	pending_free(flow);
#endif
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	InterlockedExchange(&flows.stopping, TRUE);
	first_remove();
	while (FwpsCalloutUnregisterById0(faulty.callout) != STATUS_SUCCESS) {
		first_remove();
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
	return faulty_callout_start(DriverObject, &FWPM_LAYER_DATAGRAM_DATA_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, classify, flow_delete);
}
