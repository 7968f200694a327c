/*
 * The framework's functions: one row a slot of its table.
 *
 *	WDF_SLOT(index, result, name, (parameters), (arguments))
 *
 * makes an inline function that calls through the table with the driver's globals
 * in front.  Part of wdf.h; a driver does not include it.  [wdffuncenum.h]
 */
#ifndef SDK_WDFSLOTS_H
#define SDK_WDFSLOTS_H

#define SDK_UNWRAP(...) __VA_ARGS__
#define WDF_SLOT(index, result, name, parameters, arguments) \
	FORCEINLINE result name(SDK_UNWRAP parameters) \
	{ \
		typedef result (*SDK_FUNCTION)(PWDF_DRIVER_GLOBALS, SDK_UNWRAP parameters); \
		return ((SDK_FUNCTION)(PVOID)WdfFunctions[index])(WdfDriverGlobals, \
		    SDK_UNWRAP arguments); \
	}

/* objects */

WDF_SLOT(202, PVOID, WdfObjectGetTypedContextWorker, (WDFOBJECT Handle,
    PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo), (Handle, TypeInfo))
WDF_SLOT(203, NTSTATUS, WdfObjectAllocateContext, (WDFOBJECT Handle,
    PWDF_OBJECT_ATTRIBUTES ContextAttributes, PVOID *Context), (Handle, ContextAttributes,
    Context))
WDF_SLOT(204, WDFOBJECT, WdfObjectContextGetObject, (PVOID ContextPointer), (ContextPointer))
WDF_SLOT(205, VOID, WdfObjectReferenceActual, (WDFOBJECT Handle, PVOID Tag, LONG Line,
    PCHAR File), (Handle, Tag, Line, File))
WDF_SLOT(206, VOID, WdfObjectDereferenceActual, (WDFOBJECT Handle, PVOID Tag, LONG Line,
    PCHAR File), (Handle, Tag, Line, File))
WDF_SLOT(207, NTSTATUS, WdfObjectCreate, (PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object),
    (Attributes, Object))
WDF_SLOT(208, VOID, WdfObjectDelete, (WDFOBJECT Object), (Object))
WDF_SLOT(209, NTSTATUS, WdfObjectQuery, (WDFOBJECT Object, const GUID *Guid,
    ULONG QueryBufferLength, PVOID QueryBuffer), (Object, Guid, QueryBufferLength, QueryBuffer))

/* the driver */

WDF_SLOT(116, NTSTATUS, WdfDriverCreate, (PDRIVER_OBJECT DriverObject,
    PCUNICODE_STRING RegistryPath, PWDF_OBJECT_ATTRIBUTES DriverAttributes,
    PWDF_DRIVER_CONFIG DriverConfig, WDFDRIVER *Driver), (DriverObject, RegistryPath,
    DriverAttributes, DriverConfig, Driver))
