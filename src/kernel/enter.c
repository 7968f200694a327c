#include "kernel/enter.h"

#include "host/arena.h"
#include "host/code.h"
#include "host/mxcsr.h"
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
	unsigned guarded_regions;
	unsigned mutexes;
};

static struct balance
balance_of(const struct thread *thread)
{
	return (struct balance){ thread->irql, thread->spin_locks, thread->critical_regions,
		thread->guarded_regions, thread->mutexes };
}

static bool
balance_same(const struct thread *thread, const struct balance *before)
{
	return thread->irql == before->irql && thread->spin_locks == before->spin_locks
	    && thread->critical_regions == before->critical_regions
	    && thread->guarded_regions == before->guarded_regions
	    && thread->mutexes == before->mutexes;
}

static void __attribute__((noinline))
unbalanced(struct thread *thread, struct balance before, enum entry_kind kind, uintptr_t function)
{
	struct moment at = { journal_step(), function };

	/* Windows: a cancel routine releases the cancel spin lock.  [ddi:DRIVER_CANCEL]  irp_cancel looks after it.
	 * A filter or __finally is a part of its function, and may well release what that acquired. */
	if (kind == ENTRY_CANCEL || kind == ENTRY_LANGUAGE_HANDLER || kind == ENTRY_FILTER
	    || kind == ENTRY_FINALLY)
		return;
	/* Windows: CsqAcquireLock returns with its lock held.  [ddi:IO_CSQ_ACQUIRE_LOCK]  csq.c looks after it. */
	if (kind == ENTRY_LOCK)
		return;
	if (thread->mutexes > before.mutexes)
		finding_at(
		    RULE_X20, at, "%s returned holding a mutex or push lock", entry_name(kind));
	else if (thread->spin_locks > before.spin_locks)
		finding_at(RULE_R185, at, "%s returned holding a spin lock", entry_name(kind));
	else if (thread->irql != before.irql)
		finding_at(RULE_R91, at, "%s was entered at IRQL %d and returned at %d",
		    entry_name(kind), before.irql, thread->irql);
	if (thread->mutexes == before.mutexes
	    && (thread->critical_regions != before.critical_regions
		|| thread->guarded_regions != before.guarded_regions))
		finding_at(RULE_R91, at, "%s returned inside a critical or guarded region",
		    entry_name(kind));
	irql_set(before.irql);
	thread->spin_locks = before.spin_locks;
	thread->critical_regions = before.critical_regions;
	thread->guarded_regions = before.guarded_regions;
	thread->mutexes = before.mutexes;
}

/* Windows: a thread that leaves the kernel in another process than its own is 0x1.  [bug-check-0x1] */
static void __attribute__((noinline))
still_attached(struct thread *thread, void *before, enum entry_kind kind, uintptr_t function)
{
	thread->process = before;
	finding_at(RULE_X30, (struct moment){ journal_step(), function },
	    "%s returned attached to another process", entry_name(kind));
}

#define FLAG_DIRECTION UINT64_C(0x400)
#define FLAG_ALIGNMENT UINT64_C(0x40000)
#define X87_ORDINARY 0x37f

/* Alignment checks, which a privileged processor does not make, would be ours to suffer. */
static bool __attribute__((noinline)) processor_restore(uint64_t flags, bool found_alignment_alone)
{
	__builtin_ia32_writeeflags_u64(flags & ~(FLAG_DIRECTION | FLAG_ALIGNMENT));
	if (found_alignment_alone)
		return true;
	__builtin_ia32_ldmxcsr(MXCSR_ORDINARY);
	__asm__ volatile("fninit");
	return false;
}

/*
 * Windows: the direction flag is clear on return, and the control bits of MXCSR and of the x87 are
 *   as they were.  [ms-learn:x64-calling-convention]
 */
static inline bool
processor_restored(void)
{
	uint64_t flags = __builtin_ia32_readeflags_u64();
	unsigned mxcsr = mxcsr_now();
	uint16_t x87;
	uint64_t odd;

	__asm__ volatile("fnstcw %0" : "=m"(x87));
	odd = (flags & FLAG_DIRECTION) | ((mxcsr & ~MXCSR_STICKY) ^ MXCSR_ORDINARY)
	    | (unsigned)(x87 ^ X87_ORDINARY);
	if (__builtin_expect((odd | (flags & FLAG_ALIGNMENT)) == 0, 1))
		return true;
	return processor_restore(flags, odd == 0);
}

/* noinline: the frame above the driver's, which the driver can reach, must be this one. */
uint64_t __attribute__((noinline))
driver_call(enum entry_kind kind, uintptr_t function, const uint64_t a[8])
{
	struct thread *thread = thread_now();
	uintptr_t inside = thread->inside;
	void *process = thread->process;
	struct balance before = balance_of(thread);
	const volatile uintptr_t *back = (uintptr_t *)__builtin_frame_address(0) + 1;
	bool restored;
	uint64_t result;

	thread_enters(thread);
	journal_next_step();
	journal_add(EVENT_ENTER, kind, function, a[0]);
	thread->depth++;
	thread->inside = function;
	result =
	    arena_only(((driver_function)function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]));
	restored = processor_restored();
	thread = thread_now();
	if (!code_is_ours(*back))
		driver_crashes(RULE_X6, function, "0x7E SYSTEM_THREAD_EXCEPTION_NOT_HANDLED",
		    "overwrote the stack above its own frame");
	if (!restored)
		finding_at(RULE_X11, (struct moment){ journal_step(), function },
		    "%s returned with the direction flag set, or with MXCSR or the x87 control "
		    "word changed",
		    entry_name(kind));
	thread->inside = inside;
	thread->left = function;
	thread->depth--;
	if (!balance_same(thread, &before))
		unbalanced(thread, before, kind, function);
	if (thread->process != process)
		still_attached(thread, process, kind, function);
	journal_add(EVENT_LEAVE, kind, result, 0);
	return result;
}
