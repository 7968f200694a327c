/* classifyFn returns at DISPATCH_LEVEL, whatever level it was called at. */
#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	KIRQL irql;

	faulty_classify(values, meta, data, filter, context, out);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
#ifdef CLEAN
	KeLowerIrql(irql);
#endif
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, classify, NULL);
}
