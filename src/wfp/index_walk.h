/*
 * The walk along the chains, written once; a kind of vectors brings its own compare.
 */
#ifndef WFP_INDEX_WALK_H
#define WFP_INDEX_WALK_H

#include "wfp/index_search.h"

#define WALK_INLINE static inline __attribute__((always_inline))

typedef bool walk_inside(
    const uint32_t *words, const struct entry *entry, const struct entry_rest *rest);

/* Answers whether the entry is the best now. */
WALK_INLINE bool
walk_entry(struct search *search, const struct entry *entry, const struct entry_rest *rest,
    walk_inside *inside)
{
	struct best *best = &search->best[rest->place];

	if (!inside(search->words, entry, rest))
		return false;
	if (__builtin_expect(
		rest->confirm | search->careful | (entry->weight == best->weight), false)
	    && !search_confirms(search, entry, rest))
		return false;
	best->weight = entry->weight;
	best->filter = rest->filter;
	return true;
}

/* One sublayer: the first of a chain that matches is its heaviest. */
WALK_INLINE void
walk_alone(const struct tables *tables, struct search *search, unsigned place, bool wide,
    walk_inside *inside)
{
	const struct best *best = &search->best[place];

	for (uint32_t hits = search->hits; hits != 0; hits &= hits - 1) {
		unsigned table = (unsigned)__builtin_ctz(hits);
		uint32_t name = search->chains[table];

		if (best->weight > tables->reach[table])
			return;
		while (name != 0) {
			const struct entry *entry = entry_at(name);

			if (entry->weight < best->weight
			    || walk_entry(search, entry, entry_rest(entry, wide), inside))
				break;
			name = entry->next;
		}
	}
}

WALK_INLINE void
walk_all(struct search *search, bool wide, walk_inside *inside)
{
	for (uint32_t hits = search->hits; hits != 0; hits &= hits - 1) {
		uint32_t name = search->chains[__builtin_ctz(hits)];

		while (name != 0) {
			const struct entry *entry = entry_at(name);
			const struct entry_rest *rest = entry_rest(entry, wide);

			if (entry->weight >= search->best[rest->place].weight)
				walk_entry(search, entry, rest, inside);
			name = entry->next;
		}
	}
}

WALK_INLINE void
walk(const struct index *index, struct search *search, bool wide, walk_inside *inside)
{
	if (index->place_count == 1)
		walk_alone(index->tables, search, index->order[0], wide, inside);
	else
		walk_all(search, wide, inside);
}

#endif
