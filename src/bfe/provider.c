#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "ledger/finding.h"

static NTSTATUS
provider_add(struct session *session, const FWPM_PROVIDER0 *provider)
{
	bool persistent = (provider->flags & FWPM_PROVIDER_FLAG_PERSISTENT) != 0;
	FWPM_PROVIDER0 shown;
	struct policy *policy;
	NTSTATUS status;

	if ((provider->flags & ~(UINT32)FWPM_PROVIDER_FLAG_PERSISTENT) != 0)
		return STATUS_FWP_INVALID_FLAGS;
	status = policy_make(session, POLICY_PROVIDER, &provider->providerKey,
	    provider->displayData.name, persistent, &policy);
	if (status != STATUS_SUCCESS)
		return status;
	shown = *provider;
	shown.providerKey = policy->by_key.key;
	policy->shown = copy_object(POLICY_PROVIDER, &shown);
	transaction_add(session, policy);
	return STATUS_SUCCESS;
}

/* Here: the security descriptor is not looked at; kernel callers pass every access check. */
NTSTATUS NTAPI
FwpmProviderAdd0(HANDLE engineHandle, const FWPM_PROVIDER0 *provider, PSECURITY_DESCRIPTOR sd)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, "FwpmProviderAdd0", &status);

	(void)sd;
	if (session == NULL)
		return status;
	if (provider == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_WRITE);
	if (status != STATUS_SUCCESS)
		return status;
	return transaction_leave(session, provider_add(session, provider));
}

NTSTATUS NTAPI
FwpmProviderDeleteByKey0(HANDLE engineHandle, const GUID *key)
{
	return remove_by_key(engineHandle, POLICY_PROVIDER, key, "FwpmProviderDeleteByKey0");
}
