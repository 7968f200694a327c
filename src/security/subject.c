/*
 * Subject contexts: the tokens of a moment, for an access check.
 *
 * A context is the driver's memory; its tokens are referenced, and the
 * references are in the ledger until the context is released.
 */
#include "ledger/finding.h"
#include "security/exports.h"
#include "security/token.h"

NTAPI void SeCaptureSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext);
NTAPI void SeCaptureSubjectContextEx(
    PETHREAD Thread, PEPROCESS Process, SECURITY_SUBJECT_CONTEXT *SubjectContext);
NTAPI void SeLockSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext);
NTAPI void SeUnlockSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext);
NTAPI void SeReleaseSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext);
NTAPI NTSTATUS SeCreateClientSecurity(PETHREAD ClientThread,
    SECURITY_QUALITY_OF_SERVICE *ClientSecurityQos, BOOLEAN RemoteSession,
    SECURITY_CLIENT_CONTEXT *ClientContext);
NTAPI void SeDeleteClientSecurity(SECURITY_CLIENT_CONTEXT *ClientContext);
NTAPI NTSTATUS SeImpersonateClientEx(SECURITY_CLIENT_CONTEXT *ClientContext, PETHREAD ServerThread);
NTAPI NTSTATUS PsImpersonateClient(PETHREAD Thread, PACCESS_TOKEN Token, BOOLEAN CopyOnOpen,
    BOOLEAN EffectiveOnly, SECURITY_IMPERSONATION_LEVEL ImpersonationLevel);

static void
capture(PETHREAD thread, PEPROCESS process, SECURITY_SUBJECT_CONTEXT *context)
{
	const struct impersonation *client = thread != NULL ? thread_impersonation(thread) : NULL;

	*context = (SECURITY_SUBJECT_CONTEXT){
		.PrimaryToken = token_of(process),
		.ProcessAuditId = (PVOID)process_id(process),
	};
	object_lend(context->PrimaryToken);
	if (client == NULL || client->token == NULL)
		return;
	context->ClientToken = client->token;
	context->ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)client->level;
	object_lend(context->ClientToken);
}

void NTAPI
SeCaptureSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext)
{
	PETHREAD thread = thread_object(thread_now());

	capture(thread, thread_process(thread), SubjectContext);
}

/* Windows: without a thread there is no client.  [ddi:SeCaptureSubjectContextEx] */
void NTAPI
SeCaptureSubjectContextEx(
    PETHREAD Thread, PEPROCESS Process, SECURITY_SUBJECT_CONTEXT *SubjectContext)
{
	if (Thread != NULL)
		object_expect(Thread, OBJECT_THREAD, "SeCaptureSubjectContextEx");
	object_expect(Process, OBJECT_PROCESS, "SeCaptureSubjectContextEx");
	capture(Thread, Process, SubjectContext);
}

/* Here: tokens do not change, so there is nothing to lock. */
void NTAPI
SeLockSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext)
{
	token_expect(SubjectContext->PrimaryToken, "SeLockSubjectContext");
}

void NTAPI
SeUnlockSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext)
{
	token_expect(SubjectContext->PrimaryToken, "SeUnlockSubjectContext");
}

void NTAPI
SeReleaseSubjectContext(SECURITY_SUBJECT_CONTEXT *SubjectContext)
{
	object_take_back(SubjectContext->PrimaryToken);
	if (SubjectContext->ClientToken != NULL)
		object_take_back(SubjectContext->ClientToken);
	SubjectContext->PrimaryToken = SubjectContext->ClientToken = NULL;
}

/* Windows: a client below impersonation level can't be impersonated further.
 *   [ddi:SeCreateClientSecurity] */
NTSTATUS NTAPI
SeCreateClientSecurity(PETHREAD ClientThread, SECURITY_QUALITY_OF_SERVICE *ClientSecurityQos,
    BOOLEAN RemoteSession, SECURITY_CLIENT_CONTEXT *ClientContext)
{
	const struct impersonation *client;
	const struct token *from;

	object_expect(ClientThread, OBJECT_THREAD, "SeCreateClientSecurity");
	client = thread_impersonation(ClientThread);
	from = client->token != NULL ? client->token : token_of(thread_process(ClientThread));
	if (client->token != NULL
	    && (client->level < SecurityImpersonation
		|| ClientSecurityQos->ImpersonationLevel
		    > (SECURITY_IMPERSONATION_LEVEL)client->level))
		return STATUS_BAD_IMPERSONATION_LEVEL;
	*ClientContext = (SECURITY_CLIENT_CONTEXT){ .SecurityQos = *ClientSecurityQos,
		.ServerIsRemote = RemoteSession };
	ClientContext->ClientToken = token_copy(from, ClientSecurityQos->ImpersonationLevel);
	object_lend(ClientContext->ClientToken);
	object_dereference(ClientContext->ClientToken); /* the driver's is the only one */
	return STATUS_SUCCESS;
}

/* Windows: a macro over ObDereferenceObject in newer headers, and an export.  [ddi:SeDeleteClientSecurity] */
void NTAPI
SeDeleteClientSecurity(SECURITY_CLIENT_CONTEXT *ClientContext)
{
	object_take_back(ClientContext->ClientToken);
}

NTSTATUS NTAPI
SeImpersonateClientEx(SECURITY_CLIENT_CONTEXT *ClientContext, PETHREAD ServerThread)
{
	PETHREAD thread = ServerThread != NULL ? ServerThread : thread_object(thread_now());

	return PsImpersonateClient(thread, ClientContext->ClientToken, TRUE,
	    ClientContext->SecurityQos.EffectiveOnly,
	    ClientContext->SecurityQos.ImpersonationLevel);
}

const struct contract subject_exports[] = {
	EXPORT(SeCaptureSubjectContext, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORT(SeCaptureSubjectContextEx, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORT(SeLockSubjectContext, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    APPROXIMATES("tokens do not change")),
	EXPORT(SeUnlockSubjectContext, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    APPROXIMATES("tokens do not change")),
	EXPORT(SeReleaseSubjectContext, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    STRIKES(REFERENCE)),
	EXPORT(SeCreateClientSecurity, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_BAD_IMPERSONATION_LEVEL"), ENTERS(REFERENCE)),
	EXPORT(SeDeleteClientSecurity, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    STRIKES(REFERENCE)),
	EXPORT(SeImpersonateClientEx, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs)),
	EXPORTS_END,
};
