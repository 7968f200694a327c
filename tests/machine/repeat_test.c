/*
 * The same seed twice is the same life, byte for byte; and a refused call is
 * refused in the same place.  With the sample drivers of this build.
 */
#include "host/arena.h"
#include "ledger/journal.h"
#include "machine/boot.h"
#include "machine/file.h"
#include "machine/life.h"
#include "machine/verdict.h"
#include "net/path.h"
#include "nt/status.h"
#include "sched/choice.h"
#include "sched/thread.h"
#include "traffic/client.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 1000

static struct verdict verdict;

/* The machine is one a process: the first test that needs it boots it. */
static bool
boot(void)
{
	static const struct machine_options options = { 0 };
	static bool booted;
	const char *folder = getenv("DRYDOCK_SAMPLES"), *why;
	struct pe_error error;
	char path[512];

	if (booted)
		return true;
	if (folder == NULL || !machine_start(&options, &why))
		return false;
	client_start();
	snprintf(path, sizeof path, "%s/wdm.sys", folder);
	booted = machine_map(driver_file_read(path, &error), &error);
	return booted;
}

/* A packet that the sample clones and injects, and others that pass, while the program reads. */
static void
traffic(void *unused)
{
	struct address here = address_v4(10, 0, 0, 2, 40000),
		       there = address_v4(192, 0, 2, 7, 9999);
	uint8_t bytes[128];
	size_t length = packet_udp(bytes, sizeof bytes, &here, &there, "hello", 5);

	(void)unused;
	for (int i = 0; i < 3; i++)
		path_send(bytes, length, (struct packet_origin){ 0 });
	path_receive(bytes, length, (struct packet_origin){ 0 });
}

static void
live(uint64_t seed, uint64_t refused, bool from_entry)
{
	const struct life_plan plan = {
		.seed = seed, .refused_call = refused, .from_entry = from_entry
	};

	life_begin(&plan);
	if (NT_SUCCESS(machine_load())) {
		thread_start(THREAD_NETWORK, traffic, NULL);
		thread_start(THREAD_NETWORK, traffic, NULL);
		machine_settle(1000);
		machine_stop();
	}
	life_verdict(&verdict);
}

static struct event *
journal_copy(size_t *count)
{
	const struct event *events = journal_events(count);
	struct event *copy = malloc(*count * sizeof *copy);

	memcpy(copy, events, *count * sizeof *copy);
	return copy;
}

TEST(a_thousand_seeds_each_live_twice_and_write_the_same_journal)
{
	static uint64_t hashes[SEEDS];
	size_t distinct = 0;

	(void)state;
	if (!boot())
		skip();
	live(0, REFUSE_NONE, false);
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct event *first;
		size_t count, again;
		const struct event *second;
		bool seen = false;

		live(seed, REFUSE_NONE, false);
		first = journal_copy(&count);
		hashes[seed] = journal_hash();
		live(seed ^ 1, REFUSE_NONE, false); /* another life in between */
		live(seed, REFUSE_NONE, false);
		second = journal_events(&again);
		CHECK_EQ(count, again);
		CHECK_EQ(memcmp(first, second, count * sizeof *first), 0);
		CHECK_EQ(verdict.kind, VERDICT_PASS);
		free(first);
		for (uint64_t other = 0; other < seed; other++)
			seen = seen || hashes[other] == hashes[seed];
		distinct += !seen;
	}
	CHECK(distinct > SEEDS / 10); /* or the seeds decide nothing */
}

TEST(guard_pages_change_no_address_and_no_order)
{
	(void)state;
	if (!boot())
		skip();
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct life_plan plan = { .seed = seed, .refused_call = REFUSE_NONE };
		struct event *first;
		size_t count, again;

		live(seed, REFUSE_NONE, true);
		first = journal_copy(&count);
		plan.guard = plan.from_entry = true;
		life_begin(&plan);
		if (NT_SUCCESS(machine_load())) {
			thread_start(THREAD_NETWORK, traffic, NULL);
			thread_start(THREAD_NETWORK, traffic, NULL);
			machine_settle(1000);
			machine_stop();
		}
		/* The guarded life goes on after unload, to see what arrives late. */
		const struct event *second = journal_events(&again);
		CHECK(again >= count);
		CHECK_EQ(memcmp(first, second, count * sizeof *first), 0);
		free(first);
	}
}

TEST(every_refused_call_leaves_nothing_behind)
{
	uint64_t refused = 0;

	(void)state;
	if (!boot())
		skip();
	do {
		live(3, refused, true);
		CHECK_EQ(verdict.finding_count, 0);
	} while (verdict.refusable > refused++);
	CHECK(refused > 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thousand_seeds_each_live_twice_and_write_the_same_journal),
		cmocka_unit_test(guard_pages_change_no_address_and_no_order),
		cmocka_unit_test(every_refused_call_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
