#include "bfe/xml_form.h"

#include "bfe/xml_key.h"
#include "bfe/xml_value.h"
#include "wfp/key.h"

#include <string.h>

static void
put_key(struct xml_writer *writer, const char *name, const GUID *key)
{
	char room[XML_KEY_TEXT];

	xml_leaf(writer, name, key == NULL || key_is_zero(key) ? "" : xml_key_text(key, room));
}

/* A word an item; what has no word is one number, the last. */
static void
put_flags(struct xml_writer *writer, const char *name, const struct xml_word *words, uint32_t flags)
{
	uint32_t nameless = flags;
	size_t count = 0;

	for (const struct xml_word *at = words; at->word != NULL; at++) {
		count += (flags & at->value) != 0;
		nameless &= ~at->value;
	}
	if (!xml_open_items(writer, name, count + (nameless != 0)))
		return;
	for (const struct xml_word *at = words; at->word != NULL; at++) {
		if ((flags & at->value) != 0)
			xml_leaf(writer, "item", at->word);
	}
	if (nameless != 0)
		xml_leaf_format(writer, "item", "%08X", nameless);
	xml_close(writer, name);
}

static void
put_word(struct xml_writer *writer, const char *name, const struct xml_word *words, uint32_t value)
{
	const char *word = xml_word(words, value);

	if (word != NULL)
		xml_leaf(writer, name, word);
	else
		xml_leaf_format(writer, name, "%u", value);
}

static void
put_items(struct xml_writer *writer, const struct xml_member *member, const void *object)
{
	const char *items = *(const char *const *)((const char *)object + member->at);
	uint32_t count = *(const uint32_t *)((const char *)object + member->count_at);

	if (!xml_open_items(writer, member->name, items == NULL ? 0 : count))
		return;
	for (uint32_t i = 0; i < count; i++) {
		xml_open(writer, "item");
		xml_put(writer, member->shape, items + i * member->shape->bytes);
		xml_close(writer, "item");
	}
	xml_close(writer, member->name);
}

static void
put_member(struct xml_writer *writer, const struct xml_member *member, const void *object)
{
	const void *at = (const char *)object + member->at;
	const void *pointer = NULL;

	if (member->form == FORM_KEY_POINTER || member->form == FORM_STRING
	    || member->form == FORM_SID || member->form == FORM_BLOB_POINTER)
		pointer = *(const void *const *)at;
	switch (member->form) {
	case FORM_KEY:
		put_key(writer, member->name, at);
		break;
	case FORM_KEY_POINTER:
		put_key(writer, member->name, pointer);
		break;
	case FORM_STRING:
		xml_put_string(writer, member->name, pointer);
		break;
	case FORM_SID:
		xml_put_sid(writer, member->name, pointer);
		break;
	case FORM_BLOB:
		xml_put_blob(writer, member->name, at, SENSE_NONE);
		break;
	case FORM_BLOB_POINTER:
		xml_put_blob(writer, member->name, pointer, SENSE_NONE);
		break;
	case FORM_FLAGS:
		put_flags(writer, member->name, member->words, *(const uint32_t *)at);
		break;
	case FORM_WORD:
		put_word(writer, member->name, member->words, *(const uint32_t *)at);
		break;
	case FORM_UINT16:
		xml_leaf_format(writer, member->name, "%u", *(const uint16_t *)at);
		break;
	case FORM_UINT32:
		xml_leaf_format(writer, member->name, "%u", *(const uint32_t *)at);
		break;
	case FORM_UINT64:
		xml_leaf_format(writer, member->name, "%lu", (unsigned long)*(const uint64_t *)at);
		break;
	case FORM_BOOL:
		xml_leaf(writer, member->name, *(const uint32_t *)at != 0 ? "true" : "false");
		break;
	case FORM_VALUE:
		xml_put_value(writer, member->name, at, SENSE_NONE);
		break;
	case FORM_CONDITION:
		xml_put_value(writer, member->name, at,
		    xml_sense_of(&((const FWPM_FILTER_CONDITION0 *)object)->fieldKey));
		break;
	case FORM_SHAPE:
		xml_open(writer, member->name);
		xml_put(writer, member->shape, at);
		xml_close(writer, member->name);
		break;
	case FORM_ITEMS:
		put_items(writer, member, object);
		break;
	case FORM_NOTHING:
		xml_empty(writer, member->name);
		break;
	}
}

void
xml_put(struct xml_writer *writer, const struct xml_shape *shape, const void *object)
{
	for (const struct xml_member *member = shape->members; member->name != NULL; member++) {
		if (member->present == NULL || member->present(object))
			put_member(writer, member, object);
	}
}
