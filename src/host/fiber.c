/*
 * Stack slots stand in a row in the arena: a guard page, then the stack.  A
 * slot is made usable when it is first taken and stays so; fibers that were given back
 * are taken again newest first, so a life touches few stacks.
 */
#include "host/fiber.h"

#include "host/mxcsr.h"
#include "host/sanitize.h"

#include <assert.h>
#include <string.h>

#define SLOT (FIBER_STACK + ARENA_PAGE)
#define PATTERN_BYTES 2048
#define PATTERN 0xa5

struct fiber {
	uint64_t rsp; /* where it parked */
	struct fiber *next_free;
	bool exists;
};

void fiber_jump(uint64_t *park_rsp, uint64_t run_rsp);
void fiber_begin(void);

static MACHINE_STATE struct {
	struct fiber *free;
	unsigned used; /* slots handed out at least once */
	struct fiber *now;
	struct fiber slots[FIBER_LIMIT];
} fibers;

/* The host's: not of the machine, a restore must not move it. */
static struct fiber host_fiber;
/* Slots whose memory is usable; a fact of the host, not of the machine. */
static unsigned usable;
/* Of the host's stack; known once it was left. */
static struct stack_bounds host_bounds;

struct fiber *
fiber_main(void)
{
	return &host_fiber;
}

struct fiber *
fiber_now(void)
{
	return fibers.now ? fibers.now : &host_fiber;
}

unsigned
fiber_number(const struct fiber *fiber)
{
	return fiber == &host_fiber ? FIBER_LIMIT : (unsigned)(fiber - fibers.slots);
}

static uint64_t
stack_low(const struct fiber *fiber)
{
	return ARENA_STACK + fiber_number(fiber) * SLOT + ARENA_PAGE;
}

static uint64_t
stack_top(const struct fiber *fiber)
{
	return stack_low(fiber) + FIBER_STACK;
}

struct fiber *
fiber_take(void (*body)(void *), void *argument)
{
	struct fiber *fiber = fibers.free;
	uint64_t *top;

	if (fiber != NULL)
		fibers.free = fiber->next_free;
	else if (fibers.used < FIBER_LIMIT)
		fiber = &fibers.slots[fibers.used++];
	else
		return NULL;
	if (fiber_number(fiber) >= usable) {
		arena_protect(stack_low(fiber), FIBER_STACK, ARENA_WRITE);
		usable = fiber_number(fiber) + 1;
	}
	fiber->exists = true;
	sanitize_forget(stack_low(fiber), FIBER_STACK);
	memset((char *)stack_top(fiber) - PATTERN_BYTES, PATTERN, PATTERN_BYTES);
	/* What fiber_jump pops: r15 r14 r13 r12 rbx rbp, then the address to return to. */
	top = (uint64_t *)stack_top(fiber) - 9;
	memcpy(top,
	    (uint64_t[9]){
		[2] = (uint64_t)argument, [3] = (uint64_t)body, [6] = (uint64_t)fiber_begin },
	    72);
	fiber->rsp = (uint64_t)top;
	return fiber;
}

void
fiber_give(struct fiber *fiber)
{
	assert(fiber != fiber_now() && fiber->exists);
	fiber->exists = false;
	fiber->next_free = fibers.free;
	fibers.free = fiber;
}

struct stack_bounds
fiber_stack(const struct fiber *fiber)
{
	return (struct stack_bounds){ stack_low(fiber), FIBER_STACK };
}

static struct stack_bounds
bounds_of(const struct fiber *fiber)
{
	if (fiber == &host_fiber)
		return host_bounds;
	return fiber_stack(fiber);
}

void
fiber_switch(struct fiber *to)
{
	struct fiber *from = fiber_now();
	struct stack_bounds left = sanitize_stack(bounds_of(to));
	unsigned mxcsr = mxcsr_now();

	if (from == &host_fiber)
		host_bounds = left;
	fibers.now = to == &host_fiber ? NULL : to;
	if (mxcsr != MXCSR_ORDINARY)
		__builtin_ia32_ldmxcsr(MXCSR_ORDINARY); /* a new fiber begins with that */
	fiber_jump(&from->rsp, to->rsp);
	if (mxcsr != mxcsr_now())
		__builtin_ia32_ldmxcsr(mxcsr);
}

const struct fiber *
fiber_of(uint64_t address)
{
	uint64_t slot = (address - ARENA_STACK) / SLOT;

	if (address < ARENA_STACK || slot >= fibers.used)
		return NULL;
	return &fibers.slots[slot];
}

bool
fiber_guards(const struct fiber *fiber, uint64_t address)
{
	return address < stack_low(fiber) && address >= stack_low(fiber) - ARENA_PAGE;
}

void
fiber_restoring(void)
{
	sanitize_forget(ARENA_STACK, usable * SLOT);
}

struct extent
fiber_extent(const struct fiber *fiber)
{
	return (struct extent){ (void *)fiber->rsp, stack_top(fiber) - fiber->rsp };
}

void
fiber_each(void (*each)(void *context, struct fiber *fiber), void *context)
{
	for (unsigned i = 0; i < fibers.used; i++) {
		if (fibers.slots[i].exists && &fibers.slots[i] != fibers.now)
			each(context, &fibers.slots[i]);
	}
}
