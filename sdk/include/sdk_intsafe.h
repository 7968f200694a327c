/*
 * Sums, products and conversions that fail when the result does not fit.
 *
 * intsafe.h's return HRESULT, ntintsafe.h's are called Rtl* and return NTSTATUS; both are
 * made here.  What does not fit leaves all bits of the result set.
 * [ntintsafe/nf-ntintsafe-rtlulongadd and its neighbours; intsafe.h]
 */
#ifndef SDK_INTSAFE_H
#define SDK_INTSAFE_H

#include <sdk_base.h>

#define INTSAFE_E_ARITHMETIC_OVERFLOW ((HRESULT)0x80070216L)

#ifndef S_OK
#define S_OK ((HRESULT)0L)
#endif

#define SDK_INTSAFE_OPERATION(result, good, bad, name, type, builtin) \
	FORCEINLINE result name(type Left, type Right, type *Result) \
	{ \
		if (!builtin(Left, Right, Result)) \
			return good; \
		*Result = (type)-1; \
		return bad; \
	}

/* Each operation twice, by intsafe's name and by ntintsafe's. */
#define SDK_INTSAFE_BOTH(name, type, builtin) \
	SDK_INTSAFE_OPERATION(HRESULT, S_OK, INTSAFE_E_ARITHMETIC_OVERFLOW, name, type, builtin) \
	SDK_INTSAFE_OPERATION(NTSTATUS, STATUS_SUCCESS, STATUS_INTEGER_OVERFLOW, Rtl##name, type, \
	    builtin)

