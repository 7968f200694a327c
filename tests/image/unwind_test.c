/*
 * One function, stopped before each of its instructions: whichever it is, the step must find the
 * same caller. Then the tables that lie.
 */
#include "image/unwind.h"

#include <string.h>

#include "tests/test.h"

#define BASE 0xfffff80012340000ull
#define STACK 0xffffd00000001000ull
#define CALLER 0xfffff80055550123ull

enum {
	IMAGE_SIZE = 0x4000,
	STACK_SIZE = 0x400,
	FUNCTIONS = 0x3000,
	INFO = 0x2000,
	CODE = 0x1000,
	RBX_HELD = 0xbb, /* what the caller had in its registers */
	RBP_HELD = 0xb9,
	RSI_HELD = 0x51,
	RDI_HELD = 0xd1,
};

static struct world {
	uint8_t image[IMAGE_SIZE];
	uint64_t stack[STACK_SIZE / 8];
	unsigned reads;
	struct unwind_image tables;
	struct unwind_registers registers;
	struct unwind_frame frame;
} world;

static bool
read_world(void *context, uint64_t address, void *out, size_t n)
{
	struct world *w = context;

	w->reads++;
	if (address >= BASE && address - BASE < IMAGE_SIZE && n <= IMAGE_SIZE - (address - BASE)) {
		memcpy(out, w->image + (address - BASE), n);
		return true;
	}
	if (address < STACK || address - STACK >= STACK_SIZE || n > STACK_SIZE - (address - STACK))
		return false;
	memcpy(out, (uint8_t *)w->stack + (address - STACK), n);
	return true;
}

static void
put32(uint32_t rva, uint32_t value)
{
	memcpy(world.image + rva, &value, sizeof(value));
}

static void
put_function(unsigned index, uint32_t begin, uint32_t end, uint32_t info)
{
	uint32_t rva = FUNCTIONS + index * 12;

	put32(rva, begin);
	put32(rva + 4, end);
	put32(rva + 8, info);
	world.tables.functions_size = (index + 1) * 12;
}

static void
put_bytes(uint32_t rva, const void *bytes, size_t size)
{
	memcpy(world.image + rva, bytes, size);
}

static int
setup(void **state)
{
	(void)state;
	memset(&world, 0, sizeof(world));
	world.tables =
	    (struct unwind_image){ .base = BASE, .size = IMAGE_SIZE, .functions = FUNCTIONS };
	world.registers.gpr[UNWIND_RBX] = RBX_HELD;
	world.registers.gpr[UNWIND_RBP] = RBP_HELD;
	world.registers.gpr[UNWIND_RSI] = RSI_HELD;
	world.registers.gpr[UNWIND_RDI] = RDI_HELD;
	return 0;
}

static bool
step(void)
{
	return unwind_step_frame(&world.tables, read_world, &world, &world.registers, &world.frame);
}

/* The step from `rva` with rsp at the Nth slot of the stack. */
static bool
step_from(uint32_t rva, unsigned slot)
{
	world.registers.rip = BASE + rva;
	world.registers.gpr[UNWIND_RSP] = STACK + slot * 8ull;
	return step();
}

/* The return address stands in slot 20, so the caller's rsp is slot 21. */
static void
check_caller(void)
{
	CHECK_EQ(world.registers.rip, CALLER);
	CHECK_EQ(world.registers.gpr[UNWIND_RSP], STACK + 21 * 8);
	CHECK_EQ(world.registers.gpr[UNWIND_RBX], RBX_HELD);
	CHECK_EQ(world.registers.gpr[UNWIND_RBP], RBP_HELD);
	CHECK_EQ(world.registers.gpr[UNWIND_RSI], RSI_HELD);
	CHECK_EQ(world.registers.gpr[UNWIND_RDI], RDI_HELD);
}

/*
 *	1000	push rbx		epilogue:
 *	1001	push rdi		100b	add rsp, 20h
 *	1002	sub rsp, 20h		100f	pop rdi
 *	1006	mov [rsp+40h], rsi	1010	pop rbx
 *	100a	nop			1011	ret
 */
static void
put_ordinary(unsigned version)
{
	static const uint8_t code[] = { 0x53, 0x57, 0x48, 0x83, 0xec, 0x20, 0x48, 0x89, 0x74, 0x24,
		0x40, 0x90, 0x48, 0x83, 0xc4, 0x20, 0x5f, 0x5b, 0xc3 };
	static const uint8_t codes[] = { 0x0b, 0x64, 8, 0, 6, 0x32, 2, 0x70, 1, 0x30 };
	static const uint8_t epilogues[] = { 3, 0x16, 0, 0x06 };
	uint32_t at = INFO + 4;

	put_bytes(CODE, code, sizeof(code));
	put_function(0, CODE, CODE + sizeof(code), INFO);
	world.image[INFO] = (uint8_t)version;
	world.image[INFO + 1] = 0x0b;
	world.image[INFO + 2] = version == 2 ? 7 : 5;
	if (version == 2) {
		put_bytes(at, epilogues, sizeof(epilogues));
		at += sizeof(epilogues);
	}
	put_bytes(at, codes, sizeof(codes));
}

