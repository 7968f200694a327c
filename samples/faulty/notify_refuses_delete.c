/*
 * notifyFn answers an error to the deletion of a filter, which happens all the same.
 */
#define FAULTY_NOTIFY notify
#include "faulty.h"

static NTSTATUS NTAPI
notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
#ifndef CLEAN
	if (type == FWPS_CALLOUT_NOTIFY_DELETE_FILTER)
		return STATUS_UNSUCCESSFUL;
#else
	UNREFERENCED_PARAMETER(type);
#endif
	return STATUS_SUCCESS;
}

static DRIVER_UNLOAD unload;

/* The callout is still there to hear of it. */
static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)FwpmFilterDeleteByKey0(faulty.engine, &faulty_filter_key);
	faulty_callout_stop();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return faulty_callout_start(DriverObject, &FWPM_LAYER_OUTBOUND_TRANSPORT_V4,
	    FWP_ACTION_CALLOUT_INSPECTION, faulty_classify, NULL);
}
