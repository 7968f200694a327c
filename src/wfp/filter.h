/*
 * Run-time filters: what the engine asks of a layer.
 *
 * The management half makes filters, adds and removes them, and publishes the
 * changes at commit: that is one step to the next version of the policy.  A
 * classify works on the version that was published when it began.  A removed
 * filter goes when the last classify that may see it is over, and then its
 * callout hears FWPS_CALLOUT_NOTIFY_DELETE_FILTER: at once, or later from a
 * thread of its own [semantics 3.4].
 *
 * Filters are ordered: heavier sublayers first, the same sublayer's filters
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
struct index;

/* Arbitration looks at the first 64 bytes alone, as long as no callout is asked. */
struct filter {
	struct callout *callout; /* or NULL */
	uint32_t sublayer;       /* its number; the earlier added has the smaller */
	uint16_t layer;
	uint8_t place; /* of its sublayer in its index */
	bool removed;
	FWPS_FILTER0 shown; /* what callouts see; .context is theirs to write */
	GUID key;
	uint64_t weight;     /* effective */
	struct link pending; /* changed since the last publication, or on its way out */
	uint64_t born;       /* the first version that has it; 0: none yet */
	uint64_t died;       /* the first that lacks it */
	uint32_t at;         /* its place in its index */
};

struct filter_draft {
	GUID key;
	uint64_t id; /* 0: a new one */
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

/*
 * Conditions on a field stand together.  Alternatives have the same number in .reserved: 0, and in
 * the rare filter that has other conditions between two on one field, 1, 2, … from there on.
 */
static inline bool
filter_alternatives(const FWPS_FILTER_CONDITION0 *left, const FWPS_FILTER_CONDITION0 *right)
{
	return left->fieldId == right->fieldId && left->reserved == right->reserved;
}

/* < 0: `left` comes first.  No two filters are equal. */
int filter_compare(const struct filter *left, const struct filter *right);

/* For wfp/find and wfp/version: the layer's filters, or NULL, none; and, that nobody will see
 * these any more, who died. */
struct index *filter_index(uint16_t layer);
void filter_unseen(struct link *filters);

#endif
