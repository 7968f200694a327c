#include "executive/lookaside.h"

#include "executive/pool.h"
#include "kernel/gate.h"
#include "ledger/finding.h"

#include <string.h>

NTAPI void ExInitializeNPagedLookasideList(NPAGED_LOOKASIDE_LIST *Lookaside,
    PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag,
    USHORT Depth);
NTAPI void ExInitializePagedLookasideList(PAGED_LOOKASIDE_LIST *Lookaside,
    PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag,
    USHORT Depth);
NTAPI void ExDeleteNPagedLookasideList(NPAGED_LOOKASIDE_LIST *Lookaside);
NTAPI void ExDeletePagedLookasideList(PAGED_LOOKASIDE_LIST *Lookaside);
NTAPI NTSTATUS ExInitializeLookasideListEx(LOOKASIDE_LIST_EX *Lookaside,
    PALLOCATE_FUNCTION_EX Allocate, PFREE_FUNCTION_EX Free, POOL_TYPE PoolType, ULONG Flags,
    SIZE_T Size, ULONG Tag, USHORT Depth);
NTAPI void ExDeleteLookasideListEx(LOOKASIDE_LIST_EX *Lookaside);
NTAPI void ExFlushLookasideListEx(LOOKASIDE_LIST_EX *Lookaside);
NTAPI SLIST_ENTRY *ExpInterlockedPushEntrySList(SLIST_HEADER *ListHead, SLIST_ENTRY *ListEntry);
NTAPI SLIST_ENTRY *ExpInterlockedPopEntrySList(SLIST_HEADER *ListHead);
NTAPI SLIST_ENTRY *ExpInterlockedFlushSList(SLIST_HEADER *ListHead);
NTAPI void InitializeSListHead(SLIST_HEADER *ListHead);
NTAPI USHORT ExQueryDepthSList(SLIST_HEADER *ListHead);

static uint64_t
pool_thunk(const char *name)
{
	for (const struct contract *at = pool_exports; at->name != NULL; at++) {
		if (strcmp(at->name, name) == 0)
			return gate_bind(at);
	}
	host_die("%s is not in pool_exports", name);
}

/* Both kinds have the same members at the same places [wdm.h]. */
_Static_assert(offsetof(GENERAL_LOOKASIDE, Allocate) == offsetof(GENERAL_LOOKASIDE_POOL, AllocateEx)
	&& offsetof(GENERAL_LOOKASIDE, Size) == offsetof(GENERAL_LOOKASIDE_POOL, Size),
    "a GENERAL_LOOKASIDE_POOL can be set up as a GENERAL_LOOKASIDE");

static void
list_set_up(GENERAL_LOOKASIDE *list, POOL_TYPE type, SIZE_T size, ULONG tag)
{
	if (!ledger_holds(HOLDING_LOOKASIDE, (uintptr_t)list))
		ledger_enter_tagged(HOLDING_LOOKASIDE, (uintptr_t)list, size, tag);
	else
		finding(RULE_R25, "initializes the lookaside list at %p again", (void *)list);
	memset(list, 0, offsetof(GENERAL_LOOKASIDE, Future));
	list->Type = type;
	list->Tag = tag;
	list->Size = (ULONG)size;
	list->ListEntry = (LIST_ENTRY){ &list->ListEntry, &list->ListEntry };
}

static void
list_drop(void *list)
{
	if (!ledger_strike(HOLDING_LOOKASIDE, (uintptr_t)list))
		finding(
		    RULE_R25, "deletes the lookaside list at %p, which is not initialized", list);
}

static void
old_list_set_up(GENERAL_LOOKASIDE *list, PALLOCATE_FUNCTION allocate, PFREE_FUNCTION release,
    POOL_TYPE type, SIZE_T size, ULONG tag)
{
	list_set_up(list, type, size, tag);
	list->Allocate =
	    allocate != NULL ? allocate : (PALLOCATE_FUNCTION)pool_thunk("ExAllocatePoolWithTag");
	list->Free = release != NULL ? release : (PFREE_FUNCTION)pool_thunk("ExFreePool");
}

void NTAPI
ExInitializeNPagedLookasideList(NPAGED_LOOKASIDE_LIST *Lookaside, PALLOCATE_FUNCTION Allocate,
    PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth)
{
	ULONG type = (Flags & POOL_NX_ALLOCATION) != 0 ? NonPagedPoolNx : NonPagedPool;

	(void)Depth;
	type |= Flags & POOL_RAISE_IF_ALLOCATION_FAILURE;
	old_list_set_up(&Lookaside->L, Allocate, Free, (POOL_TYPE)type, Size, Tag);
}

void NTAPI
ExInitializePagedLookasideList(PAGED_LOOKASIDE_LIST *Lookaside, PALLOCATE_FUNCTION Allocate,
    PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth)
{
	ULONG type = PagedPool | (Flags & POOL_RAISE_IF_ALLOCATION_FAILURE);

	(void)Depth;
	old_list_set_up(&Lookaside->L, Allocate, Free, (POOL_TYPE)type, Size, Tag);
}

