#include "trace.h"

#include <stdlib.h>

#define MADE_LIMIT 200000
#define MADE_PER_RULE 10

static void
write_packet(uint8_t *to, struct header header)
{
	uint32_t source = htobe32(header.source), destination = htobe32(header.destination);
	uint16_t from = htobe16(header.source_port), at = htobe16(header.destination_port);

	to[0] = header.protocol;
	memcpy(to + 1, &source, 4);
	memcpy(to + 5, &destination, 4);
	memcpy(to + 9, &from, 2);
	memcpy(to + 11, &at, 2);
}

static struct trace
trace_of(uint32_t count)
{
	return (struct trace){ .packets = calloc(1, (size_t)count * TRACE_PACKET + TRACE_PAD),
		.count = count };
}

static struct trace
read_file(FILE *file)
{
	struct trace trace = { 0 };
	uint32_t room = 0;
	struct header header;

	while (fscanf(file, "%u %u %hu %hu %hhu", &header.source, &header.destination,
		   &header.source_port, &header.destination_port, &header.protocol)
	    == 5) {
		if (trace.count == room) {
			room = room * 2 + 1024;
			trace.packets =
			    realloc(trace.packets, (size_t)room * TRACE_PACKET + TRACE_PAD);
		}
		write_packet(trace.packets + (size_t)trace.count++ * TRACE_PACKET, header);
	}
	pclose(file);
	return trace;
}

static uint32_t
corner(struct dice *dice, uint32_t low, uint32_t high)
{
	return dice_below(dice, 2) == 0 ? low : high;
}

static struct header
draw(struct dice *dice, const struct tuple *rule)
{
	uint32_t sources = ~prefix_mask(rule->source);
	uint32_t destinations = ~prefix_mask(rule->destination);

	return (struct header){
		.source = corner(dice, rule->source.address, rule->source.address | sources),
		.destination = corner(
		    dice, rule->destination.address, rule->destination.address | destinations),
		.source_port =
		    (uint16_t)corner(dice, rule->source_ports.low, rule->source_ports.high),
		.destination_port = (uint16_t)corner(
		    dice, rule->destination_ports.low, rule->destination_ports.high),
		.protocol = rule->protocol,
	};
}

struct trace
trace_read(const char *name, const struct rules *rules)
{
	FILE *file = rules->made ? NULL : rules_open(name, "_trace");
	struct dice dice = { .state = rules->count };
	struct trace trace;

	if (file != NULL) {
		trace = read_file(file);
		if (trace.count > 0)
			return trace;
	}
	trace = trace_of(
	    rules->count < MADE_LIMIT / MADE_PER_RULE ? rules->count * MADE_PER_RULE : MADE_LIMIT);
	for (uint32_t at = 0; at < trace.count; at++) {
		const struct tuple *rule = &rules->rule[dice_below(&dice, rules->count)];

		write_packet(trace.packets + (size_t)at * TRACE_PACKET, draw(&dice, rule));
	}
	return trace;
}

void
trace_free(struct trace *trace)
{
	free(trace->packets);
	*trace = (struct trace){ 0 };
}

static bool
fits(const struct tuple *rule, const struct header *header)
{
	return ((header->source ^ rule->source.address) & prefix_mask(rule->source)) == 0
	    && ((header->destination ^ rule->destination.address) & prefix_mask(rule->destination))
	    == 0
	    && header->source_port >= rule->source_ports.low
	    && header->source_port <= rule->source_ports.high
	    && header->destination_port >= rule->destination_ports.low
	    && header->destination_port <= rule->destination_ports.high
	    && (rule->any_protocol || header->protocol == rule->protocol);
}

uint32_t
trace_match(const struct rules *rules, const uint8_t *packet, uint32_t first, uint32_t step)
{
	struct header header = trace_header(packet);

	for (uint32_t at = first; at < rules->count; at += step) {
		if (fits(&rules->rule[at], &header))
			return at;
	}
	return RULES_NONE;
}

uint32_t
trace_truth(const char *name, const struct rules *rules, const struct trace *trace)
{
	FILE *file = rules->made ? NULL : rules_open(name, "_truth20000");
	uint32_t wrong = 0;
	int right;

	if (file == NULL)
		return 0;
	for (uint32_t at = 0; at < trace->count && fscanf(file, "%d", &right) == 1; at++)
		wrong += trace_match(rules, trace_packet(trace, at), 0, 1) != (uint32_t)right;
	pclose(file);
	return wrong;
}
