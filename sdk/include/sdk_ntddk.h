/*
 * What mingw-w64's ntddk.h lacks: functions of later Windows, and their types.
 * Names, numbers and layouts are Windows'.  Part of ntddk.h; a driver does not include it.
 */
#ifndef SDK_NTDDK_MORE_H
#define SDK_NTDDK_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The kernel: processors, clocks, DPCs, tracing ---------------------------- */

DECLSPEC_IMPORT NTSTATUS KeExpandKernelStackAndCalloutEx(PEXPAND_STACK_CALLOUT Callout, PVOID
    Parameter, SIZE_T Size, BOOLEAN Wait, PVOID Context);

/* ---- Memory: mappings, sections, MDLs ----------------------------------------- */

typedef struct _MM_COPY_ADDRESS {
	union {
		PVOID VirtualAddress;
		PHYSICAL_ADDRESS PhysicalAddress;
	};
} MM_COPY_ADDRESS, *PMMCOPY_ADDRESS;

DECLSPEC_IMPORT PPHYSICAL_MEMORY_RANGE MmGetPhysicalMemoryRangesEx(PVOID PartitionObject);
DECLSPEC_IMPORT PPHYSICAL_MEMORY_RANGE MmGetPhysicalMemoryRangesEx2(PVOID PartitionObject, ULONG
    Flags);
DECLSPEC_IMPORT NTSTATUS MmGetCacheAttribute(PHYSICAL_ADDRESS PhysicalAddress,
    MEMORY_CACHING_TYPE *CacheType);
DECLSPEC_IMPORT NTSTATUS MmCopyMemory(PVOID TargetAddress, MM_COPY_ADDRESS SourceAddress, SIZE_T
    NumberOfBytes, ULONG Flags, PSIZE_T NumberOfBytesTransferred);
DECLSPEC_IMPORT NTSTATUS MmGetCacheAttributeEx(PHYSICAL_ADDRESS PhysicalAddress, ULONG Flags,
    MEMORY_CACHING_TYPE *CacheType);
DECLSPEC_IMPORT HANDLE MmSecureVirtualMemoryEx(PVOID Address, SIZE_T Size, ULONG ProbeMode,
    ULONG Flags);
DECLSPEC_IMPORT NTSTATUS MmMapViewInSystemSpaceEx(PVOID Section, PVOID *MappedBase, PSIZE_T
    ViewSize, PLARGE_INTEGER SectionOffset, ULONG_PTR Flags);
DECLSPEC_IMPORT NTSTATUS MmMapViewInSessionSpaceEx(PVOID Section, PVOID *MappedBase, PSIZE_T
    ViewSize, PLARGE_INTEGER SectionOffset, ULONG_PTR Flags);

/* ---- Devices, IRPs, work items, power ----------------------------------------- */

typedef struct _EJOB *PESILO;

typedef struct _IO_FOEXT_SILO_PARAMETERS {
	ULONG Length;
	union {
		struct {
			ULONG HasHardReference : 1;
			ULONG SpareFlags : 31;
		};
		ULONG Flags;
	};
	PESILO SiloContext;
} IO_FOEXT_SILO_PARAMETERS, *PIO_FOEXT_SILO_PARAMETERS;

typedef struct _OPLOCK_KEY_CONTEXT {
	USHORT Version;
	USHORT Flags;
	GUID ParentOplockKey;
	GUID TargetOplockKey;
	ULONG Reserved;
} OPLOCK_KEY_CONTEXT, *POPLOCK_KEY_CONTEXT;

typedef enum _BDCB_CALLBACK_TYPE {
	BdCbStatusUpdate,
	BdCbInitializeImage
} BDCB_CALLBACK_TYPE, *PBDCB_CALLBACK_TYPE;

