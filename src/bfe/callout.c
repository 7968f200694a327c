/*
 * Management callouts: they give a callout its layer, and its id to who asks here.
 */
#include "wfp/callout.h"

#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "wfp/layer.h"

#define UNDERSTOOD (FWPM_CALLOUT_FLAG_PERSISTENT | FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT)

static NTSTATUS
check(const FWPM_CALLOUT0 *callout)
{
	if ((callout->flags & ~(UINT32)UNDERSTOOD) != 0)
		return STATUS_FWP_INVALID_FLAGS;
	if (layer_by_key(&callout->applicableLayer) == NULL)
		return STATUS_FWP_LAYER_NOT_FOUND;
	return STATUS_SUCCESS;
}

static NTSTATUS
add(struct session *session, const FWPM_CALLOUT0 *callout, UINT32 *id)
{
	bool persistent = (callout->flags & FWPM_CALLOUT_FLAG_PERSISTENT) != 0;
	FWPM_CALLOUT0 shown;
	struct policy *policy;
	NTSTATUS status = check(callout);

	if (status == STATUS_SUCCESS)
		status = policy_make(session, POLICY_CALLOUT, &callout->calloutKey,
		    callout->displayData.name, persistent, &policy);
	if (status != STATUS_SUCCESS)
		return status;
	status = policy_refer_provider(policy, callout->providerKey);
	if (status != STATUS_SUCCESS) {
		policy_free(policy);
		return status;
	}
	policy->layer = layer_by_key(&callout->applicableLayer)->id;
	policy->callout = callout_name(&policy->by_key.key, policy->layer);
	policy->id = policy->callout->id;
	policy->uses_contexts = (callout->flags & FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT) != 0;
	shown = *callout;
	shown.calloutKey = policy->by_key.key;
	shown.calloutId = policy->callout->id;
	policy->shown = copy_object(POLICY_CALLOUT, &shown);
	transaction_add(session, policy);
	if (id != NULL)
		*id = policy->callout->id;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmCalloutAdd0(
    HANDLE engineHandle, const FWPM_CALLOUT0 *callout, PSECURITY_DESCRIPTOR sd, UINT32 *id)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, "FwpmCalloutAdd0", &status);

	(void)sd;
	if (session == NULL)
		return status;
	if (callout == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_WRITE);
	if (status != STATUS_SUCCESS)
		return status;
	return transaction_leave(session, add(session, callout, id));
}

NTSTATUS NTAPI
FwpmCalloutDeleteByKey0(HANDLE engineHandle, const GUID *key)
{
	return remove_by_key(engineHandle, POLICY_CALLOUT, key, "FwpmCalloutDeleteByKey0");
}

NTSTATUS NTAPI
FwpmCalloutDeleteById0(HANDLE engineHandle, UINT32 id)
{
	return remove_by_id(engineHandle, POLICY_CALLOUT, id, "FwpmCalloutDeleteById0");
}
