/* The C runtime, called by the names that drivers import. */
#include "../executive/bench_machine.h"
#include "machine/modules.h"
#include "test.h"

#include <string.h>

#define CALL(type, name, ...) \
	((type(NTAPI *)())(uintptr_t)machine_export(name)->function)(__VA_ARGS__)
#define SIZE(n) ((uint64_t)(n))

TEST(copies_are_cut_or_filled)
{
	char room[6] = "xxxxx";

	CALL(char *, "strncpy", room, "ab", SIZE(4));
	assert_memory_equal(room, "ab\0\0x", 6);
	CALL(char *, "strncat", room, "cdef", SIZE(2));
	CHECK_STR(room, "abcd");
	CHECK(CALL(char *, "strrchr", room, 'b') == room + 1);
	CHECK(CALL(char *, "strstr", room, "cd") == room + 2);
	CHECK(CALL(char *, "strchr", room, 0) == room + 4);
	CHECK_EQ(CALL(size_t, "strnlen", room, SIZE(3)), 3);
}

TEST(secure_copies_say_what_is_wrong)
{
	char room[4] = "x";
	WCHAR wide[3];

	CHECK_EQ(CALL(int, "strcpy_s", room, SIZE(4), "abc"), 0);
	CHECK_EQ(CALL(int, "strcpy_s", room, SIZE(3), "abc"), 34);
	CHECK_EQ(room[0], 0);
	CHECK_EQ(CALL(int, "strcpy_s", NULL, SIZE(3), "abc"), 22);
	CHECK_EQ(CALL(int, "strcpy_s", room, SIZE(4), NULL), 22);
	CHECK_EQ(CALL(int, "strncpy_s", room, SIZE(4), "abcdef", SIZE_MAX), 80);
	CHECK_STR(room, "abc");
	CHECK_EQ(CALL(int, "strcat_s", room, SIZE(4), "d"), 34);
	CHECK_EQ(CALL(int, "strncpy_s", room, SIZE(4), "abcdef", SIZE(2)), 0);
	CHECK_STR(room, "ab");
	CHECK_EQ(CALL(int, "wcscpy_s", wide, SIZE(3), u"ab"), 0);
	CHECK_EQ(CALL(int, "wcscat_s", wide, SIZE(3), u"c"), 34);
}

TEST(tokens_are_cut_off_one_by_one)
{
	char text[] = ",a,,b";
	char *context = NULL;

	CHECK_STR(CALL(char *, "strtok_s", text, ",", &context), "a");
	CHECK_STR(CALL(char *, "strtok_s", NULL, ",", &context), "b");
	CHECK(CALL(char *, "strtok_s", NULL, ",", &context) == NULL);
}

TEST(comparing_ignores_the_case)
{
	CHECK_EQ(CALL(int, "_stricmp", "ABc", "abC"), 0);
	CHECK(CALL(int, "_strnicmp", "abX", "ABY", SIZE(3)) < 0);
	CHECK_EQ(CALL(int, "_strnicmp", "abX", "ABY", SIZE(2)), 0);
	CHECK_EQ(CALL(int, "_wcsicmp", u"ÄB", u"äb"), 0);
	CHECK(CALL(int, "_wcsnicmp", u"a", u"b", SIZE(1)) < 0);
}

TEST(printing_tells_that_it_was_cut)
{
	typedef int(NTAPI * some)(char *, size_t, const char *, ...);
	typedef int(NTAPI * some_s)(char *, size_t, size_t, const char *, ...);
	some snprintf_old = (some)(uintptr_t)machine_export("_snprintf")->function;
	some sprintf_s = (some)(uintptr_t)machine_export("sprintf_s")->function;
	some_s snprintf_s = (some_s)(uintptr_t)machine_export("_snprintf_s")->function;
	char out[8] = "xxxxxxx";

	CHECK_EQ(snprintf_old(out, 4, "%d", 12345), -1);
	assert_memory_equal(out, "1234x", 5);
	CHECK_EQ(sprintf_s(out, 8, "%s", "abc"), 3);
	CHECK_EQ(sprintf_s(out, 3, "%s", "abc"), -1);
	CHECK_STR(out, "");
	CHECK_EQ(snprintf_s(out, 4, SIZE_MAX, "%s", "abcdef"), -1);
	CHECK_STR(out, "abc");
	CHECK_EQ(snprintf_s(out, 8, 2, "%s", "abcdef"), -1);
	CHECK_STR(out, "ab");
	CHECK_EQ(snprintf_s(out, 8, 7, "%s", "abcdef"), 6);
}

