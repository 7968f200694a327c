/*
 * What the Get and Enum calls of all kinds share.
 *
 * An enumeration is a picture of the objects at the time when its handle was made.
 */
#ifndef BFE_QUERY_H
#define BFE_QUERY_H

#include "bfe/match.h"
#include "bfe/policy.h"
#include "kernel/contract.h"

NTSTATUS query_by_key(
    HANDLE engineHandle, enum policy_kind kind, const GUID *key, void **shown, const char *call);
NTSTATUS query_by_id(
    HANDLE engineHandle, enum policy_kind kind, uint64_t id, void **shown, const char *call);

/* What `match` has; in no order but that of adding, or a template's. */
NTSTATUS query_begin(HANDLE engineHandle, enum policy_kind kind, const struct match *match,
    HANDLE *enumHandle, const char *call);
NTSTATUS query_next(HANDLE engineHandle, enum policy_kind kind, HANDLE enumHandle, UINT32 wanted,
    void ***entries, UINT32 *returned, const char *call);
NTSTATUS query_end(HANDLE engineHandle, HANDLE enumHandle, const char *call);

extern const struct contract query_exports[];

#endif
