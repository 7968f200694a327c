/*
 * mingw-w64's netioapi.h, interfaces, addresses and routes as the IP helper sees them, on the
 * kernel's headers: iprtrmib.h is user mode's, and the media are NDIS' own.  [netioapi.h]
 */
#ifndef SDK_NETIOAPI_H
#define SDK_NETIOAPI_H

#pragma GCC system_header

#include <ws2ipdef.h>
#include <sdk_media.h>
#define __ROUTING_IPRTRMIB_H__
#define _NTDDNDIS_
#include_next <netioapi.h>

SDK_SIZE(IP_ADDRESS_PREFIX, 0x20);

#endif /* SDK_NETIOAPI_H */
