/*
 * Windows: callbacks run on the thread of the operation, at PASSIVE_LEVEL, in
 *   the order of their altitudes before it and in the reverse afterwards.  One
 *   that fails before it stops it: STATUS_CALLBACK_BYPASS makes it a success,
 *   anything else is what the caller gets.  After it, STATUS_CALLBACK_BYPASS
 *   puts ReturnStatus in the place of the status.  [ddi:EX_CALLBACK_FUNCTION,
 *   filtering-registry-calls]
 * Here: a callback that touches the registry is called for that too.  One
 *   registered with CmRegisterCallback stands below all altitudes.
 */
#include "registry/notify.h"

#include "base/list.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/open.h"
#include "sched/clock.h"

#include <string.h>

#define ALTITUDE_LIMIT 32
#define NOTIFY_TAG 0x62634d43 /* "CMcb" */

struct callback {
	struct link link;
	int64_t cookie;
	uintptr_t function;
	void *context;
	unsigned running;
	KEVENT idle;
	size_t altitude_length; /* 0: none */
	WCHAR altitude[ALTITUDE_LIMIT];
};

/* What a callback keeps with a key object. */
struct object_context {
	struct link link;
	int64_t cookie;
	void *object;
	void *value;
};

static MACHINE_STATE struct {
	struct link callbacks; /* highest altitude first */
	struct link contexts;
	int64_t last_cookie;
} notify;

NTAPI NTSTATUS CmRegisterCallback(
    PEX_CALLBACK_FUNCTION Function, PVOID Context, LARGE_INTEGER *Cookie);
NTAPI NTSTATUS CmRegisterCallbackEx(PEX_CALLBACK_FUNCTION Function, PCUNICODE_STRING Altitude,
    PVOID Driver, PVOID Context, LARGE_INTEGER *Cookie, PVOID Reserved);
NTAPI NTSTATUS CmUnRegisterCallback(LARGE_INTEGER Cookie);
NTAPI void CmGetCallbackVersion(ULONG *Major, ULONG *Minor);
NTAPI NTSTATUS CmSetCallbackObjectContext(
    PVOID Object, LARGE_INTEGER *Cookie, PVOID NewContext, PVOID *OldContext);
NTAPI NTSTATUS CmCallbackGetKeyObjectID(
    LARGE_INTEGER *Cookie, PVOID Object, ULONG_PTR *ObjectID, PCUNICODE_STRING *ObjectName);
NTAPI NTSTATUS CmCallbackGetKeyObjectIDEx(LARGE_INTEGER *Cookie, PVOID Object, ULONG_PTR *ObjectID,
    PCUNICODE_STRING *ObjectName, ULONG Flags);
NTAPI void CmCallbackReleaseKeyObjectIDEx(PCUNICODE_STRING ObjectName);

static NTSTATUS
call(struct callback *callback, REG_NOTIFY_CLASS class, void *information)
{
	NTSTATUS status;

	callback->running++;
	event_clear(&callback->idle);
	status = (NTSTATUS)DRIVER_CALL(ENTRY_OTHER, callback->function, ARG(callback->context),
	    (uint64_t) class, ARG(information));
	if (--callback->running == 0)
		event_signal(&callback->idle);
	return status;
}

static struct callback *
callback_find(int64_t cookie)
{
	LIST_EACH (at, &notify.callbacks) {
		struct callback *callback = LIST_ITEM(at, struct callback, link);

		if (callback->cookie == cookie)
			return callback;
	}
	return NULL;
}

static struct object_context *
context_find(const void *object, int64_t cookie)
{
	LIST_EACH (at, &notify.contexts) {
		struct object_context *context = LIST_ITEM(at, struct object_context, link);

		if (context->object == object && context->cookie == cookie)
			return context;
	}
	return NULL;
}

static void *
context_value(const void *object, int64_t cookie)
{
	const struct object_context *context = context_find(object, cookie);

	return context != NULL ? context->value : NULL;
}

