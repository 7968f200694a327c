/*
 * What mingw-w64's ntifs.h lacks: functions of later Windows, and their types.
 * Names, numbers and layouts are Windows'.  Part of ntifs.h; a driver does not include it.
 */
#ifndef SDK_NTIFS_MORE_H
#define SDK_NTIFS_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The executive: pools, timers, spin locks that many may share, run-down --- */

typedef long SECURITY_STATUS;

typedef struct _SecHandle {
	ULONG_PTR dwLower;
	ULONG_PTR dwUpper;
} SecHandle, *PSecHandle;

typedef PSecHandle PCtxtHandle;

typedef struct _SecBuffer {
	unsigned long cbBuffer;
	unsigned long BufferType;
	void *pvBuffer;
} SecBuffer, *PSecBuffer;

DECLSPEC_IMPORT SECURITY_STATUS ExportSecurityContext(PCtxtHandle phContext, ULONG fFlags,
    PSecBuffer pPackedContext, void **pToken);

/* ---- The kernel: processors, clocks, DPCs, tracing ---------------------------- */

/* ---- Memory: mappings, sections, MDLs ----------------------------------------- */

DECLSPEC_IMPORT BOOLEAN MmForceSectionClosedEx(PSECTION_OBJECT_POINTERS SectionObjectPointer,
    ULONG ForceCloseFlags);
DECLSPEC_IMPORT ULONGLONG MmGetMaximumFileSectionSize(VOID);
DECLSPEC_IMPORT NTSTATUS MmIsFileSectionActive(PSECTION_OBJECT_POINTERS FsSectionPointer, ULONG
    Flags, PLOGICAL SectionIsActive);
DECLSPEC_IMPORT LOGICAL MmMdlPagesAreZero(PMDL Mdl);

/* ---- Devices, IRPs, work items, power ----------------------------------------- */

typedef struct _IO_CREATE_STREAM_FILE_OPTIONS {
	USHORT Size;
	USHORT Flags;
	PDEVICE_OBJECT TargetDeviceObject;
} IO_CREATE_STREAM_FILE_OPTIONS, *PIO_CREATE_STREAM_FILE_OPTIONS;

typedef struct _COPY_INFORMATION {
	PFILE_OBJECT SourceFileObject;
	LONGLONG SourceFileOffset;
} COPY_INFORMATION, *PCOPY_INFORMATION;

DECLSPEC_IMPORT BOOLEAN IoCheckFileObjectOpenedAsCopyDestination(PFILE_OBJECT FileObject);
DECLSPEC_IMPORT BOOLEAN IoCheckFileObjectOpenedAsCopySource(PFILE_OBJECT FileObject);
DECLSPEC_IMPORT NTSTATUS IoCreateStreamFileObjectEx2(PIO_CREATE_STREAM_FILE_OPTIONS
    CreateOptions, PFILE_OBJECT FileObject, PDEVICE_OBJECT DeviceObject, PFILE_OBJECT
    *StreamFileObject, PHANDLE FileHandle);
DECLSPEC_IMPORT NTSTATUS IoRetrievePriorityInfo(PIRP Irp, PFILE_OBJECT FileObject, PETHREAD
    Thread, PIO_PRIORITY_INFO PriorityInfo);
DECLSPEC_IMPORT NTSTATUS IoApplyPriorityInfoThread(PIO_PRIORITY_INFO InputPriorityInfo,
    PIO_PRIORITY_INFO OutputPriorityInfo, PETHREAD Thread);
DECLSPEC_IMPORT NTSTATUS IoGetCopyInformationExtension(PIRP Irp, PCOPY_INFORMATION
    CopyInformation);
DECLSPEC_IMPORT NTSTATUS IoRequestDeviceRemovalForReset(PDEVICE_OBJECT PhysicalDeviceObject,
    ULONG Flags);

/* ---- Processes, threads, silos ------------------------------------------------ */

DECLSPEC_IMPORT PEPROCESS PsGetThreadProcess(PETHREAD Thread);
DECLSPEC_IMPORT void PsUpdateDiskCounters(PEPROCESS Process, ULONG64 BytesRead, ULONG64
    BytesWritten, ULONG ReadOperationCount, ULONG WriteOperationCount, ULONG
    FlushOperationCount);
