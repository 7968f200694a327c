/*
 * Dynamic hash tables.
 *
 * The driver links RTL_DYNAMIC_HASH_TABLE_ENTRY structures of its own into a table whose chains are
 * ours.  A table that we allocated, and the chains of every table, are pool until
 * RtlDeleteHashTable.  The entry points have no DDI pages; their contracts are those that ntddk.h
 * shows.
 *
 * Here: the number of chains does not grow; the order of entries in a chain is by signature.
 */
#include "executive/pool.h"
#include "ledger/finding.h"
#include "nt/rtl.h"
#include "rtl/exports.h"
#include "sched/choice.h"

#include <string.h>

#define HASH_TAG 0x68736148 /* "Hash" */
#define CHAINS 128
#define FLAG_ALLOCATED 0x00000001 /* the header is ours, too  [ntddk.h] */

NTAPI BOOLEAN RtlCreateHashTable(RTL_DYNAMIC_HASH_TABLE **HashTable, ULONG Shift, ULONG Flags);
NTAPI BOOLEAN RtlCreateHashTableEx(
    RTL_DYNAMIC_HASH_TABLE **HashTable, ULONG InitialSize, ULONG Shift, ULONG Flags);
NTAPI void RtlDeleteHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable);
NTAPI BOOLEAN RtlInsertEntryHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable,
    RTL_DYNAMIC_HASH_TABLE_ENTRY *Entry, ULONG_PTR Signature,
    RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context);
NTAPI BOOLEAN RtlRemoveEntryHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable,
    RTL_DYNAMIC_HASH_TABLE_ENTRY *Entry, RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context);
NTAPI RTL_DYNAMIC_HASH_TABLE_ENTRY *RtlLookupEntryHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable,
    ULONG_PTR Signature, RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context);
NTAPI RTL_DYNAMIC_HASH_TABLE_ENTRY *RtlGetNextEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context);
NTAPI BOOLEAN RtlInitEnumerationHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *Enumerator);
NTAPI RTL_DYNAMIC_HASH_TABLE_ENTRY *RtlEnumerateEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *Enumerator);
NTAPI void RtlEndEnumerationHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *Enumerator);

static LIST_ENTRY *
chain_of(RTL_DYNAMIC_HASH_TABLE *table, ULONG_PTR signature)
{
	uint64_t hash = (signature >> (table->Shift & 63)) * UINT64_C(0x9e3779b97f4a7c15);

	if (table->TableSize == 0)
		driver_is_wrong(RULE_R183, "%p is no hash table: it has no chains", (void *)table);
	return (LIST_ENTRY *)table->Directory + (hash >> 32) % table->TableSize;
}

static RTL_DYNAMIC_HASH_TABLE_ENTRY *
entry_of(LIST_ENTRY *link)
{
	return (RTL_DYNAMIC_HASH_TABLE_ENTRY *)link; /* its first member */
}

/* Windows: a table where *HashTable points, or one that is allocated where it is NULL.  [ntddk.h] */
BOOLEAN NTAPI
RtlCreateHashTableEx(
    RTL_DYNAMIC_HASH_TABLE **HashTable, ULONG InitialSize, ULONG Shift, ULONG Flags)
{
	RTL_DYNAMIC_HASH_TABLE *table = *HashTable;
	LIST_ENTRY *chains;

	(void)InitialSize;
	if (Flags != 0 || choice_refuses())
		return FALSE;
	chains = pool_take(CHAINS * sizeof *chains, HASH_TAG, NonPagedPoolNx);
	if (chains == NULL)
		return FALSE;
	if (table == NULL && (table = pool_take(sizeof *table, HASH_TAG, NonPagedPoolNx)) == NULL) {
		pool_give(chains);
		return FALSE;
	}
	for (size_t at = 0; at < CHAINS; at++)
		chains[at] = (LIST_ENTRY){ &chains[at], &chains[at] };
	Flags = *HashTable == NULL ? FLAG_ALLOCATED : 0;
	*table = (RTL_DYNAMIC_HASH_TABLE){ .Flags = Flags,
		.Shift = Shift & 63,
		.TableSize = CHAINS,
		.DivisorMask = CHAINS - 1,
		.Directory = chains };
	*HashTable = table;
	return TRUE;
}

BOOLEAN NTAPI
RtlCreateHashTable(RTL_DYNAMIC_HASH_TABLE **HashTable, ULONG Shift, ULONG Flags)
{
	return RtlCreateHashTableEx(HashTable, CHAINS, Shift, Flags);
}

void NTAPI
RtlDeleteHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable)
{
	if (pool_at(HashTable->Directory) != NULL)
		pool_give(HashTable->Directory);
	HashTable->Directory = NULL;
	if ((HashTable->Flags & FLAG_ALLOCATED) != 0 && pool_at(HashTable) != NULL)
		pool_give(HashTable);
}

/* The context is set behind the last entry of a smaller signature. */
static void
context_set(
    RTL_DYNAMIC_HASH_TABLE *table, ULONG_PTR signature, RTL_DYNAMIC_HASH_TABLE_CONTEXT *context)
{
	LIST_ENTRY *head = chain_of(table, signature);
	LIST_ENTRY *before = head;

	while (before->Flink != head && entry_of(before->Flink)->Signature < signature)
		before = before->Flink;
	*context = (RTL_DYNAMIC_HASH_TABLE_CONTEXT){ head, before, signature };
}

