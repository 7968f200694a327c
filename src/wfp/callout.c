#include "wfp/callout.h"

#include "executive/object.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/classify.h"
#include "wfp/exports.h"
#include "wfp/flow.h"

/* Below are the ids of Windows' own callouts. */
#define FIRST_ID 300

enum {
	KEYED = 1,
	NUMBERED = 2,
};

struct callout_switches callout_switches;

static MACHINE_STATE struct key_map callouts;
static MACHINE_STATE uint32_t last_id;

void
callout_start(void)
{
	key_map_start(&callouts, 64);
	last_id = FIRST_ID;
}

struct callout *
callout_by_key(const GUID *key)
{
	struct key_node *node = key_find(&callouts, KEYED, key);

	return node == NULL ? NULL : LIST_ITEM(node, struct callout, by_key);
}

struct callout *
callout_by_id(uint32_t id)
{
	GUID key = key_of_id(id);
	struct key_node *node = key_find(&callouts, NUMBERED, &key);

	return node == NULL ? NULL : LIST_ITEM(node, struct callout, by_id);
}

static struct callout *
callout_add(const GUID *key, uint32_t id)
{
	struct callout *callout = arena_take(sizeof(*callout));

	callout->id = id;
	if (id > last_id)
		last_id = id;
	callout->by_key.kind = KEYED;
	callout->by_key.key = *key;
	callout->by_id.kind = NUMBERED;
	callout->by_id.key = key_of_id(callout->id);
	key_add(&callouts, &callout->by_key);
	key_add(&callouts, &callout->by_id);
	return callout;
}

static struct callout *
find_or_add(const GUID *key)
{
	struct callout *callout = callout_by_key(key);

	return callout == NULL ? callout_add(key, last_id + 1) : callout;
}

/* It stays known while anybody means it. */
static void
remove_unused(struct callout *callout)
{
	if (callout->state != CALLOUT_ABSENT || callout->named > 0 || callout->visits > 0)
		return;
	key_remove(&callouts, &callout->by_key);
	key_remove(&callouts, &callout->by_id);
	arena_give(callout);
}

struct callout *
callout_name(const GUID *key, uint16_t layer)
{
	struct callout *callout = find_or_add(key);

	callout->layer = layer;
	callout->named++;
	return callout;
}

struct callout *
callout_name_builtin(const GUID *key, uint32_t id)
{
	struct callout *callout = callout_by_key(key);

	if (callout == NULL)
		callout = callout_add(key, id);
	callout->named++;
	return callout;
}

void
callout_unname(struct callout *callout)
{
	callout->named--;
	remove_unused(callout);
}

bool
callout_answers(const struct callout *callout)
{
	return callout->state == CALLOUT_REGISTERED
	    || (callout->state == CALLOUT_DRAINING && callout_switches.draining_still_classifies);
}

bool
callout_stands_at(const struct callout *callout, uint16_t layer)
{
	return callout->named > 0 && callout->layer == layer;
}

/*
 * Windows: whatever a callout answers to anything but ADD, the filter is deleted or stays.
 *   [ddi:FWPS_CALLOUT_NOTIFY_FN0, Return value]
 */
static void
check_notified(const struct callout *callout, FWPS_CALLOUT_NOTIFY_TYPE type, NTSTATUS status)
{
	if (type != FWPS_CALLOUT_NOTIFY_ADD_FILTER && !NT_SUCCESS(status))
		finding(RULE_R46, "callout %u answers 0x%08x to %s", callout->id, (unsigned)status,
		    type == FWPS_CALLOUT_NOTIFY_DELETE_FILTER ? "DELETE_FILTER"
							      : "ADD_FILTER_POST_COMMIT");
}

NTSTATUS
callout_tell(
    struct callout *callout, FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	struct visit visit;
	NTSTATUS status;

	if (callout->state == CALLOUT_ABSENT || callout->builtin != BUILTIN_NONE)
		return STATUS_SUCCESS;
	visit_enter(&visit, ENTRY_NOTIFY, callout, NULL);
	status = (NTSTATUS)DRIVER_CALL(ENTRY_NOTIFY, callout->notify, type, ARG(key), ARG(filter));
	check_notified(callout, type, status);
	visit_leave(&visit);
	return status;
}

