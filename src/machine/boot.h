/*
 * The composed machine: every floor started, in order, by machine_start alone.
 *
 * One process holds one machine.  machine_start reserves the arena and starts the floors
 * once; from then on a life begins by restoring a snapshot (machine/life.h).
 */
#ifndef MACHINE_BOOT_H
#define MACHINE_BOOT_H

#include <stdbool.h>
#include <stdint.h>

enum target {
	TARGET_WIN10_22H2,
	TARGET_WIN11_24H2,
};

/* What Windows leaves open, or leaves unsaid: see docs/LIMITS.md, Switches. */
struct machine_options {
	enum target target;
	bool
	    left_callout_pins; /* a callout left registered keeps the image; default: it does not */
	bool guard;            /* guard pages from the start; else zones and poison */
	uint64_t calls_limit;  /* of one life; 0: 10 million */
};

/* False, with one line in *why: the host can't hold a machine. */
bool machine_start(const struct machine_options *options, const char **why);
const struct machine_options *machine_options(void);

const char *target_name(enum target target); /* "win10-22h2" */
bool target_find(const char *name, enum target *target);

#endif
