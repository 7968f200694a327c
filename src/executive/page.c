/*
 * Physical pages for an MDL, and the mapping addresses that a driver reserves.
 *
 * Windows: the pages have no address until they are mapped, and the MDL itself
 *   is pool that the driver frees.  [ddi:MmAllocatePagesForMdl; ddi:MmFreePagesFromMdl]
 * Here: the pages lie at an address from the beginning, and a mapping of them is that address; the
 *   limits on physical addresses are not looked at.
 */
#include "base/list.h"
#include "executive/exports.h"
#include "executive/mdl.h"
#include "executive/pool.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "sched/choice.h"

#include <string.h>

#define MDL_TAG 0x206c644d   /* "Mdl " */
#define PAGES_TAG 0x506c644d /* "MdlP" */

#define MM_DONT_ZERO_ALLOCATION 0x1u
#define MM_ALLOCATE_FLAGS 0x3fu /* all that there are  [wdm.h] */

static MDL *
pages_take(SIZE_T bytes, bool zero)
{
	size_t whole = (bytes + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1);
	ULONG zeroed = zero ? POOL_ZERO_ALLOCATION : 0;
	void *pages;
	MDL *mdl;

	if (bytes == 0 || whole < bytes || whole > UINT32_MAX - PAGE_SIZE)
		return NULL;
	pages = pool_take(whole, PAGES_TAG, (POOL_TYPE)(NonPagedPoolNx | zeroed));
	if (pages == NULL)
		return NULL;
	pool_adopt(pages);
	mdl = pool_take(mdl_size((uint64_t)pages, whole), MDL_TAG, NonPagedPoolNx);
	if (mdl == NULL) {
		pool_give(pages);
		return NULL;
	}
	mdl_describe(mdl, (uint64_t)pages, whole);
	mdl->MdlFlags |= MDL_PAGES_LOCKED;
	ledger_enter(HOLDING_MDL_PAGES, (uintptr_t)mdl, whole);
	return mdl;
}

static PMDL NTAPI
MmAllocatePagesForMdl(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress,
    PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes)
{
	(void)LowAddress, (void)HighAddress, (void)SkipBytes;
	return pages_take(TotalBytes, true);
}

static PMDL NTAPI
MmAllocatePagesForMdlEx(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress,
    PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes, MEMORY_CACHING_TYPE CacheType, ULONG Flags)
{
	(void)LowAddress, (void)HighAddress, (void)SkipBytes, (void)CacheType;
	if ((Flags & ~MM_ALLOCATE_FLAGS) != 0)
		not_modelled("MmAllocatePagesForMdlEx: flags %#x", Flags);
	return pages_take(TotalBytes, (Flags & MM_DONT_ZERO_ALLOCATION) == 0);
}

/* Windows: frees the pages; the MDL remains, for ExFreePool.  [ddi:MmFreePagesFromMdl] */
static void NTAPI
MmFreePagesFromMdl(PMDL MemoryDescriptorList)
{
	MDL *mdl = MemoryDescriptorList;

	if (!ledger_strike(HOLDING_MDL_PAGES, (uintptr_t)mdl))
		driver_crashes(RULE_R190, moment_now().where, "0x4E PFN_LIST_CORRUPT",
		    "MmFreePagesFromMdl of %p, whose pages are none of MmAllocatePagesForMdl's",
		    (void *)mdl);
	if (mdl_is_mapped(mdl)) {
		finding(RULE_R24, "frees the pages of an MDL that is still mapped");
		MmUnmapLockedPages(mdl->MappedSystemVa, mdl);
	}
	pool_give(mdl->StartVa);
	mdl->MdlFlags &= ~MDL_PAGES_LOCKED;
	mdl->StartVa = NULL;
}

struct reservation {
	struct link link;
	SIZE_T bytes;
	ULONG tag;
	PMDL mapped;
	char unused[]; /* what the driver gets points here */
};

