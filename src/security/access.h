/*
 * The access check: what a token may do with what a descriptor protects.
 */
#ifndef SECURITY_ACCESS_H
#define SECURITY_ACCESS_H

#include "security/token.h"

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
