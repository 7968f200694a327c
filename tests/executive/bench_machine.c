#include "bench_machine.h"

#include "executive/device.h"
#include "executive/executive.h"
#include "executive/object.h"
#include "executive/string.h"
#include "host/arena.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/journal.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <stdlib.h>
#include <string.h>

NTAPI NTSTATUS IoCreateDevice(DRIVER_OBJECT *DriverObject, ULONG DeviceExtensionSize,
    UNICODE_STRING *DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
    BOOLEAN Exclusive, DEVICE_OBJECT **DeviceObject);

static void *system_copy, *static_copy;
static struct extent system_extent, static_extent;

static void
start_once(void)
{
	if (!arena_start())
		abort();
	journal_start();
	choice_start(0, REFUSE_NONE);
	clock_start();
	sched_start();
	processors_start();
	gate_start();
	timers_start();
	life_leaves(sched_abandon);
	executive_start();
	system_extent = arena_system_extent();
	static_extent = arena_static_extent();
	system_copy = malloc(system_extent.bytes);
	static_copy = malloc(static_extent.bytes);
	memcpy(system_copy, system_extent.base, system_extent.bytes);
	memcpy(static_copy, static_extent.base, static_extent.bytes);
}

int
machine_fresh(void **state)
{
	(void)state;
	if (system_copy == NULL)
		start_once();
	memcpy(system_extent.base, system_copy, system_extent.bytes);
	memcpy(static_extent.base, static_copy, static_extent.bytes);
	executive_start(); /* the pool's blocks are in no copy */
	finding_clear();
	journal_clear();
	return 0;
}

static void
run_body(void *body)
{
	((void (*)(void))body)();
}

enum life_end
machine_run(void (*body)(void))
{
	thread_start(THREAD_CLIENT, run_body, (void *)(uintptr_t)body);
	sched_run(NULL, NULL);
	return life_end();
}

bool
found(enum rule rule)
{
	for (size_t i = 0; i < finding_count(); i++) {
		if (finding_get(i)->rule == rule)
			return true;
	}
	return false;
}

bool
crashed(const char *bugcheck_begins)
{
	const struct finding *last;

	if (life_end() != LIFE_STOPPED || finding_count() == 0)
		return false;
	last = finding_get(finding_count() - 1);
	return strncmp(last->bugcheck, bugcheck_begins, strlen(bugcheck_begins)) == 0;
}

struct driver *
driver_ready(void)
{
	struct driver *driver = driver_make("bench", 0, 0, 0);

	driver_entered(driver, STATUS_SUCCESS);
	return driver;
}

DEVICE_OBJECT *
device_ready(struct driver *driver, const char *name, ULONG flags)
{
	static WCHAR text[64];
	USHORT bytes = (USHORT)(strlen(name) * sizeof(WCHAR));
	UNICODE_STRING string = { bytes, bytes, text };
	DEVICE_OBJECT *device;

	string_widen(text, name, strlen(name));
	if (!NT_SUCCESS(IoCreateDevice(
		driver->object, 64, &string, FILE_DEVICE_UNKNOWN, 0, FALSE, &device)))
		abort();
	device->Flags |= flags;
	device->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
	return device;
}
