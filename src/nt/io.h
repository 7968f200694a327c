/*
 * What the I/O manager, the memory manager and the executive share with drivers.
 *
 * Windows: an IRP is followed in memory by its stack locations, the last one
 *   first in use; CurrentStackLocation points into that array. DEVICE_OBJECT is
 *   aligned to 16 bytes and its extension follows it.  [wdm.h, hosting]
 * Here: the same layouts. Members that only Windows' own components use keep
 *   their place and are left zero.
 */
#ifndef NT_IO_H
#define NT_IO_H

#include "nt/io_flags.h"
#include "nt/ke.h"
#include "nt/types.h"

/* The Type member that opens an I/O object.  [wdm.h] */
#define IO_TYPE_ADAPTER 0x00000001
#define IO_TYPE_CONTROLLER 0x00000002
#define IO_TYPE_DEVICE 0x00000003
#define IO_TYPE_DRIVER 0x00000004
#define IO_TYPE_FILE 0x00000005
#define IO_TYPE_IRP 0x00000006
#define IO_TYPE_MASTER_ADAPTER 0x00000007
#define IO_TYPE_OPEN_PACKET 0x00000008
#define IO_TYPE_TIMER 0x00000009
#define IO_TYPE_VPB 0x0000000a
#define IO_TYPE_ERROR_LOG 0x0000000b
#define IO_TYPE_ERROR_MESSAGE 0x0000000c
#define IO_TYPE_DEVICE_OBJECT_EXTENSION 0x0000000d

typedef enum _POOL_TYPE {
	NonPagedPool = 0,
	NonPagedPoolExecute = 0,
	PagedPool = 1,
	NonPagedPoolMustSucceed = 2,
	DontUseThisType = 3,
	NonPagedPoolCacheAligned = 4,
	PagedPoolCacheAligned = 5,
	NonPagedPoolCacheAlignedMustS = 6,
	MaxPoolType = 7,
	NonPagedPoolSession = 32,
	PagedPoolSession = 33,
	NonPagedPoolNx = 512,
	NonPagedPoolNxCacheAligned = 516,
	NonPagedPoolSessionNx = 544,
} POOL_TYPE;

typedef ULONG64 POOL_FLAGS;

enum {
	PoolExtendedParameterInvalidType,
	PoolExtendedParameterPriority,
	PoolExtendedParameterSecurePool,
	PoolExtendedParameterNumaNode,
};

typedef struct _POOL_EXTENDED_PARAMETER {
	ULONG64 Type : 8;
	ULONG64 Optional : 1;
	ULONG64 Reserved : 55;
	union {
		ULONG64 Reserved2;
		PVOID Reserved3;
		LONG Priority;
		ULONG PreferredNode;
	};
} POOL_EXTENDED_PARAMETER;
NT_SIZE(POOL_EXTENDED_PARAMETER, 0x10);

typedef enum _MEMORY_CACHING_TYPE {
	MmNonCached = 0,
	MmCached = 1,
	MmWriteCombined = 2,
	MmHardwareCoherentCached = 3,
	MmNonCachedUnordered = 4,
	MmUSWCCached = 5,
	MmMaximumCacheType = 6,
	MmNotMapped = -1,
} MEMORY_CACHING_TYPE;

typedef enum _MM_PAGE_PRIORITY {
	LowPagePriority = 0,
	NormalPagePriority = 16,
	HighPagePriority = 32,
} MM_PAGE_PRIORITY;

typedef enum _LOCK_OPERATION {
	IoReadAccess,
	IoWriteAccess,
	IoModifyAccess,
} LOCK_OPERATION;

typedef enum _WORK_QUEUE_TYPE {
	CriticalWorkQueue,
	DelayedWorkQueue,
	HyperCriticalWorkQueue,
	NormalWorkQueue,
	BackgroundWorkQueue,
	RealTimeWorkQueue,
	SuperCriticalWorkQueue,
	MaximumWorkQueue,
	CustomPriorityWorkQueue = 32,
} WORK_QUEUE_TYPE;

typedef enum _SECURITY_IMPERSONATION_LEVEL {
	SecurityAnonymous,
	SecurityIdentification,
	SecurityImpersonation,
	SecurityDelegation,
} SECURITY_IMPERSONATION_LEVEL;

typedef enum _KEY_VALUE_INFORMATION_CLASS {
	KeyValueBasicInformation,
	KeyValueFullInformation,
	KeyValuePartialInformation,
	KeyValueFullInformationAlign64,
	KeyValuePartialInformationAlign64,
} KEY_VALUE_INFORMATION_CLASS;

struct _IRP;
struct _DEVICE_OBJECT;
struct _DRIVER_OBJECT;
struct _FILE_OBJECT;
struct _IO_STACK_LOCATION;
struct _FAST_IO_DISPATCH;
struct _IO_STATUS_BLOCK;
struct _GENERAL_LOOKASIDE;
typedef struct _IO_WORKITEM *PIO_WORKITEM;
typedef struct _IO_TIMER *PIO_TIMER;
typedef struct _DEVOBJ_EXTENSION *PDEVOBJ_EXTENSION;

typedef NTSTATUS(NTAPI *PDRIVER_INITIALIZE)(
    struct _DRIVER_OBJECT *DriverObject, PUNICODE_STRING RegistryPath);
typedef NTSTATUS(NTAPI *PDRIVER_ADD_DEVICE)(
    struct _DRIVER_OBJECT *DriverObject, struct _DEVICE_OBJECT *PhysicalDeviceObject);
typedef NTSTATUS(NTAPI *PDRIVER_DISPATCH)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef void(NTAPI *PDRIVER_STARTIO)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef void(NTAPI *PDRIVER_UNLOAD)(struct _DRIVER_OBJECT *DriverObject);
typedef void(NTAPI *PDRIVER_CANCEL)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef NTSTATUS(NTAPI *PIO_COMPLETION_ROUTINE)(
    struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp, PVOID Context);
typedef void(NTAPI *PIO_APC_ROUTINE)(
    PVOID ApcContext, struct _IO_STATUS_BLOCK *IoStatusBlock, ULONG Reserved);
typedef void(NTAPI *PIO_WORKITEM_ROUTINE)(struct _DEVICE_OBJECT *DeviceObject, PVOID Context);
typedef void(NTAPI *PIO_WORKITEM_ROUTINE_EX)(
    PVOID IoObject, PVOID Context, PIO_WORKITEM IoWorkItem);
