/*
 * The Kernel-Mode Driver Framework (KMDF), as a driver binds to it and calls it.
 *
 * Windows: structures grew with the versions; each starts with its Size, and the
 *   framework reads no further than that. A driver's handles are opaque.  [wdf*.h]
 * Here: the newest layout; below each is the size that 1.9 knew, where it differs.
 *   Binding structures are from the framework's published source.  [fxldr.h]
 */
#ifndef NT_WDF_H
#define NT_WDF_H

#include "nt/io.h"
#include "nt/types.h"
#include "nt/wdf_slot.h"

typedef HANDLE WDFOBJECT;
typedef HANDLE WDFDRIVER, WDFDEVICE, WDFQUEUE, WDFREQUEST, WDFFILEOBJECT, WDFMEMORY, WDFWORKITEM,
    WDFTIMER, WDFDPC, WDFSPINLOCK, WDFWAITLOCK, WDFKEY, WDFSTRING, WDFCOLLECTION, WDFLOOKASIDE,
    WDFIOTARGET, WDFINTERRUPT, WDFCMRESLIST;
typedef struct WDFDEVICE_INIT WDFDEVICE_INIT, *PWDFDEVICE_INIT;

typedef enum _WDF_TRI_STATE {
	WdfFalse = 0,
	WdfTrue = 1,
	WdfUseDefault = 2,
} WDF_TRI_STATE;

typedef enum _WDF_EXECUTION_LEVEL {
	WdfExecutionLevelInvalid = 0,
	WdfExecutionLevelInheritFromParent = 1,
	WdfExecutionLevelPassive = 2,
	WdfExecutionLevelDispatch = 3,
} WDF_EXECUTION_LEVEL;

typedef enum _WDF_SYNCHRONIZATION_SCOPE {
	WdfSynchronizationScopeInvalid = 0,
	WdfSynchronizationScopeInheritFromParent = 1,
	WdfSynchronizationScopeDevice = 2,
	WdfSynchronizationScopeQueue = 3,
	WdfSynchronizationScopeNone = 4,
} WDF_SYNCHRONIZATION_SCOPE;

typedef enum _WDF_IO_QUEUE_DISPATCH_TYPE {
	WdfIoQueueDispatchInvalid = 0,
	WdfIoQueueDispatchSequential = 1,
	WdfIoQueueDispatchParallel = 2,
	WdfIoQueueDispatchManual = 3,
	WdfIoQueueDispatchMax = 4,
} WDF_IO_QUEUE_DISPATCH_TYPE;

/* Bits. */
typedef enum _WDF_IO_QUEUE_STATE {
	WdfIoQueueAcceptRequests = 0x01,
	WdfIoQueueDispatchRequests = 0x02,
	WdfIoQueueNoRequests = 0x04,
	WdfIoQueueDriverNoRequests = 0x08,
	WdfIoQueuePnpHeld = 0x10,
} WDF_IO_QUEUE_STATE;

typedef enum _WDF_REQUEST_TYPE {
	WdfRequestTypeCreate = 0x00,
	WdfRequestTypeCreateNamedPipe = 0x01,
	WdfRequestTypeClose = 0x02,
	WdfRequestTypeRead = 0x03,
	WdfRequestTypeWrite = 0x04,
	WdfRequestTypeQueryInformation = 0x05,
	WdfRequestTypeSetInformation = 0x06,
	WdfRequestTypeFlushBuffers = 0x09,
	WdfRequestTypeFileSystemControl = 0x0d,
	WdfRequestTypeDeviceControl = 0x0e,
	WdfRequestTypeDeviceControlInternal = 0x0f,
	WdfRequestTypeShutdown = 0x10,
	WdfRequestTypeCleanup = 0x12,
	WdfRequestTypePower = 0x16,
	WdfRequestTypeSystemControl = 0x17,
	WdfRequestTypePnp = 0x1B,
	WdfRequestTypeOther = 0x1C,
	WdfRequestTypeUsb = 0x40,
	WdfRequestTypeNoFormat = 0xFF,
	WdfRequestTypeMax = 0x100,
} WDF_REQUEST_TYPE;

