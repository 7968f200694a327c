#include "wfp/index_search.h"

#include "wfp/filter.h"
#include "wfp/index_walk.h"

static const struct search_kind *chosen; /* the process's: all kinds answer the same */

const struct search_kind *
search_kind(void)
{
	static const struct search_kind *const kinds[] = { &search_avx512, &search_avx2,
		&search_plain };

	for (unsigned at = 0; chosen == NULL; at++) {
		if (kinds[at]->runs())
			chosen = kinds[at];
	}
	return chosen;
}

void
search_use(const struct search_kind *kind)
{
	chosen = kind;
}

static bool
is_lighter(const struct filter *filter, const struct filter *than)
{
	return filter->weight != than->weight ? filter->weight < than->weight
					      : filter->shown.filterId > than->shown.filterId;
}

bool
search_confirms(
    const struct search *search, const struct entry *entry, const struct entry_rest *rest)
{
	const struct filter *filter = rest->filter;
	const struct best *best = &search->best[rest->place];

	if (best->filter != NULL && best->weight == entry->weight
	    && filter->shown.filterId >= best->filter->shown.filterId)
		return false;
	if (search->careful && (search->version < filter->born || search->version >= filter->died))
		return false;
	if (search->after != NULL && filter->place == search->after->place) {
		if (!is_lighter(filter, search->after))
			return false;
	} else if (search->after_only) {
		return false;
	}
	return (!rest->confirm && !search->confirm) || filter_matches(filter, search->values);
}

static bool
runs_everywhere(void)
{
	return true;
}

static void
probe_plain(const struct tables *tables, struct search *search)
{
	search->hits = 0;
	for (unsigned table = 0; table < tables->plan.count; table++) {
		const uint32_t *words = &search->words[FORM_PAD];
		uint32_t sum = 0, slot, tags;

		for (unsigned at = 0; at < tables->form.words; at++)
			sum += (words[at] & tables->masks[at].of[table]) * hash_factors[at];
		sum = hash_end(sum);
		slot = tables->slots[table][sum >> tables->shift.of[table]];
		sum >>= tables->shift.of[table] - 6;
		tags = UINT32_C(1) << (sum & 7) | UINT32_C(1) << (sum >> 3 & 7);
		search->chains[table] = slot & TABLE_ENTRY;
		if ((slot >> TABLE_TAGS & tags) == tags)
			search->hits |= UINT32_C(1) << table;
	}
}

WALK_INLINE bool
inside_plain(
    const uint32_t *words, const struct entry *entry, const struct entry_rest *rest, unsigned count)
{
	for (unsigned at = 0; at < count; at++) {
		if (words[FORM_PAD + at] - entry->low[at] > rest->span[at])
			return false;
	}
	return true;
}

static inline bool
inside_narrow(const uint32_t *words, const struct entry *entry, const struct entry_rest *rest)
{
	return inside_plain(words, entry, rest, FORM_NARROW);
}

static inline bool
inside_wide(const uint32_t *words, const struct entry *entry, const struct entry_rest *rest)
{
	return inside_plain(words, entry, rest, FORM_WIDE);
}

static void
walk_narrow(const struct index *index, struct search *search)
{
	walk(index, search, false, inside_narrow);
}

static void
walk_wide(const struct index *index, struct search *search)
{
	walk(index, search, true, inside_wide);
}

const struct search_kind search_plain = {
	.name = "plain",
	.runs = runs_everywhere,
	.probe = probe_plain,
	.walk = walk_narrow,
	.probe_wide = probe_plain,
	.walk_wide = walk_wide,
};
