/*
 * A firewall that asks somebody: every TCP connection that goes out and whatever comes in is pended,
 * and a thread decides later.  What goes out is asked about again and then permitted; of what
 * comes in a clone is reinjected, as the first packet of a connection that is not asked about twice.
 */
#define NDIS620 1
#include "../../samples/faulty/faulty.h"

#define TCP 6

struct question {
	LIST_ENTRY link;
	HANDLE operation;
	NET_BUFFER_LIST *clone; /* NULL: outbound */
	COMPARTMENT_ID compartment;
	IF_INDEX interface_index, sub_interface_index;
};

static const GUID accept_key = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x05 } };
static UINT32 accept_callout;
static LIST_ENTRY questions;
static KSPIN_LOCK lock;
static KEVENT wake;
static volatile LONG stopping;
static PKTHREAD thread;
static HANDLE injection;
static DRIVER_UNLOAD unload;

static VOID NTAPI
injected(void *context, NET_BUFFER_LIST *list, BOOLEAN dispatch_level)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(dispatch_level);
	FwpsFreeCloneNetBufferList0(list, 0);
}

static VOID
question_answer(struct question *question)
{
	FwpsCompleteOperation0(question->operation, question->clone);
	if (question->clone != NULL &&
	    (stopping || FwpsInjectTransportReceiveAsync0(injection, NULL, NULL, 0, AF_INET,
	    question->compartment, question->interface_index, question->sub_interface_index,
	    question->clone, injected, NULL) != STATUS_SUCCESS))
		FwpsFreeCloneNetBufferList0(question->clone, 0);
	ExFreePoolWithTag(question, FAULTY_TAG);
}

static BOOLEAN
first_answer(VOID)
{
	struct question *question = NULL;
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	if (!IsListEmpty(&questions))
		question = CONTAINING_RECORD(RemoveHeadList(&questions), struct question, link);
	KeReleaseSpinLock(&lock, irql);
	if (question != NULL)
		question_answer(question);
	return question != NULL;
}

static VOID NTAPI
answer_all(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	while (!stopping) {
		KeWaitForSingleObject(&wake, Executive, KernelMode, FALSE, NULL);
		while (first_answer())
			;
	}
	PsTerminateSystemThread(STATUS_SUCCESS);
}

/* Inbound: from the IP header on. */
static NET_BUFFER_LIST *
packet_clone(NET_BUFFER_LIST *list, const FWPS_INCOMING_METADATA_VALUES0 *meta)
{
	ULONG back = meta->ipHeaderSize + meta->transportHeaderSize;
	NET_BUFFER *buffer = NET_BUFFER_LIST_FIRST_NB(list);
	NET_BUFFER_LIST *clone = NULL;

	if (NdisRetreatNetBufferDataStart(buffer, back, 0, NULL) != NDIS_STATUS_SUCCESS)
		return NULL;
	if (FwpsAllocateCloneNetBufferList0(list, NULL, NULL, 0, &clone) != STATUS_SUCCESS)
		clone = NULL;
	NdisAdvanceNetBufferDataStart(buffer, back, FALSE, NULL);
	return clone;
}

static VOID
block_silently(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
}

static BOOLEAN
pend(const FWPS_INCOMING_METADATA_VALUES0 *meta, NET_BUFFER_LIST *list, IF_INDEX interface_index,
    IF_INDEX sub_interface_index)
{
	struct question *question =
	    ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(*question), FAULTY_TAG);
	KIRQL irql;

	if (question == NULL)
		return FALSE;
	question->clone = list == NULL ? NULL : packet_clone(list, meta);
	question->compartment = (COMPARTMENT_ID)meta->compartmentId;
	question->interface_index = interface_index;
	question->sub_interface_index = sub_interface_index;
	if (list != NULL && question->clone == NULL)
		goto fail;
	KeAcquireSpinLock(&lock, &irql);
	if (FwpsPendOperation0(meta->completionHandle, &question->operation) != STATUS_SUCCESS) {
		KeReleaseSpinLock(&lock, irql);
		if (question->clone != NULL)
			FwpsFreeCloneNetBufferList0(question->clone, 0);
		goto fail;
	}
	InsertTailList(&questions, &question->link);
	KeReleaseSpinLock(&lock, irql);
	KeSetEvent(&wake, IO_NO_INCREMENT, FALSE);
	return TRUE;
