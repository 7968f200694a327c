#include "executive/driver.h"

#include "executive/device.h"
#include "executive/driver_extra.h"
#include "executive/irp.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/string.h"
#include "kernel/gate.h"

#include <string.h>

#define DRIVER_TAG 0x76697244 /* "Driv" */
#define SECTION_BYTES 0x140   /* more than the loader's entry has that DriverSection leads to */
#define SERVICES "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\"
#define HARDWARE "\\REGISTRY\\MACHINE\\HARDWARE\\DESCRIPTION\\SYSTEM"

/* What the driver sees comes first, so that an object's address is its driver object's. */
struct driver_body {
	DRIVER_OBJECT object;
	DRIVER_EXTENSION extension;
	UNICODE_STRING hardware;
	struct driver driver;
};

static NTSTATUS NTAPI IopInvalidDeviceRequest(DEVICE_OBJECT *DeviceObject, IRP *Irp);

/* A counted string in a block of its own, terminated all the same. */
static UNICODE_STRING
string_make(const char *first, const char *second)
{
	size_t one = strlen(first);
	size_t two = strlen(second);
	size_t bytes = (one + two) * sizeof(WCHAR);
	WCHAR *text = pool_take_own(bytes + sizeof(WCHAR), DRIVER_TAG);

	string_widen(text, first, one);
	string_widen(text + one, second, two);
	return (UNICODE_STRING){ (USHORT)bytes, (USHORT)(bytes + sizeof(WCHAR)), text };
}

static UNICODE_STRING *
registry_path_make(const char *name)
{
	UNICODE_STRING *path = pool_take_own(sizeof *path, DRIVER_TAG);

	*path = string_make(SERVICES, name);
	return path;
}

static void
registry_path_free(struct driver *driver)
{
	if (driver->registry_path == NULL)
		return;
	pool_give(driver->registry_path->Buffer);
	pool_give(driver->registry_path);
	driver->registry_path = NULL;
}

static void
driver_gone(void *object)
{
	struct driver_body *body = object;

	registry_path_free(&body->driver);
	driver_extensions_free(&body->object);
	pool_give(body->object.DriverName.Buffer);
	pool_give(body->extension.ServiceKeyName.Buffer);
	pool_give(body->hardware.Buffer);
	pool_give(body->object.DriverSection);
}

/* Windows: what DriverEntry finds in its object.  [semantics 1.1] */
struct driver *
driver_make(const char *name, uint64_t image, size_t image_bytes, uint64_t entry)
{
	struct driver_body *body = object_make(OBJECT_DRIVER, sizeof *body, driver_gone);
	DRIVER_OBJECT *object = &body->object;

	object->Type = IO_TYPE_DRIVER;
	object->Size = sizeof *object;
	object->Flags = DRVO_LEGACY_DRIVER;
	object->DriverStart = (void *)image;
	object->DriverSize = (ULONG)image_bytes;
	object->DriverSection = pool_take_own(SECTION_BYTES, DRIVER_TAG);
	object->DriverExtension = &body->extension;
	object->DriverName = string_make("\\Driver\\", name);
	object->HardwareDatabase = &body->hardware;
	object->DriverInit = (PDRIVER_INITIALIZE)entry;
	for (unsigned major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++)
		object->MajorFunction[major] = driver_default_dispatch();
	body->extension.DriverObject = object;
	body->extension.ServiceKeyName = string_make("", name);
	body->hardware = string_make(HARDWARE, "");
	body->driver.object = object;
	body->driver.registry_path = registry_path_make(name);
	body->driver.in_entry = true;
	return &body->driver;
}

struct driver *
driver_of(const DRIVER_OBJECT *object)
{
	if (!object_is(object, OBJECT_DRIVER))
		return NULL;
	return &((struct driver_body *)object)->driver;
}

void
driver_entered(struct driver *driver, NTSTATUS status)
{
	driver->in_entry = false;
	registry_path_free(driver);
	if (!NT_SUCCESS(status))
		return;
	for (DEVICE_OBJECT *at = driver->object->DeviceObject; at != NULL; at = at->NextDevice)
		at->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
}

void
driver_stop_requested(struct driver *driver)
{
	driver->stop_requested = true;
	driver->object->Flags |= DRVO_UNLOAD_INVOKED;
}

bool
driver_busy(const struct driver *driver)
{
	for (const DEVICE_OBJECT *at = driver->object->DeviceObject; at != NULL;
	     at = at->NextDevice) {
		if (device_busy(at))
			return true;
	}
	return false;
}

void
driver_free(struct driver *driver)
{
	object_dereference(driver->object);
}

static NTSTATUS NTAPI
IopInvalidDeviceRequest(DEVICE_OBJECT *DeviceObject, IRP *Irp)
{
	(void)DeviceObject;
	Irp->IoStatus.Status = STATUS_INVALID_DEVICE_REQUEST;
	Irp->IoStatus.Information = 0;
	irp_complete(Irp);
	return STATUS_INVALID_DEVICE_REQUEST;
}

/* No driver imports it by name; the row gives it the address that drivers find and may call. */
const struct contract driver_exports[] = {
	EXPORT(IopInvalidDeviceRequest, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORTS_END,
};

PDRIVER_DISPATCH
driver_default_dispatch(void)
{
	static uint64_t address; /* the same in every life: no machine state */

	if (address == 0)
		address = gate_bind(&driver_exports[0]);
	return (PDRIVER_DISPATCH)address;
}