typedef void BOOT_DRIVER_CALLBACK_FUNCTION(PVOID, BDCB_CALLBACK_TYPE, PBDCB_IMAGE_INFORMATION);
typedef BOOT_DRIVER_CALLBACK_FUNCTION *PBOOT_DRIVER_CALLBACK_FUNCTION;

DECLSPEC_IMPORT PIRP IoMakeAssociatedIrpEx(PIRP Irp, PDEVICE_OBJECT DeviceObject, CCHAR
    StackSize);
DECLSPEC_IMPORT NTSTATUS IoVolumeDeviceToGuidPath(PVOID VolumeDeviceObject, PUNICODE_STRING
    GuidPath);
DECLSPEC_IMPORT NTSTATUS IoVolumeDeviceToGuid(PVOID VolumeDeviceObject, GUID *Guid);
DECLSPEC_IMPORT NTSTATUS IoVolumeDeviceNameToGuid(PUNICODE_STRING VolumeDeviceName, GUID *Guid);
DECLSPEC_IMPORT NTSTATUS IoVolumeDeviceNameToGuidPath(PUNICODE_STRING VolumeDeviceName,
    PUNICODE_STRING GuidPath);
DECLSPEC_IMPORT PIO_FOEXT_SILO_PARAMETERS IoGetSiloParameters(PFILE_OBJECT FileObject);
DECLSPEC_IMPORT PESILO IoGetSilo(PFILE_OBJECT FileObject);
DECLSPEC_IMPORT POPLOCK_KEY_CONTEXT IoGetOplockKeyContextEx(PFILE_OBJECT FileObject);
DECLSPEC_IMPORT NTSTATUS IoQueryInformationByName(POBJECT_ATTRIBUTES ObjectAttributes,
    PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS
    FileInformationClass, ULONG Options, PIO_DRIVER_CREATE_CONTEXT DriverContext);
DECLSPEC_IMPORT PVOID IoRegisterBootDriverCallback(PBOOT_DRIVER_CALLBACK_FUNCTION
    CallbackFunction, PVOID CallbackContext);
DECLSPEC_IMPORT void IoUnregisterBootDriverCallback(PVOID CallbackHandle);
DECLSPEC_IMPORT NTSTATUS IoGetActivityIdIrp(PIRP Irp, LPGUID Guid);
DECLSPEC_IMPORT NTSTATUS IoSetActivityIdIrp(PIRP Irp, LPCGUID Guid);
DECLSPEC_IMPORT NTSTATUS IoPropagateActivityIdToThread(PIRP Irp, LPGUID PropagatedId, LPCGUID
    *OriginalId);
DECLSPEC_IMPORT LPCGUID IoSetActivityIdThread(LPCGUID ActivityId);
DECLSPEC_IMPORT void IoClearActivityIdThread(LPCGUID OriginalId);
DECLSPEC_IMPORT LPCGUID IoGetActivityIdThread(VOID);
DECLSPEC_IMPORT void IoTransferActivityId(LPCGUID ActivityId, LPCGUID RelatedActivityId);
DECLSPEC_IMPORT NTSTATUS IoIncrementKeepAliveCount(PFILE_OBJECT FileObject, PEPROCESS Process);
DECLSPEC_IMPORT NTSTATUS IoDecrementKeepAliveCount(PFILE_OBJECT FileObject, PEPROCESS Process);
DECLSPEC_IMPORT PEPROCESS IoGetInitiatorProcess(PFILE_OBJECT FileObject);
DECLSPEC_IMPORT void IoSetMasterIrpStatus(PIRP MasterIrp, NTSTATUS Status);
DECLSPEC_IMPORT NTSTATUS IoQueryFullDriverPath(PDRIVER_OBJECT DriverObject, PUNICODE_STRING
    FullPath);
DECLSPEC_IMPORT NTSTATUS IoReportRootDevice(PDRIVER_OBJECT DriverObject);

/* ---- Processes, threads, silos ------------------------------------------------ */

