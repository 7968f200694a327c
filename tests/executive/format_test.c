#include "executive/format.h"
#include "test.h"

#include <string.h>

static char text[128];

/* Formats with arguments that are eight bytes each, as the Microsoft ABI has them. */
#define SAY(format, ...) say(format, (const uint64_t[]){ __VA_ARGS__, 0 })

static const char *
say(const char *format, const uint64_t *arguments)
{
	struct formatted made = format_narrow(text, sizeof text - 1, format, arguments);

	text[made.length < sizeof text ? made.length : sizeof text - 1] = '\0';
	return text;
}

#define P(pointer) ((uint64_t)(uintptr_t)(pointer))

TEST(numbers_are_as_c_prints_them)
{
	CHECK_STR(SAY("%d %i %u", (uint64_t)-5, 7, 0xffffffff), "-5 7 4294967295");
	CHECK_STR(SAY("%5d|%-5d|%05d|%+d|% d", 42, 42, 42, 42, 42), "   42|42   |00042|+42| 42");
	CHECK_STR(SAY("%.3d|%6.3d|%.0d|", 7, 7, 0), "007|   007||");
	CHECK_STR(SAY("%x %X %#x %#o", 0xbeef, 0xbeef, 255, 8), "beef BEEF 0xff 010");
	CHECK_STR(SAY("%*d|%-*d|", 4, 1, 4, 1), "   1|1   |");
	CHECK_STR(SAY("%hd %hu", 0x1ffff, 0x1ffff), "-1 65535");
}

TEST(a_long_has_32_bits_and_i64_has_64)
{
	uint64_t large = 0x123456789abcdef0;

	CHECK_STR(SAY("%lx", large), "9abcdef0");
	CHECK_STR(SAY("%I64x %llx %I32x %Ix", large, large, large, large),
	    "123456789abcdef0 123456789abcdef0 9abcdef0 123456789abcdef0");
	CHECK_STR(SAY("%I64d", (uint64_t)INT64_MIN), "-9223372036854775808");
	CHECK_STR(SAY("%p", 0xffff80001234abcd), "FFFF80001234ABCD");
}

TEST(strings_of_both_kinds)
{
	WCHAR wide[] = { 'w', 'i', 'd', 'e', 0 };
	UNICODE_STRING counted = { 6, 8, wide };
	STRING narrow = { 3, 4, (char *)"abcd" };

	CHECK_STR(SAY("%s|%hs|%8s|%-8s|%.2s", P("one"), P("two"), P("r"), P("l"), P("cut")),
	    "one|two|       r|l       |cu");
	CHECK_STR(SAY("%S %ws %ls", P(wide), P(wide), P(wide)), "wide wide wide");
	CHECK_STR(SAY("%wZ %Z", P(&counted), P(&narrow)), "wid abc");
	CHECK_STR(SAY("%s %wZ", 0, 0), "(null) (null)");
	CHECK_STR(SAY("%c%C%hc%%", 'a', 'b', 'c'), "abc%");
}

TEST(wide_formats_take_wide_strings)
{
	WCHAR format[] = { '%', 's', ' ', '%', 'S', ' ', '%', 'd', 0 };
	WCHAR wide[] = { 'w', 0x3b1, 0 };
	WCHAR out[16] = { 0 };
	struct formatted made =
	    format_wide(out, 16, format, (const uint64_t[]){ P(wide), P("n"), 12 });

	CHECK_EQ(made.length, 7);
	CHECK_EQ(out[1], 0x3b1);
	CHECK_EQ(out[3], 'n');
	CHECK_EQ(out[6], '2');
}

TEST(what_does_not_fit_is_counted)
{
	memset(text, 'x', sizeof text);
	CHECK_EQ(format_narrow(text, 3, "abcdef", NULL).length, 6);
	CHECK_EQ(memcmp(text, "abcx", 4), 0);
}

TEST(unicode_codes_are_noticed)
{
	WCHAR wide[] = { 'w', 0 };

	CHECK(format_narrow(text, 8, "%ws", (const uint64_t[]){ P(wide) }).unicode);
	CHECK(!format_narrow(text, 8, "%s", (const uint64_t[]){ P("n") }).unicode);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_as_c_prints_them),
		cmocka_unit_test(a_long_has_32_bits_and_i64_has_64),
		cmocka_unit_test(strings_of_both_kinds),
		cmocka_unit_test(wide_formats_take_wide_strings),
		cmocka_unit_test(what_does_not_fit_is_counted),
		cmocka_unit_test(unicode_codes_are_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
