/*
 * The words every Windows kernel interface is made of, at their Windows sizes.
 *
 * Windows: x64 is LLP64 (LONG is 32 bits, pointers 64) and calls with the
 *   Microsoft convention.  [basetsd.h, ntdef.h, wdm.h]
 * Here: Linux is LP64, so a LONG is an int32_t; a function that a driver calls,
 *   or that calls a driver, is declared NTAPI. Every layout in src/nt is asserted
 *   with NT_AT and NT_SIZE, so that a slip is a compile error.
 */
#ifndef NT_TYPES_H
#define NT_TYPES_H

#include <stddef.h>
#include <stdint.h>

#define NTAPI __attribute__((ms_abi))
#define NT_ALIGN(bytes) __attribute__((aligned(bytes)))

#define NT_AT(type, member, offset) \
	_Static_assert(offsetof(type, member) == (offset), #type "." #member " is misplaced")
#define NT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has the wrong size")

typedef char CHAR;
typedef char CCHAR;
typedef unsigned char UCHAR;
typedef UCHAR BOOLEAN;
typedef int16_t SHORT;
typedef int16_t CSHORT;
typedef uint16_t USHORT;
typedef uint16_t WCHAR;
typedef int8_t INT8;
typedef uint8_t UINT8;
typedef int16_t INT16;
typedef uint16_t UINT16;
typedef int INT;
typedef unsigned int UINT;
typedef int32_t INT32;
typedef uint32_t UINT32;
typedef int32_t LONG;
typedef uint32_t ULONG;
typedef uint32_t ULONG32;
typedef uint32_t DWORD;
typedef int64_t INT64;
typedef uint64_t UINT64;
typedef int64_t LONG64;
typedef uint64_t ULONG64;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef int64_t LONG_PTR;
typedef uint64_t ULONG_PTR;
typedef uint64_t SIZE_T;
typedef int64_t SSIZE_T;
typedef ULONG_PTR KAFFINITY;
typedef ULONG_PTR PFN_NUMBER;
typedef ULONG LOGICAL;

typedef int32_t NTSTATUS;
typedef UCHAR KIRQL;
typedef CHAR KPROCESSOR_MODE;
typedef void *HANDLE;
typedef ULONG ACCESS_MASK;
typedef ULONG DEVICE_TYPE;
typedef ULONG SECURITY_INFORMATION;
typedef ULONG LCID;

typedef void VOID;
typedef void *PVOID;
typedef CHAR *PCHAR;
typedef CHAR *PSTR;
typedef const CHAR *PCSTR;
typedef UCHAR *PUCHAR;
typedef BOOLEAN *PBOOLEAN;
typedef USHORT *PUSHORT;
typedef WCHAR *PWCHAR;
typedef WCHAR *PWCH;
typedef WCHAR *PWSTR;
typedef const WCHAR *PCWSTR;
typedef LONG *PLONG;
typedef ULONG *PULONG;
typedef ULONGLONG *PULONGLONG;
typedef ULONG_PTR *PULONG_PTR;
typedef SIZE_T *PSIZE_T;
typedef HANDLE *PHANDLE;
typedef KIRQL *PKIRQL;
typedef NTSTATUS *PNTSTATUS;

#define FALSE 0
#define TRUE 1

enum {
	KernelMode = 0,
	UserMode = 1,
	MaximumMode = 2,
};

/* Interrupt request levels of x64.  [wdm.h] */
#define PASSIVE_LEVEL 0
#define LOW_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2
#define CMCI_LEVEL 5
#define DEVICE_LEVEL 3 /* ours: the first device level; device interrupts are 3 to 12 */
#define CLOCK_LEVEL 13
#define IPI_LEVEL 14
#define DRS_LEVEL 14
#define POWER_LEVEL 14
#define PROFILE_LEVEL 15
#define HIGH_LEVEL 15

#define PAGE_SIZE 0x1000
#define PAGE_SHIFT 12
#define MAXIMUM_PROCESSORS 64

typedef union _LARGE_INTEGER {
	struct {
		ULONG LowPart;
		LONG HighPart;
	};
	struct {
		ULONG LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
	struct {
		ULONG LowPart;
		ULONG HighPart;
	};
	struct {
		ULONG LowPart;
		ULONG HighPart;
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;

typedef struct _LUID {
	ULONG LowPart;
	LONG HighPart;
} LUID, *PLUID;

/* Length and MaximumLength count bytes, and no terminator is promised. */
typedef struct _UNICODE_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PWCH Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

typedef struct _STRING {
	USHORT Length;
	USHORT MaximumLength;
	PCHAR Buffer;
} STRING, *PSTRING, ANSI_STRING, *PANSI_STRING, OEM_STRING, *POEM_STRING;
typedef const STRING *PCSTRING, *PCANSI_STRING;

typedef struct _GUID {
	ULONG Data1;
	USHORT Data2;
	USHORT Data3;
	UCHAR Data4[8];
} GUID, *LPGUID;
typedef const GUID *LPCGUID;
typedef GUID UUID;

typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

typedef struct NT_ALIGN(16) _SLIST_ENTRY {
	struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;

/* Windows: Depth:16 Sequence:48, then Reserved:4 NextEntry:60, the entry's address >> 4. */
typedef union NT_ALIGN(16) _SLIST_HEADER {
	struct {
		ULONGLONG Alignment;
		ULONGLONG Region;
	};
	struct {
		ULONGLONG Depth : 16;
		ULONGLONG Sequence : 48;
		ULONGLONG Reserved : 4;
		ULONGLONG NextEntry : 60;
	} HeaderX64;
} SLIST_HEADER, *PSLIST_HEADER;

typedef struct _CLIENT_ID {
	HANDLE UniqueProcess;
	HANDLE UniqueThread;
} CLIENT_ID, *PCLIENT_ID;

typedef struct _TIME_FIELDS {
	CSHORT Year;
	CSHORT Month;
	CSHORT Day;
	CSHORT Hour;
	CSHORT Minute;
	CSHORT Second;
	CSHORT Milliseconds;
	CSHORT Weekday;
} TIME_FIELDS, *PTIME_FIELDS;

/* Drivers hold these by pointer only; what is behind them is the floors' above. */
typedef struct _EPROCESS *PEPROCESS;
typedef struct _ETHREAD *PETHREAD;
typedef struct _KTHREAD *PKTHREAD;
typedef struct _KPROCESS *PKPROCESS;
typedef struct _OBJECT_TYPE *POBJECT_TYPE;
typedef struct _CALLBACK_OBJECT *PCALLBACK_OBJECT;
typedef struct _SECURITY_DESCRIPTOR *PISECURITY_DESCRIPTOR;
typedef void *PSECURITY_DESCRIPTOR;
typedef void *PSID;
typedef void *PACCESS_TOKEN;

/* Layouts. */
NT_AT(LARGE_INTEGER, LowPart, 0x00);
NT_AT(LARGE_INTEGER, HighPart, 0x04);
NT_AT(LARGE_INTEGER, u.LowPart, 0x00);
NT_AT(LARGE_INTEGER, u.HighPart, 0x04);
NT_AT(LARGE_INTEGER, QuadPart, 0x00);
NT_SIZE(LARGE_INTEGER, 0x08);
NT_AT(ULARGE_INTEGER, LowPart, 0x00);
NT_AT(ULARGE_INTEGER, HighPart, 0x04);
NT_AT(ULARGE_INTEGER, u.LowPart, 0x00);
NT_AT(ULARGE_INTEGER, u.HighPart, 0x04);
NT_AT(ULARGE_INTEGER, QuadPart, 0x00);
NT_SIZE(ULARGE_INTEGER, 0x08);
NT_AT(LUID, LowPart, 0x00);
NT_AT(LUID, HighPart, 0x04);
NT_SIZE(LUID, 0x08);
NT_AT(UNICODE_STRING, Length, 0x00);
NT_AT(UNICODE_STRING, MaximumLength, 0x02);
NT_AT(UNICODE_STRING, Buffer, 0x08);
NT_SIZE(UNICODE_STRING, 0x10);
NT_AT(STRING, Length, 0x00);
NT_AT(STRING, MaximumLength, 0x02);
NT_AT(STRING, Buffer, 0x08);
NT_SIZE(STRING, 0x10);
NT_AT(GUID, Data1, 0x00);
NT_AT(GUID, Data2, 0x04);
NT_AT(GUID, Data3, 0x06);
NT_AT(GUID, Data4, 0x08);
NT_SIZE(GUID, 0x10);
NT_AT(LIST_ENTRY, Flink, 0x00);
NT_AT(LIST_ENTRY, Blink, 0x08);
NT_SIZE(LIST_ENTRY, 0x10);
NT_AT(SINGLE_LIST_ENTRY, Next, 0x00);
NT_SIZE(SINGLE_LIST_ENTRY, 0x08);
NT_AT(SLIST_ENTRY, Next, 0x00);
NT_SIZE(SLIST_ENTRY, 0x10);
NT_AT(SLIST_HEADER, Alignment, 0x00);
NT_AT(SLIST_HEADER, Region, 0x08);
NT_SIZE(SLIST_HEADER, 0x10);
NT_AT(CLIENT_ID, UniqueProcess, 0x00);
NT_AT(CLIENT_ID, UniqueThread, 0x08);
NT_SIZE(CLIENT_ID, 0x10);
NT_AT(TIME_FIELDS, Year, 0x00);
NT_AT(TIME_FIELDS, Month, 0x02);
NT_AT(TIME_FIELDS, Day, 0x04);
NT_AT(TIME_FIELDS, Hour, 0x06);
NT_AT(TIME_FIELDS, Minute, 0x08);
NT_AT(TIME_FIELDS, Second, 0x0A);
NT_AT(TIME_FIELDS, Milliseconds, 0x0C);
NT_AT(TIME_FIELDS, Weekday, 0x0E);
NT_SIZE(TIME_FIELDS, 0x10);

#endif