fail:
	ExFreePoolWithTag(question, FAULTY_TAG);
	return FALSE;
}

static VOID NTAPI
classify_connect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_FLAGS].value.uint32;
	UINT8 protocol =
	    values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_IP_PROTOCOL].value.uint8;

	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(context);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
	if (protocol == TCP && !stopping && !(flags & FWP_CONDITION_FLAG_IS_REAUTHORIZE) &&
	    pend(meta, NULL, 0, 0))
		block_silently(out);
}

static VOID NTAPI
classify_accept(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	const FWPS_INCOMING_VALUE0 *value = values->incomingValue;
	FWPS_PACKET_INJECTION_STATE state;

	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(context);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
	if (data == NULL || stopping)
		return;
	state = FwpsQueryPacketInjectionState0(injection, data, NULL);
	if (state == FWPS_PACKET_INJECTED_BY_SELF ||
	    state == FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF)
		return;
	if (pend(meta, data,
	    value[FWPS_FIELD_ALE_AUTH_RECV_ACCEPT_V4_INTERFACE_INDEX].value.uint32,
	    value[FWPS_FIELD_ALE_AUTH_RECV_ACCEPT_V4_SUB_INTERFACE_INDEX].value.uint32))
		block_silently(out);
}

static NTSTATUS
accept_register(VOID)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = accept_key,
		.classifyFn = classify_accept,
		.notifyFn = faulty_notify,
	};

	return FwpsCalloutRegister0(faulty.device, &callout, &accept_callout);
}

static NTSTATUS
accept_filter(VOID)
{
	FWPM_CALLOUT0 callout = {
		.calloutKey = accept_key,
		.displayData.name = L"Drydock pends",
		.applicableLayer = FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4,
	};
	FWPM_FILTER0 filter = {
		.displayData.name = L"Drydock pends",
		.layerKey = FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4,
		.flags = FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED,
		.weight.type = FWP_EMPTY,
		.action.type = FWP_ACTION_CALLOUT_TERMINATING,
		.action.calloutKey = accept_key,
	};
	NTSTATUS status = FwpmCalloutAdd0(faulty.engine, &callout, NULL, NULL);

	if (NT_SUCCESS(status))
		status = FwpmFilterAdd0(faulty.engine, &filter, NULL, NULL);
	return status;
}

static VOID
accept_unregister(VOID)
{
	while (FwpsCalloutUnregisterById0(accept_callout) == STATUS_DEVICE_BUSY)
		faulty_sleep(10);
}

static NTSTATUS
thread_start(VOID)
{
	HANDLE handle;
	NTSTATUS status =
	    PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, answer_all, NULL);

	if (!NT_SUCCESS(status))
		return status;
	do /* it runs already: there is no way back without its object */
		status = ObReferenceObjectByHandle(handle, 0, NULL, KernelMode, (PVOID *)&thread,
		    NULL);
	while (!NT_SUCCESS(status));
	(VOID)ZwClose(handle);
	return status;
}

static VOID
thread_stop(VOID)
{
	InterlockedExchange(&stopping, TRUE);
	KeSetEvent(&wake, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(thread);
}

static VOID
rest_stop(VOID)
{
	thread_stop();
	while (first_answer())
		;
	FwpsInjectionHandleDestroy0(injection);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	accept_unregister();
	faulty_callout_stop();
	rest_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	InitializeListHead(&questions);
	KeInitializeSpinLock(&lock);
	KeInitializeEvent(&wake, SynchronizationEvent, FALSE);
	status = FwpsInjectionHandleCreate0(AF_INET, FWPS_INJECTION_TYPE_TRANSPORT, &injection);
	if (!NT_SUCCESS(status))
		return status;
	status = thread_start();
	if (!NT_SUCCESS(status)) {
		FwpsInjectionHandleDestroy0(injection);
		return status;
	}
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_ALE_AUTH_CONNECT_V4,
	    FWP_ACTION_CALLOUT_TERMINATING, classify_connect, NULL);
	if (!NT_SUCCESS(status))
		goto stop_rest;
	status = accept_register();
	if (!NT_SUCCESS(status))
		goto stop_callout;
	status = accept_filter();
	if (NT_SUCCESS(status))
		return STATUS_SUCCESS;
	accept_unregister();
stop_callout:
	faulty_callout_stop();
stop_rest:
	rest_stop();
	return status;
}
