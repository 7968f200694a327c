/*
 * The Base Filtering Engine's entry points, as C calls them, its table of contracts, and
 * what a machine asks of it.
 */
#ifndef BFE_EXPORTS_H
#define BFE_EXPORTS_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/fwpm_event.h"
#include "nt/se.h"

#include <stdbool.h>
#include <stdint.h>

extern const struct contract bfe_exports[];
extern const struct contract net_event_exports[];
extern const struct contract query_exports[];
extern const struct contract context_exports[];
extern const struct contract guard_exports[];
extern const struct contract session_exports[];
extern const struct contract option_exports[];

void bfe_start(void); /* after wfp_start */
void context_start(void);
void option_start(void);

/* An engine handle for policy that a user-mode program sets; nothing of it is a driver's. */
HANDLE bfe_session_open_user(void);
/* The same, and for what a dump of another machine shows: ids, weights and flags are kept. */
HANDLE bfe_session_open_restoring(void);

/* An object that drivers' sessions added, that is not dynamic and still exists. */
struct bfe_left {
	uintptr_t what;   /* as the ledger names it */
	const char *kind; /* "provider", "sublayer", "callout", "filter" */
	GUID key;
	uint64_t id; /* of a callout or filter */
	const WCHAR *name;
	bool persistent;
	bool blocks; /* a filter that blocks all it matches while its callout is gone [rule R32] */
};
void bfe_each_left(void (*each)(void *context, const struct bfe_left *left), void *context);

NTSTATUS NTAPI FwpmEngineOpen0(const WCHAR *serverName, UINT32 authnService, void *authIdentity,
    const FWPM_SESSION0 *session, HANDLE *engineHandle);
NTSTATUS NTAPI FwpmEngineClose0(HANDLE engineHandle);
NTSTATUS NTAPI FwpmSessionCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_SESSION_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmSessionEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_SESSION0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmSessionDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS NTAPI FwpmTransactionBegin0(HANDLE engineHandle, UINT32 flags);
NTSTATUS NTAPI FwpmTransactionCommit0(HANDLE engineHandle);
NTSTATUS NTAPI FwpmTransactionAbort0(HANDLE engineHandle);

NTSTATUS NTAPI FwpmProviderAdd0(
    HANDLE engineHandle, const FWPM_PROVIDER0 *provider, PSECURITY_DESCRIPTOR sd);
NTSTATUS NTAPI FwpmProviderDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmSubLayerAdd0(
    HANDLE engineHandle, const FWPM_SUBLAYER0 *subLayer, PSECURITY_DESCRIPTOR sd);
NTSTATUS NTAPI FwpmSubLayerDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmCalloutAdd0(
    HANDLE engineHandle, const FWPM_CALLOUT0 *callout, PSECURITY_DESCRIPTOR sd, UINT32 *id);
NTSTATUS NTAPI FwpmCalloutDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmCalloutDeleteById0(HANDLE engineHandle, UINT32 id);
NTSTATUS NTAPI FwpmFilterAdd0(
    HANDLE engineHandle, const FWPM_FILTER0 *filter, PSECURITY_DESCRIPTOR sd, UINT64 *id);
NTSTATUS NTAPI FwpmFilterDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmFilterDeleteById0(HANDLE engineHandle, UINT64 id);
void NTAPI FwpmFreeMemory0(void **p);

NTSTATUS NTAPI FwpmNetEventCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_NET_EVENT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
/* Of an array of FWPM_NET_EVENT0, 1, 2 and 3; that of versions 4 and 5 is version 3's. */
NTSTATUS NTAPI FwpmNetEventEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    void ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmNetEventEnum1(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    void ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmNetEventEnum2(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    void ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmNetEventEnum3(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    void ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmNetEventDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);

NTSTATUS NTAPI FwpmLayerGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_LAYER0 **object);
NTSTATUS NTAPI FwpmLayerGetById0(HANDLE engineHandle, UINT16 id, FWPM_LAYER0 **object);
NTSTATUS NTAPI FwpmLayerCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_LAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmLayerEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_LAYER0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmLayerDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS NTAPI FwpmProviderGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_PROVIDER0 **object);
NTSTATUS NTAPI FwpmProviderCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_PROVIDER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmProviderEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_PROVIDER0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmProviderDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS NTAPI FwpmSubLayerGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_SUBLAYER0 **object);
NTSTATUS NTAPI FwpmSubLayerCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_SUBLAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmSubLayerEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_SUBLAYER0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmSubLayerDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS NTAPI FwpmCalloutGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_CALLOUT0 **object);
NTSTATUS NTAPI FwpmCalloutGetById0(HANDLE engineHandle, UINT32 id, FWPM_CALLOUT0 **object);
NTSTATUS NTAPI FwpmCalloutCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_CALLOUT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmCalloutEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_CALLOUT0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmCalloutDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS NTAPI FwpmFilterGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_FILTER0 **object);
NTSTATUS NTAPI FwpmFilterGetById0(HANDLE engineHandle, UINT64 id, FWPM_FILTER0 **object);
NTSTATUS NTAPI FwpmFilterCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_FILTER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmFilterEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_FILTER0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmFilterDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS NTAPI FwpmProviderContextGetByKey0(
    HANDLE engineHandle, const GUID *key, FWPM_PROVIDER_CONTEXT0 **object);
