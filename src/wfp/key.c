#include "wfp/key.h"

#include "host/arena.h"
#include "sched/choice.h"

static uint32_t
slot_of(const struct key_map *map, uint32_t kind, const GUID *key)
{
	uint64_t words[2];

	memcpy(words, key, sizeof(words));
	words[0] = (words[0] ^ words[1] ^ kind) * UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)(words[0] >> 32) & (map->slot_count - 1);
}

void
key_map_start(struct key_map *map, uint32_t slot_count)
{
	map->slots = arena_take(slot_count * sizeof(*map->slots));
	map->slot_count = slot_count;
	map->node_count = 0;
}

static void
put(struct key_map *map, struct key_node *node)
{
	struct key_node **slot = &map->slots[slot_of(map, node->kind, &node->key)];

	node->next = *slot;
	*slot = node;
}

static void
grow(struct key_map *map)
{
	struct key_map larger;

	key_map_start(&larger, map->slot_count * 4);
	for (uint32_t slot = 0; slot < map->slot_count; slot++) {
		for (struct key_node *node = map->slots[slot], *next; node != NULL; node = next) {
			next = node->next;
			put(&larger, node);
		}
	}
	larger.node_count = map->node_count;
	arena_give(map->slots);
	*map = larger;
}

void
key_add(struct key_map *map, struct key_node *node)
{
	if (map->node_count >= map->slot_count * 2)
		grow(map);
	put(map, node);
	map->node_count++;
}

void
key_remove(struct key_map *map, struct key_node *node)
{
	struct key_node **at = &map->slots[slot_of(map, node->kind, &node->key)];

	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
	node->next = NULL;
	map->node_count--;
}

struct key_node *
key_find(const struct key_map *map, uint32_t kind, const GUID *key)
{
	struct key_node *node = map->slots[slot_of(map, kind, key)];

	while (node != NULL && (node->kind != kind || !key_same(&node->key, key)))
		node = node->next;
	return node;
}

GUID
key_of_id(uint64_t id)
{
	GUID key = { .Data1 = (uint32_t)id, .Data4 = { 0 } };
	uint32_t high = (uint32_t)(id >> 32);

	memcpy(key.Data4, &high, sizeof(high));
	return key;
}

GUID
key_made_up(void)
{
	uint64_t words[2] = { choice_random(), choice_random() };
	GUID key;

	memcpy(&key, words, sizeof(key));
	return key;
}

bool
key_is_object(const void *pointer, uint32_t magic)
{
	struct extent ours = arena_system_extent();
	uintptr_t address = (uintptr_t)pointer;
	uintptr_t base = (uintptr_t)ours.base;
	uint32_t word;

	if (address < base || address >= base + ours.bytes || address % 16 != 0)
		return false;
	memcpy(&word, pointer, sizeof(word));
	return word == magic;
}
