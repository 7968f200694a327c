/*
 * What a driver gives us as an object is looked up in the pool's books before
 * anything of it is read: only a live block whose head carries the magic word
 * is an object.
 */
#include "executive/object.h"

#include "base/list.h"
#include "executive/pool.h"
#include "executive/variable.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"

#include <string.h>

#define MAGIC 0x4a424f44 /* "DOBJ" */
#define KERNEL_HANDLE UINT64_C(0xffffffff80000000)
#define EVERY_ACCESS 0xffffffff

struct head {
	uint32_t magic;
	uint32_t type;
	int32_t references;
	uint32_t unused;
	void (*gone)(void *);
	size_t bytes;
};

_Static_assert(sizeof(struct head) % 16 == 0, "an object is aligned as pool is");

struct handle {
	struct link link;
	uint32_t number;
	bool drivers;
	ACCESS_MASK access;
	void *object;
};

static MACHINE_STATE struct {
	struct link handles;
	uint32_t last;
} table;

NTAPI LONG_PTR ObfReferenceObject(PVOID Object);
NTAPI LONG_PTR ObfDereferenceObject(PVOID Object);
NTAPI void ObDereferenceObjectDeferDelete(PVOID Object);
NTAPI NTSTATUS ObReferenceObjectByPointer(
    PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode);
NTAPI NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID *Object,
    OBJECT_HANDLE_INFORMATION *HandleInformation);
NTAPI NTSTATUS ZwClose(HANDLE Handle);
NTAPI NTSTATUS ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, LARGE_INTEGER *Timeout);

static const struct {
	const char *name;
	uint32_t tag;
} types[] = {
	[OBJECT_DRIVER] = { "driver", 0x76697244 },
	[OBJECT_DEVICE] = { "device", 0x69766544 },
	[OBJECT_FILE] = { "file", 0x656c6946 },
	[OBJECT_PROCESS] = { "process", 0x636f7250 },
	[OBJECT_THREAD] = { "thread", 0x65726854 },
	[OBJECT_EVENT] = { "event", 0x6e657645 },
	[OBJECT_KEY] = { "key", 0x2079654b },
	[OBJECT_OTHER] = { "object", 0x746a624f },
};

/* Told by the floors above as they start: the same in every life. */
static void (*closing_hooks[OBJECT_TYPES])(void *object);

void
handle_closes(enum object_type type, void (*closing)(void *object))
{
	closing_hooks[type] = closing;
}

void
object_start(void)
{
	list_start(&table.handles);
	table.last = 0;
}

void *
object_make(enum object_type type, size_t bytes, void (*gone)(void *))
{
	struct head *head = pool_take_own(sizeof *head + bytes, types[type].tag);

	*head = (struct head){ MAGIC, type, 1, 0, gone, bytes };
	return head + 1;
}

static struct head *
head_of(const void *pointer)
{
	struct head *head = (struct head *)((uint64_t)pointer - sizeof *head);
	const struct pool_block *block = pool_at(head);

	if (block == NULL || block->drivers || head->magic != MAGIC)
		return NULL;
	return head;
}

bool
object_is(const void *pointer, enum object_type type)
{
	const struct head *head = head_of(pointer);

	return head != NULL && head->type == type;
}

const char *
object_type_name(const void *object)
{
	return types[((const struct head *)object - 1)->type].name;
}

size_t
object_bytes(const void *object)
{
	return ((const struct head *)object - 1)->bytes;
}

bool
object_is_shared(const void *object)
{
	return ((const struct head *)object - 1)->references > 1;
}

void
object_reference(void *object)
{
	((struct head *)object - 1)->references++;
}

void
object_dereference(void *object)
{
	struct head *head = (struct head *)object - 1;

	if (--head->references > 0)
		return;
	if (head->gone != NULL)
		head->gone(object);
	head->magic = 0;
	pool_give(head);
}

void
object_expect(const void *pointer, enum object_type type, const char *function)
{
	if (!object_is(pointer, type))
		driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "%s of %p, which is no live %s", function, pointer, types[type].name);
}

void
object_lend(void *object)
{
	object_reference(object);
	ledger_enter(HOLDING_REFERENCE, (uintptr_t)object, 0);
}

/* Windows: a count below zero, or a pointer that is no object, is 0x18.  [bug-check-0x18] */
static void __attribute__((noreturn)) reference_is_wrong(const void *object, const char *what)
{
	driver_crashes(
	    RULE_R190, moment_now().where, "0x18 REFERENCE_BY_POINTER", "%s %p", what, object);
}

LONG_PTR NTAPI
ObfReferenceObject(PVOID Object)
{
	struct head *head = head_of(Object);

	if (head == NULL)
		reference_is_wrong(Object, "references what is no object:");
	object_lend(Object);
	return head->references;
}

/*
 * Here: a driver that gives back more references than it took is stopped at
 *   once; in Windows the object goes under its other holders first.
 */
LONG_PTR NTAPI
ObfDereferenceObject(PVOID Object)
{
	struct head *head = head_of(Object);
	int32_t left;

	if (head == NULL)
		reference_is_wrong(Object, "dereferences what is no object:");
	if (!ledger_strike(HOLDING_REFERENCE, (uintptr_t)Object))
		reference_is_wrong(Object, "dereferences more often than it referenced the object");
	left = head->references - 1;
	object_dereference(Object);
	return left;
}

void NTAPI
ObDereferenceObjectDeferDelete(PVOID Object)
{
	ObfDereferenceObject(Object);
}

