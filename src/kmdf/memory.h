/*
 * WDFMEMORY, and the small things that hold memory or handles: lookaside
 * lists, collections, strings.
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

void wdf_memory_destroy(struct wdf_object *object);
void wdf_collection_dispose(struct wdf_object *object);

extern const struct contract wdf_memory_slots[];
extern const struct contract wdf_collection_slots[]; /* with strings */

#endif
