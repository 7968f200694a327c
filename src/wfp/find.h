/*
 * Finding the filters that a packet meets, from heavy to light.
 *
 * A find sees the policy that was published when it began, whatever is
 * published until it ends; a filter that is removed meanwhile lives on.
 */
#ifndef WFP_FIND_H
#define WFP_FIND_H

#include "nt/fwp.h"

#include <stddef.h>
#include <stdint.h>

#define FIND_BURST 32

struct filter;

/* One classify's way through its layer's filters; it lies on the caller's stack. */
struct find {
	const FWPS_INCOMING_VALUE0 *values;
	struct filter_set *set;
	uint32_t at; /* behind the last one found */
};

void find_begin(struct find *find, uint16_t layer, const FWPS_INCOMING_VALUE0 *values);
void find_end(struct find *find);

/* The heaviest filter that matches and is lighter than the last one; NULL: none. */
struct filter *find_next(struct find *find);
/* The same, past the sublayer of the last one. */
struct filter *find_next_sublayer(struct find *find);

/* For captures: the heaviest matching filter of each of at most FIND_BURST packets, or NULL. */
void find_burst(uint16_t layer, const FWPS_INCOMING_VALUE0 *const values[], unsigned count,
    struct filter *found[]);

/* What the layer's index takes beside the filters themselves. */
size_t find_bytes(uint16_t layer);

#endif
