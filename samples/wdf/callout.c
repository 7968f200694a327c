/*
 * A WFP callout driver, KMDF without Plug and Play, that can be unloaded at any moment.  Copy it.
 *
 * What it does
 *	OUTBOUND_IPPACKET_V4	 clones UDP packets to port 9999, blocks and absorbs the
 *				 original, sends the clone; lets all others continue
 *	ALE_FLOW_ESTABLISHED_V4	 gives each new flow a context, counts flows, and tells
 *				 the program that waits for the next one
 *	\\.\DrydockSampleWdf	 reads the counters; waits for the next flow
 *
 * Who owns what, until when
 *	a flow context	 lives as long as the engine may hand it out: from a successful
 *			 FwpsFlowAssociateContext0 until flow_delete has returned.  The
 *			 classify that made it holds a reference of its own, because the
 *			 flow may end, and flow_delete run, before the call is back.
 *	a clone		 is ours until FwpsInjectNetworkSendAsync0 takes it, and again in
 *			 packet_sent.
 *	a waiting request  is the queue's, which completes it if it is cancelled; ours
 *			 once flow_tell has retrieved it.
 *
 * Lock: flow_lock is a leaf.  Nothing of WFP's and no completion is called with it
 * held, for flow_delete is called inside FwpsFlowRemoveContext0.
 *
 * Unloading, in this order
 *	1  flow_stop: no new contexts
 *	2  unregister the callouts; where the engine says STATUS_DEVICE_BUSY, remove
 *	   every context and ask again.  Afterwards no function of ours is running.
 *	3  close the engine: the session is dynamic, so its filters go with it
 *	4  delete the device; its link, queues and lock go with it
 *	5  destroy the injection handle: waits for every clone that is under way
 *	6  free the pool the clones came from
 * [network/unloading-a-callout-driver]
 *
 * The WDFDRIVER goes last, after sample_unload; it is the framework's to delete.
 * No wait can be pending then: a program that waits has a handle open, and Windows
 * unloads no driver with an open device.
 */
#define POOL_NX_OPTIN 1 /* Windows 7 has no NonPagedPoolNx: ask when running */
#define NDIS620 1	/* Windows 7 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>
#include <wdf.h>

#define SAMPLE_TAG 'fDwD'
#define SAMPLE_PORT 9999
#define DEVICE_NAME L"\\Device\\DrydockSampleWdf"
#define LINK_NAME L"\\DosDevices\\DrydockSampleWdf"
#define DEVICE_ACCESS L"D:P(A;;GA;;;SY)(A;;GA;;;BA)" /* system, administrators */
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
	WDFDEVICE device;
	NDIS_HANDLE pool;
	HANDLE injection;
	HANDLE engine;
	UINT32 packet_callout;
	UINT32 flow_callout;

	WDFSPINLOCK flow_lock; /* the device's child, as the queues */
	LIST_ENTRY flows;   /* contexts that nobody has asked the engine to remove */
	LIST_ENTRY leaving; /* contexts that flow_remove_all has asked it to remove */
	BOOLEAN stopping;

	WDFQUEUE waits; /* requests for the next flow */

	struct sample_counters counters;
} sample;

static const GUID sublayer_key = { 0x6d4f2b10, 0x51c7, 0x4a0e,
	{ 0x9b, 0x3a, 0x11, 0x5e, 0x0f, 0x2a, 0xd0, 0x11 } };
static const GUID packet_callout_key = { 0x6d4f2b10, 0x51c7, 0x4a0e,
	{ 0x9b, 0x3a, 0x11, 0x5e, 0x0f, 0x2a, 0xd0, 0x12 } };
static const GUID flow_callout_key = { 0x6d4f2b10, 0x51c7, 0x4a0e,
	{ 0x9b, 0x3a, 0x11, 0x5e, 0x0f, 0x2a, 0xd0, 0x13 } };

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_UNLOAD sample_unload;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL device_control;

/* ---- waiting for the next flow: an inverted call ---------------------------- */

/*
 * The queue does what a WDM driver writes by hand: it completes a wait that is
 * cancelled, or whose handle is closed.  A request that comes out of it is ours.
 */
