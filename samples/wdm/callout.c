/*
 * A WFP callout driver, WDM, that can be unloaded at any moment.  Copy it.
 *
 * What it does
 *	OUTBOUND_IPPACKET_V4	 clones UDP packets to port 9999, blocks and absorbs the
 *				 original, sends the clone; lets all others continue
 *	ALE_FLOW_ESTABLISHED_V4	 gives each new flow a context, counts flows, and tells
 *				 the program that waits for the next one
 *	\\.\DrydockSampleWdm	 reads the counters; waits for the next flow
 *
 * Who owns what, until when
 *	a flow context	 lives as long as the engine may hand it out: from a successful
 *			 FwpsFlowAssociateContext0 until flow_delete has returned.  The
 *			 classify that made it holds a reference of its own, because the
 *			 flow may end, and flow_delete run, before the call is back.
 *	a clone		 is ours until FwpsInjectNetworkSendAsync0 takes it, and again in
 *			 packet_sent.
 *	a waiting IRP	 belongs to whoever takes its cancel routine away: the canceller,
 *			 handle_cleanup or flow_tell.  It stays listed until its owner
 *			 unlists it, under wait_lock.
 *
 * Locks: flow_lock and wait_lock are leaves.  Nothing of WFP's and no completion is
 * called with one held, for flow_delete is called inside FwpsFlowRemoveContext0.
 *
 * Unloading, in this order
 *	1  flow_stop: no new contexts
 *	2  unregister the callouts; where the engine says STATUS_DEVICE_BUSY, remove
 *	   every context and ask again.  Afterwards no function of ours is running.
 *	3  close the engine: the session is dynamic, so its filters go with it
 *	4  delete the link and the device
 *	5  destroy the injection handle: waits for every clone that is under way
 *	6  free the pool the clones came from
 * [network/unloading-a-callout-driver]
 *
 * No wait can be pending then: a program that waits has a handle open, and Windows
 * unloads no driver with an open device.
 */
#define POOL_NX_OPTIN 1 /* Windows 7 has no NonPagedPoolNx: ask when running */
#define NDIS620 1	/* Windows 7 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

#define SAMPLE_TAG 'sDwD'
#define SAMPLE_PORT 9999
#define DEVICE_NAME L"\\Device\\DrydockSampleWdm"
#define LINK_NAME L"\\DosDevices\\DrydockSampleWdm"
#define RETRY_100NS (-10 * 10000LL) /* 10 ms from now */

/* ---- what a program sees --------------------------------------------------- */

#define IOCTL_SAMPLE_COUNTERS \
	CTL_CODE(FILE_DEVICE_NETWORK, 0x800, METHOD_BUFFERED, FILE_READ_DATA)
#define IOCTL_SAMPLE_WAIT_FLOW \
	CTL_CODE(FILE_DEVICE_NETWORK, 0x801, METHOD_BUFFERED, FILE_READ_DATA)

struct sample_counters {
	LONG64 packets_seen;
	LONG64 packets_sent; /* clones that the stack took */
	LONG64 packets_failed;
	LONG64 flows_seen;
	LONG64 flows_open; /* that carry our context */
};

struct sample_flow_event {
	UINT64 flow_id;
	UINT32 local_address; /* host order */
	UINT32 remote_address;
	UINT16 local_port;
	UINT16 remote_port;
	UINT8 protocol;
};

/* ---- what the driver is ----------------------------------------------------- */

struct flow {
	LIST_ENTRY entry; /* in flows or leaving, while listed; flow_lock */
	BOOLEAN listed;
	BOOLEAN deleted; /* flow_delete came before the classify could list it */
	UINT64 id;
	LONG references; /* the engine's, and the classify's that made it */
};

static struct {
	PDEVICE_OBJECT device;
	NDIS_HANDLE pool;
	HANDLE injection;
	HANDLE engine;
	UINT32 packet_callout;
	UINT32 flow_callout;

	KSPIN_LOCK flow_lock;
	LIST_ENTRY flows;   /* contexts that nobody has asked the engine to remove */
	LIST_ENTRY leaving; /* contexts that flow_remove_all has asked it to remove */
	BOOLEAN stopping;

	KSPIN_LOCK wait_lock;
	LIST_ENTRY waits; /* IRPs, by Tail.Overlay.ListEntry */

	struct sample_counters counters;
} sample;

