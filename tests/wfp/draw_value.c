#include "draw_value.h"

#include <stddef.h>
#include <string.h>

#define PEOPLE 12

uint32_t
chance_below(struct chance *chance, uint32_t limit)
{
	uint64_t mixed = chance->state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(((mixed >> 32) * limit) >> 32);
}

bool
chance_percent(struct chance *chance, unsigned percent)
{
	return chance_below(chance, 100) < percent;
}

uint32_t
chance_bits(struct chance *chance)
{
	return chance_below(chance, UINT32_MAX);
}

/* ---- people: their SIDs, tokens, and descriptors about them ---------------------------- */

/* S-1-5-number, revision 1 with one sub-authority.  [ms-dtyp 2.4.2] */
static void *
write_person(uint32_t person[DRAW_SID / 4], uint32_t number)
{
	const SID sid = { 1, 1, { 0, 0, 0, 0, 0, 5 }, { number % PEOPLE } };

	memcpy(person, &sid, DRAW_SID);
	return person;
}

static uint32_t
person_of(uint32_t word, unsigned at)
{
	return word >> 6 * at;
}

static void
write_token(uint32_t word, struct draw_token *token)
{
	token->access = (TOKEN_ACCESS_INFORMATION){ 0 };
	for (unsigned at = 0; at < DRAW_SIDS; at++) {
		token->sids[at].Sid = write_person(token->people[at], person_of(word, at));
		token->sids[at].Attributes =
		    (word >> 20 & 3) == at ? SE_GROUP_USE_FOR_DENY_ONLY : SE_GROUP_ENABLED;
	}
	token->all = (struct draw_sids){ DRAW_SIDS, token->sids };
	token->access.SidHash = (void *)&token->all;
	token->information = (FWP_TOKEN_INFORMATION){ DRAW_SIDS, token->sids, 0, NULL };
	token->blob = (FWP_BYTE_BLOB){ sizeof(token->access), (UINT8 *)&token->access };
	if (word % 8 != 0)
		return;
	token->restricted.Sid = write_person(token->people[DRAW_SIDS], word >> 8);
	token->restricted.Attributes = SE_GROUP_ENABLED;
	token->restricting = (struct draw_sids){ 1, &token->restricted };
	token->access.RestrictedSidHash = (void *)&token->restricting;
	token->information.restrictedSidCount = 1;
	token->information.restrictedSids = &token->restricted;
}

/* Entries about the people of the word's token, or their neighbours. */
static void
write_descriptor(uint32_t word, struct draw_descriptor *to)
{
	unsigned entries = word % 13 % (DRAW_SIDS + 1);

	*to = (struct draw_descriptor){
		.header = { .Revision = 1,
		    .Control = SE_SELF_RELATIVE | SE_DACL_PRESENT,
		    .Dacl = offsetof(struct draw_descriptor, list)
			- offsetof(struct draw_descriptor, header) },
		.list = { .AclRevision = 2, .AceCount = (USHORT)entries },
	};
	if (word % 11 == 0)
		to->header.Dacl = 0; /* everybody may */
	to->list.AclSize = (USHORT)(sizeof(to->list) + entries * sizeof(to->entries[0]));
	to->blob.size = (UINT32)(sizeof(to->header) + to->list.AclSize);
	to->blob.data = (UINT8 *)&to->header;
	for (unsigned at = 0; at < entries; at++) {
		to->entries[at].header = (ACE_HEADER){
			.AceType = (word >> 24 >> at & 1) != 0 ? ACCESS_DENIED_ACE_TYPE
							       : ACCESS_ALLOWED_ACE_TYPE,
			.AceFlags = word >> 27 == at ? INHERIT_ONLY_ACE : 0,
			.AceSize = sizeof(to->entries[0]),
		};
		to->entries[at].mask =
		    word >> 27 == at + 8 ? READ_CONTROL : READ_CONTROL | FWP_ACTRL_MATCH_FILTER;
		write_person(to->entries[at].person, person_of(word, DRAW_SIDS - 1 - at));
	}
}

