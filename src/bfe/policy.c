#include "bfe/policy.h"

#include "bfe/builtin.h"
#include "bfe/session.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"

#include <string.h>

#define NAME_LIMIT 256

/* Kinds of key_node for ids; those for keys are enum policy_kind. */
#define BY_ID 16

static MACHINE_STATE struct key_map objects;
static MACHINE_STATE struct link static_objects;
static MACHINE_STATE struct link all_objects[POLICY_KINDS];

void
policy_start(void)
{
	key_map_start(&objects, 128);
	list_start(&static_objects);
	for (enum policy_kind kind = 0; kind < POLICY_KINDS; kind++)
		list_start(&all_objects[kind]);
}

NTSTATUS
policy_not_found(enum policy_kind kind)
{
	switch (kind) {
	case POLICY_PROVIDER:
		return STATUS_FWP_PROVIDER_NOT_FOUND;
	case POLICY_SUBLAYER:
		return STATUS_FWP_SUBLAYER_NOT_FOUND;
	case POLICY_CALLOUT:
		return STATUS_FWP_CALLOUT_NOT_FOUND;
	case POLICY_FILTER:
		return STATUS_FWP_FILTER_NOT_FOUND;
	case POLICY_CONTEXT:
		return STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND;
	case POLICY_LAYER:
		return STATUS_FWP_LAYER_NOT_FOUND;
	case POLICY_KINDS:
		break;
	}
	return STATUS_FWP_NOT_FOUND;
}

const char *
policy_kind_name(enum policy_kind kind)
{
	switch (kind) {
	case POLICY_PROVIDER:
		return "provider";
	case POLICY_SUBLAYER:
		return "sublayer";
	case POLICY_CALLOUT:
		return "callout";
	case POLICY_FILTER:
		return "filter";
	case POLICY_CONTEXT:
		return "provider_context";
	case POLICY_LAYER:
		return "layer";
	case POLICY_KINDS:
		break;
	}
	return "object";
}

struct policy *
policy_find(enum policy_kind kind, const GUID *key)
{
	struct key_node *node = key_find(&objects, kind, key);

	return node != NULL ? LIST_ITEM(node, struct policy, by_key) : builtin_find(kind, key);
}

struct policy *
policy_find_id(enum policy_kind kind, uint64_t id)
{
	GUID key = key_of_id(id);
	struct key_node *node = key_find(&objects, BY_ID + kind, &key);

	return node != NULL ? LIST_ITEM(node, struct policy, by_id) : builtin_find_id(kind, id);
}

static size_t
name_length(const WCHAR *name)
{
	size_t length = 0;

	while (length < NAME_LIMIT && name[length] != 0)
		length++;
	return length;
}

static NTSTATUS
check(const struct session *session, enum policy_kind kind, const GUID *key, bool persistent)
{
	if (persistent && session->dynamic)
		return STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS;
	return policy_find(kind, key) != NULL ? STATUS_FWP_ALREADY_EXISTS : STATUS_SUCCESS;
}

/*
 * Windows: a key of zeroes stands for one that the engine makes up; objects have a
 *   display name.  [win32:FwpmFilterAdd0, FWPM_DISPLAY_DATA0]
 */
NTSTATUS
policy_make(struct session *session, enum policy_kind kind, const GUID *key, const WCHAR *name,
    bool persistent, struct policy **made)
{
	NTSTATUS status = check(session, kind, key, persistent);
	struct policy *policy;
	size_t length;

	if (status != STATUS_SUCCESS)
		return status;
	length = name == NULL ? 0 : name_length(name);
	policy = arena_take(sizeof(*policy) + (length + 1) * sizeof(WCHAR));
	policy->kind = kind;
	policy->by_key.kind = kind;
	policy->by_key.key = key_is_zero(key) ? key_made_up() : *key;
	policy->session = session->dynamic ? session : NULL;
	policy->life = session->dynamic ? POLICY_DYNAMIC
	    : persistent                ? POLICY_PERSISTENT
					: POLICY_STATIC;
	/* What is made to be persistent is meant to stay [rule R31]. */
	policy->drivers = !session->user && policy->life == POLICY_STATIC;
	policy->restored = session->restores;
	if (length > 0)
		memcpy(policy->name, name, length * sizeof(WCHAR));
	list_start(&policy->owned);
	list_start(&policy->all);
	*made = policy;
	return STATUS_SUCCESS;
}

