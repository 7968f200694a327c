/* Entry points as a driver reaches them: through the gate. */
#include "bench_machine.h"
#include "executive/debug.h"
#include "executive/exports.h"
#include "executive/pool.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "sched/thread.h"
#include "test.h"

#include <string.h>

static char said[600];

static void
listen(const char *line)
{
	strncpy(said, line, sizeof said - 1);
}

static void *
import(const char *name)
{
	const struct contract *const tables[] = { EXECUTIVE_EXPORTS };

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		for (const struct contract *at = tables[i]; at->name != NULL; at++) {
			if (strcmp(at->name, name) == 0)
				return (void *)gate_bind(at);
		}
	}
	return NULL;
}

static uint64_t NTAPI
driver_prints(void)
{
	ULONG(NTAPI * DbgPrint)(PCSTR Format, ...) = import("DbgPrint");

	DbgPrint("%d %s %I64x %ws %d %d", -1, "two", (uint64_t)1 << 40, u"wide", 5, 6);
	return 0;
}

static uint64_t NTAPI
driver_uses_a_lookaside_list(void)
{
	void(NTAPI * set_up)(void *, void *, void *, ULONG, SIZE_T, ULONG, USHORT) =
	    import("ExInitializeNPagedLookasideList");
	void(NTAPI * drop)(void *) = import("ExDeleteNPagedLookasideList");
	NPAGED_LOOKASIDE_LIST *list = pool_take_own(sizeof *list, 1);
	void *entry;

	set_up(list, NULL, NULL, POOL_NX_ALLOCATION, 48, 0x31676154, 0);
	CHECK_EQ(ledger_count(HOLDING_LOOKASIDE), 1);
	CHECK(list->L.ListHead.HeaderX64.NextEntry == 0);
	entry = list->L.Allocate(list->L.Type, list->L.Size, list->L.Tag);
	CHECK_EQ(pool_at(entry)->bytes, 48);
	CHECK(list->L.ListHead.HeaderX64.Depth >= list->L.Depth); /* so the inline frees it */
	list->L.Free(entry);
	drop(list);
	CHECK_EQ(ledger_total(), 0);
	return 0;
}

static uintptr_t routine;

static void
enter(void)
{
	DRIVER_CALL(ENTRY_OTHER, routine, 0);
}

TEST(a_line_comes_through_with_all_its_arguments)
{
	debug_sink(listen);
	routine = (uintptr_t)driver_prints;
	CHECK_EQ(machine_run(enter), LIFE_GOES_ON);
	CHECK_STR(said, "-1 two 10000000000 wide 5 6");
	debug_sink(NULL);
}

TEST(an_entry_of_a_lookaside_list_is_a_pool_block)
{
	routine = (uintptr_t)driver_uses_a_lookaside_list;
	CHECK_EQ(machine_run(enter), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

TEST(no_name_is_exported_twice)
{
	const struct contract *const tables[] = { EXECUTIVE_EXPORTS };
	const char *names[512];
	size_t count = 0;

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		for (const struct contract *at = tables[i]; at->name != NULL; at++) {
			for (size_t k = 0; k < count; k++)
				CHECK(strcmp(names[k], at->name) != 0);
			names[count++] = at->name;
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_line_comes_through_with_all_its_arguments, machine_fresh),
		cmocka_unit_test_setup(an_entry_of_a_lookaside_list_is_a_pool_block, machine_fresh),
		cmocka_unit_test_setup(no_name_is_exported_twice, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
