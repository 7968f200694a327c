/*
 * WFP in the kernel: callouts, flows, injection, streams.  [fwpsk.h]
 *
 * Names, numbers and layouts are Windows'; the text is ours.  Fields and layers
 * come from data/layers.tsv by way of tools/gen_guids.py.  Fields are those of the
 * newest Windows: test FWPS_INCOMING_VALUES0.valueCount, never a _MAX.  Layers from 85
 * up have the newest Windows' ids, or with NTDDI_VERSION before 0x0A00000C those of
 * Windows 10 22H2.
 */
#ifndef FWPSX_H
#define FWPSX_H

#include <fwpstypes.h>
#include <fwps_layers.h>
#include <ndis.h>
#include <fwp_discard.h>
#include <netioapi.h>
#include <fwpvi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FWPS_LAYER_NON_WFP 0xFFFF

/* Which members of FWPS_INCOMING_METADATA_VALUES0 hold something. */
#define FWPS_METADATA_FIELD_DISCARD_REASON 0x00000001
#define FWPS_METADATA_FIELD_FLOW_HANDLE 0x00000002
#define FWPS_METADATA_FIELD_IP_HEADER_SIZE 0x00000004
#define FWPS_METADATA_FIELD_PROCESS_PATH 0x00000008
#define FWPS_METADATA_FIELD_TOKEN 0x00000010
#define FWPS_METADATA_FIELD_PROCESS_ID 0x00000020
#define FWPS_METADATA_FIELD_SYSTEM_FLAGS 0x00000040
#define FWPS_METADATA_FIELD_RESERVED 0x00000080
#define FWPS_METADATA_FIELD_SOURCE_INTERFACE_INDEX 0x00000100
#define FWPS_METADATA_FIELD_DESTINATION_INTERFACE_INDEX 0x00000200
#define FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE 0x00000400
#define FWPS_METADATA_FIELD_COMPARTMENT_ID 0x00000800
#define FWPS_METADATA_FIELD_FRAGMENT_DATA 0x00001000
#define FWPS_METADATA_FIELD_PATH_MTU 0x00002000
#define FWPS_METADATA_FIELD_COMPLETION_HANDLE 0x00004000
#define FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE 0x00008000
#define FWPS_METADATA_FIELD_TRANSPORT_CONTROL_DATA 0x00010000
#define FWPS_METADATA_FIELD_REMOTE_SCOPE_ID 0x00020000
#define FWPS_METADATA_FIELD_PACKET_DIRECTION 0x00040000
#define FWPS_METADATA_FIELD_PACKET_SYSTEM_CRITICAL 0x00080000
#define FWPS_METADATA_FIELD_FORWARD_LAYER_OUTBOUND_PASS_THRU 0x00100000
#define FWPS_METADATA_FIELD_FORWARD_LAYER_INBOUND_PASS_THRU 0x00200000
#define FWPS_METADATA_FIELD_ALE_CLASSIFY_REQUIRED 0x00400000
#define FWPS_METADATA_FIELD_TRANSPORT_HEADER_INCLUDE_HEADER 0x00800000
#define FWPS_METADATA_FIELD_DESTINATION_PREFIX 0x01000000
#define FWPS_METADATA_FIELD_ETHER_FRAME_LENGTH 0x02000000
#define FWPS_METADATA_FIELD_PARENT_ENDPOINT_HANDLE 0x04000000
#define FWPS_METADATA_FIELD_ICMP_ID_AND_SEQUENCE 0x08000000
#define FWPS_METADATA_FIELD_LOCAL_REDIRECT_TARGET_PID 0x10000000
#define FWPS_METADATA_FIELD_ORIGINAL_DESTINATION 0x20000000
#define FWPS_METADATA_FIELD_REDIRECT_RECORD_HANDLE 0x40000000
#define FWPS_METADATA_FIELD_SUB_PROCESS_TAG 0x80000000

