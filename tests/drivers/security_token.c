/*
 * Asks whose each new program is: bit 0 is set if its user is the local system, bit 1 if
 * it is an administrator, bit 2 if a descriptor that lets administrators alone in lets
 * it in.  The count is the answer about the newest.
 */
#include <ntifs.h>

#include "contract.h"

NTKERNELAPI VOID NTAPI SeCaptureSubjectContextEx(
    PETHREAD Thread, PEPROCESS Process, PSECURITY_SUBJECT_CONTEXT SubjectContext);

static LONG
system_or_admin(PACCESS_TOKEN token)
{
	PTOKEN_USER user;
	LONG answer = 0;

	if (!NT_SUCCESS(SeQueryInformationToken(token, TokenUser, (PVOID *)&user)))
		return 0;
	if (RtlEqualSid(user->User.Sid, SeExports->SeLocalSystemSid))
		answer |= 1;
	ExFreePool(user);
	return answer | (SeTokenIsAdmin(token) ? 2 : 0);
}

static LONG
let_in(PEPROCESS process)
{
	static GENERIC_MAPPING mapping = { FILE_GENERIC_READ, FILE_GENERIC_WRITE,
		FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS };
	SECURITY_SUBJECT_CONTEXT subject;
	SECURITY_DESCRIPTOR descriptor;
	ULONG buffer[64];
	PACL list = (PACL)buffer;
	ACCESS_MASK granted;
	NTSTATUS status;
	BOOLEAN allowed;

	(VOID)RtlCreateSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
	(VOID)RtlCreateAcl(list, sizeof(buffer), ACL_REVISION);
	(VOID)RtlAddAccessAllowedAce(list, ACL_REVISION, GENERIC_ALL, SeExports->SeAliasAdminsSid);
	(VOID)RtlSetDaclSecurityDescriptor(&descriptor, TRUE, list, FALSE);
	SeCaptureSubjectContextEx(NULL, process, &subject);
	allowed = SeAccessCheck(&descriptor, &subject, FALSE, FILE_READ_DATA, 0, NULL, &mapping,
	    UserMode, &granted, &status);
	SeReleaseSubjectContext(&subject);
	return allowed && granted == FILE_READ_DATA ? 4 : 0;
}

static VOID NTAPI
told(HANDLE parent, HANDLE id, BOOLEAN create)
{
	PEPROCESS process;
	PACCESS_TOKEN token;

	UNREFERENCED_PARAMETER(parent);
	if (!create || !NT_SUCCESS(PsLookupProcessByProcessId(id, &process)))
		return;
	token = PsReferencePrimaryToken(process);
	contract_count = system_or_admin(token) | let_in(process);
	PsDereferencePrimaryToken(token);
	ObDereferenceObject(process);
}

static VOID
contract_stop(VOID)
{
	(VOID)PsSetCreateProcessNotifyRoutine(told, TRUE);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	return PsSetCreateProcessNotifyRoutine(told, FALSE);
}
