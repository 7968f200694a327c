/*
 * A work item of the device's is queued and left: the I/O manager holds the
 * device, and so the image, until its routine has returned.  [ddi:IoQueueWorkItem]
 */
#include "contract.h"

static PIO_WORKITEM item;
static IO_WORKITEM_ROUTINE work;

static VOID NTAPI
work(PDEVICE_OBJECT device, PVOID context)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(context);
	IoFreeWorkItem(item);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	item = IoAllocateWorkItem(faulty.device);
	return item != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

static VOID
contract_stop(VOID)
{
	IoQueueWorkItem(item, work, DelayedWorkQueue, NULL);
}