/* What its stack holds and its registers are when `pushed` slots are in use. */
static void
enter_ordinary(unsigned pushed, bool saved)
{
	world.stack[20] = CALLER;
	world.stack[19] = RBX_HELD;
	world.stack[18] = RDI_HELD;
	world.stack[22] = saved ? RSI_HELD : 0;
	world.registers.gpr[UNWIND_RBX] = pushed >= 1 ? 0 : RBX_HELD;
	world.registers.gpr[UNWIND_RDI] = pushed >= 2 ? 0 : RDI_HELD;
	world.registers.gpr[UNWIND_RSI] = saved ? 0 : RSI_HELD;
}

static void
check_ordinary(uint32_t rva, unsigned slot, unsigned pushed, bool saved)
{
	setup(NULL);
	put_ordinary(1);
	enter_ordinary(pushed, saved);
	CHECK(step_from(rva, slot));
	check_caller();
	setup(NULL);
	put_ordinary(2);
	enter_ordinary(pushed, saved);
	CHECK(step_from(rva, slot));
	check_caller();
	CHECK_EQ(world.frame.entry, FUNCTIONS);
	CHECK_EQ(world.frame.begin, CODE);
}

TEST(the_prologue_is_undone_as_far_as_it_went)
{
	(void)state;
	check_ordinary(0x1000, 20, 0, false);
	check_ordinary(0x1001, 19, 1, false);
	check_ordinary(0x1002, 18, 2, false);
	check_ordinary(0x1006, 14, 2, false);
}

TEST(the_body_undoes_all_of_the_prologue)
{
	(void)state;
	check_ordinary(0x100b, 14, 2, true);
}

/* rsi was put back in the body, before the epilogue began. */
TEST(the_epilogue_is_carried_out_to_its_end)
{
	(void)state;
	check_ordinary(0x100c, 14, 2, false);
	check_ordinary(0x1010, 18, 2, false);
	check_ordinary(0x1011, 19, 1, false);
	check_ordinary(0x1012, 20, 0, false);
}

TEST(a_leaf_has_its_return_address_on_top)
{
	(void)state;
	put_ordinary(1);
	world.stack[20] = CALLER;
	CHECK(step_from(0x1800, 20));
	check_caller();
	CHECK_EQ(world.frame.entry, 0);
	CHECK_EQ(world.frame.establisher, STACK + 20 * 8);
}

TEST(an_address_outside_the_image_is_a_leaf)
{
	(void)state;
	world.stack[20] = CALLER;
	world.registers.gpr[UNWIND_RSP] = STACK + 20 * 8;
	world.registers.rip = 0x123;
	CHECK(step());
	check_caller();
}

/* push rbp; sub rsp, 40h; lea rbp, [rsp+20h]; then rsp moves on (alloca). */
static void
put_framed(void)
{
	static const uint8_t codes[] = { 10, 0x03, 5, 0x72, 1, 0x50 };

	put_function(0, CODE, CODE + 0x40, INFO);
	world.image[INFO] = 1;
	world.image[INFO + 1] = 10;
	world.image[INFO + 2] = 3;
	world.image[INFO + 3] = 0x25;
	put_bytes(INFO + 4, codes, sizeof(codes));
	memset(world.image + CODE, 0x90, 0x40);
	world.stack[20] = CALLER;
	world.stack[19] = RBP_HELD;
}

TEST(a_frame_register_finds_the_frame_wherever_rsp_is)
{
	(void)state;
	put_framed();
	world.registers.gpr[UNWIND_RBP] = STACK + 15 * 8;
	CHECK(step_from(CODE + 0x20, 3));
	check_caller();
	CHECK_EQ(world.frame.establisher, STACK + 11 * 8);
}

TEST(a_frame_register_counts_only_once_it_is_set)
{
	(void)state;
	put_framed();
	world.registers.gpr[UNWIND_RBP] = 0x666;
	CHECK(step_from(CODE + 5, 11));
	check_caller();
}

