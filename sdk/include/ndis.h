/*
 * NDIS 6: packets as NET_BUFFER_LISTs.
 *
 * A packet is a NET_BUFFER: a chain of MDLs, an offset where the data starts and
 * a length.  A NET_BUFFER_LIST is a chain of them with what they have in common.
 *
 *	NET_BUFFER_LIST -> NET_BUFFER -> MDL -> MDL
 *	      |                 +----> NET_BUFFER (next packet of the same list)
 *	      +-> NET_BUFFER_LIST (next list)
 *
 * Retreating moves the start of data towards the front (to a header), advancing
 * moves it back.  Names, numbers and layouts are Windows'; the text is ours.
 * [ndis/nbl.h, ndis/nblapi.h, ndis/nblaccessors.h; layouts: hosting]
 * Here is what a callout driver needs; miniports and protocols are left out.
 */
#ifndef _NDIS_
#define _NDIS_

#include <sdk_base.h>
#include <sdk_media.h>
#include <netioapi.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef PVOID NDIS_HANDLE, *PNDIS_HANDLE;
typedef struct _NDIS_GENERIC_OBJECT NDIS_GENERIC_OBJECT, *PNDIS_GENERIC_OBJECT; /* opaque */
typedef int NDIS_STATUS, *PNDIS_STATUS;
typedef ULONG NDIS_PORT_NUMBER, *PNDIS_PORT_NUMBER;
typedef UINT32 NDIS_SWITCH_PORT_ID, *PNDIS_SWITCH_PORT_ID;
typedef USHORT NDIS_SWITCH_NIC_INDEX, *PNDIS_SWITCH_NIC_INDEX;

#define NDIS_STATUS_SUCCESS ((NDIS_STATUS)STATUS_SUCCESS)
#define NDIS_STATUS_PENDING ((NDIS_STATUS)STATUS_PENDING)
#define NDIS_STATUS_FAILURE ((NDIS_STATUS)STATUS_UNSUCCESSFUL)
#define NDIS_STATUS_RESOURCES ((NDIS_STATUS)STATUS_INSUFFICIENT_RESOURCES)
#define NDIS_DEFAULT_PORT_NUMBER ((NDIS_PORT_NUMBER)0)

typedef struct _NDIS_OBJECT_HEADER {
	UCHAR Type;
	UCHAR Revision;
	USHORT Size;
} NDIS_OBJECT_HEADER, *PNDIS_OBJECT_HEADER;

#define NDIS_OBJECT_TYPE_DEFAULT 0x80
#define NDIS_OBJECT_REVISION_1 1
#define NDIS_PROTOCOL_ID_DEFAULT 0x00
#define NDIS_PROTOCOL_ID_TCP_IP 0x02

/* ---- what goes with a list ------------------------------------------------ */

typedef enum _NDIS_NET_BUFFER_LIST_INFO {
	TcpIpChecksumNetBufferListInfo,
	TcpOffloadBytesTransferred = TcpIpChecksumNetBufferListInfo,
	IPsecOffloadV1NetBufferListInfo,
	IPsecOffloadV2NetBufferListInfo = IPsecOffloadV1NetBufferListInfo,
	TcpLargeSendNetBufferListInfo,
	TcpReceiveNoPush = TcpLargeSendNetBufferListInfo,
	ClassificationHandleNetBufferListInfo,
	Ieee8021QNetBufferListInfo,
	NetBufferListCancelId,
	MediaSpecificInformation,
	NetBufferListFrameType,
	NetBufferListProtocolId = NetBufferListFrameType,
	NetBufferListHashValue,
	NetBufferListHashInfo,
	WfpNetBufferListInfo,
	IPsecOffloadV2TunnelNetBufferListInfo,
	IPsecOffloadV2HeaderNetBufferListInfo,
	NetBufferListCorrelationId,
	NetBufferListFilteringInfo,
	MediaSpecificInformationEx,
	NblOriginalInterfaceIfIndex,
	NblReAuthWfpFlowContext = NblOriginalInterfaceIfIndex,
	TcpReceiveBytesTransferred,
	NrtNameResolutionId = TcpReceiveBytesTransferred,
	UdpRecvSegCoalesceOffloadInfo = TcpReceiveBytesTransferred,
	SwitchForwardingReserved,
	SwitchForwardingDetail,
	VirtualSubnetInfo,
	IMReserved,
	TcpRecvSegCoalesceInfo,
	UdpSegmentationOffloadInfo = TcpRecvSegCoalesceInfo,
	RscTcpTimestampDelta,
	TcpSendOffloadsSupplementalNetBufferListInfo = RscTcpTimestampDelta,
	GftOffloadInformation,
	GftFlowEntryId,
	NetBufferListInfoReserved3,
	MaxNetBufferListInfo
} NDIS_NET_BUFFER_LIST_INFO, *PNDIS_NET_BUFFER_LIST_INFO;

