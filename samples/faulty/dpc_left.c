/* The unload routine queues a DPC and returns without waiting for it. */
#include "faulty.h"

static KDPC dpc;
static volatile LONG runs;
static KDEFERRED_ROUTINE deferred;
static DRIVER_UNLOAD unload;

static VOID NTAPI
deferred(PKDPC self, PVOID context, PVOID first, PVOID second)
{
	UNREFERENCED_PARAMETER(self);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(first);
	UNREFERENCED_PARAMETER(second);
	InterlockedIncrement(&runs);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)KeInsertQueueDpc(&dpc, NULL, NULL);
#ifdef CLEAN
	KeFlushQueuedDpcs();
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeDpc(&dpc, deferred, NULL);
	KeSetTargetProcessorDpc(&dpc, 0);
	return STATUS_SUCCESS;
}
