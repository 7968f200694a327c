#include "kmdf/object.h"

#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "kmdf/async.h"
#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/kind.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define OBJECT_ALIVE UINT64_C(0x4644574b6a626f46)
#define OBJECT_DEAD UINT64_C(0x4644574b64616544)
#define CONTEXT_ALIVE UINT64_C(0x4644574b74786543)
#define CONTEXT_TYPE_SIZE_1_0 0x20 /* [K: WDF_OBJECT_CONTEXT_TYPE_INFO_V1_0] */

/*
 * The last requests that died: their memory waits here before it is used
 * again, so that completing one twice is told as that, and never completes
 * another.
 */
#define GRAVES 16
static MACHINE_STATE struct {
	struct wdf_object *bodies[GRAVES];
	unsigned next;
} graves;

void
wdf_violation(enum violation code, const char *format, ...)
{
	char bugcheck[48];
	char text[FINDING_TEXT];
	va_list arguments;

	snprintf(bugcheck, sizeof(bugcheck), "0x10D/0x%X WDF_VIOLATION", (unsigned)code);
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	driver_crashes(RULE_R34, gate_caller(), bugcheck, "%s", text);
}

void
wdf_not_null(const void *pointer, const char *function, const char *parameter)
{
	if (pointer == NULL)
		wdf_violation(VIOLATION_NULL_PARAMETER, "%s: %s is NULL", function, parameter);
}

static NTSTATUS
context_type_check(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	const WDF_OBJECT_CONTEXT_TYPE_INFO *type = attributes->ContextTypeInfo;

	if (type == NULL)
		return attributes->ContextSizeOverride > 0 ? STATUS_WDF_OBJECT_ATTRIBUTES_INVALID
							   : STATUS_SUCCESS;
	if (type->Size != sizeof(*type) && type->Size != CONTEXT_TYPE_SIZE_1_0)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (type->ContextSize > 0 && type->ContextName == NULL)
		return STATUS_WDF_OBJECT_ATTRIBUTES_INVALID;
	if (attributes->ContextSizeOverride > 0
	    && attributes->ContextSizeOverride < type->ContextSize)
		return STATUS_WDF_OBJECT_ATTRIBUTES_INVALID;
	return STATUS_SUCCESS;
}

static NTSTATUS
constraints_check(const WDF_OBJECT_ATTRIBUTES *attributes, unsigned options)
{
	WDF_EXECUTION_LEVEL level = attributes->ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE scope = attributes->SynchronizationScope;

	if (level == WdfExecutionLevelInvalid || level > WdfExecutionLevelDispatch
	    || scope == WdfSynchronizationScopeInvalid || scope > WdfSynchronizationScopeNone)
		return STATUS_WDF_OBJECT_ATTRIBUTES_INVALID;
	if ((options & ATTRIBUTES_SYNCHRONIZATION) == 0
	    && scope != WdfSynchronizationScopeInheritFromParent
	    && scope != WdfSynchronizationScopeNone)
		return STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID;
	if ((options & ATTRIBUTES_EXECUTION_LEVEL) == 0
	    && level != WdfExecutionLevelInheritFromParent)
		return STATUS_WDF_EXECUTION_LEVEL_INVALID;
	return STATUS_SUCCESS;
}

NTSTATUS
attributes_check(const WDF_OBJECT_ATTRIBUTES *attributes, unsigned options)
{
	NTSTATUS status;

	if (attributes == NULL) {
		return options & (ATTRIBUTES_REQUIRED | ATTRIBUTES_PARENT_REQUIRED)
		    ? STATUS_WDF_PARENT_NOT_SPECIFIED
		    : STATUS_SUCCESS;
	}
	if (attributes->Size != sizeof(*attributes))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = context_type_check(attributes);
	if (!NT_SUCCESS(status))
		return status;
	if ((options & ATTRIBUTES_PARENT_NOT_ALLOWED) && attributes->ParentObject != NULL)
		return STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED;
	if ((options & ATTRIBUTES_PARENT_REQUIRED) && attributes->ParentObject == NULL)
		return STATUS_WDF_PARENT_NOT_SPECIFIED;
	return constraints_check(attributes, options);
}

