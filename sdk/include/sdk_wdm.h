/*
 * Functions of Windows 8 and later that mingw-w64's wdm.h lacks, by noun.
 * IRQL stands beside what has a limit below DISPATCH_LEVEL.  Part of wdm.h; a driver does
 * not include it.  [ddi: wdm]
 */
#ifndef SDK_WDM_MORE_H
#define SDK_WDM_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

#define SDK_NT DECLSPEC_IMPORT

/* ---- clocks: units of 100 ns ------------------------------------------------ */

SDK_NT VOID NTAPI ExQueryTimerResolution(PULONG MaximumTime, PULONG MinimumTime,
    PULONG CurrentTime);
SDK_NT ULONG64 NTAPI KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp);
SDK_NT VOID NTAPI KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime);
SDK_NT ULONG64 NTAPI KeQueryUnbiasedInterruptTimePrecise(PULONG64 QpcTimeStamp);

/* ---- pool ------------------------------------------------------------------- */

typedef ULONG POOL_NODE_REQUIREMENT;

typedef struct _POOL_EXTENDED_PARAMS_SECURE_POOL {
	HANDLE SecurePoolHandle;
	PVOID Buffer;
	ULONG_PTR Cookie;
	ULONG SecurePoolFlags;
} POOL_EXTENDED_PARAMS_SECURE_POOL;

typedef enum POOL_EXTENDED_PARAMETER_TYPE {
	PoolExtendedParameterInvalidType = 0,
	PoolExtendedParameterPriority = 1,
	PoolExtendedParameterSecurePool = 2,
	PoolExtendedParameterNumaNode = 3,
	PoolExtendedParameterMax = 4
} POOL_EXTENDED_PARAMETER_TYPE;

typedef struct _POOL_EXTENDED_PARAMETER {
	struct {
		ULONG64 Type : 8; /* POOL_EXTENDED_PARAMETER_TYPE */
		ULONG64 Optional : 1;
		ULONG64 Reserved : 55;
	};
	union {
		ULONG64 Reserved2;
		PVOID Reserved3;
		EX_POOL_PRIORITY Priority;
		POOL_EXTENDED_PARAMS_SECURE_POOL *SecurePoolParams;
		POOL_NODE_REQUIREMENT PreferredNode;
	};
} POOL_EXTENDED_PARAMETER, *PPOOL_EXTENDED_PARAMETER;
typedef const POOL_EXTENDED_PARAMETER *PCPOOL_EXTENDED_PARAMETER;

SDK_NT PVOID NTAPI ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
    PCPOOL_EXTENDED_PARAMETER ExtendedParameters, ULONG ExtendedParametersCount);
SDK_NT VOID NTAPI ExFreePool2(PVOID P, ULONG Tag, PCPOOL_EXTENDED_PARAMETER ExtendedParameters,
    ULONG ExtendedParametersCount);

/* ---- locks: those for reading and writing, and push locks (APC_LEVEL) -------- */

typedef volatile LONG *PEX_SPIN_LOCK;

SDK_NT KIRQL NTAPI ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
SDK_NT VOID NTAPI ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
SDK_NT KIRQL NTAPI ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock);
SDK_NT VOID NTAPI ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
SDK_NT VOID NTAPI ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
SDK_NT VOID NTAPI ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock);
SDK_NT VOID NTAPI ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
SDK_NT VOID NTAPI ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock);
SDK_NT LOGICAL NTAPI ExTryAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
SDK_NT LOGICAL NTAPI ExTryAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
SDK_NT LOGICAL NTAPI ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock);

SDK_NT VOID NTAPI ExAcquirePushLockExclusiveEx(PULONG_PTR PushLock, ULONG Flags);
SDK_NT VOID NTAPI ExAcquirePushLockSharedEx(PULONG_PTR PushLock, ULONG Flags);
SDK_NT VOID NTAPI ExReleasePushLockEx(PULONG_PTR PushLock, ULONG Flags);
SDK_NT VOID NTAPI ExReleasePushLockExclusiveEx(PULONG_PTR PushLock, ULONG Flags);
SDK_NT VOID NTAPI ExReleasePushLockSharedEx(PULONG_PTR PushLock, ULONG Flags);

