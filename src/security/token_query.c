/*
 * What can be asked of a token: one function makes each answer, with its SIDs
 * behind it, for SeQueryInformationToken and ZwQueryInformationToken.
 */
#include "security/token_query.h"

#include "executive/pool.h"
#include "ledger/finding.h"
#include "security/exports.h"

#include <string.h>

#define TAG 0x20206553 /* "Se  " */
#define ADMINISTRATORS "S-1-5-32-544"
#define ELEVATION_DEFAULT 1
#define ELEVATION_FULL 2
#define ELEVATION_LIMITED 3

NTAPI NTSTATUS SeQueryInformationToken(
    PACCESS_TOKEN Token, ULONG TokenInformationClass, PVOID *TokenInformation);
NTAPI NTSTATUS SeQueryAuthenticationIdToken(PACCESS_TOKEN Token, LUID *AuthenticationId);
NTAPI NTSTATUS SeQuerySessionIdToken(PACCESS_TOKEN Token, ULONG *SessionId);
NTAPI TOKEN_TYPE SeTokenType(PACCESS_TOKEN Token);
NTAPI SECURITY_IMPERSONATION_LEVEL SeTokenImpersonationLevel(PACCESS_TOKEN Token);
NTAPI BOOLEAN SeTokenIsAdmin(PACCESS_TOKEN Token);
NTAPI BOOLEAN SeTokenIsRestricted(PACCESS_TOKEN Token);

/* An answer that grows: a head, then what it points at. */
struct answer {
	UCHAR *to; /* NULL: only its length is wanted */
	size_t used;
};

static void *
take(struct answer *answer, size_t bytes)
{
	UCHAR *at = answer->to != NULL ? answer->to + answer->used : NULL;

	answer->used += (bytes + 7) & ~(size_t)7;
	if (at != NULL)
		memset(at, 0, bytes);
	return at;
}

static void
put(struct answer *answer, const void *what, size_t bytes)
{
	UCHAR *at = answer->to != NULL ? answer->to + answer->used : NULL;

	answer->used += bytes; /* to the byte: Windows tells exact lengths */
	if (at != NULL)
		memcpy(at, what, bytes);
}

static PSID
put_sid(struct answer *answer, const SID *sid)
{
	UCHAR *at = take(answer, sid_bytes(sid));

	if (at != NULL)
		memcpy(at, sid, sid_bytes(sid));
	return at;
}

static void
put_one_sid(struct answer *answer, const SID *sid, ULONG attributes)
{
	SID_AND_ATTRIBUTES *head = take(answer, sizeof *head);
	PSID copy = put_sid(answer, sid);

	if (head != NULL)
		*head = (SID_AND_ATTRIBUTES){ copy, attributes };
}

/* TOKEN_OWNER, TOKEN_PRIMARY_GROUP, TOKEN_APPCONTAINER_INFORMATION: a pointer alone. */
static void
put_pointer(struct answer *answer, const SID *sid)
{
	PSID *head = take(answer, sizeof *head);
	PSID copy = sid != NULL ? put_sid(answer, sid) : NULL;

	if (head != NULL)
		*head = copy;
}

static void
put_groups(struct answer *answer, const struct token *token)
{
	unsigned count = token->group_count - 1;
	TOKEN_GROUPS *head = take(answer, sizeof *head + count * sizeof head->Groups[0]);

	if (head != NULL)
		head->GroupCount = count;
	for (unsigned i = 0; i < count; i++) {
		const struct token_group *group = &token->groups[i + 1];
		PSID copy = put_sid(answer, &group->sid.sid);

		if (head != NULL)
			head->Groups[i] = (SID_AND_ATTRIBUTES){ copy, group->attributes };
	}
}

static void
put_integrity(struct answer *answer, const struct token *token)
{
	struct sid label;

	sid_parse("S-1-16-0", &label);
	label.sid.SubAuthority[0] = token->integrity;
	put_one_sid(answer, &label.sid, SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED);
}

static void
put_statistics(struct answer *answer, const struct token *token)
{
	TOKEN_STATISTICS statistics = {
		.TokenId = token->id,
		.AuthenticationId = token->logon,
		.ExpirationTime.QuadPart = INT64_MAX,
		.TokenType = token->type,
		.ImpersonationLevel = token->level,
		.GroupCount = token->group_count - 1,
		.PrivilegeCount = token->privilege_count,
		.ModifiedId = token->modified,
	};

	put(answer, &statistics, sizeof statistics);
}

static void
put_number(struct answer *answer, ULONG number)
{
	put(answer, &number, sizeof number);
}

static bool
is_admin(const struct token *token)
{
	struct sid administrators;

	sid_parse(ADMINISTRATORS, &administrators);
	return token_has(token, &administrators.sid, false);
}

static ULONG
elevation_type(const struct token *token)
{
	struct sid administrators;

	sid_parse(ADMINISTRATORS, &administrators);
	if (token->elevated)
		return ELEVATION_FULL;
	return token_has(token, &administrators.sid, true) ? ELEVATION_LIMITED : ELEVATION_DEFAULT;
}

