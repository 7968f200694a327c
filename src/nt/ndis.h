/*
 * NDIS: the buffers in which packets travel, as callouts and their pools see them.
 *
 * Windows: a NET_BUFFER_LIST holds NET_BUFFERs, each a chain of MDLs with a
 *   window (DataOffset, DataLength) on it; CurrentMdl and CurrentMdlOffset cache
 *   where the window begins.  [nbl.h, hosting]
 * Here: the x64 layout of NDIS 6.80 and later; older pools' lists had fewer
 *   NetBufferListInfo slots, the slots they share have the same numbers.
 */
#ifndef NT_NDIS_H
#define NT_NDIS_H

#include "nt/io.h"
#include "nt/ke.h"
#include "nt/types.h"

typedef INT NDIS_STATUS;
typedef PVOID NDIS_HANDLE;

#define NDIS_STATUS_SUCCESS ((NDIS_STATUS)0x00000000)
#define NDIS_STATUS_PENDING ((NDIS_STATUS)0x00000103)
#define NDIS_STATUS_FAILURE ((NDIS_STATUS)0xC0000001)
#define NDIS_STATUS_RESOURCES ((NDIS_STATUS)0xC000009A)
#define NDIS_STATUS_NOT_SUPPORTED ((NDIS_STATUS)0xC00000BB)
#define NDIS_STATUS_INVALID_PARAMETER ((NDIS_STATUS)0xC000000D)
#define NDIS_STATUS_SEND_ABORTED ((NDIS_STATUS)0xC023000C)

#define NDIS_OBJECT_TYPE_DEFAULT 0x80
#define NET_BUFFER_POOL_PARAMETERS_REVISION_1 1
#define NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 1
#define NDIS_SIZEOF_NET_BUFFER_POOL_PARAMETERS_REVISION_1 12
#define NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 16
#define NDIS_PROTOCOL_ID_DEFAULT 0x00
#define NDIS_PROTOCOL_ID_TCP_IP 0x02

/* NET_BUFFER_LIST.NblFlags and Flags. */
#define NDIS_NBL_FLAGS_SEND_READ_ONLY 0x00000001
#define NDIS_NBL_FLAGS_RECV_READ_ONLY 0x00000002
#define NDIS_NBL_FLAGS_HD_SPLIT 0x00000100
#define NDIS_NBL_FLAGS_IS_IPV4 0x00000200
#define NDIS_NBL_FLAGS_IS_IPV6 0x00000400
#define NDIS_NBL_FLAGS_IS_TCP 0x00000800
#define NDIS_NBL_FLAGS_IS_UDP 0x00001000
#define NDIS_NBL_FLAGS_IS_LOOPBACK_PACKET 0x00008000

typedef enum _NDIS_NET_BUFFER_LIST_INFO {
	TcpIpChecksumNetBufferListInfo = 0,
	TcpOffloadBytesTransferred = 0,
	IPsecOffloadV1NetBufferListInfo = 1,
	IPsecOffloadV2NetBufferListInfo = 1,
	TcpLargeSendNetBufferListInfo = 2,
	TcpReceiveNoPush = 2,
	ClassificationHandleNetBufferListInfo = 3,
	Ieee8021QNetBufferListInfo = 4,
	NetBufferListCancelId = 5,
	MediaSpecificInformation = 6,
	NetBufferListFrameType = 7,
	NetBufferListProtocolId = 7,
	NetBufferListHashValue = 8,
	NetBufferListHashInfo = 9,
	WfpNetBufferListInfo = 10,
	IPsecOffloadV2TunnelNetBufferListInfo = 11,
	IPsecOffloadV2HeaderNetBufferListInfo = 12,
	NetBufferListCorrelationId = 13,
	NetBufferListFilteringInfo = 14,
	MediaSpecificInformationEx = 15,
	NblOriginalInterfaceIfIndex = 16,
	NblReAuthWfpFlowContext = 16,
	TcpReceiveBytesTransferred = 17,
	NrtNameResolutionId = 17,
	UdpRecvSegCoalesceOffloadInfo = 17,
	SwitchForwardingReserved = 18,
	SwitchForwardingDetail = 19,
	VirtualSubnetInfo = 20,
	IMReserved = 21,
	TcpRecvSegCoalesceInfo = 22,
	UdpSegmentationOffloadInfo = 22,
	RscTcpTimestampDelta = 23,
	TcpSendOffloadsSupplementalNetBufferListInfo = 23,
	GftOffloadInformation = 24,
	GftFlowEntryId = 25,
	NetBufferListInfoReserved3 = 26,
	MaxNetBufferListInfo = 27,
} NDIS_NET_BUFFER_LIST_INFO;

