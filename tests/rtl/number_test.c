/* Bitmaps, times, checksums. */
#include "nt/rtl.h"
#include "test.h"

#include <string.h>

NTAPI void RtlInitializeBitMap(RTL_BITMAP *, ULONG *, ULONG);
NTAPI void RtlSetBits(RTL_BITMAP *, ULONG, ULONG);
NTAPI void RtlClearBits(RTL_BITMAP *, ULONG, ULONG);
NTAPI ULONG RtlFindClearBits(RTL_BITMAP *, ULONG, ULONG);
NTAPI ULONG RtlFindClearBitsAndSet(RTL_BITMAP *, ULONG, ULONG);
NTAPI ULONG RtlFindSetBits(RTL_BITMAP *, ULONG, ULONG);
NTAPI BOOLEAN RtlAreBitsSet(RTL_BITMAP *, ULONG, ULONG);
NTAPI ULONG RtlNumberOfSetBits(RTL_BITMAP *);
NTAPI ULONG RtlFindClearRuns(RTL_BITMAP *, RTL_BITMAP_RUN *, ULONG, BOOLEAN);
NTAPI ULONG RtlFindLongestRunClear(RTL_BITMAP *, ULONG *);
NTAPI ULONG RtlFindLastBackwardRunClear(RTL_BITMAP *, ULONG, ULONG *);
NTAPI CCHAR RtlFindLeastSignificantBit(ULONGLONG);
NTAPI CCHAR RtlFindMostSignificantBit(ULONGLONG);
NTAPI void RtlTimeToTimeFields(const LARGE_INTEGER *, TIME_FIELDS *);
NTAPI BOOLEAN RtlTimeFieldsToTime(const TIME_FIELDS *, LARGE_INTEGER *);
NTAPI BOOLEAN RtlTimeToSecondsSince1970(const LARGE_INTEGER *, ULONG *);
NTAPI void RtlSecondsSince1970ToTime(ULONG, LARGE_INTEGER *);
NTAPI USHORT RtlUshortByteSwap(USHORT);
NTAPI ULONGLONG RtlUlonglongByteSwap(ULONGLONG);
NTAPI ULONG RtlCrc32(const UCHAR *, SIZE_T, ULONG);
NTAPI ULONGLONG RtlCrc64(const UCHAR *, SIZE_T, ULONGLONG);

static ULONG words[4];
static RTL_BITMAP map;

static int
map_fresh(void **state)
{
	(void)state;
	memset(words, 0, sizeof words);
	RtlInitializeBitMap(&map, words, 100);
	return 0;
}

TEST(bits_are_set_and_counted_across_words)
{
	RtlSetBits(&map, 30, 40);
	CHECK_EQ(words[0], 0xc0000000);
	CHECK_EQ(words[1], 0xffffffff);
	CHECK_EQ(words[2], 0x3f);
	CHECK_EQ(RtlNumberOfSetBits(&map), 40);
	CHECK(RtlAreBitsSet(&map, 30, 40));
	CHECK(!RtlAreBitsSet(&map, 30, 41));
	CHECK(!RtlAreBitsSet(&map, 30, 0));
	RtlClearBits(&map, 31, 38);
	CHECK_EQ(RtlNumberOfSetBits(&map), 2);
}

TEST(a_search_goes_on_from_the_beginning)
{
	RtlSetBits(&map, 20, 80);
	CHECK_EQ(RtlFindClearBits(&map, 10, 50), 0);
	CHECK_EQ(RtlFindClearBits(&map, 21, 50), 0xffffffff);
	CHECK_EQ(RtlFindClearBitsAndSet(&map, 5, 12), 12);
	CHECK_EQ(RtlFindClearBits(&map, 5, 12), 0);
	CHECK_EQ(RtlFindSetBits(&map, 5, 0), 12);
	CHECK_EQ(RtlFindClearBits(&map, 101, 0), 0xffffffff);
}

