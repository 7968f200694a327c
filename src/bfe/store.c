#include "bfe/store.h"

#include "bfe/copy.h"
#include "bfe/guard.h"
#include "host/arena.h"
#include "security/descriptor.h"

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

static void
add(enum policy_kind kind, const void *object, const void *guard)
{
	struct stored *stored = arena_take(sizeof(*stored));

	stored->kind = kind;
	stored->object = copy_object(kind, object);
	stored->guard = guard == NULL ? NULL : guard_copy(guard);
	strip(kind, stored->object);
	list_add(&all, &stored->link);
}

void
store_add(const struct policy *policy)
{
	add(policy->kind, policy->shown, policy->guard);
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
