#include "bench.h"

#include "host/arena.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/journal.h"
#include "sched/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *system_copy, *static_copy;
static struct extent system_extent, static_extent;

static void
start_once(void)
{
	if (!arena_start())
		abort();
	journal_start();
	choice_start(0, REFUSE_NONE);
	clock_start();
	sched_start();
	processors_start();
	gate_start();
	timers_start();
	life_leaves(sched_abandon);
	system_extent = arena_system_extent();
	static_extent = arena_static_extent();
	system_copy = malloc(system_extent.bytes);
	static_copy = malloc(static_extent.bytes);
	memcpy(system_copy, system_extent.base, system_extent.bytes);
	memcpy(static_copy, static_extent.base, static_extent.bytes);
}

int
bench_fresh(void **state)
{
	(void)state;
	if (system_copy == NULL)
		start_once();
	memcpy(system_extent.base, system_copy, system_extent.bytes);
	memcpy(static_extent.base, static_copy, static_extent.bytes);
	finding_clear();
	journal_clear();
	return 0;
}

void *
entry(const char *name)
{
	static const struct contract *const tables[] = { wait_exports, event_exports, lock_exports,
		rw_spin_exports, interlocked_exports, region_exports, mutex_exports,
		push_lock_exports, filter_push_lock_exports, resource_exports, rundown_exports,
		queue_exports, timer_exports, ex_timer_exports, time_exports, affinity_exports,
		feature_exports };

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		for (const struct contract *row = tables[i]; row->name != NULL; row++) {
			if (strcmp(row->name, name) == 0)
				return row->function;
		}
	}
	fprintf(stderr, "no entry point %s\n", name);
	abort();
}

static void
run_body(void *body)
{
	((void (*)(void))body)();
}

void
begin(void (*body)(void))
{
	thread_start(THREAD_SYSTEM, run_body, (void *)(uintptr_t)body);
}

void
begin_client(void (*body)(void))
{
	thread_start(THREAD_CLIENT, run_body, (void *)(uintptr_t)body);
}

enum life_end
run(void)
{
	sched_run(NULL, NULL);
	return life_end();
}

bool
found(enum rule rule)
{
	for (size_t i = 0; i < finding_count(); i++) {
		if (finding_get(i)->rule == rule)
			return true;
	}
	return false;
}
