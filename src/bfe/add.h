/*
 * What the Add calls of all kinds share, and each kind's part of it.
 */
#ifndef BFE_ADD_H
#define BFE_ADD_H

#include "bfe/policy.h"

/* The whole call.  `id` may be NULL. */
NTSTATUS add_object(HANDLE engineHandle, enum policy_kind kind, const void *object,
    PSECURITY_DESCRIPTOR sd, uint64_t *id, const char *call);

/* In a transaction of the session's that writes.  What is added is ours, as a copy is (bfe/copy), and
 * checked here; `sd` is NULL or valid. */
NTSTATUS add_policy(struct session *session, enum policy_kind kind, const void *object,
    const void *sd, struct policy **made);

/* Each kind's part: the object is made and noted in the transaction. */
NTSTATUS add_provider(
    struct session *session, const FWPM_PROVIDER0 *provider, struct policy **made);
NTSTATUS add_sublayer(
    struct session *session, const FWPM_SUBLAYER0 *sublayer, struct policy **made);
NTSTATUS add_callout(struct session *session, const FWPM_CALLOUT0 *callout, struct policy **made);
NTSTATUS add_filter(struct session *session, const FWPM_FILTER0 *filter, struct policy **made);
NTSTATUS add_context(
    struct session *session, const FWPM_PROVIDER_CONTEXT0 *context, struct policy **made);

#endif
