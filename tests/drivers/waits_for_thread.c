/* Unload waits for the end of a thread that it does not tell to end. */
#include "contract.h"

static KEVENT stop;
static PVOID thread;
static KSTART_ROUTINE worker;

static VOID NTAPI
worker(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	(VOID)KeWaitForSingleObject(&stop, Executive, KernelMode, FALSE, NULL);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	HANDLE handle;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	KeInitializeEvent(&stop, NotificationEvent, FALSE);
	status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, worker, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, NULL, KernelMode, &thread,
	    NULL);
	(VOID)ZwClose(handle);
	return status;
}

static VOID
contract_stop(VOID)
{
	(VOID)KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(thread);
}
