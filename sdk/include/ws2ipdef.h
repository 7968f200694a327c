/*
 * mingw-w64's ws2ipdef.h, options and IPv6 addresses, with Windows' other names for its
 * types and questions about addresses.  [ws2ipdef.h, netioapi.h]
 */
#ifndef SDK_WS2IPDEF_H
#define SDK_WS2IPDEF_H

#pragma GCC system_header

#include <ws2def.h>
#include <in6addr.h>

/* ours answers a BOOLEAN, and is there without optimisation too */
#define IN6_ADDR_EQUAL SdkMingwIn6AddrEqual
#include_next <ws2ipdef.h>
#undef IN6_ADDR_EQUAL
#undef IN6_ARE_ADDR_EQUAL

typedef SOCKADDR_IN6 SOCKADDR_IN6_LH, *PSOCKADDR_IN6_LH;

#define INET_ADDRSTRLEN 22
#define INET6_ADDRSTRLEN 65

SDK_SIZE(SOCKADDR_IN6, 0x1c);
SDK_SIZE(SOCKADDR_INET, 0x1c);

#include <sdk_address6.h>

#endif /* SDK_WS2IPDEF_H */
