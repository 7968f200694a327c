/*
 * Handles.  A kernel handle is good in every process, another one in the
 * process in which it was made, whose end closes it.
 *
 * Windows: a caller in the kernel gets whatever access it asks for.
 *   [ddi:ObReferenceObjectByHandle, Remarks]
 */
#include "executive/object.h"

#include "base/list.h"
#include "executive/ob_callback.h"
#include "executive/process.h"
#include "nt/ps.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"

#define KERNEL_HANDLE UINT64_C(0xffffffff80000000)
#define EVERY_ACCESS 0xffffffff
#define EVERY_ORDINARY_ACCESS (STANDARD_RIGHTS_ALL | 0xffff)
#define SHORTCUTS (GENERIC_ALL | GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | MAXIMUM_ALLOWED)
#define DUPLICATE_OPTIONS \
	(DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES)

struct handle {
	struct link link;
	uint32_t number;
	bool drivers;
	ACCESS_MASK access;
	ULONG attributes;
	PEPROCESS owner; /* NULL: a kernel handle */
	void *object;
};

static MACHINE_STATE struct {
	struct link handles;
	uint32_t last;
} table;

NTAPI NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID *Object,
    OBJECT_HANDLE_INFORMATION *HandleInformation);
NTAPI NTSTATUS ObReferenceObjectByHandleWithTag(HANDLE Handle, ACCESS_MASK DesiredAccess,
    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, ULONG Tag, PVOID *Object,
    OBJECT_HANDLE_INFORMATION *HandleInformation);
NTAPI NTSTATUS ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes,
    ACCESS_STATE *PassedAccessState, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
    KPROCESSOR_MODE AccessMode, HANDLE *Handle);
NTAPI NTSTATUS ObOpenObjectByPointerWithTag(PVOID Object, ULONG HandleAttributes,
    ACCESS_STATE *PassedAccessState, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
    KPROCESSOR_MODE AccessMode, ULONG Tag, HANDLE *Handle);
NTAPI BOOLEAN ObIsKernelHandle(HANDLE Handle);
NTAPI NTSTATUS ObCloseHandle(HANDLE Handle, KPROCESSOR_MODE PreviousMode);
NTAPI NTSTATUS ZwClose(HANDLE Handle);
NTAPI NTSTATUS ZwDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle,
    HANDLE TargetProcessHandle, HANDLE *TargetHandle, ACCESS_MASK DesiredAccess,
    ULONG HandleAttributes, ULONG Options);
NTAPI NTSTATUS ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, LARGE_INTEGER *Timeout);

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

static HANDLE
value_of(const struct handle *handle)
{
	return (HANDLE)((handle->owner == NULL ? KERNEL_HANDLE : 0) + handle->number);
}

static HANDLE
handle_add(void *object, bool drivers, ACCESS_MASK access, PEPROCESS owner, ULONG attributes)
{
	struct handle *handle = arena_take(sizeof *handle);

	*handle = (struct handle){ .number = table.last += 4,
		.drivers = drivers,
		.access = access,
		.attributes = attributes,
		.owner = owner,
		.object = object };
	object_reference(object);
	list_add(&table.handles, &handle->link);
	if (drivers)
		ledger_enter(HOLDING_HANDLE, (uintptr_t)value_of(handle), 0);
	return value_of(handle);
}

HANDLE
handle_make(void *object, bool drivers)
{
	return handle_add(object, drivers, EVERY_ACCESS, NULL, OBJ_KERNEL_HANDLE);
}

HANDLE
handle_grant(void *object, ACCESS_MASK access)
{
	return handle_add(object, true, access, NULL, OBJ_KERNEL_HANDLE);
}

HANDLE
handle_open(void *object, ACCESS_MASK access, ULONG attributes)
{
	bool kernel = (attributes & OBJ_KERNEL_HANDLE) != 0;
	struct ob_opening opening;
	HANDLE value;

	if ((access & SHORTCUTS) != 0)
		access = EVERY_ORDINARY_ACCESS;
	ob_opens(&opening, object, access, kernel);
	value = handle_add(object, true, opening.access, kernel ? NULL : process_now(), attributes);
	ob_opened(&opening, STATUS_SUCCESS);
	return value;
}

