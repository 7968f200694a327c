/* The arena's allocator and its extents. */
#include "host/arena.h"

#include <string.h>
#include <sys/mman.h>

#include "tests/test.h"

static int
start(void **state)
{
	(void)state;
	return arena_start() ? 0 : -1;
}

TEST(what_is_taken_is_zeroed_aligned_and_inside_the_system_extent)
{
	(void)state;
	for (size_t bytes = 0; bytes <= 5000; bytes += 7) {
		unsigned char *taken = arena_take(bytes);

		CHECK_EQ((uintptr_t)taken % 16, 0);
		CHECK((uintptr_t)taken >= ARENA_SYSTEM);
		CHECK((uintptr_t)taken + bytes <= ARENA_SYSTEM + arena_system_extent().bytes);
		for (size_t i = 0; i < bytes; i++)
			CHECK_EQ(taken[i], 0);
		memset(taken, 0xff, bytes);
	}
}

TEST(objects_do_not_overlap_whatever_their_class)
{
	static const size_t sizes[] = { 1, 16, 17, 48, 49, 112, 113, 4080, 4081, 65536 };
	unsigned char *taken[10];

	(void)state;
	for (unsigned i = 0; i < 10; i++) {
		taken[i] = arena_take(sizes[i]);
		memset(taken[i], (int)i + 1, sizes[i]);
	}
	for (unsigned i = 0; i < 10; i++) {
		CHECK_EQ(taken[i][0], i + 1);
		CHECK_EQ(taken[i][sizes[i] - 1], i + 1);
	}
}

TEST(what_was_given_back_is_taken_again_newest_first_and_zeroed)
{
	char *first = arena_take(100), *second = arena_take(100), *again;

	(void)state;
	memset(first, 0xff, 100);
	memset(second, 0xff, 100);
	arena_give(first);
	arena_give(second);
	again = arena_take(100);
	CHECK(again == second);
	for (size_t i = 0; i < 100; i++)
		CHECK_EQ(again[i], 0);
	CHECK(arena_take(100) == first);
}

TEST(a_class_serves_every_size_up_to_the_next_power_of_two_and_no_other)
{
	void *small = arena_take(1), *large;

	(void)state;
	arena_give(small);
	large = arena_take(17); /* with its head more than 32 bytes */
	CHECK(large != small);
	CHECK(arena_take(16) == small);
}

TEST(what_was_given_back_is_poisoned)
{
	unsigned char *object = arena_take(64);

	(void)state;
	arena_give(object);
	for (size_t i = sizeof(void *); i < 64; i++)
		CHECK_EQ(object[i], 0xdb);
}

static uintptr_t sequence[300];

static size_t
run_calls(uintptr_t *addresses)
{
	void *held[100] = { 0 };
	size_t count = 0;

	for (unsigned i = 0; i < 300; i++) {
		unsigned slot = i * 7 % 100;

		if (held[slot] != NULL)
			arena_give(held[slot]);
		held[slot] = arena_take(i * 37 % 900);
		addresses[count++] = (uintptr_t)held[slot];
	}
	return count;
}

/* As a life begins: the extents are put back to what they were. */
TEST(the_same_calls_give_the_same_addresses_after_a_restore)
{
	static char statics[1 << 16], system[1 << 20];
	struct extent in_use = arena_system_extent(), variables = arena_static_extent();
	uintptr_t again[300];

	(void)state;
	CHECK(variables.bytes <= sizeof statics && in_use.bytes <= sizeof system);
	memcpy(statics, variables.base, variables.bytes);
	memcpy(system, in_use.base, in_use.bytes);
	run_calls(sequence);
	memcpy(variables.base, statics, variables.bytes);
	memcpy(in_use.base, system, in_use.bytes);
	run_calls(again);
	CHECK_EQ(memcmp(sequence, again, sizeof again), 0);
}

TEST(the_halves_are_told_apart_at_their_edges)
{
	(void)state;
	CHECK(!arena_is_kernel(ARENA_KERNEL - 1) && arena_is_kernel(ARENA_KERNEL));
	CHECK(arena_is_kernel(ARENA_END - 1) && !arena_is_kernel(ARENA_END));
	CHECK(!arena_is_user(ARENA_USER - 1) && arena_is_user(ARENA_USER));
	CHECK(arena_is_user(ARENA_USER_PROBE - 1) && !arena_is_user(ARENA_USER_PROBE));
}

TEST(addresses_of_the_host_are_hidden_and_others_are_not)
{
	int local;

	(void)state;
	CHECK_EQ(arena_only((uint64_t)&local), 0);
	CHECK_EQ(arena_only(ARENA_POOL + 5), ARENA_POOL + 5);
	CHECK_EQ(arena_only(0xc0000001), 0xc0000001);
	CHECK_EQ(arena_only(UINT64_MAX), UINT64_MAX);
}

TEST(discarded_pages_read_as_zeroes)
{
	volatile char *page = (char *)ARENA_POOL;

	(void)state;
	*page = 1;
	arena_discard(ARENA_POOL, ARENA_PAGE);
	CHECK_EQ(*page, 0);
}

TEST(an_arena_can_not_be_reserved_twice)
{
	(void)state;
	CHECK(!arena_start());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_calls_give_the_same_addresses_after_a_restore),
		cmocka_unit_test(what_is_taken_is_zeroed_aligned_and_inside_the_system_extent),
		cmocka_unit_test(objects_do_not_overlap_whatever_their_class),
		cmocka_unit_test(what_was_given_back_is_taken_again_newest_first_and_zeroed),
		cmocka_unit_test(
		    a_class_serves_every_size_up_to_the_next_power_of_two_and_no_other),
		cmocka_unit_test(what_was_given_back_is_poisoned),
		cmocka_unit_test(the_halves_are_told_apart_at_their_edges),
		cmocka_unit_test(addresses_of_the_host_are_hidden_and_others_are_not),
		cmocka_unit_test(discarded_pages_read_as_zeroes),
		cmocka_unit_test(an_arena_can_not_be_reserved_twice), /* the last: it resets */
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