static const GUID sublayer_key = { 0x6d4f2b10, 0x51c7, 0x4a0e,
	{ 0x9b, 0x3a, 0x11, 0x5e, 0x0f, 0x2a, 0xd0, 0x01 } };
static const GUID packet_callout_key = { 0x6d4f2b10, 0x51c7, 0x4a0e,
	{ 0x9b, 0x3a, 0x11, 0x5e, 0x0f, 0x2a, 0xd0, 0x02 } };
static const GUID flow_callout_key = { 0x6d4f2b10, 0x51c7, 0x4a0e,
	{ 0x9b, 0x3a, 0x11, 0x5e, 0x0f, 0x2a, 0xd0, 0x03 } };

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD sample_unload;
static DRIVER_CANCEL wait_cancel;

/* ---- waiting for the next flow: an inverted call ---------------------------- */

static NTSTATUS
irp_complete(PIRP irp, NTSTATUS status, ULONG_PTR bytes)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = bytes;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

/*
 * Take the first wait (of this file; NULL: of any) out of the list.  One whose
 * cancel routine is gone already has an owner, who will come for it: leave it.
 */
static PIRP
wait_take(PFILE_OBJECT file)
{
	PLIST_ENTRY entry;
	PIRP found = NULL;
	KIRQL irql;

	KeAcquireSpinLock(&sample.wait_lock, &irql);
	for (entry = sample.waits.Flink; entry != &sample.waits; entry = entry->Flink) {
		PIRP irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

		if (file != NULL && IoGetCurrentIrpStackLocation(irp)->FileObject != file)
			continue;
		if (IoSetCancelRoutine(irp, NULL) == NULL)
			continue;
		RemoveEntryList(entry);
		found = irp;
		break;
	}
	KeReleaseSpinLock(&sample.wait_lock, irql);
	return found;
}

static VOID NTAPI
wait_cancel(PDEVICE_OBJECT device, PIRP irp)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(device);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	KeAcquireSpinLock(&sample.wait_lock, &irql);
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
	KeReleaseSpinLock(&sample.wait_lock, irql);
	irp_complete(irp, STATUS_CANCELLED, 0);
}

/*
 * Windows may send a request after the clean-up of its handle, from another thread
 * that was in the middle of it; FsContext2 tells that the clean-up is done.  (A
 * request that another driver built may come without a file.)
 */
static NTSTATUS
wait_add(PIRP irp)
{
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(irp)->FileObject;
	BOOLEAN cancelled;
	KIRQL irql;

	IoMarkIrpPending(irp);
	KeAcquireSpinLock(&sample.wait_lock, &irql);
	cancelled = file != NULL && file->FsContext2 != NULL;
	if (!cancelled) {
		IoSetCancelRoutine(irp, wait_cancel);
		cancelled = irp->Cancel && IoSetCancelRoutine(irp, NULL) != NULL;
	}
	if (!cancelled) /* or wait_cancel is on its way, and expects it here */
		InsertTailList(&sample.waits, &irp->Tail.Overlay.ListEntry);
	KeReleaseSpinLock(&sample.wait_lock, irql);

	if (cancelled)
		irp_complete(irp, STATUS_CANCELLED, 0);
	return STATUS_PENDING;
}

/* ---- flows ------------------------------------------------------------------- */

static UINT32
value_uint32(const FWPS_INCOMING_VALUES0 *values, UINT32 field)
{
	if (field >= values->valueCount)
		return 0;
	switch ((int)values->incomingValue[field].value.type) {
	case FWP_UINT8:
		return values->incomingValue[field].value.uint8;
	case FWP_UINT16:
		return values->incomingValue[field].value.uint16;
	case FWP_UINT32:
		return values->incomingValue[field].value.uint32;
	default:
		return 0;
	}
}

static VOID
flow_tell(const FWPS_INCOMING_VALUES0 *values, UINT64 id)
{
	struct sample_flow_event *event;
	PIRP irp = wait_take(NULL);

	if (irp == NULL)
		return;
	event = irp->AssociatedIrp.SystemBuffer; /* large enough: see device_control */
	RtlZeroMemory(event, sizeof(*event));
	event->flow_id = id;
	event->local_address =
	    value_uint32(values, FWPS_FIELD_ALE_FLOW_ESTABLISHED_V4_IP_LOCAL_ADDRESS);
	event->remote_address =
	    value_uint32(values, FWPS_FIELD_ALE_FLOW_ESTABLISHED_V4_IP_REMOTE_ADDRESS);
	event->local_port =
	    (UINT16)value_uint32(values, FWPS_FIELD_ALE_FLOW_ESTABLISHED_V4_IP_LOCAL_PORT);
	event->remote_port =
	    (UINT16)value_uint32(values, FWPS_FIELD_ALE_FLOW_ESTABLISHED_V4_IP_REMOTE_PORT);
	event->protocol =
	    (UINT8)value_uint32(values, FWPS_FIELD_ALE_FLOW_ESTABLISHED_V4_IP_PROTOCOL);
	irp_complete(irp, STATUS_SUCCESS, sizeof(*event));
}