#define FWPS_L2_METADATA_FIELD_ETHERNET_MAC_HEADER_SIZE 0x00000001
#define FWPS_L2_METADATA_FIELD_WIFI_OPERATION_MODE 0x00000002
#define FWPS_L2_METADATA_FIELD_VSWITCH_SOURCE_PORT_ID 0x00000004
#define FWPS_L2_METADATA_FIELD_VSWITCH_SOURCE_NIC_INDEX 0x00000008
#define FWPS_L2_METADATA_FIELD_VSWITCH_PACKET_CONTEXT 0x00000010
#define FWPS_L2_METADATA_FIELD_VSWITCH_DESTINATION_PORT_ID 0x00000020
#define FWPS_L2_METADATA_FIELD_RESERVED 0x80000000

typedef struct FWPS_INCOMING_METADATA_VALUES0_ {
	UINT32 currentMetadataValues;
	UINT32 flags;
	UINT64 reserved;
	FWPS_DISCARD_METADATA0 discardMetadata;
	UINT64 flowHandle;
	UINT32 ipHeaderSize;
	UINT32 transportHeaderSize;
	FWP_BYTE_BLOB *processPath;
	UINT64 token;
	UINT64 processId;
	UINT32 sourceInterfaceIndex;
	UINT32 destinationInterfaceIndex;
	ULONG compartmentId;
	FWPS_INBOUND_FRAGMENT_METADATA0 fragmentMetadata;
	ULONG pathMtu;
	HANDLE completionHandle;
	UINT64 transportEndpointHandle;
	SCOPE_ID remoteScopeId;
	WSACMSGHDR *controlData;
	ULONG controlDataLength;
	FWP_DIRECTION packetDirection;
	PVOID headerIncludeHeader;
	ULONG headerIncludeHeaderLength;
	IP_ADDRESS_PREFIX destinationPrefix;
	UINT16 frameLength;
	UINT64 parentEndpointHandle;
	UINT32 icmpIdAndSequence;
	DWORD localRedirectTargetPID;
	SOCKADDR *originalDestination;
	HANDLE redirectRecords;
	UINT32 currentL2MetadataValues;
	UINT32 l2Flags;
	UINT32 ethernetMacHeaderSize;
	UINT32 wiFiOperationMode;
	NDIS_SWITCH_PORT_ID vSwitchSourcePortId;
	NDIS_SWITCH_NIC_INDEX vSwitchSourceNicIndex;
	NDIS_SWITCH_PORT_ID vSwitchDestinationPortId;
	HANDLE vSwitchPacketContext;
	PVOID subProcessTag;
	UINT64 reserved1;
} FWPS_INCOMING_METADATA_VALUES0;

#define FWPS_IS_METADATA_FIELD_PRESENT(metadataValues, metadataField) \
	(((metadataValues)->currentMetadataValues & (metadataField)) == (metadataField))
#define FWPS_IS_L2_METADATA_FIELD_PRESENT(metadataValues, l2MetadataField) \
	(((metadataValues)->currentL2MetadataValues & (l2MetadataField)) == (l2MetadataField))

/* ---- callouts ------------------------------------------------------------ */

typedef void(NTAPI *FWPS_CALLOUT_CLASSIFY_FN0)(const FWPS_INCOMING_VALUES0 *inFixedValues,
    const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, void *layerData,
    const FWPS_FILTER0 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *classifyOut);

typedef void(NTAPI *FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0)(UINT16 layerId, UINT32 calloutId,
    UINT64 flowContext);
typedef void(NTAPI *FWPS_CALLOUT_BOOTTIME_CALLOUT_DELETE_NOTIFY_FN0)(UINT32 calloutId);

/* Versions 1 to 3 of classifyFn take one argument more than version 0. */
#define SDK_FWPS_CLASSIFY(version) \
	typedef void(NTAPI *FWPS_CALLOUT_CLASSIFY_FN##version)( \
	    const FWPS_INCOMING_VALUES0 *inFixedValues, \
	    const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, void *layerData, \
	    const void *classifyContext, const FWPS_FILTER##version *filter, \
	    UINT64 flowContext, FWPS_CLASSIFY_OUT0 *classifyOut)
SDK_FWPS_CLASSIFY(1);
SDK_FWPS_CLASSIFY(2);
SDK_FWPS_CLASSIFY(3);

