/*
 * The life of a thread: made, started, parked, woken, ended.  Who runs is
 * decided in sched/schedule.c.
 */
#include "sched/schedule.h"

#include "ledger/finding.h"
#include "nt/ke.h"
#include "sched/clock.h"

#include <assert.h>

static struct thread_hooks halves;

void
thread_hooks(const struct thread_hooks *given)
{
	halves = *given;
}

void
thread_enters(struct thread *thread)
{
	if (thread->object != NULL || halves.entered == NULL)
		return;
	thread->object = halves.entered(thread);
	schedule_shows(thread->processor, thread);
}

struct thread *
thread_now(void)
{
	return sched.now;
}

KIRQL
irql_now(void)
{
	return sched.now ? sched.now->irql : sched.host_irql;
}

void
irql_set(KIRQL irql)
{
	if (sched.now != NULL)
		sched.now->irql = irql;
	else
		sched.host_irql = irql;
}

unsigned
processor_now(void)
{
	return sched.now ? sched.now->processor : 0;
}

/* Whoever parked on its way out is gone for good once another fiber runs. */
void
threads_reap(void)
{
	struct thread *dead = sched.dead;

	if (dead == NULL)
		return;
	sched.dead = NULL;
	fiber_give(dead->fiber);
	arena_give(dead);
}

static void
thread_begin(void *argument)
{
	struct thread *thread = argument;

	threads_reap();
	thread->body(thread->argument);
	thread_end();
}

struct thread *
thread_make(enum thread_kind kind, void (*body)(void *), void *argument)
{
	struct thread *thread = arena_take(sizeof *thread);

	thread->kind = kind;
	thread->irql = kind == THREAD_DPC ? DISPATCH_LEVEL : PASSIVE_LEVEL;
	thread->number = ++sched.born;
	thread->body = body;
	thread->argument = argument;
	thread->wake_at = CLOCK_NEVER;
	thread->fiber = fiber_take(thread_begin, thread);
	list_start(&thread->ready);
	if (thread->fiber == NULL)
		life_over_budget("more than %d threads at once", FIBER_LIMIT);
	list_add(&sched.threads, &thread->link);
	return thread;
}

struct thread *
thread_start(enum thread_kind kind, void (*body)(void *), void *argument)
{
	struct thread *thread = thread_make(kind, body, argument);

	if (sched.now != NULL)
		thread->process = sched.now->process;
	thread->state = THREAD_READY;
	list_add(&sched.ready, &thread->ready);
	return thread;
}

void
threads_wake_due(void)
{
	uint64_t now = clock_now_100ns();

	if (now < sched.next_wake)
		return;
	sched.next_wake = CLOCK_NEVER;
	LIST_EACH (at, &sched.threads) {
		struct thread *thread = LIST_ITEM(at, struct thread, link);

		if (thread->state != THREAD_WAITING || thread->wake_at == CLOCK_NEVER)
			continue;
		if (thread->wake_at <= now) {
			thread->timed_out = true;
			thread_wake(thread);
		} else if (thread->wake_at < sched.next_wake) {
			sched.next_wake = thread->wake_at;
		}
	}
}

bool
thread_park(const char *waits_for, uintptr_t on, uint64_t wake_at)
{
	struct thread *self = sched.now;

	assert(self != NULL);
	self->state = THREAD_WAITING;
	self->waits_for = waits_for;
	self->waits_on = on;
	self->wake_at = wake_at;
	self->timed_out = false;
	if (wake_at < sched.next_wake)
		sched.next_wake = wake_at;
	sched_due(wake_at);
	sched.processors[self->processor].running = NULL;
	schedule_next();
	self->waits_for = NULL;
	return !self->timed_out;
}

void
thread_wake(struct thread *thread)
{
	if (thread->state != THREAD_WAITING)
		return;
	thread->state = THREAD_READY;
	thread->wake_at = CLOCK_NEVER;
	list_add(&sched.ready, &thread->ready);
}

void
thread_end(void)
{
	struct thread *self = sched.now;

	if (self->object != NULL && halves.ended != NULL)
		halves.ended(self);
	self->state = THREAD_DONE;
	list_remove(&self->link);
	sched.dead = self;
	schedule_end(self);
}

void
thread_each(void (*each)(void *context, struct thread *thread), void *context)
{
	LIST_EACH_SAFE (at, &sched.threads) {
		each(context, LIST_ITEM(at, struct thread, link));
	}
}
