/*
 * Security: SIDs, access control lists, descriptors, tokens.  [ntifs.h, wdm.h]
 */
#ifndef NT_SE_H
#define NT_SE_H

#include "nt/fwp_value.h" /* SID_AND_ATTRIBUTES */
#include "nt/io.h"

#define SID_REVISION 1
#define SID_MAX_SUB_AUTHORITIES 15
#define SECURITY_MAX_SID_SIZE 68

#define ACL_REVISION 2
#define ACL_REVISION_DS 4
#define ACCESS_ALLOWED_ACE_TYPE 0
#define ACCESS_DENIED_ACE_TYPE 1
#define SYSTEM_AUDIT_ACE_TYPE 2
#define SYSTEM_ALARM_ACE_TYPE 3
#define SYSTEM_MANDATORY_LABEL_ACE_TYPE 0x11
#define INHERIT_ONLY_ACE 0x08
#define VALID_INHERIT_FLAGS 0x1F
#define SYSTEM_MANDATORY_LABEL_NO_WRITE_UP 0x1

#define SECURITY_DESCRIPTOR_REVISION 1
#define SE_OWNER_DEFAULTED 0x0001
#define SE_GROUP_DEFAULTED 0x0002
#define SE_DACL_PRESENT 0x0004
#define SE_DACL_DEFAULTED 0x0008
#define SE_SACL_PRESENT 0x0010
#define SE_SACL_DEFAULTED 0x0020
#define SE_SELF_RELATIVE 0x8000

#define OWNER_SECURITY_INFORMATION 0x1
#define GROUP_SECURITY_INFORMATION 0x2
#define DACL_SECURITY_INFORMATION 0x4
#define SACL_SECURITY_INFORMATION 0x8

#define SE_GROUP_MANDATORY 0x1
#define SE_GROUP_ENABLED_BY_DEFAULT 0x2
#define SE_GROUP_ENABLED 0x4
#define SE_GROUP_OWNER 0x8
#define SE_GROUP_USE_FOR_DENY_ONLY 0x10
#define SE_GROUP_INTEGRITY 0x20
#define SE_GROUP_INTEGRITY_ENABLED 0x40
#define SE_GROUP_LOGON_ID 0xC0000000
#define SE_PRIVILEGE_ENABLED_BY_DEFAULT 0x1
#define SE_PRIVILEGE_ENABLED 0x2
#define SE_PRIVILEGE_USED_FOR_ACCESS 0x80000000
#define PRIVILEGE_SET_ALL_NECESSARY 1

#define TOKEN_QUERY 0x8
#define TOKEN_ALL_ACCESS 0xF01FF

enum {
	SE_SECURITY_PRIVILEGE = 8,
	SE_TAKE_OWNERSHIP_PRIVILEGE = 9,
	SE_DEBUG_PRIVILEGE = 20,
	SE_CHANGE_NOTIFY_PRIVILEGE = 23,
	SE_LAST_PRIVILEGE = 36,
};

typedef enum _TOKEN_TYPE {
	TokenPrimary = 1,
	TokenImpersonation,
} TOKEN_TYPE;

/* TOKEN_INFORMATION_CLASS */
enum {
	TokenUser = 1,
	TokenGroups = 2,
	TokenPrivileges = 3,
	TokenOwner = 4,
	TokenPrimaryGroup = 5,
	TokenSource = 7,
	TokenType = 8,
	TokenImpersonationLevel = 9,
	TokenStatistics = 10,
	TokenSessionId = 12,
	TokenOrigin = 17,
	TokenElevationType = 18,
	TokenElevation = 20,
	TokenHasRestrictions = 21,
	TokenIntegrityLevel = 25,
	TokenUIAccess = 26,
	TokenIsAppContainer = 29,
	TokenAppContainerSid = 31,
	TokenIsRestricted = 40,
	TOKEN_CLASSES = 49,
};

typedef struct _GENERIC_MAPPING {
	ACCESS_MASK GenericRead;
	ACCESS_MASK GenericWrite;
	ACCESS_MASK GenericExecute;
	ACCESS_MASK GenericAll;
} GENERIC_MAPPING, *PGENERIC_MAPPING;

typedef struct _TOKEN_GROUPS {
	ULONG GroupCount;
	SID_AND_ATTRIBUTES Groups[];
} TOKEN_GROUPS;

