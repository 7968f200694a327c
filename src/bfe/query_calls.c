/*
 * The Get and Enum calls, kind by kind: they differ in their types alone.
 */
#include "bfe/query.h"

#include "bfe/exports.h"

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

static NTSTATUS
begin_all(HANDLE engineHandle, enum policy_kind kind, HANDLE *enumHandle, const char *call)
{
	struct match match = match_all();

	return query_begin(engineHandle, kind, &match, enumHandle, call);
}

NTSTATUS NTAPI
FwpmLayerCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_LAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	(void)enumTemplate; /* has nothing but a reserved member */
	return begin_all(engineHandle, POLICY_LAYER, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmProviderCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_PROVIDER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	(void)enumTemplate; /* has nothing but a reserved member */
	return begin_all(engineHandle, POLICY_PROVIDER, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmSubLayerCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_SUBLAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct match match = match_all();

	if (enumTemplate != NULL && enumTemplate->providerKey != NULL)
		match.provider = *enumTemplate->providerKey;
	return query_begin(engineHandle, POLICY_SUBLAYER, &match, enumHandle, __func__);
}

NTSTATUS NTAPI
FwpmCalloutCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_CALLOUT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct match match = match_all();

	if (enumTemplate != NULL) {
		match.layer = enumTemplate->layerKey;
		if (enumTemplate->providerKey != NULL)
			match.provider = *enumTemplate->providerKey;
	}
	return query_begin(engineHandle, POLICY_CALLOUT, &match, enumHandle, __func__);
}

/* Windows: without a template all filters are shown.  [win32:FwpmFilterCreateEnumHandle0] */
NTSTATUS NTAPI
FwpmFilterCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_FILTER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct match match;
	NTSTATUS status;

	if (enumTemplate == NULL)
		return begin_all(engineHandle, POLICY_FILTER, enumHandle, __func__);
	status = match_make(enumTemplate, &match);
	if (status != STATUS_SUCCESS)
		return status;
	status = query_begin(engineHandle, POLICY_FILTER, &match, enumHandle, __func__);
	match_give(&match);
	return status;
}

NTSTATUS NTAPI
FwpmProviderContextCreateEnumHandle0(HANDLE engineHandle,
    const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	struct match match = match_all();

	if (enumTemplate != NULL) {
		if ((UINT32)enumTemplate->providerContextType >= FWPM_PROVIDER_CONTEXT_TYPE_MAX)
			return STATUS_FWP_INVALID_ENUMERATOR;
		match.context_type = enumTemplate->providerContextType;
		if (enumTemplate->providerKey != NULL)
			match.provider = *enumTemplate->providerKey;
	}
	return query_begin(engineHandle, POLICY_CONTEXT, &match, enumHandle, __func__);
}

#define CODES "STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER"
#define BY_KEY(Name, code) \
	EXPORT(Fwpm##Name##GetByKey0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS(CODES " " code), ENTERS(BFE_MEMORY))
#define BY_ID(Name, code) \
	EXPORT(Fwpm##Name##GetById0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS(CODES " " code), ENTERS(BFE_MEMORY))
#define ENUM(Name, ...) \
	EXPORT(Fwpm##Name##CreateEnumHandle0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, \
	    PAGE(fwpmu), FAILS(CODES __VA_ARGS__), ENTERS(BFE_ENUMERATION)), \
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
	ENUM(Filter,
	    " STATUS_FWP_INVALID_ENUMERATOR STATUS_FWP_INVALID_FLAGS STATUS_FWP_NEVER_MATCH "
	    "STATUS_FWP_LAYER_NOT_FOUND STATUS_FWP_CONDITION_NOT_FOUND STATUS_FWP_TYPE_MISMATCH "
	    "STATUS_FWP_MATCH_TYPE_MISMATCH STATUS_FWP_DUPLICATE_CONDITION"),
	BY_KEY(ProviderContext, "STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND"),
	BY_ID(ProviderContext, "STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND"),
	ENUM(ProviderContext, " STATUS_FWP_INVALID_ENUMERATOR"),
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
