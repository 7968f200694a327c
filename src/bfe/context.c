/*
 * Provider contexts: data that a filter names and its callout is shown.
 *
 * Windows: most types of context are IPsec's, and are checked.  [win32:FWPM_PROVIDER_CONTEXT0]
 * Here: general ones alone, whose data means nothing to the engine.
 */
#include "bfe/add.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"

static MACHINE_STATE uint64_t last_id;

void
context_start(void)
{
	last_id = 0;
}

static NTSTATUS
check(const struct session *session, const FWPM_PROVIDER_CONTEXT0 *context)
{
	if (session->restores)
		return STATUS_SUCCESS; /* with nothing but its key, if it is not general */
	if (context->type != FWPM_GENERAL_CONTEXT)
		not_modelled("FwpmProviderContextAdd: a context of type %u", context->type);
	if ((context->flags & ~(UINT32)FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT) != 0)
		return STATUS_FWP_INVALID_FLAGS;
	return STATUS_SUCCESS;
}

NTSTATUS
add_context(struct session *session, const FWPM_PROVIDER_CONTEXT0 *context, struct policy **made)
{
	bool persistent = (context->flags & FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT) != 0;
	FWPM_PROVIDER_CONTEXT0 shown = *context;
	struct policy *policy;
	NTSTATUS status = check(session, context);

	if (status == STATUS_SUCCESS)
		status = policy_make(session, POLICY_CONTEXT, &context->providerContextKey,
		    context->displayData.name, persistent, &policy);
	if (status != STATUS_SUCCESS)
		return status;
	status = policy_refer_provider(policy, context->providerKey);
	if (status != STATUS_SUCCESS) {
		policy_free(policy);
		return status;
	}
	policy->id = session->restores ? context->providerContextId : last_id + 1;
	if (policy->id > last_id)
		last_id = policy->id;
	shown.providerContextKey = policy->by_key.key;
	shown.providerContextId = policy->id;
	policy->shown = copy_object(POLICY_CONTEXT, &shown);
	transaction_add(session, policy);
	*made = policy;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmProviderContextAdd0(HANDLE engineHandle, const FWPM_PROVIDER_CONTEXT0 *providerContext,
    PSECURITY_DESCRIPTOR sd, UINT64 *id)
{
	return add_object(
	    engineHandle, POLICY_CONTEXT, providerContext, sd, id, "FwpmProviderContextAdd");
}

NTSTATUS NTAPI
FwpmProviderContextDeleteByKey0(HANDLE engineHandle, const GUID *key)
{
	return remove_by_key(engineHandle, POLICY_CONTEXT, key, "FwpmProviderContextDeleteByKey0");
}

NTSTATUS NTAPI
FwpmProviderContextDeleteById0(HANDLE engineHandle, UINT64 id)
{
	return remove_by_id(engineHandle, POLICY_CONTEXT, id, "FwpmProviderContextDeleteById0");
}

/* Versions 1 to 3 differ in what IPsec's pointers lead to.  [fwpmtypes.h] */
#define ADD(version) \
	EXPORT_AS("FwpmProviderContextAdd" #version, FwpmProviderContextAdd0, 4, PASSIVE_LEVEL, \
	    REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS("STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER STATUS_FWP_INVALID_ENUMERATOR " \
		  "STATUS_FWP_INVALID_FLAGS STATUS_FWP_ALREADY_EXISTS " \
		  "STATUS_FWP_NULL_DISPLAY_NAME STATUS_FWP_PROVIDER_NOT_FOUND"), \
	    APPROXIMATES("general contexts alone"), ENTERS(STATIC_OBJECT))
#define REMOVE(name) \
	EXPORT(name, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpmu), \
	    FAILS("STATUS_INVALID_HANDLE STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND " \
		  "STATUS_FWP_IN_USE STATUS_FWP_WRONG_SESSION"), \
	    STRIKES(STATIC_OBJECT))

const struct contract context_exports[] = {
	ADD(0),
	ADD(1),
	ADD(2),
	ADD(3),
	REMOVE(FwpmProviderContextDeleteByKey0),
	REMOVE(FwpmProviderContextDeleteById0),
	EXPORTS_END,
};