typedef struct _TOKEN_PRIVILEGES {
	ULONG PrivilegeCount;
	LUID_AND_ATTRIBUTES Privileges[];
} TOKEN_PRIVILEGES;

#define SID_HASH_SIZE 32

typedef struct _SID_AND_ATTRIBUTES_HASH {
	ULONG SidCount;
	PSID_AND_ATTRIBUTES SidAttr;
	ULONG_PTR Hash[SID_HASH_SIZE];
} SID_AND_ATTRIBUTES_HASH, *PSID_AND_ATTRIBUTES_HASH;

#define TOKEN_MANDATORY_POLICY_NO_WRITE_UP 0x1

typedef struct _TOKEN_ACCESS_INFORMATION {
	PSID_AND_ATTRIBUTES_HASH SidHash;
	PSID_AND_ATTRIBUTES_HASH RestrictedSidHash;
	TOKEN_PRIVILEGES *Privileges;
	LUID AuthenticationId;
	TOKEN_TYPE TokenType;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	ULONG MandatoryPolicy;
	ULONG Flags;
	ULONG AppContainerNumber;
	PSID PackageSid;
	PSID_AND_ATTRIBUTES_HASH CapabilitiesHash;
	PSID TrustLevelSid;
	PVOID SecurityAttributes;
} TOKEN_ACCESS_INFORMATION, *PTOKEN_ACCESS_INFORMATION;

typedef struct _TOKEN_SOURCE {
	CHAR SourceName[8];
	LUID SourceIdentifier;
} TOKEN_SOURCE;

typedef struct _TOKEN_STATISTICS {
	LUID TokenId;
	LUID AuthenticationId;
	LARGE_INTEGER ExpirationTime;
	TOKEN_TYPE TokenType;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	ULONG DynamicCharged;
	ULONG DynamicAvailable;
	ULONG GroupCount;
	ULONG PrivilegeCount;
	LUID ModifiedId;
} TOKEN_STATISTICS;

typedef struct _ACL_SIZE_INFORMATION {
	ULONG AceCount;
	ULONG AclBytesInUse;
	ULONG AclBytesFree;
} ACL_SIZE_INFORMATION;

typedef struct _SECURITY_CLIENT_CONTEXT {
	SECURITY_QUALITY_OF_SERVICE SecurityQos;
	PACCESS_TOKEN ClientToken;
	BOOLEAN DirectlyAccessClientToken;
	BOOLEAN DirectAccessEffectiveOnly;
	BOOLEAN ServerIsRemote;
	CHAR ClientTokenControl[40]; /* TOKEN_CONTROL, opaque to drivers */
} SECURITY_CLIENT_CONTEXT;

/* A descriptor in one piece: offsets from its beginning, 0 for what it lacks. */
typedef struct _SECURITY_DESCRIPTOR_RELATIVE {
	UCHAR Revision;
	UCHAR Sbz1;
	USHORT Control;
	ULONG Owner;
	ULONG Group;
	ULONG Sacl;
	ULONG Dacl;
} SECURITY_DESCRIPTOR_RELATIVE;

