#include "bench.h"
#include "nt/ke.h"

#include <string.h>

static KEVENT events[4];
static KSEMAPHORE semaphore;
static KMUTEX mutex;
static KWAIT_BLOCK blocks[4];
static unsigned steps;

static void
initialize(EVENT_TYPE type)
{
	for (unsigned i = 0; i < 4; i++)
		CALL(void, "KeInitializeEvent", KEVENT *, int, int)(&events[i], type, FALSE);
	steps = 0;
}

static void
set(unsigned number)
{
	CALL(LONG, "KeSetEvent", KEVENT *, LONG, BOOLEAN)(&events[number], 0, FALSE);
}

static NTSTATUS
wait_within(ULONG count, WAIT_TYPE type, LONGLONG time, KWAIT_BLOCK *array)
{
	void *objects[4] = { &events[0], &events[1], &events[2], &events[3] };
	LARGE_INTEGER timeout = { .QuadPart = -time };

	return CALL(NTSTATUS, "KeWaitForMultipleObjects", ULONG, void **, int, int, int, int,
	    LARGE_INTEGER *, KWAIT_BLOCK *)(
	    count, objects, type, Executive, KernelMode, FALSE, time < 0 ? NULL : &timeout, array);
}

static void
wait_for_any(void)
{
	set(2);
	set(1);
	CHECK_EQ(wait_within(4, WaitAny, -1, blocks), STATUS_WAIT_0 + 1);
	CHECK_EQ(wait_within(4, WaitAny, -1, blocks), STATUS_WAIT_0 + 2);
	CHECK_EQ(wait_within(4, WaitAny, 0, blocks), STATUS_TIMEOUT);
	CHECK_EQ(wait_within(3, WaitAny, 500, NULL), STATUS_TIMEOUT);
	steps++;
}

TEST(a_wait_for_any_gives_the_lowest_that_is_signaled_and_takes_it_alone)
{
	(void)state;
	initialize(SynchronizationEvent);
	begin(wait_for_any);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 1);
}

static void
wait_for_all(void)
{
	set(0);
	set(1);
	CHECK_EQ(wait_within(3, WaitAll, 0, NULL), STATUS_TIMEOUT);
	CHECK_EQ(events[0].Header.SignalState, 1); /* none is taken before all are there */
	CHECK_EQ(wait_within(3, WaitAll, -1, NULL), STATUS_WAIT_0);
	CHECK_EQ(events[0].Header.SignalState, 0);
	steps++;
}

static void
complete_all(void)
{
	set(2);
}

TEST(a_wait_for_all_takes_all_at_once_or_none)
{
	(void)state;
	initialize(SynchronizationEvent);
	begin(wait_for_all);
	begin(complete_all);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 1);
}

static void
wait_without_blocks(void)
{
	wait_within(4, WaitAny, -1, NULL);
}

TEST(more_than_three_objects_need_wait_blocks)
{
	(void)state;
	initialize(NotificationEvent);
	begin(wait_without_blocks);
	CHECK_EQ(run(), LIFE_STOPPED);
	CHECK(strncmp(finding_get(0)->bugcheck, "0xC ", 4) == 0);
}

static NTSTATUS
wait_for(void *object)
{
	return CALL(NTSTATUS, "KeWaitForSingleObject", void *, int, int, int, LARGE_INTEGER *)(
	    object, Executive, KernelMode, FALSE, NULL);
}

static void
pulse_waiter(void)
{
	CHECK_EQ(wait_for(&events[0]), STATUS_SUCCESS);
	steps++;
}

static void
pulse(void)
{
	CHECK_EQ(CALL(LONG, "KePulseEvent", KEVENT *, LONG, int)(&events[0], 0, FALSE), 0);
	CHECK_EQ(CALL(LONG, "KeReadStateEvent", KEVENT *)(&events[0]), 0);
}

TEST(a_pulse_satisfies_who_waits_and_leaves_no_signal)
{
	(void)state;
	initialize(NotificationEvent);
	begin(pulse_waiter);
	begin(pulse_waiter);
	begin(pulse);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 2);
}

static void
recurse(void)
{
	CHECK_EQ(wait_for(&mutex), STATUS_SUCCESS);
	CHECK(CALL(BOOLEAN, "KeAreApcsDisabled", void)());
	CALL(LONG, "KeReleaseMutex", KMUTEX *, int)(&mutex, FALSE);
	CHECK(!CALL(BOOLEAN, "KeAreApcsDisabled", void)());
	CHECK_EQ(CALL(LONG, "KeReadStateMutex", KMUTEX *)(&mutex), 1);
	steps++;
}

TEST(a_mutex_disables_apcs_until_it_is_released)
{
	(void)state;
	initialize(NotificationEvent);
	CALL(void, "KeInitializeMutex", KMUTEX *, ULONG)(&mutex, 0);
	begin(recurse);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 1);
}

static void
exceed(void)
{
	CHECK_EQ(CALL(LONG, "KeReadStateSemaphore", KSEMAPHORE *)(&semaphore), 1);
	CALL(LONG, "KeReleaseSemaphore", KSEMAPHORE *, LONG, LONG, int)(&semaphore, 0, 2, FALSE);
}

TEST(a_semaphore_beyond_its_limit_raises)
{
	(void)state;
	CALL(void, "KeInitializeSemaphore", KSEMAPHORE *, LONG, LONG)(&semaphore, 1, 2);
	begin(exceed);
	CHECK(run() != LIFE_GOES_ON);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_wait_for_any_gives_the_lowest_that_is_signaled_and_takes_it_alone),
		FRESH(a_wait_for_all_takes_all_at_once_or_none),
		FRESH(more_than_three_objects_need_wait_blocks),
		FRESH(a_pulse_satisfies_who_waits_and_leaves_no_signal),
		FRESH(a_mutex_disables_apcs_until_it_is_released),
		FRESH(a_semaphore_beyond_its_limit_raises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
