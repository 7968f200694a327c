/* The unload routine forgets its pool of NET_BUFFER_LISTs. */
#include "faulty_pool.h"

static NDIS_HANDLE pool;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	NdisFreeNetBufferListPool(pool);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	pool = faulty_pool_create();
	return pool == NULL ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}
