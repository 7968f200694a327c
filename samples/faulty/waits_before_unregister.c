/*
 * Each outbound packet is counted by a work item.  The unload routine waits until no
 * work is left and only then unregisters its callout: what is classified in between
 * queues work that finds the counter freed.  Found only where a packet races with unload.
 */
#include "faulty.h"

static volatile LONG *counter;
static volatile LONG outstanding;
static IO_WORKITEM_ROUTINE work;
static DRIVER_UNLOAD unload;

/* Windows holds the device, and so the image, until this has returned. */
static VOID NTAPI
work(PDEVICE_OBJECT device, PVOID context)
{
	UNREFERENCED_PARAMETER(device);
	InterlockedIncrement(counter);
	IoFreeWorkItem(context);
	InterlockedDecrement(&outstanding);
}

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	PIO_WORKITEM item;

	faulty_classify(values, meta, data, filter, context, out);
	item = IoAllocateWorkItem(faulty.device);
	if (item == NULL)
		return;
	InterlockedIncrement(&outstanding);
	IoQueueWorkItem(item, work, DelayedWorkQueue, item);
}

static VOID
work_wait(VOID)
{
	while (outstanding > 0)
		faulty_sleep(1);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	faulty_unregister();
	work_wait();
#else
	work_wait();
	faulty_unregister();
#endif
	(VOID)FwpmEngineClose0(faulty.engine);
	ExFreePoolWithTag((PVOID)counter, FAULTY_TAG);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	counter = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(*counter), FAULTY_TAG);
	if (counter == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	*counter = 0;
	status = faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, classify, NULL);
	if (!NT_SUCCESS(status))
		ExFreePoolWithTag((PVOID)counter, FAULTY_TAG);
	return status;
}