DECLSPEC_IMPORT BOOLEAN PsIsDiskCountersEnabled(VOID);

/* ---- The run-time library ----------------------------------------------------- */

DECLSPEC_IMPORT BOOLEAN RtlPrefixString(const STRING *String1, const STRING *String2, BOOLEAN
    CaseInSensitive);
DECLSPEC_IMPORT NTSTATUS RtlDecompressBufferEx(USHORT CompressionFormat, PUCHAR
    UncompressedBuffer, ULONG UncompressedBufferSize, PUCHAR CompressedBuffer, ULONG
    CompressedBufferSize, PULONG FinalUncompressedSize, PVOID WorkSpace);
DECLSPEC_IMPORT NTSTATUS RtlDecompressBufferEx2(USHORT CompressionFormat, PUCHAR
    UncompressedBuffer, ULONG UncompressedBufferSize, PUCHAR CompressedBuffer, ULONG
    CompressedBufferSize, ULONG UncompressedChunkSize, PULONG FinalUncompressedSize, PVOID
    WorkSpace);
DECLSPEC_IMPORT NTSTATUS RtlDecompressFragmentEx(USHORT CompressionFormat, PUCHAR
    UncompressedFragment, ULONG UncompressedFragmentSize, PUCHAR CompressedBuffer, ULONG
    CompressedBufferSize, ULONG FragmentOffset, ULONG UncompressedChunkSize, PULONG
    FinalUncompressedSize, PVOID WorkSpace);
DECLSPEC_IMPORT NTSTATUS RtlAllocateAndInitializeSidEx(PSID_IDENTIFIER_AUTHORITY
    IdentifierAuthority, UCHAR SubAuthorityCount, PULONG SubAuthorities, PSID *Sid);
DECLSPEC_IMPORT NTSTATUS RtlInitializeSidEx(PSID Sid, PSID_IDENTIFIER_AUTHORITY
    IdentifierAuthority, UCHAR SubAuthorityCount, ...);
DECLSPEC_IMPORT NTSTATUS RtlQueryPackageIdentity(PVOID TokenObject, PWSTR PackageFullName,
    PSIZE_T PackageSize, PWSTR AppId, PSIZE_T AppIdSize, PBOOLEAN Packaged);
DECLSPEC_IMPORT NTSTATUS RtlQueryPackageIdentityEx(PVOID TokenObject, PWSTR PackageFullName,
    PSIZE_T PackageSize, PWSTR AppId, PSIZE_T AppIdSize, LPGUID DynamicId, PULONG64 Flags);
DECLSPEC_IMPORT BOOLEAN RtlIsNonEmptyDirectoryReparsePointAllowed(ULONG ReparseTag);
DECLSPEC_IMPORT BOOLEAN RtlIsCloudFilesPlaceholder(ULONG FileAttributes, ULONG ReparseTag);
DECLSPEC_IMPORT BOOLEAN RtlIsPartialPlaceholder(ULONG FileAttributes, ULONG ReparseTag);
DECLSPEC_IMPORT NTSTATUS RtlIsPartialPlaceholderFileHandle(HANDLE FileHandle, PBOOLEAN
    IsPartialPlaceholder);
DECLSPEC_IMPORT NTSTATUS RtlIsPartialPlaceholderFileInfo(const void *InfoBuffer,
    FILE_INFORMATION_CLASS InfoClass, PBOOLEAN IsPartialPlaceholder);
DECLSPEC_IMPORT CHAR RtlQueryThreadPlaceholderCompatibilityMode(VOID);
DECLSPEC_IMPORT CHAR RtlSetThreadPlaceholderCompatibilityMode(CHAR Mode);
DECLSPEC_IMPORT CHAR RtlQueryProcessPlaceholderCompatibilityMode(VOID);
DECLSPEC_IMPORT CHAR RtlSetProcessPlaceholderCompatibilityMode(CHAR Mode);
DECLSPEC_IMPORT BOOLEAN RtlIsSandboxedTokenHandle(HANDLE TokenHandle, KPROCESSOR_MODE
    PreviousMode);
