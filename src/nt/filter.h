/*
 * What minifilters hand to the filter manager.
 */
#ifndef NT_FILTER_H
#define NT_FILTER_H

#include "nt/io.h"

#define FLT_REGISTRATION_VERSION_MAJOR 0x0200 /* of 0x0200 to 0x0203 */
#define FLTFL_FILTER_UNLOAD_MANDATORY 0x00000001

typedef struct _FLT_FILTER *PFLT_FILTER;
typedef struct _FLT_PORT *PFLT_PORT;

/* Callbacks are addresses: most are never called here. */
typedef struct _FLT_REGISTRATION {
	USHORT Size;
	USHORT Version;
	ULONG Flags;
	const void *ContextRegistration;
	const void *OperationRegistration;
	uintptr_t FilterUnloadCallback;
	uintptr_t InstanceSetupCallback;
	uintptr_t InstanceQueryTeardownCallback;
	uintptr_t InstanceTeardownStartCallback;
	uintptr_t InstanceTeardownCompleteCallback;
} FLT_REGISTRATION;

NT_AT(FLT_REGISTRATION, Version, 0x02);
NT_AT(FLT_REGISTRATION, Flags, 0x04);
NT_AT(FLT_REGISTRATION, ContextRegistration, 0x08);
NT_AT(FLT_REGISTRATION, OperationRegistration, 0x10);
NT_AT(FLT_REGISTRATION, FilterUnloadCallback, 0x18);
NT_AT(FLT_REGISTRATION, InstanceSetupCallback, 0x20);

#endif
