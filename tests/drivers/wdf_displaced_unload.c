/*
 * A framework driver that sets DriverUnload itself after WdfDriverCreate: its routine runs instead of the
 * framework's, EvtDriverUnload never, and the unbinding takes down the control device.
 */
#include "../../samples/faulty/faulty_wdf.h"

static EVT_WDF_DRIVER_UNLOAD never;
static PVOID block;

static VOID
never(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeBugCheckEx(0xE2, 0, 0, 0, 0);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ExFreePoolWithTag(block, FAULTY_TAG);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status = faulty_driver_create(DriverObject, RegistryPath, never, &driver);

	if (!NT_SUCCESS(status))
		return status;
	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	block = ExAllocatePoolWithTag(NonPagedPoolNx, 32, FAULTY_TAG);
	if (block == NULL) {
		WdfObjectDelete(faulty_control);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	WdfControlFinishInitializing(faulty_control);
	DriverObject->DriverUnload = unload;
	return STATUS_SUCCESS;
}
