/*
 * Memory for devices: contiguous or not cached.
 *
 * Windows: nonpaged, aligned to a page; its own functions free it.  [ddi:MmAllocateContiguousMemory]
 * Here: pages of the pool's that only those functions take back; limits on physical addresses are
 *   not looked at.
 */
#include "executive/exports.h"
#include "executive/pool.h"
#include "ledger/finding.h"

#define CONTIGUOUS_TAG 0x6d436d4d /* "MmCm" */

static void *
memory_take(SIZE_T bytes)
{
	size_t whole = bytes <= PAGE_SIZE ? PAGE_SIZE : bytes; /* more than a page begins at one */
	void *made;

	if (bytes == 0)
		return NULL;
	made = pool_take(whole, CONTIGUOUS_TAG, NonPagedPoolNx);
	if (made == NULL)
		return NULL;
	pool_adopt(made);
	ledger_enter(HOLDING_CONTIGUOUS, (uintptr_t)made, bytes);
	return made;
}

static void
memory_give(void *address, const char *function)
{
	if (!ledger_strike(HOLDING_CONTIGUOUS, (uintptr_t)address))
		driver_crashes(RULE_R183, moment_now().where, "0x1A MEMORY_MANAGEMENT",
		    "%s of %p, which is no such memory", function, address);
	pool_give(address);
}

static PVOID NTAPI
MmAllocateContiguousMemory(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS HighestAcceptableAddress)
{
	(void)HighestAcceptableAddress;
	return memory_take(NumberOfBytes);
}

static PVOID NTAPI
MmAllocateContiguousMemorySpecifyCache(SIZE_T NumberOfBytes,
    PHYSICAL_ADDRESS LowestAcceptableAddress, PHYSICAL_ADDRESS HighestAcceptableAddress,
    PHYSICAL_ADDRESS BoundaryAddressMultiple, MEMORY_CACHING_TYPE CacheType)
{
	(void)LowestAcceptableAddress, (void)HighestAcceptableAddress;
	(void)BoundaryAddressMultiple, (void)CacheType;
	return memory_take(NumberOfBytes);
}

static void NTAPI
MmFreeContiguousMemory(PVOID BaseAddress)
{
	memory_give(BaseAddress, "MmFreeContiguousMemory");
}

/* Windows: the size and the caching must be those of the allocation.  [ddi:MmFreeContiguousMemorySpecifyCache] */
static void NTAPI
MmFreeContiguousMemorySpecifyCache(
    PVOID BaseAddress, SIZE_T NumberOfBytes, MEMORY_CACHING_TYPE CacheType)
{
	(void)NumberOfBytes, (void)CacheType;
	memory_give(BaseAddress, "MmFreeContiguousMemorySpecifyCache");
}

static PVOID NTAPI
MmAllocateNonCachedMemory(SIZE_T NumberOfBytes)
{
	return memory_take((NumberOfBytes + PAGE_SIZE - 1) & ~(SIZE_T)(PAGE_SIZE - 1));
}

static void NTAPI
MmFreeNonCachedMemory(PVOID BaseAddress, SIZE_T NumberOfBytes)
{
	(void)NumberOfBytes;
	memory_give(BaseAddress, "MmFreeNonCachedMemory");
}

#define LIMITS APPROXIMATES("limits on physical addresses are not looked at")

const struct contract contiguous_exports[] = {
	EXPORT(MmAllocateContiguousMemory, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm), LIMITS,
	    ENTERS(CONTIGUOUS)),
	EXPORT(MmAllocateContiguousMemorySpecifyCache, 5, DISPATCH_LEVEL, REFUSAL_NULL, 0,
	    PAGE(wdm), LIMITS, ENTERS(CONTIGUOUS)),
	EXPORT(MmFreeContiguousMemory, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(CONTIGUOUS)),
	EXPORT(MmFreeContiguousMemorySpecifyCache, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(CONTIGUOUS)),
	EXPORT(MmAllocateNonCachedMemory, 1, APC_LEVEL, REFUSAL_NULL, 0, PAGE(ntddk),
	    ENTERS(CONTIGUOUS)),
	EXPORT(
	    MmFreeNonCachedMemory, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk), STRIKES(CONTIGUOUS)),
	EXPORTS_END,
};
