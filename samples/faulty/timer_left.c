/* The unload routine leaves a periodic timer running, whose DPC is in the image. */
#include "faulty.h"

static KTIMER timer;
static KDPC dpc;
static volatile LONG ticks;
static KDEFERRED_ROUTINE tick;
static DRIVER_UNLOAD unload;

static VOID NTAPI
tick(PKDPC self, PVOID context, PVOID first, PVOID second)
{
	UNREFERENCED_PARAMETER(self);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(first);
	UNREFERENCED_PARAMETER(second);
	InterlockedIncrement(&ticks);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)KeCancelTimer(&timer);
	KeFlushQueuedDpcs(); /* the timer's DPC may be queued or running */
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	LARGE_INTEGER due;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeTimer(&timer);
	KeInitializeDpc(&dpc, tick, NULL);
	due.QuadPart = -100 * 10000LL;
	(VOID)KeSetTimerEx(&timer, due, 100, &dpc);
	return STATUS_SUCCESS;
}
