/*
 * A snapshot is a list of extents with a copy of each.  The copies stand in
 * one block of host memory, so that a restore reads straight through it.
 */
#include "machine/snapshot.h"

#include "executive/pool.h"
#include "host/arena.h"
#include "host/fiber.h"
#include "kernel/processor.h"
#include "ledger/finding.h"
#include "machine/image.h"

#include <stdlib.h>
#include <string.h>

struct snapshot {
	struct extent *extents;
	size_t count;
	size_t capacity;
	size_t bytes;
	bool discarded; /* the image's INIT sections were gone */
	char *copy;
};

static struct extent (*user_extent)(void);

void snapshot_adds(struct extent (*extent)(void))
{
	user_extent = extent;
}

static void
extent_add(void *context, struct extent extent)
{
	struct snapshot *snapshot = context;

	if (extent.bytes == 0)
		return;
	if (snapshot->count == snapshot->capacity) {
		snapshot->capacity = snapshot->capacity ? snapshot->capacity * 2 : 64;
		snapshot->extents =
		    realloc(snapshot->extents, snapshot->capacity * sizeof *snapshot->extents);
		if (snapshot->extents == NULL)
			host_die("out of memory for a snapshot");
	}
	snapshot->extents[snapshot->count++] = extent;
	snapshot->bytes += extent.bytes;
}

static void
fiber_add(void *context, struct fiber *fiber)
{
	extent_add(context, fiber_extent(fiber));
}

struct snapshot *
snapshot_take(void)
{
	struct snapshot *snapshot = calloc(1, sizeof *snapshot);
	char *to;

	if (snapshot == NULL)
		host_die("out of memory for a snapshot");
	extent_add(snapshot, arena_static_extent());
	extent_add(snapshot, arena_system_extent());
	extent_add(snapshot, processors_extent());
	if (user_extent != NULL)
		extent_add(snapshot, user_extent());
	fiber_each(fiber_add, snapshot);
	image_each_extent(extent_add, snapshot);
	pool_each_extent(extent_add, snapshot);
	snapshot->discarded = image_discarded();
	to = snapshot->copy = malloc(snapshot->bytes);
	if (to == NULL)
		host_die("out of memory for a snapshot");
	fiber_restoring();
	for (size_t i = 0; i < snapshot->count; i++) {
		memcpy(to, snapshot->extents[i].base, snapshot->extents[i].bytes);
		to += snapshot->extents[i].bytes;
	}
	return snapshot;
}

void
snapshot_restore(const struct snapshot *snapshot)
{
	const char *from = snapshot->copy;

	fiber_restoring();
	image_restoring(snapshot->discarded);
	pool_snapshot_restoring();
	for (size_t i = 0; i < snapshot->count; i++) {
		memcpy(snapshot->extents[i].base, from, snapshot->extents[i].bytes);
		from += snapshot->extents[i].bytes;
	}
	pool_snapshot_restored();
	image_restored();
}

void
snapshot_free(struct snapshot *snapshot)
{
	free(snapshot->extents);
	free(snapshot->copy);
	free(snapshot);
}

size_t
snapshot_bytes(const struct snapshot *snapshot)
{
	return snapshot->bytes;
}
