/*
 * Questions about IPv6 addresses.  [ws2ipdef.h; RFC 4291]
 * Part of ws2ipdef.h; a driver does not include it.
 */
#ifndef SDK_ADDRESS6_H
#define SDK_ADDRESS6_H

#define IN6ADDR_ANY_INIT { { { 0 } } }
#define IN6ADDR_LOOPBACK_INIT { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } } }

FORCEINLINE BOOLEAN
IN6_ADDR_EQUAL(const IN6_ADDR *Left, const IN6_ADDR *Right)
{
	return RtlEqualMemory(Left, Right, sizeof(*Left));
}

/* The bytes up to the one before Count are zero. */
FORCEINLINE BOOLEAN
SdkIn6StartsWithZeroes(const IN6_ADDR *Address, ULONG Count)
{
	for (ULONG Index = 0; Index < Count; Index++)
		if (Address->u.Byte[Index] != 0)
			return FALSE;
	return TRUE;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_UNSPECIFIED(const IN6_ADDR *Address)
{
	return SdkIn6StartsWithZeroes(Address, 16);
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_LOOPBACK(const IN6_ADDR *Address)
{
	return SdkIn6StartsWithZeroes(Address, 15) && Address->u.Byte[15] == 1;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_MULTICAST(const IN6_ADDR *Address)
{
	return Address->u.Byte[0] == 0xff;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_EUI64(const IN6_ADDR *Address)
{
	UCHAR Top = Address->u.Byte[0] & 0xe0;

	return Top != 0 && Top != 0xe0;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_LINKLOCAL(const IN6_ADDR *Address)
{
	return Address->u.Byte[0] == 0xfe && (Address->u.Byte[1] & 0xc0) == 0x80;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_SITELOCAL(const IN6_ADDR *Address)
{
	return Address->u.Byte[0] == 0xfe && (Address->u.Byte[1] & 0xc0) == 0xc0;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_GLOBAL(const IN6_ADDR *Address)
{
	UCHAR Top = Address->u.Byte[0] & 0xf0;

	return Top != 0 && Top != 0xf0;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_V4MAPPED(const IN6_ADDR *Address)
{
	return SdkIn6StartsWithZeroes(Address, 10) && Address->u.Word[5] == 0xffff;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_V4COMPAT(const IN6_ADDR *Address)
{
	return SdkIn6StartsWithZeroes(Address, 12) &&
	    !(Address->u.Word[6] == 0 && Address->u.Byte[14] == 0 && Address->u.Byte[15] <= 1);
}

/* ::ffff:0:a.b.c.d, what a translator makes of an IPv4 address  [RFC 2765] */
FORCEINLINE BOOLEAN
IN6_IS_ADDR_V4TRANSLATED(const IN6_ADDR *Address)
{
	return SdkIn6StartsWithZeroes(Address, 8) && Address->u.Word[4] == 0xffff &&
	    Address->u.Word[5] == 0;
}

/* Multicast by scope: node 1, link 2, site 5, organisation 8, global 14 */
#define SDK_IN6_SCOPE(noun, scope) \
	FORCEINLINE BOOLEAN IN6_IS_ADDR_MC_##noun(const IN6_ADDR *Address) \
	{ \
		return IN6_IS_ADDR_MULTICAST(Address) && (Address->u.Byte[1] & 0xf) == (scope); \
	}
SDK_IN6_SCOPE(NODELOCAL, 1)
SDK_IN6_SCOPE(LINKLOCAL, 2)
SDK_IN6_SCOPE(SITELOCAL, 5)
SDK_IN6_SCOPE(ORGLOCAL, 8)
SDK_IN6_SCOPE(GLOBAL, 14)

FORCEINLINE BOOLEAN
IN6_IS_ADDR_ALLNODESONNODE(const IN6_ADDR *Address)
{
	return Address->u.Word[0] == 0x01ff && SdkIn6StartsWithZeroes(
	    (const IN6_ADDR *)&Address->u.Byte[2], 13) && Address->u.Byte[15] == 1;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_ALLNODESONLINK(const IN6_ADDR *Address)
{
	return Address->u.Word[0] == 0x02ff && SdkIn6StartsWithZeroes(
	    (const IN6_ADDR *)&Address->u.Byte[2], 13) && Address->u.Byte[15] == 1;
}

FORCEINLINE BOOLEAN
IN6_IS_ADDR_ALLROUTERSONLINK(const IN6_ADDR *Address)
{
	return Address->u.Word[0] == 0x02ff && SdkIn6StartsWithZeroes(
	    (const IN6_ADDR *)&Address->u.Byte[2], 13) && Address->u.Byte[15] == 2;
}

FORCEINLINE VOID
IN6_SET_ADDR_UNSPECIFIED(PIN6_ADDR Address)
{
	RtlZeroMemory(Address, sizeof(*Address));
}

FORCEINLINE VOID
IN6_SET_ADDR_LOOPBACK(PIN6_ADDR Address)
{
	RtlZeroMemory(Address, sizeof(*Address));
	Address->u.Byte[15] = 1;
}

FORCEINLINE PUCHAR
IN6_GET_ADDR_V4MAPPED(const IN6_ADDR *Address)
{
	return (PUCHAR)&Address->u.Byte[12];
}

#endif /* SDK_ADDRESS6_H */
