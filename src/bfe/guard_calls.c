/*
 * The calls that show and set security descriptors: of an object, or of a container where there is no
 * key, or one of zeroes.  They are as GetSecurityInfo and SetSecurityInfo are.
 * [win32:FwpmFilterGetSecurityInfoByKey0, FwpmFilterSetSecurityInfoByKey0]
 */
#include "bfe/guard.h"

#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/session.h"
#include "bfe/transaction.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "security/acl.h"
#include "security/descriptor.h"
#include "security/sid.h"

#define EVERY_PART \
	(OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION \
	    | SACL_SECURITY_INFORMATION)

/* Where a Get call puts what it found. */
struct asked {
	SECURITY_INFORMATION parts;
	PSID *owner, *group;
	PACL *dacl, *sacl;
	PSECURITY_DESCRIPTOR *whole;
};

/* The descriptor without what was not asked for, lent to the caller, and its parts. */
static void
show(const void *guard, const struct asked *asked)
{
	struct descriptor parts;
	size_t bytes;
	void *packed;

	descriptor_read(guard, &parts);
	if ((asked->parts & OWNER_SECURITY_INFORMATION) == 0)
		parts.owner = NULL;
	if ((asked->parts & GROUP_SECURITY_INFORMATION) == 0)
		parts.group = NULL;
	if ((asked->parts & DACL_SECURITY_INFORMATION) == 0) {
		parts.dacl = NULL;
		parts.control &= (USHORT) ~(SE_DACL_PRESENT | SE_DACL_DEFAULTED);
	}
	if ((asked->parts & SACL_SECURITY_INFORMATION) == 0)
		parts.sacl = NULL;
	bytes = descriptor_packed_bytes(&parts);
	packed = arena_take(bytes);
	descriptor_pack(&parts, packed);
	*asked->whole = copy_lend_bytes(packed, bytes);
	arena_give(packed);
	descriptor_read(*asked->whole, &parts);
	if (asked->owner != NULL)
		*asked->owner = parts.owner;
	if (asked->group != NULL)
		*asked->group = parts.group;
	if (asked->dacl != NULL)
		*asked->dacl = parts.dacl;
	if (asked->sacl != NULL)
		*asked->sacl = parts.sacl;
}

/* The object of a call; NULL: the container. */
static NTSTATUS
find(enum guard_place place, const GUID *key, struct policy **policy)
{
	enum policy_kind kind = (enum policy_kind)place;

	*policy = NULL;
	if (key == NULL || key_is_zero(key))
		return STATUS_SUCCESS;
	*policy = policy_find(kind, key);
	return *policy != NULL ? STATUS_SUCCESS : policy_not_found(kind);
}

static void *
guard_of(enum guard_place place, const struct policy *policy)
{
	return policy == NULL ? guard_of_container(place) : guard_of_object(place, policy->guard);
}

static NTSTATUS
get(HANDLE engineHandle, enum guard_place place, const GUID *key, const struct asked *asked,
    const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);
	struct policy *policy;
	void *guard = NULL;

	if (session == NULL)
		return status;
	if (asked->whole == NULL)
		return STATUS_FWP_NULL_POINTER;
	status = transaction_enter(session, TRANSACTION_READ);
	if (status != STATUS_SUCCESS)
		return status;
	status = find(place, key, &policy);
	if (status == STATUS_SUCCESS)
		guard = guard_of(place, policy);
	status = transaction_leave(session, status);
	if (guard == NULL)
		return status;
	show(guard, asked);
	arena_give(guard);
	return status;
}

/* The parts that a Set call brings, copied; NULL: *status says why not. */
static void *
read_parts(SECURITY_INFORMATION info, struct descriptor *parts, const char *call, NTSTATUS *status)
{
	void *copy;

	if ((info & ~(SECURITY_INFORMATION)EVERY_PART) != 0)
		not_modelled("%s: security information 0x%x", call, info);
	if ((info & SACL_SECURITY_INFORMATION) != 0)
		not_modelled("%s: a SACL, which the engine does not support", call);
	parts->sacl = NULL;
	if ((info & OWNER_SECURITY_INFORMATION) == 0)
		parts->owner = NULL;
	else if (parts->owner == NULL || !sid_valid(parts->owner))
		*status = STATUS_INVALID_OWNER;
	if ((info & GROUP_SECURITY_INFORMATION) == 0)
		parts->group = NULL;
	else if (parts->group == NULL || !sid_valid(parts->group))
		*status = STATUS_INVALID_SID;
	if ((info & DACL_SECURITY_INFORMATION) == 0)
		parts->dacl = NULL;
	else if (parts->dacl != NULL && !acl_valid(parts->dacl))
		*status = STATUS_INVALID_ACL;
	if (*status != STATUS_SUCCESS)
		return NULL;
	copy = arena_take(descriptor_packed_bytes(parts));
	descriptor_pack(parts, copy);
	return copy;
}

