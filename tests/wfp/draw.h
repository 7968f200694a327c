/*
 * Drawing policies and packets: random, but near one another, so that packets match something.
 *
 * Conditions take their values from the words of a policy, a few of each type; packets
 * are made from the conditions of a filter and then changed a little.
 */
#ifndef TESTS_WFP_DRAW_H
#define TESTS_WFP_DRAW_H

#include "oracle.h"
#include "wfp/layer.h"

#define DRAW_FIELDS 48
#define DRAW_WORDS 256
#define DRAW_BLOB 12

struct chance {
	uint64_t state;
};

uint32_t chance_below(struct chance *chance, uint32_t limit);
bool chance_percent(struct chance *chance, unsigned percent);

/* What the pointers of one value point to. */
struct draw_room {
	UINT64 number;
	FWP_BYTE_ARRAY16 array16;
	FWP_BYTE_ARRAY6 array6;
	FWP_BYTE_BLOB blob;
	uint8_t bytes[DRAW_BLOB];
};

struct draw_condition_room {
	struct draw_room low, high;
	FWP_RANGE0 range;
	FWP_V4_ADDR_AND_MASK v4;
	FWP_V6_ADDR_AND_MASK v6;
};

struct drawn_filter {
	struct oracle_filter filter;
	struct draw_condition_room rooms[ORACLE_CONDITIONS];
};

struct drawn_packet {
	FWPS_INCOMING_VALUE0 values[DRAW_FIELDS];
	struct draw_room rooms[DRAW_FIELDS];
};

/* How the filters of one policy are drawn. */
struct draw_style {
	uint32_t words[DRAW_WORDS]; /* the seeds of its values */
	unsigned word_count;
	unsigned fields_limit;  /* a filter has conditions on so many fields at most */
	bool only_tuples;       /* on addresses, ports and protocol, as firewalls have them */
	bool plain;             /* EQUAL, masks and ranges only */
	unsigned nests_percent; /* networks inside networks */
	unsigned again_percent; /* a further condition on the same field */
	unsigned weights;       /* so many different ones: few make many equals */
	unsigned sublayers;
	uint16_t sublayer_weights[8];
};

void draw_style(struct chance *chance, struct draw_style *style);

/* Conditions, weight, sublayer and action; the layer and number are the caller's. */
void draw_filter(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    struct drawn_filter *drawn);

/* A packet that the filter matches, or nearly; NULL: any packet. */
void draw_packet(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    const struct oracle_filter *near, struct drawn_packet *drawn);
void draw_copy(struct drawn_packet *to, const struct drawn_packet *from, const struct layer *layer);

#endif
