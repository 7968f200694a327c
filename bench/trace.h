/*
 * A trace: packets as a capture would have their headers, in network order.
 *
 *	0 protocol	1 source	5 destination	9 source port	11 destination port
 *
 * Every contestant reads it so, and makes its own form of it while it is measured.
 */
#ifndef BENCH_TRACE_H
#define BENCH_TRACE_H

#include "rules.h"

#include <endian.h>
#include <string.h>

#define TRACE_PACKET 13
#define TRACE_PAD 16 /* readable behind the last */

struct trace {
	uint8_t *packets;
	uint32_t count;
};

struct header {
	uint32_t source, destination;
	uint16_t source_port, destination_port;
	uint8_t protocol;
};

/* The trace of a rule set's file, or packets from the corners of its rules, as ClassBench draws
 * them. */
struct trace trace_read(const char *name, const struct rules *rules);
void trace_free(struct trace *trace);

/* The plain oracle: of the rules first, first + step, ... the first that fits; or RULES_NONE. */
uint32_t trace_match(
    const struct rules *rules, const uint8_t *packet, uint32_t first, uint32_t step);

/* Of the file that tells the right answers, how many the oracle misses; 0 where there is none. */
uint32_t trace_truth(const char *name, const struct rules *rules, const struct trace *trace);

static inline const uint8_t *
trace_packet(const struct trace *trace, uint32_t at)
{
	return trace->packets + (size_t)at * TRACE_PACKET;
}

static inline struct header
trace_header(const uint8_t *packet)
{
	struct header header;

	header.protocol = packet[0];
	memcpy(&header.source, packet + 1, 4);
	memcpy(&header.destination, packet + 5, 4);
	memcpy(&header.source_port, packet + 9, 2);
	memcpy(&header.destination_port, packet + 11, 2);
	header.source = be32toh(header.source);
	header.destination = be32toh(header.destination);
	header.source_port = be16toh(header.source_port);
	header.destination_port = be16toh(header.destination_port);
	return header;
}

#endif
