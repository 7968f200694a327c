/*
 * What mingw-w64's wdm.h lacks: functions of later Windows, and their types.
 * Names, numbers and layouts are Windows'.  Part of wdm.h; a driver does not include it.
 */
#ifndef SDK_WDM_MORE_H
#define SDK_WDM_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The executive: pools, timers, spin locks that many may share, run-down --- */

typedef struct _POOL_EXTENDED_PARAMS_SECURE_POOL {
	HANDLE SecurePoolHandle;
	PVOID Buffer;
	ULONG_PTR Cookie;
	ULONG SecurePoolFlags;
} POOL_EXTENDED_PARAMS_SECURE_POOL;

typedef ULONG POOL_NODE_REQUIREMENT;

typedef struct _POOL_EXTENDED_PARAMETER {
	struct {
		ULONG64 Type : 8;
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

typedef struct _POOL_CREATE_EXTENDED_PARAMS {
	ULONG Version;
} POOL_CREATE_EXTENDED_PARAMS, *PPOOL_CREATE_EXTENDED_PARAMS;

typedef volatile LONG *PEX_SPIN_LOCK;

typedef enum _FIRMWARE_TYPE {
	FirmwareTypeUnknown,
	FirmwareTypeBios,
	FirmwareTypeUefi,
	FirmwareTypeMax
} FIRMWARE_TYPE, *PFIRMWARE_TYPE;

DECLSPEC_IMPORT PVOID ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
    PCPOOL_EXTENDED_PARAMETER ExtendedParameters, ULONG ExtendedParametersCount);
DECLSPEC_IMPORT void ExFreePool2(PVOID P, ULONG Tag, PCPOOL_EXTENDED_PARAMETER
    ExtendedParameters, ULONG ExtendedParametersCount);
DECLSPEC_IMPORT NTSTATUS ExCreatePool(ULONG Flags, ULONG_PTR Tag, POOL_CREATE_EXTENDED_PARAMS
    *Params, HANDLE *PoolHandle);
DECLSPEC_IMPORT void ExDestroyPool(HANDLE PoolHandle);
DECLSPEC_IMPORT NTSTATUS ExSecurePoolUpdate(HANDLE SecurePoolHandle, ULONG Tag, PVOID
    Allocation, ULONG_PTR Cookie, SIZE_T Offset, SIZE_T Size, PVOID Buffer);
DECLSPEC_IMPORT LOGICAL ExSecurePoolValidate(HANDLE SecurePoolHandle, ULONG Tag, PVOID
    Allocation, ULONG_PTR Cookie);
DECLSPEC_IMPORT void ExQueryTimerResolution(PULONG MaximumTime, PULONG MinimumTime, PULONG
    CurrentTime);
DECLSPEC_IMPORT void ExInitializeRundownProtectionCacheAwareEx(PEX_RUNDOWN_REF_CACHE_AWARE
    RunRefCacheAware, ULONG Flags);
DECLSPEC_IMPORT void ExCleanupRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE
    RunRefCacheAware);
DECLSPEC_IMPORT void ExAcquirePushLockExclusiveEx(PULONG_PTR PushLock, ULONG Flags);
DECLSPEC_IMPORT void ExAcquirePushLockSharedEx(PULONG_PTR PushLock, ULONG Flags);
DECLSPEC_IMPORT void ExReleasePushLockExclusiveEx(PULONG_PTR PushLock, ULONG Flags);
DECLSPEC_IMPORT void ExReleasePushLockSharedEx(PULONG_PTR PushLock, ULONG Flags);
DECLSPEC_IMPORT void ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT KIRQL ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT void ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT void ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
DECLSPEC_IMPORT LOGICAL ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT void ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT KIRQL ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT void ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT void ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
DECLSPEC_IMPORT LOGICAL ExTryAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT LOGICAL ExTryAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
DECLSPEC_IMPORT NTSTATUS ExGetFirmwareEnvironmentVariable(PUNICODE_STRING VariableName, LPGUID
    VendorGuid, PVOID Value, PULONG ValueLength, PULONG Attributes);
