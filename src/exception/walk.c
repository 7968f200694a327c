#include "exception/walk.h"

#include "exception/context.h"
#include "host/arena.h"
#include "host/code.h"
#include "host/fiber.h"
#include "sched/thread.h"

#include <assert.h>

static image_finder *finder;

void
walk_finds(image_finder *given)
{
	finder = given;
}

bool
walk_image(uint64_t address, struct unwind_image *image)
{
	return finder != NULL && finder(address, image);
}

bool
walk_read(void *context, uint64_t address, void *out, size_t n)
{
	(void)context;
	return arena_is_kernel(address) && n <= ARENA_END - address && fault_peek(out, address, n);
}

static void
walk_start(struct walk *walk, struct gate_frame *frame)
{
	const struct thread *thread = thread_now();

	walk->segment = (struct segment){ thread->depth, frame, thread->inside };
	walk->seam = thread->seam;
	walk->nested_to = 0;
	walk->scope = 0;
	walk->collided = false;
}

void
walk_from_call(struct walk *walk)
{
	struct gate_frame *call = thread_now()->frame;

	registers_of_call(call, &walk->now);
	walk_start(walk, call->outer);
}

void
walk_from_fault(struct walk *walk, const struct fault_registers *fault)
{
	registers_of_fault(fault, &walk->now);
	walk_start(walk, thread_now()->frame);
}

/* From a handler to the frames that its caller was looking at. */
static bool
cross(struct walk *walk)
{
	const struct seam *seam = walk->seam;

	if (seam == NULL || seam->depth != walk->segment.depth)
		return false;
	walk->now = *seam->at;
	walk->segment = seam->segment;
	walk->seam = seam->beyond;
	if (seam->nested_to != 0)
		walk->nested_to = seam->nested_to;
	walk->collided = seam->dispatcher != NULL;
	walk->scope = walk->collided ? seam->dispatcher->ScopeIndex : 0;
	return true;
}

static bool
on_stack(uint64_t frame)
{
	const struct fiber *fiber = fiber_of(frame);

	return fiber != NULL && !fiber_guards(fiber, frame) && frame % 8 == 0;
}

enum walk_end
walk_look(struct walk *walk)
{
	while (code_is_ours(walk->now.rip)) {
		if (!cross(walk))
			return WALK_ENDS;
	}
	if (!walk_image(walk->now.rip, &walk->image))
		walk->image = (struct unwind_image){ .base = 0 };
	walk->caller = walk->now;
	if (!unwind_step_frame(&walk->image, walk_read, NULL, &walk->caller, &walk->frame)
	    || !on_stack(walk->frame.establisher))
		return WALK_BROKEN;
	return WALK_FRAME;
}

void
walk_up(struct walk *walk)
{
	walk->now = walk->caller;
	walk->scope = 0;
	walk->collided = false;
}

bool
walk_leave_entry(struct walk *walk)
{
	struct gate_frame *call = walk->segment.frame;

	if (call == NULL || walk->segment.depth == 0)
		return false;
	registers_of_call(call, &walk->now);
	walk->segment = (struct segment){ (unsigned)call->entries, call->outer, 0 };
	while (walk->seam != NULL && walk->seam->depth > call->entries)
		walk->seam = walk->seam->beyond;
	return true;
}

void
walk_settle(const struct walk *walk)
{
	struct thread *thread = thread_now();

	thread->depth = walk->segment.depth;
	thread->frame = walk->segment.frame;
	thread->inside = walk->segment.inside;
	thread->seam = walk->seam;
}

uint64_t
seam_call(struct seam *seam, enum entry_kind kind, uintptr_t function, const uint64_t arguments[4])
{
	struct thread *thread = thread_now();
	uint64_t result;

	seam->outer = thread->seam;
	seam->depth = thread->depth + 1;
	thread->seam = seam;
	result =
	    DRIVER_CALL(kind, function, arguments[0], arguments[1], arguments[2], arguments[3]);
	assert(thread->seam == seam);
	thread->seam = seam->outer;
	return result;
}
