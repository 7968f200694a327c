#include "bfe/query.h"

#include "bfe/copy.h"
#include "bfe/session.h"
#include "bfe/builtin.h"
#include "bfe/callout.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"

#include <stdlib.h>

#define MAGIC 0x6d754e45 /* "ENum" */

struct enumeration {
	uint32_t magic;
	enum policy_kind kind;
	uint32_t count, room;
	uint32_t next;             /* to be shown */
	const struct match *match; /* while it is made */
	void **objects;
};

static void
show_registered(enum policy_kind kind, void *shown)
{
	if (kind == POLICY_CALLOUT)
		((FWPM_CALLOUT0 *)shown)->flags = callout_flags_shown(shown);
}

static void *
lend(enum policy_kind kind, const void *object)
{
	void *shown = copy_lend(kind, object);

	show_registered(kind, shown);
	return shown;
}

/* What there is, as Get calls show it; NULL: nothing. */
static void *
lend_policy(enum policy_kind kind, const struct policy *policy)
{
	return policy == NULL ? NULL : lend(kind, policy->shown);
}

NTSTATUS
query_by_key(
    HANDLE engineHandle, enum policy_kind kind, const GUID *key, void **shown, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);

	if (session == NULL)
		return status;
	if (key == NULL || shown == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_READ);
	if (status != STATUS_SUCCESS)
		return status;
	*shown = lend_policy(kind, policy_find(kind, key));
	return transaction_leave(session, *shown != NULL ? STATUS_SUCCESS : policy_not_found(kind));
}

NTSTATUS
query_by_id(HANDLE engineHandle, enum policy_kind kind, uint64_t id, void **shown, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);

	if (session == NULL)
		return status;
	if (shown == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_READ);
	if (status != STATUS_SUCCESS)
		return status;
	*shown = lend_policy(kind, policy_find_id(kind, id));
	return transaction_leave(session, *shown != NULL ? STATUS_SUCCESS : policy_not_found(kind));
}

static void
add_object(struct enumeration *enumeration, const void *object)
{
	void *copy = copy_object(enumeration->kind, object);

	if (enumeration->count == enumeration->room) {
		uint32_t room = enumeration->room * 2 + 8;
		void **larger = arena_take(room * sizeof(*larger));

		for (uint32_t at = 0; at < enumeration->count; at++)
			larger[at] = enumeration->objects[at];
		if (enumeration->objects != NULL)
			arena_give(enumeration->objects);
		enumeration->objects = larger;
		enumeration->room = room;
	}
	enumeration->objects[enumeration->count++] = copy;
}

static void
show_policy(void *context, struct policy *policy)
{
	struct enumeration *enumeration = context;

	if (match_has(enumeration->match, policy))
		add_object(enumeration, policy->shown);
}

static int
by_weight(const void *left, const void *right)
{
	const FWPM_FILTER0 *filter = *(FWPM_FILTER0 *const *)left;
	const FWPM_FILTER0 *other = *(FWPM_FILTER0 *const *)right;
	uint64_t weight = *filter->effectiveWeight.uint64;
	uint64_t others = *other->effectiveWeight.uint64;

	if (weight != others)
		return weight > others ? -1 : 1;
	return filter->filterId < other->filterId ? -1 : filter->filterId > other->filterId;
}

/* The first that ends the search, alone. */
static void
keep_best(struct enumeration *enumeration)
{
	uint32_t kept = 0;

	for (uint32_t at = 0; at < enumeration->count; at++) {
		FWPM_FILTER0 *filter = enumeration->objects[at];

		if (kept == 0 && (filter->action.type & FWP_ACTION_FLAG_TERMINATING) != 0)
			enumeration->objects[kept++] = filter;
		else
			arena_give(filter);
	}
	enumeration->count = kept;
}

/*
 * Windows: filters come sorted by weight, or the terminating one of the highest weight alone, if
 *   the template says so.  [win32:FWPM_FILTER_ENUM_TEMPLATE0]
 * Here: sublayers are not looked at; among equals the earlier comes first.
 */
static void
order(struct enumeration *enumeration, UINT32 flags)
{
	const UINT32 best = FWP_FILTER_ENUM_FLAG_BEST_TERMINATING_MATCH;

	if ((flags & (best | FWP_FILTER_ENUM_FLAG_SORTED)) != 0 && enumeration->count > 0)
		qsort(enumeration->objects, enumeration->count, sizeof(void *), by_weight);
	if ((flags & best) != 0)
		keep_best(enumeration);
}

static HANDLE
begin(enum policy_kind kind, const struct match *match)
{
	struct enumeration *enumeration = arena_take(sizeof(*enumeration));

	enumeration->magic = MAGIC;
	enumeration->kind = kind;
	enumeration->match = match;
	builtin_each(kind, show_policy, enumeration);
	policy_each(kind, show_policy, enumeration);
	enumeration->match = NULL;
	order(enumeration, match->flags);
	ledger_enter(HOLDING_BFE_ENUMERATION, (uintptr_t)enumeration, 0);
	return enumeration;
}

NTSTATUS
query_begin(HANDLE engineHandle, enum policy_kind kind, const struct match *match,
    HANDLE *enumHandle, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);

	if (session == NULL)
		return status;
	if (enumHandle == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_READ);
	if (status != STATUS_SUCCESS)
		return status;
	*enumHandle = begin(kind, match);
	return transaction_leave(session, STATUS_SUCCESS);
}

/* Windows: fewer than wanted, or none, at the end; that is a success.  [win32:FwpmFilterEnum0] */
NTSTATUS
query_next(HANDLE engineHandle, enum policy_kind kind, HANDLE enumHandle, UINT32 wanted,
    void ***entries, UINT32 *returned, const char *call)
{
	struct enumeration *enumeration = enumHandle;
	NTSTATUS status = STATUS_INVALID_HANDLE;
	uint32_t left;

	if (session_of(engineHandle, call, &status) == NULL)
		return status;
	if (entries == NULL || returned == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (!key_is_object(enumHandle, MAGIC) || enumeration->kind != kind)
		return STATUS_INVALID_HANDLE;
	left = enumeration->count - enumeration->next;
	*returned = wanted < left ? wanted : left;
	*entries = copy_lend_all(kind, enumeration->objects + enumeration->next, *returned);
	for (uint32_t at = 0; at < *returned; at++)
		show_registered(kind, (*entries)[at]);
	enumeration->next += *returned;
	return STATUS_SUCCESS;
}

NTSTATUS
query_end(HANDLE engineHandle, HANDLE enumHandle, const char *call)
{
	struct enumeration *enumeration = enumHandle;
	NTSTATUS status = STATUS_INVALID_HANDLE;

	if (session_of(engineHandle, call, &status) == NULL && status == STATUS_INVALID_HANDLE)
		return status;
	if (!key_is_object(enumHandle, MAGIC))
		return STATUS_INVALID_HANDLE;
	for (uint32_t at = 0; at < enumeration->count; at++)
		arena_give(enumeration->objects[at]);
	if (enumeration->objects != NULL)
		arena_give(enumeration->objects);
	ledger_strike(HOLDING_BFE_ENUMERATION, (uintptr_t)enumeration);
	enumeration->magic = 0;
	arena_give(enumeration);
	return STATUS_SUCCESS;
}
