#include "kernel/enter.h"

#include "host/arena.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "sched/thread.h"

#include <assert.h>

typedef uint64_t(NTAPI *driver_function)(
    uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);

const char *
entry_name(enum entry_kind kind)
{
	static const char *const names[] = {
#define X(kind, name) [ENTRY_##kind] = name,
		ENTRY_LIST(X)
#undef X
	};

	return kind < ENTRY_KINDS ? names[kind] : "?";
}

/* What a call into the driver must leave as it found it. */
struct balance {
	KIRQL irql;
	unsigned spin_locks;
	unsigned critical_regions;
};

static void __attribute__((noinline))
unbalanced(struct thread *thread, struct balance before, enum entry_kind kind, uintptr_t function)
{
	struct moment at = { journal_step(), function };

	/* Windows: a cancel routine releases the cancel spin lock.  [ddi:DRIVER_CANCEL]  irp_cancel looks after it. */
	if (kind == ENTRY_CANCEL)
		return;
	if (thread->spin_locks > before.spin_locks)
		finding_at(RULE_R185, at, "%s returned holding a spin lock", entry_name(kind));
	else if (thread->irql != before.irql)
		finding_at(RULE_R91, at, "%s was entered at IRQL %d and returned at %d",
		    entry_name(kind), before.irql, thread->irql);
	if (thread->critical_regions != before.critical_regions)
		finding_at(RULE_R91, at, "%s returned inside a critical region", entry_name(kind));
	irql_set(before.irql);
	thread->spin_locks = before.spin_locks;
	thread->critical_regions = before.critical_regions;
}

uint64_t
driver_call(enum entry_kind kind, uintptr_t function, const uint64_t a[8])
{
	struct thread *thread = thread_now();
	uintptr_t inside = thread->inside;
	struct balance before = { thread->irql, thread->spin_locks, thread->critical_regions };
	uint64_t result;

	thread_enters(thread);
	journal_next_step();
	journal_add(EVENT_ENTER, kind, function, a[0]);
	thread->depth++;
	thread->inside = function;
	result =
	    arena_only(((driver_function)function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]));
	thread->inside = inside;
	thread->left = function;
	thread->depth--;
	if (thread->irql != before.irql || thread->spin_locks != before.spin_locks
	    || thread->critical_regions != before.critical_regions)
		unbalanced(thread, before, kind, function);
	journal_add(EVENT_LEAVE, kind, result, 0);
	return result;
}
