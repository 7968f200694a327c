/*
 * What the faulty drivers share, so that each file shows its one defect.
 *
 * Every driver here breaks one rule (LIST.tsv says which).  Built with -DCLEAN it is
 * its own twin, which breaks none: not when loading fails half-way, nor under any
 * interleaving.  Helpers undo what they did when they fail.
 */
#ifndef FAULTY_H
#define FAULTY_H

#define NDIS620 1 /* Windows 7 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

#define FAULTY_TAG 'tluF'
#define FAULTY_DEVICE L"\\Device\\DrydockFaulty"
#define FAULTY_LINK L"\\DosDevices\\DrydockFaulty"
#define HELPER static __inline

#ifndef FAULTY_FILTER_FLAGS
#define FAULTY_FILTER_FLAGS 0 /* beside the usual ones */
#endif

#ifdef FAULTY_NOTIFY
static NTSTATUS NTAPI FAULTY_NOTIFY(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key,
    FWPS_FILTER0 *filter);
#else
#define FAULTY_NOTIFY faulty_notify
#endif

static const GUID faulty_callout_key = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x01 } };
static const GUID faulty_filter_key = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x02 } };

static struct {
	PDEVICE_OBJECT device;
	HANDLE engine;
	UINT32 callout;
} faulty;

DRIVER_INITIALIZE DriverEntry;

HELPER VOID
faulty_sleep(LONG milliseconds)
{
	LARGE_INTEGER interval;

	interval.QuadPart = milliseconds * -10000LL;
	KeDelayExecutionThread(KernelMode, FALSE, &interval);
}

/* ---- a device ---------------------------------------------------------------- */

HELPER NTSTATUS
faulty_device_create(PDRIVER_OBJECT driver)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(FAULTY_DEVICE);

	return IoCreateDevice(driver, 0, &name, FILE_DEVICE_NETWORK, FILE_DEVICE_SECURE_OPEN,
	    FALSE, &faulty.device);
}

HELPER VOID
faulty_device_delete(VOID)
{
	IoDeleteDevice(faulty.device);
}

/* ---- a callout --------------------------------------------------------------- */

HELPER VOID NTAPI
faulty_classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(meta);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(context);
	if (out->rights & FWPS_RIGHT_ACTION_WRITE)
		out->actionType = FWP_ACTION_CONTINUE;
}

HELPER NTSTATUS NTAPI
faulty_notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	UNREFERENCED_PARAMETER(type);
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
	return STATUS_SUCCESS;
}

HELPER NTSTATUS
faulty_register(PDEVICE_OBJECT device, FWPS_CALLOUT_CLASSIFY_FN0 classify,
    FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flow_delete)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = faulty_callout_key,
		.classifyFn = classify,
		.notifyFn = FAULTY_NOTIFY,
		.flowDeleteFn = flow_delete,
	};

	return FwpsCalloutRegister0(device, &callout, &faulty.callout);
}

HELPER VOID
faulty_unregister(VOID)
{
	NTSTATUS status = FwpsCalloutUnregisterById0(faulty.callout);

	while (status != STATUS_SUCCESS && status != STATUS_FWP_CALLOUT_NOT_FOUND) {
		faulty_sleep(10);
		status = FwpsCalloutUnregisterById0(faulty.callout);
	}
}

/* ---- a filter that calls it --------------------------------------------------- */

HELPER NTSTATUS
faulty_policy_add(HANDLE engine, const GUID *layer, FWP_ACTION_TYPE action)
{
	FWPM_CALLOUT0 callout = {
		.calloutKey = faulty_callout_key,
		.displayData.name = L"Drydock faulty",
		.applicableLayer = *layer,
	};
	FWPM_FILTER0 filter = {
		.filterKey = faulty_filter_key,
		.displayData.name = L"Drydock faulty",
		.layerKey = *layer,
		.weight.type = FWP_EMPTY,
		.action.type = action,
		.action.calloutKey = faulty_callout_key,
	};
	NTSTATUS status;

	if (action != FWP_ACTION_CALLOUT_INSPECTION)
		filter.flags = FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED | FAULTY_FILTER_FLAGS;
	status = FwpmTransactionBegin0(engine, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = FwpmCalloutAdd0(engine, &callout, NULL, NULL);
	if (NT_SUCCESS(status))
		status = FwpmFilterAdd0(engine, &filter, NULL, NULL);
	if (NT_SUCCESS(status))
		status = FwpmTransactionCommit0(engine);
	if (!NT_SUCCESS(status))
		(VOID)FwpmTransactionAbort0(engine);
	return status;
}

HELPER NTSTATUS
faulty_engine_open(UINT32 flags)
{
	FWPM_SESSION0 session = { .displayData.name = L"Drydock faulty", .flags = flags };

	return FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, &session, &faulty.engine);
}

/* Device, callout and, in a dynamic session, a filter: all of it or nothing. */
HELPER NTSTATUS
faulty_callout_start(PDRIVER_OBJECT driver, const GUID *layer, FWP_ACTION_TYPE action,
    FWPS_CALLOUT_CLASSIFY_FN0 classify, FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flow_delete)
{
	NTSTATUS status;

	status = faulty_device_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_register(faulty.device, classify, flow_delete);
	if (!NT_SUCCESS(status))
		goto delete_device;
	status = faulty_engine_open(FWPM_SESSION_FLAG_DYNAMIC);
	if (!NT_SUCCESS(status))
		goto unregister;
	status = faulty_policy_add(faulty.engine, layer, action);
	if (!NT_SUCCESS(status))
		goto close_engine;
	return STATUS_SUCCESS;

close_engine:
	(VOID)FwpmEngineClose0(faulty.engine);
unregister:
	faulty_unregister();
delete_device:
	faulty_device_delete();
	return status;
}

HELPER VOID
faulty_callout_stop(VOID)
{
	faulty_unregister();
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

#endif /* FAULTY_H */
