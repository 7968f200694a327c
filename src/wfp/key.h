/*
 * Keys: GUIDs, and maps from them to the objects that they name.
 *
 * A map is a hash of chains through nodes that live inside the objects, all
 * in the arena.  `kind` keeps apart objects that may share a key; a run-time
 * id finds its object as a key too (key_of_id).  A map is only ever asked for
 * one key, never walked, so the order in a chain matters to nobody.
 */
#ifndef WFP_KEY_H
#define WFP_KEY_H

#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct key_node {
	struct key_node *next;
	GUID key;
	uint32_t kind;
};

struct key_map {
	struct key_node **slots;
	uint32_t slot_count; /* a power of two */
	uint32_t node_count;
};

void key_map_start(struct key_map *map, uint32_t slot_count);
void key_add(struct key_map *map, struct key_node *node); /* its key and kind are set */
void key_remove(struct key_map *map, struct key_node *node);
struct key_node *key_find(const struct key_map *map, uint32_t kind, const GUID *key);

GUID key_of_id(uint64_t id);
GUID key_made_up(void); /* where the driver left the choice to us */

/* Is the pointer one of our objects, whose first word is `magic`?  Reads nothing outside them. */
bool key_is_object(const void *pointer, uint32_t magic);

static inline bool
key_same(const GUID *left, const GUID *right)
{
	return memcmp(left, right, sizeof(*left)) == 0;
}

static inline bool
key_is_zero(const GUID *key)
{
	static const GUID zero;

	return key_same(key, &zero);
}

#endif
