/*
 * Instructions that load MXCSR, as Intel's manual encodes them.
 */
#include "image/control.h"

#include "tests/test.h"

#define CHANGES(...) \
	control_changes((const uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }))

TEST(every_load_of_mxcsr_is_found)
{
	(void)state;
	CHECK(CHANGES(0x90, 0x0f, 0xae, 0x14, 0x24));             /* ldmxcsr [rsp] */
	CHECK(CHANGES(0x41, 0x0f, 0xae, 0x50, 0x08));             /* ldmxcsr [r8+8] */
	CHECK(CHANGES(0x0f, 0xae, 0x95, 0x00, 0x01, 0x00, 0x00)); /* ldmxcsr [rbp+100h] */
	CHECK(CHANGES(0xc5, 0xf8, 0xae, 0x11));                   /* vldmxcsr [rcx] */
	CHECK(CHANGES(0xc4, 0xc1, 0x78, 0xae, 0x10));             /* vldmxcsr [r8] */
	CHECK(CHANGES(0x0f, 0xae, 0x09));                         /* fxrstor [rcx] */
	CHECK(CHANGES(0x48, 0x0f, 0xae, 0x0c, 0x24));             /* fxrstor64 [rsp] */
	CHECK(CHANGES(0x0f, 0xae, 0x29));                         /* xrstor [rcx] */
	CHECK(CHANGES(0x48, 0x0f, 0xc7, 0x19));                   /* xrstors64 [rcx] */
}

/* Code may jump into the middle of what is written there. */
TEST(a_load_inside_of_another_instruction_is_found)
{
	(void)state;
	CHECK(CHANGES(0xb8, 0x0f, 0xae, 0x11, 0xc3)); /* mov eax, 0C311AE0Fh */
}

TEST(what_resembles_a_load_is_none)
{
	(void)state;
	CHECK(!CHANGES(0x0f, 0xae, 0x19));             /* stmxcsr [rcx] */
	CHECK(!CHANGES(0x0f, 0xae, 0x01));             /* fxsave [rcx] */
	CHECK(!CHANGES(0x0f, 0xae, 0xe8));             /* lfence */
	CHECK(!CHANGES(0xf3, 0x0f, 0xae, 0xd1));       /* wrfsbase ecx */
	CHECK(!CHANGES(0x0f, 0xc7, 0x09));             /* cmpxchg8b [rcx] */
	CHECK(!CHANGES(0xf3, 0xae, 0x11));             /* repe scasb; a part of the next */
	CHECK(!CHANGES(0xc5, 0xf8, 0xae, 0x19));       /* vstmxcsr [rcx] */
	CHECK(!CHANGES(0x66, 0x0f, 0xef, 0xc0, 0xc3)); /* pxor xmm0, xmm0; ret */
}

TEST(the_ends_of_the_code_are_not_read_past)
{
	(void)state;
	CHECK(!CHANGES(0xae));
	CHECK(!CHANGES(0x0f, 0xae));
	CHECK(!CHANGES(0xae, 0x11));
	CHECK(!control_changes(NULL, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_load_of_mxcsr_is_found),
		cmocka_unit_test(a_load_inside_of_another_instruction_is_found),
		cmocka_unit_test(what_resembles_a_load_is_none),
		cmocka_unit_test(the_ends_of_the_code_are_not_read_past),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
