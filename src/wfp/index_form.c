#include "wfp/index_form.h"

#include "wfp/filter.h"
#include "wfp/layer.h"

#include <string.h>

#define FIELDS 128

static bool
is_number(uint32_t type)
{
	return type == FWP_UINT8 || type == FWP_UINT16 || type == FWP_UINT32;
}

static bool
is_hashed(uint32_t type)
{
	return type == FWP_UINT64 || type == FWP_BYTE_ARRAY6_TYPE || type == FWP_BYTE_BLOB_TYPE;
}

/* 0: no words can be made of it. */
static unsigned
words_of(const struct layer_field *field)
{
	if (is_number(field->type) || is_hashed(field->type))
		return 1;
	return field->type == FWP_BYTE_ARRAY16_TYPE ? 4 : 0;
}

static uint8_t
shift_of(uint32_t type)
{
	return type == FWP_UINT8 ? 24 : type == FWP_UINT16 ? 16 : 0;
}

/* Has the condition a key, if its field has words? */
static bool
is_held(const struct layer_field *field, const FWPS_FILTER_CONDITION0 *condition)
{
	uint32_t type = condition->conditionValue.type;

	if (condition->matchType == FWP_MATCH_EQUAL && type == FWP_V4_ADDR_MASK)
		return field->type == FWP_UINT32;
	if (condition->matchType == FWP_MATCH_EQUAL && type == FWP_V6_ADDR_MASK)
		return field->type == FWP_BYTE_ARRAY16_TYPE;
	if (condition->matchType == FWP_MATCH_EQUAL)
		return type == field->type;
	if (condition->matchType == FWP_MATCH_RANGE)
		return type == FWP_RANGE_TYPE && is_number(field->type)
		    && condition->conditionValue.rangeValue->valueLow.type == field->type
		    && condition->conditionValue.rangeValue->valueHigh.type == field->type;
	return false;
}

static void
count_uses(uint32_t uses[FIELDS], const struct layer *layer, const struct filter *filter)
{
	const FWPS_FILTER_CONDITION0 *at = filter->shown.filterCondition;

	for (uint32_t left = filter->shown.numFilterConditions; left > 0; left--, at++) {
		if (is_held(&layer->fields[at->fieldId], at))
			uses[at->fieldId]++;
	}
}

static bool
form_add(struct form *form, const struct layer *layer, unsigned field)
{
	unsigned words = words_of(&layer->fields[field]);

	if (words == 0 || form->words + words > FORM_WIDE)
		return false;
	form->fields[form->field_count++] = (struct form_field){
		.field = (uint8_t)field,
		.type = layer->fields[field].type,
		.shift = shift_of(layer->fields[field].type),
	};
	form->words = (uint8_t)(form->words + words);
	return true;
}

/* In the order of use, but by width; words are given out last. */
static void
form_sort(struct form *form)
{
	static const uint8_t numbers[] = { FWP_UINT32, FWP_UINT16, FWP_UINT8 };
	uint8_t *const ends[] = { &form->numbers32, &form->numbers16, &form->numbers };
	struct form_field sorted[FORM_WIDE];
	unsigned count = 0, word = 0;

	for (unsigned width = 0; width < sizeof(numbers); width++) {
		for (unsigned at = 0; at < form->field_count; at++) {
			if (form->fields[at].type == numbers[width])
				sorted[count++] = form->fields[at];
		}
		*ends[width] = (uint8_t)count;
	}
	for (unsigned at = 0; at < form->field_count; at++) {
		if (!is_number(form->fields[at].type))
			sorted[count++] = form->fields[at];
	}
	memcpy(form->fields, sorted, sizeof(sorted[0]) * count);
	for (unsigned at = 0; at < count; at++) {
		form->fields[at].word = (uint8_t)word;
		word += form->fields[at].type == FWP_BYTE_ARRAY16_TYPE ? 4 : 1;
	}
}

void
form_make(struct form *form, uint16_t id, struct filter *const filters[], uint32_t count)
{
	const struct layer *layer = layer_by_id(id);
	uint32_t uses[FIELDS] = { 0 };

	*form = (struct form){ .layer = id };
	for (uint32_t at = 0; at < count; at++)
		count_uses(uses, layer, filters[at]);
	for (;;) {
		unsigned most = 0;

		for (unsigned field = 1; field < layer->field_count && field < FIELDS; field++) {
			if (uses[field] > uses[most])
				most = field;
		}
		if (uses[most] == 0)
			break;
		form_add(form, layer, most);
		uses[most] = 0;
	}
	form->wide = form->words > FORM_NARROW;
	form_sort(form);
}

