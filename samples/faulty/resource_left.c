/* The unload routine frees the memory of an ERESOURCE that it has not deleted. */
#include "faulty.h"

static PERESOURCE resource;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	ExDeleteResourceLite(resource);
#endif
	ExFreePoolWithTag(resource, FAULTY_TAG);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	resource = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof *resource, FAULTY_TAG);
	if (resource == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	return ExInitializeResourceLite(resource);
}
