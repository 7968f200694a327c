/*
 * Windows: a provider is deregistered in two steps, and may not be unloaded before the second,
 *   waiting, is over.  [ddi:NmrDeregisterProvider, Remarks]
 * Here: no client ever attaches, so deregistration is complete when it begins; it is the driver's
 *   debt until it waited all the same.
 */
#include "net/nmr.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "nt/status.h"

NTAPI NTSTATUS NmrRegisterProvider(
    const void *ProviderCharacteristics, void *ProviderContext, HANDLE *NmrProviderHandle);
NTAPI NTSTATUS NmrDeregisterProvider(HANDLE NmrProviderHandle);
NTAPI NTSTATUS NmrWaitForProviderDeregisterComplete(HANDLE NmrProviderHandle);
NTAPI void NmrProviderDetachClientComplete(HANDLE NmrBindingHandle);

struct provider {
	const void *characteristics;
	void *context;
	bool leaving; /* NmrDeregisterProvider was called */
};

static struct provider *
provider_of(HANDLE handle)
{
	return ledger_holds(HOLDING_NMR_PROVIDER, (uintptr_t)handle) ? handle : NULL;
}

NTSTATUS NTAPI
NmrRegisterProvider(
    const void *ProviderCharacteristics, void *ProviderContext, HANDLE *NmrProviderHandle)
{
	struct provider *provider;

	if (ProviderCharacteristics == NULL || NmrProviderHandle == NULL)
		return STATUS_INVALID_PARAMETER;
	provider = arena_take(sizeof *provider);
	*provider = (struct provider){ .characteristics = ProviderCharacteristics,
		.context = ProviderContext };
	ledger_enter(HOLDING_NMR_PROVIDER, (uintptr_t)provider, 0);
	*NmrProviderHandle = provider;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
NmrDeregisterProvider(HANDLE NmrProviderHandle)
{
	struct provider *provider = provider_of(NmrProviderHandle);

	if (provider == NULL || provider->leaving)
		return STATUS_INVALID_PARAMETER;
	provider->leaving = true;
	return STATUS_PENDING;
}

NTSTATUS NTAPI
NmrWaitForProviderDeregisterComplete(HANDLE NmrProviderHandle)
{
	struct provider *provider = provider_of(NmrProviderHandle);

	if (provider == NULL || !provider->leaving)
		return STATUS_INVALID_PARAMETER;
	ledger_strike(HOLDING_NMR_PROVIDER, (uintptr_t)provider);
	arena_give(provider);
	return STATUS_SUCCESS;
}

void NTAPI
NmrProviderDetachClientComplete(HANDLE NmrBindingHandle)
{
	not_modelled("NmrProviderDetachClientComplete: binding %p, but no client was attached",
	    NmrBindingHandle);
}

const struct contract nmr_exports[] = {
	EXPORT(NmrRegisterProvider, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(netioddk),
	    FAILS("STATUS_INVALID_PARAMETER"), APPROXIMATES("no client ever attaches"),
	    ENTERS(NMR_PROVIDER)),
	EXPORT(NmrDeregisterProvider, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(netioddk),
	    FAILS("STATUS_PENDING STATUS_INVALID_PARAMETER")),
	EXPORT(NmrWaitForProviderDeregisterComplete, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(netioddk), FAILS("STATUS_INVALID_PARAMETER"), STRIKES(NMR_PROVIDER)),
	EXPORT(NmrProviderDetachClientComplete, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(netioddk),
	    APPROXIMATES("ends the run, since no client ever attaches")),
	EXPORTS_END,
};
