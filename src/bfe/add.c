#include "bfe/add.h"

#include "bfe/check.h"
#include "bfe/copy.h"
#include "bfe/guard.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "security/descriptor.h"

static NTSTATUS
add_kind(struct session *session, enum policy_kind kind, const void *object, struct policy **made)
{
	switch (kind) {
	case POLICY_PROVIDER:
		return add_provider(session, object, made);
	case POLICY_SUBLAYER:
		return add_sublayer(session, object, made);
	case POLICY_CALLOUT:
		return add_callout(session, object, made);
	case POLICY_FILTER:
		return add_filter(session, object, made);
	case POLICY_CONTEXT:
		return add_context(session, object, made);
	case POLICY_LAYER:
	case POLICY_KINDS:
		break;
	}
	return STATUS_FWP_INVALID_ENUMERATOR;
}

NTSTATUS
add_policy(struct session *session, enum policy_kind kind, const void *object, const void *sd,
    struct policy **made)
{
	/* who restores has checked it, as check_shown does */
	NTSTATUS status = session->restores ? STATUS_SUCCESS : check_object(kind, object);

	if (status == STATUS_SUCCESS)
		status = add_kind(session, kind, object, made);
	if (status == STATUS_SUCCESS && sd != NULL)
		(*made)->guard = guard_copy(sd);
	return status;
}

static NTSTATUS
add_copy(struct session *session, enum policy_kind kind, const void *object, const void *sd,
    uint64_t *id)
{
	struct policy *policy = NULL;
	NTSTATUS status = transaction_enter(session, TRANSACTION_WRITE);

	if (status != STATUS_SUCCESS)
		return status;
	status = add_policy(session, kind, object, sd, &policy);
	if (status == STATUS_SUCCESS)
		*id = policy->id;
	return transaction_leave(session, status);
}

/*
 * Windows: a descriptor that is none is ERROR_INVALID_SECURITY_DESCR; without one, the object
 *   inherits its container's.  [win32:FwpmFilterAdd0, access-control]  The call goes by RPC to the
 *   engine, which never sees the caller's memory.  [semantics 5.1]
 * Here: who has the right to add is not asked; kernel-mode callers skip all access checks.  What the
 *   caller points at is read before the transaction is waited for, and written after it is left: a
 *   fault finds nothing held.
 */
NTSTATUS
add_object(HANDLE engineHandle, enum policy_kind kind, const void *object, PSECURITY_DESCRIPTOR sd,
    uint64_t *id, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);
	void *copy, *guard;
	uint64_t made = 0;

	if (session == NULL)
		return status;
	if (object == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (sd != NULL && !descriptor_valid(sd))
		return STATUS_INVALID_SECURITY_DESCR;
	copy = copy_object(kind, object);
	guard = sd == NULL ? NULL : guard_copy(sd);
	status = add_copy(session, kind, copy, guard, &made);
	arena_give(copy);
	if (guard != NULL)
		arena_give(guard);
	if (status == STATUS_SUCCESS && id != NULL)
		*id = made;
	return status;
}
