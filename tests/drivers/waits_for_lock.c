/* Unload spins for a lock that a DPC took and did not release. */
#include "contract.h"

static KSPIN_LOCK lock;
static KDPC dpc;
static KDEFERRED_ROUTINE deferred;

static VOID NTAPI
deferred(PKDPC self, PVOID context, PVOID first, PVOID second)
{
	UNREFERENCED_PARAMETER(self);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(first);
	UNREFERENCED_PARAMETER(second);
	KeAcquireSpinLockAtDpcLevel(&lock);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeInitializeSpinLock(&lock);
	KeInitializeDpc(&dpc, deferred, NULL);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	KIRQL irql;

	(VOID)KeInsertQueueDpc(&dpc, NULL, NULL);
	KeFlushQueuedDpcs();
	KeAcquireSpinLock(&lock, &irql);
	KeReleaseSpinLock(&lock, irql);
}
