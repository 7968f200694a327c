/*
 * Filtering layers: what each of them shows and allows.
 *
 * The table is generated from data/layers.tsv and data/guids.tsv by
 * tools/gen_layers.py, the only place that knows Windows' numbering.
 */
#ifndef WFP_LAYER_H
#define WFP_LAYER_H

#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>

#define LAYERS 87 /* run-time ids 0..86; some are not in use */

struct layer_field {
	const char *name; /* "IP_REMOTE_ADDRESS" */
	GUID condition;   /* FWPM_CONDITION_*, if has_condition */
	uint8_t type;     /* FWP_DATA_TYPE; FWP_EMPTY where it is not known */
	bool has_condition;
	bool address; /* of IP: conditions may have a mask */
};

struct layer {
	const char *name; /* "INBOUND_IPPACKET_V4"; NULL: no such layer */
	const struct layer_field *fields;
	GUID key;          /* FWPM_LAYER_* */
	uint32_t metadata; /* FWPS_METADATA_FIELD_* that can be present */
	uint16_t id;       /* FWPS_LAYER_* */
	uint8_t field_count;
	bool discard;       /* hears of what others discarded; its verdict means nothing */
	bool packets;       /* layerData is a NET_BUFFER_LIST, or NULL */
	bool absorbs;       /* FWPS_CLASSIFY_OUT_FLAG_ABSORB is allowed, or nobody forbids it */
	bool pends;         /* FwpsPendOperation0 is allowed */
	bool flow_contexts; /* flows carry contexts for it */
	bool established;   /* hears of flows that exist already: no block is wanted */
};

struct layer_sublayer {
	const char *name; /* "SUBLAYER_UNIVERSAL"; NULL ends the table */
	GUID key;
};

extern const struct layer_sublayer layer_sublayers[]; /* the built-in ones */

const struct layer *layer_by_id(uint16_t id);      /* NULL: no such layer */
const struct layer *layer_by_key(const GUID *key); /* NULL: no such layer of the kernel's */

/* A field's index, or -1. */
int layer_field(const struct layer *layer, const GUID *condition);
int layer_field_named(const struct layer *layer, const char *name);

/* For layer.c: the generated half. */
extern const struct layer layer_table[LAYERS];
extern const uint32_t layer_multiplier;
extern const uint8_t layer_slots[512];

#endif
