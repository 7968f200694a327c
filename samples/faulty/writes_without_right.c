/*
 * A heavier sublayer permits for good; the callout writes its answer all the same, and it is no veto.
 */
#include "faulty.h"

static const GUID heavy_sublayer = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x03 } };

static DRIVER_UNLOAD unload;

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(meta);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(context);
#ifdef CLEAN
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
#endif
	out->actionType = FWP_ACTION_CONTINUE;
}

static NTSTATUS
permit_for_good(VOID)
{
	FWPM_SUBLAYER0 sublayer = {
		.subLayerKey = heavy_sublayer,
		.displayData.name = L"Drydock faulty",
		.weight = 0xFFFF,
	};
	FWPM_FILTER0 filter = {
		.displayData.name = L"Drydock faulty",
		.layerKey = FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
		.subLayerKey = heavy_sublayer,
		.flags = FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT,
		.weight.type = FWP_EMPTY,
		.action.type = FWP_ACTION_PERMIT,
	};
	NTSTATUS status = FwpmSubLayerAdd0(faulty.engine, &sublayer, NULL);

	if (NT_SUCCESS(status))
		status = FwpmFilterAdd0(faulty.engine, &filter, NULL, NULL);
	return status;
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
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN, classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = permit_for_good();
	if (!NT_SUCCESS(status))
		faulty_callout_stop();
	return status;
}
