/*
 * Windows' own objects: the layers, and the providers, sublayers and callouts that the engine
 * itself brings.  What a service adds when it starts (MPSSVC's filters and callouts, NDU, Defender)
 * is not built in: it comes with an import.
 *
 * Windows: they are found and enumerated as others are, others may refer to them, and they can't be
 *   deleted.  [win32:FWP error codes, STATUS_FWP_BUILTIN_OBJECT; wfpstate.xml]
 * Here: a table, generated from data/builtin.tsv by tools/gen_builtin.py, which tells them as a
 *   Windows 11 24H2 machine does.  The machine makes one a struct policy when it is first named, so
 *   that those which nobody names cost a life nothing.
 */
#ifndef BFE_BUILTIN_H
#define BFE_BUILTIN_H

#include "bfe/policy.h"
#include "wfp/builtin.h"

void builtin_start(void);

/* NULL: there is no such object. */
struct policy *builtin_find(enum policy_kind kind, const GUID *key);
struct policy *builtin_find_id(enum policy_kind kind, uint64_t id);

/* Those of a kind, in the table's order: layers by id, sublayers by weight, callouts by id. */
void builtin_each(
    enum policy_kind kind, void (*each)(void *context, struct policy *policy), void *context);

/* The weights of Windows' own sublayers. */
void builtin_each_weight(void (*each)(void *context, uint16_t weight), void *context);

/* For builtin.c: the generated half. */
struct builtin {
	const char *name; /* "FWPM_SUBLAYER_UNIVERSAL" */
	enum policy_kind kind;
	GUID key;
	uint32_t id; /* of a callout */
	bool newest; /* Windows 10 22H2 lacks it */
	enum builtin_answer answer;
	const void *shown; /* FWPM_PROVIDER0, FWPM_SUBLAYER0, FWPM_CALLOUT0 */
};

extern const struct builtin builtins[];
extern const unsigned builtin_count;

#endif
