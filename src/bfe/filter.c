/*
 * Filters, as drivers and programs ask for them.
 *
 * Windows: a filter's callout hears of it while it is being added, before anybody else can
 *   see the filter; if it fails, the filter is not added.
 *   [ddi:FWPS_CALLOUT_NOTIFY_FN0, semantics 3.4]
 * Here: it hears on the thread that adds; Windows may use another.
 */
#include "wfp/filter.h"

#include "bfe/add.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/sublayer.h"
#include "bfe/transaction.h"
#include "bfe/weight.h"
#include "ledger/finding.h"
#include "wfp/callout.h"
#include "wfp/layer.h"

#define UNDERSTOOD \
	(FWPM_FILTER_FLAG_PERSISTENT | FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT \
	    | FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED | FWPM_FILTER_FLAG_INDEXED \
	    | FWPM_FILTER_FLAG_SILENT_MODE | FWPM_FILTER_FLAG_IPSEC_NO_ACQUIRE_INITIATE \
	    | FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT | FWPM_FILTER_FLAG_BOOTTIME)

#define NOT_MODELLED \
	(FWPM_FILTER_FLAG_HAS_SECURITY_REALM_PROVIDER_CONTEXT | FWPM_FILTER_FLAG_SYSTEMOS_ONLY \
	    | FWPM_FILTER_FLAG_GAMEOS_ONLY)

static NTSTATUS
check_flags(const struct session *session, UINT32 flags)
{
	const UINT32 both = FWPM_FILTER_FLAG_PERSISTENT | FWPM_FILTER_FLAG_BOOTTIME;

	if (session->restores)
		return STATUS_SUCCESS;
	if ((flags & both) == both) {
		finding(RULE_R61, "a filter is both persistent and boot-time");
		return STATUS_FWP_INVALID_FLAGS;
	}
	if ((flags & NOT_MODELLED) != 0)
		not_modelled("FwpmFilterAdd0: filter flags 0x%x", flags & NOT_MODELLED);
	return (flags & ~(UINT32)UNDERSTOOD) != 0 ? STATUS_FWP_INVALID_FLAGS : STATUS_SUCCESS;
}

