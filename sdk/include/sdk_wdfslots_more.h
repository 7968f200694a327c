/*
 * The framework's functions for devices in a stack and for requests that are sent on, by
 * object and alphabetical inside.  A later framework than 1.9 is asked for by its #if.
 * Part of wdf.h; a driver does not include it.  [sdk_wdfslots.h; Windows-Driver-Frameworks]
 */
#ifndef SDK_WDFSLOTS_MORE_H
#define SDK_WDFSLOTS_MORE_H

#define WDF_SLOT_0(index, result, name) \
	FORCEINLINE result name(VOID) \
	{ \
		typedef result (*SDK_FUNCTION)(PWDF_DRIVER_GLOBALS); \
		return ((SDK_FUNCTION)(PVOID)WdfFunctions[index])(WdfDriverGlobals); \
	}

/* The driver: its registry, its traces. */

WDF_SLOT(121, NTSTATUS, WdfDriverRegisterTraceInfo, (PDRIVER_OBJECT DriverObject,
    PFN_WDF_TRACE_CALLBACK EvtTraceCallback, PVOID ControlBlock), (DriverObject,
    EvtTraceCallback, ControlBlock))
#if KMDF_VERSION_MINOR >= 25
WDF_SLOT(451, NTSTATUS, WdfDriverOpenPersistentStateRegistryKey, (WDFDRIVER Driver, ACCESS_MASK
    DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (Driver, DesiredAccess,
    KeyAttributes, Key))
#endif

/* Devices: what a device is set up with, its properties, its part in Plug and Play and power. */

WDF_SLOT(82, NTSTATUS, WdfDeviceAllocAndQueryProperty, (WDFDEVICE Device,
    DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES
    PropertyMemoryAttributes, WDFMEMORY *PropertyMemory), (Device, DeviceProperty, PoolType,
    PropertyMemoryAttributes, PropertyMemory))
WDF_SLOT(52, ULONG, WdfDeviceGetAlignmentRequirement, (WDFDEVICE Device), (Device))
WDF_SLOT(55, VOID, WdfDeviceInitSetPnpPowerEventCallbacks, (PWDFDEVICE_INIT DeviceInit,
    PWDF_PNPPOWER_EVENT_CALLBACKS PnpPowerEventCallbacks), (DeviceInit, PnpPowerEventCallbacks))
WDF_SLOT(65, VOID, WdfDeviceInitSetPowerInrush, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(63, VOID, WdfDeviceInitSetPowerNotPageable, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(64, VOID, WdfDeviceInitSetPowerPageable, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(56, VOID, WdfDeviceInitSetPowerPolicyEventCallbacks, (PWDFDEVICE_INIT DeviceInit,
    PWDF_POWER_POLICY_EVENT_CALLBACKS PowerPolicyEventCallbacks), (DeviceInit,
    PowerPolicyEventCallbacks))
WDF_SLOT(57, VOID, WdfDeviceInitSetPowerPolicyOwnership, (PWDFDEVICE_INIT DeviceInit, BOOLEAN
    IsPowerPolicyOwner), (DeviceInit, IsPowerPolicyOwner))
WDF_SLOT(81, NTSTATUS, WdfDeviceQueryProperty, (WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY
    DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength), (Device,
    DeviceProperty, BufferLength, PropertyBuffer, ResultLength))
WDF_SLOT(53, VOID, WdfDeviceSetAlignmentRequirement, (WDFDEVICE Device, ULONG
    AlignmentRequirement), (Device, AlignmentRequirement))
WDF_SLOT(32, PDEVICE_OBJECT, WdfDeviceWdmGetAttachedDevice, (WDFDEVICE Device), (Device))
WDF_SLOT(33, PDEVICE_OBJECT, WdfDeviceWdmGetPhysicalDevice, (WDFDEVICE Device), (Device))
#if KMDF_VERSION_MINOR >= 11
WDF_SLOT(430, VOID, WdfDeviceInitSetReleaseHardwareOrderOnFailure, (PWDFDEVICE_INIT DeviceInit,
    WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE ReleaseHardwareOrderOnFailure), (DeviceInit,
    ReleaseHardwareOrderOnFailure))
WDF_SLOT(403, VOID, WdfDeviceInitSetRemoveLockOptions, (PWDFDEVICE_INIT DeviceInit,
    PWDF_REMOVE_LOCK_OPTIONS Options), (DeviceInit, Options))
WDF_SLOT(402, NTSTATUS, WdfDeviceWdmDispatchIrpToIoQueue, (WDFDEVICE Device, PIRP Irp, WDFQUEUE
    Queue, ULONG Flags), (Device, Irp, Queue, Flags))
#endif
#if KMDF_VERSION_MINOR >= 13
WDF_SLOT(432, VOID, WdfDeviceInitSetIoTypeEx, (PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG
    IoTypeConfig), (DeviceInit, IoTypeConfig))
#endif

/* Devices that a bus driver reports. */

WDF_SLOT(218, NTSTATUS, WdfPdoInitAssignRawDevice, (PWDFDEVICE_INIT DeviceInit, const GUID
    *DeviceClassGuid), (DeviceInit, DeviceClassGuid))

/* Files. */

#if KMDF_VERSION_MINOR >= 21
WDF_SLOT(446, ULONG, WdfFileObjectGetInitiatorProcessId, (WDFFILEOBJECT FileObject),
    (FileObject))
#endif

/* Targets: drivers that requests are sent to.  PASSIVE_LEVEL to open, close and send
 * synchronously, DISPATCH_LEVEL to format. */

WDF_SLOT(170, VOID, WdfIoTargetClose, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(167, NTSTATUS, WdfIoTargetCreate, (WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES
    IoTargetAttributes, WDFIOTARGET *IoTarget), (Device, IoTargetAttributes, IoTarget))
WDF_SLOT(189, NTSTATUS, WdfIoTargetFormatRequestForInternalIoctl, (WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET
    InputBufferOffset, WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset), (IoTarget,
    Request, IoctlCode, InputBuffer, InputBufferOffset, OutputBuffer, OutputBufferOffset))
WDF_SLOT(187, NTSTATUS, WdfIoTargetFormatRequestForIoctl, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset,
    WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset), (IoTarget, Request,
    IoctlCode, InputBuffer, InputBufferOffset, OutputBuffer, OutputBufferOffset))
WDF_SLOT(183, NTSTATUS, WdfIoTargetFormatRequestForRead, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset, PLONGLONG
    DeviceOffset), (IoTarget, Request, OutputBuffer, OutputBufferOffset, DeviceOffset))
WDF_SLOT(185, NTSTATUS, WdfIoTargetFormatRequestForWrite, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset, PLONGLONG
    DeviceOffset), (IoTarget, Request, InputBuffer, InputBufferOffset, DeviceOffset))
WDF_SLOT(174, WDFDEVICE, WdfIoTargetGetDevice, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(173, WDF_IO_TARGET_STATE, WdfIoTargetGetState, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(168, NTSTATUS, WdfIoTargetOpen, (WDFIOTARGET IoTarget, PWDF_IO_TARGET_OPEN_PARAMS
    OpenParams), (IoTarget, OpenParams))
WDF_SLOT(188, NTSTATUS, WdfIoTargetSendInternalIoctlSynchronously, (WDFIOTARGET IoTarget,
    WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer,
    PWDF_MEMORY_DESCRIPTOR OutputBuffer, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR
    BytesReturned), (IoTarget, Request, IoctlCode, InputBuffer, OutputBuffer, RequestOptions,
    BytesReturned))
WDF_SLOT(186, NTSTATUS, WdfIoTargetSendIoctlSynchronously, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR
    OutputBuffer, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned),
    (IoTarget, Request, IoctlCode, InputBuffer, OutputBuffer, RequestOptions, BytesReturned))
WDF_SLOT(182, NTSTATUS, WdfIoTargetSendReadSynchronously, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, PWDF_MEMORY_DESCRIPTOR OutputBuffer, PLONGLONG DeviceOffset,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesRead), (IoTarget, Request,
    OutputBuffer, DeviceOffset, RequestOptions, BytesRead))
WDF_SLOT(184, NTSTATUS, WdfIoTargetSendWriteSynchronously, (WDFIOTARGET IoTarget, WDFREQUEST
    Request, PWDF_MEMORY_DESCRIPTOR InputBuffer, PLONGLONG DeviceOffset,
    PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesWritten), (IoTarget, Request,
    InputBuffer, DeviceOffset, RequestOptions, BytesWritten))
WDF_SLOT(171, NTSTATUS, WdfIoTargetStart, (WDFIOTARGET IoTarget), (IoTarget))
WDF_SLOT(172, VOID, WdfIoTargetStop, (WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION
    Action), (IoTarget, Action))
WDF_SLOT(178, PDEVICE_OBJECT, WdfIoTargetWdmGetTargetDeviceObject, (WDFIOTARGET IoTarget),
    (IoTarget))
WDF_SLOT(180, PFILE_OBJECT, WdfIoTargetWdmGetTargetFileObject, (WDFIOTARGET IoTarget),
    (IoTarget))
WDF_SLOT(179, PDEVICE_OBJECT, WdfIoTargetWdmGetTargetPhysicalDevice, (WDFIOTARGET IoTarget),
    (IoTarget))
#if KMDF_VERSION_MINOR >= 11
WDF_SLOT(420, VOID, WdfIoTargetPurge, (WDFIOTARGET IoTarget, WDF_IO_TARGET_PURGE_IO_ACTION
    Action), (IoTarget, Action))
#endif

/* Requests that the driver makes or sends on. */

WDF_SLOT(262, NTSTATUS, WdfRequestAllocateTimer, (WDFREQUEST Request), (Request))
WDF_SLOT(258, BOOLEAN, WdfRequestCancelSentRequest, (WDFREQUEST Request), (Request))
WDF_SLOT(250, NTSTATUS, WdfRequestChangeTarget, (WDFREQUEST Request, WDFIOTARGET IoTarget),
    (Request, IoTarget))
WDF_SLOT(247, NTSTATUS, WdfRequestCreate, (PWDF_OBJECT_ATTRIBUTES RequestAttributes, WDFIOTARGET
    IoTarget, WDFREQUEST *Request), (RequestAttributes, IoTarget, Request))
WDF_SLOT(248, NTSTATUS, WdfRequestCreateFromIrp, (PWDF_OBJECT_ATTRIBUTES RequestAttributes, PIRP
    Irp, BOOLEAN RequestFreesIrp, WDFREQUEST *Request), (RequestAttributes, Irp,
    RequestFreesIrp, Request))
WDF_SLOT(251, VOID, WdfRequestFormatRequestUsingCurrentType, (WDFREQUEST Request), (Request))
WDF_SLOT(261, VOID, WdfRequestGetCompletionParams, (WDFREQUEST Request,
    PWDF_REQUEST_COMPLETION_PARAMS Params), (Request, Params))
WDF_SLOT(394, BOOLEAN, WdfRequestIsReserved, (WDFREQUEST Request), (Request))
WDF_SLOT(249, NTSTATUS, WdfRequestReuse, (WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS
    ReuseParams), (Request, ReuseParams))
WDF_SLOT(253, BOOLEAN, WdfRequestSend, (WDFREQUEST Request, WDFIOTARGET Target,
    PWDF_REQUEST_SEND_OPTIONS Options), (Request, Target, Options))
WDF_SLOT(260, VOID, WdfRequestSetCompletionRoutine, (WDFREQUEST Request,
    PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine, WDFCONTEXT CompletionContext),
    (Request, CompletionRoutine, CompletionContext))
WDF_SLOT(252, VOID, WdfRequestWdmFormatUsingStackLocation, (WDFREQUEST Request,
    PIO_STACK_LOCATION Stack), (Request, Stack))
#if KMDF_VERSION_MINOR >= 21
WDF_SLOT(447, ULONG, WdfRequestGetRequestorProcessId, (WDFREQUEST Request), (Request))
#endif

/* What stops the machine. */

WDF_SLOT_0(367, VOID, WdfVerifierDbgBreakPoint)
WDF_SLOT(368, VOID, WdfVerifierKeBugCheck, (ULONG BugCheckCode, ULONG_PTR BugCheckParameter1,
    ULONG_PTR BugCheckParameter2, ULONG_PTR BugCheckParameter3, ULONG_PTR BugCheckParameter4),
    (BugCheckCode, BugCheckParameter1, BugCheckParameter2, BugCheckParameter3,
    BugCheckParameter4))

#endif /* SDK_WDFSLOTS_MORE_H */
