/*
 * Each outbound packet is sent again as a clone.  The unload routine frees the
 * clones' pool before it destroys the injection handle, which is what would have
 * waited for the clones that are under way.
 */
#include "faulty_pool.h"

static NDIS_HANDLE pool;
static HANDLE injection;
static DRIVER_UNLOAD unload;

static VOID NTAPI
sent(void *context, NET_BUFFER_LIST *clone, BOOLEAN dispatch_level)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(dispatch_level);
	FwpsFreeCloneNetBufferList0(clone, 0);
}

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	NET_BUFFER_LIST *clone;

	faulty_classify(values, meta, data, filter, context, out);
	if (data == NULL || !(out->rights & FWPS_RIGHT_ACTION_WRITE) ||
	    FwpsQueryPacketInjectionState0(injection, data, NULL) != FWPS_PACKET_NOT_INJECTED)
		return;
	if (!NT_SUCCESS(FwpsAllocateCloneNetBufferList0(data, pool, NULL, 0, &clone)))
		return;
	if (!NT_SUCCESS(FwpsInjectNetworkSendAsync0(injection, NULL, 0,
	    UNSPECIFIED_COMPARTMENT_ID, clone, sent, NULL))) {
		FwpsFreeCloneNetBufferList0(clone, 0);
		return;
	}
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
#ifndef CLEAN
	NdisFreeNetBufferListPool(pool);
#endif
	(VOID)FwpsInjectionHandleDestroy0(injection);
#ifdef CLEAN
	NdisFreeNetBufferListPool(pool);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	pool = faulty_pool_create();
	if (pool == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = FwpsInjectionHandleCreate0(AF_INET, FWPS_INJECTION_TYPE_NETWORK, &injection);
	if (!NT_SUCCESS(status))
		goto free_pool;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN, classify, NULL);
	if (NT_SUCCESS(status))
		return status;

	(VOID)FwpsInjectionHandleDestroy0(injection);
free_pool:
	NdisFreeNetBufferListPool(pool);
	return status;
}
