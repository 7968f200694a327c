/* The unload routine waits for an event that nobody sets: the service stops for ever. */
#include "faulty.h"

static KEVENT finished;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	KeSetEvent(&finished, IO_NO_INCREMENT, FALSE);
#endif
	(VOID)KeWaitForSingleObject(&finished, Executive, KernelMode, FALSE, NULL);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeEvent(&finished, NotificationEvent, FALSE);
	return STATUS_SUCCESS;
}