bool
wdf_context_is(const struct wdf_context *context)
{
	return context->magic == CONTEXT_ALIVE && wdf_object_is(context->object, WDF_KIND_ANY);
}

static size_t
context_size(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (attributes == NULL || attributes->ContextTypeInfo == NULL)
		return 0;
	if (attributes->ContextSizeOverride != 0)
		return attributes->ContextSizeOverride;
	return attributes->ContextTypeInfo->ContextSize;
}

/* The memory is zeroed. */
static void
context_init(
    struct wdf_context *context, struct wdf_object *object, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	context->magic = CONTEXT_ALIVE;
	context->object = object;
	if (attributes == NULL)
		return;
	context->type = attributes->ContextTypeInfo;
	context->cleanup = attributes->EvtCleanupCallback;
	context->destroy = attributes->EvtDestroyCallback;
}

/* Windows: a request hangs under nothing; it ends with its IRP.  [K: fxrequest.cpp] */
static struct wdf_object *
parent_choose(struct binding *binding, enum wdf_kind kind, const WDF_OBJECT_ATTRIBUTES *attributes,
    struct wdf_object *parent)
{
	if (parent != NULL || kind == WDF_KIND_REQUEST)
		return parent;
	if (attributes != NULL && attributes->ParentObject != NULL)
		return wdf_object_get(attributes->ParentObject, WDF_KIND_ANY, "ParentObject");
	return binding->driver != NULL ? wdf_driver_object(binding->driver) : NULL;
}

struct wdf_object *
wdf_object_take(struct binding *binding, enum wdf_kind kind, size_t bytes,
    const WDF_OBJECT_ATTRIBUTES *attributes, struct wdf_object *parent)
{
	struct wdf_object *above = parent_choose(binding, kind, attributes, parent);
	size_t own = (bytes + 15) & ~(size_t)15;
	struct wdf_object *object;

	if (above != NULL && above->state != WDF_LIFE_CREATED)
		return NULL;
	object = arena_take(own + sizeof(struct wdf_context) + context_size(attributes));
	object->magic = OBJECT_ALIVE;
	object->kind = kind;
	object->references = 1;
	object->binding = binding;
	object->parent = above;
	object->passive = wdf_kind_of(kind)->passive
	    || (attributes != NULL && attributes->ExecutionLevel == WdfExecutionLevelPassive);
	list_start(&object->children);
	list_start(&object->sibling);
	object->contexts = (struct wdf_context *)((char *)object + own);
	context_init(object->contexts, object, attributes);
	if (above != NULL)
		list_add(&above->children, &object->sibling);
	return object;
}

bool
wdf_object_is(const void *address, enum wdf_kind kind)
{
	struct extent system = arena_system_extent();
	uintptr_t at = (uintptr_t)address;
	const struct wdf_object *object = address;

	if (at % 16 != 0 || at < (uintptr_t)system.base
	    || at > (uintptr_t)system.base + system.bytes - sizeof(*object))
		return false;
	return object->magic == OBJECT_ALIVE && (kind == WDF_KIND_ANY || object->kind == kind);
}

static bool
wdf_object_was(const void *address)
{
	for (unsigned at = 0; at < GRAVES; at++) {
		if (graves.bodies[at] == address && address != NULL)
			return true;
	}
	return false;
}

void *
wdf_object_get(WDFOBJECT handle, enum wdf_kind kind, const char *function)
{
	const char *wanted = wdf_object_name(kind);

	if (handle == NULL)
		wdf_violation(VIOLATION_HANDLE, "%s: the %s is NULL", function, wanted);
	if (wdf_object_is(handle, kind))
		return handle;
	if (wdf_object_was(handle))
		wdf_violation(
		    VIOLATION_HANDLE, "%s: the WDFREQUEST was completed before", function);
	if (wdf_object_is(handle, WDF_KIND_ANY))
		wdf_violation(VIOLATION_HANDLE, "%s: wants a %s and was given a %s", function,
		    wanted, wdf_object_name(((struct wdf_object *)handle)->kind));
	wdf_violation(VIOLATION_HANDLE, "%s: %p is no %s, or was one that is deleted", function,
	    handle, wanted);
}

