/* R29: looks its own process up and does not give the reference back. */
#include <ntifs.h>

#include "faulty.h"

static PEPROCESS process;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	ObDereferenceObject(process);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return PsLookupProcessByProcessId(PsGetCurrentProcessId(), &process);
}