FWP_VALUE0
draw_token_of(const FWP_BYTE_BLOB *descriptor, FWP_DATA_TYPE type, struct draw_room *room)
{
	const struct draw_room *from = (const void *)((const char *)descriptor
	    - offsetof(struct draw_room, descriptor) - offsetof(struct draw_descriptor, blob));

	return draw_value(type, from->word, room);
}

/* ---- values ----------------------------------------------------------------------- */

static void
write_text(struct chance *own, uint32_t word, WCHAR text[DRAW_TEXT + 1])
{
	static const WCHAR letters[] = { 'a', 'A', 'b', 0xE9, 0xC9, 0xF7, 0xD7 };
	unsigned size = word % (DRAW_TEXT + 1);

	for (unsigned at = 0; at < size; at++)
		text[at] = letters[chance_below(own, at < 4 ? 2 : 7)];
	text[size] = 0;
}

static void
write_bytes(struct chance *own, uint8_t *bytes, unsigned size, uint32_t limit)
{
	for (unsigned at = 0; at < size; at++)
		bytes[at] = (uint8_t)chance_below(own, limit);
}

static FWP_VALUE0
draw_wide(FWP_DATA_TYPE type, uint32_t word, struct draw_room *room)
{
	struct chance own = { .state = word };
	FWP_VALUE0 value = { .type = type, .byteBlob = (FWP_BYTE_BLOB *)&room->number };

	switch ((uint32_t)type) {
	case FWP_UINT64:
	case FWP_INT64:
		room->number = (UINT64)chance_bits(&own) << 32 | chance_bits(&own);
		break;
	case FWP_DOUBLE:
		room->real = (int32_t)word / 8.0;
		break;
	case FWP_BYTE_ARRAY16_TYPE:
		write_bytes(&own, room->array16.byteArray16, 16, 256);
		memset(room->array16.byteArray16, 0x20 + word % 2, 6);
		break;
	case FWP_BYTE_ARRAY6_TYPE:
		write_bytes(&own, room->array6.byteArray6, 6, 256);
		break;
	case FWP_BITMAP_ARRAY64_TYPE:
		write_bytes(&own, room->bitmap.bitmapArray64, 8, 256);
		break;
	case FWP_BYTE_BLOB_TYPE:
		room->blob = (FWP_BYTE_BLOB){ word % (DRAW_BLOB + 1), room->bytes };
		write_bytes(&own, room->bytes, DRAW_BLOB, 3);
		break;
	case FWP_UNICODE_STRING_TYPE:
		write_text(&own, word, room->text);
		break;
	case FWP_SID:
		write_person(room->person, word);
		break;
	case FWP_TOKEN_INFORMATION_TYPE:
		write_token(word, &room->token);
		value.tokenInformation = &room->token.information;
		break;
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		write_token(word, &room->token);
		value.tokenAccessInformation = &room->token.blob;
		break;
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		write_descriptor(word, &room->descriptor);
		value.sd = &room->descriptor.blob;
		break;
	default:
		value.type = FWP_EMPTY;
		break;
	}
	return value;
}

FWP_VALUE0
draw_value(FWP_DATA_TYPE type, uint32_t word, struct draw_room *room)
{
	FWP_VALUE0 value = { .type = type };

	room->word = word;
	switch ((uint32_t)type) {
	case FWP_UINT8:
	case FWP_INT8:
		value.uint8 = (UINT8)(word % 5 == 0 ? word >> 8 : word % 20);
		break;
	case FWP_BITMAP_INDEX_TYPE:
		value.uint8 = word % 64;
		break;
	case FWP_UINT16:
	case FWP_INT16:
		value.uint16 = (UINT16)word;
		break;
	case FWP_UINT32:
	case FWP_INT32:
		value.uint32 = word;
		break;
	case FWP_FLOAT:
		value.float32 = (float)(int16_t)word;
		break;
	default:
		return draw_wide(type, word, room);
	}
	return value;
}

