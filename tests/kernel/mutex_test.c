#include "bench.h"
#include "nt/io.h"

static FAST_MUTEX mutex;
static EX_PUSH_LOCK lock;
static EX_RUNDOWN_REF reference;
static unsigned steps;

static void
initialize(void)
{
	CALL(void, "KeInitializeGuardedMutex", FAST_MUTEX *)(&mutex);
	lock = 0;
	steps = 0;
}

static void
acquire_fast(void)
{
	CALL(void, "ExAcquireFastMutex", FAST_MUTEX *)(&mutex);
}

static void
release_fast(void)
{
	CALL(void, "ExReleaseFastMutex", FAST_MUTEX *)(&mutex);
}

static void
sleep_a_while(void)
{
	LARGE_INTEGER interval = { .QuadPart = -1000 };

	CALL(NTSTATUS, "KeDelayExecutionThread", KPROCESSOR_MODE, BOOLEAN, LARGE_INTEGER *)
	(KernelMode, FALSE, &interval);
}

static void
hold_at_apc_level(void)
{
	acquire_fast();
	CHECK_EQ(irql_now(), APC_LEVEL);
	CHECK_EQ(steps++, 0);
	sleep_a_while();
	CHECK_EQ(steps++, 1);
	release_fast();
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
}

static void
find_it_taken(void)
{
	sleep_a_while();
	CHECK_EQ(CALL(BOOLEAN, "ExTryToAcquireFastMutex", FAST_MUTEX *)(&mutex), steps == 2);
	if (steps != 2)
		acquire_fast();
	CHECK_EQ(steps++, 2);
	release_fast();
}

TEST(a_fast_mutex_raises_to_apc_level_and_admits_one_thread)
{
	initialize();
	begin(hold_at_apc_level);
	begin(find_it_taken);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 3);
	CHECK_EQ(finding_count(), 0);
}

static void
acquire_twice(void)
{
	acquire_fast();
	acquire_fast();
}

static void
release_unheld(void)
{
	release_fast();
}

static void
acquire_uninitialized(void)
{
	mutex = (FAST_MUTEX){ 0 };
	acquire_fast();
}

TEST(a_fast_mutex_is_not_recursive_and_released_by_its_owner)
{
	void (*const bodies[])(void) = { acquire_twice, release_unheld, acquire_uninitialized };

	for (unsigned i = 0; i < 3; i++) {
		bench_fresh(state);
		initialize();
		begin(bodies[i]);
		CHECK_EQ(run(), LIFE_STOPPED);
		CHECK(found(RULE_X20));
	}
}

static void
guard(void)
{
	CALL(void, "KeAcquireGuardedMutex", FAST_MUTEX *)(&mutex);
	CHECK(CALL(BOOLEAN, "KeAreAllApcsDisabled", void)());
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
	CALL(void, "KeReleaseGuardedMutex", FAST_MUTEX *)(&mutex);
	CHECK(!CALL(BOOLEAN, "KeAreAllApcsDisabled", void)());
}

TEST(a_guarded_mutex_disables_all_apcs_at_the_same_irql)
{
	initialize();
	begin(guard);
	CHECK_EQ(run(), LIFE_GOES_ON);
}

static void
unsafe_with_apcs(void)
{
	CALL(void, "ExAcquireFastMutexUnsafe", FAST_MUTEX *)(&mutex);
	CALL(void, "ExReleaseFastMutexUnsafe", FAST_MUTEX *)(&mutex);
}

TEST(an_unsafe_acquire_wants_apcs_disabled)
{
	initialize();
	begin(unsafe_with_apcs);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK(found(RULE_X20));
}

static void
share(void)
{
	CALL(void, "FltAcquirePushLockShared", EX_PUSH_LOCK *)(&lock);
	CHECK(CALL(BOOLEAN, "KeAreApcsDisabled", void)());
	steps++;
	sleep_a_while();
	CHECK_EQ(steps, 2); /* the other reader is in, the writer is not */
	CALL(void, "FltReleasePushLock", EX_PUSH_LOCK *)(&lock);
}

static void
write_alone(void)
{
	CALL(void, "FltAcquirePushLockExclusive", EX_PUSH_LOCK *)(&lock);
	CHECK_EQ(steps, 2);
	steps = 10;
	CALL(void, "FltReleasePushLock", EX_PUSH_LOCK *)(&lock);
}