#define SDK_FWPS_CALLOUT(version) \
	typedef NTSTATUS(NTAPI *FWPS_CALLOUT_NOTIFY_FN##version)( \
	    FWPS_CALLOUT_NOTIFY_TYPE notifyType, const GUID *filterKey, \
	    FWPS_FILTER##version *filter); \
	typedef struct FWPS_CALLOUT##version##_ { \
		GUID calloutKey; \
		UINT32 flags; \
		FWPS_CALLOUT_CLASSIFY_FN##version classifyFn; \
		FWPS_CALLOUT_NOTIFY_FN##version notifyFn; \
		FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn; \
	} FWPS_CALLOUT##version; \
	NTSTATUS NTAPI FwpsCalloutRegister##version(void *deviceObject, \
	    const FWPS_CALLOUT##version *callout, UINT32 *calloutId)
SDK_FWPS_CALLOUT(0); /* Windows Vista */
SDK_FWPS_CALLOUT(1); /* Windows 7 */
SDK_FWPS_CALLOUT(2); /* Windows 8 */
SDK_FWPS_CALLOUT(3); /* Windows 10, 1703 */

NTSTATUS NTAPI FwpsCalloutUnregisterById0(const UINT32 calloutId);
NTSTATUS NTAPI FwpsCalloutUnregisterByKey0(const GUID *calloutKey);

NTSTATUS NTAPI FwpsFlowAssociateContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId,
    UINT64 flowContext);
NTSTATUS NTAPI FwpsFlowRemoveContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId);
NTSTATUS NTAPI FwpsFlowAbort0(UINT64 flowId);

/* ---- security ------------------------------------------------------------ */

typedef struct FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0_ {
	unsigned isSecure : 1;
	unsigned isTransportMode : 1;
	unsigned isTunnelMode : 1;
	unsigned isTransportModeVerified : 1;
	unsigned isTunnelModeVerified : 1;
	unsigned isDeTunneled : 1;
} FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0;

typedef struct FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0_ {
	unsigned isIPsecPolicyMatch : 1;
	unsigned isTransportPolicyMatch : 1;
	unsigned isTunnelPolicyMatch : 1;
	unsigned isTunnelIPinIP : 1;
} FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0;

typedef struct FWPS_PACKET_LIST_IPSEC_INFORMATION0_ {
	union {
		FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0 inbound;
		FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0 outbound;
		UINT32 flags;
	};
} FWPS_PACKET_LIST_IPSEC_INFORMATION0;

typedef struct FWPS_PACKET_LIST_FWP_INFORMATION0_ {
	unsigned isReinjected : 1;
} FWPS_PACKET_LIST_FWP_INFORMATION0;

#define FWPS_PACKET_LIST_INFORMATION_QUERY_INBOUND 0x00000001
#define FWPS_PACKET_LIST_INFORMATION_QUERY_OUTBOUND 0x00000002
#define FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC 0x00000004
#define FWPS_PACKET_LIST_INFORMATION_QUERY_FWP 0x00000008
#define FWPS_PACKET_LIST_INFORMATION_QUERY_ALL_INBOUND 0xfffffffd
#define FWPS_PACKET_LIST_INFORMATION_QUERY_ALL_OUTBOUND 0xfffffffe

typedef struct FWPS_PACKET_LIST_INFORMATION0_ {
	FWPS_PACKET_LIST_IPSEC_INFORMATION0 ipsecInformation;
	FWPS_PACKET_LIST_FWP_INFORMATION0 fwpInformation;
} FWPS_PACKET_LIST_INFORMATION0;

NTSTATUS NTAPI FwpsGetPacketListSecurityInformation0(NET_BUFFER_LIST *packetList,
    UINT32 queryFlags, FWPS_PACKET_LIST_INFORMATION0 *packetInformation);

NTSTATUS NTAPI FwpsOpenToken0(HANDLE engineHandle, LUID modifiedId, DWORD desiredAccess,
    HANDLE *accessToken);

/* ---- deciding later ------------------------------------------------------ */

