/* R26: leaves its process notify routine registered. */
#include "faulty.h"

static volatile LONG seen;

static VOID NTAPI
process_told(PEPROCESS process, HANDLE id, PPS_CREATE_NOTIFY_INFO info)
{
	UNREFERENCED_PARAMETER(process);
	UNREFERENCED_PARAMETER(id);
	UNREFERENCED_PARAMETER(info);
	InterlockedIncrement(&seen);
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)PsSetCreateProcessNotifyRoutineEx(process_told, TRUE);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return PsSetCreateProcessNotifyRoutineEx(process_told, FALSE);
}
