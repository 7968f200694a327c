/*
 * The two code pages of a Western machine, and the Rtl functions between them and Unicode.
 *
 * Windows: the ANSI and the OEM code page are those of the system locale.  What is not in the page
 *   becomes '?', or the letter nearest to it.  [ddi:RtlUnicodeToMultiByteN; ddi:RtlUnicodeToOemN]
 * Here: 1252 and 437, no nearest letters.
 */
#include "executive/string.h"
#include "nt/status.h"
#include "rtl/exports.h"

#include <string.h>

#define APPROXIMATE_ANSI APPROXIMATES("the ANSI code page is 1252, without best-fit letters")
#define APPROXIMATE_OEM APPROXIMATES("the OEM code page is 437, without best-fit letters")
#define CAN_RUN_OUT FAILS("STATUS_BUFFER_OVERFLOW STATUS_INVALID_PARAMETER_2 STATUS_NO_MEMORY")

NTAPI NTSTATUS RtlMultiByteToUnicodeN(WCHAR *UnicodeString, ULONG MaxBytesInUnicodeString,
    ULONG *BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString);
NTAPI NTSTATUS RtlOemToUnicodeN(WCHAR *UnicodeString, ULONG MaxBytesInUnicodeString,
    ULONG *BytesInUnicodeString, const CHAR *OemString, ULONG BytesInOemString);
NTAPI NTSTATUS RtlUnicodeToMultiByteN(CHAR *MultiByteString, ULONG MaxBytesInMultiByteString,
    ULONG *BytesInMultiByteString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString);
NTAPI NTSTATUS RtlUpcaseUnicodeToMultiByteN(CHAR *MultiByteString, ULONG MaxBytesInMultiByteString,
    ULONG *BytesInMultiByteString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString);
NTAPI NTSTATUS RtlUnicodeToOemN(CHAR *OemString, ULONG MaxBytesInOemString, ULONG *BytesInOemString,
    const WCHAR *UnicodeString, ULONG BytesInUnicodeString);
NTAPI NTSTATUS RtlUpcaseUnicodeToOemN(CHAR *OemString, ULONG MaxBytesInOemString,
    ULONG *BytesInOemString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString);
NTAPI NTSTATUS RtlMultiByteToUnicodeSize(
    ULONG *BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString);
NTAPI NTSTATUS RtlUnicodeToMultiByteSize(
    ULONG *BytesInMultiByteString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString);
NTAPI ULONG RtlxAnsiStringToUnicodeSize(PCSTRING AnsiString);
NTAPI ULONG RtlxUnicodeStringToAnsiSize(PCUNICODE_STRING UnicodeString);
NTAPI ULONG RtlxOemStringToUnicodeSize(PCSTRING OemString);
NTAPI ULONG RtlxUnicodeStringToOemSize(PCUNICODE_STRING UnicodeString);
NTAPI NTSTATUS RtlAnsiStringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlOemStringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlOemStringToCountedUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUpcaseUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUnicodeStringToOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUpcaseUnicodeStringToOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUnicodeStringToCountedOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUpcaseUnicodeStringToCountedOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI void RtlFreeAnsiString(STRING *AnsiString);
NTAPI void RtlFreeOemString(STRING *OemString);

/* The upper half of a page; the lower one is ASCII. */
struct codepage {
	WCHAR upper[128];
};

/* clang-format off */
static const struct codepage ansi = { {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,	0x00a0, 0x00a1, 0x00a2, 0x00a3, 0x00a4, 0x00a5, 0x00a6, 0x00a7,
	0x00a8, 0x00a9, 0x00aa, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x00af,
	0x00b0, 0x00b1, 0x00b2, 0x00b3, 0x00b4, 0x00b5, 0x00b6, 0x00b7,
	0x00b8, 0x00b9, 0x00ba, 0x00bb, 0x00bc, 0x00bd, 0x00be, 0x00bf,
	0x00c0, 0x00c1, 0x00c2, 0x00c3, 0x00c4, 0x00c5, 0x00c6, 0x00c7,
	0x00c8, 0x00c9, 0x00ca, 0x00cb, 0x00cc, 0x00cd, 0x00ce, 0x00cf,
	0x00d0, 0x00d1, 0x00d2, 0x00d3, 0x00d4, 0x00d5, 0x00d6, 0x00d7,
	0x00d8, 0x00d9, 0x00da, 0x00db, 0x00dc, 0x00dd, 0x00de, 0x00df,
	0x00e0, 0x00e1, 0x00e2, 0x00e3, 0x00e4, 0x00e5, 0x00e6, 0x00e7,
	0x00e8, 0x00e9, 0x00ea, 0x00eb, 0x00ec, 0x00ed, 0x00ee, 0x00ef,
	0x00f0, 0x00f1, 0x00f2, 0x00f3, 0x00f4, 0x00f5, 0x00f6, 0x00f7,
	0x00f8, 0x00f9, 0x00fa, 0x00fb, 0x00fc, 0x00fd, 0x00fe, 0x00ff,
} };

