#include "machine/boot.h"

#include "bfe/exports.h"
#include "executive/executive.h"
#include "executive/pool.h"
#include "executive/target.h"
#include "exception/exception.h"
#include "host/arena.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/trap.h"
#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "machine/image.h"
#include "ndis/exports.h"
#include "net/path.h"
#include "registry/exports.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "storage/exports.h"
#include "wfp/exports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALLS_LIMIT 10000000

static struct machine_options options;

static const char *const names[] = {
	[TARGET_WIN10_22H2] = "win10-22h2",
	[TARGET_WIN11_24H2] = "win11-24h2",
};
static const uint32_t builds[] = {
	[TARGET_WIN10_22H2] = BUILD_WIN10_22H2,
	[TARGET_WIN11_24H2] = BUILD_WIN11_24H2,
};

const char *
target_name(enum target target)
{
	return names[target];
}

bool
target_find(const char *name, enum target *target)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0) {
			*target = (enum target)i;
			return true;
		}
	}
	return false;
}

const struct machine_options *
machine_options(void)
{
	return &options;
}

/* A clause for the report of a bad address. */
static bool
describe(uint64_t address, char *text, size_t size, const char **bugcheck)
{
	const struct pool_block *block = pool_of(address);
	const char *relation = "inside";
	unsigned long at;

	if (block == NULL)
		return false;
	at = (unsigned long)(address - block->base);
	if (address < block->base) {
		relation = "before";
		at = (unsigned long)(block->base - address);
	} else if (address >= block->base + block->bytes) {
		relation = "behind";
		at -= block->bytes;
	}
	*bugcheck = block->state == POOL_LIVE ? "0xD6 DRIVER_PAGE_FAULT_BEYOND_END_OF_ALLOCATION"
					      : "0xD5 DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL";
	snprintf(text, size, "%lu bytes %s %s pool block of %zu bytes, tag '%.4s'", at, relation,
	    block->state == POOL_LIVE ? "a" : "a freed", block->bytes, (const char *)&block->tag);
	return true;
}

static bool
usable(uint64_t address)
{
	const struct pool_block *block = pool_of(address);

	if (image_place(address) == PLACE_UNLOADED)
		return false;
	return block == NULL || block->state == POOL_LIVE;
}

bool
machine_start(const struct machine_options *given, const char **why)
{
	static const struct trap_hooks traps = { image_place, describe, usable };

	options = *given;
	if (options.calls_limit == 0)
		options.calls_limit = CALLS_LIMIT;
	if (!arena_start()) {
		*why = strerror(errno);
		return false;
	}
	journal_start();
	life_leaves(sched_abandon);
	choice_start(0, REFUSE_NONE);
	clock_start();
	sched_start();
	gate_start();
	gate_budget(options.calls_limit);
	timers_start();
	processors_start();
	processors_build(builds[options.target]);
	trap_hooks(&traps);
	trap_start();
	exception_start(image_tables);
	executive_start();
	target_set(builds[options.target]);
	registry_start();
	storage_start();
	ndis_start();
	kmdf_start();
	wfp_start();
	bfe_start();
	net_start();
	return true;
}
