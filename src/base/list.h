/*
 * Doubly linked lists whose links live inside the elements.
 *
 * A list is a ring through its own `struct link`; an element that is on no
 * list points at itself, so removing it twice is harmless.  Iteration is in
 * insertion order, which is what keeps a machine deterministic.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct link {
	struct link *next;
	struct link *previous;
};

#define LIST_HOME(list) \
	{ \
		&(list), &(list) \
	}

/* The element of type `type` whose member `member` is the link `at`. */
#define LIST_ITEM(at, type, member) ((type *)((char *)(at)-offsetof(type, member)))

#define LIST_EACH(at, list) for (struct link *at = (list)->next; at != (list); at = at->next)

/* As LIST_EACH, and the body may remove `at`. */
#define LIST_EACH_SAFE(at, list) \
	for (struct link *at = (list)->next, *at##_next = at->next; at != (list); \
	     at = at##_next, at##_next = at->next)

static inline void
list_start(struct link *list)
{
	list->next = list;
	list->previous = list;
}

static inline bool
list_empty(const struct link *list)
{
	return list->next == list;
}

static inline void
list_add(struct link *list, struct link *item)
{
	item->next = list;
	item->previous = list->previous;
	list->previous->next = item;
	list->previous = item;
}

static inline void
list_add_first(struct link *list, struct link *item)
{
	list_add(list->next, item);
}

static inline void
list_remove(struct link *item)
{
	item->previous->next = item->next;
	item->next->previous = item->previous;
	list_start(item);
}

static inline size_t
list_length(const struct link *list)
{
	size_t length = 0;

	for (const struct link *at = list->next; at != list; at = at->next)
		length++;
	return length;
}

#endif
