#include "bfe/transaction.h"

#include "bfe/exports.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/callout.h"
#include "wfp/filter.h"

#define FOR_EVER_MS 0xFFFFFFFFu
#define MS 10000                               /* in 100 ns */
#define PROGRAM_100NS (UINT64_C(3600000) * MS) /* that a program may own the lock */

struct waiter {
	struct link link;
	struct thread *thread;
};

static MACHINE_STATE struct session *writer;
static MACHINE_STATE unsigned readers;
static MACHINE_STATE struct link waiters;
static MACHINE_STATE struct link programs; /* sessions of programs in explicit transactions */

void
transaction_start(void)
{
	writer = NULL;
	readers = 0;
	list_start(&waiters);
	list_start(&programs);
}

static bool
is_free(enum transaction_kind kind)
{
	return writer == NULL && (kind == TRANSACTION_READ || readers == 0);
}

/* The first began first, and so has the least time left; while a call is in it, it is left alone. */
static uint64_t
next_expiry(void)
{
	const struct session *first;

	if (list_empty(&programs))
		return CLOCK_NEVER;
	first = LIST_ITEM(programs.next, struct session, program);
	return first->inside > 0 ? CLOCK_NEVER : first->expires_100ns;
}

static void
expire(struct session *session)
{
	if (session->expires_100ns > clock_now_100ns() || session->inside > 0)
		return;
	transaction_abort(session);
	session->transaction_aborted = true;
}

bool
transaction_was_aborted(struct session *session)
{
	bool aborted;

	if (session->transaction != TRANSACTION_NONE && session->user)
		expire(session);
	aborted = session->transaction_aborted;
	session->transaction_aborted = false;
	return aborted;
}

