/*
 * Defect: a request that fails its check returns without releasing the remove lock.
 */
#include "faulty.h"

static DRIVER_UNLOAD unload;
static DRIVER_DISPATCH control;
static IO_REMOVE_LOCK removal;

static NTSTATUS NTAPI
control(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status = IoAcquireRemoveLock(&removal, irp);
	BOOLEAN held = NT_SUCCESS(status);

	UNREFERENCED_PARAMETER(device);
	if (held && stack->Parameters.DeviceIoControl.OutputBufferLength < sizeof(ULONG)) {
		status = STATUS_BUFFER_TOO_SMALL;
#ifndef CLEAN
		held = FALSE; /* and is not released */
#endif
	}
	if (held)
		IoReleaseRemoveLock(&removal, irp);
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static NTSTATUS NTAPI
accept(PDEVICE_OBJECT device, PIRP irp)
{
	UNREFERENCED_PARAMETER(device);
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
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(path);
	IoInitializeRemoveLock(&removal, FAULTY_TAG, 0, 0);
	driver->DriverUnload = unload;
	driver->MajorFunction[IRP_MJ_CREATE] = accept;
	driver->MajorFunction[IRP_MJ_CLEANUP] = accept;
	driver->MajorFunction[IRP_MJ_CLOSE] = accept;
	driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
	return faulty_device_create(driver);
}
