/*
 * Connections are redirected to a proxy of this host, with a context for it; the proxy's own are
 * known by their records.  The request is changed by a work item's thread, long after the classify.
 */
#define NDIS620 1
#include "../../samples/faulty/faulty_redirect.h"

#define CONTEXT_BYTES 16

struct job {
	PIO_WORKITEM item;
	UINT64 handle;
	UINT64 filter;
	FWPS_CLASSIFY_OUT0 out;
};

static HANDLE handle;
static volatile LONG jobs; /* that are not done */
static DRIVER_UNLOAD unload;

/* To port 8080 of this host. */
static VOID
request_change(FWPS_CONNECT_REQUEST0 *request)
{
	UCHAR *remote = (UCHAR *)&request->remoteAddressAndPort;
	PVOID context = ExAllocatePoolWithTag(NonPagedPoolNx, CONTEXT_BYTES, FAULTY_TAG);

	remote[2] = 8080 >> 8;
	remote[3] = 8080 & 0xff;
	remote[4] = 127;
	remote[5] = 0;
	remote[6] = 0;
	remote[7] = 1;
	request->localRedirectHandle = handle;
	request->localRedirectTargetPID = 4711;
	request->localRedirectContext = context;
	request->localRedirectContextSize = context == NULL ? 0 : CONTEXT_BYTES;
}

static VOID NTAPI
job_do(PDEVICE_OBJECT device, PVOID context)
{
	struct job *job = context;
	PVOID request;

	UNREFERENCED_PARAMETER(device);
	if (FwpsAcquireWritableLayerDataPointer0(job->handle, job->filter, 0, &request,
	    &job->out) == STATUS_SUCCESS) {
		request_change(request);
		FwpsApplyModifiedLayerData0(job->handle, request, 0);
	}
	job->out.actionType = FWP_ACTION_PERMIT;
	FwpsCompleteClassify0(job->handle, 0, &job->out);
	FwpsReleaseClassifyHandle0(job->handle);
	IoFreeWorkItem(job->item);
	ExFreePoolWithTag(job, FAULTY_TAG);
	InterlockedDecrement(&jobs);
}

static VOID
job_begin(const void *classify, const FWPS_FILTER1 *filter, FWPS_CLASSIFY_OUT0 *out)
{
	struct job *job = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(*job), FAULTY_TAG);

	if (job == NULL)
		return;
	job->filter = filter->filterId;
	job->item = IoAllocateWorkItem(faulty.device);
	if (job->item == NULL)
		goto free_job;
	if (FwpsAcquireClassifyHandle0((void *)(ULONG_PTR)classify, 0, &job->handle) !=
	    STATUS_SUCCESS)
		goto free_item;
	if (FwpsPendClassify0(job->handle, filter->filterId, 0, out) != STATUS_SUCCESS)
		goto release;
	job->out = *out;
	InterlockedIncrement(&jobs);
	IoQueueWorkItem(job->item, job_do, DelayedWorkQueue, job);
	return;
release:
	FwpsReleaseClassifyHandle0(job->handle);
free_item:
	IoFreeWorkItem(job->item);
free_job:
	ExFreePoolWithTag(job, FAULTY_TAG);
}

static VOID NTAPI
redirect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const void *classify, const FWPS_FILTER1 *filter, UINT64 context,
    FWPS_CLASSIFY_OUT0 *out)
{
	FWPS_CONNECTION_REDIRECT_STATE state = FWPS_CONNECTION_NOT_REDIRECTED;
	PVOID redirect_context;

	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(context);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
	if (FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_REDIRECT_RECORD_HANDLE))
		state = FwpsQueryConnectionRedirectState0(meta->redirectRecords, handle,
		    &redirect_context);
	if (state == FWPS_CONNECTION_NOT_REDIRECTED)
		job_begin(classify, filter, out);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_unregister();
	while (jobs > 0)
		faulty_sleep(1);
	(VOID)FwpmEngineClose0(faulty.engine);
	FwpsRedirectHandleDestroy0(handle);
	faulty_device_delete();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = FwpsRedirectHandleCreate0(&faulty_callout_key, 0, &handle);
	if (!NT_SUCCESS(status))
		return status;
	status = redirect_start(DriverObject);
	if (!NT_SUCCESS(status))
		FwpsRedirectHandleDestroy0(handle);
	return status;
}