static VOID
flow_release(struct flow *flow)
{
	if (InterlockedDecrement(&flow->references) == 0)
		ExFreePoolWithTag(flow, SAMPLE_TAG);
}

/*
 * List a context that the engine has just accepted, unless it is gone again.  TRUE:
 * the driver is being unloaded meanwhile, and the caller must have it removed.
 */
static BOOLEAN
flow_list(struct flow *flow)
{
	BOOLEAN late;
	KIRQL irql;

	KeAcquireSpinLock(&sample.flow_lock, &irql);
	late = sample.stopping && !flow->deleted;
	if (!flow->deleted) {
		InsertTailList(late ? &sample.leaving : &sample.flows, &flow->entry);
		flow->listed = TRUE;
	}
	KeReleaseSpinLock(&sample.flow_lock, irql);
	return late;
}

static BOOLEAN
flow_stopping(VOID)
{
	BOOLEAN stopping;
	KIRQL irql;

	KeAcquireSpinLock(&sample.flow_lock, &irql);
	stopping = sample.stopping;
	KeReleaseSpinLock(&sample.flow_lock, irql);
	return stopping;
}

static VOID
flow_add(UINT64 id)
{
	struct flow *flow;
	NTSTATUS status;

	if (flow_stopping())
		return;
	flow = ExAllocatePoolWithTag(NonPagedPool, sizeof(*flow), SAMPLE_TAG);
	if (flow == NULL)
		return;
	RtlZeroMemory(flow, sizeof(*flow));
	flow->id = id;
	flow->references = 2;

	InterlockedIncrement64(&sample.counters.flows_open);
	status = FwpsFlowAssociateContext0(id, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
	    sample.flow_callout, (UINT64)(ULONG_PTR)flow);
	if (status != STATUS_SUCCESS) { /* STATUS_OBJECT_NAME_EXISTS is no error, nor ours */
		InterlockedDecrement64(&sample.counters.flows_open);
		flow_release(flow);
		flow_release(flow);
		return;
	}
	if (flow_list(flow))
		(VOID)FwpsFlowRemoveContext0(id, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
		    sample.flow_callout);
	flow_release(flow);
}

static VOID NTAPI
flow_delete(UINT16 layer, UINT32 callout, UINT64 context)
{
	struct flow *flow = (struct flow *)(ULONG_PTR)context;
	KIRQL irql;

	UNREFERENCED_PARAMETER(layer);
	UNREFERENCED_PARAMETER(callout);
	KeAcquireSpinLock(&sample.flow_lock, &irql);
	flow->deleted = TRUE;
	if (flow->listed)
		RemoveEntryList(&flow->entry);
	flow->listed = FALSE;
	KeReleaseSpinLock(&sample.flow_lock, irql);
	InterlockedDecrement64(&sample.counters.flows_open);
	flow_release(flow);
}

static VOID
flow_stop(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&sample.flow_lock, &irql);
	sample.stopping = TRUE;
	KeReleaseSpinLock(&sample.flow_lock, irql);
}

/*
 * Ask the engine to remove each context, once.  It calls flow_delete within the
 * call, or later if a classify is under way (STATUS_PENDING); and if the flow ends
 * of its own accord meanwhile, there is nothing to remove.  Either way flow_delete
 * takes the context off its list.
 */
static VOID
flow_remove_all(VOID)
{
	PLIST_ENTRY entry;
	UINT64 id;
	KIRQL irql;

	KeAcquireSpinLock(&sample.flow_lock, &irql);
	while (!IsListEmpty(&sample.flows)) {
		entry = RemoveHeadList(&sample.flows);
		InsertTailList(&sample.leaving, entry);
		id = CONTAINING_RECORD(entry, struct flow, entry)->id;
		KeReleaseSpinLock(&sample.flow_lock, irql);

		(VOID)FwpsFlowRemoveContext0(id, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
		    sample.flow_callout);

		KeAcquireSpinLock(&sample.flow_lock, &irql);
	}
	KeReleaseSpinLock(&sample.flow_lock, irql);
}

