/*
 * Tokens by handle.
 */
#include "ledger/finding.h"
#include "nt/ps.h"
#include "security/exports.h"
#include "security/token_query.h"

NTAPI NTSTATUS ZwOpenProcessToken(
    HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, HANDLE *TokenHandle);
NTAPI NTSTATUS ZwOpenProcessTokenEx(
    HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes, HANDLE *TokenHandle);
NTAPI NTSTATUS ZwOpenThreadToken(
    HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf, HANDLE *TokenHandle);
NTAPI NTSTATUS ZwOpenThreadTokenEx(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess,
    BOOLEAN OpenAsSelf, ULONG HandleAttributes, HANDLE *TokenHandle);
NTAPI NTSTATUS ZwQueryInformationToken(HANDLE TokenHandle, ULONG TokenInformationClass,
    PVOID TokenInformation, ULONG TokenInformationLength, ULONG *ReturnLength);

NTSTATUS NTAPI
ZwOpenProcessTokenEx(
    HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes, HANDLE *TokenHandle)
{
	void *process = NULL;
	NTSTATUS status = handle_resolve(ProcessHandle, OBJECT_PROCESS, &process);

	if (!NT_SUCCESS(status))
		return status;
	*TokenHandle = handle_open(token_of(process), DesiredAccess, HandleAttributes);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ZwOpenProcessToken(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, HANDLE *TokenHandle)
{
	return ZwOpenProcessTokenEx(ProcessHandle, DesiredAccess, 0, TokenHandle);
}

/* Windows: STATUS_NO_TOKEN if the thread impersonates nobody, STATUS_CANT_OPEN_ANONYMOUS below
 *   identification.  [ddi:ZwOpenThreadTokenEx] */
NTSTATUS NTAPI
ZwOpenThreadTokenEx(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
    ULONG HandleAttributes, HANDLE *TokenHandle)
{
	void *thread = NULL;
	NTSTATUS status = handle_resolve(ThreadHandle, OBJECT_THREAD, &thread);
	const struct impersonation *client;

	(void)OpenAsSelf;
	if (!NT_SUCCESS(status))
		return status;
	client = thread_impersonation(thread);
	if (client->token == NULL)
		return STATUS_NO_TOKEN;
	if (client->level == SecurityAnonymous)
		return STATUS_CANT_OPEN_ANONYMOUS;
	*TokenHandle = handle_open(client->token, DesiredAccess, HandleAttributes);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ZwOpenThreadToken(
    HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf, HANDLE *TokenHandle)
{
	return ZwOpenThreadTokenEx(ThreadHandle, DesiredAccess, OpenAsSelf, 0, TokenHandle);
}

NTSTATUS NTAPI
ZwQueryInformationToken(HANDLE TokenHandle, ULONG TokenInformationClass, PVOID TokenInformation,
    ULONG TokenInformationLength, ULONG *ReturnLength)
{
	void *token = NULL;
	NTSTATUS status = handle_resolve(TokenHandle, OBJECT_TOKEN, &token);

	if (!NT_SUCCESS(status))
		return status;
	return token_answer(
	    token, TokenInformationClass, TokenInformation, TokenInformationLength, ReturnLength);
}

#define OPENING "STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH"

const struct contract token_handle_exports[] = {
	EXPORT(ZwOpenProcessToken, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, FAILS(OPENING),
	    ENTERS(HANDLE)),
	EXPORT(ZwOpenProcessTokenEx, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS(OPENING), ENTERS(HANDLE)),
	EXPORT(ZwOpenThreadToken, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(OPENING " STATUS_NO_TOKEN STATUS_CANT_OPEN_ANONYMOUS"), ENTERS(HANDLE)),
	EXPORT(ZwOpenThreadTokenEx, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS(OPENING " STATUS_NO_TOKEN STATUS_CANT_OPEN_ANONYMOUS"), ENTERS(HANDLE)),
	EXPORT(ZwQueryInformationToken, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_INVALID_INFO_CLASS "
		  "STATUS_BUFFER_TOO_SMALL"),
	    APPROXIMATES("the usual classes")),
	EXPORTS_END,
};
