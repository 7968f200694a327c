/*
 * Numbers and GUIDs as text, and back.
 */
#include "executive/string.h"
#include "nt/status.h"
#include "rtl/digits.h"
#include "rtl/exports.h"

#include <string.h>

#define NUMBER_FAILS FAILS("STATUS_BUFFER_OVERFLOW STATUS_INVALID_PARAMETER")
#define GUID_CHARACTERS 38 /* {01234567-0123-0123-0123-0123456789AB} */

NTAPI NTSTATUS RtlIntegerToUnicodeString(ULONG Value, ULONG Base, UNICODE_STRING *String);
NTAPI NTSTATUS RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, UNICODE_STRING *String);
NTAPI NTSTATUS RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, ULONG *Value);
NTAPI NTSTATUS RtlUnicodeStringToInt64(
    PCUNICODE_STRING String, ULONG Base, LONGLONG *Number, PCWSTR *EndPointer);
NTAPI NTSTATUS RtlCharToInteger(PCSTR String, ULONG Base, ULONG *Value);
NTAPI NTSTATUS RtlStringFromGUID(const GUID *Guid, UNICODE_STRING *GuidString);
NTAPI NTSTATUS RtlStringFromGUIDEx(
    const GUID *Guid, UNICODE_STRING *GuidString, BOOLEAN AllocateGuidString);
NTAPI NTSTATUS RtlGUIDFromString(PCUNICODE_STRING GuidString, GUID *Guid);

/* Windows: these, and 0 for 10.  [ddi:RtlInt64ToUnicodeString; ddi:RtlUnicodeStringToInteger] */
static bool
is_base(ULONG base)
{
	return base == 0 || base == 2 || base == 8 || base == 10 || base == 16;
}

