/*
 * The framework's other functions, by noun.  [sdk_wdfslots.h]
 */
#ifndef SDK_WDFSLOTS_MORE_H
#define SDK_WDFSLOTS_MORE_H

#define WDF_SLOT_0(index, result, name) \
	FORCEINLINE result name(VOID) \
	{ \
		typedef result (*SDK_FUNCTION)(PWDF_DRIVER_GLOBALS); \
		return ((SDK_FUNCTION)(PVOID)WdfFunctions[index])(WdfDriverGlobals); \
	}

/* Child */

WDF_SLOT(0, NTSTATUS, WdfChildListCreate, (WDFDEVICE Device, PWDF_CHILD_LIST_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES ChildListAttributes, WDFCHILDLIST *ChildList), (Device, Config,
    ChildListAttributes, ChildList))
WDF_SLOT(1, WDFDEVICE, WdfChildListGetDevice, (WDFCHILDLIST ChildList), (ChildList))
WDF_SLOT(2, WDFDEVICE, WdfChildListRetrievePdo, (WDFCHILDLIST ChildList,
    PWDF_CHILD_RETRIEVE_INFO RetrieveInfo), (ChildList, RetrieveInfo))
WDF_SLOT(3, NTSTATUS, WdfChildListRetrieveAddressDescription, (WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription), (ChildList,
    IdentificationDescription, AddressDescription))
WDF_SLOT(4, VOID, WdfChildListBeginScan, (WDFCHILDLIST ChildList), (ChildList))
WDF_SLOT(5, VOID, WdfChildListEndScan, (WDFCHILDLIST ChildList), (ChildList))
WDF_SLOT(6, VOID, WdfChildListBeginIteration, (WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR
    Iterator), (ChildList, Iterator))
WDF_SLOT(7, NTSTATUS, WdfChildListRetrieveNextDevice, (WDFCHILDLIST ChildList,
    PWDF_CHILD_LIST_ITERATOR Iterator, WDFDEVICE *Device, PWDF_CHILD_RETRIEVE_INFO Info),
    (ChildList, Iterator, Device, Info))
WDF_SLOT(8, VOID, WdfChildListEndIteration, (WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR
    Iterator), (ChildList, Iterator))
WDF_SLOT(9, NTSTATUS, WdfChildListAddOrUpdateChildDescriptionAsPresent, (WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription), (ChildList,
    IdentificationDescription, AddressDescription))
WDF_SLOT(10, NTSTATUS, WdfChildListUpdateChildDescriptionAsMissing, (WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription), (ChildList,
    IdentificationDescription))
WDF_SLOT(11, VOID, WdfChildListUpdateAllChildDescriptionsAsPresent, (WDFCHILDLIST ChildList),
    (ChildList))
WDF_SLOT(12, BOOLEAN, WdfChildListRequestChildEject, (WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription), (ChildList,
    IdentificationDescription))

/* Cm */

WDF_SLOT(302, NTSTATUS, WdfCmResourceListAppendDescriptor, (WDFCMRESLIST List,
    PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor), (List, Descriptor))
WDF_SLOT(303, NTSTATUS, WdfCmResourceListInsertDescriptor, (WDFCMRESLIST List,
    PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor, ULONG Index), (List, Descriptor, Index))
WDF_SLOT(304, ULONG, WdfCmResourceListGetCount, (WDFCMRESLIST List), (List))
WDF_SLOT(305, PCM_PARTIAL_RESOURCE_DESCRIPTOR, WdfCmResourceListGetDescriptor, (WDFCMRESLIST
    List, ULONG Index), (List, Index))
WDF_SLOT(306, VOID, WdfCmResourceListRemove, (WDFCMRESLIST List, ULONG Index), (List, Index))
WDF_SLOT(307, VOID, WdfCmResourceListRemoveByDescriptor, (WDFCMRESLIST List,
    PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor), (List, Descriptor))

/* Common */

WDF_SLOT(21, NTSTATUS, WdfCommonBufferCreate, (WDFDMAENABLER DmaEnabler, size_t Length,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFCOMMONBUFFER *CommonBuffer), (DmaEnabler, Length,
    Attributes, CommonBuffer))
WDF_SLOT(22, PVOID, WdfCommonBufferGetAlignedVirtualAddress, (WDFCOMMONBUFFER CommonBuffer),
    (CommonBuffer))
WDF_SLOT(23, PHYSICAL_ADDRESS, WdfCommonBufferGetAlignedLogicalAddress, (WDFCOMMONBUFFER
    CommonBuffer), (CommonBuffer))
WDF_SLOT(24, size_t, WdfCommonBufferGetLength, (WDFCOMMONBUFFER CommonBuffer), (CommonBuffer))
WDF_SLOT(383, NTSTATUS, WdfCommonBufferCreateWithConfig, (WDFDMAENABLER DmaEnabler, size_t
    Length, PWDF_COMMON_BUFFER_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFCOMMONBUFFER
    *CommonBuffer), (DmaEnabler, Length, Config, Attributes, CommonBuffer))

/* Companion */

#if KMDF_VERSION_MINOR >= 23
WDF_SLOT(449, NTSTATUS, WdfCompanionTargetSendTaskSynchronously, (WDFCOMPANIONTARGET
    CompanionTarget, USHORT TaskQueueIdentifier, ULONG TaskOperationCode, PWDF_MEMORY_DESCRIPTOR
    InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer, PWDF_TASK_SEND_OPTIONS TaskOptions,
    PULONG_PTR BytesReturned), (CompanionTarget, TaskQueueIdentifier, TaskOperationCode,
    InputBuffer, OutputBuffer, TaskOptions, BytesReturned))
WDF_SLOT(450, PEPROCESS, WdfCompanionTargetWdmGetCompanionProcess, (WDFCOMPANIONTARGET
    CompanionTarget), (CompanionTarget))
#endif

/* Device */

WDF_SLOT(28, VOID, WdfDeviceGetDeviceState, (WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState),
    (Device, DeviceState))
WDF_SLOT(29, VOID, WdfDeviceSetDeviceState, (WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState),
    (Device, DeviceState))
WDF_SLOT(32, PDEVICE_OBJECT, WdfDeviceWdmGetAttachedDevice, (WDFDEVICE Device), (Device))
WDF_SLOT(33, PDEVICE_OBJECT, WdfDeviceWdmGetPhysicalDevice, (WDFDEVICE Device), (Device))
WDF_SLOT(35, NTSTATUS, WdfDeviceAddDependentUsageDeviceObject, (WDFDEVICE Device, PDEVICE_OBJECT
    DependentDevice), (Device, DependentDevice))