static const struct codepage oem = { {
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7,
	0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5,
	0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
	0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192,
	0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba,
	0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556,
	0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510,
	0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
	0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567,
	0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b,
	0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
	0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4,
	0x03a6, 0x0398, 0x03a9, 0x03b4, 0x221e, 0x03c6, 0x03b5, 0x2229,
	0x2261, 0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248,
	0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0,
} };
/* clang-format on */

static WCHAR
page_widen(const struct codepage *page, CHAR narrow)
{
	unsigned char byte = (unsigned char)narrow;

	return byte < 0x80 ? byte : page->upper[byte - 0x80];
}

/* -1: the page has no such character. */
static int
page_find(const struct codepage *page, WCHAR wide)
{
	if (wide < 0x80)
		return wide;
	for (int at = 0; at < 128; at++) {
		if (page->upper[at] == wide)
			return 0x80 + at;
	}
	return -1;
}

static CHAR
page_narrow(const struct codepage *page, WCHAR wide)
{
	int found = page_find(page, wide);

	return found < 0 ? '?' : (CHAR)found;
}

struct words {
	WCHAR *out;
	ULONG room_bytes;
	ULONG *made_bytes;
};

/* STATUS_BUFFER_OVERFLOW: cut. */
static NTSTATUS
widen(const struct codepage *page, struct words words, const CHAR *in, ULONG count)
{
	ULONG room = words.room_bytes / sizeof(WCHAR);
	ULONG made = count < room ? count : room;

	for (ULONG at = 0; at < made; at++)
		words.out[at] = page_widen(page, in[at]);
	if (words.made_bytes != NULL)
		*words.made_bytes = made * (ULONG)sizeof(WCHAR);
	return made < count ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

struct bytes {
	CHAR *out;
	ULONG room;
	ULONG *made;
};

static NTSTATUS
narrow(const struct codepage *page, bool upper, struct bytes bytes, const WCHAR *in, ULONG in_bytes)
{
	ULONG count = in_bytes / (ULONG)sizeof(WCHAR);
	ULONG made = count < bytes.room ? count : bytes.room;

	for (ULONG at = 0; at < made; at++)
		bytes.out[at] = page_narrow(page, upper ? string_upcase(in[at]) : in[at]);
	if (bytes.made != NULL)
		*bytes.made = made;
	return made < count ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

/* Windows: what does not fit is left out, and the result is success all the same.  [ddi:RtlMultiByteToUnicodeN] */
NTSTATUS NTAPI
RtlMultiByteToUnicodeN(WCHAR *UnicodeString, ULONG MaxBytesInUnicodeString,
    ULONG *BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString)
{
	struct words words = { UnicodeString, MaxBytesInUnicodeString, BytesInUnicodeString };

	(void)widen(&ansi, words, MultiByteString, BytesInMultiByteString);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlOemToUnicodeN(WCHAR *UnicodeString, ULONG MaxBytesInUnicodeString, ULONG *BytesInUnicodeString,
    const CHAR *OemString, ULONG BytesInOemString)
{
	struct words words = { UnicodeString, MaxBytesInUnicodeString, BytesInUnicodeString };

	return widen(&oem, words, OemString, BytesInOemString);
}

/* Windows: success even where the result is cut.  [ddi:RtlUnicodeToMultiByteN] */
NTSTATUS NTAPI
RtlUnicodeToMultiByteN(CHAR *MultiByteString, ULONG MaxBytesInMultiByteString,
    ULONG *BytesInMultiByteString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString)
{
	struct bytes bytes = { MultiByteString, MaxBytesInMultiByteString, BytesInMultiByteString };

	(void)narrow(&ansi, false, bytes, UnicodeString, BytesInUnicodeString);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUpcaseUnicodeToMultiByteN(CHAR *MultiByteString, ULONG MaxBytesInMultiByteString,
    ULONG *BytesInMultiByteString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString)
{
	struct bytes bytes = { MultiByteString, MaxBytesInMultiByteString, BytesInMultiByteString };

	(void)narrow(&ansi, true, bytes, UnicodeString, BytesInUnicodeString);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUnicodeToOemN(CHAR *OemString, ULONG MaxBytesInOemString, ULONG *BytesInOemString,
    const WCHAR *UnicodeString, ULONG BytesInUnicodeString)
{
	struct bytes bytes = { OemString, MaxBytesInOemString, BytesInOemString };

	return narrow(&oem, false, bytes, UnicodeString, BytesInUnicodeString);
}

NTSTATUS NTAPI
RtlUpcaseUnicodeToOemN(CHAR *OemString, ULONG MaxBytesInOemString, ULONG *BytesInOemString,
    const WCHAR *UnicodeString, ULONG BytesInUnicodeString)
{
	struct bytes bytes = { OemString, MaxBytesInOemString, BytesInOemString };

	return narrow(&oem, true, bytes, UnicodeString, BytesInUnicodeString);
}

NTSTATUS NTAPI
RtlMultiByteToUnicodeSize(
    ULONG *BytesInUnicodeString, const CHAR *MultiByteString, ULONG BytesInMultiByteString)
{
	(void)MultiByteString;
	*BytesInUnicodeString = BytesInMultiByteString * (ULONG)sizeof(WCHAR);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUnicodeToMultiByteSize(
    ULONG *BytesInMultiByteString, const WCHAR *UnicodeString, ULONG BytesInUnicodeString)
{
	(void)UnicodeString;
	*BytesInMultiByteString = BytesInUnicodeString / (ULONG)sizeof(WCHAR);
	return STATUS_SUCCESS;
}

/* Windows: the sizes include a terminator.  [ddi:RtlxAnsiStringToUnicodeSize] */
ULONG NTAPI
RtlxAnsiStringToUnicodeSize(PCSTRING AnsiString)
{
	return (AnsiString->Length + 1u) * (ULONG)sizeof(WCHAR);
}

ULONG NTAPI
RtlxUnicodeStringToAnsiSize(PCUNICODE_STRING UnicodeString)
{
	return UnicodeString->Length / (ULONG)sizeof(WCHAR) + 1;
}

ULONG NTAPI
RtlxOemStringToUnicodeSize(PCSTRING OemString)
{
	return RtlxAnsiStringToUnicodeSize(OemString);
}

ULONG NTAPI
RtlxUnicodeStringToOemSize(PCUNICODE_STRING UnicodeString)
{
	return RtlxUnicodeStringToAnsiSize(UnicodeString);
}

static NTSTATUS
string_widen_page(const struct codepage *page, UNICODE_STRING *to, PCSTRING from, BOOLEAN allocate,
    size_t terminator)
{
	size_t bytes = (from->Length + terminator) * sizeof(WCHAR);
	NTSTATUS status;

	if (bytes > 0xfffe)
		return STATUS_INVALID_PARAMETER_2;
	status = string_room(to, bytes, allocate);
	if (status != STATUS_SUCCESS)
		return status;
	to->Length = (USHORT)(from->Length * sizeof(WCHAR));
	(void)widen(
	    page, (struct words){ to->Buffer, to->Length, NULL }, from->Buffer, from->Length);
	if (terminator != 0)
		to->Buffer[from->Length] = 0;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlAnsiStringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_widen_page(
	    &ansi, DestinationString, SourceString, AllocateDestinationString, 1);
}

NTSTATUS NTAPI
RtlOemStringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_widen_page(
	    &oem, DestinationString, SourceString, AllocateDestinationString, 1);
}

/* Windows: a counted string has no terminator.  [ddi:RtlOemStringToCountedUnicodeString] */
NTSTATUS NTAPI
RtlOemStringToCountedUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_widen_page(
	    &oem, DestinationString, SourceString, AllocateDestinationString, 0);
}

/* What a string is narrowed into. */
struct narrowing {
	const struct codepage *page;
	bool upper;
	size_t terminator;
};

static NTSTATUS
string_narrow_page(struct narrowing how, STRING *to, PCUNICODE_STRING from, BOOLEAN allocate)
{
	size_t count = from->Length / sizeof(WCHAR);
	NTSTATUS status;

	status = string_room(to, count + how.terminator, allocate);
	if (status != STATUS_SUCCESS)
		return status;
	to->Length = (USHORT)count;
	(void)narrow(how.page, how.upper, (struct bytes){ to->Buffer, to->Length, NULL },
	    from->Buffer, from->Length);
	if (how.terminator != 0)
		to->Buffer[count] = '\0';
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_narrow_page((struct narrowing){ &ansi, false, 1 }, DestinationString,
	    SourceString, AllocateDestinationString);
}

NTSTATUS NTAPI
RtlUpcaseUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_narrow_page((struct narrowing){ &ansi, true, 1 }, DestinationString,
	    SourceString, AllocateDestinationString);
}

NTSTATUS NTAPI
RtlUnicodeStringToOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_narrow_page((struct narrowing){ &oem, false, 1 }, DestinationString,
	    SourceString, AllocateDestinationString);
}

NTSTATUS NTAPI
RtlUpcaseUnicodeStringToOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	return string_narrow_page((struct narrowing){ &oem, true, 1 }, DestinationString,
	    SourceString, AllocateDestinationString);
}

/*
 * Windows: STATUS_UNMAPPABLE_CHARACTER, and nothing done, if the page lacks one.
 *   [ddi:RtlUnicodeStringToCountedOemString]
 */
static NTSTATUS
counted_oem(STRING *to, PCUNICODE_STRING from, BOOLEAN allocate, bool upper)
{
	for (size_t at = 0; at < from->Length / sizeof(WCHAR); at++) {
		WCHAR wide = upper ? string_upcase(from->Buffer[at]) : from->Buffer[at];

		if (page_find(&oem, wide) < 0)
			return STATUS_UNMAPPABLE_CHARACTER;
	}
	return string_narrow_page((struct narrowing){ &oem, upper, 0 }, to, from, allocate);
}

NTSTATUS NTAPI
RtlUnicodeStringToCountedOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	return counted_oem(DestinationString, SourceString, AllocateDestinationString, false);
}

