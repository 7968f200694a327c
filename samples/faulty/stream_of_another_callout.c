/*
 * Stream data is blocked and injected anew, with the filter's id for the callout's.
 */
#include "faulty.h"

static HANDLE injection;

static VOID NTAPI
injected(VOID *context, NET_BUFFER_LIST *list, BOOLEAN at_dispatch)
{
	UNREFERENCED_PARAMETER(context);
	FwpsDiscardClonedStreamData0(list, 0, at_dispatch);
}

/* The data, once more. */
static BOOLEAN
inject(const FWPS_STREAM_DATA0 *stream, UINT64 flow, UINT16 layer, UINT32 callout)
{
	NET_BUFFER_LIST *clone;

	if (FwpsCloneStreamData0((FWPS_STREAM_DATA0 *)stream, NULL, NULL, 0, &clone) !=
	    STATUS_SUCCESS)
		return FALSE;
	if (FwpsStreamInjectAsync0(injection, NULL, 0, flow, callout, layer, stream->flags, clone,
	    stream->dataLength, injected, NULL) == STATUS_SUCCESS)
		return TRUE;
	FwpsDiscardClonedStreamData0(clone, 0, KeGetCurrentIrql() == DISPATCH_LEVEL);
	return FALSE;
}

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = data;
#ifdef CLEAN
	UINT32 callout = filter->action.calloutId;
#else
	UINT32 callout = (UINT32)filter->filterId;
#endif

	UNREFERENCED_PARAMETER(context);
	out->actionType = FWP_ACTION_PERMIT;
	if (packet == NULL || packet->streamData->dataLength == 0)
		return;
	if (inject(packet->streamData, meta->flowHandle, values->layerId, callout))
		out->actionType = FWP_ACTION_BLOCK;
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
	(VOID)FwpsInjectionHandleDestroy0(injection);
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = FwpsInjectionHandleCreate0(AF_UNSPEC, FWPS_INJECTION_TYPE_STREAM, &injection);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_STREAM_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN, classify, NULL);
	if (!NT_SUCCESS(status))
		(VOID)FwpsInjectionHandleDestroy0(injection);
	return status;
}
