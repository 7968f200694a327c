/*
 * The scheduler runs in whoever yields: it lists the options, the ordinary
 * one first, draws one, and switches there.  The order of the options is the
 * order in which Windows would take them on an idle machine:
 *
 *	1. a DPC that is queued on a processor below DISPATCH_LEVEL
 *	2. the running thread itself
 *	3. the thread on another processor
 *	4. the ready threads, oldest first
 *
 * So seed 0 never preempts for nothing, and any other seed may at any
 * scheduling point.  When there is no option the clock jumps to the next due
 * time; when there is no such time either, the host's stack gets its turn.
 */
#include "sched/schedule.h"

#include "ledger/finding.h"
#include "ledger/journal.h"
#include "nt/ke.h"
#include "sched/choice.h"
#include "sched/clock.h"

#include <assert.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OPTIONS 64
#define FSGSBASE_USABLE 2 /* AT_HWCAP2 */
#define ARCH_SET_GS 0x1001
#define PCR_CURRENT_THREAD 0x188

MACHINE_STATE struct schedule sched;

static struct sched_hooks hooks;
static bool (*finished)(void *context);
static void *finished_context;
static bool can_write_gs;

void
sched_hooks(const struct sched_hooks *given)
{
	hooks = *given;
}

void
sched_start(void)
{
	list_start(&sched.threads);
	list_start(&sched.ready);
	sched.next_wake = CLOCK_NEVER;
	sched.next_due = CLOCK_NEVER;
	can_write_gs = getauxval(AT_HWCAP2) & FSGSBASE_USABLE;
}

/* Drivers find their processor's KPCR behind gs. */
void
schedule_shows(unsigned processor, const struct thread *thread)
{
	uint64_t base = ARENA_SHARED + processor * PCR_STRIDE;

	*(uint64_t *)(base + PCR_CURRENT_THREAD) = (uint64_t)thread->object;
	if (can_write_gs)
		__asm__ volatile("wrgsbase %0" : : "r"(base));
	else
		syscall(SYS_arch_prctl, ARCH_SET_GS, base);
}

static bool
may_displace(const struct processor *processor)
{
	return processor->running == NULL || processor->running->irql < DISPATCH_LEVEL;
}

static bool
may_run_on(const struct thread *thread, unsigned processor)
{
	return thread->affinity == 0 || (thread->affinity >> processor & 1) != 0;
}

/* A processor for a thread that has none; the running thread's own last.  NULL: all that it may
 * run on are at DISPATCH_LEVEL. */
static struct processor *
processor_free(const struct thread *thread)
{
	struct processor *found = NULL;

	for (unsigned i = 0; i < PROCESSORS; i++) {
		if (!may_run_on(thread, i))
			continue;
		if (sched.processors[i].running == NULL)
			return &sched.processors[i];
		if (found == NULL && may_displace(&sched.processors[i]))
			found = &sched.processors[i];
	}
	if (sched.now != NULL && sched.now->state == THREAD_RUNNING
	    && may_run_on(thread, sched.now->processor)
	    && may_displace(&sched.processors[sched.now->processor]))
		return &sched.processors[sched.now->processor];
	return found;
}

static void
displace(struct processor *processor, struct thread *by)
{
	struct thread *displaced = processor->running;

	if (displaced != NULL && displaced->state == THREAD_RUNNING) {
		displaced->state = THREAD_READY;
		list_add_first(&sched.ready, &displaced->ready);
	}
	processor->running = by;
	list_remove(&by->ready);
	by->state = THREAD_RUNNING;
	by->processor = (uint8_t)(processor - sched.processors);
}

struct option {
	struct thread *thread;       /* or NULL: */
	struct processor *interrupt; /* run this processor's DPCs */
};

static size_t
options_list(struct option options[OPTIONS])
{
	struct thread *self = sched.now;
	size_t count = 0;

	for (unsigned i = 0; i < PROCESSORS; i++) {
		struct processor *processor = &sched.processors[i];

		if (processor->wanted && processor->dpc == NULL && may_displace(processor))
			options[count++] = (struct option){ NULL, processor };
	}
	if (self != NULL && self->state == THREAD_RUNNING && !self->spinning)
		options[count++] = (struct option){ self, NULL };
	for (unsigned i = 0; i < PROCESSORS; i++) {
		struct thread *thread = sched.processors[i].running;

		if (thread != NULL && thread != self && !thread->spinning)
			options[count++] = (struct option){ thread, NULL };
	}
	LIST_EACH (at, &sched.ready) {
		struct thread *thread = LIST_ITEM(at, struct thread, ready);

		if (count == OPTIONS)
			break;
		if (processor_free(thread) != NULL)
			options[count++] = (struct option){ thread, NULL };
	}
	return count;
}

void
sched_due(uint64_t at_100ns)
{
	if (at_100ns < sched.next_due)
		sched.next_due = at_100ns;
}

