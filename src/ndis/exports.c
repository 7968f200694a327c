#include "ndis/exports.h"

#include "ndis/clone.h"
#include "ndis/context.h"
#include "ndis/data.h"
#include "ndis/fragment.h"
#include "ndis/generic.h"
#include "ndis/memory.h"
#include "ndis/net_buffer.h"
#include "ndis/net_buffer_list.h"

/* Lists and buffers are legal up to DISPATCH_LEVEL.  [nblapi.h, fwpsk.h, mdlapi.h] */
const struct contract ndis_exports[] = {
	EXPORT(NdisAllocateNetBufferPool, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi),
	    ENTERS(NB_POOL)),
	EXPORT(NdisFreeNetBufferPool, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi),
	    STRIKES(NB_POOL)),
	EXPORT(NdisAllocateNetBuffer, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi)),
	EXPORT(NdisAllocateNetBufferMdlAndData, 1, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi)),
	EXPORT(NdisFreeNetBuffer, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi), STRIKES(NB)),
	EXPORT(NdisGetPoolFromNetBuffer, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisAllocateNetBufferListPool, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi),
	    ENTERS(NBL_POOL)),
	EXPORT(NdisFreeNetBufferListPool, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi),
	    STRIKES(NBL_POOL)),
	EXPORT(NdisAllocateNetBufferList, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi)),
	EXPORT(NdisAllocateNetBufferAndNetBufferList, 6, DISPATCH_LEVEL, REFUSAL_NULL, 0,
	    PAGE(nblapi)),
	EXPORT(NdisFreeNetBufferList, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(nblapi)),
	EXPORT(NdisGetPoolFromNetBufferList, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisGetNetBufferListProtocolId, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisAllocateCloneNetBufferList, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi)),
	EXPORT(
	    NdisFreeCloneNetBufferList, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(nblapi)),
	EXPORT(NdisAllocateFragmentNetBufferList, 8, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(nblapi),
	    ENTERS(NBL_CLONE)),
	EXPORT(NdisFreeFragmentNetBufferList, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(nblapi), STRIKES(NBL_CLONE)),
	EXPORT(NdisAllocateReassembledNetBufferList, 6, DISPATCH_LEVEL, REFUSAL_NULL, 0,
	    PAGE(nblapi), ENTERS(NBL_CLONE)),
	EXPORT(NdisFreeReassembledNetBufferList, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(nblapi), STRIKES(NBL_CLONE)),
	EXPORT(NdisGetDataBuffer, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisRetreatNetBufferDataStart, 4, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(nblapi)),
	EXPORT(NdisAdvanceNetBufferDataStart, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(
	    NdisRetreatNetBufferListDataStart, 5, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(nblapi)),
	EXPORT(NdisAdvanceNetBufferListDataStart, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisAdjustNetBufferCurrentMdl, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisCopyFromNetBufferToNetBuffer, 6, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORT(NdisAllocateNetBufferListContext, 4, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(nblapi),
	    FAILS("NDIS_STATUS_FAILURE NDIS_STATUS_RESOURCES"), ENTERS(POOL)),
	EXPORT(NdisFreeNetBufferListContext, 2, DISPATCH_LEVEL, REFUSAL_NONE, NO_RESULT,
	    PAGE(nblapi), STRIKES(POOL)),
	EXPORT(NdisAllocateMdl, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(mdlapi), ENTERS(MDL)),
	EXPORT(NdisFreeMdl, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(mdlapi), STRIKES(MDL)),
	EXPORT(NdisAllocateMemoryWithTagPriority, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(ndis)),
	EXPORT(NdisFreeMemory, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisFreeMemoryWithTagPriority, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisAllocateGenericObject, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(ndis),
	    ENTERS(POOL)),
	EXPORT(
	    NdisFreeGenericObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis), STRIKES(POOL)),
	EXPORT(NdisInitializeEvent, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisSetEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisResetEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisWaitEvent, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(FwpsAllocateNetBufferAndNetBufferList0, 7, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(fwpsk), FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(FwpsFreeNetBufferList0, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk)),
	EXPORT(FwpsAllocateCloneNetBufferList0, 5, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(
	    FwpsFreeCloneNetBufferList0, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk)),
	EXPORT(FwpsReferenceNetBufferList0, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpsk),
	    ENTERS(NBL_REFERENCE)),
	EXPORT(FwpsDereferenceNetBufferList0, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpsk), STRIKES(NBL_REFERENCE)),
	EXPORTS_END,
};

void
ndis_start(void)
{
	buffers_start();
	lists_start();
}
