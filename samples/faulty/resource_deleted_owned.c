/* The unload routine deletes its ERESOURCE on a path that has not released it. */
#include "faulty.h"

static ERESOURCE resource;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeEnterCriticalRegion();
	ExAcquireResourceExclusiveLite(&resource, TRUE);
#ifdef CLEAN
	ExReleaseResourceLite(&resource);
#endif
	KeLeaveCriticalRegion();
	ExDeleteResourceLite(&resource);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return ExInitializeResourceLite(&resource);
}