BOOLEAN NTAPI
RtlInsertEntryHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENTRY *Entry,
    ULONG_PTR Signature, RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context)
{
	RTL_DYNAMIC_HASH_TABLE_CONTEXT own;
	LIST_ENTRY *before;

	Entry->Signature = Signature;
	context_set(HashTable, Signature, &own);
	if (Context != NULL)
		*Context = own;
	before = own.PrevLinkage;
	if (own.ChainHead->Flink == own.ChainHead)
		HashTable->NonEmptyBuckets++;
	Entry->Linkage = (LIST_ENTRY){ before->Flink, before };
	before->Flink->Blink = &Entry->Linkage;
	before->Flink = &Entry->Linkage;
	HashTable->NumEntries++;
	return TRUE;
}

BOOLEAN NTAPI
RtlRemoveEntryHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENTRY *Entry,
    RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context)
{
	LIST_ENTRY *next = Entry->Linkage.Flink;

	if (next == Entry->Linkage.Blink)
		HashTable->NonEmptyBuckets--;
	next->Blink = Entry->Linkage.Blink;
	next->Blink->Flink = next;
	HashTable->NumEntries--;
	if (Context != NULL)
		context_set(HashTable, Entry->Signature, Context);
	return TRUE;
}

/* The entry behind the context's place, if it is of that signature. */
static RTL_DYNAMIC_HASH_TABLE_ENTRY *
at_place(const RTL_DYNAMIC_HASH_TABLE_CONTEXT *context)
{
	LIST_ENTRY *next = context->PrevLinkage->Flink;

	if (next == context->ChainHead || entry_of(next)->Signature != context->Signature)
		return NULL;
	return entry_of(next);
}

RTL_DYNAMIC_HASH_TABLE_ENTRY *NTAPI
RtlLookupEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, ULONG_PTR Signature, RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context)
{
	RTL_DYNAMIC_HASH_TABLE_CONTEXT own;

	context_set(HashTable, Signature, &own);
	if (Context != NULL)
		*Context = own;
	return at_place(&own);
}

RTL_DYNAMIC_HASH_TABLE_ENTRY *NTAPI
RtlGetNextEntryHashTable(RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_CONTEXT *Context)
{
	(void)HashTable;
	if (at_place(Context) == NULL)
		return NULL;
	Context->PrevLinkage = Context->PrevLinkage->Flink;
	return at_place(Context);
}

/* Windows: an enumerator stands in the chain as an entry of a reserved signature.
 * Here: it stands beside the table, at the entry that comes next. */
BOOLEAN NTAPI
RtlInitEnumerationHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *Enumerator)
{
	LIST_ENTRY *chains = HashTable->Directory;

	*Enumerator = (RTL_DYNAMIC_HASH_TABLE_ENUMERATOR){ .ChainHead = chains };
	Enumerator->CurEntry = chains[0].Flink;
	HashTable->NumEnumerators++;
	return TRUE;
}

RTL_DYNAMIC_HASH_TABLE_ENTRY *NTAPI
RtlEnumerateEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *Enumerator)
{
	LIST_ENTRY *found;

	while (Enumerator->CurEntry == Enumerator->ChainHead) {
		if (Enumerator->BucketIndex + 1 >= HashTable->TableSize)
			return NULL;
		Enumerator->BucketIndex++;
		Enumerator->ChainHead++;
		Enumerator->CurEntry = Enumerator->ChainHead->Flink;
	}
	found = Enumerator->CurEntry;
	Enumerator->CurEntry = found->Flink;
	return entry_of(found);
}

void NTAPI
RtlEndEnumerationHashTable(
    RTL_DYNAMIC_HASH_TABLE *HashTable, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *Enumerator)
{
	HashTable->NumEnumerators--;
	Enumerator->ChainHead = NULL;
}

const struct contract hash_exports[] = {
	EXPORT(RtlCreateHashTable, 3, DISPATCH_LEVEL, REFUSAL_INSIDE, BYTE_RESULT, ENTERS(POOL)),
	EXPORT(RtlCreateHashTableEx, 4, DISPATCH_LEVEL, REFUSAL_INSIDE, BYTE_RESULT,
	    APPROXIMATES("the initial size is not looked at"), ENTERS(POOL)),
	EXPORT(RtlDeleteHashTable, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, STRIKES(POOL)),
	EXPORT(RtlInsertEntryHashTable, 4, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT),
	EXPORT(RtlRemoveEntryHashTable, 3, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT),
	EXPORT(RtlLookupEntryHashTable, 3, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlGetNextEntryHashTable, 2, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlInitEnumerationHashTable, 2, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT,
	    APPROXIMATES("the enumerator is not linked into the chain")),
	EXPORT(RtlEnumerateEntryHashTable, 2, HIGH_LEVEL, REFUSAL_NONE, 0,
	    APPROXIMATES("the next entry may not be removed meanwhile")),
	EXPORT(RtlEndEnumerationHashTable, 2, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT),
	EXPORTS_END,
};
