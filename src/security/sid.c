#include "security/sid.h"

#include "executive/pool.h"
#include "executive/variable.h"
#include "ledger/finding.h"
#include "security/exports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRING_TAG 0x53727453 /* "StrS" */
#define SID_TAG 0x64695353    /* "SSid" */
#define MACHINE "S-1-5-21-1004336348-1177238915-682003330-"

NTAPI void ExFreePool(PVOID P);
NTAPI BOOLEAN RtlValidSid(PSID Sid);
NTAPI BOOLEAN RtlEqualSid(PSID Sid1, PSID Sid2);
NTAPI BOOLEAN RtlEqualPrefixSid(PSID Sid1, PSID Sid2);
NTAPI ULONG RtlLengthSid(PSID Sid);
NTAPI ULONG RtlLengthRequiredSid(ULONG SubAuthorityCount);
NTAPI NTSTATUS RtlInitializeSid(PSID Sid, PVOID IdentifierAuthority, UCHAR SubAuthorityCount);
NTAPI NTSTATUS RtlAllocateAndInitializeSid(PVOID IdentifierAuthority, UCHAR SubAuthorityCount,
    ULONG SubAuthority0, ULONG SubAuthority1, ULONG SubAuthority2, ULONG SubAuthority3,
    ULONG SubAuthority4, ULONG SubAuthority5, ULONG SubAuthority6, ULONG SubAuthority7, PSID *Sid);
NTAPI PVOID RtlFreeSid(PSID Sid);
NTAPI PVOID RtlIdentifierAuthoritySid(PSID Sid);
NTAPI ULONG *RtlSubAuthoritySid(PSID Sid, ULONG SubAuthority);
NTAPI UCHAR *RtlSubAuthorityCountSid(PSID Sid);
NTAPI NTSTATUS RtlCopySid(ULONG DestinationSidLength, PSID DestinationSid, PSID SourceSid);
NTAPI NTSTATUS RtlConvertSidToUnicodeString(
    PUNICODE_STRING UnicodeString, PSID Sid, BOOLEAN AllocateDestinationString);
NTAPI BOOLEAN RtlEqualLuid(LUID *Luid1, LUID *Luid2);
NTAPI void RtlCopyLuid(LUID *DestinationLuid, LUID *SourceLuid);

size_t
sid_bytes(const SID *sid)
{
	return offsetof(SID, SubAuthority) + 4u * sid->SubAuthorityCount;
}

/* Windows: revision 1, and at most fifteen sub-authorities.  [ddi:RtlValidSid] */
bool
sid_valid(const SID *sid)
{
	return sid != NULL && (sid->Revision & 0x0f) == SID_REVISION
	    && sid->SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES;
}

bool
sid_same(const SID *left, const SID *right)
{
	return left->Revision == right->Revision
	    && left->SubAuthorityCount == right->SubAuthorityCount
	    && memcmp(left, right, sid_bytes(left)) == 0;
}

ULONG
sid_last(const SID *sid)
{
	const UCHAR *last = (const UCHAR *)sid + sid_bytes(sid) - 4;
	ULONG value = 0;

	if (sid->SubAuthorityCount > 0)
		memcpy(&value, last, sizeof value);
	return value;
}

static const char *
well_known(const char *name)
{
	static const struct {
		const char *name, *sid;
	} names[] = {
		{ "system", "S-1-5-18" },
		{ "local service", "S-1-5-19" },
		{ "network service", "S-1-5-20" },
		{ "administrator", MACHINE "500" },
		{ "guest", MACHINE "501" },
		{ "user", MACHINE "1001" },
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i].name, name) == 0)
			return names[i].sid;
	}
	return name;
}

bool
sid_parse(const char *name, struct sid *sid)
{
	const char *text = well_known(name);
	size_t length = offsetof(SID, SubAuthority);
	char *end;
	uint64_t authority;

	memset(sid, 0, sizeof *sid);
	if (strncmp(text, "S-1-", 4) != 0)
		return false;
	sid->sid.Revision = SID_REVISION;
	authority = strtoull(text + 4, &end, 0);
	for (int i = 0; i < 6; i++)
		sid->sid.IdentifierAuthority[5 - i] = (UCHAR)(authority >> 8 * i);
	while (*end == '-' && end[1] >= '0' && end[1] <= '9'
	    && sid->sid.SubAuthorityCount < SID_MAX_SUB_AUTHORITIES) {
		uint64_t value = strtoul(end + 1, &end, 10);

		if (value > UINT32_MAX)
			return false;
		memcpy(sid->bytes + length, &value, sizeof(ULONG));
		length += sizeof(ULONG);
		sid->sid.SubAuthorityCount++;
	}
	return *end == '\0' && authority >> 48 == 0;
}

