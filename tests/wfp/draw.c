#include "draw.h"

#include <string.h>

void
draw_style(struct chance *chance, struct draw_style *style)
{
	static const unsigned word_counts[] = { 2, 5, 16, 64, DRAW_WORDS };

	*style = (struct draw_style){
		.word_count = word_counts[chance_below(chance, 5)],
		.fields_limit = 1 + chance_below(chance, 6),
		.only_tuples = chance_percent(chance, 40),
		.plain = chance_percent(chance, 30),
		.nests_percent = chance_below(chance, 90),
		.again_percent = chance_percent(chance, 30) ? 0 : chance_below(chance, 40),
		.weights = chance_percent(chance, 50) ? 1 + chance_below(chance, 6) : UINT32_MAX,
		.sublayers = 1 + chance_below(chance, 6),
	};
	for (unsigned at = 0; at < DRAW_WORDS; at++)
		style->words[at] = chance_bits(chance);
	for (unsigned at = 0; at < style->sublayers; at++)
		style->sublayer_weights[at] = (uint16_t)chance_below(chance, 4);
}

static bool
is_number(const struct layer_field *field)
{
	return field->type >= FWP_UINT8 && field->type <= FWP_UINT64;
}

static bool
is_ordered(const struct layer_field *field)
{
	return (field->type >= FWP_UINT8 && field->type <= FWP_INT64)
	    || field->type == FWP_BYTE_ARRAY16_TYPE || field->type == FWP_BYTE_BLOB_TYPE
	    || field->type == FWP_UNICODE_STRING_TYPE;
}

static bool
has_endings(const struct layer_field *field)
{
	return field->type == FWP_BYTE_BLOB_TYPE || field->type == FWP_UNICODE_STRING_TYPE;
}

/* Reserved fields have no type that anybody knows. */
static bool
can_be_drawn(const struct layer_field *field)
{
	return field->has_condition && field->type != FWP_EMPTY;
}

static bool
is_token(const struct layer_field *field)
{
	return field->type == FWP_TOKEN_ACCESS_INFORMATION_TYPE
	    || field->type == FWP_TOKEN_INFORMATION_TYPE;
}

static uint32_t
draw_word(struct chance *chance, const struct draw_style *style)
{
	if (chance_percent(chance, 5))
		return chance_bits(chance);
	return style->words[chance_below(chance, style->word_count)];
}

/* ---- filters ---------------------------------------------------------------------- */

static FWP_VALUE0 *
single(FWP_CONDITION_VALUE0 *value)
{
	return (FWP_VALUE0 *)(void *)value;
}

/* Lengths that people use, and others. */
static unsigned
draw_length(struct chance *chance, unsigned bits)
{
	static const uint8_t usual[] = { 8, 16, 20, 23, 24, 28, 30, 31, 32 };

	if (chance_percent(chance, 70))
		return usual[chance_below(chance, sizeof(usual))] * bits / 32;
	return chance_below(chance, bits + 1);
}

static void
draw_network(struct chance *chance, const struct draw_style *style, const struct layer_field *field,
    struct oracle_condition *condition, struct draw_condition_room *room)
{
	unsigned bits = field->type == FWP_UINT32 ? 32 : 128;
	unsigned length = draw_length(chance, bits);
	FWP_VALUE0 address = draw_value(field->type, draw_word(chance, style), &room->low);

	if (chance_percent(chance, style->nests_percent))
		draw_value_flip(chance, &address, bits / 2);
	if (bits == 32) {
		room->v4 = (FWP_V4_ADDR_AND_MASK){ address.uint32,
			length == 0 ? 0 : UINT32_MAX << (32 - length) };
		condition->value.type = FWP_V4_ADDR_MASK;
		condition->value.v4AddrMask = &room->v4;
	} else {
		memcpy(room->v6.addr, address.byteArray16->byteArray16, 16);
		room->v6.prefixLength = (UINT8)length;
		condition->value.type = FWP_V6_ADDR_MASK;
		condition->value.v6AddrMask = &room->v6;
	}
}

static void
draw_range(struct chance *chance, const struct draw_style *style, const struct layer_field *field,
    struct oracle_condition *condition, struct draw_condition_room *room)
{
	FWP_VALUE0 low = draw_value(field->type, draw_word(chance, style), &room->low), high;

	if (chance_percent(chance, 50)) { /* narrow */
		draw_value_copy(&high, &room->high, &low);
		for (unsigned steps = chance_below(chance, 12); steps > 0; steps--)
			draw_value_step(&high, true);
	} else {
		high = draw_value(field->type, draw_word(chance, style), &room->high);
	}
	condition->match = FWP_MATCH_RANGE;
	condition->value.type = FWP_RANGE_TYPE;
	condition->value.rangeValue = &room->range;
	room->range = (FWP_RANGE0){ low, high };
	if (oracle_meets(&low, FWP_MATCH_GREATER, (FWP_CONDITION_VALUE0 *)(void *)&high))
		room->range = (FWP_RANGE0){ high, low };
}