static struct handle *
handle_find_in(PEPROCESS process, HANDLE value)
{
	PEPROCESS owner = (uint64_t)value < KERNEL_HANDLE ? process : NULL;

	LIST_EACH (at, &table.handles) {
		struct handle *handle = LIST_ITEM(at, struct handle, link);

		if (value_of(handle) == value && handle->owner == owner)
			return handle;
	}
	return NULL;
}

static struct handle *
handle_find(HANDLE value)
{
	return handle_find_in(process_now(), value);
}

void *
handle_object(HANDLE value)
{
	struct handle *handle;

	if (value == ZW_CURRENT_PROCESS)
		return process_now();
	if (value == ZW_CURRENT_THREAD)
		return thread_now() != NULL ? thread_object(thread_now()) : NULL;
	handle = handle_find(value);
	return handle != NULL ? handle->object : NULL;
}

bool
handle_grants(HANDLE value, ACCESS_MASK access)
{
	const struct handle *handle = handle_find(value);

	return handle != NULL && (handle->access & access) == access;
}

NTSTATUS
handle_resolve(HANDLE value, enum object_type type, void **object)
{
	*object = handle_object(value);
	if (*object == NULL)
		return STATUS_INVALID_HANDLE;
	return object_is(*object, type) ? STATUS_SUCCESS : STATUS_OBJECT_TYPE_MISMATCH;
}

size_t
handle_count(const void *object)
{
	size_t count = 0;

	LIST_EACH (at, &table.handles)
		count += LIST_ITEM(at, struct handle, link)->object == object;
	return count;
}

static void
drop(struct handle *handle)
{
	void *object = handle->object;

	if (handle->drivers)
		ledger_strike(HOLDING_HANDLE, (uintptr_t)value_of(handle));
	list_remove(&handle->link);
	arena_give(handle);
	object_dereference(object);
}

bool
handle_close(HANDLE value)
{
	struct handle *handle = handle_find(value);

	if (handle == NULL)
		return false;
	drop(handle);
	return true;
}

void
handles_close(const void *process)
{
	LIST_EACH_SAFE (at, &table.handles) {
		struct handle *handle = LIST_ITEM(at, struct handle, link);

		if (handle->owner == process)
			drop(handle);
	}
}

/*
 * Windows: a caller in user mode has what the handle was granted, and no use of a kernel handle.
 *   [ddi:ObReferenceObjectByHandle]
 */
