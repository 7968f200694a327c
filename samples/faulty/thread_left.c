/*
 * The unload routine tells its thread to end and does not wait until it has: the
 * thread's last instructions may run when the image is gone.
 */
#include <ntifs.h> /* ZwWaitForSingleObject */

#include "faulty.h"

static KEVENT stop;
static PVOID thread;
static KSTART_ROUTINE worker;
static DRIVER_UNLOAD unload;

static VOID NTAPI
worker(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	(VOID)KeWaitForSingleObject(&stop, Executive, KernelMode, FALSE, NULL);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeSetEvent(&stop, IO_NO_INCREMENT, FALSE);
#ifdef CLEAN
	(VOID)KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
#endif
	ObDereferenceObject(thread);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	HANDLE handle;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeEvent(&stop, NotificationEvent, FALSE);
	status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, worker, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, NULL, KernelMode, &thread,
	    NULL);
	if (!NT_SUCCESS(status)) {
		KeSetEvent(&stop, IO_NO_INCREMENT, FALSE);
		(VOID)ZwWaitForSingleObject(handle, FALSE, NULL);
	}
	(VOID)ZwClose(handle);
	return status;
}
