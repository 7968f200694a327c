#include "bench_machine.h"
#include "executive/pool.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

NTAPI PVOID ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTAPI PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag);
NTAPI void ExFreePoolWithTag(PVOID P, ULONG Tag);

#define TAG 0x31676154 /* "Tag1" */

static char *
take(size_t bytes)
{
	return ExAllocatePoolWithTag(NonPagedPoolNx, bytes, TAG);
}

TEST(a_block_is_held_until_it_is_freed)
{
	char *block = take(100);

	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
	CHECK_EQ(pool_of((uint64_t)block + 50)->bytes, 100);
	ExFreePoolWithTag(block, TAG);
	CHECK_EQ(ledger_count(HOLDING_POOL), 0);
	CHECK_EQ(pool_of((uint64_t)block)->state, POOL_FREED);
	CHECK_EQ(finding_count(), 0);
}

TEST(blocks_are_aligned_as_windows_aligns_them)
{
	for (size_t bytes = 1; bytes < 3 * PAGE_SIZE; bytes += 97) {
		uint64_t at = (uint64_t)take(bytes);

		CHECK_EQ(at % 16, 0);
		CHECK(
		    bytes > PAGE_SIZE ? at % PAGE_SIZE == 0 : at % PAGE_SIZE + bytes <= PAGE_SIZE);
	}
	CHECK_EQ((uint64_t)take(PAGE_SIZE) % PAGE_SIZE, 0);
}

TEST(both_speeds_give_the_same_addresses)
{
	uint64_t unguarded[8];

	for (size_t i = 0; i < 8; i++)
		unguarded[i] = (uint64_t)take(i * 700);
	machine_fresh(NULL);
	pool_guard(true);
	for (size_t i = 0; i < 8; i++)
		CHECK_EQ(take(i * 700), unguarded[i]);
	ExFreePoolWithTag((void *)unguarded[3], TAG);
	pool_guard(false);
	CHECK_EQ(pool_check_all(), 0);
}

TEST(a_write_behind_the_end_is_found_when_the_block_is_freed)
{
	char *block = take(100);

	block[100] = 1;
	ExFreePoolWithTag(block, TAG);
	CHECK(found(RULE_R183));
}

TEST(a_write_into_the_next_page_is_found_at_the_end)
{
	char *block = take(PAGE_SIZE);

	block[PAGE_SIZE + 3] = 1;
	CHECK_EQ(pool_check_all(), 1);
	CHECK_EQ(pool_check_all(), 0); /* told once */
}

TEST(a_write_in_front_is_found)
{
	char *block = take(64);

	block[-1] = 1;
	CHECK_EQ(pool_check_all(), 1);
}

TEST(a_write_after_the_free_is_found)
{
	char *block = take(64);

	ExFreePoolWithTag(block, TAG);
	block[7] = 1;
	CHECK_EQ(pool_check_all(), 1);
}

TEST(pool2_zeroes_and_refuses_wrong_flags)
{
	char *block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 40, TAG);

	for (size_t i = 0; i < 40; i++)
		CHECK_EQ(block[i], 0);
	CHECK(ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_PAGED, 40, TAG) == NULL);
	CHECK(ExAllocatePool2(POOL_FLAG_NON_PAGED, 40, 0) == NULL);
}

TEST(zero_bytes_and_a_wrong_tag_are_findings)
{
	ExFreePoolWithTag(take(0), TAG);
	CHECK_EQ(finding_count(), 1);
	finding_clear();
	ExFreePoolWithTag(take(8), 0x32676154);
	CHECK_EQ(finding_count(), 1);
}

static void
free_twice(void)
{
	char *block = take(10);

	ExFreePoolWithTag(block, TAG);
	ExFreePoolWithTag(block, TAG);
}

static void
free_inside(void)
{
	ExFreePoolWithTag(take(100) + 16, TAG);
}

static void
free_elsewhere(void)
{
	ExFreePoolWithTag((void *)0x1234, TAG);
}

TEST(a_second_free_stops_the_machine)
{
	machine_run(free_twice);
	CHECK(crashed("0xC2/0x7"));
}

TEST(freeing_what_is_no_block_stops_the_machine)
{
	machine_run(free_inside);
	CHECK(crashed("0xC4/0x10"));
	machine_fresh(NULL);
	machine_run(free_elsewhere);
	CHECK(crashed("0xC4/0x10"));
}

