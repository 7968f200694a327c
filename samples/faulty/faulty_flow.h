/*
 * Contexts of flows, for those whose defect is about them: a block of the pool for
 * each flow, on a list under a lock.  classify takes a flow in once, and then counts its packets.
 */
#ifndef FAULTY_FLOW_H
#define FAULTY_FLOW_H

#include "faulty.h"

struct flow {
	LIST_ENTRY link;
	UINT64 handle;
	volatile LONG listed;
	volatile LONG packets;
};

static struct {
	KSPIN_LOCK lock;
	LIST_ENTRY list;
	volatile LONG stopping;
} flows;

HELPER VOID
flows_init(VOID)
{
	KeInitializeSpinLock(&flows.lock);
	InitializeListHead(&flows.list);
}

/*
 * Microsoft's RemoveEntryList stops the machine for a list that does not agree with itself, and
 * mingw's does not.
 */
HELPER VOID
flow_unlink(struct flow *flow)
{
#ifdef __GNUC__
	if (flow->link.Flink->Blink != &flow->link || flow->link.Blink->Flink != &flow->link)
		__asm__ __volatile__("int $0x29" ::"c"(3)); /* FAST_FAIL_CORRUPT_LIST_ENTRY */
#endif
	(VOID)RemoveEntryList(&flow->link);
	flow->listed = FALSE;
}

HELPER VOID
flow_free(struct flow *flow)
{
	ExFreePoolWithTag(flow, FAULTY_TAG);
}

/* On the list before it is associated: from then on it may be deleted. */
HELPER VOID
flow_take_in(UINT64 handle, UINT16 layer)
{
	struct flow *flow = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(*flow), FAULTY_TAG);
	KIRQL irql;

	if (flow == NULL)
		return;
	flow->handle = handle;
	flow->packets = 0;
	KeAcquireSpinLock(&flows.lock, &irql);
	InsertTailList(&flows.list, &flow->link);
	flow->listed = TRUE;
	KeReleaseSpinLock(&flows.lock, irql);
	if (FwpsFlowAssociateContext0(handle, layer, faulty.callout, (UINT64)(ULONG_PTR)flow) ==
	    STATUS_SUCCESS)
		return;
	KeAcquireSpinLock(&flows.lock, &irql);
	if (flow->listed)
		flow_unlink(flow);
	KeReleaseSpinLock(&flows.lock, irql);
	flow_free(flow);
}

#endif /* FAULTY_FLOW_H */
