#include "rtl/bitmap.h"

#include "rtl/exports.h"

#include <string.h>

NTAPI void RtlInitializeBitMap(RTL_BITMAP *BitMapHeader, ULONG *BitMapBuffer, ULONG SizeOfBitMap);
NTAPI void RtlSetBit(RTL_BITMAP *BitMapHeader, ULONG BitNumber);
NTAPI void RtlClearBit(RTL_BITMAP *BitMapHeader, ULONG BitNumber);
NTAPI BOOLEAN RtlTestBit(RTL_BITMAP *BitMapHeader, ULONG BitNumber);
NTAPI void RtlSetAllBits(RTL_BITMAP *BitMapHeader);
NTAPI void RtlClearAllBits(RTL_BITMAP *BitMapHeader);
NTAPI void RtlSetBits(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG NumberToSet);
NTAPI void RtlClearBits(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG NumberToClear);
NTAPI ULONG RtlFindClearBits(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
NTAPI ULONG RtlFindSetBits(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
NTAPI ULONG RtlFindClearBitsAndSet(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
NTAPI ULONG RtlFindSetBitsAndClear(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
NTAPI BOOLEAN RtlAreBitsClear(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG Length);
NTAPI BOOLEAN RtlAreBitsSet(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG Length);
NTAPI ULONG RtlNumberOfSetBits(RTL_BITMAP *BitMapHeader);
NTAPI ULONG RtlNumberOfClearBits(RTL_BITMAP *BitMapHeader);
NTAPI ULONG RtlNumberOfSetBitsUlongPtr(ULONG_PTR Target);
NTAPI CCHAR RtlFindLeastSignificantBit(ULONGLONG Set);
NTAPI CCHAR RtlFindMostSignificantBit(ULONGLONG Set);

void NTAPI
RtlInitializeBitMap(RTL_BITMAP *BitMapHeader, ULONG *BitMapBuffer, ULONG SizeOfBitMap)
{
	BitMapHeader->SizeOfBitMap = SizeOfBitMap;
	BitMapHeader->Buffer = BitMapBuffer;
}

static void
put(RTL_BITMAP *map, ULONG bit, bool value)
{
	ULONG mask = 1u << bit % 32;

	if (value)
		map->Buffer[bit / 32] |= mask;
	else
		map->Buffer[bit / 32] &= ~mask;
}

static void
put_many(RTL_BITMAP *map, ULONG from, ULONG count, bool value)
{
	for (ULONG i = 0; i < count; i++) {
		ULONG bit = from + i;

		if (bit % 32 == 0 && count - i >= 32) {
			map->Buffer[bit / 32] = value ? 0xffffffffu : 0;
			i += 31;
		} else {
			put(map, bit, value);
		}
	}
}

ULONG
bitmap_run(const RTL_BITMAP *map, ULONG from, bool value, ULONG limit)
{
	ULONG whole = value ? 0xffffffffu : 0;
	ULONG count = 0;

	while (count < limit && from + count < map->SizeOfBitMap) {
		ULONG bit = from + count;

		if (bit % 32 == 0 && limit - count >= 32 && map->SizeOfBitMap - bit >= 32
		    && map->Buffer[bit / 32] == whole)
			count += 32;
		else if (bitmap_test(map, bit) == value)
			count++;
		else
			break;
	}
	return count;
}

/* Windows: the caller keeps to the map; what is outside is written all the same.  [ddi:RtlSetBit] */
void NTAPI
RtlSetBit(RTL_BITMAP *BitMapHeader, ULONG BitNumber)
{
	put(BitMapHeader, BitNumber, true);
}

void NTAPI
RtlClearBit(RTL_BITMAP *BitMapHeader, ULONG BitNumber)
{
	put(BitMapHeader, BitNumber, false);
}

BOOLEAN NTAPI
RtlTestBit(RTL_BITMAP *BitMapHeader, ULONG BitNumber)
{
	return bitmap_test(BitMapHeader, BitNumber);
}

/* Windows: whole words, those bits of the last one included that are not in the map.
 * [ddi:RtlInitializeBitMap: the buffer is a multiple of four bytes] */
static void
put_all(RTL_BITMAP *map, int byte)
{
	memset(map->Buffer, byte, (map->SizeOfBitMap + (size_t)31) / 32 * sizeof *map->Buffer);
}

void NTAPI
RtlSetAllBits(RTL_BITMAP *BitMapHeader)
{
	put_all(BitMapHeader, 0xff);
}

void NTAPI
RtlClearAllBits(RTL_BITMAP *BitMapHeader)
{
	put_all(BitMapHeader, 0);
}

void NTAPI
RtlSetBits(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG NumberToSet)
{
	put_many(BitMapHeader, StartingIndex, NumberToSet, true);
}

void NTAPI
RtlClearBits(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG NumberToClear)
{
	put_many(BitMapHeader, StartingIndex, NumberToClear, false);
}

/* Where the first such run begins at or behind `from`, and before `to`. */
static ULONG
find_between(const RTL_BITMAP *map, ULONG from, ULONG to, ULONG count, bool value)
{
	for (ULONG at = from; at < to && map->SizeOfBitMap - at >= count;) {
		ULONG run = bitmap_run(map, at, value, count);

		if (run == count)
			return at;
		at += run;
		at += bitmap_run(map, at, !value, map->SizeOfBitMap - at);
	}
	return BITMAP_NOT_FOUND;
}

/* Windows: from the hint to the end, then from the beginning.  For no bits at all, the hint, its byte's
 * first bit.  [ddi:RtlFindClearBits, Remarks] */
static ULONG
find(const RTL_BITMAP *map, ULONG count, ULONG hint, bool value)
{
	ULONG found;

	if (hint >= map->SizeOfBitMap)
		hint = 0;
	if (count == 0)
		return hint & ~7u;
	if (count > map->SizeOfBitMap)
		return BITMAP_NOT_FOUND;
	found = find_between(map, hint, map->SizeOfBitMap, count, value);
	return found != BITMAP_NOT_FOUND ? found : find_between(map, 0, hint, count, value);
}

ULONG NTAPI
RtlFindClearBits(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find(BitMapHeader, NumberToFind, HintIndex, false);
}

ULONG NTAPI
RtlFindSetBits(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find(BitMapHeader, NumberToFind, HintIndex, true);
}

static ULONG
find_and_turn(RTL_BITMAP *map, ULONG count, ULONG hint, bool value)
{
	ULONG found = find(map, count, hint, value);

	if (found != BITMAP_NOT_FOUND)
		put_many(map, found, count, !value);
	return found;
}

ULONG NTAPI
RtlFindClearBitsAndSet(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find_and_turn(BitMapHeader, NumberToFind, HintIndex, false);
}

ULONG NTAPI
RtlFindSetBitsAndClear(RTL_BITMAP *BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find_and_turn(BitMapHeader, NumberToFind, HintIndex, true);
}

/* Windows: FALSE for an empty range or one that is not in the map.  [ddi:RtlAreBitsClear] */
static bool
are(const RTL_BITMAP *map, ULONG from, ULONG count, bool value)
{
	return count > 0 && from < map->SizeOfBitMap && count <= map->SizeOfBitMap - from
	    && bitmap_run(map, from, value, count) == count;
}

BOOLEAN NTAPI
RtlAreBitsClear(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG Length)
{
	return are(BitMapHeader, StartingIndex, Length, false);
}

BOOLEAN NTAPI
RtlAreBitsSet(RTL_BITMAP *BitMapHeader, ULONG StartingIndex, ULONG Length)
{
	return are(BitMapHeader, StartingIndex, Length, true);
}

ULONG NTAPI
RtlNumberOfSetBits(RTL_BITMAP *BitMapHeader)
{
	ULONG size = BitMapHeader->SizeOfBitMap;
	ULONG count = 0;

	for (ULONG word = 0; word < size / 32; word++)
		count += (ULONG)__builtin_popcount(BitMapHeader->Buffer[word]);
	if (size % 32 != 0)
		count += (ULONG)__builtin_popcount(
		    BitMapHeader->Buffer[size / 32] & ((1u << size % 32) - 1));
	return count;
}

ULONG NTAPI
RtlNumberOfClearBits(RTL_BITMAP *BitMapHeader)
{
	return BitMapHeader->SizeOfBitMap - RtlNumberOfSetBits(BitMapHeader);
}

ULONG NTAPI
RtlNumberOfSetBitsUlongPtr(ULONG_PTR Target)
{
	return (ULONG)__builtin_popcountll(Target);
}

/* Windows: -1 for no bit.  [ddi:RtlFindLeastSignificantBit] */
CCHAR NTAPI
RtlFindLeastSignificantBit(ULONGLONG Set)
{
	return (CCHAR)(__builtin_ffsll((long long)Set) - 1);
}

CCHAR NTAPI
RtlFindMostSignificantBit(ULONGLONG Set)
{
	return (CCHAR)(Set != 0 ? 63 - __builtin_clzll(Set) : -1);
}

/* A map in nonpaged memory may be used at any IRQL.  [ddi of each, Remarks] */
#define BITMAP(name, arguments) EXPORT(name, arguments, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm))

const struct contract bitmap_exports[] = {
	BITMAP(RtlInitializeBitMap, 3),
	BITMAP(RtlSetBit, 2),
	BITMAP(RtlClearBit, 2),
	EXPORT(RtlTestBit, 2, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	BITMAP(RtlSetAllBits, 1),
	BITMAP(RtlClearAllBits, 1),
	BITMAP(RtlSetBits, 3),
	BITMAP(RtlClearBits, 3),
	BITMAP(RtlFindClearBits, 3),
	BITMAP(RtlFindSetBits, 3),
	BITMAP(RtlFindClearBitsAndSet, 3),
	BITMAP(RtlFindSetBitsAndClear, 3),
	EXPORT(RtlAreBitsClear, 3, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORT(RtlAreBitsSet, 3, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	BITMAP(RtlNumberOfSetBits, 1),
	BITMAP(RtlNumberOfClearBits, 1),
	BITMAP(RtlNumberOfSetBitsUlongPtr, 1),
	EXPORT(RtlFindLeastSignificantBit, 1, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORT(RtlFindMostSignificantBit, 1, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORTS_END,
};
