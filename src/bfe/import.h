/*
 * Import: the policy of a machine, from what netsh wfp wrote there.
 *
 * A dump holds what the Base Filtering Engine had (layers, callouts, filters, providers, provider
 * contexts, sublayers) and what is no policy: sessions, subscriptions, endpoints, statistics.
 * The former become objects of this machine, with the ids, effective weights and
 * flags that they had there; the latter is kept, to be shown again.
 *
 * `netsh wfp show state` writes all of it, `show filters` filters and providers.
 */
#ifndef BFE_IMPORT_H
#define BFE_IMPORT_H

#include "bfe/xml.h"
#include "nt/fwp.h"

enum import_kind {
	IMPORT_LAYERS,
	IMPORT_PROVIDERS,
	IMPORT_CONTEXTS,
	IMPORT_SUBLAYERS,
	IMPORT_CALLOUTS,
	IMPORT_FILTERS,
	IMPORT_KINDS,
};

struct import;

/* Reads and checks a dump.  NULL: `error` says what is wrong, and where. */
struct import *import_read(
    const char *name, const char *bytes, size_t length, struct xml_error *error);
void import_free(struct import *import);

/*
 * On a machine thread: its objects are added in one transaction.  Of each that this machine can't
 * have, and of each element that means nothing here, `remark` hears a line.
 */
void import_install(
    struct import *import, void (*remark)(void *context, const char *line), void *context);

struct import_count {
	uint32_t read[IMPORT_KINDS];
	uint32_t left_out[IMPORT_KINDS];
	uint32_t conditions;
	uint32_t weights; /* of the filters: that are as ours would be */
	uint32_t without; /* filters whose effective weight the dump does not tell */
	uint32_t unknown; /* elements that mean nothing here */
};
const struct import_count *import_count(const struct import *import); /* once it is installed */

/* What of it stays as it was read: a section of the root, and the body of a provider context that is
 * not a general one; NULL: it has none. */
const struct xml *import_section(const struct import *import, const char *name);
const struct xml *import_context_body(const struct import *import, const GUID *key);
const struct xml *import_root(const struct import *import); /* of the file */

#endif