/* The value at TcpIpChecksumNetBufferListInfo: no pointer, the bits themselves. */
typedef struct _NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO {
	union {
		struct {
			ULONG IsIPv4 : 1;
			ULONG IsIPv6 : 1;
			ULONG TcpChecksum : 1;
			ULONG UdpChecksum : 1;
			ULONG IpHeaderChecksum : 1;
			ULONG Reserved : 11;
			ULONG TcpHeaderOffset : 10;
		} Transmit;
		struct {
			ULONG TcpChecksumFailed : 1;
			ULONG UdpChecksumFailed : 1;
			ULONG IpChecksumFailed : 1;
			ULONG TcpChecksumSucceeded : 1;
			ULONG UdpChecksumSucceeded : 1;
			ULONG IpChecksumSucceeded : 1;
			ULONG Loopback : 1;
			ULONG TcpChecksumValueInvalid : 1;
			ULONG IpChecksumValueInvalid : 1;
		} Receive;
		PVOID Value;
	};
} NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO, *PNDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO;

/* ---- a packet ------------------------------------------------------------- */

typedef struct _NET_BUFFER NET_BUFFER, *PNET_BUFFER;
typedef struct _NET_BUFFER_LIST NET_BUFFER_LIST, *PNET_BUFFER_LIST;
typedef struct _NET_BUFFER_SHARED_MEMORY NET_BUFFER_SHARED_MEMORY;
typedef struct _NET_BUFFER_LIST_CONTEXT NET_BUFFER_LIST_CONTEXT, *PNET_BUFFER_LIST_CONTEXT;

typedef union _NET_BUFFER_DATA_LENGTH {
	ULONG DataLength;
	SIZE_T stDataLength;
} NET_BUFFER_DATA_LENGTH, *PNET_BUFFER_DATA_LENGTH;

/* What NET_BUFFER_DATA and the front of NET_BUFFER have in common. */
#define SDK_NET_BUFFER_DATA \
	NET_BUFFER *Next; \
	MDL *CurrentMdl; \
	ULONG CurrentMdlOffset; \
	union { \
		ULONG DataLength; \
		SIZE_T stDataLength; \
	}; \
	MDL *MdlChain; \
	ULONG DataOffset

typedef struct _NET_BUFFER_DATA {
	SDK_NET_BUFFER_DATA;
} NET_BUFFER_DATA, *PNET_BUFFER_DATA;

typedef union _NET_BUFFER_HEADER {
	struct {
		SDK_NET_BUFFER_DATA;
	};
	SLIST_HEADER Link;
} NET_BUFFER_HEADER, *PNET_BUFFER_HEADER;

