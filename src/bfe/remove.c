#include "bfe/remove.h"

#include "bfe/session.h"
#include "bfe/transaction.h"

/*
 * Windows: its own objects stay; what others refer to is in use; a dynamic session deletes nothing but
 *   its own objects.  [ddi:FwpmFilterDeleteById0]  Another may delete a dynamic session's.
 *   [win32:forcing-filter-deletion, whose sample does]
 */
static NTSTATUS
remove_policy(struct session *session, struct policy *policy)
{
	if (policy->builtin)
		return STATUS_FWP_BUILTIN_OBJECT;
	if (session->dynamic && policy->session == NULL)
		return STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS;
	if (session->dynamic && policy->session != session)
		return STATUS_FWP_WRONG_SESSION;
	if (policy->referred > 0)
		return STATUS_FWP_IN_USE;
	transaction_remove(session, policy);
	return STATUS_SUCCESS;
}

/* One of `key` and `id` names the object. */
static NTSTATUS
remove_named(
    HANDLE engineHandle, enum policy_kind kind, const GUID *key, uint64_t id, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);
	struct policy *policy;

	if (session == NULL)
		return status;
	status = transaction_enter(session, TRANSACTION_WRITE);
	if (status != STATUS_SUCCESS)
		return status;
	policy = key != NULL ? policy_find(kind, key) : policy_find_id(kind, id);
	if (policy != NULL)
		status = remove_policy(session, policy);
	else
		status = policy_not_found(kind);
	return transaction_leave(session, status);
}

NTSTATUS
remove_by_key(HANDLE engineHandle, enum policy_kind kind, const GUID *key, const char *call)
{
	if (key == NULL)
		return STATUS_FWP_NULL_POINTER;
	return remove_named(engineHandle, kind, key, 0, call);
}

NTSTATUS
remove_by_id(HANDLE engineHandle, enum policy_kind kind, uint64_t id, const char *call)
{
	return remove_named(engineHandle, kind, NULL, id, call);
}
