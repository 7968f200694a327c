/*
 * Flows: what WFP knows of a connection, and the contexts that callouts hang on it.
 *
 * net/ makes a flow when ALE authorised a connection and ends it when the
 * connection closes; a context belongs to (flow, layer, callout), and its
 * flowDeleteFn runs once: when the flow ends, or when the driver removes the
 * context [semantics 3.5].
 */
#ifndef WFP_FLOW_H
#define WFP_FLOW_H

#include "kernel/contract.h"
#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter;
struct flow;

void flow_start(void);

/* A new flow; its id (the flowHandle of the metadata) is never used again. */
struct flow *flow_open(void);
uint64_t flow_id(const struct flow *flow);
struct flow *flow_by_id(uint64_t id); /* NULL: it never was, or is closed */
bool flow_precedes(const struct flow *flow, const struct filter *filter); /* is it older? */

/* The flow ends: every context is deleted (flowDeleteFn is called at DISPATCH_LEVEL on the
 * running thread, or later when a classify of that callout is running).  The
 * flow can't be found any more when this returns. */
void flow_close(struct flow *flow);

/* The context that this callout associated at this layer, or 0. */
uint64_t flow_context(const struct flow *flow, uint16_t layer, uint32_t callout_id);
/* How many contexts a callout has on all flows: what DEVICE_BUSY tests. */
size_t flow_contexts_of(uint32_t callout_id);

/* The flow's memory outlives flow_close until the last user leaves. */
void flow_use(struct flow *flow);
void flow_leave(struct flow *flow);

/* A classify of a callout for this flow is over: delete what had to wait for it. */
void flow_settle(struct flow *flow);

/* FwpsFlowAbort0: net/ supplies how a connection is killed. */
void flow_aborts(void (*abort)(struct flow *flow));

extern const struct contract flow_exports[];

#endif