typedef enum _PSCREATEPROCESSNOTIFYTYPE {
	PsCreateProcessNotifySubsystems
} PSCREATEPROCESSNOTIFYTYPE;

typedef enum _PSCREATETHREADNOTIFYTYPE {
	PsCreateThreadNotifyNonSystem,
	PsCreateThreadNotifySubsystems
} PSCREATETHREADNOTIFYTYPE;

typedef struct _EJOB *PEJOB;
typedef void (*SILO_CONTEXT_CLEANUP_CALLBACK)(PVOID);
typedef NTSTATUS (*SILO_MONITOR_CREATE_CALLBACK)(PESILO);
typedef void (*SILO_MONITOR_TERMINATE_CALLBACK)(PESILO);

typedef struct _SILO_MONITOR_REGISTRATION {
	UCHAR Version;
	BOOLEAN MonitorHost;
	BOOLEAN MonitorExistingSilos;
	UCHAR Reserved[5];
	union {
		PUNICODE_STRING DriverObjectName;
		PUNICODE_STRING ComponentName;
	};
	SILO_MONITOR_CREATE_CALLBACK CreateCallback;
	SILO_MONITOR_TERMINATE_CALLBACK TerminateCallback;
} SILO_MONITOR_REGISTRATION, *PSILO_MONITOR_REGISTRATION;

typedef struct _SILO_MONITOR *PSILO_MONITOR;

typedef NTSTATUS (*PSHED_PI_GET_ALL_ERROR_SOURCES)(PVOID, PULONG, PWHEA_ERROR_SOURCE_DESCRIPTOR
    *, PULONG);

typedef NTSTATUS (*PSHED_PI_GET_ERROR_SOURCE_INFO)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR);
typedef NTSTATUS (*PSHED_PI_SET_ERROR_SOURCE_INFO)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR);
typedef NTSTATUS (*PSHED_PI_ENABLE_ERROR_SOURCE)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR);
typedef NTSTATUS (*PSHED_PI_DISABLE_ERROR_SOURCE)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR);
typedef NTSTATUS (*PSHED_PI_WRITE_ERROR_RECORD)(PVOID, ULONG, ULONG, PWHEA_ERROR_RECORD);

typedef NTSTATUS (*PSHED_PI_READ_ERROR_RECORD)(PVOID, ULONG, ULONGLONG, PULONGLONG, PULONG,
    PWHEA_ERROR_RECORD);

typedef NTSTATUS (*PSHED_PI_CLEAR_ERROR_RECORD)(PVOID, ULONG, ULONGLONG);

typedef union _WHEA_ERROR_PACKET_FLAGS {
	struct {
		ULONG PreviousError : 1;
		ULONG CriticalEvent : 1;
		ULONG HypervisorError : 1;
		ULONG Simulated : 1;
		ULONG PlatformPfaControl : 1;
		ULONG PlatformDirectedOffline : 1;
		ULONG AddressTranslationRequired : 1;
		ULONG AddressTranslationCompleted : 1;
		ULONG RecoveryOptional : 1;
		ULONG Reserved2 : 23;
	};
	ULONG AsULONG;
} WHEA_ERROR_PACKET_FLAGS, *PWHEA_ERROR_PACKET_FLAGS;

typedef enum _WHEA_ERROR_TYPE {
	WheaErrTypeProcessor,
	WheaErrTypeMemory,
	WheaErrTypePCIExpress,
	WheaErrTypeNMI,
	WheaErrTypePCIXBus,
	WheaErrTypePCIXDevice,
	WheaErrTypeGeneric,
	WheaErrTypePmem
} WHEA_ERROR_TYPE, *PWHEA_ERROR_TYPE;

typedef enum _WHEA_ERROR_SEVERITY {
	WheaErrSevRecoverable,
	WheaErrSevFatal,
	WheaErrSevCorrected,
	WheaErrSevInformational
} WHEA_ERROR_SEVERITY, *PWHEA_ERROR_SEVERITY;

