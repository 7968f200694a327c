/*
 * Windows: static objects live until the engine stops; persistent ones are added when it
 *   starts, except those of a provider whose service does not start by itself; boot-time
 *   filters are enforced from the start of the TCP/IP stack, and removed when the engine has
 *   started.  There is no moment at which neither they nor the persistent ones are in force.
 *   [win32:object-management, basic-operation]
 * Here: of a disabled provider's objects the filters alone are left out, and shown as disabled, as
 *   FWPM_FILTER0's page has it.  While the engine is stopped no filter is in force but, before
 *   its first start, the boot-time ones.
 */
#include "bfe/service.h"

#include "bfe/add.h"
#include "bfe/session.h"
#include "bfe/state.h"
#include "bfe/store.h"
#include "bfe/transaction.h"

/* What is referred to comes before what refers. */
static const enum policy_kind order[] = { POLICY_PROVIDER, POLICY_SUBLAYER, POLICY_CALLOUT,
	POLICY_CONTEXT, POLICY_FILTER };
#define KINDS ((int)(sizeof(order) / sizeof(order[0])))

/* A session of the engine's own, which has the lock. */
static struct session *
begin(void)
{
	struct session *session = session_open(NULL, true);

	session->service = true;
	transaction_take(session, TRANSACTION_WRITE, true);
	return session;
}

static void
end(struct session *session)
{
	transaction_commit(session);
	session_close(session);
}

static void
keep(void *unused, struct policy *policy)
{
	(void)unused;
	if (policy->life == POLICY_PERSISTENT)
		store_add(policy);
}

static void
remove_object(void *session, struct policy *policy)
{
	transaction_remove(session, policy);
}

static void
remove_objects(struct session *session)
{
	for (int at = KINDS - 1; at >= 0; at--)
		policy_each(order[at], remove_object, session);
}

void
service_stop(void)
{
	struct session *session;

	state_set(FWPM_SERVICE_STOP_PENDING);
	sessions_abort();
	session = begin();
	for (int at = 0; at < KINDS; at++)
		policy_each(order[at], keep, NULL);
	remove_objects(session);
	end(session);
	state_set(FWPM_SERVICE_STOPPED);
}

static NTSTATUS
restore(struct session *session, const struct stored *stored)
{
	struct policy *made;

	return add_policy(session, stored->kind, stored->object, stored->guard, &made);
}

/* What can't be added, since a callout refuses it, stays in the store. */
void
service_start(void)
{
	struct stored *stored = store_first(), *next;
	struct session *session;

	state_set(FWPM_SERVICE_START_PENDING);
	session = begin();
	remove_objects(session);
	for (; stored != NULL; stored = next) {
		next = store_next(stored);
		if (restore(session, stored) == STATUS_SUCCESS)
			store_remove(stored);
	}
	end(session);
	state_set(FWPM_SERVICE_RUNNING);
}

void
service_boot(void)
{
	struct session *session;

	state_boot();
	session = begin();
	session->boots = true;
	for (struct stored *at = store_first(); at != NULL; at = store_next(at)) {
		if (at->kind != POLICY_FILTER || store_boots(at))
			restore(session, at);
	}
	end(session);
}