WDF_SLOT(36, NTSTATUS, WdfDeviceAddRemovalRelationsPhysicalDevice, (WDFDEVICE Device,
    PDEVICE_OBJECT PhysicalDevice), (Device, PhysicalDevice))
WDF_SLOT(37, VOID, WdfDeviceRemoveRemovalRelationsPhysicalDevice, (WDFDEVICE Device,
    PDEVICE_OBJECT PhysicalDevice), (Device, PhysicalDevice))
WDF_SLOT(38, VOID, WdfDeviceClearRemovalRelationsDevices, (WDFDEVICE Device), (Device))
WDF_SLOT(41, NTSTATUS, WdfDeviceAssignMofResourceName, (WDFDEVICE Device, PCUNICODE_STRING
    MofResourceName), (Device, MofResourceName))
WDF_SLOT(43, WDF_DEVICE_PNP_STATE, WdfDeviceGetDevicePnpState, (WDFDEVICE Device), (Device))
WDF_SLOT(44, WDF_DEVICE_POWER_STATE, WdfDeviceGetDevicePowerState, (WDFDEVICE Device), (Device))
WDF_SLOT(45, WDF_DEVICE_POWER_POLICY_STATE, WdfDeviceGetDevicePowerPolicyState, (WDFDEVICE
    Device), (Device))
WDF_SLOT(46, NTSTATUS, WdfDeviceAssignS0IdleSettings, (WDFDEVICE Device,
    PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings), (Device, Settings))
WDF_SLOT(47, NTSTATUS, WdfDeviceAssignSxWakeSettings, (WDFDEVICE Device,
    PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings), (Device, Settings))
