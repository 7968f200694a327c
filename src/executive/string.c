/*
 * Windows: the conversions and the case-insensitive comparisons are for
 *   PASSIVE_LEVEL, since the tables they read are pageable.  [ddi of each]
 * Here: the case of ASCII, Latin-1, Greek and Cyrillic letters is known, that
 *   of others is not; code page 1252 is taken for Latin-1.
 */
#include "executive/string.h"

#include "executive/pool.h"
#include "ledger/finding.h"

#include <string.h>

#define STRING_TAG 0x67727453 /* "Strg" */

NTAPI void RtlInitUnicodeString(UNICODE_STRING *DestinationString, PCWSTR SourceString);
NTAPI NTSTATUS RtlInitUnicodeStringEx(UNICODE_STRING *DestinationString, PCWSTR SourceString);
NTAPI void RtlInitAnsiString(STRING *DestinationString, PCSTR SourceString);
NTAPI void RtlCopyUnicodeString(UNICODE_STRING *DestinationString, PCUNICODE_STRING SourceString);
NTAPI LONG RtlCompareUnicodeString(
    PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive);
NTAPI BOOLEAN RtlEqualUnicodeString(
    PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive);
NTAPI BOOLEAN RtlPrefixUnicodeString(
    PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive);
NTAPI NTSTATUS RtlAppendUnicodeToString(UNICODE_STRING *Destination, PCWSTR Source);
NTAPI NTSTATUS RtlAppendUnicodeStringToString(UNICODE_STRING *Destination, PCUNICODE_STRING Source);
NTAPI NTSTATUS RtlIntegerToUnicodeString(ULONG Value, ULONG Base, UNICODE_STRING *String);
NTAPI NTSTATUS RtlUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlAnsiStringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI void RtlFreeUnicodeString(UNICODE_STRING *UnicodeString);
NTAPI void RtlFreeAnsiString(STRING *AnsiString);
NTAPI WCHAR RtlUpcaseUnicodeChar(WCHAR SourceCharacter);

WCHAR
string_upcase(WCHAR c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? c - 0x20 : c;
	if ((c >= 0xe0 && c <= 0xfe && c != 0xf7) || (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2)
	    || (c >= 0x430 && c <= 0x44f))
		return c - 0x20;
	if (c >= 0x450 && c <= 0x45f)
		return c - 0x50;
	return c == 0xff ? 0x178 : c;
}

size_t
string_length(const WCHAR *string)
{
	size_t length = 0;

	while (string[length] != 0)
		length++;
	return length;
}

bool
string_same(const WCHAR *left, const WCHAR *right, size_t count, bool ignore_case)
{
	if (!ignore_case)
		return memcmp(left, right, count * sizeof *left) == 0;
	for (size_t i = 0; i < count; i++) {
		if (left[i] != right[i] && string_upcase(left[i]) != string_upcase(right[i]))
			return false;
	}
	return true;
}

void
string_widen(WCHAR *out, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out[i] = (unsigned char)text[i];
}

/*
 * Windows: at most 0xFFFC bytes, and the Ex form refuses a longer string
 *   instead of cutting it.  [ddi:RtlInitUnicodeString; ddi:RtlInitUnicodeStringEx]
 */
NTSTATUS NTAPI
RtlInitUnicodeStringEx(UNICODE_STRING *DestinationString, PCWSTR SourceString)
{
	size_t bytes;

	*DestinationString = (UNICODE_STRING){ .Buffer = (WCHAR *)SourceString };
	if (SourceString == NULL)
		return STATUS_SUCCESS;
	bytes = string_length(SourceString) * sizeof(WCHAR);
	if (bytes > 0xfffc)
		return STATUS_NAME_TOO_LONG;
	DestinationString->Length = (USHORT)bytes;
	DestinationString->MaximumLength = (USHORT)(bytes + sizeof(WCHAR));
	return STATUS_SUCCESS;
}

void NTAPI
RtlInitUnicodeString(UNICODE_STRING *DestinationString, PCWSTR SourceString)
{
	if (RtlInitUnicodeStringEx(DestinationString, SourceString) == STATUS_SUCCESS)
		return;
	DestinationString->Length = 0xfffc;
	DestinationString->MaximumLength = 0xfffe;
}