void *
wdf_object_for(
    PWDF_DRIVER_GLOBALS globals, WDFOBJECT handle, enum wdf_kind kind, const char *function)
{
	(void)wdf_binding_from(globals, function);
	return wdf_object_get(handle, kind, function);
}

struct wdf_device *
wdf_object_device(struct wdf_object *object)
{
	for (; object != NULL; object = object->parent) {
		if (object->kind == WDF_KIND_DEVICE)
			return (struct wdf_device *)object;
		if (object->kind == WDF_KIND_REQUEST
		    && ((struct wdf_request *)object)->device != NULL)
			return ((struct wdf_request *)object)->device;
	}
	return NULL;
}

void *
wdf_object_context(struct wdf_object *object)
{
	return object->contexts->bytes;
}

void
wdf_object_drop_callbacks(struct wdf_object *object)
{
	for (struct wdf_context *at = object->contexts; at != NULL; at = at->next) {
		at->cleanup = NULL;
		at->destroy = NULL;
	}
}

NTSTATUS
wdf_object_context_add(
    struct wdf_object *object, const WDF_OBJECT_ATTRIBUTES *attributes, void **bytes)
{
	struct wdf_context **last = &object->contexts;
	struct wdf_context *context;

	if (object->state != WDF_LIFE_CREATED)
		return STATUS_DELETE_PENDING;
	for (; *last != NULL; last = &(*last)->next) {
		if ((*last)->type == attributes->ContextTypeInfo) {
			if (bytes != NULL)
				*bytes = (*last)->bytes;
			return STATUS_OBJECT_NAME_EXISTS;
		}
	}
	context = arena_take(sizeof(*context) + context_size(attributes));
	context_init(context, object, attributes);
	*last = context;
	if (bytes != NULL)
		*bytes = context->bytes;
	return STATUS_SUCCESS;
}

void
wdf_object_reference(struct wdf_object *object)
{
	object->references++;
}

static void
wdf_object_give(struct wdf_object *object)
{
	struct wdf_context *first = object->contexts;
	struct wdf_context *next;

	for (struct wdf_context *at = first->next; at != NULL; at = next) {
		next = at->next;
		arena_give(at);
	}
	object->magic = OBJECT_DEAD;
	if (object->kind != WDF_KIND_REQUEST) {
		arena_give(object);
		return;
	}
	if (graves.bodies[graves.next] != NULL)
		arena_give(graves.bodies[graves.next]);
	graves.bodies[graves.next] = object;
	graves.next = (graves.next + 1) % GRAVES;
}

/* Windows: EvtDestroy runs when nobody refers to the object any more.  [K: fxobject.cpp] */
static void
wdf_object_destroy(struct wdf_object *object)
{
	const struct kind *kind = wdf_kind_of(object->kind);

	for (struct wdf_context *at = object->contexts; at != NULL; at = at->next) {
		if (at->destroy != NULL)
			DRIVER_CALL(ENTRY_WDF_CONTEXT_DESTROY, at->destroy, ARG(object));
	}
	if (kind->destroy != NULL)
		kind->destroy(object);
	wdf_object_give(object);
}

static void
wdf_object_destroy_later(void *argument)
{
	struct wdf_object *object = argument;
	struct binding *binding = object->binding;

	wdf_object_destroy(object);
	wdf_driver_disposal_ended(binding->driver);
}

/*
 * Windows: the last reference to an object whose callbacks want PASSIVE_LEVEL, given above
 *   it, leaves the destroying to the dispose list.  [K: FxObject::FinalRelease]
 */