DECLSPEC_IMPORT NTSTATUS ExSetFirmwareEnvironmentVariable(PUNICODE_STRING VariableName, LPGUID
    VendorGuid, PVOID Value, ULONG ValueLength, ULONG Attributes);
DECLSPEC_IMPORT BOOLEAN ExIsManufacturingModeEnabled(VOID);
DECLSPEC_IMPORT BOOLEAN ExIsSoftBoot(VOID);
DECLSPEC_IMPORT FIRMWARE_TYPE ExGetFirmwareType(VOID);
DECLSPEC_IMPORT NTSTATUS ExEnumerateSystemFirmwareTables(ULONG FirmwareTableProviderSignature,
    PVOID FirmwareTableBuffer, ULONG BufferLength, PULONG ReturnLength);
DECLSPEC_IMPORT NTSTATUS ExGetSystemFirmwareTable(ULONG FirmwareTableProviderSignature, ULONG
    FirmwareTableID, PVOID FirmwareTableBuffer, ULONG BufferLength, PULONG ReturnLength);

/* ---- The kernel: processors, clocks, DPCs, tracing ---------------------------- */

typedef enum _BOUND_CALLBACK_STATUS {
	BoundExceptionContinueSearch,
	BoundExceptionHandled,
	BoundExceptionError,
	BoundExceptionMaximum
} BOUND_CALLBACK_STATUS, *PBOUND_CALLBACK_STATUS;

typedef BOUND_CALLBACK_STATUS BOUND_CALLBACK(void);
typedef BOUND_CALLBACK *PBOUND_CALLBACK;

typedef enum _EVENT_INFO_CLASS {
	EventProviderBinaryTrackInfo,
	EventProviderSetReserved1,
	EventProviderSetTraits,
	EventProviderUseDescriptorType,
	MaxEventInfo
} EVENT_INFO_CLASS;

DECLSPEC_IMPORT BOOLEAN KeRemoveQueueDpcEx(PRKDPC Dpc, BOOLEAN WaitIfActive);
DECLSPEC_IMPORT NTSTATUS KeInitializeCrashDumpHeader(ULONG DumpType, ULONG Flags, PVOID Buffer,
    ULONG BufferSize, PULONG BufferNeeded);
DECLSPEC_IMPORT LOGICAL KeIsExecutingDpc(VOID);
DECLSPEC_IMPORT PVOID KeRegisterBoundCallback(PBOUND_CALLBACK CallbackRoutine);
DECLSPEC_IMPORT NTSTATUS KeDeregisterBoundCallback(PVOID Handle);
DECLSPEC_IMPORT void KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime);
DECLSPEC_IMPORT ULONG64 KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp);
DECLSPEC_IMPORT ULONG64 KeQueryUnbiasedInterruptTimePrecise(PULONG64 QpcTimeStamp);
DECLSPEC_IMPORT LOGICAL KeShouldYieldProcessor(VOID);
DECLSPEC_IMPORT NTSTATUS KeQueryNodeActiveAffinity2(USHORT NodeNumber, PGROUP_AFFINITY
    GroupAffinities, USHORT GroupAffinitiesCount, PUSHORT GroupAffinitiesRequired);
DECLSPEC_IMPORT ULONG KeQueryNodeActiveProcessorCount(USHORT NodeNumber);
DECLSPEC_IMPORT NTSTATUS KeConvertAuxiliaryCounterToPerformanceCounter(ULONG64
    AuxiliaryCounterValue, PULONG64 PerformanceCounterValue, PULONG64 ConversionError);
DECLSPEC_IMPORT NTSTATUS KeConvertPerformanceCounterToAuxiliaryCounter(ULONG64
    PerformanceCounterValue, PULONG64 AuxiliaryCounterValue, PULONG64 ConversionError);
DECLSPEC_IMPORT NTSTATUS KeQueryAuxiliaryCounterFrequency(PULONG64 AuxiliaryCounterFrequency);
DECLSPEC_IMPORT NTSTATUS EtwSetInformation(REGHANDLE RegHandle, EVENT_INFO_CLASS
    InformationClass, PVOID EventInformation, ULONG InformationLength);

/* ---- Memory: mappings, sections, MDLs ----------------------------------------- */

