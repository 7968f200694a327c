/*
 * A DPC that is still queued when the unload function has returned.  There is one for each of
 * the two processors: that of its own runs at once, at PASSIVE_LEVEL as it is.
 */
#include "contract.h"

static KDPC dpcs[2];
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
	for (int processor = 0; processor < 2; processor++) {
		KeInitializeDpc(&dpcs[processor], deferred, NULL);
		KeSetTargetProcessorDpc(&dpcs[processor], (CCHAR)processor);
	}
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	(VOID)KeInsertQueueDpc(&dpcs[0], NULL, NULL);
	(VOID)KeInsertQueueDpc(&dpcs[1], NULL, NULL);
}
