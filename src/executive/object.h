/*
 * Objects: what drivers hold by pointer, counted, and the handles to them.
 *
 * An object is a pool block of the system's with a head in front of what the
 * driver sees.  References that the driver was lent are in the ledger; ours
 * are not.  When the last of both goes, `gone` is called, and the block is
 * freed after it returned.
 */
#ifndef EXECUTIVE_OBJECT_H
#define EXECUTIVE_OBJECT_H

#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>
#include <stddef.h>

enum object_type {
	OBJECT_DRIVER,
	OBJECT_DEVICE,
	OBJECT_FILE,
	OBJECT_PROCESS,
	OBJECT_THREAD,
	OBJECT_EVENT,
	OBJECT_KEY,
	OBJECT_OTHER,
	OBJECT_TYPES,
};

void object_start(void);

/* Zeroed, with one reference.  `gone` may be NULL. */
void *object_make(enum object_type type, size_t bytes, void (*gone)(void *));
bool object_is_shared(const void *object); /* somebody else has a reference, too */
void object_reference(void *object);
void object_dereference(void *object);

bool object_is(
    const void *pointer, enum object_type type); /* false for whatever is no live object */
const char *object_type_name(const void *object);
size_t object_bytes(const void *object);

/* Stops the driver (0x50) if the pointer it gave to `function` is no live object of the type. */
void object_expect(const void *pointer, enum object_type type, const char *function);

/* A reference that the driver has to give back with ObDereferenceObject. */
void object_lend(void *object);

/* A handle keeps a reference, and the rights that its opener was granted: handle_make's grants
 * every one.  NULL: no such handle. */
HANDLE handle_make(void *object, bool drivers);
HANDLE handle_grant(void *object, ACCESS_MASK access); /* to the driver */
void *handle_object(HANDLE handle);
bool handle_grants(HANDLE handle, ACCESS_MASK access);
bool handle_close(HANDLE handle);
size_t handle_count(const void *object); /* handles to it */

/* From now on, what ZwClose calls first where a handle's object is of the type. */
void handle_closes(enum object_type type, void (*closing)(void *object));

extern const struct contract object_exports[];

#endif