typedef struct _MM_PHYSICAL_ADDRESS_LIST {
	PHYSICAL_ADDRESS PhysicalAddress;
	SIZE_T NumberOfBytes;
} MM_PHYSICAL_ADDRESS_LIST, *PMM_PHYSICAL_ADDRESS_LIST;

typedef void MM_MDL_ROUTINE(PVOID, PVOID);
typedef MM_MDL_ROUTINE *PMM_MDL_ROUTINE;
typedef ULONG MM_NODE_NUMBER_ZERO_BASED;

typedef enum _MM_MDL_PAGE_CONTENTS_STATE {
	MmMdlPageContentsDynamic,
	MmMdlPageContentsInvariant,
	MmMdlPageContentsQuery
} MM_MDL_PAGE_CONTENTS_STATE, PMM_MDL_PAGE_CONTENTS_STATE;

DECLSPEC_IMPORT NTSTATUS MmAddVerifierSpecialThunks(ULONG_PTR EntryRoutine, PVOID ThunkBuffer,
    ULONG ThunkBufferSize);
DECLSPEC_IMPORT NTSTATUS MmAllocateMdlForIoSpace(PMM_PHYSICAL_ADDRESS_LIST PhysicalAddressList,
    SIZE_T NumberOfEntries, PMDL *NewMdl);
DECLSPEC_IMPORT LOGICAL MmAreMdlPagesCached(PMDL MemoryDescriptorList);
DECLSPEC_IMPORT NTSTATUS MmSetPermanentCacheAttribute(PHYSICAL_ADDRESS StartAddress,
    LARGE_INTEGER NumberOfBytes, MEMORY_CACHING_TYPE CacheType, ULONG Flags);
DECLSPEC_IMPORT NTSTATUS MmMapMdl(PMDL MemoryDescriptorList, ULONG Protection, PMM_MDL_ROUTINE
    DriverRoutine, PVOID DriverContext);
DECLSPEC_IMPORT PVOID MmAllocateMappingAddressEx(SIZE_T NumberOfBytes, ULONG PoolTag, ULONG
    Flags);
DECLSPEC_IMPORT PMDL MmAllocateNodePagesForMdlEx(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS
    HighAddress, PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes, MEMORY_CACHING_TYPE CacheType,
    ULONG IdealNode, ULONG Flags);
DECLSPEC_IMPORT PMDL MmAllocatePartitionNodePagesForMdlEx(PHYSICAL_ADDRESS LowAddress,
    PHYSICAL_ADDRESS HighAddress, PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes,
    MEMORY_CACHING_TYPE CacheType, MM_NODE_NUMBER_ZERO_BASED IdealNode, ULONG Flags, PVOID
    PartitionObject);
DECLSPEC_IMPORT void MmFreePagesFromMdlEx(PMDL MemoryDescriptorList, ULONG Flags);
DECLSPEC_IMPORT PVOID MmMapIoSpaceEx(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes,
    ULONG Protect);
DECLSPEC_IMPORT PVOID MmAllocateContiguousNodeMemory(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS
    LowestAcceptableAddress, PHYSICAL_ADDRESS HighestAcceptableAddress, PHYSICAL_ADDRESS
    BoundaryAddressMultiple, ULONG Protect, NODE_REQUIREMENT PreferredNode);
DECLSPEC_IMPORT NTSTATUS MmAllocateContiguousMemoryEx(PSIZE_T NumberOfBytes, PHYSICAL_ADDRESS
    LowestAcceptableAddress, PHYSICAL_ADDRESS HighestAcceptableAddress, PHYSICAL_ADDRESS
    BoundaryAddressMultiple, NODE_REQUIREMENT PreferredNode, ULONG Protect, PVOID
    PartitionObject, ULONG Tag, ULONG Flags, PVOID *BaseAddress);
DECLSPEC_IMPORT MM_MDL_PAGE_CONTENTS_STATE MmMdlPageContentsState(PMDL MemoryDescriptorList,
    MM_MDL_PAGE_CONTENTS_STATE State);
DECLSPEC_IMPORT LOGICAL MmIsDriverSuspectForVerifier(struct _DRIVER_OBJECT *DriverObject);
DECLSPEC_IMPORT NTSTATUS MmProtectDriverSection(PVOID AddressWithinSection, SIZE_T Size, ULONG
    Flags);

