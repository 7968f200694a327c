/*
 * Classify: one question to the filter engine, and its answer.
 *
 * net/path fills in a struct classify for a layer and calls classify_run on a machine thread;
 * the engine finds the matching filters sublayer by sublayer, calls the callouts of the
 * driver, and folds their answers (wfp/arbitrate).  Values that path leaves untouched are
 * FWP_EMPTY.  Everything a callout is shown lives in the arena, and is scribbled
 * over after the call: a driver that keeps a pointer reads poison [rules R67].
 */
#ifndef WFP_CLASSIFY_H
#define WFP_CLASSIFY_H

#include "nt/fwp.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLASSIFY_VALUES 48

struct filter;
struct flow;
struct indication;
struct layer;

struct classify {
	FWPS_INCOMING_VALUE0 values[CLASSIFY_VALUES]; /* by field index of the layer */
	FWPS_INCOMING_METADATA_VALUES0 metadata;
	uint16_t layer;       /* FWPS_LAYER_* */
	uint16_t value_count; /* set by classify_take */
	void *layer_data;     /* NET_BUFFER_LIST, or what the layer has */
	struct flow *flow;    /* or NULL */
	bool can_absorb, can_pend;
	void *subject;       /* net's: what is asked about; FwpsPendOperation0 knows it again */
	void *request;       /* of a redirect layer: FWPS_CONNECT_REQUEST0 or FWPS_BIND_REQUEST0 */
	size_t request_size; /* 0: of no redirect layer */
	uint32_t out_flags;  /* FWPS_CLASSIFY_OUT_FLAG_* that callouts find in classifyOut */

	/* the answer */
	FWP_ACTION_TYPE action; /* FWP_ACTION_PERMIT or FWP_ACTION_BLOCK */
	bool absorbed;          /* BLOCK that is silent: the packet is in the driver's hands */
	uint64_t filter_id;     /* that decided; 0: the default */
	uint64_t pended;        /* number of the pend; 0: none.  Then the above means nothing yet */
	const struct filter *stream_filter; /* whose callout chose a stream action; or NULL */

	/* the rest is the engine's: what callouts are shown beside the above */
	const struct layer *row;
	FWPS_INCOMING_VALUES0 fixed;
	FWPS_CLASSIFY_OUT0 out;
	bool may_write;                /* the callout that is asked found the right to */
	uint32_t options;              /* that callouts set, a bit each */
	struct indication *indication; /* what its classify handles mean; or NULL */
	struct classify *next;         /* of those that nobody has taken */
};

/* A machine has one struct classify (it never recurses on one thread, but injection nests: path
 * takes and gives them as a stack).  classify_take returns one cleared for the layer. */
struct classify *classify_take(uint16_t layer);
void classify_give(struct classify *classify);

/* Field by name: "IP_REMOTE_ADDRESS"; -1 if the layer has none.  Path caches the index. */
int classify_field(uint16_t layer, const char *field);

void classify_run(struct classify *classify);

void classify_start(void);

#endif
