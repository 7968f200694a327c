/*
 * Memory by words and with bounds, and numbers by chance.
 */
#include "rtl/crt.h"
#include "rtl/exports.h"

#include <string.h>

NTAPI SIZE_T RtlCompareMemoryUlong(const void *Source, SIZE_T Length, ULONG Pattern);
NTAPI void RtlFillMemoryUlong(void *Destination, SIZE_T Length, ULONG Pattern);
NTAPI void RtlFillMemoryUlonglong(void *Destination, SIZE_T Length, ULONGLONG Pattern);
NTAPI void RtlPrefetchMemoryNonTemporal(const void *Source, SIZE_T Length);
NTAPI USHORT RtlUshortByteSwap(USHORT Source);
NTAPI ULONG RtlUlongByteSwap(ULONG Source);
NTAPI ULONGLONG RtlUlonglongByteSwap(ULONGLONG Source);
NTAPI ULONG RtlRandom(ULONG *Seed);
NTAPI ULONG RtlUniform(ULONG *Seed);
NTAPI ULONG RtlRandomEx(ULONG *Seed);

/* Windows: the bytes that match, in whole words.  [ddi:RtlCompareMemoryUlong] */
SIZE_T NTAPI
RtlCompareMemoryUlong(const void *Source, SIZE_T Length, ULONG Pattern)
{
	const ULONG *words = Source;
	SIZE_T at = 0;

	while (at < Length / sizeof *words && words[at] == Pattern)
		at++;
	return at * sizeof *words;
}

void NTAPI
RtlFillMemoryUlong(void *Destination, SIZE_T Length, ULONG Pattern)
{
	ULONG *words = Destination;

	for (SIZE_T at = 0; at < Length / sizeof *words; at++)
		words[at] = Pattern;
}

void NTAPI
RtlFillMemoryUlonglong(void *Destination, SIZE_T Length, ULONGLONG Pattern)
{
	ULONGLONG *words = Destination;

	for (SIZE_T at = 0; at < Length / sizeof *words; at++)
		words[at] = Pattern;
}

void NTAPI
RtlPrefetchMemoryNonTemporal(const void *Source, SIZE_T Length)
{
	(void)Source, (void)Length;
}

USHORT NTAPI
RtlUshortByteSwap(USHORT Source)
{
	return __builtin_bswap16(Source);
}

ULONG NTAPI
RtlUlongByteSwap(ULONG Source)
{
	return __builtin_bswap32(Source);
}

ULONGLONG NTAPI
RtlUlonglongByteSwap(ULONGLONG Source)
{
	return __builtin_bswap64(Source);
}

/*
 * Windows: a number from 0 to MAXLONG - 1, and the next seed.  [ddi:RtlRandom; ddi:RtlRandomEx]
 * Here: Lehmer's generator for all three; Windows shuffles RtlRandom's numbers with a table that
 *   the whole system shares.
 */
ULONG NTAPI
RtlUniform(ULONG *Seed)
{
	*Seed = (ULONG)((0x7fffffedull * *Seed + 0x7fffffc3u) % 0x7fffffff);
	return *Seed;
}

ULONG NTAPI
RtlRandom(ULONG *Seed)
{
	return RtlUniform(Seed);
}

ULONG NTAPI
RtlRandomEx(ULONG *Seed)
{
	return RtlUniform(Seed);
}

/* Windows: on failure the destination is zeroed.  [crt:memcpy_s; crt:memmove_s] */
static int NTAPI
copy_s(void *to, size_t size, const void *from, size_t count)
{
	if (count == 0)
		return 0;
	if (to == NULL)
		return CRT_EINVAL;
	if (from == NULL || size < count) {
		memset(to, 0, size);
		return from == NULL ? CRT_EINVAL : CRT_ERANGE;
	}
	memmove(to, from, count);
	return 0;
}

static int NTAPI
move_s(void *to, size_t size, const void *from, size_t count)
{
	if (count == 0)
		return 0;
	if (to == NULL || from == NULL)
		return CRT_EINVAL;
	if (size < count)
		return CRT_ERANGE;
	memmove(to, from, count);
	return 0;
}

static void *NTAPI
find(const void *memory, int byte, size_t count)
{
	return (void *)memchr(memory, byte, count);
}

static int NTAPI
compare_any_case(const unsigned char *left, const unsigned char *right, size_t count)
{
	for (size_t at = 0; at < count; at++) {
		if (crt_lower(left[at]) != crt_lower(right[at]))
			return crt_lower(left[at]) - crt_lower(right[at]);
	}
	return 0;
}

#define APPROXIMATE_CHANCE APPROXIMATES("the numbers are others than Windows'")

const struct contract memory_exports[] = {
	EXPORT(RtlCompareMemoryUlong, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(RtlFillMemoryUlong, 3, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(ntifs)),
	EXPORT(RtlFillMemoryUlonglong, 3, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(ntifs)),
	EXPORT(RtlPrefetchMemoryNonTemporal, 2, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(wdm)),
	EXPORT(RtlUshortByteSwap, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlUlongByteSwap, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlUlonglongByteSwap, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlUniform, 1, APC_LEVEL, REFUSAL_NONE, 0, APPROXIMATE_CHANCE),
	EXPORT(RtlRandom, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs), APPROXIMATE_CHANCE),
	EXPORT(RtlRandomEx, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs), APPROXIMATE_CHANCE),
	CRT("memcpy_s", copy_s, 4),
	CRT("memmove_s", move_s, 4),
	CRT("memchr", find, 3),
	CRT("_memicmp", compare_any_case, 3),
	EXPORTS_END,
};
