#include "wfp/stream.h"

#include "host/arena.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "ndis/clone.h"
#include "ndis/data.h"
#include "sched/thread.h"
#include "wfp/callout.h"
#include "wfp/classify.h"
#include "wfp/filter.h"
#include "wfp/flow.h"
#include "wfp/inject.h"
#include "wfp/layer.h"
#include "wfp/visit.h"

#define STREAM_V4 20
#define STREAM_V6 22
#define DISCONNECT (FWPS_STREAM_FLAG_SEND_DISCONNECT | FWPS_STREAM_FLAG_RECEIVE_DISCONNECT)

static bool (*outlet)(struct flow *flow, uint32_t callout); /* code: the same for every machine */

void
stream_outlet(bool (*go_on)(struct flow *flow, uint32_t callout))
{
	outlet = go_on;
}

bool
stream_layer(uint16_t layer)
{
	return layer == STREAM_V4 || layer == STREAM_V6;
}

static void
check_need_more(const struct classify *classify, uint32_t callout)
{
	if (classify->out.actionType != FWP_ACTION_NONE)
		finding(RULE_R152, "callout %u needs more data and answers action 0x%x", callout,
		    classify->out.actionType);
	if ((classify->out_flags & FWPS_CLASSIFY_OUT_FLAG_NO_MORE_DATA) != 0)
		finding(RULE_R152, "callout %u needs more data, and there is no more", callout);
	if ((classify->out_flags & FWPS_CLASSIFY_OUT_FLAG_BUFFER_LIMIT_REACHED) != 0)
		finding(RULE_R152, "callout %u needs more data than 8 MB", callout);
}

/* Windows: what fits the stream, the filter and the action.  [ddi:FWPS_STREAM_CALLOUT_IO_PACKET0] */
static void
check_action(const struct classify *classify, const struct filter *filter)
{
	const FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = classify->layer_data;
	uint32_t callout = filter->callout->id;
	bool inbound = (packet->streamData->flags & FWPS_STREAM_FLAG_RECEIVE) != 0;

	switch (packet->streamAction) {
	case FWPS_STREAM_ACTION_NEED_MORE_DATA:
		check_need_more(classify, callout);
		return;
	case FWPS_STREAM_ACTION_DEFER:
		if (!inbound)
			finding(RULE_R155, "callout %u defers an outbound stream", callout);
		break;
	case FWPS_STREAM_ACTION_DROP_CONNECTION:
		if (filter->shown.action.type != FWP_ACTION_CALLOUT_UNKNOWN)
			finding(RULE_R157,
			    "callout %u of a filter with action 0x%x drops a connection", callout,
			    filter->shown.action.type);
		break;
	case FWPS_STREAM_ACTION_NONE:
	case FWPS_STREAM_ACTION_ALLOW_CONNECTION:
	case FWPS_STREAM_ACTION_TYPE_MAX:
		break;
	}
	if (packet->countBytesRequired != 0)
		finding(RULE_R153, "callout %u sets countBytesRequired with stream action %d",
		    callout, packet->streamAction);
}

void
stream_answered(struct classify *classify, const struct filter *filter)
{
	const FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = classify->layer_data;

	if (packet == NULL)
		return;
	check_action(classify, filter);
	if (packet->countBytesEnforced > packet->streamData->dataLength)
		finding(RULE_R154, "callout %u answers for %zu bytes of %zu", filter->callout->id,
		    (size_t)packet->countBytesEnforced, (size_t)packet->streamData->dataLength);
	if (packet->streamAction != FWPS_STREAM_ACTION_NONE)
		classify->stream_filter = filter;
}

/* How many bytes of the list's data lie before the stream data: in its first list, to mdlOffset. */
static SIZE_T
bytes_before(const FWPS_STREAM_DATA0 *data, const NET_BUFFER_LIST *list)
{
	const NET_BUFFER *buffer = list->FirstNetBuffer;
	SIZE_T at = 0;

	if (list != data->dataOffset.netBufferList || buffer == NULL)
		return 0;
	for (const MDL *mdl = buffer->MdlChain; mdl != NULL; mdl = mdl->Next) {
		if (mdl == data->dataOffset.mdl) {
			at += data->dataOffset.mdlOffset;
			return at > buffer->DataOffset ? at - buffer->DataOffset : 0;
		}
		at += mdl->ByteCount;
	}
	return 0;
}

