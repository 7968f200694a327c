/* mingw-w64's ntddk.h, with what needs both it and wdm.h.  [wdm.h] */
#ifndef SDK_NTDDK_H
#define SDK_NTDDK_H

#pragma GCC system_header

#include_next <ntddk.h>

typedef enum _DRIVER_RUNTIME_INIT_FLAGS {
	DrvRtPoolNxOptIn = 0x00000001,
	LastDrvRtFlag
} DRIVER_RUNTIME_INIT_FLAGS, *PDRIVER_RUNTIME_INIT_FLAGS;

/* From Windows 8 on, what the driver calls NonPagedPool is NonPagedPoolNx. */
FORCEINLINE VOID
ExInitializeDriverRuntime(ULONG RuntimeFlags)
{
#if POOL_NX_OPTIN
	RTL_OSVERSIONINFOW Version = { .dwOSVersionInfoSize = sizeof(Version) };

	if ((RuntimeFlags & DrvRtPoolNxOptIn) == 0 || !NT_SUCCESS(RtlGetVersion(&Version)))
		return;
	if (Version.dwMajorVersion > 6 ||
	    (Version.dwMajorVersion == 6 && Version.dwMinorVersion >= 2)) {
		ExDefaultNonPagedPoolType = NonPagedPoolNx;
		ExDefaultMdlProtection = MdlMappingNoExecute;
	}
#else
	(void)RuntimeFlags;
#endif
}

#include <sdk_ntddk.h>

#endif /* SDK_NTDDK_H */
