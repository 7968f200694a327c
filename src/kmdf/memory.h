/*
 * WDFMEMORY, and the small things that hold memory or handles: lookaside
 * lists, collections.
 */
#ifndef KMDF_MEMORY_H
#define KMDF_MEMORY_H

#include "kmdf/object.h"

/* Whose the bytes are. */
enum wdf_memory_owner {
	MEMORY_POOL,    /* WdfMemoryCreate: given back with the object */
	MEMORY_DRIVER,  /* WdfMemoryCreatePreallocated */
	MEMORY_REQUEST, /* a request's buffer */
	MEMORY_LOCKED,  /* a user buffer, locked and mapped: `mdl` */
};

struct wdf_memory {
	struct wdf_object object;
	void *bytes;
	size_t size;
	enum wdf_memory_owner owner;
	bool read_only;
	MDL *mdl;
};

/* NULL: the parent is being deleted. */
struct wdf_memory *wdf_memory_take(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    struct wdf_object *parent, enum wdf_memory_owner owner, void *bytes, size_t size);

/* A new one with bytes of its own from the pool. */
NTSTATUS wdf_memory_make(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    size_t size, ULONG tag, struct wdf_memory **memory);

/* Do the offsets stay inside?  Offsets may be NULL.  [K: IFxMemory::ValidateMemoryOffsets] */
NTSTATUS wdf_memory_span(
    const struct wdf_memory *memory, const WDFMEMORY_OFFSET *offsets, void **bytes, size_t *size);

void wdf_memory_destroy(struct wdf_object *object);
void wdf_collection_dispose(struct wdf_object *object);

struct wdf_collection;
ULONG wdf_collection_count(const struct wdf_collection *collection);
struct wdf_object *wdf_collection_item(struct wdf_collection *collection, ULONG index);
void wdf_collection_add(struct wdf_collection *collection, struct wdf_object *object);

extern const struct contract wdf_memory_slots[];
extern const struct contract wdf_collection_slots[];

#endif
