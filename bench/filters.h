/*
 * Rules as filters at OUTBOUND_TRANSPORT_V4, and packets as the values of that layer.
 *
 * Rule i is a filter of sublayer i modulo their number, its weight higher than its followers';
 * source is local, destination remote.  What a rule leaves open has no condition.
 */
#ifndef BENCH_FILTERS_H
#define BENCH_FILTERS_H

#include "rules.h"
#include "trace.h"

#include "nt/fwp.h"

#include <stddef.h>

#define FILTERS_LAYER 16 /* FWPS_LAYER_OUTBOUND_TRANSPORT_V4  [fwpsk.h] */
#define FILTERS_VALUES 16

struct filter;
struct callout;

struct filters {
	struct filter **each; /* by rule */
	uint32_t count;
	unsigned sublayers;
};

void filters_start(void);

/* Add every rule's filter and publish them at once; and the way back. */
struct filters filters_add(const struct rules *rules, unsigned sublayers);
void filters_remove(struct filters *set);

/* One filter, not yet added.  Every 8th rule blocks, the others permit. */
struct filter *filters_make(const struct rules *rules, uint32_t at, unsigned sublayers);
FWP_ACTION_TYPE filters_action(uint32_t at);

/* A filter without conditions, whose callout is asked, in a sublayer lighter than all others. */
struct filter *filters_callout(struct callout *callout);

/* A packet's values, all of the layer's, as net/path fills them in. */
void filters_show(FWPS_INCOMING_VALUE0 *values, const uint8_t *packet);

#endif