DECLSPEC_IMPORT BOOLEAN RtlIsSandboxedToken(PSECURITY_SUBJECT_CONTEXT Context, KPROCESSOR_MODE
    PreviousMode);

/* ---- Security and objects ----------------------------------------------------- */

typedef NTSTATUS SE_LOGON_SESSION_TERMINATED_ROUTINE_EX(PLUID, PESILO, PVOID);
typedef SE_LOGON_SESSION_TERMINATED_ROUTINE_EX *PSE_LOGON_SESSION_TERMINATED_ROUTINE_EX;
typedef PSecHandle PCredHandle;

DECLSPEC_IMPORT void SeCaptureSubjectContextEx(PETHREAD Thread, PEPROCESS Process,
    PSECURITY_SUBJECT_CONTEXT SubjectContext);
DECLSPEC_IMPORT BOOLEAN SeAccessCheckFromStateEx(PSECURITY_DESCRIPTOR SecurityDescriptor,
    PACCESS_TOKEN PrimaryToken, PACCESS_TOKEN ClientToken, ACCESS_MASK DesiredAccess,
    ACCESS_MASK PreviouslyGrantedAccess, PPRIVILEGE_SET *Privileges, PGENERIC_MAPPING
    GenericMapping, KPROCESSOR_MODE AccessMode, PACCESS_MASK GrantedAccess, PNTSTATUS
    AccessStatus);
DECLSPEC_IMPORT NTSTATUS SeTokenFromAccessInformation(PTOKEN_ACCESS_INFORMATION
    AccessInformation, PACCESS_TOKEN Token, ULONG Length, PULONG RequiredLength);
DECLSPEC_IMPORT BOOLEAN SeTokenIsNoChildProcessRestrictionEnforced(PACCESS_TOKEN Token, PBOOLEAN
    UnlessSecure);
DECLSPEC_IMPORT void SeTokenSetNoChildProcessRestricted(PACCESS_TOKEN Token, BOOLEAN
    UnlessSecure, BOOLEAN AuditOnly);
DECLSPEC_IMPORT void SeTokenGetNoChildProcessRestricted(PACCESS_TOKEN Token, PBOOLEAN Enforced,
    PBOOLEAN UnlessSecure, PBOOLEAN AuditOnly);
DECLSPEC_IMPORT void SeTokenSetRedirectionTrustPolicy(PACCESS_TOKEN Token, BOOLEAN AuditOnly);
DECLSPEC_IMPORT void SeTokenGetRedirectionTrustPolicy(PACCESS_TOKEN Token, PBOOLEAN Enforced,
    PBOOLEAN AuditOnly);
DECLSPEC_IMPORT NTSTATUS SeQuerySessionIdTokenEx(PACCESS_TOKEN Token, PULONG SessionId, PBOOLEAN
    IsServiceSession);
DECLSPEC_IMPORT NTSTATUS SeQueryServerSiloToken(PACCESS_TOKEN Token, PESILO *pServerSilo);
DECLSPEC_IMPORT void SeAuditFipsCryptoSelftests(BOOLEAN bSuccess, ULONG SelftestCode);
DECLSPEC_IMPORT BOOLEAN SeAuditingFileEventsWithContextEx(BOOLEAN AccessGranted,
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext,
    PBOOLEAN StagingEnabled);
DECLSPEC_IMPORT BOOLEAN SeAuditingAnyFileEventsWithContextEx(PSECURITY_DESCRIPTOR
    SecurityDescriptor, PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext, PBOOLEAN
    StagingEnabled);
DECLSPEC_IMPORT void SeAdjustAccessStateForTrustLabel(PVOID ObjectType, PSECURITY_DESCRIPTOR
    SecurityDescriptor, PACCESS_STATE AccessState);
DECLSPEC_IMPORT void SeAdjustAccessStateForAccessConstraints(PVOID ObjectType,
    PSECURITY_DESCRIPTOR SecurityDescriptor, PACCESS_STATE AccessState);
DECLSPEC_IMPORT BOOLEAN SeShouldCheckForAccessRightsFromParent(PVOID ObjectType,
    PSECURITY_DESCRIPTOR ChildDescriptor, PACCESS_STATE AccessState);
