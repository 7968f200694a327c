/*
 * What Windows puts into the tokens of the usual users.
 *	[win32:well-known-sids; win32:mandatory-integrity-control; learn:user-account-control]
 */
#include "security/token.h"

#include "ledger/finding.h"
#include "security/access.h"
#include "security/exports.h"

#include <string.h>

#define LOW 0x1000
#define MEDIUM 0x2000
#define HIGH 0x3000
#define SYSTEM 0x4000
#define ON (SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED)

static MACHINE_STATE ULONG last_luid;

NTAPI PACCESS_TOKEN PsReferencePrimaryToken(PEPROCESS Process);
NTAPI void PsDereferencePrimaryToken(PACCESS_TOKEN PrimaryToken);
NTAPI PACCESS_TOKEN PsReferenceImpersonationToken(PETHREAD Thread, BOOLEAN *CopyOnOpen,
    BOOLEAN *EffectiveOnly, SECURITY_IMPERSONATION_LEVEL *ImpersonationLevel);
NTAPI void PsDereferenceImpersonationToken(PACCESS_TOKEN ImpersonationToken);
NTAPI NTSTATUS PsImpersonateClient(PETHREAD Thread, PACCESS_TOKEN Token, BOOLEAN CopyOnOpen,
    BOOLEAN EffectiveOnly, SECURITY_IMPERSONATION_LEVEL ImpersonationLevel);
NTAPI void PsRevertToSelf(void);
NTAPI BOOLEAN PsIsThreadImpersonating(PETHREAD Thread);

void
security_start(void)
{
	sid_exports_fill();
	last_luid = 0x10000;
}

static LUID
luid_new(void)
{
	return (LUID){ .LowPart = ++last_luid };
}

static void
group_add(struct token *token, const char *sid, ULONG attributes)
{
	struct token_group *group = &token->groups[token->group_count++];

	if (!sid_parse(sid, &group->sid))
		not_modelled("the user or package '%s': no SID", sid);
	group->attributes = attributes;
}

static void
privilege_add(struct token *token, ULONG privilege, bool enabled)
{
	token->privileges[token->privilege_count++] = (LUID_AND_ATTRIBUTES){
		.Luid.LowPart = privilege,
		.Attributes = enabled ? SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT : 0,
	};
}

static void
fill_system(struct token *token)
{
	token->integrity = SYSTEM;
	token->logon = (LUID){ .LowPart = 0x3e7 }; /* SYSTEM_LUID */
	group_add(token, "S-1-5-32-544", ON | SE_GROUP_OWNER);
	group_add(token, "S-1-1-0", ON);
	group_add(token, "S-1-5-11", ON);
	for (ULONG privilege = 2; privilege < SE_LAST_PRIVILEGE; privilege++)
		privilege_add(token, privilege, true);
}

static void
fill_service(struct token *token, ULONG user)
{
	token->integrity = SYSTEM;
	token->logon = (LUID){ .LowPart = user == 20 ? 0x3e4 : 0x3e5 };
	group_add(token, "S-1-1-0", ON);
	group_add(token, "S-1-5-32-545", ON);
	group_add(token, "S-1-5-6", ON);
	group_add(token, "S-1-5-11", ON);
	privilege_add(token, SE_CHANGE_NOTIFY_PRIVILEGE, true);
}

/* An administrator who is not elevated has the group for denials only. */
static void
fill_user(struct token *token, bool elevated, bool administrator)
{
	token->integrity = elevated ? HIGH : MEDIUM;
	token->logon = luid_new();
	group_add(token, "S-1-1-0", ON);
	if (elevated || administrator)
		group_add(token, "S-1-5-32-544",
		    elevated ? ON | SE_GROUP_OWNER : SE_GROUP_USE_FOR_DENY_ONLY);
	group_add(token, "S-1-5-32-545", ON);
	group_add(token, "S-1-5-4", ON);
	group_add(token, "S-1-5-11", ON);
	privilege_add(token, SE_CHANGE_NOTIFY_PRIVILEGE, true);
	if (!elevated)
		return;
	for (ULONG privilege = SE_SECURITY_PRIVILEGE; privilege <= SE_DEBUG_PRIVILEGE; privilege++)
		privilege_add(token, privilege, false);
}

