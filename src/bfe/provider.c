#include "bfe/add.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "executive/string.h"
#include "registry/registry.h"

/*
 * Windows: a service that is not to start by itself disables its provider, when the engine starts.
 *   [ddi:FwpmProviderAdd0]
 * Here: a driver that the boot loader or the I/O manager starts counts as one that does.
 */
#define SERVICE_AUTO_START 2 /* after boot and system start  [inf-addservice-directive] */

static bool
is_disabled(const FWPM_PROVIDER0 *provider)
{
	const WCHAR *name = provider->serviceName;
	const struct reg_key *service;
	const struct reg_value *start;

	if (name == NULL || name[0] == 0)
		return false;
	service = registry_service(name, string_length(name));
	start = service == NULL ? NULL : reg_value_find(service, u"Start", 5);
	return start == NULL || start->data_bytes < 4
	    || *(const uint32_t *)start->data > SERVICE_AUTO_START;
}

NTSTATUS
add_provider(struct session *session, const FWPM_PROVIDER0 *provider, struct policy **made)
{
	bool persistent = (provider->flags & FWPM_PROVIDER_FLAG_PERSISTENT) != 0;
	FWPM_PROVIDER0 shown = *provider;
	struct policy *policy;
	NTSTATUS status;

	if ((provider->flags & ~(UINT32)FWPM_PROVIDER_FLAG_PERSISTENT) != 0 && !session->restores)
		return STATUS_FWP_INVALID_FLAGS;
	status = policy_make(session, POLICY_PROVIDER, &provider->providerKey,
	    provider->displayData.name, persistent, &policy);
	if (status != STATUS_SUCCESS)
		return status;
	policy->disabled = session->service && is_disabled(provider);
	if (policy->disabled)
		shown.flags |= FWPM_PROVIDER_FLAG_DISABLED;
	shown.providerKey = policy->by_key.key;
	policy->shown = copy_object(POLICY_PROVIDER, &shown);
	transaction_add(session, policy);
	*made = policy;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmProviderAdd0(HANDLE engineHandle, const FWPM_PROVIDER0 *provider, PSECURITY_DESCRIPTOR sd)
{
	return add_object(engineHandle, POLICY_PROVIDER, provider, sd, NULL, "FwpmProviderAdd0");
}

NTSTATUS NTAPI
FwpmProviderDeleteByKey0(HANDLE engineHandle, const GUID *key)
{
	return remove_by_key(engineHandle, POLICY_PROVIDER, key, "FwpmProviderDeleteByKey0");
}
