/*
 * Windows: no two sublayers of a real machine have one weight.  Those that asked for a weight that was
 *   taken have the next lower one that was free, or the next higher where none was.
 *   [wfpstate.xml; sublayer.h]
 * Here: so, but for what a dump shows.  Where weights repeat all the same, the earlier added comes
 *   first, and Windows' own before them.
 */
#include "bfe/sublayer.h"

#include "bfe/add.h"
#include "bfe/builtin.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/remove.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "wfp/key_name.h"

#define BUILTIN_COUNT 64 /* the numbers below are theirs */

#define WINDOW 64 /* weights that are looked at together */

struct sublayer_switches sublayer_switches; /* all false */

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

struct taken {
	uint16_t lowest;  /* of the window */
	uint64_t weights; /* that are taken, the lowest one's bit first */
};

static void
mark_weight(void *context, uint16_t weight)
{
	struct taken *taken = context;

	if (weight >= taken->lowest && weight - taken->lowest < WINDOW)
		taken->weights |= UINT64_C(1) << (weight - taken->lowest);
}

static void
mark_sublayer(void *context, struct policy *sublayer)
{
	mark_weight(context, sublayer->weight);
}

/* Those that are free of the window in which this weight lies. */
static uint64_t
free_around(unsigned weight)
{
	struct taken taken = { .lowest = (uint16_t)(weight / WINDOW * WINDOW) };

	builtin_each_weight(mark_weight, &taken);
	policy_each(POLICY_SUBLAYER, mark_sublayer, &taken);
	return ~taken.weights;
}

/* The weight that a sublayer gets; false: all are taken. */
static bool
weight_take(uint16_t asked, uint16_t *weight)
{
	uint64_t free = free_around(asked);
	uint64_t below = UINT64_MAX >> (WINDOW - 1 - asked % WINDOW); /* and itself */

	for (int window = asked / WINDOW; window >= 0; window--) {
		if (window < asked / WINDOW) {
			free = free_around((unsigned)window * WINDOW);
			below = UINT64_MAX;
		}
		if ((free & below) != 0) {
			*weight = (uint16_t)(window * WINDOW + 63 - __builtin_clzll(free & below));
			return true;
		}
	}
	for (unsigned window = asked / WINDOW; window <= UINT16_MAX / WINDOW; window++) {
		free = free_around(window * WINDOW);
		if (free != 0) {
			*weight = (uint16_t)(window * WINDOW + (unsigned)__builtin_ctzll(free));
			return true;
		}
	}
	return false;
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
	if (!session->restores && !sublayer_switches.weights_repeat
	    && !weight_take(sublayer->weight, &policy->weight)) {
		policy_free(policy);
		return STATUS_FWP_TOO_MANY_SUBLAYERS;
	}
	policy->number = ++last_number;
	shown = *sublayer;
	shown.subLayerKey = policy->by_key.key;
	shown.weight = policy->weight;
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
