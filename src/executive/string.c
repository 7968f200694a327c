/*
 * Windows: the conversions and the case-insensitive comparisons are for
 *   PASSIVE_LEVEL, since the tables they read are pageable.  [ddi of each]
 * Here: letters have the case that executive/letter.c gives them; the ANSI code
 *   page is 1252.
 */
#include "executive/string.h"

#include "executive/pool.h"
#include "ledger/finding.h"
#include "sched/choice.h"

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
NTAPI void RtlFreeUnicodeString(UNICODE_STRING *UnicodeString);
NTAPI WCHAR RtlUpcaseUnicodeChar(WCHAR SourceCharacter);

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

void
string_narrow(char *out, size_t size, const WCHAR *text)
{
	size_t at = 0;

	for (; text != NULL && text[at] != 0 && at < size - 1; at++)
		out[at] = text[at] < 0x7f ? (char)text[at] : '?';
	out[at] = '\0';
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

void *
string_buffer_take(size_t bytes)
{
	return choice_refuses() ? NULL : pool_take(bytes > 0 ? bytes : 1, STRING_TAG, PagedPool);
}

void
string_buffer_give(void *buffer)
{
	const struct pool_block *block = pool_at(buffer);

	if (buffer == NULL)
		return;
	if (block == NULL || !block->drivers)
		driver_crashes(RULE_R183, moment_now().where, "0xC2 BAD_POOL_CALLER",
		    "frees a string whose buffer %p is no live pool", buffer);
	pool_give(buffer);
}

NTSTATUS
string_room(void *string, size_t bytes, bool allocate)
{
	UNICODE_STRING *to = string; /* STRING has the same members */

	if (!allocate)
		return bytes > to->MaximumLength ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
	to->Buffer = string_buffer_take(bytes);
	to->MaximumLength = (USHORT)bytes;
	return to->Buffer == NULL ? STATUS_NO_MEMORY : STATUS_SUCCESS;
}

void NTAPI
RtlFreeUnicodeString(UNICODE_STRING *UnicodeString)
{
	string_buffer_give(UnicodeString->Buffer);
	*UnicodeString = (UNICODE_STRING){ .Length = 0 };
}

WCHAR NTAPI
RtlUpcaseUnicodeChar(WCHAR SourceCharacter)
{
	return string_upcase(SourceCharacter);
}

const struct contract string_exports[] = {
	EXPORT(RtlInitUnicodeString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlInitUnicodeStringEx, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdmsec),
	    FAILS("STATUS_NAME_TOO_LONG")),
	EXPORT(RtlInitAnsiString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlCopyUnicodeString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlCompareUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlEqualUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlPrefixUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlAppendUnicodeToString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_BUFFER_TOO_SMALL")),
	EXPORT(RtlAppendUnicodeStringToString, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_BUFFER_TOO_SMALL")),
	EXPORT(RtlFreeUnicodeString, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), STRIKES(POOL)),
	EXPORT(RtlUpcaseUnicodeChar, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