void NTAPI
ExDeleteNPagedLookasideList(NPAGED_LOOKASIDE_LIST *Lookaside)
{
	list_drop(Lookaside);
}

void NTAPI
ExDeletePagedLookasideList(PAGED_LOOKASIDE_LIST *Lookaside)
{
	list_drop(Lookaside);
}

/* The free function gets the list as a second argument, which ExFreePool ignores. */
NTSTATUS NTAPI
ExInitializeLookasideListEx(LOOKASIDE_LIST_EX *Lookaside, PALLOCATE_FUNCTION_EX Allocate,
    PFREE_FUNCTION_EX Free, POOL_TYPE PoolType, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth)
{
	ULONG raises = (Flags & EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL) != 0
	    ? POOL_RAISE_IF_ALLOCATION_FAILURE
	    : 0;

	(void)Depth;
	list_set_up(
	    (GENERAL_LOOKASIDE *)(void *)&Lookaside->L, (POOL_TYPE)(PoolType | raises), Size, Tag);
	Lookaside->L.AllocateEx = Allocate != NULL
	    ? Allocate
	    : (PALLOCATE_FUNCTION_EX)pool_thunk("ExAllocatePoolWithTag");
	Lookaside->L.FreeEx = Free != NULL ? Free : (PFREE_FUNCTION_EX)pool_thunk("ExFreePool");
	return STATUS_SUCCESS;
}

void NTAPI
ExDeleteLookasideListEx(LOOKASIDE_LIST_EX *Lookaside)
{
	list_drop(Lookaside);
}

/* Here: there is never an entry to flush. */
void NTAPI
ExFlushLookasideListEx(LOOKASIDE_LIST_EX *Lookaside)
{
	if (!ledger_holds(HOLDING_LOOKASIDE, (uintptr_t)Lookaside))
		finding(RULE_R25, "flushes a lookaside list that is not initialized");
}

/* NextEntry holds the address without its lowest four bits; the rest of it is the kernel's. */
static SLIST_ENTRY *
slist_first(const SLIST_HEADER *head)
{
	return (SLIST_ENTRY *)((uint64_t)head->HeaderX64.NextEntry << 4);
}

static void
slist_set(SLIST_HEADER *head, SLIST_ENTRY *first, unsigned depth)
{
	head->HeaderX64.NextEntry = (uint64_t)first >> 4;
	head->HeaderX64.Depth = depth & 0xffff;
	head->HeaderX64.Sequence++;
}

SLIST_ENTRY *NTAPI
ExpInterlockedPushEntrySList(SLIST_HEADER *ListHead, SLIST_ENTRY *ListEntry)
{
	SLIST_ENTRY *first = slist_first(ListHead);

	ListEntry->Next = first;
	slist_set(ListHead, ListEntry, (unsigned)ListHead->HeaderX64.Depth + 1);
	return first;
}

SLIST_ENTRY *NTAPI
ExpInterlockedPopEntrySList(SLIST_HEADER *ListHead)
{
	SLIST_ENTRY *first = slist_first(ListHead);

	if (first != NULL)
		slist_set(ListHead, first->Next, (unsigned)ListHead->HeaderX64.Depth - 1);
	return first;
}

SLIST_ENTRY *NTAPI
ExpInterlockedFlushSList(SLIST_HEADER *ListHead)
{
	SLIST_ENTRY *first = slist_first(ListHead);

	slist_set(ListHead, NULL, 0);
	return first;
}

void NTAPI
InitializeSListHead(SLIST_HEADER *ListHead)
{
	memset(ListHead, 0, sizeof *ListHead);
}

USHORT NTAPI
ExQueryDepthSList(SLIST_HEADER *ListHead)
{
	return (USHORT)ListHead->HeaderX64.Depth;
}

const struct contract lookaside_exports[] = {
	EXPORT(ExInitializeNPagedLookasideList, 7, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    ENTERS(LOOKASIDE)),
	EXPORT(ExInitializePagedLookasideList, 7, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    ENTERS(LOOKASIDE)),
	EXPORT(ExDeleteNPagedLookasideList, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(LOOKASIDE)),
	EXPORT(ExDeletePagedLookasideList, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(LOOKASIDE)),
	EXPORT(ExInitializeLookasideListEx, 8, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    ENTERS(LOOKASIDE)),
	EXPORT(ExDeleteLookasideListEx, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(LOOKASIDE)),
	EXPORT(ExFlushLookasideListEx, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExpInterlockedPushEntrySList, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExpInterlockedPopEntrySList, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExpInterlockedFlushSList, 1, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT_AS("ExInterlockedPushEntrySList", ExpInterlockedPushEntrySList, 3, HIGH_LEVEL,
	    REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("ExInterlockedPopEntrySList", ExpInterlockedPopEntrySList, 2, HIGH_LEVEL,
	    REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("ExInterlockedFlushSList", ExpInterlockedFlushSList, 1, HIGH_LEVEL, REFUSAL_NONE,
	    0, PAGE(wdm)),
	EXPORT(InitializeSListHead, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExQueryDepthSList, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