TEST(a_push_lock_is_shared_by_readers_and_one_writers)
{
	initialize();
	begin(share);
	begin(share);
	begin(write_alone);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 10);
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(lock, 0);
}

static void
push_without_region(void)
{
	CALL(void, "ExAcquirePushLockExclusiveEx", EX_PUSH_LOCK *, ULONG)(&lock, 0);
	CALL(void, "ExReleasePushLockExclusiveEx", EX_PUSH_LOCK *, ULONG)(&lock, 0);
}

static void
push_twice(void)
{
	CALL(void, "FltAcquirePushLockExclusive", EX_PUSH_LOCK *)(&lock);
	CALL(void, "FltAcquirePushLockShared", EX_PUSH_LOCK *)(&lock);
}

TEST(push_locks_want_apcs_disabled_and_no_recursion)
{
	initialize();
	begin(push_without_region);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK(found(RULE_X20));
	bench_fresh(state);
	initialize();
	begin(push_twice);
	CHECK_EQ(run(), LIFE_STOPPED);
	CHECK(found(RULE_X20));
}

static bool
acquire_rundown(void)
{
	return CALL(BOOLEAN, "ExAcquireRundownProtection", EX_RUNDOWN_REF *)(&reference);
}

static void
use_a_while(void)
{
	CHECK(acquire_rundown());
	sleep_a_while();
	CHECK_EQ(steps++, 1);
	CHECK(!acquire_rundown()); /* it runs down */
	CALL(void, "ExReleaseRundownProtection", EX_RUNDOWN_REF *)(&reference);
}

static void
run_down(void)
{
	steps++;
	CALL(void, "ExWaitForRundownProtectionRelease", EX_RUNDOWN_REF *)(&reference);
	CHECK_EQ(steps++, 2);
	CALL(void, "ExWaitForRundownProtectionRelease", EX_RUNDOWN_REF *)(&reference);
	CALL(void, "ExRundownCompleted", EX_RUNDOWN_REF *)(&reference);
	CHECK(!acquire_rundown());
	CALL(void, "ExReInitializeRundownProtection", EX_RUNDOWN_REF *)(&reference);
	CHECK(acquire_rundown());
	CALL(void, "ExReleaseRundownProtection", EX_RUNDOWN_REF *)(&reference);
}

TEST(run_down_waits_for_those_who_were_granted_protection_and_grants_no_more)
{
	initialize();
	CALL(void, "ExInitializeRundownProtection", EX_RUNDOWN_REF *)(&reference);
	begin(use_a_while);
	begin(run_down);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 3);
	CHECK_EQ(finding_count(), 0);
}

static void
release_too_often(void)
{
	CALL(void, "ExReleaseRundownProtection", EX_RUNDOWN_REF *)(&reference);
}

TEST(protection_is_released_as_often_as_it_was_acquired)
{
	CALL(void, "ExInitializeRundownProtection", EX_RUNDOWN_REF *)(&reference);
	begin(release_too_often);
	CHECK_EQ(run(), LIFE_STOPPED);
	CHECK(found(RULE_X20));
}

static void
leave_too_often(void)
{
	CALL(void, "KeEnterCriticalRegion", void)();
	CHECK(CALL(BOOLEAN, "KeAreApcsDisabled", void)());
	CHECK(!CALL(BOOLEAN, "KeAreAllApcsDisabled", void)());
	CALL(void, "KeLeaveCriticalRegion", void)();
	CALL(void, "KeLeaveCriticalRegion", void)();
}

TEST(a_region_is_left_as_often_as_it_was_entered)
{
	begin(leave_too_often);
	CHECK_EQ(run(), LIFE_STOPPED);
	CHECK(found(RULE_R91));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_fast_mutex_raises_to_apc_level_and_admits_one_thread),
		FRESH(a_fast_mutex_is_not_recursive_and_released_by_its_owner),
		FRESH(a_guarded_mutex_disables_all_apcs_at_the_same_irql),
		FRESH(an_unsafe_acquire_wants_apcs_disabled),
		FRESH(a_push_lock_is_shared_by_readers_and_one_writers),
		FRESH(push_locks_want_apcs_disabled_and_no_recursion),
		FRESH(run_down_waits_for_those_who_were_granted_protection_and_grants_no_more),
		FRESH(protection_is_released_as_often_as_it_was_acquired),
		FRESH(a_region_is_left_as_often_as_it_was_entered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
