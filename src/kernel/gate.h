/*
 * The one gate from the driver to us.
 *
 * gate_bind gives a contract its thunk: code in the arena that leads through
 * kernel/gate.S to gate_call, where everything is done that is the same for
 * every call: IRQL check, journal, refusal, scheduling point.  Entry points
 * do none of it.
 */
#ifndef KERNEL_GATE_H
#define KERNEL_GATE_H

#include "kernel/contract.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What gate.S leaves on the stack, lowest address first.  The callee may use
 * its caller's home space for the first four arguments [MS x64 ABI], so all
 * arguments stand in a row behind the return address.
 */
struct gate_frame {
	uint64_t xmm6_15[20];
	uint64_t rdi, rsi, rbx, r12, r13, r14, r15;
	uint64_t row;
	struct gate_frame *outer; /* the thread's next outer call; written by gate_call */
	uint64_t entries;         /* the thread's depth in the driver; written by gate_call */
	uint64_t rbp;
	uint64_t return_address; /* in the driver */
	uint64_t arguments[];
};

#define GATE_ROWS 8192

void gate_start(void);

/* The address that a driver calls (or, for DATA, reads).  The same contract has one thunk. */
uint64_t gate_bind(const struct contract *contract);

/* A contract for a name that we lack: calling it ends the run and names it. */
uint64_t gate_bind_missing(const char *name);

const struct contract *gate_row(uint64_t row);
bool gate_find(uint64_t address, const struct contract **contract); /* of a thunk */

/* For a function that is refused in its own way (REFUSAL_INSIDE): now?  It is journalled. */
bool gate_refuses(void);

uint64_t gate_call(struct gate_frame *frame); /* for gate.S */

/* The driver address that called us last on the running thread; 0: none. */
uintptr_t gate_caller(void);
/* The driver's calls on the running thread, innermost first: return addresses. */
size_t gate_trace(uintptr_t *addresses, size_t limit);

/* More calls than this in one life end it; the count of those so far. */
void gate_budget(uint64_t calls);
uint64_t gate_calls(void);

#endif
