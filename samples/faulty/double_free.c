/* The unload routine frees its block twice. */
#include "faulty.h"

static UCHAR *volatile block;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ExFreePoolWithTag(block, FAULTY_TAG);
#ifndef CLEAN
	ExFreePoolWithTag(block, FAULTY_TAG);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	block = ExAllocatePoolWithTag(NonPagedPoolNx, 64, FAULTY_TAG);
	return block == NULL ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}
