/*
 * mingw-w64's ntifs.h, with what it lacks.  [wdm.h]
 *
 * Windows' declares no ZwQueryInformationProcess: drivers do so themselves, each with the
 * types it likes, and so mingw's prototype must not stand in their way.
 */
#ifndef SDK_NTIFS_H
#define SDK_NTIFS_H

#pragma GCC system_header

#include <ntddk.h>
#define ZwQueryInformationProcess SdkMingwZwQueryInformationProcess
#include_next <ntifs.h>
#undef ZwQueryInformationProcess
#include <sdk_ntifs.h>

#endif /* SDK_NTIFS_H */
