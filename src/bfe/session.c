#include "bfe/session.h"

#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/state.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/key.h"
#include "wfp/visit.h"

#define MAGIC 0x6e676e45         /* "Engn" */
#define DEFAULT_TIMEOUT_MS 15000 /* [win32:FWPM_SESSION0, txnWaitTimeoutInMSec] */

#define RPC_C_AUTHN_WINNT 10
#define RPC_C_AUTHN_DEFAULT 0xFFFFFFFFu

static MACHINE_STATE struct link sessions;

void
session_start(void)
{
	list_start(&sessions);
}

struct session *
session_of(HANDLE engineHandle, const char *call, NTSTATUS *status)
{
	struct session *session = engineHandle;

	visit_forbids(call);
	if (!key_is_object(engineHandle, MAGIC) || session->closing) {
		*status = STATUS_INVALID_HANDLE;
		return NULL;
	}
	if (session->aborted) {
		*status = STATUS_FWP_SESSION_ABORTED;
		return NULL;
	}
	if (transaction_was_aborted(session)) {
		*status = STATUS_FWP_TXN_ABORTED;
		return NULL;
	}
	return session;
}

void
session_enter(struct session *session)
{
	session->calls++;
}

void
session_leave(struct session *session)
{
	if (--session->calls == 0 && session->closer != NULL)
		thread_wake(session->closer);
}

HANDLE
session_open(bool dynamic, bool user, uint32_t timeout_ms)
{
	struct session *session = arena_take(sizeof(*session));

	session->magic = MAGIC;
	session->dynamic = dynamic;
	session->user = user;
	session->timeout_ms = timeout_ms == 0 ? DEFAULT_TIMEOUT_MS : timeout_ms;
	list_start(&session->objects);
	list_start(&session->changes);
	list_start(&session->program);
	list_add(&sessions, &session->link);
	if (!user)
		ledger_enter(HOLDING_ENGINE, (uintptr_t)session, 0);
	return session;
}

HANDLE
bfe_session_open_user(void)
{
	return session_open(false, true, 0);
}

void
sessions_abort(void)
{
	LIST_EACH (at, &sessions)
		LIST_ITEM(at, struct session, link)->aborted = true;
}

/*
 * Windows: from the kernel, serverName is NULL and authnService RPC_C_AUTHN_WINNT or
 *   _DEFAULT; the engine must be running.  [ddi:FwpmEngineOpen0]
 * Here: the status of a call that breaks that is a guess.
 */
NTSTATUS NTAPI
FwpmEngineOpen0(const WCHAR *serverName, UINT32 authnService, void *authIdentity,
    const FWPM_SESSION0 *session, HANDLE *engineHandle)
{
	UINT32 flags = session == NULL ? 0 : session->flags;

	(void)authIdentity;
	visit_forbids("FwpmEngineOpen0");
	if (serverName != NULL
	    || (authnService != RPC_C_AUTHN_WINNT && authnService != RPC_C_AUTHN_DEFAULT)) {
		finding(RULE_R53, "FwpmEngineOpen0 with %s",
		    serverName != NULL ? "a server name" : "another authentication service");
		return STATUS_INVALID_PARAMETER;
	}
	if (FwpmBfeStateGet0() != FWPM_SERVICE_RUNNING) {
		finding(RULE_R54, "FwpmEngineOpen0 while the engine does not run");
		return RPC_NT_SERVER_UNAVAILABLE;
	}
	if ((flags & ~(UINT32)FWPM_SESSION_FLAG_DYNAMIC) != 0)
		not_modelled("FwpmEngineOpen0: session flags 0x%x", flags);
	*engineHandle = session_open((flags & FWPM_SESSION_FLAG_DYNAMIC) != 0, false,
	    session == NULL ? 0 : session->txnWaitTimeoutInMSec);
	return STATUS_SUCCESS;
}

/* In reverse, so that nothing goes before what refers to it. */
static void
remove_objects(struct session *session)
{
	for (struct link *at = session->objects.previous; at != &session->objects;
	     at = at->previous)
		transaction_remove(session, LIST_ITEM(at, struct policy, owned));
}

static void
wait_for_calls(struct session *session)
{
	session->closer = thread_now();
	while (session->calls > 0)
		thread_park("calls on an engine handle", (uintptr_t)session, CLOCK_NEVER);
}

/*
 * Windows: an open transaction is aborted, and the objects of a dynamic session go.
 *   [win32:FwpmEngineClose0]
 * Here: it waits for other threads' calls on the handle, as RPC would.
 */
NTSTATUS NTAPI
FwpmEngineClose0(HANDLE engineHandle)
{
	struct session *session = engineHandle;

	visit_forbids("FwpmEngineClose0");
	if (!key_is_object(engineHandle, MAGIC) || session->closing)
		return STATUS_INVALID_HANDLE;
	session->closing = true;
	wait_for_calls(session);
	if (session->transaction != TRANSACTION_NONE)
		transaction_abort(session);
	if (!list_empty(&session->objects)) {
		transaction_take(session, TRANSACTION_WRITE, true);
		remove_objects(session);
		transaction_commit(session);
	}
	list_remove(&session->link);
	if (!session->user)
		ledger_strike(HOLDING_ENGINE, (uintptr_t)session);
	session->magic = 0;
	arena_give(session);
	return STATUS_SUCCESS;
}
