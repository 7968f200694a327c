/*
 * The enumeration of sessions: a picture of those that were open when its handle was made.
 */
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "wfp/key.h"

#define MAGIC 0x6e755365 /* "eSun" */

struct enumeration {
	uint32_t magic;
	uint32_t count;
	uint32_t next; /* to be shown */
	FWPM_SESSION0 *sessions[];
};

static void
count_session(void *count, const FWPM_SESSION0 *shown)
{
	(void)shown;
	++*(uint32_t *)count;
}

static void
add_session(void *context, const FWPM_SESSION0 *shown)
{
	struct enumeration *enumeration = context;

	enumeration->sessions[enumeration->count++] = copy_session(shown);
}

static HANDLE
begin(void)
{
	struct enumeration *enumeration;
	uint32_t count = 0;

	sessions_each(count_session, &count);
	enumeration = arena_take(sizeof(*enumeration) + count * sizeof(enumeration->sessions[0]));
	enumeration->magic = MAGIC;
	sessions_each(add_session, enumeration);
	ledger_enter(HOLDING_BFE_ENUMERATION, (uintptr_t)enumeration, 0);
	return enumeration;
}

NTSTATUS NTAPI
FwpmSessionCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_SESSION_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, __func__, &status);

	(void)enumTemplate; /* has nothing but a reserved member */
	if (session == NULL)
		return status;
	if (enumHandle == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_READ);
	if (status != STATUS_SUCCESS)
		return status;
	*enumHandle = begin();
	return transaction_leave(session, STATUS_SUCCESS);
}

NTSTATUS NTAPI
FwpmSessionEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested,
    FWPM_SESSION0 ***entries, UINT32 *numEntriesReturned)
{
	struct enumeration *enumeration = enumHandle;
	NTSTATUS status = STATUS_INVALID_HANDLE;
	uint32_t left;

	if (session_of(engineHandle, __func__, &status) == NULL)
		return status;
	if (entries == NULL || numEntriesReturned == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (!key_is_object(enumHandle, MAGIC))
		return STATUS_INVALID_HANDLE;
	left = enumeration->count - enumeration->next;
	*numEntriesReturned = numEntriesRequested < left ? numEntriesRequested : left;
	*entries =
	    copy_lend_sessions(enumeration->sessions + enumeration->next, *numEntriesReturned);
	enumeration->next += *numEntriesReturned;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpmSessionDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle)
{
	struct enumeration *enumeration = enumHandle;
	NTSTATUS status = STATUS_INVALID_HANDLE;

	if (session_of(engineHandle, __func__, &status) == NULL && status == STATUS_INVALID_HANDLE)
		return status;
	if (!key_is_object(enumHandle, MAGIC))
		return STATUS_INVALID_HANDLE;
	for (uint32_t at = 0; at < enumeration->count; at++)
		arena_give(enumeration->sessions[at]);
	ledger_strike(HOLDING_BFE_ENUMERATION, (uintptr_t)enumeration);
	enumeration->magic = 0;
	arena_give(enumeration);
	return STATUS_SUCCESS;
}

#define CODES "STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER"

const struct contract session_exports[] = {
	EXPORT(FwpmSessionCreateEnumHandle0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpmu), FAILS(CODES), ENTERS(BFE_ENUMERATION)),
	EXPORT(FwpmSessionEnum0, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS(CODES), APPROXIMATES("names the accounts of services alone"), ENTERS(BFE_MEMORY)),
	EXPORT(FwpmSessionDestroyEnumHandle0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpmu), FAILS("STATUS_INVALID_HANDLE"), STRIKES(BFE_ENUMERATION)),
	EXPORTS_END,
};
