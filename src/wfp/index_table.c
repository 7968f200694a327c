#include "wfp/index_table.h"

#include "wfp/filter.h"

#include <assert.h>
#include <string.h>

#define CHAIN_LONG 8

static_assert(offsetof(struct entry, low) == FORM_PAD * 4, "the words follow the pad");
static_assert(offsetof(struct entry_rest, span) == FORM_PAD * 4, "the words follow the pad");

/* A block of entries; the first stands at its first address that 64 divides. */
struct slab {
	struct slab *next;
	size_t bytes;
};

static size_t
entry_bytes(const struct tables *tables)
{
	return tables->form.wide ? 128 : 64;
}

static void
slab_add(struct tables *tables, uint32_t entries)
{
	size_t bytes = sizeof(struct slab) + 64 + entries * entry_bytes(tables);
	struct slab *slab = arena_take(bytes);
	uintptr_t at = ((uintptr_t)(slab + 1) + 63) & ~(uintptr_t)63;

	slab->next = tables->slabs;
	slab->bytes = bytes;
	tables->slabs = slab;
	tables->bytes += bytes;
	at += entries * entry_bytes(tables);
	for (; entries > 0; entries--) {
		uint32_t name;

		at -= entry_bytes(tables);
		name = (uint32_t)((at - ARENA_SYSTEM) / 64);
		entry_at(name)->next = tables->free;
		tables->free = name;
	}
}

static uint32_t
entry_take(struct tables *tables)
{
	uint32_t name = tables->free;

	if (name == 0) {
		uint32_t all = tables->open.count;

		for (unsigned table = 0; table < tables->plan.count; table++)
			all += tables->counts[table];
		slab_add(tables, all / 8 + 14);
		name = tables->free;
	}
	tables->free = entry_at(name)->next;
	return name;
}

static void
slots_take(struct tables *tables, unsigned table, uint32_t least)
{
	unsigned bits = 2;
	size_t bytes;

	while (UINT32_C(1) << bits < least)
		bits++;
	bytes = sizeof(uint32_t) << bits;
	tables->slots[table] = arena_take(bytes);
	tables->bytes += bytes;
	tables->first.of[table] = (uint32_t)(((uintptr_t)tables->slots[table] - ARENA_SYSTEM) / 4);
	tables->shift.of[table] = 32 - bits;
}

static void
slots_give(struct tables *tables, unsigned table)
{
	tables->bytes -= sizeof(uint32_t) << (32 - tables->shift.of[table]);
	arena_give(tables->slots[table]);
}

static uint32_t
slot_count(const struct tables *tables, unsigned table)
{
	return UINT32_C(1) << (32 - tables->shift.of[table]);
}

static uint32_t
hash_of(const struct tables *tables, unsigned table, const uint32_t *low)
{
	uint32_t sum = 0;

	for (unsigned at = 0; at < tables->form.words; at++)
		sum += (low[at] & tables->masks[at].of[table]) * hash_factors[at];
	return hash_end(sum);
}

static uint32_t *
slot_of(const struct tables *tables, unsigned table, uint32_t hash)
{
	return &tables->slots[table][hash >> tables->shift.of[table]];
}

static uint32_t
tags_of(const struct tables *tables, unsigned table, uint32_t hash)
{
	uint32_t tags = hash >> (tables->shift.of[table] - 6);

	return UINT32_C(1) << (TABLE_TAGS + (tags & 7))
	    | UINT32_C(1) << (TABLE_TAGS + (tags >> 3 & 7));
}

/* The heavier first, among equals the earlier filter. */
static bool
goes_before(const struct tables *tables, const struct entry *one, const struct entry *other)
{
	if (one->weight != other->weight)
		return one->weight > other->weight;
	return entry_rest(one, tables->form.wide)->filter->shown.filterId
	    < entry_rest(other, tables->form.wide)->filter->shown.filterId;
}