void
policy_own(struct policy *policy, struct session *session)
{
	list_add(session->dynamic ? &session->objects : &static_objects, &policy->owned);
}

void
policy_free(struct policy *policy)
{
	list_remove(&policy->owned);
	if (policy->shown != NULL)
		arena_give(policy->shown);
	if (policy->guard != NULL)
		arena_give(policy->guard);
	arena_give(policy);
}

void
policy_index(struct policy *policy)
{
	key_add(&objects, &policy->by_key);
	if (policy->id == 0)
		return;
	policy->by_id.kind = BY_ID + policy->kind;
	policy->by_id.key = key_of_id(policy->id);
	key_add(&objects, &policy->by_id);
}

void
policy_enter(struct policy *policy)
{
	for (unsigned at = 0; at < POLICY_REFERENCES; at++) {
		if (policy->refers[at] != NULL)
			policy->refers[at]->referred++;
	}
	list_add(&all_objects[policy->kind], &policy->all);
	policy_index(policy);
}

void
policy_leave(struct policy *policy)
{
	for (unsigned at = 0; at < POLICY_REFERENCES; at++) {
		if (policy->refers[at] != NULL)
			policy->refers[at]->referred--;
	}
	list_remove(&policy->all);
	key_remove(&objects, &policy->by_key);
	if (policy->id != 0)
		key_remove(&objects, &policy->by_id);
}

void
policy_disown(struct policy *policy)
{
	if (policy->drivers)
		ledger_strike(HOLDING_STATIC_OBJECT, (uintptr_t)policy);
	policy_free(policy);
}

/*
 * Windows: what is referred to must live at least as long; a dynamic object can't refer to
 *   another session's, nor a persistent one to another provider's.  [win32:object-management]
 * Here: what has no provider is never left out when the engine starts, so anybody may refer to it.
 */
static NTSTATUS
check_lives(const struct policy *from, const struct policy *to)
{
	if (from->restored)
		return STATUS_SUCCESS;
	if (to->life < from->life)
		return STATUS_FWP_LIFETIME_MISMATCH;
	if (to->life == POLICY_DYNAMIC && to->session != from->session)
		return STATUS_FWP_WRONG_SESSION;
	if (from->life == POLICY_PERSISTENT && to->provider != NULL
	    && to->provider != from->provider)
		return STATUS_FWP_LIFETIME_MISMATCH;
	return STATUS_SUCCESS;
}

NTSTATUS
policy_refer(struct policy *from, enum policy_kind kind, const GUID *key, struct policy **found)
{
	struct policy *to = policy_find(kind, key);
	NTSTATUS status;
	unsigned at = 0;

	if (to == NULL)
		return policy_not_found(kind);
	status = check_lives(from, to);
	if (status != STATUS_SUCCESS)
		return status;
	while (from->refers[at] != NULL)
		at++;
	from->refers[at] = to;
	*found = to;
	return STATUS_SUCCESS;
}

NTSTATUS
policy_refer_provider(struct policy *from, const GUID *key)
{
	if (key == NULL)
		return STATUS_SUCCESS;
	return policy_refer(from, POLICY_PROVIDER, key, &from->provider);
}

void
policy_each(
    enum policy_kind kind, void (*each)(void *context, struct policy *policy), void *context)
{
	LIST_EACH_SAFE (at, &all_objects[kind])
		each(context, LIST_ITEM(at, struct policy, all));
}

void
policy_each_static(void (*each)(void *context, const struct policy *policy), void *context)
{
	LIST_EACH (at, &static_objects) {
		const struct policy *policy = LIST_ITEM(at, struct policy, owned);

		if (!policy->removed)
			each(context, policy);
	}
}
