/*
 * Drawing policies and packets: random, but near one another, so that packets match something.
 *
 * Conditions take their values from the words of a policy, a few of each type; packets
 * are made from the conditions of a filter and then changed a little.
 */
#ifndef TESTS_WFP_DRAW_H
#define TESTS_WFP_DRAW_H

#include "draw_value.h"
#include "oracle.h"
#include "wfp/layer.h"

#define DRAW_FIELDS 48
#define DRAW_WORDS 256
#define DRAW_CONDITIONS 8

struct draw_condition_room {
	struct draw_room low, high;
	FWP_RANGE0 range;
	FWP_V4_ADDR_AND_MASK v4;
	FWP_V6_ADDR_AND_MASK v6;
};

struct drawn_filter {
	struct oracle_filter filter;
	struct oracle_condition conditions[DRAW_CONDITIONS];
	struct draw_condition_room rooms[DRAW_CONDITIONS];
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

/* One on the field, whose .field is the caller's; and a value that meets it, or is beside it. */
void draw_condition(struct chance *chance, const struct draw_style *style,
    const struct layer_field *field, struct oracle_condition *condition,
    struct draw_condition_room *room);
void draw_meeting(struct chance *chance, const struct layer_field *field,
    const struct oracle_condition *condition, FWP_VALUE0 *value, struct draw_room *room);

/* Conditions, weight, sublayer and action; the layer and number are the caller's. */
void draw_filter(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    struct drawn_filter *drawn);

/* A packet that the filter matches, or nearly; NULL: any packet. */
void draw_packet(struct chance *chance, const struct draw_style *style, const struct layer *layer,
    const struct oracle_filter *near, struct drawn_packet *drawn);
void draw_copy(struct drawn_packet *to, const struct drawn_packet *from, const struct layer *layer);

#endif
