/*
 * What time it is.
 *
 * Here: the clock's interrupt and the precise times agree, the time zone is UTC, and the machine
 *   never sleeps.
 */
#include "kernel/exports.h"
#include "sched/clock.h"

#define TIME_INCREMENT_100NS 156250 /* the interrupt's period [ddi:KeQueryTimeIncrement] */

static LARGE_INTEGER NTAPI
KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency)
{
	if (PerformanceFrequency != NULL)
		PerformanceFrequency->QuadPart = 10000000;
	return (LARGE_INTEGER){ .QuadPart = (LONGLONG)clock_now_100ns() };
}

static void NTAPI
KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime)
{
	CurrentTime->QuadPart = (LONGLONG)(CLOCK_BOOT_TIME + clock_now_100ns());
}

/* Windows: how often the clock has interrupted.  [ddi:KeQueryTickCount] */
static void NTAPI
KeQueryTickCount(PLARGE_INTEGER CurrentCount)
{
	CurrentCount->QuadPart = (LONGLONG)(clock_now_100ns() / TIME_INCREMENT_100NS);
}

static ULONGLONG NTAPI
KeQueryInterruptTime(void)
{
	return clock_now_100ns();
}

static ULONG NTAPI
KeQueryTimeIncrement(void)
{
	return TIME_INCREMENT_100NS;
}

static void NTAPI
KeStallExecutionProcessor(ULONG MicroSeconds)
{
	clock_jump(clock_now_100ns() + MicroSeconds * UINT64_C(10));
}

static ULONGLONG NTAPI
KeQueryInterruptTimePrecise(ULONG64 *QpcTimeStamp)
{
	*QpcTimeStamp = clock_now_100ns();
	return clock_now_100ns();
}

static ULONGLONG NTAPI
KeQueryUnbiasedInterruptTime(void)
{
	return clock_now_100ns();
}

static void NTAPI
ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime)
{
	*LocalTime = *SystemTime;
}

static void NTAPI
ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime)
{
	*SystemTime = *LocalTime;
}

/* Windows: the resolution that is in force; the shortest period is 0.5 ms.  [ddi:ExSetTimerResolution] */
static ULONG NTAPI
ExSetTimerResolution(ULONG DesiredTime, BOOLEAN SetResolution)
{
	(void)DesiredTime, (void)SetResolution;
	return TIME_INCREMENT_100NS;
}

static void NTAPI
ExQueryTimerResolution(PULONG MaximumTime, PULONG MinimumTime, PULONG CurrentTime)
{
	*MaximumTime = *CurrentTime = TIME_INCREMENT_100NS;
	*MinimumTime = 5000;
}

const struct contract time_exports[] = {
	EXPORT(KeQueryPerformanceCounter, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQuerySystemTimePrecise, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryInterruptTime, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryTimeIncrement, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeStallExecutionProcessor, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("KeQuerySystemTime", KeQuerySystemTimePrecise, 1, HIGH_LEVEL, REFUSAL_NONE,
	    NO_RESULT, PAGE(wdm)),
	EXPORT(KeQueryTickCount, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryInterruptTimePrecise, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryUnbiasedInterruptTime, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("KeQueryUnbiasedInterruptTimePrecise", KeQueryInterruptTimePrecise, 1, HIGH_LEVEL,
	    REFUSAL_NONE, 0),
	EXPORT(ExSystemTimeToLocalTime, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the time zone is UTC")),
	EXPORT(ExLocalTimeToSystemTime, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the time zone is UTC")),
	EXPORT(ExSetTimerResolution, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the resolution stays as it is")),
	EXPORT(ExQueryTimerResolution, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
