/*
 * Windows: the callback runs at PASSIVE_LEVEL; unsubscribing waits for it [semantics 5.6, a
 *   guess].  On STOP_PENDING a driver can clean up before the engine is stopped.
 *   [ddi:FwpmBfeStateSubscribeChanges0]
 * Here: so the engine waits for the callbacks, for a while.
 */
#include "bfe/state.h"

#include "bfe/exports.h"
#include "executive/object.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/key.h"
#include "wfp/visit.h"

#define MAGIC 0x62536642 /* "BfSb" */
#define PATIENCE_100NS (UINT64_C(20) * 10000000)

struct subscription {
	uint32_t magic;
	bool removed;
	uint32_t calls; /* begun and not yet over */
	struct link link;
	uintptr_t callback;
	void *context;
	void *device;
	struct thread *waiter;
};

struct state_call {
	struct subscription *subscription;
	FWPM_SERVICE_STATE state;
};

static MACHINE_STATE struct link subscriptions;
static MACHINE_STATE FWPM_SERVICE_STATE state_now;
static MACHINE_STATE struct {
	uint32_t calls; /* of all subscriptions */
	struct thread *waiter;
} telling;

void
state_start(void)
{
	list_start(&subscriptions);
	telling.calls = 0;
	telling.waiter = NULL;
	state_now = FWPM_SERVICE_RUNNING;
}

static void
call_subscriber(void *argument)
{
	struct state_call *call = argument;
	struct subscription *subscription = call->subscription;
	struct visit visit;

	if (!subscription->removed) {
		visit_enter(&visit, ENTRY_BFE_STATE, NULL, NULL);
		DRIVER_CALL(ENTRY_BFE_STATE, subscription->callback, ARG(subscription->context),
		    call->state);
		visit_leave(&visit);
	}
	arena_give(call);
	if (--subscription->calls == 0 && subscription->waiter != NULL)
		thread_wake(subscription->waiter);
	if (--telling.calls == 0 && telling.waiter != NULL)
		thread_wake(telling.waiter);
}

static void
wait_for_callbacks(void)
{
	uint64_t until = clock_now_100ns() + PATIENCE_100NS;

	telling.waiter = thread_now();
	while (telling.calls > 0 && thread_park("BFE state callbacks to return", 0, until))
		;
	telling.waiter = NULL;
}

void
state_set(FWPM_SERVICE_STATE state)
{
	state_now = state;
	LIST_EACH (at, &subscriptions) {
		struct state_call *call = arena_take(sizeof(*call));

		call->subscription = LIST_ITEM(at, struct subscription, link);
		call->state = state;
		call->subscription->calls++;
		telling.calls++;
		thread_start(THREAD_WORKER, call_subscriber, call);
	}
	wait_for_callbacks();
}

void
state_boot(void)
{
	state_now = FWPM_SERVICE_STOPPED;
}

NTSTATUS NTAPI
FwpmBfeStateSubscribeChanges0(void *deviceObject, FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback,
    void *context, HANDLE *changeHandle)
{
	struct subscription *subscription;

	visit_forbids("FwpmBfeStateSubscribeChanges0");
	object_expect(deviceObject, OBJECT_DEVICE, "FwpmBfeStateSubscribeChanges0");
	if (callback == NULL)
		return STATUS_INVALID_PARAMETER;
	subscription = arena_take(sizeof(*subscription));
	subscription->magic = MAGIC;
	subscription->callback = (uintptr_t)callback;
	subscription->context = context;
	subscription->device = deviceObject;
	object_reference(deviceObject);
	list_add(&subscriptions, &subscription->link);
	ledger_enter(HOLDING_BFE_SUBSCRIPTION, (uintptr_t)subscription, 0);
	*changeHandle = subscription;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmBfeStateUnsubscribeChanges0(HANDLE changeHandle)
{
	struct subscription *subscription = changeHandle;

	if (!key_is_object(changeHandle, MAGIC) || subscription->removed)
		return STATUS_INVALID_HANDLE;
	subscription->removed = true;
	list_remove(&subscription->link);
	subscription->waiter = thread_now();
	while (subscription->calls > 0)
		thread_park("a BFE state callback to return", (uintptr_t)subscription, CLOCK_NEVER);
	ledger_strike(HOLDING_BFE_SUBSCRIPTION, (uintptr_t)subscription);
	object_dereference(subscription->device);
	subscription->magic = 0;
	arena_give(subscription);
	return STATUS_SUCCESS;
}

FWPM_SERVICE_STATE NTAPI
FwpmBfeStateGet0(void)
{
	return state_now;
}
