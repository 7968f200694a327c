/*
 * The filter engine's entry points, as C calls them, and its tables of contracts.
 */
#ifndef WFP_EXPORTS_H
#define WFP_EXPORTS_H

#include "kernel/contract.h"
#include "nt/fwp.h"

extern const struct contract callout_exports[];
extern const struct contract flow_exports[];
extern const struct contract inject_exports[];
extern const struct contract pend_exports[];
extern const struct contract handle_exports[];
extern const struct contract redirect_exports[];
extern const struct contract stream_exports[];
extern const struct contract tag_exports[];
extern const struct contract classify_option_exports[];

void wfp_start(void);

NTSTATUS NTAPI FwpsCalloutRegister0(
    void *deviceObject, const FWPS_CALLOUT0 *callout, UINT32 *calloutId);
NTSTATUS NTAPI FwpsCalloutRegister1(
    void *deviceObject, const FWPS_CALLOUT1 *callout, UINT32 *calloutId);
NTSTATUS NTAPI FwpsCalloutRegister2(
    void *deviceObject, const FWPS_CALLOUT2 *callout, UINT32 *calloutId);
NTSTATUS NTAPI FwpsCalloutRegister3(
    void *deviceObject, const FWPS_CALLOUT3 *callout, UINT32 *calloutId);
NTSTATUS NTAPI FwpsCalloutUnregisterById0(UINT32 calloutId);
NTSTATUS NTAPI FwpsCalloutUnregisterByKey0(const GUID *calloutKey);

NTSTATUS NTAPI FwpsFlowAssociateContext0(
    UINT64 flowId, UINT16 layerId, UINT32 calloutId, UINT64 flowContext);
NTSTATUS NTAPI FwpsFlowRemoveContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId);
NTSTATUS NTAPI FwpsFlowAbort0(UINT64 flowId);

NTSTATUS NTAPI FwpsInjectionHandleCreate0(
    ADDRESS_FAMILY addressFamily, UINT32 flags, HANDLE *injectionHandle);
NTSTATUS NTAPI FwpsInjectionHandleDestroy0(HANDLE injectionHandle);
FWPS_PACKET_INJECTION_STATE NTAPI FwpsQueryPacketInjectionState0(
    HANDLE injectionHandle, const NET_BUFFER_LIST *netBufferList, HANDLE *injectionContext);
NTSTATUS NTAPI FwpsInjectNetworkSendAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, UINT32 compartmentId, NET_BUFFER_LIST *netBufferList, void *completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectNetworkReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, UINT32 compartmentId, UINT32 interfaceIndex, UINT32 subInterfaceIndex,
    NET_BUFFER_LIST *netBufferList, void *completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectForwardAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, ADDRESS_FAMILY addressFamily, UINT32 compartmentId, UINT32 interfaceIndex,
    NET_BUFFER_LIST *netBufferList, void *completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectTransportSendAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS0 *sendArgs,
    ADDRESS_FAMILY addressFamily, UINT32 compartmentId, NET_BUFFER_LIST *netBufferList,
    void *completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectTransportSendAsync1(HANDLE injectionHandle, HANDLE injectionContext,
    UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS1 *sendArgs,
    ADDRESS_FAMILY addressFamily, UINT32 compartmentId, NET_BUFFER_LIST *netBufferList,
    void *completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectTransportReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    void *reserved, UINT32 flags, ADDRESS_FAMILY addressFamily, UINT32 compartmentId,
    UINT32 interfaceIndex, UINT32 subInterfaceIndex, NET_BUFFER_LIST *netBufferList,
    void *completionFn, HANDLE completionContext);

#endif
