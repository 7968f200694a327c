/*
 * What a driver gives us as an object is looked up in the pool's books before
 * anything of it is read: only a live block whose head carries the magic word
 * is an object.
 */
#include "executive/object.h"

#include "executive/pool.h"
#include "executive/variable.h"
#include "ledger/finding.h"

#define MAGIC 0x4a424f44 /* "DOBJ" */

struct head {
	uint32_t magic;
	uint32_t type;
	int32_t references;
	uint32_t unused;
	void (*gone)(void *);
	size_t bytes;
};

_Static_assert(sizeof(struct head) % 16 == 0, "an object is aligned as pool is");

NTAPI LONG_PTR ObfReferenceObject(PVOID Object);
NTAPI LONG_PTR ObfReferenceObjectWithTag(PVOID Object, ULONG Tag);
NTAPI LONG_PTR ObfDereferenceObject(PVOID Object);
NTAPI LONG_PTR ObfDereferenceObjectWithTag(PVOID Object, ULONG Tag);
NTAPI void ObDereferenceObjectDeferDelete(PVOID Object);
NTAPI void ObDereferenceObjectDeferDeleteWithTag(PVOID Object, ULONG Tag);
NTAPI BOOLEAN ObReferenceObjectSafe(PVOID Object);
NTAPI BOOLEAN ObReferenceObjectSafeWithTag(PVOID Object, ULONG Tag);
NTAPI NTSTATUS ObReferenceObjectByPointer(
    PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode);
NTAPI NTSTATUS ObReferenceObjectByPointerWithTag(PVOID Object, ACCESS_MASK DesiredAccess,
    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, ULONG Tag);
NTAPI POBJECT_TYPE ObGetObjectType(PVOID Object);

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
	[OBJECT_SEMAPHORE] = { "semaphore", 0x616d6553 },
	[OBJECT_MUTANT] = { "mutant", 0x6174754d },
	[OBJECT_TOKEN] = { "token", 0x656b6f54 },
	[OBJECT_SECTION] = { "section", 0x74636553 },
	[OBJECT_KEY] = { "key", 0x2079654b },
	[OBJECT_JOB] = { "job", 0x20626f4a },
	[OBJECT_DESKTOP] = { "desktop", 0x6b736544 },
	[OBJECT_OTHER] = { "object", 0x746a624f },
};

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

enum object_type
object_type_of(const void *pointer)
{
	const struct head *head = head_of(pointer);

	return head != NULL ? (enum object_type)head->type : OBJECT_TYPES;
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

/*
 * Here: a driver that gives back more references than it took is stopped at
 *   once; in Windows the object goes under its other holders first.
 */
void
object_take_back(void *object)
{
	if (head_of(object) == NULL)
		reference_is_wrong(object, "dereferences what is no object:");
	if (!ledger_strike(HOLDING_REFERENCE, (uintptr_t)object))
		reference_is_wrong(object, "dereferences more often than it referenced the object");
	object_dereference(object);
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

/* Here: tags are not told apart.  Windows tells them apart only where it traces references. */
LONG_PTR NTAPI
ObfReferenceObjectWithTag(PVOID Object, ULONG Tag)
{
	(void)Tag;
	return ObfReferenceObject(Object);
}

LONG_PTR NTAPI
ObfDereferenceObject(PVOID Object)
{
	const struct head *head = head_of(Object);
	int32_t left = head != NULL ? head->references - 1 : 0;

	object_take_back(Object);
	return left;
}

LONG_PTR NTAPI
ObfDereferenceObjectWithTag(PVOID Object, ULONG Tag)
{
	(void)Tag;
	return ObfDereferenceObject(Object);
}

void NTAPI
ObDereferenceObjectDeferDelete(PVOID Object)
{
	object_take_back(Object);
}

void NTAPI
ObDereferenceObjectDeferDeleteWithTag(PVOID Object, ULONG Tag)
{
	(void)Tag;
	object_take_back(Object);
}

/* Windows: FALSE for an object that is being deleted.  [ddi:ObReferenceObjectSafe] */
BOOLEAN NTAPI
ObReferenceObjectSafe(PVOID Object)
{
	if (head_of(Object) == NULL)
		return FALSE;
	object_lend(Object);
	return TRUE;
}

BOOLEAN NTAPI
ObReferenceObjectSafeWithTag(PVOID Object, ULONG Tag)
{
	(void)Tag;
	return ObReferenceObjectSafe(Object);
}

bool
object_fits(const void *object, POBJECT_TYPE wanted)
{
	enum object_type type = variable_object_type(wanted);

	if (wanted == NULL)
		return true;
	if (type == OBJECT_TYPES)
		not_modelled("an object type that the machine did not export");
	return object_is(object, type);
}

/* Windows: the type is compared for a caller in user mode only.  [ddi:ObReferenceObjectByPointer] */
NTSTATUS NTAPI
ObReferenceObjectByPointer(
    PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode)
{
	(void)DesiredAccess;
	if (AccessMode != KernelMode && !object_fits(Object, ObjectType))
		return STATUS_OBJECT_TYPE_MISMATCH;
	ObfReferenceObject(Object);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ObReferenceObjectByPointerWithTag(PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
    KPROCESSOR_MODE AccessMode, ULONG Tag)
{
	(void)Tag;
	return ObReferenceObjectByPointer(Object, DesiredAccess, ObjectType, AccessMode);
}

POBJECT_TYPE NTAPI
ObGetObjectType(PVOID Object)
{
	enum object_type type = object_type_of(Object);

	if (type == OBJECT_TYPES)
		reference_is_wrong(Object, "asks for the type of what is no object:");
	return &variables()->types[type];
}

const struct contract object_exports[] = {
	EXPORT(
	    ObfReferenceObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), ENTERS(REFERENCE)),
	EXPORT(ObfReferenceObjectWithTag, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, ENTERS(REFERENCE)),
	EXPORT(ObfDereferenceObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    STRIKES(REFERENCE)),
	EXPORT(ObfDereferenceObjectWithTag, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    STRIKES(REFERENCE)),
	EXPORT(ObDereferenceObjectDeferDelete, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm), STRIKES(REFERENCE)),
	EXPORT(ObDereferenceObjectDeferDeleteWithTag, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm), STRIKES(REFERENCE)),
	EXPORT(ObReferenceObjectSafe, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    ENTERS(REFERENCE)),
	EXPORT(ObReferenceObjectSafeWithTag, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, ENTERS(REFERENCE)),
	EXPORT(ObReferenceObjectByPointer, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_OBJECT_TYPE_MISMATCH"), ENTERS(REFERENCE)),
	EXPORT(ObReferenceObjectByPointerWithTag, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_OBJECT_TYPE_MISMATCH"), ENTERS(REFERENCE)),
	EXPORT(ObGetObjectType, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};
