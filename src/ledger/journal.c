#include "ledger/journal.h"

#include "ledger/finding.h"

#include <sys/mman.h>

/* Outside the machine on purpose: a restore begins a new journal with journal_clear. */
static struct {
	struct event *events;
	size_t length;
	uint64_t hash;
	uint32_t step;
	uint16_t thread;
} journal;

void
journal_start(void)
{
	journal.events = mmap(NULL, JOURNAL_LIMIT * sizeof(struct event), PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (journal.events == MAP_FAILED)
		host_die("no memory for the journal");
	journal_clear();
}

void
journal_clear(void)
{
	journal.length = 0;
	journal.step = 0;
	journal.thread = 0;
	journal.hash = UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t
mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
	return hash ^ hash >> 32;
}

void
journal_add(enum event_kind kind, uint64_t a, uint64_t b, uint64_t c)
{
	struct event event = { journal.step, (uint16_t)kind, journal.thread, a, b, c };
	uint64_t head = (uint64_t)event.step << 32 | (uint64_t)event.kind << 16 | event.thread;

	if (journal.length < JOURNAL_LIMIT)
		journal.events[journal.length] = event;
	else
		journal.hash = mix(mix(mix(mix(journal.hash, head), a), b), c);
	journal.length++;
}

_Static_assert(sizeof(struct event) == 4 * sizeof(uint64_t), "journal_hash reads words");

uint32_t
journal_step(void)
{
	return journal.step;
}

void
journal_next_step(void)
{
	journal.step++;
}

void
journal_thread(unsigned number)
{
	journal.thread = (uint16_t)number;
}

size_t
journal_length(void)
{
	return journal.length;
}

const struct event *
journal_events(size_t *kept)
{
	*kept = journal.length < JOURNAL_LIMIT ? journal.length : JOURNAL_LIMIT;
	return journal.events;
}

/* What was kept is hashed only when somebody asks, in four lanes that do not wait for each other. */
uint64_t
journal_hash(void)
{
	uint64_t lanes[4] = { journal.hash, 1, 2, 3 };
	size_t kept;
	const uint64_t *words = (const uint64_t *)journal_events(&kept);

	for (size_t i = 0; i < kept * 4; i += 4) {
		for (size_t lane = 0; lane < 4; lane++)
			lanes[lane] = mix(lanes[lane], words[i + lane]);
	}
	return mix(mix(mix(mix(journal.length, lanes[0]), lanes[1]), lanes[2]), lanes[3]);
}
