#include "ndis/clone.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/data.h"
#include "ndis/net_buffer_list.h"
#include "nt/status.h"
#include "sched/thread.h"

/* The bytes that the clone's part for one NET_BUFFER takes: the buffer and an MDL a piece. */
size_t
clone_size(const NET_BUFFER *nb)
{
	size_t bytes = (sizeof(struct buffer) + 15) / 16 * 16;
	size_t skip = nb->CurrentMdlOffset, left = nb->DataLength;

	for (const MDL *mdl = nb->CurrentMdl; mdl != NULL && left > 0; mdl = mdl->Next) {
		size_t here = mdl->ByteCount > skip ? mdl->ByteCount - skip : 0;

		if (here > left)
			here = left;
		if (here > 0)
			bytes +=
			    (data_mdl_size((char *)data_address(mdl) + skip, here) + 15) / 16 * 16;
		left -= here;
		skip = 0;
	}
	return bytes;
}

/* MDLs for the window of `nb`, from `memory` on; returns what follows them. */
char *
clone_mdls(const NET_BUFFER *nb, char *memory, MDL **chain)
{
	size_t skip = nb->CurrentMdlOffset, left = nb->DataLength;

	*chain = NULL;
	for (const MDL *mdl = nb->CurrentMdl; mdl != NULL && left > 0; mdl = mdl->Next) {
		size_t here = mdl->ByteCount > skip ? mdl->ByteCount - skip : 0;
		char *start = (char *)data_address(mdl) + skip;

		if (here > left)
			here = left;
		if (here > 0) {
			*chain = data_mdl(memory, start, here);
			chain = &(*chain)->Next;
			memory += (data_mdl_size(start, here) + 15) / 16 * 16;
		}
		left -= here;
		skip = 0;
	}
	return memory;
}

/* One NET_BUFFER of the clone, at `memory`; returns what follows it. */
static char *
clone_buffer(const NET_BUFFER *nb, char *memory, NDIS_HANDLE pool, ULONG flags)
{
	struct buffer *buffer = (struct buffer *)memory;
	MDL *chain = nb->MdlChain;
	char *end = memory + (sizeof(struct buffer) + 15) / 16 * 16;

	if (flags & NDIS_CLONE_FLAGS_USE_ORIGINAL_MDLS) {
		buffer_make(buffer, pool, chain, nb->DataOffset, nb->DataLength);
		return end;
	}
	end = clone_mdls(nb, end, &chain);
	buffer_make(buffer, pool, chain, 0, nb->DataLength);
	return end;
}

static size_t
clone_total(const NET_BUFFER_LIST *original)
{
	size_t total = (sizeof(struct list) + 15) / 16 * 16;

	for (const NET_BUFFER *nb = original->FirstNetBuffer; nb != NULL; nb = nb->Next)
		total += clone_size(nb);
	return total;
}

NET_BUFFER_LIST *
clone_adopt(struct list *list, NET_BUFFER_LIST *original, size_t bytes)
{
	list->parent = list_of(original);
	if (list->parent != NULL)
		list_hold(list->parent);
	list->nbl.ParentNetBufferList = original;
	list->nbl.NblFlags = original->NblFlags;
	for (unsigned i = 0; i < MaxNetBufferListInfo; i++)
		list->nbl.NetBufferListInfo[i] = original->NetBufferListInfo[i];
	original->ChildRefCount++;
	ledger_enter_tagged(HOLDING_NBL_CLONE, (uintptr_t)&list->nbl, bytes, list->pool->tag);
	return &list->nbl;
}

/*
 * Windows: the clone describes the used data space only, from the data start at
 *   this moment; its parent is the original, whose ChildRefCount goes up; it
 *   has no context.  [ddi:NdisAllocateCloneNetBufferList]
 */
static NET_BUFFER_LIST *
clone_take(NET_BUFFER_LIST *original, NDIS_HANDLE list_pool, NDIS_HANDLE buffer_pool, ULONG flags,
    enum list_kind kind)
{
	struct list_pool *pool = list_pool_of(list_pool);
	struct buffer_pool *buffers = buffer_pool_of(buffer_pool);
	size_t total = clone_total(original);
	struct list *list = arena_take(total);
	char *memory = (char *)list + (sizeof(struct list) + 15) / 16 * 16;
	struct buffer **last = &list->buffers;
	NET_BUFFER **last_nb = &list->nbl.FirstNetBuffer;

	list_make(list, kind, pool);
	list->clone_flags = flags;
	for (const NET_BUFFER *nb = original->FirstNetBuffer; nb != NULL; nb = nb->Next) {
		*last = (struct buffer *)memory;
		memory = clone_buffer(nb, memory, buffers, flags);
		*last_nb = &(*last)->nb;
		last_nb = &(*last)->nb.Next;
		last = &(*last)->next;
	}
	return clone_adopt(list, original, total);
}

/* A pool that a driver names must be one; NULL is the engine's own. */
void
clone_check_pools(NDIS_HANDLE list_pool, NDIS_HANDLE buffer_pool, const char *who)
{
	if (list_pool_of(list_pool) == NULL)
		driver_is_wrong(RULE_R141, "%s: %p is no NET_BUFFER_LIST pool", who, list_pool);
	if (buffer_pool_of(buffer_pool) == NULL)
		driver_is_wrong(RULE_R141, "%s: %p is no NET_BUFFER pool", who, buffer_pool);
}

