/*
 * The store: the policy on disk.
 *
 * Windows: persistent objects and boot-time filters are there while the engine is not; when it
 *   starts it makes the former anew.  [win32:object-management]
 * Here: filled when the engine stops, used when it starts; in between it can be taken out of the
 *   machine and put into the next one, as a disk is.
 */
#ifndef BFE_STORE_H
#define BFE_STORE_H

#include "bfe/policy.h"

struct stored {
	struct link link;
	enum policy_kind kind;
	void *object; /* the FWPM structure */
	void *guard;  /* or NULL */
};

void store_start(void);

/* In the order in which they can be added again. */
void store_add(const struct policy *policy);
struct stored *store_first(void); /* NULL: there is nothing */
struct stored *store_next(struct stored *stored);
void store_remove(struct stored *stored);
bool store_boots(const struct stored *stored); /* a boot-time filter */

/* To the host's memory; and back into a machine whose store is empty, which frees it. */
struct exported;
struct exported *store_export(void);
void store_import(struct exported *exported);

#endif
