#include "ndis/generic.h"

#include "executive/pool.h"
#include "host/arena.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"

/*
 * Windows: a handle for a driver that registers nothing with NDIS, to allocate pools with; it may
 *   ask for bytes of its own behind the object.  [ddi:NdisAllocateGenericObject]
 * Here: which type its header names is not known to us; no driver reads it.
 */
NDIS_HANDLE NTAPI
NdisAllocateGenericObject(PDRIVER_OBJECT DriverObject, ULONG Tag, USHORT Size)
{
	size_t bytes = sizeof(NDIS_GENERIC_OBJECT) + Size;
	NDIS_GENERIC_OBJECT *object = arena_take(bytes);

	object->Header = (NDIS_OBJECT_HEADER){
		.Type = NDIS_OBJECT_TYPE_DEFAULT,
		.Revision = 1,
		.Size = (USHORT)bytes,
	};
	object->DriverObject = DriverObject;
	ledger_enter_tagged(HOLDING_POOL, (uintptr_t)object, bytes, Tag);
	return object;
}

void NTAPI
NdisFreeGenericObject(NDIS_GENERIC_OBJECT *NdisGenericObject)
{
	if (pool_of((uintptr_t)NdisGenericObject) != NULL
	    || !ledger_strike(HOLDING_POOL, (uintptr_t)NdisGenericObject))
		driver_is_wrong(RULE_R183, "NdisFreeGenericObject: %p is no generic object",
		    (void *)NdisGenericObject);
	arena_give(NdisGenericObject);
}

/* Windows: a notification event, not signaled.  [ddi:NdisInitializeEvent] */
void NTAPI
NdisInitializeEvent(NDIS_EVENT *Event)
{
	event_start(&Event->Event, NotificationEvent, false);
}

void NTAPI
NdisSetEvent(NDIS_EVENT *Event)
{
	event_signal(&Event->Event);
}

void NTAPI
NdisResetEvent(NDIS_EVENT *Event)
{
	event_clear(&Event->Event);
}

/* Windows: 0 waits for ever; TRUE if the event was signaled in time.  [ddi:NdisWaitEvent] */
BOOLEAN NTAPI
NdisWaitEvent(NDIS_EVENT *Event, UINT MsToWait)
{
	uint64_t until = CLOCK_NEVER;

	if (MsToWait != 0)
		until = clock_now_100ns() + (uint64_t)MsToWait * 10000;
	return event_wait(&Event->Event, until, "NDIS event");
}