struct _NET_BUFFER {
	union {
		struct {
			SDK_NET_BUFFER_DATA;
		};
		SLIST_HEADER Link;
		NET_BUFFER_HEADER NetBufferHeader;
	};
	USHORT ChecksumBias;
	USHORT Reserved;
	NDIS_HANDLE NdisPoolHandle;
	DECLSPEC_ALIGN(16) PVOID NdisReserved[2];
	DECLSPEC_ALIGN(16) PVOID ProtocolReserved[6];
	DECLSPEC_ALIGN(16) PVOID MiniportReserved[4];
	PHYSICAL_ADDRESS DataPhysicalAddress;
	union {
		NET_BUFFER_SHARED_MEMORY *SharedMemoryInfo;
		PVOID ScatterGatherList;
	};
};

struct _NET_BUFFER_LIST_CONTEXT {
	NET_BUFFER_LIST_CONTEXT *Next;
	USHORT Size;
	USHORT Offset;
	DECLSPEC_ALIGN(16) UCHAR ContextData[];
};

typedef struct _NET_BUFFER_LIST_DATA {
	NET_BUFFER_LIST *Next;
	NET_BUFFER *FirstNetBuffer;
} NET_BUFFER_LIST_DATA, *PNET_BUFFER_LIST_DATA;

typedef union _NET_BUFFER_LIST_HEADER {
	struct {
		NET_BUFFER_LIST *Next;
		NET_BUFFER *FirstNetBuffer;
	};
	SLIST_HEADER Link;
} NET_BUFFER_LIST_HEADER, *PNET_BUFFER_LIST_HEADER;

struct _NET_BUFFER_LIST {
	union {
		struct {
			NET_BUFFER_LIST *Next;
			NET_BUFFER *FirstNetBuffer;
		};
		SLIST_HEADER Link;
		NET_BUFFER_LIST_HEADER NetBufferListHeader;
	};
	NET_BUFFER_LIST_CONTEXT *Context;
	NET_BUFFER_LIST *ParentNetBufferList; /* what a clone was cloned from */
	NDIS_HANDLE NdisPoolHandle;
	DECLSPEC_ALIGN(16) PVOID NdisReserved[2];
	DECLSPEC_ALIGN(16) PVOID ProtocolReserved[4];
	DECLSPEC_ALIGN(16) PVOID MiniportReserved[2];
	PVOID Scratch;
	NDIS_HANDLE SourceHandle;
	ULONG NblFlags;
	LONG ChildRefCount;
	ULONG Flags;
	union {
		NDIS_STATUS Status;
		ULONG NdisReserved2;
	};
	PVOID NetBufferListInfo[MaxNetBufferListInfo];
};

/* ---- accessors ------------------------------------------------------------ */

#define NET_BUFFER_NEXT_NB(_NB) ((_NB)->Next)
#define NET_BUFFER_FIRST_MDL(_NB) ((_NB)->MdlChain)
#define NET_BUFFER_DATA_LENGTH(_NB) ((_NB)->DataLength)
#define NET_BUFFER_DATA_OFFSET(_NB) ((_NB)->DataOffset)
#define NET_BUFFER_CURRENT_MDL(_NB) ((_NB)->CurrentMdl)
#define NET_BUFFER_CURRENT_MDL_OFFSET(_NB) ((_NB)->CurrentMdlOffset)
#define NET_BUFFER_PROTOCOL_RESERVED(_NB) ((_NB)->ProtocolReserved)
#define NET_BUFFER_MINIPORT_RESERVED(_NB) ((_NB)->MiniportReserved)
#define NET_BUFFER_CHECKSUM_BIAS(_NB) ((_NB)->ChecksumBias)

