#include "executive/mdl.h"

#include "executive/pool.h"
#include "executive/process.h"
#include "host/fault.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#include <string.h>

#define MDL_TAG 0x206c644d /* "Mdl " */

NTAPI MDL *IoAllocateMdl(
    PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer, BOOLEAN ChargeQuota, IRP *Irp);
NTAPI void IoFreeMdl(MDL *Mdl);
NTAPI void IoBuildPartialMdl(MDL *SourceMdl, MDL *TargetMdl, PVOID VirtualAddress, ULONG Length);
NTAPI SIZE_T MmSizeOfMdl(PVOID Base, SIZE_T Length);
NTAPI void MmBuildMdlForNonPagedPool(MDL *MemoryDescriptorList);
NTAPI void MmProbeAndLockPages(
    MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation);
NTAPI void MmUnlockPages(MDL *MemoryDescriptorList);
NTAPI PVOID MmMapLockedPagesSpecifyCache(MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
    MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress, ULONG BugCheckOnFailure, ULONG Priority);
NTAPI NTSTATUS MmAdvanceMdl(MDL *Mdl, ULONG NumberOfBytes);
NTAPI NTSTATUS MmProtectMdlSystemAddress(MDL *MemoryDescriptorList, ULONG NewProtect);
NTAPI void ProbeForRead(const void *Address, SIZE_T Length, ULONG Alignment);
NTAPI void ProbeForWrite(void *Address, SIZE_T Length, ULONG Alignment);

