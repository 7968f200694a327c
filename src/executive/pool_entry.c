/*
 * The driver's side of the pool: what ExAllocatePool and its kin accept, and
 * how Windows stops when a driver frees what it should not.
 */
#include "executive/pool.h"

#include "kernel/gate.h"
#include "kernel/resource.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#define NO_TAG 0x656e6f4e /* "None": what ExAllocatePool stands for  [ddi:ExAllocatePool] */

NTAPI PVOID ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTAPI PVOID ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes);
NTAPI PVOID ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTAPI PVOID ExAllocatePoolWithQuota(POOL_TYPE PoolType, SIZE_T NumberOfBytes);
NTAPI PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag);
NTAPI PVOID ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
    const POOL_EXTENDED_PARAMETER *ExtendedParameters, ULONG ExtendedParametersCount);
NTAPI PVOID ExAllocatePoolWithTagPriority(
    POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, ULONG Priority);
NTAPI void ExFreePoolWithTag(PVOID P, ULONG Tag);
NTAPI void ExFreePool(PVOID P);
NTAPI void ExFreePool2(PVOID P, ULONG Tag, PVOID ExtendedParameters, ULONG ExtendedParametersCount);

/*
 * Windows: zero bytes is a block that only Driver Verifier objects to
 *   (0xC4/0x0); paged pool at DISPATCH_LEVEL is 0xC2/0x8.
 *   [ddi:ExAllocatePoolWithTag, Remarks; bug-check-0xc4; bug-check-0xc2]
 */
static void *
allocate(size_t bytes, uint32_t tag, POOL_TYPE type)
{
	if ((type & PagedPool) != 0 && irql_now() > APC_LEVEL)
		driver_crashes(RULE_R183, moment_now().where, "0xC2/0x8 BAD_POOL_CALLER",
		    "allocates paged pool at IRQL %d", irql_now());
	if (bytes == 0)
		finding(RULE_R183, "allocates zero bytes of pool (0xC4/0x0)");
	return pool_take(bytes, tag, type);
}

/* Windows: where the caller wants it, failure is an exception and no NULL.  [ddi:ExAllocatePoolWithTag] */
static void *
answer(void *block, bool raises)
{
	if (block == NULL && raises)
		raise_status(STATUS_INSUFFICIENT_RESOURCES);
	return block;
}

PVOID NTAPI
ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	void *block = gate_refuses() ? NULL : allocate(NumberOfBytes, Tag, PoolType);

	return answer(block, (PoolType & POOL_RAISE_IF_ALLOCATION_FAILURE) != 0);
}

/*
 * Windows: charged to the process; raises unless it is told to fail.  [ddi:ExAllocatePoolWithQuotaTag]
 * Here: no process has a quota.
 */
PVOID NTAPI
ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	void *block = gate_refuses() ? NULL : allocate(NumberOfBytes, Tag, PoolType);

	return answer(block, (PoolType & POOL_QUOTA_FAIL_INSTEAD_OF_RAISE) == 0);
}

PVOID NTAPI
ExAllocatePoolWithQuota(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	return ExAllocatePoolWithQuotaTag(PoolType, NumberOfBytes, NO_TAG);
}

PVOID NTAPI
ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, NO_TAG);
}

/*
 * Windows: exactly one of the pools is named; a wrong flag or no tag gives
 *   NULL; the memory is zeroed unless it need not be.  Flags of the upper
 *   half are optional, and unknown ones ignored.  [ddi:ExAllocatePool2; POOL_FLAGS]
 */
static void *
allocate_by_flags(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag)
{
	const POOL_FLAGS pools =
	    POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE | POOL_FLAG_PAGED;
	const POOL_FLAGS known = pools | POOL_FLAG_USE_QUOTA | POOL_FLAG_UNINITIALIZED
	    | POOL_FLAG_SESSION | POOL_FLAG_CACHE_ALIGNED | POOL_FLAG_RAISE_ON_FAILURE;
	POOL_FLAGS which = Flags & pools;
	ULONG type = which == POOL_FLAG_PAGED ? PagedPool : NonPagedPoolNx;

	if ((Flags & POOL_FLAG_SESSION) != 0)
		not_modelled("ExAllocatePool2: flags %#llx", (unsigned long long)Flags);
	if (Tag == 0 || (Flags & POOL_FLAG_REQUIRED_MASK & ~known) != 0)
		return NULL;
	if (which == 0 || (which & (which - 1)) != 0)
		return NULL;
	if ((Flags & POOL_FLAG_UNINITIALIZED) == 0)
		type |= POOL_ZERO_ALLOCATION;
	return allocate(NumberOfBytes, Tag, (POOL_TYPE)type);
}

PVOID NTAPI
ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag)
{
	void *block = gate_refuses() ? NULL : allocate_by_flags(Flags, NumberOfBytes, Tag);

	return answer(block, (Flags & POOL_FLAG_RAISE_ON_FAILURE) != 0);
}

