/*
 * The callout acquires a classify handle to look at the request, and releases it only where it
 * changed something.
 */
#include "faulty_redirect.h"

static DRIVER_UNLOAD unload;

static VOID NTAPI
redirect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const void *classify, const FWPS_FILTER1 *filter, UINT64 context,
    FWPS_CLASSIFY_OUT0 *out)
{
	UINT64 handle;

	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(meta);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(context);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
	if (FwpsAcquireClassifyHandle0((void *)(ULONG_PTR)classify, 0, &handle) != STATUS_SUCCESS)
		return;
#ifdef CLEAN
	FwpsReleaseClassifyHandle0(handle);
#endif
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	faulty_callout_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return redirect_start(DriverObject);
}
