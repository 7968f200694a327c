/* Interfaces, as WFP names them.  [ifdef.h, netioapi.h] */
#ifndef _NETIOAPI_H_
#define _NETIOAPI_H_

#include <ws2ipdef.h>

typedef ULONG NET_IFINDEX, *PNET_IFINDEX;
typedef NET_IFINDEX IF_INDEX, *PIF_INDEX;
typedef UINT32 NET_IF_COMPARTMENT_ID, *PNET_IF_COMPARTMENT_ID;

typedef union _NET_LUID_LH {
	ULONG64 Value;
	struct {
		ULONG64 Reserved : 24;
		ULONG64 NetLuidIndex : 24;
		ULONG64 IfType : 16;
	} Info;
} NET_LUID_LH, *PNET_LUID_LH;
typedef NET_LUID_LH NET_LUID, *PNET_LUID;
typedef NET_LUID IF_LUID, *PIF_LUID;

typedef struct _IP_ADDRESS_PREFIX {
	SOCKADDR_INET Prefix;
	UINT8 PrefixLength;
} IP_ADDRESS_PREFIX, *PIP_ADDRESS_PREFIX;

typedef enum _NL_ADDRESS_TYPE {
	NlatUnspecified,
	NlatUnicast,
	NlatAnycast,
	NlatMulticast,
	NlatBroadcast,
	NlatInvalid
} NL_ADDRESS_TYPE, *PNL_ADDRESS_TYPE;

SDK_SIZE(NET_LUID, 8);
SDK_SIZE(IP_ADDRESS_PREFIX, 0x20);

#endif /* _NETIOAPI_H_ */
