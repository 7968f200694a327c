/* NDIS' locks, timer objects, context space and what it tells of the system. */
#include "floor.h"
#include "kernel/wait.h"
#include "ndis/context.h"
#include "ndis/exports.h"
#include "ndis/net_buffer_list.h"
#include "nt/ndis_lock.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

static unsigned steps;
static NDIS_HANDLE timer;

static void *
entry(const char *name)
{
	const struct contract *const tables[] = { ndis_lock_exports, ndis_timer_exports,
		ndis_work_exports, ndis_system_exports };

	for (unsigned i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		for (const struct contract *row = tables[i]; row->name != NULL; row++) {
			if (strcmp(row->name, name) == 0)
				return row->function;
		}
	}
	abort();
}

#define CALL(type, name, ...) ((type(NTAPI *)(__VA_ARGS__))entry(name))

static void
run(void (*body)(void *))
{
	static bool once;

	fresh();
	if (!once)
		timers_start();
	once = true;
	steps = 0;
	life_leaves(sched_abandon);
	thread_start(THREAD_SYSTEM, body, NULL);
	sched_run(NULL, NULL);
}

static void
lock_and_unlock(void *unused)
{
	NDIS_SPIN_LOCK lock;

	(void)unused;
	CALL(void, "NdisAllocateSpinLock", NDIS_SPIN_LOCK *)(&lock);
	CALL(void, "NdisAcquireSpinLock", NDIS_SPIN_LOCK *)(&lock);
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CALL(void, "NdisReleaseSpinLock", NDIS_SPIN_LOCK *)(&lock);
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
	CALL(void, "NdisFreeSpinLock", NDIS_SPIN_LOCK *)(&lock);
	steps++;
}

TEST(a_spin_lock_remembers_the_irql)
{
	(void)state;
	run(lock_and_unlock);
	CHECK_EQ(steps, 1);
	CHECK_EQ(finding_count(), 0);
}

static void
read_and_write(void *unused)
{
	PNDIS_RW_LOCK_EX lock = CALL(PNDIS_RW_LOCK_EX, "NdisAllocateRWLock", NDIS_HANDLE)(NULL);
	LOCK_STATE_EX outer, inner;

	(void)unused;
	CHECK_EQ(held(HOLDING_RW_LOCK), 1);
	CALL(void, "NdisAcquireRWLockRead", void *, LOCK_STATE_EX *, int)(lock, &outer, 0);
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CALL(void, "NdisAcquireRWLockRead", void *, LOCK_STATE_EX *, int)(lock, &inner, 1);
	CALL(void, "NdisReleaseRWLock", void *, LOCK_STATE_EX *)(lock, &inner);
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CALL(void, "NdisReleaseRWLock", void *, LOCK_STATE_EX *)(lock, &outer);
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
	CALL(void, "NdisAcquireRWLockWrite", void *, LOCK_STATE_EX *, int)(lock, &outer, 0);
	CALL(void, "NdisReleaseRWLock", void *, LOCK_STATE_EX *)(lock, &outer);
	CALL(void, "NdisFreeRWLock", void *)(lock);
	CHECK_EQ(held(HOLDING_RW_LOCK), 0);
	steps++;
}

TEST(a_read_write_lock_restores_the_irql_of_each_acquire)
{
	(void)state;
	run(read_and_write);
	CHECK_EQ(steps, 1);
	CHECK_EQ(finding_count(), 0);
}

static void NTAPI
timer_function(PVOID system1, PVOID context, PVOID system2, PVOID system3)
{
	(void)system1, (void)system2, (void)system3;
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CHECK_EQ((uintptr_t)context, steps == 0 ? 7 : 8);
	steps++;
}

static void
set_timer(LONGLONG due, LONG period, uintptr_t context)
{
	CHECK(!CALL(BOOLEAN, "NdisSetTimerObject", NDIS_HANDLE, LONGLONG, LONG, uintptr_t)(
	    timer, due, period, context));
}

static void
use_timer(void *unused)
{
	NDIS_TIMER_CHARACTERISTICS wanted = {
		.Header = { NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS,
		    NDIS_TIMER_CHARACTERISTICS_REVISION_1,
		    NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1 },
		.TimerFunction = timer_function,
		.FunctionContext = (PVOID)7,
	};
	NDIS_STATUS(NTAPI * allocate)
	(NDIS_HANDLE, NDIS_TIMER_CHARACTERISTICS *, NDIS_HANDLE *) =
	    (NDIS_STATUS(NTAPI *)(NDIS_HANDLE, NDIS_TIMER_CHARACTERISTICS *, NDIS_HANDLE *))entry(
		"NdisAllocateTimerObject");

	(void)unused;
	CHECK_EQ(allocate(NULL, &wanted, &timer), NDIS_STATUS_SUCCESS);
	set_timer(-1000, 0, 0);
	CALL(void, "NdisMSleep", ULONG)(1000);
	CHECK_EQ(steps, 1);
	set_timer(-10000, 1, 8);
	CALL(void, "NdisMSleep", ULONG)(2500);
	CHECK_EQ(steps, 3);
	CHECK(CALL(BOOLEAN, "NdisCancelTimerObject", NDIS_HANDLE)(timer));
	CALL(void, "NdisFreeTimerObject", NDIS_HANDLE)(timer);
	CHECK_EQ(held_in_all(), 0);
	wanted.Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
	CHECK_EQ(allocate(NULL, &wanted, &timer), NDIS_STATUS_BAD_CHARACTERISTICS);
	steps = 100;
}

TEST(a_timer_object_calls_its_function_with_the_context_that_was_set)
{
	(void)state;
	run(use_timer);
	CHECK_EQ(steps, 100);
	CHECK_EQ(finding_count(), 0);
}

TEST(context_space_is_taken_from_the_back_fill_first)
{
	NET_BUFFER_LIST *nbl;
	NET_BUFFER_LIST_CONTEXT *own;

	(void)state;
	fresh();
	nbl = NdisAllocateNetBufferList(list_pool(), 16, 32);
	own = nbl->Context;
	CHECK_EQ(own->Offset, 32);
	CHECK_EQ(NdisAllocateNetBufferListContext(nbl, 24, 0, 1), NDIS_STATUS_SUCCESS);
	CHECK_EQ(own->Offset, 8);
	CHECK_EQ(NdisAllocateNetBufferListContext(nbl, 3, 0, 1), NDIS_STATUS_FAILURE);
	CHECK_EQ(NdisAllocateNetBufferListContext(nbl, 16, 8, 1), NDIS_STATUS_SUCCESS);
	CHECK(nbl->Context != own && nbl->Context->Next == own && nbl->Context->Offset == 8);
	CHECK_EQ(held(HOLDING_POOL), 1);
	NdisFreeNetBufferListContext(nbl, 16);
	CHECK(nbl->Context == own);
	NdisFreeNetBufferListContext(nbl, 24);
	CHECK_EQ(own->Offset, 32);
	CHECK_EQ(held(HOLDING_POOL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_spin_lock_remembers_the_irql),
		cmocka_unit_test(a_read_write_lock_restores_the_irql_of_each_acquire),
		cmocka_unit_test(a_timer_object_calls_its_function_with_the_context_that_was_set),
		cmocka_unit_test(context_space_is_taken_from_the_back_fill_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
