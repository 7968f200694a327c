/*
 * Windows' names of GUIDs: FWPM_LAYER_*, FWPM_CONDITION_*, FWPM_SUBLAYER_*, FWPM_CALLOUT_*,
 * FWPM_PROVIDER_*, FWPM_PROVIDER_CONTEXT_* and FWPM_KEYING_MODULE_*.
 *
 * A key may have a second name (FWPM_CONDITION_ICMP_TYPE is FWPM_CONDITION_IP_LOCAL_PORT): both
 * find it, and it is shown by the first.  The tables are generated from data/guids.tsv by
 * tools/gen_layers.py.
 */
#ifndef WFP_KEY_NAME_H
#define WFP_KEY_NAME_H

#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>

const char *key_name(const GUID *key);           /* NULL: it has none */
const GUID *key_by_name(const char *whole_name); /* NULL: there is no such name */

/* For key_name.c: the generated half. */
struct key_name {
	const char *name;
	GUID key;
};

extern const struct key_name key_names[]; /* sorted by name */
extern const unsigned key_name_count;
extern const uint16_t key_names_by_key[]; /* the first names, sorted by the bytes of their keys */
extern const unsigned key_names_by_key_count;

#endif
