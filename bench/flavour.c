/*
 * A rule is drawn in three steps, each from a table of the flavour's: how long its prefixes are,
 * which ports it names, which protocol.  Its networks are new ones, or, as often as the flavour
 * nests, lie in the network of an earlier rule; so narrow rules overlap wide ones, as in
 * lists that people write.
 */
#include "flavour.h"

#include <stdlib.h>
#include <string.h>

struct lengths {
	uint8_t share; /* of 100 */
	uint8_t source, destination;
};

enum port_class {
	PORT_ANY,
	PORT_HIGH, /* 1024 and above */
	PORT_LOW,
	PORT_RANGE,
	PORT_ONE,
};

struct port_pair {
	uint8_t share;
	enum port_class source, destination;
};

struct protocols {
	uint8_t share;
	uint8_t protocol; /* 0: any */
};

struct flavour {
	const char *name;
	unsigned nests_percent;
	unsigned known_ports; /* that rules name again and again */
	struct lengths lengths[20];
	struct port_pair ports[10];
	struct protocols protocols[6];
};

#define TCP 6
#define UDP 17
#define ICMP 1
#define GRE 47

static const struct flavour flavours[] = {
	{ "acl", 60, 100,
	    { { 75, 32, 32 }, { 6, 32, 22 }, { 5, 23, 32 }, { 4, 32, 24 }, { 3, 31, 32 },
		{ 2, 23, 16 }, { 2, 30, 22 }, { 1, 32, 30 }, { 1, 23, 28 }, { 1, 8, 16 } },
	    { { 58, PORT_ANY, PORT_ONE }, { 30, PORT_ANY, PORT_ANY },
		{ 12, PORT_ANY, PORT_RANGE } },
	    { { 88, TCP }, { 8, 0 }, { 3, ICMP }, { 1, UDP } } },
	{ "fw", 40, 45,
	    { { 58, 0, 32 }, { 15, 32, 0 }, { 6, 32, 32 }, { 3, 30, 0 }, { 2, 32, 21 },
		{ 2, 27, 0 }, { 2, 28, 32 }, { 2, 30, 32 }, { 2, 21, 0 }, { 2, 32, 28 },
		{ 2, 32, 30 }, { 2, 23, 0 }, { 1, 28, 28 }, { 1, 12, 32 } },
	    { { 58, PORT_ANY, PORT_ONE }, { 20, PORT_ANY, PORT_ANY }, { 9, PORT_ONE, PORT_ANY },
		{ 7, PORT_HIGH, PORT_HIGH }, { 2, PORT_ONE, PORT_ONE }, { 2, PORT_ONE, PORT_HIGH },
		{ 2, PORT_HIGH, PORT_ONE } },
	    { { 58, TCP }, { 32, UDP }, { 5, GRE }, { 4, ICMP }, { 1, 0 } } },
	{ "ipc", 60, 50,
	    { { 25, 32, 32 }, { 11, 24, 32 }, { 10, 24, 24 }, { 6, 32, 24 }, { 5, 23, 24 },
		{ 5, 23, 32 }, { 5, 0, 32 }, { 4, 32, 26 }, { 4, 24, 16 }, { 4, 24, 0 },
		{ 3, 26, 24 }, { 3, 16, 24 }, { 3, 0, 24 }, { 3, 32, 16 }, { 2, 28, 25 },
		{ 2, 17, 32 }, { 2, 22, 28 }, { 2, 25, 23 }, { 1, 8, 30 } },
	    { { 37, PORT_ANY, PORT_ONE }, { 36, PORT_ANY, PORT_ANY }, { 15, PORT_ONE, PORT_ANY },
		{ 6, PORT_ANY, PORT_HIGH }, { 3, PORT_ANY, PORT_RANGE },
		{ 2, PORT_RANGE, PORT_ANY }, { 1, PORT_LOW, PORT_ANY } },
	    { { 39, UDP }, { 32, 0 }, { 27, TCP }, { 2, ICMP } } },
};

static const struct flavour *
flavour_named(const char *name)
{
	for (size_t at = 0; at < sizeof flavours / sizeof flavours[0]; at++) {
		if (strncmp(name, flavours[at].name, strlen(flavours[at].name)) == 0)
			return &flavours[at];
	}
	return &flavours[0];
}

/* The shares of a table may fall short of 100: its first row gets the rest. */
#define DRAW(dice, table, row) \
	do { \
		unsigned left = dice_below(dice, 100); \
		for (row = 0; row < sizeof(table) / sizeof(table)[0]; row++) { \
			if (left < (table)[row].share) \
				break; \
			left -= (table)[row].share; \
		} \
		if (row == sizeof(table) / sizeof(table)[0]) \
			row = 0; \
	} while (0)

