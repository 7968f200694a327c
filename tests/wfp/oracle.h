/*
 * The oracle: what Windows' pages say of filters, written down as plainly as it can be.
 *
 * No index, no order but one sort, one filter after the other; written from the pages and not
 * from src/wfp, whose every answer is compared with it.  Of access checks it knows allowing and
 * denying entries and restricted tokens; no app containers.
 */
#ifndef TESTS_WFP_ORACLE_H
#define TESTS_WFP_ORACLE_H

#include "nt/fwp.h"

#include <stdbool.h>
#include <stdint.h>

struct oracle_condition {
	uint16_t field; /* its index at the layer */
	FWP_MATCH_TYPE match;
	FWP_CONDITION_VALUE0 value;
};

struct oracle_filter {
	uint16_t layer;
	uint16_t sublayer_weight;
	uint32_t sublayer; /* its number, in order of adding */
	uint64_t weight;
	uint64_t number; /* in order of adding */
	FWP_ACTION_TYPE action;
	bool clears_right; /* FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT */
	uint32_t condition_count;
	const struct oracle_condition *conditions;
};

bool oracle_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted);
bool oracle_matches(const struct oracle_filter *filter, const FWPS_INCOMING_VALUE0 *values);

/* Less than 0: the left one is asked before the right one. */
int oracle_order(const struct oracle_filter *left, const struct oracle_filter *right);

struct oracle_verdict {
	FWP_ACTION_TYPE action;
	const struct oracle_filter *by; /* NULL: nobody, so the traffic is permitted */
};

/* The matching filters, in oracle_order; callouts are inspections that nobody registered. */
struct oracle_verdict oracle_decides(const struct oracle_filter *const *matching, uint32_t count);

#endif
