/*
 * Generic tables over AVL trees.
 *
 * An element is allocated by the driver's routine: the links, then what the driver stores.
 */
#include "nt/status.h"
#include "rtl/avl_tree.h"
#include "rtl/callback.h"
#include "rtl/exports.h"

#include <string.h>

struct element {
	RTL_BALANCED_LINKS links;
	char data[];
};

NTAPI void RtlInitializeGenericTableAvl(RTL_AVL_TABLE *Table, ULONG_PTR CompareRoutine,
    ULONG_PTR AllocateRoutine, ULONG_PTR FreeRoutine, void *TableContext);
NTAPI void *RtlInsertElementGenericTableAvl(
    RTL_AVL_TABLE *Table, const void *Buffer, ULONG BufferSize, BOOLEAN *NewElement);
NTAPI void *RtlInsertElementGenericTableFullAvl(RTL_AVL_TABLE *Table, const void *Buffer,
    ULONG BufferSize, BOOLEAN *NewElement, void *NodeOrParent, TABLE_SEARCH_RESULT SearchResult);
NTAPI BOOLEAN RtlDeleteElementGenericTableAvl(RTL_AVL_TABLE *Table, const void *Buffer);
NTAPI void RtlDeleteElementGenericTableAvlEx(RTL_AVL_TABLE *Table, void *NodeOrParent);
NTAPI void *RtlLookupElementGenericTableAvl(RTL_AVL_TABLE *Table, const void *Buffer);
NTAPI void *RtlLookupElementGenericTableFullAvl(RTL_AVL_TABLE *Table, const void *Buffer,
    void **NodeOrParent, TABLE_SEARCH_RESULT *SearchResult);
NTAPI void *RtlLookupFirstMatchingElementGenericTableAvl(
    RTL_AVL_TABLE *Table, const void *Buffer, void **RestartKey);
NTAPI void *RtlEnumerateGenericTableAvl(RTL_AVL_TABLE *Table, BOOLEAN Restart);
NTAPI void *RtlEnumerateGenericTableWithoutSplayingAvl(RTL_AVL_TABLE *Table, void **RestartKey);
NTAPI void *RtlEnumerateGenericTableLikeADirectory(RTL_AVL_TABLE *Table, ULONG_PTR MatchFunction,
    void *MatchData, ULONG NextFlag, void **RestartKey, ULONG *DeleteCount, const void *Buffer);
NTAPI void *RtlGetElementGenericTableAvl(RTL_AVL_TABLE *Table, ULONG I);
NTAPI ULONG RtlNumberGenericTableElementsAvl(RTL_AVL_TABLE *Table);
NTAPI BOOLEAN RtlIsGenericTableEmptyAvl(RTL_AVL_TABLE *Table);

void NTAPI
RtlInitializeGenericTableAvl(RTL_AVL_TABLE *Table, ULONG_PTR CompareRoutine,
    ULONG_PTR AllocateRoutine, ULONG_PTR FreeRoutine, void *TableContext)
{
	*Table = (RTL_AVL_TABLE){
		.BalancedRoot = { .Parent = &Table->BalancedRoot },
		.CompareRoutine = CompareRoutine,
		.AllocateRoutine = AllocateRoutine,
		.FreeRoutine = FreeRoutine,
		.TableContext = TableContext,
	};
}

static void *
data_of(RTL_BALANCED_LINKS *links)
{
	return links != NULL ? ((struct element *)links)->data : NULL;
}

static TABLE_SEARCH_RESULT
find(RTL_AVL_TABLE *table, const void *wanted, RTL_BALANCED_LINKS **found)
{
	RTL_BALANCED_LINKS *at = table->BalancedRoot.RightChild;

	*found = NULL;
	if (at == NULL)
		return TableEmptyTree;
	for (;;) {
		RTL_GENERIC_COMPARE_RESULTS order =
		    callback_compare(table->CompareRoutine, table, wanted, data_of(at));
		RTL_BALANCED_LINKS *next =
		    order == GenericLessThan ? at->LeftChild : at->RightChild;

		*found = at;
		if (order == GenericEqual)
			return TableFoundNode;
		if (next == NULL)
			return order == GenericLessThan ? TableInsertAsLeft : TableInsertAsRight;
		at = next;
	}
}

static void
ordered_forget(RTL_AVL_TABLE *table)
{
	table->OrderedPointer = NULL;
	table->WhichOrderedElement = 0;
}