/* ---- Devices, IRPs, work items, power ----------------------------------------- */

typedef struct _LINK_SHARE_ACCESS {
	ULONG OpenCount;
	ULONG Deleters;
	ULONG SharedDelete;
} LINK_SHARE_ACCESS, *PLINK_SHARE_ACCESS;

typedef struct _IO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS {
	ULONG Version;
	union {
		PVOID Generic;
		PKINTERRUPT InterruptObject;
		PIO_INTERRUPT_MESSAGE_INFO InterruptMessageTable;
	} ConnectionContext;
} IO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS, *PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS;

typedef struct _IO_ATTRIBUTION_INFORMATION {
	ULONG Version;
	union {
		struct {
			ULONG MajorCode : 8;
			ULONG IoStart : 1;
			ULONG QueueOnly : 1;
			ULONG IoFailed : 1;
			ULONG VirtualDevice : 1;
			ULONG Spare : 20;
		};
		ULONG AllFlags;
	} Flags;
	ULONG Length;
	ULONGLONG ServiceStartTime;
	ULONGLONG CurrentTime;
} IO_ATTRIBUTION_INFORMATION, *PIO_ATTRIBUTION_INFORMATION;

typedef enum _DRIVER_DIRECTORY_TYPE {
	DriverDirectoryImage,
	DriverDirectoryData,
	DriverDirectorySharedData
} DRIVER_DIRECTORY_TYPE, *PDRIVER_DIRECTORY_TYPE;

typedef enum _DEVICE_DIRECTORY_TYPE {
	DeviceDirectoryData
} DEVICE_DIRECTORY_TYPE, *PDEVICE_DIRECTORY_TYPE;

typedef enum _DRIVER_REGKEY_TYPE {
	DriverRegKeyParameters,
	DriverRegKeyPersistentState,
	DriverRegKeySharedPersistentState
} DRIVER_REGKEY_TYPE, *PDRIVER_REGKEY_TYPE;

typedef enum _PO_THERMAL_REQUEST_TYPE {
	PoThermalRequestPassive,
	PoThermalRequestActive
} PO_THERMAL_REQUEST_TYPE, *PPO_THERMAL_REQUEST_TYPE;

DECLSPEC_IMPORT PIRP IoAllocateIrpEx(PDEVICE_OBJECT DeviceObject, CCHAR StackSize, BOOLEAN
    ChargeQuota);
DECLSPEC_IMPORT NTSTATUS IoCheckLinkShareAccess(ACCESS_MASK DesiredAccess, ULONG
    DesiredShareAccess, PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess, PLINK_SHARE_ACCESS
    LinkShareAccess, ULONG IoShareAccessFlags);
DECLSPEC_IMPORT void IoReportInterruptActive(PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS
    Parameters);
DECLSPEC_IMPORT void IoReportInterruptInactive(PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS
    Parameters);
DECLSPEC_IMPORT NTSTATUS IoSynchronousCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp);
DECLSPEC_IMPORT void IoCleanupIrp(PIRP Irp);
DECLSPEC_IMPORT void IoInitializeIrpEx(PIRP Irp, PDEVICE_OBJECT DeviceObject, USHORT PacketSize,
    CCHAR StackSize);
DECLSPEC_IMPORT void IoRemoveLinkShareAccess(PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess,
    PLINK_SHARE_ACCESS LinkShareAccess);
DECLSPEC_IMPORT void IoRemoveLinkShareAccessEx(PFILE_OBJECT FileObject, PSHARE_ACCESS
    ShareAccess, PLINK_SHARE_ACCESS LinkShareAccess, ULONG IoShareAccessFlags);
DECLSPEC_IMPORT void IoSetLinkShareAccess(ACCESS_MASK DesiredAccess, ULONG DesiredShareAccess,
    PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess, PLINK_SHARE_ACCESS LinkShareAccess,
    ULONG IoShareAccessFlags);
