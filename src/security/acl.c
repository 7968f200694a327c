#include "security/acl.h"

#include "ledger/finding.h"
#include "security/exports.h"
#include "security/sid.h"

#include <string.h>

#define ACL_LIMIT 0xfffc
#define LAST ((ULONG)-1)
#define SIZE_INFORMATION 2 /* AclSizeInformation */
#define REVISION_INFORMATION 1

NTAPI NTSTATUS RtlCreateAcl(PACL Acl, ULONG AclLength, ULONG AclRevision);
NTAPI BOOLEAN RtlValidAcl(PACL Acl);
NTAPI BOOLEAN RtlFirstFreeAce(PACL Acl, PVOID *FirstFree);
NTAPI NTSTATUS RtlAddAce(
    PACL Acl, ULONG AceRevision, ULONG StartingAceIndex, PVOID AceList, ULONG AceListLength);
NTAPI NTSTATUS RtlAddAccessAllowedAce(
    PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid);
NTAPI NTSTATUS RtlAddAccessAllowedAceEx(
    PACL Acl, ULONG AceRevision, ULONG AceFlags, ACCESS_MASK AccessMask, PSID Sid);
NTAPI NTSTATUS RtlAddAccessDeniedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid);
NTAPI NTSTATUS RtlAddAccessDeniedAceEx(
    PACL Acl, ULONG AceRevision, ULONG AceFlags, ACCESS_MASK AccessMask, PSID Sid);
NTAPI NTSTATUS RtlGetAce(PACL Acl, ULONG AceIndex, PVOID *Ace);
NTAPI NTSTATUS RtlDeleteAce(PACL Acl, ULONG AceIndex);
NTAPI NTSTATUS RtlQueryInformationAcl(
    PACL Acl, PVOID AclInformation, ULONG AclInformationLength, ULONG AclInformationClass);

const ACE_HEADER *
acl_next(const ACL *acl, const ACE_HEADER *ace)
{
	const UCHAR *first = (const UCHAR *)(acl + 1), *at = first;
	unsigned number = 0;

	if (ace == NULL)
		return acl->AceCount > 0 ? (const ACE_HEADER *)first : NULL;
	while ((const ACE_HEADER *)at != ace) {
		at += ((const ACE_HEADER *)at)->AceSize;
		number++;
	}
	return number + 1 < acl->AceCount ? (const ACE_HEADER *)(at + ace->AceSize) : NULL;
}

/* Where the entries end; NULL: they lead out of the list, or are no entries. */
static UCHAR *
entries_end(const ACL *acl)
{
	UCHAR *at = (UCHAR *)(acl + 1), *end = (UCHAR *)acl + acl->AclSize;

	for (unsigned i = 0; i < acl->AceCount; i++) {
		const ACE_HEADER *ace = (const ACE_HEADER *)at;

		if (end - at < (ptrdiff_t)sizeof *ace || ace->AceSize < sizeof *ace
		    || ace->AceSize % 4 != 0 || end - at < ace->AceSize)
			return NULL;
		at += ace->AceSize;
	}
	return at;
}

/* Windows: of the entries whose type has a SID behind a mask, the SID lies inside, too. */
static bool
sids_fit(const ACL *acl)
{
	for (const ACE_HEADER *ace = acl_next(acl, NULL); ace != NULL; ace = acl_next(acl, ace)) {
		size_t head = offsetof(ACCESS_ALLOWED_ACE, SidStart) + offsetof(SID, SubAuthority);

		if (ace->AceType > SYSTEM_ALARM_ACE_TYPE)
			continue;
		if (ace->AceSize < head || !sid_valid(ace_sid(ace))
		    || offsetof(ACCESS_ALLOWED_ACE, SidStart) + sid_bytes(ace_sid(ace))
			> ace->AceSize)
			return false;
	}
	return true;
}

bool
acl_valid(const ACL *acl)
{
	return acl->AclRevision >= ACL_REVISION && acl->AclRevision <= ACL_REVISION_DS
	    && acl->AclSize >= sizeof *acl && acl->AclSize % 4 == 0 && entries_end(acl) != NULL
	    && sids_fit(acl);
}

