/* Writes a breakpoint over the code of a function that it imports. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

extern UCHAR *__imp_DbgPrint; /* the slot of the import table */

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	UCHAR *volatile code = __imp_DbgPrint;

	*code = 0xcc;
	DbgPrint("written\n");
	return STATUS_SUCCESS;
}
