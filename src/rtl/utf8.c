/*
 * UTF-8 and Unicode.
 *
 * Windows: what is no character becomes U+FFFD, and the result is
 *   STATUS_SOME_NOT_MAPPED; what does not fit is cut between characters.  Without a
 *   buffer the bytes are counted.  [ddi:RtlUnicodeToUTF8N; ddi:RtlUTF8ToUnicodeN]
 */
#include "executive/string.h"
#include "nt/status.h"
#include "rtl/exports.h"

#include <string.h>

#define REPLACEMENT 0xfffd
#define CONVERSION \
	FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_PARAMETER STATUS_INVALID_PARAMETER_4 " \
	      "STATUS_SOME_NOT_MAPPED")
#define CONVERSION_OF_WORDS \
	FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_PARAMETER STATUS_INVALID_PARAMETER_4 " \
	      "STATUS_INVALID_PARAMETER_5 STATUS_SOME_NOT_MAPPED")
#define STRING_CONVERSION \
	FAILS("STATUS_BUFFER_OVERFLOW STATUS_INVALID_PARAMETER_2 STATUS_NO_MEMORY " \
	      "STATUS_SOME_NOT_MAPPED")

NTAPI NTSTATUS RtlUnicodeToUTF8N(CHAR *UTF8StringDestination, ULONG UTF8StringMaxByteCount,
    ULONG *UTF8StringActualByteCount, PCWSTR UnicodeStringSource, ULONG UnicodeStringByteCount);
NTAPI NTSTATUS RtlUTF8ToUnicodeN(WCHAR *UnicodeStringDestination, ULONG UnicodeStringMaxByteCount,
    ULONG *UnicodeStringActualByteCount, PCSTR UTF8StringSource, ULONG UTF8StringByteCount);
