/*
 * Windows: among sublayers of equal weight the order is not defined.  [semantics 5.4]
 * Here: the earlier added comes first, and Windows' own before them.
 */
#include "bfe/sublayer.h"

#include "bfe/add.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "wfp/key_name.h"

#define BUILTIN_COUNT 64 /* the numbers below are theirs */

static MACHINE_STATE uint32_t last_number;

void
sublayer_start(void)
{
	last_number = BUILTIN_COUNT;
}

/* FWPM_SUBLAYER_INSPECTION  [guids.tsv] */
bool
sublayer_inspects(const GUID *key)
{
	static const GUID inspection = { 0x877519e1, 0xe6a9, 0x41a5,
		{ 0x81, 0xb4, 0x8c, 0x4f, 0x11, 0x8e, 0x4a, 0x60 } };

	return key_same(key, &inspection);
}

GUID
sublayer_universal(void)
{
	return *key_by_name("FWPM_SUBLAYER_UNIVERSAL");
}

NTSTATUS
sublayer_refer(struct policy *filter, const GUID *key, uint32_t *number, uint16_t *weight)
{
	GUID wanted = key_is_zero(key) ? sublayer_universal() : *key;
	struct policy *policy;
	NTSTATUS status = policy_refer(filter, POLICY_SUBLAYER, &wanted, &policy);

	if (status != STATUS_SUCCESS)
		return status;
	*number = policy->number;
	*weight = policy->weight;
	return STATUS_SUCCESS;
}

NTSTATUS
add_sublayer(struct session *session, const FWPM_SUBLAYER0 *sublayer, struct policy **made)
{
	bool persistent = (sublayer->flags & FWPM_SUBLAYER_FLAG_PERSISTENT) != 0;
	FWPM_SUBLAYER0 shown;
	struct policy *policy;
	NTSTATUS status;

	if ((sublayer->flags & ~(UINT32)FWPM_SUBLAYER_FLAG_PERSISTENT) != 0 && !session->restores)
		return STATUS_FWP_INVALID_FLAGS;
	status = policy_make(session, POLICY_SUBLAYER, &sublayer->subLayerKey,
	    sublayer->displayData.name, persistent, &policy);
	if (status != STATUS_SUCCESS)
		return status;
	status = policy_refer_provider(policy, sublayer->providerKey);
	if (status != STATUS_SUCCESS) {
		policy_free(policy);
		return status;
	}
	policy->weight = sublayer->weight;
	policy->number = ++last_number;
	shown = *sublayer;
	shown.subLayerKey = policy->by_key.key;
	policy->shown = copy_object(POLICY_SUBLAYER, &shown);
	transaction_add(session, policy);
	*made = policy;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmSubLayerAdd0(HANDLE engineHandle, const FWPM_SUBLAYER0 *subLayer, PSECURITY_DESCRIPTOR sd)
{
	return add_object(engineHandle, POLICY_SUBLAYER, subLayer, sd, NULL, "FwpmSubLayerAdd0");
}

NTSTATUS NTAPI
FwpmSubLayerDeleteByKey0(HANDLE engineHandle, const GUID *key)
{
	return remove_by_key(engineHandle, POLICY_SUBLAYER, key, "FwpmSubLayerDeleteByKey0");
}