static FWP_MATCH_TYPE
draw_match(struct chance *chance, const struct draw_style *style, const struct layer_field *field)
{
	static const FWP_MATCH_TYPE ordered[] = { FWP_MATCH_GREATER, FWP_MATCH_LESS,
		FWP_MATCH_GREATER_OR_EQUAL, FWP_MATCH_LESS_OR_EQUAL };
	static const FWP_MATCH_TYPE flags[] = { FWP_MATCH_FLAGS_ALL_SET, FWP_MATCH_FLAGS_ANY_SET,
		FWP_MATCH_FLAGS_NONE_SET };

	if (style->plain || chance_percent(chance, 50))
		return FWP_MATCH_EQUAL;
	if (chance_percent(chance, 15))
		return FWP_MATCH_NOT_EQUAL;
	if (has_endings(field) && chance_percent(chance, 50))
		return chance_percent(chance, 50) ? FWP_MATCH_PREFIX : FWP_MATCH_NOT_PREFIX;
	if (field->type == FWP_UNICODE_STRING_TYPE && chance_percent(chance, 40))
		return FWP_MATCH_EQUAL_CASE_INSENSITIVE;
	if (is_number(field) && chance_percent(chance, 40))
		return flags[chance_below(chance, 3)];
	return is_ordered(field) ? ordered[chance_below(chance, 4)] : FWP_MATCH_EQUAL;
}

static bool
is_equality(FWP_MATCH_TYPE match)
{
	return match == FWP_MATCH_EQUAL || match == FWP_MATCH_NOT_EQUAL;
}

/* A single value. */
static void
draw_one(struct chance *chance, const struct draw_style *style, const struct layer_field *field,
    struct oracle_condition *condition, struct draw_room *room)
{
	FWP_DATA_TYPE type = (FWP_DATA_TYPE)field->type;

	if (is_token(field) && chance_percent(chance, 90))
		type = FWP_SECURITY_DESCRIPTOR_TYPE;
	if (type == FWP_BITMAP_INDEX_TYPE && chance_percent(chance, 80))
		type = FWP_BITMAP_ARRAY64_TYPE;
	*single(&condition->value) = draw_value(type, draw_word(chance, style), room);
	if (condition->match >= FWP_MATCH_FLAGS_ALL_SET
	    && condition->match <= FWP_MATCH_FLAGS_NONE_SET && field->type == FWP_UINT32)
		condition->value.uint32 &=
		    1u << chance_below(chance, 32) | 1u << chance_below(chance, 32);
	if (condition->match >= FWP_MATCH_PREFIX && type == FWP_BYTE_BLOB_TYPE)
		room->blob.size %= 3;
	if (condition->match >= FWP_MATCH_PREFIX && type == FWP_UNICODE_STRING_TYPE)
		room->text[1] = 0;
}

void
draw_condition(struct chance *chance, const struct draw_style *style,
    const struct layer_field *field, struct oracle_condition *condition,
    struct draw_condition_room *room)
{
	condition->match = draw_match(chance, style, field);
	if (condition->match == FWP_MATCH_EQUAL && is_ordered(field)
	    && chance_percent(chance, field->address ? 8 : 25)) {
		draw_range(chance, style, field, condition, room);
	} else if (field->address && is_equality(condition->match) && chance_percent(chance, 70)) {
		draw_network(chance, style, field, condition, room);
	} else if (is_equality(condition->match) && !style->plain && chance_percent(chance, 4)) {
		condition->value = (FWP_CONDITION_VALUE0){ .type = FWP_EMPTY };
	} else {
		draw_one(chance, style, field, condition, &room->low);
	}
}

static bool
is_tuple(const struct layer_field *field)
{
	return field->address || strstr(field->name, "PORT") != NULL
	    || strstr(field->name, "PROTOCOL") != NULL;
}

static bool
draw_field(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    uint16_t *field)
{
	for (unsigned tries = 0; tries < 100; tries++) {
		const struct layer_field *row;

		*field = (uint16_t)chance_below(chance, layer->field_count);
		row = &layer->fields[*field];
		if (can_be_drawn(row) && (!style->only_tuples || is_tuple(row)))
			return true;
	}
	return false;
}

static FWP_ACTION_TYPE
draw_action(struct chance *chance)
{
	if (chance_percent(chance, 15))
		return FWP_ACTION_CALLOUT_INSPECTION;
	return chance_percent(chance, 25) ? FWP_ACTION_BLOCK : FWP_ACTION_PERMIT;
}

