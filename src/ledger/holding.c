/*
 * Entries are linked in the order of entering, and chained by a hash of
 * (kind, what), newest first.  The hash decides nothing but where to look.
 * All of it lies in the machine, so a restored machine holds what it held.
 */
#include "ledger/holding.h"

#include "base/list.h"
#include "host/arena.h"
#include "ledger/journal.h"

#include <string.h>

#define BUCKETS_AT_START 256

struct entry {
	struct holding holding;
	struct link order;
	struct entry *chain;
};

static MACHINE_STATE struct {
	struct link order;
	struct entry **buckets;
	size_t bucket_count;
	size_t total;
	uint32_t counts[HOLDING_KINDS];
} ledger;

static uintptr_t (*asks)(void); /* set once by the kernel floor */

const char *
holding_name(enum holding_kind kind)
{
	static const char *const names[] = {
#define X(kind, name, rule) [HOLDING_##kind] = name,
		HOLDING_LIST(X)
#undef X
	};

	return names[kind];
}

enum rule
holding_rule(enum holding_kind kind)
{
	static const enum rule rules[] = {
#define X(kind, name, rule) [HOLDING_##kind] = rule,
		HOLDING_LIST(X)
#undef X
	};

	return rules[kind];
}

void
ledger_asks(uintptr_t (*where)(void))
{
	asks = where;
}

struct moment
moment_now(void)
{
	return (struct moment){ journal_step(), asks ? asks() : 0 };
}

static struct entry **
bucket_of(enum holding_kind kind, uintptr_t what)
{
	uint64_t hash = ((uint64_t)what >> 4 ^ (uint64_t)kind << 48) * UINT64_C(0x9e3779b97f4a7c15);

	return &ledger.buckets[(hash >> 40) & (ledger.bucket_count - 1)];
}

static void
grow(void)
{
	ledger.bucket_count = ledger.bucket_count ? ledger.bucket_count * 4 : BUCKETS_AT_START;
	if (ledger.buckets != NULL)
		arena_give(ledger.buckets);
	else
		list_start(&ledger.order);
	ledger.buckets = arena_take(ledger.bucket_count * sizeof *ledger.buckets);
	LIST_EACH (at, &ledger.order) {
		struct entry *entry = LIST_ITEM(at, struct entry, order);
		struct entry **bucket = bucket_of(entry->holding.kind, entry->holding.what);

		entry->chain = *bucket;
		*bucket = entry;
	}
}

void
ledger_enter_tagged(enum holding_kind kind, uintptr_t what, size_t bytes, uint32_t tag)
{
	struct entry *entry;
	struct entry **bucket;

	if (ledger.total >= ledger.bucket_count * 2)
		grow();
	entry = arena_take(sizeof *entry);
	entry->holding = (struct holding){ kind, tag, what, bytes, moment_now(), false };
	bucket = bucket_of(kind, what);
	entry->chain = *bucket;
	*bucket = entry;
	list_add(&ledger.order, &entry->order);
	ledger.total++;
	ledger.counts[kind]++;
	journal_add(EVENT_TAKE, kind, what, bytes);
}

void
ledger_enter(enum holding_kind kind, uintptr_t what, size_t bytes)
{
	ledger_enter_tagged(kind, what, bytes, 0);
}

static struct entry **
find(enum holding_kind kind, uintptr_t what)
{
	struct entry **at;

	if (ledger.buckets == NULL)
		return NULL;
	for (at = bucket_of(kind, what); *at != NULL; at = &(*at)->chain) {
		if ((*at)->holding.what == what && (*at)->holding.kind == kind)
			return at;
	}
	return NULL;
}

bool
ledger_strike(enum holding_kind kind, uintptr_t what)
{
	struct entry **at = find(kind, what);
	struct entry *entry;

	if (at == NULL)
		return false;
	entry = *at;
	*at = entry->chain;
	list_remove(&entry->order);
	ledger.total--;
	ledger.counts[kind]--;
	arena_give(entry);
	journal_add(EVENT_GIVE, kind, what, 0);
	return true;
}

bool
ledger_holds(enum holding_kind kind, uintptr_t what)
{
	return find(kind, what) != NULL;
}

bool
ledger_taken_at(enum holding_kind kind, uintptr_t what, uintptr_t where)
{
	struct entry **at = find(kind, what);

	return at != NULL && (*at)->holding.since.where == where;
}

size_t
ledger_count(enum holding_kind kind)
{
	return ledger.counts[kind];
}

size_t
ledger_total(void)
{
	return ledger.total;
}

void
ledger_each(void (*each)(void *context, const struct holding *holding), void *context)
{
	if (ledger.buckets == NULL)
		return;
	LIST_EACH_SAFE (at, &ledger.order) {
		each(context, &LIST_ITEM(at, struct entry, order)->holding);
	}
}

void
ledger_told(void)
{
	LIST_EACH (at, &ledger.order)
		LIST_ITEM(at, struct entry, order)->holding.told = true;
}