TEST(a_run_is_reused_only_after_the_quarantine)
{
	char *first = take(PAGE_SIZE * 16);

	ExFreePoolWithTag(first, TAG);
	for (unsigned i = 0; i < 256u * 16 - 1; i++) {
		char *next = take(PAGE_SIZE * 16);

		CHECK(next != first);
		ExFreePoolWithTag(next, TAG);
	}
	ExFreePoolWithTag(take(PAGE_SIZE * 16), TAG); /* now more than the quarantine was freed */
	CHECK_EQ(take(PAGE_SIZE * 16), first);
	CHECK_EQ(pool_check_all(), 0);
}

/* A snapshot as machine/ makes one: the extents, copied. */
static struct {
	struct extent extent;
	void *bytes;
} copies[64];
static size_t copy_count;

static void
copy_extent(void *context, struct extent extent)
{
	(void)context;
	CHECK(copy_count < 64);
	copies[copy_count].extent = extent;
	copies[copy_count].bytes = malloc(extent.bytes);
	memcpy(copies[copy_count++].bytes, extent.base, extent.bytes);
}

static void
copy_back(void)
{
	for (size_t i = 0; i < copy_count; i++) {
		memcpy(copies[i].extent.base, copies[i].bytes, copies[i].extent.bytes);
		free(copies[i].bytes);
	}
	copy_count = 0;
}

static void
a_life_between_snapshot_and_restore(bool guard)
{
	char *kept, *freed, *later;

	pool_guard(guard);
	kept = take(100);
	freed = take(200);
	strcpy(kept, "kept");
	ExFreePoolWithTag(freed, TAG);
	copy_extent(NULL, arena_static_extent());
	copy_extent(NULL, arena_system_extent());
	pool_each_extent(copy_extent, NULL);

	later = take(300);
	kept[100] = 'x'; /* behind its end */
	ExFreePoolWithTag(kept, TAG);
	if (!guard)
		freed[3] = 'x';

	pool_snapshot_restoring();
	copy_back();
	pool_snapshot_restored();
	CHECK_STR(kept, "kept");
	CHECK_EQ(pool_check_all(), 0);
	CHECK(pool_of((uint64_t)later) == NULL);
	CHECK(take(300) == later);
	ExFreePoolWithTag(kept, TAG);
	CHECK_EQ(pool_check_all(), 0);
	pool_guard(false);
}

TEST(a_snapshot_of_the_extents_brings_everything_back)
{
	a_life_between_snapshot_and_restore(false);
	machine_fresh(NULL);
	a_life_between_snapshot_and_restore(true);
}

TEST(what_is_handed_over_is_no_longer_the_drivers)
{
	char *block = take(10);

	CHECK(pool_adopt(block));
	CHECK_EQ(ledger_count(HOLDING_POOL), 0);
	CHECK(!pool_adopt(block));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_block_is_held_until_it_is_freed, machine_fresh),
		cmocka_unit_test_setup(blocks_are_aligned_as_windows_aligns_them, machine_fresh),
		cmocka_unit_test_setup(both_speeds_give_the_same_addresses, machine_fresh),
		cmocka_unit_test_setup(
		    a_write_behind_the_end_is_found_when_the_block_is_freed, machine_fresh),
		cmocka_unit_test_setup(
		    a_write_into_the_next_page_is_found_at_the_end, machine_fresh),
		cmocka_unit_test_setup(a_write_in_front_is_found, machine_fresh),
		cmocka_unit_test_setup(a_write_after_the_free_is_found, machine_fresh),
		cmocka_unit_test_setup(pool2_zeroes_and_refuses_wrong_flags, machine_fresh),
		cmocka_unit_test_setup(zero_bytes_and_a_wrong_tag_are_findings, machine_fresh),
		cmocka_unit_test_setup(a_second_free_stops_the_machine, machine_fresh),
		cmocka_unit_test_setup(freeing_what_is_no_block_stops_the_machine, machine_fresh),
		cmocka_unit_test_setup(a_run_is_reused_only_after_the_quarantine, machine_fresh),
		cmocka_unit_test_setup(
		    a_snapshot_of_the_extents_brings_everything_back, machine_fresh),
		cmocka_unit_test_setup(what_is_handed_over_is_no_longer_the_drivers, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
