/*
 * The last part of the pool's address space holds its books: a table that
 * leads from a page to its block's number, and the blocks by number.  Both
 * are read up to the counts in MACHINE_STATE only, so a restore has nothing
 * to take back beyond them.
 */
#include "executive/pool.h"

#include "ledger/finding.h"

#include <string.h>

#define BOOKS_SIZE UINT64_C(0x40000000)
#define BOOKS (ARENA_POOL + ARENA_POOL_SIZE - BOOKS_SIZE)
#define PAGES ((uint32_t)((BOOKS - ARENA_POOL) / ARENA_PAGE))
#define BLOCKS ((uint32_t)((BOOKS_SIZE - PAGES * sizeof(uint32_t)) / sizeof(struct pool_block)))

/*
 * Windows: pool is limited by what is installed, and runs out before memory does.  [ms-learn:memory-limits]
 * Here: as on a machine with little of it.  On guard pages each block is two mappings of
 *   the host's, which grants about 65530.
 */
#define LIMIT_PAGES ((UINT64_C(256) << 20) / ARENA_PAGE)
#define LIMIT_GUARDED 20000

#define QUARANTINE (UINT64_C(256) << 20)
#define RUN_CLASSES 17 /* runs of 1..16 pages are reused by length, all longer ones share [0] */
#define ZONE 32
#define POISONED 0x4000 /* at most so many bytes of a freed block */

/* Repeated eight times, none of them is an address [Intel SDM 1, 3.3.7.1]. */
#define NEW_BYTE 0xcd
#define FREED_BYTE 0xdb
#define ZONE_BYTE 0xfb

_Static_assert(sizeof(struct pool_block) == 64, "a block's record is one cache line");

/* Block numbers begin at 1; 0 is none. */
static MACHINE_STATE struct {
	uint32_t next_page;
	uint32_t count;
	uint32_t oldest; /* the quarantine, in order of freeing */
	uint32_t newest;
	uint64_t quarantined; /* bytes of pages */
	uint64_t live_pages;
	uint32_t live;
	uint32_t reusable[RUN_CLASSES];
} pool;

/* A fact of the host's page tables, not of the machine: a restore leaves it as it is. */
static bool guarded;

static uint32_t *const block_of_page = (uint32_t *)BOOKS;
static struct pool_block *const blocks =
    (struct pool_block *)(BOOKS + PAGES * sizeof(uint32_t)) - 1;

static uint64_t
run_of(const struct pool_block *block)
{
	return block->base & ~(ARENA_PAGE - 1);
}

static uint64_t
run_end(const struct pool_block *block)
{
	return run_of(block) + block->pages * ARENA_PAGE;
}

static bool
holds_only(uint64_t from, uint64_t to, uint8_t byte)
{
	const uint8_t *at = (const uint8_t *)from;

	if (from >= to)
		return true;
	return *at == byte && memcmp(at, at + 1, to - from - 1) == 0;
}

static uint64_t
zone_before(const struct pool_block *block)
{
	uint64_t from = block->base - ZONE;

	return from < run_of(block) ? run_of(block) : from;
}

static uint64_t
zone_end(const struct pool_block *block)
{
	return run_end(block) + (block->gap_zoned && !guarded ? ZONE : 0);
}

static uint64_t
poison_end(const struct pool_block *block)
{
	return block->base + (block->bytes < POISONED ? block->bytes : POISONED);
}

static void
zones_write(const struct pool_block *block)
{
	uint64_t after = block->base + block->bytes;

	memset((void *)zone_before(block), ZONE_BYTE, block->base - zone_before(block));
	memset((void *)after, ZONE_BYTE, zone_end(block) - after);
}

static void
damage(const struct pool_block *block, const char *what)
{
	const char *tag = (const char *)&block->tag;

	finding_at(RULE_R183, block->state == POOL_LIVE ? block->taken : block->given,
	    "%s of a block of %zu bytes, tag '%.4s', that was %s here", what, block->bytes, tag,
	    block->state == POOL_LIVE ? "allocated" : "freed");
}

