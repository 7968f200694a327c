/*
 * mingw-w64's mstcpip.h, TCP/IP's control codes, with those of redirection, and questions
 * about IPv4 addresses.  An address is in network order, so 127.0.0.1 is 0x0100007f.
 * [mstcpip.h; RFC 1122]
 */
#ifndef SDK_MSTCPIP_H
#define SDK_MSTCPIP_H

#pragma GCC system_header

#include <ws2ipdef.h>
#include <nldef.h>
/* it declares ip2string.h's functions only if this is defined, and not as Windows does */
#undef _WS2IPDEF_
#include_next <mstcpip.h>
#define _WS2IPDEF_
#undef RtlIpv6AddressToString
#undef RtlIpv6AddressToStringEx
#include <ip2string.h>

#define SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS _WSAIOW(IOC_VENDOR, 220)
#define SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT _WSAIOW(IOC_VENDOR, 221)
#define SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS _WSAIOW(IOC_VENDOR, 222)

#define IN4_CLASSA(i) (((LONG)(i) & 0x00000080) == 0)
#define IN4_CLASSB(i) (((LONG)(i) & 0x000000c0) == 0x00000080)
#define IN4_CLASSC(i) (((LONG)(i) & 0x000000e0) == 0x000000c0)
#define IN4_CLASSD(i) (((LONG)(i) & 0x000000f0) == 0x000000e0)
#define IN4_MULTICAST(i) IN4_CLASSD(i)

FORCEINLINE BOOLEAN
IN4_ADDR_EQUAL(const IN_ADDR *Left, const IN_ADDR *Right)
{
	return Left->s_addr == Right->s_addr;
}

FORCEINLINE BOOLEAN
IN4_UNALIGNED_ADDR_EQUAL(const IN_ADDR UNALIGNED *Left, const IN_ADDR UNALIGNED *Right)
{
	return Left->s_addr == Right->s_addr;
}

FORCEINLINE BOOLEAN
IN4_IS_ADDR_UNSPECIFIED(const IN_ADDR *Address)
{
	return Address->s_addr == 0;
}

FORCEINLINE BOOLEAN
IN4_IS_ADDR_LOOPBACK(const IN_ADDR *Address)
{
	return *(const UCHAR *)Address == 127;
}

FORCEINLINE BOOLEAN
IN4_IS_ADDR_BROADCAST(const IN_ADDR *Address)
{
	return Address->s_addr == 0xffffffff;
}

FORCEINLINE BOOLEAN
IN4_IS_ADDR_MULTICAST(const IN_ADDR *Address)
{
	return IN4_MULTICAST(Address->s_addr);
}

/* 169.254.0.0/16 */
FORCEINLINE BOOLEAN
IN4_IS_ADDR_LINKLOCAL(const IN_ADDR *Address)
{
	return (Address->s_addr & 0xffff) == 0xfea9;
}

FORCEINLINE BOOLEAN
IN4_IS_ADDR_SITELOCAL(const IN_ADDR *Address)
{
	(void)Address;
	return FALSE;
}

/* 10/8, 172.16/12, 192.168/16 */
FORCEINLINE BOOLEAN
IN4_IS_ADDR_RFC1918(const IN_ADDR *Address)
{
	return (Address->s_addr & 0x00ff) == 0x0a || (Address->s_addr & 0xf0ff) == 0x10ac ||
	    (Address->s_addr & 0xffff) == 0xa8c0;
}

/* ---- of either family ----------------------------------------------------- */

FORCEINLINE BOOLEAN
INET_ADDR_EQUAL(ADDRESS_FAMILY Family, const VOID *Left, const VOID *Right)
{
	return Family == AF_INET6 ?
	    IN6_ADDR_EQUAL((const IN6_ADDR *)Left, (const IN6_ADDR *)Right) :
	    IN4_ADDR_EQUAL((const IN_ADDR *)Left, (const IN_ADDR *)Right);
}

#define SDK_INET_IS(question) \
	FORCEINLINE BOOLEAN INET_IS_ADDR_##question(ADDRESS_FAMILY Family, const VOID *Address) \
	{ \
		return Family == AF_INET6 ? \
		    IN6_IS_ADDR_##question((const IN6_ADDR *)Address) : \
		    IN4_IS_ADDR_##question((const IN_ADDR *)Address); \
	}
SDK_INET_IS(UNSPECIFIED)
SDK_INET_IS(LOOPBACK)
SDK_INET_IS(MULTICAST)
SDK_INET_IS(LINKLOCAL)
SDK_INET_IS(SITELOCAL)

FORCEINLINE BOOLEAN
INET_IS_ADDR_BROADCAST(ADDRESS_FAMILY Family, const VOID *Address)
{
	return Family == AF_INET && IN4_IS_ADDR_BROADCAST((const IN_ADDR *)Address);
}

FORCEINLINE PVOID
INETADDR_ADDRESS(const SOCKADDR *Address)
{
	return Address->sa_family == AF_INET6 ?
	    (PVOID)&((PSOCKADDR_IN6)Address)->sin6_addr :
	    (PVOID)&((PSOCKADDR_IN)Address)->sin_addr;
}

FORCEINLINE BOOLEAN
INETADDR_ISANY(const SOCKADDR *Address)
{
	return INET_IS_ADDR_UNSPECIFIED(Address->sa_family, INETADDR_ADDRESS(Address));
}

FORCEINLINE BOOLEAN
INETADDR_ISLOOPBACK(const SOCKADDR *Address)
{
	return INET_IS_ADDR_LOOPBACK(Address->sa_family, INETADDR_ADDRESS(Address));
}

FORCEINLINE VOID
INETADDR_SETANY(PSOCKADDR Address)
{
	RtlZeroMemory(INETADDR_ADDRESS(Address),
	    Address->sa_family == AF_INET6 ? sizeof(IN6_ADDR) : sizeof(IN_ADDR));
}

FORCEINLINE VOID
INETADDR_SETLOOPBACK(PSOCKADDR Address)
{
	PUCHAR Bytes = (PUCHAR)INETADDR_ADDRESS(Address);

	INETADDR_SETANY(Address);
	if (Address->sa_family == AF_INET6)
		Bytes[15] = 1;
	else
		Bytes[0] = 127, Bytes[3] = 1;
}

/* sin_port and sin6_port are in the same place */
FORCEINLINE USHORT
INETADDR_PORT(const SOCKADDR *Address)
{
	return ((const SOCKADDR_IN *)Address)->sin_port;
}
#define SS_PORT(address) (((PSOCKADDR_IN)(address))->sin_port)

FORCEINLINE VOID
INETADDR_SET_PORT(PSOCKADDR Address, USHORT Port)
{
	((PSOCKADDR_IN)Address)->sin_port = Port;
}

FORCEINLINE VOID
INETADDR_SET_ADDRESS(PSOCKADDR Address, const VOID *Bytes)
{
	RtlCopyMemory(INETADDR_ADDRESS(Address), Bytes,
	    Address->sa_family == AF_INET6 ? sizeof(IN6_ADDR) : sizeof(IN_ADDR));
}

#endif /* SDK_MSTCPIP_H */