/* Windows: with an object type, the object must be of it.  [ddi:ObReferenceObjectByPointer] */
static bool
type_fits(const void *object, POBJECT_TYPE wanted)
{
	enum object_type type = variable_object_type(wanted);

	if (wanted == NULL)
		return true;
	if (type == OBJECT_TYPES)
		not_modelled("an object type that the machine did not export");
	return object_is(object, type);
}

NTSTATUS NTAPI
ObReferenceObjectByPointer(
    PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode)
{
	(void)DesiredAccess, (void)AccessMode;
	if (!type_fits(Object, ObjectType))
		return STATUS_OBJECT_TYPE_MISMATCH;
	ObfReferenceObject(Object);
	return STATUS_SUCCESS;
}

static HANDLE
handle_add(void *object, bool drivers, ACCESS_MASK access)
{
	struct handle *handle = arena_take(sizeof *handle);

	handle->number = table.last += 4;
	handle->drivers = drivers;
	handle->access = access;
	handle->object = object;
	object_reference(object);
	list_add(&table.handles, &handle->link);
	if (drivers)
		ledger_enter(HOLDING_HANDLE, KERNEL_HANDLE + handle->number, 0);
	return (HANDLE)(KERNEL_HANDLE + handle->number);
}

HANDLE
handle_make(void *object, bool drivers)
{
	return handle_add(object, drivers, EVERY_ACCESS);
}

HANDLE
handle_grant(void *object, ACCESS_MASK access)
{
	return handle_add(object, true, access);
}

static struct handle *
handle_find(HANDLE value)
{
	LIST_EACH (at, &table.handles) {
		struct handle *handle = LIST_ITEM(at, struct handle, link);

		if ((HANDLE)(KERNEL_HANDLE + handle->number) == value)
			return handle;
	}
	return NULL;
}

void *
handle_object(HANDLE value)
{
	struct handle *handle = handle_find(value);

	return handle != NULL ? handle->object : NULL;
}

bool
handle_grants(HANDLE value, ACCESS_MASK access)
{
	const struct handle *handle = handle_find(value);

	return handle != NULL && (handle->access & access) == access;
}

size_t
handle_count(const void *object)
{
	size_t count = 0;

	LIST_EACH (at, &table.handles)
		count += LIST_ITEM(at, struct handle, link)->object == object;
	return count;
}

bool
handle_close(HANDLE value)
{
	struct handle *handle = handle_find(value);
	void *object;

	if (handle == NULL)
		return false;
	object = handle->object;
	if (handle->drivers)
		ledger_strike(HOLDING_HANDLE, (uintptr_t)value);
	list_remove(&handle->link);
	arena_give(handle);
	object_dereference(object);
	return true;
}

/* Here: access rights are not modelled; every handle of the kernel's has them all. */
NTSTATUS NTAPI
ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
    KPROCESSOR_MODE AccessMode, PVOID *Object, OBJECT_HANDLE_INFORMATION *HandleInformation)
{
	void *object = handle_object(Handle);

	(void)DesiredAccess;
	if (AccessMode != KernelMode || HandleInformation != NULL)
		not_modelled("ObReferenceObjectByHandle: a user's handle, or its information");
	*Object = NULL;
	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	if (!type_fits(object, ObjectType))
		return STATUS_OBJECT_TYPE_MISMATCH;
	*Object = object;
	object_lend(object);
	return STATUS_SUCCESS;
}

/*
 * Windows: a handle that is none gives STATUS_INVALID_HANDLE; with a handle
 *   of the kernel's Driver Verifier stops (0xC4/0xF6, 0x93).  [ddi:ZwClose]
 */
NTSTATUS NTAPI
ZwClose(HANDLE Handle)
{
	void *object = handle_object(Handle);
	struct head *head = (struct head *)object - 1;

	if (object != NULL && closing_hooks[head->type] != NULL)
		closing_hooks[head->type](object);
	if (handle_close(Handle))
		return STATUS_SUCCESS;
	finding(RULE_R29, "closes handle %p, which is none", Handle);
	return STATUS_INVALID_HANDLE;
}

/* Windows: negative is from now on, else the system's time.  [ddi:ZwWaitForSingleObject] */
static uint64_t
time_limit(const LARGE_INTEGER *timeout)
{
	if (timeout == NULL)
		return CLOCK_NEVER;
	if (timeout->QuadPart <= 0)
		return clock_now_100ns() - (uint64_t)timeout->QuadPart;
	if ((uint64_t)timeout->QuadPart < CLOCK_BOOT_TIME)
		return 0;
	return (uint64_t)timeout->QuadPart - CLOCK_BOOT_TIME;
}

/* Here: for threads and processes, whose objects begin with what is waited for. */
NTSTATUS NTAPI
ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, LARGE_INTEGER *Timeout)
{
	void *object = handle_object(Handle);
	bool signaled;

	(void)Alertable;
	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	if (!object_is(object, OBJECT_THREAD) && !object_is(object, OBJECT_PROCESS))
		not_modelled("ZwWaitForSingleObject for a %s", object_type_name(object));
	object_reference(object);
	signaled = event_wait(object, time_limit(Timeout), object_type_name(object));
	object_dereference(object);
	return signaled ? STATUS_SUCCESS : STATUS_TIMEOUT;
}

const struct contract object_exports[] = {
	EXPORT(ObfReferenceObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ObfDereferenceObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    ObDereferenceObjectDeferDelete, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ObReferenceObjectByPointer, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ObReferenceObjectByHandle, 6, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    APPROXIMATES("grants every access")),
	EXPORT(ZwClose, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT_AS("NtClose", ZwClose, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ZwWaitForSingleObject, 3, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORTS_END,
};
