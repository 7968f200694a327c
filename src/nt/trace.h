/*
 * Event tracing, as drivers see it.  [evntprov.h, wmistr.h, wdm.h]
 */
#ifndef NT_TRACE_H
#define NT_TRACE_H

#include "nt/types.h"

typedef ULONGLONG REGHANDLE, *PREGHANDLE;
typedef ULONG64 TRACEHANDLE, *PTRACEHANDLE;

typedef struct _EVENT_DESCRIPTOR {
	USHORT Id;
	UCHAR Version;
	UCHAR Channel;
	UCHAR Level;
	UCHAR Opcode;
	USHORT Task;
	ULONGLONG Keyword;
} EVENT_DESCRIPTOR, *PEVENT_DESCRIPTOR;

typedef struct _EVENT_DATA_DESCRIPTOR {
	ULONGLONG Ptr;
	ULONG Size;
	ULONG Reserved;
} EVENT_DATA_DESCRIPTOR, *PEVENT_DATA_DESCRIPTOR;

#define MAX_EVENT_DATA_DESCRIPTORS 128

#define EVENT_CONTROL_CODE_DISABLE_PROVIDER 0
#define EVENT_CONTROL_CODE_ENABLE_PROVIDER 1

#define EVENT_ACTIVITY_CTRL_GET_ID 1
#define EVENT_ACTIVITY_CTRL_SET_ID 2
#define EVENT_ACTIVITY_CTRL_CREATE_ID 3
#define EVENT_ACTIVITY_CTRL_GET_SET_ID 4
#define EVENT_ACTIVITY_CTRL_CREATE_SET_ID 5

typedef enum _EVENT_INFO_CLASS {
	EventProviderBinaryTrackInfo,
	EventProviderSetReserved1,
	EventProviderSetTraits,
	EventProviderUseDescriptorType,
	MaxEventInfo,
} EVENT_INFO_CLASS;

#define WMIREG_ACTION_REGISTER 1
#define WMIREG_ACTION_DEREGISTER 2
#define WMIREG_ACTION_REREGISTER 3
#define WMIREG_ACTION_UPDATE_GUIDS 4
#define WMIREG_ACTION_BLOCK_IRPS 5
#define WMIREG_FLAG_CALLBACK 0x80000000u /* the device object is a routine instead */
#define WMIREG_FLAG_TRACE_PROVIDER 0x00010000u

typedef enum _TRACE_INFORMATION_CLASS {
	TraceIdClass,
	TraceHandleClass,
	TraceEnableFlagsClass,
	TraceEnableLevelClass,
	GlobalLoggerHandleClass,
	EventLoggerHandleClass,
	AllLoggerHandlesClass,
	TraceHandleByNameClass,
} TRACE_INFORMATION_CLASS;

/* Layouts. */
NT_AT(EVENT_DESCRIPTOR, Level, 0x04);
NT_AT(EVENT_DESCRIPTOR, Task, 0x06);
NT_AT(EVENT_DESCRIPTOR, Keyword, 0x08);
NT_SIZE(EVENT_DESCRIPTOR, 0x10);
NT_AT(EVENT_DATA_DESCRIPTOR, Size, 0x08);
NT_SIZE(EVENT_DATA_DESCRIPTOR, 0x10);

#endif
