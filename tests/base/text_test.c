/* Growing text, and JSON strings made of any bytes. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "tests/test.h"

static void
check_json(const char *string, const char *wanted)
{
	struct text text = { 0 };

	text_add_json(&text, string);
	CHECK_STR(text_string(&text), wanted);
	CHECK_EQ(text.length, strlen(wanted));
	text_free(&text);
}

TEST(an_empty_text_is_an_empty_string)
{
	struct text text = { 0 };

	(void)state;
	CHECK_STR(text_string(&text), "");
	text_add(&text, "%s", "");
	text_add_bytes(&text, "", 0);
	CHECK_EQ(text.length, 0);
	CHECK_STR(text_string(&text), "");
	text_free(&text);
}

TEST(a_text_grows_over_every_capacity_and_loses_nothing)
{
	struct text text = { 0 };
	char word[16];

	(void)state;
	for (unsigned i = 0; i < 20000; i++)
		text_add(&text, "%05u", i);
	CHECK_EQ(text.length, 100000);
	CHECK(text.capacity > text.length);
	CHECK_EQ(strlen(text.bytes), text.length);
	for (unsigned i = 0; i < 20000; i++) {
		snprintf(word, sizeof word, "%05u", i);
		CHECK_EQ(memcmp(text.bytes + i * 5, word, 5), 0);
	}
	text_free(&text);
}

/* 127 bytes and the NUL fill the first capacity of 128. */
TEST(the_nul_has_room_where_the_capacity_ends)
{
	char bytes[130];

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	for (size_t length = 126; length <= 129; length++) {
		struct text text = { 0 };

		text_add_bytes(&text, bytes, length);
		CHECK(text.capacity > length);
		CHECK_EQ(text.bytes[length], '\0');
		text_add(&text, "y");
		CHECK_EQ(text.bytes[length], 'y');
		CHECK_EQ(text.bytes[length + 1], '\0');
		text_free(&text);
	}
}

TEST(bytes_may_hold_a_nul)
{
	struct text text = { 0 };

	(void)state;
	text_add_bytes(&text, "a\0b", 3);
	CHECK_EQ(text.length, 3);
	CHECK_EQ(text.bytes[2], 'b');
	text_free(&text);
}

TEST(a_cleared_text_keeps_its_memory_and_a_freed_one_does_not)
{
	struct text text = { 0 };
	const char *memory;

	(void)state;
	text_add(&text, "something");
	memory = text.bytes;
	text_clear(&text);
	CHECK_EQ(text.length, 0);
	CHECK_STR(text_string(&text), "");
	CHECK(text.bytes == memory);
	text_add(&text, "else");
	CHECK_STR(text_string(&text), "else");
	text_free(&text);
	CHECK(text.bytes == NULL && text.capacity == 0);
}

TEST(quotes_and_backslashes_are_escaped_in_json)
{
	(void)state;
	check_json("", "\"\"");
	check_json("plain", "\"plain\"");
	check_json("a\"b\\c", "\"a\\\"b\\\\c\"");
	check_json("/", "\"/\"");
}

TEST(control_characters_are_escaped_by_number_in_json)
{
	(void)state;
	check_json("\n", "\"\\u000a\"");
	check_json("\x01\x1f", "\"\\u0001\\u001f\"");
	check_json("\x7f", "\"\\u007f\"");
	check_json(" ~", "\" ~\"");
}

TEST(well_formed_utf8_passes_unchanged)
{
	(void)state;
	check_json("\xc2\x80", "\"\xc2\x80\"");
	check_json("\xdf\xbf", "\"\xdf\xbf\"");
	check_json("\xe0\xa0\x80", "\"\xe0\xa0\x80\"");
	check_json("\xef\xbf\xbd", "\"\xef\xbf\xbd\"");
	check_json("\xf0\x90\x80\x80", "\"\xf0\x90\x80\x80\"");
	check_json("\xf4\x8f\xbf\xbf", "\"\xf4\x8f\xbf\xbf\"");
}

#define LOST "\\ufffd"

TEST(a_byte_that_is_not_utf8_becomes_a_replacement_character)
{
	(void)state;
	check_json("\x80", "\"" LOST "\"");
	check_json("\xff"
		   "a",
	    "\"" LOST "a\"");
	check_json("\xc3", "\"" LOST "\"");                            /* cut off */
	check_json("\xe2\x82", "\"" LOST LOST "\"");                   /* cut off */
	check_json("\xc0\xaf", "\"" LOST LOST "\"");                   /* overlong slash */
	check_json("\xe0\x80\xaf", "\"" LOST LOST LOST "\"");          /* the same */
	check_json("\xed\xa0\x80", "\"" LOST LOST LOST "\"");          /* a surrogate */
	check_json("\xf4\x90\x80\x80", "\"" LOST LOST LOST LOST "\""); /* above U+10FFFF */
	check_json("\xf0\x80\x80\x80", "\"" LOST LOST LOST LOST "\""); /* overlong */
	check_json("\xe2\x28\xa1", "\"" LOST "(" LOST "\"");           /* a broken middle */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_text_is_an_empty_string),
		cmocka_unit_test(a_text_grows_over_every_capacity_and_loses_nothing),
		cmocka_unit_test(the_nul_has_room_where_the_capacity_ends),
		cmocka_unit_test(bytes_may_hold_a_nul),
		cmocka_unit_test(a_cleared_text_keeps_its_memory_and_a_freed_one_does_not),
		cmocka_unit_test(quotes_and_backslashes_are_escaped_in_json),
		cmocka_unit_test(control_characters_are_escaped_by_number_in_json),
		cmocka_unit_test(well_formed_utf8_passes_unchanged),
		cmocka_unit_test(a_byte_that_is_not_utf8_becomes_a_replacement_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
