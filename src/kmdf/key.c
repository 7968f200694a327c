#include "kmdf/key.h"

#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/init.h"
#include "kmdf/status.h"

#define READ_ONLY (KEY_READ | GENERIC_READ)

struct opening {
	const WDF_OBJECT_ATTRIBUTES *attributes;
	ACCESS_MASK access;
	HANDLE parent;
	PCUNICODE_STRING name;
};

void
wdf_key_destroy(struct wdf_object *object)
{
	struct wdf_key *key = (struct wdf_key *)object;

	if (key->handle != NULL)
		ZwClose(key->handle);
}

static OBJECT_ATTRIBUTES
described(HANDLE parent, PCUNICODE_STRING name)
{
	return (OBJECT_ATTRIBUTES){ .Length = sizeof(OBJECT_ATTRIBUTES),
		.RootDirectory = parent,
		.ObjectName = (UNICODE_STRING *)(uintptr_t)name,
		.Attributes = OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE };
}

/* The handle becomes the object's, or is closed. */
static NTSTATUS
key_take(
    struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes, HANDLE handle, WDFKEY *out)
{
	struct wdf_key *key = (struct wdf_key *)wdf_object_take(
	    binding, WDF_KIND_KEY, sizeof(*key), attributes, NULL);

	if (key == NULL) {
		ZwClose(handle);
		return STATUS_DELETE_PENDING;
	}
	key->handle = handle;
	*out = wdf_object_handle(&key->object);
	return STATUS_SUCCESS;
}

/* What the two ways to a key check first, in the framework's order.  [K: fxregistryapi.cpp] */
static NTSTATUS
opening_check(WDFKEY parent, struct opening *opening, WDFKEY *key, const char *function)
{
	NTSTATUS status;

	opening->parent = NULL;
	if (parent != NULL)
		opening->parent =
		    ((struct wdf_key *)wdf_object_get(parent, WDF_KIND_KEY, function))->handle;
	wdf_not_null(opening->name, function, "KeyName");
	wdf_not_null(key, function, "Key");
	*key = NULL;
	status = attributes_check(opening->attributes, 0);
	return NT_SUCCESS(status) ? wdf_text_check(opening->name) : status;
}

static NTSTATUS
key_open(struct binding *binding, const struct opening *opening, WDFKEY *key)
{
	OBJECT_ATTRIBUTES object = described(opening->parent, opening->name);
	HANDLE handle;
	NTSTATUS status = ZwOpenKey(&handle, opening->access, &object);

	return NT_SUCCESS(status) ? key_take(binding, opening->attributes, handle, key) : status;
}

static NTSTATUS
key_create(struct binding *binding, const struct opening *opening, ULONG options,
    ULONG *disposition, WDFKEY *key)
{
	OBJECT_ATTRIBUTES object = described(opening->parent, opening->name);
	HANDLE handle;
	NTSTATUS status =
	    ZwCreateKey(&handle, opening->access, &object, 0, NULL, options, disposition);

	return NT_SUCCESS(status) ? key_take(binding, opening->attributes, handle, key) : status;
}

static NTSTATUS NTAPI
WdfRegistryOpenKey(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY ParentKey, PCUNICODE_STRING KeyName,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct opening opening = { KeyAttributes, DesiredAccess, NULL, KeyName };
	NTSTATUS status = opening_check(ParentKey, &opening, Key, __func__);

	return NT_SUCCESS(status) ? key_open(binding, &opening, Key) : status;
}

static NTSTATUS NTAPI
WdfRegistryCreateKey(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY ParentKey, PCUNICODE_STRING KeyName,
    ACCESS_MASK DesiredAccess, ULONG CreateOptions, PULONG CreateDisposition,
    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct opening opening = { KeyAttributes, DesiredAccess, NULL, KeyName };
	NTSTATUS status = opening_check(ParentKey, &opening, Key, __func__);

	return NT_SUCCESS(status)
	    ? key_create(binding, &opening, CreateOptions, CreateDisposition, Key)
	    : status;
}

static void
key_close(struct wdf_key *key)
{
	if (key->handle != NULL)
		ZwClose(key->handle);
	key->handle = NULL;
}