static bool
zones_check(const struct pool_block *block)
{
	if (!holds_only(zone_before(block), block->base, ZONE_BYTE))
		damage(block, "something wrote in front");
	else if (!holds_only(block->base + block->bytes, zone_end(block), ZONE_BYTE))
		damage(block, "something wrote behind the end");
	else
		return true;
	return false;
}

void
pool_start(void)
{
	memset(&pool, 0, sizeof pool);
	pool.next_page = 1; /* a gap in front of the first block */
	pool_snapshot_restored();
}

void
pool_guard(bool guard)
{
	if (guard == guarded)
		return;
	pool_snapshot_restoring();
	guarded = guard;
	pool_snapshot_restored();
}

void
pool_snapshot_restoring(void)
{
	if (guarded)
		arena_protect(ARENA_POOL, BOOKS - ARENA_POOL, ARENA_WRITE);
}

void
pool_snapshot_restored(void)
{
	if (!guarded)
		return;
	arena_protect(ARENA_POOL, BOOKS - ARENA_POOL, ARENA_NONE);
	for (uint32_t number = 1; number <= pool.count; number++) {
		const struct pool_block *block = &blocks[number];

		if (block->state == POOL_LIVE)
			arena_protect(run_of(block), block->pages * ARENA_PAGE, ARENA_WRITE);
	}
}

static uint32_t
run_class(uint32_t pages)
{
	return pages < RUN_CLASSES ? pages : 0;
}

/* Let the blocks that were freed first leave the quarantine. */
static void
quarantine_drain(void)
{
	while (pool.quarantined > QUARANTINE) {
		uint32_t number = pool.oldest;
		struct pool_block *block = &blocks[number];
		uint32_t *list = &pool.reusable[run_class(block->pages)];

		pool.oldest = block->next;
		pool.quarantined -= block->pages * ARENA_PAGE;
		block->state = POOL_REUSABLE;
		block->next = *list;
		*list = number;
	}
}

static void
quarantine_add(uint32_t number)
{
	blocks[number].next = 0;
	if (pool.quarantined == 0)
		pool.oldest = number;
	else
		blocks[pool.newest].next = number;
	pool.newest = number;
	pool.quarantined += blocks[number].pages * ARENA_PAGE;
	quarantine_drain();
}

/* A block whose run has exactly this length, its base somewhere in the run; 0: none. */
static uint32_t
run_reuse(uint32_t pages)
{
	uint32_t *at = &pool.reusable[run_class(pages)];
	uint32_t number;

	while (*at != 0 && blocks[*at].pages != pages)
		at = &blocks[*at].next;
	number = *at;
	if (number != 0)
		*at = blocks[number].next;
	return number;
}

static uint32_t
run_new(uint32_t pages)
{
	uint32_t number = pool.count + 1;

	if (number > BLOCKS || pages >= PAGES - pool.next_page)
		return 0;
	for (uint32_t page = pool.next_page; page <= pool.next_page + pages; page++)
		block_of_page[page] = number;
	blocks[number].base = ARENA_POOL + pool.next_page * ARENA_PAGE;
	pool.next_page += pages + 1;
	pool.count = number;
	return number;
}

static struct pool_block *
block_take(size_t bytes, uint32_t tag)
{
	size_t whole = bytes < 16 ? 16 : (bytes + 15) & ~(size_t)15;
	uint32_t pages = (uint32_t)((whole + ARENA_PAGE - 1) / ARENA_PAGE);
	uint32_t number;
	struct pool_block *block;
	uint64_t run;

	if (bytes > BOOKS - ARENA_POOL || pages > LIMIT_PAGES - pool.live_pages)
		return NULL;
	if (guarded && pool.live >= LIMIT_GUARDED)
		life_over_budget("more than %d pool blocks at once on guard pages", LIMIT_GUARDED);
	number = run_reuse(pages);
	if (number == 0)
		number = run_new(pages);
	if (number == 0)
		return NULL;
	block = &blocks[number];
	run = run_of(block);
	*block = (struct pool_block){
		.base = whole > ARENA_PAGE ? run : run + ARENA_PAGE - whole,
		.bytes = bytes,
		.tag = tag,
		.pages = pages,
		.state = POOL_LIVE,
		.gap_zoned = !guarded,
		.taken = moment_now(),
	};
	pool.live++;
	pool.live_pages += pages;
	if (guarded)
		arena_protect(run, pages * ARENA_PAGE, ARENA_WRITE);
	zones_write(block);
	return block;
}

