/* A thread sleeps longer than the driver lives. */
#include "contract.h"

static KSTART_ROUTINE worker;

static VOID NTAPI
worker(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	faulty_sleep(1000);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	HANDLE thread;

	if (NT_SUCCESS(PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, worker,
	    NULL)))
		(VOID)ZwClose(thread);
}
