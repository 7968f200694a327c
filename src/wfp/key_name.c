#include "wfp/key_name.h"

#include <stdlib.h>
#include <string.h>

static int
compare_key(const void *key, const void *element)
{
	const uint16_t *index = element;

	return memcmp(key, &key_names[*index].key, sizeof(GUID));
}

const char *
key_name(const GUID *key)
{
	const uint16_t *index = bsearch(
	    key, key_names_by_key, key_names_by_key_count, sizeof(*key_names_by_key), compare_key);

	return index != NULL ? key_names[*index].name : NULL;
}

static int
compare_name(const void *name, const void *element)
{
	const struct key_name *row = element;

	return strcmp(name, row->name);
}

const GUID *
key_by_name(const char *whole_name)
{
	const struct key_name *row =
	    bsearch(whole_name, key_names, key_name_count, sizeof(*key_names), compare_name);

	return row != NULL ? &row->key : NULL;
}