NTSTATUS NTAPI
RtlCreateAcl(PACL Acl, ULONG AclLength, ULONG AclRevision)
{
	if (AclLength < sizeof *Acl)
		return STATUS_BUFFER_TOO_SMALL;
	if (AclRevision < ACL_REVISION || AclRevision > ACL_REVISION_DS
	    || AclLength > ACL_LIMIT + 3)
		return STATUS_INVALID_PARAMETER;
	*Acl = (ACL){ .AclRevision = (UCHAR)AclRevision, .AclSize = (USHORT)(AclLength & ~3u) };
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI
RtlValidAcl(PACL Acl)
{
	return acl_valid(Acl);
}

/* Windows: TRUE with NULL if the list is full.  [ntifs.h] */
BOOLEAN NTAPI
RtlFirstFreeAce(PACL Acl, PVOID *FirstFree)
{
	UCHAR *end = entries_end(Acl);

	*FirstFree = NULL;
	if (end == NULL)
		return FALSE;
	if (end < (UCHAR *)Acl + Acl->AclSize)
		*FirstFree = end;
	return TRUE;
}

/* Windows: as many entries as there are in so many bytes; they go before the one of that number.
 *   [ddi:RtlAddAce] */
NTSTATUS NTAPI
RtlAddAce(PACL Acl, ULONG AceRevision, ULONG StartingAceIndex, PVOID AceList, ULONG AceListLength)
{
	UCHAR *list = AceList, *end, *to;
	unsigned added = 0;
	ULONG used = 0;

	if (!acl_valid(Acl))
		return STATUS_INVALID_PARAMETER;
	end = entries_end(Acl);
	while (used < AceListLength) {
		const ACE_HEADER *ace = (const ACE_HEADER *)(list + used);

		if (AceListLength - used < sizeof *ace || ace->AceSize < sizeof *ace
		    || ace->AceSize > AceListLength - used)
			return STATUS_INVALID_PARAMETER;
		used += ace->AceSize;
		added++;
	}
	if (end + used > (UCHAR *)Acl + Acl->AclSize)
		return STATUS_BUFFER_TOO_SMALL;
	to = (UCHAR *)(Acl + 1);
	for (ULONG i = 0; i < StartingAceIndex && i < Acl->AceCount; i++)
		to += ((const ACE_HEADER *)to)->AceSize;
	memmove(to + used, to, (size_t)(end - to));
	memcpy(to, list, used);
	Acl->AceCount = (USHORT)(Acl->AceCount + added);
	if (AceRevision > Acl->AclRevision)
		Acl->AclRevision = (UCHAR)AceRevision;
	return STATUS_SUCCESS;
}

static NTSTATUS
add(PACL acl, ULONG revision, UCHAR type, ULONG flags, ACCESS_MASK mask, PSID sid)
{
	size_t bytes;
	UCHAR *end;
	ACCESS_ALLOWED_ACE *ace;

	if (!sid_valid(sid))
		return STATUS_INVALID_SID;
	if (revision < ACL_REVISION || revision > ACL_REVISION_DS
	    || acl->AclRevision > ACL_REVISION_DS)
		return STATUS_REVISION_MISMATCH;
	if ((flags & ~(ULONG)VALID_INHERIT_FLAGS) != 0)
		return STATUS_INVALID_PARAMETER;
	end = entries_end(acl);
	if (end == NULL)
		return STATUS_INVALID_ACL;
	bytes = offsetof(ACCESS_ALLOWED_ACE, SidStart) + sid_bytes(sid);
	if (end + bytes > (UCHAR *)acl + acl->AclSize)
		return STATUS_ALLOTTED_SPACE_EXCEEDED;
	ace = (ACCESS_ALLOWED_ACE *)end;
	ace->Header = (ACE_HEADER){ type, (UCHAR)flags, (USHORT)bytes };
	ace->Mask = mask;
	memcpy(&ace->SidStart, sid, sid_bytes(sid));
	acl->AceCount++;
	if (revision > acl->AclRevision)
		acl->AclRevision = (UCHAR)revision;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlAddAccessAllowedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid)
{
	return add(Acl, AceRevision, ACCESS_ALLOWED_ACE_TYPE, 0, AccessMask, Sid);
}

NTSTATUS NTAPI
RtlAddAccessAllowedAceEx(
    PACL Acl, ULONG AceRevision, ULONG AceFlags, ACCESS_MASK AccessMask, PSID Sid)
{
	return add(Acl, AceRevision, ACCESS_ALLOWED_ACE_TYPE, AceFlags, AccessMask, Sid);
}

NTSTATUS NTAPI
RtlAddAccessDeniedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid)
{
	return add(Acl, AceRevision, ACCESS_DENIED_ACE_TYPE, 0, AccessMask, Sid);
}

