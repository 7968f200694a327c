/*
 * mingw-w64's wdm.h, with its gaps closed.  [wdm.h; hosting, "Building a .sys"]
 *
 * Layout: its DEVICE_OBJECT lacks the 16-byte alignment that Windows gives it,
 * and so is 8 bytes short.  The macro puts it there, in the definition; where
 * the struct is merely named, compilers ignore it.
 *
 * Lists: Windows' inline functions check that an entry's neighbours still point
 * to it and stop the machine if not (int 29h, code 3); mingw's do not.
 * [kernel/singly-and-doubly-linked-lists]
 *
 * IRQL: today's WDK imports the functions that read and set it; mingw inlines them as
 * moves to and from cr8, as the WDK did long ago.  [hosting, "Instructions that trap"]
 *
 * Pool: a driver for Windows 7 and later that wants no executable pool defines
 * POOL_NX_OPTIN as 1 before this, and calls ExInitializeDriverRuntime (in
 * ntddk.h here) first in DriverEntry.  [kernel/nx-pool-opt-in-mechanisms]
 */
#ifndef SDK_WDM_H
#define SDK_WDM_H

#pragma GCC system_header

/* mingw declares these two global and defines them static: clang makes them global */
#define __INTRINSIC_DEFINED_InterlockedBitTestAndSet
#define __INTRINSIC_DEFINED_InterlockedBitTestAndReset

#include <sdk_sal.h>

#define _DEVICE_OBJECT __attribute__((aligned(16))) _DEVICE_OBJECT
#define KeGetCurrentIrql SdkInlineKeGetCurrentIrql
#define KeLowerIrql SdkInlineKeLowerIrql
#define KfRaiseIrql SdkInlineKfRaiseIrql
#define KeRaiseIrqlToDpcLevel SdkInlineKeRaiseIrqlToDpcLevel
/* the last parameter is a ULONG: priority and flags */
#define MmMapLockedPagesSpecifyCache SdkMingwMmMapLockedPagesSpecifyCache
#include_next <wdm.h>
#undef MmMapLockedPagesSpecifyCache
#undef _DEVICE_OBJECT
#undef KeGetCurrentIrql
#undef KeLowerIrql
#undef KfRaiseIrql
#undef KeRaiseIrqlToDpcLevel

#ifdef __cplusplus
extern "C" {
#endif

/* Windows' headers make these the addresses of the variables, mingw's their values.  [wdm.h] */
#define PsProcessType ((POBJECT_TYPE *)&PsProcessType)
#define PsThreadType ((POBJECT_TYPE *)&PsThreadType)
#define IoFileObjectType ((POBJECT_TYPE *)&IoFileObjectType)
#define ExEventObjectType ((POBJECT_TYPE *)&ExEventObjectType)

#ifdef __x86_64__ /* mingw has it for i386 alone */
#define KeMemoryBarrier() __sync_synchronize()
#define KeMemoryBarrierWithoutFence() __asm__ __volatile__("" ::: "memory")
#endif

/* intrinsics of MSVC, functions of msvcrt here; RtlUshortByteSwap is made of one */
#define _byteswap_ushort(Value) __builtin_bswap16(Value)
#define _byteswap_ulong(Value) __builtin_bswap32(Value)
#define _byteswap_uint64(Value) __builtin_bswap64(Value)

/* statuses that mingw's ntstatus.h lacks */
#ifndef STATUS_ALREADY_COMPLETE
#define STATUS_ALREADY_COMPLETE ((NTSTATUS)0x000000ff)
#endif
#ifndef STATUS_FILE_NOT_SUPPORTED
#define STATUS_FILE_NOT_SUPPORTED ((NTSTATUS)0xc00004b4)
#endif

#ifndef MdlMappingNoExecute
#define MdlMappingNoWrite 0x80000000
#define MdlMappingNoExecute 0x40000000
#endif

/* Flags of ExAllocatePool2, which are no POOL_TYPE.  Windows 10, 2004. */
#ifndef POOL_FLAG_NON_PAGED
typedef ULONG64 POOL_FLAGS;
#define POOL_FLAG_USE_QUOTA 0x0000000000000001ULL
#define POOL_FLAG_UNINITIALIZED 0x0000000000000002ULL
#define POOL_FLAG_SESSION 0x0000000000000004ULL
#define POOL_FLAG_CACHE_ALIGNED 0x0000000000000008ULL
#define POOL_FLAG_RAISE_ON_FAILURE 0x0000000000000020ULL
#define POOL_FLAG_NON_PAGED 0x0000000000000040ULL
#define POOL_FLAG_NON_PAGED_EXECUTE 0x0000000000000080ULL
#define POOL_FLAG_PAGED 0x0000000000000100ULL
#define POOL_FLAG_RESERVED2 0x0000000000000200ULL
#define POOL_FLAG_RESERVED3 0x0000000000000400ULL
#define POOL_FLAG_SPECIAL_POOL 0x0000000000000010ULL
DECLSPEC_IMPORT PVOID NTAPI ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag);
#endif

