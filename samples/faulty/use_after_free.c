/* The unload routine writes into the block that it has just freed. */
#include "faulty.h"

static UCHAR *volatile block;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	block[0] = 1;
	ExFreePoolWithTag(block, FAULTY_TAG);
#else
	ExFreePoolWithTag(block, FAULTY_TAG);
	block[0] = 1;
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