NTSTATUS NTAPI FwpsPendOperation0(HANDLE completionHandle, HANDLE *completionContext);
void NTAPI FwpsCompleteOperation0(HANDLE completionContext, PNET_BUFFER_LIST netBufferList);

#define FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS 0x00000001

NTSTATUS NTAPI FwpsAcquireClassifyHandle0(void *classifyContext, UINT32 flags,
    UINT64 *classifyHandle);
void NTAPI FwpsReleaseClassifyHandle0(UINT64 classifyHandle);
NTSTATUS NTAPI FwpsPendClassify0(UINT64 classifyHandle, UINT64 filterId, UINT32 flags,
    FWPS_CLASSIFY_OUT0 *classifyOut);
void NTAPI FwpsCompleteClassify0(UINT64 classifyHandle, UINT32 flags,
    const FWPS_CLASSIFY_OUT0 *classifyOut);
NTSTATUS NTAPI FwpsAcquireWritableLayerDataPointer0(UINT64 classifyHandle, UINT64 filterId,
    UINT32 flags, PVOID *writableLayerData, FWPS_CLASSIFY_OUT0 *classifyOut);
void NTAPI FwpsApplyModifiedLayerData0(UINT64 classifyHandle, PVOID modifiedLayerData,
    UINT32 flags);
NTSTATUS NTAPI FwpsClassifyOptionSet0(const FWPS_INCOMING_METADATA_VALUES0 *inMetadataValues,
    const FWP_CLASSIFY_OPTION_TYPE option, const FWP_VALUE0 *newValue);

typedef struct _FWPS_CONNECT_REQUEST0 {
	SOCKADDR_STORAGE localAddressAndPort;
	SOCKADDR_STORAGE remoteAddressAndPort;
	UINT64 portReservationToken;
	DWORD localRedirectTargetPID;
	struct _FWPS_CONNECT_REQUEST0 *previousVersion;
	UINT64 modifierFilterId;
	HANDLE localRedirectHandle;
	void *localRedirectContext; /* pool; WFP's from the call that applies it */
	SIZE_T localRedirectContextSize;
} FWPS_CONNECT_REQUEST0;

typedef struct _FWPS_BIND_REQUEST0 {
	SOCKADDR_STORAGE localAddressAndPort;
	UINT64 portReservationToken;
	struct _FWPS_BIND_REQUEST0 *previousVersion;
	UINT64 modifierFilterId;
} FWPS_BIND_REQUEST0;

typedef enum FWPS_CONNECTION_REDIRECT_STATE_ {
	FWPS_CONNECTION_NOT_REDIRECTED,
	FWPS_CONNECTION_REDIRECTED_BY_SELF,
	FWPS_CONNECTION_REDIRECTED_BY_OTHER,
	FWPS_CONNECTION_PREVIOUSLY_REDIRECTED_BY_SELF,
	FWPS_CONNECTION_REDIRECT_STATE_MAX
} FWPS_CONNECTION_REDIRECT_STATE;

NTSTATUS NTAPI FwpsRedirectHandleCreate0(const GUID *providerGuid, UINT32 flags,
    HANDLE *redirectHandle);
void NTAPI FwpsRedirectHandleDestroy0(HANDLE redirectHandle);
FWPS_CONNECTION_REDIRECT_STATE NTAPI FwpsQueryConnectionRedirectState0(HANDLE redirectRecords,
    HANDLE redirectHandle, void **redirectContext);
NTSTATUS NTAPI FwpsQueryConnectionSioFormatRedirectRecords0(HANDLE RedirectRecords,
    PVOID OutputBuffer, SIZE_T OutputBufferLength, PSIZE_T BytesTransferred);

/* ---- packets: clone, send, receive --------------------------------------- */

#define FWPS_INJECTION_TYPE_STREAM 0x00000001
#define FWPS_INJECTION_TYPE_TRANSPORT 0x00000002
#define FWPS_INJECTION_TYPE_NETWORK 0x00000004
#define FWPS_INJECTION_TYPE_FORWARD 0x00000008
#define FWPS_INJECTION_TYPE_L2 0x00000010
#define FWPS_INJECTION_TYPE_VSWITCH_TRANSPORT 0x00000020
#define FWPS_SEND_INJECT_PRESERVE_IPID 0x00000001

