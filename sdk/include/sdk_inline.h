/*
 * Inline functions and intrinsics of Windows' headers that mingw-w64's lack.
 * Part of wdm.h; a driver does not include it.
 */
#ifndef SDK_INLINE_H
#define SDK_INLINE_H

#pragma GCC system_header

/* ---- memory that one processor writes and another reads -------------------- */

/*
 * Raw and NoFence only keep the compiler from tearing the access; on this processor a
 * plain load is an acquire and a plain store a release.  [kernel/multiprocessor-considerations]
 */
#define SDK_SHARED(noun, type) \
	FORCEINLINE type Read##noun##Raw(type const volatile *Source) { return *Source; } \
	FORCEINLINE type Read##noun##NoFence(type const volatile *Source) { return *Source; } \
	FORCEINLINE type Read##noun##Acquire(type const volatile *Source) \
	{ \
		return __atomic_load_n(Source, __ATOMIC_ACQUIRE); \
	} \
	FORCEINLINE VOID Write##noun##Raw(type volatile *Destination, type Value) \
	{ \
		*Destination = Value; \
	} \
	FORCEINLINE VOID Write##noun##NoFence(type volatile *Destination, type Value) \
	{ \
		*Destination = Value; \
	} \
	FORCEINLINE VOID Write##noun##Release(type volatile *Destination, type Value) \
	{ \
		__atomic_store_n(Destination, Value, __ATOMIC_RELEASE); \
	}
SDK_SHARED(UChar, UCHAR)
SDK_SHARED(Boolean, BOOLEAN)
SDK_SHARED(UShort, USHORT)
SDK_SHARED(ULong, ULONG)
SDK_SHARED(Int32, INT32)
SDK_SHARED(UInt32, UINT32)
SDK_SHARED(ULong64, ULONG64)
SDK_SHARED(Pointer, PVOID)

/* the spellings without a type, whose number of bits ends the name */
#define SDK_SHARED_BITS(type, bits) \
	FORCEINLINE type ReadRaw##bits(type const volatile *Source) { return *Source; } \
	FORCEINLINE type ReadNoFence##bits(type const volatile *Source) { return *Source; } \
	FORCEINLINE type ReadAcquire##bits(type const volatile *Source) \
	{ \
		return __atomic_load_n(Source, __ATOMIC_ACQUIRE); \
	} \
	FORCEINLINE VOID WriteRaw##bits(type volatile *Destination, type Value) \
	{ \
		*Destination = Value; \
	} \
	FORCEINLINE VOID WriteNoFence##bits(type volatile *Destination, type Value) \
	{ \
		*Destination = Value; \
	} \
	FORCEINLINE VOID WriteRelease##bits(type volatile *Destination, type Value) \
	{ \
		__atomic_store_n(Destination, Value, __ATOMIC_RELEASE); \
	}
SDK_SHARED_BITS(CHAR, 8)
SDK_SHARED_BITS(SHORT, 16)
SDK_SHARED_BITS(LONG, )
SDK_SHARED_BITS(LONG64, 64)

/* ---- interlocked, of the sizes that mingw leaves out ----------------------- */

#define InterlockedExchange8(Target, Value) \
	((CHAR)__sync_lock_test_and_set((CHAR volatile *)(Target), (CHAR)(Value)))
#define InterlockedExchange16(Target, Value) \
	((SHORT)__sync_lock_test_and_set((SHORT volatile *)(Target), (SHORT)(Value)))
#define SDK_INTERLOCKED(name, type, operation) \
	FORCEINLINE type name(type volatile *Destination, type Value) \
	{ \
		return operation(Destination, Value); \
	}
SDK_INTERLOCKED(SdkAnd8, CHAR, __sync_fetch_and_and)
SDK_INTERLOCKED(SdkOr8, CHAR, __sync_fetch_and_or)
SDK_INTERLOCKED(SdkXor8, CHAR, __sync_fetch_and_xor)
SDK_INTERLOCKED(SdkAnd16, SHORT, __sync_fetch_and_and)
SDK_INTERLOCKED(SdkOr16, SHORT, __sync_fetch_and_or)
SDK_INTERLOCKED(SdkXor16, SHORT, __sync_fetch_and_xor)
SDK_INTERLOCKED(SdkExchangeAdd16, SHORT, __sync_fetch_and_add)
#define InterlockedAnd8(Destination, Value) SdkAnd8((CHAR volatile *)(Destination), (Value))
#define InterlockedOr8(Destination, Value) SdkOr8((CHAR volatile *)(Destination), (Value))
#define InterlockedXor8(Destination, Value) SdkXor8((CHAR volatile *)(Destination), (Value))
#define InterlockedAnd16(Destination, Value) SdkAnd16((SHORT volatile *)(Destination), (Value))
#define InterlockedOr16(Destination, Value) SdkOr16((SHORT volatile *)(Destination), (Value))
#define InterlockedXor16(Destination, Value) SdkXor16((SHORT volatile *)(Destination), (Value))
#ifndef InterlockedIncrement16
#define InterlockedIncrement16(Addend) ((SHORT)__sync_add_and_fetch((SHORT volatile *)(Addend), 1))
#define InterlockedDecrement16(Addend) ((SHORT)__sync_sub_and_fetch((SHORT volatile *)(Addend), 1))
#endif
#ifndef InterlockedCompareExchange16
#define InterlockedCompareExchange16(Destination, Exchange, Comparand) \
	__sync_val_compare_and_swap((SHORT volatile *)(Destination), (SHORT)(Comparand), \
	    (SHORT)(Exchange))
