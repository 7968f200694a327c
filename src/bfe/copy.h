/*
 * Deep copies of FWPM structures: what an object was added as, and what Get and Enum calls lend.
 *
 * A copy is one piece of memory with all that it points to, so that it goes at once.
 */
#ifndef BFE_COPY_H
#define BFE_COPY_H

#include "bfe/policy.h"

/* In the arena, for arena_give. */
void *copy_object(enum policy_kind kind, const void *object);
/* Elsewhere. */
void *copy_object_with(enum policy_kind kind, const void *object, void *(*take)(size_t bytes));

FWPM_SESSION0 *copy_session(const FWPM_SESSION0 *session);

/* In memory that is lent until FwpmFreeMemory0; the second: an array of copies, NULL for none. */
void *copy_lend(enum policy_kind kind, const void *object);
void **copy_lend_all(enum policy_kind kind, void *const *objects, uint32_t count);
FWPM_SESSION0 **copy_lend_sessions(FWPM_SESSION0 *const *sessions, uint32_t count);
void *copy_lend_bytes(const void *from, size_t bytes);
FWP_VALUE0 *copy_lend_value(const FWP_VALUE0 *value);
void *copy_lend_room(size_t bytes); /* of zeroes */

#endif