static void
expire(void)
{
	if (clock_now_100ns() < sched.next_due)
		return;
	threads_wake_due();
	if (hooks.expire != NULL)
		hooks.expire();
	sched.next_due = sched.next_wake;
	if (hooks.next_due != NULL)
		sched_due(hooks.next_due());
}

/* Nothing can run: let time pass.  False: nothing will ever be due, or not before the limit. */
static bool
time_passes(void)
{
	uint64_t due = sched.next_due;

	if (due == CLOCK_NEVER || (sched.limit != 0 && due > sched.limit))
		return false;
	clock_jump(due);
	expire();
	return true;
}

static struct thread *
option_take(struct option option)
{
	struct thread *thread = option.thread;
	struct processor *processor = option.interrupt;

	if (thread == NULL) {
		thread = thread_make(THREAD_DPC, hooks.dpc_body, NULL);
		thread->argument = (void *)(uintptr_t)(processor - sched.processors);
		processor->dpc = thread;
		displace(processor, thread);
	} else if (thread->state == THREAD_READY) {
		displace(processor_free(thread), thread);
	}
	return thread;
}

/* Who runs next; NULL: the host's stack. */
static struct thread *
pick(void)
{
	struct option options[OPTIONS];
	size_t count;

	expire();
	if (finished != NULL && finished(finished_context))
		return NULL;
	while ((count = options_list(options)) == 0) {
		if (!time_passes())
			return NULL;
		if (finished != NULL && finished(finished_context))
			return NULL;
	}
	return option_take(options[choice_draw((uint32_t)count)]);
}

static void
go(struct thread *next)
{
	sched.now = next;
	journal_thread(next ? next->number : 0);
	if (next == NULL) {
		fiber_switch(fiber_main());
	} else {
		journal_add(EVENT_RUN, next->number, next->processor, 0);
		schedule_shows(next->processor, next);
		fiber_switch(next->fiber);
	}
	threads_reap();
}

void
schedule_next(void)
{
	struct thread *self = sched.now;
	struct thread *next = pick();

	if (next != self)
		go(next);
}

/* The ordinary run has nothing to decide while the running thread can go on. */
static bool
goes_on(const struct thread *self)
{
	return choice_ordinary() && !self->spinning && self->affinity == 0
	    && clock_now_100ns() < sched.next_due && !sched.processors[0].wanted
	    && !sched.processors[1].wanted;
}
_Static_assert(PROCESSORS == 2, "goes_on asks two");

/* A thread that is where it may not be goes to the end of the queue. */
static void
migrate(struct thread *self)
{
	if (may_run_on(self, self->processor) || self->irql >= DISPATCH_LEVEL)
		return;
	sched.processors[self->processor].running = NULL;
	self->state = THREAD_READY;
	list_add(&sched.ready, &self->ready);
	schedule_next();
}

void
thread_affinity(uint64_t processors)
{
	sched.now->affinity = processors;
	migrate(sched.now);
}

void
sched_point(void)
{
	if (sched.now != NULL && sched.now->affinity != 0)
		migrate(sched.now);
	if (sched.now != NULL && !goes_on(sched.now))
		schedule_next();
}

void
sched_interrupt(unsigned processor, bool wanted)
{
	sched.processors[processor].wanted = wanted;
}

bool
sched_spin(uintptr_t on)
{
	struct thread *self = sched.now;

	if (self == NULL)
		return false;
	self->spinning = true;
	self->waits_for = "spin lock";
	self->waits_on = on;
	schedule_next();
	self->spinning = false;
	self->waits_for = NULL;
	return true;
}

void
sched_unspin(uintptr_t on)
{
	for (unsigned i = 0; i < PROCESSORS; i++) {
		struct thread *thread = sched.processors[i].running;

		if (thread != NULL && thread->waits_on == on)
			thread->spinning = false;
	}
}

bool
sched_run(bool (*until)(void *context), void *context)
{
	bool held;

	assert(sched.now == NULL);
	finished = until;
	finished_context = context;
	if (!sched.abandoned)
		schedule_next();
	held = until != NULL && !sched.abandoned && until(context);
	finished = NULL;
	return held;
}

void
sched_abandon(void)
{
	if (fiber_now() == fiber_main())
		host_die("the life ended on the host's stack: %s", life_reason());
	sched.abandoned = true;
	sched.now = NULL;
	fiber_switch(fiber_main());
	__builtin_unreachable();
}

bool
sched_abandoned(void)
{
	return sched.abandoned;
}

void
sched_limit(uint64_t until_100ns)
{
	sched.limit = until_100ns;
}

void
schedule_end(struct thread *thread)
{
	struct processor *processor = &sched.processors[thread->processor];

	processor->running = NULL;
	if (processor->dpc == thread)
		processor->dpc = NULL;
	go(pick());
	__builtin_unreachable();
}
