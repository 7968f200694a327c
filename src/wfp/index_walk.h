/*
 * The walk along the chains, written once; a kind of vectors brings its own compare.
 */
#ifndef WFP_INDEX_WALK_H
#define WFP_INDEX_WALK_H

#include "wfp/filter.h"
#include "wfp/index_search.h"

#define WALK_INLINE static inline __attribute__((always_inline))

/* `words` are the kind's own, in registers: what was just written word by word can't be read as
 * a vector without waiting. */
typedef bool walk_inside(
    const void *words, const struct entry *entry, const struct entry_rest *rest);

/* The packet lies inside, and the entry is not lighter: is its filter the best now? */
WALK_INLINE bool
walk_takes(const struct search *search, const struct entry *entry, const struct entry_rest *rest,
    const struct best *best)
{
	if (__builtin_expect(rest->confirm | search->careful | (entry->weight == best->weight), 0))
		return search_confirms(
		    search, rest, entry->weight == best->weight ? best->filter : NULL);
	return true;
}

/* One sublayer: the first of a chain that matches is its heaviest. */
WALK_INLINE void
walk_alone(const struct index *index, struct search *search, const struct probe *probe,
    const void *words, bool wide, walk_inside *inside)
{
	const uint32_t *chain = probe->chains;
	struct best best = { 0, NULL };

	for (uint32_t hits = probe->hits; hits != 0; hits &= hits - 1) {
		uint32_t name = *chain++;

		if (best.weight > index->tables->reach[__builtin_ctz(hits)])
			break;
		while (name != 0) {
			const struct entry *entry = entry_at(name);
			const struct entry_rest *rest = entry_rest(entry, wide);

			if (entry->weight < best.weight)
				break;
			name = entry->next;
			if (inside(words, entry, rest) && walk_takes(search, entry, rest, &best)) {
				best = (struct best){ entry->weight, rest->filter };
				break;
			}
		}
	}
	search->best[index->order[0]] = best;
}

WALK_INLINE void
walk_all(struct search *search, const struct probe *probe, const void *words, bool wide,
    walk_inside *inside)
{
	const uint32_t *chain = probe->chains;

	for (uint32_t hits = probe->hits; hits != 0; hits &= hits - 1) {
		uint32_t name = *chain++;

		while (name != 0) {
			const struct entry *entry = entry_at(name);
			const struct entry_rest *rest = entry_rest(entry, wide);
			struct best *best = &search->best[rest->place];

			name = entry->next;
			if (entry->weight >= best->weight && inside(words, entry, rest)
			    && walk_takes(search, entry, rest, best))
				*best = (struct best){ entry->weight, rest->filter };
		}
	}
}

/* The best of all sublayers, or, with search->after_only, of that one. */
WALK_INLINE void
walk(const struct index *index, struct search *search, const struct probe *probe, const void *words,
    bool wide, walk_inside *inside)
{
	if (index->place_count == 1) {
		walk_alone(index, search, probe, words, wide, inside);
		return;
	}
	if (search->after_only)
		search->best[search->after->place] = (struct best){ 0, NULL };
	for (unsigned at = 0; !search->after_only && at < index->place_count; at++)
		search->best[index->order[at]] = (struct best){ 0, NULL };
	walk_all(search, probe, words, wide, inside);
}

#endif