static void
registry_handle_closes(void *object)
{
	REG_KEY_HANDLE_CLOSE_INFORMATION information = { .Object = object };
	struct notice notice = NOTICE(KeyHandleClose, information);
	NTSTATUS status = STATUS_SUCCESS;

	notice_before(&notice, &status); /* a close can't be stopped */
	notice_after(&notice, NULL, STATUS_SUCCESS);
}

void
notify_start(void)
{
	list_start(&notify.callbacks);
	list_start(&notify.contexts);
	notify.last_cookie = 0;
	handle_closes(OBJECT_KEY, registry_handle_closes);
}

bool
notify_registered(void)
{
	return !list_empty(&notify.callbacks);
}

/* A callback may go, or come, while another runs: the next is the one behind the last told. */
static struct callback *
next_callback(const struct notice *notice)
{
	struct callback *last = NULL;

	if (list_empty(&notify.callbacks) || notice->told == CALLBACKS_TOLD)
		return NULL;
	if (notice->told > 0)
		last = callback_find(notice->whom[notice->told - 1].cookie);
	if (last == NULL && notice->told > 0)
		return NULL;
	if (last == NULL)
		return LIST_ITEM(notify.callbacks.next, struct callback, link);
	if (last->link.next == &notify.callbacks)
		return NULL;
	return LIST_ITEM(last->link.next, struct callback, link);
}

bool
notice_before(struct notice *notice, NTSTATUS *status)
{
	struct callback *callback;

	if (!notify_registered())
		return true;
	notice->held = notice->object;
	object_reference(notice->held);
	while ((callback = next_callback(notice)) != NULL) {
		unsigned at = notice->told;
		NTSTATUS returned;

		notice->whom[at].cookie = callback->cookie;
		notice->contexts[0] = NULL;
		notice->contexts[1] = context_value(notice->object, callback->cookie);
		returned = call(callback, notice->before, notice->information);
		notice->whom[at].call_context = notice->contexts[0];
		if (!NT_SUCCESS(returned)) {
			*status = returned == STATUS_CALLBACK_BYPASS ? STATUS_SUCCESS : returned;
			return false;
		}
		notice->told = at + 1;
	}
	return true;
}

NTSTATUS
notice_after(struct notice *notice, void *object, NTSTATUS status)
{
	while (notice->told > 0) {
		unsigned at = --notice->told;
		struct callback *callback = callback_find(notice->whom[at].cookie);
		REG_POST_OPERATION_INFORMATION information = {
			.Object = object,
			.Status = status,
			.PreInformation = notice->information,
			.ReturnStatus = status,
			.CallContext = notice->whom[at].call_context,
			.ObjectContext = context_value(object, notice->whom[at].cookie),
		};

		if (callback != NULL
		    && call(callback, notice->after, &information) == STATUS_CALLBACK_BYPASS)
			status = information.ReturnStatus;
	}
	if (notice->held != NULL)
		object_dereference(notice->held);
	return status;
}

static void
context_end(struct object_context *context)
{
	REG_CALLBACK_CONTEXT_CLEANUP_INFORMATION information = {
		.Object = context->object,
		.ObjectContext = context->value,
	};
	struct callback *callback = callback_find(context->cookie);

	list_remove(&context->link);
	arena_give(context);
	if (callback != NULL)
		call(callback, RegNtCallbackObjectContextCleanup, &information);
}

void
notify_object_gone(void *object)
{
	LIST_EACH_SAFE (at, &notify.contexts) {
		struct object_context *context = LIST_ITEM(at, struct object_context, link);

		if (context->object == object)
			context_end(context);
	}
}

/* Altitudes are decimal numbers, as text.  [load-order-groups-and-altitudes] */
static int
altitude_order(const struct callback *left, const struct callback *right)
{
	if (left->altitude_length != right->altitude_length)
		return left->altitude_length < right->altitude_length ? -1 : 1;
	for (size_t i = 0; i < left->altitude_length; i++) {
		if (left->altitude[i] != right->altitude[i])
			return left->altitude[i] < right->altitude[i] ? -1 : 1;
	}
	return 0;
}