static void
chain_put(struct tables *tables, uint32_t *slot, uint32_t tags, uint32_t name)
{
	struct entry *entry = entry_at(name), *before = NULL;
	uint32_t next = *slot & TABLE_ENTRY;
	unsigned passed = 0;

	while (next != 0 && !goes_before(tables, entry, entry_at(next))) {
		before = entry_at(next);
		next = before->next;
		passed++;
	}
	if (passed > CHAIN_LONG)
		tables->strain++;
	entry->next = next;
	if (before == NULL)
		*slot = (*slot & ~TABLE_ENTRY) | name;
	else
		before->next = name;
	*slot |= tags;
}

/* Twice as many slots as entries at least, when they are made. */
static void
table_grow(struct tables *tables, unsigned table)
{
	uint32_t count = slot_count(tables, table);
	uint32_t *slots = tables->slots[table];

	tables->bytes -= count * sizeof(*slots);
	slots_take(tables, table, count * 4);
	for (uint32_t at = 0; at < count; at++) {
		uint32_t name = slots[at] & TABLE_ENTRY;

		while (name != 0) {
			uint32_t next = entry_at(name)->next;
			uint32_t hash = hash_of(tables, table, entry_at(name)->low);

			chain_put(tables, slot_of(tables, table, hash),
			    tags_of(tables, table, hash), name);
			name = next;
		}
	}
	arena_give(slots);
}

static void
raise_reach(struct tables *tables, unsigned table, uint64_t weight)
{
	for (unsigned at = 0; at <= table; at++) {
		if (tables->reach[at] < weight)
			tables->reach[at] = weight;
	}
}

static uint32_t
entry_make(struct tables *tables, struct filter *filter, const struct form_key *key)
{
	uint32_t name = entry_take(tables);
	struct entry *entry = entry_at(name);
	struct entry_rest *rest = entry_rest(entry, tables->form.wide);
	unsigned words = tables->form.wide ? FORM_WIDE : FORM_NARROW;

	entry->weight = filter->weight;
	memcpy(entry->low, key->low, words * sizeof(uint32_t));
	rest->filter = filter;
	rest->place = filter->place;
	rest->confirm = key->confirm;
	memcpy(rest->span, key->span, words * sizeof(uint32_t));
	return name;
}

static void
table_put(struct tables *tables, struct filter *filter, const struct form_key *key)
{
	unsigned table = plan_table(&tables->plan, key);
	uint32_t name = entry_make(tables, filter, key);
	uint32_t hash;

	if (table == tables->plan.count) {
		open_add(&tables->open, name, entry_at(name),
		    entry_rest(entry_at(name), tables->form.wide));
		return;
	}
	hash = hash_of(tables, table, key->low);
	raise_reach(tables, table, filter->weight);
	chain_put(tables, slot_of(tables, table, hash), tags_of(tables, table, hash), name);
	if (++tables->counts[table] > slot_count(tables, table))
		table_grow(tables, table);
}

void
tables_add(struct tables *tables, struct filter *filter)
{
	unsigned keys = form_keys(&tables->form, filter);

	for (unsigned which = 0; which < keys; which++) {
		struct form_key key;

		form_key(&tables->form, filter, which, &key);
		table_put(tables, filter, &key);
	}
}

static void
entry_give(struct tables *tables, uint32_t name)
{
	entry_at(name)->next = tables->free;
	tables->free = name;
}

static bool
is_of(const struct tables *tables, uint32_t name, const struct filter *filter)
{
	return entry_rest(entry_at(name), tables->form.wide)->filter == filter;
}

static void
open_drop(struct tables *tables, const struct filter *filter)
{
	uint32_t at = tables->open.count;
	uint32_t name;

	do {
		at--;
		name = open_name(&tables->open, at);
	} while (!is_of(tables, name, filter));
	open_remove(&tables->open, at);
	entry_give(tables, name);
}

/* Makes the chain anew, and its tags. */
static void
table_drop(struct tables *tables, const struct filter *filter, const struct form_key *key)
{
	unsigned table = plan_table(&tables->plan, key);
	uint32_t *slot, name, kept = 0, tags = 0;
	bool dropped = false;

	if (table == tables->plan.count) {
		open_drop(tables, filter);
		return;
	}
	slot = slot_of(tables, table, hash_of(tables, table, key->low));
	name = *slot & TABLE_ENTRY;
	*slot = 0;
	while (name != 0) {
		struct entry *entry = entry_at(name);
		uint32_t next = entry->next;

		if (!dropped && is_of(tables, name, filter)) {
			entry_give(tables, name);
			dropped = true;
		} else {
			tags |= tags_of(tables, table, hash_of(tables, table, entry->low));
			if (kept == 0)
				*slot = name;
			else
				entry_at(kept)->next = name;
			entry->next = 0;
			kept = name;
		}
		name = next;
	}
	*slot |= tags;
	assert(dropped);
	tables->counts[table]--;
}

