/*
 * The packet parser and the checksums on any bytes.
 *
 * What parses must lie inside the packet, and must have good checksums once they
 * are fixed.  Builds as a libFuzzer target, or with FUZZ_MAIN as a program that
 * reads files or makes packets of its own from a counter.
 */
#include "net/packet.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet packet;
	uint8_t *copy = malloc(size + 1), error[1500];

	/* a block of exactly this size, so that a sanitizer sees a read beyond it */
	uint8_t *exact = realloc(copy, size > 0 ? size : 1);
	if (size > 0)
		memcpy(exact, data, size);
	packet_checksums_good(exact, size);
	if (packet_parse(&packet, exact, size) == PACKET_NONE) {
		assert(packet.total <= size && packet_payload(&packet) <= packet.total);
		assert(packet.embedded <= packet.total);
		assert(packet_checksums_fix(exact, size));
		assert(packet_checksums_good(exact, size));
		packet_unreachable(error, sizeof(error), exact, size);
	} else {
		assert(!packet_checksums_fix(exact, size));
	}
	free(exact);
	return 0;
}

#ifdef FUZZ_MAIN
static uint64_t
next(uint64_t *seed)
{
	uint64_t mix = *seed += UINT64_C(0x9e3779b97f4a7c15);

	mix = (mix ^ mix >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mix = (mix ^ mix >> 27) * UINT64_C(0x94d049bb133111eb);
	return mix ^ mix >> 31;
}

static size_t
make(uint64_t *seed, uint8_t *out, size_t size)
{
	struct address a = address_v4(10, 0, 0, 1, 5), b = address_v4(10, 0, 0, 2, 6);
	size_t length;

	if (next(seed) % 2 == 0)
		a.version = b.version = 6;
	switch (next(seed) % 4) {
	case 0:
		length = packet_udp(out, size, &a, &b, "payload", 7);
		break;
	case 1:
		length = packet_tcp(out, size, &a, &b, (struct tcp_segment){ 0 }, "payload", 7);
		break;
	case 2:
		length = packet_echo(out, size, &a, &b, false, 1, 2, "payload", 7);
		break;
	default:
		for (length = 0; length < next(seed) % size; length++)
			out[length] = (uint8_t)next(seed);
		return length;
	}
	if (a.version == 6 && next(seed) % 2 == 0) {
		static const uint8_t extensions[] = { 0, 43, 44, 51, 60 };
		out[6] = extensions[next(seed) % 5];
	}
	for (unsigned changes = next(seed) % 4; changes > 0; changes--)
		out[next(seed) % length] = (uint8_t)next(seed);
	return next(seed) % 4 == 0 ? next(seed) % (length + 1) : length;
}

int
main(int count, char **arguments)
{
	uint64_t seed = 1, rounds = count > 1 ? strtoull(arguments[1], NULL, 10) : 1000000;
	uint8_t bytes[256];

	for (uint64_t i = 0; i < rounds; i++)
		LLVMFuzzerTestOneInput(bytes, make(&seed, bytes, sizeof(bytes)));
	printf("%llu packets\n", (unsigned long long)rounds);
	return 0;
}
#endif