static uint32_t
hash(const uint8_t *bytes, size_t count)
{
	uint64_t hash = count;

	for (; count >= 8; bytes += 8, count -= 8) {
		uint64_t word;

		memcpy(&word, bytes, 8);
		hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 32;
	}
	for (; count > 0; bytes++, count--)
		hash = (hash ^ *bytes) * UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)(hash >> 32) ^ (uint32_t)hash;
}

static uint32_t
number_of(const FWP_VALUE0 *value)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT8:
		return value->uint8;
	case FWP_UINT16:
		return value->uint16;
	default:
		return value->uint32;
	}
}

static uint32_t
big_endian(const uint8_t *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, 4);
	return __builtin_bswap32(word);
}

/* What is no number: the value has the field's type. */
static void
larger_words(const FWP_VALUE0 *value, uint32_t *words)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT64:
		*words = hash((const uint8_t *)value->uint64, 8);
		return;
	case FWP_BYTE_ARRAY6_TYPE:
		*words = hash(value->byteArray6->byteArray6, 6);
		return;
	case FWP_BYTE_BLOB_TYPE:
		*words = hash(value->byteBlob->data, value->byteBlob->size);
		return;
	default:
		for (unsigned part = 0; part < 4; part++)
			words[part] = big_endian(&value->byteArray16->byteArray16[4 * part]);
		return;
	}
}

static enum form_fit
words_one_by_one(const struct form *form, const FWPS_INCOMING_VALUE0 *values, uint32_t *words)
{
	enum form_fit fit = FORM_FITS;

	memset(words, 0, FORM_WIDE * sizeof(*words));
	for (unsigned at = 0; at < form->field_count; at++) {
		const struct form_field *field = &form->fields[at];
		const FWP_VALUE0 *value = &values[field->field].value;

		if (value->type == FWP_EMPTY)
			fit = FORM_EMPTIES;
		else if ((uint32_t)value->type != field->type)
			return FORM_STRANGE;
		else if (at < form->numbers)
			words[field->word] = number_of(value) << field->shift;
		else
			larger_words(value, &words[field->word]);
	}
	return fit;
}

/* Each number is read in its own width: a wider read of what was just written would wait. */
enum form_fit
form_words(const struct form *form, const FWPS_INCOMING_VALUE0 *values, uint32_t words[16])
{
	const struct form_field *fields = form->fields;
	uint32_t *to = &words[FORM_PAD];
	uint32_t differs = 0;
	unsigned at = 0;

	for (; at < form->field_count; at++)
		differs |= (uint32_t)values[fields[at].field].value.type ^ fields[at].type;
	if (differs != 0)
		return words_one_by_one(form, values, to);
	for (at = 0; at < form->numbers32; at++)
		to[at] = values[fields[at].field].value.uint32;
	for (; at < form->numbers16; at++)
		to[at] = (uint32_t)values[fields[at].field].value.uint16 << 16;
	for (; at < form->numbers; at++)
		to[at] = (uint32_t)values[fields[at].field].value.uint8 << 24;
	for (; at < form->field_count; at++)
		larger_words(&values[fields[at].field].value, &to[fields[at].word]);
	return FORM_FITS;
}

static void
interval(struct form_key *key, unsigned word, uint32_t low, uint32_t high)
{
	key->low[word] = low;
	key->span[word] = high - low;
	key->lengths[word] = (uint8_t)(low == high ? 32 : __builtin_clz(low ^ high));
}

static void
number_key(
    struct form_key *key, const struct form_field *field, const FWPS_FILTER_CONDITION0 *condition)
{
	const FWP_CONDITION_VALUE0 *wanted = &condition->conditionValue;
	uint32_t low, high;

