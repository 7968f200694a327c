/*
 * Unload spins for a lock whose holder waits, with the lock held, for what
 * unload would do next: a DPC on the other processor that runs until it is told to end.
 */
#include "contract.h"

static KSPIN_LOCK lock;
static volatile LONG stop;
static KDPC dpc;
static KDEFERRED_ROUTINE holder;

static VOID NTAPI
holder(PKDPC self, PVOID context, PVOID first, PVOID second)
{
	UNREFERENCED_PARAMETER(self);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(first);
	UNREFERENCED_PARAMETER(second);
	KeAcquireSpinLockAtDpcLevel(&lock);
	InterlockedIncrement(&contract_count);
	while (!stop)
		(VOID)KeQueryPerformanceCounter(NULL);
	KeReleaseSpinLockFromDpcLevel(&lock);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeInitializeSpinLock(&lock);
	KeInitializeDpc(&dpc, holder, NULL);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	KIRQL irql;

	KeSetTargetProcessorDpc(&dpc, (CCHAR)(1 - KeGetCurrentProcessorNumberEx(NULL)));
	(VOID)KeInsertQueueDpc(&dpc, NULL, NULL);
	while (contract_count == 0)
		faulty_sleep(1);
	KeAcquireSpinLock(&lock, &irql);
	stop = TRUE;
	KeReleaseSpinLock(&lock, irql);
}
