/*
 * Arbitration: how the answers of filters, callouts and sublayers become one verdict.
 *
 * No state, no driver: numbers in, numbers out, so that the tests can go
 * through Windows' tables row by row.
 */
#ifndef WFP_ARBITRATE_H
#define WFP_ARBITRATE_H

#include "nt/fwp.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Where Windows' pages contradict each other.  The defaults are what the
 * comments say; they belong to the process and not to a machine
 * (`drydock switches`).
 */
struct arbitrate_switches {
	/* "Block stops evaluation" against "all sublayers are evaluated": false, all are, so that
	 * inspection hears of blocked traffic too.  [win32:filter-arbitration; semantics 4.3] */
	bool hard_block_stops;
	/* CLEAR_ACTION_RIGHT makes an action soft, as the page's wording has it, and not hard:
	 * false.  [win32:filter-arbitration] */
	bool clear_right_softens;
	/* "A veto is a block returned by the filter" without the right, against "only by a callout
	 * veto": false, a filter without a callout overrides no hard permit.
	 * [win32:filter-arbitration; simplewall issue 689] */
	bool filters_veto;
	/* CLEAR_ACTION_RIGHT is "set on a per-filter basis", against "classifyFn should clear" the
	 * right when it finds the flag: false, the callout's answer keeps what it leaves.
	 * [win32:filter-arbitration; ddi:FWPS_CALLOUT_CLASSIFY_FN1] */
	bool clear_right_binds_callouts;
};
extern struct arbitrate_switches arbitrate_switches;

struct decision {
	FWP_ACTION_TYPE action; /* BLOCK, PERMIT, or CONTINUE: none yet */
	bool overridable;       /* soft: it keeps the right to be replaced */
	bool by_callout;
	bool absorbed;
	uint64_t filter_id;
};

struct decision decision_none(void);

/* What a filter without a callout decides. */
struct decision decision_of_filter(const FWPS_FILTER0 *filter);

/*
 * What a callout decided, from the classifyOut that it got and gave back.  `breach` says what
 * of it was not the callout's to say.
 */
enum breach {
	BREACH_NONE,
	BREACH_WROTE_WITHOUT_RIGHT, /* R72 */
	BREACH_TERMINATING_MUST,    /* R73: a terminating callout neither permits nor blocks */
	BREACH_UNKNOWN_ACTION,      /* R74 */
	BREACH_INSPECTION_BLOCKS,   /* R59 */
};
struct decision decision_of_callout(const FWPS_FILTER0 *filter, const FWPS_CLASSIFY_OUT0 *before,
    const FWPS_CLASSIFY_OUT0 *after, enum breach *breach);

/* What a filter decides whose callout is not registered. */
struct decision decision_without_callout(const FWPS_FILTER0 *filter);

/* Fold the next lighter sublayer's decision into the one held so far. */
void decision_fold(struct decision *held, struct decision next);

/* Is there nothing left for lighter sublayers to say? */
bool decision_ends(const struct decision *held);

#endif