void
draw_filter(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    struct drawn_filter *drawn)
{
	struct oracle_filter *filter = &drawn->filter;
	unsigned fields = chance_below(chance, style->fields_limit + 1);
	uint32_t sublayer = chance_below(chance, style->sublayers);

	*filter = (struct oracle_filter){
		.layer = layer->id,
		.sublayer = 1 + sublayer,
		.sublayer_weight = style->sublayer_weights[sublayer],
		.weight = (uint64_t)chance_below(chance, style->weights) << chance_below(chance, 2),
		.action = draw_action(chance),
		.conditions = drawn->conditions,
	};
	filter->clears_right =
	    filter->action != FWP_ACTION_CALLOUT_INSPECTION && chance_percent(chance, 10);
	while (fields-- > 0 && filter->condition_count < DRAW_CONDITIONS) {
		uint16_t field;

		if (!draw_field(chance, style, layer, &field))
			break;
		do {
			struct oracle_condition *condition =
			    &drawn->conditions[filter->condition_count];

			condition->field = field;
			draw_condition(chance, style, &layer->fields[field], condition,
			    &drawn->rooms[filter->condition_count++]);
		} while (filter->condition_count < DRAW_CONDITIONS
		    && chance_percent(chance, style->again_percent));
	}
}

/* ---- packets ---------------------------------------------------------------------- */

static void
meet_network(struct chance *chance, const FWP_CONDITION_VALUE0 *network, FWP_VALUE0 *value,
    struct draw_room *room)
{
	unsigned bits = network->type == FWP_V4_ADDR_MASK
	    ? (unsigned)__builtin_popcount(network->v4AddrMask->mask)
	    : network->v6AddrMask->prefixLength;

	if (network->type == FWP_V4_ADDR_MASK) {
		*value = (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = network->v4AddrMask->addr };
	} else {
		memcpy(room->array16.byteArray16, network->v6AddrMask->addr, 16);
		*value =
		    (FWP_VALUE0){ .type = FWP_BYTE_ARRAY16_TYPE, .byteArray16 = &room->array16 };
	}
	for (unsigned flips = chance_below(chance, 4); flips > 0; flips--)
		draw_value_flip(chance, value, bits);
}

/* A value that meets the condition, or is beside it. */
void
draw_meeting(struct chance *chance, const struct layer_field *field,
    const struct oracle_condition *condition, FWP_VALUE0 *value, struct draw_room *room)
{
	const FWP_CONDITION_VALUE0 *wanted = &condition->value;

	if (wanted->type == FWP_EMPTY) {
		*value = (FWP_VALUE0){ .type = FWP_EMPTY };
		return;
	}
	if (wanted->type == FWP_V4_ADDR_MASK || wanted->type == FWP_V6_ADDR_MASK)
		meet_network(chance, wanted, value, room);
	else if (wanted->type == FWP_RANGE_TYPE)
		draw_value_copy(value, room,
		    chance_percent(chance, 50) ? &wanted->rangeValue->valueLow
					       : &wanted->rangeValue->valueHigh);
	else if (wanted->type == FWP_SECURITY_DESCRIPTOR_TYPE)
		*value = draw_token_of(wanted->sd, (FWP_DATA_TYPE)field->type, room);
	else if (wanted->type == FWP_BITMAP_ARRAY64_TYPE && field->type == FWP_BITMAP_INDEX_TYPE)
		*value = draw_value(FWP_BITMAP_INDEX_TYPE, chance_bits(chance), room);
	else
		draw_value_copy(value, room, (const FWP_VALUE0 *)(const void *)wanted);
	if (condition->match == FWP_MATCH_FLAGS_ALL_SET && field->type == FWP_UINT32)
		value->uint32 |= chance_bits(chance);
	for (unsigned steps = chance_below(chance, 3); steps > 0; steps--) {
		if (condition->match != FWP_MATCH_EQUAL)
			draw_value_step(value, chance_percent(chance, 50));
	}
}

static void
spoil(struct chance *chance, FWP_VALUE0 *value)
{
	switch (chance_below(chance, 4)) {
	case 0:
		draw_value_step(value, true);
		break;
	case 1:
		draw_value_step(value, false);
		break;
	case 2:
		draw_value_flip(chance, value, 0);
		break;
	case 3:
		value->type = FWP_EMPTY;
		break;
	}
}

void
draw_packet(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    const struct oracle_filter *near, struct drawn_packet *drawn)
{
	for (unsigned field = 0; field < layer->field_count; field++) {
		FWP_VALUE0 *value = &drawn->values[field].value;

		*value = (FWP_VALUE0){ .type = FWP_EMPTY };
		if (!chance_percent(chance, 12))
			*value = draw_value(layer->fields[field].type, draw_word(chance, style),
			    &drawn->rooms[field]);
	}
	for (uint32_t at = 0; near != NULL && at < near->condition_count; at++) {
		uint16_t field = near->conditions[at].field;

		if (at == 0 || near->conditions[at - 1].field != field
		    || chance_percent(chance, 40))
			draw_meeting(chance, &layer->fields[field], &near->conditions[at],
			    &drawn->values[field].value, &drawn->rooms[field]);
	}
	if (near != NULL && near->condition_count > 0 && chance_percent(chance, 15)) {
		uint32_t at = chance_below(chance, near->condition_count);

		spoil(chance, &drawn->values[near->conditions[at].field].value);
	}
}

void
draw_copy(struct drawn_packet *to, const struct drawn_packet *from, const struct layer *layer)
{
	for (unsigned field = 0; field < layer->field_count; field++)
		draw_value_copy(
		    &to->values[field].value, &to->rooms[field], &from->values[field].value);
}
