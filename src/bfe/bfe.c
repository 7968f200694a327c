#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/session.h"
#include "bfe/state.h"
#include "bfe/sublayer.h"
#include "bfe/transaction.h"
#include "wfp/filter.h"

void
bfe_start(void)
{
	policy_start();
	session_start();
	transaction_start();
	sublayer_start();
	state_start();
	context_start();
	option_start();
}

struct each_left {
	void (*each)(void *context, const struct bfe_left *left);
	void *context;
};

static bool
blocks(const struct policy *policy)
{
	const FWPS_FILTER0 *filter;

	if (policy->kind != POLICY_FILTER)
		return false;
	filter = &policy->filter->shown;
	return (filter->action.type & FWP_ACTION_FLAG_CALLOUT) != 0
	    && filter->action.type != FWP_ACTION_CALLOUT_INSPECTION
	    && (filter->flags & FWPS_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED) == 0;
}

static void
show_left(void *context, const struct policy *policy)
{
	const struct each_left *caller = context;
	struct bfe_left left;

	if (!policy->drivers)
		return;
	left = (struct bfe_left){
		.what = (uintptr_t)policy,
		.kind = policy_kind_name(policy->kind),
		.key = policy->by_key.key,
		.id = policy->id,
		.name = policy->name,
		.persistent = policy->life == POLICY_PERSISTENT,
		.blocks = blocks(policy),
	};
	caller->each(caller->context, &left);
}

void
bfe_each_left(void (*each)(void *context, const struct bfe_left *left), void *context)
{
	struct each_left caller = { .each = each, .context = context };

	policy_each_static(show_left, &caller);
}

const struct contract bfe_exports[] = {
	EXPORT(FwpmEngineOpen0, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmk),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(FwpmEngineClose0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmk),
	    FAILS("STATUS_INVALID_HANDLE"), STRIKES(ENGINE)),
	EXPORT(FwpmTransactionBegin0, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS("STATUS_FWP_INVALID_FLAGS STATUS_FWP_TXN_IN_PROGRESS STATUS_INVALID_HANDLE")),
	EXPORT(FwpmTransactionCommit0, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS("STATUS_FWP_NO_TXN_IN_PROGRESS STATUS_INVALID_HANDLE")),
	EXPORT(FwpmTransactionAbort0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmu),
	    FAILS("STATUS_FWP_NO_TXN_IN_PROGRESS STATUS_INVALID_HANDLE")),
	EXPORT(FwpmProviderAdd0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS("STATUS_FWP_NULL_POINTER STATUS_INVALID_HANDLE")),
	EXPORT(FwpmProviderDeleteByKey0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmu)),
	EXPORT(FwpmSubLayerAdd0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS("STATUS_FWP_NULL_POINTER STATUS_INVALID_HANDLE")),
	EXPORT(FwpmSubLayerDeleteByKey0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmu)),
	EXPORT(FwpmCalloutAdd0, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmk),
	    FAILS("STATUS_FWP_NULL_POINTER STATUS_INVALID_HANDLE")),
	EXPORT(FwpmCalloutDeleteByKey0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmk)),
	EXPORT(FwpmCalloutDeleteById0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmk)),
	EXPORT(FwpmFilterAdd0, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS("STATUS_FWP_NULL_POINTER STATUS_INVALID_HANDLE")),
	EXPORT(FwpmFilterDeleteByKey0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmu)),
	EXPORT(FwpmFilterDeleteById0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmu)),
	EXPORT(
	    FwpmFreeMemory0, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpmu), STRIKES(BFE_MEMORY)),
	EXPORT(FwpmBfeStateSubscribeChanges0, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpmk), FAILS("STATUS_INVALID_PARAMETER"), ENTERS(BFE_SUBSCRIPTION)),
	EXPORT(FwpmBfeStateUnsubscribeChanges0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpmk), FAILS("STATUS_INVALID_HANDLE"), STRIKES(BFE_SUBSCRIPTION)),
	EXPORT(FwpmBfeStateGet0, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpmk)),
	EXPORTS_END,
};