typedef void(NTAPI *FWPS_INJECT_COMPLETE0)(void *context, NET_BUFFER_LIST *netBufferList,
    BOOLEAN dispatchLevel);

typedef enum FWPS_PACKET_INJECTION_STATE_ {
	FWPS_PACKET_NOT_INJECTED,
	FWPS_PACKET_INJECTED_BY_SELF,
	FWPS_PACKET_INJECTED_BY_OTHER,
	FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF,
	FWPS_PACKET_INJECTION_STATE_MAX
} FWPS_PACKET_INJECTION_STATE;

typedef struct FWPS_TRANSPORT_SEND_PARAMS0_ {
	UCHAR *remoteAddress;
	SCOPE_ID remoteScopeId;
	WSACMSGHDR *controlData;
	ULONG controlDataLength;
} FWPS_TRANSPORT_SEND_PARAMS0;

typedef struct FWPS_TRANSPORT_SEND_PARAMS1_ {
	UCHAR *remoteAddress;
	SCOPE_ID remoteScopeId;
	WSACMSGHDR *controlData;
	ULONG controlDataLength;
	UCHAR *headerIncludeHeader;
	ULONG headerIncludeHeaderLength;
} FWPS_TRANSPORT_SEND_PARAMS1;

NTSTATUS NTAPI FwpsInjectionHandleCreate0(ADDRESS_FAMILY addressFamily, UINT32 flags,
    HANDLE *injectionHandle);
NTSTATUS NTAPI FwpsInjectionHandleDestroy0(HANDLE injectionHandle);
FWPS_PACKET_INJECTION_STATE NTAPI FwpsQueryPacketInjectionState0(HANDLE injectionHandle,
    const NET_BUFFER_LIST *netBufferList, HANDLE *injectionContext);

NTSTATUS NTAPI FwpsAllocateNetBufferAndNetBufferList0(NDIS_HANDLE poolHandle,
    USHORT contextSize, USHORT contextBackFill, MDL *mdlChain, ULONG dataOffset,
    SIZE_T dataLength, NET_BUFFER_LIST **netBufferList);
void NTAPI FwpsFreeNetBufferList0(NET_BUFFER_LIST *netBufferList);
NTSTATUS NTAPI FwpsAllocateCloneNetBufferList0(NET_BUFFER_LIST *originalNetBufferList,
    NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle,
    ULONG allocateCloneFlags, NET_BUFFER_LIST **netBufferList);
void NTAPI FwpsFreeCloneNetBufferList0(NET_BUFFER_LIST *netBufferList, ULONG freeCloneFlags);
void NTAPI FwpsReferenceNetBufferList0(NET_BUFFER_LIST *netBufferList,
    BOOLEAN intendToModify);
void NTAPI FwpsDereferenceNetBufferList0(NET_BUFFER_LIST *netBufferList,
    BOOLEAN dispatchLevel);
NTSTATUS NTAPI FwpsReassembleForwardFragmentGroup0(ADDRESS_FAMILY addressFamily,
    NET_BUFFER_LIST *fragmentGroupNblChain, NDIS_HANDLE netBufferAndNetBufferListPoolHandle,
    ULONG dataBackFill, ULONG flags, NET_BUFFER_LIST **reassembledNbl);
NTSTATUS NTAPI FwpsConstructIpHeaderForTransportPacket0(NET_BUFFER_LIST *netBufferList,
    ULONG headerIncludeHeaderLength, ADDRESS_FAMILY addressFamily, const UCHAR *sourceAddress,
    const UCHAR *remoteAddress, IPPROTO nextProtocol, UINT64 endpointHandle,
    const WSACMSGHDR *controlData, ULONG controlDataLength, UINT32 flags, PVOID reserved,
    IF_INDEX interfaceIndex, IF_INDEX subInterfaceIndex);

