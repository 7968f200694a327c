/*
 * Packets in NBL clothes: what the stack indicates to callouts.
 *
 * The bytes and the structures live in the arena.  A packet that a callout
 * cloned or referenced outlives packet_give until the last of those is
 * gone; then it returns to the stack by itself.
 */
#ifndef NDIS_PACKET_H
#define NDIS_PACKET_H

#include "nt/ndis.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One NBL with one NET_BUFFER and one MDL that holds `length` bytes, its data start
 * `offset` bytes into them.  At most PACKET_LIMIT bytes.
 */
#define PACKET_LIMIT 65535
NET_BUFFER_LIST *packet_take(const void *bytes, size_t length, size_t offset);

/* Move the data start, as the stack does between layers; `offset` counts from the first byte. */
void packet_seek(NET_BUFFER_LIST *list, size_t offset);

/* The stack is done with it.  False: a clone or reference holds it still. */
bool packet_give(NET_BUFFER_LIST *list);

/* After a callout returned: is the data start where the stack put it, the chain untouched, the bytes
 * unchanged?  Findings R80, R81 if not; puts the start back. */
void packet_check(NET_BUFFER_LIST *list, const char *who);

/* Copy the bytes from the current data start of the first NET_BUFFER on; returns DataLength
 * (which may exceed `size`), or 0 with a finding if the MDL chain does not hold that much. */
size_t packet_bytes(const NET_BUFFER *buffer, void *bytes, size_t size);

#endif