/* What there was, with the new parts in it. */
static void *
merge(void *guard, SECURITY_INFORMATION info, const void *brought)
{
	struct descriptor parts, news;
	void *merged;

	descriptor_read(guard, &parts);
	descriptor_read(brought, &news);
	if ((info & OWNER_SECURITY_INFORMATION) != 0)
		parts.owner = news.owner;
	if ((info & GROUP_SECURITY_INFORMATION) != 0)
		parts.group = news.group;
	if ((info & DACL_SECURITY_INFORMATION) != 0) {
		parts.dacl = news.dacl;
		parts.control |= SE_DACL_PRESENT;
	}
	merged = arena_take(descriptor_packed_bytes(&parts));
	descriptor_pack(&parts, merged);
	arena_give(guard);
	return merged;
}

/* Windows: a dynamic session sets nothing but its own objects'.  [win32:access-control] */
static NTSTATUS
may_set(const struct session *session, const struct policy *policy)
{
	if (!session->dynamic)
		return STATUS_SUCCESS;
	if (policy == NULL || policy->session == NULL)
		return STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS;
	return policy->session == session ? STATUS_SUCCESS : STATUS_FWP_WRONG_SESSION;
}

static NTSTATUS
set_found(const struct session *session, enum guard_place place, const GUID *key,
    SECURITY_INFORMATION info, const void *brought)
{
	struct policy *policy;
	NTSTATUS status = find(place, key, &policy);
	void *guard;

	if (status == STATUS_SUCCESS)
		status = may_set(session, policy);
	if (status != STATUS_SUCCESS)
		return status;
	guard = merge(guard_of(place, policy), info, brought);
	if (policy == NULL) {
		guard_set_container(place, guard);
		return STATUS_SUCCESS;
	}
	if (policy->guard != NULL)
		arena_give(policy->guard);
	policy->guard = guard;
	return STATUS_SUCCESS;
}

/* Windows: not within an explicit transaction.  [win32:access-control,
 *   FwpmFilterSetSecurityInfoByKey0] */
static NTSTATUS
set(HANDLE engineHandle, enum guard_place place, const GUID *key, SECURITY_INFORMATION info,
    struct descriptor parts, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct session *session = session_of(engineHandle, call, &status);
	void *brought;

	if (session == NULL)
		return status;
	if (session->transaction != TRANSACTION_NONE)
		return STATUS_FWP_TXN_IN_PROGRESS;
	status = STATUS_SUCCESS;
	brought = read_parts(info, &parts, call, &status);
	if (brought == NULL)
		return status;
	status = transaction_enter(session, TRANSACTION_WRITE);
	if (status == STATUS_SUCCESS)
		status = transaction_leave(session, set_found(session, place, key, info, brought));
	arena_give(brought);
	return status;
}

/* A constant pointer's parts are only read. */
#define PARTS(sidOwner, sidGroup, dacl, sacl) \
	(struct descriptor) \
	{ \
		.control = SE_DACL_PRESENT, .owner = (SID *)(sidOwner), \
		.group = (SID *)(sidGroup), .sacl = (ACL *)(sacl), .dacl = (ACL *)(dacl), \
		.dacl_present = true, \
	}

