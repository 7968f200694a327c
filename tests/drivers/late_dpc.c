/*
 * A DPC that is still queued when the unload function has returned: the unload
 * function runs at PASSIVE_LEVEL on one processor, and the DPC is for the other.
 */
#include "contract.h"

static KDPC dpc;
static KDEFERRED_ROUTINE deferred;

static VOID NTAPI
deferred(PKDPC self, PVOID context, PVOID first, PVOID second)
{
	UNREFERENCED_PARAMETER(self);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(first);
	UNREFERENCED_PARAMETER(second);
	InterlockedIncrement(&contract_count);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeInitializeDpc(&dpc, deferred, NULL);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	KeSetTargetProcessorDpc(&dpc, (CCHAR)(1 - KeGetCurrentProcessorNumberEx(NULL)));
	(VOID)KeInsertQueueDpc(&dpc, NULL, NULL);
}
