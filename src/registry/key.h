/*
 * The registry's tree: keys, and the values of each.
 *
 * Names keep the spelling they were made with and are found in any case.
 * Subkeys are kept in the order of their names, values in the order in which they were made.
 * A key that was removed stays until the last reference to it goes, and has no parent.
 */
#ifndef REGISTRY_KEY_H
#define REGISTRY_KEY_H

#include "base/list.h"
#include "nt/registry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters, and bytes.  [win32:registry-element-size-limits] */
#define KEY_NAME_LIMIT 255
#define VALUE_NAME_LIMIT 16383
#define VALUE_DATA_LIMIT (1 << 20)

struct reg_key {
	struct link link; /* of the parent's subkeys */
	struct reg_key *parent;
	struct link subkeys;
	struct link values;
	struct reg_key *target; /* where this symbolic link leads, or NULL */
	uint32_t references;    /* of open key objects, not of the tree */
	bool is_volatile;
	bool removed;
	uint64_t written;     /* system time */
	uint32_t name_length; /* characters */
	WCHAR name[];
};

struct reg_value {
	struct link link;
	uint32_t type;
	uint32_t data_bytes;
	void *data; /* NULL if there are no bytes */
	uint32_t name_length;
	WCHAR name[];
};

void reg_keys_start(void);
struct reg_key *reg_key_root(void); /* \REGISTRY */

/* Of the name: NULL if there is none. Links are not followed. */
struct reg_key *reg_key_find(const struct reg_key *parent, const WCHAR *name, size_t length);
struct reg_key *reg_key_add(
    struct reg_key *parent, const WCHAR *name, size_t length, bool is_volatile);
void reg_key_remove(struct reg_key *key); /* one without subkeys */
void reg_key_reference(struct reg_key *key);
void reg_key_dereference(struct reg_key *key);

/* The path, unterminated, as far as `limit` goes; its whole length in characters. */
size_t reg_key_path(const struct reg_key *key, WCHAR *out, size_t limit);

struct reg_value *reg_value_find(const struct reg_key *key, const WCHAR *name, size_t length);
void reg_value_set(struct reg_key *key, const WCHAR *name, size_t length, uint32_t type,
    const void *data, uint32_t bytes);
void reg_value_remove(struct reg_key *key, struct reg_value *value);

/* A value's name as callers give it: NULL and the empty string name the default value. */
struct reg_value_name {
	const WCHAR *text;
	size_t length;
};
static inline struct reg_value_name
reg_value_name(const UNICODE_STRING *name)
{
	if (name == NULL)
		return (struct reg_value_name){ NULL, 0 };
	return (struct reg_value_name){ name->Buffer, name->Length / sizeof(WCHAR) };
}

/* Number `index`, or NULL. */
struct reg_key *reg_key_subkey(const struct reg_key *key, uint32_t index);
struct reg_value *reg_key_value(const struct reg_key *key, uint32_t index);

#endif