DECLSPEC_IMPORT NTSTATUS
    SeRegisterLogonSessionTerminatedRoutineEx(PSE_LOGON_SESSION_TERMINATED_ROUTINE_EX
    CallbackRoutine, PVOID Context);
DECLSPEC_IMPORT NTSTATUS
    SeUnregisterLogonSessionTerminatedRoutineEx(PSE_LOGON_SESSION_TERMINATED_ROUTINE_EX
    CallbackRoutine, PVOID Context);
DECLSPEC_IMPORT NTSTATUS SeMarkLogonSessionForTerminationNotificationEx(PLUID LogonId, PESILO
    pServerSilo);
DECLSPEC_IMPORT void SeCheckForCriticalAceRemoval(PSECURITY_DESCRIPTOR CurrentDescriptor,
    PSECURITY_DESCRIPTOR NewDescriptor, PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext,
    PBOOLEAN AceRemoved);
DECLSPEC_IMPORT NTSTATUS SeAdjustObjectSecurity(PUNICODE_STRING ObjectName, PSECURITY_DESCRIPTOR
    OriginalDescriptor, PSECURITY_DESCRIPTOR ProposedDescriptor, PSECURITY_SUBJECT_CONTEXT
    SubjectSecurityContext, PSECURITY_DESCRIPTOR *AdjustedDescriptor, PBOOLEAN
    ApplyAdjustedDescriptor);
DECLSPEC_IMPORT SECURITY_STATUS SetContextAttributesW(PCtxtHandle phContext, unsigned long
    ulAttribute, void *pBuffer, unsigned long cbBuffer);
DECLSPEC_IMPORT SECURITY_STATUS SetCredentialsAttributesW(PCredHandle phCredential, unsigned
    long ulAttribute, void *pBuffer, unsigned long cbBuffer);
DECLSPEC_IMPORT NTSTATUS SecMakeSPN(PUNICODE_STRING ServiceClass, PUNICODE_STRING ServiceName,
    PUNICODE_STRING InstanceName, USHORT InstancePort, PUNICODE_STRING Referrer, PUNICODE_STRING
    Spn, PULONG Length, BOOLEAN Allocate);
DECLSPEC_IMPORT NTSTATUS SecMakeSPNEx(PUNICODE_STRING ServiceClass, PUNICODE_STRING ServiceName,
    PUNICODE_STRING InstanceName, USHORT InstancePort, PUNICODE_STRING Referrer, PUNICODE_STRING
    TargetInfo, PUNICODE_STRING Spn, PULONG Length, BOOLEAN Allocate);
DECLSPEC_IMPORT NTSTATUS SecMakeSPNEx2(PUNICODE_STRING ServiceClass, PUNICODE_STRING
    ServiceName, PUNICODE_STRING InstanceName, USHORT InstancePort, PUNICODE_STRING Referrer,
    PUNICODE_STRING InTargetInfo, PUNICODE_STRING Spn, PULONG TotalSize, BOOLEAN Allocate,
    BOOLEAN IsTargetInfoMarshaled);
DECLSPEC_IMPORT NTSTATUS SecLookupAccountSid(PSID Sid, PULONG NameSize, PUNICODE_STRING
    NameBuffer, PULONG DomainSize, PUNICODE_STRING DomainBuffer, PSID_NAME_USE NameUse);
DECLSPEC_IMPORT NTSTATUS SecLookupAccountName(PUNICODE_STRING Name, PULONG SidSize, PSID Sid,
    PSID_NAME_USE NameUse, PULONG DomainSize, PUNICODE_STRING ReferencedDomain);
DECLSPEC_IMPORT NTSTATUS SecLookupWellKnownSid(WELL_KNOWN_SID_TYPE SidType, PSID Sid, ULONG
    SidBufferSize, PULONG SidSize);

/* ---- System services and the registry ----------------------------------------- */

typedef struct MEM_EXTENDED_PARAMETER {
	struct {
		ULONG64 Type : 8;
		ULONG64 Reserved : 56;
	};
	union {
		ULONG64 ULong64;
		PVOID Pointer;
		SIZE_T Size;
		HANDLE Handle;
		ULONG ULong;
	};
} MEM_EXTENDED_PARAMETER, *PMEM_EXTENDED_PARAMETER;

