/* X30: attaches to a program's process in its notify routine and does not detach. */
#include <ntifs.h>

#include "faulty.h"

static VOID NTAPI
process_told(PEPROCESS process, HANDLE id, PPS_CREATE_NOTIFY_INFO info)
{
	KAPC_STATE state;

	UNREFERENCED_PARAMETER(id);
	if (info == NULL)
		return;
	KeStackAttachProcess((PKPROCESS)process, &state);
#ifdef CLEAN
	KeUnstackDetachProcess(&state);
#endif
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)PsSetCreateProcessNotifyRoutineEx(process_told, TRUE);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return PsSetCreateProcessNotifyRoutineEx(process_told, FALSE);
}