/* Windows: a parameter of unknown type, not optional, gives NULL.  [ddi:ExAllocatePool3; POOL_EXTENDED_PARAMETER] */
PVOID NTAPI
ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
    const POOL_EXTENDED_PARAMETER *ExtendedParameters, ULONG ExtendedParametersCount)
{
	for (ULONG i = 0; i < ExtendedParametersCount; i++) {
		switch (ExtendedParameters[i].Type) {
		case PoolExtendedParameterPriority:
		case PoolExtendedParameterNumaNode:
			continue;
		case PoolExtendedParameterSecurePool:
			not_modelled("ExAllocatePool3: secure pool");
		}
		if (!ExtendedParameters[i].Optional)
			return NULL;
	}
	return ExAllocatePool2(Flags, NumberOfBytes, Tag);
}

PVOID NTAPI
ExAllocatePoolWithTagPriority(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, ULONG Priority)
{
	(void)Priority;
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

static void __attribute__((noreturn))
free_is_wrong(const struct pool_block *block, uint64_t address)
{
	uintptr_t where = moment_now().where;

	if (block == NULL || block->state == POOL_REUSABLE)
		driver_crashes(RULE_R183, where, "0xC4/0x10 DRIVER_VERIFIER_DETECTED_VIOLATION",
		    "frees %#llx, which is no pool", (unsigned long long)address);
	if (block->base != address)
		driver_crashes(RULE_R183, where, "0xC4/0x10 DRIVER_VERIFIER_DETECTED_VIOLATION",
		    "frees %#llx, which lies at offset %lld of a block",
		    (unsigned long long)address, (long long)(address - block->base));
	if (block->state == POOL_FREED)
		driver_crashes(RULE_R183, where, "0xC2/0x7 BAD_POOL_CALLER",
		    "frees the block at %#llx, tag %.4s, again; first freed at step %u by %#llx",
		    (unsigned long long)address, (const char *)&block->tag, block->given.step,
		    (unsigned long long)block->given.where);
	driver_crashes(RULE_R183, where, "0xC2 BAD_POOL_CALLER",
	    "frees the block at %#llx, tag %.4s, which belongs to the system",
	    (unsigned long long)address, (const char *)&block->tag);
}

/*
 * Windows: a tag other than the one it was taken with is 0xC2/0xA; no tag fits
 *   all.  [bug-check-0xc2]
 * Here: a finding, since not every release of Windows looks.
 */
void NTAPI
ExFreePoolWithTag(PVOID P, ULONG Tag)
{
	const struct pool_block *block = pool_at(P);

	if (block == NULL || !block->drivers)
		free_is_wrong(pool_of((uint64_t)P), (uint64_t)P);
	if (block->paged && irql_now() > APC_LEVEL)
		driver_crashes(RULE_R183, moment_now().where, "0xC2/0x9 BAD_POOL_CALLER",
		    "frees paged pool at IRQL %d", irql_now());
	if (Tag != 0 && Tag != block->tag)
		finding(RULE_R183, "frees a block of tag %.4s with tag %.4s (0xC2/0xA)",
		    (const char *)&block->tag, (const char *)&Tag);
	resource_memory_goes((uintptr_t)P, block->bytes);
	pool_give(P);
}

void NTAPI
ExFreePool(PVOID P)
{
	ExFreePoolWithTag(P, 0);
}

void NTAPI
ExFreePool2(PVOID P, ULONG Tag, PVOID ExtendedParameters, ULONG ExtendedParametersCount)
{
	if (ExtendedParameters != NULL || ExtendedParametersCount != 0)
		not_modelled("ExFreePool2: extended parameters");
	ExFreePoolWithTag(P, Tag);
}

#define RAISES "STATUS_INSUFFICIENT_RESOURCES"

const struct contract pool_exports[] = {
	EXPORT(ExAllocatePoolWithTag, 3, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS(RAISES), ENTERS(POOL)),
	EXPORT(ExAllocatePool, 2, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm), FAILS(RAISES),
	    ENTERS(POOL)),
	EXPORT(ExAllocatePoolWithQuotaTag, 3, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS(RAISES), APPROXIMATES("no process has a quota"), ENTERS(POOL)),
	EXPORT(ExAllocatePoolWithQuota, 2, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS(RAISES), APPROXIMATES("no process has a quota"), ENTERS(POOL)),
	EXPORT(ExAllocatePool2, 3, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm), FAILS(RAISES),
	    ENTERS(POOL)),
	EXPORT(ExAllocatePool3, 5, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm), FAILS(RAISES),
	    ENTERS(POOL), APPROXIMATES("priorities and nodes are not looked at; no secure pool")),
	EXPORT(ExAllocatePoolWithTagPriority, 4, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS(RAISES), ENTERS(POOL), APPROXIMATES("the priority is not looked at")),
	EXPORT(ExFreePoolWithTag, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExFreePool, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExFreePool2, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