/* Windows: no prefix; STATUS_BUFFER_OVERFLOW where it doesn't fit.  [ddi:RtlInt64ToUnicodeString] */
NTSTATUS NTAPI
RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, UNICODE_STRING *String)
{
	char digits[DIGITS_MAX];
	size_t count;

	if (!is_base(Base))
		return STATUS_INVALID_PARAMETER;
	count = digits_of(digits, Value, Base != 0 ? Base : 10, true);
	if (count * sizeof(WCHAR) > String->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	string_widen(String->Buffer, digits, count);
	String->Length = (USHORT)(count * sizeof(WCHAR));
	if (String->Length + sizeof(WCHAR) <= String->MaximumLength)
		String->Buffer[count] = 0;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlIntegerToUnicodeString(ULONG Value, ULONG Base, UNICODE_STRING *String)
{
	return RtlInt64ToUnicodeString(Value, Base, String);
}

/* Text of either kind; `count` SIZE_MAX: up to the terminator. */
struct text {
	const WCHAR *wide;
	const char *narrow;
	size_t count;
	size_t at;
};

/* 0: the end. */
static unsigned
peek(const struct text *text)
{
	if (text->at >= text->count)
		return 0;
	return text->wide != NULL ? text->wide[text->at] : (unsigned char)text->narrow[text->at];
}

/* Windows: without a base, 0x, 0o and 0b tell it.  [ddi:RtlUnicodeStringToInteger; ddi:RtlCharToInteger] */
static unsigned
base_read(struct text *text)
{
	struct text ahead = *text;
	unsigned base;

	if (peek(&ahead) != '0')
		return 10;
	ahead.at++;
	switch (peek(&ahead)) {
	case 'x':
		base = 16;
		break;
	case 'o':
		base = 8;
		break;
	case 'b':
		base = 2;
		break;
	default:
		return 10;
	}
	text->at = ahead.at + 1;
	return base;
}

/* Windows: blanks, a sign, digits; what follows them is not looked at, and the value wraps.
 * [ddi:RtlUnicodeStringToInteger, Remarks] */
static uint64_t
number_read(struct text *text, ULONG base)
{
	uint64_t value = 0;
	unsigned digit;
	bool negative;

	while (peek(text) != 0 && peek(text) <= ' ')
		text->at++;
	negative = peek(text) == '-';
	if (negative || peek(text) == '+')
		text->at++;
	if (base == 0)
		base = base_read(text);
	while ((digit = digit_value(peek(text))) < base) {
		value = value * base + digit;
		text->at++;
	}
	return negative ? -value : value;
}

NTSTATUS NTAPI
RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, ULONG *Value)
{
	struct text text = { .wide = String->Buffer, .count = String->Length / sizeof(WCHAR) };

	if (!is_base(Base) || text.count == 0)
		return STATUS_INVALID_PARAMETER;
	*Value = (ULONG)number_read(&text, Base);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUnicodeStringToInt64(PCUNICODE_STRING String, ULONG Base, LONGLONG *Number, PCWSTR *EndPointer)
{
	struct text text = { .wide = String->Buffer, .count = String->Length / sizeof(WCHAR) };

	if (!is_base(Base) || text.count == 0)
		return STATUS_INVALID_PARAMETER;
	*Number = (LONGLONG)number_read(&text, Base);
	if (EndPointer != NULL)
		*EndPointer = String->Buffer + text.at;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlCharToInteger(PCSTR String, ULONG Base, ULONG *Value)
{
	struct text text = { .narrow = String, .count = SIZE_MAX };

	if (!is_base(Base))
		return STATUS_INVALID_PARAMETER;
	*Value = (ULONG)number_read(&text, Base);
	return STATUS_SUCCESS;
}

/* The parts of a GUID, and where in the text each stands. */
static const struct part {
	uint8_t offset; /* in the GUID */
	uint8_t bytes;
	uint8_t at; /* in the text */
} parts[] = {
	{ 0, 4, 1 },
	{ 4, 2, 10 },
	{ 6, 2, 15 },
	{ 8, 1, 20 },
	{ 9, 1, 22 },
	{ 10, 1, 25 },
	{ 11, 1, 27 },
	{ 12, 1, 29 },
	{ 13, 1, 31 },
	{ 14, 1, 33 },
	{ 15, 1, 35 },
};
static const char guid_frame[] = "{........-....-....-....-............}";

#define PARTS (sizeof parts / sizeof parts[0])

/* Windows: the string is allocated, 38 characters and a terminator.  [ddi:RtlStringFromGUID] */
NTSTATUS NTAPI
RtlStringFromGUIDEx(const GUID *Guid, UNICODE_STRING *GuidString, BOOLEAN AllocateGuidString)
{
	NTSTATUS status =
	    string_room(GuidString, (GUID_CHARACTERS + 1) * sizeof(WCHAR), AllocateGuidString);

	if (status != STATUS_SUCCESS)
		return status;
	string_widen(GuidString->Buffer, guid_frame, GUID_CHARACTERS + 1);
	for (size_t i = 0; i < PARTS; i++) {
		uint32_t value = 0;

		memcpy(&value, (const char *)Guid + parts[i].offset, parts[i].bytes);
		for (size_t digit = parts[i].bytes * 2u; digit-- > 0; value >>= 4)
			GuidString->Buffer[parts[i].at + digit] =
			    (WCHAR)digit_letter(value & 15, true);
	}
	GuidString->Length = GUID_CHARACTERS * sizeof(WCHAR);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlStringFromGUID(const GUID *Guid, UNICODE_STRING *GuidString)
{
	return RtlStringFromGUIDEx(Guid, GuidString, TRUE);
}

static bool
part_read(const WCHAR *text, struct part part, GUID *guid)
{
	uint32_t value = 0;

	for (size_t digit = 0; digit < part.bytes * 2u; digit++) {
		unsigned nibble = digit_value(text[part.at + digit]);

		if (nibble > 15)
			return false;
		value = value << 4 | nibble;
	}
	memcpy((char *)guid + part.offset, &value, part.bytes);
	return true;
}

/* Windows: nothing is converted unless it is all right.  [ddi:RtlGUIDFromString] */
NTSTATUS NTAPI
RtlGUIDFromString(PCUNICODE_STRING GuidString, GUID *Guid)
{
	GUID read;

	if (GuidString->Length < GUID_CHARACTERS * sizeof(WCHAR))
		return STATUS_INVALID_PARAMETER;
	for (size_t at = 0; at < GUID_CHARACTERS; at++) {
		if (guid_frame[at] != '.' && GuidString->Buffer[at] != (WCHAR)guid_frame[at])
			return STATUS_INVALID_PARAMETER;
	}
	for (size_t i = 0; i < PARTS; i++) {
		if (!part_read(GuidString->Buffer, parts[i], &read))
			return STATUS_INVALID_PARAMETER;
	}
	*Guid = read;
	return STATUS_SUCCESS;
}

const struct contract number_exports[] = {
	EXPORT(
	    RtlIntegerToUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), NUMBER_FAILS),
	EXPORT(RtlInt64ToUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), NUMBER_FAILS),
	EXPORT(RtlUnicodeStringToInteger, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(RtlUnicodeStringToInt64, 4, PASSIVE_LEVEL, REFUSAL_NONE, 0,
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(RtlCharToInteger, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(RtlStringFromGUID, 2, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS("STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(RtlStringFromGUIDEx, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0,
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(RtlGUIDFromString, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORTS_END,
};
