#include "ndis/exports.h"

#include "ndis/clone.h"
#include "ndis/data.h"
#include "ndis/generic.h"
#include "ndis/memory.h"
#include "ndis/net_buffer.h"
#include "ndis/net_buffer_list.h"

/* Lists and buffers are legal up to DISPATCH_LEVEL.  [nblapi.h, fwpsk.h, mdlapi.h] */
const struct contract ndis_exports[] = {
	EXPORT(NdisAllocateNetBufferPool, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeNetBufferPool, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateNetBuffer, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisAllocateNetBufferMdlAndData, 1, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeNetBuffer, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisGetPoolFromNetBuffer, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateNetBufferListPool, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeNetBufferListPool, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateNetBufferList, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisAllocateNetBufferAndNetBufferList, 6, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeNetBufferList, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(NdisGetPoolFromNetBufferList, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisGetNetBufferListProtocolId, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateCloneNetBufferList, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeCloneNetBufferList, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(NdisGetDataBuffer, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisRetreatNetBufferDataStart, 4, DISPATCH_LEVEL, REFUSAL_INSIDE, 0),
	EXPORT(NdisAdvanceNetBufferDataStart, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisRetreatNetBufferListDataStart, 5, DISPATCH_LEVEL, REFUSAL_INSIDE, 0),
	EXPORT(NdisAdvanceNetBufferListDataStart, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAdjustNetBufferCurrentMdl, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisCopyFromNetBufferToNetBuffer, 6, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateMdl, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeMdl, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateMemoryWithTagPriority, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeMemory, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisFreeMemoryWithTagPriority, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisAllocateGenericObject, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0),
	EXPORT(NdisFreeGenericObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisInitializeEvent, 1, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisSetEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(NdisResetEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisWaitEvent, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(FwpsAllocateNetBufferAndNetBufferList0, 7, DISPATCH_LEVEL, REFUSAL_STATUS, 0),
	EXPORT(FwpsFreeNetBufferList0, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(FwpsAllocateCloneNetBufferList0, 5, DISPATCH_LEVEL, REFUSAL_STATUS, 0),
	EXPORT(FwpsFreeCloneNetBufferList0, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(FwpsReferenceNetBufferList0, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(FwpsDereferenceNetBufferList0, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORTS_END,
};

void
ndis_start(void)
{
	buffers_start();
	lists_start();
}