static void
callback_insert(struct callback *callback)
{
	struct link *before = &notify.callbacks;

	LIST_EACH (at, &notify.callbacks) {
		if (altitude_order(LIST_ITEM(at, struct callback, link), callback) < 0) {
			before = at;
			break;
		}
	}
	list_add(before, &callback->link);
}

static struct callback *
callback_add(PEX_CALLBACK_FUNCTION function, void *context, PCUNICODE_STRING altitude)
{
	struct callback *callback = arena_take(sizeof *callback);

	callback->function = (uintptr_t)function;
	callback->context = context;
	event_start(&callback->idle, NotificationEvent, true);
	if (altitude != NULL) {
		callback->altitude_length = altitude->Length / sizeof(WCHAR);
		if (callback->altitude_length > ALTITUDE_LIMIT)
			not_modelled("an altitude of %zu characters", callback->altitude_length);
		memcpy(callback->altitude, altitude->Buffer,
		    callback->altitude_length * sizeof(WCHAR));
	}
	callback->cookie = ++notify.last_cookie;
	callback_insert(callback);
	ledger_enter(HOLDING_NOTIFY, (uintptr_t)callback->cookie, 0);
	return callback;
}

NTSTATUS NTAPI
CmRegisterCallback(PEX_CALLBACK_FUNCTION Function, PVOID Context, LARGE_INTEGER *Cookie)
{
	Cookie->QuadPart = callback_add(Function, Context, NULL)->cookie;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
CmRegisterCallbackEx(PEX_CALLBACK_FUNCTION Function, PCUNICODE_STRING Altitude, PVOID Driver,
    PVOID Context, LARGE_INTEGER *Cookie, PVOID Reserved)
{
	struct callback *callback;

	(void)Reserved;
	object_expect(Driver, OBJECT_DRIVER, "CmRegisterCallbackEx");
	if (Altitude == NULL || Altitude->Length == 0)
		return STATUS_INVALID_PARAMETER;
	callback = callback_add(Function, Context, Altitude);
	if (callback->link.previous != &notify.callbacks
	    && altitude_order(LIST_ITEM(callback->link.previous, struct callback, link), callback)
		== 0) {
		ledger_strike(HOLDING_NOTIFY, (uintptr_t)callback->cookie);
		list_remove(&callback->link);
		arena_give(callback);
		return STATUS_FLT_INSTANCE_ALTITUDE_COLLISION;
	}
	Cookie->QuadPart = callback->cookie;
	return STATUS_SUCCESS;
}

/*
 * Windows: contexts that it gave to keys are cleaned up; called from the
 *   callback itself it never returns.  [ddi:CmSetCallbackObjectContext,
 *   ddi:CmUnRegisterCallback, Remarks]
 */
NTSTATUS NTAPI
CmUnRegisterCallback(LARGE_INTEGER Cookie)
{
	struct callback *callback = callback_find(Cookie.QuadPart);

	if (callback == NULL)
		return STATUS_INVALID_PARAMETER;
	LIST_EACH_SAFE (at, &notify.contexts) {
		struct object_context *context = LIST_ITEM(at, struct object_context, link);

		if (context->cookie == callback->cookie)
			context_end(context);
	}
	list_remove(&callback->link);
	while (callback->running > 0)
		event_wait(&callback->idle, CLOCK_NEVER, "a registry callback to return");
	ledger_strike(HOLDING_NOTIFY, (uintptr_t)callback->cookie);
	arena_give(callback);
	return STATUS_SUCCESS;
}

/* Windows: 1.1 since Windows 7.  [ddi:CmGetCallbackVersion] */
void NTAPI
CmGetCallbackVersion(ULONG *Major, ULONG *Minor)
{
	if (Major != NULL)
		*Major = 1;
	if (Minor != NULL)
		*Minor = 1;
}

NTSTATUS NTAPI
CmSetCallbackObjectContext(PVOID Object, LARGE_INTEGER *Cookie, PVOID NewContext, PVOID *OldContext)
{
	struct object_context *context;

	if (!object_is(Object, OBJECT_KEY) || callback_find(Cookie->QuadPart) == NULL)
		return STATUS_INVALID_PARAMETER;
	context = context_find(Object, Cookie->QuadPart);
	if (OldContext != NULL)
		*OldContext = context != NULL ? context->value : NULL;
	if (context == NULL) {
		context = arena_take(sizeof *context);
		context->object = Object;
		context->cookie = Cookie->QuadPart;
		list_add(&notify.contexts, &context->link);
	}
	context->value = NewContext;
	return STATUS_SUCCESS;
}

static UNICODE_STRING *
name_make(const struct reg_key *key)
{
	size_t length = reg_key_path(key, NULL, 0);
	UNICODE_STRING *name = pool_take_own(sizeof *name + length * sizeof(WCHAR), NOTIFY_TAG);

	*name = (UNICODE_STRING){ (USHORT)(length * sizeof(WCHAR)),
		(USHORT)(length * sizeof(WCHAR)), (WCHAR *)(name + 1) };
	reg_key_path(key, name->Buffer, length);
	return name;
}

/* Here: a key's identifier is its place among our objects. */
NTSTATUS NTAPI
CmCallbackGetKeyObjectIDEx(LARGE_INTEGER *Cookie, PVOID Object, ULONG_PTR *ObjectID,
    PCUNICODE_STRING *ObjectName, ULONG Flags)
{
	if (Flags != 0 || callback_find(Cookie->QuadPart) == NULL || !object_is(Object, OBJECT_KEY))
		return STATUS_INVALID_PARAMETER;
	if (ObjectID != NULL)
		*ObjectID = (ULONG_PTR)reg_key_of_object(Object);
	if (ObjectName == NULL)
		return STATUS_SUCCESS;
	*ObjectName = name_make(reg_key_of_object(Object));
	ledger_enter(HOLDING_POOL, (uintptr_t)*ObjectName, 0);
	return STATUS_SUCCESS;
}

void NTAPI
CmCallbackReleaseKeyObjectIDEx(PCUNICODE_STRING ObjectName)
{
	const struct pool_block *block = pool_at(ObjectName);

	if (block == NULL || block->tag != NOTIFY_TAG || block->drivers)
		driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "CmCallbackReleaseKeyObjectIDEx of %p, which is no name of a key", ObjectName);
	ledger_strike(HOLDING_POOL, (uintptr_t)ObjectName);
	pool_give((void *)(uintptr_t)ObjectName);
}

