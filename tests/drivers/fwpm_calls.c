/*
 * Calls each function of fwpmk.h, and gives back what it gets.  It goes on after a call that fails,
 * so that any of them may be refused; it calls DbgPrint where an answer is wrong, and nowhere
 * else.  Of filters and callouts there are two each, for the two ways to delete them.  The filters
 * block what the machine sends; the drops are read as net events when the driver is unloaded.
 */
#include <ntddk.h>
#include <fwpmk.h>

#define KEY(number) { 0x6c0de100 + (number), 0x3b1e, 0x4d07, \
	{ 0x8e, 0x55, 0x21, 0x0c, 0x7f, 0x46, 0xd9, 0x02 } }
#define MANY 1000 /* more than there is of anything */

static const GUID provider_key = KEY(1), sublayer_key = KEY(2);
static const GUID callout_keys[] = { KEY(3), KEY(4) }, filter_keys[] = { KEY(5), KEY(6) };
static const GUID context_keys[] = { KEY(7), KEY(8), KEY(9), KEY(10) };

static PDEVICE_OBJECT device;
static HANDLE engine, changes;
static UINT64 context_ids[4], filter_ids[2];
static UINT32 callout_ids[2];
static WCHAR name[] = L"fwpm_calls";
static UINT8 bytes[] = { 1, 2, 3 };
static FWP_BYTE_BLOB data = { sizeof(bytes), bytes };

static BOOLEAN
answered(const char *call, NTSTATUS status)
{
	if (!NT_SUCCESS(status))
		DbgPrint("%s failed: 0x%08x\n", call, status);
	return NT_SUCCESS(status);
}

#define DO(function, ...) answered(#function, function(__VA_ARGS__))

/* Of a call whose last argument says where to put what it lends. */
#define TAKE(function, type, ...) \
	do { \
		type *taken_ = NULL; \
		if (DO(function, engine, __VA_ARGS__, &taken_)) \
			FwpmFreeMemory0((VOID **)&taken_); \
	} while (0)

/* ---- objects ------------------------------------------------------------------ */

static VOID
add_filter(int which)
{
	FWPM_CALLOUT0 callout = { 0 };
	FWPM_FILTER0 filter = { 0 };

	callout.calloutKey = callout_keys[which];
	callout.displayData.name = name;
	callout.applicableLayer = FWPM_LAYER_OUTBOUND_IPPACKET_V4;
	DO(FwpmCalloutAdd0, engine, &callout, NULL, &callout_ids[which]);
	filter.filterKey = filter_keys[which];
	filter.displayData.name = name;
	filter.layerKey = FWPM_LAYER_OUTBOUND_IPPACKET_V4;
	filter.subLayerKey = sublayer_key;
	filter.action.type = FWP_ACTION_BLOCK;
	DO(FwpmFilterAdd0, engine, &filter, NULL, &filter_ids[which]);
}

static VOID
add_objects(VOID)
{
	FWPM_PROVIDER0 provider = { 0 };
	FWPM_SUBLAYER0 sublayer = { 0 };

	provider.providerKey = provider_key;
	provider.displayData.name = name;
	DO(FwpmProviderAdd0, engine, &provider, NULL);
	sublayer.subLayerKey = sublayer_key;
	sublayer.displayData.name = name;
	sublayer.providerKey = (GUID *)&provider_key;
	sublayer.weight = 0x100;
	DO(FwpmSubLayerAdd0, engine, &sublayer, NULL);
	add_filter(0);
	add_filter(1);
}

static VOID
get_objects(VOID)
{
	TAKE(FwpmProviderGetByKey0, FWPM_PROVIDER0, &provider_key);
	TAKE(FwpmSubLayerGetByKey0, FWPM_SUBLAYER0, &sublayer_key);
	TAKE(FwpmCalloutGetByKey0, FWPM_CALLOUT0, &callout_keys[0]);
	TAKE(FwpmCalloutGetById0, FWPM_CALLOUT0, callout_ids[0]);
	TAKE(FwpmFilterGetByKey0, FWPM_FILTER0, &filter_keys[0]);
	TAKE(FwpmFilterGetById0, FWPM_FILTER0, filter_ids[0]);
}

/* By its key, then by the id which the first answer told. */
static VOID
get_layer(VOID)
{
	FWPM_LAYER0 *layer = NULL;

	if (!DO(FwpmLayerGetByKey0, engine, &FWPM_LAYER_OUTBOUND_IPPACKET_V4, &layer))
		return;
	TAKE(FwpmLayerGetById0, FWPM_LAYER0, layer->layerId);
	FwpmFreeMemory0((VOID **)&layer);
}

