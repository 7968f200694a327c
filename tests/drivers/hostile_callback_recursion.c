/* Sends a request to itself from its dispatch routine, again and again. */
#include "hostile.h"

static DRIVER_DISPATCH dispatch;
static PDEVICE_OBJECT device;

static VOID
ask(VOID)
{
	PIRP irp = IoAllocateIrp(2, FALSE);

	if (irp == NULL)
		return;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	(VOID)IoCallDriver(device, irp);
}

static NTSTATUS NTAPI
dispatch(PDEVICE_OBJECT object, PIRP irp)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(irp);
	ask();
	return STATUS_PENDING;
}

static VOID
hostile(PDRIVER_OBJECT driver)
{
	driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = dispatch;
	if (NT_SUCCESS(IoCreateDevice(driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device)))
		ask();
}