static VOID NTAPI
flow_classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const void *context, const FWPS_FILTER1 *filter, UINT64 flow_context,
    FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(flow_context);

	if (out->rights & FWPS_RIGHT_ACTION_WRITE)
		out->actionType = FWP_ACTION_CONTINUE;
	if (!FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_FLOW_HANDLE))
		return;
	InterlockedIncrement64(&sample.counters.flows_seen);
	flow_tell(values, meta->flowHandle);
	flow_add(meta->flowHandle);
}

/* ---- packets ----------------------------------------------------------------- */

/* Is it the first (or only) fragment of a UDP packet to our port? */
static BOOLEAN
packet_is_ours(NET_BUFFER_LIST *packet)
{
	UINT8 storage[60 + 4]; /* the longest IPv4 header, and the ports */
	NET_BUFFER *buffer = NET_BUFFER_LIST_FIRST_NB(packet);
	ULONG header_bytes;
	UINT8 *bytes;

	bytes = buffer == NULL ? NULL : NdisGetDataBuffer(buffer, 20, storage, 1, 0);
	if (bytes == NULL || bytes[0] >> 4 != 4 || bytes[9] != IPPROTO_UDP)
		return FALSE;
	if ((bytes[6] & 0x1f) != 0 || bytes[7] != 0) /* a later fragment: no ports */
		return FALSE;
	header_bytes = (bytes[0] & 0x0fu) * 4;
	if (header_bytes < 20)
		return FALSE;
	bytes = NdisGetDataBuffer(buffer, header_bytes + 4, storage, 1, 0);
	if (bytes == NULL)
		return FALSE;
	return (bytes[header_bytes + 2] << 8 | bytes[header_bytes + 3]) == SAMPLE_PORT;
}

static VOID NTAPI
packet_sent(void *context, NET_BUFFER_LIST *clone, BOOLEAN dispatch_level)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(dispatch_level);
	if (NT_SUCCESS(NET_BUFFER_LIST_STATUS(clone)))
		InterlockedIncrement64(&sample.counters.packets_sent);
	else
		InterlockedIncrement64(&sample.counters.packets_failed);
	FwpsFreeCloneNetBufferList0(clone, 0);
}

static NTSTATUS
packet_send_clone(NET_BUFFER_LIST *packet, const FWPS_INCOMING_METADATA_VALUES0 *meta)
{
	COMPARTMENT_ID compartment = UNSPECIFIED_COMPARTMENT_ID;
	NET_BUFFER_LIST *clone;
	NTSTATUS status;

	if (FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_COMPARTMENT_ID))
		compartment = (COMPARTMENT_ID)meta->compartmentId;
	status = FwpsAllocateCloneNetBufferList0(packet, sample.pool, NULL, 0, &clone);
	if (!NT_SUCCESS(status))
		return status;
	status = FwpsInjectNetworkSendAsync0(sample.injection, NULL, 0, compartment, clone,
	    packet_sent, NULL);
	if (!NT_SUCCESS(status)) /* then packet_sent is never called */
		FwpsFreeCloneNetBufferList0(clone, 0);
	return status;
}

static VOID NTAPI
packet_classify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *data, const void *context,
    const FWPS_FILTER1 *filter, UINT64 flow_context, FWPS_CLASSIFY_OUT0 *out)
{
	NET_BUFFER_LIST *packet = data;
	FWPS_PACKET_INJECTION_STATE state;

	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(flow_context);

	InterlockedIncrement64(&sample.counters.packets_seen);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return; /* decided already */
	out->actionType = FWP_ACTION_CONTINUE;
	if (packet == NULL)
		return;
	state = FwpsQueryPacketInjectionState0(sample.injection, packet, NULL);
	if (state == FWPS_PACKET_INJECTED_BY_SELF ||
	    state == FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF) {
		out->actionType = FWP_ACTION_PERMIT;
		return;
	}
	if (!packet_is_ours(packet) || !NT_SUCCESS(packet_send_clone(packet, meta)))
		return;
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
}

/* ---- callouts and filters ---------------------------------------------------- */

