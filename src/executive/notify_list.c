#include "executive/notify_list.h"

#include "host/arena.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

static MACHINE_STATE struct notify_inside *innermost; /* on the stacks of those inside */

static bool (*integrity)(uint64_t function); /* set once, by the machine floor */

void
notify_list_start(struct notify_list *list)
{
	list_start(&list->routines);
	list->count = 0;
}

bool
notify_list_full(const struct notify_list *list)
{
	return list->count >= NOTIFY_LIMIT;
}

struct notify_routine *
notify_list_find(const struct notify_list *list, uintptr_t function)
{
	LIST_EACH (at, &list->routines) {
		struct notify_routine *routine = LIST_ITEM(at, struct notify_routine, link);

		if (routine->function == function && !routine->removed)
			return routine;
	}
	return NULL;
}

void
notify_list_add(struct notify_list *list, uintptr_t function, unsigned kind)
{
	struct notify_routine *routine = arena_take(sizeof *routine);

	routine->function = function;
	routine->kind = kind;
	event_start(&routine->idle, NotificationEvent, true);
	list_add(&list->routines, &routine->link);
	list->count++;
	ledger_enter(HOLDING_NOTIFY, function, 0);
}

void
notify_list_remove(struct notify_list *list, struct notify_routine *routine)
{
	routine->removed = true;
	notify_inside_check(routine, routine->function);
	if (routine->running > 0)
		event_wait(&routine->idle, CLOCK_NEVER, "a notify routine to return");
	list_remove(&routine->link);
	list->count--;
	ledger_strike(HOLDING_NOTIFY, routine->function);
	arena_give(routine);
}

void
notify_list_call(struct notify_list *list,
    void (*call)(void *context, const struct notify_routine *routine), void *context)
{
	struct notify_inside inside;
	struct link *next;

	if (list->count == 0)
		return;
	for (struct link *at = list->routines.next; at != &list->routines; at = next) {
		struct notify_routine *routine = LIST_ITEM(at, struct notify_routine, link);

		next = at->next;
		if (routine->removed)
			continue;
		routine->running++;
		event_clear(&routine->idle);
		notify_inside_enter(&inside, routine);
		thread_now()->critical_regions++;
		call(context, routine);
		thread_now()->critical_regions--;
		notify_inside_leave(&inside);
		next = at->next; /* what was the next may be gone; this one stays while it runs */
		if (--routine->running == 0)
			event_signal(&routine->idle);
	}
}

void
notify_inside_enter(struct notify_inside *inside, const void *what)
{
	*inside = (struct notify_inside){ innermost, what, thread_now() };
	innermost = inside;
}

/* Threads leave in any order. */
void
notify_inside_leave(struct notify_inside *inside)
{
	struct notify_inside **at = &innermost;

	while (*at != inside)
		at = &(*at)->outer;
	*at = inside->outer;
}

/* Windows: the removal waits for the routine, so the routine must not remove itself.
 *   [ddi:PsRemoveLoadImageNotifyRoutine, Remarks] */
void
notify_inside_check(const void *what, uintptr_t function)
{
	for (const struct notify_inside *at = innermost; at != NULL; at = at->outer) {
		if (at->what != what || at->thread != thread_now())
			continue;
		finding(RULE_X31, "removes the routine that it is in, and waits for its end");
		for (;;)
			thread_park("the notify routine that it is in", function, CLOCK_NEVER);
	}
}

void
notify_integrity_asks(bool (*trusted)(uint64_t function))
{
	integrity = trusted;
}

bool
notify_integrity(uintptr_t function)
{
	return integrity == NULL || integrity(function);
}