TEST(an_epilogue_may_begin_with_lea)
{
	static const uint8_t code[] = { 0x48, 0x8d, 0x65, 0x20, 0x5d, 0xc3 };

	(void)state;
	put_framed();
	put_bytes(CODE + 0x20, code, sizeof(code));
	world.registers.gpr[UNWIND_RBP] = STACK + 15 * 8;
	CHECK(step_from(CODE + 0x20, 3));
	check_caller();
}

TEST(an_epilogue_may_end_in_a_jump_to_another_function)
{
	static const uint8_t code[] = { 0x5d, 0xe9, 0x00, 0x08, 0x00, 0x00 };

	(void)state;
	put_framed();
	put_bytes(CODE + 0x20, code, sizeof(code));
	world.registers.gpr[UNWIND_RBP] = 0x666;
	CHECK(step_from(CODE + 0x20, 19));
	check_caller();
}

TEST(a_jump_to_a_part_of_the_function_ends_nothing)
{
	static const uint8_t code[] = { 0xe9, 0x00, 0x08, 0x00, 0x00 };
	static const uint8_t part[] = { 1, 0, 2, 0, 0, 0x72, 0, 0x50 };
	static const uint8_t chained[] = { 4 << 3 | 1, 0, 0, 0 };

	(void)state;
	put_framed();
	put_bytes(CODE + 0x20, code, sizeof(code));
	put_function(1, CODE + 0x800, CODE + 0x900, INFO + 0x80);
	put_bytes(INFO + 0x80, part, sizeof(part));
	world.registers.gpr[UNWIND_RBP] = STACK + 15 * 8;
	CHECK(step_from(CODE + 0x20, 11));
	check_caller();
	put_bytes(INFO + 0x80, chained, sizeof(chained));
	put_bytes(INFO + 0x84, world.image + FUNCTIONS, 12);
	world.registers.gpr[UNWIND_RBP] = STACK + 15 * 8;
	CHECK(step_from(CODE + 0x20, 11));
	check_caller();
}

TEST(a_chained_part_undoes_itself_and_then_its_function)
{
	static const uint8_t chained[] = { 4 << 3 | 1, 5, 2, 0, 5, 0x64, 9, 0 };

	(void)state;
	put_ordinary(1);
	memset(world.image + 0x1100, 0x90, 0x20);
	put_function(1, 0x1100, 0x1120, INFO + 0x80);
	put_bytes(INFO + 0x80, chained, sizeof(chained));
	put_bytes(INFO + 0x88, world.image + FUNCTIONS, 12);
	enter_ordinary(2, true);
	CHECK(step_from(0x1110, 14));
	check_caller();
	CHECK_EQ(world.frame.begin, CODE);
}

TEST(an_indirect_entry_is_followed_once)
{
	(void)state;
	put_ordinary(1);
	put_function(1, 0x1100, 0x1120, FUNCTIONS + 1);
	memset(world.image + 0x1100, 0x90, 0x20);
	enter_ordinary(2, true);
	CHECK(step_from(0x1110, 14));
	check_caller();
	put_function(1, 0x1100, 0x1120, (FUNCTIONS + 12) | 1);
	CHECK(!step_from(0x1110, 14));
}

TEST(large_frames_and_xmm_registers_are_restored)
{
	static const uint8_t codes[] = { 1, 0, 6, 0, 15, 0x68, 1, 0, 10, 0x11, 0x40, 0, 0, 0 };

	(void)state;
	put_function(0, CODE, CODE + 0x40, INFO);
	memset(world.image + CODE, 0x90, 0x40);
	put_bytes(INFO, codes, 4);
	world.image[INFO + 1] = 15;
	world.image[INFO + 2] = 5;
	put_bytes(INFO + 4, codes + 4, 10);
	world.stack[20] = CALLER;
	world.stack[14] = 0x1111;
	world.stack[15] = 0x2222;
	CHECK(step_from(CODE + 0x20, 12));
	check_caller();
	CHECK_EQ(world.registers.xmm[6][0], 0x1111);
	CHECK_EQ(world.registers.xmm[6][1], 0x2222);
}

TEST(a_machine_frame_gives_rip_and_rsp)
{
	static const uint8_t info[] = { 1, 0, 1, 0, 0, 0x1a };

	(void)state;
	put_function(0, CODE, CODE + 0x40, INFO);
	memset(world.image + CODE, 0x90, 0x40);
	put_bytes(INFO, info, sizeof(info));
	world.stack[3] = CALLER;
	world.stack[6] = STACK + 21 * 8;
	CHECK(step_from(CODE + 0x20, 2));
	check_caller();
}

