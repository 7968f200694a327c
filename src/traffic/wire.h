/*
 * The wire: packets that left the machine's layers, kept for whoever asks.
 *
 * What is kept is the host's and is no part of a machine: wire_clear begins a
 * new life.  Only wire.c listens to net/path; others listen to it.
 */
#ifndef TRAFFIC_WIRE_H
#define TRAFFIC_WIRE_H

#include "net/path.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire_packet {
	const uint8_t *bytes; /* good until the next packet */
	size_t length;
	uint64_t at_100ns;
};

/* Forget all packets, and keep those that come. */
void wire_clear(void);

/* The next packet of this kind that wire_next did not give yet; false: there is none. */
bool wire_next(enum path_event event, struct wire_packet *packet);
size_t wire_count(enum path_event event); /* since wire_clear */

/* One more listener (a capture file); NULL: none. */
void wire_listen(
    void (*each)(void *context, enum path_event event, const void *ip_packet, size_t length),
    void *context);

#endif
