/*
 * What we know of a resource lies in the arena, and the driver's ERESOURCE
 * leads there through OwnerTable; the magic word says whether it does.  The
 * members that debuggers and old drivers look at (ActiveEntries, the numbers
 * of waiters) are kept up to date.
 *
 * An owner is a thread, or a pointer that ExSetResourceOwnerPointer put in its
 * place; each acquired the resource `count` times.
 */
#include "kernel/resource.h"

#include "base/list.h"
#include "host/arena.h"
#include "kernel/block.h"
#include "kernel/exports.h"
#include "kernel/region.h"
#include "ledger/finding.h"
#include "nt/io.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define MAGIC UINT64_C(0x6472796472657372)

struct owner {
	struct link link;
	uintptr_t id;
	unsigned count;
};

struct resource {
	uint64_t magic;
	struct link link;
	ERESOURCE *self;
	struct link owners;
	bool exclusive; /* then there is one owner */
};

static MACHINE_STATE struct link resources;

enum patience {
	STARVE_EXCLUSIVE,   /* share with whoever shares now, past waiting writers */
	AFTER_EXCLUSIVE,    /* behind waiting writers, unless one's own already */
	YIELD_TO_EXCLUSIVE, /* behind waiting writers even so */
};

static struct resource *
resource_find(const ERESOURCE *at)
{
	uint64_t address = (uint64_t)at->OwnerTable;
	struct resource *resource = (struct resource *)address;

	if (address % 16 != 0 || address < ARENA_SYSTEM
	    || address >= ARENA_SYSTEM + ARENA_SYSTEM_SIZE - sizeof *resource)
		return NULL;
	return resource->magic == (MAGIC ^ (uint64_t)at) ? resource : NULL;
}

static struct resource *
resource_of(const ERESOURCE *at, const char *function)
{
	struct resource *resource = resource_find(at);

	if (resource == NULL)
		driver_is_wrong(RULE_X21, "%s of %p, which is no initialized ERESOURCE", function,
		    (const void *)at);
	return resource;
}

static struct owner *
owner_find(const struct resource *resource, uintptr_t id)
{
	LIST_EACH (at, &resource->owners) {
		struct owner *owner = LIST_ITEM(at, struct owner, link);

		if (owner->id == id)
			return owner;
	}
	return NULL;
}

static uintptr_t
self(void)
{
	return (uintptr_t)owner_now();
}

static void
owner_add(struct resource *resource, bool exclusive)
{
	struct owner *owner = owner_find(resource, self());

	if (owner == NULL) {
		owner = arena_take(sizeof *owner);
		owner->id = self();
		list_add(&resource->owners, &owner->link);
		resource->self->ActiveEntries++;
		resource->self->ActiveCount = 1;
		resource->exclusive = exclusive;
	}
	owner->count++;
}

static void
owner_remove(struct resource *resource, struct owner *owner)
{
	if (--owner->count > 0)
		return;
	list_remove(&owner->link);
	arena_give(owner);
	if (--resource->self->ActiveEntries > 0)
		return;
	resource->self->ActiveCount = 0;
	resource->exclusive = false;
	block_wake(resource->self);
}

/*
 * Windows: normal kernel APCs must be off while a resource is held; system
 *   threads need not turn them off.  [ddi:ExAcquireResourceExclusiveLite;
 *   ddi:ExReleaseResourceForThreadLite]
 */
static void
check_apcs(const char *function)
{
	enum thread_kind kind = thread_now()->kind;

	if (irql_now() > APC_LEVEL)
		driver_is_wrong(RULE_R186, "%s waits at IRQL %d", function, irql_now());
	if ((kind == THREAD_CLIENT || kind == THREAD_NETWORK) && !region_is_entered())
		finding(RULE_X20, "%s with normal kernel APCs enabled", function);
}