typedef enum _WDF_REQUEST_STOP_ACTION_FLAGS {
	WdfRequestStopActionInvalid = 0,
	WdfRequestStopActionSuspend = 0x01,
	WdfRequestStopActionPurge = 0x02,
	WdfRequestStopRequestCancelable = 0x10000000,
} WDF_REQUEST_STOP_ACTION_FLAGS;

enum {
	WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP = 0x00000002,
	WDF_REQUEST_REUSE_NO_FLAGS = 0x00000000,
	WDF_REQUEST_REUSE_SET_NEW_IRP = 0x00000001,
	WDF_REQUEST_SEND_OPTION_TIMEOUT = 0x00000001,
	WDF_REQUEST_SEND_OPTION_SYNCHRONOUS = 0x00000002,
	WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE = 0x00000004,
	WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET = 0x00000008,
};

typedef enum _WDF_DEVICE_IO_TYPE {
	WdfDeviceIoUndefined = 0,
	WdfDeviceIoNeither = 1,
	WdfDeviceIoBuffered = 2,
	WdfDeviceIoDirect = 3,
	WdfDeviceIoBufferedOrDirect = 4,
	WdfDeviceIoMaximum = 5,
} WDF_DEVICE_IO_TYPE;

typedef enum _WDF_FILEOBJECT_CLASS {
	WdfFileObjectInvalid = 0,
	WdfFileObjectNotRequired = 1,
	WdfFileObjectWdfCanUseFsContext = 2,
	WdfFileObjectWdfCanUseFsContext2 = 3,
	WdfFileObjectWdfCannotUseFsContexts = 4,
} WDF_FILEOBJECT_CLASS;

/* Or'd into a WDF_FILEOBJECT_CLASS. Windows: WdfFileObjectCanBeOptional. */
#define WDF_FILEOBJECT_CAN_BE_OPTIONAL 0x80000000u

typedef enum _WDF_DEVICE_SHUTDOWN_FLAGS {
	WdfDeviceShutdown = 0x01,
	WdfDeviceLastChanceShutdown = 0x02,
} WDF_DEVICE_SHUTDOWN_FLAGS;

/* WDF_DRIVER_CONFIG.DriverInitFlags and WDF_DRIVER_GLOBALS.DriverFlags. */
typedef enum _WDF_DRIVER_INIT_FLAGS {
	WdfDriverInitNonPnpDriver = 0x00000001,
	WdfDriverInitNoDispatchOverride = 0x00000002,
	WdfVerifyOn = 0x00000004,
	WdfVerifierOn = 0x00000008,
	WdfDriverInitCompanion = 0x00000010,
} WDF_DRIVER_INIT_FLAGS;

typedef NTSTATUS(NTAPI *PFN_WDF_DRIVER_DEVICE_ADD)(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit);
typedef void(NTAPI *PFN_WDF_DRIVER_UNLOAD)(WDFDRIVER Driver);
typedef void(NTAPI *PFN_WDF_OBJECT_CONTEXT_CLEANUP)(WDFOBJECT Object);
typedef void(NTAPI *PFN_WDF_OBJECT_CONTEXT_DESTROY)(WDFOBJECT Object);
typedef void(NTAPI *PFN_WDF_DEVICE_FILE_CREATE)(
    WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject);
typedef void(NTAPI *PFN_WDF_FILE_CLOSE)(WDFFILEOBJECT FileObject);
typedef void(NTAPI *PFN_WDF_FILE_CLEANUP)(WDFFILEOBJECT FileObject);
typedef void(NTAPI *PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION)(WDFDEVICE Device);
typedef void(NTAPI *PFN_WDF_IO_IN_CALLER_CONTEXT)(WDFDEVICE Device, WDFREQUEST Request);
typedef NTSTATUS(NTAPI *PFN_WDFDEVICE_WDM_IRP_PREPROCESS)(WDFDEVICE Device, PIRP Irp);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_DEFAULT)(WDFQUEUE Queue, WDFREQUEST Request);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_READ)(WDFQUEUE Queue, WDFREQUEST Request, SIZE_T Length);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_WRITE)(WDFQUEUE Queue, WDFREQUEST Request, SIZE_T Length);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL)(WDFQUEUE Queue, WDFREQUEST Request,
    SIZE_T OutputBufferLength, SIZE_T InputBufferLength, ULONG IoControlCode);
