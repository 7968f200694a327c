/*
 * Windows: the entries are read in their order until each right is granted, or
 *   one is denied; no list at all grants everything, an empty one nothing.
 *   The owner may read the descriptor and change its list.  Below the
 *   object's integrity, medium unless its label says otherwise, nothing may be written.
 *   [win32:how-dacls-control-access-to-an-object; win32:mandatory-integrity-control]
 * Here: no object or callback entries.
 */
#include "security/access.h"

#include "ledger/finding.h"
#include "security/acl.h"
#include "security/descriptor.h"
#include "security/exports.h"

#include <string.h>

#define MEDIUM 0x2000
#define OWNERS_RIGHTS (READ_CONTROL | WRITE_DAC)

NTAPI BOOLEAN SeAccessCheck(PSECURITY_DESCRIPTOR SecurityDescriptor,
    SECURITY_SUBJECT_CONTEXT *SubjectSecurityContext, BOOLEAN SubjectContextLocked,
    ACCESS_MASK DesiredAccess, ACCESS_MASK PreviouslyGrantedAccess, PPRIVILEGE_SET *Privileges,
    GENERIC_MAPPING *GenericMapping, KPROCESSOR_MODE AccessMode, ACCESS_MASK *GrantedAccess,
    NTSTATUS *AccessStatus);
NTAPI void RtlMapGenericMask(ACCESS_MASK *AccessMask, const GENERIC_MAPPING *GenericMapping);
NTAPI BOOLEAN RtlAreAllAccessesGranted(ACCESS_MASK GrantedAccess, ACCESS_MASK DesiredAccess);
NTAPI BOOLEAN RtlAreAnyAccessesGranted(ACCESS_MASK GrantedAccess, ACCESS_MASK DesiredAccess);
NTAPI BOOLEAN SePrivilegeCheck(PRIVILEGE_SET *RequiredPrivileges,
    SECURITY_SUBJECT_CONTEXT *SubjectSecurityContext, KPROCESSOR_MODE AccessMode);
NTAPI BOOLEAN SeSinglePrivilegeCheck(LUID PrivilegeValue, KPROCESSOR_MODE PreviousMode);
NTAPI void SeFreePrivileges(PPRIVILEGE_SET Privileges);

struct subject
subject_of_token(const struct token *token)
{
	return (struct subject){
		.groups = { token->sids, token->group_count },
		.package = token_package(token),
	};
}

struct subject
subject_of_information(const FWP_TOKEN_INFORMATION *information)
{
	return (struct subject){
		.groups = { information->sids, information->sidCount },
		.restricted = { information->restrictedSids, information->restrictedSidCount },
	};
}

static struct sid_list
list_of_hash(const SID_AND_ATTRIBUTES_HASH *hash)
{
	return hash == NULL ? (struct sid_list){ 0 }
			    : (struct sid_list){ hash->SidAttr, hash->SidCount };
}

struct subject
subject_of_access(const TOKEN_ACCESS_INFORMATION *information)
{
	return (struct subject){
		.groups = list_of_hash(information->SidHash),
		.restricted = list_of_hash(information->RestrictedSidHash),
		.capabilities = list_of_hash(information->CapabilitiesHash),
		.package = information->PackageSid,
	};
}