DECLSPEC_IMPORT USHORT IoSizeOfIrpEx(PDEVICE_OBJECT DeviceObject, CCHAR StackSize);
DECLSPEC_IMPORT void IoUpdateLinkShareAccess(PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess,
    PLINK_SHARE_ACCESS LinkShareAccess);
DECLSPEC_IMPORT void IoUpdateLinkShareAccessEx(PFILE_OBJECT FileObject, PSHARE_ACCESS
    ShareAccess, PLINK_SHARE_ACCESS LinkShareAccess, ULONG IoShareAccessFlags);
DECLSPEC_IMPORT NTSTATUS IoCreateSystemThread(PVOID IoObject, PHANDLE ThreadHandle, ULONG
    DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle, PCLIENT_ID
    ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext);
DECLSPEC_IMPORT BOOLEAN IoTryQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX
    WorkerRoutine, WORK_QUEUE_TYPE QueueType, PVOID Context);
DECLSPEC_IMPORT BOOLEAN IoIsInitiator32bitProcess(PIRP Irp);
DECLSPEC_IMPORT NTSTATUS IoGetIoAttributionHandle(PIRP Irp, PVOID *IoAttributionHandle);
DECLSPEC_IMPORT NTSTATUS IoRecordIoAttribution(PVOID OpaqueHandle, IO_ATTRIBUTION_INFORMATION
    *AttributionInformation);
DECLSPEC_IMPORT NTSTATUS IoSetIoAttributionIrp(PIRP Irp, PVOID AttributionSource, ULONG Flags);
DECLSPEC_IMPORT NTSTATUS IoGetDriverDirectory(PDRIVER_OBJECT DriverObject, DRIVER_DIRECTORY_TYPE
    DirectoryType, ULONG Flags, PHANDLE DriverDirectoryHandle);
DECLSPEC_IMPORT NTSTATUS IoGetDeviceDirectory(PDEVICE_OBJECT PhysicalDeviceObject,
    DEVICE_DIRECTORY_TYPE DirectoryType, ULONG Flags, PVOID Reserved, PHANDLE
    DeviceDirectoryHandle);
DECLSPEC_IMPORT NTSTATUS IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject, DRIVER_REGKEY_TYPE
    RegKeyType, ACCESS_MASK DesiredAccess, ULONG Flags, PHANDLE DriverRegKey);
DECLSPEC_IMPORT NTSTATUS IoSetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
    const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, DEVPROPTYPE Type, ULONG Size, PVOID
    Data);
DECLSPEC_IMPORT NTSTATUS IoGetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
    const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, ULONG Size, PVOID Data, PULONG
    RequiredSize, PDEVPROPTYPE Type);
DECLSPEC_IMPORT void PoSetHiberRange(PVOID MemoryMap, ULONG Flags, PVOID Address, ULONG_PTR
    Length, ULONG Tag);
DECLSPEC_IMPORT void PoSetSystemWakeDevice(PDEVICE_OBJECT DeviceObject);
DECLSPEC_IMPORT NTSTATUS PoCreateThermalRequest(PVOID *ThermalRequest, PDEVICE_OBJECT
    TargetDeviceObject, PDEVICE_OBJECT PolicyDeviceObject, PCOUNTED_REASON_CONTEXT Context,
    ULONG Flags);
DECLSPEC_IMPORT BOOLEAN PoGetThermalRequestSupport(PVOID ThermalRequest, PO_THERMAL_REQUEST_TYPE
    Type);
DECLSPEC_IMPORT NTSTATUS PoSetThermalPassiveCooling(PVOID ThermalRequest, UCHAR Throttle);
DECLSPEC_IMPORT NTSTATUS PoSetThermalActiveCooling(PVOID ThermalRequest, BOOLEAN Engaged);
DECLSPEC_IMPORT void PoDeleteThermalRequest(PVOID ThermalRequest);

/* ---- Processes, threads, silos ------------------------------------------------ */

typedef struct _AFFINITY_TOKEN *PAFFINITY_TOKEN;

DECLSPEC_IMPORT ULONG64 PsQueryTotalCycleTimeProcess(PEPROCESS Process, PULONG64
    CycleTimeStamp);