SDK_NT VOID NTAPI ExEnterCriticalRegionAndAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex);
SDK_NT VOID NTAPI ExReleaseFastMutexUnsafeAndLeaveCriticalRegion(PFAST_MUTEX FastMutex);

/* ---- objects and handles ----------------------------------------------------- */

SDK_NT NTSTATUS NTAPI ObCloseHandle(HANDLE Handle, KPROCESSOR_MODE PreviousMode); /* PASSIVE */
SDK_NT BOOLEAN NTAPI ObReferenceObjectSafe(PVOID Object);
SDK_NT BOOLEAN NTAPI ObReferenceObjectSafeWithTag(PVOID Object, ULONG Tag);

/* ---- devices, IRPs, threads of a driver --------------------------------------- */

typedef enum _DRIVER_REGKEY_TYPE {
	DriverRegKeyParameters = 0,
	DriverRegKeyPersistentState = 1,
	DriverRegKeySharedPersistentState = 2
} DRIVER_REGKEY_TYPE, *PDRIVER_REGKEY_TYPE;

SDK_NT PIRP NTAPI IoAllocateIrpEx(PDEVICE_OBJECT DeviceObject, CCHAR StackSize,
    BOOLEAN ChargeQuota);
/* PASSIVE_LEVEL; the thread keeps IoObject, a driver or a device, until it ends */
SDK_NT NTSTATUS NTAPI IoCreateSystemThread(PVOID IoObject, PHANDLE ThreadHandle,
    ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle,
    PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext);
SDK_NT NTSTATUS NTAPI IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject,
    DRIVER_REGKEY_TYPE RegKeyType, ACCESS_MASK DesiredAccess, ULONG Flags,
    PHANDLE DriverRegKey); /* PASSIVE_LEVEL */

/* ---- the registry's callbacks: APC_LEVEL -------------------------------------- */

SDK_NT NTSTATUS NTAPI CmCallbackGetKeyObjectIDEx(PLARGE_INTEGER Cookie, PVOID Object,
    PULONG_PTR ObjectID, PCUNICODE_STRING *ObjectName, ULONG Flags);
SDK_NT VOID NTAPI CmCallbackReleaseKeyObjectIDEx(PCUNICODE_STRING ObjectName);

/* ---- tracing ------------------------------------------------------------------ */

typedef enum _EVENT_INFO_CLASS {
	EventProviderBinaryTrackInfo,
	EventProviderSetReserved1,
	EventProviderSetTraits,
	EventProviderUseDescriptorType,
	MaxEventInfo
} EVENT_INFO_CLASS;

SDK_NT NTSTATUS NTAPI EtwSetInformation(REGHANDLE RegHandle, EVENT_INFO_CLASS InformationClass,
    PVOID EventInformation, ULONG InformationLength);

/* ---- the run-time library: PASSIVE_LEVEL where text is converted -------------- */

SDK_NT ULONG NTAPI RtlCrc32(const VOID *Buffer, SIZE_T Size, ULONG InitialCrc);
SDK_NT ULONGLONG NTAPI RtlCrc64(const VOID *Buffer, SIZE_T Size, ULONGLONG InitialCrc);
SDK_NT VOID NTAPI RtlFreeUTF8String(PUTF8_STRING utf8String);
SDK_NT NTSTATUS NTAPI RtlInitStringEx(PSTRING DestinationString, PCSZ SourceString);
SDK_NT VOID NTAPI RtlInitUTF8String(PUTF8_STRING DestinationString, PCSZ SourceString);
SDK_NT NTSTATUS NTAPI RtlInitUTF8StringEx(PUTF8_STRING DestinationString, PCSZ SourceString);
SDK_NT BOOLEAN NTAPI RtlIsNtDdiVersionAvailable(ULONG Version);
SDK_NT NTSTATUS NTAPI RtlUTF8StringToUnicodeString(PUNICODE_STRING DestinationString,
    PUTF8_STRING SourceString, BOOLEAN AllocateDestinationString);
SDK_NT NTSTATUS NTAPI RtlUnicodeStringToInt64(PCUNICODE_STRING String, ULONG Base,
    PLONG64 Number, PWSTR *EndPointer);
SDK_NT NTSTATUS NTAPI RtlUnicodeStringToUTF8String(PUTF8_STRING DestinationString,
    PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);

#ifdef __cplusplus
}
#endif

#endif /* SDK_WDM_MORE_H */
