/* Unload waits for a mutex that a thread of the driver's took and keeps. */
#include "contract.h"

static KMUTEX mutex;
static KEVENT taken, never;
static KSTART_ROUTINE keeper;

static VOID NTAPI
keeper(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	(VOID)KeWaitForSingleObject(&mutex, Executive, KernelMode, FALSE, NULL);
	KeSetEvent(&taken, IO_NO_INCREMENT, FALSE);
	(VOID)KeWaitForSingleObject(&never, Executive, KernelMode, FALSE, NULL);
	KeReleaseMutex(&mutex, FALSE);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	HANDLE thread;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	KeInitializeMutex(&mutex, 0);
	KeInitializeEvent(&taken, NotificationEvent, FALSE);
	KeInitializeEvent(&never, NotificationEvent, FALSE);
	status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, keeper, NULL);
	if (!NT_SUCCESS(status))
		return status;
	(VOID)ZwClose(thread);
	return KeWaitForSingleObject(&taken, Executive, KernelMode, FALSE, NULL);
}

static VOID
contract_stop(VOID)
{
	(VOID)KeWaitForSingleObject(&mutex, Executive, KernelMode, FALSE, NULL);
	KeReleaseMutex(&mutex, FALSE);
}
