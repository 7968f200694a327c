/*
 * Addresses as text, and back.  Ports are in network order.  [ip2string.h]
 *
 * Lengths are in characters and count the terminator.  *Terminator is where reading
 * stopped.  ...ToString returns the place of the terminator.
 */
#ifndef _IP2STRING_
#define _IP2STRING_

#include <inaddr.h>
#include <in6addr.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef union _DL_EUI48 DL_EUI48, *PDL_EUI48;

#define SDK_RTL DECLSPEC_IMPORT

SDK_RTL PSTR NTAPI RtlIpv4AddressToStringA(const IN_ADDR *Addr, PSTR S);
SDK_RTL NTSTATUS NTAPI RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, PCSTR *Terminator,
    IN_ADDR *Addr);
SDK_RTL NTSTATUS NTAPI RtlIpv4AddressToStringExA(const IN_ADDR *Address, USHORT Port,
    PSTR AddressString, PULONG AddressStringLength);
SDK_RTL NTSTATUS NTAPI RtlIpv4StringToAddressExA(PCSTR AddressString, BOOLEAN Strict,
    IN_ADDR *Address, PUSHORT Port);
SDK_RTL PWSTR NTAPI RtlIpv4AddressToStringW(const IN_ADDR *Addr, PWSTR S);
SDK_RTL NTSTATUS NTAPI RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, PCWSTR *Terminator,
    IN_ADDR *Addr);
SDK_RTL NTSTATUS NTAPI RtlIpv4AddressToStringExW(const IN_ADDR *Address, USHORT Port,
    PWSTR AddressString, PULONG AddressStringLength);
SDK_RTL NTSTATUS NTAPI RtlIpv4StringToAddressExW(PCWSTR AddressString, BOOLEAN Strict,
    IN_ADDR *Address, PUSHORT Port);
SDK_RTL PSTR NTAPI RtlIpv6AddressToStringA(const IN6_ADDR *Addr, PSTR S);
SDK_RTL NTSTATUS NTAPI RtlIpv6StringToAddressA(PCSTR S, PCSTR *Terminator, IN6_ADDR *Addr);
SDK_RTL NTSTATUS NTAPI RtlIpv6AddressToStringExA(const IN6_ADDR *Address, ULONG ScopeId,
    USHORT Port, PSTR AddressString, PULONG AddressStringLength);
SDK_RTL NTSTATUS NTAPI RtlIpv6StringToAddressExA(PCSTR AddressString, IN6_ADDR *Address,
    PULONG ScopeId, PUSHORT Port);
SDK_RTL PWSTR NTAPI RtlIpv6AddressToStringW(const IN6_ADDR *Addr, PWSTR S);
SDK_RTL NTSTATUS NTAPI RtlIpv6StringToAddressW(PCWSTR S, PCWSTR *Terminator, IN6_ADDR *Addr);
SDK_RTL NTSTATUS NTAPI RtlIpv6AddressToStringExW(const IN6_ADDR *Address, ULONG ScopeId,
    USHORT Port, PWSTR AddressString, PULONG AddressStringLength);
SDK_RTL NTSTATUS NTAPI RtlIpv6StringToAddressExW(PCWSTR AddressString, IN6_ADDR *Address,
    PULONG ScopeId, PUSHORT Port);
SDK_RTL PSTR NTAPI RtlEthernetAddressToStringA(const DL_EUI48 *Addr, PSTR S);
SDK_RTL NTSTATUS NTAPI RtlEthernetStringToAddressA(PCSTR S, PCSTR *Terminator, DL_EUI48 *Addr);
SDK_RTL PWSTR NTAPI RtlEthernetAddressToStringW(const DL_EUI48 *Addr, PWSTR S);
SDK_RTL NTSTATUS NTAPI RtlEthernetStringToAddressW(PCWSTR S, PCWSTR *Terminator, DL_EUI48 *Addr);

#ifdef UNICODE
#define SDK_IP2STRING(name) name##W
#else
#define SDK_IP2STRING(name) name##A
#endif
#define RtlIpv4AddressToString SDK_IP2STRING(RtlIpv4AddressToString)
#define RtlIpv4AddressToStringEx SDK_IP2STRING(RtlIpv4AddressToStringEx)
#define RtlIpv4StringToAddress SDK_IP2STRING(RtlIpv4StringToAddress)
#define RtlIpv4StringToAddressEx SDK_IP2STRING(RtlIpv4StringToAddressEx)
#define RtlIpv6AddressToString SDK_IP2STRING(RtlIpv6AddressToString)
#define RtlIpv6AddressToStringEx SDK_IP2STRING(RtlIpv6AddressToStringEx)
#define RtlIpv6StringToAddress SDK_IP2STRING(RtlIpv6StringToAddress)
#define RtlIpv6StringToAddressEx SDK_IP2STRING(RtlIpv6StringToAddressEx)

#ifdef __cplusplus
}
#endif

#endif /* _IP2STRING_ */