typedef enum _WHEA_ERROR_SOURCE_TYPE {
	WheaErrSrcTypeMCE,
	WheaErrSrcTypeCMC,
	WheaErrSrcTypeCPE,
	WheaErrSrcTypeNMI,
	WheaErrSrcTypePCIe,
	WheaErrSrcTypeGeneric,
	WheaErrSrcTypeINIT,
	WheaErrSrcTypeBOOT,
	WheaErrSrcTypeSCIGeneric,
	WheaErrSrcTypeIPFMCA,
	WheaErrSrcTypeIPFCMC,
	WheaErrSrcTypeIPFCPE,
	WheaErrSrcTypeGenericV2,
	WheaErrSrcTypeSCIGenericV2,
	WheaErrSrcTypeBMC,
	WheaErrSrcTypePMEM,
	WheaErrSrcTypeDeviceDriver,
	WheaErrSrcTypeSea,
	WheaErrSrcTypeSei,
	WheaErrSrcTypeMax
} WHEA_ERROR_SOURCE_TYPE, *PWHEA_ERROR_SOURCE_TYPE;

typedef enum _WHEA_ERROR_PACKET_DATA_FORMAT {
	WheaDataFormatIPFSalRecord,
	WheaDataFormatXPFMCA,
	WheaDataFormatMemory,
	WheaDataFormatPCIExpress,
	WheaDataFormatNMIPort,
	WheaDataFormatPCIXBus,
	WheaDataFormatPCIXDevice,
	WheaDataFormatGeneric,
	WheaDataFormatMax
} WHEA_ERROR_PACKET_DATA_FORMAT, *PWHEA_ERROR_PACKET_DATA_FORMAT;

typedef struct _WHEA_ERROR_PACKET_V2 {
	ULONG Signature;
	ULONG Version;
	ULONG Length;
	WHEA_ERROR_PACKET_FLAGS Flags;
	WHEA_ERROR_TYPE ErrorType;
	WHEA_ERROR_SEVERITY ErrorSeverity;
	ULONG ErrorSourceId;
	WHEA_ERROR_SOURCE_TYPE ErrorSourceType;
	GUID NotifyType;
	ULONGLONG Context;
	WHEA_ERROR_PACKET_DATA_FORMAT DataFormat;
	ULONG Reserved1;
	ULONG DataOffset;
	ULONG DataLength;
	ULONG PshedDataOffset;
	ULONG PshedDataLength;
} WHEA_ERROR_PACKET_V2, *PWHEA_ERROR_PACKET_V2, WHEA_ERROR_PACKET, *PWHEA_ERROR_PACKET;

typedef NTSTATUS (*PSHED_PI_RETRIEVE_ERROR_INFO)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR,
    ULONGLONG, PWHEA_ERROR_PACKET);

typedef NTSTATUS (*PSHED_PI_FINALIZE_ERROR_RECORD)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR, ULONG,
    PWHEA_ERROR_RECORD);

typedef NTSTATUS (*PSHED_PI_CLEAR_ERROR_STATUS)(PVOID, PWHEA_ERROR_SOURCE_DESCRIPTOR, ULONG,
    PWHEA_ERROR_RECORD);

typedef NTSTATUS (*PSHED_PI_ATTEMPT_ERROR_RECOVERY)(PVOID, ULONG, PWHEA_ERROR_RECORD);