#define NET_BUFFER_LIST_NEXT_NBL(_NBL) ((_NBL)->Next)
#define NET_BUFFER_LIST_FIRST_NB(_NBL) ((_NBL)->FirstNetBuffer)
#define NET_BUFFER_LIST_FLAGS(_NBL) ((_NBL)->Flags)
#define NET_BUFFER_LIST_NBL_FLAGS(_NBL) ((_NBL)->NblFlags)
#define NET_BUFFER_LIST_PROTOCOL_RESERVED(_NBL) ((_NBL)->ProtocolReserved)
#define NET_BUFFER_LIST_MINIPORT_RESERVED(_NBL) ((_NBL)->MiniportReserved)
#define NET_BUFFER_LIST_STATUS(_NBL) ((_NBL)->Status)
#define NET_BUFFER_LIST_INFO(_NBL, _Id) ((_NBL)->NetBufferListInfo[(_Id)])
#define NET_BUFFER_LIST_CONTEXT_DATA_START(_NBL) \
	((PUCHAR)(((_NBL)->Context) + 1) + (_NBL)->Context->Offset)
#define NET_BUFFER_LIST_CONTEXT_DATA_SIZE(_NBL) (((_NBL)->Context)->Size)

#define NDIS_NBL_FLAGS_SEND_READ_ONLY 0x00000001
#define NDIS_NBL_FLAGS_RECV_READ_ONLY 0x00000002
#define NDIS_NBL_FLAGS_HD_SPLIT 0x00000100
#define NDIS_NBL_FLAGS_IS_IPV4 0x00000200
#define NDIS_NBL_FLAGS_IS_IPV6 0x00000400
#define NDIS_NBL_FLAGS_IS_TCP 0x00000800
#define NDIS_NBL_FLAGS_IS_UDP 0x00001000
#define NDIS_NBL_FLAGS_IS_LOOPBACK_PACKET 0x00008000
#define NdisTestNblFlag(_NBL, _F) (((_NBL)->NblFlags & (_F)) != 0)
#define NdisTestNblFlags(_NBL, _F) (((_NBL)->NblFlags & (_F)) == (_F))
#define NdisSetNblFlag(_NBL, _F) ((_NBL)->NblFlags |= (_F))
#define NdisClearNblFlag(_NBL, _F) ((_NBL)->NblFlags &= ~(_F))

/* ---- pools ---------------------------------------------------------------- */

#define NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 1
#define NET_BUFFER_POOL_PARAMETERS_REVISION_1 1

typedef struct _NET_BUFFER_LIST_POOL_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	UCHAR ProtocolId;
	BOOLEAN fAllocateNetBuffer;
	USHORT ContextSize;
	ULONG PoolTag;
	ULONG DataSize;
} NET_BUFFER_LIST_POOL_PARAMETERS, *PNET_BUFFER_LIST_POOL_PARAMETERS;

typedef struct _NET_BUFFER_POOL_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	ULONG PoolTag;
	ULONG DataSize;
} NET_BUFFER_POOL_PARAMETERS, *PNET_BUFFER_POOL_PARAMETERS;

#define NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 \
	RTL_SIZEOF_THROUGH_FIELD(NET_BUFFER_LIST_POOL_PARAMETERS, DataSize)
#define NDIS_SIZEOF_NET_BUFFER_POOL_PARAMETERS_REVISION_1 \
	RTL_SIZEOF_THROUGH_FIELD(NET_BUFFER_POOL_PARAMETERS, DataSize)

typedef MDL *NET_BUFFER_ALLOCATE_MDL(ULONG *BufferSize);
typedef VOID NET_BUFFER_FREE_MDL(MDL *Mdl);
typedef NET_BUFFER_ALLOCATE_MDL *NET_BUFFER_ALLOCATE_MDL_HANDLER;
typedef NET_BUFFER_FREE_MDL *NET_BUFFER_FREE_MDL_HANDLER;

#define NDIS_CLONE_FLAGS_RESERVED 0x00000001
#define NDIS_CLONE_FLAGS_USE_ORIGINAL_MDLS 0x00000002

#define SDK_NDIS DECLSPEC_IMPORT

SDK_NDIS NDIS_HANDLE NdisAllocateNetBufferListPool(NDIS_HANDLE NdisHandle,
    NET_BUFFER_LIST_POOL_PARAMETERS const *Parameters);