void *NTAPI
RtlInsertElementGenericTableFullAvl(RTL_AVL_TABLE *Table, const void *Buffer, ULONG BufferSize,
    BOOLEAN *NewElement, void *NodeOrParent, TABLE_SEARCH_RESULT SearchResult)
{
	RTL_BALANCED_LINKS *parent =
	    SearchResult == TableEmptyTree ? &Table->BalancedRoot : NodeOrParent;
	struct element *element;

	if (NewElement != NULL)
		*NewElement = FALSE;
	if (SearchResult == TableFoundNode)
		return data_of(NodeOrParent);
	element =
	    callback_allocate(Table->AllocateRoutine, Table, BufferSize + (ULONG)sizeof *element);
	if (element == NULL)
		return NULL;
	if (avl_add(&Table->BalancedRoot, &element->links, parent,
		SearchResult == TableInsertAsLeft ? AVL_LEFT : AVL_RIGHT))
		Table->DepthOfTree++;
	Table->NumberGenericTableElements++;
	ordered_forget(Table);
	memcpy(element->data, Buffer, BufferSize);
	if (NewElement != NULL)
		*NewElement = TRUE;
	return element->data;
}

/* Windows: an equal element is found, not replaced; NULL if the allocation fails.
 * [ddi:RtlInsertElementGenericTableAvl] */
void *NTAPI
RtlInsertElementGenericTableAvl(
    RTL_AVL_TABLE *Table, const void *Buffer, ULONG BufferSize, BOOLEAN *NewElement)
{
	RTL_BALANCED_LINKS *found;
	TABLE_SEARCH_RESULT where = find(Table, Buffer, &found);

	return RtlInsertElementGenericTableFullAvl(
	    Table, Buffer, BufferSize, NewElement, found, where);
}

/* An enumeration that stands on the element goes on from the one before it. */
void NTAPI
RtlDeleteElementGenericTableAvlEx(RTL_AVL_TABLE *Table, void *NodeOrParent)
{
	RTL_BALANCED_LINKS *links = NodeOrParent;

	if (Table->RestartKey == links)
		Table->RestartKey = avl_before(&Table->BalancedRoot, links);
	if (avl_remove(&Table->BalancedRoot, links))
		Table->DepthOfTree--;
	Table->DeleteCount++;
	Table->NumberGenericTableElements--;
	ordered_forget(Table);
	callback_free(Table->FreeRoutine, Table, links);
}

BOOLEAN NTAPI
RtlDeleteElementGenericTableAvl(RTL_AVL_TABLE *Table, const void *Buffer)
{
	RTL_BALANCED_LINKS *found;

	if (find(Table, Buffer, &found) != TableFoundNode)
		return FALSE;
	RtlDeleteElementGenericTableAvlEx(Table, found);
	return TRUE;
}

void *NTAPI
RtlLookupElementGenericTableFullAvl(RTL_AVL_TABLE *Table, const void *Buffer, void **NodeOrParent,
    TABLE_SEARCH_RESULT *SearchResult)
{
	RTL_BALANCED_LINKS *found;

	*SearchResult = find(Table, Buffer, &found);
	*NodeOrParent = found;
	return *SearchResult == TableFoundNode ? data_of(found) : NULL;
}

void *NTAPI
RtlLookupElementGenericTableAvl(RTL_AVL_TABLE *Table, const void *Buffer)
{
	RTL_BALANCED_LINKS *found;

	return find(Table, Buffer, &found) == TableFoundNode ? data_of(found) : NULL;
}

/* Windows: of several equal elements the first in the table's order, from which an enumeration
 * may go on.  [ddi:RtlLookupFirstMatchingElementGenericTableAvl] */
void *NTAPI
RtlLookupFirstMatchingElementGenericTableAvl(
    RTL_AVL_TABLE *Table, const void *Buffer, void **RestartKey)
{
	RTL_BALANCED_LINKS *found, *before;

	*RestartKey = NULL;
	if (find(Table, Buffer, &found) != TableFoundNode)
		return NULL;
	while ((before = avl_before(&Table->BalancedRoot, found)) != NULL
	    && callback_compare(Table->CompareRoutine, Table, Buffer, data_of(before))
		== GenericEqual)
		found = before;
	*RestartKey = found;
	return data_of(found);
}

void *NTAPI
RtlEnumerateGenericTableWithoutSplayingAvl(RTL_AVL_TABLE *Table, void **RestartKey)
{
	RTL_BALANCED_LINKS *next;

	if (Table->NumberGenericTableElements == 0)
		return NULL;
	next = *RestartKey == NULL ? avl_first(&Table->BalancedRoot)
				   : avl_next(&Table->BalancedRoot, *RestartKey);
	if (next != NULL)
		*RestartKey = next;
	return data_of(next);
}

