/*
 * Tokens: in whose name a process acts.
 *
 * A process' primary token is made from its struct process_user when somebody
 * first asks for it, and belongs to the process.  This header is all that the
 * filter engine needs for ALE_USER_ID, ALE_PACKAGE_ID and their kin:
 *
 *	const struct token *token = token_of(process);
 *	token_user(token)		the SID of the user
 *	token_package(token)		of the app container, or NULL
 *	token_access(token)		ALE_USER_ID's value; it points into the token
 *	token_information(token, &information)	the same in an older form
 *	token_allows(token, descriptor, FWP_ACTRL_MATCH_FILTER)	a condition on ALE_USER_ID
 *
 * A token lives as long as its process, or as somebody has a reference to it.
 */
#ifndef SECURITY_TOKEN_H
#define SECURITY_TOKEN_H

#include "executive/process.h"
#include "nt/se.h"
#include "security/sid.h"

#include <stdbool.h>

#define TOKEN_GROUPS_LIMIT 12
#define TOKEN_PRIVILEGES_LIMIT 36

struct token_group {
	struct sid sid;
	ULONG attributes;
};

/*
 * An object of type OBJECT_TOKEN.  The first group is the user.
 *
 * From `information` to the end lies what ZwQueryInformationToken would answer for
 * TokenAccessInformation: a head and, behind it, all that it points at.
 */
struct token {
	TOKEN_TYPE type;
	SECURITY_IMPERSONATION_LEVEL level;
	LUID id;
	LUID logon; /* AuthenticationId */
	LUID modified;
	uint32_t session;
	bool elevated;
	bool restricted;
	bool contained; /* an app container's */
	unsigned group_count;
	ULONG integrity;      /* 0x2000: medium */
	FWP_BYTE_BLOB access; /* .data NULL: nobody has asked for it yet */
	TOKEN_ACCESS_INFORMATION information;
	SID_AND_ATTRIBUTES_HASH sid_hash, no_sids;
	SID_AND_ATTRIBUTES sids[TOKEN_GROUPS_LIMIT]; /* `groups`, as Windows has them */
	struct token_group groups[TOKEN_GROUPS_LIMIT];
	struct sid package;
	unsigned privilege_count; /* this and the next are a TOKEN_PRIVILEGES */
	LUID_AND_ATTRIBUTES privileges[TOKEN_PRIVILEGES_LIMIT];
};

_Static_assert(offsetof(struct token, privileges) - offsetof(struct token, privilege_count)
	== offsetof(TOKEN_PRIVILEGES, Privileges),
    "a TOKEN_PRIVILEGES");

void security_start(void);

struct token *token_of(PEPROCESS process);
/* Of a program that is no process here; one reference. */
struct token *token_make(const struct process_user *user, uint32_t session);
struct token *token_now(void); /* the one in whose name the running thread acts */
const SID *token_user(const struct token *token);
const SID *token_package(const struct token *token);
/* A TOKEN_ACCESS_INFORMATION. */
const FWP_BYTE_BLOB *token_access(struct token *token);
void token_information(const struct token *token, FWP_TOKEN_INFORMATION *information);
bool token_allows(const struct token *token, const void *descriptor, ACCESS_MASK wanted);

/* An impersonation token with the same contents, and one reference. */
struct token *token_copy(const struct token *token, SECURITY_IMPERSONATION_LEVEL level);
/* Is the SID the user's, or an enabled group's?  `denying`: or one that counts for denials only. */
bool token_has(const struct token *token, const SID *sid, bool denying);
bool token_privileged(const struct token *token, ULONG privilege);
/* Stops the driver if what it passed is no token. */
struct token *token_expect(const void *token, const char *function);

#endif
