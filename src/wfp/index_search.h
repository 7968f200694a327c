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

/* A packet's words, and the chains that they lead to. */
struct probe {
	uint32_t words[16];           /* FORM_PAD lanes, then the words */
	uint32_t chains[PLAN_TABLES]; /* the first entry of each */
	uint32_t hits;                /* the tables that the chains are of, a bit each */
};

struct best {
	uint64_t weight;
	struct filter *filter; /* NULL: none */
};

struct search {
	const FWPS_INCOMING_VALUE0 *values;
	bool careful;    /* each filter must be confirmed: `version` or `after` says something */
	bool confirm;    /* the words don't tell all of the values */
	bool decides;    /* what is found will be read */
	bool after_only; /* of no other sublayer than that of `after`, which is `place` */
	uint8_t place;
	uint64_t ceiling;           /* nothing heavier; what is as heavy must be confirmed */
	const struct filter *after; /* of its sublayer, only what is lighter; NULL: all */
	uint64_t version;           /* of the policy */
	struct best best[INDEX_PLACES];
};

/* Each function for narrow forms and for wide ones. */
struct search_kind {
	const char *name;
	bool (*runs)(void); /* on this processor */
	/* From the words to the chains; from these to the best; and both at once. */
	void (*probe[2])(const struct tables *tables, struct probe *probe);
	void (*walk[2])(
	    const struct index *index, struct search *search, const struct probe *probe);
	void (*search[2])(const struct index *index, struct search *search, struct probe *probe);
};

extern const struct search_kind search_avx512, search_avx2, search_plain;

/* The best one; a test may ask for another. */
const struct search_kind *search_kind(void);
void search_use(const struct search_kind *kind);

/* Does the packet really meet the entry's filter, and is that heavier than `best`? */
bool search_confirms(
    const struct search *search, const struct entry_rest *rest, const struct filter *best);

#endif