/* What SeExports points at. */
typedef struct _SE_EXPORTS {
	LUID SeCreateTokenPrivilege;
	LUID SeAssignPrimaryTokenPrivilege;
	LUID SeLockMemoryPrivilege;
	LUID SeIncreaseQuotaPrivilege;
	LUID SeUnsolicitedInputPrivilege;
	LUID SeTcbPrivilege;
	LUID SeSecurityPrivilege;
	LUID SeTakeOwnershipPrivilege;
	LUID SeLoadDriverPrivilege;
	LUID SeCreatePagefilePrivilege;
	LUID SeIncreaseBasePriorityPrivilege;
	LUID SeSystemProfilePrivilege;
	LUID SeSystemtimePrivilege;
	LUID SeProfileSingleProcessPrivilege;
	LUID SeCreatePermanentPrivilege;
	LUID SeBackupPrivilege;
	LUID SeRestorePrivilege;
	LUID SeShutdownPrivilege;
	LUID SeDebugPrivilege;
	LUID SeAuditPrivilege;
	LUID SeSystemEnvironmentPrivilege;
	LUID SeChangeNotifyPrivilege;
	LUID SeRemoteShutdownPrivilege;
	PSID SeNullSid;
	PSID SeWorldSid;
	PSID SeLocalSid;
	PSID SeCreatorOwnerSid;
	PSID SeCreatorGroupSid;
	PSID SeNtAuthoritySid;
	PSID SeDialupSid;
	PSID SeNetworkSid;
	PSID SeBatchSid;
	PSID SeInteractiveSid;
	PSID SeLocalSystemSid;
	PSID SeAliasAdminsSid;
	PSID SeAliasUsersSid;
	PSID SeAliasGuestsSid;
	PSID SeAliasPowerUsersSid;
	PSID SeAliasAccountOpsSid;
	PSID SeAliasSystemOpsSid;
	PSID SeAliasPrintOpsSid;
	PSID SeAliasBackupOpsSid;
	PSID SeAuthenticatedUsersSid;
	PSID SeRestrictedSid;
	PSID SeAnonymousLogonSid;
	LUID SeUndockPrivilege;
	LUID SeSyncAgentPrivilege;
	LUID SeEnableDelegationPrivilege;
	PSID SeLocalServiceSid;
	PSID SeNetworkServiceSid;
	LUID SeManageVolumePrivilege;
	LUID SeImpersonatePrivilege;
	LUID SeCreateGlobalPrivilege;
	LUID SeTrustedCredManAccessPrivilege;
	LUID SeRelabelPrivilege;
	LUID SeIncreaseWorkingSetPrivilege;
	LUID SeTimeZonePrivilege;
	LUID SeCreateSymbolicLinkPrivilege;
	PSID SeIUserSid;
	PSID SeUntrustedMandatorySid;
	PSID SeLowMandatorySid;
	PSID SeMediumMandatorySid;
	PSID SeHighMandatorySid;
	PSID SeSystemMandatorySid;
	PSID SeOwnerRightsSid;
	PSID SeAllAppPackagesSid;
	PSID SeUserModeDriversSid;
} SE_EXPORTS, *PSE_EXPORTS;

/* Layouts. */
NT_AT(SE_EXPORTS, SeDebugPrivilege, 0x90);
NT_AT(SE_EXPORTS, SeNullSid, 0xB8);
NT_AT(SE_EXPORTS, SeLocalSystemSid, 0x108);
NT_AT(SE_EXPORTS, SeAliasAdminsSid, 0x110);
NT_AT(SE_EXPORTS, SeUndockPrivilege, 0x168);
NT_AT(SE_EXPORTS, SeLocalServiceSid, 0x180);
NT_AT(SE_EXPORTS, SeManageVolumePrivilege, 0x190);
NT_AT(SE_EXPORTS, SeIUserSid, 0x1D0);
NT_AT(SE_EXPORTS, SeUserModeDriversSid, 0x210);
NT_SIZE(SE_EXPORTS, 0x218);
NT_SIZE(GENERIC_MAPPING, 0x10);
NT_AT(TOKEN_GROUPS, Groups, 0x08);
NT_AT(TOKEN_PRIVILEGES, Privileges, 0x04);
NT_SIZE(TOKEN_SOURCE, 0x10);
NT_AT(SID_AND_ATTRIBUTES_HASH, SidAttr, 0x08);
NT_AT(SID_AND_ATTRIBUTES_HASH, Hash, 0x10);
NT_SIZE(SID_AND_ATTRIBUTES_HASH, 0x110);
NT_AT(TOKEN_ACCESS_INFORMATION, AuthenticationId, 0x18);
NT_AT(TOKEN_ACCESS_INFORMATION, MandatoryPolicy, 0x28);
NT_AT(TOKEN_ACCESS_INFORMATION, PackageSid, 0x38);
NT_AT(TOKEN_ACCESS_INFORMATION, CapabilitiesHash, 0x40);
NT_SIZE(TOKEN_ACCESS_INFORMATION, 0x58);
NT_SIZE(TOKEN_STATISTICS, 0x38);
NT_SIZE(ACL_SIZE_INFORMATION, 0x0C);
NT_AT(SECURITY_CLIENT_CONTEXT, ClientToken, 0x10);
NT_SIZE(SECURITY_CLIENT_CONTEXT, 0x48);
NT_SIZE(SECURITY_DESCRIPTOR_RELATIVE, 0x14);

#endif
