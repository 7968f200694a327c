#include "bench_machine.h"
#include "executive/string.h"
#include "executive/target.h"
#include "nt/io.h"
#include "test.h"

#include <string.h>

NTAPI void RtlInitUnicodeString(UNICODE_STRING *DestinationString, PCWSTR SourceString);
NTAPI void RtlCopyUnicodeString(UNICODE_STRING *DestinationString, PCUNICODE_STRING SourceString);
NTAPI LONG RtlCompareUnicodeString(
    PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive);
NTAPI BOOLEAN RtlEqualUnicodeString(
    PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive);
NTAPI NTSTATUS RtlAppendUnicodeToString(UNICODE_STRING *Destination, PCWSTR Source);
NTAPI NTSTATUS RtlIntegerToUnicodeString(ULONG Value, ULONG Base, UNICODE_STRING *String);
NTAPI NTSTATUS RtlUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI void RtlFreeAnsiString(STRING *AnsiString);
NTAPI SIZE_T RtlCompareMemory(const void *Source1, const void *Source2, SIZE_T Length);
NTAPI NTSTATUS RtlGetVersion(RTL_OSVERSIONINFOW *lpVersionInformation);
NTAPI NTSTATUS ExUuidCreate(UUID *Uuid);

TEST(a_copy_is_cut_to_what_fits)
{
	WCHAR small[2];
	UNICODE_STRING from, to = { 0, sizeof small, small };

	RtlInitUnicodeString(&from, u"abc");
	CHECK_EQ(from.Length, 6);
	CHECK_EQ(from.MaximumLength, 8);
	RtlCopyUnicodeString(&to, &from);
	CHECK_EQ(to.Length, 4);
	CHECK_EQ(small[1], 'b');
	RtlCopyUnicodeString(&to, NULL);
	CHECK_EQ(to.Length, 0);
}

TEST(comparing_can_ignore_the_case)
{
	UNICODE_STRING one, other;

	RtlInitUnicodeString(&one, u"Größe");
	RtlInitUnicodeString(&other, u"GRÖßE");
	CHECK(RtlEqualUnicodeString(&one, &other, TRUE));
	CHECK(!RtlEqualUnicodeString(&one, &other, FALSE));
	CHECK(RtlCompareUnicodeString(&one, &other, FALSE) > 0);
	CHECK_EQ(RtlCompareUnicodeString(&one, &other, TRUE), 0);
}

TEST(appending_and_numbers_need_room)
{
	WCHAR room[6] = { 0 };
	UNICODE_STRING text = { 0, sizeof room, room };

	CHECK_EQ(RtlIntegerToUnicodeString(0xbeef, 16, &text), STATUS_SUCCESS);
	CHECK_EQ(text.Length, 8);
	CHECK_EQ(room[0], 'B');
	CHECK_EQ(RtlAppendUnicodeToString(&text, u"12"), STATUS_SUCCESS);
	CHECK_EQ(RtlAppendUnicodeToString(&text, u"3"), STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(RtlIntegerToUnicodeString(1234567, 0, &text), STATUS_BUFFER_OVERFLOW);
	CHECK_EQ(RtlIntegerToUnicodeString(1, 3, &text), STATUS_INVALID_PARAMETER);
}

TEST(a_converted_string_is_the_drivers_to_free)
{
	UNICODE_STRING wide;
	STRING narrow;

	RtlInitUnicodeString(&wide, u"abc");
	CHECK_EQ(RtlUnicodeStringToAnsiString(&narrow, &wide, TRUE), STATUS_SUCCESS);
	CHECK_STR(narrow.Buffer, "abc");
	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
	RtlFreeAnsiString(&narrow);
	CHECK_EQ(ledger_count(HOLDING_POOL), 0);
}

TEST(memory_is_compared_up_to_the_first_difference)
{
	CHECK_EQ(RtlCompareMemory("abcd", "abxd", 4), 2);
	CHECK_EQ(RtlCompareMemory("abcd", "abcd", 4), 4);
}

TEST(the_version_is_the_targets)
{
	RTL_OSVERSIONINFOEXW version = { .dwOSVersionInfoSize = sizeof version };

	target_set(BUILD_WIN10_22H2);
	RtlGetVersion((RTL_OSVERSIONINFOW *)&version);
	CHECK_EQ(version.dwMajorVersion, 10);
	CHECK_EQ(version.dwBuildNumber, 19045);
	CHECK_EQ(version.wProductType, 1);
}

TEST(uuids_differ)
{
	UUID one, other;

	ExUuidCreate(&one);
	ExUuidCreate(&other);
	CHECK(memcmp(&one, &other, sizeof one) != 0);
	CHECK_EQ(one.Data3 >> 12, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_copy_is_cut_to_what_fits, machine_fresh),
		cmocka_unit_test_setup(comparing_can_ignore_the_case, machine_fresh),
		cmocka_unit_test_setup(appending_and_numbers_need_room, machine_fresh),
		cmocka_unit_test_setup(a_converted_string_is_the_drivers_to_free, machine_fresh),
		cmocka_unit_test_setup(
		    memory_is_compared_up_to_the_first_difference, machine_fresh),
		cmocka_unit_test_setup(the_version_is_the_targets, machine_fresh),
		cmocka_unit_test_setup(uuids_differ, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
