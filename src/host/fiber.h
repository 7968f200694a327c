/*
 * Fibers: stacks that one host thread switches between.
 *
 * A fiber's stack lies in the arena, FIBER_STACK bytes above a guard page.
 * The host's own stack is the fiber fiber_main(), which is no part of a
 * machine: what runs there survives fiber_restore.
 *
 * A stack starts out filled with a pattern near its top, so that what a
 * driver reads from it before writing is the same in every life.
 */
#ifndef HOST_FIBER_H
#define HOST_FIBER_H

#include "host/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIBER_STACK 0x10000
#define FIBER_LIMIT 512

struct fiber;

struct fiber *fiber_main(void);

/* NULL when FIBER_LIMIT fibers exist.  `body` must not return; it ends by switching away for ever. */
struct fiber *fiber_take(void (*body)(void *), void *argument);
void fiber_give(struct fiber *fiber); /* not the running one */

/* Park the running fiber and run `to`, where it parked or at its start. */
void fiber_switch(struct fiber *to);
struct fiber *fiber_now(void);

/* The fiber whose stack or guard page holds the address, or NULL. */
const struct fiber *fiber_of(uint64_t address);
bool fiber_guards(const struct fiber *fiber, uint64_t address);
struct stack_bounds fiber_stack(const struct fiber *fiber); /* not of fiber_main() */
unsigned fiber_number(const struct fiber *fiber);

/* The live part of a parked fiber's stack: what a snapshot must copy. */
struct extent fiber_extent(const struct fiber *fiber);

/* All stacks are about to be copied, or copied back. */
void fiber_restoring(void);

/* Calls `each` for every fiber that exists and is parked, in order of their numbers. */
void fiber_each(void (*each)(void *context, struct fiber *fiber), void *context);

#endif
