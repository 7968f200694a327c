/*
 * What an interface's medium is called.  Part of netioapi.h and ndis.h; a driver does not
 * include it.  [ntddndis.h]
 */
#ifndef SDK_MEDIA_H
#define SDK_MEDIA_H

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

#endif /* SDK_MEDIA_H */
