/*
 * What compilers call by themselves of the C runtime that ntoskrnl exports; the rest is rtl/crt_*.c.
 * The functions have our names here, since the host's C library has theirs; the rows give them
 * Windows'.
 */
#include "executive/string.h"

#include <string.h>

#define RUNTIME(name, function, arguments) \
	EXPORT_AS(name, function, arguments, HIGH_LEVEL, REFUSAL_NONE, 0)

NTAPI SIZE_T RtlCompareMemory(const void *Source1, const void *Source2, SIZE_T Length);
NTAPI void RtlZeroMemory(void *Destination, SIZE_T Length);
NTAPI void RtlFillMemory(void *Destination, SIZE_T Length, INT Fill);

static void *NTAPI
copy(void *to, const void *from, size_t bytes)
{
	return memmove(to, from, bytes);
}

static void *NTAPI
set(void *at, int byte, size_t bytes)
{
	return memset(at, byte, bytes);
}

static int NTAPI
compare(const void *left, const void *right, size_t bytes)
{
	return memcmp(left, right, bytes);
}

static size_t NTAPI
length(const char *string)
{
	return strlen(string);
}

static size_t NTAPI
wide_length(const WCHAR *string)
{
	return string_length(string);
}

static int NTAPI
string_compare(const char *left, const char *right)
{
	return strcmp(left, right);
}

static int NTAPI
string_compare_some(const char *left, const char *right, size_t count)
{
	return strncmp(left, right, count);
}

static int
wide_compare_up_to(const WCHAR *left, const WCHAR *right, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
		if (left[i] == 0)
			return 0;
	}
	return 0;
}

static int NTAPI
wide_compare(const WCHAR *left, const WCHAR *right)
{
	return wide_compare_up_to(left, right, SIZE_MAX);
}

static int NTAPI
wide_compare_some(const WCHAR *left, const WCHAR *right, size_t count)
{
	return wide_compare_up_to(left, right, count);
}

/* Windows: how many bytes are the same from the start on.  [ddi:RtlCompareMemory] */
SIZE_T NTAPI
RtlCompareMemory(const void *Source1, const void *Source2, SIZE_T Length)
{
	const unsigned char *left = Source1;
	const unsigned char *right = Source2;
	SIZE_T same = 0;

	while (same < Length && left[same] == right[same])
		same++;
	return same;
}

void NTAPI
RtlZeroMemory(void *Destination, SIZE_T Length)
{
	memset(Destination, 0, Length);
}

void NTAPI
RtlFillMemory(void *Destination, SIZE_T Length, INT Fill)
{
	memset(Destination, Fill, Length);
}

const struct contract runtime_exports[] = {
	RUNTIME("memcpy", copy, 3),
	RUNTIME("memmove", copy, 3),
	RUNTIME("RtlCopyMemory", copy, 3),
	RUNTIME("RtlMoveMemory", copy, 3),
	RUNTIME("memset", set, 3),
	RUNTIME("memcmp", compare, 3),
	RUNTIME("strlen", length, 1),
	RUNTIME("strcmp", string_compare, 2),
	RUNTIME("strncmp", string_compare_some, 3),
	RUNTIME("wcslen", wide_length, 1),
	RUNTIME("wcscmp", wide_compare, 2),
	RUNTIME("wcsncmp", wide_compare_some, 3),
	EXPORT(RtlCompareMemory, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlZeroMemory, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlFillMemory, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
