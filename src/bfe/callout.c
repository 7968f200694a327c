/*
 * Management callouts: they give a callout its layer, and its id to who asks here.
 */
#include "bfe/callout.h"

#include "bfe/add.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "wfp/callout.h"
#include "wfp/layer.h"

#define UNDERSTOOD (FWPM_CALLOUT_FLAG_PERSISTENT | FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT)
#define RUN_TIME 0xFFFFu /* FWP_CALLOUT_FLAG_*; FWPM_CALLOUT_FLAG_* are above */

static NTSTATUS
check(const struct session *session, const FWPM_CALLOUT0 *callout)
{
	if ((callout->flags & ~(UINT32)UNDERSTOOD) != 0 && !session->restores)
		return STATUS_FWP_INVALID_FLAGS;
	if (layer_by_key(&callout->applicableLayer) == NULL)
		return STATUS_FWP_LAYER_NOT_FOUND;
	return STATUS_SUCCESS;
}

/* With the id that it had on the machine of the dump, unless somebody has it here. */
static struct callout *
restore(const GUID *key, uint16_t layer, const FWPM_CALLOUT0 *shown)
{
	bool registered = (shown->flags & FWPM_CALLOUT_FLAG_REGISTERED) != 0;

	if (shown->calloutId == 0 || callout_by_id(shown->calloutId) != NULL
	    || callout_by_key(key) != NULL)
		return callout_name(key, layer);
	return builtin_callout(key, shown->calloutId, "of a dump",
	    registered ? BUILTIN_ELSEWHERE : BUILTIN_NONE, registered);
}

NTSTATUS
add_callout(struct session *session, const FWPM_CALLOUT0 *callout, struct policy **made)
{
	bool persistent = (callout->flags & FWPM_CALLOUT_FLAG_PERSISTENT) != 0;
	FWPM_CALLOUT0 shown;
	struct policy *policy;
	NTSTATUS status = check(session, callout);

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
	policy->callout = session->restores ? restore(&policy->by_key.key, policy->layer, callout)
					    : callout_name(&policy->by_key.key, policy->layer);
	policy->id = policy->callout->id;
	policy->uses_contexts = (callout->flags & FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT) != 0;
	shown = *callout;
	shown.calloutKey = policy->by_key.key;
	shown.calloutId = policy->callout->id;
	policy->shown = copy_object(POLICY_CALLOUT, &shown);
	transaction_add(session, policy);
	*made = policy;
	return STATUS_SUCCESS;
}

/* Here: Windows' own callouts, and those of a dump's drivers, show what the table or dump says. */
UINT32
callout_flags_shown(const FWPM_CALLOUT0 *callout)
{
	UINT32 own = callout->flags & ~(RUN_TIME | FWPM_CALLOUT_FLAG_REGISTERED);
	const struct callout *known = callout_by_id(callout->calloutId);

	if (known != NULL && known->builtin != BUILTIN_NONE)
		return callout->flags;
	if (known == NULL || known->state == CALLOUT_ABSENT)
		return own;
	return own | FWPM_CALLOUT_FLAG_REGISTERED | (known->flags & RUN_TIME);
}

NTSTATUS NTAPI
FwpmCalloutAdd0(
    HANDLE engineHandle, const FWPM_CALLOUT0 *callout, PSECURITY_DESCRIPTOR sd, UINT32 *id)
{
	uint64_t made = 0;
	NTSTATUS status =
	    add_object(engineHandle, POLICY_CALLOUT, callout, sd, &made, "FwpmCalloutAdd0");

	if (status == STATUS_SUCCESS && id != NULL)
		*id = (UINT32)made;
	return status;
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
