/*
 * A list of routines that drivers have registered for one kind of event.
 *
 * Removing waits until nobody is inside the routine, as the DDI pages of the
 * removing functions say; inside it, on its own thread, that is for ever.
 */
#ifndef EXECUTIVE_NOTIFY_LIST_H
#define EXECUTIVE_NOTIFY_LIST_H

#include "base/list.h"
#include "nt/ke.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOTIFY_LIMIT 64

struct notify_routine {
	struct link link;
	uintptr_t function;
	unsigned kind; /* the list's own business */
	unsigned running;
	bool removed;
	KEVENT idle;
};

struct notify_list {
	struct link routines;
	size_t count;
};

void notify_list_start(struct notify_list *list);
bool notify_list_full(const struct notify_list *list);
struct notify_routine *notify_list_find(const struct notify_list *list, uintptr_t function);
/* Enters the routine in the ledger. */
void notify_list_add(struct notify_list *list, uintptr_t function, unsigned kind);
void notify_list_remove(struct notify_list *list, struct notify_routine *routine);

/* In the order of registration, on the running thread, inside a critical region. */
void notify_list_call(struct notify_list *list,
    void (*call)(void *context, const struct notify_routine *routine), void *context);

/* The running thread is inside a function of the driver's that it wants to remove: one of
 * notify_list_call's, or one that says so itself.  It never comes back. */
struct notify_inside {
	struct notify_inside *outer;
	const void *what;
	const void *thread;
};
void notify_inside_enter(struct notify_inside *inside, const void *what);
void notify_inside_leave(struct notify_inside *inside);
void notify_inside_check(const void *what, uintptr_t function);

/* May the function at this address be a callback that Windows trusts: is its image one that was
 * linked with /INTEGRITYCHECK?  The machine floor knows. */
void notify_integrity_asks(bool (*trusted)(uint64_t function));
bool notify_integrity(uintptr_t function);

#endif