	if (wanted->type == FWP_V4_ADDR_MASK) {
		low = wanted->v4AddrMask->addr & wanted->v4AddrMask->mask;
		high = low | ~wanted->v4AddrMask->mask;
		if ((~wanted->v4AddrMask->mask & (~wanted->v4AddrMask->mask + 1)) != 0)
			key->confirm = true; /* no prefix: all between is more than it asks for */
		interval(key, field->word, low, high);
		return;
	}
	if (wanted->type == FWP_RANGE_TYPE) {
		low = number_of(&wanted->rangeValue->valueLow);
		high = number_of(&wanted->rangeValue->valueHigh);
	} else {
		low = high = number_of((const FWP_VALUE0 *)(const void *)wanted);
	}
	interval(key, field->word, low << field->shift,
	    (high << field->shift) | ((UINT32_C(1) << field->shift) - 1));
}

static void
address_key(
    struct form_key *key, const struct form_field *field, const FWP_CONDITION_VALUE0 *wanted)
{
	bool prefix = wanted->type == FWP_V6_ADDR_MASK;
	unsigned length = prefix ? wanted->v6AddrMask->prefixLength : 128;
	const uint8_t *bytes = prefix ? wanted->v6AddrMask->addr : wanted->byteArray16->byteArray16;

	for (unsigned part = 0; part < 4; part++, bytes += 4) {
		unsigned bits = length > 32 ? 32 : length;
		uint32_t mask = form_mask(bits);

		interval(key, field->word + part, big_endian(bytes) & mask,
		    (big_endian(bytes) & mask) | ~mask);
		length -= bits;
	}
}

static void
hash_key(struct form_key *key, const struct form_field *field, const FWP_CONDITION_VALUE0 *wanted)
{
	uint32_t word;

	larger_words((const FWP_VALUE0 *)(const void *)wanted, &word);
	interval(key, field->word, word, word);
	key->confirm = true;
}

static const struct form_field *
form_find(const struct form *form, unsigned field)
{
	for (unsigned at = 0; at < form->field_count; at++) {
		if (form->fields[at].field == field)
			return &form->fields[at];
	}
	return NULL;
}

/* The conditions on one field, `count` of them; which: the one that is met, NULL: any of them. */
struct group {
	const FWPS_FILTER_CONDITION0 *first;
	uint32_t count;
	const struct form_field *field; /* NULL: not in the key */
};

/* Takes the next group of *at, all on one field, even if not all are alternatives; `room`: how many alternatives it may have. */
static struct group
group_take(const struct form *form, const FWPS_FILTER_CONDITION0 **at,
    const FWPS_FILTER_CONDITION0 *end, unsigned room)
{
	const struct layer *layer = layer_by_id(form->layer);
	struct group group = { .first = *at, .field = form_find(form, (*at)->fieldId) };

	for (; *at != end && (*at)->fieldId == group.first->fieldId; (*at)++) {
		group.count++;
		if ((*at)->reserved != 0 || !is_held(&layer->fields[group.first->fieldId], *at))
			group.field = NULL;
	}
	if (group.count > room)
		group.field = NULL;
	return group;
}

unsigned
form_keys(const struct form *form, const struct filter *filter)
{
	const FWPS_FILTER_CONDITION0 *at = filter->shown.filterCondition;
	const FWPS_FILTER_CONDITION0 *end = at + filter->shown.numFilterConditions;
	unsigned keys = 1;

	while (at != end) {
		struct group group = group_take(form, &at, end, FORM_KEYS / keys);

		if (group.field != NULL)
			keys *= group.count;
	}
	return keys;
}

void
form_key(const struct form *form, const struct filter *filter, unsigned which, struct form_key *key)
{
	const FWPS_FILTER_CONDITION0 *at = filter->shown.filterCondition;
	const FWPS_FILTER_CONDITION0 *end = at + filter->shown.numFilterConditions;
	unsigned keys = 1;

	memset(key, 0, sizeof(*key));
	memset(key->span, 0xff, sizeof(key->span));
	while (at != end) {
		struct group group = group_take(form, &at, end, FORM_KEYS / keys);
		const FWPS_FILTER_CONDITION0 *chosen;

		if (group.field == NULL) {
			key->confirm = true;
			continue;
		}
		chosen = &group.first[which / keys % group.count];
		keys *= group.count;
		if (is_number(group.field->type))
			number_key(key, group.field, chosen);
		else if (group.field->type == FWP_BYTE_ARRAY16_TYPE)
			address_key(key, group.field, &chosen->conditionValue);
		else
			hash_key(key, group.field, &chosen->conditionValue);
	}
}
