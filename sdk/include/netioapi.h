/* Interfaces, addresses and routes as the IP helper sees them.  [netioapi.h] */
#ifndef _NETIOAPI_H_
#define _NETIOAPI_H_

#include <ws2ipdef.h>
#include <ifdef.h>
#include <nldef.h>

typedef struct _IP_ADDRESS_PREFIX {
	SOCKADDR_INET Prefix;
	UINT8 PrefixLength;
} IP_ADDRESS_PREFIX, *PIP_ADDRESS_PREFIX;

SDK_SIZE(IP_ADDRESS_PREFIX, 0x20);

#include <sdk_netioapi.h>

#endif /* _NETIOAPI_H_ */