static uint64_t
earlier(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

static void
wait_for_lock(const struct session *session, enum transaction_kind kind, uint64_t until)
{
	struct waiter self = { .thread = thread_now() };

	if (self.thread == NULL) /* the scenario can't wait */
		return;
	list_add(&waiters, &self.link);
	while (!is_free(kind) && !session->aborted) {
		if (thread_park(
			"a transaction to end", (uintptr_t)writer, earlier(until, next_expiry())))
			continue;
		if (clock_now_100ns() >= until)
			break;
		expire(LIST_ITEM(programs.next, struct session, program));
	}
	list_remove(&self.link);
}

NTSTATUS
transaction_take(struct session *session, enum transaction_kind kind, bool for_ever)
{
	uint64_t until = for_ever || session->timeout_ms == FOR_EVER_MS
	    ? CLOCK_NEVER
	    : clock_now_100ns() + (uint64_t)session->timeout_ms * MS;

	if (!is_free(kind))
		wait_for_lock(session, kind, until);
	if (session->aborted && !for_ever)
		return STATUS_FWP_SESSION_ABORTED;
	if (!is_free(kind))
		return STATUS_FWP_TIMEOUT;
	if (kind == TRANSACTION_WRITE)
		writer = session;
	else
		readers++;
	return STATUS_SUCCESS;
}

void
transaction_wake(void)
{
	LIST_EACH (at, &waiters)
		thread_wake(LIST_ITEM(at, struct waiter, link)->thread);
}

static void
give_lock(const struct session *session)
{
	if (writer == session)
		writer = NULL;
	else
		readers--;
	transaction_wake();
}

static NTSTATUS
enter(struct session *session, enum transaction_kind kind)
{
	switch (session->transaction) {
	case TRANSACTION_NONE:
		return transaction_take(session, kind, false);
	case TRANSACTION_READ:
		if (kind == TRANSACTION_WRITE)
			return STATUS_FWP_INCOMPATIBLE_TXN;
		break;
	case TRANSACTION_WRITE:
		break;
	}
	session->inside++;
	return STATUS_SUCCESS;
}

NTSTATUS
transaction_enter(struct session *session, enum transaction_kind kind)
{
	NTSTATUS status;

	session_enter(session);
	status = enter(session, kind);
	if (status != STATUS_SUCCESS)
		session_leave(session);
	return status;
}

NTSTATUS
transaction_leave(struct session *session, NTSTATUS status)
{
	if (session->transaction == TRANSACTION_NONE)
		transaction_commit(session);
	else if (--session->inside == 0)
		transaction_wake();
	session_leave(session);
	return status;
}

static void
note(struct session *session, struct policy *policy, enum change_kind kind)
{
	struct change *change = &policy->changes[kind];

	change->kind = kind;
	change->policy = policy;
	list_add(&session->changes, &change->link);
}

/* The ledger hears of it now and not at commit, to know which call added it. */
void
transaction_add(struct session *session, struct policy *policy)
{
	policy_own(policy, session);
	policy_enter(policy);
	note(session, policy, CHANGE_ADD);
	if (policy->drivers)
		ledger_enter(HOLDING_STATIC_OBJECT, (uintptr_t)policy, 0);
}

void
transaction_remove(struct session *session, struct policy *policy)
{
	policy->removed = true;
	policy_leave(policy);
	note(session, policy, CHANGE_REMOVE);
}

static void
hand_down(const struct change *change)
{
	struct policy *policy = change->policy;

	if (policy->kind != POLICY_FILTER || policy->idle)
		return;
	if (change->kind == CHANGE_ADD)
		filter_add(policy->filter);
	else
		filter_remove(policy->filter);
}

static void
tell_of_commit(struct filter *filter)
{
	struct callout *callout = filter->callout;

	if (callout != NULL && (callout->flags & FWP_CALLOUT_FLAG_ENABLE_COMMIT_ADD_NOTIFY) != 0)
		callout_tell(callout, FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT, &filter->key,
		    &filter->shown);
}

static void
forget(struct change *change)
{
	struct policy *policy = change->policy;

	list_remove(&change->link);
	if (change->kind == CHANGE_ADD) {
		if (policy->kind == POLICY_FILTER && !policy->removed && !policy->idle)
			tell_of_commit(policy->filter);
		return;
	}
	if (policy->kind == POLICY_CALLOUT)
		callout_unname(policy->callout);
	if (policy->idle)
		filter_drop(policy->filter);
	policy_disown(policy);
}

static void
end(struct session *session)
{
	if (session->transaction != TRANSACTION_NONE && !session->user)
		ledger_strike(HOLDING_TRANSACTION, (uintptr_t)session);
	session->transaction = TRANSACTION_NONE;
	list_remove(&session->program);
	give_lock(session);
}

void
transaction_commit(struct session *session)
{
	if (!list_empty(&session->changes)) {
		LIST_EACH (at, &session->changes)
			hand_down(LIST_ITEM(at, struct change, link));
		filter_publish();
		while (!list_empty(&session->changes))
			forget(LIST_ITEM(session->changes.next, struct change, link));
	}
	end(session);
}

static void
undo(struct change *change)
{
	struct policy *policy = change->policy;

	list_remove(&change->link);
	if (change->kind == CHANGE_REMOVE) {
		policy->removed = false;
		policy_enter(policy);
		return;
	}
	policy_leave(policy);
	if (policy->idle)
		filter_drop(policy->filter);
	else if (policy->kind == POLICY_FILTER)
		filter_give(policy->filter);
	if (policy->kind == POLICY_CALLOUT)
		callout_unname(policy->callout);
	policy_disown(policy);
}

void
transaction_abort(struct session *session)
{
	while (!list_empty(&session->changes))
		undo(LIST_ITEM(session->changes.previous, struct change, link));
	end(session);
}

static NTSTATUS
begin(struct session *session, enum transaction_kind kind)
{
	NTSTATUS status = transaction_take(session, kind, false);

	if (status != STATUS_SUCCESS)
		return status;
	session->transaction = kind;
	session->began = thread_now();
	if (session->user) {
		session->expires_100ns = clock_now_100ns() + PROGRAM_100NS;
		list_add(&programs, &session->program);
	} else {
		ledger_enter(HOLDING_TRANSACTION, (uintptr_t)session, 0);
	}
	return STATUS_SUCCESS;
}

/*
 * Windows: transactions do not nest; of those that write there is one at a time, and
 *   who waits for it gives up after the session's time.  [win32:FwpmTransactionBegin0]
 */
NTSTATUS NTAPI
FwpmTransactionBegin0(HANDLE engineHandle, UINT32 flags)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, "FwpmTransactionBegin0", &status);
	enum transaction_kind kind =
	    (flags & FWPM_TXN_READ_ONLY) != 0 ? TRANSACTION_READ : TRANSACTION_WRITE;

	if (session == NULL)
		return status;
	if ((flags & ~(UINT32)FWPM_TXN_READ_ONLY) != 0)
		return STATUS_FWP_INVALID_FLAGS;
	if (session->transaction != TRANSACTION_NONE) {
		if (session->began != thread_now())
			finding(RULE_R51, "two threads begin a transaction on one engine handle");
		return STATUS_FWP_TXN_IN_PROGRESS;
	}
	session_enter(session);
	status = begin(session, kind);
	session_leave(session);
	return status;
}

void
transaction_settle(struct session *session)
{
	struct waiter self = { .thread = thread_now() };

	list_add(&waiters, &self.link);
	while (session->inside > 0)
		thread_park("calls in a transaction", (uintptr_t)session, CLOCK_NEVER);
	list_remove(&self.link);
}

static NTSTATUS
end_explicit(struct session *session, void (*how)(struct session *session))
{
	NTSTATUS status = STATUS_FWP_NO_TXN_IN_PROGRESS;

	session_enter(session);
	if (session->inside > 0)
		transaction_settle(session);
	if (session->transaction != TRANSACTION_NONE) {
		how(session);
		status = STATUS_SUCCESS;
	}
	session_leave(session);
	return status;
}

/* Windows: who is in no explicit transaction can't end it.  [ddi:FwpmTransactionCommit0] */
NTSTATUS NTAPI
FwpmTransactionCommit0(HANDLE engineHandle)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, "FwpmTransactionCommit0", &status);

	return session == NULL ? status : end_explicit(session, transaction_commit);
}

NTSTATUS NTAPI
FwpmTransactionAbort0(HANDLE engineHandle)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, "FwpmTransactionAbort0", &status);

	return session == NULL ? status : end_explicit(session, transaction_abort);
}
