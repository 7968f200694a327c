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
    const struct search *search, const struct entry_rest *rest, const struct filter *best)
{
	const struct filter *filter = rest->filter;

	if (best != NULL && filter->shown.filterId >= best->shown.filterId)
		return false;
	if (search->careful && (search->version < filter->born || search->version >= filter->died))
		return false;
	if (search->after != NULL && filter->place == search->after->place
	    && !is_lighter(filter, search->after))
		return false;
	return (!rest->confirm && !search->confirm) || filter_matches(filter, search->values);
}

static bool
runs_everywhere(void)
{
	return true;
}

static void
probe_plain(const struct tables *tables, struct probe *probe)
{
	const uint32_t *words = &probe->words[FORM_PAD];
	uint32_t *chain = probe->chains;

	probe->hits = 0;
	for (unsigned table = 0; table < tables->plan.count; table++) {
		uint32_t sum = 0, slot, tags;

		for (unsigned at = 0; at < tables->form.words; at++)
			sum += (words[at] & tables->masks[at].of[table]) * hash_factors[at];
		sum = hash_end(sum);
		slot = tables->slots[table][sum >> tables->shift.of[table]];
		sum >>= tables->shift.of[table] - 6;
		tags = UINT32_C(1) << (sum & 7) | UINT32_C(1) << (sum >> 3 & 7);
		if ((slot >> TABLE_TAGS & tags) != tags)
			continue;
		*chain++ = slot & TABLE_ENTRY;
		probe->hits |= UINT32_C(1) << table;
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
inside_narrow(const void *words, const struct entry *entry, const struct entry_rest *rest)
{
	return inside_plain(words, entry, rest, FORM_NARROW);
}

static inline bool
inside_wide(const void *words, const struct entry *entry, const struct entry_rest *rest)
{
	return inside_plain(words, entry, rest, FORM_WIDE);
}

static inline uint32_t
lanes(const uint32_t *words, const struct open_row *block, uint32_t count)
{
	uint32_t met = 0;

	for (unsigned lane = 0; lane < OPEN_LANES; lane++) {
		unsigned at = 0;

		while (at < count && words[at] - block[at].of[lane] <= block[count + at].of[lane])
			at++;
		met |= (uint32_t)(at == count) << lane;
	}
	return met;
}

static const struct walk_kind narrow = { inside_narrow, lanes, false };
static const struct walk_kind wide = { inside_wide, lanes, true };

static void
walk_narrow(const struct index *index, struct search *search, const struct probe *probe)
{
	walk(index, search, probe, probe->words, narrow);
}

static void
walk_wide(const struct index *index, struct search *search, const struct probe *probe)
{
	walk(index, search, probe, probe->words, wide);
}

static void
search_narrow(const struct index *index, struct search *search, struct probe *probe)
{
	probe_plain(index->tables, probe);
	walk_narrow(index, search, probe);
}

static void
search_wide(const struct index *index, struct search *search, struct probe *probe)
{
	probe_plain(index->tables, probe);
	walk_wide(index, search, probe);
}

const struct search_kind search_plain = {
	.name = "plain",
	.runs = runs_everywhere,
	.probe = { probe_plain, probe_plain },
	.walk = { walk_narrow, walk_wide },
	.search = { search_narrow, search_wide },
};