typedef struct _NDIS_OBJECT_HEADER {
	UCHAR Type;
	UCHAR Revision;
	USHORT Size;
} NDIS_OBJECT_HEADER, *PNDIS_OBJECT_HEADER;

typedef struct _NDIS_GENERIC_OBJECT {
	NDIS_OBJECT_HEADER Header;
	PVOID Caller;
	PVOID CallersCaller;
	PDRIVER_OBJECT DriverObject;
} NDIS_GENERIC_OBJECT, *PNDIS_GENERIC_OBJECT;

typedef struct _NET_BUFFER_POOL_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	ULONG PoolTag;
	ULONG DataSize;
} NET_BUFFER_POOL_PARAMETERS, *PNET_BUFFER_POOL_PARAMETERS;

typedef struct _NET_BUFFER_LIST_POOL_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	UCHAR ProtocolId;
	BOOLEAN fAllocateNetBuffer;
	USHORT ContextSize;
	ULONG PoolTag;
	ULONG DataSize;
} NET_BUFFER_LIST_POOL_PARAMETERS, *PNET_BUFFER_LIST_POOL_PARAMETERS;

typedef struct _NET_BUFFER NET_BUFFER, *PNET_BUFFER;
typedef struct _NET_BUFFER_LIST NET_BUFFER_LIST, *PNET_BUFFER_LIST;
typedef struct _NET_BUFFER_LIST_CONTEXT NET_BUFFER_LIST_CONTEXT, *PNET_BUFFER_LIST_CONTEXT;

struct NT_ALIGN(16) _NET_BUFFER_LIST_CONTEXT {
	NET_BUFFER_LIST_CONTEXT *Next;
	USHORT Size;
	USHORT Offset;
	UCHAR ContextData[] NT_ALIGN(16);
};

struct NT_ALIGN(16) _NET_BUFFER {
	union {
		struct {
			NET_BUFFER *Next;
			PMDL CurrentMdl;
			ULONG CurrentMdlOffset;
			union {
				ULONG DataLength NT_ALIGN(8);
				SIZE_T stDataLength;
			};
			PMDL MdlChain;
			ULONG DataOffset;
		};
		SLIST_HEADER Link;
	};
	USHORT ChecksumBias;
	USHORT Reserved;
	NDIS_HANDLE NdisPoolHandle;
	PVOID NdisReserved[2] NT_ALIGN(16);
	PVOID ProtocolReserved[6] NT_ALIGN(16);
	PVOID MiniportReserved[4] NT_ALIGN(16);
	PHYSICAL_ADDRESS DataPhysicalAddress;
	union {
		PVOID SharedMemoryInfo;
		PVOID ScatterGatherList;
	};
};

struct NT_ALIGN(16) _NET_BUFFER_LIST {
	union {
		struct {
			NET_BUFFER_LIST *Next;
			NET_BUFFER *FirstNetBuffer;
		};
		SLIST_HEADER Link;
	};
	NET_BUFFER_LIST_CONTEXT *Context;
	NET_BUFFER_LIST *ParentNetBufferList;
	NDIS_HANDLE NdisPoolHandle;
	PVOID NdisReserved[2] NT_ALIGN(16);
	PVOID ProtocolReserved[4] NT_ALIGN(16);
	PVOID MiniportReserved[2] NT_ALIGN(16);
	PVOID Scratch;
	NDIS_HANDLE SourceHandle;
	ULONG NblFlags;
	volatile LONG ChildRefCount;
	ULONG Flags;
	union {
		NDIS_STATUS Status;
		ULONG NdisReserved2;
	};
	PVOID NetBufferListInfo[MaxNetBufferListInfo];
};

/* NetBufferListInfo[TcpIpChecksumNetBufferListInfo]. */
typedef union _NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO {
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
} NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO;

typedef struct _NDIS_EVENT {
	KEVENT Event;
} NDIS_EVENT, *PNDIS_EVENT;

typedef void(NTAPI *NET_BUFFER_FREE_MDL_HANDLER)(PMDL Mdl);
typedef PMDL(NTAPI *NET_BUFFER_ALLOCATE_MDL_HANDLER)(PULONG BufferSize);

