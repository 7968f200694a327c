/*
 * The open list of an index: the entries whose keys pin nothing that a table hashes.
 *
 * They are few as a rule, and every packet is compared with all of them: sixteen at a time, so
 * their words are copied into blocks, one row for each word's lower ends, one for its spans.
 * The last added stand last, and are looked at first.  What a block says of an entry besides is
 * enough to pass it by.
 */
#ifndef WFP_INDEX_OPEN_H
#define WFP_INDEX_OPEN_H

#include <stddef.h>
#include <stdint.h>

#define OPEN_LANES 16

struct entry;
struct entry_rest;

struct open_row {
	_Alignas(64) uint32_t of[OPEN_LANES];
};

struct open_list {
	struct open_row *rows; /* a block: `words` of lower ends, `words` of spans, and the rest */
	void *block;           /* that they lie in */
	uint32_t count;
	uint32_t capacity; /* in blocks */
	uint32_t words;
	uint64_t reach; /* no entry is heavier */
};

void open_start(struct open_list *list, uint32_t words);
void open_stop(struct open_list *list);
void open_add(struct open_list *list, uint32_t name, const struct entry *entry,
    const struct entry_rest *rest);
void open_remove(struct open_list *list, uint32_t at); /* the last one takes its place */
size_t open_bytes(const struct open_list *list);

/* Of `count`. */
uint32_t open_name(const struct open_list *list, uint32_t at);

/* The rest of a block's rows. */
struct open_rest {
	uint32_t names[OPEN_LANES]; /* of entries, and in the highest bits their places */
	uint64_t weights[OPEN_LANES];
};
#define OPEN_REST_ROWS (sizeof(struct open_rest) / sizeof(struct open_row))
#define OPEN_NAME UINT32_C(0xFFFFFF)
#define OPEN_PLACE 24

static inline struct open_row *
open_block(const struct open_list *list, uint32_t number)
{
	return &list->rows[number * (2 * list->words + OPEN_REST_ROWS)];
}

static inline struct open_rest *
open_rest(const struct open_list *list, const struct open_row *block)
{
	return (struct open_rest *)(uintptr_t)&block[2 * list->words];
}

#endif
