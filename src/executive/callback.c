/*
 * Callback objects: named, with functions that are called when somebody notifies them.
 *
 * Windows: unregistering waits until a call of the function that is under way has returned; the
 *   three below \Callback are the system's own.  [ddi:ExCreateCallback; ddi:ExUnregisterCallback]
 * Here: the system notifies its own only after a driver left a function registered and is gone.
 */
#include "executive/callback.h"

#include "base/list.h"
#include "executive/exports.h"
#include "executive/object.h"
#include "executive/string.h"
#include "host/arena.h"
#include "kernel/block.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <string.h>

#define NAME_CHARACTERS 128
#define OBJECT_MAGIC UINT64_C(0x6b6361626c6c6163)
#define MAGIC UINT64_C(0x6b6361626c6c6152)

typedef struct _CALLBACK_OBJECT {
	uint64_t magic;
	struct link link;
	struct link functions;
	bool many;
	USHORT length; /* in characters */
	WCHAR name[NAME_CHARACTERS];
} CALLBACK_OBJECT, *PCALLBACK_OBJECT;

struct registration {
	uint64_t magic;
	struct link link;
	PCALLBACK_OBJECT object;
	PCALLBACK_FUNCTION function;
	void *context;
	unsigned calls; /* under way */
	bool gone;
};

static MACHINE_STATE struct link objects;

static void
object_gone(void *object)
{
	list_remove(&((PCALLBACK_OBJECT)object)->link);
}

static PCALLBACK_OBJECT
object_of(PCALLBACK_OBJECT object, const char *function)
{
	object_expect(object, OBJECT_OTHER, function);
	if (object->magic != OBJECT_MAGIC)
		driver_crashes(RULE_R190, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "%s of %p, which is no callback object", function, (void *)object);
	return object;
}

static PCALLBACK_OBJECT
object_find(const UNICODE_STRING *name)
{
	if (objects.next == NULL)
		list_start(&objects);
	LIST_EACH (at, &objects) {
		PCALLBACK_OBJECT object = LIST_ITEM(at, CALLBACK_OBJECT, link);

		if (object->length == name->Length / sizeof(WCHAR)
		    && string_same(object->name, name->Buffer, object->length, true))
			return object;
	}
	return NULL;
}

static PCALLBACK_OBJECT
callback_make(const UNICODE_STRING *name, bool many)
{
	PCALLBACK_OBJECT object = object_make(OBJECT_OTHER, sizeof *object, object_gone);

	object->magic = OBJECT_MAGIC;
	object->many = many;
	object->length = name->Length / sizeof(WCHAR);
	memcpy(object->name, name->Buffer, name->Length);
	list_start(&object->functions);
	list_add(&objects, &object->link);
	return object;
}

static bool
is_the_systems(const UNICODE_STRING *name)
{
	static const char *const names[] = { "\\Callback\\SetSystemTime", "\\Callback\\PowerState",
		"\\Callback\\ProcessorAdd" };
	WCHAR wide[NAME_CHARACTERS];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t length = strlen(names[i]);

		string_widen(wide, names[i], length);
		if (name->Length == length * sizeof(WCHAR)
		    && string_same(wide, name->Buffer, length, true))
			return true;
	}
	return false;
}

/* Windows: an object must have a name.  [ddi:ExCreateCallback, Remarks] */
static NTSTATUS NTAPI
ExCreateCallback(PCALLBACK_OBJECT *CallbackObject, POBJECT_ATTRIBUTES ObjectAttributes,
    BOOLEAN Create, BOOLEAN AllowMultipleCallbacks)
{
	const UNICODE_STRING *name = ObjectAttributes->ObjectName;
	PCALLBACK_OBJECT object;

	if (name == NULL || name->Length == 0)
		return STATUS_UNSUCCESSFUL;
	if (name->Length > NAME_CHARACTERS * sizeof(WCHAR))
		not_modelled("ExCreateCallback: a name of %u bytes", name->Length);
	object = object_find(name);
	if (object != NULL) {
		object_lend(object);
		*CallbackObject = object;
		return STATUS_SUCCESS;
	}
	if (!Create && !is_the_systems(name))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	object = callback_make(name, AllowMultipleCallbacks || is_the_systems(name));
	object_lend(object);
	if ((ObjectAttributes->Attributes & OBJ_PERMANENT) == 0 && !is_the_systems(name))
		object_dereference(object); /* the driver's is the only reference */
	*CallbackObject = object;
	return STATUS_SUCCESS;
}

static PVOID NTAPI
ExRegisterCallback(
    PCALLBACK_OBJECT CallbackObject, PCALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext)
{
	PCALLBACK_OBJECT object = object_of(CallbackObject, "ExRegisterCallback");
	struct registration *made;

	if (!object->many && !list_empty(&object->functions))
		return NULL;
	made = arena_take(sizeof *made);
	made->magic = MAGIC ^ (uint64_t)made;
	made->object = object;
	made->function = CallbackFunction;
	made->context = CallbackContext;
	object_reference(object);
	list_add(&object->functions, &made->link);
	ledger_enter(HOLDING_CALLBACK, (uintptr_t)made, 0);
	return made;
}

static void
registration_end(struct registration *registration)
{
	PCALLBACK_OBJECT object = registration->object;

	registration->magic = 0;
	list_remove(&registration->link);
	arena_give(registration);
	object_dereference(object);
}

static void NTAPI
ExUnregisterCallback(PVOID CallbackRegistration)
{
	struct registration *registration = CallbackRegistration;

	if (!ledger_strike(HOLDING_CALLBACK, (uintptr_t)registration))
		driver_crashes(RULE_R26, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "ExUnregisterCallback of %p, which is not registered", CallbackRegistration);
	registration->gone = true;
	while (registration->calls > 0)
		block_on(registration, "callback under way", CLOCK_NEVER);
	registration_end(registration);
}

/* Windows: in the order of registration.  [ddi:ExNotifyCallback] */
static void
notify(PCALLBACK_OBJECT object, void *argument1, void *argument2)
{
	object_reference(object);
	LIST_EACH_SAFE (at, &object->functions) {
		struct registration *registration = LIST_ITEM(at, struct registration, link);

		if (registration->gone)
			continue;
		registration->calls++;
		DRIVER_CALL(ENTRY_OTHER, registration->function, ARG(registration->context),
		    ARG(argument1), ARG(argument2));
		at_next = at->next; /* it is held by the call, its neighbours are not */
		if (--registration->calls == 0)
			block_wake(registration);
	}
	object_dereference(object);
}

void
callback_notify_all(void)
{
	if (objects.next == NULL)
		return;
	LIST_EACH_SAFE (at, &objects)
		notify(LIST_ITEM(at, CALLBACK_OBJECT, link), NULL, NULL);
}

static void NTAPI
ExNotifyCallback(PCALLBACK_OBJECT CallbackObject, PVOID Argument1, PVOID Argument2)
{
	notify(object_of(CallbackObject, "ExNotifyCallback"), Argument1, Argument2);
}

const struct contract callback_exports[] = {
	EXPORT(ExCreateCallback, 4, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_UNSUCCESSFUL STATUS_OBJECT_NAME_NOT_FOUND"), ENTERS(REFERENCE),
	    APPROXIMATES("the system notifies its own only after an unload")),
	EXPORT(
	    ExRegisterCallback, 3, APC_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm), ENTERS(CALLBACK)),
	EXPORT(ExUnregisterCallback, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    STRIKES(CALLBACK)),
	EXPORT(ExNotifyCallback, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