/*
 * Windows: version 0 has no classifyContext.  [ddi:FWPS_CALLOUT_CLASSIFY_FN0]
 * Here: the classifyContext is the struct classify; FwpsAcquireClassifyHandle0 alone takes it.
 */
void
callout_ask(struct callout *callout, struct classify *classify, const FWPS_FILTER0 *filter)
{
	uint64_t context =
	    classify->flow == NULL ? 0 : flow_context(classify->flow, classify->layer, callout->id);
	struct visit visit;

	visit_enter(&visit, ENTRY_CLASSIFY, callout, classify->flow);
	visit.classify = classify;
	if (callout->version == 0)
		DRIVER_CALL(ENTRY_CLASSIFY, callout->classify, ARG(&classify->fixed),
		    ARG(&classify->metadata), ARG(classify->layer_data), ARG(filter), context,
		    ARG(&classify->out));
	else
		DRIVER_CALL(ENTRY_CLASSIFY, callout->classify, ARG(&classify->fixed),
		    ARG(&classify->metadata), ARG(classify->layer_data), ARG(classify), ARG(filter),
		    context, ARG(&classify->out));
	visit_leave(&visit);
	if (classify->flow != NULL)
		flow_settle(classify->flow);
}

void
callout_forget(struct callout *callout, struct flow *flow, uint16_t layer, uint64_t context)
{
	struct visit visit;

	visit_enter(&visit, ENTRY_FLOW_DELETE, callout, flow);
	DRIVER_CALL(ENTRY_FLOW_DELETE, callout->flow_delete, layer, callout->id, context);
	visit_leave(&visit);
}

static void
check_registration(const void *device, const FWPS_CALLOUT0 *callout)
{
	visit_forbids("FwpsCalloutRegister");
	if (!object_is(device, OBJECT_DEVICE))
		finding(RULE_R7, "a callout is registered for %s",
		    device == NULL ? "no device object" : "what is no device object");
	if (callout->classifyFn == NULL || callout->notifyFn == NULL)
		finding(RULE_R41, "a callout is registered without a %s",
		    callout->classifyFn == NULL ? "classifyFn" : "notifyFn");
}

/*
 * Windows: a key that is registered is refused with STATUS_FWP_ALREADY_EXISTS; the
 *   id is the same as FwpmCalloutAdd's.  [ddi:FwpsCalloutRegister0]
 * Here: a callout without classifyFn, notifyFn or a device object is refused [semantics 3.1: they
 *   are required]; the status is a guess.  The engine refers to the device
 *   object while the callout is registered [semantics 1.3].
 */
