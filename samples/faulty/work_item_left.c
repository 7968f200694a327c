/* The unload routine waits until its work item has run, and does not free it. */
#include "faulty.h"

static PIO_WORKITEM item;
static KEVENT done;
static IO_WORKITEM_ROUTINE work;
static DRIVER_UNLOAD unload;

/* Windows holds the device, and so the image, until this has returned. */
static VOID NTAPI
work(PDEVICE_OBJECT device, PVOID context)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(context);
	KeSetEvent(&done, IO_NO_INCREMENT, FALSE);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, NULL);
#ifdef CLEAN
	IoFreeWorkItem(item);
#endif
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeEvent(&done, NotificationEvent, FALSE);
	status = faulty_device_create(DriverObject);
	if (!NT_SUCCESS(status))
		return status;
	item = IoAllocateWorkItem(faulty.device);
	if (item == NULL) {
		faulty_device_delete();
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	IoQueueWorkItem(item, work, DelayedWorkQueue, NULL);
	return STATUS_SUCCESS;
}
