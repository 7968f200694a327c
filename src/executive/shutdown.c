/*
 * Who is told that the machine shuts down.
 */
#include "executive/shutdown.h"

#include "base/list.h"
#include "executive/device.h"
#include "executive/object.h"
#include "executive/request_build.h"
#include "host/arena.h"
#include "ledger/finding.h"

struct registered {
	struct link link;
	DEVICE_OBJECT *device; /* referenced */
	bool last_chance;
};

static MACHINE_STATE struct link devices;

NTAPI NTSTATUS IoRegisterShutdownNotification(DEVICE_OBJECT *DeviceObject);
NTAPI NTSTATUS IoRegisterLastChanceShutdownNotification(DEVICE_OBJECT *DeviceObject);
NTAPI void IoUnregisterShutdownNotification(DEVICE_OBJECT *DeviceObject);

void
shutdown_start(void)
{
	list_start(&devices);
}

static NTSTATUS
add(DEVICE_OBJECT *device, bool last_chance)
{
	struct registered *registered = arena_take(sizeof *registered);

	registered->device = device;
	registered->last_chance = last_chance;
	object_reference(device);
	list_add_first(&devices, &registered->link);
	device->Flags |= DO_SHUTDOWN_REGISTERED;
	ledger_enter(HOLDING_NOTIFY, (uintptr_t)device, 0);
	return STATUS_SUCCESS;
}

static void
drop(struct registered *registered)
{
	ledger_strike(HOLDING_NOTIFY, (uintptr_t)registered->device);
	list_remove(&registered->link);
	object_dereference(registered->device);
	arena_give(registered);
}

static struct registered *
first(bool last_chance)
{
	LIST_EACH (at, &devices) {
		struct registered *registered = LIST_ITEM(at, struct registered, link);

		if (registered->last_chance == last_chance)
			return registered;
	}
	return NULL;
}

/* Each registration is used up by the request that it gives.  [ddi:IoRegisterShutdownNotification] */
static void
tell(bool last_chance)
{
	struct registered *registered;

	while ((registered = first(last_chance)) != NULL) {
		DEVICE_OBJECT *device = registered->device;

		object_reference(device);
		drop(registered);
		request_simple(device, IRP_MJ_SHUTDOWN);
		object_dereference(device);
	}
}

/*
 * Windows: first those of IoRegisterShutdownNotification, in an order on which
 *   nobody may count; when the file systems are flushed, those that wanted the
 *   last chance.  [ddi:IoRegisterLastChanceShutdownNotification]
 */
void
shutdown_tell(void)
{
	tell(false);
	tell(true);
}

NTSTATUS NTAPI
IoRegisterShutdownNotification(DEVICE_OBJECT *DeviceObject)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoRegisterShutdownNotification");
	return add(DeviceObject, false);
}

NTSTATUS NTAPI
IoRegisterLastChanceShutdownNotification(DEVICE_OBJECT *DeviceObject)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoRegisterLastChanceShutdownNotification");
	return add(DeviceObject, true);
}

/* Windows: it takes back every registration of the device.  [ddi:IoUnregisterShutdownNotification] */
void NTAPI
IoUnregisterShutdownNotification(DEVICE_OBJECT *DeviceObject)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoUnregisterShutdownNotification");
	DeviceObject->Flags &= ~(ULONG)DO_SHUTDOWN_REGISTERED;
	LIST_EACH_SAFE (at, &devices) {
		struct registered *registered = LIST_ITEM(at, struct registered, link);

		if (registered->device == DeviceObject)
			drop(registered);
	}
}

const struct contract shutdown_exports[] = {
	EXPORT(IoRegisterShutdownNotification, 1, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    ENTERS(NOTIFY)),
	EXPORT(IoRegisterLastChanceShutdownNotification, 1, PASSIVE_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(wdm), ENTERS(NOTIFY)),
	EXPORT(IoUnregisterShutdownNotification, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(NOTIFY)),
	EXPORTS_END,
};
