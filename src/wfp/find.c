#include "wfp/find.h"

#include "wfp/filter.h"
#include "wfp/version.h"

void
find_begin(struct find *find, uint16_t layer, const FWPS_INCOMING_VALUE0 *values)
{
	find->layer = layer;
	find->over = false;
	find->version = version_enter();
	find->last = NULL;
	find->at = 0;
	find->search.values = values;
}

void
find_end(struct find *find)
{
	version_leave(find->version);
}

static bool
is_seen(const struct find *find, const struct filter *filter)
{
	return filter->born <= find->version->number && find->version->number < filter->died;
}

/* Without tables: from find->at on. */
static struct filter *
scan(struct find *find)
{
	const struct index *index = find->index;

	for (; find->at < index->count; find->at++) {
		struct filter *filter = index->filters[find->at];

		if (is_seen(find, filter) && filter_matches(filter, find->search.values)) {
			find->at++;
			return filter;
		}
	}
	return NULL;
}

static bool
is_behind(const struct filter *filter, const struct filter *last, bool sublayer)
{
	if (last == NULL)
		return true;
	if (filter == last || (sublayer && filter->sublayer == last->sublayer))
		return false;
	return filter_compare(filter, last) > 0;
}

/* The array may have changed since: where does it go on? */
static struct filter *
scan_next(struct find *find, bool sublayer)
{
	const struct index *index = find->index;

	if (find->last == NULL || find->changes != index->changes)
		find->at = 0;
	find->changes = index->changes;
	while (
	    find->at < index->count && !is_behind(index->filters[find->at], find->last, sublayer))
		find->at++;
	return scan(find);
}

/* There are tables, and they are of no use: their filters are in no order. */
static struct filter *
pick_next(struct find *find, bool sublayer)
{
	const struct index *index = find->index;
	struct filter *best = NULL;

	for (uint32_t at = 0; at < index->count; at++) {
		struct filter *filter = index->filters[at];

		if (is_seen(find, filter) && is_behind(filter, find->last, sublayer)
		    && (best == NULL || filter_compare(filter, best) < 0)
		    && filter_matches(filter, find->search.values))
			best = filter;
	}
	return best;
}

static void
search_anew(struct find *find)
{
	const struct index *index = find->index;
	const struct form *form = &index->tables->form;
	struct search *search = &find->search;
	enum form_fit fit = form_words(form, search->values, find->probe.words);

	find->changes = index->changes;
	find->strange = fit == FORM_STRANGE;
	search->confirm = fit == FORM_EMPTIES;
	search->version = find->version->number;
	search->after = find->last;
	search->after_only = false;
	search->decides = true;
	search->ceiling = UINT64_MAX;
	search->careful = search->confirm || search->after != NULL || version_old();
	if (!find->strange)
		search_kind()->search[form->wide](index, search, &find->probe);
}

/* The chains are known: what is lighter than the last one, in its sublayer? */
static void
search_on(struct find *find)
{
	const struct index *index = find->index;
	uint8_t place = find->last->place;

	if (index->places[place].filters == 1) {
		find->search.best[place] = (struct best){ 0, NULL };
		return;
	}
	find->search.after = find->last;
	find->search.after_only = true;
	find->search.place = place;
	find->search.ceiling = find->last->weight;
	find->search.careful = find->search.confirm || version_old();
	search_kind()->walk[index->tables->form.wide](index, &find->search, &find->probe);
}

/* The best of the sublayer whose turn it is, or of the next that has one. */
static struct filter *
take_turn(const struct index *index, const struct search *search, uint32_t *turn)
{
	for (; *turn < index->place_count; (*turn)++) {
		struct filter *filter = search->best[index->order[*turn]].filter;

		if (filter != NULL)
			return filter;
	}
	return NULL;
}

static uint32_t
turn_of(const struct index *index, const struct filter *filter)
{
	uint32_t turn = 0;

	while (index->order[turn] != filter->place)
		turn++;
	return turn;
}

static struct filter *
search_next(struct find *find, bool sublayer)
{
	if (find->last == NULL || find->changes != find->index->changes) {
		search_anew(find);
		find->at = find->last == NULL ? 0 : turn_of(find->index, find->last);
	} else if (!sublayer && !find->strange) {
		search_on(find);
	}
	if (find->strange)
		return pick_next(find, sublayer);
	if (find->last != NULL && sublayer)
		find->at++;
	return take_turn(find->index, &find->search, &find->at);
}