DECLSPEC_IMPORT NTSTATUS PsAllocateAffinityToken(PAFFINITY_TOKEN *AffinityToken);
DECLSPEC_IMPORT void PsFreeAffinityToken(PAFFINITY_TOKEN AffinityToken);
DECLSPEC_IMPORT NTSTATUS PsSetSystemMultipleGroupAffinityThread(PGROUP_AFFINITY GroupAffinities,
    USHORT GroupCount, PAFFINITY_TOKEN AffinityToken);
DECLSPEC_IMPORT void PsRevertToUserMultipleGroupAffinityThread(PAFFINITY_TOKEN AffinityToken);

/* ---- The run-time library ----------------------------------------------------- */

typedef enum _OS_DEPLOYEMENT_STATE_VALUES {
	OS_DEPLOYMENT_STANDARD = 1,
	OS_DEPLOYMENT_COMPACT
} OS_DEPLOYEMENT_STATE_VALUES;

DECLSPEC_IMPORT NTSTATUS RtlUnicodeStringToInt64(PCUNICODE_STRING String, ULONG Base, PLONG64
    Number, PWSTR *EndPointer);
DECLSPEC_IMPORT void RtlInitUTF8String(PUTF8_STRING DestinationString, PCSZ SourceString);
DECLSPEC_IMPORT NTSTATUS RtlInitStringEx(PSTRING DestinationString, PCSZ SourceString);
DECLSPEC_IMPORT NTSTATUS RtlInitUTF8StringEx(PUTF8_STRING DestinationString, PCSZ SourceString);
DECLSPEC_IMPORT void RtlFreeUTF8String(PUTF8_STRING utf8String);
DECLSPEC_IMPORT NTSTATUS RtlUnicodeStringToUTF8String(PUTF8_STRING DestinationString,
    PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString);
DECLSPEC_IMPORT NTSTATUS RtlUTF8StringToUnicodeString(PUNICODE_STRING DestinationString,
    PUTF8_STRING SourceString, BOOLEAN AllocateDestinationString);
DECLSPEC_IMPORT NTSTATUS RtlGenerateClass5Guid(const GUID *const NamespaceGuid, PVOID Buffer,
    ULONG BufferSize, GUID *Guid);
DECLSPEC_IMPORT void RtlFillMemoryNonTemporal(__unaligned void *Destination, SIZE_T Length,
    const UCHAR Value);
DECLSPEC_IMPORT ULONG RtlNumberOfClearBitsInRange(PRTL_BITMAP BitMapHeader, ULONG StartingIndex,
    ULONG Length);
DECLSPEC_IMPORT ULONG RtlNumberOfSetBitsInRange(PRTL_BITMAP BitMapHeader, ULONG StartingIndex,
    ULONG Length);
DECLSPEC_IMPORT void RtlCopyBitMap(PRTL_BITMAP Source, PRTL_BITMAP Destination, ULONG
    TargetBit);
DECLSPEC_IMPORT void RtlExtractBitMap(PRTL_BITMAP Source, PRTL_BITMAP Destination, ULONG
    TargetBit, ULONG NumberOfBits);
DECLSPEC_IMPORT BOOLEAN RtlIsNtDdiVersionAvailable(ULONG Version);
DECLSPEC_IMPORT BOOLEAN RtlIsServicePackVersionInstalled(ULONG Version);
DECLSPEC_IMPORT NTSTATUS RtlIsUntrustedObject(HANDLE Handle, PVOID Object, PBOOLEAN
    UntrustedObject);
DECLSPEC_IMPORT ULONG RtlQueryValidationRunlevel(PCUNICODE_STRING ComponentName);
DECLSPEC_IMPORT ULONG RtlCrc32(const void *Buffer, size_t Size, ULONG InitialCrc);
DECLSPEC_IMPORT ULONGLONG RtlCrc64(const void *Buffer, size_t Size, ULONGLONG InitialCrc);
DECLSPEC_IMPORT OS_DEPLOYEMENT_STATE_VALUES RtlOsDeploymentState(ULONG Flags);

/* ---- Security and objects ----------------------------------------------------- */

typedef enum _SE_IMAGE_TYPE {
	SeImageTypeElamDriver,
	SeImageTypeDriver,
	SeImageTypePlatformSecureFile,
	SeImageTypeDynamicCodeFile,
	SeImageTypeMax
} SE_IMAGE_TYPE, *PSE_IMAGE_TYPE;