typedef PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL;
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_STOP)(
    WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_RESUME)(WDFQUEUE Queue, WDFREQUEST Request);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE)(WDFQUEUE Queue, WDFREQUEST Request);
typedef void(NTAPI *PFN_WDF_IO_QUEUE_STATE)(WDFQUEUE Queue, PVOID Context);
typedef void(NTAPI *PFN_WDF_REQUEST_CANCEL)(WDFREQUEST Request);
typedef void(NTAPI *PFN_WDF_REQUEST_COMPLETION_ROUTINE)(
    WDFREQUEST Request, WDFIOTARGET Target, PVOID Params, PVOID Context);
typedef void(NTAPI *PFN_WDF_WORKITEM)(WDFWORKITEM WorkItem);
typedef void(NTAPI *PFN_WDF_TIMER)(WDFTIMER Timer);
typedef void(NTAPI *PFN_WDF_DPC)(WDFDPC Dpc);

typedef struct _WDF_DRIVER_CONFIG {
	ULONG Size;
	PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
	PFN_WDF_DRIVER_UNLOAD EvtDriverUnload;
	ULONG DriverInitFlags;
	ULONG DriverPoolTag;
} WDF_DRIVER_CONFIG, *PWDF_DRIVER_CONFIG;

struct _WDF_OBJECT_CONTEXT_TYPE_INFO;
typedef const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *PCWDF_OBJECT_CONTEXT_TYPE_INFO;
typedef PCWDF_OBJECT_CONTEXT_TYPE_INFO(NTAPI *PFN_GET_UNIQUE_CONTEXT_TYPE)(void);

typedef struct _WDF_OBJECT_CONTEXT_TYPE_INFO {
	ULONG Size;
	PCSTR ContextName;
	SIZE_T ContextSize;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO UniqueType; /* what is compared, by address */
	PFN_GET_UNIQUE_CONTEXT_TYPE EvtDriverGetUniqueContextType;
} WDF_OBJECT_CONTEXT_TYPE_INFO, *PWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef struct _WDF_OBJECT_ATTRIBUTES {
	ULONG Size;
	PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback;
	PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback;
	WDF_EXECUTION_LEVEL ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE SynchronizationScope;
	WDFOBJECT ParentObject;
	SIZE_T ContextSizeOverride;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO ContextTypeInfo;
} WDF_OBJECT_ATTRIBUTES, *PWDF_OBJECT_ATTRIBUTES;

typedef struct _WDF_FILEOBJECT_CONFIG {
	ULONG Size;
	PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate;
	PFN_WDF_FILE_CLOSE EvtFileClose;
	PFN_WDF_FILE_CLEANUP EvtFileCleanup;
	WDF_TRI_STATE AutoForwardCleanupClose;
	WDF_FILEOBJECT_CLASS FileObjectClass;
} WDF_FILEOBJECT_CONFIG, *PWDF_FILEOBJECT_CONFIG;

typedef struct _WDF_IO_QUEUE_CONFIG {
	ULONG Size;
	WDF_IO_QUEUE_DISPATCH_TYPE DispatchType;
	WDF_TRI_STATE PowerManaged;
	BOOLEAN AllowZeroLengthRequests;
	BOOLEAN DefaultQueue;
	PFN_WDF_IO_QUEUE_IO_DEFAULT EvtIoDefault;
	PFN_WDF_IO_QUEUE_IO_READ EvtIoRead;
	PFN_WDF_IO_QUEUE_IO_WRITE EvtIoWrite;
	PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
	PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL EvtIoInternalDeviceControl;
	PFN_WDF_IO_QUEUE_IO_STOP EvtIoStop;
	PFN_WDF_IO_QUEUE_IO_RESUME EvtIoResume;
	PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE EvtIoCanceledOnQueue;
	union {
		struct {
			ULONG NumberOfPresentedRequests; /* all ones: no limit */
		} Parallel;
	} Settings;
	WDFDRIVER Driver; /* since 1.11 */
} WDF_IO_QUEUE_CONFIG, *PWDF_IO_QUEUE_CONFIG;

