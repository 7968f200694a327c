#include "ndis/context.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/choice.h"

/*
 * Windows: unused space in front of what is used is taken first; else memory for the context and
 *   the back fill is allocated.  Sizes are multiples of a pointer's.
 *   [ddi:NdisAllocateNetBufferListContext]
 */
NDIS_STATUS NTAPI
NdisAllocateNetBufferListContext(
    NET_BUFFER_LIST *NetBufferList, USHORT ContextSize, USHORT ContextBackFill, ULONG PoolTag)
{
	NET_BUFFER_LIST_CONTEXT *context = NetBufferList->Context;
	size_t space = (size_t)ContextSize + ContextBackFill;

	if (ContextSize % sizeof(void *) != 0 || ContextBackFill % sizeof(void *) != 0
	    || space > UINT16_MAX)
		return NDIS_STATUS_FAILURE;
	if (context != NULL && context->Offset >= ContextSize) {
		context->Offset -= ContextSize;
		return NDIS_STATUS_SUCCESS;
	}
	if (choice_refuses())
		return NDIS_STATUS_RESOURCES;
	context = arena_take(sizeof *context + space);
	context->Next = NetBufferList->Context;
	context->Size = (USHORT)space;
	context->Offset = ContextBackFill;
	NetBufferList->Context = context;
	ledger_enter_tagged(HOLDING_POOL, (uintptr_t)context, space, PoolTag);
	return NDIS_STATUS_SUCCESS;
}

/* Windows: frees the memory too if it was allocated for it.  [ddi:NdisFreeNetBufferListContext] */
void NTAPI
NdisFreeNetBufferListContext(NET_BUFFER_LIST *NetBufferList, USHORT ContextSize)
{
	NET_BUFFER_LIST_CONTEXT *context = NetBufferList->Context;

	if (context == NULL || ContextSize > context->Size - context->Offset)
		driver_is_wrong(RULE_R123,
		    "NdisFreeNetBufferListContext: %u bytes, and the list has less in use",
		    ContextSize);
	context->Offset += ContextSize;
	if (context->Offset < context->Size || !ledger_strike(HOLDING_POOL, (uintptr_t)context))
		return;
	NetBufferList->Context = context->Next;
	arena_give(context);
}
