#include "bfe/builtin.h"
#include "bfe/exports.h"
#include "bfe/guard.h"
#include "bfe/policy.h"
#include "bfe/session.h"
#include "bfe/state.h"
#include "bfe/store.h"
#include "bfe/sublayer.h"
#include "bfe/transaction.h"
#include "wfp/filter.h"

void
bfe_start(void)
{
	policy_start();
	builtin_start();
	session_start();
	transaction_start();
	sublayer_start();
	state_start();
	store_start();
	context_start();
	option_start();
	guard_start();
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

#define SESSION_FAILS "STATUS_INVALID_HANDLE STATUS_FWP_SESSION_ABORTED STATUS_FWP_TXN_ABORTED"
#define WRITE_FAILS SESSION_FAILS " STATUS_FWP_INCOMPATIBLE_TXN STATUS_FWP_TIMEOUT"
#define ADD(name, count, ...) \
	EXPORT(name, count, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmk), \
	    FAILS(WRITE_FAILS " STATUS_FWP_NULL_POINTER STATUS_FWP_ALREADY_EXISTS " \
			      "STATUS_FWP_NULL_DISPLAY_NAME STATUS_FWP_INVALID_FLAGS " \
			      "STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS " \
			      "STATUS_INVALID_SECURITY_DESCR" __VA_ARGS__), \
	    ENTERS(STATIC_OBJECT))
#define REMOVE(name, codes) \
	EXPORT(name, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmk), \
	    FAILS(WRITE_FAILS \
		" STATUS_FWP_NULL_POINTER STATUS_FWP_IN_USE " \
		"STATUS_FWP_WRONG_SESSION STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS " codes), \
	    STRIKES(STATIC_OBJECT))

const struct contract bfe_exports[] = {
	EXPORT(FwpmEngineOpen0, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmk),
	    FAILS("STATUS_INVALID_PARAMETER EPT_NT_NOT_REGISTERED"), ENTERS(ENGINE)),
	EXPORT(FwpmEngineClose0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmk),
	    FAILS("STATUS_INVALID_HANDLE"), STRIKES(ENGINE)),
	EXPORT(FwpmTransactionBegin0, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmk),
	    FAILS(SESSION_FAILS " STATUS_FWP_INVALID_FLAGS STATUS_FWP_TXN_IN_PROGRESS "
				"STATUS_FWP_TIMEOUT"),
	    ENTERS(TRANSACTION)),
	EXPORT(FwpmTransactionCommit0, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmk),
	    FAILS(SESSION_FAILS " STATUS_FWP_NO_TXN_IN_PROGRESS"), STRIKES(TRANSACTION)),
	EXPORT(FwpmTransactionAbort0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmk),
	    FAILS(SESSION_FAILS " STATUS_FWP_NO_TXN_IN_PROGRESS"), STRIKES(TRANSACTION)),
	ADD(FwpmProviderAdd0, 3),
	REMOVE(FwpmProviderDeleteByKey0, "STATUS_FWP_PROVIDER_NOT_FOUND"),
	ADD(FwpmSubLayerAdd0, 3,
	    " STATUS_FWP_PROVIDER_NOT_FOUND STATUS_FWP_LIFETIME_MISMATCH "
	    "STATUS_FWP_TOO_MANY_SUBLAYERS"),
	REMOVE(FwpmSubLayerDeleteByKey0, "STATUS_FWP_SUBLAYER_NOT_FOUND STATUS_FWP_BUILTIN_OBJECT"),
	ADD(FwpmCalloutAdd0, 4,
	    " STATUS_FWP_PROVIDER_NOT_FOUND STATUS_FWP_LAYER_NOT_FOUND "
	    "STATUS_FWP_LIFETIME_MISMATCH"),
	REMOVE(FwpmCalloutDeleteByKey0, "STATUS_FWP_CALLOUT_NOT_FOUND"),
	REMOVE(FwpmCalloutDeleteById0, "STATUS_FWP_CALLOUT_NOT_FOUND"),
	ADD(FwpmFilterAdd0, 4,
	    " STATUS_FWP_PROVIDER_NOT_FOUND STATUS_FWP_LAYER_NOT_FOUND "
	    "STATUS_FWP_SUBLAYER_NOT_FOUND STATUS_FWP_CALLOUT_NOT_FOUND "
	    "STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND STATUS_FWP_CONDITION_NOT_FOUND "
	    "STATUS_FWP_LIFETIME_MISMATCH STATUS_FWP_WRONG_SESSION "
	    "STATUS_FWP_INCOMPATIBLE_LAYER STATUS_FWP_INVALID_ACTION_TYPE "
	    "STATUS_FWP_INVALID_WEIGHT STATUS_FWP_TYPE_MISMATCH "
	    "STATUS_FWP_MATCH_TYPE_MISMATCH STATUS_FWP_ACTION_INCOMPATIBLE_WITH_SUBLAYER "
	    "STATUS_FWP_CONTEXT_INCOMPATIBLE_WITH_LAYER "
	    "STATUS_FWP_CONTEXT_INCOMPATIBLE_WITH_CALLOUT "
	    "STATUS_FWP_CALLOUT_NOTIFICATION_FAILED"),
	REMOVE(FwpmFilterDeleteByKey0, "STATUS_FWP_FILTER_NOT_FOUND"),
	REMOVE(FwpmFilterDeleteById0, "STATUS_FWP_FILTER_NOT_FOUND"),
	EXPORT(
	    FwpmFreeMemory0, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpmu), STRIKES(BFE_MEMORY)),
	EXPORT(FwpmBfeStateSubscribeChanges0, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpmk), FAILS("STATUS_INVALID_PARAMETER"), ENTERS(BFE_SUBSCRIPTION)),
	EXPORT(FwpmBfeStateUnsubscribeChanges0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpmk), FAILS("STATUS_INVALID_HANDLE"), STRIKES(BFE_SUBSCRIPTION)),
	EXPORT(FwpmBfeStateGet0, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpmk)),
	EXPORTS_END,
};
