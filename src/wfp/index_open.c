#include "wfp/index_open.h"

#include "host/arena.h"
#include "wfp/index_table.h"

#include <string.h>

static size_t
block_rows(const struct open_list *list)
{
	return 2 * list->words + 1;
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

static uint32_t *
cell(const struct open_list *list, uint32_t at, uint32_t row)
{
	return &list->rows[at / OPEN_LANES * block_rows(list) + row].of[at % OPEN_LANES];
}

void
open_add(
    struct open_list *list, uint32_t name, const struct entry *entry, const struct entry_rest *rest)
{
	uint32_t at = list->count++;

	if (at / OPEN_LANES == list->capacity)
		make_room(list);
	for (uint32_t word = 0; word < list->words; word++) {
		*cell(list, at, word) = entry->low[word];
		*cell(list, at, list->words + word) = rest->span[word];
	}
	*cell(list, at, 2 * list->words) = name;
	if (list->reach < entry->weight)
		list->reach = entry->weight;
}

void
open_remove(struct open_list *list, uint32_t at)
{
	uint32_t last = --list->count;

	for (uint32_t row = 0; row < block_rows(list); row++)
		*cell(list, at, row) = *cell(list, last, row);
}

uint32_t
open_name(const struct open_list *list, uint32_t at)
{
	return *cell(list, at, 2 * list->words);
}