static bool
acquire_exclusive(ERESOURCE *at, bool wait, const char *function)
{
	struct resource *resource = resource_of(at, function);
	bool owned = owner_find(resource, self()) != NULL;

	check_apcs(function);
	if (owned && !resource->exclusive && wait)
		driver_is_wrong(RULE_X20,
		    "%s: this thread shares resource %p already and would wait for itself",
		    function, (void *)at);
	while (!list_empty(&resource->owners) && !(owned && resource->exclusive)) {
		if (!wait)
			return false;
		at->NumberOfExclusiveWaiters++;
		at->ContentionCount++;
		block_on(at, "resource (exclusive)", CLOCK_NEVER);
		resource = resource_of(at, function);
		at->NumberOfExclusiveWaiters--;
	}
	owner_add(resource, true);
	return true;
}

static bool
may_share(const struct resource *resource, enum patience patience)
{
	bool own = owner_find(resource, (uintptr_t)owner_now()) != NULL;

	if (list_empty(&resource->owners))
		return true;
	if (resource->exclusive)
		return own;
	switch (patience) {
	case STARVE_EXCLUSIVE:
		return true;
	case AFTER_EXCLUSIVE:
		return own || resource->self->NumberOfExclusiveWaiters == 0;
	case YIELD_TO_EXCLUSIVE:
		return resource->self->NumberOfExclusiveWaiters == 0;
	}
	return false;
}

static bool
acquire_shared(ERESOURCE *at, bool wait, enum patience patience, const char *function)
{
	struct resource *resource = resource_of(at, function);

	check_apcs(function);
	while (!may_share(resource, patience)) {
		if (!wait)
			return false;
		at->NumberOfSharedWaiters++;
		at->ContentionCount++;
		block_on(at, "resource (shared)", CLOCK_NEVER);
		resource = resource_of(at, function);
		at->NumberOfSharedWaiters--;
	}
	owner_add(resource, false);
	return true;
}

static void
release(ERESOURCE *at, uintptr_t id, const char *function)
{
	struct resource *resource = resource_of(at, function);
	struct owner *owner = owner_find(resource, id);

	if (owner == NULL)
		driver_crashes(RULE_X21, moment_now().where, "0xE3 RESOURCE_NOT_OWNED",
		    "%s of resource %p, which its thread does not own", function, (void *)at);
	owner_remove(resource, owner);
}

void
resource_memory_goes(uintptr_t base, size_t bytes)
{
	if (resources.next == NULL)
		return;
	LIST_EACH (at, &resources) {
		const struct resource *resource = LIST_ITEM(at, struct resource, link);

		if ((uintptr_t)resource->self - base < bytes)
			finding(RULE_X21,
			    "frees memory with an ERESOURCE in it that was not deleted (0xC4)");
	}
}

static NTSTATUS NTAPI
ExInitializeResourceLite(PERESOURCE Resource)
{
	struct resource *resource = arena_take(sizeof *resource);

	if (resources.next == NULL)
		list_start(&resources);
	if (ledger_holds(HOLDING_RESOURCE, (uintptr_t)Resource)) {
		finding(RULE_X21, "initializes resource %p again (0xC4)", (void *)Resource);
		ledger_strike(HOLDING_RESOURCE, (uintptr_t)Resource);
	}
	*Resource = (ERESOURCE){ .OwnerTable = (OWNER_ENTRY *)(void *)resource };
	resource->magic = MAGIC ^ (uint64_t)Resource;
	resource->self = Resource;
	list_start(&resource->owners);
	list_add(&resources, &resource->link);
	ledger_enter(HOLDING_RESOURCE, (uintptr_t)Resource, sizeof *Resource);
	return STATUS_SUCCESS;
}

static void
owners_drop(struct resource *resource)
{
	LIST_EACH_SAFE (at, &resource->owners) {
		list_remove(at);
		arena_give(LIST_ITEM(at, struct owner, link));
	}
	resource->exclusive = false;
}

static NTSTATUS NTAPI
ExDeleteResourceLite(PERESOURCE Resource)
{
	struct resource *resource = resource_of(Resource, "ExDeleteResourceLite");

	if (!list_empty(&resource->owners))
		finding(RULE_X21, "deletes resource %p while it is owned", (void *)Resource);
	owners_drop(resource);
	resource->magic = 0;
	list_remove(&resource->link);
	arena_give(resource);
	Resource->OwnerTable = NULL;
	ledger_strike(HOLDING_RESOURCE, (uintptr_t)Resource);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
ExReinitializeResourceLite(PERESOURCE Resource)
{
	struct resource *resource = resource_of(Resource, "ExReinitializeResourceLite");

	if (!list_empty(&resource->owners))
		finding(RULE_X21, "reinitializes resource %p while it is owned", (void *)Resource);
	owners_drop(resource);
	*Resource = (ERESOURCE){ .OwnerTable = (OWNER_ENTRY *)(void *)resource };
	return STATUS_SUCCESS;
}

static BOOLEAN NTAPI
ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire_exclusive(Resource, Wait, "ExAcquireResourceExclusiveLite");
}

