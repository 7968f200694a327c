/*
 * Cache-aware run-down protection: the same as kernel/rundown in a block of its own.
 *
 * Windows: one count a processor, in pool that the routines allocate or in memory of the driver's.
 *   [ddi:ExAllocateCacheAwareRundownProtection; ddi:ExInitializeRundownProtectionCacheAware]
 * Here: one count.
 */
#include "executive/exports.h"
#include "executive/pool.h"
#include "kernel/rundown.h"
#include "ledger/finding.h"

#define MAGIC UINT64_C(0x6e776f646e757263)

typedef struct _EX_RUNDOWN_REF_CACHE_AWARE {
	volatile ULONG_PTR word;
	uint64_t magic;
	uint64_t unused[6]; /* a cache line, so that a driver finds room as on Windows */
} EX_RUNDOWN_REF_CACHE_AWARE, *PEX_RUNDOWN_REF_CACHE_AWARE;

static volatile ULONG_PTR *
word_of(PEX_RUNDOWN_REF_CACHE_AWARE at, const char *function)
{
	if (at->magic != (MAGIC ^ (uint64_t)at))
		driver_is_wrong(
		    RULE_X20, "%s of %p, which was not initialized", function, (void *)at);
	return &at->word;
}

static SIZE_T NTAPI
ExSizeOfRundownProtectionCacheAware(void)
{
	return sizeof(EX_RUNDOWN_REF_CACHE_AWARE);
}

static void NTAPI
ExInitializeRundownProtectionCacheAware(
    PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware, SIZE_T RunRefSize)
{
	if (RunRefSize < sizeof *RunRefCacheAware)
		driver_is_wrong(RULE_X20,
		    "ExInitializeRundownProtectionCacheAware: %zu bytes, of %zu that are needed",
		    (size_t)RunRefSize, sizeof *RunRefCacheAware);
	*RunRefCacheAware =
	    (EX_RUNDOWN_REF_CACHE_AWARE){ .magic = MAGIC ^ (uint64_t)RunRefCacheAware };
	rundown_start(&RunRefCacheAware->word);
}

static PEX_RUNDOWN_REF_CACHE_AWARE NTAPI
ExAllocateCacheAwareRundownProtection(POOL_TYPE PoolType, ULONG PoolTag)
{
	PEX_RUNDOWN_REF_CACHE_AWARE made =
	    pool_take(sizeof *made, PoolTag, (POOL_TYPE)(PoolType | POOL_ZERO_ALLOCATION));

	if (made != NULL)
		ExInitializeRundownProtectionCacheAware(made, sizeof *made);
	return made;
}

static void NTAPI
ExFreeCacheAwareRundownProtection(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	const struct pool_block *block = pool_at(RunRefCacheAware);

	word_of(RunRefCacheAware, "ExFreeCacheAwareRundownProtection");
	if (block == NULL || !block->drivers)
		driver_is_wrong(RULE_R183,
		    "ExFreeCacheAwareRundownProtection of %p, which is no pool",
		    (void *)RunRefCacheAware);
	pool_give(RunRefCacheAware);
}

static void NTAPI
ExReInitializeRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	const char *function = "ExReInitializeRundownProtectionCacheAware";

	rundown_restart(word_of(RunRefCacheAware, function), function);
}

static BOOLEAN NTAPI
ExAcquireRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	return rundown_acquire(
	    word_of(RunRefCacheAware, "ExAcquireRundownProtectionCacheAware"), 1);
}

static BOOLEAN NTAPI
ExAcquireRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware, ULONG Count)
{
	return rundown_acquire(
	    word_of(RunRefCacheAware, "ExAcquireRundownProtectionCacheAwareEx"), Count);
}

static void NTAPI
ExReleaseRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	const char *function = "ExReleaseRundownProtectionCacheAware";

	rundown_release(word_of(RunRefCacheAware, function), 1, function);
}

static void NTAPI
ExReleaseRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware, ULONG Count)
{
	const char *function = "ExReleaseRundownProtectionCacheAwareEx";

	rundown_release(word_of(RunRefCacheAware, function), Count, function);
}

static void NTAPI
ExRundownCompletedCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	const char *function = "ExRundownCompletedCacheAware";

	rundown_complete(word_of(RunRefCacheAware, function), function);
}

static void NTAPI
ExWaitForRundownProtectionReleaseCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	const char *function = "ExWaitForRundownProtectionReleaseCacheAware";

	rundown_wait(word_of(RunRefCacheAware, function), function);
}

const struct contract rundown_cache_exports[] = {
	EXPORT(ExSizeOfRundownProtectionCacheAware, 0, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExInitializeRundownProtectionCacheAware, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExAllocateCacheAwareRundownProtection, 2, APC_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
	    ENTERS(POOL)),
	EXPORT(ExFreeCacheAwareRundownProtection, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(POOL)),
	EXPORT(ExReInitializeRundownProtectionCacheAware, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExAcquireRundownProtectionCacheAware, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORT(ExAcquireRundownProtectionCacheAwareEx, 2, DISPATCH_LEVEL, REFUSAL_NONE,
	    SCHEDULES | BYTE_RESULT, PAGE(wdm)),
	EXPORT(ExReleaseRundownProtectionCacheAware, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORT(ExReleaseRundownProtectionCacheAwareEx, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORT(ExRundownCompletedCacheAware, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExWaitForRundownProtectionReleaseCacheAware, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORTS_END,
};