/* Windows: the handle goes at once, the object with its last reference.  [K: fxregistryapi.cpp] */
static void NTAPI
WdfRegistryClose(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key)
{
	struct wdf_key *key = wdf_object_for(DriverGlobals, Key, WDF_KIND_KEY, __func__);

	key_close(key);
	wdf_object_delete(&key->object);
}

static HANDLE NTAPI
WdfRegistryWdmGetHandle(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key)
{
	struct wdf_key *key = wdf_object_for(DriverGlobals, Key, WDF_KIND_KEY, __func__);

	return key->handle;
}

/* Windows: the object goes when the key was removed, and only then.  [K: fxregistryapi.cpp] */
static NTSTATUS NTAPI
WdfRegistryRemoveKey(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key)
{
	struct wdf_key *key = wdf_object_for(DriverGlobals, Key, WDF_KIND_KEY, __func__);
	NTSTATUS status = ZwDeleteKey(key->handle);

	if (!NT_SUCCESS(status))
		return status;
	key_close(key);
	wdf_object_delete(&key->object);
	return status;
}

/* The driver's own key, for which more than reading is wanted: it is made if there is none. */
static NTSTATUS
parameters_create(struct wdf_driver *driver, const WDF_OBJECT_ATTRIBUTES *attributes,
    ACCESS_MASK access, WDFKEY *key)
{
	static WCHAR text[] = u"Parameters";
	UNICODE_STRING name = { sizeof(text) - sizeof(WCHAR), sizeof(text), text };
	OBJECT_ATTRIBUTES service = described(NULL, &driver->registry_path);
	struct opening opening = { attributes, access, NULL, &name };
	NTSTATUS status = ZwOpenKey(&opening.parent, KEY_ALL_ACCESS, &service);

	if (!NT_SUCCESS(status))
		return status;
	status = key_create(driver->object.binding, &opening, 0, NULL, key);
	ZwClose(opening.parent);
	return status;
}

/*
 * Windows: to read it, as IoOpenDriverRegistryKey has it; for more, the Parameters key of
 *   the registry path is made.  [K: fxdriverapikm.cpp; ddi:WdfDriverOpenParametersRegistryKey]
 */
static NTSTATUS NTAPI
WdfDriverOpenParametersRegistryKey(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct wdf_driver *driver =
	    wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);
	NTSTATUS status;
	HANDLE handle;

	wdf_not_null(Key, __func__, "Key");
	*Key = NULL;
	status = attributes_check(KeyAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	if (DesiredAccess & ~(ACCESS_MASK)READ_ONLY)
		return parameters_create(driver, KeyAttributes, DesiredAccess, Key);
	status = IoOpenDriverRegistryKey(
	    driver->driver_object, DriverRegKeyParameters, DesiredAccess, 0, &handle);
	return NT_SUCCESS(status) ? key_take(driver->object.binding, KeyAttributes, handle, Key)
				  : status;
}

static NTSTATUS NTAPI
WdfDriverOpenPersistentStateRegistryKey(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct wdf_driver *driver =
	    wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);
	NTSTATUS status;
	HANDLE handle;

	wdf_not_null(Key, __func__, "Key");
	*Key = NULL;
	status = attributes_check(KeyAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = IoOpenDriverRegistryKey(
	    driver->driver_object, DriverRegKeyPersistentState, DesiredAccess, 0, &handle);
	return NT_SUCCESS(status) ? key_take(driver->object.binding, KeyAttributes, handle, Key)
				  : status;
}

const struct contract wdf_key_slots[] = {
	EXPORT(WdfRegistryOpenKey, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfregistry),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_ACCESS_DENIED")),
	EXPORT(WdfRegistryCreateKey, 8, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfregistry),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_ACCESS_DENIED")),
	EXPORT(WdfRegistryClose, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfregistry)),
	EXPORT(WdfRegistryWdmGetHandle, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfregistry)),
	EXPORT(WdfRegistryRemoveKey, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfregistry),
	    FAILS("STATUS_ACCESS_DENIED STATUS_CANNOT_DELETE")),
	EXPORT(WdfDriverOpenParametersRegistryKey, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(wdfdriver), FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_ACCESS_DENIED")),
	EXPORT(WdfDriverOpenPersistentStateRegistryKey, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(wdfdriver), FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_ACCESS_DENIED")),
	EXPORTS_END,
};