void
wdf_object_release(struct wdf_object *object)
{
	assert(object->references > 0);
	if (--object->references > 0)
		return;
	if (irql_now() == PASSIVE_LEVEL || !object->passive || object->binding->driver == NULL) {
		wdf_object_destroy(object);
		return;
	}
	wdf_driver_disposal_began(object->binding->driver);
	wdf_async_work(wdf_object_destroy_later, object);
}

/* Windows: children before their parent, in order of birth.  [K: DisposeChildrenWorker] */
void
wdf_object_dispose(struct wdf_object *object)
{
	const struct kind *kind = wdf_kind_of(object->kind);

	if (object->state == WDF_LIFE_DISPOSING || object->state >= WDF_LIFE_DISPOSED)
		return;
	object->state = WDF_LIFE_DISPOSING;
	LIST_EACH (at, &object->children)
		wdf_object_dispose(LIST_ITEM(at, struct wdf_object, sibling));
	if (kind->dispose != NULL)
		kind->dispose(object);
	for (struct wdf_context *at = object->contexts; at != NULL; at = at->next) {
		if (at->cleanup != NULL)
			DRIVER_CALL(ENTRY_WDF_CONTEXT_CLEANUP, at->cleanup, ARG(object));
	}
	if (kind->disposed != NULL)
		kind->disposed(object);
	object->state = WDF_LIFE_DISPOSED;
}

void
wdf_object_children_let_go(struct wdf_object *object)
{
	while (!list_empty(&object->children)) {
		struct wdf_object *child =
		    LIST_ITEM(object->children.next, struct wdf_object, sibling);

		list_remove(&child->sibling);
		child->parent = NULL;
		wdf_object_let_go(child);
	}
}

/* Windows: the parent's reference goes after its children's were told.  [K: DestroyChildren] */
void
wdf_object_let_go(struct wdf_object *object)
{
	object->state = WDF_LIFE_DELETED;
	wdf_object_children_let_go(object);
	wdf_object_release(object);
}

bool
wdf_object_wants_passive(const struct wdf_object *object)
{
	if (object->passive)
		return true;
	LIST_EACH (at, &object->children) {
		if (wdf_object_wants_passive(LIST_ITEM(at, struct wdf_object, sibling)))
			return true;
	}
	return false;
}

static void
wdf_object_delete_now(void *argument)
{
	struct wdf_object *object = argument;

	object->state = WDF_LIFE_CREATED; /* it may be WDF_LIFE_DEFERRED */
	wdf_object_dispose(object);
	wdf_object_let_go(object);
}

static void
wdf_object_delete_later(void *argument)
{
	struct wdf_object *object = argument;
	struct binding *binding = object->binding;

	wdf_object_delete_now(object);
	wdf_driver_disposal_ended(binding->driver);
}

/*
 * Windows: an object whose rundown or callbacks want PASSIVE_LEVEL, or that has
 *   such a descendant, is disposed of by a work item when it is deleted above it;
 *   unload waits for that.  An object whose parent is being disposed of waits for
 *   it; a second delete is dropped.  [K: fxobjectstatemachine.cpp, fxdisposelist.cpp]
 */
void
wdf_object_delete(struct wdf_object *object)
{
	if (object->state != WDF_LIFE_CREATED)
		return;
	if (object->parent != NULL && object->parent->state != WDF_LIFE_CREATED)
		return;
	list_remove(&object->sibling);
	object->parent = NULL;
	if (irql_now() == PASSIVE_LEVEL || !wdf_object_wants_passive(object)) {
		wdf_object_delete_now(object);
		return;
	}
	object->state = WDF_LIFE_DEFERRED;
	wdf_driver_disposal_began(object->binding->driver);
	wdf_async_work(wdf_object_delete_later, object);
}

void
wdf_object_undo(struct wdf_object *object)
{
	wdf_object_drop_callbacks(object);
	list_remove(&object->sibling);
	object->parent = NULL;
	wdf_object_dispose(object);
	wdf_object_let_go(object);
}
