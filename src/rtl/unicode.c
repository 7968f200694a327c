/*
 * What executive/string.c does not do with UNICODE_STRINGs: letters, hashes, copies, validity.
 */
#include "executive/string.h"
#include "ledger/finding.h"
#include "nt/status.h"
#include "rtl/exports.h"

#include <string.h>

#define HASH_STRING_ALGORITHM_DEFAULT 0
#define HASH_STRING_ALGORITHM_X65599 1
#define DUPLICATE_NULL_TERMINATE 1
#define DUPLICATE_ALLOCATE_NULL_STRING 2

NTAPI WCHAR RtlDowncaseUnicodeChar(WCHAR SourceCharacter);
NTAPI NTSTATUS RtlUpcaseUnicodeString(UNICODE_STRING *DestinationString,
    PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI NTSTATUS RtlDowncaseUnicodeString(UNICODE_STRING *DestinationString,
    PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
NTAPI BOOLEAN RtlSuffixUnicodeString(
    PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive);
NTAPI WCHAR *RtlFindUnicodeSubstring(
    PCUNICODE_STRING FullString, PCUNICODE_STRING SearchString, BOOLEAN CaseInSensitive);
NTAPI NTSTATUS RtlHashUnicodeString(
    PCUNICODE_STRING String, BOOLEAN CaseInSensitive, ULONG HashAlgorithm, ULONG *HashValue);
NTAPI NTSTATUS RtlValidateUnicodeString(ULONG Flags, PCUNICODE_STRING String);
NTAPI NTSTATUS RtlDuplicateUnicodeString(
    ULONG Flags, PCUNICODE_STRING StringIn, UNICODE_STRING *StringOut);
NTAPI BOOLEAN RtlCreateUnicodeString(UNICODE_STRING *DestinationString, PCWSTR SourceString);
NTAPI void RtlEraseUnicodeString(UNICODE_STRING *String);

WCHAR NTAPI
RtlDowncaseUnicodeChar(WCHAR SourceCharacter)
{
	return string_downcase(SourceCharacter);
}

/* Windows: the string is not terminated, and on failure nothing is done.  [ddi:RtlUpcaseUnicodeString] */
static NTSTATUS
fold(UNICODE_STRING *to, PCUNICODE_STRING from, BOOLEAN allocate, WCHAR (*letter)(WCHAR))
{
	NTSTATUS status = string_room(to, from->Length, allocate);

	if (status != STATUS_SUCCESS)
		return status;
	for (size_t at = 0; at < from->Length / sizeof(WCHAR); at++)
		to->Buffer[at] = letter(from->Buffer[at]);
	to->Length = from->Length;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlUpcaseUnicodeString(UNICODE_STRING *DestinationString, PCUNICODE_STRING SourceString,
    BOOLEAN AllocateDestinationString)
{
	return fold(DestinationString, SourceString, AllocateDestinationString, string_upcase);
}

NTSTATUS NTAPI
RtlDowncaseUnicodeString(UNICODE_STRING *DestinationString, PCUNICODE_STRING SourceString,
    BOOLEAN AllocateDestinationString)
{
	return fold(DestinationString, SourceString, AllocateDestinationString, string_downcase);
}

BOOLEAN NTAPI
RtlSuffixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	size_t wanted = String1->Length / sizeof(WCHAR);
	size_t length = String2->Length / sizeof(WCHAR);

	return wanted <= length
	    && string_same(
		String1->Buffer, String2->Buffer + length - wanted, wanted, CaseInSensitive);
}

WCHAR *NTAPI
RtlFindUnicodeSubstring(
    PCUNICODE_STRING FullString, PCUNICODE_STRING SearchString, BOOLEAN CaseInSensitive)
{
	size_t wanted = SearchString->Length / sizeof(WCHAR);
	size_t length = FullString->Length / sizeof(WCHAR);

	for (size_t at = 0; at + wanted <= length; at++) {
		if (string_same(
			FullString->Buffer + at, SearchString->Buffer, wanted, CaseInSensitive))
			return FullString->Buffer + at;
	}
	return NULL;
}

/* Windows: the default is X65599, each character added to 65599 times the hash so far.
 * [ddi:RtlHashUnicodeString] */
NTSTATUS NTAPI
RtlHashUnicodeString(
    PCUNICODE_STRING String, BOOLEAN CaseInSensitive, ULONG HashAlgorithm, ULONG *HashValue)
{
	ULONG hash = 0;

	if (String == NULL || HashValue == NULL || HashAlgorithm > HASH_STRING_ALGORITHM_X65599)
		return STATUS_INVALID_PARAMETER;
	for (size_t at = 0; at < String->Length / sizeof(WCHAR); at++) {
		WCHAR letter = String->Buffer[at];

		hash = hash * 65599 + (CaseInSensitive ? string_upcase(letter) : letter);
	}
	*HashValue = hash;
	return STATUS_SUCCESS;
}

static bool
is_valid(PCUNICODE_STRING string)
{
	return string->Length % sizeof(WCHAR) == 0 && string->MaximumLength % sizeof(WCHAR) == 0
	    && string->Length <= string->MaximumLength
	    && (string->Buffer != NULL || string->MaximumLength == 0);
}

NTSTATUS NTAPI
RtlValidateUnicodeString(ULONG Flags, PCUNICODE_STRING String)
{
	if (Flags != 0)
		return STATUS_INVALID_PARAMETER;
	return String == NULL || is_valid(String) ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI
RtlDuplicateUnicodeString(ULONG Flags, PCUNICODE_STRING StringIn, UNICODE_STRING *StringOut)
{
	size_t terminator = Flags & DUPLICATE_NULL_TERMINATE ? sizeof(WCHAR) : 0;
	size_t length = StringIn != NULL ? StringIn->Length : 0;
	NTSTATUS status;

	if (Flags > (DUPLICATE_NULL_TERMINATE | DUPLICATE_ALLOCATE_NULL_STRING)
	    || (terminator == 0 && (Flags & DUPLICATE_ALLOCATE_NULL_STRING) != 0)
	    || StringOut == NULL || (StringIn != NULL && !is_valid(StringIn)))
		return STATUS_INVALID_PARAMETER;
	if (length + terminator > 0xfffe)
		return STATUS_NAME_TOO_LONG;
	*StringOut = (UNICODE_STRING){ .Length = 0 };
	if (length == 0 && (Flags & DUPLICATE_ALLOCATE_NULL_STRING) == 0)
		return STATUS_SUCCESS;
	status = string_room(StringOut, length + terminator, true);
	if (status != STATUS_SUCCESS)
		return status;
	if (length > 0)
		memcpy(StringOut->Buffer, StringIn->Buffer, length);
	if (terminator != 0)
		StringOut->Buffer[length / sizeof(WCHAR)] = 0;
	StringOut->Length = (USHORT)length;
	return STATUS_SUCCESS;
}

/* Windows: FALSE if there is no memory for the copy.  [ddi:RtlCreateUnicodeString] */
BOOLEAN NTAPI
RtlCreateUnicodeString(UNICODE_STRING *DestinationString, PCWSTR SourceString)
{
	size_t bytes = (string_length(SourceString) + 1) * sizeof(WCHAR);

	if (bytes > 0xfffe || string_room(DestinationString, bytes, true) != STATUS_SUCCESS)
		return FALSE;
	memcpy(DestinationString->Buffer, SourceString, bytes);
	DestinationString->Length = (USHORT)(bytes - sizeof(WCHAR));
	return TRUE;
}

void NTAPI
RtlEraseUnicodeString(UNICODE_STRING *String)
{
	if (String->Buffer == NULL || String->MaximumLength == 0)
		return;
	memset(String->Buffer, 0, String->MaximumLength);
	String->Length = 0;
}

const struct contract unicode_exports[] = {
	EXPORT(RtlDowncaseUnicodeChar, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(RtlUpcaseUnicodeString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntddk),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(RtlDowncaseUnicodeString, 3, APC_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_OVERFLOW STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(RtlSuffixUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, BYTE_RESULT),
	EXPORT(RtlFindUnicodeSubstring, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlHashUnicodeString, 4, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(RtlValidateUnicodeString, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0,
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(RtlDuplicateUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_INSIDE, 0,
	    FAILS("STATUS_INVALID_PARAMETER STATUS_NAME_TOO_LONG STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(
	    RtlCreateUnicodeString, 2, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntifs), ENTERS(POOL)),
	EXPORT(RtlEraseUnicodeString, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};
