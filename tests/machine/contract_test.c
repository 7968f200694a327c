/*
 * Every row of the contract tables, one life each.
 *
 * Called above the IRQL of its row a function is a finding that names it.  Called with nothing but
 * bad arguments it answers as Windows does, or the life ends by Windows' rules, or is not
 * modelled; this process sees nothing of it, and the next life is as good as new.
 */
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "kernel/irql.h"
#include "kernel/trap.h"
#include "kmdf/bind.h"
#include "machine/boot.h"
#include "machine/file.h"
#include "machine/life.h"
#include "machine/modules.h"
#include "machine/verdict.h"
#include "nt/ke.h"
#include "sched/choice.h"
#include "sched/thread.h"
#include "traffic/client.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_LIMIT 4096

static struct verdict verdict;

static struct {
	const struct contract *row[ROWS_LIMIT];
	size_t slots; /* rows from here on are the framework's: the first argument is its globals */
	size_t count;
} all;

/* What each argument of a call is. */
enum argument {
	ARGUMENT_VALUE,
	ARGUMENT_FREED, /* the address of a pool block that was freed */
	ARGUMENT_SMALL, /* of one of eight bytes */
	ARGUMENT_TEXT,  /* of one that is full of letters, without an end */
};

/* What one life does. */
static struct {
	const struct contract *row;
	bool is_slot;
	KIRQL irql;
	enum argument kind;
	uint64_t argument;
	uint64_t result;
} deed;

static void
take_row(void *context, const char *module, const struct contract *row)
{
	(void)context;
	if (all.slots == 0 && strcmp(module, MODULE_FRAMEWORK) == 0)
		all.slots = all.count;
	if (!(row->flags & DATA) && all.count < ROWS_LIMIT)
		all.row[all.count++] = row;
}

/* The machine is one a process: the first test that needs it boots it. */
static bool
boot(void)
{
	static const struct machine_options options = { 0 };
	static bool booted;
	const char *folder = getenv("DRYDOCK_SAMPLES"), *why;
	struct pe_error error;
	char path[512];

	if (booted) {
		trap_start(); /* cmocka takes the signals anew for each test */
		return true;
	}
	if (folder == NULL || !machine_start(&options, &why))
		return false;
	client_start();
	snprintf(path, sizeof path, "%s/wdf.sys", folder);
	booted = machine_map(driver_file_read(path, &error), &error);
	machine_exports(take_row, NULL);
	return booted;
}

typedef uint64_t(NTAPI *any_fn)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
    uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
    uint64_t);

static uint64_t
call(const char *name, uint64_t first, uint64_t second, uint64_t third)
{
	any_fn function = (any_fn)(uintptr_t)gate_bind(machine_export(name));

	return function(first, second, third, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

static uint64_t
argument_make(void)
{
	uint64_t block;

	if (deed.kind == ARGUMENT_VALUE)
		return deed.argument;
	block = call("ExAllocatePoolWithTag", NonPagedPoolNx, deed.kind == ARGUMENT_TEXT ? 64 : 8,
	    0x74736554);
	if (deed.kind == ARGUMENT_FREED)
		call("ExFreePoolWithTag", block, 0x74736554, 0);
	if (deed.kind == ARGUMENT_TEXT)
		memset((void *)block, 'A', 64);
	return block;
}

/* In a driver's place. */
static NTSTATUS NTAPI
call_row(void)
{
	any_fn function = (any_fn)(uintptr_t)gate_bind(deed.row);
	uint64_t a = argument_make(), first = a;

	if (deed.is_slot)
		first = ARG(&wdf_binding_find(machine_driver_object())->globals);
	deed.result = function(first, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a);
	return STATUS_SUCCESS;
}

static void
do_deed(void *unused)
{
	(void)unused;
	if (deed.irql > PASSIVE_LEVEL)
		irql_raise(deed.irql);
	DRIVER_CALL(ENTRY_OTHER, call_row);
}

static void
live(size_t row, KIRQL irql, enum argument kind, uint64_t argument)
{
	const struct life_plan plan = { .refused_call = REFUSE_NONE,
		.guard = kind != ARGUMENT_VALUE };

	deed.row = all.row[row];
	deed.is_slot = row >= all.slots;
	deed.irql = irql;
	deed.kind = kind;
	deed.argument = argument;
	life_begin(&plan);
	if (NT_SUCCESS(machine_load()))
		machine_call(THREAD_SYSTEM, do_deed, NULL);
	life_verdict(&verdict);
}

static bool
found_too_high(const char *name)
{
	for (size_t i = 0; i < verdict.finding_count; i++) {
		if (verdict.findings[i].rule == RULE_X10
		    && strncmp(verdict.findings[i].text, name, strlen(name)) == 0)
			return true;
	}
	return false;
}

TEST(no_name_has_two_rows)
{
	(void)state;
	if (!boot())
		skip();
	for (size_t i = 0; i < all.count; i++) {
		for (size_t other = 0; other < i; other++) {
			if (strcmp(all.row[i]->name, all.row[other]->name) == 0)
				fail_msg("%s", all.row[i]->name);
		}
	}
}

TEST(a_function_called_above_its_irql_is_found)
{
	size_t checked = 0;

	(void)state;
	if (!boot())
		skip();
	for (size_t i = 0; i < all.count; i++) {
		const struct contract *row = all.row[i];

		if (row->highest_irql >= HIGH_LEVEL)
			continue;
		live(i, (KIRQL)(row->highest_irql + 1), ARGUMENT_VALUE, 0);
		if (!found_too_high(row->name))
			fail_msg("%s at IRQL %u: no finding", row->name, row->highest_irql + 1u);
		checked++;
	}
	CHECK(checked > 100);
}

/* What came of it, for who wants to see: DRYDOCK_TELL=1. */
static void
tell(uint64_t argument)
{
	if (getenv("DRYDOCK_TELL") == NULL)
		return;
	fprintf(stderr, "%s(0x%lx, ...) = 0x%lx: %s %s\n", deed.row->name, (unsigned long)argument,
	    (unsigned long)deed.result, verdict_name(verdict.kind),
	    verdict.finding_count > 0 ? verdict.findings[0].text : verdict.reason);
}

TEST(bad_arguments_never_reach_us)
{
	static const uint64_t bad[] = {
		0,
		1,
		0x41414141, /* a user address where nothing is */
		0xffffffffffffffff,
		0x4141414141414141, /* not canonical */
		ARENA_USER,
		ARENA_END - 8,
	};

	(void)state;
	if (!boot())
		skip();
	for (size_t i = 0; i < all.count; i++) {
		for (size_t at = 0; at < sizeof bad / sizeof bad[0]; at++) {
			live(i, PASSIVE_LEVEL, ARGUMENT_VALUE, bad[at]);
			tell(bad[at]);
		}
		for (int kind = ARGUMENT_FREED; kind <= ARGUMENT_TEXT; kind++) {
			live(i, PASSIVE_LEVEL, (enum argument)kind, 0);
			tell((uint64_t)kind);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_name_has_two_rows),
		cmocka_unit_test(a_function_called_above_its_irql_is_found),
		cmocka_unit_test(bad_arguments_never_reach_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