static NTSTATUS
make(struct answer *answer, const struct token *token, ULONG class)
{
	static const TOKEN_SOURCE source = { { 'U', 's', 'e', 'r', '3', '2', ' ', 0 },
		{ .LowPart = 0x8000 } };

	switch (class) {
	case TokenUser:
		put_one_sid(answer, token_user(token), 0);
		return STATUS_SUCCESS;
	case TokenGroups:
		put_groups(answer, token);
		return STATUS_SUCCESS;
	case TokenPrivileges:
		put_number(answer, token->privilege_count);
		put(answer, token->privileges,
		    token->privilege_count * sizeof token->privileges[0]);
		return STATUS_SUCCESS;
	case TokenOwner:
	case TokenPrimaryGroup:
		put_pointer(answer, token_user(token));
		return STATUS_SUCCESS;
	case TokenSource:
		put(answer, &source, sizeof source);
		return STATUS_SUCCESS;
	case TokenType:
		put_number(answer, token->type);
		return STATUS_SUCCESS;
	case TokenImpersonationLevel:
		put_number(answer, token->level);
		return STATUS_SUCCESS;
	case TokenStatistics:
		put_statistics(answer, token);
		return STATUS_SUCCESS;
	case TokenSessionId:
		put_number(answer, token->session);
		return STATUS_SUCCESS;
	case TokenElevationType:
		put_number(answer, elevation_type(token));
		return STATUS_SUCCESS;
	case TokenElevation:
		put_number(answer, token->elevated);
		return STATUS_SUCCESS;
	case TokenIntegrityLevel:
		put_integrity(answer, token);
		return STATUS_SUCCESS;
	case TokenHasRestrictions:
	case TokenIsRestricted:
		put_number(answer, token->restricted);
		return STATUS_SUCCESS;
	case TokenUIAccess:
		put_number(answer, 0);
		return STATUS_SUCCESS;
	case TokenIsAppContainer:
		put_number(answer, token->contained);
		return STATUS_SUCCESS;
	case TokenAppContainerSid:
		put_pointer(answer, token_package(token));
		return STATUS_SUCCESS;
	}
	if (class == 0 || class >= TOKEN_CLASSES)
		return STATUS_INVALID_INFO_CLASS;
	not_modelled("a token's information of class %u", class);
}

NTSTATUS
token_answer(const struct token *token, ULONG class, void *to, size_t room, ULONG *length)
{
	struct answer answer = { NULL, 0 };
	NTSTATUS status = make(&answer, token, class);

	if (!NT_SUCCESS(status))
		return status;
	*length = (ULONG)answer.used;
	if (answer.used > room)
		return STATUS_BUFFER_TOO_SMALL;
	answer = (struct answer){ to, 0 };
	return make(&answer, token, class);
}

/*
 * Windows: what is asked for is allocated, and the driver frees it; a session id, an integrity level
 *   and some other numbers take the place of the pointer.  [ddi:SeQueryInformationToken]
 */
NTSTATUS NTAPI
SeQueryInformationToken(PACCESS_TOKEN Token, ULONG TokenInformationClass, PVOID *TokenInformation)
{
	const struct token *token = token_expect(Token, "SeQueryInformationToken");
	struct answer answer = { NULL, 0 };
	NTSTATUS status;

	*TokenInformation = NULL;
	switch (TokenInformationClass) {
	case TokenSessionId:
		*(ULONG *)TokenInformation = token->session;
		return STATUS_SUCCESS;
	case TokenIntegrityLevel:
		*(ULONG *)TokenInformation = token->integrity;
		return STATUS_SUCCESS;
	case TokenUIAccess:
		*(ULONG *)TokenInformation = 0;
		return STATUS_SUCCESS;
	case TokenIsAppContainer:
		*(ULONG *)TokenInformation = token->contained;
		return STATUS_SUCCESS;
	}
	status = make(&answer, token, TokenInformationClass);
	if (!NT_SUCCESS(status))
		return status;
	answer = (struct answer){ pool_take(answer.used, TAG, PagedPool), 0 };
	if (answer.to == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	*TokenInformation = answer.to;
	return make(&answer, token, TokenInformationClass);
}

NTSTATUS NTAPI
SeQueryAuthenticationIdToken(PACCESS_TOKEN Token, LUID *AuthenticationId)
{
	*AuthenticationId = token_expect(Token, "SeQueryAuthenticationIdToken")->logon;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
SeQuerySessionIdToken(PACCESS_TOKEN Token, ULONG *SessionId)
{
	*SessionId = token_expect(Token, "SeQuerySessionIdToken")->session;
	return STATUS_SUCCESS;
}

TOKEN_TYPE NTAPI
SeTokenType(PACCESS_TOKEN Token)
{
	return token_expect(Token, "SeTokenType")->type;
}

SECURITY_IMPERSONATION_LEVEL NTAPI
SeTokenImpersonationLevel(PACCESS_TOKEN Token)
{
	return token_expect(Token, "SeTokenImpersonationLevel")->level;
}

BOOLEAN NTAPI
SeTokenIsAdmin(PACCESS_TOKEN Token)
{
	return is_admin(token_expect(Token, "SeTokenIsAdmin"));
}

BOOLEAN NTAPI
SeTokenIsRestricted(PACCESS_TOKEN Token)
{
	return token_expect(Token, "SeTokenIsRestricted")->restricted;
}

const struct contract token_query_exports[] = {
	EXPORT(SeQueryInformationToken, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_INFO_CLASS"), APPROXIMATES("the usual classes"), ENTERS(POOL)),
	EXPORT(SeQueryAuthenticationIdToken, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(SeQuerySessionIdToken, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(SeTokenType, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(SeTokenImpersonationLevel, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORT(SeTokenIsAdmin, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(SeTokenIsRestricted, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORTS_END,
};
