/* The unload routine writes one byte past the end of its block. */
#include "faulty.h"

static UCHAR *volatile block;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	block[63] = 1;
#else
	block[64] = 1;
#endif
	ExFreePoolWithTag(block, FAULTY_TAG);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	block = ExAllocatePoolWithTag(NonPagedPoolNx, 64, FAULTY_TAG);
	return block == NULL ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}