static UINT16
runtime_flags(UINT32 flags)
{
	UINT16 shown = 0;

	if ((flags & FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0)
		shown |= FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT;
	if ((flags & FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED) != 0)
		shown |= FWPS_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED;
	if ((flags & FWPM_FILTER_FLAG_SILENT_MODE) != 0)
		shown |= FWPS_FILTER_FLAG_SILENT_MODE;
	if ((flags & FWPM_FILTER_FLAG_IPSEC_NO_ACQUIRE_INITIATE) != 0)
		shown |= FWPS_FILTER_FLAG_IPSEC_NO_ACQUIRE_INITIATE;
	return shown;
}

/* What can be said of the filter without looking at other objects, beyond bfe/check, which has not
 * seen what a dump shows. */
static NTSTATUS
check(const struct session *session, const FWPM_FILTER0 *filter)
{
	NTSTATUS status = check_flags(session, filter->flags);

	if (status != STATUS_SUCCESS)
		return status;
	if (layer_by_key(&filter->layerKey) == NULL)
		return STATUS_FWP_LAYER_NOT_FOUND;
	if (sublayer_inspects(&filter->subLayerKey)
	    && filter->action.type != FWP_ACTION_CALLOUT_INSPECTION)
		return STATUS_FWP_ACTION_INCOMPATIBLE_WITH_SUBLAYER;
	return session->restores ? weight_check(&filter->weight) : STATUS_SUCCESS;
}

static NTSTATUS
refer_callout(struct policy *policy, const FWPM_FILTER0 *filter, struct filter_draft *draft)
{
	struct policy *callout;
	NTSTATUS status;

	if ((filter->action.type & FWP_ACTION_FLAG_CALLOUT) == 0)
		return STATUS_SUCCESS;
	status = policy_refer(policy, POLICY_CALLOUT, &filter->action.calloutKey, &callout);
	if (status != STATUS_SUCCESS)
		return status;
	if (callout->layer != draft->layer)
		return STATUS_FWP_INCOMPATIBLE_LAYER;
	draft->callout = callout->callout;
	if ((filter->flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) != 0 && !callout->uses_contexts
	    && !policy->restored)
		return STATUS_FWP_CONTEXT_INCOMPATIBLE_WITH_CALLOUT;
	return STATUS_SUCCESS;
}

/*
 * Windows: of the raw context and the provider context's key a filter has one; a callout must
 *   have said that it uses provider contexts.  [win32:FWPM_FILTER0, FWPM_CALLOUT0]
 * Here: no layer takes a provider context by itself; those of IPsec do on Windows.
 */
static NTSTATUS
refer_context(struct policy *policy, const FWPM_FILTER0 *filter, struct filter_draft *draft)
{
	struct policy *context;
	NTSTATUS status;

	if ((filter->flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) == 0)
		return STATUS_SUCCESS;
	if ((filter->action.type & FWP_ACTION_FLAG_CALLOUT) == 0 && !policy->restored)
		return STATUS_FWP_CONTEXT_INCOMPATIBLE_WITH_LAYER;
	status = policy_refer(policy, POLICY_CONTEXT, &filter->providerContextKey, &context);
	if (status != STATUS_SUCCESS)
		return status;
	draft->context = 0;
	draft->provider_context = context->shown;
	return STATUS_SUCCESS;
}

static NTSTATUS
make(struct policy *policy, const FWPM_FILTER0 *filter)
{
	struct filter_draft draft = {
		.key = policy->by_key.key,
		.layer = layer_by_key(&filter->layerKey)->id,
		.flags = runtime_flags(filter->flags),
		.action = filter->action.type,
		.context = filter->rawContext,
		.conditions = filter->filterCondition,
		.condition_count = filter->numFilterConditions,
	};
	NTSTATUS status = policy_refer_provider(policy, filter->providerKey);

	if (status == STATUS_SUCCESS)
		status = sublayer_refer(
		    policy, &filter->subLayerKey, &draft.sublayer, &draft.sublayer_weight);
	if (status == STATUS_SUCCESS)
		status = refer_callout(policy, filter, &draft);
	if (status == STATUS_SUCCESS)
		status = refer_context(policy, filter, &draft);
	if (status != STATUS_SUCCESS)
		return status;
	if (policy->restored && filter->filterId != 0) {
		if (policy_find_id(POLICY_FILTER, filter->filterId) != NULL)
			return STATUS_FWP_ALREADY_EXISTS;
		draft.id = filter->filterId;
	}
	status = filter_make(&draft, &policy->filter);
	if (status != STATUS_SUCCESS)
		return status;
	policy->filter->weight = weight_effective(layer_by_id(draft.layer), &filter->weight,
	    filter->filterCondition, filter->numFilterConditions);
	if (policy->restored && filter->effectiveWeight.type == FWP_UINT64)
		policy->filter->weight = *filter->effectiveWeight.uint64;
	if (draft.provider_context != NULL)
		policy->filter->shown.providerContext =
		    copy_object(POLICY_CONTEXT, draft.provider_context);
	return status;
}

static NTSTATUS
announce(struct filter *filter)
{
	NTSTATUS status;

	if (filter->callout == NULL)
		return STATUS_SUCCESS;
	status = callout_tell(
	    filter->callout, FWPS_CALLOUT_NOTIFY_ADD_FILTER, &filter->key, &filter->shown);
	if (NT_SUCCESS(status))
		return STATUS_SUCCESS;
	filter_drop(filter);
	return STATUS_FWP_CALLOUT_NOTIFICATION_FAILED;
}

static void
report_mismatch(NTSTATUS status)
{
	if (status == STATUS_FWP_INCOMPATIBLE_LAYER)
		finding(RULE_R56, "a filter's callout is for another layer");
	else if (status == STATUS_FWP_CONDITION_NOT_FOUND)
		finding(RULE_R56, "a filter has a condition on what its layer lacks");
	else if (status == STATUS_FWP_TYPE_MISMATCH || status == STATUS_FWP_MATCH_TYPE_MISMATCH)
		finding(RULE_R56, "a filter's condition has another type than its field");
}

static void
show(struct policy *policy, const FWPM_FILTER0 *filter)
{
	FWPM_FILTER0 shown = *filter;

	if (policy->provider != NULL && policy->provider->disabled && policy->idle)
		shown.flags |= FWPM_FILTER_FLAG_DISABLED;
	shown.filterKey = policy->by_key.key;
	shown.filterId = policy->id;
	shown.effectiveWeight =
	    (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &policy->filter->weight };
	if (key_is_zero(&shown.subLayerKey))
		shown.subLayerKey = sublayer_universal();
	policy->shown = copy_object(POLICY_FILTER, &shown);
}

/*
 * Windows: a boot-time filter is enforced until the engine runs, the other ones from then on; and not
 *   those of a provider that was disabled when the engine started.  [win32:basic-operation,
 *   FWPM_FILTER0]
 */
static bool
is_idle(const struct session *session, const struct policy *policy)
{
	if (policy->boot)
		return !session->boots;
	return session->service && policy->provider != NULL && policy->provider->disabled;
}

NTSTATUS
add_filter(struct session *session, const FWPM_FILTER0 *filter, struct policy **made)
{
	const UINT32 lasting = FWPM_FILTER_FLAG_PERSISTENT | FWPM_FILTER_FLAG_BOOTTIME;
	NTSTATUS status = check(session, filter);
	struct policy *policy;

	if (status == STATUS_SUCCESS)
		status = policy_make(session, POLICY_FILTER, &filter->filterKey,
		    filter->displayData.name, (filter->flags & lasting) != 0, &policy);
	if (status != STATUS_SUCCESS)
		return status;
	status = make(policy, filter);
	policy->boot = (filter->flags & FWPM_FILTER_FLAG_BOOTTIME) != 0;
	policy->idle = is_idle(session, policy);
	if (status == STATUS_SUCCESS && !policy->idle)
		status = announce(policy->filter);
	if (status != STATUS_SUCCESS) {
		if (!session->restores)
			report_mismatch(status);
		policy_free(policy);
		return status;
	}
	policy->id = policy->filter->shown.filterId;
	show(policy, filter);
	transaction_add(session, policy);
	*made = policy;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmFilterAdd0(HANDLE engineHandle, const FWPM_FILTER0 *filter, PSECURITY_DESCRIPTOR sd, UINT64 *id)
{
	return add_object(engineHandle, POLICY_FILTER, filter, sd, id, "FwpmFilterAdd0");
}

NTSTATUS NTAPI
FwpmFilterDeleteByKey0(HANDLE engineHandle, const GUID *key)
{
	return remove_by_key(engineHandle, POLICY_FILTER, key, "FwpmFilterDeleteByKey0");
}

NTSTATUS NTAPI
FwpmFilterDeleteById0(HANDLE engineHandle, UINT64 id)
{
	return remove_by_id(engineHandle, POLICY_FILTER, id, "FwpmFilterDeleteById0");
}