/* The index is looked up each time: it goes when nothing is left that anybody sees. */
static struct filter *
find_on(struct find *find, bool sublayer)
{
	struct filter *filter = NULL;

	find->index = filter_index(find->layer);
	if (!find->over && find->index != NULL)
		filter = find->index->tables == NULL ? scan_next(find, sublayer)
						     : search_next(find, sublayer);
	find->over = filter == NULL;
	if (filter != NULL)
		find->last = filter;
	return filter;
}

struct filter *
find_next(struct find *find)
{
	return find_on(find, false);
}

struct filter *
find_next_sublayer(struct find *find)
{
	return find_on(find, true);
}

struct burst {
	const struct index *index;
	struct search search;
	struct probe probes[FIND_BURST];
};

/* The walk will look at the first entries: of one sublayer, rarely at more than two chains'. */
static void
burst_awaits(const struct index *index, const struct probe *probe)
{
	const uint32_t *chain = probe->chains;
	unsigned left = index->place_count == 1 ? 2 : PLAN_TABLES;

	for (uint32_t hits = probe->hits; hits != 0 && left > 0; hits &= hits - 1, left--)
		__builtin_prefetch(entry_at(*chain++));
}

/* The first entries are on their way while the next packets are hashed. */
static bool
burst_probe(struct burst *burst, const FWPS_INCOMING_VALUE0 *const values[], unsigned count)
{
	const struct tables *tables = burst->index->tables;
	const struct search_kind *kind = search_kind();

	for (unsigned at = 0; at < count; at++) {
		struct probe *probe = &burst->probes[at];

		if (form_words(&tables->form, values[at], probe->words) != FORM_FITS)
			return false;
		kind->probe[tables->form.wide](tables, probe);
		burst_awaits(burst->index, probe);
	}
	return true;
}

/* False: these must be asked one by one. */
static bool
burst_begin(
    struct burst *burst, uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[], unsigned count)
{
	struct search *search = &burst->search;

	burst->index = filter_index(layer);
	if (burst->index == NULL || burst->index->tables == NULL || version_old())
		return false;
	search->careful = search->confirm = search->decides = search->after_only = false;
	search->after = NULL;
	search->ceiling = UINT64_MAX;
	return burst_probe(burst, values, count);
}

static void
burst_walk(struct burst *burst, const FWPS_INCOMING_VALUE0 *values, unsigned at)
{
	const struct index *index = burst->index;

	burst->search.values = values;
	search_kind()->walk[index->tables->form.wide](index, &burst->search, &burst->probes[at]);
}

static struct filter *
find_one(uint16_t layer, const FWPS_INCOMING_VALUE0 *values)
{
	struct filter *filter;
	struct find find;

	find_begin(&find, layer, values);
	filter = find_next(&find);
	find_end(&find);
	return filter;
}

void
find_burst(uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[], unsigned count,
    struct filter *found[])
{
	struct burst burst;
	bool begun = burst_begin(&burst, layer, values, count);

	for (unsigned at = 0; at < count; at++) {
		uint32_t turn = 0;

		if (!begun) {
			found[at] = find_one(layer, values[at]);
			continue;
		}
		burst_walk(&burst, values[at], at);
		found[at] = take_turn(burst.index, &burst.search, &turn);
	}
}

static void
find_sublayers(uint16_t layer, const FWPS_INCOMING_VALUE0 *values, struct find_sublayers *found)
{
	struct filter *filter;
	struct find find;

	found->count = 0;
	find_begin(&find, layer, values);
	filter = find_next(&find);
	for (; filter != NULL && found->count < INDEX_PLACES; filter = find_next_sublayer(&find))
		found->filters[found->count++] = filter;
	find_end(&find);
}

void
find_burst_sublayers(uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[], unsigned count,
    struct find_sublayers found[])
{
	struct burst burst;
	bool begun = burst_begin(&burst, layer, values, count);

	burst.search.decides = true;
	for (unsigned at = 0; at < count; at++) {
		struct filter *filter;

		if (!begun) {
			find_sublayers(layer, values[at], &found[at]);
			continue;
		}
		burst_walk(&burst, values[at], at);
		found[at].count = 0;
		for (uint32_t turn = 0;
		     (filter = take_turn(burst.index, &burst.search, &turn)) != NULL; turn++)
			found[at].filters[found[at].count++] = filter;
	}
}

size_t
find_bytes(uint16_t layer)
{
	const struct index *index = filter_index(layer);

	return index == NULL ? 0 : index_bytes(index);
}
