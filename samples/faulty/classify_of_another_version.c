/*
 * A classifyFn of six arguments is registered with FwpsCalloutRegister1, which passes seven (R42): what
 * it takes for classifyOut is the flow context.
 */
#undef NTDDI_VERSION
#define NTDDI_VERSION 0x06010000
#include "faulty.h"

#ifdef CLEAN
static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const void *classify_context, const FWPS_FILTER1 *filter, UINT64 context,
    FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(classify_context);
	UNREFERENCED_PARAMETER(filter);
	faulty_classify(values, meta, data, NULL, context, out);
}
#else
#define classify faulty_classify
#endif

static NTSTATUS NTAPI
notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER1 *filter)
{
	UNREFERENCED_PARAMETER(type);
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
	return STATUS_SUCCESS;
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

static NTSTATUS
register_version_1(VOID)
{
	FWPS_CALLOUT1 callout = {
		.calloutKey = faulty_callout_key,
		.classifyFn = (FWPS_CALLOUT_CLASSIFY_FN1)(ULONG_PTR)classify,
		.notifyFn = notify,
	};

	return FwpsCalloutRegister1(faulty.device, &callout, &faulty.callout);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
	faulty_unregister();
	status = register_version_1();
	if (!NT_SUCCESS(status))
		faulty_callout_stop();
	return status;
}
