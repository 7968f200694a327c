/*
 * Drawing values: a value of any type from a word of 32 bits, the same word giving the same value.
 *
 * Words that differ give values that are near one another: SIDs of a few people, tokens and
 * descriptors of the same people, strings that differ in the case of their letters.
 */
#ifndef TESTS_WFP_DRAW_VALUE_H
#define TESTS_WFP_DRAW_VALUE_H

#include "nt/fwp.h"
#include "nt/se.h"

#include <stdbool.h>
#include <stdint.h>

#define DRAW_BLOB 12
#define DRAW_TEXT 8
#define DRAW_SID 12 /* bytes of one with a single sub-authority */
#define DRAW_SIDS 3 /* of a token; and entries of a descriptor */

struct chance {
	uint64_t state;
};

uint32_t chance_below(struct chance *chance, uint32_t limit);
uint32_t chance_bits(struct chance *chance);
bool chance_percent(struct chance *chance, unsigned percent);

/* SID_AND_ATTRIBUTES_HASH without its hash, which nobody reads. */
struct draw_sids {
	ULONG count;
	SID_AND_ATTRIBUTES *sids;
};

struct draw_token {
	FWP_BYTE_BLOB blob;
	FWP_TOKEN_INFORMATION information;
	TOKEN_ACCESS_INFORMATION access;
	struct draw_sids all, restricting;
	SID_AND_ATTRIBUTES sids[DRAW_SIDS], restricted;
	uint32_t people[DRAW_SIDS + 1][DRAW_SID / 4];
};

struct draw_descriptor {
	FWP_BYTE_BLOB blob;
	SECURITY_DESCRIPTOR_RELATIVE header;
	ACL list;
	struct {
		ACE_HEADER header;
		ACCESS_MASK mask;
		uint32_t person[DRAW_SID / 4];
	} entries[DRAW_SIDS];
};

/* What the pointers of one value point to. */
struct draw_room {
	uint32_t word; /* of which the value was made, if nothing else tells */
	union {
		UINT64 number;
		double real;
		FWP_BYTE_ARRAY16 array16;
		FWP_BYTE_ARRAY6 array6;
		FWP_BITMAP_ARRAY64 bitmap;
		struct {
			FWP_BYTE_BLOB blob;
			uint8_t bytes[DRAW_BLOB];
		};
		WCHAR text[DRAW_TEXT + 1];
		uint32_t person[DRAW_SID / 4];
		struct draw_token token;
		struct draw_descriptor descriptor;
	};
};

FWP_VALUE0 draw_value(FWP_DATA_TYPE type, uint32_t word, struct draw_room *room);

/* Deep; the value was drawn, and maybe changed by the below. */
void draw_value_copy(FWP_VALUE0 *to, struct draw_room *room, const FWP_VALUE0 *from);

/* One more or one less, as of a number of many digits.  Another bit; from_bit is the first that may
 * be, 0 the highest.  What is no number stays. */
void draw_value_step(FWP_VALUE0 *value, bool up);
void draw_value_flip(struct chance *chance, FWP_VALUE0 *value, unsigned from_bit);

/* Of a drawn descriptor: the token, of that type, that it is about. */
FWP_VALUE0 draw_token_of(
    const FWP_BYTE_BLOB *descriptor, FWP_DATA_TYPE type, struct draw_room *room);

#endif
