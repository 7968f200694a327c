/*
 * What the kernel's synchronization and processor services share with drivers.
 *
 * Windows: a dispatcher object begins with a DISPATCHER_HEADER and lies in the
 *   driver's own memory, so its layout is part of the interface.  [wdm.h]
 * Here: the same, and the kernel floor keeps its own state elsewhere or in the
 *   members that drivers leave alone (WaitListHead, DpcData).
 */
#ifndef NT_KE_H
#define NT_KE_H

#include "nt/types.h"

typedef ULONG_PTR KSPIN_LOCK, *PKSPIN_LOCK;

typedef enum _EVENT_TYPE {
	NotificationEvent,
	SynchronizationEvent,
} EVENT_TYPE;

typedef enum _TIMER_TYPE {
	NotificationTimer,
	SynchronizationTimer,
} TIMER_TYPE;

typedef enum _WAIT_TYPE {
	WaitAll,
	WaitAny,
	WaitNotification,
	WaitDequeue,
	WaitDpc,
} WAIT_TYPE;

typedef enum _KWAIT_REASON {
	Executive,
	FreePage,
	PageIn,
	PoolAllocation,
	DelayExecution,
	Suspended,
	UserRequest,
	WrExecutive,
	WrFreePage,
	WrPageIn,
	WrPoolAllocation,
	WrDelayExecution,
	WrSuspended,
	WrUserRequest,
	WrSpare0,
	WrQueue,
	WrLpcReceive,
	WrLpcReply,
	WrVirtualMemory,
	WrPageOut,
	WrRendezvous,
	WrKeyedEvent,
	WrTerminated,
	WrProcessInSwap,
	WrCpuRateControl,
	WrCalloutStack,
	WrKernel,
	WrResource,
	WrPushLock,
	WrMutex,
} KWAIT_REASON;

typedef enum _KDPC_IMPORTANCE {
	LowImportance,
	MediumImportance,
	HighImportance,
	MediumHighImportance,
} KDPC_IMPORTANCE;

/*
 * DISPATCHER_HEADER.Type and KDPC.Type: the first byte of an object in driver memory. No
 * header has the numbers; they are the public symbols'. Drivers don't read them.
 */
enum {
	EventNotificationObject = 0,
	EventSynchronizationObject = 1,
	MutantObject = 2,
	ProcessObject = 3,
	QueueObject = 4,
	SemaphoreObject = 5,
	ThreadObject = 6,
	TimerNotificationObject = 8,
	TimerSynchronizationObject = 9,
	ApcObject = 18,
	DpcObject = 19,
	DeviceQueueObject = 20,
	ThreadedDpcObject = 24,
};

#define IO_NO_INCREMENT 0
#define EVENT_INCREMENT 1
#define SEMAPHORE_INCREMENT 1
#define MAXIMUM_WAIT_OBJECTS 64
#define THREAD_WAIT_OBJECTS 3
#define LOW_PRIORITY 0
#define LOW_REALTIME_PRIORITY 16
#define HIGH_PRIORITY 31
#define MAXIMUM_PRIORITY 32

typedef LONG KPRIORITY;

typedef struct _DISPATCHER_HEADER {
	union {
		volatile LONG Lock;
		LONG LockNV;
		struct {
			UCHAR Type;
			UCHAR Signalling;
			UCHAR Size; /* in 32-bit words */
			UCHAR Reserved1;
		};
		struct {
			UCHAR TimerType;
			UCHAR TimerControlFlags;
			UCHAR Hand;
			UCHAR TimerMiscFlags;
		};
		struct {
			UCHAR MutantType;
			UCHAR MutantSize;
			BOOLEAN DpcActive;
			UCHAR MutantReserved;
		};
	};
	LONG SignalState;
	LIST_ENTRY WaitListHead;
} DISPATCHER_HEADER, *PDISPATCHER_HEADER;

#define TIMER_INSERTED 0x40 /* in TimerMiscFlags */

typedef struct _KEVENT {
	DISPATCHER_HEADER Header;
} KEVENT, *PKEVENT, *PRKEVENT;

