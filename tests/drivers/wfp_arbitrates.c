/*
 * Six disagreements of two sublayers, one a remote port: filters and a callout permit and block,
 * hard and soft.  What becomes of each port's packets is Windows' arbitration.
 */
#define NDIS620 1
#include "../../samples/faulty/faulty.h"

/* What the callout answers, as its filters' contexts say. */
#define SAY_PERMIT 1
#define SAY_BLOCK 2
#define SAY_HARD_BLOCK 3

#define CLEAR FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT
#define PERMIT FWP_ACTION_PERMIT
#define BLOCK FWP_ACTION_BLOCK
#define CALL FWP_ACTION_CALLOUT_TERMINATING

static const GUID heavy_key = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x11 } };
static const GUID light_key = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x12 } };

static const struct disagreement {
	UINT16 port;
	FWP_ACTION_TYPE heavy;
	UINT32 heavy_flags;
	UINT64 heavy_says;
	FWP_ACTION_TYPE light;
	UINT64 light_says;
} disagreements[] = {
	{ 1001, PERMIT, 0, 0, BLOCK, 0 },              /* soft permit */
	{ 1002, PERMIT, CLEAR, 0, BLOCK, 0 },          /* hard permit */
	{ 1003, PERMIT, CLEAR, 0, CALL, SAY_BLOCK },   /* ... and a veto */
	{ 1004, CALL, 0, SAY_BLOCK, PERMIT, 0 },       /* soft block */
	{ 1005, CALL, 0, SAY_HARD_BLOCK, PERMIT, 0 },  /* hard block */
	{ 1006, BLOCK, 0, 0, CALL, SAY_PERMIT },       /* a filter's block is hard */
};

static DRIVER_UNLOAD unload;

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	BOOLEAN may_write = (out->rights & FWPS_RIGHT_ACTION_WRITE) != 0;

	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(meta);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(context);
	if (filter->context == SAY_PERMIT && may_write)
		out->actionType = FWP_ACTION_PERMIT;
	if (filter->context == SAY_BLOCK && (may_write || out->actionType == FWP_ACTION_PERMIT))
		out->actionType = FWP_ACTION_BLOCK; /* without the right: a veto */
	if (filter->context == SAY_HARD_BLOCK && may_write) {
		out->actionType = FWP_ACTION_BLOCK;
		out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
	}
}

static NTSTATUS
sublayer_add(const GUID *key, UINT16 weight)
{
	FWPM_SUBLAYER0 sublayer = {
		.subLayerKey = *key,
		.displayData.name = L"Drydock arbitrates",
		.weight = weight,
	};

	return FwpmSubLayerAdd0(faulty.engine, &sublayer, NULL);
}

static NTSTATUS
filter_add(const GUID *sublayer, UINT16 port, FWP_ACTION_TYPE action, UINT32 flags, UINT64 says)
{
	FWPM_FILTER_CONDITION0 condition = {
		.fieldKey = FWPM_CONDITION_IP_REMOTE_PORT,
		.matchType = FWP_MATCH_EQUAL,
		.conditionValue = { .type = FWP_UINT16, .uint16 = port },
	};
	FWPM_FILTER0 filter = {
		.displayData.name = L"Drydock arbitrates",
		.layerKey = FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
		.subLayerKey = *sublayer,
		.flags = flags,
		.weight.type = FWP_EMPTY,
		.numFilterConditions = 1,
		.filterCondition = &condition,
		.action.type = action,
		.rawContext = says,
	};

	if (action == CALL)
		filter.action.calloutKey = faulty_callout_key;
	return FwpmFilterAdd0(faulty.engine, &filter, NULL, NULL);
}

static NTSTATUS
disagreements_add(VOID)
{
	NTSTATUS status = sublayer_add(&heavy_key, 0x9000);
	ULONG at;

	if (NT_SUCCESS(status))
		status = sublayer_add(&light_key, 0x1000);
	for (at = 0; at < ARRAYSIZE(disagreements) && NT_SUCCESS(status); at++) {
		const struct disagreement *row = &disagreements[at];

		status = filter_add(&heavy_key, row->port, row->heavy, row->heavy_flags,
		    row->heavy_says);
		if (NT_SUCCESS(status))
			status = filter_add(&light_key, row->port, row->light, 0, row->light_says);
	}
	return status;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = disagreements_add();
	if (!NT_SUCCESS(status))
		faulty_callout_stop();
	return status;
}
