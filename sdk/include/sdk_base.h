/*
 * What every header of the SDK stands on.  A driver includes no sdk_*.h: it
 * names only what the Windows Driver Kit has, so that it builds with either.
 */
#ifndef SDK_BASE_H
#define SDK_BASE_H

#include <ntddk.h>
#include <stddef.h>

/* A layout that a driver can see is asserted where it is declared. */
#ifdef __cplusplus
#define SDK_ASSERT(fact, text) static_assert(fact, text)
#else
#define SDK_ASSERT(fact, text) _Static_assert(fact, text)
#endif
#define SDK_SIZE(type, size) SDK_ASSERT(sizeof(type) == (size), #type " has another size")
#define SDK_OFFSET(type, member, offset) \
	SDK_ASSERT(offsetof(type, member) == (offset), #type "." #member " is elsewhere")

/* user-mode spellings that the WFP headers use */
#ifndef CALLBACK
#define CALLBACK __stdcall
#endif
typedef unsigned long DWORD, *PDWORD, *LPDWORD;
typedef int BOOL, *PBOOL;
typedef int INT, *PINT;
typedef unsigned int UINT, *PUINT;
typedef unsigned short WORD;
typedef LONG_PTR (*FARPROC)(VOID);
typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM, LRESULT;
#ifndef __WDF_BYTE_DEFINED__
#define __WDF_BYTE_DEFINED__
typedef unsigned char BYTE;
#endif

/*
 * mingw's __forceinline is "extern inline", which refuses the "static" that drivers
 * put before it.  From here on it is C's own inline.
 */
#undef __forceinline
#define __forceinline __inline__ __attribute__((__always_inline__))

/* complete in ntifs.h alone; WFP needs their names */
typedef struct _SID SID;
typedef struct _SID_AND_ATTRIBUTES *PSID_AND_ATTRIBUTES;
typedef struct _ACL ACL;

#endif /* SDK_BASE_H */