#endif
#ifndef InterlockedIncrementNoFence
#define InterlockedIncrementNoFence InterlockedIncrement
#define InterlockedDecrementNoFence InterlockedDecrement
#define InterlockedExchangeNoFence InterlockedExchange
#define InterlockedIncrementAcquire InterlockedIncrement
#define InterlockedDecrementRelease InterlockedDecrement
#define InterlockedIncrementNoFence64 InterlockedIncrement64
#define InterlockedDecrementNoFence64 InterlockedDecrement64
#endif

/* ---- types ------------------------------------------------------------------ */

typedef const WCHAR *PCWCHAR;
typedef volatile LONG EX_SPIN_LOCK;
#ifndef _LPCSTR_DEFINED
typedef const CHAR *LPCSTR;
typedef const WCHAR *LPCWSTR;
typedef CHAR *LPSTR;
typedef WCHAR *LPWSTR;
#endif

/* ---- processors ------------------------------------------------------------ */

FORCEINLINE ULONG
KeGetCurrentProcessorIndex(VOID)
{
	return KeGetCurrentProcessorNumberEx(NULL);
}

/* ---- pool ------------------------------------------------------------------ */

/* Zeroed, or not, whatever Windows the driver runs on.  [wdm/nf-wdm-exallocatepoolzero] */
FORCEINLINE PVOID
ExAllocatePoolUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

FORCEINLINE PVOID
ExAllocatePoolZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	PVOID Block = ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);

	if (Block != NULL)
		RtlZeroMemory(Block, NumberOfBytes);
	return Block;
}

/* These raise an exception when there is no pool.  [wdm/nf-wdm-exallocatepoolwithquotatag] */
FORCEINLINE PVOID
ExAllocatePoolQuotaUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePoolWithQuotaTag(PoolType, NumberOfBytes, Tag);
}

FORCEINLINE PVOID
ExAllocatePoolQuotaZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	PVOID Block = ExAllocatePoolWithQuotaTag(PoolType, NumberOfBytes, Tag);

	if (Block != NULL)
		RtlZeroMemory(Block, NumberOfBytes);
	return Block;
}

FORCEINLINE PVOID
ExAllocatePoolPriorityZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag,
    EX_POOL_PRIORITY Priority)
{
	PVOID Block = ExAllocatePoolWithTagPriority(PoolType, NumberOfBytes, Tag, Priority);

	if (Block != NULL)
		RtlZeroMemory(Block, NumberOfBytes);
	return Block;
}

/* ---- lists ----------------------------------------------------------------- */

FORCEINLINE BOOLEAN
RemoveEntryListUnsafe(PLIST_ENTRY Entry)
{
	PLIST_ENTRY Next = Entry->Flink, Previous = Entry->Blink;

	Previous->Flink = Next;
	Next->Blink = Previous;
	return Next == Previous;
}

/* ---- what the processor has -------------------------------------------------- */

DECLSPEC_NORETURN FORCEINLINE VOID
RtlFailFast(ULONG Code)
{
	__asm__ __volatile__("int $0x29" ::"c"(Code) : "memory");
	__builtin_unreachable();
}

#ifndef FAST_FAIL_CORRUPT_LIST_ENTRY
#define FAST_FAIL_CORRUPT_LIST_ENTRY 3
#define FAST_FAIL_INVALID_ARG 5
#define FAST_FAIL_FATAL_APP_EXIT 7
#endif

FORCEINLINE BOOLEAN
RtlConstantTimeEqualMemory(const VOID *Left, const VOID *Right, SIZE_T Length)
{
	UCHAR Difference = 0;

	for (SIZE_T Index = 0; Index < Length; Index++)
		Difference |= ((const volatile UCHAR *)Left)[Index] ^
		    ((const volatile UCHAR *)Right)[Index];
	return Difference == 0;
}

#ifndef DECLSPEC_NOINLINE
#define DECLSPEC_NOINLINE __attribute__((__noinline__))
#endif
#ifndef HIWORD
#define LOWORD(value) ((USHORT)((ULONG_PTR)(value) & 0xffff))
#define HIWORD(value) ((USHORT)(((ULONG_PTR)(value) >> 16) & 0xffff))
#define LOBYTE(value) ((UCHAR)((ULONG_PTR)(value) & 0xff))
#define HIBYTE(value) ((UCHAR)(((ULONG_PTR)(value) >> 8) & 0xff))
#endif
#if defined(__cplusplus) && !defined(DEFINE_ENUM_FLAG_OPERATORS)
#define SDK_ENUM_OPERATOR(type, operator_) \
	extern "C++" { \
	inline constexpr type operator operator_(type Left, type Right) \
	{ \
		return (type)((unsigned long long)Left operator_ (unsigned long long)Right); \
	} \
	inline type &operator operator_##=(type &Left, type Right) \
	{ \
		return Left = Left operator_ Right; \
	} \
	}
#define DEFINE_ENUM_FLAG_OPERATORS(type) \
	SDK_ENUM_OPERATOR(type, |) \
	SDK_ENUM_OPERATOR(type, &) \
	SDK_ENUM_OPERATOR(type, ^) \
	extern "C++" { \
	inline constexpr type operator~(type Value) { return (type) ~(unsigned long long)Value; } \
	}
#endif
#ifndef MAX_PATH
#define MAX_PATH 260
#endif
#ifndef NOTHING
#define NOTHING
#endif
#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() NOP_FUNCTION
#endif

#endif /* SDK_INLINE_H */