WDF_SLOT(48, NTSTATUS, WdfDeviceOpenRegistryKey, (WDFDEVICE Device, ULONG DeviceInstanceKeyType,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (Device,
    DeviceInstanceKeyType, DesiredAccess, KeyAttributes, Key))
WDF_SLOT(49, VOID, WdfDeviceSetSpecialFileSupport, (WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE
    FileType, BOOLEAN FileTypeIsSupported), (Device, FileType, FileTypeIsSupported))
WDF_SLOT(52, ULONG, WdfDeviceGetAlignmentRequirement, (WDFDEVICE Device), (Device))
WDF_SLOT(53, VOID, WdfDeviceSetAlignmentRequirement, (WDFDEVICE Device, ULONG
    AlignmentRequirement), (Device, AlignmentRequirement))
WDF_SLOT(55, VOID, WdfDeviceInitSetPnpPowerEventCallbacks, (PWDFDEVICE_INIT DeviceInit,
    PWDF_PNPPOWER_EVENT_CALLBACKS PnpPowerEventCallbacks), (DeviceInit, PnpPowerEventCallbacks))
WDF_SLOT(56, VOID, WdfDeviceInitSetPowerPolicyEventCallbacks, (PWDFDEVICE_INIT DeviceInit,
    PWDF_POWER_POLICY_EVENT_CALLBACKS PowerPolicyEventCallbacks), (DeviceInit,
    PowerPolicyEventCallbacks))
WDF_SLOT(57, VOID, WdfDeviceInitSetPowerPolicyOwnership, (PWDFDEVICE_INIT DeviceInit, BOOLEAN
    IsPowerPolicyOwner), (DeviceInit, IsPowerPolicyOwner))
WDF_SLOT(58, NTSTATUS, WdfDeviceInitRegisterPnpStateChangeCallback, (PWDFDEVICE_INIT DeviceInit,
    WDF_DEVICE_PNP_STATE PnpState, PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION
    EvtDevicePnpStateChange, ULONG CallbackTypes), (DeviceInit, PnpState,
    EvtDevicePnpStateChange, CallbackTypes))
WDF_SLOT(59, NTSTATUS, WdfDeviceInitRegisterPowerStateChangeCallback, (PWDFDEVICE_INIT
    DeviceInit, WDF_DEVICE_POWER_STATE PowerState,
    PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION EvtDevicePowerStateChange, ULONG
    CallbackTypes), (DeviceInit, PowerState, EvtDevicePowerStateChange, CallbackTypes))
WDF_SLOT(60, NTSTATUS, WdfDeviceInitRegisterPowerPolicyStateChangeCallback, (PWDFDEVICE_INIT
    DeviceInit, WDF_DEVICE_POWER_POLICY_STATE PowerPolicyState,
    PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION EvtDevicePowerPolicyStateChange, ULONG
    CallbackTypes), (DeviceInit, PowerPolicyState, EvtDevicePowerPolicyStateChange,
    CallbackTypes))
WDF_SLOT(63, VOID, WdfDeviceInitSetPowerNotPageable, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(64, VOID, WdfDeviceInitSetPowerPageable, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(65, VOID, WdfDeviceInitSetPowerInrush, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(76, VOID, WdfDeviceSetStaticStopRemove, (WDFDEVICE Device, BOOLEAN Stoppable), (Device,
    Stoppable))
WDF_SLOT(78, VOID, WdfDeviceSetDeviceInterfaceState, (WDFDEVICE Device, const GUID
    *InterfaceClassGUID, PCUNICODE_STRING ReferenceString, BOOLEAN IsInterfaceEnabled), (Device,
    InterfaceClassGUID, ReferenceString, IsInterfaceEnabled))
WDF_SLOT(79, NTSTATUS, WdfDeviceRetrieveDeviceInterfaceString, (WDFDEVICE Device, const GUID
    *InterfaceClassGUID, PCUNICODE_STRING ReferenceString, WDFSTRING String), (Device,
    InterfaceClassGUID, ReferenceString, String))
WDF_SLOT(81, NTSTATUS, WdfDeviceQueryProperty, (WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY
    DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength), (Device,
    DeviceProperty, BufferLength, PropertyBuffer, ResultLength))
WDF_SLOT(82, NTSTATUS, WdfDeviceAllocAndQueryProperty, (WDFDEVICE Device,
    DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES
    PropertyMemoryAttributes, WDFMEMORY *PropertyMemory), (Device, DeviceProperty, PoolType,
    PropertyMemoryAttributes, PropertyMemory))
WDF_SLOT(83, VOID, WdfDeviceSetPnpCapabilities, (WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES
    PnpCapabilities), (Device, PnpCapabilities))
WDF_SLOT(84, VOID, WdfDeviceSetPowerCapabilities, (WDFDEVICE Device,
    PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities), (Device, PowerCapabilities))
WDF_SLOT(85, VOID, WdfDeviceSetBusInformationForChildren, (WDFDEVICE Device,
    PPNP_BUS_INFORMATION BusInformation), (Device, BusInformation))
WDF_SLOT(86, NTSTATUS, WdfDeviceIndicateWakeStatus, (WDFDEVICE Device, NTSTATUS WaitWakeStatus),
    (Device, WaitWakeStatus))
WDF_SLOT(87, VOID, WdfDeviceSetFailed, (WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION
    FailedAction), (Device, FailedAction))
WDF_SLOT(88, NTSTATUS, WdfDeviceStopIdleNoTrack, (WDFDEVICE Device, BOOLEAN WaitForD0), (Device,
    WaitForD0))
WDF_SLOT(89, VOID, WdfDeviceResumeIdleNoTrack, (WDFDEVICE Device), (Device))
WDF_SLOT(228, NTSTATUS, WdfDeviceAddQueryInterface, (WDFDEVICE Device,
    PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig), (Device, InterfaceConfig))
WDF_SLOT(387, VOID, WdfDeviceRemoveDependentUsageDeviceObject, (WDFDEVICE Device, PDEVICE_OBJECT
    DependentDevice), (Device, DependentDevice))
WDF_SLOT(388, POWER_ACTION, WdfDeviceGetSystemPowerAction, (WDFDEVICE Device), (Device))
#if KMDF_VERSION_MINOR >= 11
WDF_SLOT(401, NTSTATUS, WdfDeviceWdmDispatchIrp, (WDFDEVICE Device, PIRP Irp, WDFCONTEXT
    DispatchContext), (Device, Irp, DispatchContext))
WDF_SLOT(402, NTSTATUS, WdfDeviceWdmDispatchIrpToIoQueue, (WDFDEVICE Device, PIRP Irp, WDFQUEUE
    Queue, ULONG Flags), (Device, Irp, Queue, Flags))
WDF_SLOT(403, VOID, WdfDeviceInitSetRemoveLockOptions, (PWDFDEVICE_INIT DeviceInit,
    PWDF_REMOVE_LOCK_OPTIONS Options), (DeviceInit, Options))
WDF_SLOT(404, NTSTATUS, WdfDeviceConfigureWdmIrpDispatchCallback, (WDFDEVICE Device, WDFDRIVER
    Driver, UCHAR MajorFunction, PFN_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch,
    WDFCONTEXT DriverContext), (Device, Driver, MajorFunction, EvtDeviceWdmIrpDispatch,
    DriverContext))
WDF_SLOT(425, NTSTATUS, WdfDeviceWdmAssignPowerFrameworkSettings, (WDFDEVICE Device,
    PWDF_POWER_FRAMEWORK_SETTINGS PowerFrameworkSettings), (Device, PowerFrameworkSettings))
WDF_SLOT(430, VOID, WdfDeviceInitSetReleaseHardwareOrderOnFailure, (PWDFDEVICE_INIT DeviceInit,
    WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE ReleaseHardwareOrderOnFailure), (DeviceInit,
    ReleaseHardwareOrderOnFailure))
#endif
#if KMDF_VERSION_MINOR >= 13
WDF_SLOT(432, VOID, WdfDeviceInitSetIoTypeEx, (PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG
    IoTypeConfig), (DeviceInit, IoTypeConfig))
WDF_SLOT(433, NTSTATUS, WdfDeviceQueryPropertyEx, (WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA
    DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer, PULONG RequiredSize, PDEVPROPTYPE
    Type), (Device, DeviceProperty, BufferLength, PropertyBuffer, RequiredSize, Type))
WDF_SLOT(434, NTSTATUS, WdfDeviceAllocAndQueryPropertyEx, (WDFDEVICE Device,
    PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES
    PropertyMemoryAttributes, WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type), (Device,
    DeviceProperty, PoolType, PropertyMemoryAttributes, PropertyMemory, Type))
WDF_SLOT(435, NTSTATUS, WdfDeviceAssignProperty, (WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA
    DeviceProperty, DEVPROPTYPE Type, ULONG Size, PVOID Data), (Device, DeviceProperty, Type,
    Size, Data))
#endif
#if KMDF_VERSION_MINOR >= 15
WDF_SLOT(438, NTSTATUS, WdfDeviceStopIdleActual, (WDFDEVICE Device, BOOLEAN WaitForD0, PVOID
    Tag, LONG Line, PCCH File), (Device, WaitForD0, Tag, Line, File))
WDF_SLOT(439, VOID, WdfDeviceResumeIdleActual, (WDFDEVICE Device, PVOID Tag, LONG Line, PCCH
    File), (Device, Tag, Line, File))
WDF_SLOT(443, NTSTATUS, WdfDeviceOpenDevicemapKey, (WDFDEVICE Device, PCUNICODE_STRING KeyName,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (Device,
    KeyName, DesiredAccess, KeyAttributes, Key))
#endif
#if KMDF_VERSION_MINOR >= 23
WDF_SLOT(448, NTSTATUS, WdfDeviceRetrieveCompanionTarget, (WDFDEVICE Device, WDFCOMPANIONTARGET
    *CompanionTarget), (Device, CompanionTarget))
#endif
#if KMDF_VERSION_MINOR >= 31
WDF_SLOT(457, VOID, WdfDeviceSetDeviceInterfaceStateEx, (WDFDEVICE Device, const GUID
    *InterfaceClassGUID, PCUNICODE_STRING ReferenceString, BOOLEAN IsInterfaceEnabled), (Device,
    InterfaceClassGUID, ReferenceString, IsInterfaceEnabled))
#endif

/* Dma */

WDF_SLOT(94, NTSTATUS, WdfDmaEnablerCreate, (WDFDEVICE Device, PWDF_DMA_ENABLER_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFDMAENABLER *DmaEnablerHandle), (Device, Config,
    Attributes, DmaEnablerHandle))
WDF_SLOT(95, size_t, WdfDmaEnablerGetMaximumLength, (WDFDMAENABLER DmaEnabler), (DmaEnabler))
WDF_SLOT(96, size_t, WdfDmaEnablerGetMaximumScatterGatherElements, (WDFDMAENABLER DmaEnabler),
    (DmaEnabler))
WDF_SLOT(97, VOID, WdfDmaEnablerSetMaximumScatterGatherElements, (WDFDMAENABLER DmaEnabler,
    size_t MaximumFragments), (DmaEnabler, MaximumFragments))
WDF_SLOT(98, NTSTATUS, WdfDmaTransactionCreate, (WDFDMAENABLER DmaEnabler,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFDMATRANSACTION *DmaTransaction), (DmaEnabler,
    Attributes, DmaTransaction))
WDF_SLOT(99, NTSTATUS, WdfDmaTransactionInitialize, (WDFDMATRANSACTION DmaTransaction,
    PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction, WDF_DMA_DIRECTION DmaDirection, PMDL Mdl, PVOID
    VirtualAddress, size_t Length), (DmaTransaction, EvtProgramDmaFunction, DmaDirection, Mdl,
    VirtualAddress, Length))
WDF_SLOT(100, NTSTATUS, WdfDmaTransactionInitializeUsingRequest, (WDFDMATRANSACTION
    DmaTransaction, WDFREQUEST Request, PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
    WDF_DMA_DIRECTION DmaDirection), (DmaTransaction, Request, EvtProgramDmaFunction,
    DmaDirection))
WDF_SLOT(101, NTSTATUS, WdfDmaTransactionExecute, (WDFDMATRANSACTION DmaTransaction, WDFCONTEXT
    Context), (DmaTransaction, Context))
WDF_SLOT(102, NTSTATUS, WdfDmaTransactionRelease, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(103, BOOLEAN, WdfDmaTransactionDmaCompleted, (WDFDMATRANSACTION DmaTransaction,
    NTSTATUS *Status), (DmaTransaction, Status))
WDF_SLOT(104, BOOLEAN, WdfDmaTransactionDmaCompletedWithLength, (WDFDMATRANSACTION
    DmaTransaction, size_t TransferredLength, NTSTATUS *Status), (DmaTransaction,
    TransferredLength, Status))
WDF_SLOT(105, BOOLEAN, WdfDmaTransactionDmaCompletedFinal, (WDFDMATRANSACTION DmaTransaction,
    size_t FinalTransferredLength, NTSTATUS *Status), (DmaTransaction, FinalTransferredLength,
    Status))
WDF_SLOT(106, size_t, WdfDmaTransactionGetBytesTransferred, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(107, VOID, WdfDmaTransactionSetMaximumLength, (WDFDMATRANSACTION DmaTransaction, size_t
    MaximumLength), (DmaTransaction, MaximumLength))
WDF_SLOT(108, WDFREQUEST, WdfDmaTransactionGetRequest, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(109, size_t, WdfDmaTransactionGetCurrentDmaTransferLength, (WDFDMATRANSACTION
    DmaTransaction), (DmaTransaction))
WDF_SLOT(110, WDFDEVICE, WdfDmaTransactionGetDevice, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(384, size_t, WdfDmaEnablerGetFragmentLength, (WDFDMAENABLER DmaEnabler,
    WDF_DMA_DIRECTION DmaDirection), (DmaEnabler, DmaDirection))
WDF_SLOT(385, PDMA_ADAPTER, WdfDmaEnablerWdmGetDmaAdapter, (WDFDMAENABLER DmaEnabler,
    WDF_DMA_DIRECTION DmaDirection), (DmaEnabler, DmaDirection))
#if KMDF_VERSION_MINOR >= 11
WDF_SLOT(405, NTSTATUS, WdfDmaEnablerConfigureSystemProfile, (WDFDMAENABLER DmaEnabler,
    PWDF_DMA_SYSTEM_PROFILE_CONFIG ProfileConfig, WDF_DMA_DIRECTION ConfigDirection),
    (DmaEnabler, ProfileConfig, ConfigDirection))
WDF_SLOT(406, NTSTATUS, WdfDmaTransactionInitializeUsingOffset, (WDFDMATRANSACTION
    DmaTransaction, PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction, WDF_DMA_DIRECTION DmaDirection,
    PMDL Mdl, size_t Offset, size_t Length), (DmaTransaction, EvtProgramDmaFunction,
    DmaDirection, Mdl, Offset, Length))
WDF_SLOT(407, VOID, WdfDmaTransactionGetTransferInfo, (WDFDMATRANSACTION DmaTransaction, ULONG
    *MapRegisterCount, ULONG *ScatterGatherElementCount), (DmaTransaction, MapRegisterCount,
    ScatterGatherElementCount))
WDF_SLOT(408, VOID, WdfDmaTransactionSetChannelConfigurationCallback, (WDFDMATRANSACTION
    DmaTransaction, PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL ConfigureRoutine, PVOID
    ConfigureContext), (DmaTransaction, ConfigureRoutine, ConfigureContext))
WDF_SLOT(409, VOID, WdfDmaTransactionSetTransferCompleteCallback, (WDFDMATRANSACTION
    DmaTransaction, PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE DmaCompletionRoutine, PVOID
    DmaCompletionContext), (DmaTransaction, DmaCompletionRoutine, DmaCompletionContext))
WDF_SLOT(410, VOID, WdfDmaTransactionSetImmediateExecution, (WDFDMATRANSACTION DmaTransaction,
    BOOLEAN UseImmediateExecution), (DmaTransaction, UseImmediateExecution))
WDF_SLOT(411, NTSTATUS, WdfDmaTransactionAllocateResources, (WDFDMATRANSACTION DmaTransaction,
    WDF_DMA_DIRECTION DmaDirection, ULONG RequiredMapRegisters, PFN_WDF_RESERVE_DMA
    EvtReserveDmaFunction, PVOID EvtReserveDmaContext), (DmaTransaction, DmaDirection,
    RequiredMapRegisters, EvtReserveDmaFunction, EvtReserveDmaContext))
WDF_SLOT(412, VOID, WdfDmaTransactionSetDeviceAddressOffset, (WDFDMATRANSACTION DmaTransaction,
    ULONG Offset), (DmaTransaction, Offset))
WDF_SLOT(413, VOID, WdfDmaTransactionFreeResources, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(414, BOOLEAN, WdfDmaTransactionCancel, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(415, PVOID, WdfDmaTransactionWdmGetTransferContext, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
WDF_SLOT(426, VOID, WdfDmaTransactionStopSystemTransfer, (WDFDMATRANSACTION DmaTransaction),
    (DmaTransaction))
#endif
#if KMDF_VERSION_MINOR >= 19
WDF_SLOT(444, VOID, WdfDmaTransactionSetSingleTransferRequirement, (WDFDMATRANSACTION
    DmaTransaction, BOOLEAN RequireSingleTransfer), (DmaTransaction, RequireSingleTransfer))
#endif

/* Driver */

WDF_SLOT(121, NTSTATUS, WdfDriverRegisterTraceInfo, (PDRIVER_OBJECT DriverObject,
    PFN_WDF_TRACE_CALLBACK EvtTraceCallback, PVOID ControlBlock), (DriverObject,
    EvtTraceCallback, ControlBlock))
#if KMDF_VERSION_MINOR >= 25
WDF_SLOT(451, NTSTATUS, WdfDriverOpenPersistentStateRegistryKey, (WDFDRIVER Driver, ACCESS_MASK
    DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (Driver, DesiredAccess,
    KeyAttributes, Key))
WDF_SLOT(452, NTSTATUS, WdfDriverErrorReportApiMissing, (WDFDRIVER Driver, PCWSTR
    FrameworkExtensionName, ULONG ApiIndex, BOOLEAN DoesApiReturnNtstatus), (Driver,
    FrameworkExtensionName, ApiIndex, DoesApiReturnNtstatus))
#endif

/* Fdo */

WDF_SLOT(124, PDEVICE_OBJECT, WdfFdoInitWdmGetPhysicalDevice, (PWDFDEVICE_INIT DeviceInit),
    (DeviceInit))
WDF_SLOT(125, NTSTATUS, WdfFdoInitOpenRegistryKey, (PWDFDEVICE_INIT DeviceInit, ULONG
    DeviceInstanceKeyType, ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
    WDFKEY *Key), (DeviceInit, DeviceInstanceKeyType, DesiredAccess, KeyAttributes, Key))
WDF_SLOT(126, NTSTATUS, WdfFdoInitQueryProperty, (PWDFDEVICE_INIT DeviceInit,
    DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer, PULONG
    ResultLength), (DeviceInit, DeviceProperty, BufferLength, PropertyBuffer, ResultLength))
WDF_SLOT(127, NTSTATUS, WdfFdoInitAllocAndQueryProperty, (PWDFDEVICE_INIT DeviceInit,
    DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES
    PropertyMemoryAttributes, WDFMEMORY *PropertyMemory), (DeviceInit, DeviceProperty, PoolType,
    PropertyMemoryAttributes, PropertyMemory))
WDF_SLOT(128, VOID, WdfFdoInitSetEventCallbacks, (PWDFDEVICE_INIT DeviceInit,
    PWDF_FDO_EVENT_CALLBACKS FdoEventCallbacks), (DeviceInit, FdoEventCallbacks))
WDF_SLOT(129, VOID, WdfFdoInitSetFilter, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(130, VOID, WdfFdoInitSetDefaultChildListConfig, (PWDFDEVICE_INIT DeviceInit,
    PWDF_CHILD_LIST_CONFIG Config, PWDF_OBJECT_ATTRIBUTES DefaultChildListAttributes),
    (DeviceInit, Config, DefaultChildListAttributes))
WDF_SLOT(131, NTSTATUS, WdfFdoQueryForInterface, (WDFDEVICE Fdo, LPCGUID InterfaceType,
    PINTERFACE Interface, USHORT Size, USHORT Version, PVOID InterfaceSpecificData), (Fdo,
    InterfaceType, Interface, Size, Version, InterfaceSpecificData))
WDF_SLOT(132, WDFCHILDLIST, WdfFdoGetDefaultChildList, (WDFDEVICE Fdo), (Fdo))
WDF_SLOT(133, NTSTATUS, WdfFdoAddStaticChild, (WDFDEVICE Fdo, WDFDEVICE Child), (Fdo, Child))
WDF_SLOT(134, VOID, WdfFdoLockStaticChildListForIteration, (WDFDEVICE Fdo), (Fdo))
WDF_SLOT(135, WDFDEVICE, WdfFdoRetrieveNextStaticChild, (WDFDEVICE Fdo, WDFDEVICE PreviousChild,
    ULONG Flags), (Fdo, PreviousChild, Flags))
WDF_SLOT(136, VOID, WdfFdoUnlockStaticChildListFromIteration, (WDFDEVICE Fdo), (Fdo))
#if KMDF_VERSION_MINOR >= 13
WDF_SLOT(436, NTSTATUS, WdfFdoInitQueryPropertyEx, (PWDFDEVICE_INIT DeviceInit,
    PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer, PULONG
    ResultLength, PDEVPROPTYPE Type), (DeviceInit, DeviceProperty, BufferLength, PropertyBuffer,
    ResultLength, Type))
WDF_SLOT(437, NTSTATUS, WdfFdoInitAllocAndQueryPropertyEx, (PWDFDEVICE_INIT DeviceInit,
    PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES
    PropertyMemoryAttributes, WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type), (DeviceInit,
    DeviceProperty, PoolType, PropertyMemoryAttributes, PropertyMemory, Type))
#endif

/* File */

#if KMDF_VERSION_MINOR >= 21
WDF_SLOT(446, ULONG, WdfFileObjectGetInitiatorProcessId, (WDFFILEOBJECT FileObject),
    (FileObject))
#endif

/* Get */

#if KMDF_VERSION_MINOR >= 11
WDF_SLOT_0(431, PVOID, WdfGetTriageInfo)
#endif

/* Interrupt */

WDF_SLOT(141, NTSTATUS, WdfInterruptCreate, (WDFDEVICE Device, PWDF_INTERRUPT_CONFIG
    Configuration, PWDF_OBJECT_ATTRIBUTES Attributes, WDFINTERRUPT *Interrupt), (Device,
    Configuration, Attributes, Interrupt))
WDF_SLOT(142, BOOLEAN, WdfInterruptQueueDpcForIsr, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(143, BOOLEAN, WdfInterruptSynchronize, (WDFINTERRUPT Interrupt,
    PFN_WDF_INTERRUPT_SYNCHRONIZE Callback, WDFCONTEXT Context), (Interrupt, Callback, Context))
WDF_SLOT(144, VOID, WdfInterruptAcquireLock, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(145, VOID, WdfInterruptReleaseLock, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(146, VOID, WdfInterruptEnable, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(147, VOID, WdfInterruptDisable, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(148, PKINTERRUPT, WdfInterruptWdmGetInterrupt, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(149, VOID, WdfInterruptGetInfo, (WDFINTERRUPT Interrupt, PWDF_INTERRUPT_INFO Info),
    (Interrupt, Info))
WDF_SLOT(150, VOID, WdfInterruptSetPolicy, (WDFINTERRUPT Interrupt, WDF_INTERRUPT_POLICY Policy,
    WDF_INTERRUPT_PRIORITY Priority, KAFFINITY TargetProcessorSet), (Interrupt, Policy,
    Priority, TargetProcessorSet))
WDF_SLOT(151, WDFDEVICE, WdfInterruptGetDevice, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(389, VOID, WdfInterruptSetExtendedPolicy, (WDFINTERRUPT Interrupt,
    PWDF_INTERRUPT_EXTENDED_POLICY PolicyAndGroup), (Interrupt, PolicyAndGroup))
#if KMDF_VERSION_MINOR >= 11
WDF_SLOT(416, BOOLEAN, WdfInterruptQueueWorkItemForIsr, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(417, BOOLEAN, WdfInterruptTryToAcquireLock, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(428, VOID, WdfInterruptReportActive, (WDFINTERRUPT Interrupt), (Interrupt))
WDF_SLOT(429, VOID, WdfInterruptReportInactive, (WDFINTERRUPT Interrupt), (Interrupt))
#endif

/* Io */

WDF_SLOT(286, VOID, WdfIoResourceRequirementsListSetSlotNumber, (WDFIORESREQLIST
    RequirementsList, ULONG SlotNumber), (RequirementsList, SlotNumber))
WDF_SLOT(287, VOID, WdfIoResourceRequirementsListSetInterfaceType, (WDFIORESREQLIST
    RequirementsList, INTERFACE_TYPE InterfaceType), (RequirementsList, InterfaceType))
WDF_SLOT(288, NTSTATUS, WdfIoResourceRequirementsListAppendIoResList, (WDFIORESREQLIST
    RequirementsList, WDFIORESLIST IoResList), (RequirementsList, IoResList))
WDF_SLOT(289, NTSTATUS, WdfIoResourceRequirementsListInsertIoResList, (WDFIORESREQLIST
    RequirementsList, WDFIORESLIST IoResList, ULONG Index), (RequirementsList, IoResList,
    Index))
WDF_SLOT(290, ULONG, WdfIoResourceRequirementsListGetCount, (WDFIORESREQLIST RequirementsList),
    (RequirementsList))
WDF_SLOT(291, WDFIORESLIST, WdfIoResourceRequirementsListGetIoResList, (WDFIORESREQLIST
    RequirementsList, ULONG Index), (RequirementsList, Index))
WDF_SLOT(292, VOID, WdfIoResourceRequirementsListRemove, (WDFIORESREQLIST RequirementsList,
    ULONG Index), (RequirementsList, Index))
WDF_SLOT(293, VOID, WdfIoResourceRequirementsListRemoveByIoResList, (WDFIORESREQLIST
    RequirementsList, WDFIORESLIST IoResList), (RequirementsList, IoResList))
WDF_SLOT(294, NTSTATUS, WdfIoResourceListCreate, (WDFIORESREQLIST RequirementsList,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFIORESLIST *ResourceList), (RequirementsList,
    Attributes, ResourceList))
WDF_SLOT(295, NTSTATUS, WdfIoResourceListAppendDescriptor, (WDFIORESLIST ResourceList,
    PIO_RESOURCE_DESCRIPTOR Descriptor), (ResourceList, Descriptor))
WDF_SLOT(296, NTSTATUS, WdfIoResourceListInsertDescriptor, (WDFIORESLIST ResourceList,
    PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index), (ResourceList, Descriptor, Index))
WDF_SLOT(297, VOID, WdfIoResourceListUpdateDescriptor, (WDFIORESLIST ResourceList,
    PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index), (ResourceList, Descriptor, Index))
WDF_SLOT(298, ULONG, WdfIoResourceListGetCount, (WDFIORESLIST ResourceList), (ResourceList))
WDF_SLOT(299, PIO_RESOURCE_DESCRIPTOR, WdfIoResourceListGetDescriptor, (WDFIORESLIST
    ResourceList, ULONG Index), (ResourceList, Index))
WDF_SLOT(300, VOID, WdfIoResourceListRemove, (WDFIORESLIST ResourceList, ULONG Index),
    (ResourceList, Index))
WDF_SLOT(301, VOID, WdfIoResourceListRemoveByDescriptor, (WDFIORESLIST ResourceList,
    PIO_RESOURCE_DESCRIPTOR Descriptor), (ResourceList, Descriptor))
WDF_SLOT(390, NTSTATUS, WdfIoQueueAssignForwardProgressPolicy, (WDFQUEUE Queue,
    PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY ForwardProgressPolicy), (Queue,
    ForwardProgressPolicy))

/* IoTarget */

WDF_SLOT(167, NTSTATUS, WdfIoTargetCreate, (WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES
    IoTargetAttributes, WDFIOTARGET *IoTarget), (Device, IoTargetAttributes, IoTarget))
WDF_SLOT(168, NTSTATUS, WdfIoTargetOpen, (WDFIOTARGET IoTarget, PWDF_IO_TARGET_OPEN_PARAMS
    OpenParams), (IoTarget, OpenParams))
WDF_SLOT(169, VOID, WdfIoTargetCloseForQueryRemove, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(170, VOID, WdfIoTargetClose, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(171, NTSTATUS, WdfIoTargetStart, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(172, VOID, WdfIoTargetStop, (WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION
    Action), (IoTarget, Action))
WDF_SLOT(173, WDF_IO_TARGET_STATE, WdfIoTargetGetState, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(174, WDFDEVICE, WdfIoTargetGetDevice, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(175, NTSTATUS, WdfIoTargetQueryTargetProperty, (WDFIOTARGET IoTarget,
    DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer, PULONG
    ResultLength), (IoTarget, DeviceProperty, BufferLength, PropertyBuffer, ResultLength))
WDF_SLOT(176, NTSTATUS, WdfIoTargetAllocAndQueryTargetProperty, (WDFIOTARGET IoTarget,
    DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES
    PropertyMemoryAttributes, WDFMEMORY *PropertyMemory), (IoTarget, DeviceProperty, PoolType,
    PropertyMemoryAttributes, PropertyMemory))
WDF_SLOT(177, NTSTATUS, WdfIoTargetQueryForInterface, (WDFIOTARGET IoTarget, LPCGUID
    InterfaceType, PINTERFACE Interface, USHORT Size, USHORT Version, PVOID
    InterfaceSpecificData), (IoTarget, InterfaceType, Interface, Size, Version,
    InterfaceSpecificData))
WDF_SLOT(178, PDEVICE_OBJECT, WdfIoTargetWdmGetTargetDeviceObject, (WDFIOTARGET IoTarget),
    (IoTarget))
WDF_SLOT(179, PDEVICE_OBJECT, WdfIoTargetWdmGetTargetPhysicalDevice, (WDFIOTARGET IoTarget),
    (IoTarget))
WDF_SLOT(180, PFILE_OBJECT, WdfIoTargetWdmGetTargetFileObject, (WDFIOTARGET IoTarget),
    (IoTarget))
WDF_SLOT(181, HANDLE, WdfIoTargetWdmGetTargetFileHandle, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(182, NTSTATUS, WdfIoTargetSendReadSynchronously, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, PWDF_MEMORY_DESCRIPTOR OutputBuffer, PLONGLONG DeviceOffset,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesRead), (IoTarget, Request,
    OutputBuffer, DeviceOffset, RequestOptions, BytesRead))
WDF_SLOT(183, NTSTATUS, WdfIoTargetFormatRequestForRead, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset, PLONGLONG
    DeviceOffset), (IoTarget, Request, OutputBuffer, OutputBufferOffset, DeviceOffset))
WDF_SLOT(184, NTSTATUS, WdfIoTargetSendWriteSynchronously, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, PWDF_MEMORY_DESCRIPTOR InputBuffer, PLONGLONG DeviceOffset,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesWritten), (IoTarget, Request,
    InputBuffer, DeviceOffset, RequestOptions, BytesWritten))
WDF_SLOT(185, NTSTATUS, WdfIoTargetFormatRequestForWrite, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset, PLONGLONG
    DeviceOffset), (IoTarget, Request, InputBuffer, InputBufferOffset, DeviceOffset))
WDF_SLOT(186, NTSTATUS, WdfIoTargetSendIoctlSynchronously, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR
    OutputBuffer, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned),
    (IoTarget, Request, IoctlCode, InputBuffer, OutputBuffer, RequestOptions, BytesReturned))
WDF_SLOT(187, NTSTATUS, WdfIoTargetFormatRequestForIoctl, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset,
    WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset), (IoTarget, Request,
    IoctlCode, InputBuffer, InputBufferOffset, OutputBuffer, OutputBufferOffset))
WDF_SLOT(188, NTSTATUS, WdfIoTargetSendInternalIoctlSynchronously, (WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer,
    PWDF_MEMORY_DESCRIPTOR OutputBuffer, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR
    BytesReturned), (IoTarget, Request, IoctlCode, InputBuffer, OutputBuffer, RequestOptions,
    BytesReturned))
WDF_SLOT(189, NTSTATUS, WdfIoTargetFormatRequestForInternalIoctl, (WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET
    InputBufferOffset, WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset), (IoTarget,
    Request, IoctlCode, InputBuffer, InputBufferOffset, OutputBuffer, OutputBufferOffset))
WDF_SLOT(190, NTSTATUS, WdfIoTargetSendInternalIoctlOthersSynchronously, (WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR OtherArg1,
    PWDF_MEMORY_DESCRIPTOR OtherArg2, PWDF_MEMORY_DESCRIPTOR OtherArg4,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned), (IoTarget, Request,
    IoctlCode, OtherArg1, OtherArg2, OtherArg4, RequestOptions, BytesReturned))
WDF_SLOT(191, NTSTATUS, WdfIoTargetFormatRequestForInternalIoctlOthers, (WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY OtherArg1, PWDFMEMORY_OFFSET OtherArg1Offset,
    WDFMEMORY OtherArg2, PWDFMEMORY_OFFSET OtherArg2Offset, WDFMEMORY OtherArg4,
    PWDFMEMORY_OFFSET OtherArg4Offset), (IoTarget, Request, IoctlCode, OtherArg1,
    OtherArg1Offset, OtherArg2, OtherArg2Offset, OtherArg4, OtherArg4Offset))
#if KMDF_VERSION_MINOR >= 11
WDF_SLOT(420, VOID, WdfIoTargetPurge, (WDFIOTARGET IoTarget, WDF_IO_TARGET_PURGE_IO_ACTION
    Action), (IoTarget, Action))
#endif

/* Pdo */

WDF_SLOT(210, PWDFDEVICE_INIT, WdfPdoInitAllocate, (WDFDEVICE ParentDevice), (ParentDevice))
WDF_SLOT(211, VOID, WdfPdoInitSetEventCallbacks, (PWDFDEVICE_INIT DeviceInit,
    PWDF_PDO_EVENT_CALLBACKS DispatchTable), (DeviceInit, DispatchTable))
WDF_SLOT(212, NTSTATUS, WdfPdoInitAssignDeviceID, (PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING
    DeviceID), (DeviceInit, DeviceID))
WDF_SLOT(213, NTSTATUS, WdfPdoInitAssignInstanceID, (PWDFDEVICE_INIT DeviceInit,
    PCUNICODE_STRING InstanceID), (DeviceInit, InstanceID))
WDF_SLOT(214, NTSTATUS, WdfPdoInitAddHardwareID, (PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING
    HardwareID), (DeviceInit, HardwareID))
WDF_SLOT(215, NTSTATUS, WdfPdoInitAddCompatibleID, (PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING
    CompatibleID), (DeviceInit, CompatibleID))
WDF_SLOT(216, NTSTATUS, WdfPdoInitAddDeviceText, (PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING
    DeviceDescription, PCUNICODE_STRING DeviceLocation, LCID LocaleId), (DeviceInit,
    DeviceDescription, DeviceLocation, LocaleId))
WDF_SLOT(217, VOID, WdfPdoInitSetDefaultLocale, (PWDFDEVICE_INIT DeviceInit, LCID LocaleId),
    (DeviceInit, LocaleId))
WDF_SLOT(218, NTSTATUS, WdfPdoInitAssignRawDevice, (PWDFDEVICE_INIT DeviceInit, const GUID
    *DeviceClassGuid), (DeviceInit, DeviceClassGuid))
WDF_SLOT(219, NTSTATUS, WdfPdoMarkMissing, (WDFDEVICE Device), (Device))
WDF_SLOT(220, VOID, WdfPdoRequestEject, (WDFDEVICE Device), (Device))
WDF_SLOT(221, WDFDEVICE, WdfPdoGetParent, (WDFDEVICE Device), (Device))
WDF_SLOT(222, NTSTATUS, WdfPdoRetrieveIdentificationDescription, (WDFDEVICE Device,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription), (Device,
    IdentificationDescription))
WDF_SLOT(223, NTSTATUS, WdfPdoRetrieveAddressDescription, (WDFDEVICE Device,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription), (Device, AddressDescription))
WDF_SLOT(224, NTSTATUS, WdfPdoUpdateAddressDescription, (WDFDEVICE Device,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription), (Device, AddressDescription))
WDF_SLOT(225, NTSTATUS, WdfPdoAddEjectionRelationsPhysicalDevice, (WDFDEVICE Device,
    PDEVICE_OBJECT PhysicalDevice), (Device, PhysicalDevice))
WDF_SLOT(226, VOID, WdfPdoRemoveEjectionRelationsPhysicalDevice, (WDFDEVICE Device,
    PDEVICE_OBJECT PhysicalDevice), (Device, PhysicalDevice))
WDF_SLOT(227, VOID, WdfPdoClearEjectionRelationsDevices, (WDFDEVICE Device), (Device))
WDF_SLOT(391, NTSTATUS, WdfPdoInitAssignContainerID, (PWDFDEVICE_INIT DeviceInit,
    PCUNICODE_STRING ContainerID), (DeviceInit, ContainerID))
WDF_SLOT(392, VOID, WdfPdoInitAllowForwardingRequestToParent, (PWDFDEVICE_INIT DeviceInit),
    (DeviceInit))
#if KMDF_VERSION_MINOR >= 31
WDF_SLOT(453, VOID, WdfPdoInitRemovePowerDependencyOnParent, (PWDFDEVICE_INIT DeviceInit),
    (DeviceInit))
#endif

/* Request */

WDF_SLOT(247, NTSTATUS, WdfRequestCreate, (PWDF_OBJECT_ATTRIBUTES RequestAttributes, WDFIOTARGET
    IoTarget, WDFREQUEST *Request), (RequestAttributes, IoTarget, Request))
WDF_SLOT(248, NTSTATUS, WdfRequestCreateFromIrp, (PWDF_OBJECT_ATTRIBUTES RequestAttributes, PIRP
    Irp, BOOLEAN RequestFreesIrp, WDFREQUEST *Request), (RequestAttributes, Irp,
    RequestFreesIrp, Request))
WDF_SLOT(249, NTSTATUS, WdfRequestReuse, (WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS
    ReuseParams), (Request, ReuseParams))
WDF_SLOT(250, NTSTATUS, WdfRequestChangeTarget, (WDFREQUEST Request, WDFIOTARGET IoTarget),
    (Request, IoTarget))
WDF_SLOT(251, VOID, WdfRequestFormatRequestUsingCurrentType, (WDFREQUEST Request), (Request))
WDF_SLOT(252, VOID, WdfRequestWdmFormatUsingStackLocation, (WDFREQUEST Request,
    PIO_STACK_LOCATION Stack), (Request, Stack))
WDF_SLOT(253, BOOLEAN, WdfRequestSend, (WDFREQUEST Request, WDFIOTARGET Target,
    PWDF_REQUEST_SEND_OPTIONS Options), (Request, Target, Options))
WDF_SLOT(258, BOOLEAN, WdfRequestCancelSentRequest, (WDFREQUEST Request), (Request))
WDF_SLOT(260, VOID, WdfRequestSetCompletionRoutine, (WDFREQUEST Request,
    PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine, WDFCONTEXT CompletionContext),
    (Request, CompletionRoutine, CompletionContext))
WDF_SLOT(261, VOID, WdfRequestGetCompletionParams, (WDFREQUEST Request,
    PWDF_REQUEST_COMPLETION_PARAMS Params), (Request, Params))
WDF_SLOT(262, NTSTATUS, WdfRequestAllocateTimer, (WDFREQUEST Request), (Request))
WDF_SLOT(394, BOOLEAN, WdfRequestIsReserved, (WDFREQUEST Request), (Request))
WDF_SLOT(395, NTSTATUS, WdfRequestForwardToParentDeviceIoQueue, (WDFREQUEST Request, WDFQUEUE
    ParentDeviceQueue, PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions), (Request,
    ParentDeviceQueue, ForwardOptions))
#if KMDF_VERSION_MINOR >= 21
WDF_SLOT(447, ULONG, WdfRequestGetRequestorProcessId, (WDFREQUEST Request), (Request))
#endif

/* Verifier */

WDF_SLOT_0(367, VOID, WdfVerifierDbgBreakPoint)
WDF_SLOT(368, VOID, WdfVerifierKeBugCheck, (ULONG BugCheckCode, ULONG_PTR BugCheckParameter1,
    ULONG_PTR BugCheckParameter2, ULONG_PTR BugCheckParameter3, ULONG_PTR BugCheckParameter4),
    (BugCheckCode, BugCheckParameter1, BugCheckParameter2, BugCheckParameter3,
    BugCheckParameter4))

/* Wmi */

WDF_SLOT(369, NTSTATUS, WdfWmiProviderCreate, (WDFDEVICE Device, PWDF_WMI_PROVIDER_CONFIG
    WmiProviderConfig, PWDF_OBJECT_ATTRIBUTES ProviderAttributes, WDFWMIPROVIDER *WmiProvider),
    (Device, WmiProviderConfig, ProviderAttributes, WmiProvider))
WDF_SLOT(370, WDFDEVICE, WdfWmiProviderGetDevice, (WDFWMIPROVIDER WmiProvider), (WmiProvider))
WDF_SLOT(371, BOOLEAN, WdfWmiProviderIsEnabled, (WDFWMIPROVIDER WmiProvider,
    WDF_WMI_PROVIDER_CONTROL ProviderControl), (WmiProvider, ProviderControl))
WDF_SLOT(372, ULONGLONG, WdfWmiProviderGetTracingHandle, (WDFWMIPROVIDER WmiProvider),
    (WmiProvider))
WDF_SLOT(373, NTSTATUS, WdfWmiInstanceCreate, (WDFDEVICE Device, PWDF_WMI_INSTANCE_CONFIG
    InstanceConfig, PWDF_OBJECT_ATTRIBUTES InstanceAttributes, WDFWMIINSTANCE *Instance),
    (Device, InstanceConfig, InstanceAttributes, Instance))
WDF_SLOT(374, NTSTATUS, WdfWmiInstanceRegister, (WDFWMIINSTANCE WmiInstance), (WmiInstance))
WDF_SLOT(375, VOID, WdfWmiInstanceDeregister, (WDFWMIINSTANCE WmiInstance), (WmiInstance))
WDF_SLOT(376, WDFDEVICE, WdfWmiInstanceGetDevice, (WDFWMIINSTANCE WmiInstance), (WmiInstance))
WDF_SLOT(377, WDFWMIPROVIDER, WdfWmiInstanceGetProvider, (WDFWMIINSTANCE WmiInstance),
    (WmiInstance))
WDF_SLOT(378, NTSTATUS, WdfWmiInstanceFireEvent, (WDFWMIINSTANCE WmiInstance, ULONG
    EventDataSize, PVOID EventData), (WmiInstance, EventDataSize, EventData))

#endif /* SDK_WDFSLOTS_MORE_H */