static NTSTATUS
callout_register(void *device, const FWPS_CALLOUT0 *wanted, UINT32 *id, uint8_t version)
{
	struct callout *callout;

	check_registration(device, wanted);
	if (!object_is(device, OBJECT_DEVICE) || wanted->classifyFn == NULL
	    || wanted->notifyFn == NULL)
		return STATUS_INVALID_PARAMETER;
	builtin_named(&wanted->calloutKey);
	callout = find_or_add(&wanted->calloutKey);
	if (callout->state != CALLOUT_ABSENT && callout->builtin != BUILTIN_ELSEWHERE) {
		finding(RULE_R43, "the key of callout %u is registered already", callout->id);
		return STATUS_FWP_ALREADY_EXISTS;
	}
	callout->state = CALLOUT_REGISTERED;
	callout->builtin = BUILTIN_NONE;
	callout->version = version;
	callout->flags = wanted->flags;
	callout->classify = (uintptr_t)wanted->classifyFn;
	callout->notify = (uintptr_t)wanted->notifyFn;
	callout->flow_delete = (uintptr_t)wanted->flowDeleteFn;
	callout->device = device;
	object_reference(device);
	ledger_enter(HOLDING_CALLOUT, callout->id, 0);
	if (id != NULL)
		*id = callout->id;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpsCalloutRegister0(void *deviceObject, const FWPS_CALLOUT0 *callout, UINT32 *calloutId)
{
	return callout_register(deviceObject, callout, calloutId, 0);
}

/* The structures of later versions differ in their functions' types alone.  [fwpsk.h] */
NTSTATUS NTAPI
FwpsCalloutRegister1(void *deviceObject, const FWPS_CALLOUT1 *callout, UINT32 *calloutId)
{
	return callout_register(deviceObject, (const void *)callout, calloutId, 1);
}

NTSTATUS NTAPI
FwpsCalloutRegister2(void *deviceObject, const FWPS_CALLOUT2 *callout, UINT32 *calloutId)
{
	return callout_register(deviceObject, (const void *)callout, calloutId, 2);
}

NTSTATUS NTAPI
FwpsCalloutRegister3(void *deviceObject, const FWPS_CALLOUT3 *callout, UINT32 *calloutId)
{
	return callout_register(deviceObject, (const void *)callout, calloutId, 3);
}

static void
wait_until_left(struct callout *callout)
{
	callout->waiter = thread_now();
	while (callout->visits > 0)
		thread_park("a callout's function to return", (uintptr_t)callout, CLOCK_NEVER);
	callout->waiter = NULL;
}

/*
 * Windows: STATUS_DEVICE_BUSY while a flow carries a context, and then the
 *   driver removes the contexts and calls again; STATUS_FWP_IN_USE while another
 *   thread does the same.  [ddi:FwpsCalloutUnregisterById0]
 */
static NTSTATUS
callout_unregister(struct callout *callout)
{
	visit_forbids("FwpsCalloutUnregister");
	if (callout == NULL || callout->state == CALLOUT_ABSENT || callout->builtin != BUILTIN_NONE)
		return STATUS_FWP_CALLOUT_NOT_FOUND;
	if (callout->waiter != NULL)
		return STATUS_FWP_IN_USE;
	if (callout->visits > 0 && callout_switches.unregister_fails_in_classify)
		return STATUS_DEVICE_BUSY;
	callout->state = CALLOUT_DRAINING;
	wait_until_left(callout);
	if (callout->flow_contexts > 0) {
		callout->busy = moment_now();
		return STATUS_DEVICE_BUSY;
	}
	callout->state = CALLOUT_ABSENT;
	ledger_strike(HOLDING_CALLOUT, callout->id);
	object_dereference(callout->device);
	remove_unused(callout);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpsCalloutUnregisterById0(UINT32 calloutId)
{
	return callout_unregister(callout_by_id(calloutId));
}

NTSTATUS NTAPI
FwpsCalloutUnregisterByKey0(const GUID *calloutKey)
{
	return callout_unregister(callout_by_key(calloutKey));
}

const struct contract callout_exports[] = {
	EXPORT(FwpsCalloutRegister0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_ALREADY_EXISTS STATUS_INVALID_PARAMETER"), ENTERS(CALLOUT)),
	EXPORT(FwpsCalloutRegister1, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_ALREADY_EXISTS STATUS_INVALID_PARAMETER"), ENTERS(CALLOUT)),
	EXPORT(FwpsCalloutRegister2, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_ALREADY_EXISTS STATUS_INVALID_PARAMETER"), ENTERS(CALLOUT)),
	EXPORT(FwpsCalloutRegister3, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_ALREADY_EXISTS STATUS_INVALID_PARAMETER"), ENTERS(CALLOUT)),
	EXPORT(FwpsCalloutUnregisterById0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_DEVICE_BUSY STATUS_FWP_CALLOUT_NOT_FOUND STATUS_FWP_IN_USE"),
	    STRIKES(CALLOUT)),
	EXPORT(FwpsCalloutUnregisterByKey0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_DEVICE_BUSY STATUS_FWP_CALLOUT_NOT_FOUND STATUS_FWP_IN_USE"),
	    STRIKES(CALLOUT)),
	EXPORTS_END,
};
