#include "bfe/store.h"

#include "bfe/copy.h"
#include "bfe/guard.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "security/descriptor.h"

#include <stdlib.h>
#include <string.h>

static MACHINE_STATE struct link all;

void
store_start(void)
{
	list_start(&all);
}

/* Flags that the engine shows and nobody may ask for. */
static void
strip(enum policy_kind kind, void *object)
{
	if (kind == POLICY_PROVIDER)
		((FWPM_PROVIDER0 *)object)->flags &= ~(UINT32)FWPM_PROVIDER_FLAG_DISABLED;
	else if (kind == POLICY_FILTER)
		((FWPM_FILTER0 *)object)->flags &= ~(UINT32)FWPM_FILTER_FLAG_DISABLED;
}

static struct stored *
add(enum policy_kind kind, const void *object, const void *guard)
{
	struct stored *stored = arena_take(sizeof(*stored));

	stored->kind = kind;
	stored->object = copy_object(kind, object);
	stored->guard = guard == NULL ? NULL : guard_copy(guard);
	list_add(&all, &stored->link);
	return stored;
}

void
store_add(const struct policy *policy)
{
	strip(policy->kind, add(policy->kind, policy->shown, policy->guard)->object);
}

struct stored *
store_first(void)
{
	return list_empty(&all) ? NULL : LIST_ITEM(all.next, struct stored, link);
}

struct stored *
store_next(struct stored *stored)
{
	return stored->link.next == &all ? NULL : LIST_ITEM(stored->link.next, struct stored, link);
}

void
store_remove(struct stored *stored)
{
	list_remove(&stored->link);
	arena_give(stored->object);
	if (stored->guard != NULL)
		arena_give(stored->guard);
	arena_give(stored);
}

bool
store_boots(const struct stored *stored)
{
	return stored->kind == POLICY_FILTER
	    && (((const FWPM_FILTER0 *)stored->object)->flags & FWPM_FILTER_FLAG_BOOTTIME) != 0;
}

/* Of the host's memory. */
struct exported {
	size_t count;
	struct {
		enum policy_kind kind;
		void *object, *guard;
	} each[];
};

static void *
take(size_t bytes)
{
	void *room = calloc(1, bytes);

	if (room == NULL)
		host_die("out of memory for the filter engine's store");
	return room;
}

static void *
take_guard(const void *guard)
{
	size_t bytes = guard == NULL ? 0 : descriptor_bytes(guard);

	return guard == NULL ? NULL : memcpy(take(bytes), guard, bytes);
}

struct exported *
store_export(void)
{
	struct exported *exported =
	    take(sizeof(*exported) + list_length(&all) * sizeof(exported->each[0]));

	LIST_EACH (at, &all) {
		const struct stored *from = LIST_ITEM(at, struct stored, link);

		exported->each[exported->count].kind = from->kind;
		exported->each[exported->count].object =
		    copy_object_with(from->kind, from->object, take);
		exported->each[exported->count++].guard = take_guard(from->guard);
	}
	return exported;
}

void
store_import(struct exported *exported)
{
	for (size_t at = 0; at < exported->count; at++) {
		add(exported->each[at].kind, exported->each[at].object, exported->each[at].guard);
		free(exported->each[at].object);
		free(exported->each[at].guard);
	}
	free(exported);
}
