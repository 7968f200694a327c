#include "traffic/wire.h"

#include "ledger/finding.h"
#include "sched/clock.h"

#include <stdlib.h>
#include <string.h>

#define KINDS (PATH_FORWARDED + 1)
#define KEPT_BYTES ((size_t)64 << 20)

struct kept {
	size_t at;
	size_t length;
	uint64_t at_100ns;
	enum path_event event;
};

static struct {
	uint8_t *bytes;
	size_t used, room;
	struct kept *packets;
	size_t count, capacity;
	size_t given[KINDS]; /* of `packets`, how many wire_next looked at */
	size_t counts[KINDS];
} wire;

static void (*listener)(void *context, enum path_event event, const void *ip_packet, size_t length);
static void *listener_context;

static void *
grow(void *memory, size_t *room, size_t wanted, size_t item)
{
	if (wanted <= *room)
		return memory;
	*room = wanted * 2;
	memory = realloc(memory, *room * item);
	if (memory == NULL)
		host_die("out of memory for packets");
	return memory;
}

/* Runs on a thread of the machine.  Beyond KEPT_BYTES packets are counted only. */
static void
keep(void *context, enum path_event event, const void *ip_packet, size_t length)
{
	(void)context;
	wire.counts[event]++;
	if (listener != NULL)
		listener(listener_context, event, ip_packet, length);
	if (wire.used + length > KEPT_BYTES)
		return;
	wire.bytes = grow(wire.bytes, &wire.room, wire.used + length, 1);
	wire.packets = grow(wire.packets, &wire.capacity, wire.count + 1, sizeof *wire.packets);
	memcpy(wire.bytes + wire.used, ip_packet, length);
	wire.packets[wire.count++] = (struct kept){
		.at = wire.used, .length = length, .at_100ns = clock_now_100ns(), .event = event
	};
	wire.used += length;
}

void
wire_clear(void)
{
	wire.used = wire.count = 0;
	memset(wire.given, 0, sizeof wire.given);
	memset(wire.counts, 0, sizeof wire.counts);
	path_outlet(keep, NULL);
}

bool
wire_next(enum path_event event, struct wire_packet *packet)
{
	while (wire.given[event] < wire.count) {
		const struct kept *kept = &wire.packets[wire.given[event]++];

		if (kept->event != event)
			continue;
		*packet =
		    (struct wire_packet){ wire.bytes + kept->at, kept->length, kept->at_100ns };
		return true;
	}
	return false;
}

size_t
wire_count(enum path_event event)
{
	return wire.counts[event];
}

void
wire_listen(
    void (*each)(void *context, enum path_event event, const void *ip_packet, size_t length),
    void *context)
{
	listener = each;
	listener_context = context;
}