typedef union _WHEA_ERROR_INJECTION_CAPABILITIES {
	struct {
		ULONG ProcessorCorrectable : 1;
		ULONG ProcessorUncorrectableNonFatal : 1;
		ULONG ProcessorUncorrectableFatal : 1;
		ULONG MemoryCorrectable : 1;
		ULONG MemoryUncorrectableNonFatal : 1;
		ULONG MemoryUncorrectableFatal : 1;
		ULONG PCIExpressCorrectable : 1;
		ULONG PCIExpressUncorrectableNonFatal : 1;
		ULONG PCIExpressUncorrectableFatal : 1;
		ULONG PlatformCorrectable : 1;
		ULONG PlatformUncorrectableNonFatal : 1;
		ULONG PlatformUncorrectableFatal : 1;
		ULONG IA64Corrected : 1;
		ULONG IA64Recoverable : 1;
		ULONG IA64Fatal : 1;
		ULONG IA64RecoverableCache : 1;
		ULONG IA64RecoverableRegFile : 1;
		ULONG Reserved : 15;
	};
	ULONG AsULONG;
} WHEA_ERROR_INJECTION_CAPABILITIES, *PWHEA_ERROR_INJECTION_CAPABILITIES;

typedef NTSTATUS (*PSHED_PI_GET_INJECTION_CAPABILITIES)(PVOID,
    PWHEA_ERROR_INJECTION_CAPABILITIES);

typedef NTSTATUS (*PSHED_PI_INJECT_ERROR)(PVOID, ULONGLONG, ULONGLONG, ULONGLONG, ULONGLONG,
    ULONGLONG);

typedef struct _WHEA_PSHED_PLUGIN_CALLBACKS {
	PSHED_PI_GET_ALL_ERROR_SOURCES GetAllErrorSources;
	PVOID Reserved;
	PSHED_PI_GET_ERROR_SOURCE_INFO GetErrorSourceInfo;
	PSHED_PI_SET_ERROR_SOURCE_INFO SetErrorSourceInfo;
	PSHED_PI_ENABLE_ERROR_SOURCE EnableErrorSource;
	PSHED_PI_DISABLE_ERROR_SOURCE DisableErrorSource;
	PSHED_PI_WRITE_ERROR_RECORD WriteErrorRecord;
	PSHED_PI_READ_ERROR_RECORD ReadErrorRecord;
	PSHED_PI_CLEAR_ERROR_RECORD ClearErrorRecord;
	PSHED_PI_RETRIEVE_ERROR_INFO RetrieveErrorInfo;
	PSHED_PI_FINALIZE_ERROR_RECORD FinalizeErrorRecord;
	PSHED_PI_CLEAR_ERROR_STATUS ClearErrorStatus;
	PSHED_PI_ATTEMPT_ERROR_RECOVERY AttemptRecovery;
	PSHED_PI_GET_INJECTION_CAPABILITIES GetInjectionCapabilities;
	PSHED_PI_INJECT_ERROR InjectError;
} WHEA_PSHED_PLUGIN_CALLBACKS, *PWHEA_PSHED_PLUGIN_CALLBACKS;

typedef struct _WHEA_PSHED_PLUGIN_REGISTRATION_PACKET_V2 {
	ULONG Length;
	ULONG Version;
	PVOID Context;
	ULONG FunctionalAreaMask;
	ULONG Reserved;
	WHEA_PSHED_PLUGIN_CALLBACKS Callbacks;
	PVOID PluginHandle;
} WHEA_PSHED_PLUGIN_REGISTRATION_PACKET_V2;

typedef WHEA_PSHED_PLUGIN_REGISTRATION_PACKET_V2 WHEA_PSHED_PLUGIN_REGISTRATION_PACKET;
typedef WHEA_PSHED_PLUGIN_REGISTRATION_PACKET *PWHEA_PSHED_PLUGIN_REGISTRATION_PACKET;

DECLSPEC_IMPORT NTSTATUS PsSetCreateProcessNotifyRoutineEx2(PSCREATEPROCESSNOTIFYTYPE
    NotifyType, PVOID NotifyInformation, BOOLEAN Remove);
DECLSPEC_IMPORT NTSTATUS PsSetCreateThreadNotifyRoutineEx(PSCREATETHREADNOTIFYTYPE NotifyType,
    PVOID NotifyInformation);
