/* R26: leaves its load-image notify routine registered. */
#include "faulty.h"

static volatile LONG seen;

static VOID NTAPI
image_told(PUNICODE_STRING name, HANDLE process, PIMAGE_INFO info)
{
	UNREFERENCED_PARAMETER(name);
	UNREFERENCED_PARAMETER(process);
	UNREFERENCED_PARAMETER(info);
	InterlockedIncrement(&seen);
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)PsRemoveLoadImageNotifyRoutine(image_told);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return PsSetLoadImageNotifyRoutine(image_told);
}
