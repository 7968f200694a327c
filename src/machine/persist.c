/*
 * A list of records in the order in which they are made again: each key, then its values; each
 * directory before what is in it.
 */
#include "machine/persist.h"

#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/open.h"
#include "storage/disk.h"

#include <stdlib.h>
#include <string.h>

#define PATH_LIMIT 1024 /* characters */

enum record_kind {
	RECORD_KEY,
	RECORD_VALUE, /* of the last key */
	RECORD_DIRECTORY,
	RECORD_FILE,
};

struct record {
	struct record *next;
	enum record_kind kind;
	uint32_t type; /* of a value */
	size_t length; /* of the path or name */
	size_t bytes;
	WCHAR text[]; /* and then the bytes */
};

struct persist {
	struct record *first;
	struct record **end;
};

static void *
bytes_of(struct record *record)
{
	return record->text + record->length;
}

static void
add(struct persist *persist, struct record wanted, const WCHAR *text, const void *bytes)
{
	struct record *record =
	    malloc(sizeof *record + wanted.length * sizeof *text + wanted.bytes);

	if (record == NULL)
		host_die("out of memory for what outlives a restart");
	*record = wanted;
	if (wanted.length > 0)
		memcpy(record->text, text, wanted.length * sizeof *text);
	if (wanted.bytes > 0)
		memcpy(bytes_of(record), bytes, wanted.bytes);
	*persist->end = record;
	persist->end = &record->next;
}

/* Links are the registry's own; the root itself is on no disk. */
static void
take_key(struct persist *persist, const struct reg_key *key)
{
	const struct reg_key *subkey;
	const struct reg_value *value;
	WCHAR path[PATH_LIMIT];
	size_t length = reg_key_path(key, path, PATH_LIMIT);

	if ((key->is_volatile && key != reg_key_root()) || key->target != NULL
	    || length > PATH_LIMIT)
		return;
	add(persist, (struct record){ .kind = RECORD_KEY, .length = length }, path, NULL);
	for (uint32_t at = 0; (value = reg_key_value(key, at)) != NULL; at++) {
		struct record record = { .kind = RECORD_VALUE,
			.type = value->type,
			.length = value->name_length,
			.bytes = value->data_bytes };

		add(persist, record, value->name, value->data);
	}
	for (uint32_t at = 0; (subkey = reg_key_subkey(key, at)) != NULL; at++)
		take_key(persist, subkey);
}

static void
take_file(struct persist *persist, const struct disk_file *file)
{
	WCHAR path[PATH_LIMIT];
	struct record record = { .kind = file->directory ? RECORD_DIRECTORY : RECORD_FILE,
		.length = disk_spell(file, path, PATH_LIMIT),
		.bytes = file->bytes };

	if (file->delete_pending || record.length > PATH_LIMIT)
		return;
	if (file != disk_root())
		add(persist, record, path, file->data);
	LIST_EACH (at, &file->entries)
		take_file(persist, LIST_ITEM(at, struct disk_file, link));
}

struct persist *
persist_take(void)
{
	struct persist *persist = calloc(1, sizeof *persist);

	if (persist == NULL)
		host_die("out of memory for what outlives a restart");
	persist->end = &persist->first;
	take_key(persist, reg_key_root());
	take_file(persist, disk_root());
	return persist;
}

static struct reg_key *
give_key(struct record *record)
{
	size_t prefix = reg_key_path(reg_key_root(), NULL, 0);

	if (record->length <= prefix)
		return reg_key_root();
	return reg_key_walk_make(reg_key_root(), record->text + prefix, record->length - prefix);
}

static void
give_file(struct record *record)
{
	struct disk_name name = { 0 };
	struct disk_file *file = NULL;

	disk_find(disk_root(), record->text, record->length, &name, &file);
	if (file == NULL && name.parent != NULL)
		file = disk_add(name, record->kind == RECORD_DIRECTORY);
	if (file != NULL && record->bytes > 0 && disk_resize(file, record->bytes))
		memcpy(file->data, bytes_of(record), record->bytes);
}

static struct reg_key *
give(struct record *record, struct reg_key *key)
{
	switch (record->kind) {
	case RECORD_KEY:
		return give_key(record);
	case RECORD_VALUE:
		reg_value_set(key, record->text, record->length, record->type, bytes_of(record),
		    (uint32_t)record->bytes);
		break;
	case RECORD_DIRECTORY:
	case RECORD_FILE:
		give_file(record);
		break;
	}
	return key;
}

void
persist_give(struct persist *persist)
{
	struct record *next;
	struct reg_key *key = NULL;

	registry_start();
	disk_start();
	for (struct record *at = persist->first; at != NULL; at = next) {
		key = give(at, key);
		next = at->next;
		free(at);
	}
	free(persist);
}
