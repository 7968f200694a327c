#include "kmdf/memory.h"

#include "host/arena.h"
#include "kmdf/bind.h"
#include "kmdf/status.h"

#include <string.h>

/* A collection holds a reference to each of its items, the framework's own. */
struct item {
	struct link link;
	struct wdf_object *object;
};

struct wdf_collection {
	struct wdf_object object;
	struct link items;
	ULONG count;
};

static void
item_remove(struct wdf_collection *collection, struct item *item)
{
	list_remove(&item->link);
	collection->count--;
	wdf_object_release(item->object);
	arena_give(item);
}

void
wdf_collection_dispose(struct wdf_object *object)
{
	struct wdf_collection *collection = (struct wdf_collection *)object;

	while (!list_empty(&collection->items))
		item_remove(collection, LIST_ITEM(collection->items.next, struct item, link));
}

static struct item *
item_at(struct wdf_collection *collection, ULONG index)
{
	struct link *at = collection->items.next;

	if (index >= collection->count)
		return NULL;
	while (index-- > 0)
		at = at->next;
	return LIST_ITEM(at, struct item, link);
}

static WDFOBJECT
handle_at(struct wdf_collection *collection, ULONG index)
{
	struct item *item = item_at(collection, index);

	return item != NULL ? wdf_object_handle(item->object) : NULL;
}

static NTSTATUS NTAPI
WdfCollectionCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
    WDFCOLLECTION *Collection)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_collection *collection;
	NTSTATUS status;

	wdf_not_null(Collection, __func__, "Collection");
	status = attributes_check(CollectionAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	collection = (struct wdf_collection *)wdf_object_take(
	    binding, WDF_KIND_COLLECTION, sizeof(*collection), CollectionAttributes, NULL);
	if (collection == NULL)
		return STATUS_DELETE_PENDING;
	list_start(&collection->items);
	*Collection = wdf_object_handle(&collection->object);
	return STATUS_SUCCESS;
}

static ULONG NTAPI
WdfCollectionGetCount(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection)
{
	struct wdf_collection *collection =
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__);

	return collection->count;
}

ULONG
wdf_collection_count(const struct wdf_collection *collection)
{
	return collection->count;
}

struct wdf_object *
wdf_collection_item(struct wdf_collection *collection, ULONG index)
{
	struct item *item = item_at(collection, index);

	return item != NULL ? item->object : NULL;
}

void
wdf_collection_add(struct wdf_collection *collection, struct wdf_object *object)
{
	struct item *item = arena_take(sizeof(*item));

	wdf_object_reference(object);
	item->object = object;
	list_add(&collection->items, &item->link);
	collection->count++;
}

static NTSTATUS NTAPI
WdfCollectionAdd(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection, WDFOBJECT Object)
{
	struct wdf_collection *collection =
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__);

	wdf_collection_add(collection, wdf_object_get(Object, WDF_KIND_ANY, __func__));
	return STATUS_SUCCESS;
}

/* Windows: an object that is not in the collection is a driver's bug.  [ddi:WdfCollectionRemove] */
static void NTAPI
WdfCollectionRemove(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection, WDFOBJECT Item)
{
	struct wdf_collection *collection =
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__);
	struct wdf_object *object = wdf_object_get(Item, WDF_KIND_ANY, __func__);

	LIST_EACH_SAFE (at, &collection->items) {
		struct item *item = LIST_ITEM(at, struct item, link);

		if (item->object == object) {
			item_remove(collection, item);
			return;
		}
	}
	wdf_violation(VIOLATION_VERIFIER, "%s: the object is not in the collection", __func__);
}

static void NTAPI
WdfCollectionRemoveItem(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection, ULONG Index)
{
	struct wdf_collection *collection =
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__);
	struct item *item = item_at(collection, Index);

	if (item == NULL)
		wdf_violation(
		    VIOLATION_VERIFIER, "%s: item %u of %u", __func__, Index, collection->count);
	item_remove(collection, item);
}

static WDFOBJECT NTAPI
WdfCollectionGetItem(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection, ULONG Index)
{
	return handle_at(
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__), Index);
}

static WDFOBJECT NTAPI
WdfCollectionGetFirstItem(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection)
{
	return handle_at(
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__), 0);
}

static WDFOBJECT NTAPI
WdfCollectionGetLastItem(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCOLLECTION Collection)
{
	struct wdf_collection *collection =
	    wdf_object_for(DriverGlobals, Collection, WDF_KIND_COLLECTION, __func__);

	return collection->count > 0 ? handle_at(collection, collection->count - 1) : NULL;
}

const struct contract wdf_collection_slots[] = {
	EXPORT(WdfCollectionCreate, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfcollection),
	    FAILS("STATUS_DELETE_PENDING")),
	EXPORT(WdfCollectionGetCount, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfcollection)),
	EXPORT(WdfCollectionAdd, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfcollection)),
	EXPORT(WdfCollectionRemove, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfcollection)),
	EXPORT(WdfCollectionRemoveItem, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfcollection)),
	EXPORT(WdfCollectionGetItem, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfcollection)),
	EXPORT(WdfCollectionGetFirstItem, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfcollection)),
	EXPORT(WdfCollectionGetLastItem, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfcollection)),
	EXPORTS_END,
};
