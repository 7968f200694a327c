/*
 * One frame up a driver's stack, by the tables its compiler left (.pdata and .xdata).
 *
 * Nothing is read but through the callback, so a damaged stack or table ends the walk and no more.
 * Each step moves rsp up: a walk that steps until it is refused always ends.
 */
#ifndef IMAGE_UNWIND_H
#define IMAGE_UNWIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum unwind_register { /* as instructions number them */
	UNWIND_RAX,
	UNWIND_RCX,
	UNWIND_RDX,
	UNWIND_RBX,
	UNWIND_RSP,
	UNWIND_RBP,
	UNWIND_RSI,
	UNWIND_RDI,
	UNWIND_R8,
	UNWIND_R9,
	UNWIND_R10,
	UNWIND_R11,
	UNWIND_R12,
	UNWIND_R13,
	UNWIND_R14,
	UNWIND_R15,
};

struct unwind_registers {
	uint64_t rip;
	uint64_t gpr[16];
	uint64_t xmm[16][2]; /* who only wants a backtrace may leave it zero */
};

struct unwind_image {
	uint64_t base; /* where it is loaded */
	uint32_t size;
	uint32_t functions;      /* rva of the exception directory */
	uint32_t functions_size; /* in bytes; 0: every function is a leaf */
};

/* Copies n bytes from a driver address. False: they may not be read. */
typedef bool unwind_read(void *context, uint64_t address, void *out, size_t n);

/* The function that the registers were in before the step. */
struct unwind_frame {
	uint32_t entry;          /* rva of its RUNTIME_FUNCTION; 0: a leaf */
	uint32_t begin, end;     /* rva range of that entry, the head of a chain */
	uint64_t establisher;    /* the frame a language handler is told of */
	uint32_t handler;        /* rva; 0: none, or not in the body */
	uint32_t handler_data;   /* rva of what the compiler left for the handler */
	bool handles_exceptions; /* UNW_FLAG_EHANDLER */
	bool handles_unwinding;  /* UNW_FLAG_UHANDLER */
};

/* To the caller's registers. False: it can't be told; the registers are as they were. */
bool unwind_step(const struct unwind_image *image, unwind_read *read, void *context,
    struct unwind_registers *registers);

/* The same, telling about the frame that was left. */
bool unwind_step_frame(const struct unwind_image *image, unwind_read *read, void *context,
    struct unwind_registers *registers, struct unwind_frame *frame);

#endif
