/*
 * What the process manager and the object manager share with drivers:
 * notifications, callbacks before and after a handle is made, and what can be
 * asked of a process or thread.  [ntddk.h, ntifs.h, wdm.h]
 */
#ifndef NT_PS_H
#define NT_PS_H

#include "nt/io.h"
#include "nt/ke.h"

#define PROCESS_TERMINATE 0x0001
#define PROCESS_CREATE_THREAD 0x0002
#define PROCESS_SET_SESSIONID 0x0004
#define PROCESS_VM_OPERATION 0x0008
#define PROCESS_VM_READ 0x0010
#define PROCESS_VM_WRITE 0x0020
#define PROCESS_DUP_HANDLE 0x0040
#define DUPLICATE_CLOSE_SOURCE 0x00000001
#define DUPLICATE_SAME_ACCESS 0x00000002
#define DUPLICATE_SAME_ATTRIBUTES 0x00000004
#define PROCESS_CREATE_PROCESS 0x0080
#define PROCESS_SET_INFORMATION 0x0200
#define PROCESS_QUERY_INFORMATION 0x0400
#define PROCESS_SUSPEND_RESUME 0x0800
#define PROCESS_QUERY_LIMITED_INFORMATION 0x1000
#define THREAD_TERMINATE 0x0001
#define THREAD_QUERY_INFORMATION 0x0040
#define THREAD_SET_INFORMATION 0x0020

#define ZW_CURRENT_PROCESS ((HANDLE)(LONG_PTR)-1)
#define ZW_CURRENT_THREAD ((HANDLE)(LONG_PTR)-2)

/* Images that are mapped into a process. */
typedef struct _IMAGE_INFO {
	union {
		ULONG Properties;
		struct {
			ULONG ImageAddressingMode : 8;
			ULONG SystemModeImage : 1;
			ULONG ImageMappedToAllPids : 1;
			ULONG ExtendedInfoPresent : 1;
			ULONG MachineTypeMismatch : 1;
			ULONG ImageSignatureLevel : 4;
			ULONG ImageSignatureType : 3;
			ULONG ImagePartialMap : 1;
			ULONG Reserved : 12;
		};
	};
	PVOID ImageBase;
	ULONG ImageSelector;
	SIZE_T ImageSize;
	ULONG ImageSectionNumber;
} IMAGE_INFO, *PIMAGE_INFO;

typedef struct _IMAGE_INFO_EX {
	SIZE_T Size;
	IMAGE_INFO ImageInfo;
	struct _FILE_OBJECT *FileObject;
} IMAGE_INFO_EX, *PIMAGE_INFO_EX;

#define IMAGE_ADDRESSING_MODE_32BIT 3
#define PS_IMAGE_NOTIFY_CONFLICTING_ARCHITECTURE 0x1

typedef enum _PSCREATEPROCESSNOTIFYTYPE {
	PsCreateProcessNotifySubsystems = 0,
} PSCREATEPROCESSNOTIFYTYPE;

typedef enum _PSCREATETHREADNOTIFYTYPE {
	PsCreateThreadNotifyNonSystem = 0,
	PsCreateThreadNotifySubsystems = 1,
} PSCREATETHREADNOTIFYTYPE;

/* Object callbacks. */
typedef ULONG OB_OPERATION;
#define OB_OPERATION_HANDLE_CREATE 0x1
#define OB_OPERATION_HANDLE_DUPLICATE 0x2
#define OB_FLT_REGISTRATION_VERSION 0x100
#define OB_PREOP_SUCCESS 0

typedef struct _OB_PRE_CREATE_HANDLE_INFORMATION {
	ACCESS_MASK DesiredAccess;
	ACCESS_MASK OriginalDesiredAccess;
} OB_PRE_CREATE_HANDLE_INFORMATION;

typedef struct _OB_PRE_DUPLICATE_HANDLE_INFORMATION {
	ACCESS_MASK DesiredAccess;
	ACCESS_MASK OriginalDesiredAccess;
	PVOID SourceProcess;
	PVOID TargetProcess;
} OB_PRE_DUPLICATE_HANDLE_INFORMATION;

