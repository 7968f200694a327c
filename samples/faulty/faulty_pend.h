/*
 * One operation at ALE_AUTH_CONNECT is pended, and all others are permitted: for those whose defect
 * is what becomes of it.
 */
#ifndef FAULTY_PEND_H
#define FAULTY_PEND_H

#include "faulty.h"

#define NONE ((HANDLE)0)
#define TAKEN ((HANDLE)1) /* somebody is about to pend */

static HANDLE volatile pended;

static VOID NTAPI
pend_one(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	HANDLE operation;

	UNREFERENCED_PARAMETER(values);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(context);
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
	if (!FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_COMPLETION_HANDLE) ||
	    InterlockedCompareExchangePointer(&pended, TAKEN, NONE) != NONE)
		return;
	if (FwpsPendOperation0(meta->completionHandle, &operation) != STATUS_SUCCESS) {
		InterlockedExchangePointer(&pended, NONE);
		return;
	}
	InterlockedExchangePointer(&pended, operation);
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
#ifndef PEND_SOFTLY
	out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
#endif
}

/* After the callout was unregistered: nobody pends any more. */
HELPER HANDLE
pended_complete(VOID)
{
	HANDLE operation = InterlockedExchangePointer(&pended, NONE);

	if (operation != NONE)
		FwpsCompleteOperation0(operation, NULL);
	return operation;
}

HELPER NTSTATUS
pend_start(PDRIVER_OBJECT driver)
{
	return faulty_callout_start(driver, &FWPM_LAYER_ALE_AUTH_CONNECT_V4,
	    FWP_ACTION_CALLOUT_UNKNOWN, pend_one, NULL);
}

#endif /* FAULTY_PEND_H */
