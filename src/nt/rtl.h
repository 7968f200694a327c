/*
 * The runtime library's structures that drivers declare themselves: trees, tables, bitmaps, hash
 * tables.  [ntddk.h, wdm.h, ntifs.h]
 */
#ifndef NT_RTL_H
#define NT_RTL_H

#include "nt/types.h"

typedef struct _RTL_SPLAY_LINKS {
	struct _RTL_SPLAY_LINKS *Parent; /* a root's is itself */
	struct _RTL_SPLAY_LINKS *LeftChild;
	struct _RTL_SPLAY_LINKS *RightChild;
} RTL_SPLAY_LINKS, *PRTL_SPLAY_LINKS;

typedef struct _RTL_BALANCED_LINKS {
	struct _RTL_BALANCED_LINKS *Parent;
	struct _RTL_BALANCED_LINKS *LeftChild;
	struct _RTL_BALANCED_LINKS *RightChild;
	signed char Balance; /* the right side's depth less the left one's */
	UCHAR Reserved[3];
} RTL_BALANCED_LINKS, *PRTL_BALANCED_LINKS;

typedef enum _TABLE_SEARCH_RESULT {
	TableEmptyTree,
	TableFoundNode,
	TableInsertAsLeft,
	TableInsertAsRight,
} TABLE_SEARCH_RESULT;

typedef enum _RTL_GENERIC_COMPARE_RESULTS {
	GenericLessThan,
	GenericGreaterThan,
	GenericEqual,
} RTL_GENERIC_COMPARE_RESULTS;

/* The routines are the driver's: addresses to enter, never to call. */
typedef struct _RTL_GENERIC_TABLE {
	PRTL_SPLAY_LINKS TableRoot;
	LIST_ENTRY InsertOrderList;
	PLIST_ENTRY OrderedPointer;
	ULONG WhichOrderedElement;
	ULONG NumberGenericTableElements;
	ULONG_PTR CompareRoutine;
	ULONG_PTR AllocateRoutine;
	ULONG_PTR FreeRoutine;
	PVOID TableContext;
} RTL_GENERIC_TABLE, *PRTL_GENERIC_TABLE;

typedef struct _RTL_AVL_TABLE {
	RTL_BALANCED_LINKS BalancedRoot; /* the tree is its right child */
	PVOID OrderedPointer;
	ULONG WhichOrderedElement;
	ULONG NumberGenericTableElements;
	ULONG DepthOfTree;
	PRTL_BALANCED_LINKS RestartKey;
	ULONG DeleteCount;
	ULONG_PTR CompareRoutine;
	ULONG_PTR AllocateRoutine;
	ULONG_PTR FreeRoutine;
	PVOID TableContext;
} RTL_AVL_TABLE, *PRTL_AVL_TABLE;

typedef struct _RTL_BITMAP {
	ULONG SizeOfBitMap;
	ULONG *Buffer;
} RTL_BITMAP, *PRTL_BITMAP;

typedef struct _RTL_BITMAP_RUN {
	ULONG StartingIndex;
	ULONG NumberOfBits;
} RTL_BITMAP_RUN, *PRTL_BITMAP_RUN;

typedef struct _RTL_DYNAMIC_HASH_TABLE_ENTRY {
	LIST_ENTRY Linkage;
	ULONG_PTR Signature;
} RTL_DYNAMIC_HASH_TABLE_ENTRY, *PRTL_DYNAMIC_HASH_TABLE_ENTRY;

typedef struct _RTL_DYNAMIC_HASH_TABLE_CONTEXT {
	LIST_ENTRY *ChainHead;
	LIST_ENTRY *PrevLinkage;
	ULONG_PTR Signature;
} RTL_DYNAMIC_HASH_TABLE_CONTEXT, *PRTL_DYNAMIC_HASH_TABLE_CONTEXT;

typedef struct _RTL_DYNAMIC_HASH_TABLE_ENUMERATOR {
	union {
		RTL_DYNAMIC_HASH_TABLE_ENTRY HashEntry;
		LIST_ENTRY *CurEntry;
	};
	LIST_ENTRY *ChainHead;
	ULONG BucketIndex;
} RTL_DYNAMIC_HASH_TABLE_ENUMERATOR, *PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR;

typedef struct _RTL_DYNAMIC_HASH_TABLE {
	ULONG Flags;
	ULONG Shift;
	ULONG TableSize;
	ULONG Pivot;
	ULONG DivisorMask;
	ULONG NumEntries;
	ULONG NonEmptyBuckets;
	ULONG NumEnumerators;
	PVOID Directory;
} RTL_DYNAMIC_HASH_TABLE, *PRTL_DYNAMIC_HASH_TABLE;

/* Layouts. */
NT_SIZE(RTL_SPLAY_LINKS, 0x18);
NT_AT(RTL_BALANCED_LINKS, Balance, 0x18);
NT_SIZE(RTL_BALANCED_LINKS, 0x20);
NT_AT(RTL_GENERIC_TABLE, InsertOrderList, 0x08);
NT_AT(RTL_GENERIC_TABLE, OrderedPointer, 0x18);
NT_AT(RTL_GENERIC_TABLE, WhichOrderedElement, 0x20);
NT_AT(RTL_GENERIC_TABLE, NumberGenericTableElements, 0x24);
NT_AT(RTL_GENERIC_TABLE, CompareRoutine, 0x28);
NT_AT(RTL_GENERIC_TABLE, AllocateRoutine, 0x30);
NT_AT(RTL_GENERIC_TABLE, FreeRoutine, 0x38);
NT_AT(RTL_GENERIC_TABLE, TableContext, 0x40);
NT_SIZE(RTL_GENERIC_TABLE, 0x48);
NT_AT(RTL_AVL_TABLE, OrderedPointer, 0x20);
NT_AT(RTL_AVL_TABLE, WhichOrderedElement, 0x28);
NT_AT(RTL_AVL_TABLE, NumberGenericTableElements, 0x2c);
NT_AT(RTL_AVL_TABLE, DepthOfTree, 0x30);
NT_AT(RTL_AVL_TABLE, RestartKey, 0x38);
NT_AT(RTL_AVL_TABLE, DeleteCount, 0x40);
NT_AT(RTL_AVL_TABLE, CompareRoutine, 0x48);
NT_AT(RTL_AVL_TABLE, AllocateRoutine, 0x50);
NT_AT(RTL_AVL_TABLE, FreeRoutine, 0x58);
NT_AT(RTL_AVL_TABLE, TableContext, 0x60);
NT_SIZE(RTL_AVL_TABLE, 0x68);
NT_AT(RTL_BITMAP, Buffer, 0x08);
NT_SIZE(RTL_BITMAP, 0x10);
NT_SIZE(RTL_BITMAP_RUN, 0x08);
NT_SIZE(RTL_DYNAMIC_HASH_TABLE_ENTRY, 0x18);
NT_SIZE(RTL_DYNAMIC_HASH_TABLE_CONTEXT, 0x18);
NT_SIZE(RTL_DYNAMIC_HASH_TABLE_ENUMERATOR, 0x28);
NT_AT(RTL_DYNAMIC_HASH_TABLE, NumEntries, 0x14);
NT_AT(RTL_DYNAMIC_HASH_TABLE, Directory, 0x20);
NT_SIZE(RTL_DYNAMIC_HASH_TABLE, 0x28);

#endif