static struct prefix
draw_prefix(struct dice *dice, uint8_t bits, struct prefix around)
{
	struct prefix drawn = { .bits = bits };
	uint32_t inherited = prefix_mask(around);

	drawn.address = dice_below(dice, UINT32_MAX);
	drawn.address = (around.address & inherited) | (drawn.address & ~inherited);
	drawn.address &= prefix_mask(drawn);
	return drawn;
}

/* Few ports are named often, most seldom. */
static uint16_t
draw_port(struct dice *dice, unsigned known)
{
	unsigned rank = dice_below(dice, known) * dice_below(dice, known) / known;
	struct dice port = { .state = rank };

	return (
	    uint16_t)(rank < known / 2 ? dice_below(&port, 1024) : 1024 + dice_below(&port, 48000));
}

static struct ports
draw_ports(struct dice *dice, enum port_class class, unsigned known)
{
	uint16_t port = draw_port(dice, known);

	switch (class) {
	case PORT_ANY:
		return (struct ports){ 0, 65535 };
	case PORT_HIGH:
		return (struct ports){ 1024, 65535 };
	case PORT_LOW:
		return (struct ports){ 0, 1023 };
	case PORT_RANGE:
		return (struct ports){ port, (uint16_t)(port + 1 + port % 97) };
	case PORT_ONE:
		break;
	}
	return (struct ports){ port, port };
}

static struct tuple
draw_rule(struct dice *dice, const struct flavour *flavour, const struct rules *sofar)
{
	struct prefix no_source = { 0, 0 }, no_destination = { 0, 0 };
	unsigned lengths, ports, protocol;
	struct tuple rule;

	DRAW(dice, flavour->lengths, lengths);
	DRAW(dice, flavour->ports, ports);
	DRAW(dice, flavour->protocols, protocol);
	if (sofar->count > 0 && dice_below(dice, 100) < flavour->nests_percent)
		no_source = sofar->rule[dice_below(dice, sofar->count)].source;
	if (sofar->count > 0 && dice_below(dice, 100) < flavour->nests_percent)
		no_destination = sofar->rule[dice_below(dice, sofar->count)].destination;
	rule = (struct tuple){
		.source = draw_prefix(dice, flavour->lengths[lengths].source, no_source),
		.destination =
		    draw_prefix(dice, flavour->lengths[lengths].destination, no_destination),
		.source_ports =
		    draw_ports(dice, flavour->ports[ports].source, flavour->known_ports),
		.destination_ports =
		    draw_ports(dice, flavour->ports[ports].destination, flavour->known_ports),
		.protocol = flavour->protocols[protocol].protocol,
		.any_protocol = flavour->protocols[protocol].protocol == 0,
	};
	return rule;
}

#define COMPARE(a, b) \
	if ((a) != (b)) \
	return (a) > (b) ? -1 : 1

/* Narrow ones first; then any order, but always the same. */
static int
compare(const void *left, const void *right)
{
	const struct tuple *a = left, *b = right;

	COMPARE(a->source.bits + a->destination.bits, b->source.bits + b->destination.bits);
	COMPARE(a->source.address, b->source.address);
	COMPARE(a->destination.address, b->destination.address);
	COMPARE(b->destination_ports.high - b->destination_ports.low,
	    a->destination_ports.high - a->destination_ports.low);
	COMPARE(a->destination_ports.low, b->destination_ports.low);
	COMPARE(a->source_ports.low, b->source_ports.low);
	COMPARE(b->source_ports.high, a->source_ports.high);
	COMPARE(a->protocol, b->protocol);
	COMPARE(a->source.bits, b->source.bits);
	return 0;
}

static uint32_t
without_doubles(struct rules *rules)
{
	uint32_t kept = 0;

	qsort(rules->rule, rules->count, sizeof *rules->rule, compare);
	for (uint32_t at = 0; at < rules->count; at++) {
		if (kept == 0 || compare(&rules->rule[kept - 1], &rules->rule[at]) != 0)
			rules->rule[kept++] = rules->rule[at];
	}
	return kept;
}

void
flavour_make(const char *name, struct rules *rules)
{
	const struct flavour *flavour = flavour_named(name);
	struct rules sofar = { .rule = rules->rule };
	struct dice dice = { .state = rules->count };

	for (const char *letter = flavour->name; *letter != '\0'; letter++)
		dice.state = dice.state * 31 + (unsigned char)*letter;
	while (sofar.count < rules->count) {
		while (sofar.count < rules->count) {
			struct tuple rule = draw_rule(&dice, flavour, &sofar);

			sofar.rule[sofar.count++] = rule;
		}
		sofar.count = without_doubles(&sofar);
	}
}