DECLSPEC_IMPORT NTSTATUS PsSetLoadImageNotifyRoutineEx(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine,
    ULONG_PTR Flags);
DECLSPEC_IMPORT ULONGLONG PsGetProcessStartKey(PEPROCESS Process);
DECLSPEC_IMPORT NTSTATUS PsGetProcessExitStatus(PEPROCESS Process);
DECLSPEC_IMPORT NTSTATUS PsGetThreadExitStatus(PETHREAD Thread);
DECLSPEC_IMPORT PVOID PsGetThreadProperty(PETHREAD Thread, ULONG_PTR Key, ULONG Flags);
DECLSPEC_IMPORT LONGLONG PsGetThreadCreateTime(PETHREAD Thread);
DECLSPEC_IMPORT PVOID PsGetCurrentThreadTeb(VOID);
DECLSPEC_IMPORT NTSTATUS PsGetJobSilo(PEJOB Job, PESILO *Silo);
DECLSPEC_IMPORT NTSTATUS PsGetJobServerSilo(PEJOB Job, PESILO *ServerSilo);
DECLSPEC_IMPORT PESILO PsGetEffectiveServerSilo(PESILO Silo);
DECLSPEC_IMPORT PESILO PsAttachSiloToCurrentThread(PESILO Silo);
DECLSPEC_IMPORT void PsDetachSiloFromCurrentThread(PESILO PreviousSilo);
DECLSPEC_IMPORT BOOLEAN PsIsHostSilo(PESILO Silo);
DECLSPEC_IMPORT PESILO PsGetHostSilo(VOID);
DECLSPEC_IMPORT PESILO PsGetCurrentSilo(VOID);
DECLSPEC_IMPORT PESILO PsGetCurrentServerSilo(VOID);
DECLSPEC_IMPORT PUNICODE_STRING PsGetCurrentServerSiloName(VOID);
DECLSPEC_IMPORT BOOLEAN PsIsCurrentThreadInServerSilo(VOID);
DECLSPEC_IMPORT NTSTATUS PsAcquireSiloHardReference(PESILO Silo);
DECLSPEC_IMPORT void PsReleaseSiloHardReference(PESILO Silo);
DECLSPEC_IMPORT NTSTATUS PsAllocSiloContextSlot(ULONG_PTR Reserved, ULONG *ReturnedContextSlot);
DECLSPEC_IMPORT NTSTATUS PsFreeSiloContextSlot(ULONG ContextSlot);
DECLSPEC_IMPORT NTSTATUS PsCreateSiloContext(PESILO Silo, ULONG Size, POOL_TYPE PoolType,
    SILO_CONTEXT_CLEANUP_CALLBACK ContextCleanupCallback, PVOID *ReturnedSiloContext);
DECLSPEC_IMPORT NTSTATUS PsInsertSiloContext(PESILO Silo, ULONG ContextSlot, PVOID SiloContext);
DECLSPEC_IMPORT NTSTATUS PsReplaceSiloContext(PESILO Silo, ULONG ContextSlot, PVOID
    NewSiloContext, PVOID *OldSiloContext);
DECLSPEC_IMPORT NTSTATUS PsGetSiloContext(PESILO Silo, ULONG ContextSlot, PVOID
    *ReturnedSiloContext);
DECLSPEC_IMPORT NTSTATUS PsRemoveSiloContext(PESILO Silo, ULONG ContextSlot, PVOID
    *RemovedSiloContext);
DECLSPEC_IMPORT void PsReferenceSiloContext(PVOID SiloContext);
DECLSPEC_IMPORT void PsDereferenceSiloContext(PVOID SiloContext);
DECLSPEC_IMPORT NTSTATUS PsInsertPermanentSiloContext(PESILO Silo, ULONG ContextSlot, PVOID
    SiloContext);
