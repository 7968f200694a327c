/*
 * Finding the filters that a packet meets, from heavy to light.
 *
 * A find sees the policy that was published when it began, whatever is
 * published until it ends; a filter that is removed meanwhile lives on.
 */
#ifndef WFP_FIND_H
#define WFP_FIND_H

#include "wfp/index_search.h"

#define FIND_BURST 32

struct version;

/* One classify's way through its layer's filters; it lies on the caller's stack. */
struct find {
	struct index *index; /* as it was at the last look; NULL: no filters */
	struct version *version;
	struct filter *last; /* found; NULL: none yet */
	uint32_t changes;    /* of the index, when it was searched */
	uint32_t at;         /* without tables: where to go on; with: which sublayer's turn it is */
	uint16_t layer;
	bool over;    /* nothing was found any more */
	bool strange; /* the tables say nothing of these values */
	struct search search;
	struct probe probe;
};

void find_begin(struct find *find, uint16_t layer, const FWPS_INCOMING_VALUE0 *values);
void find_end(struct find *find);

/* The heaviest filter that matches and is lighter than the last one; NULL: none. */
struct filter *find_next(struct find *find);
/* The same, past the sublayer of the last one. */
struct filter *find_next_sublayer(struct find *find);

/* For captures: the heaviest matching filter of each of at most FIND_BURST packets, or NULL. */
void find_burst(uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[], unsigned count,
    struct filter *found[]);

/* The same of every sublayer that has one, the heavier sublayers first: what arbitration folds. */
struct find_sublayers {
	unsigned count;
	struct filter *filters[INDEX_PLACES]; /* of more sublayers, the heaviest */
};
void find_burst_sublayers(uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[],
    unsigned count, struct find_sublayers found[]);

/* What the layer's index takes beside the filters themselves. */
size_t find_bytes(uint16_t layer);

#endif
