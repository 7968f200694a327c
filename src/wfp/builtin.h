/*
 * Windows' own callouts, as classifies meet them: without functions of a driver's.
 *
 * Windows: SILENT_DROP blocks what nobody listens for without an answer to the sender; those of
 *   edge traversal, classify options, TCP templates and audits tell others of the connection.
 *   [win32:built-in-callout-identifiers]
 * Here: the latter leave the verdict as it is.  IPsec is not modelled: a classify that reaches one
 *   of its callouts ends the run as inconclusive.  What an imported dump shows as registered and no
 *   driver has registered here leaves the verdict as it is, too.
 */
#ifndef WFP_BUILTIN_H
#define WFP_BUILTIN_H

#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>

struct callout;
struct decision;
struct filter;

enum builtin_answer {
	BUILTIN_NONE, /* a driver's callout */
	BUILTIN_BLOCKS,
	BUILTIN_LEAVES_VERDICT,
	BUILTIN_NOT_MODELLED,
	BUILTIN_ELSEWHERE, /* a driver's, on the machine of a dump; ours may take its place */
};

/* The callout with this key and id, made if there is none.  `registered` as FWPM_CALLOUT0 has it. */
struct callout *builtin_callout(
    const GUID *key, uint32_t id, const char *name, enum builtin_answer answer, bool registered);

/* Who knows Windows' own callouts: `find` makes the one with that key, if it is one.  A floor above
 * has their table, and makes none before somebody names it. */
void builtin_finder(void (*find)(const GUID *key));
void builtin_named(const GUID *key); /* somebody does */

/* What a filter decides whose callout is Windows' own. */
struct decision builtin_decides(const struct filter *filter);

#endif
