/*
 * A device stack of one driver: reads wait in a cancel-safe queue of the lower device until a
 * control sends them on, and the upper device passes everything down with a completion
 * routine.  The upper device counts with its IoTimer, and hears of a shutdown.  As long as it is
 * attached the driver is not unloaded.
 */
#include <ntddk.h>
#include <csq.h>

#define TAG 'kcts'
#define CODE_RELEASE CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define CODE_DETACH CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define CODE_COUNTS CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

struct counts {
	LONG completions;
	LONG seconds;
	LONG shutdowns;
	LONG again;
	LONG canceled;
};

static PDEVICE_OBJECT upper, lower, onto;
static IO_CSQ queue;
static LIST_ENTRY irps;
static KSPIN_LOCK spin;
static IO_REMOVE_LOCK removal;
static struct counts counts;

DRIVER_INITIALIZE DriverEntry;

static VOID NTAPI
insert(PIO_CSQ csq, PIRP irp)
{
	UNREFERENCED_PARAMETER(csq);
	InsertTailList(&irps, &irp->Tail.Overlay.ListEntry);
}

static VOID NTAPI
take_out(PIO_CSQ csq, PIRP irp)
{
	UNREFERENCED_PARAMETER(csq);
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
}

static PIRP NTAPI
peek(PIO_CSQ csq, PIRP irp, PVOID context)
{
	PLIST_ENTRY next = irp == NULL ? irps.Flink : irp->Tail.Overlay.ListEntry.Flink;

	UNREFERENCED_PARAMETER(csq);
	UNREFERENCED_PARAMETER(context);
	return next == &irps ? NULL : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
}

static VOID NTAPI
lock(PIO_CSQ csq, PKIRQL irql)
{
	UNREFERENCED_PARAMETER(csq);
	KeAcquireSpinLock(&spin, irql);
}

static VOID NTAPI
unlock(PIO_CSQ csq, KIRQL irql)
{
	UNREFERENCED_PARAMETER(csq);
	KeReleaseSpinLock(&spin, irql);
}

static NTSTATUS
done(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static VOID
read_done(PIRP irp, NTSTATUS status)
{
	IoReleaseRemoveLock(&removal, irp);
	done(irp, status, 0);
}

static VOID NTAPI
complete_canceled(PIO_CSQ csq, PIRP irp)
{
	UNREFERENCED_PARAMETER(csq);
	InterlockedIncrement(&counts.canceled);
	read_done(irp, STATUS_CANCELLED);
}

static NTSTATUS
wait_in_queue(PIRP irp)
{
	NTSTATUS status = IoAcquireRemoveLock(&removal, irp);

	if (!NT_SUCCESS(status))
		return done(irp, status, 0);
	IoCsqInsertIrp(&queue, irp, NULL);
	return STATUS_PENDING;
}

static NTSTATUS
control(PIRP irp, PIO_STACK_LOCATION stack)
{
	PIRP next;

	if (stack->Parameters.DeviceIoControl.IoControlCode == CODE_RELEASE) {
		while ((next = IoCsqRemoveNextIrp(&queue, NULL)) != NULL)
			read_done(next, STATUS_SUCCESS);
		return done(irp, STATUS_SUCCESS, 0);
	}
	if (stack->Parameters.DeviceIoControl.IoControlCode == CODE_DETACH) {
		IoDetachDevice(onto);
		onto = NULL;
		return done(irp, STATUS_SUCCESS, 0);
	}
	if (stack->Parameters.DeviceIoControl.OutputBufferLength < sizeof counts)
		return done(irp, STATUS_BUFFER_TOO_SMALL, 0);
	RtlCopyMemory(irp->AssociatedIrp.SystemBuffer, &counts, sizeof counts);
	return done(irp, STATUS_SUCCESS, sizeof counts);
}

static NTSTATUS NTAPI
count(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(context);
	if (irp->PendingReturned)
		IoMarkIrpPending(irp);
	InterlockedIncrement(&counts.completions);
	return STATUS_CONTINUE_COMPLETION;
}

static NTSTATUS NTAPI
dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);

	if (stack->MajorFunction == IRP_MJ_SHUTDOWN)
		InterlockedIncrement(&counts.shutdowns);
	if (device == upper && onto != NULL) {
		IoCopyCurrentIrpStackLocationToNext(irp);
		IoSetCompletionRoutine(irp, count, NULL, TRUE, TRUE, TRUE);
		return IoCallDriver(onto, irp);
	}
	if (stack->MajorFunction == IRP_MJ_READ)
		return wait_in_queue(irp);
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL)
		return control(irp, stack);
	return done(irp, STATUS_SUCCESS, 0);
}

static VOID NTAPI
second(PDEVICE_OBJECT device, PVOID context)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(context);
	InterlockedIncrement(&counts.seconds);
}

static VOID NTAPI
again(PDRIVER_OBJECT driver, PVOID context, ULONG count)
{
	counts.again = (LONG)count;
	if (count == 1)
		IoRegisterDriverReinitialization(driver, again, context);
}

static VOID
take_down(VOID)
{
	IoUnregisterShutdownNotification(upper);
	if (onto != NULL)
		IoDetachDevice(onto);
	IoDeleteDevice(upper);
	IoDeleteDevice(lower);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	IoStopTimer(upper);
	take_down();
}

static NTSTATUS
set_up(PDRIVER_OBJECT driver)
{
	NTSTATUS status;

	IoInitializeRemoveLock(&removal, TAG, 0, 0);
	InitializeListHead(&irps);
	KeInitializeSpinLock(&spin);
	status = IoCsqInitialize(&queue, insert, take_out, peek, lock, unlock, complete_canceled);
	if (NT_SUCCESS(status))
		status = IoRegisterShutdownNotification(upper);
	if (NT_SUCCESS(status))
		status = IoInitializeTimer(upper, second, NULL);
	if (!NT_SUCCESS(status))
		return status;
	lower->Flags &= ~DO_DEVICE_INITIALIZING;
	onto = IoAttachDeviceToDeviceStack(upper, lower);
	if (onto == NULL)
		return STATUS_NO_SUCH_DEVICE;
	IoStartTimer(upper);
	IoRegisterDriverReinitialization(driver, again, NULL);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\IoStack");
	NTSTATUS status;
	ULONG major;

	UNREFERENCED_PARAMETER(path);
	for (major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++)
		driver->MajorFunction[major] = dispatch;
	driver->DriverUnload = unload;
	status = IoCreateDevice(driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &lower);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateDevice(driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &upper);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(lower);
		return status;
	}
	lower->Flags |= DO_BUFFERED_IO;
	upper->Flags |= DO_BUFFERED_IO;
	status = set_up(driver);
	if (!NT_SUCCESS(status))
		take_down();
	return status;
}
