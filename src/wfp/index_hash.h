/*
 * The hash of an index: a sum of products of masked words, stirred once.  The highest bits say
 * which slot of a table, the next six which two of the slot's eight tag bits.
 */
#ifndef WFP_INDEX_HASH_H
#define WFP_INDEX_HASH_H

#include "wfp/index_form.h"

#define HASH_STIR 0x85EBCA77u
#define HASH_STIR_SHIFT 15

extern const uint32_t hash_factors[FORM_WIDE];

static inline uint32_t
hash_end(uint32_t sum)
{
	return (sum ^ sum >> HASH_STIR_SHIFT) * HASH_STIR;
}

#endif