void *
pool_take(size_t bytes, uint32_t tag, POOL_TYPE type)
{
	struct pool_block *block = block_take(bytes, tag);

	if (block == NULL)
		return NULL;
	block->drivers = true;
	block->paged = (type & PagedPool) != 0;
	memset((void *)block->base, (type & POOL_ZERO_ALLOCATION) != 0 ? 0 : NEW_BYTE, bytes);
	ledger_enter_tagged(HOLDING_POOL, block->base, bytes, tag);
	return (void *)block->base;
}

void *
pool_take_own(size_t bytes, uint32_t tag)
{
	struct pool_block *block = block_take(bytes, tag);

	if (block == NULL)
		not_modelled("more pool than the machine has");
	return memset((void *)block->base, 0, bytes);
}

void
pool_give(void *address)
{
	struct pool_block *block = (struct pool_block *)pool_at(address);

	if (block == NULL)
		host_die("pool_give of %p, which is no live block", address);
	if (block->drivers)
		ledger_strike(HOLDING_POOL, block->base);
	zones_check(block);
	memset((void *)block->base, FREED_BYTE, poison_end(block) - block->base);
	block->state = POOL_FREED;
	pool.live--;
	pool.live_pages -= block->pages;
	block->given = moment_now();
	if (guarded)
		arena_protect(run_of(block), block->pages * ARENA_PAGE, ARENA_NONE);
	quarantine_add((uint32_t)(block - blocks));
}

bool
pool_adopt(void *address)
{
	struct pool_block *block = (struct pool_block *)pool_at(address);

	if (block == NULL || !block->drivers)
		return false;
	block->drivers = false;
	return ledger_strike(HOLDING_POOL, block->base);
}

const struct pool_block *
pool_of(uint64_t address)
{
	uint64_t page = (address - ARENA_POOL) / ARENA_PAGE;

	if (address < ARENA_POOL || page == 0 || page >= pool.next_page)
		return NULL;
	return &blocks[block_of_page[page]];
}

const struct pool_block *
pool_at(const void *address)
{
	const struct pool_block *block = pool_of((uint64_t)address);

	if (block == NULL || block->base != (uint64_t)address || block->state != POOL_LIVE)
		return NULL;
	return block;
}

void
pool_each_live(void (*each)(void *context, const struct pool_block *block), void *context)
{
	for (uint32_t number = 1; number <= pool.count; number++) {
		if (blocks[number].state == POOL_LIVE)
			each(context, &blocks[number]);
	}
}

/* Damage is made good again, so that the next look doesn't tell it twice. */
static bool
block_check(struct pool_block *block)
{
	switch ((enum pool_state)block->state) {
	case POOL_LIVE:
		if (zones_check(block))
			return true;
		zones_write(block);
		return false;
	case POOL_FREED:
		if (guarded || holds_only(block->base, poison_end(block), FREED_BYTE))
			return true;
		damage(block, "something wrote, after it was freed, into the memory");
		memset((void *)block->base, FREED_BYTE, poison_end(block) - block->base);
		return false;
	case POOL_REUSABLE:
		return true;
	}
	return true;
}

size_t
pool_check_all(void)
{
	size_t damages = 0;

	for (uint32_t number = 1; number <= pool.count; number++)
		damages += !block_check(&blocks[number]);
	return damages;
}

void
pool_each_extent(void (*each)(void *context, struct extent extent), void *context)
{
	for (uint32_t number = 1; number <= pool.count; number++) {
		const struct pool_block *block = &blocks[number];
		uint64_t from = block->base;
		uint64_t to = poison_end(block);

		if (block->state == POOL_REUSABLE || (block->state == POOL_FREED && guarded))
			continue;
		if (block->state == POOL_LIVE) {
			from = zone_before(block);
			to = zone_end(block);
		}
		each(context, (struct extent){ (void *)from, to - from });
	}
	each(context, (struct extent){ blocks + 1, pool.count * sizeof *blocks });
}