typedef struct _KSEMAPHORE {
	DISPATCHER_HEADER Header;
	LONG Limit;
} KSEMAPHORE, *PKSEMAPHORE, *PRKSEMAPHORE;

typedef struct _KMUTANT {
	DISPATCHER_HEADER Header;
	LIST_ENTRY MutantListEntry;
	PKTHREAD OwnerThread;
	UCHAR MutantFlags; /* bit 0: abandoned */
	UCHAR ApcDisable;
} KMUTANT, *PKMUTANT, *PRKMUTANT, KMUTEX, *PKMUTEX, *PRKMUTEX;

typedef struct _KQUEUE {
	DISPATCHER_HEADER Header;
	LIST_ENTRY EntryListHead;
	volatile ULONG CurrentCount;
	ULONG MaximumCount;
	LIST_ENTRY ThreadListHead;
} KQUEUE, *PKQUEUE, *PRKQUEUE;

struct _KDPC;
typedef void(NTAPI *PKDEFERRED_ROUTINE)(
    struct _KDPC *Dpc, PVOID DeferredContext, PVOID SystemArgument1, PVOID SystemArgument2);

typedef struct _KDPC {
	union {
		ULONG TargetInfoAsUlong;
		struct {
			UCHAR Type;
			UCHAR Importance;
			volatile USHORT Number;
		};
	};
	SINGLE_LIST_ENTRY DpcListEntry;
	KAFFINITY ProcessorHistory;
	PKDEFERRED_ROUTINE DeferredRoutine;
	PVOID DeferredContext;
	PVOID SystemArgument1;
	PVOID SystemArgument2;
	PVOID DpcData;
} KDPC, *PKDPC, *PRKDPC;

typedef struct _KTIMER {
	DISPATCHER_HEADER Header;
	ULARGE_INTEGER DueTime;
	LIST_ENTRY TimerListEntry;
	PKDPC Dpc;
	USHORT Processor;
	USHORT TimerType;
	ULONG Period;
} KTIMER, *PKTIMER, *PRKTIMER;

typedef struct _KWAIT_BLOCK {
	LIST_ENTRY WaitListEntry;
	UCHAR WaitType;
	volatile UCHAR BlockState;
	USHORT WaitKey;
	LONG SpareLong;
	union {
		PKTHREAD Thread;
		struct _KQUEUE *NotificationQueue;
		struct _KDPC *Dpc;
	};
	PVOID Object;
	PVOID SparePtr;
} KWAIT_BLOCK, *PKWAIT_BLOCK, *PRKWAIT_BLOCK;

typedef struct _KAPC {
	UCHAR Type;
	UCHAR AllFlags;
	UCHAR Size;
	UCHAR SpareByte1;
	ULONG SpareLong0;
	PKTHREAD Thread;
	LIST_ENTRY ApcListEntry;
	PVOID Reserved[3];
	PVOID NormalContext;
	PVOID SystemArgument1;
	PVOID SystemArgument2;
	CCHAR ApcStateIndex;
	KPROCESSOR_MODE ApcMode;
	BOOLEAN Inserted;
} KAPC, *PKAPC, *PRKAPC;

typedef struct _KSPIN_LOCK_QUEUE {
	struct _KSPIN_LOCK_QUEUE *volatile Next;
	volatile PKSPIN_LOCK Lock;
} KSPIN_LOCK_QUEUE, *PKSPIN_LOCK_QUEUE;

typedef struct _KLOCK_QUEUE_HANDLE {
	KSPIN_LOCK_QUEUE LockQueue;
	KIRQL OldIrql;
} KLOCK_QUEUE_HANDLE, *PKLOCK_QUEUE_HANDLE;

typedef struct _KDEVICE_QUEUE_ENTRY {
	LIST_ENTRY DeviceListEntry;
	ULONG SortKey;
	BOOLEAN Inserted;
} KDEVICE_QUEUE_ENTRY, *PKDEVICE_QUEUE_ENTRY;

