/*
 * The unload function holds a lock while it unregisters, which is allowed at PASSIVE_LEVEL only.
 */
#include "faulty.h"

static KSPIN_LOCK lock;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(driver);
	KeAcquireSpinLock(&lock, &irql);
#ifndef CLEAN
	(VOID)FwpsCalloutUnregisterById0(faulty.callout);
#endif
	KeReleaseSpinLock(&lock, irql);
	faulty_callout_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeSpinLock(&lock);
	return faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
}