DECLSPEC_IMPORT NTSTATUS PsMakeSiloContextPermanent(PESILO Silo, ULONG ContextSlot);
DECLSPEC_IMPORT NTSTATUS PsGetPermanentSiloContext(PESILO Silo, ULONG ContextSlot, PVOID
    *ReturnedSiloContext);
DECLSPEC_IMPORT NTSTATUS PsRegisterSiloMonitor(PSILO_MONITOR_REGISTRATION Registration,
    PSILO_MONITOR *ReturnedMonitor);
DECLSPEC_IMPORT NTSTATUS PsStartSiloMonitor(PSILO_MONITOR Monitor);
DECLSPEC_IMPORT ULONG PsGetSiloMonitorContextSlot(PSILO_MONITOR Monitor);
DECLSPEC_IMPORT void PsUnregisterSiloMonitor(PSILO_MONITOR Monitor);
DECLSPEC_IMPORT ULONG PsGetServerSiloServiceSessionId(PESILO Silo);
DECLSPEC_IMPORT ULONG PsGetServerSiloActiveConsoleId(PESILO Silo);
DECLSPEC_IMPORT void PsTerminateServerSilo(PESILO ServerSilo, NTSTATUS ExitStatus);
DECLSPEC_IMPORT PESILO PsGetParentSilo(PEJOB Job);
DECLSPEC_IMPORT PESILO PsGetThreadServerSilo(PETHREAD Thread);
DECLSPEC_IMPORT GUID *PsGetSiloContainerId(PESILO Silo);
DECLSPEC_IMPORT PVOID PshedAllocateMemory(ULONG Size);
DECLSPEC_IMPORT void PshedFreeMemory(PVOID Address);
DECLSPEC_IMPORT NTSTATUS PshedRegisterPlugin(PWHEA_PSHED_PLUGIN_REGISTRATION_PACKET Packet);
DECLSPEC_IMPORT void PshedUnregisterPlugin(PVOID PluginHandle);
DECLSPEC_IMPORT BOOLEAN PshedSynchronizeExecution(PWHEA_ERROR_SOURCE_DESCRIPTOR ErrorSource,
    PKSYNCHRONIZE_ROUTINE SynchronizeRoutine, PVOID SynchronizeContext);

/* ---- The run-time library ----------------------------------------------------- */

typedef enum _STATE_LOCATION_TYPE {
	LocationTypeRegistry,
	LocationTypeFileSystem,
	LocationTypeMaximum
} STATE_LOCATION_TYPE;

typedef struct CORRELATION_VECTOR {
	CHAR Version;
	CHAR Vector[129];
} CORRELATION_VECTOR;

typedef CORRELATION_VECTOR *PCORRELATION_VECTOR;

typedef struct _CUSTOM_SYSTEM_EVENT_TRIGGER_CONFIG {
	ULONG Size;
	PCWSTR TriggerId;
} CUSTOM_SYSTEM_EVENT_TRIGGER_CONFIG, *PCUSTOM_SYSTEM_EVENT_TRIGGER_CONFIG;

typedef enum _RTL_SYSTEM_GLOBAL_DATA_ID {
	GlobalDataIdUnknown,
	GlobalDataIdRngSeedVersion,
	GlobalDataIdInterruptTime,
	GlobalDataIdTimeZoneBias,
	GlobalDataIdImageNumberLow,
	GlobalDataIdImageNumberHigh,
	GlobalDataIdTimeZoneId,
	GlobalDataIdNtMajorVersion,
	GlobalDataIdNtMinorVersion,
	GlobalDataIdSystemExpirationDate,
	GlobalDataIdKdDebuggerEnabled,
	GlobalDataIdCyclesPerYield,
	GlobalDataIdSafeBootMode,
	GlobalDataIdLastSystemRITEventTickCount,
	GlobalDataIdConsoleSharedDataFlags,
	GlobalDataIdNtSystemRootDrive,
	GlobalDataIdQpcShift,
	GlobalDataIdQpcBypassEnabled,
	GlobalDataIdQpcData,
	GlobalDataIdQpcBias
} RTL_SYSTEM_GLOBAL_DATA_ID, *PRTL_SYSTEM_GLOBAL_DATA_ID;