typedef struct _KDEVICE_QUEUE {
	CSHORT Type;
	CSHORT Size;
	LIST_ENTRY DeviceListHead;
	KSPIN_LOCK Lock;
	BOOLEAN Busy;
} KDEVICE_QUEUE, *PKDEVICE_QUEUE;

/* Opaque storage; the kernel floor decides what is in it. */
typedef struct _KAPC_STATE {
	LIST_ENTRY ApcListHead[2];
	PKPROCESS Process;
	UCHAR InProgressFlags;
	BOOLEAN KernelApcPending;
	BOOLEAN UserApcPending;
} KAPC_STATE, *PKAPC_STATE;

typedef void(NTAPI *PKSTART_ROUTINE)(PVOID StartContext);
typedef ULONG_PTR(NTAPI *PKIPI_BROADCAST_WORKER)(ULONG_PTR Argument);
typedef void(NTAPI *PKBUGCHECK_CALLBACK_ROUTINE)(PVOID Buffer, ULONG Length);

/*
 * The processor's control region, which gs points at: only the members that
 * drivers and their inlines reach.
 *
 * Windows: gs:[18h] is the region itself, gs:[20h] its PRCB, gs:[188h] the
 *   current thread, the byte at gs:[184h] the processor's number.  [ntddk.h, hosting]
 * Here: the rest of the page is zero; the Irql member is kept as a courtesy, the
 *   level is cr8 on x64.
 */
typedef struct NT_ALIGN(64) _KPRCB {
	ULONG MxCsr;
	UCHAR LegacyNumber;
	UCHAR ReservedMustBeZero;
	BOOLEAN InterruptRequest;
	BOOLEAN IdleHalt;
	PKTHREAD CurrentThread;
	PKTHREAD NextThread;
	PKTHREAD IdleThread;
	UCHAR Unmodelled1[4];
	ULONG Number;
	UCHAR Unmodelled2[0xE58];
} KPRCB, *PKPRCB;

typedef struct _KPCR {
	PVOID GdtBase;
	PVOID TssBase;
	ULONG64 UserRsp;
	struct _KPCR *Self;
	struct _KPRCB *CurrentPrcb;
	PKSPIN_LOCK_QUEUE LockArray;
	PVOID Used_Self;
	PVOID IdtBase;
	ULONG64 Unused[2];
	KIRQL Irql;
	UCHAR SecondLevelCacheAssociativity;
	UCHAR ObsoleteNumber;
	UCHAR Fill0;
	ULONG Unused0[3];
	USHORT MajorVersion;
	USHORT MinorVersion;
	ULONG StallScaleFactor;
	PVOID Unused1[3];
	ULONG KernelReserved[15];
	ULONG SecondLevelCacheSize;
	ULONG HalReserved[16];
	ULONG Unused2;
	PVOID KdVersionBlock;
	PVOID Unused3;
	ULONG PcrAlign1[24];
	KPRCB Prcb;
} KPCR, *PKPCR;

/* Written High2, Low, High1 and read the other way round, so that no lock is needed. */
typedef struct _KSYSTEM_TIME {
	ULONG LowPart;
	LONG High1Time;
	LONG High2Time;
} KSYSTEM_TIME, *PKSYSTEM_TIME;

#define KI_USER_SHARED_DATA 0xFFFFF78000000000ULL
#define NT_USER_SHARED_DATA_BYTES 0x1000 /* ours: the page it is mapped in */
#define PROCESSOR_FEATURE_MAX 64