#define BY_KEY(Name, place) \
	NTSTATUS NTAPI Fwpm##Name##GetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key, \
	    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, \
	    PACL *sacl, PSECURITY_DESCRIPTOR *securityDescriptor) \
	{ \
		struct asked asked = { securityInfo, sidOwner, sidGroup, dacl, sacl, \
			securityDescriptor }; \
\
		return get(engineHandle, (enum guard_place)(place), key, &asked, __func__); \
	} \
	NTSTATUS NTAPI Fwpm##Name##SetSecurityInfoByKey0(HANDLE engineHandle, const GUID *key, \
	    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, \
	    const ACL *dacl, const ACL *sacl) \
	{ \
		return set(engineHandle, (enum guard_place)(place), key, securityInfo, \
		    PARTS(sidOwner, sidGroup, dacl, sacl), __func__); \
	}
#define WHOLE(Name, place) \
	NTSTATUS NTAPI Name##GetSecurityInfo0(HANDLE engineHandle, \
	    SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, PACL *dacl, \
	    PACL *sacl, PSECURITY_DESCRIPTOR *securityDescriptor) \
	{ \
		struct asked asked = { securityInfo, sidOwner, sidGroup, dacl, sacl, \
			securityDescriptor }; \
\
		return get(engineHandle, place, NULL, &asked, __func__); \
	} \
	NTSTATUS NTAPI Name##SetSecurityInfo0(HANDLE engineHandle, \
	    SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, \
	    const ACL *dacl, const ACL *sacl) \
	{ \
		return set(engineHandle, place, NULL, securityInfo, \
		    PARTS(sidOwner, sidGroup, dacl, sacl), __func__); \
	}

BY_KEY(Provider, POLICY_PROVIDER)
BY_KEY(SubLayer, POLICY_SUBLAYER)
BY_KEY(Callout, POLICY_CALLOUT)
BY_KEY(Filter, POLICY_FILTER)
BY_KEY(ProviderContext, POLICY_CONTEXT)
BY_KEY(Layer, POLICY_LAYER)
WHOLE(FwpmEngine, GUARD_ENGINE)
WHOLE(FwpmNetEvents, GUARD_NET_EVENTS)
WHOLE(FwpmvSwitchEvents, GUARD_VSWITCH_EVENTS)
WHOLE(FwpmConnection, GUARD_CONNECTIONS)
WHOLE(IPsecSaDb, GUARD_IPSEC_SAS)
WHOLE(IPsecDosp, GUARD_IPSEC_DOSP)
WHOLE(IkeextSaDb, GUARD_IKE_SAS)

#define GET(name, count, code) \
	EXPORT(name, count, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS("STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER" code), ENTERS(BFE_MEMORY))
#define SET(name, count, code) \
	EXPORT(name, count, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu), \
	    FAILS("STATUS_INVALID_HANDLE STATUS_FWP_TXN_IN_PROGRESS STATUS_INVALID_OWNER " \
		  "STATUS_INVALID_SID STATUS_INVALID_ACL STATUS_FWP_WRONG_SESSION " \
		  "STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS" code), \
	    APPROXIMATES("guards nothing, adds no inherited entries"))
#define PAIR_BY_KEY(Name, code) \
	GET(Fwpm##Name##GetSecurityInfoByKey0, 8, " " code), \
	    SET(Fwpm##Name##SetSecurityInfoByKey0, 7, " " code)
#define PAIR(Name) GET(Name##GetSecurityInfo0, 7, ""), SET(Name##SetSecurityInfo0, 6, "")

const struct contract guard_exports[] = {
	PAIR_BY_KEY(Provider, "STATUS_FWP_PROVIDER_NOT_FOUND"),
	PAIR_BY_KEY(SubLayer, "STATUS_FWP_SUBLAYER_NOT_FOUND"),
	PAIR_BY_KEY(Callout, "STATUS_FWP_CALLOUT_NOT_FOUND"),
	PAIR_BY_KEY(Filter, "STATUS_FWP_FILTER_NOT_FOUND"),
	PAIR_BY_KEY(ProviderContext, "STATUS_FWP_PROVIDER_CONTEXT_NOT_FOUND"),
	PAIR_BY_KEY(Layer, "STATUS_FWP_LAYER_NOT_FOUND"),
	PAIR(FwpmEngine),
	PAIR(FwpmNetEvents),
	PAIR(FwpmvSwitchEvents),
	PAIR(FwpmConnection),
	PAIR(IPsecSaDb),
	PAIR(IPsecDosp),
	PAIR(IkeextSaDb),
	EXPORTS_END,
};
