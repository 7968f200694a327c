/*
 * EX_TIMERs: what their functions are called with.  [wdm.h]
 */
#ifndef NT_TIMER_H
#define NT_TIMER_H

#include "nt/types.h"

#define EX_TIMER_HIGH_RESOLUTION 0x4u
#define EX_TIMER_NO_WAKE 0x8u
#define EX_TIMER_NOTIFICATION 0x80000000u

typedef struct _EX_TIMER *PEX_TIMER;
typedef void(NTAPI *PEXT_CALLBACK)(PEX_TIMER Timer, PVOID Context);
typedef void(NTAPI *PEXT_DELETE_CALLBACK)(PVOID Context);

typedef struct _EXT_SET_PARAMETERS {
	ULONG Version;
	ULONG Reserved;
	LONGLONG NoWakeTolerance;
} EXT_SET_PARAMETERS, *PEXT_SET_PARAMETERS;

typedef struct _EXT_DELETE_PARAMETERS {
	ULONG Version;
	ULONG Reserved;
	PEXT_DELETE_CALLBACK DeleteCallback;
	PVOID DeleteContext;
} EXT_DELETE_PARAMETERS, *PEXT_DELETE_PARAMETERS;

NT_AT(EXT_SET_PARAMETERS, NoWakeTolerance, 0x08);
NT_SIZE(EXT_SET_PARAMETERS, 0x10);
NT_AT(EXT_DELETE_PARAMETERS, DeleteCallback, 0x08);
NT_AT(EXT_DELETE_PARAMETERS, DeleteContext, 0x10);
NT_SIZE(EXT_DELETE_PARAMETERS, 0x18);

#endif
