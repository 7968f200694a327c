/*
 * Visits: which threads are inside which callout's functions.
 *
 * Every call into a driver's callout, injection completion or state callback is a visit, so that
 * an unregister can wait for it, a flow context can be kept until it is over,
 * and a call that is not allowed from in there is found [rule R47].
 *
 * A visit lies on the stack of the thread that makes it, and knows the one around it; the thread
 * knows the innermost.
 */
#ifndef WFP_VISIT_H
#define WFP_VISIT_H

#include "kernel/enter.h"

#include <stdbool.h>
#include <stdint.h>

struct callout;
struct classify;
struct flow;

struct visit {
	struct visit *outer; /* or NULL */
	enum entry_kind kind;
	struct callout *callout;   /* or NULL */
	struct flow *flow;         /* or NULL */
	struct classify *classify; /* of a classifyFn, which callout_ask sets; or NULL */
};

void visit_enter(
    struct visit *visit, enum entry_kind kind, struct callout *callout, struct flow *flow);
void visit_leave(struct visit *visit); /* wakes who waits for the callout to be left */

/* Is the running thread inside a callout's function?  `kind` says which it entered last. */
bool visit_now(enum entry_kind *kind);

/* The classify that the running thread's innermost classifyFn was called for; NULL: it is in none. */
struct classify *visit_classify(void);

/* Is any thread in this callout's classifyFn for this flow? */
bool visit_classifies(const struct callout *callout, const struct flow *flow);

/* Findings R47 if the running thread is inside a callout's function, R40 if it is not at
 * PASSIVE_LEVEL. */
void visit_forbids(const char *call);

#endif