NTSTATUS NTAPI FwpsInjectNetworkSendAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, COMPARTMENT_ID compartmentId, NET_BUFFER_LIST *netBufferList,
    FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectNetworkReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, COMPARTMENT_ID compartmentId, IF_INDEX interfaceIndex,
    IF_INDEX subInterfaceIndex, NET_BUFFER_LIST *netBufferList,
    FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectForwardAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId,
    IF_INDEX interfaceIndex, NET_BUFFER_LIST *netBufferList,
    FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectTransportSendAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS0 *sendArgs,
    ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId,
    NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectTransportSendAsync1(HANDLE injectionHandle, HANDLE injectionContext,
    UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS1 *sendArgs,
    ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId,
    NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectTransportReceiveAsync0(HANDLE injectionHandle,
    HANDLE injectionContext, PVOID reserved, UINT32 flags, ADDRESS_FAMILY addressFamily,
    COMPARTMENT_ID compartmentId, IF_INDEX interfaceIndex, IF_INDEX subInterfaceIndex,
    NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectMacReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, UINT16 layerId, IF_INDEX interfaceIndex, NDIS_PORT_NUMBER NdisPortNumber,
    NET_BUFFER_LIST *netBufferLists, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectMacSendAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, UINT16 layerId, IF_INDEX interfaceIndex, NDIS_PORT_NUMBER NdisPortNumber,
    NET_BUFFER_LIST *netBufferLists, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsInjectvSwitchEthernetIngressAsync0(HANDLE injectionHandle,
    HANDLE injectionContext, UINT32 flags, void *reserved, const FWP_BYTE_BLOB *vSwitchId,
    NDIS_SWITCH_PORT_ID vSwitchSourcePortId, NDIS_SWITCH_NIC_INDEX vSwitchSourceNicIndex,
    NET_BUFFER_LIST *netBufferLists, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
void NTAPI FwpsReferencevSwitchPacketContext0(HANDLE packetContext);
void NTAPI FwpsDereferencevSwitchPacketContext0(HANDLE packetContext);

/* ---- tags on packets ----------------------------------------------------- */

typedef enum FWPS_NET_BUFFER_LIST_EVENT_TYPE0_ {
	FWPS_NET_BUFFER_LIST_ENTERED_NETIO,
	FWPS_NET_BUFFER_LIST_CLONED_BY_NETIO,
	FWPS_NET_BUFFER_LIST_CLONED_VIA_WFP_API,
	FWPS_NET_BUFFER_LIST_DUPLICATED_BY_NETIO,
	FWPS_NET_BUFFER_LIST_EXIT_NETIO,
	FWPS_NET_BUFFER_LIST_CONTEXT_REMOVED,
	FWPS_NET_BUFFER_LIST_NDIS_SEND_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_RECV_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_ETHERNET_SEND_COMPLETE =
	    FWPS_NET_BUFFER_LIST_NDIS_SEND_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_ETHERNET_RECV_COMPLETE =
	    FWPS_NET_BUFFER_LIST_NDIS_RECV_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_NATIVE_SEND_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_NATIVE_RECV_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_VSWITCH_INGRESS_COMPLETE,
	FWPS_NET_BUFFER_LIST_NDIS_VSWITCH_EGRESS_COMPLETE,
	FWPS_NET_BUFFER_LIST_CLONED_BY_NDIS,
	FWPS_NET_BUFFER_LIST_REASSEMBLED_FRAGMENT,
	FWPS_NET_BUFFER_LIST_REASSEMBLY_COMPLETE
} FWPS_NET_BUFFER_LIST_EVENT_TYPE0;

typedef void(NTAPI *FWPS_NET_BUFFER_LIST_NOTIFY_FN0)(FWPS_NET_BUFFER_LIST_EVENT_TYPE0 eventType,
    NET_BUFFER_LIST *netBufferList, NET_BUFFER_LIST *newNetBufferList, UINT16 layerId,
    UINT64 context, UINT64 contextTag);
typedef NTSTATUS(NTAPI *FWPS_NET_BUFFER_LIST_NOTIFY_FN1)(
    FWPS_NET_BUFFER_LIST_EVENT_TYPE0 eventType, NET_BUFFER_LIST *netBufferList,
    NET_BUFFER_LIST *newNetBufferList, UINT16 layerId, UINT64 context, UINT64 contextTag);

UINT64 NTAPI FwpsNetBufferListGetTagForContext0(void);
NTSTATUS NTAPI FwpsNetBufferListAssociateContext0(NET_BUFFER_LIST *netBufferList,
    UINT16 layerId, UINT64 context, UINT64 contextTag, GUID *providerGuid, void *deviceObject,
    FWPS_NET_BUFFER_LIST_NOTIFY_FN0 notifyFn, UINT32 flags);
NTSTATUS NTAPI FwpsNetBufferListAssociateContext1(NET_BUFFER_LIST *netBufferList,
    UINT16 layerId, UINT64 context, UINT64 contextTag, GUID *providerGuid, void *deviceObject,
    FWPS_NET_BUFFER_LIST_NOTIFY_FN1 notifyFn, UINT32 flags);
NTSTATUS NTAPI FwpsNetBufferListRetrieveContext0(NET_BUFFER_LIST *netBufferList,
    UINT64 contextTag, BOOLEAN removeContext, UINT32 flags, UINT64 *context);
NTSTATUS NTAPI FwpsNetBufferListRemoveContext0(NET_BUFFER_LIST *netBufferList,
    UINT64 contextTag, UINT32 flags);

/* ---- streams ------------------------------------------------------------- */

#define FWPS_STREAM_FLAG_RECEIVE 0x00000001
#define FWPS_STREAM_FLAG_RECEIVE_EXPEDITED 0x00000002
#define FWPS_STREAM_FLAG_RECEIVE_DISCONNECT 0x00000004
#define FWPS_STREAM_FLAG_RECEIVE_ABORT 0x00000008
#define FWPS_STREAM_FLAG_RECEIVE_PUSH 0x00000010
#define FWPS_STREAM_FLAG_SEND 0x00010000
#define FWPS_STREAM_FLAG_SEND_EXPEDITED 0x00020000
#define FWPS_STREAM_FLAG_SEND_NODELAY 0x00040000
#define FWPS_STREAM_FLAG_SEND_DISCONNECT 0x00080000
#define FWPS_STREAM_FLAG_SEND_ABORT 0x00100000

typedef struct FWPS_STREAM_DATA_OFFSET0_ {
	NET_BUFFER_LIST *netBufferList;
	NET_BUFFER *netBuffer;
	MDL *mdl;
	UINT32 mdlOffset;
	UINT32 netBufferOffset;
	SIZE_T streamDataOffset;
} FWPS_STREAM_DATA_OFFSET0;

typedef struct FWPS_STREAM_DATA0_ {
	UINT32 flags;
	FWPS_STREAM_DATA_OFFSET0 dataOffset;
	SIZE_T dataLength;
	NET_BUFFER_LIST *netBufferListChain;
} FWPS_STREAM_DATA0;

typedef enum FWPS_STREAM_ACTION_TYPE_ {
	FWPS_STREAM_ACTION_NONE,
	FWPS_STREAM_ACTION_NEED_MORE_DATA,
	FWPS_STREAM_ACTION_DROP_CONNECTION,
	FWPS_STREAM_ACTION_DEFER,
	FWPS_STREAM_ACTION_ALLOW_CONNECTION,
	FWPS_STREAM_ACTION_TYPE_MAX
} FWPS_STREAM_ACTION_TYPE;

typedef struct FWPS_STREAM_CALLOUT_IO_PACKET0_ {
	FWPS_STREAM_DATA0 *streamData;
	SIZE_T missedBytes;
	UINT32 countBytesRequired;
	SIZE_T countBytesEnforced;
	FWPS_STREAM_ACTION_TYPE streamAction;
} FWPS_STREAM_CALLOUT_IO_PACKET0;

NTSTATUS NTAPI FwpsStreamInjectAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT32 flags, UINT64 flowId, UINT32 calloutId, UINT16 layerId, UINT32 streamFlags,
    NET_BUFFER_LIST *netBufferList, SIZE_T dataLength, FWPS_INJECT_COMPLETE0 completionFn,
    HANDLE completionContext);
NTSTATUS NTAPI FwpsStreamContinue0(UINT64 flowId, UINT32 calloutId, UINT16 layerId,
    UINT32 streamFlags);
void NTAPI FwpsCopyStreamDataToBuffer0(const FWPS_STREAM_DATA0 *calloutStreamData, PVOID buffer,
    SIZE_T bytesToCopy, SIZE_T *bytesCopied);
NTSTATUS NTAPI FwpsCloneStreamData0(FWPS_STREAM_DATA0 *calloutStreamData,
    NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle,
    ULONG allocateCloneFlags, NET_BUFFER_LIST **netBufferListChain);
void NTAPI FwpsDiscardClonedStreamData0(NET_BUFFER_LIST *netBufferListChain,
    UINT32 allocateCloneFlags, BOOLEAN dispatchLevel);

/* ---- endpoints ----------------------------------------------------------- */

NTSTATUS NTAPI FwpsAleEndpointGetById0(HANDLE engineHandle, UINT64 endpointId,
    FWPS_ALE_ENDPOINT_PROPERTIES0 **properties);
NTSTATUS NTAPI FwpsAleEndpointCreateEnumHandle0(HANDLE engineHandle,
    const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle);
NTSTATUS NTAPI FwpsAleEndpointEnum0(HANDLE engineHandle, HANDLE enumHandle,
    UINT32 numEntriesRequested, FWPS_ALE_ENDPOINT_PROPERTIES0 ***entries,
    UINT32 *numEntriesReturned);
NTSTATUS NTAPI FwpsAleEndpointDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);

NTSTATUS NTAPI FwpsVirtualIfTunnelInfoGet0(const FWPS_INCOMING_METADATA_VALUES0 *metadata,
    IPSEC_VIRTUAL_IF_TUNNEL_INFO0 *virtualIfTunnelInfo);
NTSTATUS NTAPI FwpsVirtualIfTunnelInfoSet0(NET_BUFFER_LIST *netBufferList,
    const IPSEC_VIRTUAL_IF_TUNNEL_INFO0 *virtualIfTunnelInfo);

SDK_SIZE(FWPS_CALLOUT0, 0x30);
SDK_OFFSET(FWPS_CALLOUT0, classifyFn, 0x18);
SDK_OFFSET(FWPS_CALLOUT3, flowDeleteFn, 0x28);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, discardMetadata, 0x10);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, flowHandle, 0x20);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, ipHeaderSize, 0x28);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, transportHeaderSize, 0x2c);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, processPath, 0x30);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, processId, 0x40);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, compartmentId, 0x50);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, fragmentMetadata, 0x54);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, completionHandle, 0x68);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, transportEndpointHandle, 0x70);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, controlData, 0x80);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, packetDirection, 0x8c);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, headerIncludeHeader, 0x90);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, destinationPrefix, 0x9c);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, parentEndpointHandle, 0xc0);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, originalDestination, 0xd0);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, redirectRecords, 0xd8);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, vSwitchSourcePortId, 0xf0);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, vSwitchPacketContext, 0x100);
SDK_OFFSET(FWPS_INCOMING_METADATA_VALUES0, reserved1, 0x110);
SDK_SIZE(FWPS_INCOMING_METADATA_VALUES0, 0x118);
SDK_SIZE(FWPS_CONNECT_REQUEST0, 0x138);
SDK_OFFSET(FWPS_CONNECT_REQUEST0, localRedirectHandle, 0x120);
SDK_SIZE(FWPS_BIND_REQUEST0, 0x98);
SDK_SIZE(FWPS_TRANSPORT_SEND_PARAMS0, 0x20);
SDK_SIZE(FWPS_TRANSPORT_SEND_PARAMS1, 0x30);
SDK_SIZE(FWPS_STREAM_DATA_OFFSET0, 0x28);
SDK_SIZE(FWPS_STREAM_DATA0, 0x40);
SDK_SIZE(FWPS_STREAM_CALLOUT_IO_PACKET0, 0x28);

#ifdef __cplusplus
}
#endif

#endif /* FWPSX_H */
