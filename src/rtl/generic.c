/*
 * Generic tables over splay trees.
 *
 * An element is allocated by the driver's routine: the links of the tree, those of the list in the
 * order of insertion, then what the driver stores.  What it leaves in a table is therefore its own
 * pool, and in the ledger as such.
 */
#include "ledger/finding.h"
#include "rtl/callback.h"
#include "rtl/exports.h"
#include "rtl/splay.h"

#include <string.h>

struct element {
	RTL_SPLAY_LINKS links;
	LIST_ENTRY inserted;
	char data[];
};

NTAPI void RtlInitializeGenericTable(RTL_GENERIC_TABLE *Table, ULONG_PTR CompareRoutine,
    ULONG_PTR AllocateRoutine, ULONG_PTR FreeRoutine, void *TableContext);
NTAPI void *RtlInsertElementGenericTable(
    RTL_GENERIC_TABLE *Table, const void *Buffer, ULONG BufferSize, BOOLEAN *NewElement);
NTAPI void *RtlInsertElementGenericTableFull(RTL_GENERIC_TABLE *Table, const void *Buffer,
    ULONG BufferSize, BOOLEAN *NewElement, void *NodeOrParent, TABLE_SEARCH_RESULT SearchResult);
NTAPI BOOLEAN RtlDeleteElementGenericTable(RTL_GENERIC_TABLE *Table, const void *Buffer);
NTAPI void *RtlLookupElementGenericTable(RTL_GENERIC_TABLE *Table, const void *Buffer);
NTAPI void *RtlLookupElementGenericTableFull(RTL_GENERIC_TABLE *Table, const void *Buffer,
    void **NodeOrParent, TABLE_SEARCH_RESULT *SearchResult);
NTAPI void *RtlEnumerateGenericTable(RTL_GENERIC_TABLE *Table, BOOLEAN Restart);
NTAPI void *RtlEnumerateGenericTableWithoutSplaying(RTL_GENERIC_TABLE *Table, void **RestartKey);
NTAPI void *RtlGetElementGenericTable(RTL_GENERIC_TABLE *Table, ULONG I);
NTAPI ULONG RtlNumberGenericTableElements(RTL_GENERIC_TABLE *Table);
NTAPI BOOLEAN RtlIsGenericTableEmpty(RTL_GENERIC_TABLE *Table);

void NTAPI
RtlInitializeGenericTable(RTL_GENERIC_TABLE *Table, ULONG_PTR CompareRoutine,
    ULONG_PTR AllocateRoutine, ULONG_PTR FreeRoutine, void *TableContext)
{
	*Table = (RTL_GENERIC_TABLE){
		.InsertOrderList = { &Table->InsertOrderList, &Table->InsertOrderList },
		.OrderedPointer = &Table->InsertOrderList,
		.CompareRoutine = CompareRoutine,
		.AllocateRoutine = AllocateRoutine,
		.FreeRoutine = FreeRoutine,
		.TableContext = TableContext,
	};
}

static struct element *
element_of(RTL_SPLAY_LINKS *links)
{
	return (struct element *)links; /* its first member */
}

static TABLE_SEARCH_RESULT
find(RTL_GENERIC_TABLE *table, const void *wanted, RTL_SPLAY_LINKS **found)
{
	RTL_SPLAY_LINKS *at = table->TableRoot;

	*found = NULL;
	if (at == NULL)
		return TableEmptyTree;
	for (;;) {
		RTL_GENERIC_COMPARE_RESULTS order =
		    callback_compare(table->CompareRoutine, table, wanted, element_of(at)->data);
		RTL_SPLAY_LINKS *next = order == GenericLessThan ? at->LeftChild : at->RightChild;

		*found = at;
		if (order == GenericEqual)
			return TableFoundNode;
		if (next == NULL)
			return order == GenericLessThan ? TableInsertAsLeft : TableInsertAsRight;
		at = next;
	}
}

static void
element_link(RTL_GENERIC_TABLE *table, struct element *element, RTL_SPLAY_LINKS *parent,
    TABLE_SEARCH_RESULT where)
{
	LIST_ENTRY *last = table->InsertOrderList.Blink;

	element->links = (RTL_SPLAY_LINKS){ .Parent = parent };
	if (where == TableEmptyTree)
		element->links.Parent = &element->links;
	else if (where == TableInsertAsLeft)
		parent->LeftChild = &element->links;
	else
		parent->RightChild = &element->links;
	element->inserted = (LIST_ENTRY){ .Flink = &table->InsertOrderList, .Blink = last };
	last->Flink = &element->inserted;
	table->InsertOrderList.Blink = &element->inserted;
	table->NumberGenericTableElements++;
}

void *NTAPI
RtlInsertElementGenericTableFull(RTL_GENERIC_TABLE *Table, const void *Buffer, ULONG BufferSize,
    BOOLEAN *NewElement, void *NodeOrParent, TABLE_SEARCH_RESULT SearchResult)
{
	struct element *element = NodeOrParent;

	if (NewElement != NULL)
		*NewElement = SearchResult != TableFoundNode;
	if (SearchResult != TableFoundNode) {
		element = callback_allocate(
		    Table->AllocateRoutine, Table, BufferSize + (ULONG)sizeof *element);
		if (element == NULL) {
			if (NewElement != NULL)
				*NewElement = FALSE;
			return NULL;
		}
		element_link(Table, element, NodeOrParent, SearchResult);
		memcpy(element->data, Buffer, BufferSize);
	}
	Table->TableRoot = RtlSplay(&element->links);
	return element->data;
}

