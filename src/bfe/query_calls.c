/*
 * The Get and Enum calls, kind by kind: they differ in their types alone.
 */
#include "bfe/query.h"

#include "bfe/exports.h"
#include "ledger/finding.h"

#define GET_BY_KEY(Name, Type, kind) \
	NTSTATUS NTAPI Fwpm##Name##GetByKey0(HANDLE engineHandle, const GUID *key, Type **object) \
	{ \
		return query_by_key(engineHandle, kind, key, (void **)object, __func__); \
	}
#define GET_BY_ID(Name, Type, Id, kind) \
	NTSTATUS NTAPI Fwpm##Name##GetById0(HANDLE engineHandle, Id id, Type **object) \
	{ \
		return query_by_id(engineHandle, kind, id, (void **)object, __func__); \
	}
#define ENUMERATE(Name, Type, kind) \
	NTSTATUS NTAPI Fwpm##Name##Enum0(HANDLE engineHandle, HANDLE enumHandle, \
	    UINT32 numEntriesRequested, Type ***entries, UINT32 *numEntriesReturned) \
	{ \
		return query_next(engineHandle, kind, enumHandle, numEntriesRequested, \
		    (void ***)entries, numEntriesReturned, __func__); \
	} \
	NTSTATUS NTAPI Fwpm##Name##DestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle) \
	{ \
		return query_end(engineHandle, enumHandle, __func__); \
	}

GET_BY_KEY(Provider, FWPM_PROVIDER0, POLICY_PROVIDER)
ENUMERATE(Provider, FWPM_PROVIDER0, POLICY_PROVIDER)
GET_BY_KEY(SubLayer, FWPM_SUBLAYER0, POLICY_SUBLAYER)
ENUMERATE(SubLayer, FWPM_SUBLAYER0, POLICY_SUBLAYER)
GET_BY_KEY(Callout, FWPM_CALLOUT0, POLICY_CALLOUT)
GET_BY_ID(Callout, FWPM_CALLOUT0, UINT32, POLICY_CALLOUT)
ENUMERATE(Callout, FWPM_CALLOUT0, POLICY_CALLOUT)
GET_BY_KEY(Filter, FWPM_FILTER0, POLICY_FILTER)
GET_BY_ID(Filter, FWPM_FILTER0, UINT64, POLICY_FILTER)
ENUMERATE(Filter, FWPM_FILTER0, POLICY_FILTER)
GET_BY_KEY(ProviderContext, FWPM_PROVIDER_CONTEXT0, POLICY_CONTEXT)
GET_BY_ID(ProviderContext, FWPM_PROVIDER_CONTEXT0, UINT64, POLICY_CONTEXT)
ENUMERATE(ProviderContext, FWPM_PROVIDER_CONTEXT0, POLICY_CONTEXT)
GET_BY_KEY(Layer, FWPM_LAYER0, POLICY_LAYER)
GET_BY_ID(Layer, FWPM_LAYER0, UINT16, POLICY_LAYER)
ENUMERATE(Layer, FWPM_LAYER0, POLICY_LAYER)