typedef union _OB_PRE_OPERATION_PARAMETERS {
	OB_PRE_CREATE_HANDLE_INFORMATION CreateHandleInformation;
	OB_PRE_DUPLICATE_HANDLE_INFORMATION DuplicateHandleInformation;
} OB_PRE_OPERATION_PARAMETERS, *POB_PRE_OPERATION_PARAMETERS;

typedef struct _OB_PRE_OPERATION_INFORMATION {
	OB_OPERATION Operation;
	union {
		ULONG Flags;
		struct {
			ULONG KernelHandle : 1;
			ULONG Reserved : 31;
		};
	};
	PVOID Object;
	POBJECT_TYPE ObjectType;
	PVOID CallContext;
	POB_PRE_OPERATION_PARAMETERS Parameters;
} OB_PRE_OPERATION_INFORMATION, *POB_PRE_OPERATION_INFORMATION;

typedef union _OB_POST_OPERATION_PARAMETERS {
	ACCESS_MASK GrantedAccess; /* of a created and of a duplicated handle alike */
} OB_POST_OPERATION_PARAMETERS, *POB_POST_OPERATION_PARAMETERS;

typedef struct _OB_POST_OPERATION_INFORMATION {
	OB_OPERATION Operation;
	union {
		ULONG Flags;
		struct {
			ULONG KernelHandle : 1;
			ULONG Reserved : 31;
		};
	};
	PVOID Object;
	POBJECT_TYPE ObjectType;
	PVOID CallContext;
	NTSTATUS ReturnStatus;
	POB_POST_OPERATION_PARAMETERS Parameters;
} OB_POST_OPERATION_INFORMATION, *POB_POST_OPERATION_INFORMATION;

typedef ULONG(NTAPI *POB_PRE_OPERATION_CALLBACK)(
    PVOID RegistrationContext, POB_PRE_OPERATION_INFORMATION OperationInformation);
typedef void(NTAPI *POB_POST_OPERATION_CALLBACK)(
    PVOID RegistrationContext, POB_POST_OPERATION_INFORMATION OperationInformation);

typedef struct _OB_OPERATION_REGISTRATION {
	POBJECT_TYPE *ObjectType;
	OB_OPERATION Operations;
	POB_PRE_OPERATION_CALLBACK PreOperation;
	POB_POST_OPERATION_CALLBACK PostOperation;
} OB_OPERATION_REGISTRATION, *POB_OPERATION_REGISTRATION;

typedef struct _OB_CALLBACK_REGISTRATION {
	USHORT Version;
	USHORT OperationRegistrationCount;
	UNICODE_STRING Altitude;
	PVOID RegistrationContext;
	OB_OPERATION_REGISTRATION *OperationRegistration;
} OB_CALLBACK_REGISTRATION, *POB_CALLBACK_REGISTRATION;

/* What can be asked of a process; the numbers are PROCESSINFOCLASS'.  [ntddk.h] */
enum {
	ProcessBasicInformation = 0,
	ProcessTimes = 4,
	ProcessDebugPort = 7,
	ProcessHandleCount = 20,
	ProcessSessionInformation = 24,
	ProcessWow64Information = 26,
	ProcessImageFileName = 27,
	ProcessBreakOnTermination = 29,
	ProcessImageFileNameWin32 = 43,
	ProcessCommandLineInformation = 60,
	ProcessProtectionInformation = 61,
	ProcessSubsystemInformation = 75,
};

typedef struct _PROCESS_BASIC_INFORMATION {
	NTSTATUS ExitStatus;
	PVOID PebBaseAddress;
	ULONG_PTR AffinityMask;
	KPRIORITY BasePriority;
	ULONG_PTR UniqueProcessId;
	ULONG_PTR InheritedFromUniqueProcessId;
} PROCESS_BASIC_INFORMATION;