NTSTATUS NTAPI
ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
    KPROCESSOR_MODE AccessMode, PVOID *Object, OBJECT_HANDLE_INFORMATION *HandleInformation)
{
	void *object = handle_object(Handle);
	const struct handle *handle = handle_find(Handle);

	*Object = NULL;
	if (object == NULL || (AccessMode != KernelMode && handle != NULL && handle->owner == NULL))
		return STATUS_INVALID_HANDLE;
	if (!object_fits(object, ObjectType))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (AccessMode != KernelMode && handle != NULL && (DesiredAccess & ~handle->access) != 0)
		return STATUS_ACCESS_DENIED;
	if (HandleInformation != NULL) {
		HandleInformation->HandleAttributes = handle != NULL ? handle->attributes : 0;
		HandleInformation->GrantedAccess =
		    handle != NULL ? handle->access : EVERY_ORDINARY_ACCESS;
	}
	*Object = object;
	object_lend(object);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ObReferenceObjectByHandleWithTag(HANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
    KPROCESSOR_MODE AccessMode, ULONG Tag, PVOID *Object,
    OBJECT_HANDLE_INFORMATION *HandleInformation)
{
	(void)Tag;
	return ObReferenceObjectByHandle(
	    Handle, DesiredAccess, ObjectType, AccessMode, Object, HandleInformation);
}

/* Here: no access is checked, so a handle for a caller in user mode can't be made. */
NTSTATUS NTAPI
ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes, ACCESS_STATE *PassedAccessState,
    ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, HANDLE *Handle)
{
	if ((HandleAttributes & ~(ULONG)OBJ_VALID_ATTRIBUTES) != 0)
		return STATUS_INVALID_PARAMETER;
	if (object_type_of(Object) == OBJECT_TYPES)
		driver_crashes(RULE_R190, moment_now().where, "0x18 REFERENCE_BY_POINTER",
		    "ObOpenObjectByPointer of %p, which is no object", Object);
	if (!object_fits(Object, ObjectType))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (AccessMode != KernelMode)
		not_modelled("ObOpenObjectByPointer: an access check for user mode");
	if (PassedAccessState != NULL)
		DesiredAccess |= PassedAccessState->RemainingDesiredAccess;
	*Handle = handle_open(Object, DesiredAccess, HandleAttributes);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ObOpenObjectByPointerWithTag(PVOID Object, ULONG HandleAttributes, ACCESS_STATE *PassedAccessState,
    ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, ULONG Tag,
    HANDLE *Handle)
{
	(void)Tag;
	return ObOpenObjectByPointer(Object, HandleAttributes, PassedAccessState, DesiredAccess,
	    ObjectType, AccessMode, Handle);
}

/* Windows: TRUE if the highest bit is set, but for the two that mean the current process and thread.
 *   [ddi:ObIsKernelHandle] */
BOOLEAN NTAPI
ObIsKernelHandle(HANDLE Handle)
{
	return (uint64_t)Handle >= KERNEL_HANDLE && Handle != ZW_CURRENT_PROCESS
	    && Handle != ZW_CURRENT_THREAD;
}

/* The hook may let others run, and they may close handles. */
static bool
close_in(PEPROCESS process, HANDLE value)
{
	struct handle *handle = handle_find_in(process, value);
	enum object_type type;

	if (handle == NULL)
		return false;
	type = object_type_of(handle->object);
	if (closing_hooks[type] != NULL) {
		closing_hooks[type](handle->object);
		handle = handle_find_in(process, value);
	}
	if (handle != NULL)
		drop(handle);
	return true;
}

/*
 * Windows: a handle that is none gives STATUS_INVALID_HANDLE; with a handle
 *   of the kernel's Driver Verifier stops (0xC4/0xF6, 0x93).  [ddi:ZwClose]
 */
NTSTATUS NTAPI
ZwClose(HANDLE Handle)
{
	if (close_in(process_now(), Handle))
		return STATUS_SUCCESS;
	finding(RULE_R29, "closes handle %p, which is none", Handle);
	return STATUS_INVALID_HANDLE;
}

NTSTATUS NTAPI
ObCloseHandle(HANDLE Handle, KPROCESSOR_MODE PreviousMode)
{
	if (PreviousMode != KernelMode && ObIsKernelHandle(Handle))
		return STATUS_INVALID_HANDLE;
	return ZwClose(Handle);
}

static NTSTATUS
duplicate(PEPROCESS from, HANDLE value, PEPROCESS to, HANDLE *copy, ACCESS_MASK access,
    ULONG attributes, ULONG options)
{
	const struct handle *source = handle_find_in(from, value);
	bool kernel;

	if (value == ZW_CURRENT_PROCESS || value == ZW_CURRENT_THREAD)
		not_modelled("ZwDuplicateObject of a pseudo handle");
	if (source == NULL)
		return STATUS_INVALID_HANDLE;
	if (object_is(source->object, OBJECT_PROCESS) || object_is(source->object, OBJECT_THREAD))
		not_modelled("ZwDuplicateObject of a process's or thread's handle");
	if (options & DUPLICATE_SAME_ACCESS)
		access = source->access;
	else if ((access & SHORTCUTS) != 0)
		access = EVERY_ORDINARY_ACCESS;
	if (options & DUPLICATE_SAME_ATTRIBUTES)
		attributes = source->attributes;
	kernel = (attributes & OBJ_KERNEL_HANDLE) != 0;
	*copy = handle_add(source->object, true, access, kernel ? NULL : to, attributes);
	return STATUS_SUCCESS;
}

/*
 * Windows: the source is looked for in its process, the copy is made for the target's; without a
 *   target the source is closed and no more.  [ddi:ZwDuplicateObject]
 * Here: no access is checked, and object callbacks are not asked: handles to processes and threads
 *   end the run.
 */
NTSTATUS NTAPI
ZwDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle, HANDLE TargetProcessHandle,
    HANDLE *TargetHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes, ULONG Options)
{
	void *from, *to;
	NTSTATUS status = handle_resolve(SourceProcessHandle, OBJECT_PROCESS, &from);

	if (!NT_SUCCESS(status))
		return status;
	if ((Options & ~(ULONG)DUPLICATE_OPTIONS) != 0
	    || (HandleAttributes & ~(ULONG)OBJ_VALID_ATTRIBUTES) != 0)
		not_modelled(
		    "ZwDuplicateObject: options %#x, attributes %#x", Options, HandleAttributes);
	if (TargetProcessHandle == NULL) {
		if (!(Options & DUPLICATE_CLOSE_SOURCE))
			return STATUS_INVALID_HANDLE;
		return close_in(from, SourceHandle) ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
	}
	status = handle_resolve(TargetProcessHandle, OBJECT_PROCESS, &to);
	if (!NT_SUCCESS(status))
		return status;
	if (TargetHandle == NULL)
		not_modelled("ZwDuplicateObject: a copy that nobody is told of");
	status = duplicate(
	    from, SourceHandle, to, TargetHandle, DesiredAccess, HandleAttributes, Options);
	if (NT_SUCCESS(status) && (Options & DUPLICATE_CLOSE_SOURCE))
		close_in(from, SourceHandle);
	return status;
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

/* Do its objects begin with what is waited for? */
static bool
is_dispatcher(const void *object)
{
	switch (object_type_of(object)) {
	case OBJECT_PROCESS:
	case OBJECT_THREAD:
	case OBJECT_EVENT:
	case OBJECT_SEMAPHORE:
	case OBJECT_MUTANT:
		return true;
	case OBJECT_DRIVER:
	case OBJECT_DEVICE:
	case OBJECT_FILE:
	case OBJECT_TOKEN:
	case OBJECT_SECTION:
	case OBJECT_KEY:
	case OBJECT_JOB:
	case OBJECT_DESKTOP:
	case OBJECT_OTHER:
	case OBJECT_TYPES:
		break;
	}
	return false;
}

NTSTATUS NTAPI
ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, LARGE_INTEGER *Timeout)
{
	void *object = handle_object(Handle);
	bool signaled;

	(void)Alertable;
	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	if (!is_dispatcher(object))
		not_modelled("ZwWaitForSingleObject for a %s", object_type_name(object));
	object_reference(object);
	signaled = event_wait(object, time_limit(Timeout), object_type_name(object));
	object_dereference(object);
	return signaled ? STATUS_SUCCESS : STATUS_TIMEOUT;
}