/* Layouts. */
NT_AT(NET_BUFFER, Next, 0x00);
NT_AT(NET_BUFFER, CurrentMdl, 0x08);
NT_AT(NET_BUFFER, CurrentMdlOffset, 0x10);
NT_AT(NET_BUFFER, DataLength, 0x18);
NT_AT(NET_BUFFER, stDataLength, 0x18);
NT_AT(NET_BUFFER, MdlChain, 0x20);
NT_AT(NET_BUFFER, DataOffset, 0x28);
NT_AT(NET_BUFFER, Link, 0x00);
NT_AT(NET_BUFFER, ChecksumBias, 0x30);
NT_AT(NET_BUFFER, Reserved, 0x32);
NT_AT(NET_BUFFER, NdisPoolHandle, 0x38);
NT_AT(NET_BUFFER, NdisReserved, 0x40);
NT_AT(NET_BUFFER, ProtocolReserved, 0x50);
NT_AT(NET_BUFFER, MiniportReserved, 0x80);
NT_AT(NET_BUFFER, DataPhysicalAddress, 0xA0);
NT_AT(NET_BUFFER, SharedMemoryInfo, 0xA8);
NT_AT(NET_BUFFER, ScatterGatherList, 0xA8);
NT_SIZE(NET_BUFFER, 0xB0);
NT_AT(NET_BUFFER_LIST, Next, 0x00);
NT_AT(NET_BUFFER_LIST, FirstNetBuffer, 0x08);
NT_AT(NET_BUFFER_LIST, Link, 0x00);
NT_AT(NET_BUFFER_LIST, Context, 0x10);
NT_AT(NET_BUFFER_LIST, ParentNetBufferList, 0x18);
NT_AT(NET_BUFFER_LIST, NdisPoolHandle, 0x20);
NT_AT(NET_BUFFER_LIST, NdisReserved, 0x30);
NT_AT(NET_BUFFER_LIST, ProtocolReserved, 0x40);
NT_AT(NET_BUFFER_LIST, MiniportReserved, 0x60);
NT_AT(NET_BUFFER_LIST, Scratch, 0x70);
NT_AT(NET_BUFFER_LIST, SourceHandle, 0x78);
NT_AT(NET_BUFFER_LIST, NblFlags, 0x80);
NT_AT(NET_BUFFER_LIST, ChildRefCount, 0x84);
NT_AT(NET_BUFFER_LIST, Flags, 0x88);
NT_AT(NET_BUFFER_LIST, Status, 0x8C);
NT_AT(NET_BUFFER_LIST, NdisReserved2, 0x8C);
NT_AT(NET_BUFFER_LIST, NetBufferListInfo, 0x90);
NT_SIZE(NET_BUFFER_LIST, 0x170);
NT_AT(NET_BUFFER_LIST_CONTEXT, Next, 0x00);
NT_AT(NET_BUFFER_LIST_CONTEXT, Size, 0x08);
NT_AT(NET_BUFFER_LIST_CONTEXT, Offset, 0x0A);
NT_AT(NET_BUFFER_LIST_CONTEXT, ContextData, 0x10);
NT_SIZE(NET_BUFFER_LIST_CONTEXT, 0x10);
NT_AT(NDIS_OBJECT_HEADER, Type, 0x00);
NT_AT(NDIS_OBJECT_HEADER, Revision, 0x01);
NT_AT(NDIS_OBJECT_HEADER, Size, 0x02);
NT_SIZE(NDIS_OBJECT_HEADER, 0x04);
NT_AT(NDIS_GENERIC_OBJECT, Header, 0x00);
NT_AT(NDIS_GENERIC_OBJECT, Caller, 0x08);
NT_AT(NDIS_GENERIC_OBJECT, CallersCaller, 0x10);
NT_AT(NDIS_GENERIC_OBJECT, DriverObject, 0x18);
NT_SIZE(NDIS_GENERIC_OBJECT, 0x20);
NT_AT(NET_BUFFER_POOL_PARAMETERS, Header, 0x00);
NT_AT(NET_BUFFER_POOL_PARAMETERS, PoolTag, 0x04);
NT_AT(NET_BUFFER_POOL_PARAMETERS, DataSize, 0x08);
NT_SIZE(NET_BUFFER_POOL_PARAMETERS, 0x0C);
NT_AT(NET_BUFFER_LIST_POOL_PARAMETERS, Header, 0x00);
NT_AT(NET_BUFFER_LIST_POOL_PARAMETERS, ProtocolId, 0x04);
NT_AT(NET_BUFFER_LIST_POOL_PARAMETERS, fAllocateNetBuffer, 0x05);
NT_AT(NET_BUFFER_LIST_POOL_PARAMETERS, ContextSize, 0x06);
NT_AT(NET_BUFFER_LIST_POOL_PARAMETERS, PoolTag, 0x08);
NT_AT(NET_BUFFER_LIST_POOL_PARAMETERS, DataSize, 0x0C);
NT_SIZE(NET_BUFFER_LIST_POOL_PARAMETERS, 0x10);
NT_AT(NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO, Value, 0x00);
NT_SIZE(NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO, 0x08);
NT_AT(NDIS_EVENT, Event, 0x00);
NT_SIZE(NDIS_EVENT, 0x18);

#endif