typedef struct _KERNEL_USER_TIMES {
	LARGE_INTEGER CreateTime;
	LARGE_INTEGER ExitTime;
	LARGE_INTEGER KernelTime;
	LARGE_INTEGER UserTime;
} KERNEL_USER_TIMES;

/* And of a thread: THREADINFOCLASS. */
enum {
	ThreadBasicInformation = 0,
	ThreadTimes = 1,
	ThreadPriority = 2,
	ThreadBasePriority = 3,
	ThreadImpersonationToken = 5,
	ThreadAmILastThread = 12,
	ThreadPagePriority = 24,
	ThreadIsTerminated = 20,
};

typedef struct _THREAD_BASIC_INFORMATION {
	NTSTATUS ExitStatus;
	PVOID TebBaseAddress;
	CLIENT_ID ClientId;
	ULONG_PTR AffinityMask;
	KPRIORITY Priority;
	LONG BasePriority;
} THREAD_BASIC_INFORMATION;

typedef struct _MM_COPY_ADDRESS {
	union {
		PVOID VirtualAddress;
		PHYSICAL_ADDRESS PhysicalAddress;
	};
} MM_COPY_ADDRESS;

#define MM_COPY_MEMORY_PHYSICAL 0x1
#define MM_COPY_MEMORY_VIRTUAL 0x2

/* Layouts. */
NT_AT(PS_CREATE_NOTIFY_INFO, ParentProcessId, 0x10);
NT_AT(PS_CREATE_NOTIFY_INFO, CreatingThreadId, 0x18);
NT_AT(PS_CREATE_NOTIFY_INFO, FileObject, 0x28);
NT_AT(PS_CREATE_NOTIFY_INFO, ImageFileName, 0x30);
NT_AT(PS_CREATE_NOTIFY_INFO, CommandLine, 0x38);
NT_AT(PS_CREATE_NOTIFY_INFO, CreationStatus, 0x40);
NT_SIZE(PS_CREATE_NOTIFY_INFO, 0x48);
NT_AT(IMAGE_INFO, ImageBase, 0x08);
NT_AT(IMAGE_INFO, ImageSelector, 0x10);
NT_AT(IMAGE_INFO, ImageSize, 0x18);
NT_AT(IMAGE_INFO, ImageSectionNumber, 0x20);
NT_SIZE(IMAGE_INFO, 0x28);
NT_AT(IMAGE_INFO_EX, ImageInfo, 0x08);
NT_AT(IMAGE_INFO_EX, FileObject, 0x30);
NT_SIZE(IMAGE_INFO_EX, 0x38);
NT_AT(OB_PRE_OPERATION_INFORMATION, Flags, 0x04);
NT_AT(OB_PRE_OPERATION_INFORMATION, Object, 0x08);
NT_AT(OB_PRE_OPERATION_INFORMATION, ObjectType, 0x10);
NT_AT(OB_PRE_OPERATION_INFORMATION, CallContext, 0x18);
NT_AT(OB_PRE_OPERATION_INFORMATION, Parameters, 0x20);
NT_SIZE(OB_PRE_OPERATION_INFORMATION, 0x28);
NT_AT(OB_POST_OPERATION_INFORMATION, ReturnStatus, 0x20);
NT_AT(OB_POST_OPERATION_INFORMATION, Parameters, 0x28);
NT_SIZE(OB_POST_OPERATION_INFORMATION, 0x30);
NT_AT(OB_OPERATION_REGISTRATION, PreOperation, 0x10);
NT_SIZE(OB_OPERATION_REGISTRATION, 0x20);
NT_AT(OB_CALLBACK_REGISTRATION, Altitude, 0x08);
NT_AT(OB_CALLBACK_REGISTRATION, OperationRegistration, 0x20);
NT_SIZE(OB_CALLBACK_REGISTRATION, 0x28);
NT_SIZE(PROCESS_BASIC_INFORMATION, 0x30);
NT_SIZE(KERNEL_USER_TIMES, 0x20);
NT_SIZE(THREAD_BASIC_INFORMATION, 0x30);
NT_SIZE(MM_COPY_ADDRESS, 0x08);

#endif