void NTAPI
RtlInitAnsiString(STRING *DestinationString, PCSTR SourceString)
{
	size_t length = SourceString != NULL ? strlen(SourceString) : 0;

	if (length > 0xfffe)
		length = 0xfffe;
	DestinationString->Buffer = (char *)SourceString;
	DestinationString->Length = (USHORT)length;
	DestinationString->MaximumLength = (USHORT)(SourceString != NULL ? length + 1 : 0);
}

/* Windows: cut to what fits, and terminated only if there is room.  [ddi:RtlCopyUnicodeString] */
void NTAPI
RtlCopyUnicodeString(UNICODE_STRING *DestinationString, PCUNICODE_STRING SourceString)
{
	USHORT room = DestinationString->MaximumLength;
	USHORT bytes = SourceString != NULL ? SourceString->Length : 0;

	if (bytes > room)
		bytes = room;
	DestinationString->Length = bytes;
	if (bytes > 0)
		memmove(DestinationString->Buffer, SourceString->Buffer, bytes);
	if (SourceString != NULL && bytes + sizeof(WCHAR) <= room)
		DestinationString->Buffer[bytes / sizeof(WCHAR)] = 0;
}

LONG NTAPI
RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	size_t left = String1->Length / sizeof(WCHAR);
	size_t right = String2->Length / sizeof(WCHAR);

	for (size_t i = 0; i < left && i < right; i++) {
		WCHAR one = String1->Buffer[i];
		WCHAR other = String2->Buffer[i];

		if (CaseInSensitive) {
			one = string_upcase(one);
			other = string_upcase(other);
		}
		if (one != other)
			return (LONG)one - (LONG)other;
	}
	return (LONG)left - (LONG)right;
}

BOOLEAN NTAPI
RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	if (String1->Length != String2->Length)
		return FALSE;
	return string_same(
	    String1->Buffer, String2->Buffer, String1->Length / sizeof(WCHAR), CaseInSensitive);
}

BOOLEAN NTAPI
RtlPrefixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	if (String1->Length > String2->Length)
		return FALSE;
	return string_same(
	    String1->Buffer, String2->Buffer, String1->Length / sizeof(WCHAR), CaseInSensitive);
}

