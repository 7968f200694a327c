/*
 * Defect: a control that fails its check is completed there, and once more at the end.
 */
#include "faulty_wdf.h"

static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL control;
static EVT_WDF_DRIVER_UNLOAD unload;

static VOID
control(WDFQUEUE queue, WDFREQUEST request, size_t output, size_t input, ULONG code)
{
	UNREFERENCED_PARAMETER(queue);
	UNREFERENCED_PARAMETER(input);
	UNREFERENCED_PARAMETER(code);
	if (output < sizeof(ULONG)) {
		WdfRequestComplete(request, STATUS_BUFFER_TOO_SMALL);
#ifdef CLEAN
		return;
#endif
	}
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_IO_QUEUE_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);

	if (!NT_SUCCESS(status))
		return status;
	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDeviceControl = control;
	status = WdfIoQueueCreate(faulty_control, &config, WDF_NO_OBJECT_ATTRIBUTES, NULL);
	if (!NT_SUCCESS(status)) {
		WdfObjectDelete(faulty_control);
		return status;
	}
	WdfControlFinishInitializing(faulty_control);
	return status;
}
