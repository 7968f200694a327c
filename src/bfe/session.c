#include "bfe/session.h"

#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/policy.h"
#include "bfe/state.h"
#include "bfe/transaction.h"
#include "executive/process.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "security/sid.h"
#include "security/token.h"
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

struct session *
session_open(const FWPM_SESSION0 *wanted, bool user)
{
	struct session *session = arena_take(sizeof(*session));

	session->magic = MAGIC;
	session->user = user;
	session->timeout_ms = DEFAULT_TIMEOUT_MS;
	if (wanted != NULL) {
		session->dynamic = (wanted->flags & FWPM_SESSION_FLAG_DYNAMIC) != 0;
		if (wanted->txnWaitTimeoutInMSec != 0)
			session->timeout_ms = wanted->txnWaitTimeoutInMSec;
		session->key = wanted->sessionKey;
		if (wanted->displayData.name != NULL || wanted->displayData.description != NULL)
			session->display =
			    copy_session(&(FWPM_SESSION0){ .displayData = wanted->displayData });
	}
	session->process = process_id(process_now());
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
	return session_open(NULL, true);
}

static struct session *
first_in_transaction(void)
{
	LIST_EACH (at, &sessions) {
		struct session *session = LIST_ITEM(at, struct session, link);

		if (session->transaction != TRANSACTION_NONE)
			return session;
	}
	return NULL;
}

/* The accounts that services run in.  NULL: another. */
static WCHAR *
account_name(const SID *sid)
{
	static const struct {
		const char *word;
		const WCHAR *name;
	} accounts[] = {
		{ "system", u"NT AUTHORITY\\SYSTEM" },
		{ "local service", u"NT AUTHORITY\\LOCAL SERVICE" },
		{ "network service", u"NT AUTHORITY\\NETWORK SERVICE" },
	};

	for (size_t at = 0; at < sizeof(accounts) / sizeof(accounts[0]); at++) {
		struct sid account;

		if (sid_parse(accounts[at].word, &account) && sid_same(sid, &account.sid))
			return (WCHAR *)accounts[at].name;
	}
	return NULL;
}

/*
 * Windows: processId, sid, username and kernelMode are the engine's to fill in; a key of zeroes
 *   stands for one that it makes up.  [win32:FWPM_SESSION0]
 * Here: of the accounts, those of services alone have a name.
 */
static FWPM_SESSION0
session_show(struct session *session)
{
	PEPROCESS process = process_find(session->process);
	FWPM_SESSION0 shown = { 0 };

	if (session->display != NULL)
		shown.displayData = session->display->displayData;
	if (key_is_zero(&session->key))
		session->key = key_made_up();
	shown.sessionKey = session->key;
	shown.flags = session->dynamic ? FWPM_SESSION_FLAG_DYNAMIC : 0;
	shown.txnWaitTimeoutInMSec = session->timeout_ms;
	shown.processId = (DWORD)session->process;
	shown.kernelMode = !session->user;
	if (process != NULL) {
		shown.sid = (SID *)token_user(token_of(process));
		shown.username = account_name(shown.sid);
	}
	return shown;
}

void
sessions_each(void (*each)(void *context, const FWPM_SESSION0 *shown), void *context)
{
	LIST_EACH (at, &sessions) {
		struct session *session = LIST_ITEM(at, struct session, link);
		FWPM_SESSION0 shown;

		if (session->service || session->restores)
			continue;
		shown = session_show(session);
		each(context, &shown);
	}
}

HANDLE
bfe_session_open_restoring(void)
{
	struct session *session = session_open(NULL, true);

	session->restores = true;
	return session;
}

void
sessions_abort(void)
{
	struct session *session;

	LIST_EACH (at, &sessions)
		LIST_ITEM(at, struct session, link)->aborted = true;
	transaction_wake();
	while ((session = first_in_transaction()) != NULL) {
		session_enter(session);
		transaction_settle(session);
		if (session->transaction != TRANSACTION_NONE)
			transaction_abort(session);
		session_leave(session);
	}
}

/*
 * Windows: from the kernel, serverName is NULL and authnService RPC_C_AUTHN_WINNT or
 *   _DEFAULT; the engine must be running.  [ddi:FwpmEngineOpen0]
 *   A driver whose start fails so is seen to fail with error 1753.  [semantics 7]
 * Here: the status of a call with another service or a server is a guess.
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
		return EPT_NT_NOT_REGISTERED;
	}
	if ((flags & ~(UINT32)FWPM_SESSION_FLAG_DYNAMIC) != 0)
		not_modelled("FwpmEngineOpen0: session flags 0x%x", flags);
	*engineHandle = session_open(session, false);
	return STATUS_SUCCESS;
}

/* In reverse, so that nothing goes before what refers to it. */
static void
remove_objects(struct session *session)
{
	for (struct link *at = session->objects.previous; at != &session->objects;
	     at = at->previous) {
		struct policy *policy = LIST_ITEM(at, struct policy, owned);

		if (!policy->removed)
			transaction_remove(session, policy);
	}
}

static void
wait_for_calls(struct session *session)
{
	session->closer = thread_now();
	while (session->calls > 0)
		thread_park("calls on an engine handle", (uintptr_t)session, CLOCK_NEVER);
}

void
session_close(struct session *session)
{
	list_remove(&session->link);
	if (!session->user)
		ledger_strike(HOLDING_ENGINE, (uintptr_t)session);
	session->magic = 0;
	if (session->display != NULL)
		arena_give(session->display);
	arena_give(session);
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
	if (session->transaction != TRANSACTION_NONE) {
		if (!session->user)
			finding(RULE_R49, "FwpmEngineClose0 with a transaction open");
		transaction_abort(session);
	}
	if (!list_empty(&session->objects)) {
		transaction_take(session, TRANSACTION_WRITE, true);
		remove_objects(session);
		transaction_commit(session);
	}
	session_close(session);
	return STATUS_SUCCESS;
}