static BOOLEAN NTAPI
ExTryToAcquireResourceExclusiveLite(PERESOURCE Resource)
{
	return acquire_exclusive(Resource, false, "ExTryToAcquireResourceExclusiveLite");
}

static BOOLEAN NTAPI
ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire_shared(Resource, Wait, AFTER_EXCLUSIVE, "ExAcquireResourceSharedLite");
}

static BOOLEAN NTAPI
ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire_shared(Resource, Wait, STARVE_EXCLUSIVE, "ExAcquireSharedStarveExclusive");
}

static BOOLEAN NTAPI
ExAcquireSharedWaitForExclusive(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire_shared(
	    Resource, Wait, YIELD_TO_EXCLUSIVE, "ExAcquireSharedWaitForExclusive");
}

static void NTAPI
ExReleaseResourceLite(PERESOURCE Resource)
{
	release(Resource, self(), "ExReleaseResourceLite");
}

static void NTAPI
ExReleaseResourceForThreadLite(PERESOURCE Resource, ULONG_PTR ResourceThreadId)
{
	release(Resource, ResourceThreadId, "ExReleaseResourceForThreadLite");
}

/* Windows: the two low bits of an owner pointer are set.  [ddi:ExSetResourceOwnerPointer] */
static void NTAPI
ExSetResourceOwnerPointer(PERESOURCE Resource, PVOID OwnerPointer)
{
	struct resource *resource = resource_of(Resource, "ExSetResourceOwnerPointer");
	struct owner *owner = owner_find(resource, self());

	if (owner == NULL || ((uintptr_t)OwnerPointer & 3) != 3)
		driver_crashes(RULE_X21, moment_now().where, "0xE3 RESOURCE_NOT_OWNED",
		    "ExSetResourceOwnerPointer(%p, %p): not owned, or the low bits are not set",
		    (void *)Resource, OwnerPointer);
	owner->id = (uintptr_t)OwnerPointer;
}

static void NTAPI
ExSetResourceOwnerPointerEx(PERESOURCE Resource, PVOID OwnerPointer, ULONG Flags)
{
	if (Flags != 0)
		not_modelled("ExSetResourceOwnerPointerEx: flags %#x", Flags);
	ExSetResourceOwnerPointer(Resource, OwnerPointer);
}

static void NTAPI
ExConvertExclusiveToSharedLite(PERESOURCE Resource)
{
	struct resource *resource = resource_of(Resource, "ExConvertExclusiveToSharedLite");

	if (!resource->exclusive || owner_find(resource, self()) == NULL)
		driver_crashes(RULE_X21, moment_now().where, "0xE3 RESOURCE_NOT_OWNED",
		    "ExConvertExclusiveToSharedLite of resource %p, which the thread does not own "
		    "exclusively",
		    (void *)Resource);
	resource->exclusive = false;
	block_wake(Resource);
}

static BOOLEAN NTAPI
ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource)
{
	const struct resource *resource =
	    resource_of(Resource, "ExIsResourceAcquiredExclusiveLite");

	return resource->exclusive && owner_find(resource, self()) != NULL;
}

/* Windows: how often the thread acquired it in any way.  [ddi:ExIsResourceAcquiredSharedLite] */
static ULONG NTAPI
ExIsResourceAcquiredSharedLite(PERESOURCE Resource)
{
	const struct owner *owner =
	    owner_find(resource_of(Resource, "ExIsResourceAcquiredSharedLite"), self());

	return owner != NULL ? owner->count : 0;
}

static ULONG NTAPI
ExGetExclusiveWaiterCount(PERESOURCE Resource)
{
	return resource_of(Resource, "ExGetExclusiveWaiterCount")->self->NumberOfExclusiveWaiters;
}