#define WDF_IO_QUEUE_CONFIG_SIZE_1_7 0x50
#define WDF_IO_QUEUE_CONFIG_SIZE_1_9 0x58

typedef struct _WDF_WORKITEM_CONFIG {
	ULONG Size;
	PFN_WDF_WORKITEM EvtWorkItemFunc;
	BOOLEAN AutomaticSerialization;
} WDF_WORKITEM_CONFIG, *PWDF_WORKITEM_CONFIG;

typedef struct _WDF_TIMER_CONFIG {
	ULONG Size;
	PFN_WDF_TIMER EvtTimerFunc;
	ULONG Period; /* ms */
	BOOLEAN AutomaticSerialization;
	ULONG TolerableDelay;
	BOOLEAN UseHighResolutionTimer NT_ALIGN(8); /* since 1.13 */
} WDF_TIMER_CONFIG, *PWDF_TIMER_CONFIG;

#define WDF_TIMER_CONFIG_SIZE_1_7 0x18
#define WDF_TIMER_CONFIG_SIZE_1_9 0x20

typedef struct _WDF_DPC_CONFIG {
	ULONG Size;
	PFN_WDF_DPC EvtDpcFunc;
	BOOLEAN AutomaticSerialization;
} WDF_DPC_CONFIG, *PWDF_DPC_CONFIG;

typedef struct _WDF_IO_TYPE_CONFIG {
	ULONG Size;
	WDF_DEVICE_IO_TYPE ReadWriteIoType;
	WDF_DEVICE_IO_TYPE DeviceControlIoType;
	ULONG DirectTransferThreshold;
} WDF_IO_TYPE_CONFIG, *PWDF_IO_TYPE_CONFIG;

typedef struct _WDF_REQUEST_PARAMETERS {
	USHORT Size;
	UCHAR MinorFunction;
	WDF_REQUEST_TYPE Type;
	union {
		struct {
			PIO_SECURITY_CONTEXT SecurityContext;
			ULONG Options;
			USHORT FileAttributes NT_ALIGN(8);
			USHORT ShareAccess;
			ULONG EaLength NT_ALIGN(8);
		} Create;
		struct {
			SIZE_T Length;
			ULONG Key NT_ALIGN(8);
			LONGLONG DeviceOffset;
		} Read;
		struct {
			SIZE_T Length;
			ULONG Key NT_ALIGN(8);
			LONGLONG DeviceOffset;
		} Write;
		struct {
			SIZE_T OutputBufferLength;
			SIZE_T InputBufferLength;
			ULONG IoControlCode NT_ALIGN(8);
			PVOID Type3InputBuffer;
		} DeviceIoControl;
		struct {
			PVOID Arg1;
			PVOID Arg2;
			ULONG IoControlCode NT_ALIGN(8);
			PVOID Arg4;
		} Others;
	} Parameters;
} WDF_REQUEST_PARAMETERS, *PWDF_REQUEST_PARAMETERS;

typedef struct _WDF_REQUEST_REUSE_PARAMS {
	ULONG Size;
	ULONG Flags;
	NTSTATUS Status;
	PIRP NewIrp;
} WDF_REQUEST_REUSE_PARAMS, *PWDF_REQUEST_REUSE_PARAMS;

typedef struct _WDF_REQUEST_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_REQUEST_SEND_OPTIONS, *PWDF_REQUEST_SEND_OPTIONS;

typedef struct _WDFMEMORY_OFFSET {
	SIZE_T BufferOffset;
	SIZE_T BufferLength;
} WDFMEMORY_OFFSET, *PWDFMEMORY_OFFSET;