WDF_SLOT(117, PWSTR, WdfDriverGetRegistryPath, (WDFDRIVER Driver), (Driver))
WDF_SLOT(118, PDRIVER_OBJECT, WdfDriverWdmGetDriverObject, (WDFDRIVER Driver), (Driver))
WDF_SLOT(119, NTSTATUS, WdfDriverOpenParametersRegistryKey, (WDFDRIVER Driver,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (Driver,
    DesiredAccess, KeyAttributes, Key))
WDF_SLOT(120, WDFDRIVER, WdfWdmDriverGetWdfDriverHandle, (PDRIVER_OBJECT DriverObject),
    (DriverObject))
WDF_SLOT(122, NTSTATUS, WdfDriverRetrieveVersionString, (WDFDRIVER Driver, WDFSTRING String),
    (Driver, String))
WDF_SLOT(123, BOOLEAN, WdfDriverIsVersionAvailable, (WDFDRIVER Driver,
    PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams), (Driver,
    VersionAvailableParams))

/* control devices */

WDF_SLOT(25, PWDFDEVICE_INIT, WdfControlDeviceInitAllocate, (WDFDRIVER Driver,
    const UNICODE_STRING *SDDLString), (Driver, SDDLString))
WDF_SLOT(26, VOID, WdfControlDeviceInitSetShutdownNotification, (PWDFDEVICE_INIT DeviceInit,
    PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags), (DeviceInit, Notification,
    Flags))
WDF_SLOT(27, VOID, WdfControlFinishInitializing, (WDFDEVICE Device), (Device))

/* file objects */

WDF_SLOT(137, PUNICODE_STRING, WdfFileObjectGetFileName, (WDFFILEOBJECT FileObject), (FileObject))
WDF_SLOT(138, ULONG, WdfFileObjectGetFlags, (WDFFILEOBJECT FileObject), (FileObject))
WDF_SLOT(139, WDFDEVICE, WdfFileObjectGetDevice, (WDFFILEOBJECT FileObject), (FileObject))
WDF_SLOT(140, PFILE_OBJECT, WdfFileObjectWdmGetFileObject, (WDFFILEOBJECT FileObject),
    (FileObject))

/* queues */

WDF_SLOT(152, NTSTATUS, WdfIoQueueCreate, (WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue), (Device, Config, QueueAttributes,
    Queue))
WDF_SLOT(153, WDF_IO_QUEUE_STATE, WdfIoQueueGetState, (WDFQUEUE Queue, PULONG QueueRequests,
    PULONG DriverRequests), (Queue, QueueRequests, DriverRequests))
WDF_SLOT(154, VOID, WdfIoQueueStart, (WDFQUEUE Queue), (Queue))
WDF_SLOT(155, VOID, WdfIoQueueStop, (WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete,
    WDFCONTEXT Context), (Queue, StopComplete, Context))
WDF_SLOT(156, VOID, WdfIoQueueStopSynchronously, (WDFQUEUE Queue), (Queue))
WDF_SLOT(157, WDFDEVICE, WdfIoQueueGetDevice, (WDFQUEUE Queue), (Queue))
WDF_SLOT(158, NTSTATUS, WdfIoQueueRetrieveNextRequest, (WDFQUEUE Queue, WDFREQUEST *OutRequest),
    (Queue, OutRequest))
WDF_SLOT(159, NTSTATUS, WdfIoQueueRetrieveRequestByFileObject, (WDFQUEUE Queue,
    WDFFILEOBJECT FileObject, WDFREQUEST *OutRequest), (Queue, FileObject, OutRequest))
WDF_SLOT(160, NTSTATUS, WdfIoQueueFindRequest, (WDFQUEUE Queue, WDFREQUEST FoundRequest,
    WDFFILEOBJECT FileObject, PWDF_REQUEST_PARAMETERS Parameters, WDFREQUEST *OutRequest), (Queue,
    FoundRequest, FileObject, Parameters, OutRequest))
WDF_SLOT(161, NTSTATUS, WdfIoQueueRetrieveFoundRequest, (WDFQUEUE Queue, WDFREQUEST FoundRequest,
    WDFREQUEST *OutRequest), (Queue, FoundRequest, OutRequest))
WDF_SLOT(162, VOID, WdfIoQueueDrainSynchronously, (WDFQUEUE Queue), (Queue))
WDF_SLOT(163, VOID, WdfIoQueueDrain, (WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete,
    WDFCONTEXT Context), (Queue, DrainComplete, Context))
WDF_SLOT(164, VOID, WdfIoQueuePurgeSynchronously, (WDFQUEUE Queue), (Queue))
WDF_SLOT(165, VOID, WdfIoQueuePurge, (WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete,
    WDFCONTEXT Context), (Queue, PurgeComplete, Context))
WDF_SLOT(166, NTSTATUS, WdfIoQueueReadyNotify, (WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE QueueReady,
    WDFCONTEXT Context), (Queue, QueueReady, Context))
WDF_SLOT(418, VOID, WdfIoQueueStopAndPurge, (WDFQUEUE Queue,
    PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete, WDFCONTEXT Context), (Queue,
    StopAndPurgeComplete, Context))
WDF_SLOT(419, VOID, WdfIoQueueStopAndPurgeSynchronously, (WDFQUEUE Queue), (Queue))

/* requests */

WDF_SLOT(254, NTSTATUS, WdfRequestGetStatus, (WDFREQUEST Request), (Request))
WDF_SLOT(255, VOID, WdfRequestMarkCancelable, (WDFREQUEST Request,
    PFN_WDF_REQUEST_CANCEL EvtRequestCancel), (Request, EvtRequestCancel))
WDF_SLOT(393, NTSTATUS, WdfRequestMarkCancelableEx, (WDFREQUEST Request,
    PFN_WDF_REQUEST_CANCEL EvtRequestCancel), (Request, EvtRequestCancel))
WDF_SLOT(256, NTSTATUS, WdfRequestUnmarkCancelable, (WDFREQUEST Request), (Request))
WDF_SLOT(257, BOOLEAN, WdfRequestIsCanceled, (WDFREQUEST Request), (Request))
WDF_SLOT(259, BOOLEAN, WdfRequestIsFrom32BitProcess, (WDFREQUEST Request), (Request))
WDF_SLOT(263, VOID, WdfRequestComplete, (WDFREQUEST Request, NTSTATUS Status), (Request, Status))
WDF_SLOT(264, VOID, WdfRequestCompleteWithPriorityBoost, (WDFREQUEST Request, NTSTATUS Status,
    CCHAR PriorityBoost), (Request, Status, PriorityBoost))
WDF_SLOT(265, VOID, WdfRequestCompleteWithInformation, (WDFREQUEST Request, NTSTATUS Status,
    ULONG_PTR Information), (Request, Status, Information))
WDF_SLOT(266, VOID, WdfRequestGetParameters, (WDFREQUEST Request,
    PWDF_REQUEST_PARAMETERS Parameters), (Request, Parameters))
WDF_SLOT(267, NTSTATUS, WdfRequestRetrieveInputMemory, (WDFREQUEST Request, WDFMEMORY *Memory),
    (Request, Memory))
WDF_SLOT(268, NTSTATUS, WdfRequestRetrieveOutputMemory, (WDFREQUEST Request, WDFMEMORY *Memory),
    (Request, Memory))
WDF_SLOT(269, NTSTATUS, WdfRequestRetrieveInputBuffer, (WDFREQUEST Request,
    size_t MinimumRequiredLength, PVOID *Buffer, size_t *Length), (Request, MinimumRequiredLength,
    Buffer, Length))
WDF_SLOT(270, NTSTATUS, WdfRequestRetrieveOutputBuffer, (WDFREQUEST Request,
    size_t MinimumRequiredSize, PVOID *Buffer, size_t *Length), (Request, MinimumRequiredSize,
    Buffer, Length))
WDF_SLOT(271, NTSTATUS, WdfRequestRetrieveInputWdmMdl, (WDFREQUEST Request, PMDL *Mdl), (Request,
    Mdl))
WDF_SLOT(272, NTSTATUS, WdfRequestRetrieveOutputWdmMdl, (WDFREQUEST Request, PMDL *Mdl), (Request,
    Mdl))
WDF_SLOT(273, NTSTATUS, WdfRequestRetrieveUnsafeUserInputBuffer, (WDFREQUEST Request,
    size_t MinimumRequiredLength, PVOID *InputBuffer, size_t *Length), (Request,
    MinimumRequiredLength, InputBuffer, Length))
WDF_SLOT(274, NTSTATUS, WdfRequestRetrieveUnsafeUserOutputBuffer, (WDFREQUEST Request,
    size_t MinimumRequiredLength, PVOID *OutputBuffer, size_t *Length), (Request,
    MinimumRequiredLength, OutputBuffer, Length))
WDF_SLOT(275, VOID, WdfRequestSetInformation, (WDFREQUEST Request, ULONG_PTR Information),
    (Request, Information))
WDF_SLOT(276, ULONG_PTR, WdfRequestGetInformation, (WDFREQUEST Request), (Request))
WDF_SLOT(277, WDFFILEOBJECT, WdfRequestGetFileObject, (WDFREQUEST Request), (Request))
WDF_SLOT(278, NTSTATUS, WdfRequestProbeAndLockUserBufferForRead, (WDFREQUEST Request,
    PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject), (Request, Buffer, Length,
    MemoryObject))
WDF_SLOT(279, NTSTATUS, WdfRequestProbeAndLockUserBufferForWrite, (WDFREQUEST Request,
    PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject), (Request, Buffer, Length,
    MemoryObject))
WDF_SLOT(280, KPROCESSOR_MODE, WdfRequestGetRequestorMode, (WDFREQUEST Request), (Request))
WDF_SLOT(281, NTSTATUS, WdfRequestForwardToIoQueue, (WDFREQUEST Request,
    WDFQUEUE DestinationQueue), (Request, DestinationQueue))
WDF_SLOT(282, WDFQUEUE, WdfRequestGetIoQueue, (WDFREQUEST Request), (Request))
WDF_SLOT(283, NTSTATUS, WdfRequestRequeue, (WDFREQUEST Request), (Request))
WDF_SLOT(284, VOID, WdfRequestStopAcknowledge, (WDFREQUEST Request, BOOLEAN Requeue), (Request,
    Requeue))
WDF_SLOT(285, PIRP, WdfRequestWdmGetIrp, (WDFREQUEST Request), (Request))

/* memory */

WDF_SLOT(192, NTSTATUS, WdfMemoryCreate, (PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType,
    ULONG PoolTag, size_t BufferSize, WDFMEMORY *Memory, PVOID *Buffer), (Attributes, PoolType,
    PoolTag, BufferSize, Memory, Buffer))
WDF_SLOT(193, NTSTATUS, WdfMemoryCreatePreallocated, (PWDF_OBJECT_ATTRIBUTES Attributes,
    PVOID Buffer, size_t BufferSize, WDFMEMORY *Memory), (Attributes, Buffer, BufferSize, Memory))
WDF_SLOT(194, PVOID, WdfMemoryGetBuffer, (WDFMEMORY Memory, size_t *BufferSize), (Memory,
    BufferSize))
WDF_SLOT(195, NTSTATUS, WdfMemoryAssignBuffer, (WDFMEMORY Memory, PVOID Buffer,
    size_t BufferSize), (Memory, Buffer, BufferSize))
WDF_SLOT(196, NTSTATUS, WdfMemoryCopyToBuffer, (WDFMEMORY SourceMemory, size_t SourceOffset,
    PVOID Buffer, size_t NumBytesToCopyTo), (SourceMemory, SourceOffset, Buffer,
    NumBytesToCopyTo))
WDF_SLOT(197, NTSTATUS, WdfMemoryCopyFromBuffer, (WDFMEMORY DestinationMemory,
    size_t DestinationOffset, PVOID Buffer, size_t NumBytesToCopyFrom), (DestinationMemory,
    DestinationOffset, Buffer, NumBytesToCopyFrom))
WDF_SLOT(198, NTSTATUS, WdfLookasideListCreate, (PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
    size_t BufferSize, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, ULONG PoolTag,
    WDFLOOKASIDE *Lookaside), (LookasideAttributes, BufferSize, PoolType, MemoryAttributes,
    PoolTag, Lookaside))
WDF_SLOT(199, NTSTATUS, WdfMemoryCreateFromLookaside, (WDFLOOKASIDE Lookaside, WDFMEMORY *Memory),
    (Lookaside, Memory))

/* work items */

WDF_SLOT(379, NTSTATUS, WdfWorkItemCreate, (PWDF_WORKITEM_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM *WorkItem), (Config, Attributes, WorkItem))
WDF_SLOT(380, VOID, WdfWorkItemEnqueue, (WDFWORKITEM WorkItem), (WorkItem))
WDF_SLOT(381, WDFOBJECT, WdfWorkItemGetParentObject, (WDFWORKITEM WorkItem), (WorkItem))
WDF_SLOT(382, VOID, WdfWorkItemFlush, (WDFWORKITEM WorkItem), (WorkItem))

/* timers */

WDF_SLOT(318, NTSTATUS, WdfTimerCreate, (PWDF_TIMER_CONFIG Config,
    PWDF_OBJECT_ATTRIBUTES Attributes, WDFTIMER *Timer), (Config, Attributes, Timer))
WDF_SLOT(319, BOOLEAN, WdfTimerStart, (WDFTIMER Timer, LONGLONG DueTime), (Timer, DueTime))
WDF_SLOT(320, BOOLEAN, WdfTimerStop, (WDFTIMER Timer, BOOLEAN Wait), (Timer, Wait))
WDF_SLOT(321, WDFOBJECT, WdfTimerGetParentObject, (WDFTIMER Timer), (Timer))

/* DPCs */

WDF_SLOT(111, NTSTATUS, WdfDpcCreate, (PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
    WDFDPC *Dpc), (Config, Attributes, Dpc))
WDF_SLOT(112, BOOLEAN, WdfDpcEnqueue, (WDFDPC Dpc), (Dpc))
WDF_SLOT(113, BOOLEAN, WdfDpcCancel, (WDFDPC Dpc, BOOLEAN Wait), (Dpc, Wait))
WDF_SLOT(114, WDFOBJECT, WdfDpcGetParentObject, (WDFDPC Dpc), (Dpc))
WDF_SLOT(115, PKDPC, WdfDpcWdmGetDpc, (WDFDPC Dpc), (Dpc))

/* locks */

WDF_SLOT(310, VOID, WdfObjectAcquireLock, (WDFOBJECT Object), (Object))
WDF_SLOT(311, VOID, WdfObjectReleaseLock, (WDFOBJECT Object), (Object))
WDF_SLOT(312, NTSTATUS, WdfWaitLockCreate, (PWDF_OBJECT_ATTRIBUTES LockAttributes,
    WDFWAITLOCK *Lock), (LockAttributes, Lock))
WDF_SLOT(313, NTSTATUS, WdfWaitLockAcquire, (WDFWAITLOCK Lock, PLONGLONG Timeout), (Lock,
    Timeout))
WDF_SLOT(314, VOID, WdfWaitLockRelease, (WDFWAITLOCK Lock), (Lock))
WDF_SLOT(315, NTSTATUS, WdfSpinLockCreate, (PWDF_OBJECT_ATTRIBUTES SpinLockAttributes,
    WDFSPINLOCK *SpinLock), (SpinLockAttributes, SpinLock))
WDF_SLOT(316, VOID, WdfSpinLockAcquire, (WDFSPINLOCK SpinLock), (SpinLock))
WDF_SLOT(317, VOID, WdfSpinLockRelease, (WDFSPINLOCK SpinLock), (SpinLock))

/* collections */

WDF_SLOT(13, NTSTATUS, WdfCollectionCreate, (PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
    WDFCOLLECTION *Collection), (CollectionAttributes, Collection))
WDF_SLOT(14, ULONG, WdfCollectionGetCount, (WDFCOLLECTION Collection), (Collection))
WDF_SLOT(15, NTSTATUS, WdfCollectionAdd, (WDFCOLLECTION Collection, WDFOBJECT Object),
    (Collection, Object))
WDF_SLOT(16, VOID, WdfCollectionRemove, (WDFCOLLECTION Collection, WDFOBJECT Item), (Collection,
    Item))
WDF_SLOT(17, VOID, WdfCollectionRemoveItem, (WDFCOLLECTION Collection, ULONG Index), (Collection,
    Index))
WDF_SLOT(18, WDFOBJECT, WdfCollectionGetItem, (WDFCOLLECTION Collection, ULONG Index),
    (Collection, Index))
WDF_SLOT(19, WDFOBJECT, WdfCollectionGetFirstItem, (WDFCOLLECTION Collection), (Collection))
WDF_SLOT(20, WDFOBJECT, WdfCollectionGetLastItem, (WDFCOLLECTION Collection), (Collection))

/* strings */

WDF_SLOT(308, NTSTATUS, WdfStringCreate, (PCUNICODE_STRING UnicodeString,
    PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String), (UnicodeString, StringAttributes,
    String))
WDF_SLOT(309, VOID, WdfStringGetUnicodeString, (WDFSTRING String, PUNICODE_STRING UnicodeString),
    (String, UnicodeString))

/* the registry */

WDF_SLOT(229, NTSTATUS, WdfRegistryOpenKey, (WDFKEY ParentKey, PCUNICODE_STRING KeyName,
    ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (ParentKey,
    KeyName, DesiredAccess, KeyAttributes, Key))
WDF_SLOT(230, NTSTATUS, WdfRegistryCreateKey, (WDFKEY ParentKey, PCUNICODE_STRING KeyName,
    ACCESS_MASK DesiredAccess, ULONG CreateOptions, PULONG CreateDisposition,
    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key), (ParentKey, KeyName, DesiredAccess,
    CreateOptions, CreateDisposition, KeyAttributes, Key))
WDF_SLOT(231, VOID, WdfRegistryClose, (WDFKEY Key), (Key))
WDF_SLOT(232, HANDLE, WdfRegistryWdmGetHandle, (WDFKEY Key), (Key))
WDF_SLOT(233, NTSTATUS, WdfRegistryRemoveKey, (WDFKEY Key), (Key))
WDF_SLOT(234, NTSTATUS, WdfRegistryRemoveValue, (WDFKEY Key, PCUNICODE_STRING ValueName), (Key,
    ValueName))
WDF_SLOT(235, NTSTATUS, WdfRegistryQueryValue, (WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG ValueLength, PVOID Value, PULONG ValueLengthQueried, PULONG ValueType), (Key, ValueName,
    ValueLength, Value, ValueLengthQueried, ValueType))
WDF_SLOT(236, NTSTATUS, WdfRegistryQueryMemory, (WDFKEY Key, PCUNICODE_STRING ValueName,
    POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory,
    PULONG ValueType), (Key, ValueName, PoolType, MemoryAttributes, Memory, ValueType))
WDF_SLOT(237, NTSTATUS, WdfRegistryQueryMultiString, (WDFKEY Key, PCUNICODE_STRING ValueName,
    PWDF_OBJECT_ATTRIBUTES StringsAttributes, WDFCOLLECTION Collection), (Key, ValueName,
    StringsAttributes, Collection))
WDF_SLOT(238, NTSTATUS, WdfRegistryQueryUnicodeString, (WDFKEY Key, PCUNICODE_STRING ValueName,
    PUSHORT ValueByteLength, PUNICODE_STRING Value), (Key, ValueName, ValueByteLength, Value))
WDF_SLOT(239, NTSTATUS, WdfRegistryQueryString, (WDFKEY Key, PCUNICODE_STRING ValueName,
    WDFSTRING String), (Key, ValueName, String))
WDF_SLOT(240, NTSTATUS, WdfRegistryQueryULong, (WDFKEY Key, PCUNICODE_STRING ValueName,
    PULONG Value), (Key, ValueName, Value))
WDF_SLOT(241, NTSTATUS, WdfRegistryAssignValue, (WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG ValueType, ULONG ValueLength, PVOID Value), (Key, ValueName, ValueType, ValueLength,
    Value))
WDF_SLOT(242, NTSTATUS, WdfRegistryAssignMemory, (WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG ValueType, WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets), (Key, ValueName,
    ValueType, Memory, MemoryOffsets))
WDF_SLOT(243, NTSTATUS, WdfRegistryAssignMultiString, (WDFKEY Key, PCUNICODE_STRING ValueName,
    WDFCOLLECTION StringsCollection), (Key, ValueName, StringsCollection))
WDF_SLOT(244, NTSTATUS, WdfRegistryAssignUnicodeString, (WDFKEY Key, PCUNICODE_STRING ValueName,
    PCUNICODE_STRING Value), (Key, ValueName, Value))
WDF_SLOT(245, NTSTATUS, WdfRegistryAssignString, (WDFKEY Key, PCUNICODE_STRING ValueName,
    WDFSTRING String), (Key, ValueName, String))
WDF_SLOT(246, NTSTATUS, WdfRegistryAssignULong, (WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG Value), (Key, ValueName, Value))

/* devices and what they are made from */

WDF_SLOT(30, WDFDEVICE, WdfWdmDeviceGetWdfDeviceHandle, (PDEVICE_OBJECT DeviceObject),
    (DeviceObject))
WDF_SLOT(31, PDEVICE_OBJECT, WdfDeviceWdmGetDeviceObject, (WDFDEVICE Device), (Device))
WDF_SLOT(34, NTSTATUS, WdfDeviceWdmDispatchPreprocessedIrp, (WDFDEVICE Device, PIRP Irp), (Device,
    Irp))
WDF_SLOT(39, WDFDRIVER, WdfDeviceGetDriver, (WDFDEVICE Device), (Device))
WDF_SLOT(40, NTSTATUS, WdfDeviceRetrieveDeviceName, (WDFDEVICE Device, WDFSTRING String), (Device,
    String))
WDF_SLOT(42, WDFIOTARGET, WdfDeviceGetIoTarget, (WDFDEVICE Device), (Device))
WDF_SLOT(50, VOID, WdfDeviceSetCharacteristics, (WDFDEVICE Device, ULONG DeviceCharacteristics),
    (Device, DeviceCharacteristics))
WDF_SLOT(51, ULONG, WdfDeviceGetCharacteristics, (WDFDEVICE Device), (Device))
WDF_SLOT(54, VOID, WdfDeviceInitFree, (PWDFDEVICE_INIT DeviceInit), (DeviceInit))
WDF_SLOT(62, VOID, WdfDeviceInitSetExclusive, (PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive),
    (DeviceInit, IsExclusive))
WDF_SLOT(61, VOID, WdfDeviceInitSetIoType, (PWDFDEVICE_INIT DeviceInit,
    WDF_DEVICE_IO_TYPE IoType), (DeviceInit, IoType))
WDF_SLOT(66, VOID, WdfDeviceInitSetDeviceType, (PWDFDEVICE_INIT DeviceInit,
    DEVICE_TYPE DeviceType), (DeviceInit, DeviceType))
WDF_SLOT(67, NTSTATUS, WdfDeviceInitAssignName, (PWDFDEVICE_INIT DeviceInit,
    PCUNICODE_STRING DeviceName), (DeviceInit, DeviceName))
WDF_SLOT(68, NTSTATUS, WdfDeviceInitAssignSDDLString, (PWDFDEVICE_INIT DeviceInit,
    PCUNICODE_STRING SDDLString), (DeviceInit, SDDLString))
WDF_SLOT(69, VOID, WdfDeviceInitSetDeviceClass, (PWDFDEVICE_INIT DeviceInit,
    const GUID *DeviceClassGuid), (DeviceInit, DeviceClassGuid))
WDF_SLOT(70, VOID, WdfDeviceInitSetCharacteristics, (PWDFDEVICE_INIT DeviceInit,
    ULONG DeviceCharacteristics, BOOLEAN OrInValues), (DeviceInit, DeviceCharacteristics,
    OrInValues))
WDF_SLOT(71, VOID, WdfDeviceInitSetFileObjectConfig, (PWDFDEVICE_INIT DeviceInit,
    PWDF_FILEOBJECT_CONFIG FileObjectConfig, PWDF_OBJECT_ATTRIBUTES FileObjectAttributes),
    (DeviceInit, FileObjectConfig, FileObjectAttributes))
WDF_SLOT(72, VOID, WdfDeviceInitSetRequestAttributes, (PWDFDEVICE_INIT DeviceInit,
    PWDF_OBJECT_ATTRIBUTES RequestAttributes), (DeviceInit, RequestAttributes))
WDF_SLOT(73, NTSTATUS, WdfDeviceInitAssignWdmIrpPreprocessCallback, (PWDFDEVICE_INIT DeviceInit,
    PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess, UCHAR MajorFunction,
    PUCHAR MinorFunctions, ULONG NumMinorFunctions), (DeviceInit, EvtDeviceWdmIrpPreprocess,
    MajorFunction, MinorFunctions, NumMinorFunctions))
WDF_SLOT(74, VOID, WdfDeviceInitSetIoInCallerContextCallback, (PWDFDEVICE_INIT DeviceInit,
    PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext), (DeviceInit, EvtIoInCallerContext))
WDF_SLOT(75, NTSTATUS, WdfDeviceCreate, (PWDFDEVICE_INIT *DeviceInit,
    PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device), (DeviceInit, DeviceAttributes,
    Device))
WDF_SLOT(77, NTSTATUS, WdfDeviceCreateDeviceInterface, (WDFDEVICE Device,
    const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString), (Device,
    InterfaceClassGUID, ReferenceString))
WDF_SLOT(80, NTSTATUS, WdfDeviceCreateSymbolicLink, (WDFDEVICE Device,
    PCUNICODE_STRING SymbolicLinkName), (Device, SymbolicLinkName))
WDF_SLOT(90, WDFFILEOBJECT, WdfDeviceGetFileObject, (WDFDEVICE Device, PFILE_OBJECT FileObject),
    (Device, FileObject))
WDF_SLOT(91, NTSTATUS, WdfDeviceEnqueueRequest, (WDFDEVICE Device, WDFREQUEST Request), (Device,
    Request))
WDF_SLOT(92, WDFQUEUE, WdfDeviceGetDefaultQueue, (WDFDEVICE Device), (Device))
WDF_SLOT(93, NTSTATUS, WdfDeviceConfigureRequestDispatching, (WDFDEVICE Device, WDFQUEUE Queue,
    WDF_REQUEST_TYPE RequestType), (Device, Queue, RequestType))

#include <sdk_wdfslots_more.h>

#undef WDF_SLOT_0
#undef WDF_SLOT

#endif /* SDK_WDFSLOTS_H */