#define BY_HANDLE "STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_ACCESS_DENIED"
#define BY_POINTER "STATUS_INVALID_PARAMETER STATUS_OBJECT_TYPE_MISMATCH"

const struct contract handle_exports[] = {
	EXPORT(ObReferenceObjectByHandle, 6, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS(BY_HANDLE), ENTERS(REFERENCE)),
	EXPORT(ObReferenceObjectByHandleWithTag, 7, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS(BY_HANDLE), ENTERS(REFERENCE)),
	EXPORT(ObOpenObjectByPointer, 7, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS(BY_POINTER), APPROXIMATES("not for user mode"), ENTERS(HANDLE)),
	EXPORT(ObOpenObjectByPointerWithTag, 8, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(BY_POINTER), APPROXIMATES("not for user mode"), ENTERS(HANDLE)),
	EXPORT(ObIsKernelHandle, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(ObCloseHandle, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE"), STRIKES(HANDLE)),
	EXPORT(ZwClose, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE"), STRIKES(HANDLE)),
	EXPORT_AS("NtClose", ZwClose, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_HANDLE"), STRIKES(HANDLE)),
	EXPORT(ZwDuplicateObject, 7, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH"),
	    APPROXIMATES("not of processes and threads; grants every right that is asked for"),
	    ENTERS(HANDLE), STRIKES(HANDLE)),
	EXPORT_AS("NtDuplicateObject", ZwDuplicateObject, 7, PASSIVE_LEVEL, REFUSAL_STATUS,
	    SCHEDULES, FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH"),
	    APPROXIMATES("not of processes and threads; grants every right that is asked for"),
	    ENTERS(HANDLE), STRIKES(HANDLE)),
	EXPORT(ZwWaitForSingleObject, 3, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_HANDLE")),
	EXPORTS_END,
};