static NTSTATUS
append(UNICODE_STRING *to, const WCHAR *from, size_t bytes)
{
	if (to->Length + bytes > to->MaximumLength)
		return STATUS_BUFFER_TOO_SMALL;
	memmove((char *)to->Buffer + to->Length, from, bytes);
	to->Length = (USHORT)(to->Length + bytes);
	if (to->Length + sizeof(WCHAR) <= to->MaximumLength)
		to->Buffer[to->Length / sizeof(WCHAR)] = 0;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlAppendUnicodeToString(UNICODE_STRING *Destination, PCWSTR Source)
{
	if (Source == NULL)
		return STATUS_SUCCESS;
	return append(Destination, Source, string_length(Source) * sizeof(WCHAR));
}

NTSTATUS NTAPI
RtlAppendUnicodeStringToString(UNICODE_STRING *Destination, PCUNICODE_STRING Source)
{
	if (Source->Length == 0)
		return STATUS_SUCCESS;
	return append(Destination, Source->Buffer, Source->Length);
}

/*
 * Windows: bases 2, 8, 10 and 16, and 0 for 10; no prefix; STATUS_BUFFER_OVERFLOW
 *   where it doesn't fit.  [ddi:RtlIntegerToUnicodeString]
 */
NTSTATUS NTAPI
RtlIntegerToUnicodeString(ULONG Value, ULONG Base, UNICODE_STRING *String)
{
	WCHAR digits[33];
	size_t at = 32;
	size_t bytes;

	if (Base == 0)
		Base = 10;
	if (Base != 2 && Base != 8 && Base != 10 && Base != 16)
		return STATUS_INVALID_PARAMETER;
	do {
		digits[--at] = (WCHAR) "0123456789ABCDEF"[Value % Base];
		Value /= Base;
	} while (Value != 0);
	bytes = (32 - at) * sizeof(WCHAR);
	if (bytes > String->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	memcpy(String->Buffer, digits + at, bytes);
	String->Length = (USHORT)bytes;
	if (bytes + sizeof(WCHAR) <= String->MaximumLength)
		String->Buffer[bytes / sizeof(WCHAR)] = 0;
	return STATUS_SUCCESS;
}

static void *
buffer_take(size_t bytes)
{
	return pool_take(bytes, STRING_TAG, PagedPool);
}

/* Windows: a terminator is added, and has to fit.  [ddi:RtlUnicodeStringToAnsiString] */
NTSTATUS NTAPI
RtlUnicodeStringToAnsiString(
    STRING *DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
	size_t count = SourceString->Length / sizeof(WCHAR);

	if (count + 1 > 0xffff)
		return STATUS_INVALID_PARAMETER_2;
	if (AllocateDestinationString) {
		DestinationString->MaximumLength = (USHORT)(count + 1);
		DestinationString->Buffer = buffer_take(count + 1);
		if (DestinationString->Buffer == NULL)
			return STATUS_NO_MEMORY;
	} else if (count + 1 > DestinationString->MaximumLength) {
		return STATUS_BUFFER_OVERFLOW;
	}
	for (size_t i = 0; i < count; i++) {
		WCHAR c = SourceString->Buffer[i];

		DestinationString->Buffer[i] = c < 0x100 ? (char)c : '?';
	}
	DestinationString->Buffer[count] = '\0';
	DestinationString->Length = (USHORT)count;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlAnsiStringToUnicodeString(
    UNICODE_STRING *DestinationString, PCSTRING SourceString, BOOLEAN AllocateDestinationString)
{
	size_t bytes = (SourceString->Length + (size_t)1) * sizeof(WCHAR);

	if (bytes > 0xfffe)
		return STATUS_INVALID_PARAMETER_2;
	if (AllocateDestinationString) {
		DestinationString->MaximumLength = (USHORT)bytes;
		DestinationString->Buffer = buffer_take(bytes);
		if (DestinationString->Buffer == NULL)
			return STATUS_NO_MEMORY;
	} else if (bytes > DestinationString->MaximumLength) {
		return STATUS_BUFFER_OVERFLOW;
	}
	string_widen(DestinationString->Buffer, SourceString->Buffer, SourceString->Length);
	DestinationString->Buffer[SourceString->Length] = 0;
	DestinationString->Length = (USHORT)(bytes - sizeof(WCHAR));
	return STATUS_SUCCESS;
}

static void
buffer_give(void *buffer)
{
	const struct pool_block *block = pool_at(buffer);

	if (buffer == NULL)
		return;
	if (block == NULL || !block->drivers)
		driver_crashes(RULE_R183, moment_now().where, "0xC2 BAD_POOL_CALLER",
		    "frees a string whose buffer %p is no live pool", buffer);
	pool_give(buffer);
}

void NTAPI
RtlFreeUnicodeString(UNICODE_STRING *UnicodeString)
{
	buffer_give(UnicodeString->Buffer);
	*UnicodeString = (UNICODE_STRING){ .Length = 0 };
}

void NTAPI
RtlFreeAnsiString(STRING *AnsiString)
{
	buffer_give(AnsiString->Buffer);
	*AnsiString = (STRING){ .Length = 0 };
}

WCHAR NTAPI
RtlUpcaseUnicodeChar(WCHAR SourceCharacter)
{
	return string_upcase(SourceCharacter);
}

const struct contract string_exports[] = {
	EXPORT(RtlInitUnicodeString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlInitUnicodeStringEx, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlInitAnsiString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlCopyUnicodeString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlCompareUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("folds the case of ASCII, Latin-1, Greek and Cyrillic only")),
	EXPORT(RtlEqualUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("folds the case of ASCII, Latin-1, Greek and Cyrillic only")),
	EXPORT(RtlPrefixUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    APPROXIMATES("folds the case of ASCII, Latin-1, Greek and Cyrillic only")),
	EXPORT(RtlAppendUnicodeToString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlAppendUnicodeStringToString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlIntegerToUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlUnicodeStringToAnsiString, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    APPROXIMATES("the ANSI code page is Latin-1")),
	EXPORT(RtlAnsiStringToUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    APPROXIMATES("the ANSI code page is Latin-1")),
	EXPORT(RtlFreeUnicodeString, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlFreeAnsiString, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlUpcaseUnicodeChar, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("folds the case of ASCII, Latin-1, Greek and Cyrillic only")),
	EXPORTS_END,
};