static bool
is_well_known(const SID *sid, ULONG last)
{
	return sid->SubAuthorityCount == 1 && sid->IdentifierAuthority[5] == 5
	    && sid_last(sid) == last;
}

static void
fill(struct token *token, const struct process_user *user)
{
	const SID *sid;

	group_add(token, user->sid, 0);
	sid = token_user(token);
	if (is_well_known(sid, 18))
		fill_system(token);
	else if (is_well_known(sid, 19) || is_well_known(sid, 20))
		fill_service(token, sid_last(sid));
	else
		fill_user(token, user->elevated, sid_last(sid) == 500);
	if (user->package[0] == '\0')
		return;
	if (!sid_parse(user->package, &token->package))
		not_modelled("the package '%s': no SID", user->package);
	token->contained = true;
	token->integrity = LOW;
}

static void
sids_point(struct token *token)
{
	for (unsigned i = 0; i < token->group_count; i++)
		token->sids[i] =
		    (SID_AND_ATTRIBUTES){ &token->groups[i].sid, token->groups[i].attributes };
}

struct token *
token_make(const struct process_user *user, uint32_t session)
{
	struct token *token = object_make(OBJECT_TOKEN, sizeof *token, NULL);

	token->type = TokenPrimary;
	token->id = luid_new();
	token->modified = luid_new();
	token->session = session;
	fill(token, user);
	token->elevated = token->integrity >= HIGH;
	sids_point(token);
	return token;
}

struct token *
token_of(PEPROCESS process)
{
	void **place = process_token(process);

	if (*place == NULL)
		*place = token_make(process_user(process), process_session(process));
	return *place;
}

struct token *
token_copy(const struct token *token, SECURITY_IMPERSONATION_LEVEL level)
{
	struct token *copy = object_make(OBJECT_TOKEN, sizeof *copy, NULL);

	*copy = *token;
	copy->type = TokenImpersonation;
	copy->level = level;
	copy->id = luid_new();
	copy->access.data = NULL;
	sids_point(copy);
	return copy;
}

struct token *
token_now(void)
{
	const struct impersonation *client = thread_impersonation(thread_object(thread_now()));

	return client->token != NULL ? client->token : token_of(process_now());
}

const SID *
token_user(const struct token *token)
{
	return &token->groups[0].sid.sid;
}

const SID *
token_package(const struct token *token)
{
	return token->contained ? &token->package.sid : NULL;
}

/*
 * Windows: a TOKEN_ACCESS_INFORMATION is what an access check wants to know of a token.
 *   [ddi:TOKEN_ACCESS_INFORMATION]
 * Here: the lists' hashes are 0; nobody but RtlSidHashLookup reads them, which is missing.
 */
const FWP_BYTE_BLOB *
token_access(struct token *token)
{
	if (token->access.data != NULL)
		return &token->access;
	token->sid_hash.SidCount = token->group_count;
	token->sid_hash.SidAttr = token->sids;
	token->information = (TOKEN_ACCESS_INFORMATION){
		.SidHash = &token->sid_hash,
		.RestrictedSidHash = &token->no_sids,
		.Privileges = (TOKEN_PRIVILEGES *)&token->privilege_count,
		.AuthenticationId = token->logon,
		.TokenType = token->type,
		.ImpersonationLevel = token->level,
		.MandatoryPolicy = TOKEN_MANDATORY_POLICY_NO_WRITE_UP,
		.PackageSid = token->contained ? &token->package.sid : NULL,
		.CapabilitiesHash = &token->no_sids,
	};
	token->access.size = sizeof *token - offsetof(struct token, information);
	token->access.data = (UINT8 *)&token->information;
	return &token->access;
}

void
token_information(const struct token *token, FWP_TOKEN_INFORMATION *information)
{
	*information = (FWP_TOKEN_INFORMATION){ .sidCount = token->group_count,
		.sids = (SID_AND_ATTRIBUTES *)token->sids };
}

bool
token_allows(const struct token *token, const void *descriptor, ACCESS_MASK wanted)
{
	struct access_question question = { .token = token, .wanted = wanted };

	return access_check(&question, descriptor);
}

