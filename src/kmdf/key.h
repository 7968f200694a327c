/*
 * WDFKEY: an open registry key, closed with its object.
 */
#ifndef KMDF_KEY_H
#define KMDF_KEY_H

#include "kmdf/object.h"

void wdf_key_destroy(struct wdf_object *object);

extern const struct contract wdf_key_slots[];       /* opening, making, removing */
extern const struct contract wdf_key_value_slots[]; /* key_value.c */

struct wdf_key {
	struct wdf_object object;
	HANDLE handle; /* NULL: it was closed, or removed */
};

#endif