static NTSTATUS NTAPI
callout_notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *filter_key, FWPS_FILTER1 *filter)
{
	UNREFERENCED_PARAMETER(type);
	UNREFERENCED_PARAMETER(filter_key);
	UNREFERENCED_PARAMETER(filter);
	return STATUS_SUCCESS;
}

static NTSTATUS
callout_register(const GUID *key, FWPS_CALLOUT_CLASSIFY_FN1 classify,
    FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 delete_function, UINT32 *id)
{
	FWPS_CALLOUT1 callout = {
		.calloutKey = *key,
		.classifyFn = classify,
		.notifyFn = callout_notify,
		.flowDeleteFn = delete_function,
	};

	return FwpsCalloutRegister1(sample.device, &callout, id);
}

/*
 * Comes back when no function of the callout is running, nor will run.  Whatever
 * else the engine says (busy with contexts, in use by another call, short of
 * memory) the callout is still there, and to return then would be fatal.
 */
static VOID
callout_unregister(UINT32 id)
{
	LARGE_INTEGER retry = { .QuadPart = RETRY_100NS };
	NTSTATUS status;

	for (;;) {
		status = FwpsCalloutUnregisterById0(id);
		if (status == STATUS_SUCCESS || status == STATUS_FWP_CALLOUT_NOT_FOUND)
			return;
		flow_remove_all();
		KeDelayExecutionThread(KernelMode, FALSE, &retry);
	}
}

static NTSTATUS
filter_add(const GUID *callout_key, const GUID *layer_key, FWP_ACTION_TYPE action, wchar_t *name)
{
	FWPM_CALLOUT0 callout = {
		.calloutKey = *callout_key,
		.displayData.name = name,
		.applicableLayer = *layer_key,
	};
	FWPM_FILTER0 filter = {
		.displayData.name = name,
		.flags = action == FWP_ACTION_CALLOUT_UNKNOWN ?
		    FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED : FWPM_FILTER_FLAG_NONE,
		.layerKey = *layer_key,
		.subLayerKey = sublayer_key,
		.weight.type = FWP_EMPTY,
		.action.type = action,
		.action.calloutKey = *callout_key,
	};
	NTSTATUS status;

	status = FwpmCalloutAdd0(sample.engine, &callout, NULL, NULL);
	if (!NT_SUCCESS(status))
		return status;
	return FwpmFilterAdd0(sample.engine, &filter, NULL, NULL);
}

static NTSTATUS
policy_add(VOID)
{
	FWPM_SUBLAYER0 sublayer = {
		.subLayerKey = sublayer_key,
		.displayData.name = L"Drydock sample (WDM)",
		.weight = 0x100,
	};
	NTSTATUS status;

	status = FwpmSubLayerAdd0(sample.engine, &sublayer, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = filter_add(&packet_callout_key, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN, L"Drydock sample (WDM): packets");
	if (!NT_SUCCESS(status))
		return status;
	return filter_add(&flow_callout_key, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, L"Drydock sample (WDM): flows");
}

/* Open a session and put the policy in force, all of it or none. */
static NTSTATUS
engine_open(VOID)
{
	FWPM_SESSION0 session = {
		.displayData.name = L"Drydock sample (WDM)",
		.flags = FWPM_SESSION_FLAG_DYNAMIC,
	};
	NTSTATUS status;

	status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, &session, &sample.engine);
	if (!NT_SUCCESS(status))
		return status;
	status = FwpmTransactionBegin0(sample.engine, 0);
	if (!NT_SUCCESS(status))
		goto close;
	status = policy_add();
	if (NT_SUCCESS(status))
		status = FwpmTransactionCommit0(sample.engine);
	if (!NT_SUCCESS(status)) {
		(VOID)FwpmTransactionAbort0(sample.engine);
		goto close;
	}
	return STATUS_SUCCESS;

close:
	(VOID)FwpmEngineClose0(sample.engine);
	return status;
}

/* ---- the device -------------------------------------------------------------- */