NTSTATUS NTAPI FwpmProviderContextGetById0(
    HANDLE engineHandle, UINT64 id, FWPM_PROVIDER_CONTEXT0 **object);
NTSTATUS NTAPI FwpmProviderContextCreateEnumHandle0(HANDLE engineHandle,
    const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpmProviderContextEnum0(HANDLE engineHandle, HANDLE enumHandle,
    UINT32 numEntriesRequested, FWPM_PROVIDER_CONTEXT0 ***entries, UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpmProviderContextDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);

NTSTATUS NTAPI FwpmProviderContextAdd0(HANDLE engineHandle,
    const FWPM_PROVIDER_CONTEXT0 *providerContext, PSECURITY_DESCRIPTOR sd, UINT64 *id);
NTSTATUS NTAPI FwpmProviderContextDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS NTAPI FwpmProviderContextDeleteById0(HANDLE engineHandle, UINT64 id);
NTSTATUS NTAPI FwpmEngineGetOption0(
    HANDLE engineHandle, FWPM_ENGINE_OPTION option, FWP_VALUE0 **value);
NTSTATUS NTAPI FwpmEngineSetOption0(
    HANDLE engineHandle, FWPM_ENGINE_OPTION option, const FWP_VALUE0 *newValue);

NTSTATUS NTAPI FwpmProviderGetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmProviderSetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmSubLayerGetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmSubLayerSetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmCalloutGetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmCalloutSetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmFilterGetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmFilterSetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmProviderContextGetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmProviderContextSetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmLayerGetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmLayerSetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmEngineGetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmEngineSetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    const SID *sidOwner, const SID *sidGroup, const ACL *dacl, const ACL *sacl);
NTSTATUS NTAPI FwpmNetEventsGetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmNetEventsSetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    const SID *sidOwner, const SID *sidGroup, const ACL *dacl, const ACL *sacl);
NTSTATUS NTAPI FwpmvSwitchEventsGetSecurityInfo0(HANDLE engineHandle,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmvSwitchEventsSetSecurityInfo0(HANDLE engineHandle,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI FwpmConnectionGetSecurityInfo0(HANDLE engineHandle,
    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI FwpmConnectionSetSecurityInfo0(HANDLE engineHandle,
    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const ACL *dacl,
    const ACL *sacl);
NTSTATUS NTAPI IPsecSaDbGetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI IPsecSaDbSetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    const SID *sidOwner, const SID *sidGroup, const ACL *dacl, const ACL *sacl);
NTSTATUS NTAPI IPsecDospGetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI IPsecDospSetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    const SID *sidOwner, const SID *sidGroup, const ACL *dacl, const ACL *sacl);
NTSTATUS NTAPI IkeextSaDbGetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    PSID *sidOwner, PSID *sidGroup, PACL *dacl, PACL *sacl,
    PSECURITY_DESCRIPTOR *securityDescriptor);
NTSTATUS NTAPI IkeextSaDbSetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo,
    const SID *sidOwner, const SID *sidGroup, const ACL *dacl, const ACL *sacl);

NTSTATUS NTAPI FwpmBfeStateSubscribeChanges0(void *deviceObject,
    FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback, void *context, HANDLE *changeHandle);
NTSTATUS NTAPI FwpmBfeStateUnsubscribeChanges0(HANDLE changeHandle);
FWPM_SERVICE_STATE NTAPI FwpmBfeStateGet0(void);

#endif
