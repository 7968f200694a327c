/* The entry points of objects.  What they do stands in object.c. */
#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/object.h"
#include "kmdf/status.h"
#include "ledger/finding.h"

static void *NTAPI
WdfObjectGetTypedContextWorker(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo)
{
	const struct wdf_object *object =
	    wdf_object_for(DriverGlobals, Handle, WDF_KIND_ANY, __func__);

	wdf_not_null(TypeInfo, __func__, "TypeInfo");
	for (struct wdf_context *at = object->contexts; at != NULL; at = at->next) {
		if (at->type == TypeInfo)
			return at->bytes;
	}
	return NULL;
}

/* Windows: a second context of one type is the first one.  [ddi:WdfObjectAllocateContext] */
static NTSTATUS NTAPI
WdfObjectAllocateContext(PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Handle,
    PWDF_OBJECT_ATTRIBUTES ContextAttributes, void **Context)
{
	struct wdf_object *object = wdf_object_for(DriverGlobals, Handle, WDF_KIND_ANY, __func__);
	unsigned options = ATTRIBUTES_REQUIRED;
	NTSTATUS status;

	if (object->binding->minor >= 11)
		options |= ATTRIBUTES_PARENT_NOT_ALLOWED;
	status = attributes_check(ContextAttributes, options);
	if (!NT_SUCCESS(status))
		return status;
	if (ContextAttributes->ContextTypeInfo == NULL)
		return STATUS_OBJECT_NAME_INVALID;
	return wdf_object_context_add(object, ContextAttributes, Context);
}

static WDFOBJECT NTAPI
WdfObjectContextGetObject(PWDF_DRIVER_GLOBALS DriverGlobals, void *ContextPointer)
{
	const struct wdf_context *context;

	(void)wdf_binding_from(DriverGlobals, __func__);
	context = LIST_ITEM(ContextPointer, struct wdf_context, bytes);
	if (!wdf_context_is(context))
		wdf_violation(VIOLATION_HANDLE, "%s: %p is no context", __func__, ContextPointer);
	return wdf_object_handle(context->object);
}

static void NTAPI
WdfObjectReferenceActual(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Handle, void *Tag, LONG Line, PCHAR File)
{
	struct wdf_object *object = wdf_object_for(DriverGlobals, Handle, WDF_KIND_ANY, __func__);

	(void)Tag, (void)Line, (void)File;
	wdf_object_reference(object);
	ledger_enter(HOLDING_FRAMEWORK_REFERENCE, (uintptr_t)object, 0);
}

/*
 * Windows: the reference that the framework holds is not the driver's to give;
 *   an object that goes because of it is 0x10D/0x7.  [K: fxobject.cpp, bug-check-0x10d]
 * Here: at the first reference too many, also where others still hold the object.
 */
static void NTAPI
WdfObjectDereferenceActual(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Handle, void *Tag, LONG Line, PCHAR File)
{
	struct wdf_object *object = wdf_object_for(DriverGlobals, Handle, WDF_KIND_ANY, __func__);

	(void)Tag, (void)Line, (void)File;
	if (!ledger_strike(HOLDING_FRAMEWORK_REFERENCE, (uintptr_t)object))
		wdf_violation(VIOLATION_OBJECT,
		    "%s: gives a reference to a %s that it did not take", __func__,
		    wdf_object_name(object->kind));
	wdf_object_release(object);
}

static NTSTATUS NTAPI
WdfObjectCreate(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_object *object;
	NTSTATUS status;

	wdf_not_null(Object, __func__, "Object");
	status = attributes_check(Attributes, ATTRIBUTES_EXECUTION_LEVEL);
	if (!NT_SUCCESS(status))
		return status;
	object = wdf_object_take(binding, WDF_KIND_GENERAL, sizeof(*object), Attributes, NULL);
	if (object == NULL)
		return STATUS_DELETE_PENDING;
	*Object = wdf_object_handle(object);
	return STATUS_SUCCESS;
}

/*
 * Windows: a driver may not delete its WDFDRIVER, a default queue, a file object
 *   or a request that the framework made; the call does nothing, and under the
 *   verifier it breaks.  [K: fxobjectapi.cpp; ddi:WdfObjectDelete]
 */
static void NTAPI
WdfObjectDelete(PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Object)
{
	struct wdf_object *object = wdf_object_for(DriverGlobals, Object, WDF_KIND_ANY, __func__);

	if (object->no_delete) {
		finding(RULE_R34, "%s: this %s belongs to the framework", __func__,
		    wdf_object_name(object->kind));
		return;
	}
	if (object->kind == WDF_KIND_DEVICE)
		wdf_device_delete((struct wdf_device *)object);
	else
		wdf_object_delete(object);
}

const struct contract wdf_object_slots[] = {
	EXPORT(WdfObjectGetTypedContextWorker, 3, DISPATCH_LEVEL + 1, REFUSAL_NONE, 0,
	    PAGE(wdfobject)),
	EXPORT(WdfObjectAllocateContext, 4, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfobject),
	    FAILS("STATUS_OBJECT_NAME_INVALID")),
	EXPORT(WdfObjectContextGetObject, 2, DISPATCH_LEVEL + 1, REFUSAL_NONE, 0, PAGE(wdfobject)),
	EXPORT(WdfObjectReferenceActual, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfobject), ENTERS(FRAMEWORK_REFERENCE)),
	EXPORT(WdfObjectDereferenceActual, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfobject), STRIKES(FRAMEWORK_REFERENCE)),
	EXPORT(WdfObjectCreate, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfobject),
	    FAILS("STATUS_DELETE_PENDING")),
	EXPORT(WdfObjectDelete, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfobject)),
	EXPORTS_END,
};
