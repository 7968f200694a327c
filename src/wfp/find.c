#include "wfp/find.h"

#include "wfp/filter.h"

void
find_begin(struct find *find, uint16_t layer, const FWPS_INCOMING_VALUE0 *values)
{
	find->values = values;
	find->set = filter_set_use(layer);
	find->at = 0;
}

void
find_end(struct find *find)
{
	if (find->set != NULL)
		filter_set_leave(find->set);
}

struct filter *
find_next(struct find *find)
{
	while (find->set != NULL && find->at < find->set->count) {
		struct filter *filter = find->set->filters[find->at++];

		if (filter_matches(filter, find->values))
			return filter;
	}
	return NULL;
}

struct filter *
find_next_sublayer(struct find *find)
{
	const struct filter_set *set = find->set;
	uint32_t sublayer;

	if (find->at == 0)
		return find_next(find);
	sublayer = set->filters[find->at - 1]->sublayer;
	while (find->at < set->count && set->filters[find->at]->sublayer == sublayer)
		find->at++;
	return find_next(find);
}

void
find_burst(uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[], unsigned count,
    struct filter *found[])
{
	for (unsigned at = 0; at < count; at++) {
		struct find find;

		find_begin(&find, layer, values[at]);
		found[at] = find_next(&find);
		find_end(&find);
	}
}

size_t
find_bytes(uint16_t layer)
{
	struct filter_set *set = filter_set_use(layer);
	size_t bytes = 0;

	if (set != NULL) {
		bytes = sizeof(*set) + set->count * sizeof(set->filters[0]);
		filter_set_leave(set);
	}
	return bytes;
}