static NTSTATUS NTAPI
handle_open_close(PDEVICE_OBJECT device, PIRP irp)
{
	UNREFERENCED_PARAMETER(device);
	return irp_complete(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI
handle_cleanup(PDEVICE_OBJECT device, PIRP irp)
{
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(irp)->FileObject;
	PIRP wait;
	KIRQL irql;

	UNREFERENCED_PARAMETER(device);
	KeAcquireSpinLock(&sample.wait_lock, &irql);
	file->FsContext2 = file; /* anything but NULL: wait_add refuses from now on */
	KeReleaseSpinLock(&sample.wait_lock, irql);
	while ((wait = wait_take(file)) != NULL)
		irp_complete(wait, STATUS_CANCELLED, 0);
	return irp_complete(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI
device_control(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
	ULONG room = stack->Parameters.DeviceIoControl.OutputBufferLength;

	UNREFERENCED_PARAMETER(device);
	switch (stack->Parameters.DeviceIoControl.IoControlCode) {
	case IOCTL_SAMPLE_COUNTERS:
		if (room < sizeof(sample.counters))
			return irp_complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
		RtlCopyMemory(irp->AssociatedIrp.SystemBuffer, &sample.counters,
		    sizeof(sample.counters));
		return irp_complete(irp, STATUS_SUCCESS, sizeof(sample.counters));
	case IOCTL_SAMPLE_WAIT_FLOW:
		if (room < sizeof(struct sample_flow_event))
			return irp_complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
		return wait_add(irp);
	default:
		return irp_complete(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
	}
}

/* ---- loading and unloading --------------------------------------------------- */

static NTSTATUS
device_create(PDRIVER_OBJECT driver)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(DEVICE_NAME);
	UNICODE_STRING link = RTL_CONSTANT_STRING(LINK_NAME);
	NTSTATUS status;

	status = IoCreateDevice(driver, 0, &name, FILE_DEVICE_NETWORK, FILE_DEVICE_SECURE_OPEN,
	    FALSE, &sample.device);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status))
		IoDeleteDevice(sample.device);
	return status;
}

static VOID
device_delete(VOID)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(LINK_NAME);

	(VOID)IoDeleteSymbolicLink(&link);
	IoDeleteDevice(sample.device);
}

static NDIS_HANDLE
pool_create(VOID)
{
	NET_BUFFER_LIST_POOL_PARAMETERS parameters = {
		.Header.Type = NDIS_OBJECT_TYPE_DEFAULT,
		.Header.Revision = NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
		.Header.Size = NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
		.fAllocateNetBuffer = TRUE,
		.PoolTag = SAMPLE_TAG,
	};

	return NdisAllocateNetBufferListPool(NULL, &parameters);
}

static VOID NTAPI
sample_unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	flow_stop();
	callout_unregister(sample.flow_callout);
	callout_unregister(sample.packet_callout);
	(VOID)FwpmEngineClose0(sample.engine);
	device_delete();
	(VOID)FwpsInjectionHandleDestroy0(sample.injection);
	NdisFreeNetBufferListPool(sample.pool);
}

/* Windows calls no unload routine after a failure: undo here what was done. */
NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	ExInitializeDriverRuntime(DrvRtPoolNxOptIn);
	KeInitializeSpinLock(&sample.flow_lock);
	KeInitializeSpinLock(&sample.wait_lock);
	InitializeListHead(&sample.flows);
	InitializeListHead(&sample.leaving);
	InitializeListHead(&sample.waits);
	DriverObject->MajorFunction[IRP_MJ_CREATE] = handle_open_close;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = handle_cleanup;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = handle_open_close;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = device_control;
	DriverObject->DriverUnload = sample_unload;

	sample.pool = pool_create();
	if (sample.pool == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = FwpsInjectionHandleCreate0(AF_INET, FWPS_INJECTION_TYPE_NETWORK,
	    &sample.injection);
	if (!NT_SUCCESS(status))
		goto free_pool;
	status = device_create(DriverObject);
	if (!NT_SUCCESS(status))
		goto destroy_injection;
	status = callout_register(&packet_callout_key, packet_classify, NULL,
	    &sample.packet_callout);
	if (!NT_SUCCESS(status))
		goto delete_device;
	status = callout_register(&flow_callout_key, flow_classify, flow_delete,
	    &sample.flow_callout);
	if (!NT_SUCCESS(status))
		goto unregister_packet;
	status = engine_open(); /* packets and flows from here on; nothing fails after it */
	if (!NT_SUCCESS(status))
		goto unregister_flow;
	return STATUS_SUCCESS;

unregister_flow:
	flow_stop();
	callout_unregister(sample.flow_callout);
unregister_packet:
	callout_unregister(sample.packet_callout);
delete_device:
	device_delete();
destroy_injection:
	(VOID)FwpsInjectionHandleDestroy0(sample.injection);
free_pool:
	NdisFreeNetBufferListPool(sample.pool);
	return status;
}
