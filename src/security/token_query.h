/*
 * Answers about a token, in the form of ZwQueryInformationToken.
 */
#ifndef SECURITY_TOKEN_QUERY_H
#define SECURITY_TOKEN_QUERY_H

#include "security/token.h"

NTSTATUS token_answer(const struct token *token, ULONG class, void *to, size_t room, ULONG *length);

#endif
