/*
 * What an interface's medium is called, and what its frames carry.  Part of netioapi.h and ndis.h; a driver does not
 * include it.  [ntddndis.h]
 */
#ifndef SDK_MEDIA_H
#define SDK_MEDIA_H

#include <sdk_base.h>

#define NDIS_IF_MAX_STRING_SIZE 256 /* characters, without the terminator */

typedef enum _NDIS_MEDIUM {
	NdisMedium802_3 = 0,
	NdisMedium802_5 = 1,
	NdisMediumFddi = 2,
	NdisMediumWan = 3,
	NdisMediumLocalTalk = 4,
	NdisMediumDix = 5,
	NdisMediumArcnetRaw = 6,
	NdisMediumArcnet878_2 = 7,
	NdisMediumAtm = 8,
	NdisMediumWirelessWan = 9,
	NdisMediumIrda = 10,
	NdisMediumBpc = 11,
	NdisMediumCoWan = 12,
	NdisMedium1394 = 13,
	NdisMediumInfiniBand = 14,
	NdisMediumTunnel = 15,
	NdisMediumNative802_11 = 16,
	NdisMediumLoopback = 17,
	NdisMediumWiMAX = 18,
	NdisMediumIP = 19,
	NdisMediumMax = 20
} NDIS_MEDIUM, *PNDIS_MEDIUM;

typedef enum _NDIS_PHYSICAL_MEDIUM {
	NdisPhysicalMediumUnspecified = 0,
	NdisPhysicalMediumWirelessLan = 1,
	NdisPhysicalMediumCableModem = 2,
	NdisPhysicalMediumPhoneLine = 3,
	NdisPhysicalMediumPowerLine = 4,
	NdisPhysicalMediumDSL = 5,
	NdisPhysicalMediumFibreChannel = 6,
	NdisPhysicalMedium1394 = 7,
	NdisPhysicalMediumWirelessWan = 8,
	NdisPhysicalMediumNative802_11 = 9,
	NdisPhysicalMediumBluetooth = 10,
	NdisPhysicalMediumInfiniband = 11,
	NdisPhysicalMediumWiMax = 12,
	NdisPhysicalMediumUWB = 13,
	NdisPhysicalMedium802_3 = 14,
	NdisPhysicalMedium802_5 = 15,
	NdisPhysicalMediumIrda = 16,
	NdisPhysicalMediumWiredWAN = 17,
	NdisPhysicalMediumWiredCoWan = 18,
	NdisPhysicalMediumOther = 19,
	NdisPhysicalMediumNative802_15_4 = 20,
	NdisPhysicalMediumMax = 21
} NDIS_PHYSICAL_MEDIUM, *PNDIS_PHYSICAL_MEDIUM;

/* types of an Ethernet frame, in the machine's order */
#define NDIS_ETH_TYPE_IPV4 0x0800
#define NDIS_ETH_TYPE_ARP 0x0806
#define NDIS_ETH_TYPE_802_1Q 0x8100
#define NDIS_ETH_TYPE_IPV6 0x86dd
#define NDIS_ETH_TYPE_SLOW_PROTOCOL 0x8809
#define NDIS_ETH_TYPE_802_1X 0x888e

/* what a wireless interface may be  [windot11.h] */
#define DOT11_OPERATION_MODE_UNKNOWN 0x00000000
#define DOT11_OPERATION_MODE_STATION 0x00000001
#define DOT11_OPERATION_MODE_AP 0x00000002
#define DOT11_OPERATION_MODE_EXTENSIBLE_STATION 0x00000004
#define DOT11_OPERATION_MODE_EXTENSIBLE_AP 0x00000008
#define DOT11_OPERATION_MODE_WFD_DEVICE 0x00000010
#define DOT11_OPERATION_MODE_WFD_GROUP_OWNER 0x00000020
#define DOT11_OPERATION_MODE_WFD_CLIENT 0x00000040
#define DOT11_OPERATION_MODE_NETWORK_MONITOR 0x80000000

/* TcpIpChecksumNetBufferListInfo, by NDIS 5's name */
typedef struct _NDIS_TCP_IP_CHECKSUM_PACKET_INFO {
	union {
		struct {
			ULONG NdisPacketChecksumV4 : 1;
			ULONG NdisPacketChecksumV6 : 1;
			ULONG NdisPacketTcpChecksum : 1;
			ULONG NdisPacketUdpChecksum : 1;
			ULONG NdisPacketIpChecksum : 1;
		} Transmit;
		struct {
			ULONG NdisPacketTcpChecksumFailed : 1;
			ULONG NdisPacketUdpChecksumFailed : 1;
			ULONG NdisPacketIpChecksumFailed : 1;
			ULONG NdisPacketTcpChecksumSucceeded : 1;
			ULONG NdisPacketUdpChecksumSucceeded : 1;
			ULONG NdisPacketIpChecksumSucceeded : 1;
			ULONG NdisPacketLoopback : 1;
		} Receive;
		ULONG Value;
	};
} NDIS_TCP_IP_CHECKSUM_PACKET_INFO, *PNDIS_TCP_IP_CHECKSUM_PACKET_INFO;

#endif /* SDK_MEDIA_H */