bool
token_has(const struct token *token, const SID *sid, bool denying)
{
	return sid_list_has(subject_of_token(token).groups, sid, denying);
}

bool
token_privileged(const struct token *token, ULONG privilege)
{
	for (unsigned i = 0; i < token->privilege_count; i++) {
		if (token->privileges[i].Luid.LowPart == privilege)
			return (token->privileges[i].Attributes & SE_PRIVILEGE_ENABLED) != 0;
	}
	return false;
}

struct token *
token_expect(const void *token, const char *function)
{
	object_expect(token, OBJECT_TOKEN, function);
	return (struct token *)token;
}

/* Entry points. */

PACCESS_TOKEN NTAPI
PsReferencePrimaryToken(PEPROCESS Process)
{
	struct token *token;

	object_expect(Process, OBJECT_PROCESS, "PsReferencePrimaryToken");
	token = token_of(Process);
	object_lend(token);
	return token;
}

void NTAPI
PsDereferencePrimaryToken(PACCESS_TOKEN PrimaryToken)
{
	object_take_back(PrimaryToken);
}

/* Windows: NULL if the thread impersonates nobody.  [ddi:PsReferenceImpersonationToken] */
PACCESS_TOKEN NTAPI
PsReferenceImpersonationToken(PETHREAD Thread, BOOLEAN *CopyOnOpen, BOOLEAN *EffectiveOnly,
    SECURITY_IMPERSONATION_LEVEL *ImpersonationLevel)
{
	const struct impersonation *client;

	object_expect(Thread, OBJECT_THREAD, "PsReferenceImpersonationToken");
	client = thread_impersonation(Thread);
	if (client->token == NULL)
		return NULL;
	*CopyOnOpen = client->copy_on_open;
	*EffectiveOnly = client->effective_only;
	*ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)client->level;
	object_lend(client->token);
	return client->token;
}

/* Windows: NULL is nothing to give back.  [ddi:PsDereferenceImpersonationToken] */
void NTAPI
PsDereferenceImpersonationToken(PACCESS_TOKEN ImpersonationToken)
{
	if (ImpersonationToken != NULL)
		object_take_back(ImpersonationToken);
}

static void
revert(struct impersonation *client)
{
	void *token = client->token;

	*client = (struct impersonation){ 0 };
	if (token != NULL)
		object_dereference(token);
}

/* Windows: the thread takes a reference of its own; without a token it stops impersonating.
 *   [ddi:PsImpersonateClient] */
NTSTATUS NTAPI
PsImpersonateClient(PETHREAD Thread, PACCESS_TOKEN Token, BOOLEAN CopyOnOpen, BOOLEAN EffectiveOnly,
    SECURITY_IMPERSONATION_LEVEL ImpersonationLevel)
{
	struct impersonation *client;

	object_expect(Thread, OBJECT_THREAD, "PsImpersonateClient");
	client = thread_impersonation(Thread);
	if (Token != NULL) {
		token_expect(Token, "PsImpersonateClient");
		object_reference(Token);
	}
	revert(client);
	if (Token != NULL)
		*client =
		    (struct impersonation){ Token, ImpersonationLevel, CopyOnOpen, EffectiveOnly };
	return STATUS_SUCCESS;
}

void NTAPI
PsRevertToSelf(void)
{
	revert(thread_impersonation(thread_object(thread_now())));
}

BOOLEAN NTAPI
PsIsThreadImpersonating(PETHREAD Thread)
{
	object_expect(Thread, OBJECT_THREAD, "PsIsThreadImpersonating");
	return thread_impersonation(Thread)->token != NULL;
}

const struct contract token_exports[] = {
	EXPORT(PsReferencePrimaryToken, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORT(PsDereferencePrimaryToken, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    STRIKES(REFERENCE)),
	EXPORT(PsReferenceImpersonationToken, 4, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORT(PsDereferenceImpersonationToken, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    STRIKES(REFERENCE)),
	EXPORT(PsImpersonateClient, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs)),
	EXPORT(PsRevertToSelf, 0, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(PsIsThreadImpersonating, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};
