/*
 * The callout pends, blocks and absorbs, but leaves lighter sublayers the right to permit.
 */
#ifndef CLEAN
#define PEND_SOFTLY
#endif
#include "faulty_pend.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
	(VOID)pended_complete();
	(VOID)FwpmEngineClose0(faulty.engine);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	pended = NONE;
	return pend_start(DriverObject);
}