TEST(runs_come_in_order_or_by_length)
{
	RTL_BITMAP_RUN runs[2];
	ULONG start;

	RtlSetBits(&map, 0, 100);
	RtlClearBits(&map, 5, 1);
	RtlClearBits(&map, 10, 3);
	RtlClearBits(&map, 60, 20);
	CHECK_EQ(RtlFindClearRuns(&map, runs, 2, FALSE), 2);
	CHECK_EQ(runs[1].StartingIndex, 10);
	CHECK_EQ(RtlFindClearRuns(&map, runs, 2, TRUE), 2);
	CHECK_EQ(runs[0].StartingIndex, 60);
	CHECK_EQ(runs[1].NumberOfBits, 3);
	CHECK_EQ(RtlFindLongestRunClear(&map, &start), 20);
	CHECK_EQ(start, 60);
	CHECK_EQ(RtlFindLastBackwardRunClear(&map, 50, &start), 3);
	CHECK_EQ(start, 10);
	CHECK_EQ(RtlFindLastBackwardRunClear(&map, 4, &start), 0);
}

TEST(no_bit_is_at_minus_one)
{
	CHECK_EQ(RtlFindLeastSignificantBit(0), -1);
	CHECK_EQ(RtlFindMostSignificantBit(0), -1);
	CHECK_EQ(RtlFindLeastSignificantBit(0x50), 4);
	CHECK_EQ(RtlFindMostSignificantBit(0x50), 6);
}

TEST(times_have_their_fields)
{
	/* 2024-02-29 12:34:56.789, a Thursday; unix 1709210096 */
	LARGE_INTEGER time, back;
	TIME_FIELDS fields;
	ULONG seconds;

	RtlSecondsSince1970ToTime(1709210096, &time);
	time.QuadPart += 7890000;
	RtlTimeToTimeFields(&time, &fields);
	CHECK_EQ(fields.Year, 2024);
	CHECK_EQ(fields.Month, 2);
	CHECK_EQ(fields.Day, 29);
	CHECK_EQ(fields.Hour, 12);
	CHECK_EQ(fields.Second, 56);
	CHECK_EQ(fields.Milliseconds, 789);
	CHECK_EQ(fields.Weekday, 4);
	CHECK(RtlTimeFieldsToTime(&fields, &back));
	CHECK_EQ(back.QuadPart, time.QuadPart);
	CHECK(RtlTimeToSecondsSince1970(&time, &seconds));
	CHECK_EQ(seconds, 1709210096);
	fields.Year = 2023;
	CHECK(!RtlTimeFieldsToTime(&fields, &back));
	time.QuadPart = 0;
	CHECK(!RtlTimeToSecondsSince1970(&time, &seconds));
	RtlTimeToTimeFields(&time, &fields);
	CHECK_EQ(fields.Year, 1601);
	CHECK_EQ(fields.Weekday, 1);
}

/* The check values of the CRC catalogue: CRC-32/ISO-HDLC and CRC-64/NVME. */
TEST(checksums_have_their_check_values)
{
	CHECK_EQ(RtlCrc32((const UCHAR *)"123456789", 9, 0), 0xcbf43926);
	CHECK_EQ(RtlCrc64((const UCHAR *)"123456789", 9, 0), 0xae8b14860a799888);
}

TEST(bytes_are_swapped)
{
	CHECK_EQ(RtlUshortByteSwap(0x1234), 0x3412);
	CHECK_EQ(RtlUlonglongByteSwap(0x0102030405060708), 0x0807060504030201);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(bits_are_set_and_counted_across_words, map_fresh),
		cmocka_unit_test_setup(a_search_goes_on_from_the_beginning, map_fresh),
		cmocka_unit_test_setup(runs_come_in_order_or_by_length, map_fresh),
		cmocka_unit_test(no_bit_is_at_minus_one),
		cmocka_unit_test(times_have_their_fields),
		cmocka_unit_test(checksums_have_their_check_values),
		cmocka_unit_test(bytes_are_swapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
