/*
 * mingw-w64's ntdef.h without its last part: definitions that ntifs.h makes again, and that
 * it leaves out once NT_INCLUDED is defined.  No guard: mingw's wdm.h comes back here.
 */
#ifndef NT_INCLUDED
#define NT_INCLUDED
#endif
#ifdef SDK_WDM_H
#include_next <ntdef.h>
#else
#include <ntddk.h>
#endif
