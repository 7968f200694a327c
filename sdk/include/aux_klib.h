/*
 * Which modules are loaded, and why the machine stopped.
 *
 * On Windows a static library of the kit's, aux_klib.lib, has these functions.  The SDK only
 * declares them: a driver that calls one compiles, and must bring its own to link.
 * IRQL: PASSIVE_LEVEL.  [ddi: aux_klib]
 */
#ifndef _AUX_KLIB_H
#define _AUX_KLIB_H

#include <sdk_base.h>
#include <ntimage.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AUX_KLIB_MODULE_PATH_LEN 256

typedef struct _AUX_MODULE_BASIC_INFO {
	PVOID ImageBase;
} AUX_MODULE_BASIC_INFO, *PAUX_MODULE_BASIC_INFO;

typedef struct _AUX_MODULE_EXTENDED_INFO {
	AUX_MODULE_BASIC_INFO BasicInfo;
	ULONG ImageSize;
	USHORT FileNameOffset; /* of the name within FullPathName */
	UCHAR FullPathName[AUX_KLIB_MODULE_PATH_LEN];
} AUX_MODULE_EXTENDED_INFO, *PAUX_MODULE_EXTENDED_INFO;

NTSTATUS NTAPI AuxKlibInitialize(VOID);

/* With QueryInfo NULL *BufferSize is set to the bytes wanted; ElementSize is one of the
 * two structures' size and decides which of them is written. */
NTSTATUS NTAPI AuxKlibQueryModuleInformation(PULONG BufferSize, ULONG ElementSize,
    PVOID QueryInfo);

SDK_SIZE(AUX_MODULE_BASIC_INFO, 8);
SDK_SIZE(AUX_MODULE_EXTENDED_INFO, 0x110);
SDK_OFFSET(AUX_MODULE_EXTENDED_INFO, FileNameOffset, 0x0c);
SDK_OFFSET(AUX_MODULE_EXTENDED_INFO, FullPathName, 0x0e);

#ifdef __cplusplus
}
#endif

#endif /* _AUX_KLIB_H */
