#include "wfp/index_open.h"

#include "host/arena.h"
#include "wfp/index_table.h"

#include <assert.h>
#include <string.h>

static_assert(sizeof(struct open_rest) % sizeof(struct open_row) == 0, "whole rows");

static size_t
block_rows(const struct open_list *list)
{
	return 2 * list->words + OPEN_REST_ROWS;
}

void
open_start(struct open_list *list, uint32_t words)
{
	*list = (struct open_list){ .words = words };
}

void
open_stop(struct open_list *list)
{
	if (list->block != NULL)
		arena_give(list->block);
}

size_t
open_bytes(const struct open_list *list)
{
	return list->capacity * block_rows(list) * sizeof(struct open_row);
}

static void
make_room(struct open_list *list)
{
	uint32_t capacity = list->capacity == 0 ? 1 : list->capacity * 2;
	void *block = arena_take(capacity * block_rows(list) * sizeof(struct open_row) + 64);
	struct open_row *rows = (struct open_row *)(((uintptr_t)block + 63) & ~(uintptr_t)63);

	if (list->block != NULL) {
		memcpy(rows, list->rows, open_bytes(list));
		arena_give(list->block);
	}
	list->block = block;
	list->rows = rows;
	list->capacity = capacity;
}

void
open_add(
    struct open_list *list, uint32_t name, const struct entry *entry, const struct entry_rest *rest)
{
	uint32_t lane = list->count % OPEN_LANES;
	struct open_row *block;

	if (list->count / OPEN_LANES == list->capacity)
		make_room(list);
	block = open_block(list, list->count++ / OPEN_LANES);
	for (uint32_t word = 0; word < list->words; word++) {
		block[word].of[lane] = entry->low[word];
		block[list->words + word].of[lane] = rest->span[word];
	}
	open_rest(list, block)->names[lane] = name | (uint32_t)rest->place << OPEN_PLACE;
	open_rest(list, block)->weights[lane] = entry->weight;
	if (list->reach < entry->weight)
		list->reach = entry->weight;
}

void
open_remove(struct open_list *list, uint32_t at)
{
	uint32_t last = --list->count;
	const struct open_row *from = open_block(list, last / OPEN_LANES);
	struct open_row *to = open_block(list, at / OPEN_LANES);

	last %= OPEN_LANES;
	at %= OPEN_LANES;
	for (uint32_t row = 0; row < 2 * list->words; row++)
		to[row].of[at] = from[row].of[last];
	open_rest(list, to)->names[at] = open_rest(list, from)->names[last];
	open_rest(list, to)->weights[at] = open_rest(list, from)->weights[last];
}

uint32_t
open_name(const struct open_list *list, uint32_t at)
{
	const struct open_row *block = open_block(list, at / OPEN_LANES);

	return open_rest(list, block)->names[at % OPEN_LANES] & OPEN_NAME;
}