static ULONG NTAPI
ExGetSharedWaiterCount(PERESOURCE Resource)
{
	return resource_of(Resource, "ExGetSharedWaiterCount")->self->NumberOfSharedWaiters;
}

static void NTAPI
ExDisableResourceBoostLite(PERESOURCE Resource)
{
	resource_of(Resource, "ExDisableResourceBoostLite");
}

/* Windows: what they return opaquely is the thread's win32 pointer, which no driver reads.
 *   [ddi:ExEnterCriticalRegionAndAcquireResourceExclusive] */
static PVOID NTAPI
ExEnterCriticalRegionAndAcquireResourceExclusive(PERESOURCE Resource)
{
	region_enter();
	acquire_exclusive(Resource, true, "ExEnterCriticalRegionAndAcquireResourceExclusive");
	return NULL;
}

static PVOID NTAPI
ExEnterCriticalRegionAndAcquireResourceShared(PERESOURCE Resource)
{
	region_enter();
	acquire_shared(
	    Resource, true, AFTER_EXCLUSIVE, "ExEnterCriticalRegionAndAcquireResourceShared");
	return NULL;
}

static PVOID NTAPI
ExEnterCriticalRegionAndAcquireSharedWaitForExclusive(PERESOURCE Resource)
{
	region_enter();
	acquire_shared(Resource, true, YIELD_TO_EXCLUSIVE,
	    "ExEnterCriticalRegionAndAcquireSharedWaitForExclusive");
	return NULL;
}

static void NTAPI
ExReleaseResourceAndLeaveCriticalRegion(PERESOURCE Resource)
{
	release(Resource, self(), "ExReleaseResourceAndLeaveCriticalRegion");
	region_leave("ExReleaseResourceAndLeaveCriticalRegion");
}

/* Two parameters, one of them narrow: RESULT_FLAG can't tell. */
#define ACQUIRES (SCHEDULES | BYTE_RESULT)

const struct contract resource_exports[] = {
	EXPORT(ExInitializeResourceLite, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    ENTERS(RESOURCE)),
	EXPORT(ExDeleteResourceLite, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    STRIKES(RESOURCE)),
	EXPORT(ExReinitializeResourceLite, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExAcquireResourceExclusiveLite, 2, APC_LEVEL, REFUSAL_NONE, ACQUIRES, PAGE(wdm)),
	EXPORT(ExTryToAcquireResourceExclusiveLite, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(ExAcquireResourceSharedLite, 2, APC_LEVEL, REFUSAL_NONE, ACQUIRES, PAGE(wdm)),
	EXPORT(ExAcquireSharedStarveExclusive, 2, APC_LEVEL, REFUSAL_NONE, ACQUIRES, PAGE(wdm)),
	EXPORT(ExAcquireSharedWaitForExclusive, 2, APC_LEVEL, REFUSAL_NONE, ACQUIRES, PAGE(wdm)),
	EXPORT(ExReleaseResourceLite, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    ExReleaseResourceForThreadLite, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExSetResourceOwnerPointer, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExSetResourceOwnerPointerEx, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("flags are not modelled")),
	EXPORT(ExConvertExclusiveToSharedLite, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExIsResourceAcquiredExclusiveLite, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExIsResourceAcquiredSharedLite, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExGetExclusiveWaiterCount, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExGetSharedWaiterCount, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExDisableResourceBoostLite, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    APPROXIMATES("no thread is ever boosted")),
	EXPORT(ExEnterCriticalRegionAndAcquireResourceExclusive, 1, APC_LEVEL, REFUSAL_NONE,
	    SCHEDULES, PAGE(wdm), APPROXIMATES("returns NULL")),
	EXPORT(ExEnterCriticalRegionAndAcquireResourceShared, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES,
	    APPROXIMATES("returns NULL")),
	EXPORT(ExEnterCriticalRegionAndAcquireSharedWaitForExclusive, 1, APC_LEVEL, REFUSAL_NONE,
	    SCHEDULES, APPROXIMATES("returns NULL")),
	EXPORT(ExReleaseResourceAndLeaveCriticalRegion, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORTS_END,
};