typedef enum _MEMORY_INFORMATION_CLASS {
	MemoryBasicInformation
} MEMORY_INFORMATION_CLASS;

typedef enum _VIRTUAL_MEMORY_INFORMATION_CLASS {
	VmPrefetchInformation
} VIRTUAL_MEMORY_INFORMATION_CLASS;

typedef struct _MEMORY_RANGE_ENTRY {
	PVOID VirtualAddress;
	SIZE_T NumberOfBytes;
} MEMORY_RANGE_ENTRY, *PMEMORY_RANGE_ENTRY;

DECLSPEC_IMPORT NTSTATUS NtQueryDirectoryFileEx(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE
    ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG
    Length, FILE_INFORMATION_CLASS FileInformationClass, ULONG QueryFlags, PUNICODE_STRING
    FileName);
DECLSPEC_IMPORT NTSTATUS NtQueryInformationByName(POBJECT_ATTRIBUTES ObjectAttributes,
    PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS
    FileInformationClass);
DECLSPEC_IMPORT NTSTATUS NtFlushBuffersFileEx(HANDLE FileHandle, ULONG Flags, PVOID Parameters,
    ULONG ParametersSize, PIO_STATUS_BLOCK IoStatusBlock);
DECLSPEC_IMPORT NTSTATUS NtCreateSectionEx(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
    POBJECT_ATTRIBUTES ObjectAttributes, PLARGE_INTEGER MaximumSize, ULONG
    SectionPageProtection, ULONG AllocationAttributes, HANDLE FileHandle,
    PMEM_EXTENDED_PARAMETER ExtendedParameters, ULONG ExtendedParameterCount);
DECLSPEC_IMPORT NTSTATUS NtQueryVirtualMemory(HANDLE ProcessHandle, PVOID BaseAddress,
    MEMORY_INFORMATION_CLASS MemoryInformationClass, PVOID MemoryInformation, SIZE_T
    MemoryInformationLength, PSIZE_T ReturnLength);
DECLSPEC_IMPORT NTSTATUS NtSetInformationVirtualMemory(HANDLE ProcessHandle,
    VIRTUAL_MEMORY_INFORMATION_CLASS VmInformationClass, ULONG_PTR NumberOfEntries,
    PMEMORY_RANGE_ENTRY VirtualAddresses, PVOID VmInformation, ULONG VmInformationLength);
DECLSPEC_IMPORT NTSTATUS ZwQueryDirectoryFileEx(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE
    ApcRoutine, PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG
    Length, FILE_INFORMATION_CLASS FileInformationClass, ULONG QueryFlags, PUNICODE_STRING
    FileName);
DECLSPEC_IMPORT NTSTATUS ZwAllocateVirtualMemoryEx(HANDLE ProcessHandle, PVOID *BaseAddress,
    PSIZE_T RegionSize, ULONG AllocationType, ULONG PageProtection, PMEM_EXTENDED_PARAMETER
    ExtendedParameters, ULONG ExtendedParameterCount);
DECLSPEC_IMPORT NTSTATUS ZwQueryVirtualMemory(HANDLE ProcessHandle, PVOID BaseAddress,
    MEMORY_INFORMATION_CLASS MemoryInformationClass, PVOID MemoryInformation, SIZE_T
    MemoryInformationLength, PSIZE_T ReturnLength);
DECLSPEC_IMPORT NTSTATUS ZwSetInformationVirtualMemory(HANDLE ProcessHandle,
    VIRTUAL_MEMORY_INFORMATION_CLASS VmInformationClass, ULONG_PTR NumberOfEntries,
    PMEMORY_RANGE_ENTRY VirtualAddresses, PVOID VmInformation, ULONG VmInformationLength);
DECLSPEC_IMPORT NTSTATUS ZwFlushBuffersFileEx(HANDLE FileHandle, ULONG FLags, PVOID Parameters,
    ULONG ParametersSize, PIO_STATUS_BLOCK IoStatusBlock);

#ifdef __cplusplus
}
#endif

#endif /* SDK_NTIFS_MORE_H */