TEST(the_handler_is_told_in_the_body_alone)
{
	(void)state;
	put_ordinary(1);
	world.image[INFO] = 1 << 3 | 1;
	put32(INFO + 4 + 12, 0x1234);
	enter_ordinary(2, true);
	CHECK(step_from(0x100b, 14));
	CHECK_EQ(world.frame.handler, 0x1234);
	CHECK_EQ(world.frame.handler_data, INFO + 20);
	CHECK(world.frame.handles_exceptions && !world.frame.handles_unwinding);
	CHECK(step_from(0x1002, 18));
	CHECK_EQ(world.frame.handler, 0);
	CHECK(step_from(0x1010, 18));
	CHECK_EQ(world.frame.handler, 0);
}

static void
check_refused(uint32_t rva, unsigned slot)
{
	struct unwind_registers before;

	world.registers.rip = BASE + rva;
	world.registers.gpr[UNWIND_RSP] = STACK + slot * 8ull;
	before = world.registers;
	CHECK(!step());
	assert_memory_equal(&before, &world.registers, sizeof(before));
}

TEST(a_chain_that_bites_its_tail_is_refused)
{
	(void)state;
	put_function(0, CODE, CODE + 0x40, INFO);
	memset(world.image + CODE, 0x90, 0x40);
	world.image[INFO] = 4 << 3 | 1;
	put_bytes(INFO + 4, world.image + FUNCTIONS, 12);
	check_refused(CODE + 0x20, 4);
	CHECK(world.reads < 500);
}

TEST(codes_that_do_not_exist_or_run_out_are_refused)
{
	static const uint8_t unknown[] = { 1, 0, 1, 0, 0, 0x0b };
	static const uint8_t cut[] = { 1, 0, 1, 0, 0, 0x01 };
	static const uint8_t version[] = { 3, 0, 0, 0 };

	(void)state;
	put_function(0, CODE, CODE + 0x40, INFO);
	memset(world.image + CODE, 0x90, 0x40);
	put_bytes(INFO, unknown, sizeof(unknown));
	check_refused(CODE + 0x20, 4);
	put_bytes(INFO, cut, sizeof(cut));
	check_refused(CODE + 0x20, 4);
	put_bytes(INFO, version, sizeof(version));
	check_refused(CODE + 0x20, 4);
}

TEST(a_stack_that_ends_is_refused)
{
	(void)state;
	put_ordinary(1);
	check_refused(0x100b, STACK_SIZE / 8 - 1);
	check_refused(0x1800, STACK_SIZE / 8);
}

TEST(tables_outside_the_image_are_refused)
{
	(void)state;
	put_function(0, CODE, CODE + 0x40, 0xfffffffc);
	check_refused(CODE + 0x20, 4);
	world.tables.functions = IMAGE_SIZE - 4;
	check_refused(CODE + 0x20, 4);
}

TEST(a_frame_that_leads_down_is_refused)
{
	(void)state;
	put_framed();
	world.registers.gpr[UNWIND_RBP] = STACK + 4 * 8;
	check_refused(CODE + 0x20, 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_prologue_is_undone_as_far_as_it_went, setup),
		cmocka_unit_test_setup(the_body_undoes_all_of_the_prologue, setup),
		cmocka_unit_test_setup(the_epilogue_is_carried_out_to_its_end, setup),
		cmocka_unit_test_setup(a_leaf_has_its_return_address_on_top, setup),
		cmocka_unit_test_setup(an_address_outside_the_image_is_a_leaf, setup),
		cmocka_unit_test_setup(a_frame_register_finds_the_frame_wherever_rsp_is, setup),
		cmocka_unit_test_setup(a_frame_register_counts_only_once_it_is_set, setup),
		cmocka_unit_test_setup(an_epilogue_may_begin_with_lea, setup),
		cmocka_unit_test_setup(an_epilogue_may_end_in_a_jump_to_another_function, setup),
		cmocka_unit_test_setup(a_jump_to_a_part_of_the_function_ends_nothing, setup),
		cmocka_unit_test_setup(a_chained_part_undoes_itself_and_then_its_function, setup),
		cmocka_unit_test_setup(an_indirect_entry_is_followed_once, setup),
		cmocka_unit_test_setup(large_frames_and_xmm_registers_are_restored, setup),
		cmocka_unit_test_setup(a_machine_frame_gives_rip_and_rsp, setup),
		cmocka_unit_test_setup(the_handler_is_told_in_the_body_alone, setup),
		cmocka_unit_test_setup(a_chain_that_bites_its_tail_is_refused, setup),
		cmocka_unit_test_setup(codes_that_do_not_exist_or_run_out_are_refused, setup),
		cmocka_unit_test_setup(a_stack_that_ends_is_refused, setup),
		cmocka_unit_test_setup(tables_outside_the_image_are_refused, setup),
		cmocka_unit_test_setup(a_frame_that_leads_down_is_refused, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
