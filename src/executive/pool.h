/*
 * Pool: what the driver allocates, and those objects of ours that it holds by pointer.
 *
 * A block is a run of pages of its own with one guard page behind it, and it
 * ends where the run ends, or begins where the run begins if it is larger
 * than a page.  So an address tells its block, and a bad access tells what it
 * missed.
 *
 * Two speeds at the same addresses.  Guarded, the guard pages and the freed
 * runs can't be touched and every bad access faults.  Unguarded nothing is
 * protected: the bytes around a block (its zones) and the poison in freed
 * blocks are looked at when a block is freed and at the end of a life.
 *
 * An address is reused only after QUARANTINE bytes of other pages were freed.
 */
#ifndef EXECUTIVE_POOL_H
#define EXECUTIVE_POOL_H

#include "host/arena.h"
#include "kernel/contract.h"
#include "ledger/holding.h"
#include "nt/io.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pool_state {
	POOL_LIVE,
	POOL_FREED,
	POOL_REUSABLE, /* freed so long ago that its run may be taken again */
};

/* Read-only to everybody but pool.c. */
struct pool_block {
	uint64_t base;
	size_t bytes; /* as asked for */
	uint32_t tag;
	uint32_t pages; /* of the run, without its guard page */
	uint32_t next;  /* pool.c's queues */
	uint8_t state;
	bool paged;
	bool drivers;   /* the driver's, and so in the ledger; else the system's */
	bool gap_zoned; /* the zone reaches into the guard page */
	struct moment taken;
	struct moment given;
};

void pool_start(void);
void pool_guard(bool guard); /* a property of the run, not of the machine */

/* On behalf of the driver, entered in the ledger.  NULL: there is no more. */
void *pool_take(size_t bytes, uint32_t tag, POOL_TYPE type);
/* The system's own, zeroed, never NULL.  The driver may see it and must not free it. */
void *pool_take_own(size_t bytes, uint32_t tag);
void pool_give(void *address);
/* The driver handed the block over for good: it is the system's from now on.
 * False: it is not the start of a live block of the driver's. */
bool pool_adopt(void *address);

/* The block whose run or guard page holds the address, live or freed; NULL: none ever did. */
const struct pool_block *pool_of(uint64_t address);
/* The live block that starts there, or NULL. */
const struct pool_block *pool_at(const void *address);
void pool_each_live(void (*each)(void *context, const struct pool_block *block), void *context);

/* Look at every zone and all poison; each damage is a finding [R183] once.  Gives their count. */
size_t pool_check_all(void);

/* What a snapshot must copy; what to call before it is copied back, and after. */
void pool_each_extent(void (*each)(void *context, struct extent extent), void *context);
void pool_snapshot_restoring(void);
void pool_snapshot_restored(void);

extern const struct contract pool_exports[];

#endif