/* Entry points. */

BOOLEAN NTAPI
RtlValidSid(PSID Sid)
{
	return sid_valid(Sid);
}

BOOLEAN NTAPI
RtlEqualSid(PSID Sid1, PSID Sid2)
{
	return sid_same(Sid1, Sid2);
}

/* Windows: equal but for the last sub-authority.  [ddi:RtlEqualPrefixSid] */
BOOLEAN NTAPI
RtlEqualPrefixSid(PSID Sid1, PSID Sid2)
{
	const SID *left = Sid1, *right = Sid2;
	size_t bytes = sid_bytes(left);

	if (left->Revision != right->Revision
	    || left->SubAuthorityCount != right->SubAuthorityCount)
		return FALSE;
	return memcmp(left, right, left->SubAuthorityCount > 0 ? bytes - 4 : bytes) == 0;
}

ULONG NTAPI
RtlLengthSid(PSID Sid)
{
	return (ULONG)sid_bytes(Sid);
}

ULONG NTAPI
RtlLengthRequiredSid(ULONG SubAuthorityCount)
{
	return (ULONG)(offsetof(SID, SubAuthority) + 4 * (size_t)SubAuthorityCount);
}

NTSTATUS NTAPI
RtlInitializeSid(PSID Sid, PVOID IdentifierAuthority, UCHAR SubAuthorityCount)
{
	SID *sid = Sid;

	if (SubAuthorityCount > SID_MAX_SUB_AUTHORITIES)
		return STATUS_INVALID_PARAMETER;
	sid->Revision = SID_REVISION;
	sid->SubAuthorityCount = SubAuthorityCount;
	memcpy(sid->IdentifierAuthority, IdentifierAuthority, sizeof sid->IdentifierAuthority);
	return STATUS_SUCCESS;
}

/* Windows: at most eight sub-authorities; RtlFreeSid gives it back.  [ddi:RtlAllocateAndInitializeSid] */
NTSTATUS NTAPI
RtlAllocateAndInitializeSid(PVOID IdentifierAuthority, UCHAR SubAuthorityCount, ULONG SubAuthority0,
    ULONG SubAuthority1, ULONG SubAuthority2, ULONG SubAuthority3, ULONG SubAuthority4,
    ULONG SubAuthority5, ULONG SubAuthority6, ULONG SubAuthority7, PSID *Sid)
{
	const ULONG parts[] = { SubAuthority0, SubAuthority1, SubAuthority2, SubAuthority3,
		SubAuthority4, SubAuthority5, SubAuthority6, SubAuthority7 };
	UCHAR *sid;

	if (SubAuthorityCount > sizeof parts / sizeof parts[0])
		return STATUS_INVALID_SID;
	sid = pool_take(RtlLengthRequiredSid(SubAuthorityCount), SID_TAG, PagedPool);
	if (sid == NULL)
		return STATUS_NO_MEMORY;
	RtlInitializeSid(sid, IdentifierAuthority, SubAuthorityCount);
	memcpy(sid + offsetof(SID, SubAuthority), parts, 4u * SubAuthorityCount);
	*Sid = sid;
	return STATUS_SUCCESS;
}

/* Windows: always NULL.  [ddi:RtlFreeSid] */
PVOID NTAPI
RtlFreeSid(PSID Sid)
{
	if (Sid != NULL)
		ExFreePool(Sid);
	return NULL;
}

PVOID NTAPI
RtlIdentifierAuthoritySid(PSID Sid)
{
	return ((SID *)Sid)->IdentifierAuthority;
}

ULONG *NTAPI
RtlSubAuthoritySid(PSID Sid, ULONG SubAuthority)
{
	return (ULONG *)((UCHAR *)Sid + offsetof(SID, SubAuthority)) + SubAuthority;
}

UCHAR *NTAPI
RtlSubAuthorityCountSid(PSID Sid)
{
	return &((SID *)Sid)->SubAuthorityCount;
}

NTSTATUS NTAPI
RtlCopySid(ULONG DestinationSidLength, PSID DestinationSid, PSID SourceSid)
{
	size_t bytes = sid_bytes(SourceSid);

	if (bytes > DestinationSidLength)
		return STATUS_BUFFER_TOO_SMALL;
	memmove(DestinationSid, SourceSid, bytes);
	return STATUS_SUCCESS;
}