void
tables_remove(struct tables *tables, const struct filter *filter)
{
	unsigned keys = form_keys(&tables->form, filter);

	for (unsigned which = 0; which < keys; which++) {
		struct form_key key;

		form_key(&tables->form, filter, which, &key);
		table_drop(tables, filter, &key);
	}
}

/* What the tables of a plan will hold. */
struct contents {
	uint64_t heaviest[PLAN_TABLES];
	uint32_t entries[PLAN_TABLES];
	uint32_t all;
};

/* The table with the heaviest filter first, so that a search may end early. */
static void
plan_sort(struct plan *plan, struct contents *contents)
{
	struct plan sorted = { .count = plan->count };
	struct contents by_weight = { .all = contents->all };
	bool used[PLAN_TABLES] = { false };

	for (unsigned at = 0; at < plan->count; at++) {
		unsigned best = plan->count;

		for (unsigned table = 0; table < plan->count; table++) {
			if (!used[table]
			    && (best == plan->count
				|| contents->heaviest[table] > contents->heaviest[best]))
				best = table;
		}
		used[best] = true;
		memcpy(sorted.lengths[at], plan->lengths[best], sizeof(sorted.lengths[at]));
		by_weight.entries[at] = contents->entries[best];
	}
	*plan = sorted;
	*contents = by_weight;
}

static void
tables_plan(struct tables *tables, struct filter *const filters[], uint32_t count,
    struct contents *contents)
{
	plan_make(&tables->plan, &tables->form, filters, count);
	for (uint32_t at = 0; at < count; at++) {
		unsigned keys = form_keys(&tables->form, filters[at]);

		for (unsigned which = 0; which < keys; which++) {
			struct form_key key;
			unsigned table;

			form_key(&tables->form, filters[at], which, &key);
			table = plan_table(&tables->plan, &key);
			contents->all++;
			if (table == tables->plan.count)
				continue;
			if (contents->heaviest[table] < filters[at]->weight)
				contents->heaviest[table] = filters[at]->weight;
			contents->entries[table]++;
		}
	}
	plan_sort(&tables->plan, contents);
}

struct tables *
tables_make(uint16_t layer, struct filter *const filters[], uint32_t count)
{
	void *block = arena_take(sizeof(struct tables) + 64);
	struct tables *tables = (struct tables *)(((uintptr_t)block + 63) & ~(uintptr_t)63);
	struct contents contents = { 0 };

	tables->block = block;
	tables->bytes = sizeof(*tables) + 64;
	form_make(&tables->form, layer, filters, count);
	tables_plan(tables, filters, count, &contents);
	for (unsigned table = 0; table < PLAN_TABLES; table++) {
		bool used = table < tables->plan.count;

		for (unsigned word = 0; used && word < FORM_WIDE; word++)
			tables->masks[word].of[table] =
			    form_mask(tables->plan.lengths[table][word]);
		slots_take(tables, table, contents.entries[table] * 2);
	}
	slab_add(tables, contents.all + contents.all / 16 + 2);
	open_start(&tables->open, tables->form.wide ? FORM_WIDE : FORM_NARROW);
	for (uint32_t at = count; at > 0;
	     at--) /* the lighter go behind: each at its chain's head */
		tables_add(tables, filters[at - 1]);
	return tables;
}

void
tables_free(struct tables *tables)
{
	for (unsigned table = 0; table < PLAN_TABLES; table++)
		slots_give(tables, table);
	while (tables->slabs != NULL) {
		struct slab *slab = tables->slabs;

		tables->slabs = slab->next;
		arena_give(slab);
	}
	open_stop(&tables->open);
	arena_give(tables->block);
}