/* Windows: one read-only page. Here: up to what drivers read; the rest of the page is zero. */
typedef struct _KUSER_SHARED_DATA {
	ULONG TickCountLowDeprecated;
	ULONG TickCountMultiplier; /* ticks * multiplier >> 24 = ms */
	volatile KSYSTEM_TIME InterruptTime;
	volatile KSYSTEM_TIME SystemTime;
	volatile KSYSTEM_TIME TimeZoneBias;
	USHORT ImageNumberLow;
	USHORT ImageNumberHigh;
	WCHAR NtSystemRoot[260];
	ULONG MaxStackTraceDepth;
	ULONG CryptoExponent;
	ULONG TimeZoneId;
	ULONG LargePageMinimum;
	ULONG AitSamplingValue;
	ULONG AppCompatFlag;
	ULONGLONG RNGSeedVersion;
	ULONG GlobalValidationRunlevel;
	volatile LONG TimeZoneBiasStamp;
	ULONG NtBuildNumber;
	ULONG NtProductType; /* 1 workstation, 2 domain controller, 3 server */
	BOOLEAN ProductTypeIsValid;
	BOOLEAN Reserved0[1];
	USHORT NativeProcessorArchitecture;
	ULONG NtMajorVersion;
	ULONG NtMinorVersion;
	BOOLEAN ProcessorFeatures[PROCESSOR_FEATURE_MAX];
	ULONG Reserved1;
	ULONG Reserved3;
	volatile ULONG TimeSlip;
	ULONG AlternativeArchitecture;
	ULONG BootId;
	LARGE_INTEGER SystemExpirationDate;
	ULONG SuiteMask;
	BOOLEAN KdDebuggerEnabled;
	UCHAR MitigationPolicies;
	USHORT CyclesPerYield;
	volatile ULONG ActiveConsoleId;
	volatile ULONG DismountCount;
	ULONG ComPlusPackage;
	ULONG LastSystemRITEventTickCount;
	ULONG NumberOfPhysicalPages;
	BOOLEAN SafeBootMode;
	UCHAR VirtualizationFlags;
	UCHAR Reserved12[2];
	ULONG SharedDataFlags;
	ULONG DataFlagsPad[1];
	ULONGLONG TestRetInstruction;
	LONGLONG QpcFrequency;
	ULONG SystemCall;
	ULONG Reserved2;
	ULONGLONG SystemCallPad[2];
	union {
		volatile KSYSTEM_TIME TickCount;
		volatile ULONG64 TickCountQuad;
		struct {
			ULONG ReservedTickCountOverlay[3];
			ULONG TickCountPad[1];
		};
	};
	ULONG Cookie;
	ULONG CookiePad[1];
	LONGLONG ConsoleSessionForegroundProcessId;
	ULONGLONG TimeUpdateLock;
	ULONGLONG BaselineSystemTimeQpc;
	ULONGLONG BaselineInterruptTimeQpc;
	ULONGLONG QpcSystemTimeIncrement;
	ULONGLONG QpcInterruptTimeIncrement;
	UCHAR QpcSystemTimeIncrementShift;
	UCHAR QpcInterruptTimeIncrementShift;
	USHORT UnparkedProcessorCount;
	ULONG EnclaveFeatureMask[4];
	ULONG TelemetryCoverageRound;
	USHORT UserModeGlobalLogger[16];
	ULONG ImageFileExecutionOptions;
	ULONG LangGenerationCount;
	ULONGLONG Reserved4;
	volatile ULONGLONG InterruptTimeBias;
	volatile ULONGLONG QpcBias;
	ULONG ActiveProcessorCount;
	volatile UCHAR ActiveGroupCount;
	UCHAR Reserved9;
	USHORT QpcData;
	LARGE_INTEGER TimeZoneBiasEffectiveStart;
	LARGE_INTEGER TimeZoneBiasEffectiveEnd;
} KUSER_SHARED_DATA, *PKUSER_SHARED_DATA;

