/* Text as the DDI pages of its functions say. */
#include "../executive/bench_machine.h"
#include "executive/string.h"
#include "nt/status.h"
#include "test.h"

#include <string.h>

NTAPI void RtlInitUnicodeString(UNICODE_STRING *DestinationString, PCWSTR SourceString);
NTAPI void RtlInitString(STRING *DestinationString, PCSTR SourceString);
NTAPI NTSTATUS RtlUnicodeToUTF8N(CHAR *, ULONG, ULONG *, PCWSTR, ULONG);
NTAPI NTSTATUS RtlUTF8ToUnicodeN(WCHAR *, ULONG, ULONG *, PCSTR, ULONG);
NTAPI NTSTATUS RtlUnicodeStringToUTF8String(STRING *, PCUNICODE_STRING, BOOLEAN);
NTAPI void RtlFreeUTF8String(STRING *);
NTAPI NTSTATUS RtlUpcaseUnicodeString(UNICODE_STRING *, PCUNICODE_STRING, BOOLEAN);
NTAPI NTSTATUS RtlDowncaseUnicodeString(UNICODE_STRING *, PCUNICODE_STRING, BOOLEAN);
NTAPI NTSTATUS RtlHashUnicodeString(PCUNICODE_STRING, BOOLEAN, ULONG, ULONG *);
NTAPI NTSTATUS RtlUnicodeStringToInteger(PCUNICODE_STRING, ULONG, ULONG *);
NTAPI NTSTATUS RtlCharToInteger(PCSTR, ULONG, ULONG *);
NTAPI NTSTATUS RtlInt64ToUnicodeString(ULONGLONG, ULONG, UNICODE_STRING *);
NTAPI NTSTATUS RtlStringFromGUID(const GUID *, UNICODE_STRING *);
NTAPI NTSTATUS RtlGUIDFromString(PCUNICODE_STRING, GUID *);
NTAPI void RtlFreeUnicodeString(UNICODE_STRING *);
NTAPI BOOLEAN FsRtlIsNameInExpression(PCUNICODE_STRING, PCUNICODE_STRING, BOOLEAN, PCWSTR);
NTAPI void FsRtlDissectName(UNICODE_STRING, UNICODE_STRING *, UNICODE_STRING *);
NTAPI NTSTATUS RtlUnicodeToMultiByteN(CHAR *, ULONG, ULONG *, const WCHAR *, ULONG);
NTAPI NTSTATUS RtlUnicodeToOemN(CHAR *, ULONG, ULONG *, const WCHAR *, ULONG);
NTAPI NTSTATUS RtlUnicodeStringToCountedOemString(STRING *, PCUNICODE_STRING, BOOLEAN);
NTAPI NTSTATUS RtlAppendStringToString(STRING *, const STRING *);
NTAPI LONG RtlCompareString(const STRING *, const STRING *, BOOLEAN);
NTAPI ULONG RtlNtStatusToDosError(NTSTATUS);

static UNICODE_STRING
wide(PCWSTR text)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, text);
	return string;
}

TEST(unicode_becomes_utf8_of_one_to_four_bytes)
{
	static const WCHAR in[] = { 'a', 0xe9, 0x20ac, 0xd83d, 0xde00 };
	char out[16];
	ULONG bytes;

	CHECK_EQ(RtlUnicodeToUTF8N(NULL, 0, &bytes, in, sizeof in), STATUS_SUCCESS);
	CHECK_EQ(bytes, 10);
	CHECK_EQ(RtlUnicodeToUTF8N(out, sizeof out, &bytes, in, sizeof in), STATUS_SUCCESS);
	assert_memory_equal(out, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10);
}

TEST(a_lone_surrogate_becomes_the_replacement_character)
{
	static const WCHAR in[] = { 0xd83d, 'x', 0xde00 };
	char out[16];
	ULONG bytes;

	CHECK_EQ(RtlUnicodeToUTF8N(out, sizeof out, &bytes, in, sizeof in), STATUS_SOME_NOT_MAPPED);
	CHECK_EQ(bytes, 7);
	assert_memory_equal(out, "\xef\xbf\xbdx\xef\xbf\xbd", 7);
}