SDK_NDIS VOID NdisFreeNetBufferListPool(NDIS_HANDLE PoolHandle);
SDK_NDIS NDIS_HANDLE NdisAllocateNetBufferPool(NDIS_HANDLE NdisHandle,
    NET_BUFFER_POOL_PARAMETERS const *Parameters);
SDK_NDIS VOID NdisFreeNetBufferPool(NDIS_HANDLE PoolHandle);

SDK_NDIS NET_BUFFER_LIST *NdisAllocateNetBufferList(NDIS_HANDLE PoolHandle,
    USHORT ContextSize, USHORT ContextBackFill);
SDK_NDIS NET_BUFFER_LIST *NdisAllocateNetBufferAndNetBufferList(NDIS_HANDLE PoolHandle,
    USHORT ContextSize, USHORT ContextBackFill, MDL *MdlChain, ULONG DataOffset,
    SIZE_T DataLength);
SDK_NDIS VOID NdisFreeNetBufferList(NET_BUFFER_LIST *NetBufferList);
SDK_NDIS NDIS_HANDLE NdisGetPoolFromNetBufferList(NET_BUFFER_LIST const *NetBufferList);
SDK_NDIS NET_BUFFER *NdisAllocateNetBuffer(NDIS_HANDLE PoolHandle, MDL *MdlChain,
    ULONG DataOffset, SIZE_T DataLength);
SDK_NDIS NET_BUFFER *NdisAllocateNetBufferMdlAndData(NDIS_HANDLE PoolHandle);
SDK_NDIS VOID NdisFreeNetBuffer(NET_BUFFER *NetBuffer);
SDK_NDIS NDIS_HANDLE NdisGetPoolFromNetBuffer(NET_BUFFER const *NetBuffer);

SDK_NDIS NET_BUFFER_LIST *NdisAllocateCloneNetBufferList(NET_BUFFER_LIST *OriginalNetBufferList,
    NDIS_HANDLE NetBufferListPoolHandle, NDIS_HANDLE NetBufferPoolHandle,
    ULONG AllocateCloneFlags);
SDK_NDIS VOID NdisFreeCloneNetBufferList(NET_BUFFER_LIST *CloneNetBufferList,
    ULONG FreeCloneFlags);
SDK_NDIS NDIS_STATUS NdisAllocateNetBufferListContext(NET_BUFFER_LIST *NetBufferList,
    USHORT ContextSize, USHORT ContextBackFill, ULONG PoolTag);
SDK_NDIS VOID NdisFreeNetBufferListContext(NET_BUFFER_LIST *NetBufferList,
    USHORT ContextSize);
SDK_NDIS VOID NdisCopySendNetBufferListInfo(NET_BUFFER_LIST *DestNetBufferList,
    NET_BUFFER_LIST const *SrcNetBufferList);
SDK_NDIS VOID NdisCopyReceiveNetBufferListInfo(NET_BUFFER_LIST *DestNetBufferList,
    NET_BUFFER_LIST const *SrcNetBufferList);

/* ---- data ----------------------------------------------------------------- */

SDK_NDIS NDIS_STATUS NdisRetreatNetBufferDataStart(NET_BUFFER *NetBuffer,
    ULONG DataOffsetDelta, ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL *AllocateMdlHandler);
SDK_NDIS VOID NdisAdvanceNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta,
    BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL *FreeMdlHandler);
SDK_NDIS NDIS_STATUS NdisRetreatNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList,
    ULONG DataOffsetDelta, ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL *AllocateMdlHandler,
    NET_BUFFER_FREE_MDL *FreeMdlHandler);
SDK_NDIS VOID NdisAdvanceNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList,
    ULONG DataOffsetDelta, BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL *FreeMdlHandler);
