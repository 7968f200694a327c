/*
 * Snapshots: the machine as it was, to begin lives from.
 *
 * A snapshot copies the extents in use: our objects, the statics marked MACHINE_STATE,
 * the processors' regions, the stacks of parked fibers, the live pool blocks, the writable
 * sections of the driver, the user half.  Restoring copies them back.  Both are called on the host's stack
 * while no life is under way.
 */
#ifndef MACHINE_SNAPSHOT_H
#define MACHINE_SNAPSHOT_H

#include "host/arena.h"

#include <stddef.h>

struct snapshot;

struct snapshot *snapshot_take(void);
void snapshot_restore(const struct snapshot *snapshot);
void snapshot_free(struct snapshot *snapshot);
/* The user half: the floor that owns it is above and hands this down. */
void snapshot_adds(struct extent (*extent)(void));

size_t snapshot_bytes(const struct snapshot *snapshot);

#endif
