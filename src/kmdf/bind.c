#include "kmdf/bind.h"

#include "host/arena.h"
#include "kernel/gate.h"
#include "kmdf/async.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/exports.h"
#include "kmdf/file.h"
#include "kmdf/key.h"
#include "kmdf/lock.h"
#include "kmdf/memory.h"
#include "kmdf/object.h"
#include "kmdf/other.h"
#include "kmdf/preprocess.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/string.h"
#include "kmdf/target.h"
#include "kmdf/status.h"
#include "ledger/finding.h"

#include <string.h>

#define COPIED_COUNT 438 /* a table of up to this many is copied, a larger one pointed at */

/* The thunk in each slot: bound once in a process, the same in every life, so no MACHINE_STATE. */
static uint64_t thunks[WDF_SLOT_COUNT];

static MACHINE_STATE struct {
	struct binding *first;
	uint64_t *table; /* the thunks, where a driver reads them */
} bound;

static const char *const slot_names[WDF_SLOT_COUNT] = {
#define NAME(name, index) [index] = #name,
	WDF_SLOT_LIST(NAME)
#undef NAME
};

static const struct contract *const tables[] = {
	wdf_object_slots,
	wdf_driver_slots,
	wdf_device_slots,
	wdf_init_slots,
	wdf_file_slots,
	wdf_queue_slots,
	wdf_request_slots,
	wdf_buffer_slots,
	wdf_async_slots,
	wdf_lock_slots,
	wdf_memory_slots,
	wdf_collection_slots,
	wdf_string_slots,
	wdf_key_slots,
	wdf_key_value_slots,
	wdf_preprocess_slots,
	wdf_target_slots,
	wdf_target_io_slots,
	wdf_send_slots,
	wdf_other_slots,
};

const char *
wdf_slot_name(size_t slot)
{
	return slot < WDF_SLOT_COUNT ? slot_names[slot] : NULL;
}

const struct contract *
wdf_slot_contract(size_t slot)
{
	const char *name = wdf_slot_name(slot);

	if (name == NULL)
		return NULL;
	for (size_t at = 0; at < sizeof(tables) / sizeof(tables[0]); at++) {
		for (const struct contract *row = tables[at]; row->name != NULL; row++) {
			if (strcmp(row->name, name) == 0)
				return row;
		}
	}
	return NULL;
}

static void
bind_slots(void)
{
	for (size_t slot = 0; slot < WDF_SLOT_COUNT; slot++) {
		const struct contract *contract = wdf_slot_contract(slot);

		thunks[slot] =
		    contract != NULL ? gate_bind(contract) : gate_bind_missing(slot_names[slot]);
	}
}

void
kmdf_start(void)
{
	wdf_borrow_start();
	wdf_driver_start();
	wdf_queue_start();
	wdf_sending_start();
	bound.first = NULL;
	bound.table = NULL;
}

struct binding *
wdf_binding_find(const DRIVER_OBJECT *driver_object)
{
	struct binding *binding = bound.first;

	while (binding != NULL && binding->driver_object != driver_object)
		binding = binding->next;
	return binding;
}

bool
kmdf_bound(DRIVER_OBJECT *driver_object)
{
	return wdf_binding_find(driver_object) != NULL;
}

struct binding *
wdf_binding_from(PWDF_DRIVER_GLOBALS globals, const char *function)
{
	for (struct binding *binding = bound.first; binding != NULL; binding = binding->next) {
		if (&binding->globals == globals)
			return binding;
	}
	driver_crashes(RULE_X1, gate_caller(), "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
	    "%s: %p are not the driver's WDF_DRIVER_GLOBALS", function, (void *)globals);
}

/* Windows: the table of a version that was never released is refused.  [K: fxlibrarycommon.cpp] */
static bool
count_known(ULONG count)
{
	static const ULONG released[] = { 383, 386, 387, 396, 432, 438, 444, 446, 448, 451, 453,
		454, WDF_SLOT_COUNT };

	for (size_t at = 0; at < sizeof(released) / sizeof(released[0]); at++) {
		if (released[at] == count)
			return true;
	}
	return false;
}

static void
hand_out_table(WDF_BIND_INFO *info)
{
	if (thunks[0] == 0)
		bind_slots();
	if (info->FuncCount <= COPIED_COUNT) {
		memcpy(info->FuncTable, thunks, info->FuncCount * sizeof(thunks[0]));
		return;
	}
	if (bound.table == NULL) {
		bound.table = arena_take(sizeof(thunks));
		memcpy(bound.table, thunks, sizeof(thunks));
	}
	*(uint64_t **)info->FuncTable = bound.table;
}

