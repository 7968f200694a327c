/* Queues, reader/writer spin locks, affinity, EX_TIMERs. */
#include "bench.h"
#include "nt/io.h"
#include "nt/processor.h"
#include "nt/timer.h"

static KQUEUE queue;
static LIST_ENTRY first, second;
static EX_SPIN_LOCK lock;
static unsigned steps;

static LIST_ENTRY *
remove_within(LONGLONG time)
{
	LARGE_INTEGER timeout = { .QuadPart = -time };

	return CALL(LIST_ENTRY *, "KeRemoveQueue", KQUEUE *, KPROCESSOR_MODE, LARGE_INTEGER *)(
	    &queue, KernelMode, time < 0 ? NULL : &timeout);
}

static LONG
insert(LIST_ENTRY *item)
{
	return CALL(LONG, "KeInsertQueue", KQUEUE *, LIST_ENTRY *)(&queue, item);
}

static void
serve(void)
{
	CHECK(remove_within(-1) == &first);
	CHECK(remove_within(-1) == &second);
	CHECK_EQ((uintptr_t)remove_within(0), STATUS_TIMEOUT);
	CHECK_EQ((uintptr_t)remove_within(100), STATUS_TIMEOUT);
	CHECK_EQ((uintptr_t)remove_within(-1), STATUS_ABANDONED_WAIT_0);
	CHECK_EQ((uintptr_t)remove_within(-1), STATUS_ABANDONED_WAIT_0);
	steps++;
}

static void
feed(void)
{
	LARGE_INTEGER interval = { .QuadPart = -10000 };

	CHECK_EQ(insert(&first), 0);
	CHECK_EQ(insert(&second), 1);
	CALL(NTSTATUS, "KeDelayExecutionThread", KPROCESSOR_MODE, BOOLEAN, LARGE_INTEGER *)
	(KernelMode, FALSE, &interval);
	CHECK(CALL(LIST_ENTRY *, "KeRundownQueue", KQUEUE *)(&queue) == NULL);
}

TEST(a_queue_gives_its_entries_in_order_and_abandons_who_waits_when_run_down)
{
	(void)state;
	steps = 0;
	CALL(void, "KeInitializeQueue", KQUEUE *, ULONG)(&queue, 0);
	begin(serve);
	begin(feed);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 1);
}

TEST(a_run_down_queue_gives_back_a_ring_without_the_head)
{
	(void)state;
	CALL(void, "KeInitializeQueue", KQUEUE *, ULONG)(&queue, 0);
	insert(&first);
	insert(&second);
	CHECK(CALL(LIST_ENTRY *, "KeRundownQueue", KQUEUE *)(&queue) == &first);
	CHECK(first.Flink == &second && second.Flink == &first);
}

static void
read_and_convert(void)
{
	KIRQL before = CALL(KIRQL, "ExAcquireSpinLockShared", EX_SPIN_LOCK *)(&lock);

	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CALL(void, "ExAcquireSpinLockSharedAtDpcLevel", EX_SPIN_LOCK *)(&lock);
	CHECK(!CALL(LOGICAL, "ExTryConvertSharedSpinLockExclusive", EX_SPIN_LOCK *)(&lock));
	CALL(void, "ExReleaseSpinLockSharedFromDpcLevel", EX_SPIN_LOCK *)(&lock);
	CHECK(CALL(LOGICAL, "ExTryConvertSharedSpinLockExclusive", EX_SPIN_LOCK *)(&lock));
	CALL(void, "ExReleaseSpinLockExclusive", EX_SPIN_LOCK *, KIRQL)(&lock, before);
	CHECK_EQ(lock, 0);
	CHECK_EQ(irql_now(), PASSIVE_LEVEL);
}

static void
write_twice(void)
{
	CALL(KIRQL, "ExAcquireSpinLockExclusive", EX_SPIN_LOCK *)(&lock);
	CALL(void, "ExAcquireSpinLockExclusiveAtDpcLevel", EX_SPIN_LOCK *)(&lock);
}