typedef void(NTAPI *PIO_TIMER_ROUTINE)(struct _DEVICE_OBJECT *DeviceObject, PVOID Context);
typedef void(NTAPI *PWORKER_THREAD_ROUTINE)(PVOID Parameter);
typedef PVOID(NTAPI *PALLOCATE_FUNCTION)(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
typedef void(NTAPI *PFREE_FUNCTION)(PVOID Buffer);
typedef void(NTAPI *PCALLBACK_FUNCTION)(PVOID CallbackContext, PVOID Argument1, PVOID Argument2);

typedef struct _IO_STATUS_BLOCK {
	union {
		NTSTATUS Status;
		PVOID Pointer;
	};
	ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

/* PFN_NUMBERs of the pages follow it. */
typedef struct _MDL {
	struct _MDL *Next;
	CSHORT Size;
	CSHORT MdlFlags;
	PEPROCESS Process;
	PVOID MappedSystemVa;
	PVOID StartVa;
	ULONG ByteCount;
	ULONG ByteOffset;
} MDL, *PMDL;

#define MDL_MAPPING_FLAGS \
	(MDL_MAPPED_TO_SYSTEM_VA | MDL_PAGES_LOCKED | MDL_SOURCE_IS_NONPAGED_POOL \
	    | MDL_PARTIAL_HAS_BEEN_MAPPED | MDL_PARENT_MAPPED_SYSTEM_VA | MDL_IO_SPACE)
#define MDL_PARENT_MAPPED_SYSTEM_VA MDL_LOCKED_PAGE_TABLES

typedef struct _SECURITY_QUALITY_OF_SERVICE {
	ULONG Length;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	UCHAR ContextTrackingMode;
	BOOLEAN EffectiveOnly;
} SECURITY_QUALITY_OF_SERVICE, *PSECURITY_QUALITY_OF_SERVICE;

typedef struct _SECURITY_SUBJECT_CONTEXT {
	PACCESS_TOKEN ClientToken;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	PACCESS_TOKEN PrimaryToken;
	PVOID ProcessAuditId;
} SECURITY_SUBJECT_CONTEXT, *PSECURITY_SUBJECT_CONTEXT;

typedef struct _LUID_AND_ATTRIBUTES {
	LUID Luid;
	ULONG Attributes;
} LUID_AND_ATTRIBUTES, *PLUID_AND_ATTRIBUTES;

typedef struct _PRIVILEGE_SET {
	ULONG PrivilegeCount;
	ULONG Control;
	LUID_AND_ATTRIBUTES Privilege[1];
} PRIVILEGE_SET, *PPRIVILEGE_SET;

typedef struct _ACCESS_STATE {
	LUID OperationID;
	BOOLEAN SecurityEvaluated;
	BOOLEAN GenerateAudit;
	BOOLEAN GenerateOnClose;
	BOOLEAN PrivilegesAllocated;
	ULONG Flags;
	ACCESS_MASK RemainingDesiredAccess;
	ACCESS_MASK PreviouslyGrantedAccess;
	ACCESS_MASK OriginalDesiredAccess;
	SECURITY_SUBJECT_CONTEXT SubjectSecurityContext;
	PSECURITY_DESCRIPTOR SecurityDescriptor;
	PVOID AuxData;
	union {
		PRIVILEGE_SET PrivilegeSet;
		UCHAR InitialPrivilegeSet[44];
	} Privileges;
	BOOLEAN AuditPrivileges;
	UNICODE_STRING ObjectName;
	UNICODE_STRING ObjectTypeName;
} ACCESS_STATE, *PACCESS_STATE;

typedef struct _IO_SECURITY_CONTEXT {
	PSECURITY_QUALITY_OF_SERVICE SecurityQos;
	PACCESS_STATE AccessState;
	ACCESS_MASK DesiredAccess;
	ULONG FullCreateOptions;
} IO_SECURITY_CONTEXT, *PIO_SECURITY_CONTEXT;

typedef struct _SID {
	UCHAR Revision;
	UCHAR SubAuthorityCount;
	UCHAR IdentifierAuthority[6]; /* big-endian */
	ULONG SubAuthority[1];
} SID, *PISID;

typedef struct _ACL {
	UCHAR AclRevision;
	UCHAR Sbz1;
	USHORT AclSize;
	USHORT AceCount;
	USHORT Sbz2;
} ACL, *PACL;

typedef struct _ACE_HEADER {
	UCHAR AceType;
	UCHAR AceFlags;
	USHORT AceSize;
} ACE_HEADER, *PACE_HEADER;

typedef struct _ACCESS_ALLOWED_ACE {
	ACE_HEADER Header;
	ACCESS_MASK Mask;
	ULONG SidStart;
} ACCESS_ALLOWED_ACE, *PACCESS_ALLOWED_ACE;

/* The absolute form. Drivers allocate it themselves (SECURITY_DESCRIPTOR_MIN_LENGTH bytes). */
typedef struct _SECURITY_DESCRIPTOR {
	UCHAR Revision;
	UCHAR Sbz1;
	USHORT Control;
	PSID Owner;
	PSID Group;
	PACL Sacl;
	PACL Dacl;
} SECURITY_DESCRIPTOR;

typedef struct _OBJECT_ATTRIBUTES {
	ULONG Length;
	HANDLE RootDirectory;
	PUNICODE_STRING ObjectName;
	ULONG Attributes;
	PVOID SecurityDescriptor;
	PVOID SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;

typedef struct _OBJECT_HANDLE_INFORMATION {
	ULONG HandleAttributes;
	ACCESS_MASK GrantedAccess;
} OBJECT_HANDLE_INFORMATION, *POBJECT_HANDLE_INFORMATION;

typedef struct _VPB {
	CSHORT Type;
	CSHORT Size;
	USHORT Flags;
	USHORT VolumeLabelLength;
	struct _DEVICE_OBJECT *DeviceObject;
	struct _DEVICE_OBJECT *RealDevice;
	ULONG SerialNumber;
	ULONG ReferenceCount;
	WCHAR VolumeLabel[32];
} VPB, *PVPB;

typedef struct _FILE_OBJECT {
	CSHORT Type;
	CSHORT Size;
	struct _DEVICE_OBJECT *DeviceObject;
	PVPB Vpb;
	PVOID FsContext;
	PVOID FsContext2;
	PVOID SectionObjectPointer;
	PVOID PrivateCacheMap;
	NTSTATUS FinalStatus;
	struct _FILE_OBJECT *RelatedFileObject;
	BOOLEAN LockOperation;
	BOOLEAN DeletePending;
	BOOLEAN ReadAccess;
	BOOLEAN WriteAccess;
	BOOLEAN DeleteAccess;
	BOOLEAN SharedRead;
	BOOLEAN SharedWrite;
	BOOLEAN SharedDelete;
	ULONG Flags;
	UNICODE_STRING FileName;
	LARGE_INTEGER CurrentByteOffset;
	volatile ULONG Waiters;
	volatile ULONG Busy;
	PVOID LastLock;
	KEVENT Lock;
	KEVENT Event;
	PVOID CompletionContext;
	KSPIN_LOCK IrpListLock;
	LIST_ENTRY IrpList;
	PVOID FileObjectExtension;
} FILE_OBJECT, *PFILE_OBJECT;

typedef struct _WAIT_CONTEXT_BLOCK {
	KDEVICE_QUEUE_ENTRY WaitQueueEntry;
	PVOID DeviceRoutine;
	PVOID DeviceContext;
	ULONG NumberOfMapRegisters;
	PVOID DeviceObject;
	PVOID CurrentIrp;
	PKDPC BufferChainingDpc;
} WAIT_CONTEXT_BLOCK, *PWAIT_CONTEXT_BLOCK;

typedef struct NT_ALIGN(16) _DEVICE_OBJECT {
	CSHORT Type;
	USHORT Size; /* of this and the extension */
	volatile LONG ReferenceCount;
	struct _DRIVER_OBJECT *DriverObject;
	struct _DEVICE_OBJECT *NextDevice;
	struct _DEVICE_OBJECT *AttachedDevice;
	struct _IRP *CurrentIrp;
	PIO_TIMER Timer;
	ULONG Flags;
	ULONG Characteristics;
	PVPB Vpb;
	PVOID DeviceExtension;
	DEVICE_TYPE DeviceType;
	CCHAR StackSize;
	union {
		LIST_ENTRY ListEntry;
		WAIT_CONTEXT_BLOCK Wcb;
	} Queue;
	ULONG AlignmentRequirement;
	KDEVICE_QUEUE DeviceQueue;
	KDPC Dpc;
	ULONG ActiveThreadCount;
	PSECURITY_DESCRIPTOR SecurityDescriptor;
	KEVENT DeviceLock;
	USHORT SectorSize;
	USHORT Spare1;
	PDEVOBJ_EXTENSION DeviceObjectExtension;
	PVOID Reserved;
} DEVICE_OBJECT, *PDEVICE_OBJECT;

typedef struct _DRIVER_EXTENSION {
	struct _DRIVER_OBJECT *DriverObject;
	PDRIVER_ADD_DEVICE AddDevice;
	ULONG Count;
	UNICODE_STRING ServiceKeyName;
} DRIVER_EXTENSION, *PDRIVER_EXTENSION;

typedef struct _DRIVER_OBJECT {
	CSHORT Type;
	CSHORT Size;
	PDEVICE_OBJECT DeviceObject;
	ULONG Flags;
	PVOID DriverStart;
	ULONG DriverSize;
	PVOID DriverSection;
	PDRIVER_EXTENSION DriverExtension;
	UNICODE_STRING DriverName;
	PUNICODE_STRING HardwareDatabase;
	struct _FAST_IO_DISPATCH *FastIoDispatch;
	PDRIVER_INITIALIZE DriverInit;
	PDRIVER_STARTIO DriverStartIo;
	PDRIVER_UNLOAD DriverUnload;
	PDRIVER_DISPATCH MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
} DRIVER_OBJECT, *PDRIVER_OBJECT;

typedef struct NT_ALIGN(16) _IRP {
	CSHORT Type;
	USHORT Size;
	PMDL MdlAddress;
	ULONG Flags;
	union {
		struct _IRP *MasterIrp;
		volatile LONG IrpCount;
		PVOID SystemBuffer;
	} AssociatedIrp;
	LIST_ENTRY ThreadListEntry;
	IO_STATUS_BLOCK IoStatus;
	KPROCESSOR_MODE RequestorMode;
	BOOLEAN PendingReturned;
	CHAR StackCount;
	CHAR CurrentLocation;
	BOOLEAN Cancel;
	KIRQL CancelIrql;
	CCHAR ApcEnvironment;
	UCHAR AllocationFlags;
	PIO_STATUS_BLOCK UserIosb;
	PKEVENT UserEvent;
	union {
		struct {
			PIO_APC_ROUTINE UserApcRoutine;
			PVOID UserApcContext;
		} AsynchronousParameters;
		LARGE_INTEGER AllocationSize;
	} Overlay;
	volatile PDRIVER_CANCEL CancelRoutine;
	PVOID UserBuffer;
	union {
		struct {
			union {
				KDEVICE_QUEUE_ENTRY DeviceQueueEntry;
				struct {
					PVOID DriverContext[4];
				};
			};
			PETHREAD Thread;
			PCHAR AuxiliaryBuffer;
			struct {
				LIST_ENTRY ListEntry;
				union {
					struct _IO_STACK_LOCATION *CurrentStackLocation;
					ULONG PacketType;
				};
			};
			PFILE_OBJECT OriginalFileObject;
		} Overlay;
		KAPC Apc;
		PVOID CompletionKey;
	} Tail;
} IRP, *PIRP;

/* Each ULONG that follows another within Parameters starts a new 8 bytes where Windows says so. */
#define NT_POINTER_ALIGN NT_ALIGN(8)

typedef struct _IO_STACK_LOCATION {
	UCHAR MajorFunction;
	UCHAR MinorFunction;
	UCHAR Flags;
	UCHAR Control;
	union {
		struct {
			PIO_SECURITY_CONTEXT SecurityContext;
			ULONG Options; /* disposition:8 create options:24 */
			USHORT FileAttributes NT_POINTER_ALIGN;
			USHORT ShareAccess;
			ULONG EaLength NT_POINTER_ALIGN;
		} Create;
		struct {
			ULONG Length;
			ULONG Key NT_POINTER_ALIGN;
			ULONG Flags;
			LARGE_INTEGER ByteOffset;
		} Read;
		struct {
			ULONG Length;
			ULONG Key NT_POINTER_ALIGN;
			ULONG Flags;
			LARGE_INTEGER ByteOffset;
		} Write;
		struct {
			ULONG Length;
			INT FileInformationClass NT_POINTER_ALIGN;
		} QueryFile;
		struct {
			ULONG Length;
			INT FileInformationClass NT_POINTER_ALIGN;
			PFILE_OBJECT FileObject;
		} SetFile;
		struct {
			ULONG OutputBufferLength;
			ULONG InputBufferLength NT_POINTER_ALIGN;
			ULONG IoControlCode NT_POINTER_ALIGN;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
		struct {
			ULONG OutputBufferLength;
			ULONG InputBufferLength NT_POINTER_ALIGN;
			ULONG FsControlCode NT_POINTER_ALIGN;
			PVOID Type3InputBuffer;
		} FileSystemControl;
		struct {
			INT Type;
		} QueryDeviceRelations;
		struct {
			ULONG_PTR ProviderId;
			PVOID DataPath;
			ULONG BufferSize;
			PVOID Buffer;
		} WMI;
		struct {
			PVOID Argument1;
			PVOID Argument2;
			PVOID Argument3;
			PVOID Argument4;
		} Others;
	} Parameters;
	PDEVICE_OBJECT DeviceObject;
	PFILE_OBJECT FileObject;
	PIO_COMPLETION_ROUTINE CompletionRoutine;
	PVOID Context;
} IO_STACK_LOCATION, *PIO_STACK_LOCATION;

/* Only FastIoDeviceControl is called; the other entries are for file systems. */
typedef BOOLEAN(NTAPI *PFAST_IO_DEVICE_CONTROL)(PFILE_OBJECT FileObject, BOOLEAN Wait,
    PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
    ULONG IoControlCode, PIO_STATUS_BLOCK IoStatus, PDEVICE_OBJECT DeviceObject);

typedef struct _FAST_IO_DISPATCH {
	ULONG SizeOfFastIoDispatch;
	PVOID FastIoCheckIfPossible;
	PVOID FastIoRead;
	PVOID FastIoWrite;
	PVOID FastIoQueryBasicInfo;
	PVOID FastIoQueryStandardInfo;
	PVOID FastIoLock;
	PVOID FastIoUnlockSingle;
	PVOID FastIoUnlockAll;
	PVOID FastIoUnlockAllByKey;
	PFAST_IO_DEVICE_CONTROL FastIoDeviceControl;
	PVOID ForFileSystems[17];
} FAST_IO_DISPATCH, *PFAST_IO_DISPATCH;

typedef struct _WORK_QUEUE_ITEM {
	LIST_ENTRY List;
	PWORKER_THREAD_ROUTINE WorkerRoutine;
	PVOID Parameter;
} WORK_QUEUE_ITEM, *PWORK_QUEUE_ITEM;

typedef struct _FAST_MUTEX {
	LONG Count;
	PVOID Owner;
	ULONG Contention;
	KEVENT Event;
	ULONG OldIrql;
} FAST_MUTEX, *PFAST_MUTEX, KGUARDED_MUTEX, *PKGUARDED_MUTEX;

typedef struct _OWNER_ENTRY {
	ULONG_PTR OwnerThread;
	ULONG TableSize; /* or flags:3 OwnerCount:29 */
} OWNER_ENTRY, *POWNER_ENTRY;

typedef struct _ERESOURCE {
	LIST_ENTRY SystemResourcesList;
	POWNER_ENTRY OwnerTable;
	SHORT ActiveCount;
	USHORT Flag;
	PVOID SharedWaiters;
	PVOID ExclusiveWaiters;
	OWNER_ENTRY OwnerEntry;
	ULONG ActiveEntries;
	ULONG ContentionCount;
	ULONG NumberOfSharedWaiters;
	ULONG NumberOfExclusiveWaiters;
	PVOID Reserved2;
	union {
		PVOID Address;
		ULONG_PTR CreatorBackTraceIndex;
	};
	KSPIN_LOCK SpinLock;
} ERESOURCE, *PERESOURCE;

/* The free list comes first: drivers' inlines push and pop it without a call. */
typedef struct NT_ALIGN(64) _GENERAL_LOOKASIDE {
	union {
		SLIST_HEADER ListHead;
		SINGLE_LIST_ENTRY SingleListHead;
	};
	USHORT Depth;
	USHORT MaximumDepth;
	ULONG TotalAllocates;
	union {
		ULONG AllocateMisses;
		ULONG AllocateHits;
	};
	ULONG TotalFrees;
	union {
		ULONG FreeMisses;
		ULONG FreeHits;
	};
	POOL_TYPE Type;
	ULONG Tag;
	ULONG Size;
	PALLOCATE_FUNCTION Allocate;
	PFREE_FUNCTION Free;
	LIST_ENTRY ListEntry;
	ULONG LastTotalAllocates;
	ULONG LastAllocateMisses;
	ULONG Future[2];
} GENERAL_LOOKASIDE, *PGENERAL_LOOKASIDE;

typedef struct NT_ALIGN(64) _NPAGED_LOOKASIDE_LIST {
	GENERAL_LOOKASIDE L;
} NPAGED_LOOKASIDE_LIST, *PNPAGED_LOOKASIDE_LIST;

typedef struct NT_ALIGN(64) _PAGED_LOOKASIDE_LIST {
	GENERAL_LOOKASIDE L;
} PAGED_LOOKASIDE_LIST, *PPAGED_LOOKASIDE_LIST;

struct _LOOKASIDE_LIST_EX;
typedef PVOID(NTAPI *PALLOCATE_FUNCTION_EX)(
    POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, struct _LOOKASIDE_LIST_EX *Lookaside);
typedef void(NTAPI *PFREE_FUNCTION_EX)(PVOID Buffer, struct _LOOKASIDE_LIST_EX *Lookaside);

typedef struct _GENERAL_LOOKASIDE_POOL {
	union {
		SLIST_HEADER ListHead;
		SINGLE_LIST_ENTRY SingleListHead;
	};
	USHORT Depth;
	USHORT MaximumDepth;
	ULONG TotalAllocates;
	ULONG AllocateMisses;
	ULONG TotalFrees;
	ULONG FreeMisses;
	POOL_TYPE Type;
	ULONG Tag;
	ULONG Size;
	PALLOCATE_FUNCTION_EX AllocateEx;
	PFREE_FUNCTION_EX FreeEx;
	LIST_ENTRY ListEntry;
	ULONG LastTotalAllocates;
	ULONG LastAllocateMisses;
	ULONG Future[2];
} GENERAL_LOOKASIDE_POOL, *PGENERAL_LOOKASIDE_POOL;

typedef struct _LOOKASIDE_LIST_EX {
	GENERAL_LOOKASIDE_POOL L;
} LOOKASIDE_LIST_EX, *PLOOKASIDE_LIST_EX;

typedef struct _IO_REMOVE_LOCK_COMMON_BLOCK {
	BOOLEAN Removed;
	BOOLEAN Reserved[3];
	volatile LONG IoCount;
	KEVENT RemoveEvent;
} IO_REMOVE_LOCK_COMMON_BLOCK;

/* The free build's; a checked driver appends its debugging block and passes the larger size. */
typedef struct _IO_REMOVE_LOCK {
	IO_REMOVE_LOCK_COMMON_BLOCK Common;
} IO_REMOVE_LOCK, *PIO_REMOVE_LOCK;

typedef struct _EX_RUNDOWN_REF {
	union {
		volatile ULONG_PTR Count; /* uses * 2, bit 0: run down */
		volatile PVOID Ptr;
	};
} EX_RUNDOWN_REF, *PEX_RUNDOWN_REF;

typedef ULONG_PTR EX_PUSH_LOCK, *PEX_PUSH_LOCK;
typedef volatile LONG EX_SPIN_LOCK, *PEX_SPIN_LOCK;

typedef struct _KEY_VALUE_BASIC_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_BASIC_INFORMATION, *PKEY_VALUE_BASIC_INFORMATION;

typedef struct _KEY_VALUE_FULL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataOffset;
	ULONG DataLength;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_FULL_INFORMATION, *PKEY_VALUE_FULL_INFORMATION;

typedef struct _KEY_VALUE_PARTIAL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataLength;
	UCHAR Data[1];
} KEY_VALUE_PARTIAL_INFORMATION, *PKEY_VALUE_PARTIAL_INFORMATION;

typedef struct _KEY_BASIC_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_BASIC_INFORMATION, *PKEY_BASIC_INFORMATION;

typedef struct _FILE_STANDARD_INFORMATION {
	LARGE_INTEGER AllocationSize;
	LARGE_INTEGER EndOfFile;
	ULONG NumberOfLinks;
	BOOLEAN DeletePending;
	BOOLEAN Directory;
} FILE_STANDARD_INFORMATION, *PFILE_STANDARD_INFORMATION;

typedef struct _IO_ERROR_LOG_PACKET {
	UCHAR MajorFunctionCode;
	UCHAR RetryCount;
	USHORT DumpDataSize;
	USHORT NumberOfStrings;
	USHORT StringOffset;
	USHORT EventCategory;
	NTSTATUS ErrorCode;
	ULONG UniqueErrorValue;
	NTSTATUS FinalStatus;
	ULONG SequenceNumber;
	ULONG IoControlCode;
	LARGE_INTEGER DeviceOffset;
	ULONG DumpData[1];
} IO_ERROR_LOG_PACKET, *PIO_ERROR_LOG_PACKET;

#define ERROR_LOG_MAXIMUM_SIZE 0xF0

typedef struct _OSVERSIONINFOW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
} RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;

typedef struct _OSVERSIONINFOEXW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
	USHORT wServicePackMajor;
	USHORT wServicePackMinor;
	USHORT wSuiteMask;
	UCHAR wProductType;
	UCHAR wReserved;
} RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;

typedef struct _PS_CREATE_NOTIFY_INFO {
	SIZE_T Size;
	ULONG Flags; /* bit 0: FileOpenNameAvailable, bit 1: IsSubsystemProcess */
	HANDLE ParentProcessId;
	CLIENT_ID CreatingThreadId;
	struct _FILE_OBJECT *FileObject;
	PCUNICODE_STRING ImageFileName;
	PCUNICODE_STRING CommandLine;
	NTSTATUS CreationStatus;
} PS_CREATE_NOTIFY_INFO, *PPS_CREATE_NOTIFY_INFO;

typedef void(NTAPI *PCREATE_PROCESS_NOTIFY_ROUTINE)(
    HANDLE ParentId, HANDLE ProcessId, BOOLEAN Create);
typedef void(NTAPI *PCREATE_PROCESS_NOTIFY_ROUTINE_EX)(
    PEPROCESS Process, HANDLE ProcessId, PPS_CREATE_NOTIFY_INFO CreateInfo);
typedef void(NTAPI *PCREATE_THREAD_NOTIFY_ROUTINE)(
    HANDLE ProcessId, HANDLE ThreadId, BOOLEAN Create);
typedef void(NTAPI *PLOAD_IMAGE_NOTIFY_ROUTINE)(
    PUNICODE_STRING FullImageName, HANDLE ProcessId, PVOID ImageInfo);

/* Layouts. */
NT_AT(IO_STATUS_BLOCK, Status, 0x00);
NT_AT(IO_STATUS_BLOCK, Pointer, 0x00);
NT_AT(IO_STATUS_BLOCK, Information, 0x08);
NT_SIZE(IO_STATUS_BLOCK, 0x10);
NT_AT(MDL, Next, 0x00);
NT_AT(MDL, Size, 0x08);
NT_AT(MDL, MdlFlags, 0x0A);
NT_AT(MDL, Process, 0x10);
NT_AT(MDL, MappedSystemVa, 0x18);
NT_AT(MDL, StartVa, 0x20);
NT_AT(MDL, ByteCount, 0x28);
NT_AT(MDL, ByteOffset, 0x2C);
NT_SIZE(MDL, 0x30);
NT_AT(SECURITY_QUALITY_OF_SERVICE, Length, 0x00);
NT_AT(SECURITY_QUALITY_OF_SERVICE, ImpersonationLevel, 0x04);
NT_AT(SECURITY_QUALITY_OF_SERVICE, ContextTrackingMode, 0x08);
NT_AT(SECURITY_QUALITY_OF_SERVICE, EffectiveOnly, 0x09);
NT_SIZE(SECURITY_QUALITY_OF_SERVICE, 0x0C);
NT_AT(SECURITY_SUBJECT_CONTEXT, ClientToken, 0x00);
NT_AT(SECURITY_SUBJECT_CONTEXT, ImpersonationLevel, 0x08);
NT_AT(SECURITY_SUBJECT_CONTEXT, PrimaryToken, 0x10);
NT_AT(SECURITY_SUBJECT_CONTEXT, ProcessAuditId, 0x18);
NT_SIZE(SECURITY_SUBJECT_CONTEXT, 0x20);
NT_AT(LUID_AND_ATTRIBUTES, Luid, 0x00);
NT_AT(LUID_AND_ATTRIBUTES, Attributes, 0x08);
NT_SIZE(LUID_AND_ATTRIBUTES, 0x0C);
NT_AT(PRIVILEGE_SET, PrivilegeCount, 0x00);
NT_AT(PRIVILEGE_SET, Control, 0x04);
NT_AT(PRIVILEGE_SET, Privilege, 0x08);
NT_SIZE(PRIVILEGE_SET, 0x14);
NT_AT(ACCESS_STATE, OperationID, 0x00);
NT_AT(ACCESS_STATE, SecurityEvaluated, 0x08);
NT_AT(ACCESS_STATE, GenerateAudit, 0x09);
NT_AT(ACCESS_STATE, GenerateOnClose, 0x0A);
NT_AT(ACCESS_STATE, PrivilegesAllocated, 0x0B);
NT_AT(ACCESS_STATE, Flags, 0x0C);
NT_AT(ACCESS_STATE, RemainingDesiredAccess, 0x10);
NT_AT(ACCESS_STATE, PreviouslyGrantedAccess, 0x14);
NT_AT(ACCESS_STATE, OriginalDesiredAccess, 0x18);
NT_AT(ACCESS_STATE, SubjectSecurityContext, 0x20);
NT_AT(ACCESS_STATE, SecurityDescriptor, 0x40);
NT_AT(ACCESS_STATE, AuxData, 0x48);
NT_AT(ACCESS_STATE, Privileges.PrivilegeSet, 0x50);
NT_AT(ACCESS_STATE, Privileges.InitialPrivilegeSet, 0x50);
NT_AT(ACCESS_STATE, AuditPrivileges, 0x7C);
NT_AT(ACCESS_STATE, ObjectName, 0x80);
NT_AT(ACCESS_STATE, ObjectTypeName, 0x90);
NT_SIZE(ACCESS_STATE, 0xA0);
NT_AT(IO_SECURITY_CONTEXT, SecurityQos, 0x00);
NT_AT(IO_SECURITY_CONTEXT, AccessState, 0x08);
NT_AT(IO_SECURITY_CONTEXT, DesiredAccess, 0x10);
NT_AT(IO_SECURITY_CONTEXT, FullCreateOptions, 0x14);
NT_SIZE(IO_SECURITY_CONTEXT, 0x18);
NT_AT(SID, Revision, 0x00);
NT_AT(SID, SubAuthorityCount, 0x01);
NT_AT(SID, IdentifierAuthority, 0x02);
NT_AT(SID, SubAuthority, 0x08);
NT_SIZE(SID, 0x0C);
NT_AT(ACL, AclRevision, 0x00);
NT_AT(ACL, Sbz1, 0x01);
NT_AT(ACL, AclSize, 0x02);
NT_AT(ACL, AceCount, 0x04);
NT_AT(ACL, Sbz2, 0x06);
NT_SIZE(ACL, 0x08);
NT_AT(ACE_HEADER, AceType, 0x00);
NT_AT(ACE_HEADER, AceFlags, 0x01);
NT_AT(ACE_HEADER, AceSize, 0x02);
NT_SIZE(ACE_HEADER, 0x04);
NT_AT(ACCESS_ALLOWED_ACE, Header, 0x00);
NT_AT(ACCESS_ALLOWED_ACE, Mask, 0x04);
NT_AT(ACCESS_ALLOWED_ACE, SidStart, 0x08);
NT_SIZE(ACCESS_ALLOWED_ACE, 0x0C);
NT_AT(SECURITY_DESCRIPTOR, Revision, 0x00);
NT_AT(SECURITY_DESCRIPTOR, Sbz1, 0x01);
NT_AT(SECURITY_DESCRIPTOR, Control, 0x02);
NT_AT(SECURITY_DESCRIPTOR, Owner, 0x08);
NT_AT(SECURITY_DESCRIPTOR, Group, 0x10);
NT_AT(SECURITY_DESCRIPTOR, Sacl, 0x18);
NT_AT(SECURITY_DESCRIPTOR, Dacl, 0x20);
NT_SIZE(SECURITY_DESCRIPTOR, 0x28);
NT_AT(OBJECT_ATTRIBUTES, Length, 0x00);
NT_AT(OBJECT_ATTRIBUTES, RootDirectory, 0x08);
NT_AT(OBJECT_ATTRIBUTES, ObjectName, 0x10);
NT_AT(OBJECT_ATTRIBUTES, Attributes, 0x18);
NT_AT(OBJECT_ATTRIBUTES, SecurityDescriptor, 0x20);
NT_AT(OBJECT_ATTRIBUTES, SecurityQualityOfService, 0x28);
NT_SIZE(OBJECT_ATTRIBUTES, 0x30);
NT_AT(OBJECT_HANDLE_INFORMATION, HandleAttributes, 0x00);
NT_AT(OBJECT_HANDLE_INFORMATION, GrantedAccess, 0x04);
NT_SIZE(OBJECT_HANDLE_INFORMATION, 0x08);
NT_AT(VPB, Type, 0x00);
NT_AT(VPB, Size, 0x02);
NT_AT(VPB, Flags, 0x04);
NT_AT(VPB, VolumeLabelLength, 0x06);
NT_AT(VPB, DeviceObject, 0x08);
NT_AT(VPB, RealDevice, 0x10);
NT_AT(VPB, SerialNumber, 0x18);
NT_AT(VPB, ReferenceCount, 0x1C);
NT_AT(VPB, VolumeLabel, 0x20);
NT_SIZE(VPB, 0x60);
NT_AT(FILE_OBJECT, Type, 0x00);
NT_AT(FILE_OBJECT, Size, 0x02);
NT_AT(FILE_OBJECT, DeviceObject, 0x08);
NT_AT(FILE_OBJECT, Vpb, 0x10);
NT_AT(FILE_OBJECT, FsContext, 0x18);
NT_AT(FILE_OBJECT, FsContext2, 0x20);
NT_AT(FILE_OBJECT, SectionObjectPointer, 0x28);
NT_AT(FILE_OBJECT, PrivateCacheMap, 0x30);
NT_AT(FILE_OBJECT, FinalStatus, 0x38);
NT_AT(FILE_OBJECT, RelatedFileObject, 0x40);
NT_AT(FILE_OBJECT, LockOperation, 0x48);
NT_AT(FILE_OBJECT, DeletePending, 0x49);
NT_AT(FILE_OBJECT, ReadAccess, 0x4A);
NT_AT(FILE_OBJECT, WriteAccess, 0x4B);
NT_AT(FILE_OBJECT, DeleteAccess, 0x4C);
NT_AT(FILE_OBJECT, SharedRead, 0x4D);
NT_AT(FILE_OBJECT, SharedWrite, 0x4E);
NT_AT(FILE_OBJECT, SharedDelete, 0x4F);
NT_AT(FILE_OBJECT, Flags, 0x50);
NT_AT(FILE_OBJECT, FileName, 0x58);
NT_AT(FILE_OBJECT, CurrentByteOffset, 0x68);
NT_AT(FILE_OBJECT, Waiters, 0x70);
NT_AT(FILE_OBJECT, Busy, 0x74);
NT_AT(FILE_OBJECT, LastLock, 0x78);
NT_AT(FILE_OBJECT, Lock, 0x80);
NT_AT(FILE_OBJECT, Event, 0x98);
NT_AT(FILE_OBJECT, CompletionContext, 0xB0);
NT_AT(FILE_OBJECT, IrpListLock, 0xB8);
NT_AT(FILE_OBJECT, IrpList, 0xC0);
NT_AT(FILE_OBJECT, FileObjectExtension, 0xD0);
NT_SIZE(FILE_OBJECT, 0xD8);
NT_AT(WAIT_CONTEXT_BLOCK, WaitQueueEntry, 0x00);
NT_AT(WAIT_CONTEXT_BLOCK, DeviceRoutine, 0x18);
NT_AT(WAIT_CONTEXT_BLOCK, DeviceContext, 0x20);
NT_AT(WAIT_CONTEXT_BLOCK, NumberOfMapRegisters, 0x28);
NT_AT(WAIT_CONTEXT_BLOCK, DeviceObject, 0x30);
NT_AT(WAIT_CONTEXT_BLOCK, CurrentIrp, 0x38);
NT_AT(WAIT_CONTEXT_BLOCK, BufferChainingDpc, 0x40);
NT_SIZE(WAIT_CONTEXT_BLOCK, 0x48);
NT_AT(DEVICE_OBJECT, Type, 0x00);
NT_AT(DEVICE_OBJECT, Size, 0x02);
NT_AT(DEVICE_OBJECT, ReferenceCount, 0x04);
NT_AT(DEVICE_OBJECT, DriverObject, 0x08);
NT_AT(DEVICE_OBJECT, NextDevice, 0x10);
NT_AT(DEVICE_OBJECT, AttachedDevice, 0x18);
NT_AT(DEVICE_OBJECT, CurrentIrp, 0x20);
NT_AT(DEVICE_OBJECT, Timer, 0x28);
NT_AT(DEVICE_OBJECT, Flags, 0x30);
NT_AT(DEVICE_OBJECT, Characteristics, 0x34);
NT_AT(DEVICE_OBJECT, Vpb, 0x38);
NT_AT(DEVICE_OBJECT, DeviceExtension, 0x40);
NT_AT(DEVICE_OBJECT, DeviceType, 0x48);
NT_AT(DEVICE_OBJECT, StackSize, 0x4C);
NT_AT(DEVICE_OBJECT, Queue.ListEntry, 0x50);
NT_AT(DEVICE_OBJECT, Queue.Wcb, 0x50);
NT_AT(DEVICE_OBJECT, AlignmentRequirement, 0x98);
NT_AT(DEVICE_OBJECT, DeviceQueue, 0xA0);
NT_AT(DEVICE_OBJECT, Dpc, 0xC8);
NT_AT(DEVICE_OBJECT, ActiveThreadCount, 0x108);
NT_AT(DEVICE_OBJECT, SecurityDescriptor, 0x110);
NT_AT(DEVICE_OBJECT, DeviceLock, 0x118);
NT_AT(DEVICE_OBJECT, SectorSize, 0x130);
NT_AT(DEVICE_OBJECT, Spare1, 0x132);
NT_AT(DEVICE_OBJECT, DeviceObjectExtension, 0x138);
NT_AT(DEVICE_OBJECT, Reserved, 0x140);
NT_SIZE(DEVICE_OBJECT, 0x150);
NT_AT(DRIVER_EXTENSION, DriverObject, 0x00);
NT_AT(DRIVER_EXTENSION, AddDevice, 0x08);
NT_AT(DRIVER_EXTENSION, Count, 0x10);
NT_AT(DRIVER_EXTENSION, ServiceKeyName, 0x18);
NT_SIZE(DRIVER_EXTENSION, 0x28);
NT_AT(DRIVER_OBJECT, Type, 0x00);
NT_AT(DRIVER_OBJECT, Size, 0x02);
NT_AT(DRIVER_OBJECT, DeviceObject, 0x08);
NT_AT(DRIVER_OBJECT, Flags, 0x10);
NT_AT(DRIVER_OBJECT, DriverStart, 0x18);
NT_AT(DRIVER_OBJECT, DriverSize, 0x20);
NT_AT(DRIVER_OBJECT, DriverSection, 0x28);
NT_AT(DRIVER_OBJECT, DriverExtension, 0x30);
NT_AT(DRIVER_OBJECT, DriverName, 0x38);
NT_AT(DRIVER_OBJECT, HardwareDatabase, 0x48);
NT_AT(DRIVER_OBJECT, FastIoDispatch, 0x50);
NT_AT(DRIVER_OBJECT, DriverInit, 0x58);
NT_AT(DRIVER_OBJECT, DriverStartIo, 0x60);
NT_AT(DRIVER_OBJECT, DriverUnload, 0x68);
NT_AT(DRIVER_OBJECT, MajorFunction, 0x70);
NT_SIZE(DRIVER_OBJECT, 0x150);
NT_AT(IRP, Type, 0x00);
NT_AT(IRP, Size, 0x02);
NT_AT(IRP, MdlAddress, 0x08);
NT_AT(IRP, Flags, 0x10);
NT_AT(IRP, AssociatedIrp.MasterIrp, 0x18);
NT_AT(IRP, AssociatedIrp.IrpCount, 0x18);
NT_AT(IRP, AssociatedIrp.SystemBuffer, 0x18);
NT_AT(IRP, ThreadListEntry, 0x20);
NT_AT(IRP, IoStatus, 0x30);
NT_AT(IRP, RequestorMode, 0x40);
NT_AT(IRP, PendingReturned, 0x41);
NT_AT(IRP, StackCount, 0x42);
NT_AT(IRP, CurrentLocation, 0x43);
NT_AT(IRP, Cancel, 0x44);
NT_AT(IRP, CancelIrql, 0x45);
NT_AT(IRP, ApcEnvironment, 0x46);
NT_AT(IRP, AllocationFlags, 0x47);
NT_AT(IRP, UserIosb, 0x48);
NT_AT(IRP, UserEvent, 0x50);
NT_AT(IRP, Overlay.AsynchronousParameters.UserApcRoutine, 0x58);
NT_AT(IRP, Overlay.AsynchronousParameters.UserApcContext, 0x60);
NT_AT(IRP, Overlay.AllocationSize, 0x58);
NT_AT(IRP, CancelRoutine, 0x68);
NT_AT(IRP, UserBuffer, 0x70);
NT_AT(IRP, Tail.Overlay.DeviceQueueEntry, 0x78);
NT_AT(IRP, Tail.Overlay.DriverContext, 0x78);
NT_AT(IRP, Tail.Overlay.Thread, 0x98);
NT_AT(IRP, Tail.Overlay.AuxiliaryBuffer, 0xA0);
NT_AT(IRP, Tail.Overlay.ListEntry, 0xA8);
NT_AT(IRP, Tail.Overlay.CurrentStackLocation, 0xB8);
NT_AT(IRP, Tail.Overlay.PacketType, 0xB8);
NT_AT(IRP, Tail.Overlay.OriginalFileObject, 0xC0);
NT_AT(IRP, Tail.Apc, 0x78);
NT_AT(IRP, Tail.CompletionKey, 0x78);
NT_SIZE(IRP, 0xD0);
NT_AT(IO_STACK_LOCATION, MajorFunction, 0x00);
NT_AT(IO_STACK_LOCATION, MinorFunction, 0x01);
NT_AT(IO_STACK_LOCATION, Flags, 0x02);
NT_AT(IO_STACK_LOCATION, Control, 0x03);
NT_AT(IO_STACK_LOCATION, Parameters.Create.SecurityContext, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.Create.Options, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.Create.FileAttributes, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.Create.ShareAccess, 0x1A);
NT_AT(IO_STACK_LOCATION, Parameters.Create.EaLength, 0x20);
NT_AT(IO_STACK_LOCATION, Parameters.Read.Length, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.Read.Key, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.Read.Flags, 0x14);
NT_AT(IO_STACK_LOCATION, Parameters.Read.ByteOffset, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.Write.Length, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.Write.Key, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.Write.Flags, 0x14);
NT_AT(IO_STACK_LOCATION, Parameters.Write.ByteOffset, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.QueryFile.Length, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.QueryFile.FileInformationClass, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.SetFile.Length, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.SetFile.FileInformationClass, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.SetFile.FileObject, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.DeviceIoControl.OutputBufferLength, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.DeviceIoControl.InputBufferLength, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.DeviceIoControl.IoControlCode, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.DeviceIoControl.Type3InputBuffer, 0x20);
NT_AT(IO_STACK_LOCATION, Parameters.FileSystemControl.OutputBufferLength, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.FileSystemControl.InputBufferLength, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.FileSystemControl.FsControlCode, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.FileSystemControl.Type3InputBuffer, 0x20);
NT_AT(IO_STACK_LOCATION, Parameters.QueryDeviceRelations.Type, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.WMI.ProviderId, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.WMI.DataPath, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.WMI.BufferSize, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.WMI.Buffer, 0x20);
NT_AT(IO_STACK_LOCATION, Parameters.Others.Argument1, 0x08);
NT_AT(IO_STACK_LOCATION, Parameters.Others.Argument2, 0x10);
NT_AT(IO_STACK_LOCATION, Parameters.Others.Argument3, 0x18);
NT_AT(IO_STACK_LOCATION, Parameters.Others.Argument4, 0x20);
NT_AT(IO_STACK_LOCATION, DeviceObject, 0x28);
NT_AT(IO_STACK_LOCATION, FileObject, 0x30);
NT_AT(IO_STACK_LOCATION, CompletionRoutine, 0x38);
NT_AT(IO_STACK_LOCATION, Context, 0x40);
NT_SIZE(IO_STACK_LOCATION, 0x48);
NT_AT(FAST_IO_DISPATCH, SizeOfFastIoDispatch, 0x00);
NT_AT(FAST_IO_DISPATCH, FastIoCheckIfPossible, 0x08);
NT_AT(FAST_IO_DISPATCH, FastIoRead, 0x10);
NT_AT(FAST_IO_DISPATCH, FastIoWrite, 0x18);
NT_AT(FAST_IO_DISPATCH, FastIoQueryBasicInfo, 0x20);
NT_AT(FAST_IO_DISPATCH, FastIoQueryStandardInfo, 0x28);
NT_AT(FAST_IO_DISPATCH, FastIoLock, 0x30);
NT_AT(FAST_IO_DISPATCH, FastIoUnlockSingle, 0x38);
NT_AT(FAST_IO_DISPATCH, FastIoUnlockAll, 0x40);
NT_AT(FAST_IO_DISPATCH, FastIoUnlockAllByKey, 0x48);
NT_AT(FAST_IO_DISPATCH, FastIoDeviceControl, 0x50);
NT_AT(FAST_IO_DISPATCH, ForFileSystems, 0x58);
NT_SIZE(FAST_IO_DISPATCH, 0xE0);
NT_AT(WORK_QUEUE_ITEM, List, 0x00);
NT_AT(WORK_QUEUE_ITEM, WorkerRoutine, 0x10);
NT_AT(WORK_QUEUE_ITEM, Parameter, 0x18);
NT_SIZE(WORK_QUEUE_ITEM, 0x20);
NT_AT(FAST_MUTEX, Count, 0x00);
NT_AT(FAST_MUTEX, Owner, 0x08);
NT_AT(FAST_MUTEX, Contention, 0x10);
NT_AT(FAST_MUTEX, Event, 0x18);
NT_AT(FAST_MUTEX, OldIrql, 0x30);
NT_SIZE(FAST_MUTEX, 0x38);
NT_AT(OWNER_ENTRY, OwnerThread, 0x00);
NT_AT(OWNER_ENTRY, TableSize, 0x08);
NT_SIZE(OWNER_ENTRY, 0x10);
NT_AT(ERESOURCE, SystemResourcesList, 0x00);
NT_AT(ERESOURCE, OwnerTable, 0x10);
NT_AT(ERESOURCE, ActiveCount, 0x18);
NT_AT(ERESOURCE, Flag, 0x1A);
NT_AT(ERESOURCE, SharedWaiters, 0x20);
NT_AT(ERESOURCE, ExclusiveWaiters, 0x28);
NT_AT(ERESOURCE, OwnerEntry, 0x30);
NT_AT(ERESOURCE, ActiveEntries, 0x40);
NT_AT(ERESOURCE, ContentionCount, 0x44);
NT_AT(ERESOURCE, NumberOfSharedWaiters, 0x48);
NT_AT(ERESOURCE, NumberOfExclusiveWaiters, 0x4C);
NT_AT(ERESOURCE, Reserved2, 0x50);
NT_AT(ERESOURCE, Address, 0x58);
NT_AT(ERESOURCE, CreatorBackTraceIndex, 0x58);
NT_AT(ERESOURCE, SpinLock, 0x60);
NT_SIZE(ERESOURCE, 0x68);
NT_AT(GENERAL_LOOKASIDE, ListHead, 0x00);
NT_AT(GENERAL_LOOKASIDE, SingleListHead, 0x00);
NT_AT(GENERAL_LOOKASIDE, Depth, 0x10);
NT_AT(GENERAL_LOOKASIDE, MaximumDepth, 0x12);
NT_AT(GENERAL_LOOKASIDE, TotalAllocates, 0x14);
NT_AT(GENERAL_LOOKASIDE, AllocateMisses, 0x18);
NT_AT(GENERAL_LOOKASIDE, AllocateHits, 0x18);
NT_AT(GENERAL_LOOKASIDE, TotalFrees, 0x1C);
NT_AT(GENERAL_LOOKASIDE, FreeMisses, 0x20);
NT_AT(GENERAL_LOOKASIDE, FreeHits, 0x20);
NT_AT(GENERAL_LOOKASIDE, Type, 0x24);
NT_AT(GENERAL_LOOKASIDE, Tag, 0x28);
NT_AT(GENERAL_LOOKASIDE, Size, 0x2C);
NT_AT(GENERAL_LOOKASIDE, Allocate, 0x30);
NT_AT(GENERAL_LOOKASIDE, Free, 0x38);
NT_AT(GENERAL_LOOKASIDE, ListEntry, 0x40);
NT_AT(GENERAL_LOOKASIDE, LastTotalAllocates, 0x50);
NT_AT(GENERAL_LOOKASIDE, LastAllocateMisses, 0x54);
NT_AT(GENERAL_LOOKASIDE, Future, 0x58);
NT_SIZE(GENERAL_LOOKASIDE, 0x80);
NT_AT(NPAGED_LOOKASIDE_LIST, L, 0x00);
NT_SIZE(NPAGED_LOOKASIDE_LIST, 0x80);
NT_AT(PAGED_LOOKASIDE_LIST, L, 0x00);
NT_SIZE(PAGED_LOOKASIDE_LIST, 0x80);
NT_AT(GENERAL_LOOKASIDE_POOL, ListHead, 0x00);
NT_AT(GENERAL_LOOKASIDE_POOL, SingleListHead, 0x00);
NT_AT(GENERAL_LOOKASIDE_POOL, Depth, 0x10);
NT_AT(GENERAL_LOOKASIDE_POOL, MaximumDepth, 0x12);
NT_AT(GENERAL_LOOKASIDE_POOL, TotalAllocates, 0x14);
NT_AT(GENERAL_LOOKASIDE_POOL, AllocateMisses, 0x18);
NT_AT(GENERAL_LOOKASIDE_POOL, TotalFrees, 0x1C);
NT_AT(GENERAL_LOOKASIDE_POOL, FreeMisses, 0x20);
NT_AT(GENERAL_LOOKASIDE_POOL, Type, 0x24);
NT_AT(GENERAL_LOOKASIDE_POOL, Tag, 0x28);
NT_AT(GENERAL_LOOKASIDE_POOL, Size, 0x2C);
NT_AT(GENERAL_LOOKASIDE_POOL, AllocateEx, 0x30);
NT_AT(GENERAL_LOOKASIDE_POOL, FreeEx, 0x38);
NT_AT(GENERAL_LOOKASIDE_POOL, ListEntry, 0x40);
NT_AT(GENERAL_LOOKASIDE_POOL, LastTotalAllocates, 0x50);
NT_AT(GENERAL_LOOKASIDE_POOL, LastAllocateMisses, 0x54);
NT_AT(GENERAL_LOOKASIDE_POOL, Future, 0x58);
NT_SIZE(GENERAL_LOOKASIDE_POOL, 0x60);
NT_AT(LOOKASIDE_LIST_EX, L, 0x00);
NT_SIZE(LOOKASIDE_LIST_EX, 0x60);
NT_AT(IO_REMOVE_LOCK_COMMON_BLOCK, Removed, 0x00);
NT_AT(IO_REMOVE_LOCK_COMMON_BLOCK, Reserved, 0x01);
NT_AT(IO_REMOVE_LOCK_COMMON_BLOCK, IoCount, 0x04);
NT_AT(IO_REMOVE_LOCK_COMMON_BLOCK, RemoveEvent, 0x08);
NT_SIZE(IO_REMOVE_LOCK_COMMON_BLOCK, 0x20);
NT_AT(IO_REMOVE_LOCK, Common, 0x00);
NT_SIZE(IO_REMOVE_LOCK, 0x20);
NT_AT(EX_RUNDOWN_REF, Count, 0x00);
NT_AT(EX_RUNDOWN_REF, Ptr, 0x00);
NT_SIZE(EX_RUNDOWN_REF, 0x08);
NT_AT(KEY_VALUE_BASIC_INFORMATION, TitleIndex, 0x00);
NT_AT(KEY_VALUE_BASIC_INFORMATION, Type, 0x04);
NT_AT(KEY_VALUE_BASIC_INFORMATION, NameLength, 0x08);
NT_AT(KEY_VALUE_BASIC_INFORMATION, Name, 0x0C);
NT_SIZE(KEY_VALUE_BASIC_INFORMATION, 0x10);
NT_AT(KEY_VALUE_FULL_INFORMATION, TitleIndex, 0x00);
NT_AT(KEY_VALUE_FULL_INFORMATION, Type, 0x04);
NT_AT(KEY_VALUE_FULL_INFORMATION, DataOffset, 0x08);
NT_AT(KEY_VALUE_FULL_INFORMATION, DataLength, 0x0C);
NT_AT(KEY_VALUE_FULL_INFORMATION, NameLength, 0x10);
NT_AT(KEY_VALUE_FULL_INFORMATION, Name, 0x14);
NT_SIZE(KEY_VALUE_FULL_INFORMATION, 0x18);
NT_AT(KEY_VALUE_PARTIAL_INFORMATION, TitleIndex, 0x00);
NT_AT(KEY_VALUE_PARTIAL_INFORMATION, Type, 0x04);
NT_AT(KEY_VALUE_PARTIAL_INFORMATION, DataLength, 0x08);
NT_AT(KEY_VALUE_PARTIAL_INFORMATION, Data, 0x0C);
NT_SIZE(KEY_VALUE_PARTIAL_INFORMATION, 0x10);
NT_AT(KEY_BASIC_INFORMATION, LastWriteTime, 0x00);
NT_AT(KEY_BASIC_INFORMATION, TitleIndex, 0x08);
NT_AT(KEY_BASIC_INFORMATION, NameLength, 0x0C);
NT_AT(KEY_BASIC_INFORMATION, Name, 0x10);
NT_SIZE(KEY_BASIC_INFORMATION, 0x18);
NT_AT(FILE_STANDARD_INFORMATION, AllocationSize, 0x00);
NT_AT(FILE_STANDARD_INFORMATION, EndOfFile, 0x08);
NT_AT(FILE_STANDARD_INFORMATION, NumberOfLinks, 0x10);
NT_AT(FILE_STANDARD_INFORMATION, DeletePending, 0x14);
NT_AT(FILE_STANDARD_INFORMATION, Directory, 0x15);
NT_SIZE(FILE_STANDARD_INFORMATION, 0x18);
NT_AT(IO_ERROR_LOG_PACKET, MajorFunctionCode, 0x00);
NT_AT(IO_ERROR_LOG_PACKET, RetryCount, 0x01);
NT_AT(IO_ERROR_LOG_PACKET, DumpDataSize, 0x02);
NT_AT(IO_ERROR_LOG_PACKET, NumberOfStrings, 0x04);
NT_AT(IO_ERROR_LOG_PACKET, StringOffset, 0x06);
NT_AT(IO_ERROR_LOG_PACKET, EventCategory, 0x08);
NT_AT(IO_ERROR_LOG_PACKET, ErrorCode, 0x0C);
NT_AT(IO_ERROR_LOG_PACKET, UniqueErrorValue, 0x10);
NT_AT(IO_ERROR_LOG_PACKET, FinalStatus, 0x14);
NT_AT(IO_ERROR_LOG_PACKET, SequenceNumber, 0x18);
NT_AT(IO_ERROR_LOG_PACKET, IoControlCode, 0x1C);
NT_AT(IO_ERROR_LOG_PACKET, DeviceOffset, 0x20);
NT_AT(IO_ERROR_LOG_PACKET, DumpData, 0x28);
NT_SIZE(IO_ERROR_LOG_PACKET, 0x30);
NT_AT(RTL_OSVERSIONINFOW, dwOSVersionInfoSize, 0x00);
NT_AT(RTL_OSVERSIONINFOW, dwMajorVersion, 0x04);
NT_AT(RTL_OSVERSIONINFOW, dwMinorVersion, 0x08);
NT_AT(RTL_OSVERSIONINFOW, dwBuildNumber, 0x0C);
NT_AT(RTL_OSVERSIONINFOW, dwPlatformId, 0x10);
NT_AT(RTL_OSVERSIONINFOW, szCSDVersion, 0x14);
NT_SIZE(RTL_OSVERSIONINFOW, 0x114);
NT_AT(RTL_OSVERSIONINFOEXW, dwOSVersionInfoSize, 0x00);
NT_AT(RTL_OSVERSIONINFOEXW, dwMajorVersion, 0x04);
NT_AT(RTL_OSVERSIONINFOEXW, dwMinorVersion, 0x08);
NT_AT(RTL_OSVERSIONINFOEXW, dwBuildNumber, 0x0C);
NT_AT(RTL_OSVERSIONINFOEXW, dwPlatformId, 0x10);
NT_AT(RTL_OSVERSIONINFOEXW, szCSDVersion, 0x14);
NT_AT(RTL_OSVERSIONINFOEXW, wServicePackMajor, 0x114);
NT_AT(RTL_OSVERSIONINFOEXW, wServicePackMinor, 0x116);
NT_AT(RTL_OSVERSIONINFOEXW, wSuiteMask, 0x118);
NT_AT(RTL_OSVERSIONINFOEXW, wProductType, 0x11A);
NT_AT(RTL_OSVERSIONINFOEXW, wReserved, 0x11B);
NT_SIZE(RTL_OSVERSIONINFOEXW, 0x11C);
NT_AT(PS_CREATE_NOTIFY_INFO, Size, 0x00);
NT_AT(PS_CREATE_NOTIFY_INFO, Flags, 0x08);
NT_AT(PS_CREATE_NOTIFY_INFO, ParentProcessId, 0x10);
NT_AT(PS_CREATE_NOTIFY_INFO, CreatingThreadId, 0x18);
NT_AT(PS_CREATE_NOTIFY_INFO, FileObject, 0x28);
NT_AT(PS_CREATE_NOTIFY_INFO, ImageFileName, 0x30);
NT_AT(PS_CREATE_NOTIFY_INFO, CommandLine, 0x38);
NT_AT(PS_CREATE_NOTIFY_INFO, CreationStatus, 0x40);
NT_SIZE(PS_CREATE_NOTIFY_INFO, 0x48);

#endif
