/*
 * Two threads share an engine handle, and the second begins a transaction while the first is in one.
 */
#include <ntifs.h> /* ZwWaitForSingleObject */

#include "faulty.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

static KSTART_ROUTINE second;

static VOID NTAPI
second(PVOID engine)
{
	if (NT_SUCCESS(FwpmTransactionBegin0(engine, 0)))
		(VOID)FwpmTransactionAbort0(engine);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static VOID
run_second(VOID)
{
	HANDLE thread;

	if (!NT_SUCCESS(PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, second,
	    faulty.engine)))
		return;
	(VOID)ZwWaitForSingleObject(thread, FALSE, NULL);
	(VOID)ZwClose(thread);
}

static VOID
begin_twice(VOID)
{
	if (!NT_SUCCESS(FwpmTransactionBegin0(faulty.engine, 0)))
		return;
#ifndef CLEAN
	run_second();
#endif
	(VOID)FwpmTransactionAbort0(faulty.engine);
#ifdef CLEAN
	run_second();
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
	if (NT_SUCCESS(status))
		begin_twice();
	return status;
}