TEST(utf8_is_cut_between_characters)
{
	char out[4];
	ULONG bytes;

	CHECK_EQ(RtlUnicodeToUTF8N(out, 4, &bytes, u"é€", 4), STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(bytes, 2);
	CHECK_EQ(RtlUnicodeToUTF8N(out, 4, &bytes, NULL, 4), STATUS_INVALID_PARAMETER_4);
	CHECK_EQ(RtlUnicodeToUTF8N(NULL, 0, NULL, u"a", 2), STATUS_INVALID_PARAMETER);
	CHECK_EQ(RtlUnicodeToUTF8N(out, 4, &bytes, u"a", 1), STATUS_INVALID_PARAMETER_5);
}

TEST(bad_utf8_is_replaced_and_said)
{
	WCHAR out[8];
	ULONG bytes;

	CHECK_EQ(
	    RtlUTF8ToUnicodeN(out, sizeof out, &bytes, "\xf0\x9f\x98\x80z", 5), STATUS_SUCCESS);
	CHECK_EQ(bytes, 6);
	CHECK_EQ(out[0], 0xd83d);
	CHECK_EQ(out[2], 'z');
	CHECK_EQ(RtlUTF8ToUnicodeN(out, sizeof out, &bytes, "\xc0\x80\xed\xa0\x80", 5),
	    STATUS_SOME_NOT_MAPPED);
	CHECK_EQ(out[0], 0xfffd);
	CHECK_EQ(RtlUTF8ToUnicodeN(out, sizeof out, &bytes, "\xe2\x82", 2), STATUS_SOME_NOT_MAPPED);
	CHECK_EQ(bytes, 2);
	CHECK_EQ(RtlUTF8ToUnicodeN(out, 2, &bytes, "ab", 2), STATUS_BUFFER_TOO_SMALL);
}

TEST(an_allocated_string_is_the_drivers_to_free)
{
	UNICODE_STRING from = wide(u"€");
	STRING to;

	CHECK_EQ(RtlUnicodeStringToUTF8String(&to, &from, TRUE), STATUS_SUCCESS);
	CHECK_EQ(to.Length, 3);
	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
	RtlFreeUTF8String(&to);
	CHECK_EQ(ledger_count(HOLDING_POOL), 0);
	CHECK(to.Buffer == NULL);
}

TEST(letters_have_their_case)
{
	WCHAR room[16];
	UNICODE_STRING to = { 0, sizeof room, room }, from = wide(u"aÿßжάæ");

	CHECK_EQ(RtlUpcaseUnicodeString(&to, &from, FALSE), STATUS_SUCCESS);
	assert_memory_equal(room, u"AŸßЖΆÆ", from.Length);
	to.Length = from.Length;
	CHECK_EQ(RtlDowncaseUnicodeString(&to, &to, FALSE), STATUS_SUCCESS);
	assert_memory_equal(room, u"aÿßжάæ", from.Length);
	to.MaximumLength = 2;
	CHECK(!NT_SUCCESS(RtlUpcaseUnicodeString(&to, &from, FALSE)));
}

TEST(every_letter_that_has_an_upper_case_comes_back_from_it)
{
	for (unsigned letter = 0; letter < 0x10000; letter++) {
		WCHAR upper = string_upcase((WCHAR)letter);

		CHECK_EQ(string_upcase(upper), upper);
		if (upper != letter)
			CHECK_EQ(string_downcase(upper), letter);
	}
}

TEST(the_hash_is_x65599)
{
	UNICODE_STRING text = wide(u"aB");
	ULONG hash;

	CHECK_EQ(RtlHashUnicodeString(&text, FALSE, 1, &hash), STATUS_SUCCESS);
	CHECK_EQ(hash, 'a' * 65599 + 'B');
	CHECK_EQ(RtlHashUnicodeString(&text, TRUE, 0, &hash), STATUS_SUCCESS);
	CHECK_EQ(hash, 'A' * 65599 + 'B');
	CHECK_EQ(RtlHashUnicodeString(&text, TRUE, 7, &hash), STATUS_INVALID_PARAMETER);
	CHECK_EQ(RtlHashUnicodeString(NULL, TRUE, 1, &hash), STATUS_INVALID_PARAMETER);
}

/* The table of [ddi:RtlUnicodeStringToInteger]. */
TEST(numbers_are_read_as_the_page_shows)
{
	static const struct {
		PCWSTR text;
		ULONG base;
		LONG value;
	} rows[] = {
		{ u"123", 10, 123 },
		{ u"-345", 10, -345 },
		{ u"xyz", 10, 0 },
		{ u"+678abc", 10, 678 },
		{ u"+678abc", 16, 6785724 },
		{ u"007", 10, 7 },
		{ u"789", 8, 7 },
		{ u"FGH", 16, 15 },
		{ u" ", 10, 0 },
		{ u"  0x1F", 0, 31 },
		{ u"0b101", 0, 5 },
		{ u"0o17", 0, 15 },
	};
	UNICODE_STRING empty = { 0, 0, NULL };
	ULONG value;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		UNICODE_STRING text = wide(rows[i].text);

		CHECK_EQ(RtlUnicodeStringToInteger(&text, rows[i].base, &value), STATUS_SUCCESS);
		CHECK_EQ((LONG)value, rows[i].value);
	}
	CHECK_EQ(RtlUnicodeStringToInteger(&empty, 10, &value), STATUS_INVALID_PARAMETER);
	CHECK_EQ(RtlCharToInteger("0x20", 0, &value), STATUS_SUCCESS);
	CHECK_EQ(value, 32);
	CHECK_EQ(RtlCharToInteger("1", 7, &value), STATUS_INVALID_PARAMETER);
}

