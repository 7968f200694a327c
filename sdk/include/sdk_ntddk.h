/*
 * Functions of Windows 8 and later that mingw-w64's ntddk.h lacks, by noun.
 * Part of ntddk.h; a driver does not include it.  [ddi: ntddk]
 */
#ifndef SDK_NTDDK_MORE_H
#define SDK_NTDDK_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

/* ---- memory ------------------------------------------------------------------ */

#define MM_COPY_MEMORY_PHYSICAL 0x1
#define MM_COPY_MEMORY_VIRTUAL 0x2

typedef struct _MM_COPY_ADDRESS {
	union {
		PVOID VirtualAddress;
		PHYSICAL_ADDRESS PhysicalAddress;
	};
} MM_COPY_ADDRESS, *PMMCOPY_ADDRESS;

SDK_NT NTSTATUS NTAPI MmCopyMemory(PVOID TargetAddress, MM_COPY_ADDRESS SourceAddress,
    SIZE_T NumberOfBytes, ULONG Flags, PSIZE_T NumberOfBytesTransferred); /* APC_LEVEL */
SDK_NT NTSTATUS NTAPI MmMapViewInSessionSpaceEx(PVOID Section, PVOID *MappedBase,
    PSIZE_T ViewSize, PLARGE_INTEGER SectionOffset, ULONG_PTR Flags);

/* ---- stacks, drivers ---------------------------------------------------------- */

SDK_NT NTSTATUS NTAPI IoQueryFullDriverPath(PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING FullPath); /* PASSIVE_LEVEL */
SDK_NT NTSTATUS NTAPI KeExpandKernelStackAndCalloutEx(PEXPAND_STACK_CALLOUT Callout,
    PVOID Parameter, SIZE_T Size, BOOLEAN Wait, PVOID Context);

/* ---- processes and threads ---------------------------------------------------- */

typedef enum _PSCREATEPROCESSNOTIFYTYPE {
	PsCreateProcessNotifySubsystems = 0
} PSCREATEPROCESSNOTIFYTYPE;

typedef enum _PSCREATETHREADNOTIFYTYPE {
	PsCreateThreadNotifyNonSystem = 0,
	PsCreateThreadNotifySubsystems = 1
} PSCREATETHREADNOTIFYTYPE;

/* PASSIVE_LEVEL; what is registered must be removed before the driver unloads */
SDK_NT NTSTATUS NTAPI PsSetCreateProcessNotifyRoutineEx2(PSCREATEPROCESSNOTIFYTYPE NotifyType,
    PVOID NotifyInformation, BOOLEAN Remove);
SDK_NT NTSTATUS NTAPI PsSetCreateThreadNotifyRoutineEx(PSCREATETHREADNOTIFYTYPE NotifyType,
    PVOID NotifyInformation);
SDK_NT NTSTATUS NTAPI PsSetLoadImageNotifyRoutineEx(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine,
    ULONG_PTR Flags);

SDK_NT PVOID NTAPI PsGetCurrentThreadTeb(VOID);
SDK_NT NTSTATUS NTAPI PsGetProcessExitStatus(PEPROCESS Process);
SDK_NT LONGLONG NTAPI PsGetThreadCreateTime(PETHREAD Thread);
SDK_NT NTSTATUS NTAPI PsGetThreadExitStatus(PETHREAD Thread);

/* ---- the run-time library ----------------------------------------------------- */

SDK_NT VOID NTAPI RtlDeleteElementGenericTableAvlEx(PRTL_AVL_TABLE Table, PVOID NodeOrParent);
SDK_NT BOOLEAN NTAPI RtlSuffixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
    BOOLEAN CaseInSensitive);

#ifdef __cplusplus
}
#endif

#endif /* SDK_NTDDK_MORE_H */
