/*
 * The form of a layer's index: which of the layer's fields become words.
 *
 * A word is 32 bits of a packet's values: an IPv4 address, a quarter of an IPv6 one, a port or
 * another small number in the highest bits, or a hash of what is larger.  What a filter asks of
 * a word is an interval, and of hashes one value; a filter's key says for each word from where
 * to where, and how many leading bits all that lies between has in common.
 *
 * What doesn't fit (NOT_EQUAL, flags, descriptors, fields that found no room) is left open in
 * the key, and the key says that a packet inside it must be confirmed with filter_matches.
 */
#ifndef WFP_INDEX_FORM_H
#define WFP_INDEX_FORM_H

#include "nt/fwp.h"

#include <stdbool.h>
#include <stdint.h>

struct filter;

#define FORM_PAD 3 /* lanes in front of the words, where an entry keeps other things */
#define FORM_NARROW 5
#define FORM_WIDE 13
#define FORM_KEYS 8 /* a filter has at most so many keys: alternatives on a field */

struct form_field {
	uint8_t field;
	uint8_t type;  /* FWP_DATA_TYPE */
	uint8_t shift; /* of a number, into the highest bits */
	uint8_t word;  /* the first */
};

struct form {
	struct form_field fields[FORM_WIDE]; /* numbers first, the wider before the narrower */
	uint8_t field_count;
	uint8_t numbers;   /* of which */
	uint8_t numbers32; /* have 32 bits, and */
	uint8_t numbers16; /* have 16 or more */
	uint8_t words;
	bool wide;
	uint16_t layer;
};

struct form_key {
	uint32_t low[FORM_WIDE];
	uint32_t span[FORM_WIDE];
	uint8_t lengths[FORM_WIDE]; /* leading bits that are the same from low to low + span */
	bool confirm;
};

/* The fields that these filters ask for most, as far as there is room. */
void form_make(struct form *form, uint16_t layer, struct filter *const filters[], uint32_t count);

/* How many keys the filter has; a packet that meets it lies in one of them. */
unsigned form_keys(const struct form *form, const struct filter *filter);
void form_key(
    const struct form *form, const struct filter *filter, unsigned which, struct form_key *key);

enum form_fit {
	FORM_FITS,
	FORM_EMPTIES, /* some values are empty: what the words find must be confirmed */
	FORM_STRANGE, /* a value has another type than its field: the words say nothing */
};
enum form_fit form_words(
    const struct form *form, const FWPS_INCOMING_VALUE0 *values, uint32_t words[16]);

static inline uint32_t
form_mask(unsigned length)
{
	return length == 0 ? 0 : UINT32_MAX << (32 - length);
}

#endif
