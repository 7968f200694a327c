/*
 * Traps: what a processor exception in the driver means.
 *
 * trap_start hands host/fault the function that decides: emulate, raise an exception, or end the
 * life with the finding and the bug check that Windows would show.  The
 * floors above tell what they know of an address.
 */
#ifndef KERNEL_TRAP_H
#define KERNEL_TRAP_H

#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum place {
	PLACE_UNKNOWN,
	PLACE_IMAGE,    /* of a driver that is loaded */
	PLACE_UNLOADED, /* of one that was */
};

struct trap_hooks {
	enum place (*place)(uint64_t address);
	/* A clause for a report, "8 bytes inside a freed pool block of 64 bytes, tag 'abcd'", and the
	 * bug check of Windows' special pool for it; false: nothing is known of the address. */
	bool (*describe)(uint64_t address, char *text, size_t size, const char **bugcheck);
	/* False: the memory was freed, or went with an unloaded driver. */
	bool (*usable)(uint64_t address);
};

struct fault_registers;

void trap_start(void);
void trap_hooks(const struct trap_hooks *hooks);

/*
 * For what we read of the driver's when nobody has called us: timers, DPCs.  A
 * fault there would be ours; so they ask first.
 */
bool trap_usable(const void *memory);

bool trap_in_image(uint64_t address); /* of a driver that is loaded */

/*
 * A function that the driver called raises an exception by contract.  It is the driver's frames that
 * are searched for a handler; ours are left for ever, so hold nothing here.  For a call of our own, on
 * nobody's behalf, there is nobody to handle it.
 */
void raise_status(NTSTATUS status) __attribute__((noreturn));

/* Of the fault that is being reported, once: NULL afterwards, and if there is none. */
const struct fault_registers *trap_reported(void);

/* A driver that makes no call for so many ticks of fault_watch is ended. */
void trap_patience(unsigned ticks);

#endif
