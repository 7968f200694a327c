/*
 * Filtering layers: what each of them shows and allows.
 *
 * Windows: releases differ in which layers there are, and thereby in the run-time ids from 85 up:
 *   Windows 11 24H2 has two layers there that Windows 10 22H2 lacks, and counts those of user
 *   mode after them.  A key is the same in every release.  [wfpstate.xml, fwpsk.h]
 * Here: a table for each release, generated from data/layers.tsv, data/fields.tsv and
 *   data/guids.tsv by tools/gen_layers.py, the only place that knows Windows' numbering.
 *   Layers of user mode (IKEEXT, RPC, ...) take filters, and nothing is ever indicated there.
 */
#ifndef WFP_LAYER_H
#define WFP_LAYER_H

#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>

#define LAYERS 99 /* run-time ids 0..98; some are not in use */

struct layer_field {
	const char *name; /* "IP_REMOTE_ADDRESS" */
	GUID condition;   /* FWPM_CONDITION_*, if has_condition */
	uint8_t type;     /* FWP_DATA_TYPE; FWP_EMPTY where it is not known */
	uint8_t kind;     /* FWPM_FIELD_TYPE */
	bool has_condition;
	bool address; /* kind is FWPM_FIELD_IP_ADDRESS: conditions may have a mask */
};

struct layer {
	const char *name;                 /* "INBOUND_IPPACKET_V4"; NULL: no such layer */
	const char *title;                /* "Inbound IP Packet v4 Layer", as Windows shows it */
	const struct layer_field *fields; /* as many as a classify has values, in their order */
	GUID key;                         /* FWPM_LAYER_* */
	uint32_t metadata;                /* FWPS_METADATA_FIELD_* that can be present */
	uint16_t id;                      /* FWPS_LAYER_*, of this release */
	uint8_t field_count;
	uint8_t flags;      /* FWPM_LAYER_FLAG_* */
	bool kernel;        /* else of user mode */
	bool discard;       /* hears of what others discarded; its verdict means nothing */
	bool packets;       /* layerData is a NET_BUFFER_LIST, or NULL */
	bool absorbs;       /* FWPS_CLASSIFY_OUT_FLAG_ABSORB is allowed, or nobody forbids it */
	bool pends;         /* FwpsPendOperation0 is allowed */
	bool flow_contexts; /* flows carry contexts for it */
	bool established;   /* hears of flows that exist already: no block is wanted */
};

/* The layers become those of target_build(), a property of the run; before, the newest release's. */
void layer_start(void);

const struct layer *layer_by_id(uint16_t id);      /* NULL: no such layer */
const struct layer *layer_by_key(const GUID *key); /* NULL: no such layer */
const struct layer *layer_named(const char *name); /* "INBOUND_IPPACKET_V4"; NULL: no such layer */
const char *layer_name(uint64_t id);               /* the name, or "?" */

/* A field's index, or -1. */
int layer_field(const struct layer *layer, const GUID *condition);
int layer_field_named(const struct layer *layer, const char *name);

/* For layer.c: the generated half. */
enum layer_release_name {
	LAYERS_WIN10_22H2,
	LAYERS_WIN11_24H2,
};

struct layer_release {
	struct layer layers[LAYERS];
	uint8_t slots[512]; /* a hash of the key, to id + 1 */
};

extern const struct layer_release layer_releases[];
extern const uint32_t layer_multiplier;

#endif
