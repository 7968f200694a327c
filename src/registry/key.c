#include "registry/key.h"

#include "executive/string.h"
#include "host/arena.h"
#include "sched/clock.h"

#include <assert.h>
#include <string.h>

static MACHINE_STATE struct reg_key *root;

static struct reg_key *
reg_key_make(const WCHAR *name, size_t length)
{
	struct reg_key *key = arena_take(sizeof *key + length * sizeof *name);

	list_start(&key->link);
	list_start(&key->subkeys);
	list_start(&key->values);
	key->written = CLOCK_BOOT_TIME + clock_now_100ns();
	key->name_length = (uint32_t)length;
	memcpy(key->name, name, length * sizeof *name);
	return key;
}

void
reg_keys_start(void)
{
	static const WCHAR name[] = u"REGISTRY";

	root = reg_key_make(name, sizeof name / sizeof *name - 1);
	root->is_volatile = true;
}

struct reg_key *
reg_key_root(void)
{
	return root;
}

static int
name_order(const struct reg_key *key, const WCHAR *name, size_t length)
{
	size_t common = length < key->name_length ? length : key->name_length;

	for (size_t i = 0; i < common; i++) {
		int difference = string_upcase(key->name[i]) - string_upcase(name[i]);

		if (difference != 0)
			return difference;
	}
	return (int)key->name_length - (int)length;
}

struct reg_key *
reg_key_find(const struct reg_key *parent, const WCHAR *name, size_t length)
{
	LIST_EACH (at, &parent->subkeys) {
		struct reg_key *key = LIST_ITEM(at, struct reg_key, link);

		if (name_order(key, name, length) == 0)
			return key;
	}
	return NULL;
}

static void
reg_key_insert(struct reg_key *parent, struct reg_key *key)
{
	struct link *before = &parent->subkeys;

	LIST_EACH (at, &parent->subkeys) {
		if (name_order(LIST_ITEM(at, struct reg_key, link), key->name, key->name_length)
		    > 0) {
			before = at;
			break;
		}
	}
	list_add(before, &key->link);
	key->parent = parent;
}

static void
reg_key_touch(struct reg_key *key)
{
	key->written = CLOCK_BOOT_TIME + clock_now_100ns();
}

struct reg_key *
reg_key_add(struct reg_key *parent, const WCHAR *name, size_t length, bool is_volatile)
{
	struct reg_key *key = reg_key_make(name, length);

	key->is_volatile = is_volatile;
	reg_key_insert(parent, key);
	reg_key_touch(parent);
	return key;
}

static void
reg_key_free(struct reg_key *key)
{
	LIST_EACH_SAFE (at, &key->values)
		reg_value_remove(key, LIST_ITEM(at, struct reg_value, link));
	arena_give(key);
}

void
reg_key_remove(struct reg_key *key)
{
	assert(list_empty(&key->subkeys) && !key->removed);
	list_remove(&key->link);
	reg_key_touch(key->parent);
	key->parent = NULL;
	key->removed = true;
	if (key->references == 0)
		reg_key_free(key);
}

void
reg_key_reference(struct reg_key *key)
{
	key->references++;
}

void
reg_key_dereference(struct reg_key *key)
{
	if (--key->references == 0 && key->removed)
		reg_key_free(key);
}

size_t
reg_key_path(const struct reg_key *key, WCHAR *out, size_t limit)
{
	size_t length = 0;
	size_t end;

	for (const struct reg_key *at = key; at != NULL; at = at->parent)
		length += 1 + at->name_length;
	end = length;
	for (const struct reg_key *at = key; at != NULL; at = at->parent) {
		size_t start = end - at->name_length;

		for (size_t i = start; i < end && i < limit; i++)
			out[i] = at->name[i - start];
		if (start - 1 < limit)
			out[start - 1] = u'\\';
		end = start - 1;
	}
	return length;
}

struct reg_value *
reg_value_find(const struct reg_key *key, const WCHAR *name, size_t length)
{
	LIST_EACH (at, &key->values) {
		struct reg_value *value = LIST_ITEM(at, struct reg_value, link);

		if (value->name_length == length && string_same(value->name, name, length, true))
			return value;
	}
	return NULL;
}

static struct reg_value *
reg_value_add(struct reg_key *key, const WCHAR *name, size_t length)
{
	struct reg_value *value = arena_take(sizeof *value + length * sizeof *name);

	value->name_length = (uint32_t)length;
	if (length > 0)
		memcpy(value->name, name, length * sizeof *name);
	list_add(&key->values, &value->link);
	return value;
}

/* The data may be the value's own, so it is copied before the old goes. */
void
reg_value_set(struct reg_key *key, const WCHAR *name, size_t length, uint32_t type,
    const void *data, uint32_t bytes)
{
	struct reg_value *value = reg_value_find(key, name, length);
	void *copy = NULL;

	if (bytes > 0) {
		copy = arena_take(bytes);
		memcpy(copy, data, bytes);
	}
	if (value == NULL)
		value = reg_value_add(key, name, length);
	if (value->data != NULL)
		arena_give(value->data);
	value->type = type;
	value->data = copy;
	value->data_bytes = bytes;
	reg_key_touch(key);
}

void
reg_value_remove(struct reg_key *key, struct reg_value *value)
{
	list_remove(&value->link);
	if (value->data != NULL)
		arena_give(value->data);
	arena_give(value);
	reg_key_touch(key);
}

static struct link *
item(const struct link *list, uint32_t index)
{
	LIST_EACH (at, list) {
		if (index-- == 0)
			return at;
	}
	return NULL;
}

struct reg_key *
reg_key_subkey(const struct reg_key *key, uint32_t index)
{
	struct link *at = item(&key->subkeys, index);

	return at != NULL ? LIST_ITEM(at, struct reg_key, link) : NULL;
}

struct reg_value *
reg_key_value(const struct reg_key *key, uint32_t index)
{
	struct link *at = item(&key->values, index);

	return at != NULL ? LIST_ITEM(at, struct reg_value, link) : NULL;
}
