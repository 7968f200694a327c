/* A helper acquires the fast mutex that its caller holds: the thread waits for itself. */
#include "faulty.h"

static FAST_MUTEX mutex;
static ULONG count;
static DRIVER_UNLOAD unload;

static VOID
count_one(VOID)
{
	ExAcquireFastMutex(&mutex);
	count++;
	ExReleaseFastMutex(&mutex);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	count_one();
#else
	ExAcquireFastMutex(&mutex);
	count_one();
	ExReleaseFastMutex(&mutex);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	ExInitializeFastMutex(&mutex);
	count_one();
	return STATUS_SUCCESS;
}