TEST(a_number_that_does_not_fit_is_refused)
{
	WCHAR room[4];
	UNICODE_STRING to = { 0, sizeof room, room };

	CHECK_EQ(RtlInt64ToUnicodeString(0xffff, 16, &to), STATUS_SUCCESS);
	CHECK_EQ(to.Length, 8);
	CHECK_EQ(RtlInt64ToUnicodeString(0x10000, 16, &to), STATUS_BUFFER_OVERFLOW);
	CHECK_EQ(RtlInt64ToUnicodeString(1, 3, &to), STATUS_INVALID_PARAMETER);
}

TEST(a_guid_goes_to_text_and_back)
{
	static const GUID id = { 0x01234567, 0x89ab, 0xcdef, { 1, 2, 3, 4, 5, 6, 0xab, 0xcd } };
	UNICODE_STRING text;
	GUID back;

	CHECK_EQ(RtlStringFromGUID(&id, &text), STATUS_SUCCESS);
	CHECK_EQ(text.Length, 76);
	assert_memory_equal(text.Buffer, u"{01234567-89AB-CDEF-0102-03040506ABCD}", 78);
	CHECK_EQ(RtlGUIDFromString(&text, &back), STATUS_SUCCESS);
	assert_memory_equal(&id, &back, sizeof id);
	text.Buffer[3] = 'g';
	CHECK_EQ(RtlGUIDFromString(&text, &back), STATUS_INVALID_PARAMETER);
	RtlFreeUnicodeString(&text);
}

static bool
matches(PCWSTR pattern, PCWSTR name)
{
	UNICODE_STRING one = wide(pattern), other = wide(name);

	return FsRtlIsNameInExpression(&one, &other, TRUE, NULL);
}

TEST(patterns_match_as_the_page_says)
{
	CHECK(matches(u"*", u"anything"));
	CHECK(!matches(u"*", u""));
	CHECK(matches(u"", u""));
	CHECK(matches(u"A?C", u"abc"));
	CHECK(!matches(u"A?C", u"ac"));
	CHECK(matches(u"*.SYS", u"a.b.sys"));
	CHECK(matches(u"<.SYS", u"a.b.sys"));
	CHECK(!matches(u"<B", u"a.b.c"));
	CHECK(matches(u"A>>>", u"ab"));
	CHECK(matches(u"A>>.C", u"a.c"));
	CHECK(matches(u"A\"", u"a"));
	CHECK(matches(u"A\"", u"a."));
	CHECK(!matches(u"ABC", u"abcd"));
}