NET_BUFFER_LIST *NTAPI
NdisAllocateCloneNetBufferList(NET_BUFFER_LIST *OriginalNetBufferList,
    NDIS_HANDLE NetBufferListPoolHandle, NDIS_HANDLE NetBufferPoolHandle, ULONG AllocateCloneFlags)
{
	if (AllocateCloneFlags & ~(ULONG)NDIS_CLONE_FLAGS_USE_ORIGINAL_MDLS)
		not_modelled("NdisAllocateCloneNetBufferList: flags 0x%x", AllocateCloneFlags);
	clone_check_pools(
	    NetBufferListPoolHandle, NetBufferPoolHandle, "NdisAllocateCloneNetBufferList");
	return clone_take(OriginalNetBufferList, NetBufferListPoolHandle, NetBufferPoolHandle,
	    AllocateCloneFlags, LIST_CLONE);
}

/* Windows: the flags must be those of the allocation.  [ddi:NdisFreeCloneNetBufferList] */
void NTAPI
NdisFreeCloneNetBufferList(NET_BUFFER_LIST *CloneNetBufferList, ULONG FreeCloneFlags)
{
	const struct list *list = list_of(CloneNetBufferList);

	if (list != NULL && list->clone_flags != FreeCloneFlags)
		finding(RULE_R120, "NdisFreeCloneNetBufferList: flags 0x%x, allocated with 0x%x",
		    FreeCloneFlags, list->clone_flags);
	list_free(CloneNetBufferList, LIST_CLONE, "NdisFreeCloneNetBufferList");
}

/*
 * Windows: a wrapper of NdisAllocateNetBufferAndNetBufferList: the pool has
 *   fAllocateNetBuffer and DataSize 0, the context sizes are multiples of
 *   MEMORY_ALLOCATION_ALIGNMENT.  [ddi:FwpsAllocateNetBufferAndNetBufferList0]
 */
NTSTATUS NTAPI
FwpsAllocateNetBufferAndNetBufferList0(NDIS_HANDLE poolHandle, USHORT contextSize,
    USHORT contextBackFill, MDL *mdlChain, ULONG dataOffset, SIZE_T dataLength,
    NET_BUFFER_LIST **netBufferList)
{
	*netBufferList = NULL;
	if (poolHandle == NULL) {
		finding(RULE_R141, "FwpsAllocateNetBufferAndNetBufferList0: no pool");
		return STATUS_INVALID_PARAMETER;
	}
	*netBufferList = list_take(
	    poolHandle, LIST_FWPS, contextSize, contextBackFill, mdlChain, dataOffset, dataLength);
	return *netBufferList != NULL ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

void NTAPI
FwpsFreeNetBufferList0(NET_BUFFER_LIST *netBufferList)
{
	list_free(netBufferList, LIST_FWPS, "FwpsFreeNetBufferList0");
}

/* Windows: no flags are defined.  [ddi:FwpsAllocateCloneNetBufferList0] */
NTSTATUS NTAPI
FwpsAllocateCloneNetBufferList0(NET_BUFFER_LIST *originalNetBufferList,
    NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle, ULONG allocateCloneFlags,
    NET_BUFFER_LIST **netBufferList)
{
	*netBufferList = NULL;
	if (allocateCloneFlags != 0) {
		finding(
		    RULE_R129, "FwpsAllocateCloneNetBufferList0: flags 0x%x", allocateCloneFlags);
		return STATUS_INVALID_PARAMETER;
	}
	clone_check_pools(
	    netBufferListPoolHandle, netBufferPoolHandle, "FwpsAllocateCloneNetBufferList0");
	*netBufferList = clone_take(originalNetBufferList, netBufferListPoolHandle,
	    netBufferPoolHandle, 0, LIST_FWPS_CLONE);
	return STATUS_SUCCESS;
}

void NTAPI
FwpsFreeCloneNetBufferList0(NET_BUFFER_LIST *netBufferList, ULONG freeCloneFlags)
{
	if (freeCloneFlags != 0)
		finding(RULE_R129, "FwpsFreeCloneNetBufferList0: flags 0x%x", freeCloneFlags);
	list_free(netBufferList, LIST_FWPS_CLONE, "FwpsFreeCloneNetBufferList0");
}

/*
 * Windows: keeps the list valid after classifyFn returned.  [ddi:FwpsReferenceNetBufferList0]
 * Here: intendToModify changes nothing; whether the bytes were changed is seen
 *   by packet_check while the stack has the packet.
 */
void NTAPI
FwpsReferenceNetBufferList0(NET_BUFFER_LIST *netBufferList, BOOLEAN intendToModify)
{
	struct list *list = list_of(netBufferList);

	(void)intendToModify;
	if (list == NULL) {
		finding(RULE_R139, "FwpsReferenceNetBufferList0: %p is no NET_BUFFER_LIST",
		    (void *)netBufferList);
		return;
	}
	list_hold(list);
	ledger_enter(HOLDING_NBL_REFERENCE, (uintptr_t)netBufferList, 0);
}

/* Windows: only what was referenced; dispatchLevel only at DISPATCH_LEVEL.
 *   [ddi:FwpsDereferenceNetBufferList0] */
void NTAPI
FwpsDereferenceNetBufferList0(NET_BUFFER_LIST *netBufferList, BOOLEAN dispatchLevel)
{
	struct list *list = list_of(netBufferList);

	if (dispatchLevel && irql_now() < DISPATCH_LEVEL)
		finding(RULE_R139,
		    "FwpsDereferenceNetBufferList0: dispatchLevel is TRUE at IRQL %d", irql_now());
	if (!ledger_strike(HOLDING_NBL_REFERENCE, (uintptr_t)netBufferList)) {
		finding(RULE_R139, "FwpsDereferenceNetBufferList0: %p was not referenced",
		    (void *)netBufferList);
		return;
	}
	if (list != NULL)
		list_unhold(list);
}
