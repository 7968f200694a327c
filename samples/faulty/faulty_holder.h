/*
 * A driver that gives one flow at a time a context: `holder` is its id, 0 if none.
 *
 *	HOLDER(classify, flow_delete)	its functions; the layer is FLOW_ESTABLISHED
 */
#ifndef FAULTY_HOLDER_H
#define FAULTY_HOLDER_H

#include "faulty.h"

static volatile LONG64 holder;
static volatile LONG stopping;

HELPER VOID
holder_take_in(const FWPS_INCOMING_METADATA_VALUES0 *meta, UINT16 layer)
{
	if (stopping || !FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_FLOW_HANDLE))
		return;
	if (InterlockedCompareExchange64(&holder, (LONG64)meta->flowHandle, 0) != 0)
		return;
	if (FwpsFlowAssociateContext0(meta->flowHandle, layer, faulty.callout, 1) != STATUS_SUCCESS)
		InterlockedExchange64(&holder, 0);
}

HELPER VOID NTAPI
holder_flow_delete(UINT16 layer, UINT32 callout, UINT64 context)
{
	UNREFERENCED_PARAMETER(layer);
	UNREFERENCED_PARAMETER(callout);
	UNREFERENCED_PARAMETER(context);
	InterlockedExchange64(&holder, 0);
}

HELPER VOID
holder_stop(VOID)
{
	InterlockedExchange(&stopping, TRUE);
	while (FwpsCalloutUnregisterById0(faulty.callout) != STATUS_SUCCESS) {
		UINT64 flow = (UINT64)InterlockedCompareExchange64(&holder, 0, 0);

		if (flow != 0)
			(VOID)FwpsFlowRemoveContext0(flow, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
			    faulty.callout);
		faulty_sleep(10);
	}
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

#define HOLDER(classify, flow_delete) \
	static DRIVER_UNLOAD unload; \
	static VOID NTAPI unload(PDRIVER_OBJECT driver) \
	{ \
		UNREFERENCED_PARAMETER(driver); \
		holder_stop(); \
	} \
	NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath) \
	{ \
		UNREFERENCED_PARAMETER(RegistryPath); \
		DriverObject->DriverUnload = unload; \
		return faulty_callout_start(DriverObject, \
		    &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4, FWP_ACTION_CALLOUT_INSPECTION, classify, \
		    flow_delete); \
	}

#endif /* FAULTY_HOLDER_H */