void NTAPI
FwpsCopyStreamDataToBuffer0(const FWPS_STREAM_DATA0 *calloutStreamData, PVOID buffer,
    SIZE_T bytesToCopy, SIZE_T *bytesCopied)
{
	SIZE_T wanted = bytesToCopy < calloutStreamData->dataLength ? bytesToCopy
								    : calloutStreamData->dataLength;
	SIZE_T copied = 0;

	for (const NET_BUFFER_LIST *list = calloutStreamData->netBufferListChain;
	     list != NULL && copied < wanted; list = list->Next) {
		SIZE_T skip = bytes_before(calloutStreamData, list);

		for (const NET_BUFFER *at = list->FirstNetBuffer; at != NULL && copied < wanted;
		     at = at->Next, skip = 0) {
			SIZE_T here = at->DataLength > skip ? at->DataLength - skip : 0;

			if (here > wanted - copied)
				here = wanted - copied;
			copied += data_read(at, skip, (char *)buffer + copied, here);
		}
	}
	*bytesCopied = copied;
}

/* The clone's bytes are those of the stream data and no others. */
static void
trim(NET_BUFFER_LIST *clone, SIZE_T skip, SIZE_T *left)
{
	for (NET_BUFFER *at = clone->FirstNetBuffer; at != NULL; at = at->Next, skip = 0) {
		SIZE_T length = at->DataLength > skip ? at->DataLength - skip : 0;

		if (length > *left)
			length = *left;
		data_aim(at, at->DataOffset + skip, length);
		*left -= length;
	}
}

/*
 * Windows: all lists of the data are cloned, trimmed to it.  [ddi:FwpsCloneStreamData0]
 */
NTSTATUS NTAPI
FwpsCloneStreamData0(FWPS_STREAM_DATA0 *calloutStreamData, NDIS_HANDLE netBufferListPoolHandle,
    NDIS_HANDLE netBufferPoolHandle, ULONG allocateCloneFlags, NET_BUFFER_LIST **netBufferListChain)
{
	SIZE_T left;
	NET_BUFFER_LIST **last = netBufferListChain;

	if (calloutStreamData == NULL || netBufferListChain == NULL)
		return STATUS_FWP_NULL_POINTER;
	*netBufferListChain = NULL;
	left = calloutStreamData->dataLength;
	for (NET_BUFFER_LIST *list = calloutStreamData->netBufferListChain;
	     list != NULL && (left > 0 || *netBufferListChain == NULL); list = list->Next) {
		NTSTATUS status = FwpsAllocateCloneNetBufferList0(
		    list, netBufferListPoolHandle, netBufferPoolHandle, allocateCloneFlags, last);

		if (status != STATUS_SUCCESS)
			return status; /* the flags: the first of all */
		trim(*last, bytes_before(calloutStreamData, list), &left);
		last = &(*last)->Next;
	}
	return STATUS_SUCCESS;
}

void NTAPI
FwpsDiscardClonedStreamData0(
    NET_BUFFER_LIST *netBufferListChain, UINT32 allocateCloneFlags, BOOLEAN dispatchLevel)
{
	if (dispatchLevel && irql_now() < DISPATCH_LEVEL)
		finding(RULE_R139, "FwpsDiscardClonedStreamData0: dispatchLevel is TRUE at IRQL %d",
		    irql_now());
	while (netBufferListChain != NULL) {
		NET_BUFFER_LIST *next = netBufferListChain->Next;

		FwpsFreeCloneNetBufferList0(netBufferListChain, allocateCloneFlags);
		netBufferListChain = next;
	}
}

static NTSTATUS
check_flow(const char *call, UINT64 flowId, UINT32 calloutId, UINT16 layerId)
{
	const struct callout *callout = callout_by_id(calloutId);

	if (!stream_layer(layerId)) {
		finding(RULE_R160, "%s at layer %u (%s), which is no stream layer", call, layerId,
		    layer_name(layerId));
		return STATUS_FWP_INVALID_PARAMETER;
	}
	if (callout == NULL || callout->state == CALLOUT_ABSENT) {
		finding(RULE_R60, "%s for callout %u, which is not registered", call, calloutId);
		return STATUS_FWP_CALLOUT_NOT_FOUND;
	}
	return flow_by_id(flowId) == NULL ? STATUS_NOT_FOUND : STATUS_SUCCESS;
}

/* Windows: a DISCONNECT flag needs its way's flag; a FIN alone needs no list.
 *   [ddi:FwpsStreamInjectAsync0] */
