/*
 * Faults: the signals that stand for the processor's exceptions.
 *
 * The handler runs on its own stack and decides nothing: it copies what the
 * processor knew into a struct fault and asks the function that
 * fault_start was given.  That function may change the registers and return
 * FAULT_RESUME, or return FAULT_ABANDON: then the faulting fiber never runs
 * again and the function `abandoned` runs on a stack of its own, outside the signal;
 * or FAULT_RAISE: then the function `raised` runs on the fiber's own stack, below all that
 * stands there.
 */
#ifndef HOST_FAULT_H
#define HOST_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault_kind {
	FAULT_ACCESS,  /* a bad address: `address` is known */
	FAULT_GENERAL, /* privileged instruction, int n or non-canonical address: none is known */
	FAULT_INSTRUCTION, /* undefined opcode */
	FAULT_BREAKPOINT,
	FAULT_STEP, /* the trap flag */
	FAULT_DIVIDE,
	FAULT_SYSCALL, /* the sandbox refused a system call; `number` */
	FAULT_TICK,    /* not an exception: processor time passed (fault_watch) */
};

struct fault_registers {
	/* rax rcx rdx rbx rsp rbp rsi rdi r8..r15, as instructions number them */
	uint64_t gpr[16];
	uint64_t rip;
	uint64_t flags;
	uint64_t xmm[16][2]; /* of these and mxcsr nothing is taken over by FAULT_RESUME */
	uint32_t mxcsr;
};

struct fault {
	enum fault_kind kind;
	uint64_t address;
	bool write;
	bool execute;    /* the address was fetched from */
	uint64_t number; /* of the interrupt vector (FAULT_GENERAL, when known) or system call */
	bool has_number;
	struct fault_registers *registers;
};

enum fault_answer {
	FAULT_RESUME,
	FAULT_ABANDON,
	FAULT_RAISE,
	FAULT_UNKNOWN, /* not the machine's: die as a host program does, with a core */
};

struct fault_hooks {
	enum fault_answer (*decide)(struct fault *fault);
	void (*abandoned)(void) __attribute__((noreturn));
	void (*raised)(void) __attribute__((noreturn));
};

void fault_start(struct fault_hooks hooks);

/* From now on rdtsc and rdtscp fault, in this process, so that no driver reads the host's time.  No
 * code of ours may read the clock by way of the vDSO afterwards. */
void fault_hide_counter(void);

/* Copies from an address that may fault.  False: it did, and some of it may have been copied. */
bool fault_peek(void *to, uint64_t from, size_t bytes);

/* Deliver FAULT_TICK after each `milliseconds` of processor time; 0 stops it. */
void fault_watch(unsigned milliseconds);

#endif
