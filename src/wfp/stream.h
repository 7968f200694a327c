/*
 * Streams: what callouts may answer at the stream layer, and the functions for its data.
 *
 * The bytes themselves, and what waits, are net/stream's.
 */
#ifndef WFP_STREAM_H
#define WFP_STREAM_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stdint.h>

struct classify;
struct filter;
struct flow;

/* Who goes on with a stream that this callout deferred; false: it did not. */
void stream_outlet(bool (*go_on)(struct flow *flow, uint32_t callout));

/* What the callout of the filter answered, beside classifyOut; notes a stream action. */
bool stream_layer(uint16_t layer);
void stream_answered(struct classify *classify, const struct filter *filter);

void NTAPI FwpsCopyStreamDataToBuffer0(const FWPS_STREAM_DATA0 *calloutStreamData, PVOID buffer,
    SIZE_T bytesToCopy, SIZE_T *bytesCopied);
NTSTATUS NTAPI FwpsCloneStreamData0(FWPS_STREAM_DATA0 *calloutStreamData,
    NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle, ULONG allocateCloneFlags,
    NET_BUFFER_LIST **netBufferListChain);
void NTAPI FwpsDiscardClonedStreamData0(
    NET_BUFFER_LIST *netBufferListChain, UINT32 allocateCloneFlags, BOOLEAN dispatchLevel);
NTSTATUS NTAPI FwpsStreamInjectAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags,
    UINT64 flowId, UINT32 calloutId, UINT16 layerId, UINT32 streamFlags,
    NET_BUFFER_LIST *netBufferList, SIZE_T dataLength, void *completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsStreamContinue0(
    UINT64 flowId, UINT32 calloutId, UINT16 layerId, UINT32 streamFlags);

extern const struct contract stream_exports[];

#endif