/* Windows: the user, who is the first, counts whatever its attributes are. */
bool
sid_list_has(struct sid_list list, const SID *sid, bool denying)
{
	for (ULONG at = 0; at < list.count; at++) {
		ULONG attributes = list.sids[at].Attributes;

		if (!sid_same(list.sids[at].Sid, sid))
			continue;
		return at == 0 || (attributes & SE_GROUP_ENABLED) != 0
		    || (denying && (attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0);
	}
	return false;
}

/* S-1-15-2-1  [win32:well-known-sids] */
static bool
is_all_packages(const SID *sid)
{
	return sid->SubAuthorityCount == 2 && sid->IdentifierAuthority[5] == 15
	    && sid->SubAuthority[0] == 2 && sid_last(sid) == 1;
}

static ACCESS_MASK
mapped(ACCESS_MASK mask, const GENERIC_MAPPING *mapping)
{
	if (mapping == NULL)
		return mask;
	if ((mask & GENERIC_READ) != 0)
		mask |= mapping->GenericRead;
	if ((mask & GENERIC_WRITE) != 0)
		mask |= mapping->GenericWrite;
	if ((mask & GENERIC_EXECUTE) != 0)
		mask |= mapping->GenericExecute;
	if ((mask & GENERIC_ALL) != 0)
		mask |= mapping->GenericAll;
	return mask & ~(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL);
}

/* What the integrity level forbids. */
static ACCESS_MASK
forbidden(const struct access_question *question, const struct descriptor *descriptor)
{
	const GENERIC_MAPPING *mapping = question->mapping;
	ULONG level = MEDIUM, policy = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP;

	if (mapping == NULL)
		return 0;
	for (const ACE_HEADER *ace = descriptor->sacl ? acl_next(descriptor->sacl, NULL) : NULL;
	     ace != NULL; ace = acl_next(descriptor->sacl, ace)) {
		if (ace->AceType != SYSTEM_MANDATORY_LABEL_ACE_TYPE)
			continue;
		level = sid_last(ace_sid(ace));
		policy = ace_mask(ace);
	}
	if (question->token->integrity >= level
	    || (policy & SYSTEM_MANDATORY_LABEL_NO_WRITE_UP) == 0)
		return 0;
	return ~(mapping->GenericRead | mapping->GenericExecute | SYNCHRONIZE);
}

/* Rights of privileges: STATUS_PRIVILEGE_NOT_HELD for the one that nothing else gives. */
static bool
privileges_count(struct access_question *question, ACCESS_MASK *granted)
{
	if ((question->wanted & WRITE_OWNER) != 0
	    && token_privileged(question->token, SE_TAKE_OWNERSHIP_PRIVILEGE))
		*granted |= WRITE_OWNER;
	if ((question->wanted & ACCESS_SYSTEM_SECURITY) == 0)
		return true;
	if (!token_privileged(question->token, SE_SECURITY_PRIVILEGE))
		return false;
	*granted |= ACCESS_SYSTEM_SECURITY;
	return true;
}

/* One list of SIDs, or a package and its capabilities. */
struct side {
	struct sid_list sids;
	const SID *package;
};

static bool
side_has(const struct side *side, const SID *sid, bool denying)
{
	if (side->package != NULL && (sid_same(side->package, sid) || is_all_packages(sid)))
		return true;
	return sid_list_has(side->sids, sid, denying);
}

/* One entry: adds to what is granted or denied so far. */
static void
entry_counts(const struct side *side, const ACE_HEADER *ace, const GENERIC_MAPPING *mapping,
    ACCESS_MASK *granted, ACCESS_MASK *denied)
{
	ACCESS_MASK mask;

	if ((ace->AceFlags & INHERIT_ONLY_ACE) != 0)
		return;
	if (ace->AceType > ACCESS_DENIED_ACE_TYPE)
		not_modelled("an access check: an ACE of type %u", ace->AceType);
	mask = mapped(ace_mask(ace), mapping);
	if (ace->AceType == ACCESS_DENIED_ACE_TYPE && side_has(side, ace_sid(ace), true))
		*denied |= mask & ~*granted;
	else if (ace->AceType == ACCESS_ALLOWED_ACE_TYPE && side_has(side, ace_sid(ace), false))
		*granted |= mask & ~*denied;
}

static ACCESS_MASK
side_granted(const struct side *side, const ACL *dacl, const GENERIC_MAPPING *mapping)
{
	ACCESS_MASK granted = 0, denied = 0;

	for (const ACE_HEADER *ace = acl_next(dacl, NULL); ace != NULL; ace = acl_next(dacl, ace))
		entry_counts(side, ace, mapping, &granted, &denied);
	return granted;
}

/*
 * Windows: of a restricted token, and of an app container, both sides must be granted a right: the
 *   user with its groups, and the restricting SIDs, or the package with its capabilities.
 *   [win32:restricted-tokens; win32:implementing-an-appcontainer]
 */
static ACCESS_MASK
list_grants(const struct subject *subject, const ACL *dacl, const GENERIC_MAPPING *mapping)
{
	struct side user = { .sids = subject->groups };
	struct side restricted = { .sids = subject->restricted };
	struct side package = { subject->capabilities, subject->package };
	ACCESS_MASK granted = side_granted(&user, dacl, mapping);

	if (subject->restricted.count > 0)
		granted &= side_granted(&restricted, dacl, mapping);
	if (subject->package != NULL)
		granted &= side_granted(&package, dacl, mapping);
	return granted;
}

bool
subject_allowed(const struct subject *subject, const void *from, ACCESS_MASK wanted)
{
	struct descriptor descriptor;

	if (!descriptor_read(from, &descriptor))
		return false;
	return descriptor.dacl == NULL
	    || (wanted & ~list_grants(subject, descriptor.dacl, NULL)) == 0;
}

static ACCESS_MASK
token_granted(const struct access_question *question, const struct descriptor *descriptor,
    ACCESS_MASK granted)
{
	struct subject subject = subject_of_token(question->token);

	if (descriptor->owner != NULL && token_has(question->token, descriptor->owner, false))
		granted |= OWNERS_RIGHTS;
	if (descriptor->dacl == NULL)
		return granted | (question->mapping != NULL ? question->mapping->GenericAll : 0)
		    | (question->wanted & ~(ACCESS_MASK)(MAXIMUM_ALLOWED | ACCESS_SYSTEM_SECURITY));
	return granted | list_grants(&subject, descriptor->dacl, question->mapping);
}

static bool
refused(struct access_question *question, NTSTATUS status)
{
	question->granted = 0;
	question->status = status;
	return false;
}

bool
access_check(struct access_question *question, const void *from)
{
	ACCESS_MASK wanted, granted = 0;
	struct descriptor descriptor;

	if (!descriptor_valid(from) || !descriptor_read(from, &descriptor))
		return refused(question, STATUS_ACCESS_DENIED);
	question->wanted = mapped(question->wanted, question->mapping);
	if (!privileges_count(question, &granted))
		return refused(question, STATUS_PRIVILEGE_NOT_HELD);
	granted = token_granted(question, &descriptor, granted) & ~forbidden(question, &descriptor);
	wanted = question->wanted & ~(ACCESS_MASK)MAXIMUM_ALLOWED & ~question->before;
	if ((wanted & ~granted) != 0)
		return refused(question, STATUS_ACCESS_DENIED);
	if ((question->wanted & MAXIMUM_ALLOWED) == 0)
		granted = wanted;
	question->granted = granted | question->before;
	if (question->granted == 0)
		return refused(question, STATUS_ACCESS_DENIED);
	question->status = STATUS_SUCCESS;
	return true;
}

/* Windows: the client's token where there is one, else the process'.  [ddi:SECURITY_SUBJECT_CONTEXT] */
static const struct token *
subject_token(const SECURITY_SUBJECT_CONTEXT *subject, const char *function)
{
	return token_expect(
	    subject->ClientToken != NULL ? subject->ClientToken : subject->PrimaryToken, function);
}

/*
 * Windows: a caller in the kernel is granted all that it asks for; without a descriptor nobody else is
 *   granted anything.  [ddi:SeAccessCheck]
 * Here: the privileges that were used are not told.
 */
BOOLEAN NTAPI
SeAccessCheck(PSECURITY_DESCRIPTOR SecurityDescriptor,
    SECURITY_SUBJECT_CONTEXT *SubjectSecurityContext, BOOLEAN SubjectContextLocked,
    ACCESS_MASK DesiredAccess, ACCESS_MASK PreviouslyGrantedAccess, PPRIVILEGE_SET *Privileges,
    GENERIC_MAPPING *GenericMapping, KPROCESSOR_MODE AccessMode, ACCESS_MASK *GrantedAccess,
    NTSTATUS *AccessStatus)
{
	struct access_question question = { .wanted = DesiredAccess,
		.before = PreviouslyGrantedAccess,
		.mapping = GenericMapping };
	bool allowed;

	(void)SubjectContextLocked;
	if (Privileges != NULL)
		*Privileges = NULL;
	if (AccessMode == KernelMode) {
		if ((DesiredAccess & MAXIMUM_ALLOWED) != 0)
			DesiredAccess |= GenericMapping->GenericAll;
		*GrantedAccess =
		    (DesiredAccess & ~(ACCESS_MASK)MAXIMUM_ALLOWED) | PreviouslyGrantedAccess;
		*AccessStatus = STATUS_SUCCESS;
		return TRUE;
	}
	question.token = subject_token(SubjectSecurityContext, "SeAccessCheck");
	allowed = access_check(&question, SecurityDescriptor);
	*GrantedAccess = question.granted;
	*AccessStatus = question.status;
	return allowed;
}

void NTAPI
RtlMapGenericMask(ACCESS_MASK *AccessMask, const GENERIC_MAPPING *GenericMapping)
{
	*AccessMask = mapped(*AccessMask, GenericMapping);
}

BOOLEAN NTAPI
RtlAreAllAccessesGranted(ACCESS_MASK GrantedAccess, ACCESS_MASK DesiredAccess)
{
	return (DesiredAccess & ~GrantedAccess) == 0;
}

BOOLEAN NTAPI
RtlAreAnyAccessesGranted(ACCESS_MASK GrantedAccess, ACCESS_MASK DesiredAccess)
{
	return (DesiredAccess & GrantedAccess) != 0;
}

/* Windows: all of the set, or any; each that is held is marked as used.  [ddi:SePrivilegeCheck] */
BOOLEAN NTAPI
SePrivilegeCheck(PRIVILEGE_SET *RequiredPrivileges,
    SECURITY_SUBJECT_CONTEXT *SubjectSecurityContext, KPROCESSOR_MODE AccessMode)
{
	const struct token *token;
	ULONG held = 0;

	if (AccessMode == KernelMode)
		return TRUE;
	token = subject_token(SubjectSecurityContext, "SePrivilegeCheck");
	for (ULONG i = 0; i < RequiredPrivileges->PrivilegeCount; i++) {
		LUID_AND_ATTRIBUTES *privilege = &RequiredPrivileges->Privilege[i];

		if (!token_privileged(token, privilege->Luid.LowPart))
			continue;
		privilege->Attributes |= SE_PRIVILEGE_USED_FOR_ACCESS;
		held++;
	}
	if ((RequiredPrivileges->Control & PRIVILEGE_SET_ALL_NECESSARY) != 0)
		return held == RequiredPrivileges->PrivilegeCount;
	return held > 0;
}

BOOLEAN NTAPI
SeSinglePrivilegeCheck(LUID PrivilegeValue, KPROCESSOR_MODE PreviousMode)
{
	return PreviousMode == KernelMode || token_privileged(token_now(), PrivilegeValue.LowPart);
}

/* Here: SeAccessCheck gives none out. */
void NTAPI
SeFreePrivileges(PPRIVILEGE_SET Privileges)
{
	if (Privileges != NULL)
		not_modelled("SeFreePrivileges of a set that is none of ours");
}

#define ANY_TIME(name, count, ...) \
	EXPORT(name, count, DISPATCH_LEVEL, REFUSAL_NONE, 0, ##__VA_ARGS__)

const struct contract access_exports[] = {
	EXPORT(SeAccessCheck, 10, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("no object or callback ACEs, no capabilities, no privilege sets")),
	ANY_TIME(RtlMapGenericMask, 2, PAGE(ntddk)),
	ANY_TIME(RtlAreAllAccessesGranted, 2),
	ANY_TIME(RtlAreAnyAccessesGranted, 2),
	EXPORT(SePrivilegeCheck, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(SeSinglePrivilegeCheck, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(SeFreePrivileges, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORTS_END,
};