/* Windows: the name lasts as long as the key's handles.  [ddi:CmCallbackGetKeyObjectIDEx, Remarks] */
NTSTATUS NTAPI
CmCallbackGetKeyObjectID(
    LARGE_INTEGER *Cookie, PVOID Object, ULONG_PTR *ObjectID, PCUNICODE_STRING *ObjectName)
{
	if (callback_find(Cookie->QuadPart) == NULL || !object_is(Object, OBJECT_KEY))
		return STATUS_INVALID_PARAMETER;
	if (ObjectID != NULL)
		*ObjectID = (ULONG_PTR)reg_key_of_object(Object);
	if (ObjectName != NULL)
		*ObjectName = reg_key_object_name(Object, name_make);
	return STATUS_SUCCESS;
}

const struct contract reg_notify_exports[] = {
	EXPORT(
	    CmRegisterCallback, 3, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm), ENTERS(NOTIFY)),
	EXPORT(CmRegisterCallbackEx, 6, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_FLT_INSTANCE_ALTITUDE_COLLISION STATUS_INVALID_PARAMETER"),
	    ENTERS(NOTIFY)),
	EXPORT(CmUnRegisterCallback, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER"), STRIKES(NOTIFY)),
	EXPORT(CmGetCallbackVersion, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(CmSetCallbackObjectContext, 4, APC_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(CmCallbackGetKeyObjectID, 4, APC_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(CmCallbackGetKeyObjectIDEx, 5, APC_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER"), ENTERS(POOL)),
	EXPORT(CmCallbackReleaseKeyObjectIDEx, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(POOL)),
	EXPORTS_END,
};
