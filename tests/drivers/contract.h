/*
 * One source, two drivers: X.c is a WDM driver; wdf_X.c, which defines CONTRACT_WDF
 * and includes it, is the same one on the framework.  A source says with
 * contract_start and contract_stop what it does beyond having a device; programs
 * ask the device, with any control code, for contract_count.
 *
 * Each of them checks that it is unloaded as Windows promises: once, at
 * PASSIVE_LEVEL, in a thread of the system process; else it stops the machine.
 */
#ifndef CONTRACT_H
#define CONTRACT_H

#ifdef CONTRACT_WDF
#include "../../samples/faulty/faulty_wdf.h"
#else
#include "../../samples/faulty/faulty.h"
#endif

#define CONTRACT_BUGCHECK 0xE2 /* MANUALLY_INITIATED_CRASH */
#define CONTRACT_SYSTEM ((HANDLE)4)

static volatile LONG contract_count;

static NTSTATUS contract_start(PDRIVER_OBJECT driver);
static VOID contract_stop(VOID);

HELPER VOID
contract_unloads(VOID)
{
	static volatile LONG unloads;
	LONG times = InterlockedIncrement(&unloads);
	KIRQL irql = KeGetCurrentIrql();
	HANDLE process = PsGetCurrentProcessId();

	if (times != 1 || irql != PASSIVE_LEVEL || process != CONTRACT_SYSTEM)
		KeBugCheckEx(CONTRACT_BUGCHECK, (ULONG_PTR)times, irql, (ULONG_PTR)process, 0);
	contract_stop();
}

/* A classifyFn that counts and lets pass. */
HELPER VOID NTAPI
contract_classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	InterlockedIncrement(&contract_count);
	faulty_classify(values, meta, data, filter, context, out);
}

#ifdef CONTRACT_WDF

static EVT_WDF_DRIVER_UNLOAD unload;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL control;

static VOID
control(WDFQUEUE queue, WDFREQUEST request, size_t output, size_t input, ULONG code)
{
	PVOID answer;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(queue);
	UNREFERENCED_PARAMETER(output);
	UNREFERENCED_PARAMETER(input);
	UNREFERENCED_PARAMETER(code);
	status = WdfRequestRetrieveOutputBuffer(request, sizeof(LONG), &answer, NULL);
	if (NT_SUCCESS(status))
		*(LONG *)answer = contract_count;
	WdfRequestCompleteWithInformation(request, status, NT_SUCCESS(status) ? sizeof(LONG) : 0);
}

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	contract_unloads();
}

HELPER NTSTATUS
contract_queue(VOID)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDeviceControl = control;
	return WdfIoQueueCreate(faulty_control, &config, WDF_NO_OBJECT_ATTRIBUTES, NULL);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status;

#ifdef CONTRACT_STAYS
	(VOID)unload;
	status = faulty_driver_create(DriverObject, RegistryPath, WDF_NO_EVENT_CALLBACK, &driver);
#else
	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
#endif
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_control_create(driver);
	if (!NT_SUCCESS(status))
		return status;
	status = contract_queue();
	if (NT_SUCCESS(status))
		status = contract_start(DriverObject);
	if (NT_SUCCESS(status))
		WdfControlFinishInitializing(faulty_control);
	else
		WdfObjectDelete(faulty_control);
	return status;
}

#else /* WDM */

static DRIVER_UNLOAD unload;
static DRIVER_DISPATCH dispatch;

static NTSTATUS NTAPI
dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);

	UNREFERENCED_PARAMETER(device);
	irp->IoStatus.Status = STATUS_SUCCESS;
	irp->IoStatus.Information = 0;
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL &&
	    stack->Parameters.DeviceIoControl.OutputBufferLength >= sizeof(LONG)) {
		*(LONG *)irp->AssociatedIrp.SystemBuffer = contract_count;
		irp->IoStatus.Information = sizeof(LONG);
	}
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	contract_unloads();
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
#ifdef CONTRACT_STAYS
	(VOID)unload;
#else
	DriverObject->DriverUnload = unload;
#endif
	DriverObject->MajorFunction[IRP_MJ_CREATE] = dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = dispatch;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = dispatch;
	status = faulty_device_create(DriverObject);
	if (!NT_SUCCESS(status))
		return status;
	status = contract_start(DriverObject);
	if (!NT_SUCCESS(status))
		faulty_device_delete();
	return status;
}

#endif /* WDM */

#endif /* CONTRACT_H */
