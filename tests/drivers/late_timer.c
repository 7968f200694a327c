/* A timer that is due after the unload. */
#include "contract.h"

static KTIMER timer;
static KDPC dpc;
static KDEFERRED_ROUTINE tick;

static VOID NTAPI
tick(PKDPC self, PVOID context, PVOID first, PVOID second)
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
	KeInitializeTimer(&timer);
	KeInitializeDpc(&dpc, tick, NULL);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	LARGE_INTEGER due = { .QuadPart = -100 * 10000LL };

	(VOID)KeSetTimer(&timer, due, &dpc);
}
