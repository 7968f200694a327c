#include "executive/io_timer.h"

#include "executive/device.h"
#include "executive/object.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/exports.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#include <assert.h>
#include <string.h>

#define SECOND_100NS 10000000
#define SECOND_MS 1000

struct io_timer {
	KTIMER timer;
	KDPC dpc;
	DEVICE_OBJECT *device;
	PIO_TIMER_ROUTINE routine;
	void *context;
	bool started;
};

NTAPI NTSTATUS IoInitializeTimer(
    DEVICE_OBJECT *DeviceObject, PIO_TIMER_ROUTINE TimerRoutine, PVOID Context);
NTAPI void IoStartTimer(DEVICE_OBJECT *DeviceObject);
NTAPI void IoStopTimer(DEVICE_OBJECT *DeviceObject);

/* What drivers call of the kernel's timers, we call past the gate. */
static void *
ke(const char *name)
{
	for (const struct contract *row = timer_exports; row->name != NULL; row++) {
		if (strcmp(row->name, name) == 0)
			return row->function;
	}
	assert(!"the kernel's timers have it");
	return NULL;
}

static void NTAPI
second_passed(KDPC *Dpc, void *DeferredContext, void *SystemArgument1, void *SystemArgument2)
{
	struct io_timer *own = DeferredContext;

	(void)Dpc, (void)SystemArgument1, (void)SystemArgument2;
	if (own->started)
		DRIVER_CALL(ENTRY_IO_TIMER, own->routine, ARG(own->device), ARG(own->context));
}

/* Windows: once for a device.  [ddi:IoInitializeTimer, Remarks] */
NTSTATUS NTAPI
IoInitializeTimer(DEVICE_OBJECT *DeviceObject, PIO_TIMER_ROUTINE TimerRoutine, PVOID Context)
{
	void(NTAPI * init)(KTIMER *) = (void(NTAPI *)(KTIMER *))(uintptr_t)ke("KeInitializeTimer");
	struct io_timer *own;

	object_expect(DeviceObject, OBJECT_DEVICE, "IoInitializeTimer");
	own = DeviceObject->DeviceObjectExtension->timer;
	if (own == NULL) {
		own = arena_take(sizeof *own);
		init(&own->timer);
		own->device = DeviceObject;
		own->dpc = (KDPC){ .Type = DpcObject,
			.Importance = MediumImportance,
			.DeferredRoutine = second_passed,
			.DeferredContext = own };
		DeviceObject->DeviceObjectExtension->timer = own;
		DeviceObject->Timer = (PIO_TIMER)own;
	}
	own->routine = TimerRoutine;
	own->context = Context;
	return STATUS_SUCCESS;
}

static struct io_timer *
timer_of(DEVICE_OBJECT *device, const char *function)
{
	object_expect(device, OBJECT_DEVICE, function);
	if (device->DeviceObjectExtension->timer == NULL)
		driver_crashes(RULE_R25, moment_now().where, "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
		    "%s for device %p, which has no timer", function, (void *)device);
	return device->DeviceObjectExtension->timer;
}

/* Here: the ledger knows it as a timer of the driver's. */
void NTAPI
IoStartTimer(DEVICE_OBJECT *DeviceObject)
{
	struct io_timer *own = timer_of(DeviceObject, "IoStartTimer");
	BOOLEAN(NTAPI * set)
	(KTIMER *, LARGE_INTEGER, LONG, KDPC *) =
	    (BOOLEAN(NTAPI *)(KTIMER *, LARGE_INTEGER, LONG, KDPC *))(uintptr_t)ke("KeSetTimerEx");

	if (own->started)
		return;
	own->started = true;
	set(&own->timer, (LARGE_INTEGER){ .QuadPart = -SECOND_100NS }, SECOND_MS, &own->dpc);
}

static void
stop(struct io_timer *own)
{
	BOOLEAN(NTAPI * cancel)
	(KTIMER *) = (BOOLEAN(NTAPI *)(KTIMER *))(uintptr_t)ke("KeCancelTimer");

	own->started = false;
	cancel(&own->timer);
	dpc_cancel(&own->dpc);
}

void NTAPI
IoStopTimer(DEVICE_OBJECT *DeviceObject)
{
	stop(timer_of(DeviceObject, "IoStopTimer"));
}

/* Windows: the timer goes with the device.  [ddi:IoDeleteDevice] */
void
io_timer_end(DEVICE_OBJECT *device)
{
	if (device->DeviceObjectExtension->timer != NULL)
		stop(device->DeviceObjectExtension->timer);
}

const struct contract io_timer_exports[] = {
	EXPORT(IoInitializeTimer, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm)),
	EXPORT(
	    IoStartTimer, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs), ENTERS(TIMER)),
	EXPORT(
	    IoStopTimer, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs), STRIKES(TIMER)),
	EXPORTS_END,
};
