/*
 * What the Delete calls of all kinds share.
 */
#ifndef BFE_REMOVE_H
#define BFE_REMOVE_H

#include "bfe/policy.h"

NTSTATUS remove_by_key(
    HANDLE engineHandle, enum policy_kind kind, const GUID *key, const char *call);
NTSTATUS remove_by_id(HANDLE engineHandle, enum policy_kind kind, uint64_t id, const char *call);

#endif