TEST(a_path_is_dissected_as_the_page_shows)
{
	UNICODE_STRING first, rest;

	FsRtlDissectName(wide(u"A\\B\\C"), &first, &rest);
	CHECK_EQ(first.Length, 2);
	CHECK_EQ(rest.Length, 6);
	FsRtlDissectName(wide(u"\\A"), &first, &rest);
	CHECK_EQ(first.Buffer[0], 'A');
	CHECK_EQ(rest.Length, 0);
	FsRtlDissectName(wide(u"A\\\\B"), &first, &rest);
	CHECK_EQ(rest.Buffer[0], '\\');
	FsRtlDissectName((UNICODE_STRING){ 0 }, &first, &rest);
	CHECK_EQ(first.Length + rest.Length, 0);
}

TEST(the_code_pages_differ)
{
	char out[4];
	ULONG bytes;
	STRING to = { 0, sizeof out, out };
	UNICODE_STRING none = wide(u"\x4e00");

	CHECK_EQ(RtlUnicodeToMultiByteN(out, 4, &bytes, u"€é", 4), STATUS_SUCCESS);
	assert_memory_equal(out, "\x80\xe9", 2);
	CHECK_EQ(RtlUnicodeToOemN(out, 4, &bytes, u"é", 2), STATUS_SUCCESS);
	assert_memory_equal(out, "\x82", 1);
	CHECK_EQ(RtlUnicodeToOemN(out, 1, &bytes, u"ab", 4), STATUS_BUFFER_OVERFLOW);
	CHECK_EQ(RtlUnicodeToMultiByteN(out, 1, &bytes, u"ab", 4), STATUS_SUCCESS);
	CHECK_EQ(
	    RtlUnicodeStringToCountedOemString(&to, &none, FALSE), STATUS_UNMAPPABLE_CHARACTER);
}

TEST(strings_of_bytes_are_counted)
{
	char room[4] = "ab";
	STRING to = { 2, sizeof room, room }, from, other;

	RtlInitString(&from, "cd");
	RtlInitString(&other, "CE");
	CHECK_EQ(RtlAppendStringToString(&to, &from), STATUS_SUCCESS);
	CHECK_EQ(RtlAppendStringToString(&to, &from), STATUS_BUFFER_TOO_SMALL);
	CHECK(RtlCompareString(&from, &other, FALSE) > 0);
	CHECK(RtlCompareString(&from, &other, TRUE) < 0);
}

TEST(statuses_become_win32_codes)
{
	CHECK_EQ(RtlNtStatusToDosError(STATUS_ACCESS_DENIED), 5);
	CHECK_EQ(RtlNtStatusToDosError((NTSTATUS)0xc0070020), 32);
	CHECK_EQ(RtlNtStatusToDosError((NTSTATUS)0xcfffffff), 317);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unicode_becomes_utf8_of_one_to_four_bytes),
		cmocka_unit_test(a_lone_surrogate_becomes_the_replacement_character),
		cmocka_unit_test(utf8_is_cut_between_characters),
		cmocka_unit_test(bad_utf8_is_replaced_and_said),
		cmocka_unit_test_setup(an_allocated_string_is_the_drivers_to_free, machine_fresh),
		cmocka_unit_test(letters_have_their_case),
		cmocka_unit_test(every_letter_that_has_an_upper_case_comes_back_from_it),
		cmocka_unit_test(the_hash_is_x65599),
		cmocka_unit_test(numbers_are_read_as_the_page_shows),
		cmocka_unit_test(a_number_that_does_not_fit_is_refused),
		cmocka_unit_test_setup(a_guid_goes_to_text_and_back, machine_fresh),
		cmocka_unit_test(patterns_match_as_the_page_says),
		cmocka_unit_test(a_path_is_dissected_as_the_page_shows),
		cmocka_unit_test(the_code_pages_differ),
		cmocka_unit_test(strings_of_bytes_are_counted),
		cmocka_unit_test(statuses_become_win32_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
