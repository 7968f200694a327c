/* R26: leaves its thread notify routine registered. */
#include "faulty.h"

static volatile LONG seen;

static VOID NTAPI
thread_told(HANDLE process, HANDLE thread, BOOLEAN create)
{
	UNREFERENCED_PARAMETER(process);
	UNREFERENCED_PARAMETER(thread);
	UNREFERENCED_PARAMETER(create);
	InterlockedIncrement(&seen);
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)PsRemoveCreateThreadNotifyRoutine(thread_told);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return PsSetCreateThreadNotifyRoutine(thread_told);
}
