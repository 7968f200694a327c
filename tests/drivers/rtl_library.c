/* The runtime library as a driver imports it: DriverEntry fails with the number of the line that
 * went wrong, in the code's lower half. */
#include "../../samples/faulty/faulty.h"

NTSYSAPI NTSTATUS NTAPI RtlUnicodeToUTF8N(PCHAR, ULONG, PULONG, PCWSTR, ULONG);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
int _snwprintf(wchar_t *, size_t, const wchar_t *, ...);

#define WANTS(condition) \
	if (!(condition)) \
	return (NTSTATUS)(0xE0000000 | __LINE__)

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

static int
compare(const void *left, const void *right)
{
	return *(const int *)left - *(const int *)right;
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	int numbers[] = { 3, 1, 2 };
	char text[8];
	WCHAR wide[16];
	UNICODE_STRING upper;
	ULONG bytes;

	DriverObject->DriverUnload = unload;
	qsort(numbers, 3, sizeof(numbers[0]), compare);
	WANTS(numbers[0] == 1 && numbers[2] == 3);
	WANTS(strcpy_s(text, sizeof(text), "too long for it") == 34 && text[0] == 0);
	WANTS(RtlUnicodeToUTF8N(text, sizeof(text), &bytes, L"\x20ac", 2) == STATUS_SUCCESS);
	WANTS(bytes == 3);
	WANTS(_snwprintf(wide, 16, L"%d-%ws", 7, L"x") == 3 && wide[2] == L'x');
	if (NT_SUCCESS(RtlUpcaseUnicodeString(&upper, RegistryPath, TRUE))) {
		WANTS(RtlEqualUnicodeString(&upper, RegistryPath, TRUE));
		RtlFreeUnicodeString(&upper);
	}
	return STATUS_SUCCESS;
}