void
draw_value_copy(FWP_VALUE0 *to, struct draw_room *room, const FWP_VALUE0 *from)
{
	const struct draw_token *token;

	*to = *from;
	switch ((uint32_t)from->type) {
	case FWP_UINT64:
	case FWP_INT64:
	case FWP_DOUBLE:
	case FWP_BITMAP_ARRAY64_TYPE:
		room->number = *from->uint64;
		to->uint64 = &room->number;
		break;
	case FWP_BYTE_ARRAY16_TYPE:
		room->array16 = *from->byteArray16;
		to->byteArray16 = &room->array16;
		break;
	case FWP_BYTE_ARRAY6_TYPE:
		room->array6 = *from->byteArray6;
		to->byteArray6 = &room->array6;
		break;
	case FWP_BYTE_BLOB_TYPE:
		room->blob = (FWP_BYTE_BLOB){ from->byteBlob->size, room->bytes };
		memcpy(room->bytes, from->byteBlob->data, from->byteBlob->size);
		to->byteBlob = &room->blob;
		break;
	case FWP_UNICODE_STRING_TYPE:
		memcpy(room->text, from->unicodeString, sizeof(room->text));
		to->unicodeString = room->text;
		break;
	case FWP_SID:
		memcpy(room->person, from->sid, DRAW_SID);
		to->sid = (SID *)(void *)room->person;
		break;
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		token = (const void *)((const char *)from->tokenAccessInformation
		    - offsetof(struct draw_token, blob));
		*to = draw_value(from->type,
		    ((const struct draw_room *)(const void *)((const char *)token
			 - offsetof(struct draw_room, token)))
			->word,
		    room);
		break;
	case FWP_TOKEN_INFORMATION_TYPE:
		token = (const void *)((const char *)from->tokenInformation
		    - offsetof(struct draw_token, information));
		*to = draw_value(from->type,
		    ((const struct draw_room *)(const void *)((const char *)token
			 - offsetof(struct draw_room, token)))
			->word,
		    room);
		break;
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		*to = draw_token_of(from->sd, FWP_SECURITY_DESCRIPTOR_TYPE, room);
		break;
	default:
		break;
	}
}

/* A value's own bytes, the last of which is the least; their number in *size. */
static uint8_t *
bytes_of(FWP_VALUE0 *value, unsigned *size, bool *little)
{
	*little = true;
	switch ((uint32_t)value->type) {
	case FWP_UINT8:
	case FWP_INT8:
	case FWP_BITMAP_INDEX_TYPE:
		*size = 1;
		return &value->uint8;
	case FWP_UINT16:
	case FWP_INT16:
		*size = 2;
		return (uint8_t *)&value->uint16;
	case FWP_UINT32:
	case FWP_INT32:
		*size = 4;
		return (uint8_t *)&value->uint32;
	case FWP_UINT64:
	case FWP_INT64:
	case FWP_BITMAP_ARRAY64_TYPE:
		*size = 8;
		return (uint8_t *)value->uint64;
	case FWP_BYTE_ARRAY16_TYPE:
		*little = false;
		*size = 16;
		return value->byteArray16->byteArray16;
	case FWP_BYTE_ARRAY6_TYPE:
		*little = false;
		*size = 6;
		return value->byteArray6->byteArray6;
	case FWP_BYTE_BLOB_TYPE:
		*little = false;
		*size = value->byteBlob->size;
		return value->byteBlob->data;
	default:
		*size = 0;
		return NULL;
	}
}

void
draw_value_step(FWP_VALUE0 *value, bool up)
{
	unsigned size;
	bool little;
	uint8_t *bytes = bytes_of(value, &size, &little);

	for (unsigned at = 0; at < size; at++) {
		uint8_t *digit = &bytes[little ? at : size - 1 - at];

		*digit = (uint8_t)(up ? *digit + 1 : *digit - 1);
		if (*digit != (up ? 0 : 0xFF))
			return;
	}
}

void
draw_value_flip(struct chance *chance, FWP_VALUE0 *value, unsigned from_bit)
{
	unsigned size, bit;
	bool little;
	uint8_t *bytes = bytes_of(value, &size, &little);

	if (size * 8 <= from_bit)
		return;
	bit = from_bit + chance_below(chance, size * 8 - from_bit); /* 0 is the highest */
	bytes[little ? size - 1 - bit / 8 : bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
}
