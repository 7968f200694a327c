/*
 * Event providers that the driver registered with ETW.
 *
 * A registration is the driver's to give back, and in the ledger until then.  Its handle is a
 * REGHANDLE, checked before use: whatever is none is refused.
 *
 * At most one session watches the machine: all providers are enabled by it, or none.
 */
#ifndef TRACE_PROVIDER_H
#define TRACE_PROVIDER_H

#include "nt/trace.h"

#include <stdbool.h>

struct provider;

/* What the session wants to see.  [win32:EnableTraceEx2] */
struct session {
	bool on;
	UCHAR level; /* 0: every level */
	uint64_t any_keyword;
	uint64_t all_keyword;
};

/* NULL: no such registration. */
struct provider *provider_find(REGHANDLE handle);
/* Does the session want events of that level and keyword? */
bool provider_wants(UCHAR level, uint64_t keyword);

/* The session begins, changes or ends: each provider's enable callback is entered, on this thread
 * at PASSIVE_LEVEL. */
void session_set(struct session session);

#endif
