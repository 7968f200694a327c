#include "floor.h"

#include "host/arena.h"
#include "kernel/gate.h"
#include "ledger/journal.h"
#include "ndis/exports.h"
#include "ndis/net_buffer.h"
#include "ndis/net_buffer_list.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include "test.h"

static size_t before[HOLDING_KINDS];

void
fresh(void)
{
	static bool once;

	if (!once) {
		CHECK(arena_start());
		journal_start();
		gate_start();
		sched_start();
	}
	once = true;
	clock_start();
	journal_clear();
	finding_clear();
	choice_start(0, REFUSE_NONE);
	ndis_start();
	for (unsigned kind = 0; kind < HOLDING_KINDS; kind++)
		before[kind] = ledger_count(kind);
}

size_t
held(enum holding_kind kind)
{
	return ledger_count(kind) - before[kind];
}

size_t
held_in_all(void)
{
	size_t total = 0;

	for (unsigned kind = 0; kind < HOLDING_KINDS; kind++)
		total += held(kind);
	return total;
}

size_t
findings(enum rule rule)
{
	size_t count = 0;

	for (size_t i = 0; i < finding_count(); i++)
		count += finding_get(i)->rule == rule;
	return count;
}

NDIS_HANDLE
list_pool(void)
{
	NET_BUFFER_LIST_POOL_PARAMETERS parameters = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
		    NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 },
		.fAllocateNetBuffer = TRUE,
		.PoolTag = 0x74736554,
	};

	return NdisAllocateNetBufferListPool(NULL, &parameters);
}

NDIS_HANDLE
buffer_pool(void)
{
	NET_BUFFER_POOL_PARAMETERS parameters = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NET_BUFFER_POOL_PARAMETERS_REVISION_1,
		    NDIS_SIZEOF_NET_BUFFER_POOL_PARAMETERS_REVISION_1 },
		.PoolTag = 0x74736554,
	};

	return NdisAllocateNetBufferPool(NULL, &parameters);
}
