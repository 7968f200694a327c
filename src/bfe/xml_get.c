#include "bfe/xml_form.h"

#include "bfe/xml_key.h"
#include "bfe/xml_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool
get_key(struct xml_getter *getter, const struct xml *element, GUID *key)
{
	if (*xml_text(element) == '\0' && element->first == NULL)
		return true;
	if (xml_key_read(xml_text(element), key))
		return true;
	xml_complain(getter->error, getter->file, element,
	    "<%.40s>: '%.60s' is no GUID, nor the name of one", element->name, xml_text(element));
	return false;
}

static bool
get_key_pointer(struct xml_getter *getter, const struct xml *element, GUID **key)
{
	if (*xml_text(element) == '\0' && element->first == NULL)
		return true;
	*key = xml_take(getter, sizeof(**key));
	return get_key(getter, element, *key);
}

/* A word, or a number of eight hexadecimal digits. */
static bool
get_flag(struct xml_getter *getter, const struct xml *item, const struct xml_word *words,
    uint32_t *flags)
{
	const char *text = xml_text(item);
	uint32_t flag;
	char *end;

	if (!xml_word_value(words, text, &flag)) {
		flag = (uint32_t)strtoul(text, &end, 16);
		if (strlen(text) != 8 || *end != '\0') {
			xml_complain(getter->error, getter->file, item,
			    "'%.60s' is no flag that is known here", text);
			return false;
		}
	}
	*flags |= flag;
	return true;
}

static bool
is_item(struct xml_getter *getter, const struct xml *child)
{
	if (strcmp(child->name, "item") == 0)
		return true;
	xml_complain(getter->error, getter->file, child, "<%.40s> among items", child->name);
	return false;
}

static bool
get_flags(struct xml_getter *getter, const struct xml *element, const struct xml_word *words,
    uint32_t *flags)
{
	*flags = 0;
	for (const struct xml *item = element->first; item != NULL; item = item->next) {
		if (!is_item(getter, item) || !get_flag(getter, item, words, flags))
			return false;
	}
	return true;
}

static bool
get_word(struct xml_getter *getter, const struct xml *element, const struct xml_word *words,
    uint32_t *value)
{
	uint64_t number;

	if (xml_word_value(words, xml_text(element), value))
		return true;
	if (*xml_text(element) < '0' || *xml_text(element) > '9') {
		xml_complain(getter->error, getter->file, element,
		    "<%.40s>: '%.60s' is not known here", element->name, xml_text(element));
		return false;
	}
	if (!xml_get_number(getter, element, UINT32_MAX, &number))
		return false;
	*value = (uint32_t)number;
	return true;
}

static bool
get_number(struct xml_getter *getter, const struct xml *element, enum xml_form form, void *at)
{
	uint64_t number;

	if (form == FORM_UINT64)
		return xml_get_number(getter, element, UINT64_MAX, at);
	if (form == FORM_UINT16) {
		if (!xml_get_number(getter, element, UINT16_MAX, &number))
			return false;
		*(uint16_t *)at = (uint16_t)number;
		return true;
	}
	if (!xml_get_number(getter, element, UINT32_MAX, &number))
		return false;
	*(uint32_t *)at = (uint32_t)number;
	return true;
}

static bool
get_bool(struct xml_getter *getter, const struct xml *element, uint32_t *value)
{
	*value = strcmp(xml_text(element), "true") == 0;
	if (*value || strcmp(xml_text(element), "false") == 0)
		return true;
	xml_complain(
	    getter->error, getter->file, element, "<%.40s> wants true or false", element->name);
	return false;
}

static bool
get_items(struct xml_getter *getter, const struct xml *element, const struct xml_member *member,
    void *object)
{
	size_t bytes = member->shape->bytes;
	char *items;

	if (element->children == 0)
		return true;
	items = xml_take(getter, element->children * bytes);
	*(char **)((char *)object + member->at) = items;
	for (const struct xml *item = element->first; item != NULL; item = item->next) {
		if (!is_item(getter, item) || !xml_get(getter, member->shape, item, items))
			return false;
		items += bytes;
	}
	*(uint32_t *)((char *)object + member->count_at) = element->children;
	return true;
}

static bool
get_member(struct xml_getter *getter, const struct xml *element, const struct xml_member *member,
    void *object)
{
	void *at = (char *)object + member->at;

	switch (member->form) {
	case FORM_KEY:
		return get_key(getter, element, at);
	case FORM_KEY_POINTER:
		return get_key_pointer(getter, element, at);
	case FORM_STRING:
		return xml_get_string(getter, element, at);
	case FORM_SID:
		return xml_get_sid(getter, element, at);
	case FORM_BLOB:
		return xml_get_blob(getter, element, at);
	case FORM_BLOB_POINTER:
		*(FWP_BYTE_BLOB **)at = xml_take(getter, sizeof(FWP_BYTE_BLOB));
		return xml_get_blob(getter, element, *(FWP_BYTE_BLOB **)at);
	case FORM_FLAGS:
		return get_flags(getter, element, member->words, at);
	case FORM_WORD:
		return get_word(getter, element, member->words, at);
	case FORM_UINT16:
	case FORM_UINT32:
	case FORM_UINT64:
		return get_number(getter, element, member->form, at);
	case FORM_BOOL:
		return get_bool(getter, element, at);
	case FORM_VALUE:
	case FORM_CONDITION:
		return xml_get_value(getter, element, at);
	case FORM_SHAPE:
		return xml_get(getter, member->shape, element, at);
	case FORM_ITEMS:
		return get_items(getter, element, member, object);
	case FORM_NOTHING:
		break;
	}
	return true;
}

/* Nothing needs more than this: an item of 40 bytes has six elements, a SID of two letters 28. */
size_t
xml_room(const struct xml *element)
{
	return 64 + 64 * xml_elements(element) + 16 * xml_text_bytes(element);
}

static bool
is_first(const struct xml *element, const struct xml *child)
{
	return xml_child(element, child->name) == child;
}

bool
xml_get(struct xml_getter *getter, const struct xml_shape *shape, const struct xml *element,
    void *object)
{
	for (const struct xml *child = element->first; child != NULL; child = child->next) {
		const struct xml_member *member = shape->members;

		while (member->name != NULL && strcmp(member->name, child->name) != 0)
			member++;
		if (member->name == NULL) {
			getter->unknown(getter->context, child);
			continue;
		}
		if (!is_first(element, child)) {
			xml_complain(
			    getter->error, getter->file, child, "<%.40s> twice", child->name);
			return false;
		}
		if (!get_member(getter, child, member, object))
			return false;
	}
	return true;
}
