/*
 * Policy: the objects of the Base Filtering Engine.
 *
 * Providers, sublayers, callouts, filters and provider contexts, found by key (the latter three also
 * by id), referring to one another: a filter to its sublayer, callout, context and provider, the
 * others to a provider.  What is referred to can't be deleted.
 *
 * Windows' own objects (bfe/builtin) are found as the others are.
 *
 * A dynamic object belongs to its session and goes with it; a static one stays until the
 * engine stops.  A persistent one goes too, and comes again when the engine starts [bfe/store.h].
 * What a driver's session added and is static is in the ledger.
 *
 * Some filters are there and not enforced, and so idle: a boot-time filter while the engine
 * runs, and those of a provider whose service was not to start when the engine did.
 */
#ifndef BFE_POLICY_H
#define BFE_POLICY_H

#include "base/list.h"
#include "nt/fwp.h"
#include "nt/status.h"
#include "wfp/key.h"

#include <stdbool.h>
#include <stdint.h>

struct session;

enum policy_kind {
	POLICY_PROVIDER,
	POLICY_SUBLAYER,
	POLICY_CALLOUT,
	POLICY_FILTER,
	POLICY_CONTEXT,
	POLICY_LAYER, /* Windows' own, all of them: see bfe/builtin */
	POLICY_KINDS,
};

enum policy_life {
	POLICY_DYNAMIC,
	POLICY_STATIC,
	POLICY_PERSISTENT,
};

enum change_kind {
	CHANGE_ADD,
	CHANGE_REMOVE,
	CHANGES,
};

/* A transaction's note of what it did. */
struct change {
	struct link link;
	enum change_kind kind;
	struct policy *policy;
};

#define POLICY_REFERENCES 4

struct policy {
	struct key_node by_key;
	struct key_node by_id;   /* callouts, filters and contexts */
	struct link all;         /* that can be found, in order of adding */
	struct link owned;       /* of the session's, or of all that are not dynamic */
	struct session *session; /* of a dynamic object, else NULL */
	enum policy_kind kind;
	enum policy_life life;
	bool drivers;      /* added by a driver and static: in the ledger */
	bool builtin;      /* Windows' own: see bfe/builtin */
	bool removed;      /* by a transaction that is still open */
	bool restored;     /* from a dump */
	uint32_t referred; /* by how many others */
	struct policy *refers[POLICY_REFERENCES];
	struct policy *provider; /* one of them, or NULL */
	struct change changes[CHANGES];
	uint64_t id;   /* of a callout, filter or context */
	void *shown;   /* what it was added as, whole and in one piece; Get calls copy it */
	void *guard;   /* its security descriptor; NULL: its container's */
	bool disabled; /* of a provider: its service was not to start */

	uint16_t weight;         /* of a sublayer */
	uint32_t number;         /* of a sublayer: the earlier added has the smaller */
	uint16_t layer;          /* of a callout */
	bool uses_contexts;      /* of a callout: its filters may have a provider context */
	struct callout *callout; /* of a callout */
	struct filter *filter;   /* of a filter; the engine's, which frees it */
	bool boot;               /* of a filter: until the engine runs */
	bool idle;               /* of a filter: the engine below has not heard of it */
	WCHAR name[];            /* with its NUL */
};

void policy_start(void);

/* What Add calls share: key and name are checked, the copy is made, belonging to nobody yet. */
NTSTATUS policy_make(struct session *session, enum policy_kind kind, const GUID *key,
    const WCHAR *name, bool persistent, struct policy **made);
void policy_free(struct policy *policy);

/* On its owner's list: it is whole. */
void policy_own(struct policy *policy, struct session *session);

/* Into the maps, and out again; `id` first. */
void policy_enter(struct policy *policy);
void policy_leave(struct policy *policy);
void policy_index(struct policy *policy);  /* into the maps alone: it can be found, not listed */
void policy_disown(struct policy *policy); /* for good: off its owner's list, out of the ledger */

struct policy *policy_find(enum policy_kind kind, const GUID *key);
struct policy *policy_find_id(enum policy_kind kind, uint64_t id);

/* Let `from` refer to the object with this key: it must exist and live as long. */
NTSTATUS policy_refer(
    struct policy *from, enum policy_kind kind, const GUID *key, struct policy **found);
NTSTATUS policy_refer_provider(struct policy *from, const GUID *key); /* first; NULL: to none */

NTSTATUS policy_not_found(enum policy_kind kind);
const char *policy_kind_name(enum policy_kind kind);

/* Those of a kind that were added, in order of their adding; `each` may remove it. */
void policy_each(
    enum policy_kind kind, void (*each)(void *context, struct policy *policy), void *context);

/* Those that are not dynamic, in order of their adding. */
void policy_each_static(void (*each)(void *context, const struct policy *policy), void *context);

#endif
