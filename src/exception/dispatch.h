/*
 * The two phases of an exception: the search for a frame that handles it, and the unwinding of
 * what lies below that frame.
 */
#ifndef EXCEPTION_DISPATCH_H
#define EXCEPTION_DISPATCH_H

#include "exception/walk.h"
#include "kernel/raise.h"
#include "nt/exception.h"

#include <stdbool.h>

/*
 * Asks the handlers from `start` up.  A handler that takes the exception unwinds to its frame, and
 * this never returns.  True: go on with the context.  False: nobody handles it.
 */
bool exception_search(EXCEPTION_RECORD *record, CONTEXT *context, const struct walk *start);

struct unwind_target {
	uint64_t frame; /* the establisher's; 0: all frames, an exit unwind */
	uint64_t ip;
	uint64_t value; /* for rax */
};

/* Calls the termination handlers below the target's frame, and goes on at the target.  A target that
 * is none raises STATUS_INVALID_UNWIND_TARGET or STATUS_BAD_STACK in the driver's call. */
void exception_unwind(struct walk *walk, const struct unwind_target *target,
    EXCEPTION_RECORD *record) __attribute__((noreturn));

/* Nobody handles what is raised at the driver's call. */
void exception_unhandled(const EXCEPTION_RECORD *record) __attribute__((noreturn));

/* The answer to a fault, or to raise_status. */
void exception_raised(const struct raise *raise);

/* A handler's place within the image that names it. */
uintptr_t handler_address(uint64_t image_base, uint32_t rva);

#endif
