/* A dispatch routine, on the program's own thread, acquires an ERESOURCE with APCs enabled. */
#include "faulty.h"

static ERESOURCE resource;
static DRIVER_UNLOAD unload;
static DRIVER_DISPATCH dispatch;

static NTSTATUS NTAPI
dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	UNREFERENCED_PARAMETER(device);
#ifdef CLEAN
	KeEnterCriticalRegion();
#endif
	ExAcquireResourceSharedLite(&resource, TRUE);
	ExReleaseResourceLite(&resource);
#ifdef CLEAN
	KeLeaveCriticalRegion();
#endif
	irp->IoStatus.Status = STATUS_SUCCESS;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(FAULTY_LINK);

	UNREFERENCED_PARAMETER(driver);
	IoDeleteSymbolicLink(&link);
	faulty_device_delete();
	ExDeleteResourceLite(&resource);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(FAULTY_LINK);
	UNICODE_STRING name = RTL_CONSTANT_STRING(FAULTY_DEVICE);
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = dispatch;
	status = faulty_device_create(DriverObject);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status)) {
		faulty_device_delete();
		return status;
	}
	ExInitializeResourceLite(&resource);
	return STATUS_SUCCESS;
}