NTSTATUS NTAPI
FwpmLayerCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_LAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	(void)enumTemplate; /* has nothing but a reserved member */
	return query_begin(
	    engineHandle, POLICY_LAYER, (struct query_match){ 0 }, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmProviderCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_PROVIDER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	(void)enumTemplate; /* has nothing but a reserved member */
	return query_begin(
	    engineHandle, POLICY_PROVIDER, (struct query_match){ 0 }, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmSubLayerCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_SUBLAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct query_match match = {
		.provider = enumTemplate == NULL ? NULL : enumTemplate->providerKey,
	};

	return query_begin(engineHandle, POLICY_SUBLAYER, match, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmCalloutCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_CALLOUT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct query_match match = { 0 };

	if (enumTemplate != NULL) {
		match.provider = enumTemplate->providerKey;
		match.layer = &enumTemplate->layerKey;
	}
	return query_begin(engineHandle, POLICY_CALLOUT, match, enumHandle, __func__);
}

/* Windows: 0xFFFFFFFF stands for every action.  [win32:FWPM_FILTER_ENUM_TEMPLATE0] */
NTSTATUS NTAPI
FwpmFilterCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_FILTER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct query_match match = { .action_mask = 0xFFFFFFFF };

	if (enumTemplate == NULL)
		return query_begin(engineHandle, POLICY_FILTER, match, enumHandle, __func__);
	if ((UINT32)enumTemplate->enumType >= FWP_FILTER_ENUM_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	if (enumTemplate->numFilterConditions > 0 || enumTemplate->providerContextTemplate != NULL
	    || (enumTemplate->flags
		   & (FWP_FILTER_ENUM_FLAG_BEST_TERMINATING_MATCH | FWP_FILTER_ENUM_FLAG_SORTED))
		!= 0)
		not_modelled("FwpmFilterCreateEnumHandle0: conditions, contexts or an order");
	match.provider = enumTemplate->providerKey;
	match.layer = &enumTemplate->layerKey;
	match.callout = enumTemplate->calloutKey;
	match.action_mask = enumTemplate->actionMask;
	match.none = (enumTemplate->flags & FWP_FILTER_ENUM_FLAG_BOOTTIME_ONLY) != 0;
	return query_begin(engineHandle, POLICY_FILTER, match, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmProviderContextCreateEnumHandle0(HANDLE engineHandle,
    const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct query_match match = { 0 };

	if (enumTemplate != NULL) {
		match.provider = enumTemplate->providerKey;
		match.none = enumTemplate->providerContextType != FWPM_GENERAL_CONTEXT;
	}
	return query_begin(engineHandle, POLICY_CONTEXT, match, enumHandle, __func__);
}

#define CODES "STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER"
#define BY_KEY(Name, code) \
	EXPORT(Fwpm##Name##GetByKey0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS(CODES " " code), ENTERS(BFE_MEMORY))
#define BY_ID(Name, code) \
	EXPORT(Fwpm##Name##GetById0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS(CODES " " code), ENTERS(BFE_MEMORY))
#define ENUM(Name) \
	EXPORT(Fwpm##Name##CreateEnumHandle0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, \
	    PAGE(fwpmu), FAILS(CODES), ENTERS(BFE_ENUMERATION)), \
	    EXPORT(Fwpm##Name##Enum0, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
		FAILS(CODES), ENTERS(BFE_MEMORY)), \
	    EXPORT(Fwpm##Name##DestroyEnumHandle0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, \
		PAGE(fwpmu), FAILS("STATUS_INVALID_HANDLE"), STRIKES(BFE_ENUMERATION))
/* Versions of a function whose structures have one layout. */
#define CONTEXT_VERSION(called, count, version, ...) \
	EXPORT_AS(#called #version, called##0, count, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, \
	    PAGE(fwpmu), ##__VA_ARGS__)

const struct contract query_exports[] = {
	BY_KEY(Layer, "STATUS_FWP_LAYER_NOT_FOUND"),
	BY_ID(Layer, "STATUS_FWP_LAYER_NOT_FOUND"),
	ENUM(Layer),
	BY_KEY(Provider, "STATUS_FWP_PROVIDER_NOT_FOUND"),
	ENUM(Provider),
	BY_KEY(SubLayer, "STATUS_FWP_SUBLAYER_NOT_FOUND"),
	ENUM(SubLayer),
	BY_KEY(Callout, "STATUS_FWP_CALLOUT_NOT_FOUND"),
	BY_ID(Callout, "STATUS_FWP_CALLOUT_NOT_FOUND"),
	ENUM(Callout),
	BY_KEY(Filter, "STATUS_FWP_FILTER_NOT_FOUND"),
	BY_ID(Filter, "STATUS_FWP_FILTER_NOT_FOUND"),
	ENUM(Filter),
	BY_KEY(ProviderContext, "STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND"),
	BY_ID(ProviderContext, "STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND"),
	ENUM(ProviderContext),
	CONTEXT_VERSION(FwpmProviderContextGetByKey, 3, 1, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextGetByKey, 3, 2, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextGetByKey, 3, 3, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextGetById, 3, 1, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextGetById, 3, 2, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextGetById, 3, 3, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextEnum, 5, 1, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextEnum, 5, 2, ENTERS(BFE_MEMORY)),
	CONTEXT_VERSION(FwpmProviderContextEnum, 5, 3, ENTERS(BFE_MEMORY)),
	EXPORTS_END,
};
