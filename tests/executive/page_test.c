/* Pages for MDLs, contiguous memory, reserved mappings, addresses. */
#include "bench_machine.h"
#include "executive/exports.h"
#include "executive/mdl.h"
#include "executive/pool.h"
#include "test.h"

#include <string.h>

NTAPI void ExFreePool(PVOID P);
NTAPI PVOID ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
    const POOL_EXTENDED_PARAMETER *ExtendedParameters, ULONG ExtendedParametersCount);
NTAPI NTSTATUS MmAdvanceMdl(MDL *Mdl, ULONG NumberOfBytes);
NTAPI NTSTATUS MmProtectMdlSystemAddress(MDL *MemoryDescriptorList, ULONG NewProtect);

static void *
entry(const char *wanted)
{
	const struct contract *const tables[] = { page_exports, contiguous_exports,
		address_exports };

	for (unsigned i = 0; i < 3; i++) {
		for (const struct contract *row = tables[i]; row->name != NULL; row++) {
			if (strcmp(row->name, wanted) == 0)
				return row->function;
		}
	}
	return NULL;
}

#define CALL(type, name, ...) ((type(NTAPI *)(__VA_ARGS__))entry(name))

static MDL *
allocate_pages(SIZE_T bytes)
{
	return CALL(MDL *, "MmAllocatePagesForMdl", uint64_t, uint64_t, uint64_t, SIZE_T)(
	    0, UINT64_MAX, 0, bytes);
}

static void
free_pages(MDL *mdl)
{
	CALL(void, "MmFreePagesFromMdl", MDL *)(mdl);
}

static bool
valid(const void *address)
{
	return CALL(BOOLEAN, "MmIsAddressValid", const void *)(address);
}

TEST(pages_are_zero_whole_and_freed_apart_from_their_mdl)
{
	MDL *mdl = allocate_pages(5000);
	char *mapped;

	CHECK_EQ(mdl->ByteCount, 8192);
	CHECK_EQ(ledger_count(HOLDING_MDL_PAGES), 1);
	mapped = MmMapLockedPages(mdl, KernelMode);
	CHECK(mapped[0] == 0 && mapped[8191] == 0);
	MmUnmapLockedPages(mapped, mdl);
	free_pages(mdl);
	CHECK_EQ(ledger_count(HOLDING_MDL_PAGES), 0);
	CHECK_EQ(ledger_count(HOLDING_POOL), 1); /* the MDL itself */
	ExFreePool(mdl);
	CHECK_EQ(ledger_total(), 0);
	CHECK_EQ(finding_count(), 0);
}

static void
free_pages_twice(void)
{
	MDL *mdl = allocate_pages(100);

	free_pages(mdl);
	free_pages(mdl);
}

static void
free_contiguous_as_pool(void)
{
	ExFreePool(CALL(void *, "MmAllocateContiguousMemory", SIZE_T, uint64_t)(100, UINT64_MAX));
}

TEST(each_kind_of_memory_goes_back_by_its_own_door)
{
	machine_run(free_pages_twice);
	CHECK(crashed("0x4E"));
	machine_fresh(state);
	machine_run(free_contiguous_as_pool);
	CHECK(crashed("0xC2"));
}

TEST(contiguous_memory_begins_at_a_page)
{
	void *small = CALL(void *, "MmAllocateContiguousMemory", SIZE_T, uint64_t)(100, UINT64_MAX);
	void *large =
	    CALL(void *, "MmAllocateContiguousMemory", SIZE_T, uint64_t)(5000, UINT64_MAX);

	CHECK_EQ((uintptr_t)small % PAGE_SIZE, 0);
	CHECK_EQ((uintptr_t)large % PAGE_SIZE, 0);
	CHECK_EQ(ledger_count(HOLDING_CONTIGUOUS), 2);
	CALL(void, "MmFreeContiguousMemory", void *)(small);
	CALL(void, "MmFreeContiguousMemory", void *)(large);
	CHECK_EQ(ledger_total(), 0);
}

