/*
 * Registrations are asked from the highest altitude down, and told from the
 * lowest up.  [ddi:OB_CALLBACK_REGISTRATION, Altitude]
 *
 * Here: the operations that a driver registers are copied, as Windows does;
 *   handles that are duplicated do not exist, so nobody is asked about them.
 */
#include "executive/ob_callback.h"

#include "base/list.h"
#include "executive/notify_list.h"
#include "executive/variable.h"
#include "kernel/enter.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <string.h>

#define OPERATIONS 8
#define ALTITUDE 64 /* characters */

struct ob_registration {
	struct link link;
	WCHAR altitude[ALTITUDE]; /* ends in a zero */
	void *context;
	unsigned running;
	bool removed;
	KEVENT idle;
	unsigned count;
	OB_OPERATION_REGISTRATION operations[OPERATIONS];
};

static MACHINE_STATE struct link registrations; /* highest altitude first */

NTAPI NTSTATUS ObRegisterCallbacks(
    OB_CALLBACK_REGISTRATION *CallbackRegistration, PVOID *RegistrationHandle);
NTAPI void ObUnRegisterCallbacks(PVOID RegistrationHandle);
NTAPI USHORT ObGetFilterVersion(void);

void
ob_callback_start(void)
{
	list_start(&registrations);
}

/* Being called. */

static bool
wanted(const OB_OPERATION_REGISTRATION *operation, const void *object)
{
	return (operation->Operations & OB_OPERATION_HANDLE_CREATE) != 0
	    && object_is(object, variable_object_type(*operation->ObjectType));
}

static void
ask(struct ob_opening *opening, struct ob_registration *registration,
    const OB_OPERATION_REGISTRATION *operation, ACCESS_MASK original)
{
	OB_PRE_OPERATION_PARAMETERS parameters = { 0 };
	OB_PRE_OPERATION_INFORMATION information = {
		.Operation = OB_OPERATION_HANDLE_CREATE,
		.KernelHandle = opening->kernel,
		.Object = opening->object,
		.ObjectType = *operation->ObjectType,
		.Parameters = &parameters,
	};

	parameters.CreateHandleInformation.DesiredAccess = opening->access;
	parameters.CreateHandleInformation.OriginalDesiredAccess = original;
	if (operation->PreOperation != NULL)
		DRIVER_CALL(ENTRY_OBJECT_PRE, operation->PreOperation, ARG(registration->context),
		    ARG(&information));
	if (!opening->kernel)
		opening->access &= parameters.CreateHandleInformation.DesiredAccess;
	if (opening->count == OB_CALLED)
		not_modelled("more than %d object callbacks for one handle", OB_CALLED);
	opening->called[opening->count].registration = registration;
	opening->called[opening->count].operation = operation;
	opening->called[opening->count++].context = information.CallContext;
	registration->running++; /* until it is told */
	event_clear(&registration->idle);
}

void
ob_opens(struct ob_opening *opening, void *object, ACCESS_MASK access, bool kernel)
{
	opening->object = object;
	opening->access = access;
	opening->kernel = kernel;
	opening->count = 0;
	if (list_empty(&registrations) || thread_now() == NULL)
		return;
	for (struct link *at = registrations.next, *next; at != &registrations; at = next) {
		struct ob_registration *registration = LIST_ITEM(at, struct ob_registration, link);
		struct notify_inside inside;

		notify_inside_enter(&inside, registration);
		registration->running++;
		event_clear(&registration->idle);
		for (unsigned i = 0; i < registration->count && !registration->removed; i++) {
			if (wanted(&registration->operations[i], object))
				ask(opening, registration, &registration->operations[i], access);
		}
		notify_inside_leave(&inside);
		next = at->next;
		if (--registration->running == 0)
			event_signal(&registration->idle);
	}
}

void
ob_opened(struct ob_opening *opening, NTSTATUS status)
{
	while (opening->count > 0) {
		struct ob_registration *registration;
		const OB_OPERATION_REGISTRATION *operation;
		OB_POST_OPERATION_PARAMETERS parameters = { opening->access };
		OB_POST_OPERATION_INFORMATION information = {
			.Operation = OB_OPERATION_HANDLE_CREATE,
			.KernelHandle = opening->kernel,
			.Object = opening->object,
			.ReturnStatus = status,
			.Parameters = NT_SUCCESS(status) ? &parameters : NULL,
		};
		struct notify_inside inside;

		opening->count--;
		registration = opening->called[opening->count].registration;
		operation = opening->called[opening->count].operation;
		information.ObjectType = *operation->ObjectType;
		information.CallContext = opening->called[opening->count].context;
		notify_inside_enter(&inside, registration);
		if (operation->PostOperation != NULL)
			DRIVER_CALL(ENTRY_OBJECT_POST, operation->PostOperation,
			    ARG(registration->context), ARG(&information));
		notify_inside_leave(&inside);
		if (--registration->running == 0)
			event_signal(&registration->idle);
	}
}

/* Being registered. */

/* Altitudes are decimal numbers of any length: "321000.5". */
static bool
altitude_copy(WCHAR to[ALTITUDE], const UNICODE_STRING *from)
{
	unsigned length = from->Length / sizeof(WCHAR), points = 0;

	if (from->Buffer == NULL || length == 0 || length >= ALTITUDE)
		return false;
	for (unsigned i = 0; i < length; i++) {
		WCHAR character = from->Buffer[i];

		points += character == u'.';
		if (points > 1 || (character != u'.' && (character < u'0' || character > u'9')))
			return false;
		to[i] = character;
	}
	to[length] = 0;
	return true;
}

