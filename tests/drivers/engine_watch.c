/*
 * Blocks what leaves the machine while the filter engine runs: its filter is dynamic, made when
 * the engine starts and gone when it stops.  A persistent filter of its own, on inbound packets,
 * outlives the driver and permits while the driver is away.
 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

static const GUID callout_keys[] = {
	{ 0x6c0de001, 0x51f7, 0x4cf2, { 0x90, 0x1b, 0x17, 0x7b, 0x2c, 0x80, 0x5e, 0x01 } },
	{ 0x6c0de002, 0x51f7, 0x4cf2, { 0x90, 0x1b, 0x17, 0x7b, 0x2c, 0x80, 0x5e, 0x01 } },
};
static const GUID filter_keys[] = {
	{ 0x6c0de011, 0x51f7, 0x4cf2, { 0x90, 0x1b, 0x17, 0x7b, 0x2c, 0x80, 0x5e, 0x01 } },
	{ 0x6c0de012, 0x51f7, 0x4cf2, { 0x90, 0x1b, 0x17, 0x7b, 0x2c, 0x80, 0x5e, 0x01 } },
};

static PDEVICE_OBJECT device;
static HANDLE session, changes;
static WCHAR name[] = L"engine_watch";

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *metadata,
    VOID *data, const FWPS_FILTER0 *filter, UINT64 flow, FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(metadata);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(flow);
	if (out->rights & FWPS_RIGHT_ACTION_WRITE) {
		out->actionType = FWP_ACTION_BLOCK;
		out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
	}
}

static NTSTATUS NTAPI
notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
	DbgPrint("notify %d\n", type);
	return STATUS_SUCCESS;
}

static NTSTATUS
add(HANDLE engine, int which, const GUID *layer, UINT32 filter_flags, UINT32 callout_flags)
{
	FWPM_CALLOUT0 callout = { 0 };
	FWPM_FILTER0 filter = { 0 };
	NTSTATUS status;

	callout.calloutKey = callout_keys[which];
	callout.displayData.name = name;
	callout.flags = callout_flags;
	callout.applicableLayer = *layer;
	status = FwpmCalloutAdd0(engine, &callout, NULL, NULL);
	if (!NT_SUCCESS(status))
		return status;
	filter.filterKey = filter_keys[which];
	filter.displayData.name = name;
	filter.flags = filter_flags;
	filter.layerKey = *layer;
	filter.action.type = FWP_ACTION_CALLOUT_TERMINATING;
	filter.action.calloutKey = callout_keys[which];
	return FwpmFilterAdd0(engine, &filter, NULL, NULL);
}

/* It is there already, from the last time that the driver was loaded. */
static VOID
add_persistent(VOID)
{
	HANDLE engine;
	NTSTATUS status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine);

	if (!NT_SUCCESS(status))
		return;
	status = add(engine, 1, &FWPM_LAYER_INBOUND_IPPACKET_V4,
	    FWPM_FILTER_FLAG_PERSISTENT | FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED,
	    FWPM_CALLOUT_FLAG_PERSISTENT);
	DbgPrint("persistent 0x%08x\n", status);
	FwpmEngineClose0(engine);
}

static VOID
open(VOID)
{
	FWPM_SESSION0 dynamic = { 0 };

	add_persistent();
	dynamic.flags = FWPM_SESSION_FLAG_DYNAMIC;
	if (!NT_SUCCESS(
		FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, &dynamic, &session)))
		return;
	(VOID)add(session, 0, &FWPM_LAYER_OUTBOUND_IPPACKET_V4, 0, 0);
}

static VOID
close(VOID)
{
	if (session != NULL)
		FwpmEngineClose0(session);
	session = NULL;
}

static VOID NTAPI
state_changed(VOID *context, FWPM_SERVICE_STATE state)
{
	UNREFERENCED_PARAMETER(context);
	DbgPrint("state %d\n", state);
	if (state == FWPM_SERVICE_RUNNING)
		open();
#ifndef FORGETS
	else if (state == FWPM_SERVICE_STOP_PENDING)
		close();
#endif
}

static VOID
unregister(VOID)
{
	(VOID)FwpsCalloutUnregisterByKey0(&callout_keys[0]);
	(VOID)FwpsCalloutUnregisterByKey0(&callout_keys[1]);
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)FwpmBfeStateUnsubscribeChanges0(changes);
	close();
	unregister();
	IoDeleteDevice(device);
}

static NTSTATUS
register_callout(int which)
{
	FWPS_CALLOUT0 callout = { 0 };

	callout.calloutKey = callout_keys[which];
	callout.classifyFn = classify;
	callout.notifyFn = notify;
	return FwpsCalloutRegister0(device, &callout, NULL);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = register_callout(0);
	if (NT_SUCCESS(status))
		status = register_callout(1);
	if (!NT_SUCCESS(status))
		goto fail;
	status = FwpmBfeStateSubscribeChanges0(device, state_changed, NULL, &changes);
	if (!NT_SUCCESS(status))
		goto fail;
	if (FwpmBfeStateGet0() == FWPM_SERVICE_RUNNING)
		open();
	return STATUS_SUCCESS;

fail:
	unregister();
	IoDeleteDevice(device);
	return status;
}
