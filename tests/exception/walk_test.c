/*
 * Walks over a stack made by hand, in an image made by hand: two functions with a frame of 32 bytes and
 * a handler each, and the seams that lead from one segment of the driver to the next.
 */
#include "exception/context.h"
#include "exception/dispatch.h"
#include "exception/walk.h"
#include "host/arena.h"
#include "host/fiber.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "nt/pe.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include "test.h"

#include <string.h>

#define IMAGE ARENA_IMAGE
#define IMAGE_SIZE 0x4000
#define FUNCTION 0x1000
#define INFO 0x2000
#define TABLE 0x3000
#define HANDLER 0x1800
#define SLOTS 64

static uint64_t *stack; /* a part of the running fiber's */
static struct walk walk;

static bool
find_image(uint64_t address, struct unwind_image *image)
{
	if (address - IMAGE >= IMAGE_SIZE)
		return false;
	*image = (struct unwind_image){ IMAGE, IMAGE_SIZE, TABLE, sizeof(RUNTIME_FUNCTION) };
	return true;
}

/* sub rsp, 20h, and a handler for both phases. */
static void
image_make(void)
{
	static const uint8_t info[] = { 1 | (UNW_FLAG_EHANDLER | UNW_FLAG_UHANDLER) << 3, 4, 1, 0,
		4, 0x32, 0, 0, HANDLER & 0xff, HANDLER >> 8, 0, 0 };
	RUNTIME_FUNCTION function = { FUNCTION, FUNCTION + 0x100, INFO };

	arena_protect(IMAGE, IMAGE_SIZE, ARENA_WRITE);
	memset((void *)(IMAGE + FUNCTION), 0x90, 0x100);
	memcpy((void *)(IMAGE + INFO), info, sizeof info);
	memcpy((void *)(IMAGE + TABLE), &function, sizeof function);
	walk_finds(find_image);
}

static void
ours(void)
{
}

/* Frames of the driver from slot `first` on, then a return into code of ours. */
static void
frames_make(unsigned first, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		stack[first + 5 * i + 4] = i + 1 < count ? IMAGE + FUNCTION + 0x50 : (uint64_t)ours;
}

static void
walk_make(unsigned slot, unsigned depth)
{
	walk = (struct walk){ .segment = { .depth = depth }, .seam = thread_now()->seam };
	walk.now.rip = IMAGE + FUNCTION + 0x40;
	walk.now.gpr[UNWIND_RSP] = (uint64_t)&stack[slot];
}

static void (*test_body)(void);

static void
on_thread(void *unused)
{
	uint64_t here[SLOTS] = { 0 };

	(void)unused;
	stack = here;
	test_body();
}

static bool
nobody_left(void *unused)
{
	(void)unused;
	return false;
}

static void
run(void (*body)(void))
{
	static bool once;

	if (!once) {
		CHECK(arena_start());
		journal_start();
		life_leaves(sched_abandon);
		clock_start();
		sched_start();
		gate_start();
		timers_start();
		processors_start();
		image_make();
	}
	once = true;
	finding_clear();
	test_body = body;
	thread_start(THREAD_SYSTEM, on_thread, NULL);
	sched_run(nobody_left, NULL);
}

static void
ends_where_entered(void)
{
	unsigned frames = 0;

	frames_make(8, 3);
	walk_make(8, 1);
	for (; walk_look(&walk) == WALK_FRAME; walk_up(&walk)) {
		CHECK_EQ(walk.frame.establisher, &stack[8 + 5 * frames]);
		CHECK_EQ(walk.frame.handler, HANDLER);
		CHECK(walk.frame.handles_exceptions && walk.frame.handles_unwinding);
		frames++;
	}
	CHECK_EQ(frames, 3);
	CHECK_EQ(walk_look(&walk), WALK_ENDS);
	CHECK(!walk_leave_entry(&walk));
}

TEST(a_walk_ends_where_the_driver_was_entered)
{
	(void)state;
	run(ends_where_entered);
}

static void
crosses_a_seam(void)
{
	struct unwind_registers at = { .rip = IMAGE + FUNCTION + 0x60,
		.gpr = { [UNWIND_RSP] = (uint64_t)&stack[30] } };
	DISPATCHER_CONTEXT dispatcher = { .ScopeIndex = 3 };
	struct seam seam = { .depth = 2,
		.at = &at,
		.segment = { .depth = 1, .inside = 7 },
		.dispatcher = &dispatcher };

	frames_make(8, 1);
	frames_make(30, 1);
	thread_now()->seam = &seam;
	walk_make(8, 2);
	CHECK_EQ(walk_look(&walk), WALK_FRAME);
	CHECK_EQ(walk.scope, 0);
	walk_up(&walk);
	CHECK_EQ(walk_look(&walk), WALK_FRAME);
	CHECK_EQ(walk.frame.establisher, &stack[30]);
	CHECK(walk.collided);
	CHECK_EQ(walk.scope, 3); /* its handler goes on with the fourth block */
	CHECK_EQ(walk.segment.inside, 7);
	walk_up(&walk);
	CHECK(!walk.collided && walk.scope == 0);
	CHECK_EQ(walk_look(&walk), WALK_ENDS);
	thread_now()->seam = NULL;
}

