/* Reads the tick count from KUSER_SHARED_DATA, as inlined KeQueryTickCount does. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	volatile ULONG64 *ticks = (volatile ULONG64 *)0xFFFFF78000000320ULL;
	ULONG64 first = *ticks;

	if (*ticks < first)
		return STATUS_UNSUCCESSFUL;
	return STATUS_SUCCESS;
}
