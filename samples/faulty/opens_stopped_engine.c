/*
 * The engine is opened whenever a program asks, without a look at whether it runs.
 */
#include "faulty.h"

static DRIVER_DISPATCH create;
static DRIVER_UNLOAD unload;

static BOOLEAN
may_open(VOID)
{
#ifdef CLEAN
	return FwpmBfeStateGet0() == FWPM_SERVICE_RUNNING;
#else
	return TRUE;
#endif
}

static NTSTATUS NTAPI
create(PDEVICE_OBJECT device, PIRP irp)
{
	UNREFERENCED_PARAMETER(device);
	if (may_open() && NT_SUCCESS(faulty_engine_open(0)))
		(VOID)FwpmEngineClose0(faulty.engine);
	irp->IoStatus.Status = STATUS_SUCCESS;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = create;
	return faulty_device_create(DriverObject);
}