SDK_NDIS VOID NdisAdjustNetBufferCurrentMdl(NET_BUFFER *NetBuffer);
SDK_NDIS PVOID NdisGetDataBuffer(NET_BUFFER *NetBuffer, ULONG BytesNeeded, PVOID Storage,
    ULONG AlignMultiple, ULONG AlignOffset);
SDK_NDIS NDIS_STATUS NdisCopyFromNetBufferToNetBuffer(NET_BUFFER *Destination,
    ULONG DestinationOffset, ULONG BytesToCopy, NET_BUFFER const *Source, ULONG SourceOffset,
    ULONG *BytesCopied);
SDK_NDIS MDL *NdisAllocateMdl(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, ULONG Length);
SDK_NDIS VOID NdisFreeMdl(MDL *Mdl);

/* ---- handles for drivers that are no NDIS drivers ------------------------- */

SDK_NDIS NDIS_HANDLE NdisAllocateGenericObject(PDRIVER_OBJECT DriverObject, ULONG Tag,
    USHORT Size);
SDK_NDIS VOID NdisFreeGenericObject(NDIS_HANDLE NdisGenericObject);
SDK_NDIS VOID NdisMSleep(ULONG MicrosecondsToSleep);

SDK_SIZE(NDIS_OBJECT_HEADER, 4);
SDK_ASSERT(MaxNetBufferListInfo == 0x1b, "NetBufferListInfo has another length");
SDK_SIZE(NET_BUFFER, 0xb0);
SDK_OFFSET(NET_BUFFER, CurrentMdl, 0x08);
SDK_OFFSET(NET_BUFFER, CurrentMdlOffset, 0x10);
SDK_OFFSET(NET_BUFFER, DataLength, 0x18);
SDK_OFFSET(NET_BUFFER, MdlChain, 0x20);
SDK_OFFSET(NET_BUFFER, DataOffset, 0x28);
SDK_OFFSET(NET_BUFFER, ChecksumBias, 0x30);
SDK_OFFSET(NET_BUFFER, NdisPoolHandle, 0x38);
SDK_OFFSET(NET_BUFFER, NdisReserved, 0x40);
SDK_OFFSET(NET_BUFFER, ProtocolReserved, 0x50);
SDK_OFFSET(NET_BUFFER, MiniportReserved, 0x80);
SDK_SIZE(NET_BUFFER_LIST, 0x170);
SDK_OFFSET(NET_BUFFER_LIST, FirstNetBuffer, 0x08);
SDK_OFFSET(NET_BUFFER_LIST, Context, 0x10);
SDK_OFFSET(NET_BUFFER_LIST, ParentNetBufferList, 0x18);
SDK_OFFSET(NET_BUFFER_LIST, NdisPoolHandle, 0x20);
SDK_OFFSET(NET_BUFFER_LIST, NdisReserved, 0x30);
SDK_OFFSET(NET_BUFFER_LIST, ProtocolReserved, 0x40);
SDK_OFFSET(NET_BUFFER_LIST, MiniportReserved, 0x60);
SDK_OFFSET(NET_BUFFER_LIST, Scratch, 0x70);
SDK_OFFSET(NET_BUFFER_LIST, SourceHandle, 0x78);
SDK_OFFSET(NET_BUFFER_LIST, NblFlags, 0x80);
SDK_OFFSET(NET_BUFFER_LIST, ChildRefCount, 0x84);
SDK_OFFSET(NET_BUFFER_LIST, Flags, 0x88);
SDK_OFFSET(NET_BUFFER_LIST, Status, 0x8c);
SDK_OFFSET(NET_BUFFER_LIST, NetBufferListInfo, 0x90);
SDK_SIZE(NET_BUFFER_LIST_POOL_PARAMETERS, 0x10);
SDK_SIZE(NET_BUFFER_POOL_PARAMETERS, 0x0c);
SDK_SIZE(NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO, 8);

#ifdef __cplusplus
}
#endif

#endif /* _NDIS_ */