typedef struct _WDF_DRIVER_VERSION_AVAILABLE_PARAMS {
	ULONG Size;
	ULONG MajorVersion;
	ULONG MinorVersion;
} WDF_DRIVER_VERSION_AVAILABLE_PARAMS, *PWDF_DRIVER_VERSION_AVAILABLE_PARAMS;

/* The first argument of every framework function. */
typedef struct _WDF_DRIVER_GLOBALS {
	WDFDRIVER Driver;
	ULONG DriverFlags;
	ULONG DriverTag;
	CHAR DriverName[32];
	BOOLEAN
	DisplaceDriverUnload; /* the stub then puts its own DriverUnload over the driver's */
} WDF_DRIVER_GLOBALS, *PWDF_DRIVER_GLOBALS;

/*
 * How a driver's entry stub asks for the framework.
 *
 * Windows: FuncTable is the driver's own table to fill when FuncCount is 438 or
 *   less, and the place for a pointer to the framework's when it is 444 or more.
 *   [hosting]
 */
typedef void(NTAPI *WDFFUNC)(void);

typedef struct _WDF_VERSION {
	ULONG Major;
	ULONG Minor;
	ULONG Build;
} WDF_VERSION, *PWDF_VERSION;

typedef struct _WDF_BIND_INFO {
	ULONG Size;
	PWCHAR Component; /* "KmdfLibrary" */
	WDF_VERSION Version;
	ULONG FuncCount;
	WDFFUNC *FuncTable;
	PVOID Module;
} WDF_BIND_INFO, *PWDF_BIND_INFO;

/* Size says which of the two it is. */
typedef struct _WDF_BIND_INFO2 {
	WDF_BIND_INFO V1;
	ULONG *MinimumVersionRequired;
	BOOLEAN *ClientVersionHigherThanFramework;
	ULONG *FuncCountPtr;
	ULONG *StructCountPtr;
	SIZE_T **StructTable; /* where to put a pointer to the sizes of all structures */
} WDF_BIND_INFO2, *PWDF_BIND_INFO2;

