#include "wfp/version.h"

#include "host/arena.h"
#include "wfp/filter.h"

static MACHINE_STATE struct link versions;
static MACHINE_STATE struct version *published;

static struct version *
version_make(uint64_t number)
{
	struct version *version = arena_take(sizeof(*version));

	version->number = number;
	list_start(&version->dead);
	list_add(&versions, &version->link);
	return version;
}

void
version_start(void)
{
	list_start(&versions);
	published = version_make(1);
}

struct version *
version_enter(void)
{
	published->users++;
	return published;
}

static struct version *
oldest(void)
{
	return LIST_ITEM(versions.next, struct version, link);
}

bool
version_old(void)
{
	return oldest() != published;
}

/* What died with a version may be of earlier ones too: the oldest goes first. */
static void
forget_old(void)
{
	while (version_old() && oldest()->users == 0) {
		struct version *version = oldest();
		struct link dead = LIST_HOME(dead);

		while (!list_empty(&version->dead)) {
			struct link *filter = version->dead.next;

			list_remove(filter);
			list_add(&dead, filter);
		}
		list_remove(&version->link);
		arena_give(version);
		filter_unseen(&dead);
	}
}

void
version_leave(struct version *version)
{
	if (--version->users == 0 && version != published)
		forget_old();
}

uint64_t
version_publish(struct link **dead)
{
	*dead = &published->dead;
	if (published->users == 0 && !version_old())
		return ++published->number;
	published = version_make(published->number + 1);
	return published->number;
}
