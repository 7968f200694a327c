/*
 * The redirect handle is destroyed as soon as it is made, while connections are still redirected with it.
 */
#include "faulty_redirect.h"

static HANDLE handle;
static DRIVER_UNLOAD unload;

/* To port 8080 of this host. */
static VOID
request_change(FWPS_CONNECT_REQUEST0 *request)
{
	UCHAR *remote = (UCHAR *)&request->remoteAddressAndPort;

	remote[2] = 8080 >> 8;
	remote[3] = 8080 & 0xff;
	remote[4] = 127;
	remote[5] = 0;
	remote[6] = 0;
	remote[7] = 1;
	request->localRedirectHandle = handle;
	request->localRedirectTargetPID = 4711;
}

static VOID NTAPI
redirect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const void *classify, const FWPS_FILTER1 *filter, UINT64 context,
    FWPS_CLASSIFY_OUT0 *out)
{
	UINT64 classify_handle;
	PVOID request;

	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(meta);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(context);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
	if (FwpsAcquireClassifyHandle0((void *)(ULONG_PTR)classify, 0, &classify_handle) !=
	    STATUS_SUCCESS)
		return;
	if (FwpsAcquireWritableLayerDataPointer0(classify_handle, filter->filterId, 0, &request,
	    out) == STATUS_SUCCESS) {
		request_change(request);
		FwpsApplyModifiedLayerData0(classify_handle, request, 0);
		out->actionType = FWP_ACTION_PERMIT;
		out->rights |= FWPS_RIGHT_ACTION_WRITE;
	}
	FwpsReleaseClassifyHandle0(classify_handle);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
#ifdef CLEAN
	FwpsRedirectHandleDestroy0(handle);
#endif
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
#ifdef CLEAN
	if (NT_SUCCESS(status))
		return status;
#endif
	FwpsRedirectHandleDestroy0(handle);
	return status;
}