static struct reservation *
reservation_of(const void *address, ULONG tag, const char *function)
{
	struct reservation *found =
	    (struct reservation *)((uintptr_t)address - offsetof(struct reservation, unused));

	if (!ledger_holds(HOLDING_RESERVED_MAPPING, (uintptr_t)address) || found->tag != tag)
		driver_crashes(RULE_R190, moment_now().where, "0xDA SYSTEM_PTE_MISUSE",
		    "%s of %p, which was not reserved with that tag", function, address);
	return found;
}

static PVOID NTAPI
MmAllocateMappingAddress(SIZE_T NumberOfBytes, ULONG PoolTag)
{
	struct reservation *made;

	if (NumberOfBytes == 0)
		return NULL;
	made = arena_take(sizeof *made + 16);
	made->bytes = NumberOfBytes;
	made->tag = PoolTag;
	ledger_enter_tagged(
	    HOLDING_RESERVED_MAPPING, (uintptr_t)made->unused, NumberOfBytes, PoolTag);
	return made->unused;
}

static void NTAPI
MmFreeMappingAddress(PVOID BaseAddress, ULONG PoolTag)
{
	struct reservation *reserved = reservation_of(BaseAddress, PoolTag, "MmFreeMappingAddress");

	if (reserved->mapped != NULL)
		driver_crashes(RULE_R190, moment_now().where, "0xDA SYSTEM_PTE_MISUSE",
		    "MmFreeMappingAddress of %p, which is mapped", BaseAddress);
	ledger_strike(HOLDING_RESERVED_MAPPING, (uintptr_t)BaseAddress);
	arena_give(reserved);
}

/* Windows: NULL only where the parameters are wrong.  [ddi:MmMapLockedPagesWithReservedMapping] */
static PVOID NTAPI
MmMapLockedPagesWithReservedMapping(
    PVOID MappingAddress, ULONG PoolTag, PMDL MemoryDescriptorList, MEMORY_CACHING_TYPE CacheType)
{
	struct reservation *reserved =
	    reservation_of(MappingAddress, PoolTag, "MmMapLockedPagesWithReservedMapping");

	(void)CacheType;
	if (reserved->mapped != NULL || MemoryDescriptorList->ByteCount > reserved->bytes)
		return NULL;
	reserved->mapped = MemoryDescriptorList;
	return MmMapLockedPages(MemoryDescriptorList, KernelMode);
}

static void NTAPI
MmUnmapReservedMapping(PVOID BaseAddress, ULONG PoolTag, PMDL MemoryDescriptorList)
{
	struct reservation *reserved =
	    reservation_of(BaseAddress, PoolTag, "MmUnmapReservedMapping");

	if (reserved->mapped != MemoryDescriptorList)
		driver_crashes(RULE_R190, moment_now().where, "0xDA SYSTEM_PTE_MISUSE",
		    "MmUnmapReservedMapping: that MDL is not mapped there");
	reserved->mapped = NULL;
	MmUnmapLockedPages(MemoryDescriptorList->MappedSystemVa, MemoryDescriptorList);
}

#define AT_HOME "the pages lie where they are mapped; physical limits are not looked at"

const struct contract page_exports[] = {
	EXPORT(MmAllocatePagesForMdl, 4, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
	    APPROXIMATES(AT_HOME), ENTERS(MDL_PAGES)),
	EXPORT(MmAllocatePagesForMdlEx, 6, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
	    APPROXIMATES(AT_HOME), ENTERS(MDL_PAGES)),
	EXPORT(
	    MmFreePagesFromMdl, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(MDL_PAGES)),
	EXPORT(MmAllocateMappingAddress, 2, APC_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
	    ENTERS(RESERVED_MAPPING)),
	EXPORT(MmFreeMappingAddress, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(RESERVED_MAPPING)),
	EXPORT(MmMapLockedPagesWithReservedMapping, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the mapping is the memory's own address"), ENTERS(MAPPING)),
	EXPORT(MmUnmapReservedMapping, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(MAPPING)),
	EXPORTS_END,
};