/* Stubs since 1.25 may run on a framework older than they are; this one never is. */
static void
tell_versions(const WDF_BIND_INFO *info)
{
	const WDF_BIND_INFO2 *newer = (const WDF_BIND_INFO2 *)info;

	if (info->Size < sizeof(*newer))
		return;
	if (newer->ClientVersionHigherThanFramework != NULL)
		*newer->ClientVersionHigherThanFramework = FALSE;
	if (newer->FuncCountPtr != NULL)
		*newer->FuncCountPtr = WDF_SLOT_COUNT;
}

static NTSTATUS NTAPI
WdfVersionBind(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath, PWDF_BIND_INFO BindInfo,
    PWDF_DRIVER_GLOBALS *ComponentGlobals)
{
	struct binding *binding;

	(void)RegistryPath;
	if (DriverObject == NULL || BindInfo == NULL || ComponentGlobals == NULL
	    || BindInfo->FuncTable == NULL)
		return STATUS_INVALID_PARAMETER;
	*ComponentGlobals = NULL;
	if (BindInfo->Version.Major != 1 || BindInfo->Version.Minor > WDF_MINOR)
		not_modelled("KMDF %u.%u", BindInfo->Version.Major, BindInfo->Version.Minor);
	if (!count_known(BindInfo->FuncCount))
		return STATUS_INVALID_PARAMETER;
	hand_out_table(BindInfo);
	tell_versions(BindInfo);
	binding = arena_take(sizeof(*binding));
	binding->driver_object = DriverObject;
	binding->minor = BindInfo->Version.Minor;
	binding->next = bound.first;
	bound.first = binding;
	ledger_enter(HOLDING_FRAMEWORK, (uintptr_t)&binding->globals, 0);
	*ComponentGlobals = &binding->globals;
	return STATUS_SUCCESS;
}

static void
binding_give(struct binding *binding)
{
	struct binding **at = &bound.first;

	while (*at != binding)
		at = &(*at)->next;
	*at = binding->next;
	ledger_strike(HOLDING_FRAMEWORK, (uintptr_t)&binding->globals);
	arena_give(binding);
}

/* Windows: a WDFDRIVER that is left, after a DriverEntry that failed or an unload routine of the
 *   driver's own, goes now with its tree.  [K: FxLibraryCommonUnregisterClient; hosting] */
static NTSTATUS NTAPI
WdfVersionUnbind(
    PUNICODE_STRING RegistryPath, PWDF_BIND_INFO BindInfo, PWDF_DRIVER_GLOBALS ComponentGlobals)
{
	struct binding *binding = wdf_binding_from(ComponentGlobals, __func__);

	(void)RegistryPath, (void)BindInfo;
	if (binding->driver != NULL)
		wdf_driver_delete(binding->driver);
	binding_give(binding);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfVersionBindClass(
    PWDF_BIND_INFO BindInfo, PWDF_DRIVER_GLOBALS ComponentGlobals, void *ClassBindInfo)
{
	(void)BindInfo, (void)ComponentGlobals, (void)ClassBindInfo;
	not_modelled("WdfVersionBindClass: class extensions of the framework");
}

static void NTAPI
WdfVersionUnbindClass(
    PWDF_BIND_INFO BindInfo, PWDF_DRIVER_GLOBALS ComponentGlobals, void *ClassBindInfo)
{
	(void)BindInfo, (void)ComponentGlobals, (void)ClassBindInfo;
	not_modelled("WdfVersionUnbindClass: class extensions of the framework");
}

/* Here: no interface is offered; stubs ask for those that only diagnosis needs.  [semantics 1.6] */
static NTSTATUS NTAPI
WdfLdrQueryInterface(void *LoaderInterface)
{
	(void)LoaderInterface;
	return STATUS_NOT_FOUND;
}

const struct contract wdfldr_exports[] = {
	EXPORT(WdfVersionBind, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS("STATUS_INVALID_PARAMETER"), ENTERS(FRAMEWORK)),
	EXPORT(WdfVersionUnbind, 3, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, STRIKES(FRAMEWORK)),
	EXPORT(WdfVersionBindClass, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0),
	EXPORT(WdfVersionUnbindClass, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORT(WdfLdrQueryInterface, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, FAILS("STATUS_NOT_FOUND")),
	EXPORTS_END,
};
