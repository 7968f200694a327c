/* An executive work item, which holds no reference to the driver, is queued and left. */
#include "contract.h"

static WORK_QUEUE_ITEM item;

static VOID NTAPI
work(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	InterlockedIncrement(&contract_count);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ExInitializeWorkItem(&item, work, NULL);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	ExQueueWorkItem(&item, DelayedWorkQueue);
}
