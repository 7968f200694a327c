/*
 * Exceptions, from the moment that something raises one: which they are, and
 * what Windows shows when nobody handles them.
 *
 * Handlers are found by a floor above, which gives raise_handled its function.
 */
#ifndef KERNEL_RAISE_H
#define KERNEL_RAISE_H

#include "host/fault.h"
#include "nt/status.h"
#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>

struct raise {
	NTSTATUS code;
	bool continuable;
	uintptr_t where;     /* an instruction of the driver */
	unsigned parameters; /* ExceptionInformation */
	uint64_t parameter[2];
	/* The driver's, when it faulted; NULL: what it called raises, at the call. */
	const struct fault_registers *registers;
};

/* Dispatches to the driver's handlers.  It returns if there is none that handles it. */
typedef void raise_dispatch(const struct raise *raise);
void raise_handled(raise_dispatch *by);
bool raise_tried(const struct raise *raise); /* false: no handler; it does not return otherwise */

/* What a fault raises.  False: Windows stops for it, whoever stands ready to handle it.
 * `served`: it is our own, in a function that the driver called. */
bool raise_of(const struct fault *fault, bool served, struct raise *raise);

/* Stack that dispatching needs, for handlers and for us. */
#define RAISE_ROOM 0x4000
bool raise_has_room(uint64_t rsp);

/* "0x7E/0xC0000005 SYSTEM_THREAD_EXCEPTION_NOT_HANDLED", until the next call. */
const char *raise_bugcheck(NTSTATUS code);

#endif