DECLSPEC_IMPORT void RtlDeleteElementGenericTableAvlEx(PRTL_AVL_TABLE Table, PVOID
    NodeOrParent);
DECLSPEC_IMPORT BOOLEAN RtlSuffixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING
    String2, BOOLEAN CaseInSensitive);
DECLSPEC_IMPORT NTSTATUS RtlQueryRegistryValueWithFallback(HANDLE PrimaryHandle, HANDLE
    FallbackHandle, PUNICODE_STRING ValueName, ULONG ValueLength, PULONG ValueType, PVOID
    ValueData, PULONG ResultLength);
DECLSPEC_IMPORT ULONG RtlGetActiveConsoleId(VOID);
DECLSPEC_IMPORT ULONGLONG RtlGetConsoleSessionForegroundProcessId(VOID);
DECLSPEC_IMPORT ULONG RtlGetSuiteMask(VOID);
DECLSPEC_IMPORT BOOLEAN RtlIsMultiSessionSku(VOID);
DECLSPEC_IMPORT BOOLEAN RtlIsStateSeparationEnabled(VOID);
DECLSPEC_IMPORT NTSTATUS RtlGetPersistedStateLocation(PCWSTR SourceID, PCWSTR CustomValue,
    PCWSTR DefaultPath, STATE_LOCATION_TYPE StateLocationType, PWCHAR TargetPath, ULONG
    BufferLengthIn, PULONG BufferLengthOut);
DECLSPEC_IMPORT NTSTATUS RtlIsApiSetImplemented(PCSTR apiSetName);
DECLSPEC_IMPORT BOOLEAN RtlIsMultiUsersInSessionSku(VOID);
DECLSPEC_IMPORT BOOLEAN RtlGetNtProductType(PNT_PRODUCT_TYPE NtProductType);
DECLSPEC_IMPORT PCWSTR RtlGetNtSystemRoot(VOID);
DECLSPEC_IMPORT NTSTATUS RtlInitializeCorrelationVector(PCORRELATION_VECTOR CorrelationVector,
    int Version, const GUID *Guid);
DECLSPEC_IMPORT NTSTATUS RtlIncrementCorrelationVector(PCORRELATION_VECTOR CorrelationVector);
DECLSPEC_IMPORT NTSTATUS RtlExtendCorrelationVector(PCORRELATION_VECTOR CorrelationVector);
DECLSPEC_IMPORT NTSTATUS RtlValidateCorrelationVector(PCORRELATION_VECTOR Vector);
DECLSPEC_IMPORT NTSTATUS RtlRaiseCustomSystemEventTrigger(PCUSTOM_SYSTEM_EVENT_TRIGGER_CONFIG
    TriggerConfig);
DECLSPEC_IMPORT BOOLEAN RtlIsZeroMemory(PVOID Buffer, SIZE_T Length);
DECLSPEC_IMPORT BOOLEAN RtlNormalizeSecurityDescriptor(PSECURITY_DESCRIPTOR *SecurityDescriptor,
    ULONG SecurityDescriptorLength, PSECURITY_DESCRIPTOR *NewSecurityDescriptor, PULONG
    NewSecurityDescriptorLength, BOOLEAN CheckOnly);
DECLSPEC_IMPORT NTSTATUS RtlGetSystemGlobalData(RTL_SYSTEM_GLOBAL_DATA_ID DataId, PVOID Buffer,
    ULONG Size);
DECLSPEC_IMPORT NTSTATUS RtlSetSystemGlobalData(RTL_SYSTEM_GLOBAL_DATA_ID DataId, PVOID Buffer,
    ULONG Size);

#ifdef __cplusplus
}
#endif

#endif /* SDK_NTDDK_MORE_H */