NTSTATUS NTAPI
RtlAddAccessDeniedAceEx(
    PACL Acl, ULONG AceRevision, ULONG AceFlags, ACCESS_MASK AccessMask, PSID Sid)
{
	return add(Acl, AceRevision, ACCESS_DENIED_ACE_TYPE, AceFlags, AccessMask, Sid);
}

NTSTATUS NTAPI
RtlGetAce(PACL Acl, ULONG AceIndex, PVOID *Ace)
{
	UCHAR *at = (UCHAR *)(Acl + 1);

	if (AceIndex >= Acl->AceCount || entries_end(Acl) == NULL)
		return STATUS_INVALID_PARAMETER;
	while (AceIndex-- > 0)
		at += ((const ACE_HEADER *)at)->AceSize;
	*Ace = at;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlDeleteAce(PACL Acl, ULONG AceIndex)
{
	PVOID ace;
	UCHAR *next, *end = entries_end(Acl);

	if (!NT_SUCCESS(RtlGetAce(Acl, AceIndex, &ace)))
		return STATUS_INVALID_PARAMETER;
	next = (UCHAR *)ace + ((const ACE_HEADER *)ace)->AceSize;
	memmove(ace, next, (size_t)(end - next));
	Acl->AceCount--;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlQueryInformationAcl(
    PACL Acl, PVOID AclInformation, ULONG AclInformationLength, ULONG AclInformationClass)
{
	ACL_SIZE_INFORMATION *size = AclInformation;

	if (!acl_valid(Acl))
		return STATUS_INVALID_PARAMETER;
	if (AclInformationClass == REVISION_INFORMATION) {
		if (AclInformationLength < sizeof(ULONG))
			return STATUS_BUFFER_TOO_SMALL;
		*(ULONG *)AclInformation = Acl->AclRevision;
		return STATUS_SUCCESS;
	}
	if (AclInformationClass != SIZE_INFORMATION)
		return STATUS_INVALID_INFO_CLASS;
	if (AclInformationLength < sizeof *size)
		return STATUS_BUFFER_TOO_SMALL;
	size->AceCount = Acl->AceCount;
	size->AclBytesInUse = (ULONG)(entries_end(Acl) - (UCHAR *)Acl);
	size->AclBytesFree = Acl->AclSize - size->AclBytesInUse;
	return STATUS_SUCCESS;
}

#define OF_LIST(name, count, ...) EXPORT(name, count, APC_LEVEL, REFUSAL_NONE, 0, ##__VA_ARGS__)
#define ADDING \
	"STATUS_ALLOTTED_SPACE_EXCEEDED STATUS_INVALID_ACL STATUS_INVALID_SID " \
	"STATUS_REVISION_MISMATCH STATUS_INVALID_PARAMETER"

const struct contract acl_exports[] = {
	OF_LIST(RtlCreateAcl, 3, PAGE(ntifs),
	    FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_PARAMETER")),
	OF_LIST(RtlValidAcl, 1),
	OF_LIST(RtlFirstFreeAce, 2),
	OF_LIST(
	    RtlAddAce, 5, PAGE(ntifs), FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_PARAMETER")),
	OF_LIST(RtlAddAccessAllowedAce, 4, PAGE(ntifs), FAILS(ADDING)),
	OF_LIST(RtlAddAccessAllowedAceEx, 5, PAGE(ntifs), FAILS(ADDING)),
	OF_LIST(RtlAddAccessDeniedAce, 4, FAILS(ADDING)),
	OF_LIST(RtlAddAccessDeniedAceEx, 5, FAILS(ADDING)),
	OF_LIST(RtlGetAce, 3, PAGE(ntifs), FAILS("STATUS_INVALID_PARAMETER")),
	OF_LIST(RtlDeleteAce, 2, PAGE(ntifs), FAILS("STATUS_INVALID_PARAMETER")),
	OF_LIST(RtlQueryInformationAcl, 4,
	    FAILS("STATUS_INVALID_PARAMETER STATUS_INVALID_INFO_CLASS STATUS_BUFFER_TOO_SMALL")),
	EXPORTS_END,
};