TEST(numbers_become_text_in_any_base)
{
	char out[40];
	WCHAR wide[4];

	CALL(char *, "_itoa", -5, out, 10);
	CHECK_STR(out, "-5");
	CALL(char *, "_itoa", -1, out, 16);
	CHECK_STR(out, "ffffffff");
	CHECK_EQ(CALL(int, "_itoa_s", 1000, out, SIZE(4), 10), 34);
	CHECK_EQ(CALL(int, "_ultow_s", 123, wide, SIZE(4), 10), 0);
	assert_memory_equal(wide, u"123", 8);
	CHECK_EQ(CALL(int, "_i64toa_s", INT64_MIN, out, SIZE(40), 10), 0);
	CHECK_STR(out, "-9223372036854775808");
	CHECK_EQ(CALL(int, "_ui64toa_s", UINT64_MAX, out, SIZE(40), 40), 22);
}

TEST(text_becomes_numbers)
{
	char *end;

	CHECK_EQ(CALL(int, "atoi", " -12x"), -12);
	CHECK_EQ(CALL(int, "_wtoi", u"77"), 77);
	CHECK_EQ(CALL(uint32_t, "strtoul", "0x1fg", &end, 0), 31);
	CHECK_STR(end, "g");
	CHECK_EQ(CALL(uint32_t, "strtoul", "99999999999", &end, 10), UINT32_MAX);
	CHECK_EQ(CALL(int, "strtol", "99999999999", &end, 10), INT32_MAX);
	CHECK_EQ(CALL(int, "strtol", "zz", &end, 10), 0);
	CHECK_STR(end, "zz");
}

/* The first numbers of Microsoft's generator from seed 1.  [crt:rand] */
TEST(chance_is_microsofts)
{
	CALL(void, "srand", 1);
	CHECK_EQ(CALL(int, "rand"), 41);
	CHECK_EQ(CALL(int, "rand"), 18467);
	CHECK_EQ(CALL(int, "rand"), 6334);
}

static int NTAPI
by_value(const void *left, const void *right)
{
	return *(const int *)left - *(const int *)right;
}

static void
sort_and_search(void)
{
	int numbers[64];
	int key = 17;
	uintptr_t compare = (uintptr_t)by_value;

	for (int i = 0; i < 64; i++)
		numbers[i] = (i * 37) % 64;
	CALL(void, "qsort", numbers, SIZE(64), SIZE(sizeof numbers[0]), compare);
	for (int i = 0; i < 64; i++)
		CHECK_EQ(numbers[i], i);
	CHECK(CALL(int *, "bsearch", &key, numbers, SIZE(64), SIZE(sizeof key), compare)
	    == numbers + 17);
	key = 64;
	CHECK(CALL(int *, "bsearch", &key, numbers, SIZE(64), SIZE(sizeof key), compare) == NULL);
}

TEST(sorting_asks_the_driver)
{
	CHECK_EQ(machine_run(sort_and_search), LIFE_GOES_ON);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_cut_or_filled),
		cmocka_unit_test(secure_copies_say_what_is_wrong),
		cmocka_unit_test(tokens_are_cut_off_one_by_one),
		cmocka_unit_test(comparing_ignores_the_case),
		cmocka_unit_test(printing_tells_that_it_was_cut),
		cmocka_unit_test(numbers_become_text_in_any_base),
		cmocka_unit_test(text_becomes_numbers),
		cmocka_unit_test(chance_is_microsofts),
		cmocka_unit_test_setup(sorting_asks_the_driver, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
