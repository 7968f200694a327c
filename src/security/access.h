/*
 * The access check: what a token may do with what a descriptor protects.
 *
 * Who asks is lists of SIDs: a token's own, or those that the filter engine shows of one
 * (FWP_TOKEN_INFORMATION, TOKEN_ACCESS_INFORMATION).
 */
#ifndef SECURITY_ACCESS_H
#define SECURITY_ACCESS_H

#include "security/token.h"

struct sid_list {
	const SID_AND_ATTRIBUTES *sids;
	ULONG count;
};

struct subject {
	struct sid_list groups;       /* the user first */
	struct sid_list restricted;   /* none: it is not restricted */
	struct sid_list capabilities; /* of an app container */
	const SID *package;           /* NULL: no app container */
};

struct subject subject_of_token(const struct token *token);
struct subject subject_of_information(const FWP_TOKEN_INFORMATION *information);
struct subject subject_of_access(const TOKEN_ACCESS_INFORMATION *information);

/* Is the SID one of the list, enabled?  `denying`: or one that counts for denials only. */
bool sid_list_has(struct sid_list list, const SID *sid, bool denying);

/* Without privileges and integrity.  The descriptor is valid. */
bool subject_allowed(const struct subject *subject, const void *descriptor, ACCESS_MASK wanted);

struct access_question {
	const struct token *token;
	ACCESS_MASK wanted;             /* may have MAXIMUM_ALLOWED */
	ACCESS_MASK before;             /* granted already */
	const GENERIC_MAPPING *mapping; /* NULL: no generic right occurs */
	/* The answer. */
	ACCESS_MASK granted;
	NTSTATUS status;
};

bool access_check(struct access_question *question, const void *descriptor);

#endif
