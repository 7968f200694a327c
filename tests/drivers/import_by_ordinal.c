/* Imports by number, with no name: ordinal 1 of HAL.dll, whatever that is. */
#include <ntddk.h>

DECLSPEC_IMPORT ULONG NTAPI FirstOfHal(VOID);

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
	DbgPrint("%u\n", FirstOfHal());
	return STATUS_SUCCESS;
}
