/*
 * The index of a layer: its filters, so that those that a packet meets are found fast.
 *
 * Theory of operation.  A layer with few filters (most have one) is a sorted array, and a
 * search compares from the heaviest on.  With more than that:
 *
 *	index_form	says which of the layer's fields become words, and makes words of a
 *			packet's values and keys of a filter's conditions;
 *	index_plan	groups the filters by the bits that their keys pin into at most
 *			sixteen tables;
 *	index_table	holds them: hash tables, side by side, of entries, a cache line each;
 *	index_search	asks all tables at once and walks what they answer.
 *
 * One search finds the heaviest filter of every sublayer, because that is what arbitration asks
 * for.  What a find goes on with are its words and the chains that they led to, as long as the
 * index is not changed; if it was, the find searches again for what is lighter than its last.
 *
 * An index holds what is published, and what died but is still seen by somebody.  While there is
 * such, a find looks at the version of each filter (`careful`); else there is nothing to look at.
 *
 * Changes are put in one by one; when the filters have doubled, or chains have become long, the
 * tables are made anew.  No answer depends on how the tables came to be, or on the processor.
 *
 * Invariants:
 *	1. filters[filter->at] == filter
 *	2. without tables: filters are in the order of filter_compare, but for the fresh ones
 *	3. with tables: each filter has an entry for each of its keys, but for the fresh ones
 *	4. a chain's entries go from heavy to light
 */
#ifndef WFP_INDEX_H
#define WFP_INDEX_H

#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INDEX_FEW 16    /* so many filters need no tables */
#define INDEX_PLACES 32 /* of sublayers; a layer that has more gets no tables */

struct filter;

struct index_place {
	uint32_t sublayer;
	uint32_t filters;
	uint16_t weight;
};

struct index {
	struct filter **filters;
	uint32_t count;
	uint32_t capacity;
	uint32_t fresh;   /* the last ones, added and not settled */
	uint32_t planned; /* filters when the tables were made */
	uint32_t changes;
	struct tables *tables; /* or NULL */
	struct link touched;   /* to be settled */
	uint16_t layer;
	uint8_t place_count;
	bool crowded;                /* there were more sublayers than places */
	uint8_t order[INDEX_PLACES]; /* places, the heavier sublayers first */
	struct index_place places[INDEX_PLACES];
};

struct index *index_make(uint16_t layer);
void index_free(struct index *index);
bool index_empty(const struct index *index);

void index_add(struct index *index, struct filter *filter, struct link *touched);
void index_settle_all(struct link *touched); /* what was added can be found */
void index_remove(struct index *index, struct filter *filter);

/* What it takes beside the filters. */
size_t index_bytes(const struct index *index);

#endif