static NTSTATUS
check_inject(UINT32 streamFlags, const NET_BUFFER_LIST *list, SIZE_T length)
{
	bool out = (streamFlags & FWPS_STREAM_FLAG_SEND) != 0;
	bool in = (streamFlags & FWPS_STREAM_FLAG_RECEIVE) != 0;
	SIZE_T bytes = 0;

	if (out == in || (!out && (streamFlags & FWPS_STREAM_FLAG_SEND_DISCONNECT) != 0)
	    || (!in && (streamFlags & FWPS_STREAM_FLAG_RECEIVE_DISCONNECT) != 0)) {
		finding(RULE_R160, "FwpsStreamInjectAsync0 with stream flags 0x%x", streamFlags);
		return STATUS_FWP_INVALID_PARAMETER;
	}
	if (list == NULL && (streamFlags & DISCONNECT) == 0) {
		finding(RULE_R161, "FwpsStreamInjectAsync0 without a NET_BUFFER_LIST");
		return STATUS_FWP_NULL_POINTER;
	}
	for (; list != NULL; list = list->Next) {
		for (const NET_BUFFER *at = list->FirstNetBuffer; at != NULL; at = at->Next)
			bytes += at->DataLength;
	}
	if (bytes != length)
		finding(RULE_R161, "FwpsStreamInjectAsync0 of %zu bytes as %zu", (size_t)bytes,
		    (size_t)length);
	return STATUS_SUCCESS;
}

/*
 * Windows: completionFn is called for each list of a chain.  [ddi:FwpsStreamInjectAsync0]
 * Here: each is an injection of its own; the FIN goes with the last.  The status for a flow
 *   that is gone is a guess.
 */
NTSTATUS NTAPI
FwpsStreamInjectAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, UINT64 flowId,
    UINT32 calloutId, UINT16 layerId, UINT32 streamFlags, NET_BUFFER_LIST *netBufferList,
    SIZE_T dataLength, void *completionFn, HANDLE completionContext)
{
	struct injection draft = {
		.way = INJECT_STREAM,
		.flags = flags,
		.flow = flowId,
		.context = injectionContext,
		.complete = (uintptr_t)completionFn,
		.complete_context = (uintptr_t)completionContext,
	};
	NTSTATUS status = check_flow(__func__, flowId, calloutId, layerId);

	if (status == STATUS_SUCCESS)
		status = check_inject(streamFlags, netBufferList, dataLength);
	while (status == STATUS_SUCCESS) {
		NET_BUFFER_LIST *next = netBufferList == NULL ? NULL : netBufferList->Next;

		draft.list = netBufferList;
		draft.stream_flags = next == NULL ? streamFlags : streamFlags & ~(UINT32)DISCONNECT;
		if (netBufferList != NULL)
			netBufferList->Next = NULL;
		status = inject_list(injectionHandle, draft, __func__);
		if (status != STATUS_SUCCESS && netBufferList != NULL)
			netBufferList->Next = next;
		if (next == NULL)
			break;
		netBufferList = next;
	}
	return status;
}

/* Here: the status of a stream that is not deferred is a guess. */
NTSTATUS NTAPI
FwpsStreamContinue0(UINT64 flowId, UINT32 calloutId, UINT16 layerId, UINT32 streamFlags)
{
	NTSTATUS status = check_flow(__func__, flowId, calloutId, layerId);

	(void)streamFlags;
	if (visit_classify() != NULL) {
		finding(RULE_R156, "FwpsStreamContinue0 is called from classifyFn");
		return STATUS_INVALID_PARAMETER;
	}
	if (status != STATUS_SUCCESS)
		return status;
	if (outlet != NULL && outlet(flow_by_id(flowId), calloutId))
		return STATUS_SUCCESS;
	finding(
	    RULE_R155, "FwpsStreamContinue0 for a stream that callout %u did not defer", calloutId);
	return STATUS_INVALID_PARAMETER;
}

const struct contract stream_exports[] = {
	EXPORT(FwpsCopyStreamDataToBuffer0, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpsk)),
	EXPORT(FwpsCloneStreamData0, 5, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_FWP_NULL_POINTER"), ENTERS(NBL_CLONE)),
	EXPORT(FwpsDiscardClonedStreamData0, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpsk), STRIKES(NBL_CLONE)),
	EXPORT(FwpsStreamInjectAsync0, 11, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_INVALID_PARAMETER STATUS_FWP_NULL_POINTER STATUS_NOT_FOUND "
		  "STATUS_FWP_CALLOUT_NOT_FOUND STATUS_FWP_INJECT_HANDLE_CLOSING "
		  "STATUS_FWP_INJECT_HANDLE_STALE"),
	    APPROXIMATES("other stream callouts do not see what is injected"), ENTERS(INJECTION)),
	EXPORT(FwpsStreamContinue0, 4, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_NOT_FOUND STATUS_FWP_CALLOUT_NOT_FOUND")),
	EXPORTS_END,
};
