/*
 * A machine's filters, as `netsh wfp show state` writes them: what weights are made of, and the
 * weight that Windows made of it.
 *
 * `netsh wfp show filters` shows no layers: those of our release count then.
 *
 * This reads what netsh wrote and is no XML parser: no attributes, no comments.
 */
#ifndef TESTS_BFE_SHOWN_STATE_H
#define TESTS_BFE_SHOWN_STATE_H

#include "nt/fwpm.h"
#include "wfp/layer.h"

#include <stdint.h>

struct shown_filter {
	const struct layer *layer; /* with the fields that the machine shows */
	uint64_t id, effective_weight;
	FWP_VALUE0 weight;
	const FWPM_FILTER_CONDITION0 *conditions;
	uint32_t condition_count;
};

typedef void shown_filter_fn(const struct shown_filter *filter, void *context);

/* Answers how many filters there were; 0: there is no such file. */
unsigned shown_state_read(const char *path, shown_filter_fn *each, void *context);

#endif