TEST(a_spin_lock_is_converted_by_its_only_reader_and_not_recursive)
{
	lock = 0;
	begin(read_and_convert);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
	bench_fresh(state);
	begin(write_twice);
	CHECK_EQ(run(), LIFE_STOPPED);
	CHECK(found(RULE_R185));
}

static void
visit_processors(void)
{
	PROCESSOR_NUMBER number;

	for (unsigned i = 0; i < PROCESSORS; i++) {
		CHECK_EQ(CALL(KAFFINITY, "KeSetSystemAffinityThreadEx", KAFFINITY)(1u << i),
		    i == 0 ? 0 : 1u << (i - 1));
		CHECK_EQ(
		    CALL(ULONG, "KeGetCurrentProcessorNumberEx", PROCESSOR_NUMBER *)(&number), i);
		CHECK_EQ(number.Number, i);
	}
	CHECK_EQ(CALL(KAFFINITY, "KeSetSystemAffinityThreadEx", KAFFINITY)(0x80), 2);
	CHECK_EQ(processor_now(), 1); /* no such processor: no effect */
	CALL(void, "KeRevertToUserAffinityThreadEx", KAFFINITY)(0);
	steps++;
}

TEST(a_thread_runs_where_its_affinity_says)
{
	(void)state;
	steps = 0;
	begin(visit_processors);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 1);
}

static void NTAPI
timer_callback(PEX_TIMER timer, PVOID context)
{
	CHECK_EQ(irql_now(), DISPATCH_LEVEL);
	CHECK(context == &steps && timer != NULL);
	steps++;
}

static PEX_TIMER
allocate_timer(void)
{
	return CALL(PEX_TIMER, "ExAllocateTimer", PEXT_CALLBACK, PVOID, ULONG)(
	    timer_callback, &steps, 0);
}

static bool
set_timer(PEX_TIMER timer, LONGLONG due, LONGLONG period)
{
	return CALL(BOOLEAN, "ExSetTimer", PEX_TIMER, LONGLONG, LONGLONG, PVOID)(
	    timer, due, period, NULL);
}

static bool
delete_timer(PEX_TIMER timer, bool wait)
{
	return CALL(BOOLEAN, "ExDeleteTimer", PEX_TIMER, BOOLEAN, BOOLEAN, PVOID)(
	    timer, TRUE, wait, NULL);
}

static void
use_timer(void)
{
	PEX_TIMER timer = allocate_timer();

	CHECK_EQ(ledger_count(HOLDING_EX_TIMER), 1);
	CHECK(!set_timer(timer, -1000, 0));
	CHECK(set_timer(timer, -500, 0)); /* it was set */
	CALL(NTSTATUS, "KeWaitForSingleObject", PVOID, int, KPROCESSOR_MODE, BOOLEAN,
	    LARGE_INTEGER *)
	(timer, Executive, KernelMode, FALSE, NULL);
	CHECK(!CALL(BOOLEAN, "ExCancelTimer", PEX_TIMER, PVOID)(timer, NULL));
	CHECK(!set_timer(timer, -1000, 1000));
	CHECK(delete_timer(timer, true));
	CHECK_EQ(ledger_total(), 0);
}

TEST(an_ex_timer_calls_back_and_can_be_waited_for)
{
	(void)state;
	steps = 0;
	begin(use_timer);
	CHECK_EQ(run(), LIFE_GOES_ON);
	CHECK_EQ(steps, 1);
}

static void
delete_twice(void)
{
	PEX_TIMER timer = allocate_timer();

	delete_timer(timer, false);
	delete_timer(timer, false);
}

TEST(an_ex_timer_is_deleted_once)
{
	(void)state;
	begin(delete_twice);
	CHECK_EQ(run(), LIFE_STOPPED);
	CHECK(found(RULE_R188));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_queue_gives_its_entries_in_order_and_abandons_who_waits_when_run_down),
		FRESH(a_run_down_queue_gives_back_a_ring_without_the_head),
		FRESH(a_spin_lock_is_converted_by_its_only_reader_and_not_recursive),
		FRESH(a_thread_runs_where_its_affinity_says),
		FRESH(an_ex_timer_calls_back_and_can_be_waited_for),
		FRESH(an_ex_timer_is_deleted_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
