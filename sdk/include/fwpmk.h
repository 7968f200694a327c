/*
 * The Base Filtering Engine, from the kernel: sessions, transactions, objects.
 *
 * Names, numbers and layouts are Windows'; the text is ours.  [fwpmk.h]
 * All of it is for PASSIVE_LEVEL, save FwpmBfeStateGet0 and FwpmFreeMemory0.
 * What the SDK leaves out: connections, IPsec, IKE, but for the calls that show and set their
 *   security; and the subscriptions to all but the service's state.
 *
 * The GUIDs are declared here and defined in a library that drydock-cc links,
 * or in the driver, if it includes <initguid.h> before this.
 */
#ifndef FWPMK_H
#define FWPMK_H

#include <fwpmtypes.h>
#include <fwp_guids.h>
#include <fwpvi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FWPM_AUTO_WEIGHT_BITS 60
#define FWPM_AUTO_WEIGHT_MAX (MAXUINT64 >> (64 - FWPM_AUTO_WEIGHT_BITS))
#define FWPM_WEIGHT_RANGE_MAX (MAXUINT64 >> FWPM_AUTO_WEIGHT_BITS)
#define FWPM_WEIGHT_RANGE_IPSEC 0x0
#define FWPM_WEIGHT_RANGE_IKE_EXEMPTIONS 0xc

#define FWPM_ACTRL_ADD 0x00000001
#define FWPM_ACTRL_ADD_LINK 0x00000002
#define FWPM_ACTRL_BEGIN_READ_TXN 0x00000004
#define FWPM_ACTRL_BEGIN_WRITE_TXN 0x00000008
#define FWPM_ACTRL_CLASSIFY 0x00000010
#define FWPM_ACTRL_ENUM 0x00000020
#define FWPM_ACTRL_OPEN 0x00000040
#define FWPM_ACTRL_READ 0x00000080
#define FWPM_ACTRL_READ_STATS 0x00000100
#define FWPM_ACTRL_SUBSCRIBE 0x00000200
#define FWPM_ACTRL_WRITE 0x00000400

#define FWPM_TXN_READ_ONLY 0x00000001

#ifndef RPC_C_AUTHN_WINNT
#define RPC_C_AUTHN_WINNT 10
#define RPC_C_AUTHN_DEFAULT 0xFFFFFFFFL
#endif

typedef struct _SEC_WINNT_AUTH_IDENTITY_W SEC_WINNT_AUTH_IDENTITY_W;

/* ---- the service and a session with it ----------------------------------- */

typedef void(NTAPI *FWPM_SERVICE_STATE_CHANGE_CALLBACK0)(void *context,
    FWPM_SERVICE_STATE newState);
#define FWPM_SERVICE_STATE_CHANGE_CALLBACK FWPM_SERVICE_STATE_CHANGE_CALLBACK0

void NTAPI FwpmFreeMemory0(void **p);
FWPM_SERVICE_STATE NTAPI FwpmBfeStateGet0(void);
NTSTATUS NTAPI FwpmBfeStateSubscribeChanges0(void *deviceObject,
    FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback, void *context, HANDLE *changeHandle);
NTSTATUS NTAPI FwpmBfeStateUnsubscribeChanges0(HANDLE changeHandle);

NTSTATUS NTAPI FwpmEngineOpen0(const wchar_t *serverName, UINT32 authnService,
    SEC_WINNT_AUTH_IDENTITY_W *authIdentity, const FWPM_SESSION0 *session,
    HANDLE *engineHandle);
NTSTATUS NTAPI FwpmEngineClose0(HANDLE engineHandle);
NTSTATUS NTAPI FwpmEngineGetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option,
    FWP_VALUE0 **value);
NTSTATUS NTAPI FwpmEngineSetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option,
    const FWP_VALUE0 *newValue);

NTSTATUS NTAPI FwpmTransactionBegin0(HANDLE engineHandle, UINT32 flags);
NTSTATUS NTAPI FwpmTransactionCommit0(HANDLE engineHandle);
NTSTATUS NTAPI FwpmTransactionAbort0(HANDLE engineHandle);

/* ---- objects ------------------------------------------------------------- */

NTSTATUS NTAPI FwpmProviderAdd0(HANDLE engineHandle, const FWPM_PROVIDER0 *provider,
    PSECURITY_DESCRIPTOR sd);
NTSTATUS NTAPI FwpmProviderDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmProviderGetByKey0(HANDLE engineHandle, const GUID *key,
    FWPM_PROVIDER0 **provider);

NTSTATUS NTAPI FwpmProviderContextDeleteById0(HANDLE engineHandle, UINT64 id);
NTSTATUS NTAPI FwpmProviderContextDeleteByKey0(HANDLE engineHandle, const GUID *key);

NTSTATUS NTAPI FwpmSubLayerAdd0(HANDLE engineHandle, const FWPM_SUBLAYER0 *subLayer,
    PSECURITY_DESCRIPTOR sd);
NTSTATUS NTAPI FwpmSubLayerDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmSubLayerGetByKey0(HANDLE engineHandle, const GUID *key,
    FWPM_SUBLAYER0 **subLayer);

NTSTATUS NTAPI FwpmLayerGetById0(HANDLE engineHandle, UINT16 id, FWPM_LAYER0 **layer);
NTSTATUS NTAPI FwpmLayerGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_LAYER0 **layer);

NTSTATUS NTAPI FwpmCalloutAdd0(HANDLE engineHandle, const FWPM_CALLOUT0 *callout,
    PSECURITY_DESCRIPTOR sd, UINT32 *id);