TEST(a_seam_leads_on_to_the_frame_that_was_being_unwound)
{
	(void)state;
	run(crosses_a_seam);
}

static void
seam_of_another_depth(void)
{
	struct unwind_registers at = { .rip = IMAGE + FUNCTION + 0x60 };
	struct seam seam = { .depth = 1, .at = &at };

	frames_make(8, 1);
	thread_now()->seam = &seam;
	walk_make(8, 2); /* the driver was entered once more, by no handler's caller */
	CHECK_EQ(walk_look(&walk), WALK_FRAME);
	walk_up(&walk);
	CHECK_EQ(walk_look(&walk), WALK_ENDS);
	thread_now()->seam = NULL;
}

TEST(an_entry_of_the_driver_is_a_barrier)
{
	(void)state;
	run(seam_of_another_depth);
}

static void
no_stack(void)
{
	uint64_t elsewhere[8] = { IMAGE + FUNCTION };

	frames_make(8, 1);
	walk_make(8, 1);
	walk.now.gpr[UNWIND_RSP] += 4;
	CHECK_EQ(walk_look(&walk), WALK_BROKEN);
	walk_make(8, 1);
	walk.now.gpr[UNWIND_RSP] = IMAGE + 0x100; /* memory, but no stack */
	CHECK_EQ(walk_look(&walk), WALK_BROKEN);
	(void)elsewhere;
}

TEST(a_frame_outside_of_a_stack_or_askew_is_not_believed)
{
	(void)state;
	run(no_stack);
}

static void
leaf_nowhere(void)
{
	frames_make(9, 1);
	stack[8] = IMAGE + FUNCTION + 0x40;
	walk_make(8, 1);
	walk.now.rip = 0; /* a call of a null pointer */
	CHECK_EQ(walk_look(&walk), WALK_FRAME);
	walk_up(&walk);
	CHECK_EQ(walk.now.rip, IMAGE + FUNCTION + 0x40);
	CHECK_EQ(walk_look(&walk), WALK_FRAME);
}

TEST(where_there_is_no_code_the_return_address_is_on_top)
{
	(void)state;
	run(leaf_nowhere);
}

static void
names_a_handler(void)
{
	CHECK_EQ(handler_address(IMAGE, HANDLER), IMAGE + HANDLER);
	handler_address(IMAGE, IMAGE_SIZE);
	CHECK(!"it came back");
}

TEST(a_handler_outside_of_its_image_stops_the_machine)
{
	(void)state;
	run(names_a_handler);
	CHECK_EQ(life_end(), LIFE_STOPPED);
	CHECK_EQ(finding_get(0)->rule, RULE_X6);
}

TEST(a_context_holds_the_registers_where_windows_has_them)
{
	struct fault_registers fault = { .rip = 0x1122, .flags = 0x246, .mxcsr = 0x1fa0 };
	struct unwind_registers registers, back;
	CONTEXT context;

	(void)state;
	for (unsigned i = 0; i < 16; i++) {
		fault.gpr[i] = 100 + i;
		fault.xmm[i][0] = 200 + i;
	}
	registers_of_fault(&fault, &registers);
	context_make(&context, &registers, &fault);
	CHECK_EQ(context.Rip, 0x1122);
	CHECK_EQ(context.Rsp, 104);
	CHECK_EQ(context.Rdi, 107);
	CHECK_EQ(context.R15, 115);
	CHECK_EQ(context.FltSave.XmmRegisters[15].Low, 215);
	CHECK_EQ(context.EFlags, 0x246);
	CHECK_EQ(context.MxCsr, 0x1fa0);
	registers_of_context(&context, &back);
	CHECK(memcmp(&registers, &back, sizeof back) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_walk_ends_where_the_driver_was_entered),
		cmocka_unit_test(a_seam_leads_on_to_the_frame_that_was_being_unwound),
		cmocka_unit_test(an_entry_of_the_driver_is_a_barrier),
		cmocka_unit_test(a_frame_outside_of_a_stack_or_askew_is_not_believed),
		cmocka_unit_test(where_there_is_no_code_the_return_address_is_on_top),
		cmocka_unit_test(a_handler_outside_of_its_image_stops_the_machine),
		cmocka_unit_test(a_context_holds_the_registers_where_windows_has_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
