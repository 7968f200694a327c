/*
 * Copies C:\Windows\input.txt to output.txt beside it when it is loaded, and talks to its own
 * device through a handle.
 */
#include <ntifs.h>

static UNICODE_STRING device_name = RTL_CONSTANT_STRING(L"\\Device\\FileWriter");
static LONG creates, cleanups, closes;

static NTSTATUS NTAPI
dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
	ULONG information = 0;

	UNREFERENCED_PARAMETER(device);
	if (stack->MajorFunction == IRP_MJ_CREATE)
		creates++;
	else if (stack->MajorFunction == IRP_MJ_CLEANUP)
		cleanups++;
	else if (stack->MajorFunction == IRP_MJ_CLOSE)
		closes++;
	else {
		*(ULONG *)irp->AssociatedIrp.SystemBuffer += 1;
		information = sizeof(ULONG);
	}
	irp->IoStatus.Status = STATUS_SUCCESS;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static NTSTATUS
open(PCWSTR path, ULONG disposition, HANDLE *file)
{
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(
	    &attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, NULL, NULL);
	return ZwCreateFile(file, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &result,
	    NULL, FILE_ATTRIBUTE_NORMAL, 0, disposition, FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
}

static NTSTATUS
copy(void)
{
	HANDLE from, to;
	IO_STATUS_BLOCK result;
	CHAR bytes[64];
	NTSTATUS status = open(L"\\??\\C:\\Windows\\input.txt", FILE_OPEN, &from);

	if (!NT_SUCCESS(status))
		return status;
	status = ZwReadFile(from, NULL, NULL, NULL, &result, bytes, sizeof bytes, NULL, NULL);
	ZwClose(from);
	if (!NT_SUCCESS(status))
		return status;
	status = open(L"\\SystemRoot\\output.txt", FILE_OVERWRITE_IF, &to);
	if (!NT_SUCCESS(status))
		return status;
	status = ZwWriteFile(
	    to, NULL, NULL, NULL, &result, bytes, (ULONG)result.Information, NULL, NULL);
	ZwClose(to);
	return status;
}

static NTSTATUS
ask_itself(void)
{
	IO_STATUS_BLOCK result;
	ULONG number = 41;
	HANDLE self;
	NTSTATUS status = open(L"\\Device\\FileWriter", FILE_OPEN, &self);

	if (!NT_SUCCESS(status))
		return status;
	status = ZwDeviceIoControlFile(self, NULL, NULL, NULL, &result, 0x222000, &number,
	    sizeof number, &number, sizeof number);
	ZwClose(self);
	if (NT_SUCCESS(status) && (number != 42 || creates != 1 || cleanups != 1 || closes != 1))
		return STATUS_UNSUCCESSFUL;
	return status;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	IoDeleteDevice(driver->DeviceObject);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING service)
{
	PDEVICE_OBJECT device;
	NTSTATUS status =
	    IoCreateDevice(driver, 0, &device_name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);

	UNREFERENCED_PARAMETER(service);
	if (!NT_SUCCESS(status))
		return status;
	driver->DriverUnload = unload;
	driver->MajorFunction[IRP_MJ_CREATE] = dispatch;
	driver->MajorFunction[IRP_MJ_CLEANUP] = dispatch;
	driver->MajorFunction[IRP_MJ_CLOSE] = dispatch;
	driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = dispatch;
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	status = copy();
	if (NT_SUCCESS(status))
		status = ask_itself();
	if (!NT_SUCCESS(status))
		IoDeleteDevice(device);
	return status;
}
