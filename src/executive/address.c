/*
 * What is known of an address: valid, physical, secured.
 */
#include "executive/exports.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "host/arena.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "nt/io_flags.h"

#define LARGE_SYSTEM 2 /* MmLargeSystem  [ntddk.h] */

static bool
in(uint64_t address, uint64_t base, uint64_t bytes)
{
	return address - base < bytes;
}

/*
 * Windows: no page fault would come of it, now.  [ddi:MmIsAddressValid]
 * Here: the pages of pool that is allocated, of loaded images, of our own objects and of stacks;
 *   any user address below the limit counts as resident.
 */
static BOOLEAN NTAPI
MmIsAddressValid(PVOID VirtualAddress)
{
	uint64_t address = (uint64_t)VirtualAddress;
	const struct pool_block *block;

	if (in(address, ARENA_POOL, ARENA_POOL_SIZE)) {
		block = pool_of(address);
		return block != NULL && block->state == POOL_LIVE
		    && in(address, block->base & ~(ARENA_PAGE - 1), block->pages * ARENA_PAGE);
	}
	if (in(address, ARENA_IMAGE, ARENA_IMAGE_SIZE))
		return trap_in_image(address);
	if (arena_is_kernel(address))
		return in(address, ARENA_SYSTEM, ARENA_SYSTEM_SIZE)
		    || in(address, ARENA_GATE, ARENA_GATE_SIZE)
		    || in(address, ARENA_SHARED, ARENA_SHARED_SIZE)
		    || in(address, ARENA_STACK, ARENA_STACK_SIZE);
	return arena_is_user(address);
}

/* Here: a page's number is that of its address, as in an MDL; 0 for what is not valid. */
static PHYSICAL_ADDRESS NTAPI
MmGetPhysicalAddress(PVOID BaseAddress)
{
	PHYSICAL_ADDRESS physical = { .QuadPart = 0 };

	if (MmIsAddressValid(BaseAddress))
		physical.QuadPart = (LONGLONG)BaseAddress;
	return physical;
}

static ULONG NTAPI
MmQuerySystemSize(void)
{
	return LARGE_SYSTEM;
}

static BOOLEAN NTAPI
MmIsThisAnNtAsSystem(void)
{
	return FALSE;
}

/* Windows: whether Driver Verifier checks this driver.  [ddi:MmIsDriverVerifyingByAddress] */
static LOGICAL NTAPI
MmIsDriverVerifying(PVOID DriverObject)
{
	(void)DriverObject;
	return FALSE;
}

/*
 * Windows: NULL for what is no user memory, or less accessible already; undone in the same
 *   process.  [ddi:MmSecureVirtualMemory]
 * Here: programs never change their memory's protection.
 */
static HANDLE NTAPI
MmSecureVirtualMemory(PVOID Address, SIZE_T Size, ULONG ProbeMode)
{
	uint64_t from = (uint64_t)Address;
	void **secured;

	if ((ProbeMode != PAGE_READWRITE && ProbeMode != PAGE_READONLY) || Size == 0
	    || !arena_is_user(from) || from + Size < from || !arena_is_user(from + Size - 1))
		return NULL;
	secured = arena_take(sizeof *secured);
	*secured = process_now();
	ledger_enter(HOLDING_SECURED_MEMORY, (uintptr_t)secured, Size);
	return secured;
}

static void NTAPI
MmUnsecureVirtualMemory(HANDLE SecureHandle)
{
	void **secured = SecureHandle;

	if (!ledger_strike(HOLDING_SECURED_MEMORY, (uintptr_t)secured))
		driver_crashes(RULE_R190, moment_now().where, "0x1A MEMORY_MANAGEMENT",
		    "MmUnsecureVirtualMemory of %p, which secures nothing", SecureHandle);
	if (*secured != process_now())
		finding(RULE_R189, "MmUnsecureVirtualMemory in another process than secured");
	arena_give(secured);
}

const struct contract address_exports[] = {
	EXPORT(MmIsAddressValid, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    APPROXIMATES("every user address counts as resident")),
	EXPORT(MmGetPhysicalAddress, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    APPROXIMATES("the physical address is the virtual one")),
	EXPORT(MmQuerySystemSize, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(MmIsThisAnNtAsSystem, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(MmIsDriverVerifying, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("MmIsDriverVerifyingByAddress", MmIsDriverVerifying, 1, APC_LEVEL, REFUSAL_NONE,
	    0, PAGE(wdm)),
	EXPORT(MmSecureVirtualMemory, 3, APC_LEVEL, REFUSAL_NULL, 0, PAGE(ntddk),
	    ENTERS(SECURED_MEMORY)),
	EXPORT(MmUnsecureVirtualMemory, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    STRIKES(SECURED_MEMORY)),
	EXPORTS_END,
};