static size_t
pages_of(uint64_t address, size_t bytes)
{
	return ((address & (PAGE_SIZE - 1)) + bytes + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

size_t
mdl_size(uint64_t address, size_t bytes)
{
	return sizeof(MDL) + pages_of(address, bytes) * sizeof(PFN_NUMBER);
}

static uint64_t
start_of(const MDL *mdl)
{
	return (uint64_t)mdl->StartVa + mdl->ByteOffset;
}

static void
set_up(MDL *mdl, uint64_t address, size_t bytes)
{
	*mdl = (MDL){
		.Size = (CSHORT)mdl_size(address, bytes),
		.StartVa = (void *)(address & ~(uint64_t)(PAGE_SIZE - 1)),
		.ByteOffset = (ULONG)(address & (PAGE_SIZE - 1)),
		.ByteCount = (ULONG)bytes,
	};
}

static void
name_pages(MDL *mdl)
{
	PFN_NUMBER *pages = (PFN_NUMBER *)(mdl + 1);
	size_t count = pages_of(start_of(mdl), mdl->ByteCount);

	for (size_t i = 0; i < count; i++)
		pages[i] = ((uint64_t)mdl->StartVa >> PAGE_SHIFT) + i;
}

void
mdl_describe(MDL *mdl, uint64_t address, size_t bytes)
{
	set_up(mdl, address, bytes);
	name_pages(mdl);
}

bool
mdl_is_mapped(const MDL *mdl)
{
	return ledger_holds(HOLDING_MAPPING, (uintptr_t)mdl);
}

static MDL *
take(uint64_t address, size_t bytes)
{
	MDL *mdl = pool_take_own(mdl_size(address, bytes), MDL_TAG);

	set_up(mdl, address, bytes);
	return mdl;
}

static void
build(MDL *mdl)
{
	name_pages(mdl);
	mdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
	mdl->MappedSystemVa = (void *)start_of(mdl);
}

MDL *
mdl_make(void *address, size_t bytes)
{
	MDL *mdl = take((uint64_t)address, bytes);

	build(mdl);
	return mdl;
}

MDL *
mdl_make_locked(uint64_t user_address, size_t bytes, bool write)
{
	MDL *mdl = take(user_address, bytes);

	name_pages(mdl);
	mdl->MdlFlags |= MDL_PAGES_LOCKED | (write ? MDL_WRITE_OPERATION : 0);
	mdl->Process = process_now();
	return mdl;
}

/* Windows: unlocking also unmaps what MmGetSystemAddressForMdlSafe mapped.  [ddi:MmUnlockPages] */
static void
unmap(MDL *mdl)
{
	ledger_strike(HOLDING_MAPPING, (uintptr_t)mdl);
	mdl->MdlFlags &= ~(MDL_MAPPED_TO_SYSTEM_VA | MDL_PARTIAL_HAS_BEEN_MAPPED);
}

void
mdl_free(MDL *mdl)
{
	if (mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA)
		unmap(mdl);
	pool_give(mdl);
}

/*
 * Windows: with an IRP the MDL becomes its MdlAddress, or the last of that
 *   chain.  NULL for 4 GB less a page and more.  [ddi:IoAllocateMdl]
 */
MDL *NTAPI
IoAllocateMdl(
    PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer, BOOLEAN ChargeQuota, IRP *Irp)
{
	MDL *mdl = take((uint64_t)VirtualAddress, Length);
	MDL **at;

	(void)ChargeQuota;
	ledger_enter(HOLDING_MDL, (uintptr_t)mdl, Length);
	if (Irp == NULL)
		return mdl;
	at = &Irp->MdlAddress;
	while (SecondaryBuffer && *at != NULL)
		at = &(*at)->Next;
	*at = mdl;
	return mdl;
}

void NTAPI
IoFreeMdl(MDL *Mdl)
{
	if (!ledger_strike(HOLDING_MDL, (uintptr_t)Mdl))
		driver_crashes(RULE_R183, moment_now().where, "0xC2 BAD_POOL_CALLER",
		    "IoFreeMdl of %p, which is no MDL of IoAllocateMdl's or is freed", (void *)Mdl);
	if (Mdl->MdlFlags & MDL_PAGES_LOCKED)
		finding(RULE_R24, "frees an MDL whose pages are locked");
	if (Mdl->MdlFlags & MDL_PARTIAL_HAS_BEEN_MAPPED)
		unmap(Mdl);
	pool_give(Mdl);
}

/*
 * Windows: the target describes part of the source, with the source's pages;
 *   length 0 is all from the address on.  [ddi:IoBuildPartialMdl]
 */
void NTAPI
IoBuildPartialMdl(MDL *SourceMdl, MDL *TargetMdl, PVOID VirtualAddress, ULONG Length)
{
	uint64_t address = (uint64_t)VirtualAddress;
	uint64_t end = start_of(SourceMdl) + SourceMdl->ByteCount;
	CSHORT kept = TargetMdl->MdlFlags & MDL_ALLOCATED_FIXED_SIZE;
	CSHORT size = TargetMdl->Size;
	MDL *next = TargetMdl->Next;

	if (Length == 0)
		Length = (ULONG)(end - address);
	if (address < start_of(SourceMdl) || address + Length > end
	    || (size_t)size < mdl_size(address, Length))
		driver_crashes(RULE_X1, moment_now().where, "0x12E INVALID_MDL_RANGE",
		    "IoBuildPartialMdl: a range beyond the source, or more pages than the target "
		    "has");
	set_up(TargetMdl, address, Length);
	TargetMdl->Next = next;
	TargetMdl->Size = size;
	TargetMdl->Process = SourceMdl->Process;
	TargetMdl->MdlFlags = kept | MDL_PARTIAL | (SourceMdl->MdlFlags & MDL_IO_PAGE_READ);
	name_pages(TargetMdl);
	if (SourceMdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)) {
		TargetMdl->MdlFlags |= MDL_PARENT_MAPPED_SYSTEM_VA;
		TargetMdl->MappedSystemVa =
		    (char *)SourceMdl->MappedSystemVa + (address - start_of(SourceMdl));
	}
	if (SourceMdl->MdlFlags & MDL_SOURCE_IS_NONPAGED_POOL)
		TargetMdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}

SIZE_T NTAPI
MmSizeOfMdl(PVOID Base, SIZE_T Length)
{
	return mdl_size((uint64_t)Base, Length);
}

void NTAPI
MmBuildMdlForNonPagedPool(MDL *MemoryDescriptorList)
{
	const struct pool_block *block = pool_of(start_of(MemoryDescriptorList));

	if (!arena_is_kernel(start_of(MemoryDescriptorList)))
		finding(RULE_R189, "MmBuildMdlForNonPagedPool of a user address");
	else if (block != NULL && block->paged)
		finding(RULE_R183, "MmBuildMdlForNonPagedPool of paged pool");
	build(MemoryDescriptorList);
}

static bool
is_readable(uint64_t first, uint64_t last)
{
	char byte;

	for (uint64_t at = first; at <= last; at = (at | (ARENA_PAGE - 1)) + 1) {
		if (!fault_peek(&byte, at, 1))
			return false;
	}
	return true;
}

/*
 * Windows: a range that the mode may not reach, or that is not mapped, raises
 *   an exception.  [ddi:MmProbeAndLockPages]
 * Here: whether it may be written to is not looked at.
 */
void NTAPI
MmProbeAndLockPages(MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation)
{
	MDL *mdl = MemoryDescriptorList;
	uint64_t first = start_of(mdl);
	uint64_t last = first + (mdl->ByteCount != 0 ? mdl->ByteCount - 1 : 0);
	bool user = arena_is_user(first) && arena_is_user(last);
	bool kernel = arena_is_kernel(first) && arena_is_kernel(last);

	if (mdl->MdlFlags & (MDL_PAGES_LOCKED | MDL_SOURCE_IS_NONPAGED_POOL))
		driver_crashes(RULE_R190, moment_now().where, "0x76 PROCESS_HAS_LOCKED_PAGES",
		    "locks the pages of an MDL that is locked or built already");
	if ((!user && (!kernel || AccessMode != KernelMode)) || !is_readable(first, last))
		raise_status(STATUS_ACCESS_VIOLATION);
	name_pages(mdl);
	mdl->MdlFlags |= MDL_PAGES_LOCKED | (Operation != IoReadAccess ? MDL_WRITE_OPERATION : 0);
	mdl->Process = user ? process_now() : NULL;
	ledger_enter(HOLDING_LOCKED_PAGES, (uintptr_t)mdl, mdl->ByteCount);
}

void NTAPI
MmUnlockPages(MDL *MemoryDescriptorList)
{
	if (!ledger_strike(HOLDING_LOCKED_PAGES, (uintptr_t)MemoryDescriptorList))
		driver_crashes(RULE_R190, moment_now().where, "0x4E PFN_LIST_CORRUPT",
		    "unlocks the pages of an MDL whose pages it did not lock");
	if (MemoryDescriptorList->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA)
		unmap(MemoryDescriptorList);
	MemoryDescriptorList->MdlFlags &= ~(MDL_PAGES_LOCKED | MDL_WRITE_OPERATION);
}

/*
 * Windows: the pages must be locked, nonpaged or part of such; a mapping for
 *   user mode raises where it fails.  [ddi:MmMapLockedPagesSpecifyCache]
 */
PVOID NTAPI
MmMapLockedPagesSpecifyCache(MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
    MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress, ULONG BugCheckOnFailure, ULONG Priority)
{
	MDL *mdl = MemoryDescriptorList;

	(void)CacheType, (void)RequestedAddress, (void)BugCheckOnFailure, (void)Priority;
	if (AccessMode != KernelMode)
		not_modelled("MmMapLockedPagesSpecifyCache for user mode");
	if (!(mdl->MdlFlags & (MDL_PAGES_LOCKED | MDL_SOURCE_IS_NONPAGED_POOL | MDL_PARTIAL)))
		driver_is_wrong(RULE_R189, "maps an MDL whose pages are not locked");
	if (!ledger_holds(HOLDING_MAPPING, (uintptr_t)mdl))
		ledger_enter(HOLDING_MAPPING, (uintptr_t)mdl, mdl->ByteCount);
	mdl->MappedSystemVa = (void *)start_of(mdl);
	mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
	if (mdl->MdlFlags & MDL_PARTIAL)
		mdl->MdlFlags |= MDL_PARTIAL_HAS_BEEN_MAPPED;
	return mdl->MappedSystemVa;
}

PVOID NTAPI
MmMapLockedPages(MDL *MemoryDescriptorList, KPROCESSOR_MODE AccessMode)
{
	return MmMapLockedPagesSpecifyCache(
	    MemoryDescriptorList, AccessMode, MmCached, NULL, 1, HighPagePriority);
}

void NTAPI
MmUnmapLockedPages(PVOID BaseAddress, MDL *MemoryDescriptorList)
{
	if (!ledger_holds(HOLDING_MAPPING, (uintptr_t)MemoryDescriptorList))
		driver_crashes(RULE_R190, moment_now().where, "0xDA SYSTEM_PTE_MISUSE",
		    "unmaps %p, which is not mapped", BaseAddress);
	unmap(MemoryDescriptorList);
}

/*
 * Windows: the end stays where it is, pages that are passed are unlocked, and the mapping
 *   moves along.  [ddi:MmAdvanceMdl]
 */
NTSTATUS NTAPI
MmAdvanceMdl(MDL *Mdl, ULONG NumberOfBytes)
{
	uint64_t address = start_of(Mdl) + NumberOfBytes;

	if (NumberOfBytes > Mdl->ByteCount)
		return STATUS_INVALID_PARAMETER_2;
	Mdl->StartVa = (void *)(address & ~(uint64_t)(PAGE_SIZE - 1));
	Mdl->ByteOffset = (ULONG)(address & (PAGE_SIZE - 1));
	Mdl->ByteCount -= NumberOfBytes;
	if (Mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL))
		Mdl->MappedSystemVa = (char *)Mdl->MappedSystemVa + NumberOfBytes;
	name_pages(Mdl);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
MmProtectMdlSystemAddress(MDL *MemoryDescriptorList, ULONG NewProtect)
{
	switch (NewProtect & ~(ULONG)MdlMappingNoExecute) {
	case PAGE_NOACCESS:
	case PAGE_READONLY:
	case PAGE_READWRITE:
	case PAGE_EXECUTE:
	case PAGE_EXECUTE_READ:
	case PAGE_EXECUTE_READWRITE:
		break;
	default:
		return STATUS_INVALID_PAGE_PROTECTION;
	}
	if ((MemoryDescriptorList->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA) == 0)
		return STATUS_NOT_MAPPED_VIEW;
	return STATUS_SUCCESS;
}

/*
 * Windows: length 0 is always right; else a misaligned or kernel address raises.
 *   [ddi:ProbeForRead]
 */
static void
probe(uint64_t address, size_t bytes, ULONG alignment)
{
	if (bytes == 0)
		return;
	if ((address & (alignment - 1)) != 0)
		raise_status(STATUS_DATATYPE_MISALIGNMENT);
	if (address + bytes < address || address + bytes > ARENA_USER_PROBE)
		raise_status(STATUS_ACCESS_VIOLATION);
}

void NTAPI
ProbeForRead(const void *Address, SIZE_T Length, ULONG Alignment)
{
	probe((uint64_t)Address, Length, Alignment);
}

/* Windows: each page is read and written; where that faults, the fault is the exception.
 *   [ddi:ProbeForWrite, Remarks] */
void NTAPI
ProbeForWrite(void *Address, SIZE_T Length, ULONG Alignment)
{
	volatile char *at = Address, *end = at + Length;

	probe((uint64_t)Address, Length, Alignment);
	for (; at < end; at = (char *)(((uint64_t)at | (ARENA_PAGE - 1)) + 1))
		*at = *at;
}

#define PROBE_FAILS "STATUS_ACCESS_VIOLATION STATUS_DATATYPE_MISALIGNMENT"

const struct contract mdl_exports[] = {
	EXPORT(IoAllocateMdl, 5, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm), ENTERS(MDL)),
	EXPORT(IoFreeMdl, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoBuildPartialMdl, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(MmSizeOfMdl, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(MmBuildMdlForNonPagedPool, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(MmProbeAndLockPages, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_ACCESS_VIOLATION"),
	    APPROXIMATES("read-only memory is locked for writing"), ENTERS(LOCKED_PAGES)),
	EXPORT(MmUnlockPages, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(MmMapLockedPagesSpecifyCache, 6, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
	    APPROXIMATES("the mapping is the memory's own address"), ENTERS(MAPPING)),
	EXPORT(MmMapLockedPages, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the mapping is the memory's own address")),
	EXPORT(MmUnmapLockedPages, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the mapping is the memory's own address"), STRIKES(MAPPING)),
	EXPORT(MmAdvanceMdl, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER_2")),
	EXPORT(MmProtectMdlSystemAddress, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PAGE_PROTECTION STATUS_NOT_MAPPED_VIEW"),
	    APPROXIMATES("the mapping is the memory's own address and stays writable")),
	EXPORT(ProbeForRead, 3, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), FAILS(PROBE_FAILS)),
	EXPORT(ProbeForWrite, 3, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), FAILS(PROBE_FAILS)),
	EXPORTS_END,
};
