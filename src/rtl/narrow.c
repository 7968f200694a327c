/*
 * Counted strings of bytes: STRING, ANSI_STRING, UTF8_STRING.
 */
#include "executive/string.h"
#include "nt/status.h"
#include "rtl/exports.h"

#include <string.h>

#define LENGTH_MAX 0xfffe /* of a string whose MaximumLength counts a terminator too */

NTAPI void RtlInitString(STRING *DestinationString, PCSTR SourceString);
NTAPI void RtlInitUTF8String(STRING *DestinationString, PCSTR SourceString);
NTAPI NTSTATUS RtlInitStringEx(STRING *DestinationString, PCSTR SourceString);
NTAPI NTSTATUS RtlInitAnsiStringEx(STRING *DestinationString, PCSTR SourceString);
NTAPI NTSTATUS RtlInitUTF8StringEx(STRING *DestinationString, PCSTR SourceString);
NTAPI void RtlCopyString(STRING *DestinationString, const STRING *SourceString);
NTAPI NTSTATUS RtlAppendStringToString(STRING *Destination, const STRING *Source);
NTAPI NTSTATUS RtlAppendAsciizToString(STRING *Destination, PCSTR Source);
NTAPI LONG RtlCompareString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive);
NTAPI BOOLEAN RtlEqualString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive);
NTAPI BOOLEAN RtlPrefixString(
    const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive);
NTAPI CHAR RtlUpperChar(CHAR Character);
NTAPI void RtlUpperString(STRING *DestinationString, const STRING *SourceString);

/* Windows: STATUS_NAME_TOO_LONG beyond what a USHORT counts.  [ddi:RtlInitStringEx] */
NTSTATUS NTAPI
RtlInitStringEx(STRING *DestinationString, PCSTR SourceString)
{
	size_t length;

	*DestinationString = (STRING){ .Buffer = (CHAR *)SourceString };
	if (SourceString == NULL)
		return STATUS_SUCCESS;
	length = strlen(SourceString);
	if (length > LENGTH_MAX)
		return STATUS_NAME_TOO_LONG;
	DestinationString->Length = (USHORT)length;
	DestinationString->MaximumLength = (USHORT)(length + 1);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlInitAnsiStringEx(STRING *DestinationString, PCSTR SourceString)
{
	return RtlInitStringEx(DestinationString, SourceString);
}

NTSTATUS NTAPI
RtlInitUTF8StringEx(STRING *DestinationString, PCSTR SourceString)
{
	return RtlInitStringEx(DestinationString, SourceString);
}

void NTAPI
RtlInitString(STRING *DestinationString, PCSTR SourceString)
{
	if (RtlInitStringEx(DestinationString, SourceString) == STATUS_SUCCESS)
		return;
	DestinationString->Length = LENGTH_MAX;
	DestinationString->MaximumLength = LENGTH_MAX + 1;
}

void NTAPI
RtlInitUTF8String(STRING *DestinationString, PCSTR SourceString)
{
	RtlInitString(DestinationString, SourceString);
}

/* Windows: cut to what fits, never terminated.  [ddi:RtlCopyString] */
void NTAPI
RtlCopyString(STRING *DestinationString, const STRING *SourceString)
{
	USHORT bytes = SourceString != NULL ? SourceString->Length : 0;

	if (bytes > DestinationString->MaximumLength)
		bytes = DestinationString->MaximumLength;
	DestinationString->Length = bytes;
	if (bytes > 0)
		memmove(DestinationString->Buffer, SourceString->Buffer, bytes);
}

static NTSTATUS
append(STRING *to, const CHAR *from, size_t bytes)
{
	if (to->Length + bytes > to->MaximumLength)
		return STATUS_BUFFER_TOO_SMALL;
	if (bytes > 0)
		memmove(to->Buffer + to->Length, from, bytes);
	to->Length = (USHORT)(to->Length + bytes);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlAppendStringToString(STRING *Destination, const STRING *Source)
{
	return append(Destination, Source->Buffer, Source->Length);
}

NTSTATUS NTAPI
RtlAppendAsciizToString(STRING *Destination, PCSTR Source)
{
	return Source != NULL ? append(Destination, Source, strlen(Source)) : STATUS_SUCCESS;
}

/* Windows: of the ANSI letters, by the system's code page.  [ddi:RtlUpperChar] */
CHAR NTAPI
RtlUpperChar(CHAR Character)
{
	unsigned char byte = (unsigned char)Character;

	if (byte >= 'a' && byte <= 'z')
		return (CHAR)(byte - 0x20);
	return byte >= 0xe0 && byte <= 0xfe && byte != 0xf7 ? (CHAR)(byte - 0x20) : Character;
}

void NTAPI
RtlUpperString(STRING *DestinationString, const STRING *SourceString)
{
	USHORT bytes = SourceString->Length;

	if (bytes > DestinationString->MaximumLength)
		bytes = DestinationString->MaximumLength;
	for (USHORT at = 0; at < bytes; at++)
		DestinationString->Buffer[at] = RtlUpperChar(SourceString->Buffer[at]);
	DestinationString->Length = bytes;
}

static LONG
compare(const CHAR *left, const CHAR *right, size_t count, bool ignore_case)
{
	for (size_t at = 0; at < count; at++) {
		CHAR one = ignore_case ? RtlUpperChar(left[at]) : left[at];
		CHAR other = ignore_case ? RtlUpperChar(right[at]) : right[at];

		if (one != other)
			return (LONG)(unsigned char)one - (LONG)(unsigned char)other;
	}
	return 0;
}

LONG NTAPI
RtlCompareString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive)
{
	USHORT shorter = String1->Length < String2->Length ? String1->Length : String2->Length;
	LONG order = compare(String1->Buffer, String2->Buffer, shorter, CaseInSensitive);

	return order != 0 ? order : (LONG)String1->Length - (LONG)String2->Length;
}

BOOLEAN NTAPI
RtlEqualString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive)
{
	return String1->Length == String2->Length
	    && compare(String1->Buffer, String2->Buffer, String1->Length, CaseInSensitive) == 0;
}

BOOLEAN NTAPI
RtlPrefixString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive)
{
	return String1->Length <= String2->Length
	    && compare(String1->Buffer, String2->Buffer, String1->Length, CaseInSensitive) == 0;
}

const struct contract narrow_exports[] = {
	EXPORT(RtlInitString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlInitUTF8String, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlInitStringEx, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_NAME_TOO_LONG")),
	EXPORT(RtlInitAnsiStringEx, 2, HIGH_LEVEL, REFUSAL_NONE, 0, FAILS("STATUS_NAME_TOO_LONG")),
	EXPORT(RtlInitUTF8StringEx, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_NAME_TOO_LONG")),
	EXPORT(RtlCopyString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlAppendStringToString, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_TOO_SMALL")),
	EXPORT(RtlAppendAsciizToString, 2, APC_LEVEL, REFUSAL_NONE, 0,
	    FAILS("STATUS_BUFFER_TOO_SMALL")),
	EXPORT(RtlCompareString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlEqualString, 3, PASSIVE_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntddk)),
	EXPORT(RtlPrefixString, 3, PASSIVE_LEVEL, REFUSAL_NONE, BYTE_RESULT),
	EXPORT(RtlUpperChar, 1, APC_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntddk)),
	EXPORT(RtlUpperString, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORTS_END,
};
