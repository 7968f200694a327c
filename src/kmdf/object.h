/*
 * Framework objects: the tree that every WDF handle points into.
 *
 * A handle is the arena address of a struct wdf_object, which stands first in
 * the structure of its kind (struct wdf_queue, struct wdf_request, …).  It is
 * checked on every use: inside the arena, aligned, alive by its magic word, and
 * of the kind that the function wants; anything else is 0x10D/0x5.
 *
 * The names of this floor begin with wdf_: the executive has objects, devices
 * and files of its own.
 *
 * Life [K: fxobjectstatemachine.cpp]:
 *
 *	created ──delete──> disposed ──> deleted ──last reference──> memory given back
 *
 * Deleting takes an object and its children through the stages together.
 * Disposal goes up from the leaves: each object's own rundown (a queue is
 * purged, a timer stopped, a work item waited for), then its EvtCleanup
 * callbacks.  Then, from the root, each loses the framework's reference;
 * whoever has no other left runs its EvtDestroy callbacks and its memory goes.
 *
 * References that the driver took are in the ledger; the framework's own
 * are not.
 */
#ifndef KMDF_OBJECT_H
#define KMDF_OBJECT_H

#include "base/list.h"
#include "kernel/contract.h"
#include "nt/wdf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wdf_kind {
	WDF_KIND_ANY, /* what WdfObjectXxx accepts; never an object's own */
	WDF_KIND_DRIVER,
	WDF_KIND_DEVICE,
	WDF_KIND_QUEUE,
	WDF_KIND_REQUEST,
	WDF_KIND_FILE,
	WDF_KIND_WORK_ITEM,
	WDF_KIND_TIMER,
	WDF_KIND_DPC,
	WDF_KIND_SPIN_LOCK,
	WDF_KIND_WAIT_LOCK,
	WDF_KIND_MEMORY,
	WDF_KIND_LOOKASIDE,
	WDF_KIND_COLLECTION,
	WDF_KIND_STRING,
	WDF_KIND_KEY,
	WDF_KIND_IO_TARGET,
	WDF_KIND_GENERAL, /* WdfObjectCreate */
	WDF_KINDS,
};

enum wdf_life {
	WDF_LIFE_CREATED,
	WDF_LIFE_DEFERRED, /* deleted above PASSIVE_LEVEL: a work item will dispose of it */
	WDF_LIFE_DISPOSING,
	WDF_LIFE_DISPOSED,
	WDF_LIFE_DELETED,
};

struct binding;
struct wdf_device;

/* What stands before the bytes of a context; the driver sees only those. */
struct wdf_context {
	struct wdf_context *next;
	struct wdf_object *object;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO type;
	PFN_WDF_OBJECT_CONTEXT_CLEANUP cleanup;
	PFN_WDF_OBJECT_CONTEXT_DESTROY destroy;
	uint64_t magic;
	NT_ALIGN(16) uint8_t bytes[];
};

struct wdf_object {
	uint64_t magic;
	uint8_t kind;
	uint8_t state;
	bool no_delete; /* WdfObjectDelete is not for this one */
	bool passive;   /* its callbacks want PASSIVE_LEVEL */
	uint32_t references;
	struct wdf_object *parent;
	struct link sibling;
	struct link children;         /* in order of birth */
	struct wdf_context *contexts; /* the first is part of the object's own memory */
	struct binding *binding;      /* whose driver it belongs to */
};

/* What an object's attributes may say.  [K: fxvalidatefunctions.cpp] */
enum attributes_option {
	ATTRIBUTES_PARENT_NOT_ALLOWED = 1,
	ATTRIBUTES_PARENT_REQUIRED = 2,
	ATTRIBUTES_EXECUTION_LEVEL = 4, /* allowed */
	ATTRIBUTES_SYNCHRONIZATION = 8, /* allowed */
	ATTRIBUTES_REQUIRED = 16,
};
NTSTATUS attributes_check(const WDF_OBJECT_ATTRIBUTES *attributes, unsigned options);

/*
 * A new object with one reference, the framework's; `bytes` are those of its
 * whole structure, zeroed.  The parent is the given one, or else the one that the
 * attributes name, or else the WDFDRIVER.  NULL: the parent is being deleted.
 */
struct wdf_object *wdf_object_take(struct binding *binding, enum wdf_kind kind, size_t bytes,
    const WDF_OBJECT_ATTRIBUTES *attributes, struct wdf_object *parent);

/* Undo an wdf_object_take whose creation failed: no callback runs. */
void wdf_object_undo(struct wdf_object *object);

/* The object behind a handle that the driver gave; ends the life if there is none. */
void *wdf_object_get(WDFOBJECT handle, enum wdf_kind kind, const char *function);
/* As wdf_object_get, after checking the globals. */
void *wdf_object_for(
    PWDF_DRIVER_GLOBALS globals, WDFOBJECT handle, enum wdf_kind kind, const char *function);
bool wdf_object_is(const void *address, enum wdf_kind kind);

void wdf_object_reference(struct wdf_object *object);
void wdf_object_release(struct wdf_object *object);
void wdf_object_delete(struct wdf_object *object);
/* The two halves of deleting: a request's IRP is completed between them. */
void wdf_object_dispose(struct wdf_object *object);
void wdf_object_let_go(struct wdf_object *object);
void wdf_object_children_let_go(struct wdf_object *object);
bool wdf_object_wants_passive(const struct wdf_object *object); /* to be disposed of */

/* Is it the head of a context of a live object? */
bool wdf_context_is(const struct wdf_context *context);

/* The device that the object hangs under, itself included; NULL: none. */
struct wdf_device *wdf_object_device(struct wdf_object *object);

void *wdf_object_context(
    struct wdf_object *object); /* the bytes of the first context; never NULL */
NTSTATUS wdf_object_context_add(
    struct wdf_object *object, const WDF_OBJECT_ATTRIBUTES *attributes, void **bytes);
void wdf_object_drop_callbacks(
    struct wdf_object *object); /* EvtCleanup and EvtDestroy will not run */

const char *wdf_object_name(enum wdf_kind kind); /* "WDFQUEUE" */
static inline WDFOBJECT
wdf_object_handle(struct wdf_object *object)
{
	return (WDFOBJECT)object;
}

/* 0x10D: `code` is its first parameter. */
enum violation {
	VIOLATION_RECURSIVE_LOCK = 0x2,
	VIOLATION_VERIFIER = 0x3,
	VIOLATION_NULL_PARAMETER = 0x4,
	VIOLATION_HANDLE = 0x5,
	VIOLATION_REQUEST = 0x6,
	VIOLATION_OBJECT = 0x7,
	VIOLATION_QUEUE = 0xA,
	VIOLATION_LOCK = 0xB,
};
void wdf_violation(enum violation code, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));
/* FxPointerNotNull: 0x10D/0x4 naming the function and the parameter. */
void wdf_not_null(const void *pointer, const char *function, const char *parameter);

extern const struct contract wdf_object_slots[];

#endif
