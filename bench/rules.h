/*
 * Rule sets to classify by: source and destination prefix, port ranges, protocol; the first rule
 * that fits decides.
 *
 * A set is called flavour_number: acl1_1000, fw1_10000, ipc1_100000.  It is read from
 * $DRYDOCK_SHARED/data/rules, ClassBench's text compressed by xz; where that is not, a set of
 * the same shape is made: the same mixture of prefix lengths, port classes and protocols, with
 * networks inside networks.  It is the same in every run.
 */
#ifndef BENCH_RULES_H
#define BENCH_RULES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct prefix {
	uint32_t address;
	uint8_t bits; /* 0: any */
};

struct ports {
	uint16_t low, high;
};

struct tuple {
	struct prefix source, destination;
	struct ports source_ports, destination_ports;
	uint8_t protocol;
	bool any_protocol;
};

struct rules {
	struct tuple *rule; /* the first decides */
	uint32_t count;
	bool made;
};

#define RULES_NONE UINT32_MAX

struct rules rules_read(const char *name);
void rules_free(struct rules *rules);

/* A file of the rules' folder, unpacked; NULL: it is not there.  pclose() ends it. */
FILE *rules_open(const char *name, const char *suffix);

static inline uint32_t
prefix_mask(struct prefix prefix)
{
	return prefix.bits == 0 ? 0 : UINT32_MAX << (32 - prefix.bits);
}

/* Numbers that are the same in every run. */
struct dice {
	uint64_t state;
};

static inline uint32_t
dice_below(struct dice *dice, uint32_t limit)
{
	uint64_t mixed = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(((mixed >> 32) * limit) >> 32);
}

#endif