static unsigned
whole_digits(const WCHAR *altitude)
{
	unsigned count = 0;

	while (altitude[count] != 0 && altitude[count] != u'.')
		count++;
	return count;
}

static int
altitude_compare(const WCHAR *left, const WCHAR *right)
{
	unsigned left_digits, right_digits;

	while (*left == u'0')
		left++;
	while (*right == u'0')
		right++;
	left_digits = whole_digits(left);
	right_digits = whole_digits(right);
	if (left_digits != right_digits)
		return left_digits < right_digits ? -1 : 1;
	while (*left != 0 && *left == *right)
		left++, right++;
	return *left < *right ? -1 : *left > *right;
}

/* Windows: STATUS_INVALID_PARAMETER for a type that supports no callbacks, STATUS_ACCESS_DENIED for a
 *   routine in an image without integrity check.  [ddi:ObRegisterCallbacks] */
static NTSTATUS
operation_check(const OB_OPERATION_REGISTRATION *operation)
{
	const uintptr_t routines[] = { (uintptr_t)operation->PreOperation,
		(uintptr_t)operation->PostOperation };
	enum object_type type;

	if (operation->ObjectType == NULL)
		return STATUS_INVALID_PARAMETER;
	type = variable_object_type(*operation->ObjectType);
	if (type != OBJECT_PROCESS && type != OBJECT_THREAD && type != OBJECT_DESKTOP)
		return STATUS_INVALID_PARAMETER;
	if (operation->Operations == 0
	    || (operation->Operations
		   & ~(ULONG)(OB_OPERATION_HANDLE_CREATE | OB_OPERATION_HANDLE_DUPLICATE))
		!= 0
	    || (routines[0] == 0 && routines[1] == 0))
		return STATUS_INVALID_PARAMETER;
	for (int i = 0; i < 2; i++) {
		if (routines[i] != 0 && !notify_integrity(routines[i]))
			return STATUS_ACCESS_DENIED;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS
registration_fill(struct ob_registration *to, const OB_CALLBACK_REGISTRATION *from)
{
	NTSTATUS status;

	if ((from->Version & 0xff00) != OB_FLT_REGISTRATION_VERSION
	    || from->OperationRegistrationCount == 0
	    || !altitude_copy(to->altitude, &from->Altitude))
		return STATUS_INVALID_PARAMETER;
	if (from->OperationRegistrationCount > OPERATIONS)
		not_modelled("ObRegisterCallbacks: more than %d operations", OPERATIONS);
	to->context = from->RegistrationContext;
	to->count = from->OperationRegistrationCount;
	for (unsigned i = 0; i < to->count; i++) {
		to->operations[i] = from->OperationRegistration[i];
		status = operation_check(&to->operations[i]);
		if (!NT_SUCCESS(status))
			return status;
	}
	return STATUS_SUCCESS;
}

/* False: somebody is at the altitude. */
static bool
registration_insert(struct ob_registration *registration)
{
	struct link *before = &registrations;

	LIST_EACH (at, &registrations) {
		struct ob_registration *other = LIST_ITEM(at, struct ob_registration, link);
		int order = altitude_compare(registration->altitude, other->altitude);

		if (order == 0)
			return false;
		if (order > 0) {
			before = at;
			break;
		}
	}
	list_add(before, &registration->link);
	return true;
}

NTSTATUS NTAPI
ObRegisterCallbacks(OB_CALLBACK_REGISTRATION *CallbackRegistration, PVOID *RegistrationHandle)
{
	struct ob_registration filled = { .running = 0 }, *registration;
	NTSTATUS status = registration_fill(&filled, CallbackRegistration);

	if (!NT_SUCCESS(status))
		return status;
	registration = arena_take(sizeof *registration);
	*registration = filled;
	event_start(&registration->idle, NotificationEvent, true);
	if (!registration_insert(registration)) {
		arena_give(registration);
		return STATUS_FLT_INSTANCE_ALTITUDE_COLLISION;
	}
	ledger_enter(HOLDING_NOTIFY, (uintptr_t)registration, 0);
	*RegistrationHandle = registration;
	return STATUS_SUCCESS;
}

/* Windows: waits for callbacks that run; what is no registration is followed all the same. */
void NTAPI
ObUnRegisterCallbacks(PVOID RegistrationHandle)
{
	struct ob_registration *registration = NULL;

	LIST_EACH (at, &registrations) {
		if (LIST_ITEM(at, struct ob_registration, link) == RegistrationHandle)
			registration = RegistrationHandle;
	}
	if (registration == NULL)
		driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "ObUnRegisterCallbacks of %p, which is no registration", RegistrationHandle);
	registration->removed = true;
	notify_inside_check(registration, (uintptr_t)registration);
	if (registration->running > 0)
		event_wait(&registration->idle, CLOCK_NEVER, "an object callback to return");
	list_remove(&registration->link);
	ledger_strike(HOLDING_NOTIFY, (uintptr_t)registration);
	arena_give(registration);
}

USHORT NTAPI
ObGetFilterVersion(void)
{
	return OB_FLT_REGISTRATION_VERSION;
}

const struct contract ob_callback_exports[] = {
	EXPORT(ObRegisterCallbacks, 2, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_FLT_INSTANCE_ALTITUDE_COLLISION STATUS_INVALID_PARAMETER "
		  "STATUS_ACCESS_DENIED"),
	    APPROXIMATES("no handle is ever duplicated"), ENTERS(NOTIFY)),
	EXPORT(ObUnRegisterCallbacks, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    STRIKES(NOTIFY)),
	EXPORT(ObGetFilterVersion, 0, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};