TEST(an_address_is_valid_while_its_memory_lives)
{
	void *block = pool_take(64, 1, NonPagedPoolNx);

	CHECK(valid(block));
	CHECK(!valid(NULL));
	CHECK(!valid((void *)0xdeadbeefdeadbeef));
	CHECK_EQ(CALL(uint64_t, "MmGetPhysicalAddress", void *)(block) % PAGE_SIZE,
	    (uintptr_t)block % PAGE_SIZE);
	ExFreePool(block);
	CHECK(!valid(block));
}

TEST(an_mdl_advances_up_to_its_end)
{
	char *block = pool_take(9000, 1, NonPagedPoolNx);
	MDL *mdl = mdl_make(block, 9000);

	CHECK_EQ(MmAdvanceMdl(mdl, 9001), STATUS_INVALID_PARAMETER_2);
	CHECK_EQ(MmAdvanceMdl(mdl, 5000), STATUS_SUCCESS);
	CHECK_EQ(mdl->ByteCount, 4000);
	CHECK(mdl->MappedSystemVa == block + 5000);
	CHECK((char *)mdl->StartVa + mdl->ByteOffset == block + 5000);
	CHECK_EQ(MmProtectMdlSystemAddress(mdl, 3), STATUS_INVALID_PAGE_PROTECTION);
	CHECK_EQ(MmProtectMdlSystemAddress(mdl, PAGE_READONLY), STATUS_NOT_MAPPED_VIEW);
}

TEST(a_reserved_mapping_takes_an_mdl_that_fits)
{
	char *block = pool_take(9000, 1, NonPagedPoolNx);
	MDL *mdl = mdl_make(block, 9000);
	void *small = CALL(void *, "MmAllocateMappingAddress", SIZE_T, ULONG)(4096, 7);
	void *large = CALL(void *, "MmAllocateMappingAddress", SIZE_T, ULONG)(16384, 7);
	void *(NTAPI * map)(void *, ULONG, MDL *, int) = (void *(
	    NTAPI *)(void *, ULONG, MDL *, int))entry("MmMapLockedPagesWithReservedMapping");

	CHECK(map(small, 7, mdl, MmCached) == NULL);
	CHECK(map(large, 7, mdl, MmCached) == block);
	CALL(void, "MmUnmapReservedMapping", void *, ULONG, MDL *)(large, 7, mdl);
	CALL(void, "MmFreeMappingAddress", void *, ULONG)(large, 7);
	CALL(void, "MmFreeMappingAddress", void *, ULONG)(small, 7);
	CHECK_EQ(ledger_count(HOLDING_RESERVED_MAPPING) + ledger_count(HOLDING_MAPPING), 0);
}

TEST(an_unknown_pool_parameter_is_refused_unless_it_is_optional)
{
	POOL_EXTENDED_PARAMETER parameter = { .Type = 99 };

	CHECK(ExAllocatePool3(POOL_FLAG_NON_PAGED, 16, 1, &parameter, 1) == NULL);
	parameter.Optional = 1;
	CHECK(ExAllocatePool3(POOL_FLAG_NON_PAGED, 16, 1, &parameter, 1) != NULL);
	parameter = (POOL_EXTENDED_PARAMETER){ .Type = PoolExtendedParameterPriority };
	CHECK(ExAllocatePool3(POOL_FLAG_NON_PAGED, 16, 1, &parameter, 1) != NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    pages_are_zero_whole_and_freed_apart_from_their_mdl, machine_fresh),
		cmocka_unit_test_setup(
		    each_kind_of_memory_goes_back_by_its_own_door, machine_fresh),
		cmocka_unit_test_setup(contiguous_memory_begins_at_a_page, machine_fresh),
		cmocka_unit_test_setup(an_address_is_valid_while_its_memory_lives, machine_fresh),
		cmocka_unit_test_setup(an_mdl_advances_up_to_its_end, machine_fresh),
		cmocka_unit_test_setup(a_reserved_mapping_takes_an_mdl_that_fits, machine_fresh),
		cmocka_unit_test_setup(
		    an_unknown_pool_parameter_is_refused_unless_it_is_optional, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
