#include "bench_machine.h"
#include "executive/irp.h"
#include "executive/mdl.h"
#include "executive/pool.h"
#include "test.h"

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

static char *memory;
static MDL *mdl;

TEST(an_mdl_of_pool_names_its_address)
{
	memory = pool_take(5000, 1, NonPagedPoolNx);
	mdl = IoAllocateMdl(memory + 10, 4900, FALSE, FALSE, NULL);
	CHECK_EQ(ledger_count(HOLDING_MDL), 1);
	CHECK_EQ(MmSizeOfMdl(memory + 10, 4900), sizeof(MDL) + 16);
	MmBuildMdlForNonPagedPool(mdl);
	CHECK(mdl->MappedSystemVa == memory + 10);
	CHECK((char *)mdl->StartVa + mdl->ByteOffset == memory + 10);
	IoFreeMdl(mdl);
	CHECK_EQ(ledger_count(HOLDING_MDL), 0);
}

TEST(user_pages_are_locked_mapped_and_unlocked)
{
	arena_protect(ARENA_USER, ARENA_PAGE, ARENA_WRITE);
	mdl = IoAllocateMdl((void *)ARENA_USER, 100, FALSE, FALSE, NULL);
	MmProbeAndLockPages(mdl, UserMode, IoWriteAccess);
	CHECK_EQ(ledger_count(HOLDING_LOCKED_PAGES), 1);
	CHECK_EQ(
	    MmMapLockedPagesSpecifyCache(mdl, KernelMode, MmCached, NULL, 0, NormalPagePriority),
	    ARENA_USER);
	CHECK_EQ(ledger_count(HOLDING_MAPPING), 1);
	MmUnlockPages(mdl); /* unmaps too */
	CHECK_EQ(ledger_count(HOLDING_MAPPING) + ledger_count(HOLDING_LOCKED_PAGES), 0);
	IoFreeMdl(mdl);
	CHECK_EQ(finding_count(), 0);
}

TEST(a_partial_mdl_describes_part_of_its_source)
{
	MDL *part;

	memory = pool_take(3000, 1, NonPagedPoolNx);
	mdl = mdl_make(memory, 3000);
	part = IoAllocateMdl(memory, 3000, FALSE, FALSE, NULL);
	IoBuildPartialMdl(mdl, part, memory + 100, 0);
	CHECK_EQ(part->ByteCount, 2900);
	CHECK(part->MappedSystemVa == memory + 100);
	CHECK(part->MdlFlags & MDL_PARTIAL);
}

TEST(secondary_mdls_are_chained_to_an_irp)
{
	IRP *irp = irp_make(1, NULL, NULL);
	MDL *first = IoAllocateMdl(NULL, 10, FALSE, FALSE, irp);
	MDL *second = IoAllocateMdl(NULL, 10, TRUE, FALSE, irp);

	CHECK(irp->MdlAddress == first);
	CHECK(first->Next == second);
}

static void
unlock_unlocked(void)
{
	MmUnlockPages(IoAllocateMdl(NULL, 10, FALSE, FALSE, NULL));
}

static void
free_freed(void)
{
	mdl = IoAllocateMdl(NULL, 10, FALSE, FALSE, NULL);
	IoFreeMdl(mdl);
	IoFreeMdl(mdl);
}

static void
lock_a_kernel_address_for_a_user(void)
{
	MmProbeAndLockPages(
	    IoAllocateMdl((void *)ARENA_POOL, 10, FALSE, FALSE, NULL), UserMode, IoReadAccess);
}

TEST(misused_mdls_stop_the_machine)
{
	machine_run(unlock_unlocked);
	CHECK(crashed("0x4E"));
	machine_fresh(NULL);
	machine_run(free_freed);
	CHECK(crashed("0xC2"));
	machine_fresh(NULL);
	CHECK_EQ(machine_run(lock_a_kernel_address_for_a_user), LIFE_NOT_MODELLED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_mdl_of_pool_names_its_address, machine_fresh),
		cmocka_unit_test_setup(user_pages_are_locked_mapped_and_unlocked, machine_fresh),
		cmocka_unit_test_setup(a_partial_mdl_describes_part_of_its_source, machine_fresh),
		cmocka_unit_test_setup(secondary_mdls_are_chained_to_an_irp, machine_fresh),
		cmocka_unit_test_setup(misused_mdls_stop_the_machine, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