static VOID
wait_add(WDFREQUEST request)
{
	NTSTATUS status = WdfRequestForwardToIoQueue(request, sample.waits);

	if (!NT_SUCCESS(status))
		WdfRequestComplete(request, status);
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
	WDFREQUEST request;
	NTSTATUS status;

	if (!NT_SUCCESS(WdfIoQueueRetrieveNextRequest(sample.waits, &request)))
		return; /* nobody waits */
	status = WdfRequestRetrieveOutputBuffer(request, sizeof(*event), (PVOID *)&event, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(request, status);
		return;
	}
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
	WdfRequestCompleteWithInformation(request, STATUS_SUCCESS, sizeof(*event));
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

	WdfSpinLockAcquire(sample.flow_lock);
	late = sample.stopping && !flow->deleted;
	if (!flow->deleted) {
		InsertTailList(late ? &sample.leaving : &sample.flows, &flow->entry);
		flow->listed = TRUE;
	}
	WdfSpinLockRelease(sample.flow_lock);
	return late;
}

static BOOLEAN
flow_stopping(VOID)
{
	BOOLEAN stopping;

	WdfSpinLockAcquire(sample.flow_lock);
	stopping = sample.stopping;
	WdfSpinLockRelease(sample.flow_lock);
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

	UNREFERENCED_PARAMETER(layer);
	UNREFERENCED_PARAMETER(callout);
	WdfSpinLockAcquire(sample.flow_lock);
	flow->deleted = TRUE;
	if (flow->listed)
		RemoveEntryList(&flow->entry);
	flow->listed = FALSE;
	WdfSpinLockRelease(sample.flow_lock);
	InterlockedDecrement64(&sample.counters.flows_open);
	flow_release(flow);
}

static VOID
flow_stop(VOID)
{

	WdfSpinLockAcquire(sample.flow_lock);
	sample.stopping = TRUE;
	WdfSpinLockRelease(sample.flow_lock);
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

	WdfSpinLockAcquire(sample.flow_lock);
	while (!IsListEmpty(&sample.flows)) {
		entry = RemoveHeadList(&sample.flows);
		InsertTailList(&sample.leaving, entry);
		id = CONTAINING_RECORD(entry, struct flow, entry)->id;
		WdfSpinLockRelease(sample.flow_lock);

		(VOID)FwpsFlowRemoveContext0(id, FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4,
		    sample.flow_callout);

		WdfSpinLockAcquire(sample.flow_lock);
	}
	WdfSpinLockRelease(sample.flow_lock);
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

	return FwpsCalloutRegister1(WdfDeviceWdmGetDeviceObject(sample.device), &callout, id);
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
		.displayData.name = L"Drydock sample (WDF)",
		.weight = 0x100,
	};
	NTSTATUS status;

	status = FwpmSubLayerAdd0(sample.engine, &sublayer, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = filter_add(&packet_callout_key, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN, L"Drydock sample (WDF): packets");
	if (!NT_SUCCESS(status))
		return status;
	return filter_add(&flow_callout_key, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, L"Drydock sample (WDF): flows");
}