void *NTAPI
RtlEnumerateGenericTableAvl(RTL_AVL_TABLE *Table, BOOLEAN Restart)
{
	void *key = Restart ? NULL : Table->RestartKey;
	void *data = RtlEnumerateGenericTableWithoutSplayingAvl(Table, &key);

	Table->RestartKey = key;
	return data;
}

/* Where the enumeration stands: at its key, or after a deletion where the name in `buffer` belongs. */
static RTL_BALANCED_LINKS *
directory_place(RTL_AVL_TABLE *table, void *key, bool key_is_good, const void *buffer, ULONG next)
{
	RTL_BALANCED_LINKS *place = key;
	TABLE_SEARCH_RESULT where = TableFoundNode;

	if (!key_is_good)
		where = find(table, buffer, &place);
	if (where == TableEmptyTree)
		return NULL;
	if (where == TableInsertAsRight || (where == TableFoundNode && next != 0))
		return avl_next(&table->BalancedRoot, place);
	return place;
}

/* Windows: the routine says STATUS_SUCCESS, STATUS_NO_MATCH or STATUS_NO_MORE_MATCHES.
 * [ddi:RtlEnumerateGenericTableLikeADirectory] */
void *NTAPI
RtlEnumerateGenericTableLikeADirectory(RTL_AVL_TABLE *Table, ULONG_PTR MatchFunction,
    void *MatchData, ULONG NextFlag, void **RestartKey, ULONG *DeleteCount, const void *Buffer)
{
	bool good = *RestartKey != NULL && *DeleteCount == Table->DeleteCount;
	RTL_BALANCED_LINKS *at = NULL;

	if (Table->NumberGenericTableElements > 0)
		at = directory_place(Table, *RestartKey, good, Buffer, NextFlag);
	while (at != NULL && MatchFunction != 0) {
		NTSTATUS match = (NTSTATUS)DRIVER_CALL(
		    ENTRY_OTHER, MatchFunction, ARG(Table), ARG(data_of(at)), ARG(MatchData));

		if (match == STATUS_SUCCESS)
			break;
		at = match == STATUS_NO_MATCH ? avl_next(&Table->BalancedRoot, at) : NULL;
	}
	*RestartKey = at;
	*DeleteCount = Table->DeleteCount;
	return data_of(at);
}

/* Windows: the page says that the order is that of insertion; the structure has no room for it, and
 * the order is the table's.  [ddi:RtlGetElementGenericTableAvl; ntddk.h] */
void *NTAPI
RtlGetElementGenericTableAvl(RTL_AVL_TABLE *Table, ULONG I)
{
	RTL_BALANCED_LINKS *at = Table->OrderedPointer;
	ULONG number = Table->WhichOrderedElement; /* one more than its place */

	if (I >= Table->NumberGenericTableElements)
		return NULL;
	if (at == NULL || number == 0 || number - 1 > I) {
		at = avl_first(&Table->BalancedRoot);
		number = 1;
	}
	for (; number - 1 < I; number++)
		at = avl_next(&Table->BalancedRoot, at);
	Table->OrderedPointer = at;
	Table->WhichOrderedElement = number;
	return data_of(at);
}

ULONG NTAPI
RtlNumberGenericTableElementsAvl(RTL_AVL_TABLE *Table)
{
	return Table->NumberGenericTableElements;
}

BOOLEAN NTAPI
RtlIsGenericTableEmptyAvl(RTL_AVL_TABLE *Table)
{
	return Table->NumberGenericTableElements == 0;
}

const struct contract avl_exports[] = {
	EXPORT(RtlInitializeGenericTableAvl, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlInsertElementGenericTableAvl, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(
	    RtlInsertElementGenericTableFullAvl, 6, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlDeleteElementGenericTableAvl, 2, DISPATCH_LEVEL, REFUSAL_NONE, BYTE_RESULT,
	    PAGE(ntddk)),
	EXPORT(RtlDeleteElementGenericTableAvlEx, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlLookupElementGenericTableAvl, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(
	    RtlLookupElementGenericTableFullAvl, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlLookupFirstMatchingElementGenericTableAvl, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(ntddk)),
	EXPORT(RtlEnumerateGenericTableAvl, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlEnumerateGenericTableWithoutSplayingAvl, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(ntddk)),
	EXPORT(RtlEnumerateGenericTableLikeADirectory, 7, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(ntddk)),
	EXPORT(RtlGetElementGenericTableAvl, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlNumberGenericTableElementsAvl, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(
	    RtlIsGenericTableEmptyAvl, 1, DISPATCH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntddk)),
	EXPORTS_END,
};
