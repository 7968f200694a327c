/*
 * What a build with AddressSanitizer must be told; elsewhere these do nothing.
 *
 * It marks the space between the variables of a stack as poisoned, and takes
 * the mark back when the function returns.  Stacks of ours are left for ever, put back to
 * what they were, and read whole; before each of these the marks must go.
 */
#ifndef HOST_SANITIZE_H
#define HOST_SANITIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

struct stack_bounds {
	uint64_t low;
	size_t bytes;
};

/* The sanitizer's own memory, where it keeps marks for what lies above 0x500000000000. */
static inline bool
sanitize_owns(uint64_t address)
{
	return SANITIZED && address >= UINT64_C(0xa0000000000)
	    && address < UINT64_C(0x100080000000);
}

#if SANITIZED
void sanitize_forget(uint64_t address, size_t bytes);

/* The next instructions run on this stack.  Gives the bounds of the one that is left. */
struct stack_bounds sanitize_stack(struct stack_bounds next);
#else
static inline void
sanitize_forget(uint64_t address, size_t bytes)
{
	(void)address, (void)bytes;
}

static inline struct stack_bounds
sanitize_stack(struct stack_bounds next)
{
	return next;
}
#endif

#endif