typedef enum _SE_IMAGE_VERIFICATION_CALLBACK_TYPE {
	SeImageVerificationCallbackInformational
} SE_IMAGE_VERIFICATION_CALLBACK_TYPE, *PSE_IMAGE_VERIFICATION_CALLBACK_TYPE;

typedef enum _BDCB_CLASSIFICATION {
	BdCbClassificationUnknownImage,
	BdCbClassificationKnownGoodImage,
	BdCbClassificationKnownBadImage,
	BdCbClassificationKnownBadImageBootCritical,
	BdCbClassificationEnd
} BDCB_CLASSIFICATION, *PBDCB_CLASSIFICATION;

typedef struct _BDCB_IMAGE_INFORMATION {
	BDCB_CLASSIFICATION Classification;
	ULONG ImageFlags;
	UNICODE_STRING ImageName;
	UNICODE_STRING RegistryPath;
	UNICODE_STRING CertificatePublisher;
	UNICODE_STRING CertificateIssuer;
	PVOID ImageHash;
	PVOID CertificateThumbprint;
	ULONG ImageHashAlgorithm;
	ULONG ThumbprintHashAlgorithm;
	ULONG ImageHashLength;
	ULONG CertificateThumbprintLength;
} *PBDCB_IMAGE_INFORMATION, BDCB_IMAGE_INFORMATION;

typedef void SE_IMAGE_VERIFICATION_CALLBACK_FUNCTION(PVOID, SE_IMAGE_TYPE,
    PBDCB_IMAGE_INFORMATION);

typedef SE_IMAGE_VERIFICATION_CALLBACK_FUNCTION *PSE_IMAGE_VERIFICATION_CALLBACK_FUNCTION;
typedef PVOID SE_IMAGE_VERIFICATION_CALLBACK_TOKEN;

DECLSPEC_IMPORT NTSTATUS SeRegisterImageVerificationCallback(SE_IMAGE_TYPE ImageType,
    SE_IMAGE_VERIFICATION_CALLBACK_TYPE CallbackType, PSE_IMAGE_VERIFICATION_CALLBACK_FUNCTION
    CallbackFunction, PVOID CallbackContext, SE_IMAGE_VERIFICATION_CALLBACK_TOKEN Token, PVOID
    *CallbackHandle);
DECLSPEC_IMPORT void SeUnregisterImageVerificationCallback(PVOID CallbackHandle);
DECLSPEC_IMPORT NTSTATUS SeEtwWriteKMCveEvent(PCUNICODE_STRING CveId, PCUNICODE_STRING
    AdditionalDetails);
DECLSPEC_IMPORT BOOLEAN ObReferenceObjectSafe(PVOID Object);
DECLSPEC_IMPORT BOOLEAN ObReferenceObjectSafeWithTag(PVOID Object, ULONG Tag);
DECLSPEC_IMPORT NTSTATUS ObCloseHandle(HANDLE Handle, KPROCESSOR_MODE PreviousMode);

/* ---- System services and the registry ----------------------------------------- */

DECLSPEC_IMPORT NTSTATUS NtPowerInformation(POWER_INFORMATION_LEVEL InformationLevel, PVOID
    InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength);
DECLSPEC_IMPORT NTSTATUS CmCallbackGetKeyObjectIDEx(PLARGE_INTEGER Cookie, PVOID Object,
    PULONG_PTR ObjectID, PCUNICODE_STRING *ObjectName, ULONG Flags);
DECLSPEC_IMPORT void CmCallbackReleaseKeyObjectIDEx(PCUNICODE_STRING ObjectName);
DECLSPEC_IMPORT NTSTATUS ZwSaveKeyEx(HANDLE KeyHandle, HANDLE FileHandle, ULONG Format);
DECLSPEC_IMPORT NTSTATUS ZwQueryInformationByName(POBJECT_ATTRIBUTES ObjectAttributes,
    PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS
    FileInformationClass);

#ifdef __cplusplus
}
#endif

#endif /* SDK_WDM_MORE_H */
