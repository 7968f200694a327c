/* Recurses until the stack is used up. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

static volatile ULONG limit = MAXULONG;

static __attribute__((noinline)) ULONG
recurse(ULONG depth)
{
	volatile UCHAR page[1024];

	page[depth % sizeof(page)] = (UCHAR)depth;
	if (depth == limit)
		return 0;
	return recurse(depth + 1) + page[depth % sizeof(page)];
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	(VOID)recurse(0);
	return STATUS_SUCCESS;
}
