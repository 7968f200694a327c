/*
 * WDFSTRING: a counted text of its own, always with a terminator behind it.
 */
#ifndef KMDF_STRING_H
#define KMDF_STRING_H

#include "kmdf/object.h"

struct wdf_string {
	struct wdf_object object;
	UNICODE_STRING text;
};

/* A copy of the characters, `bytes` of them.  NULL: the parent is being deleted. */
struct wdf_string *wdf_string_take(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    const WCHAR *characters, USHORT bytes);
void wdf_string_assign(struct wdf_string *string, const WCHAR *characters, USHORT bytes);
void wdf_string_destroy(struct wdf_object *object);

extern const struct contract wdf_string_slots[];

#endif
