/*
 * A search of the tables: which chains may hold what a packet meets, and the heaviest filter
 * of each sublayer on them.
 *
 * There is one version for each kind of vectors that processors have; all give the same answers.
 */
#ifndef WFP_INDEX_SEARCH_H
#define WFP_INDEX_SEARCH_H

#include "nt/fwp.h"
#include "wfp/index.h"
#include "wfp/index_table.h"

struct best {
	uint64_t weight;
	struct filter *filter;
};

struct search {
	uint32_t words[16];           /* FORM_PAD lanes, then the packet's words */
	uint32_t chains[PLAN_TABLES]; /* the first entry */
	uint32_t hits;                /* the tables whose chains are to be walked */
	bool careful;                 /* look at `version`, or `confirm` all */
	bool confirm;
	uint64_t version;
	const struct filter *after; /* of its sublayer, only what is lighter; NULL: all */
	bool after_only;            /* and of no other sublayer */
	const FWPS_INCOMING_VALUE0 *values;
	struct best best[INDEX_PLACES];
};

struct search_kind {
	const char *name;
	bool (*runs)(void); /* on this processor */
	/* From the words to hits and chains; from these to the best. */
	void (*probe)(const struct tables *tables, struct search *search);
	void (*walk)(const struct index *index, struct search *search);
	void (*probe_wide)(const struct tables *tables, struct search *search);
	void (*walk_wide)(const struct index *index, struct search *search);
};

extern const struct search_kind search_avx512, search_avx2, search_plain;

/* The best one; a test may ask for another. */
const struct search_kind *search_kind(void);
void search_use(const struct search_kind *kind);

/* Does the packet really meet the entry's filter, and is it heavier than the best so far? */
bool search_confirms(
    const struct search *search, const struct entry *entry, const struct entry_rest *rest);

#endif