/* Layouts. */
NT_AT(DISPATCHER_HEADER, Lock, 0x00);
NT_AT(DISPATCHER_HEADER, LockNV, 0x00);
NT_AT(DISPATCHER_HEADER, Type, 0x00);
NT_AT(DISPATCHER_HEADER, Signalling, 0x01);
NT_AT(DISPATCHER_HEADER, Size, 0x02);
NT_AT(DISPATCHER_HEADER, Reserved1, 0x03);
NT_AT(DISPATCHER_HEADER, TimerType, 0x00);
NT_AT(DISPATCHER_HEADER, TimerControlFlags, 0x01);
NT_AT(DISPATCHER_HEADER, Hand, 0x02);
NT_AT(DISPATCHER_HEADER, TimerMiscFlags, 0x03);
NT_AT(DISPATCHER_HEADER, MutantType, 0x00);
NT_AT(DISPATCHER_HEADER, MutantSize, 0x01);
NT_AT(DISPATCHER_HEADER, DpcActive, 0x02);
NT_AT(DISPATCHER_HEADER, MutantReserved, 0x03);
NT_AT(DISPATCHER_HEADER, SignalState, 0x04);
NT_AT(DISPATCHER_HEADER, WaitListHead, 0x08);
NT_SIZE(DISPATCHER_HEADER, 0x18);
NT_AT(KEVENT, Header, 0x00);
NT_SIZE(KEVENT, 0x18);
NT_AT(KSEMAPHORE, Header, 0x00);
NT_AT(KSEMAPHORE, Limit, 0x18);
NT_SIZE(KSEMAPHORE, 0x20);
NT_AT(KMUTANT, Header, 0x00);
NT_AT(KMUTANT, MutantListEntry, 0x18);
NT_AT(KMUTANT, OwnerThread, 0x28);
NT_AT(KMUTANT, MutantFlags, 0x30);
NT_AT(KMUTANT, ApcDisable, 0x31);
NT_SIZE(KMUTANT, 0x38);
NT_AT(KQUEUE, Header, 0x00);
NT_AT(KQUEUE, EntryListHead, 0x18);
NT_AT(KQUEUE, CurrentCount, 0x28);
NT_AT(KQUEUE, MaximumCount, 0x2C);
NT_AT(KQUEUE, ThreadListHead, 0x30);
NT_SIZE(KQUEUE, 0x40);
NT_AT(KDPC, TargetInfoAsUlong, 0x00);
NT_AT(KDPC, Type, 0x00);
NT_AT(KDPC, Importance, 0x01);
NT_AT(KDPC, Number, 0x02);
NT_AT(KDPC, DpcListEntry, 0x08);
NT_AT(KDPC, ProcessorHistory, 0x10);
NT_AT(KDPC, DeferredRoutine, 0x18);
NT_AT(KDPC, DeferredContext, 0x20);
NT_AT(KDPC, SystemArgument1, 0x28);
NT_AT(KDPC, SystemArgument2, 0x30);
NT_AT(KDPC, DpcData, 0x38);
NT_SIZE(KDPC, 0x40);
NT_AT(KTIMER, Header, 0x00);
NT_AT(KTIMER, DueTime, 0x18);
NT_AT(KTIMER, TimerListEntry, 0x20);
NT_AT(KTIMER, Dpc, 0x30);
NT_AT(KTIMER, Processor, 0x38);
NT_AT(KTIMER, TimerType, 0x3A);
NT_AT(KTIMER, Period, 0x3C);
NT_SIZE(KTIMER, 0x40);
NT_AT(KWAIT_BLOCK, WaitListEntry, 0x00);
NT_AT(KWAIT_BLOCK, WaitType, 0x10);
NT_AT(KWAIT_BLOCK, BlockState, 0x11);
NT_AT(KWAIT_BLOCK, WaitKey, 0x12);
NT_AT(KWAIT_BLOCK, SpareLong, 0x14);
NT_AT(KWAIT_BLOCK, Thread, 0x18);
NT_AT(KWAIT_BLOCK, NotificationQueue, 0x18);
NT_AT(KWAIT_BLOCK, Dpc, 0x18);
NT_AT(KWAIT_BLOCK, Object, 0x20);
NT_AT(KWAIT_BLOCK, SparePtr, 0x28);
NT_SIZE(KWAIT_BLOCK, 0x30);
NT_AT(KAPC, Type, 0x00);
NT_AT(KAPC, AllFlags, 0x01);
NT_AT(KAPC, Size, 0x02);
NT_AT(KAPC, SpareByte1, 0x03);
NT_AT(KAPC, SpareLong0, 0x04);
NT_AT(KAPC, Thread, 0x08);
NT_AT(KAPC, ApcListEntry, 0x10);
NT_AT(KAPC, Reserved, 0x20);
NT_AT(KAPC, NormalContext, 0x38);
NT_AT(KAPC, SystemArgument1, 0x40);
NT_AT(KAPC, SystemArgument2, 0x48);
NT_AT(KAPC, ApcStateIndex, 0x50);
NT_AT(KAPC, ApcMode, 0x51);
NT_AT(KAPC, Inserted, 0x52);
NT_SIZE(KAPC, 0x58);
NT_AT(KSPIN_LOCK_QUEUE, Next, 0x00);
NT_AT(KSPIN_LOCK_QUEUE, Lock, 0x08);
NT_SIZE(KSPIN_LOCK_QUEUE, 0x10);
NT_AT(KLOCK_QUEUE_HANDLE, LockQueue, 0x00);
NT_AT(KLOCK_QUEUE_HANDLE, OldIrql, 0x10);
NT_SIZE(KLOCK_QUEUE_HANDLE, 0x18);
NT_AT(KDEVICE_QUEUE_ENTRY, DeviceListEntry, 0x00);
NT_AT(KDEVICE_QUEUE_ENTRY, SortKey, 0x10);
NT_AT(KDEVICE_QUEUE_ENTRY, Inserted, 0x14);
NT_SIZE(KDEVICE_QUEUE_ENTRY, 0x18);
NT_AT(KDEVICE_QUEUE, Type, 0x00);
NT_AT(KDEVICE_QUEUE, Size, 0x02);
NT_AT(KDEVICE_QUEUE, DeviceListHead, 0x08);
NT_AT(KDEVICE_QUEUE, Lock, 0x18);
NT_AT(KDEVICE_QUEUE, Busy, 0x20);
NT_SIZE(KDEVICE_QUEUE, 0x28);
NT_AT(KAPC_STATE, ApcListHead, 0x00);
NT_AT(KAPC_STATE, Process, 0x20);
NT_AT(KAPC_STATE, InProgressFlags, 0x28);
NT_AT(KAPC_STATE, KernelApcPending, 0x29);
NT_AT(KAPC_STATE, UserApcPending, 0x2A);
NT_SIZE(KAPC_STATE, 0x30);
NT_AT(KPRCB, MxCsr, 0x00);
NT_AT(KPRCB, LegacyNumber, 0x04);
NT_AT(KPRCB, ReservedMustBeZero, 0x05);
NT_AT(KPRCB, InterruptRequest, 0x06);
NT_AT(KPRCB, IdleHalt, 0x07);
NT_AT(KPRCB, CurrentThread, 0x08);
NT_AT(KPRCB, NextThread, 0x10);
NT_AT(KPRCB, IdleThread, 0x18);
NT_AT(KPRCB, Unmodelled1, 0x20);
NT_AT(KPRCB, Number, 0x24);
NT_AT(KPRCB, Unmodelled2, 0x28);
NT_SIZE(KPRCB, 0xE80);
NT_AT(KPCR, GdtBase, 0x00);
NT_AT(KPCR, TssBase, 0x08);
NT_AT(KPCR, UserRsp, 0x10);
NT_AT(KPCR, Self, 0x18);
NT_AT(KPCR, CurrentPrcb, 0x20);
NT_AT(KPCR, LockArray, 0x28);
NT_AT(KPCR, Used_Self, 0x30);
NT_AT(KPCR, IdtBase, 0x38);
NT_AT(KPCR, Unused, 0x40);
NT_AT(KPCR, Irql, 0x50);
NT_AT(KPCR, SecondLevelCacheAssociativity, 0x51);
NT_AT(KPCR, ObsoleteNumber, 0x52);
NT_AT(KPCR, Fill0, 0x53);
NT_AT(KPCR, Unused0, 0x54);
NT_AT(KPCR, MajorVersion, 0x60);
NT_AT(KPCR, MinorVersion, 0x62);
NT_AT(KPCR, StallScaleFactor, 0x64);
NT_AT(KPCR, Unused1, 0x68);
NT_AT(KPCR, KernelReserved, 0x80);
NT_AT(KPCR, SecondLevelCacheSize, 0xBC);
NT_AT(KPCR, HalReserved, 0xC0);
NT_AT(KPCR, Unused2, 0x100);
NT_AT(KPCR, KdVersionBlock, 0x108);
NT_AT(KPCR, Unused3, 0x110);
NT_AT(KPCR, PcrAlign1, 0x118);
NT_AT(KPCR, Prcb, 0x180);
NT_SIZE(KPCR, 0x1000);
NT_AT(KSYSTEM_TIME, LowPart, 0x00);
NT_AT(KSYSTEM_TIME, High1Time, 0x04);
NT_AT(KSYSTEM_TIME, High2Time, 0x08);
NT_SIZE(KSYSTEM_TIME, 0x0C);
NT_AT(KUSER_SHARED_DATA, TickCountLowDeprecated, 0x00);
NT_AT(KUSER_SHARED_DATA, TickCountMultiplier, 0x04);
NT_AT(KUSER_SHARED_DATA, InterruptTime, 0x08);
NT_AT(KUSER_SHARED_DATA, SystemTime, 0x14);
NT_AT(KUSER_SHARED_DATA, TimeZoneBias, 0x20);
NT_AT(KUSER_SHARED_DATA, ImageNumberLow, 0x2C);
NT_AT(KUSER_SHARED_DATA, ImageNumberHigh, 0x2E);
NT_AT(KUSER_SHARED_DATA, NtSystemRoot, 0x30);
NT_AT(KUSER_SHARED_DATA, MaxStackTraceDepth, 0x238);
NT_AT(KUSER_SHARED_DATA, CryptoExponent, 0x23C);
NT_AT(KUSER_SHARED_DATA, TimeZoneId, 0x240);
NT_AT(KUSER_SHARED_DATA, LargePageMinimum, 0x244);
NT_AT(KUSER_SHARED_DATA, AitSamplingValue, 0x248);
NT_AT(KUSER_SHARED_DATA, AppCompatFlag, 0x24C);
NT_AT(KUSER_SHARED_DATA, RNGSeedVersion, 0x250);
NT_AT(KUSER_SHARED_DATA, GlobalValidationRunlevel, 0x258);
NT_AT(KUSER_SHARED_DATA, TimeZoneBiasStamp, 0x25C);
NT_AT(KUSER_SHARED_DATA, NtBuildNumber, 0x260);
NT_AT(KUSER_SHARED_DATA, NtProductType, 0x264);
NT_AT(KUSER_SHARED_DATA, ProductTypeIsValid, 0x268);
NT_AT(KUSER_SHARED_DATA, Reserved0, 0x269);
NT_AT(KUSER_SHARED_DATA, NativeProcessorArchitecture, 0x26A);
NT_AT(KUSER_SHARED_DATA, NtMajorVersion, 0x26C);
NT_AT(KUSER_SHARED_DATA, NtMinorVersion, 0x270);
NT_AT(KUSER_SHARED_DATA, ProcessorFeatures, 0x274);
NT_AT(KUSER_SHARED_DATA, Reserved1, 0x2B4);
NT_AT(KUSER_SHARED_DATA, Reserved3, 0x2B8);
NT_AT(KUSER_SHARED_DATA, TimeSlip, 0x2BC);
NT_AT(KUSER_SHARED_DATA, AlternativeArchitecture, 0x2C0);
NT_AT(KUSER_SHARED_DATA, BootId, 0x2C4);
NT_AT(KUSER_SHARED_DATA, SystemExpirationDate, 0x2C8);
NT_AT(KUSER_SHARED_DATA, SuiteMask, 0x2D0);
NT_AT(KUSER_SHARED_DATA, KdDebuggerEnabled, 0x2D4);
NT_AT(KUSER_SHARED_DATA, MitigationPolicies, 0x2D5);
NT_AT(KUSER_SHARED_DATA, CyclesPerYield, 0x2D6);
NT_AT(KUSER_SHARED_DATA, ActiveConsoleId, 0x2D8);
NT_AT(KUSER_SHARED_DATA, DismountCount, 0x2DC);
NT_AT(KUSER_SHARED_DATA, ComPlusPackage, 0x2E0);
NT_AT(KUSER_SHARED_DATA, LastSystemRITEventTickCount, 0x2E4);
NT_AT(KUSER_SHARED_DATA, NumberOfPhysicalPages, 0x2E8);
NT_AT(KUSER_SHARED_DATA, SafeBootMode, 0x2EC);
NT_AT(KUSER_SHARED_DATA, VirtualizationFlags, 0x2ED);
NT_AT(KUSER_SHARED_DATA, Reserved12, 0x2EE);
NT_AT(KUSER_SHARED_DATA, SharedDataFlags, 0x2F0);
NT_AT(KUSER_SHARED_DATA, DataFlagsPad, 0x2F4);
NT_AT(KUSER_SHARED_DATA, TestRetInstruction, 0x2F8);
NT_AT(KUSER_SHARED_DATA, QpcFrequency, 0x300);
NT_AT(KUSER_SHARED_DATA, SystemCall, 0x308);
NT_AT(KUSER_SHARED_DATA, Reserved2, 0x30C);
NT_AT(KUSER_SHARED_DATA, SystemCallPad, 0x310);
NT_AT(KUSER_SHARED_DATA, TickCount, 0x320);
NT_AT(KUSER_SHARED_DATA, TickCountQuad, 0x320);
NT_AT(KUSER_SHARED_DATA, ReservedTickCountOverlay, 0x320);
NT_AT(KUSER_SHARED_DATA, TickCountPad, 0x32C);
NT_AT(KUSER_SHARED_DATA, Cookie, 0x330);
NT_AT(KUSER_SHARED_DATA, CookiePad, 0x334);
NT_AT(KUSER_SHARED_DATA, ConsoleSessionForegroundProcessId, 0x338);
NT_AT(KUSER_SHARED_DATA, TimeUpdateLock, 0x340);
NT_AT(KUSER_SHARED_DATA, BaselineSystemTimeQpc, 0x348);
NT_AT(KUSER_SHARED_DATA, BaselineInterruptTimeQpc, 0x350);
NT_AT(KUSER_SHARED_DATA, QpcSystemTimeIncrement, 0x358);
NT_AT(KUSER_SHARED_DATA, QpcInterruptTimeIncrement, 0x360);
NT_AT(KUSER_SHARED_DATA, QpcSystemTimeIncrementShift, 0x368);
NT_AT(KUSER_SHARED_DATA, QpcInterruptTimeIncrementShift, 0x369);
NT_AT(KUSER_SHARED_DATA, UnparkedProcessorCount, 0x36A);
NT_AT(KUSER_SHARED_DATA, EnclaveFeatureMask, 0x36C);
NT_AT(KUSER_SHARED_DATA, TelemetryCoverageRound, 0x37C);
NT_AT(KUSER_SHARED_DATA, UserModeGlobalLogger, 0x380);
NT_AT(KUSER_SHARED_DATA, ImageFileExecutionOptions, 0x3A0);
NT_AT(KUSER_SHARED_DATA, LangGenerationCount, 0x3A4);
NT_AT(KUSER_SHARED_DATA, Reserved4, 0x3A8);
NT_AT(KUSER_SHARED_DATA, InterruptTimeBias, 0x3B0);
NT_AT(KUSER_SHARED_DATA, QpcBias, 0x3B8);
NT_AT(KUSER_SHARED_DATA, ActiveProcessorCount, 0x3C0);
NT_AT(KUSER_SHARED_DATA, ActiveGroupCount, 0x3C4);
NT_AT(KUSER_SHARED_DATA, Reserved9, 0x3C5);
NT_AT(KUSER_SHARED_DATA, QpcData, 0x3C6);
NT_AT(KUSER_SHARED_DATA, TimeZoneBiasEffectiveStart, 0x3C8);
NT_AT(KUSER_SHARED_DATA, TimeZoneBiasEffectiveEnd, 0x3D0);
NT_SIZE(KUSER_SHARED_DATA, 0x3D8);

/* What the inlines of drivers read through gs. */
NT_AT(KPCR, Prcb.LegacyNumber, 0x184);
NT_AT(KPCR, Prcb.CurrentThread, 0x188);
NT_AT(KPCR, Prcb.Number, 0x1A4);

#endif