NTSTATUS NTAPI
RtlUpcaseUnicodeStringToCountedOemString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	return counted_oem(DestinationString, SourceString, AllocateDestinationString, true);
}

void NTAPI
RtlFreeAnsiString(STRING *AnsiString)
{
	string_buffer_give(AnsiString->Buffer);
	*AnsiString = (STRING){ .Length = 0 };
}

void NTAPI
RtlFreeOemString(STRING *OemString)
{
	string_buffer_give(OemString->Buffer);
	*OemString = (STRING){ .Length = 0 };
}

const struct contract codepage_exports[] = {
	EXPORT(
	    RtlMultiByteToUnicodeN, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs), APPROXIMATE_ANSI),
	EXPORT(RtlOemToUnicodeN, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW"), APPROXIMATE_OEM),
	EXPORT(
	    RtlUnicodeToMultiByteN, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs), APPROXIMATE_ANSI),
	EXPORT(RtlUpcaseUnicodeToMultiByteN, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    APPROXIMATE_ANSI),
	EXPORT(RtlUnicodeToOemN, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW"), APPROXIMATE_OEM),
	EXPORT(RtlUpcaseUnicodeToOemN, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW"), APPROXIMATE_OEM),
	EXPORT(RtlMultiByteToUnicodeSize, 3, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(RtlUnicodeToMultiByteSize, 3, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(RtlxAnsiStringToUnicodeSize, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlxUnicodeStringToAnsiSize, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlxOemStringToUnicodeSize, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(RtlxUnicodeStringToOemSize, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(RtlAnsiStringToUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    CAN_RUN_OUT, APPROXIMATE_ANSI, ENTERS(POOL)),
	EXPORT(RtlOemStringToUnicodeString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs),
	    CAN_RUN_OUT, APPROXIMATE_OEM, ENTERS(POOL)),
	EXPORT(RtlOemStringToCountedUnicodeString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs),
	    CAN_RUN_OUT, APPROXIMATE_OEM, ENTERS(POOL)),
	EXPORT(RtlUnicodeStringToAnsiString, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), APPROXIMATE_ANSI, ENTERS(POOL)),
	EXPORT(RtlUpcaseUnicodeStringToAnsiString, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0,
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), APPROXIMATE_ANSI, ENTERS(POOL)),
	EXPORT(RtlUnicodeStringToOemString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), APPROXIMATE_OEM, ENTERS(POOL)),
	EXPORT(RtlUpcaseUnicodeStringToOemString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), APPROXIMATE_OEM, ENTERS(POOL)),
	EXPORT(RtlUnicodeStringToCountedOemString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY STATUS_UNMAPPABLE_CHARACTER"),
	    APPROXIMATE_OEM, ENTERS(POOL)),
	EXPORT(RtlUpcaseUnicodeStringToCountedOemString, 3, APC_LEVEL, REFUSAL_INSIDE, 0,
	    PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY STATUS_UNMAPPABLE_CHARACTER"),
	    APPROXIMATE_OEM, ENTERS(POOL)),
	EXPORT(RtlFreeAnsiString, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(POOL)),
	EXPORT(RtlFreeOemString, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs), STRIKES(POOL)),
	EXPORTS_END,
};
