/*
 * The tables of an index: which filters may a packet meet?
 *
 * Up to sixteen hash tables; each hashes the leading bits of the words that its plan says, and
 * its slots hold chains of entries, the heavier first.  The tables stand side by side, so that
 * a search computes all sixteen hashes at once, one in each lane of a vector, and gathers all
 * sixteen slots at once: their cache misses overlap.
 *
 * A slot is one word: in the low 24 bits the first entry, in the high 8 which tags its entries'
 * keys have, two bits each.  A packet whose two bits are not both there meets none of them:
 * most tables are done with without a look at an entry.
 *
 * An entry is one key of a filter, in two halves of eight (or, where the form is wide, sixteen)
 * words: the lower ends of the intervals, then their spans, so that two loads and one compare
 * say whether a packet lies inside.  In front of each half is room for three words more.
 *
 * Entries are named by their place in the arena, in units of 64 bytes.
 */
#ifndef WFP_INDEX_TABLE_H
#define WFP_INDEX_TABLE_H

#include "host/arena.h"
#include "wfp/index_hash.h"
#include "wfp/index_open.h"
#include "wfp/index_plan.h"

#include <stddef.h>

#define TABLE_ENTRY UINT32_C(0xFFFFFF) /* of a slot */
#define TABLE_TAGS 24                  /* the first of a slot's tag bits */

struct entry {
	uint64_t weight;
	uint32_t next; /* entry; 0: none */
	uint32_t low[];
};

struct entry_rest {
	struct filter *filter;
	uint8_t place; /* of its sublayer */
	bool confirm;  /* a packet inside need not meet the filter */
	uint32_t span[];
};

struct row {
	_Alignas(64) uint32_t of[PLAN_TABLES];
};

struct tables {
	struct row masks[FORM_WIDE];
	struct row first;            /* slot, in the arena, counted in words */
	struct row shift;            /* a hash right by this is a slot */
	uint64_t reach[PLAN_TABLES]; /* no entry of this table or a later one is heavier */
	uint32_t counts[PLAN_TABLES];
	uint32_t *slots[PLAN_TABLES];
	struct open_list open; /* what no table takes */
	struct plan plan;
	struct form form;
	void *block;     /* that this lies in */
	uint32_t free;   /* entries, linked by `next` */
	uint32_t strain; /* entries that were put far behind in a chain */
	struct slab *slabs;
	size_t bytes;
};

struct tables *tables_make(uint16_t layer, struct filter *const filters[], uint32_t count);
void tables_free(struct tables *tables);

void tables_add(struct tables *tables, struct filter *filter);
void tables_remove(struct tables *tables, const struct filter *filter);

static inline struct entry *
entry_at(uint32_t name)
{
	return (struct entry *)(ARENA_SYSTEM + (uint64_t)name * 64);
}

static inline struct entry_rest *
entry_rest(const struct entry *entry, bool wide)
{
	return (struct entry_rest *)((char *)(uintptr_t)entry + (wide ? 64 : 32));
}

#endif
