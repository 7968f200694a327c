/*
 * Net events as fwpmk.h shows them.  Each version's header begins with the one before it, but for
 * the first version's, whose end is reserved.  [fwpmtypes.h]
 */
#ifndef NT_FWPM_EVENT_H
#define NT_FWPM_EVENT_H

#include "nt/fwp.h"

typedef enum FWPM_NET_EVENT_TYPE_ {
	FWPM_NET_EVENT_TYPE_CLASSIFY_DROP = 3,
	FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW = 6,
} FWPM_NET_EVENT_TYPE;

typedef struct FWPM_NET_EVENT_HEADER3_ {
	UINT64 timeStamp; /* a FILETIME */
	UINT32 flags;
	FWP_IP_VERSION ipVersion;
	UINT8 ipProtocol;
	union {
		UINT32 localAddrV4;
		UINT8 localAddrV6[16];
	};
	union {
		UINT32 remoteAddrV4;
		UINT8 remoteAddrV6[16];
	};
	UINT16 localPort;
	UINT16 remotePort;
	UINT32 scopeId;
	FWP_BYTE_BLOB appId;
	SID *userId; /* version 0 ends here */
	UINT32 addressFamily;
	SID *packageSid; /* version 2 ends here */
	WCHAR *enterpriseId;
	UINT64 policyFlags;
	FWP_BYTE_BLOB effectiveName;
} FWPM_NET_EVENT_HEADER3;

#define FWPM_NET_EVENT_HEADER0_BYTES 0x58
#define FWPM_NET_EVENT_HEADER1_BYTES 0x90
#define FWPM_NET_EVENT_HEADER2_BYTES 0x68
#define FWPM_NET_EVENT_HEADER3_BYTES 0x88

/* Behind each header. */
typedef struct FWPM_NET_EVENT_BODY_ {
	FWPM_NET_EVENT_TYPE type;
	void *classify; /* classifyDrop, classifyAllow */
} FWPM_NET_EVENT_BODY;

/* Older versions, and allows, are the beginning of it. */
typedef struct FWPM_NET_EVENT_CLASSIFY_DROP2_ {
	UINT64 filterId;
	UINT16 layerId;
	UINT32 reauthReason;
	UINT32 originalProfile;
	UINT32 currentProfile;
	UINT32 msFwpDirection;
	INT isLoopback;
	FWP_BYTE_BLOB vSwitchId;
	UINT32 vSwitchSourcePort;
	UINT32 vSwitchDestinationPort;
} FWPM_NET_EVENT_CLASSIFY_DROP2;

typedef struct FWPM_NET_EVENT_ENUM_TEMPLATE0_ {
	UINT64 startTime; /* FILETIMEs */
	UINT64 endTime;
	UINT32 numFilterConditions;
	FWPM_FILTER_CONDITION0 *filterCondition;
} FWPM_NET_EVENT_ENUM_TEMPLATE0;

NT_AT(FWPM_NET_EVENT_HEADER3, localAddrV4, 0x14);
NT_AT(FWPM_NET_EVENT_HEADER3, localPort, 0x34);
NT_AT(FWPM_NET_EVENT_HEADER3, appId, 0x40);
NT_AT(FWPM_NET_EVENT_HEADER3, addressFamily, FWPM_NET_EVENT_HEADER0_BYTES);
NT_AT(FWPM_NET_EVENT_HEADER3, enterpriseId, FWPM_NET_EVENT_HEADER2_BYTES);
NT_SIZE(FWPM_NET_EVENT_HEADER3, FWPM_NET_EVENT_HEADER3_BYTES);
NT_SIZE(FWPM_NET_EVENT_BODY, 0x10);
NT_AT(FWPM_NET_EVENT_CLASSIFY_DROP2, isLoopback, 0x1c);
NT_SIZE(FWPM_NET_EVENT_CLASSIFY_DROP2, 0x38);
NT_SIZE(FWPM_NET_EVENT_ENUM_TEMPLATE0, 0x20);

#endif