/* Layouts. */
NT_AT(WDF_DRIVER_CONFIG, Size, 0x00);
NT_AT(WDF_DRIVER_CONFIG, EvtDriverDeviceAdd, 0x08);
NT_AT(WDF_DRIVER_CONFIG, EvtDriverUnload, 0x10);
NT_AT(WDF_DRIVER_CONFIG, DriverInitFlags, 0x18);
NT_AT(WDF_DRIVER_CONFIG, DriverPoolTag, 0x1C);
NT_SIZE(WDF_DRIVER_CONFIG, 0x20);
NT_AT(WDF_OBJECT_CONTEXT_TYPE_INFO, Size, 0x00);
NT_AT(WDF_OBJECT_CONTEXT_TYPE_INFO, ContextName, 0x08);
NT_AT(WDF_OBJECT_CONTEXT_TYPE_INFO, ContextSize, 0x10);
NT_AT(WDF_OBJECT_CONTEXT_TYPE_INFO, UniqueType, 0x18);
NT_AT(WDF_OBJECT_CONTEXT_TYPE_INFO, EvtDriverGetUniqueContextType, 0x20);
NT_SIZE(WDF_OBJECT_CONTEXT_TYPE_INFO, 0x28);
NT_AT(WDF_OBJECT_ATTRIBUTES, Size, 0x00);
NT_AT(WDF_OBJECT_ATTRIBUTES, EvtCleanupCallback, 0x08);
NT_AT(WDF_OBJECT_ATTRIBUTES, EvtDestroyCallback, 0x10);
NT_AT(WDF_OBJECT_ATTRIBUTES, ExecutionLevel, 0x18);
NT_AT(WDF_OBJECT_ATTRIBUTES, SynchronizationScope, 0x1C);
NT_AT(WDF_OBJECT_ATTRIBUTES, ParentObject, 0x20);
NT_AT(WDF_OBJECT_ATTRIBUTES, ContextSizeOverride, 0x28);
NT_AT(WDF_OBJECT_ATTRIBUTES, ContextTypeInfo, 0x30);
NT_SIZE(WDF_OBJECT_ATTRIBUTES, 0x38);
NT_AT(WDF_FILEOBJECT_CONFIG, Size, 0x00);
NT_AT(WDF_FILEOBJECT_CONFIG, EvtDeviceFileCreate, 0x08);
NT_AT(WDF_FILEOBJECT_CONFIG, EvtFileClose, 0x10);
NT_AT(WDF_FILEOBJECT_CONFIG, EvtFileCleanup, 0x18);
NT_AT(WDF_FILEOBJECT_CONFIG, AutoForwardCleanupClose, 0x20);
NT_AT(WDF_FILEOBJECT_CONFIG, FileObjectClass, 0x24);
NT_SIZE(WDF_FILEOBJECT_CONFIG, 0x28);
NT_AT(WDF_IO_QUEUE_CONFIG, Size, 0x00);
NT_AT(WDF_IO_QUEUE_CONFIG, DispatchType, 0x04);
NT_AT(WDF_IO_QUEUE_CONFIG, PowerManaged, 0x08);
NT_AT(WDF_IO_QUEUE_CONFIG, AllowZeroLengthRequests, 0x0C);
NT_AT(WDF_IO_QUEUE_CONFIG, DefaultQueue, 0x0D);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoDefault, 0x10);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoRead, 0x18);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoWrite, 0x20);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoDeviceControl, 0x28);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoInternalDeviceControl, 0x30);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoStop, 0x38);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoResume, 0x40);
NT_AT(WDF_IO_QUEUE_CONFIG, EvtIoCanceledOnQueue, 0x48);
NT_AT(WDF_IO_QUEUE_CONFIG, Settings.Parallel.NumberOfPresentedRequests, 0x50);
NT_AT(WDF_IO_QUEUE_CONFIG, Driver, 0x58);
NT_SIZE(WDF_IO_QUEUE_CONFIG, 0x60);
NT_AT(WDF_WORKITEM_CONFIG, Size, 0x00);
NT_AT(WDF_WORKITEM_CONFIG, EvtWorkItemFunc, 0x08);
NT_AT(WDF_WORKITEM_CONFIG, AutomaticSerialization, 0x10);
NT_SIZE(WDF_WORKITEM_CONFIG, 0x18);
NT_AT(WDF_TIMER_CONFIG, Size, 0x00);
NT_AT(WDF_TIMER_CONFIG, EvtTimerFunc, 0x08);
NT_AT(WDF_TIMER_CONFIG, Period, 0x10);
NT_AT(WDF_TIMER_CONFIG, AutomaticSerialization, 0x14);
NT_AT(WDF_TIMER_CONFIG, TolerableDelay, 0x18);
NT_AT(WDF_TIMER_CONFIG, UseHighResolutionTimer, 0x20);
NT_SIZE(WDF_TIMER_CONFIG, 0x28);
NT_AT(WDF_DPC_CONFIG, Size, 0x00);
NT_AT(WDF_DPC_CONFIG, EvtDpcFunc, 0x08);
NT_AT(WDF_DPC_CONFIG, AutomaticSerialization, 0x10);
NT_SIZE(WDF_DPC_CONFIG, 0x18);
NT_AT(WDF_IO_TYPE_CONFIG, Size, 0x00);
NT_AT(WDF_IO_TYPE_CONFIG, ReadWriteIoType, 0x04);
NT_AT(WDF_IO_TYPE_CONFIG, DeviceControlIoType, 0x08);
NT_AT(WDF_IO_TYPE_CONFIG, DirectTransferThreshold, 0x0C);
NT_SIZE(WDF_IO_TYPE_CONFIG, 0x10);
NT_AT(WDF_REQUEST_PARAMETERS, Size, 0x00);
NT_AT(WDF_REQUEST_PARAMETERS, MinorFunction, 0x02);
NT_AT(WDF_REQUEST_PARAMETERS, Type, 0x04);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Create.SecurityContext, 0x08);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Create.Options, 0x10);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Create.FileAttributes, 0x18);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Create.ShareAccess, 0x1A);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Create.EaLength, 0x20);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Read.Length, 0x08);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Read.Key, 0x10);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Read.DeviceOffset, 0x18);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Write.Length, 0x08);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Write.Key, 0x10);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Write.DeviceOffset, 0x18);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.DeviceIoControl.OutputBufferLength, 0x08);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.DeviceIoControl.InputBufferLength, 0x10);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.DeviceIoControl.IoControlCode, 0x18);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.DeviceIoControl.Type3InputBuffer, 0x20);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Others.Arg1, 0x08);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Others.Arg2, 0x10);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Others.IoControlCode, 0x18);
NT_AT(WDF_REQUEST_PARAMETERS, Parameters.Others.Arg4, 0x20);
NT_SIZE(WDF_REQUEST_PARAMETERS, 0x28);
NT_AT(WDF_REQUEST_REUSE_PARAMS, Size, 0x00);
NT_AT(WDF_REQUEST_REUSE_PARAMS, Flags, 0x04);
NT_AT(WDF_REQUEST_REUSE_PARAMS, Status, 0x08);
NT_AT(WDF_REQUEST_REUSE_PARAMS, NewIrp, 0x10);
NT_SIZE(WDF_REQUEST_REUSE_PARAMS, 0x18);
NT_AT(WDF_REQUEST_SEND_OPTIONS, Size, 0x00);
NT_AT(WDF_REQUEST_SEND_OPTIONS, Flags, 0x04);
NT_AT(WDF_REQUEST_SEND_OPTIONS, Timeout, 0x08);
NT_SIZE(WDF_REQUEST_SEND_OPTIONS, 0x10);
NT_AT(WDFMEMORY_OFFSET, BufferOffset, 0x00);
NT_AT(WDFMEMORY_OFFSET, BufferLength, 0x08);
NT_SIZE(WDFMEMORY_OFFSET, 0x10);
NT_AT(WDF_DRIVER_VERSION_AVAILABLE_PARAMS, Size, 0x00);
NT_AT(WDF_DRIVER_VERSION_AVAILABLE_PARAMS, MajorVersion, 0x04);
NT_AT(WDF_DRIVER_VERSION_AVAILABLE_PARAMS, MinorVersion, 0x08);
NT_SIZE(WDF_DRIVER_VERSION_AVAILABLE_PARAMS, 0x0C);
NT_AT(WDF_DRIVER_GLOBALS, Driver, 0x00);
NT_AT(WDF_DRIVER_GLOBALS, DriverFlags, 0x08);
NT_AT(WDF_DRIVER_GLOBALS, DriverTag, 0x0C);
NT_AT(WDF_DRIVER_GLOBALS, DriverName, 0x10);
NT_AT(WDF_DRIVER_GLOBALS, DisplaceDriverUnload, 0x30);
NT_SIZE(WDF_DRIVER_GLOBALS, 0x38);
NT_AT(WDF_VERSION, Major, 0x00);
NT_AT(WDF_VERSION, Minor, 0x04);
NT_AT(WDF_VERSION, Build, 0x08);
NT_SIZE(WDF_VERSION, 0x0C);
NT_AT(WDF_BIND_INFO, Size, 0x00);
NT_AT(WDF_BIND_INFO, Component, 0x08);
NT_AT(WDF_BIND_INFO, Version, 0x10);
NT_AT(WDF_BIND_INFO, FuncCount, 0x1C);
NT_AT(WDF_BIND_INFO, FuncTable, 0x20);
NT_AT(WDF_BIND_INFO, Module, 0x28);
NT_SIZE(WDF_BIND_INFO, 0x30);
NT_AT(WDF_BIND_INFO2, V1, 0x00);
NT_AT(WDF_BIND_INFO2, MinimumVersionRequired, 0x30);
NT_AT(WDF_BIND_INFO2, ClientVersionHigherThanFramework, 0x38);
NT_AT(WDF_BIND_INFO2, FuncCountPtr, 0x40);
NT_AT(WDF_BIND_INFO2, StructCountPtr, 0x48);
NT_AT(WDF_BIND_INFO2, StructTable, 0x50);
NT_SIZE(WDF_BIND_INFO2, 0x58);

#endif