/* A general context with the functions of one version. */
#define CONTEXT(version) \
	static VOID context##version(VOID) \
	{ \
		const GUID *key = &context_keys[version]; \
		FWPM_PROVIDER_CONTEXT##version context = { 0 }; \
\
		context.providerContextKey = *key; \
		context.displayData.name = name; \
		context.providerKey = (GUID *)&provider_key; \
		context.type = FWPM_GENERAL_CONTEXT; \
		context.dataBuffer = &data; \
		DO(FwpmProviderContextAdd##version, engine, &context, NULL, \
		    &context_ids[version]); \
		TAKE(FwpmProviderContextGetByKey##version, FWPM_PROVIDER_CONTEXT##version, key); \
		TAKE(FwpmProviderContextGetById##version, FWPM_PROVIDER_CONTEXT##version, \
		    context_ids[version]); \
	}
CONTEXT(0)
CONTEXT(1)
CONTEXT(2)
CONTEXT(3)

static VOID
delete_objects(VOID)
{
	DO(FwpmFilterDeleteById0, engine, filter_ids[0]);
	DO(FwpmFilterDeleteByKey0, engine, &filter_keys[1]);
	DO(FwpmCalloutDeleteById0, engine, callout_ids[0]);
	DO(FwpmCalloutDeleteByKey0, engine, &callout_keys[1]);
	DO(FwpmSubLayerDeleteByKey0, engine, &sublayer_key);
	DO(FwpmProviderContextDeleteById0, engine, context_ids[0]);
	for (int i = 1; i < 4; i++)
		DO(FwpmProviderContextDeleteByKey0, engine, &context_keys[i]);
	DO(FwpmProviderDeleteByKey0, engine, &provider_key);
}

/* ---- enumerations --------------------------------------------------------------- */

#define LIST(Noun, version, entry, template_, look) \
	do { \
		HANDLE list_; \
		entry **entries_ = NULL; \
		UINT32 count_ = 0; \
		if (!DO(Fwpm##Noun##CreateEnumHandle0, engine, template_, &list_)) \
			break; \
		if (DO(Fwpm##Noun##Enum##version, engine, list_, MANY, &entries_, &count_)) { \
			look; \
			FwpmFreeMemory0((VOID **)&entries_); \
		} \
		DO(Fwpm##Noun##DestroyEnumHandle0, engine, list_); \
	} while (0)

#define ENUM(Noun, version, entry, template_) \
	LIST(Noun, version, entry, template_, \
	    if (count_ == 0) DbgPrint(#Noun #version ": there is none\n"))

static VOID
enumerate_objects(VOID)
{
	FWPM_CALLOUT_ENUM_TEMPLATE0 callouts = { 0 };
	FWPM_FILTER_ENUM_TEMPLATE0 filters = { 0 };
	FWPM_SUBLAYER_ENUM_TEMPLATE0 sublayers = { (GUID *)&provider_key };
	FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 contexts = { (GUID *)&provider_key,
		FWPM_GENERAL_CONTEXT };

	callouts.layerKey = FWPM_LAYER_OUTBOUND_IPPACKET_V4;
	filters.layerKey = FWPM_LAYER_OUTBOUND_IPPACKET_V4;
	filters.enumType = FWP_FILTER_ENUM_OVERLAPPING;
	filters.actionMask = 0xFFFFFFFF;
	ENUM(Session, 0, FWPM_SESSION0, NULL);
	ENUM(Provider, 0, FWPM_PROVIDER0, NULL);
	ENUM(SubLayer, 0, FWPM_SUBLAYER0, &sublayers);
	ENUM(Layer, 0, FWPM_LAYER0, NULL);
	ENUM(Callout, 0, FWPM_CALLOUT0, &callouts);
	ENUM(Filter, 0, FWPM_FILTER0, &filters);
	ENUM(ProviderContext, 0, FWPM_PROVIDER_CONTEXT0, &contexts);
	ENUM(ProviderContext, 1, FWPM_PROVIDER_CONTEXT1, &contexts);
	ENUM(ProviderContext, 2, FWPM_PROVIDER_CONTEXT2, &contexts);
	ENUM(ProviderContext, 3, FWPM_PROVIDER_CONTEXT3, &contexts);
}

/* The newest, at the end of the list, is a drop by a filter of this driver's. */
#define EVENTS(version) \
	LIST(NetEvent, version, FWPM_NET_EVENT##version, &all, \
	    if (count_ == 0 || !is_ours(entries_[count_ - 1]->header.ipVersion, \
		    entries_[count_ - 1]->type, entries_[count_ - 1]->classifyDrop)) \
		DbgPrint("NetEvent" #version ": no drop of ours\n"))

/* Every version of a drop begins as the first does. */
static BOOLEAN
is_ours(FWP_IP_VERSION ip, FWPM_NET_EVENT_TYPE type, const VOID *drop)
{
	const FWPM_NET_EVENT_CLASSIFY_DROP0 *first = drop;

	return type == FWPM_NET_EVENT_TYPE_CLASSIFY_DROP && ip == FWP_IP_VERSION_V4
	    && (first->filterId == filter_ids[0] || first->filterId == filter_ids[1]);
}

static VOID
enumerate_events(VOID)
{
	FWPM_NET_EVENT_ENUM_TEMPLATE0 all = { 0 };

	EVENTS(0);
	EVENTS(1);
	EVENTS(2);
	EVENTS(3);
	EVENTS(4);
	EVENTS(5);
}

/* ---- security: each is given the DACL that it has ---------------------------------- */

#define SECURE(get, set, ...) \
	do { \
		PACL dacl_ = NULL; \
		PSECURITY_DESCRIPTOR all_ = NULL; \
		if (!DO(get, __VA_ARGS__, DACL_SECURITY_INFORMATION, NULL, NULL, &dacl_, NULL, \
			&all_)) \
			break; \
		DO(set, __VA_ARGS__, DACL_SECURITY_INFORMATION, NULL, NULL, dacl_, NULL); \
		FwpmFreeMemory0(&all_); \
	} while (0)
#define SECURE_KEY(Noun, key) \
	SECURE(Fwpm##Noun##GetSecurityInfoByKey0, Fwpm##Noun##SetSecurityInfoByKey0, engine, key)
#define SECURE_ALL(Noun) SECURE(Noun##GetSecurityInfo0, Noun##SetSecurityInfo0, engine)

static VOID
secure(VOID)
{
	SECURE_KEY(Provider, &provider_key);
	SECURE_KEY(ProviderContext, &context_keys[0]);
	SECURE_KEY(SubLayer, &sublayer_key);
	SECURE_KEY(Layer, &FWPM_LAYER_OUTBOUND_IPPACKET_V4);
	SECURE_KEY(Callout, &callout_keys[0]);
	SECURE_KEY(Filter, &filter_keys[0]);
	SECURE_ALL(FwpmEngine);
	SECURE_ALL(FwpmNetEvents);
	SECURE_ALL(FwpmvSwitchEvents);
	SECURE_ALL(FwpmConnection);
	SECURE_ALL(IPsecSaDb);
	SECURE_ALL(IPsecDosp);
	SECURE_ALL(IkeextSaDb);
}

/* ---- the driver ------------------------------------------------------------------- */

static VOID NTAPI
state_changed(VOID *context, FWPM_SERVICE_STATE state)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(state);
}

static VOID
options(VOID)
{
	FWP_VALUE0 *value = NULL;

	if (!DO(FwpmEngineGetOption0, engine, FWPM_ENGINE_COLLECT_NET_EVENTS, &value))
		return;
	DO(FwpmEngineSetOption0, engine, FWPM_ENGINE_COLLECT_NET_EVENTS, value);
	FwpmFreeMemory0((VOID **)&value);
}

/* What is added in a transaction that fails to be committed goes with it. */
static VOID
transactions(VOID)
{
	if (DO(FwpmTransactionBegin0, engine, FWPM_TXN_READ_ONLY))
		DO(FwpmTransactionAbort0, engine);
	if (!DO(FwpmTransactionBegin0, engine, 0))
		return;
	add_objects();
	if (!DO(FwpmTransactionCommit0, engine))
		DO(FwpmTransactionAbort0, engine);
}

static VOID
call_all(VOID)
{
	options();
	transactions();
	context0();
	context1();
	context2();
	context3();
	get_objects();
	get_layer();
	enumerate_objects();
	secure();
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	if (engine != NULL) {
		enumerate_events();
		delete_objects();
		DO(FwpmEngineClose0, engine);
	}
	if (changes != NULL)
		DO(FwpmBfeStateUnsubscribeChanges0, changes);
	IoDeleteDevice(device);
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(path);
	status = IoCreateDevice(driver, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	driver->DriverUnload = unload;
	DO(FwpmBfeStateSubscribeChanges0, device, state_changed, NULL, &changes);
	if (FwpmBfeStateGet0() != FWPM_SERVICE_RUNNING)
		DbgPrint("the engine does not run\n");
	if (DO(FwpmEngineOpen0, NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine))
		call_all();
	return STATUS_SUCCESS;
}