NTSTATUS NTAPI FwpmCalloutDeleteById0(HANDLE engineHandle, UINT32 id);
NTSTATUS NTAPI FwpmCalloutDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmCalloutGetById0(HANDLE engineHandle, UINT32 id, FWPM_CALLOUT0 **callout);
NTSTATUS NTAPI FwpmCalloutGetByKey0(HANDLE engineHandle, const GUID *key,
    FWPM_CALLOUT0 **callout);

NTSTATUS NTAPI FwpmFilterAdd0(HANDLE engineHandle, const FWPM_FILTER0 *filter,
    PSECURITY_DESCRIPTOR sd, UINT64 *id);
NTSTATUS NTAPI FwpmFilterDeleteById0(HANDLE engineHandle, UINT64 id);
NTSTATUS NTAPI FwpmFilterDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmFilterGetById0(HANDLE engineHandle, UINT64 id, FWPM_FILTER0 **filter);
NTSTATUS NTAPI FwpmFilterGetByKey0(HANDLE engineHandle, const GUID *key,
    FWPM_FILTER0 **filter);

#define SDK_PROVIDER_CONTEXT(version) \
	NTSTATUS NTAPI FwpmProviderContextAdd##version(HANDLE engineHandle, \
	    const FWPM_PROVIDER_CONTEXT##version *providerContext, PSECURITY_DESCRIPTOR sd, \
	    UINT64 *id); \
	NTSTATUS NTAPI FwpmProviderContextGetById##version(HANDLE engineHandle, UINT64 id, \
	    FWPM_PROVIDER_CONTEXT##version **providerContext); \
	NTSTATUS NTAPI FwpmProviderContextGetByKey##version(HANDLE engineHandle, \
	    const GUID *key, FWPM_PROVIDER_CONTEXT##version **providerContext); \
	NTSTATUS NTAPI FwpmProviderContextEnum##version(HANDLE engineHandle, \
	    HANDLE enumHandle, UINT32 numEntriesRequested, \
	    FWPM_PROVIDER_CONTEXT##version ***entries, UINT32 *numEntriesReturned)
SDK_PROVIDER_CONTEXT(0);
SDK_PROVIDER_CONTEXT(1);
SDK_PROVIDER_CONTEXT(2);
SDK_PROVIDER_CONTEXT(3);

/* ---- enumeration: create, take some, destroy ------------------------------ */

#define SDK_ENUM_HANDLE(Noun, NOUN) \
	NTSTATUS NTAPI Fwpm##Noun##CreateEnumHandle0(HANDLE engineHandle, \
	    const FWPM_##NOUN##_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle); \
	NTSTATUS NTAPI Fwpm##Noun##DestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle)
#define SDK_ENUM(Noun, NOUN) \
	SDK_ENUM_HANDLE(Noun, NOUN); \
	NTSTATUS NTAPI Fwpm##Noun##Enum0(HANDLE engineHandle, HANDLE enumHandle, \
	    UINT32 numEntriesRequested, FWPM_##NOUN##0 ***entries, UINT32 *numEntriesReturned)
SDK_ENUM(Session, SESSION);
SDK_ENUM(Provider, PROVIDER);
SDK_ENUM_HANDLE(ProviderContext, PROVIDER_CONTEXT);
SDK_ENUM(SubLayer, SUBLAYER);
SDK_ENUM(Layer, LAYER);
SDK_ENUM(Callout, CALLOUT);
SDK_ENUM(Filter, FILTER);
SDK_ENUM(NetEvent, NET_EVENT);
#define SDK_NET_EVENT(version) \
	NTSTATUS NTAPI FwpmNetEventEnum##version(HANDLE engineHandle, HANDLE enumHandle, \
	    UINT32 numEntriesRequested, FWPM_NET_EVENT##version ***entries, \
	    UINT32 *numEntriesReturned)
SDK_NET_EVENT(1);
SDK_NET_EVENT(2);
SDK_NET_EVENT(3);
SDK_NET_EVENT(4);
SDK_NET_EVENT(5);

/* ---- security descriptors: of an object, of a container (no key), of a database --------- */

#define SDK_SECURITY_SHOWN \
	SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl, \
	    PSECURITY_DESCRIPTOR *securityDescriptor
#define SDK_SECURITY_SET \
	SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, \
	    const ACL *dacl, const ACL *sacl
#define SDK_SECURITY_BY_KEY(Noun) \
	NTSTATUS NTAPI Fwpm##Noun##GetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key, \
	    SDK_SECURITY_SHOWN); \
	NTSTATUS NTAPI Fwpm##Noun##SetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key, \
	    SDK_SECURITY_SET)
#define SDK_SECURITY(Noun) \
	NTSTATUS NTAPI Noun##GetSecurityInfo0(HANDLE engineHandle, SDK_SECURITY_SHOWN); \
	NTSTATUS NTAPI Noun##SetSecurityInfo0(HANDLE engineHandle, SDK_SECURITY_SET)
SDK_SECURITY_BY_KEY(Provider);
SDK_SECURITY_BY_KEY(ProviderContext);
SDK_SECURITY_BY_KEY(SubLayer);
SDK_SECURITY_BY_KEY(Layer);
SDK_SECURITY_BY_KEY(Callout);
SDK_SECURITY_BY_KEY(Filter);
SDK_SECURITY(FwpmEngine);
SDK_SECURITY(FwpmNetEvents);
SDK_SECURITY(FwpmvSwitchEvents);
SDK_SECURITY(FwpmConnection);
SDK_SECURITY(IPsecSaDb);
SDK_SECURITY(IPsecDosp);
SDK_SECURITY(IkeextSaDb);

#ifdef __cplusplus
}
#endif

#endif /* FWPMK_H */