/* Windows: an equal element is found, not replaced; NULL if the allocation fails.
 * [ddi:RtlInsertElementGenericTable] */
void *NTAPI
RtlInsertElementGenericTable(
    RTL_GENERIC_TABLE *Table, const void *Buffer, ULONG BufferSize, BOOLEAN *NewElement)
{
	RTL_SPLAY_LINKS *found;
	TABLE_SEARCH_RESULT where = find(Table, Buffer, &found);

	return RtlInsertElementGenericTableFull(
	    Table, Buffer, BufferSize, NewElement, found, where);
}

BOOLEAN NTAPI
RtlDeleteElementGenericTable(RTL_GENERIC_TABLE *Table, const void *Buffer)
{
	RTL_SPLAY_LINKS *found;
	struct element *element;

	if (find(Table, Buffer, &found) != TableFoundNode)
		return FALSE;
	element = element_of(found);
	Table->TableRoot = RtlDelete(found);
	element->inserted.Blink->Flink = element->inserted.Flink;
	element->inserted.Flink->Blink = element->inserted.Blink;
	Table->NumberGenericTableElements--;
	Table->WhichOrderedElement = 0;
	Table->OrderedPointer = &Table->InsertOrderList;
	callback_free(Table->FreeRoutine, Table, element);
	return TRUE;
}

void *NTAPI
RtlLookupElementGenericTableFull(RTL_GENERIC_TABLE *Table, const void *Buffer, void **NodeOrParent,
    TABLE_SEARCH_RESULT *SearchResult)
{
	RTL_SPLAY_LINKS *found;

	*SearchResult = find(Table, Buffer, &found);
	*NodeOrParent = found;
	if (*SearchResult != TableFoundNode)
		return NULL;
	Table->TableRoot = RtlSplay(found);
	return element_of(found)->data;
}

void *NTAPI
RtlLookupElementGenericTable(RTL_GENERIC_TABLE *Table, const void *Buffer)
{
	TABLE_SEARCH_RESULT where;
	void *found;

	return RtlLookupElementGenericTableFull(Table, Buffer, &found, &where);
}

static RTL_SPLAY_LINKS *
first(RTL_GENERIC_TABLE *table)
{
	RTL_SPLAY_LINKS *at = table->TableRoot;

	while (at != NULL && at->LeftChild != NULL)
		at = at->LeftChild;
	return at;
}

/* Windows: what was found last is the root, so that the next one is its successor.
 * [ddi:RtlEnumerateGenericTable, Remarks] */
void *NTAPI
RtlEnumerateGenericTable(RTL_GENERIC_TABLE *Table, BOOLEAN Restart)
{
	RTL_SPLAY_LINKS *next;

	if (Table->TableRoot == NULL)
		return NULL;
	next = Restart ? first(Table) : RtlRealSuccessor(Table->TableRoot);
	if (next == NULL)
		return NULL;
	Table->TableRoot = RtlSplay(next);
	return element_of(next)->data;
}

void *NTAPI
RtlEnumerateGenericTableWithoutSplaying(RTL_GENERIC_TABLE *Table, void **RestartKey)
{
	RTL_SPLAY_LINKS *next;

	if (Table->TableRoot == NULL)
		return NULL;
	next = *RestartKey == NULL ? first(Table) : RtlRealSuccessor(*RestartKey);
	if (next == NULL)
		return NULL;
	*RestartKey = next;
	return element_of(next)->data;
}

/* Windows: in the order of insertion, from 0.  [ddi:RtlGetElementGenericTable] */
void *NTAPI
RtlGetElementGenericTable(RTL_GENERIC_TABLE *Table, ULONG I)
{
	LIST_ENTRY *at = Table->InsertOrderList.Flink;

	if (I >= Table->NumberGenericTableElements)
		return NULL;
	for (ULONG left = I; left > 0; left--)
		at = at->Flink;
	Table->OrderedPointer = at;
	Table->WhichOrderedElement = I + 1;
	return ((struct element *)((char *)at - offsetof(struct element, inserted)))->data;
}

ULONG NTAPI
RtlNumberGenericTableElements(RTL_GENERIC_TABLE *Table)
{
	return Table->NumberGenericTableElements;
}

BOOLEAN NTAPI
RtlIsGenericTableEmpty(RTL_GENERIC_TABLE *Table)
{
	return Table->TableRoot == NULL;
}

const struct contract generic_exports[] = {
	EXPORT(RtlInitializeGenericTable, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlInsertElementGenericTable, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlInsertElementGenericTableFull, 6, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlDeleteElementGenericTable, 2, DISPATCH_LEVEL, REFUSAL_NONE, BYTE_RESULT,
	    PAGE(ntddk)),
	EXPORT(RtlLookupElementGenericTable, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlLookupElementGenericTableFull, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlEnumerateGenericTable, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlEnumerateGenericTableWithoutSplaying, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(ntddk)),
	EXPORT(RtlGetElementGenericTable, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlNumberGenericTableElements, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlIsGenericTableEmpty, 1, DISPATCH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntddk)),
	EXPORTS_END,
};
