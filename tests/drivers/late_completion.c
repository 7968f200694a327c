/*
 * A packet of the driver's own is injected in unload, and the injection handle,
 * whose destruction would have waited for it, is left: the completion finds no driver.
 * All that it needs but the function is outside the image.
 */
#include "contract.h"
#include "../../samples/faulty/faulty_pool.h"

#define PACKET_SIZE 20

static NDIS_HANDLE pool;
static HANDLE injection;

static VOID NTAPI
sent(void *context, NET_BUFFER_LIST *list, BOOLEAN dispatch_level)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(dispatch_level);
	FwpsFreeNetBufferList0(list);
}

/* An IPv4 header of protocol 253, which is for experiments: 10.0.0.2 to 192.0.2.7. */
static PVOID
packet_make(VOID)
{
	static const UCHAR header[PACKET_SIZE] = { 0x45, 0, 0, PACKET_SIZE, 0, 1, 0, 0, 64, 253,
		0xad, 0xe9, 10, 0, 0, 2, 192, 0, 2, 7 };
	PVOID packet = ExAllocatePoolWithTag(NonPagedPoolNx, PACKET_SIZE, FAULTY_TAG);

	if (packet != NULL)
		RtlCopyMemory(packet, header, PACKET_SIZE);
	return packet;
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	pool = faulty_pool_create();
	if (pool == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	return FwpsInjectionHandleCreate0(AF_INET, FWPS_INJECTION_TYPE_NETWORK, &injection);
}

static VOID
contract_stop(VOID)
{
	PVOID packet = packet_make();
	PMDL mdl = IoAllocateMdl(packet, PACKET_SIZE, FALSE, FALSE, NULL);
	NET_BUFFER_LIST *list;

	MmBuildMdlForNonPagedPool(mdl);
	if (NT_SUCCESS(FwpsAllocateNetBufferAndNetBufferList0(pool, 0, 0, mdl, 0, PACKET_SIZE,
	    &list)))
		(VOID)FwpsInjectNetworkSendAsync0(injection, NULL, 0, UNSPECIFIED_COMPARTMENT_ID,
		    list, sent, NULL);
}
