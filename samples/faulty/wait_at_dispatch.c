/* The unload routine sleeps with a spin lock held, that is at DISPATCH_LEVEL. */
#include "faulty.h"

static KSPIN_LOCK lock;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(driver);
	KeAcquireSpinLock(&lock, &irql);
#ifdef CLEAN
	KeReleaseSpinLock(&lock, irql);
	faulty_sleep(10);
#else
	faulty_sleep(10);
	KeReleaseSpinLock(&lock, irql);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeSpinLock(&lock);
	return STATUS_SUCCESS;
}
