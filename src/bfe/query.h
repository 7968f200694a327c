/*
 * What the Get and Enum calls of all kinds share.
 *
 * An enumeration is a picture of the objects at the time when its handle was made.
 */
#ifndef BFE_QUERY_H
#define BFE_QUERY_H

#include "bfe/policy.h"
#include "kernel/contract.h"

/* Of these, the objects that an enumeration shows; NULL or zeroes: any. */
struct query_match {
	const GUID *provider;
	const GUID *layer;
	const GUID *callout;
	uint32_t action_mask; /* of a filter */
	bool none;            /* nothing can match */
};

NTSTATUS query_by_key(
    HANDLE engineHandle, enum policy_kind kind, const GUID *key, void **shown, const char *call);
NTSTATUS query_by_id(
    HANDLE engineHandle, enum policy_kind kind, uint64_t id, void **shown, const char *call);

NTSTATUS query_begin(HANDLE engineHandle, enum policy_kind kind, struct query_match match,
    HANDLE *enumHandle, const char *call);
NTSTATUS query_next(HANDLE engineHandle, enum policy_kind kind, HANDLE enumHandle, UINT32 wanted,
    void ***entries, UINT32 *returned, const char *call);
NTSTATUS query_end(HANDLE engineHandle, HANDLE enumHandle, const char *call);

extern const struct contract query_exports[];

#endif
