#include "wfp/index.h"

#include "host/arena.h"
#include "wfp/filter.h"
#include "wfp/index_table.h"

#include <stdlib.h>
#include <string.h>

#define NO_PLACE 0xFF
#define CAPACITY_LEAST 4

struct index *
index_make(uint16_t layer)
{
	struct index *index = arena_take(sizeof(*index));

	index->layer = layer;
	list_start(&index->touched);
	return index;
}

void
index_free(struct index *index)
{
	if (index->tables != NULL)
		tables_free(index->tables);
	if (index->filters != NULL)
		arena_give(index->filters);
	arena_give(index);
}

bool
index_empty(const struct index *index)
{
	return index->count == 0;
}

size_t
index_bytes(const struct index *index)
{
	return sizeof(*index) + index->capacity * sizeof(index->filters[0])
	    + (index->tables == NULL ? 0 : index->tables->bytes + open_bytes(&index->tables->open));
}

static bool
is_heavier(const struct filter *filter, const struct index_place *place)
{
	if (filter->shown.subLayerWeight != place->weight)
		return filter->shown.subLayerWeight > place->weight;
	return filter->sublayer < place->sublayer;
}

static uint8_t
free_place(const struct index *index)
{
	uint8_t place = 0;

	while (index->places[place].filters > 0)
		place++;
	return place;
}

static void
place_take(struct index *index, struct filter *filter)
{
	uint8_t at = 0, place;

	for (; at < index->place_count; at++) {
		place = index->order[at];
		if (index->places[place].sublayer == filter->sublayer) {
			index->places[place].filters++;
			filter->place = place;
			return;
		}
		if (is_heavier(filter, &index->places[place]))
			break;
	}
	if (index->place_count == INDEX_PLACES) {
		filter->place = NO_PLACE;
		index->crowded = true;
		return;
	}
	place = free_place(index);
	memmove(&index->order[at + 1], &index->order[at], (size_t)(index->place_count - at));
	index->order[at] = place;
	index->place_count++;
	index->places[place] = (struct index_place){
		.sublayer = filter->sublayer,
		.weight = filter->shown.subLayerWeight,
		.filters = 1,
	};
	filter->place = place;
}

static void
place_give(struct index *index, const struct filter *filter)
{
	uint8_t at = 0;

	if (filter->place == NO_PLACE || --index->places[filter->place].filters > 0)
		return;
	while (index->order[at] != filter->place)
		at++;
	index->place_count--;
	memmove(&index->order[at], &index->order[at + 1], (size_t)(index->place_count - at));
}

static void
make_room(struct index *index)
{
	uint32_t capacity = index->capacity == 0 ? CAPACITY_LEAST : index->capacity * 2;
	struct filter **filters = arena_take(capacity * sizeof(*filters));

	if (index->count > 0) {
		memcpy(filters, index->filters, index->count * sizeof(*filters));
		arena_give(index->filters);
	}
	index->filters = filters;
	index->capacity = capacity;
}

static void
place_at(struct index *index, struct filter *filter, uint32_t at)
{
	index->filters[at] = filter;
	filter->at = at;
}

void
index_add(struct index *index, struct filter *filter, struct link *touched)
{
	if (index->count == index->capacity)
		make_room(index);
	place_take(index, filter);
	place_at(index, filter, index->count++);
	index->fresh++;
	if (list_empty(&index->touched))
		list_add(touched, &index->touched);
}

static int
compare(const void *left, const void *right)
{
	return filter_compare(*(struct filter *const *)left, *(struct filter *const *)right);
}

static void
sort(struct index *index)
{
	qsort(index->filters, index->count, sizeof(index->filters[0]), compare);
	for (uint32_t at = 0; at < index->count; at++)
		index->filters[at]->at = at;
}

static void
insert_fresh(struct index *index)
{
	for (uint32_t at = index->count - index->fresh; at < index->count; at++) {
		struct filter *filter = index->filters[at];
		uint32_t to = at;

		for (; to > 0 && filter_compare(filter, index->filters[to - 1]) < 0; to--)
			place_at(index, index->filters[to - 1], to);
		place_at(index, filter, to);
	}
}

static void
drop_tables(struct index *index)
{
	if (index->tables == NULL)
		return;
	tables_free(index->tables);
	index->tables = NULL;
	sort(index);
}

static void
renew(struct index *index)
{
	if (index->tables != NULL)
		tables_free(index->tables);
	sort(index);
	index->tables = tables_make(index->layer, index->filters, index->count);
	index->tables->strain = 0;
	index->planned = index->count;
}

/* Is it time for new tables? */
static bool
is_outgrown(const struct index *index)
{
	if (index->tables == NULL)
		return true;
	return index->count >= 2 * index->planned
	    || index->tables->strain > INDEX_FEW + index->count / 4;
}

static void
settle(struct index *index)
{
	uint32_t old = index->count - index->fresh;

	index->changes++;
	if (index->crowded || (index->tables == NULL && index->count <= INDEX_FEW)) {
		drop_tables(index);
		if (index->fresh <= INDEX_FEW)
			insert_fresh(index);
		else
			sort(index);
	} else if (is_outgrown(index)) {
		renew(index);
	} else {
		for (uint32_t at = old; at < index->count; at++)
			tables_add(index->tables, index->filters[at]);
	}
	index->fresh = 0;
}

void
index_settle_all(struct link *touched)
{
	while (!list_empty(touched)) {
		struct index *index = LIST_ITEM(touched->next, struct index, touched);

		list_remove(&index->touched);
		settle(index);
	}
}

void
index_remove(struct index *index, struct filter *filter)
{
	uint32_t last = --index->count;

	index->changes++;
	place_give(index, filter);
	if (index->tables != NULL) {
		tables_remove(index->tables, filter);
		place_at(index, index->filters[last], filter->at);
		if (index->count <= INDEX_FEW / 2)
			drop_tables(index);
		return;
	}
	for (uint32_t at = filter->at; at < last; at++)
		place_at(index, index->filters[at + 1], at);
	if (last == 0)
		index->crowded = false;
}
