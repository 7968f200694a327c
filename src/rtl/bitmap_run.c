/*
 * Runs of clear bits in a bitmap.
 */
#include "rtl/bitmap.h"
#include "rtl/exports.h"

NTAPI ULONG RtlFindClearRuns(RTL_BITMAP *BitMapHeader, RTL_BITMAP_RUN *RunArray,
    ULONG SizeOfRunArray, BOOLEAN LocateLongestRuns);
NTAPI ULONG RtlFindLongestRunClear(RTL_BITMAP *BitMapHeader, ULONG *StartingIndex);
NTAPI ULONG RtlFindFirstRunClear(RTL_BITMAP *BitMapHeader, ULONG *StartingIndex);
NTAPI ULONG RtlFindNextForwardRunClear(
    RTL_BITMAP *BitMapHeader, ULONG FromIndex, ULONG *StartingRunIndex);
NTAPI ULONG RtlFindLastBackwardRunClear(
    RTL_BITMAP *BitMapHeader, ULONG FromIndex, ULONG *StartingRunIndex);

/* The next run at or behind `from`; of no bits where there is none. */
static RTL_BITMAP_RUN
next_run(const RTL_BITMAP *map, ULONG from)
{
	RTL_BITMAP_RUN run = { from, 0 };

	if (from >= map->SizeOfBitMap)
		return run;
	run.StartingIndex += bitmap_run(map, from, true, map->SizeOfBitMap - from);
	run.NumberOfBits =
	    bitmap_run(map, run.StartingIndex, false, map->SizeOfBitMap - run.StartingIndex);
	return run;
}

ULONG NTAPI
RtlFindNextForwardRunClear(RTL_BITMAP *BitMapHeader, ULONG FromIndex, ULONG *StartingRunIndex)
{
	RTL_BITMAP_RUN run = next_run(BitMapHeader, FromIndex);

	*StartingRunIndex = run.NumberOfBits > 0 ? run.StartingIndex : FromIndex;
	return run.NumberOfBits;
}

ULONG NTAPI
RtlFindFirstRunClear(RTL_BITMAP *BitMapHeader, ULONG *StartingIndex)
{
	return RtlFindNextForwardRunClear(BitMapHeader, 0, StartingIndex);
}

ULONG NTAPI
RtlFindLongestRunClear(RTL_BITMAP *BitMapHeader, ULONG *StartingIndex)
{
	RTL_BITMAP_RUN longest = { 0, 0 };
	RTL_BITMAP_RUN run = next_run(BitMapHeader, 0);

	for (; run.NumberOfBits > 0;
	     run = next_run(BitMapHeader, run.StartingIndex + run.NumberOfBits)) {
		if (run.NumberOfBits > longest.NumberOfBits)
			longest = run;
	}
	*StartingIndex = longest.StartingIndex;
	return longest.NumberOfBits;
}

ULONG NTAPI
RtlFindLastBackwardRunClear(RTL_BITMAP *BitMapHeader, ULONG FromIndex, ULONG *StartingRunIndex)
{
	ULONG at = FromIndex;
	ULONG end;

	*StartingRunIndex = FromIndex;
	if (BitMapHeader->SizeOfBitMap == 0)
		return 0;
	if (at >= BitMapHeader->SizeOfBitMap)
		at = BitMapHeader->SizeOfBitMap - 1;
	while (at > 0 && bitmap_test(BitMapHeader, at))
		at--;
	if (bitmap_test(BitMapHeader, at))
		return 0;
	for (end = at; at > 0 && !bitmap_test(BitMapHeader, at - 1);)
		at--;
	*StartingRunIndex = at;
	return end - at + 1;
}

/* The array is kept from the longest to the shortest. */
static ULONG
keep_longest(RTL_BITMAP_RUN *runs, ULONG count, ULONG size, RTL_BITMAP_RUN run)
{
	ULONG at = count < size ? count : size;

	while (at > 0 && runs[at - 1].NumberOfBits < run.NumberOfBits) {
		if (at < size)
			runs[at] = runs[at - 1];
		at--;
	}
	if (at < size)
		runs[at] = run;
	return count < size ? count + 1 : size;
}

ULONG NTAPI
RtlFindClearRuns(RTL_BITMAP *BitMapHeader, RTL_BITMAP_RUN *RunArray, ULONG SizeOfRunArray,
    BOOLEAN LocateLongestRuns)
{
	RTL_BITMAP_RUN run = next_run(BitMapHeader, 0);
	ULONG count = 0;

	while (run.NumberOfBits > 0) {
		if (LocateLongestRuns)
			count = keep_longest(RunArray, count, SizeOfRunArray, run);
		else if (count == SizeOfRunArray)
			break;
		else
			RunArray[count++] = run;
		run = next_run(BitMapHeader, run.StartingIndex + run.NumberOfBits);
	}
	return count;
}

const struct contract bitmap_run_exports[] = {
	EXPORT(RtlFindClearRuns, 4, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlFindLongestRunClear, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlFindFirstRunClear, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlFindNextForwardRunClear, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlFindLastBackwardRunClear, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
