/*
 * A callout of version 1 at ALE_CONNECT_REDIRECT, for those whose defect is about classify handles.
 */
#ifndef FAULTY_REDIRECT_H
#define FAULTY_REDIRECT_H

#include "faulty.h"

static VOID NTAPI redirect(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *data, const void *classify,
    const FWPS_FILTER1 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out);

HELPER NTSTATUS NTAPI
redirect_notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER1 *filter)
{
	UNREFERENCED_PARAMETER(type);
	UNREFERENCED_PARAMETER(key);
	UNREFERENCED_PARAMETER(filter);
	return STATUS_SUCCESS;
}

HELPER NTSTATUS
redirect_start(PDRIVER_OBJECT driver)
{
	FWPS_CALLOUT1 callout = {
		.calloutKey = faulty_callout_key,
		.classifyFn = redirect,
		.notifyFn = redirect_notify,
	};
	NTSTATUS status = faulty_device_create(driver);

	if (!NT_SUCCESS(status))
		return status;
	status = FwpsCalloutRegister1(faulty.device, &callout, &faulty.callout);
	if (!NT_SUCCESS(status))
		goto delete_device;
	status = faulty_engine_open(FWPM_SESSION_FLAG_DYNAMIC);
	if (!NT_SUCCESS(status))
		goto unregister;
	status = faulty_policy_add(faulty.engine, &FWPM_LAYER_ALE_CONNECT_REDIRECT_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN);
	if (!NT_SUCCESS(status))
		goto close_engine;
	return STATUS_SUCCESS;

close_engine:
	(VOID)FwpmEngineClose0(faulty.engine);
unregister:
	faulty_unregister();
delete_device:
	faulty_device_delete();
	return status;
}

#endif /* FAULTY_REDIRECT_H */
