/*
 * What ZwQuerySystemInformation tells.
 */
#ifndef NT_SYSTEM_H
#define NT_SYSTEM_H

#include "nt/types.h"

typedef enum _SYSTEM_INFORMATION_CLASS {
	SystemBasicInformation = 0,
	SystemTimeOfDayInformation = 3,
	SystemProcessInformation = 5,
	SystemModuleInformation = 11,
	SystemKernelDebuggerInformation = 35,
	SystemCodeIntegrityInformation = 103,
} SYSTEM_INFORMATION_CLASS;

/* Above all classes that there are.  [winternl.h of today's kits] */
#define SYSTEM_CLASSES 256

typedef struct _SYSTEM_BASIC_INFORMATION {
	ULONG Reserved;
	ULONG TimerResolution;
	ULONG PageSize;
	ULONG NumberOfPhysicalPages;
	ULONG LowestPhysicalPageNumber;
	ULONG HighestPhysicalPageNumber;
	ULONG AllocationGranularity;
	ULONG_PTR MinimumUserModeAddress;
	ULONG_PTR MaximumUserModeAddress;
	KAFFINITY ActiveProcessorsAffinityMask;
	CCHAR NumberOfProcessors;
} SYSTEM_BASIC_INFORMATION;

typedef struct _SYSTEM_TIMEOFDAY_INFORMATION {
	LARGE_INTEGER BootTime;
	LARGE_INTEGER CurrentTime;
	LARGE_INTEGER TimeZoneBias;
	ULONG TimeZoneId;
	ULONG Reserved;
	ULONGLONG BootTimeBias;
	ULONGLONG SleepTimeBias;
} SYSTEM_TIMEOFDAY_INFORMATION;

/* Threads follow each, as many as it says. */
typedef struct _SYSTEM_PROCESS_INFORMATION {
	ULONG NextEntryOffset;
	ULONG NumberOfThreads;
	UCHAR Reserved1[48];
	UNICODE_STRING ImageName;
	LONG BasePriority;
	HANDLE UniqueProcessId;
	HANDLE InheritedFromUniqueProcessId;
	ULONG HandleCount;
	ULONG SessionId;
	UCHAR Reserved2[0x98];
} SYSTEM_PROCESS_INFORMATION;

typedef struct _RTL_PROCESS_MODULE_INFORMATION {
	HANDLE Section;
	PVOID MappedBase;
	PVOID ImageBase;
	ULONG ImageSize;
	ULONG Flags;
	USHORT LoadOrderIndex;
	USHORT InitOrderIndex;
	USHORT LoadCount;
	USHORT OffsetToFileName;
	CHAR FullPathName[256];
} RTL_PROCESS_MODULE_INFORMATION;

typedef struct _RTL_PROCESS_MODULES {
	ULONG NumberOfModules;
	RTL_PROCESS_MODULE_INFORMATION Modules[1];
} RTL_PROCESS_MODULES;

typedef struct _SYSTEM_CODEINTEGRITY_INFORMATION {
	ULONG Length;
	ULONG CodeIntegrityOptions;
} SYSTEM_CODEINTEGRITY_INFORMATION;

NT_AT(SYSTEM_BASIC_INFORMATION, PageSize, 0x08);
NT_AT(SYSTEM_BASIC_INFORMATION, MinimumUserModeAddress, 0x20);
NT_AT(SYSTEM_BASIC_INFORMATION, NumberOfProcessors, 0x38);
NT_SIZE(SYSTEM_BASIC_INFORMATION, 0x40);
NT_AT(SYSTEM_TIMEOFDAY_INFORMATION, TimeZoneId, 0x18);
NT_SIZE(SYSTEM_TIMEOFDAY_INFORMATION, 0x30);
NT_AT(SYSTEM_PROCESS_INFORMATION, ImageName, 0x38);
NT_AT(SYSTEM_PROCESS_INFORMATION, UniqueProcessId, 0x50);
NT_AT(SYSTEM_PROCESS_INFORMATION, HandleCount, 0x60);
NT_SIZE(SYSTEM_PROCESS_INFORMATION, 0x100);
NT_AT(RTL_PROCESS_MODULE_INFORMATION, ImageBase, 0x10);
NT_AT(RTL_PROCESS_MODULE_INFORMATION, ImageSize, 0x18);
NT_AT(RTL_PROCESS_MODULE_INFORMATION, LoadOrderIndex, 0x20);
NT_AT(RTL_PROCESS_MODULE_INFORMATION, OffsetToFileName, 0x26);
NT_AT(RTL_PROCESS_MODULE_INFORMATION, FullPathName, 0x28);
NT_SIZE(RTL_PROCESS_MODULE_INFORMATION, 0x128);
NT_AT(RTL_PROCESS_MODULES, Modules, 0x08);
NT_SIZE(SYSTEM_CODEINTEGRITY_INFORMATION, 0x08);

#endif
