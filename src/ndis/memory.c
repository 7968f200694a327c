#include "ndis/memory.h"

#include "executive/pool.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/data.h"

/* Windows: allocates and builds the MDL in one step, for nonpaged memory.  [ddi:NdisAllocateMdl] */
MDL *NTAPI
NdisAllocateMdl(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, UINT Length)
{
	size_t bytes = data_mdl_size(VirtualAddress, Length);
	MDL *mdl = data_mdl(arena_take(bytes), VirtualAddress, Length);

	(void)NdisHandle;
	ledger_enter(HOLDING_MDL, (uintptr_t)mdl, bytes);
	return mdl;
}

void NTAPI
NdisFreeMdl(MDL *Mdl)
{
	if (!ledger_strike(HOLDING_MDL, (uintptr_t)Mdl)) {
		finding(RULE_R24, "NdisFreeMdl: %p is no MDL that the driver holds", (void *)Mdl);
		return;
	}
	arena_give(Mdl);
}

PVOID NTAPI
NdisAllocateMemoryWithTagPriority(NDIS_HANDLE NdisHandle, UINT Length, ULONG Tag, UINT Priority)
{
	(void)NdisHandle, (void)Priority;
	return pool_take(Length, Tag, NonPagedPoolNx);
}

void NTAPI
NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags)
{
	const struct pool_block *block = pool_at(VirtualAddress);

	(void)Length;
	if (MemoryFlags != 0)
		not_modelled("NdisFreeMemory: flags 0x%x", MemoryFlags);
	if (block == NULL || !block->drivers)
		driver_is_wrong(RULE_R183, "NdisFreeMemory: %p is no live block of the driver's",
		    VirtualAddress);
	pool_give(VirtualAddress);
}

void NTAPI
NdisFreeMemoryWithTagPriority(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, ULONG Tag)
{
	const struct pool_block *block = pool_at(VirtualAddress);

	(void)NdisHandle;
	if (block != NULL && block->tag != Tag)
		finding(RULE_R183, "NdisFreeMemoryWithTagPriority: the block has another tag");
	NdisFreeMemory(VirtualAddress, 0, 0);
}

void NTAPI
NdisFreeMemoryWithTag(PVOID VirtualAddress, ULONG Tag)
{
	NdisFreeMemoryWithTagPriority(NULL, VirtualAddress, Tag);
}
