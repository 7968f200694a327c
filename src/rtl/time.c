/*
 * Time: 100-nanosecond units since 1601, its fields, and seconds since 1970 and 1980.
 */
#include "rtl/exports.h"

NTAPI BOOLEAN RtlTimeFieldsToTime(const TIME_FIELDS *TimeFields, LARGE_INTEGER *Time);
NTAPI BOOLEAN RtlTimeToSecondsSince1970(const LARGE_INTEGER *Time, ULONG *ElapsedSeconds);
NTAPI BOOLEAN RtlTimeToSecondsSince1980(const LARGE_INTEGER *Time, ULONG *ElapsedSeconds);
NTAPI void RtlSecondsSince1970ToTime(ULONG ElapsedSeconds, LARGE_INTEGER *Time);
NTAPI void RtlSecondsSince1980ToTime(ULONG ElapsedSeconds, LARGE_INTEGER *Time);

#define SECOND 10000000ll
#define DAY (86400 * SECOND)
#define SECONDS_TO_1970 11644473600ll
#define SECONDS_TO_1980 11960006400ll

static int
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* From the first of January 1601 to that of the year. */
static int64_t
days_before(int64_t year)
{
	int64_t past = year - 1601;

	return past * 365 + past / 4 - past / 100 + past / 400;
}

void NTAPI
RtlTimeToTimeFields(const LARGE_INTEGER *Time, TIME_FIELDS *TimeFields)
{
	int64_t day = Time->QuadPart / DAY;
	int64_t rest = Time->QuadPart % DAY / (SECOND / 1000);
	int64_t year = 1601 + day / 366; /* not too late; the loop mends it */
	int month = 1;

	TimeFields->Weekday = (CSHORT)((day + 1) % 7); /* 1601 began on a Monday */
	while (days_before(year + 1) <= day)
		year++;
	for (day -= days_before(year); day >= month_days(year, month); month++)
		day -= month_days(year, month);
	TimeFields->Year = (CSHORT)year;
	TimeFields->Month = (CSHORT)month;
	TimeFields->Day = (CSHORT)(day + 1);
	TimeFields->Hour = (CSHORT)(rest / 3600000);
	TimeFields->Minute = (CSHORT)(rest / 60000 % 60);
	TimeFields->Second = (CSHORT)(rest / 1000 % 60);
	TimeFields->Milliseconds = (CSHORT)(rest % 1000);
}

/* Windows: FALSE for fields that are no time, and years before 1601; the weekday is not looked at.
 * [ddi:RtlTimeFieldsToTime] */
BOOLEAN NTAPI
RtlTimeFieldsToTime(const TIME_FIELDS *TimeFields, LARGE_INTEGER *Time)
{
	const TIME_FIELDS fields = *TimeFields;
	int64_t days;

	if (fields.Year < 1601 || fields.Month < 1 || fields.Month > 12 || fields.Day < 1
	    || fields.Day > month_days(fields.Year, fields.Month) || fields.Hour < 0
	    || fields.Hour > 23 || fields.Minute < 0 || fields.Minute > 59 || fields.Second < 0
	    || fields.Second > 59 || fields.Milliseconds < 0 || fields.Milliseconds > 999)
		return FALSE;
	days = days_before(fields.Year) + fields.Day - 1;
	for (int month = 1; month < fields.Month; month++)
		days += month_days(fields.Year, month);
	Time->QuadPart = days * DAY
	    + ((fields.Hour * 60ll + fields.Minute) * 60 + fields.Second) * SECOND
	    + fields.Milliseconds * (SECOND / 1000);
	return TRUE;
}

/* Windows: FALSE for what 32 bits do not hold.  [ddi:RtlTimeToSecondsSince1970] */
static BOOLEAN
seconds_since(int64_t start, const LARGE_INTEGER *time, ULONG *seconds)
{
	int64_t since = time->QuadPart / SECOND - start;

	if (since < 0 || since > UINT32_MAX)
		return FALSE;
	*seconds = (ULONG)since;
	return TRUE;
}

BOOLEAN NTAPI
RtlTimeToSecondsSince1970(const LARGE_INTEGER *Time, ULONG *ElapsedSeconds)
{
	return seconds_since(SECONDS_TO_1970, Time, ElapsedSeconds);
}

BOOLEAN NTAPI
RtlTimeToSecondsSince1980(const LARGE_INTEGER *Time, ULONG *ElapsedSeconds)
{
	return seconds_since(SECONDS_TO_1980, Time, ElapsedSeconds);
}

void NTAPI
RtlSecondsSince1970ToTime(ULONG ElapsedSeconds, LARGE_INTEGER *Time)
{
	Time->QuadPart = (SECONDS_TO_1970 + ElapsedSeconds) * SECOND;
}

void NTAPI
RtlSecondsSince1980ToTime(ULONG ElapsedSeconds, LARGE_INTEGER *Time)
{
	Time->QuadPart = (SECONDS_TO_1980 + ElapsedSeconds) * SECOND;
}

const struct contract rtl_time_exports[] = {
	EXPORT(RtlTimeToTimeFields, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlTimeFieldsToTime, 2, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORT(RtlTimeToSecondsSince1970, 2, APC_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntifs)),
	EXPORT(RtlTimeToSecondsSince1980, 2, APC_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntifs)),
	EXPORT(RtlSecondsSince1970ToTime, 2, APC_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(ntifs)),
	EXPORT(RtlSecondsSince1980ToTime, 2, APC_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(ntifs)),
	EXPORTS_END,
};
