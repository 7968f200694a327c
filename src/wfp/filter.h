/*
 * Run-time filters: what the engine asks of a layer.
 *
 * The management half makes filters, adds and removes them, and publishes the
 * changes at commit.  A classify works on the set that was published when it
 * began: sets are never changed, a publication replaces them, and one that
 * is in use goes when the last classify leaves it.  A filter goes when the
 * last set that lists it does, and then its callout hears
 * FWPS_CALLOUT_NOTIFY_DELETE_FILTER: at once, or later from a thread of
 * its own [semantics 3.4].
 *
 * A set is sorted: heavier sublayers first, the same sublayer's filters
 * together, heavier filters first, and among equals the earlier.
 */
#ifndef WFP_FILTER_H
#define WFP_FILTER_H

#include "base/list.h"
#include "nt/fwp.h"
#include "nt/status.h"

#include <stdbool.h>
#include <stdint.h>

struct callout;

struct filter {
	FWPS_FILTER0 shown; /* what callouts see; .context is theirs to write */
	GUID key;
	uint64_t weight;         /* effective */
	struct callout *callout; /* or NULL */
	struct link pending;     /* added or removed since the last publication */
	uint32_t sublayer;       /* its number; the earlier added has the smaller */
	uint32_t sets;           /* that list it */
	uint16_t layer;
	bool removed;
};

struct filter_draft {
	GUID key;
	uint16_t layer;
	uint16_t flags; /* FWPS_FILTER_FLAG_* */
	uint32_t sublayer;
	uint16_t sublayer_weight;
	uint64_t weight;
	FWP_ACTION_TYPE action;
	struct callout *callout;
	uint64_t context;
	const FWPM_PROVIDER_CONTEXT0 *provider_context; /* or NULL */
	const FWPM_FILTER_CONDITION0 *conditions;
	uint32_t condition_count;
};

void filter_start(void);

/* Refused: a condition that the layer can't have. */
NTSTATUS filter_make(const struct filter_draft *draft, struct filter **made);
/* It was never published: its callout hears DELETE, and it is gone. */
void filter_give(struct filter *filter);
void filter_drop(struct filter *filter); /* nobody was told of it */

uint64_t filter_newest(void); /* the id of the one made last */

/* Take effect when published. */
void filter_add(struct filter *filter);
void filter_remove(struct filter *filter);
void filter_publish(void);

bool filter_matches(const struct filter *filter, const FWPS_INCOMING_VALUE0 *values);

/* The weight of a filter from what the driver asked for: false, that is no weight. */
bool filter_weight(const FWP_VALUE0 *asked, const FWPM_FILTER_CONDITION0 *conditions,
    uint32_t condition_count, uint64_t *weight);

struct filter_set {
	uint32_t users; /* classifies, and one while it is the layer's */
	uint32_t count;
	struct filter *filters[];
};

/* The layer's filters, until filter_set_leave; NULL: none. */
struct filter_set *filter_set_use(uint16_t layer);
void filter_set_leave(struct filter_set *set);

#endif