#define SDK_INTSAFE_TYPE(noun, type) \
	SDK_INTSAFE_BOTH(noun##Add, type, __builtin_add_overflow) \
	SDK_INTSAFE_BOTH(noun##Sub, type, __builtin_sub_overflow) \
	SDK_INTSAFE_BOTH(noun##Mult, type, __builtin_mul_overflow)

SDK_INTSAFE_TYPE(Int8, INT8)
SDK_INTSAFE_TYPE(UInt8, UINT8)
SDK_INTSAFE_TYPE(Short, SHORT)
SDK_INTSAFE_TYPE(UShort, USHORT)
SDK_INTSAFE_TYPE(Int, INT)
SDK_INTSAFE_TYPE(UInt, UINT)
SDK_INTSAFE_TYPE(Long, LONG)
SDK_INTSAFE_TYPE(ULong, ULONG)
SDK_INTSAFE_TYPE(LongLong, LONGLONG)
SDK_INTSAFE_TYPE(ULongLong, ULONGLONG)
SDK_INTSAFE_TYPE(IntPtr, INT_PTR)
SDK_INTSAFE_TYPE(UIntPtr, UINT_PTR)
SDK_INTSAFE_TYPE(LongPtr, LONG_PTR)
SDK_INTSAFE_TYPE(ULongPtr, ULONG_PTR)
SDK_INTSAFE_TYPE(DWordPtr, ULONG_PTR)
SDK_INTSAFE_TYPE(PtrdiffT, LONG_PTR)
SDK_INTSAFE_TYPE(SizeT, SIZE_T)
SDK_INTSAFE_TYPE(SIZET, SIZE_T)
SDK_INTSAFE_TYPE(SSIZET, SSIZE_T)

/* A conversion is the sum with 0, in the type that it goes to. */
#define SDK_INTSAFE_CONVERSION(result, good, bad, name, from, to) \
	FORCEINLINE result name(from Operand, to *Result) \
	{ \
		if (!__builtin_add_overflow(Operand, (from)0, Result)) \
			return good; \
		*Result = (to)-1; \
		return bad; \
	}
#define SDK_INTSAFE_CONVERT(name, from, to) \
	SDK_INTSAFE_CONVERSION(HRESULT, S_OK, INTSAFE_E_ARITHMETIC_OVERFLOW, name, from, to) \
	SDK_INTSAFE_CONVERSION(NTSTATUS, STATUS_SUCCESS, STATUS_INTEGER_OVERFLOW, Rtl##name, from, \
	    to)

/* From one type to every other; converting to itself has no name in Windows, and does no harm. */
#define SDK_INTSAFE_FROM(noun, type) \
	SDK_INTSAFE_CONVERT(noun##ToInt8, type, INT8) \
	SDK_INTSAFE_CONVERT(noun##ToChar, type, CHAR) \
	SDK_INTSAFE_CONVERT(noun##ToUInt8, type, UINT8) \
	SDK_INTSAFE_CONVERT(noun##ToUChar, type, UCHAR) \
	SDK_INTSAFE_CONVERT(noun##ToShort, type, SHORT) \
	SDK_INTSAFE_CONVERT(noun##ToUShort, type, USHORT) \
	SDK_INTSAFE_CONVERT(noun##ToInt, type, INT) \
	SDK_INTSAFE_CONVERT(noun##ToUInt, type, UINT) \
	SDK_INTSAFE_CONVERT(noun##ToLong, type, LONG) \
	SDK_INTSAFE_CONVERT(noun##ToULong, type, ULONG) \
	SDK_INTSAFE_CONVERT(noun##ToLongLong, type, LONGLONG) \
	SDK_INTSAFE_CONVERT(noun##ToULongLong, type, ULONGLONG) \
	SDK_INTSAFE_CONVERT(noun##ToIntPtr, type, INT_PTR) \
	SDK_INTSAFE_CONVERT(noun##ToUIntPtr, type, UINT_PTR) \
	SDK_INTSAFE_CONVERT(noun##ToLongPtr, type, LONG_PTR) \
	SDK_INTSAFE_CONVERT(noun##ToULongPtr, type, ULONG_PTR) \
	SDK_INTSAFE_CONVERT(noun##ToDWordPtr, type, ULONG_PTR)

SDK_INTSAFE_FROM(Byte, UCHAR)
SDK_INTSAFE_FROM(Int8, INT8)
SDK_INTSAFE_FROM(UInt8, UINT8)
SDK_INTSAFE_FROM(Short, SHORT)
SDK_INTSAFE_FROM(UShort, USHORT)
SDK_INTSAFE_FROM(Int, INT)
SDK_INTSAFE_FROM(UInt, UINT)
SDK_INTSAFE_FROM(Long, LONG)
SDK_INTSAFE_FROM(ULong, ULONG)
SDK_INTSAFE_FROM(LongLong, LONGLONG)
SDK_INTSAFE_FROM(ULongLong, ULONGLONG)
SDK_INTSAFE_FROM(IntPtr, INT_PTR)
SDK_INTSAFE_FROM(UIntPtr, UINT_PTR)
SDK_INTSAFE_FROM(LongPtr, LONG_PTR)
SDK_INTSAFE_FROM(ULongPtr, ULONG_PTR)
SDK_INTSAFE_FROM(SIZET, SIZE_T)
SDK_INTSAFE_FROM(SizeT, SIZE_T)

#define ByteAdd UInt8Add
#define ByteSub UInt8Sub
#define ByteMult UInt8Mult
#define RtlByteAdd RtlUInt8Add
#define RtlByteSub RtlUInt8Sub
#define RtlByteMult RtlUInt8Mult
#define RtlUInt16Add RtlUShortAdd
#define RtlUInt16Sub RtlUShortSub
#define RtlUInt16Mult RtlUShortMult
#define RtlUInt32Add RtlUIntAdd
#define RtlUInt32Sub RtlUIntSub
#define RtlUInt32Mult RtlUIntMult
#define RtlUInt64Add RtlULongLongAdd
#define RtlUInt64Sub RtlULongLongSub
#define RtlUInt64Mult RtlULongLongMult
#define DWordAdd ULongAdd
#define DWordSub ULongSub
#define DWordMult ULongMult
#define WordAdd UShortAdd
#define WordSub UShortSub
#define WordMult UShortMult

#endif /* SDK_INTSAFE_H */
