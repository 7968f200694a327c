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

/* Which entries of a block of the open list the packet lies inside of, a bit each. */
typedef uint32_t walk_lanes(const uint32_t *words, const struct open_row *block, uint32_t count);

struct walk_kind {
	walk_inside *inside;
	walk_lanes *lanes;
	bool wide;
};

/* Arbitration will read what the filter decides, and from far away as a rule. */
WALK_INLINE void
walk_awaits(const struct filter *filter)
{
	__builtin_prefetch(&filter->callout);
	__builtin_prefetch(&filter->shown.action);
}

/* The packet lies inside, and the entry is not lighter: its filter may be the best now. */
WALK_INLINE bool
walk_take(const struct search *search, const struct entry *entry, bool wide, struct best *best)
{
	const struct entry_rest *rest = entry_rest(entry, wide);
	bool equal = entry->weight == best->weight || entry->weight == search->ceiling;

	if (__builtin_expect(rest->confirm | search->careful | equal, 0)
	    && !search_confirms(search, rest, entry->weight == best->weight ? best->filter : NULL))
		return false;
	*best = (struct best){ entry->weight, rest->filter };
	if (search->decides)
		walk_awaits(rest->filter);
	return true;
}

/* Of the sublayer of the last one, and not heavier? */
WALK_INLINE bool
walk_goes_on(const struct search *search, uint64_t weight, unsigned place)
{
	return weight <= search->ceiling && place == search->place;
}

/* The open list, the heavier blocks first as a rule. */
WALK_INLINE void
walk_open(const struct tables *tables, struct search *search, const struct probe *probe,
    struct walk_kind kind)
{
	const struct open_list *open = &tables->open;
	uint32_t number = (open->count + OPEN_LANES - 1) / OPEN_LANES;
	uint32_t live = UINT32_C(0xFFFF) >> (number * OPEN_LANES - open->count);

	for (; number > 0; number--, live = 0xFFFF) {
		const struct open_row *block = open_block(open, number - 1);
		const struct open_rest *rest = open_rest(open, block);
		uint32_t met = live & kind.lanes(&probe->words[FORM_PAD], block, open->words);

		while (met != 0) {
			unsigned lane = 31 - (unsigned)__builtin_clz(met);
			uint32_t name = rest->names[lane];
			struct best *best = &search->best[name >> OPEN_PLACE];

			met ^= UINT32_C(1) << lane;
			if (rest->weights[lane] < best->weight
			    || (search->after_only
				&& !walk_goes_on(search, rest->weights[lane], name >> OPEN_PLACE)))
				continue;
			walk_take(search, entry_at(name & OPEN_NAME), kind.wide, best);
		}
	}
}

/* One sublayer: the first of a chain that matches is its heaviest. */
WALK_INLINE void
walk_alone(const struct index *index, struct search *search, const struct probe *probe,
    const void *words, struct walk_kind kind)
{
	const uint32_t *chain = probe->chains;
	struct best best = { 0, NULL };

	for (uint32_t hits = probe->hits; hits != 0; hits &= hits - 1) {
		uint32_t name = *chain++;

		if (best.weight > index->tables->reach[__builtin_ctz(hits)])
			break;
		while (name != 0) {
			const struct entry *entry = entry_at(name);
			const struct entry_rest *rest = entry_rest(entry, kind.wide);

			if (entry->weight < best.weight)
				break;
			name = entry->next;
			if (kind.inside(words, entry, rest)
			    && (!search->after_only
				|| walk_goes_on(search, entry->weight, rest->place))
			    && walk_take(search, entry, kind.wide, &best))
				break;
		}
	}
	search->best[index->order[0]] = best;
	if (best.weight > index->tables->open.reach)
		return;
	walk_open(index->tables, search, probe, kind);
}

WALK_INLINE void
walk_all(const struct tables *tables, struct search *search, const struct probe *probe,
    const void *words, struct walk_kind kind)
{
	const uint32_t *chain = probe->chains;

	for (uint32_t hits = probe->hits; hits != 0; hits &= hits - 1) {
		uint32_t name = *chain++;

		while (name != 0) {
			const struct entry *entry = entry_at(name);
			const struct entry_rest *rest = entry_rest(entry, kind.wide);
			struct best *best = &search->best[rest->place];

			bool met =
			    kind.inside(words, entry, rest) & (entry->weight >= best->weight);

			name = entry->next;
			if (met
			    & (!search->after_only
				|| walk_goes_on(search, entry->weight, rest->place)))
				walk_take(search, entry, kind.wide, best);
		}
	}
	walk_open(tables, search, probe, kind);
}

/* The best of all sublayers, or, with search->after_only, of that one. */
WALK_INLINE void
walk(const struct index *index, struct search *search, const struct probe *probe, const void *words,
    struct walk_kind kind)
{
	if (index->place_count == 1) {
		walk_alone(index, search, probe, words, kind);
		return;
	}
	if (search->after_only)
		search->best[search->place] = (struct best){ 0, NULL };
	for (unsigned at = 0; !search->after_only && at < index->place_count; at++)
		search->best[index->order[at]] = (struct best){ 0, NULL };
	walk_all(index->tables, search, probe, words, kind);
}

#endif
