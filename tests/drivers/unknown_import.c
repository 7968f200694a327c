/*
 * Imports a function that no Windows has, and calls it.  Built with -DUNCALLED it
 * has the import and never calls it: a loader may let that pass.
 */
#include <ntddk.h>

DECLSPEC_IMPORT ULONG NTAPI DrydockNoSuchFunction(ULONG Value);

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;
static volatile ULONG wanted;

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
#ifndef UNCALLED
	wanted = 1;
#endif
	if (wanted)
		DbgPrint("%u\n", DrydockNoSuchFunction(7));
	return STATUS_SUCCESS;
}
