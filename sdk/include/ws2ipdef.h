/* IPv6 addresses and what joins both families.  [ws2ipdef.h, netioapi.h] */
#ifndef _WS2IPDEF_
#define _WS2IPDEF_

#include <ws2def.h>
#include <in6addr.h>

typedef struct sockaddr_in6 {
	ADDRESS_FAMILY sin6_family;
	USHORT sin6_port; /* network order */
	ULONG sin6_flowinfo;
	IN6_ADDR sin6_addr;
	union {
		ULONG sin6_scope_id;
		SCOPE_ID sin6_scope_struct;
	};
} SOCKADDR_IN6_LH, *PSOCKADDR_IN6_LH;
typedef SOCKADDR_IN6_LH SOCKADDR_IN6, *PSOCKADDR_IN6;

typedef union _SOCKADDR_INET {
	SOCKADDR_IN Ipv4;
	SOCKADDR_IN6 Ipv6;
	ADDRESS_FAMILY si_family;
} SOCKADDR_INET, *PSOCKADDR_INET;

SDK_SIZE(SOCKADDR_IN6, 0x1c);
SDK_SIZE(SOCKADDR_INET, 0x1c);

#include <sdk_sockets6.h>
#include <sdk_address6.h>

#endif /* _WS2IPDEF_ */