size_t
sid_text(const SID *sid, char text[SID_TEXT])
{
	uint64_t authority = 0;
	int used;

	for (int i = 0; i < 6; i++)
		authority = authority << 8 | sid->IdentifierAuthority[i];
	used = snprintf(text, SID_TEXT, authority >> 32 == 0 ? "S-1-%lu" : "S-1-0x%012lX",
	    (unsigned long)authority);
	for (unsigned i = 0; i < sid->SubAuthorityCount; i++) {
		ULONG value;

		memcpy(&value, (const UCHAR *)sid + offsetof(SID, SubAuthority) + 4 * i, 4);
		used += snprintf(text + used, SID_TEXT - (size_t)used, "-%u", value);
	}
	return (size_t)used;
}

/* Windows: the string ends in a zero; RtlFreeUnicodeString gives an allocated one back.
 *   [ddi:RtlConvertSidToUnicodeString] */
NTSTATUS NTAPI
RtlConvertSidToUnicodeString(
    PUNICODE_STRING UnicodeString, PSID Sid, BOOLEAN AllocateDestinationString)
{
	char text[SID_TEXT];
	size_t length, bytes;

	if (!sid_valid(Sid))
		return STATUS_INVALID_SID;
	length = sid_text(Sid, text);
	bytes = length * sizeof(WCHAR);
	if (AllocateDestinationString) {
		UnicodeString->Buffer = pool_take(bytes + sizeof(WCHAR), STRING_TAG, PagedPool);
		if (UnicodeString->Buffer == NULL)
			return STATUS_NO_MEMORY;
		UnicodeString->MaximumLength = (USHORT)(bytes + sizeof(WCHAR));
	} else if (bytes + sizeof(WCHAR) > UnicodeString->MaximumLength) {
		return STATUS_BUFFER_OVERFLOW;
	}
	UnicodeString->Length = (USHORT)bytes;
	for (size_t i = 0; i <= length; i++)
		UnicodeString->Buffer[i] = (WCHAR)text[i];
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI
RtlEqualLuid(LUID *Luid1, LUID *Luid2)
{
	return Luid1->LowPart == Luid2->LowPart && Luid1->HighPart == Luid2->HighPart;
}

void NTAPI
RtlCopyLuid(LUID *DestinationLuid, LUID *SourceLuid)
{
	*DestinationLuid = *SourceLuid;
}

/* What SeExports points at. */

#define PRIVILEGES(X) \
	X(SeCreateTokenPrivilege, 2) \
	X(SeAssignPrimaryTokenPrivilege, 3) \
	X(SeLockMemoryPrivilege, 4) \
	X(SeIncreaseQuotaPrivilege, 5) \
	X(SeUnsolicitedInputPrivilege, 6) \
	X(SeTcbPrivilege, 7) \
	X(SeSecurityPrivilege, 8) \
	X(SeTakeOwnershipPrivilege, 9) \
	X(SeLoadDriverPrivilege, 10) \
	X(SeSystemProfilePrivilege, 11) \
	X(SeSystemtimePrivilege, 12) \
	X(SeProfileSingleProcessPrivilege, 13) \
	X(SeIncreaseBasePriorityPrivilege, 14) \
	X(SeCreatePagefilePrivilege, 15) \
	X(SeCreatePermanentPrivilege, 16) \
	X(SeBackupPrivilege, 17) \
	X(SeRestorePrivilege, 18) \
	X(SeShutdownPrivilege, 19) \
	X(SeDebugPrivilege, 20) \
	X(SeAuditPrivilege, 21) \
	X(SeSystemEnvironmentPrivilege, 22) \
	X(SeChangeNotifyPrivilege, 23) \
	X(SeRemoteShutdownPrivilege, 24) \
	X(SeUndockPrivilege, 25) \
	X(SeSyncAgentPrivilege, 26) \
	X(SeEnableDelegationPrivilege, 27) \
	X(SeManageVolumePrivilege, 28) \
	X(SeImpersonatePrivilege, 29) \
	X(SeCreateGlobalPrivilege, 30) \
	X(SeTrustedCredManAccessPrivilege, 31) \
	X(SeRelabelPrivilege, 32) \
	X(SeIncreaseWorkingSetPrivilege, 33) \
	X(SeTimeZonePrivilege, 34) \
	X(SeCreateSymbolicLinkPrivilege, 35)

#define SIDS(X) \
	X(SeNullSid, "S-1-0-0") \
	X(SeWorldSid, "S-1-1-0") \
	X(SeLocalSid, "S-1-2-0") \
	X(SeCreatorOwnerSid, "S-1-3-0") \
	X(SeCreatorGroupSid, "S-1-3-1") \
	X(SeNtAuthoritySid, "S-1-5") \
	X(SeDialupSid, "S-1-5-1") \
	X(SeNetworkSid, "S-1-5-2") \
	X(SeBatchSid, "S-1-5-3") \
	X(SeInteractiveSid, "S-1-5-4") \
	X(SeLocalSystemSid, "S-1-5-18") \
	X(SeAliasAdminsSid, "S-1-5-32-544") \
	X(SeAliasUsersSid, "S-1-5-32-545") \
	X(SeAliasGuestsSid, "S-1-5-32-546") \
	X(SeAliasPowerUsersSid, "S-1-5-32-547") \
	X(SeAliasAccountOpsSid, "S-1-5-32-548") \
	X(SeAliasSystemOpsSid, "S-1-5-32-549") \
	X(SeAliasPrintOpsSid, "S-1-5-32-550") \
	X(SeAliasBackupOpsSid, "S-1-5-32-551") \
	X(SeAuthenticatedUsersSid, "S-1-5-11") \
	X(SeRestrictedSid, "S-1-5-12") \
	X(SeAnonymousLogonSid, "S-1-5-7") \
	X(SeLocalServiceSid, "S-1-5-19") \
	X(SeNetworkServiceSid, "S-1-5-20") \
	X(SeIUserSid, "S-1-5-17") \
	X(SeUntrustedMandatorySid, "S-1-16-0") \
	X(SeLowMandatorySid, "S-1-16-4096") \
	X(SeMediumMandatorySid, "S-1-16-8192") \
	X(SeHighMandatorySid, "S-1-16-12288") \
	X(SeSystemMandatorySid, "S-1-16-16384") \
	X(SeOwnerRightsSid, "S-1-3-4") \
	X(SeAllAppPackagesSid, "S-1-15-2-1") \
	X(SeUserModeDriversSid, "S-1-5-84-0-0-0-0-0")

/* They stand behind the variables, where a driver finds them in every run. */
#define EXPORTS_AT (VARIABLES_AT + 0x1000)
#define SID_ROOM 32 /* bytes that each of these takes at most */

static PSID
sid_place(unsigned number, const char *text)
{
	UCHAR *at = (UCHAR *)(EXPORTS_AT + sizeof(SE_EXPORTS) + number * SID_ROOM);
	struct sid sid;

	if (!sid_parse(text, &sid) || sid_bytes(&sid.sid) > SID_ROOM)
		host_die("no SID: %s", text);
	memcpy(at, &sid, sid_bytes(&sid.sid));
	return at;
}

void
sid_exports_fill(void)
{
	SE_EXPORTS *all = (SE_EXPORTS *)EXPORTS_AT;
	unsigned number = 0;

#define X(name, value) all->name = (LUID){ .LowPart = value };
	PRIVILEGES(X)
#undef X
#define X(name, text) all->name = sid_place(number++, text);
	SIDS(X)
#undef X
	variables()->SeExports = all;
}

#define ANY_TIME(name, count, ...) \
	EXPORT(name, count, DISPATCH_LEVEL, REFUSAL_NONE, 0, ##__VA_ARGS__)

const struct contract sid_exports[] = {
	ANY_TIME(RtlValidSid, 1, PAGE(ntifs)),
	ANY_TIME(RtlEqualSid, 2, PAGE(ntifs)),
	ANY_TIME(RtlEqualPrefixSid, 2, PAGE(ntifs)),
	ANY_TIME(RtlLengthSid, 1, PAGE(ntifs)),
	ANY_TIME(RtlLengthRequiredSid, 1, PAGE(ntifs)),
	ANY_TIME(RtlInitializeSid, 3, PAGE(ntifs), FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(RtlAllocateAndInitializeSid, 11, APC_LEVEL, REFUSAL_STATUS, 0, PAGE(ntifs),
	    FAILS("STATUS_INVALID_SID STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(RtlFreeSid, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs), STRIKES(POOL)),
	ANY_TIME(RtlIdentifierAuthoritySid, 1, PAGE(ntifs)),
	ANY_TIME(RtlSubAuthoritySid, 2, PAGE(ntifs)),
	ANY_TIME(RtlSubAuthorityCountSid, 1, PAGE(ntifs)),
	ANY_TIME(RtlCopySid, 3, PAGE(ntifs), FAILS("STATUS_BUFFER_TOO_SMALL")),
	EXPORT(RtlConvertSidToUnicodeString, 3, APC_LEVEL, REFUSAL_STATUS, 0, PAGE(ntifs),
	    FAILS("STATUS_INVALID_SID STATUS_NO_MEMORY STATUS_BUFFER_OVERFLOW"), ENTERS(POOL)),
	ANY_TIME(RtlEqualLuid, 2, PAGE(wdm)),
	ANY_TIME(RtlCopyLuid, 2, PAGE(ntifs)),
	EXPORTS_END,
};