/* Open a session and put the policy in force, all of it or none. */
static NTSTATUS
engine_open(VOID)
{
	FWPM_SESSION0 session = {
		.displayData.name = L"Drydock sample (WDF)",
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

static VOID
device_control(WDFQUEUE queue, WDFREQUEST request, size_t output_bytes, size_t input_bytes,
    ULONG code)
{
	struct sample_counters *counters;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(queue);
	UNREFERENCED_PARAMETER(input_bytes);
	switch (code) {
	case IOCTL_SAMPLE_COUNTERS:
		status = WdfRequestRetrieveOutputBuffer(request, sizeof(*counters),
		    (PVOID *)&counters, NULL);
		if (!NT_SUCCESS(status))
			break;
		*counters = sample.counters;
		WdfRequestCompleteWithInformation(request, STATUS_SUCCESS, sizeof(*counters));
		return;
	case IOCTL_SAMPLE_WAIT_FLOW:
		status = STATUS_BUFFER_TOO_SMALL;
		if (output_bytes < sizeof(struct sample_flow_event))
			break;
		wait_add(request);
		return;
	default:
		status = STATUS_INVALID_DEVICE_REQUEST;
	}
	WdfRequestComplete(request, status);
}

static NTSTATUS
queues_create(VOID)
{
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	status = WdfIoQueueCreate(sample.device, &config, WDF_NO_OBJECT_ATTRIBUTES,
	    &sample.waits);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDeviceControl = device_control;
	return WdfIoQueueCreate(sample.device, &config, WDF_NO_OBJECT_ATTRIBUTES, NULL);
}

static NTSTATUS
lock_create(VOID)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = sample.device;
	return WdfSpinLockCreate(&attributes, &sample.flow_lock);
}

static NTSTATUS
device_create(WDFDRIVER driver)
{
	UNICODE_STRING access = RTL_CONSTANT_STRING(DEVICE_ACCESS);
	UNICODE_STRING name = RTL_CONSTANT_STRING(DEVICE_NAME);
	UNICODE_STRING link = RTL_CONSTANT_STRING(LINK_NAME);
	PWDFDEVICE_INIT init = WdfControlDeviceInitAllocate(driver, &access);
	NTSTATUS status;

	if (init == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	WdfDeviceInitSetDeviceType(init, FILE_DEVICE_NETWORK);
	WdfDeviceInitSetCharacteristics(init, FILE_DEVICE_SECURE_OPEN, FALSE);
	status = WdfDeviceInitAssignName(init, &name);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &sample.device);
	if (!NT_SUCCESS(status)) {
		WdfDeviceInitFree(init); /* a created device has taken it, and set NULL */
		return status;
	}
	status = WdfDeviceCreateSymbolicLink(sample.device, &link);
	if (NT_SUCCESS(status))
		status = queues_create();
	if (NT_SUCCESS(status))
		status = lock_create();
	if (!NT_SUCCESS(status))
		WdfObjectDelete(sample.device); /* the link, queues and lock go with it */
	return status;
}

/* ---- loading and unloading --------------------------------------------------- */

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

static VOID
sample_unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	flow_stop();
	callout_unregister(sample.flow_callout);
	callout_unregister(sample.packet_callout);
	(VOID)FwpmEngineClose0(sample.engine);
	WdfObjectDelete(sample.device);
	(VOID)FwpsInjectionHandleDestroy0(sample.injection);
	NdisFreeNetBufferListPool(sample.pool);
}

static NTSTATUS
driver_create(PDRIVER_OBJECT driver_object, PUNICODE_STRING registry_path, WDFDRIVER *driver)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = sample_unload;
	config.DriverPoolTag = SAMPLE_TAG;
	return WdfDriverCreate(driver_object, registry_path, WDF_NO_OBJECT_ATTRIBUTES, &config,
	    driver);
}

/*
 * No unload routine is called after a failure: undo here what was done.  Only the
 * WDFDRIVER is the framework's to delete.
 */
NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status;

	ExInitializeDriverRuntime(DrvRtPoolNxOptIn);
	InitializeListHead(&sample.flows);
	InitializeListHead(&sample.leaving);

	status = driver_create(DriverObject, RegistryPath, &driver);
	if (!NT_SUCCESS(status))
		return status;
	sample.pool = pool_create();
	if (sample.pool == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = FwpsInjectionHandleCreate0(AF_INET, FWPS_INJECTION_TYPE_NETWORK,
	    &sample.injection);
	if (!NT_SUCCESS(status))
		goto free_pool;
	status = device_create(driver);
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
	WdfControlFinishInitializing(sample.device);
	return STATUS_SUCCESS;

unregister_flow:
	flow_stop();
	callout_unregister(sample.flow_callout);
unregister_packet:
	callout_unregister(sample.packet_callout);
delete_device:
	WdfObjectDelete(sample.device);
destroy_injection:
	(VOID)FwpsInjectionHandleDestroy0(sample.injection);
free_pool:
	NdisFreeNetBufferListPool(sample.pool);
	return status;
}
