#include "bench.h"
#include "kernel/resource.h"
#include "nt/io.h"

static ERESOURCE resource;
static unsigned steps;

static int
ready(void **state)
{
	bench_fresh(state);
	resource = (ERESOURCE){ 0 };
	steps = 0;
	return 0;
}

static NTSTATUS
of(const char *name)
{
	return CALL(NTSTATUS, name, ERESOURCE *)(&resource);
}

static bool
acquire(const char *name, bool wait)
{
	return CALL(BOOLEAN, name, ERESOURCE *, BOOLEAN)(&resource, wait);
}

static void
release(void)
{
	CALL(void, "ExReleaseResourceLite", ERESOURCE *)(&resource);
}

static ULONG
times(void)
{
	return CALL(ULONG, "ExIsResourceAcquiredSharedLite", ERESOURCE *)(&resource);
}

static void
nap(LONG time)
{
	LARGE_INTEGER interval = { .QuadPart = -time };

	CALL(NTSTATUS, "KeDelayExecutionThread", KPROCESSOR_MODE, BOOLEAN, LARGE_INTEGER *)
	(KernelMode, FALSE, &interval);
}

static void
recurse(void)
{
	CHECK_EQ(of("ExInitializeResourceLite"), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_RESOURCE), 1);
	CHECK(acquire("ExAcquireResourceExclusiveLite", true));
	CHECK(acquire("ExAcquireResourceExclusiveLite", true));
	CHECK(acquire("ExAcquireResourceSharedLite", true));
	CHECK_EQ(times(), 3);
	release();
	release();
	CHECK(CALL(BOOLEAN, "ExIsResourceAcquiredExclusiveLite", ERESOURCE *)(&resource));
	release();
	CHECK_EQ(times(), 0);
	CHECK_EQ(of("ExDeleteResourceLite"), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_RESOURCE), 0);
}

TEST(an_owner_acquires_again_and_releases_as_often)
{
	(void)state;
	begin(recurse);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

static void
share_first(void)
{
	CHECK(acquire("ExAcquireResourceSharedLite", true));
	nap(1000);
	CHECK_EQ(CALL(ULONG, "ExGetExclusiveWaiterCount", ERESOURCE *)(&resource), 1);
	CHECK(acquire("ExAcquireResourceSharedLite", false)); /* it shares already */
	CHECK(!acquire("ExAcquireSharedWaitForExclusive", false));
	release();
	steps++;
	release();
}

static void
exclude_second(void)
{
	nap(100);
	CHECK(!acquire("ExAcquireResourceExclusiveLite", false));
	CHECK(acquire("ExAcquireResourceExclusiveLite", true));
	CHECK_EQ(steps++, 1);
	CALL(void, "ExConvertExclusiveToSharedLite", ERESOURCE *)(&resource);
	nap(100);
	CHECK_EQ(steps++, 3); /* the third shares with us */
	release();
}

static void
share_third(void)
{
	nap(200);
	CHECK(!acquire("ExAcquireResourceSharedLite", false)); /* behind the writer */
	CHECK(acquire("ExAcquireSharedStarveExclusive", false));
	release();
	CHECK(acquire("ExAcquireResourceSharedLite", true));
	CHECK_EQ(steps++, 2);
	nap(1000);
	release();
}

TEST(sharing_waits_behind_exclusive_waiters_unless_it_may_starve_them)
{
	(void)state;
	of("ExInitializeResourceLite");
	begin(share_first);
	begin(exclude_second);
	begin(share_third);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 4);
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(resource.ActiveEntries, 0);
}

static void
without_region(void)
{
	of("ExInitializeResourceLite");
	acquire("ExAcquireResourceExclusiveLite", true);
	release();
}

static void
with_region(void)
{
	of("ExInitializeResourceLite");
	CALL(void *, "ExEnterCriticalRegionAndAcquireResourceExclusive", ERESOURCE *)(&resource);
	CALL(void, "ExReleaseResourceAndLeaveCriticalRegion", ERESOURCE *)(&resource);
}

TEST(a_programs_thread_acquires_with_apcs_disabled)
{
	begin_client(without_region);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK(found(RULE_X20));
	ready(state);
	begin_client(with_region);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
	ready(state);
	begin(without_region); /* a system thread need not */
	run();
	CHECK_EQ(finding_count(), 0);
}

static void
release_unowned(void)
{
	of("ExInitializeResourceLite");
	release();
}

static void
upgrade(void)
{
	of("ExInitializeResourceLite");
	acquire("ExAcquireResourceSharedLite", true);
	acquire("ExAcquireResourceExclusiveLite", true);
}

static void
delete_owned(void)
{
	of("ExInitializeResourceLite");
	acquire("ExAcquireResourceSharedLite", true);
	of("ExDeleteResourceLite");
}

static void
use_deleted(void)
{
	of("ExInitializeResourceLite");
	of("ExDeleteResourceLite");
	acquire("ExAcquireResourceSharedLite", true);
}

static void
free_listed(void)
{
	of("ExInitializeResourceLite");
	resource_memory_goes((uintptr_t)&resource - 16, 64);
}

TEST(misuse_is_found)
{
	static const struct {
		void (*body)(void);
		enum life_end end;
		enum rule rule;
	} rows[] = {
		{ release_unowned, LIFE_STOPPED, RULE_X21 }, /* 0xE3 */
		{ upgrade, LIFE_STOPPED, RULE_X20 },
		{ delete_owned, LIFE_GOES_ON, RULE_X21 },
		{ use_deleted, LIFE_STOPPED, RULE_X21 },
		{ free_listed, LIFE_GOES_ON, RULE_X21 },
	};

	for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ready(state);
		begin(rows[i].body);
		CHECK_EQ(run(), rows[i].end);
		CHECK(found(rows[i].rule));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_owner_acquires_again_and_releases_as_often, ready),
		cmocka_unit_test_setup(
		    sharing_waits_behind_exclusive_waiters_unless_it_may_starve_them, ready),
		cmocka_unit_test_setup(a_programs_thread_acquires_with_apcs_disabled, ready),
		cmocka_unit_test_setup(misuse_is_found, ready),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