NTAPI NTSTATUS RtlUnicodeStringToUTF8String(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlUTF8StringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI void RtlFreeUTF8String(STRING *utf8String);

/* A character that was read, and how much of the source it took. */
struct read {
	uint32_t point;
	ULONG took;
	bool bad;
};

static struct read
read_words(const WCHAR *at, ULONG left)
{
	if (at[0] < 0xd800 || at[0] > 0xdfff)
		return (struct read){ at[0], 1, false };
	if (at[0] > 0xdbff || left < 2 || at[1] < 0xdc00 || at[1] > 0xdfff)
		return (struct read){ REPLACEMENT, 1, true };
	return (struct read){ 0x10000 + ((at[0] & 0x3ffu) << 10) + (at[1] & 0x3ffu), 2, false };
}

/* What may follow the first byte: too long forms, surrogates and what is beyond Unicode may not.
 * [Unicode, table 3-7] */
static bool
second_fits(unsigned char first, unsigned char second)
{
	unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

	return second >= low && second <= high;
}

static struct read
read_bytes(const unsigned char *at, ULONG left)
{
	ULONG length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
	uint32_t point = at[0] & (0x7fu >> length);

	if (at[0] < 0x80)
		return (struct read){ at[0], 1, false };
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return (struct read){ REPLACEMENT, 1, true };
	for (ULONG i = 1; i < length; i++) {
		if (i == left || (i == 1 ? !second_fits(at[0], at[1]) : (at[i] & 0xc0) != 0x80))
			return (struct read){ REPLACEMENT, i, true };
		point = point << 6 | (at[i] & 0x3fu);
	}
	return (struct read){ point, length, false };
}

static ULONG
put_bytes(uint32_t point, unsigned char out[4])
{
	if (point < 0x80) {
		out[0] = (unsigned char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (unsigned char)(0xc0 | point >> 6);
		out[1] = (unsigned char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (unsigned char)(0xe0 | point >> 12);
		out[1] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (unsigned char)(0xf0 | point >> 18);
	out[1] = (unsigned char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (unsigned char)(0x80 | (point & 0x3f));
	return 4;
}

static ULONG
put_words(uint32_t point, WCHAR out[2])
{
	if (point < 0x10000) {
		out[0] = (WCHAR)point;
		return sizeof out[0];
	}
	out[0] = (WCHAR)(0xd800 + ((point - 0x10000) >> 10));
	out[1] = (WCHAR)(0xdc00 + ((point - 0x10000) & 0x3ff));
	return 2 * sizeof out[0];
}

/* Where a conversion writes to; without `out` it counts. */
struct sink {
	char *out;
	ULONG room;
	ULONG made;
	bool bad;
};

/* False: it does not fit. */
static bool
sink_put(struct sink *sink, const void *piece, ULONG bytes)
{
	if (sink->out != NULL) {
		if (bytes > sink->room - sink->made)
			return false;
		memcpy(sink->out + sink->made, piece, bytes);
	}
	sink->made += bytes;
	return true;
}

static NTSTATUS
words_to_bytes(struct sink *sink, const WCHAR *in, ULONG count)
{
	for (ULONG at = 0; at < count;) {
		struct read read = read_words(in + at, count - at);
		unsigned char piece[4];

		if (!sink_put(sink, piece, put_bytes(read.point, piece)))
			return STATUS_BUFFER_TOO_SMALL;
		sink->bad |= read.bad;
		at += read.took;
	}
	return sink->bad ? STATUS_SOME_NOT_MAPPED : STATUS_SUCCESS;
}

static NTSTATUS
bytes_to_words(struct sink *sink, const char *in, ULONG count)
{
	for (ULONG at = 0; at < count;) {
		struct read read = read_bytes((const unsigned char *)in + at, count - at);
		WCHAR piece[2];

		if (!sink_put(sink, piece, put_words(read.point, piece)))
			return STATUS_BUFFER_TOO_SMALL;
		sink->bad |= read.bad;
		at += read.took;
	}
	return sink->bad ? STATUS_SOME_NOT_MAPPED : STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUnicodeToUTF8N(CHAR *UTF8StringDestination, ULONG UTF8StringMaxByteCount,
    ULONG *UTF8StringActualByteCount, PCWSTR UnicodeStringSource, ULONG UnicodeStringByteCount)
{
	struct sink sink = { .out = UTF8StringDestination, .room = UTF8StringMaxByteCount };
	NTSTATUS status;

	if (UnicodeStringSource == NULL)
		return STATUS_INVALID_PARAMETER_4;
	if (UTF8StringDestination == NULL && UTF8StringActualByteCount == NULL)
		return STATUS_INVALID_PARAMETER;
	if (UnicodeStringByteCount % sizeof(WCHAR) != 0)
		return STATUS_INVALID_PARAMETER_5;
	status = words_to_bytes(
	    &sink, UnicodeStringSource, UnicodeStringByteCount / (ULONG)sizeof(WCHAR));
	if (UTF8StringActualByteCount != NULL)
		*UTF8StringActualByteCount = sink.made;
	return status;
}

NTSTATUS NTAPI
RtlUTF8ToUnicodeN(WCHAR *UnicodeStringDestination, ULONG UnicodeStringMaxByteCount,
    ULONG *UnicodeStringActualByteCount, PCSTR UTF8StringSource, ULONG UTF8StringByteCount)
{
	struct sink sink = { .out = (char *)UnicodeStringDestination,
		.room = UnicodeStringMaxByteCount };
	NTSTATUS status;

	if (UTF8StringSource == NULL)
		return STATUS_INVALID_PARAMETER_4;
	if (UnicodeStringDestination == NULL && UnicodeStringActualByteCount == NULL)
		return STATUS_INVALID_PARAMETER;
	status = bytes_to_words(&sink, UTF8StringSource, UTF8StringByteCount);
	if (UnicodeStringActualByteCount != NULL)
		*UnicodeStringActualByteCount = sink.made;
	return status;
}

/*
 * Windows: cut, with STATUS_BUFFER_OVERFLOW, where the buffer is the caller's and too small.
 *   [ddi:RtlUnicodeStringToUTF8String]
 * Here: a terminator is written where there is room for it; room for one is allocated.
 */
NTSTATUS NTAPI
RtlUnicodeStringToUTF8String(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	ULONG count = SourceString->Length / (ULONG)sizeof(WCHAR);
	struct sink sink = { .out = NULL };
	NTSTATUS status;

	(void)words_to_bytes(&sink, SourceString->Buffer, count);
	if (sink.made >= 0xffff)
		return STATUS_INVALID_PARAMETER_2;
	if (AllocateDestinationString) {
		status = string_room(DestinationString, sink.made + 1, true);
		if (status != STATUS_SUCCESS)
			return status;
	}
	sink =
	    (struct sink){ DestinationString->Buffer, DestinationString->MaximumLength, 0, false };
	status = words_to_bytes(&sink, SourceString->Buffer, count);
	DestinationString->Length = (USHORT)sink.made;
	if (sink.made < sink.room)
		DestinationString->Buffer[sink.made] = '\0';
	return status == STATUS_BUFFER_TOO_SMALL ? STATUS_BUFFER_OVERFLOW : status;
}

NTSTATUS NTAPI
RtlUTF8StringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString)
{
	struct sink sink = { .out = NULL };
	NTSTATUS status;

	(void)bytes_to_words(&sink, SourceString->Buffer, SourceString->Length);
	if (sink.made + sizeof(WCHAR) > 0xfffe)
		return STATUS_INVALID_PARAMETER_2;
	if (AllocateDestinationString) {
		status = string_room(DestinationString, sink.made + sizeof(WCHAR), true);
		if (status != STATUS_SUCCESS)
			return status;
	}
	sink = (struct sink){ (char *)DestinationString->Buffer, DestinationString->MaximumLength,
		0, false };
	status = bytes_to_words(&sink, SourceString->Buffer, SourceString->Length);
	DestinationString->Length = (USHORT)sink.made;
	if (sink.made + sizeof(WCHAR) <= sink.room)
		DestinationString->Buffer[sink.made / sizeof(WCHAR)] = 0;
	return status == STATUS_BUFFER_TOO_SMALL ? STATUS_BUFFER_OVERFLOW : status;
}

void NTAPI
RtlFreeUTF8String(STRING *utf8String)
{
	string_buffer_give(utf8String->Buffer);
	*utf8String = (STRING){ .Length = 0 };
}

const struct contract utf8_exports[] = {
	EXPORT(
	    RtlUnicodeToUTF8N, 5, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), CONVERSION_OF_WORDS),
	EXPORT(RtlUTF8ToUnicodeN, 5, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), CONVERSION),
	EXPORT(RtlUnicodeStringToUTF8String, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    STRING_CONVERSION, ENTERS(POOL)),
	EXPORT(RtlUTF8StringToUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    STRING_CONVERSION, ENTERS(POOL)),
	EXPORT(RtlFreeUTF8String, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(POOL)),
	EXPORTS_END,
};