DECLSPEC_IMPORT VOID NTAPI KeFlushQueuedDpcs(VOID);
DECLSPEC_IMPORT PVOID NTAPI MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList,
    KPROCESSOR_MODE AccessMode, MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress,
    ULONG BugCheckOnFailure, ULONG Priority);

DECLSPEC_IMPORT KIRQL NTAPI KeGetCurrentIrql(VOID);
DECLSPEC_IMPORT VOID NTAPI KeLowerIrql(KIRQL NewIrql);
DECLSPEC_IMPORT KIRQL NTAPI KfRaiseIrql(KIRQL NewIrql);
DECLSPEC_IMPORT KIRQL NTAPI KeRaiseIrqlToDpcLevel(VOID);

#define NonPagedPoolExecute ((POOL_TYPE)0)
#if POOL_NX_OPTIN
DECLSPEC_SELECTANY POOL_TYPE ExDefaultNonPagedPoolType = (POOL_TYPE)0;
DECLSPEC_SELECTANY ULONG ExDefaultMdlProtection = 0;
#define NonPagedPool ExDefaultNonPagedPoolType
#define NonPagedPoolCacheAligned ((POOL_TYPE)(ExDefaultNonPagedPoolType + 4))
#endif

FORCEINLINE VOID
SdkListCheck(const LIST_ENTRY *Entry)
{
	if (Entry->Flink->Blink != Entry || Entry->Blink->Flink != Entry)
		__asm__ __volatile__("int $0x29" ::"c"(3) : "memory");
}

FORCEINLINE BOOLEAN
SdkRemoveEntryList(PLIST_ENTRY Entry)
{
	SdkListCheck(Entry);
	return RemoveEntryList(Entry);
}

FORCEINLINE PLIST_ENTRY
SdkRemoveHeadList(PLIST_ENTRY ListHead)
{
	SdkListCheck(ListHead);
	SdkListCheck(ListHead->Flink);
	return RemoveHeadList(ListHead);
}

FORCEINLINE PLIST_ENTRY
SdkRemoveTailList(PLIST_ENTRY ListHead)
{
	SdkListCheck(ListHead);
	SdkListCheck(ListHead->Blink);
	return RemoveTailList(ListHead);
}

FORCEINLINE VOID
SdkInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	SdkListCheck(ListHead);
	InsertHeadList(ListHead, Entry);
}

FORCEINLINE VOID
SdkInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	SdkListCheck(ListHead);
	InsertTailList(ListHead, Entry);
}

/* The registry: what mingw's header lacks. */
#ifndef RTL_QUERY_REGISTRY_TYPECHECK
#define RTL_QUERY_REGISTRY_TYPECHECK 0x00000100
#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT 24
#endif

#define RemoveEntryList SdkRemoveEntryList
#define RemoveHeadList SdkRemoveHeadList
#define RemoveTailList SdkRemoveTailList
#define InsertHeadList SdkInsertHeadList
#define InsertTailList SdkInsertTailList

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
_Static_assert(sizeof(DEVICE_OBJECT) == 0x150, "DEVICE_OBJECT has another size");
_Static_assert(sizeof(DRIVER_OBJECT) == 0x150, "DRIVER_OBJECT has another size");
_Static_assert(sizeof(FILE_OBJECT) == 0xd8, "FILE_OBJECT has another size");
_Static_assert(sizeof(IRP) == 0xd0, "IRP has another size");
_Static_assert(sizeof(IO_STACK_LOCATION) == 0x48, "IO_STACK_LOCATION has another size");
_Static_assert(sizeof(MDL) == 0x30, "MDL has another size");
_Static_assert(__builtin_offsetof(DRIVER_OBJECT, DriverUnload) == 0x68, "DriverUnload");
_Static_assert(__builtin_offsetof(DRIVER_OBJECT, MajorFunction) == 0x70, "MajorFunction");
#endif

#include <sdk_wdm.h>
#include <sdk_inline.h>

#endif /* SDK_WDM_H */
