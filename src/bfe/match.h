/*
 * Templates: which objects an enumeration shows.
 *
 * Windows: what a template leaves out restricts nothing; a filter is shown if it fully contains
 *   the template's conditions, or overlaps with them.  [win32:FWPM_FILTER_ENUM_TEMPLATE0,
 *   FWP_FILTER_ENUM_TYPE]
 */
#ifndef BFE_MATCH_H
#define BFE_MATCH_H

#include "bfe/policy.h"

/* Keys of zeroes, and context_type FWPM_PROVIDER_CONTEXT_TYPE_MAX, stand for any. */
struct match {
	GUID provider;
	GUID layer;
	GUID callout;
	GUID context_provider;                   /* of a filter's context */
	FWPM_PROVIDER_CONTEXT_TYPE context_type; /* of a context, or a filter's */
	bool has_context;                        /* a filter must have one */
	bool filters;                            /* these are of filters alone: */
	UINT32 actions, flags;                   /* actionMask, FWP_FILTER_ENUM_FLAG_* */
	FWP_FILTER_ENUM_TYPE type;
	FWPM_FILTER0 *conditions; /* a copy that has the template's, or NULL */
};

/* Everything. */
struct match match_all(void);

/* What the template asks for; match_give gives it back. */
NTSTATUS match_make(const FWPM_FILTER_ENUM_TEMPLATE0 *wanted, struct match *match);
void match_give(struct match *match);

bool match_has(const struct match *match, const struct policy *policy);

#endif
