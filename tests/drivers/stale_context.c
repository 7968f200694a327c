/* cases: looks deletes lasts */
/*
 * Its static filter carries the address of a pool block as its raw context, and stays when the
 * driver is unloaded.  Loaded again, the driver registers the callout, and is called with the
 * address that was good in its last life.  "deletes" takes the filter with it;
 * that of "lasts" is persistent.
 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

static const GUID callout_key = { 0x6c0de021, 0x51f7, 0x4cf2,
	{ 0x90, 0x1b, 0x17, 0x7b, 0x2c, 0x80, 0x5e, 0x01 } };
static const GUID filter_key = { 0x6c0de022, 0x51f7, 0x4cf2,
	{ 0x90, 0x1b, 0x17, 0x7b, 0x2c, 0x80, 0x5e, 0x01 } };

struct state {
	ULONG packets;
};

static PDEVICE_OBJECT device;
static struct state *state;
static WCHAR name[] = L"stale_context";

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *metadata,
    VOID *data, const FWPS_FILTER0 *filter, UINT64 flow, FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(metadata);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(flow);
	((volatile struct state *)(ULONG_PTR)filter->context)->packets++;
	if (out->rights & FWPS_RIGHT_ACTION_WRITE)
		out->actionType = FWP_ACTION_CONTINUE;
}

static NTSTATUS NTAPI
notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	UNREFERENCED_PARAMETER(type);
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
	return STATUS_SUCCESS;
}

static VOID
add(HANDLE engine)
{
	FWPM_CALLOUT0 callout = { 0 };
	FWPM_FILTER0 filter = { 0 };

	callout.calloutKey = callout_key;
	callout.displayData.name = name;
#ifdef CASE_lasts
	callout.flags = FWPM_CALLOUT_FLAG_PERSISTENT;
	filter.flags = FWPM_FILTER_FLAG_PERSISTENT;
#endif
	callout.applicableLayer = FWPM_LAYER_OUTBOUND_IPPACKET_V4;
	(VOID)FwpmCalloutAdd0(engine, &callout, NULL, NULL);
	filter.filterKey = filter_key;
	filter.displayData.name = name;
	filter.flags |= FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED;
	filter.layerKey = FWPM_LAYER_OUTBOUND_IPPACKET_V4;
	filter.action.type = FWP_ACTION_CALLOUT_INSPECTION;
	filter.action.calloutKey = callout_key;
	filter.rawContext = (UINT64)(ULONG_PTR)state;
	(VOID)FwpmFilterAdd0(engine, &filter, NULL, NULL);
}

static VOID
remove(HANDLE engine)
{
	(VOID)FwpmFilterDeleteByKey0(engine, &filter_key);
	(VOID)FwpmCalloutDeleteByKey0(engine, &callout_key);
}

static VOID
with_engine(VOID (*does)(HANDLE engine))
{
	HANDLE engine;

	if (!NT_SUCCESS(FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine)))
		return;
	does(engine);
	FwpmEngineClose0(engine);
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CASE_deletes
	with_engine(remove);
#endif
	(VOID)FwpsCalloutUnregisterByKey0(&callout_key);
	IoDeleteDevice(device);
	ExFreePoolWithTag(state, 'etaS');
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	FWPS_CALLOUT0 callout = { 0 };
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	state = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(*state), 'etaS');
	if (state == NULL) {
		IoDeleteDevice(device);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	state->packets = 0;
	callout.calloutKey = callout_key;
	callout.classifyFn = classify;
	callout.notifyFn = notify;
	status = FwpsCalloutRegister0(device, &callout, NULL);
	if (!NT_SUCCESS(status)) {
		ExFreePoolWithTag(state, 'etaS');
		IoDeleteDevice(device);
		return status;
	}
	with_engine(add);
	(VOID)remove;
	return STATUS_SUCCESS;
}
