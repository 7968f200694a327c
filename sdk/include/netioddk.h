/*
 * The Network Module Registrar: providers and clients that find each other by the NPI that
 * both name.  What is registered is deregistered, and waited for if STATUS_PENDING.
 * IRQL: PASSIVE_LEVEL.  [ddi: netioddk]
 */
#ifndef _NETIODDK_
#define _NETIODDK_

#include <netiodef.h>
#include <mstcpip.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SDK_NMR DECLSPEC_IMPORT

typedef struct _NPI_REGISTRATION_INSTANCE {
	USHORT Version;
	USHORT Size;
	PNPIID NpiId;
	PNPI_MODULEID ModuleId;
	ULONG Number;
	const VOID *NpiSpecificCharacteristics;
} NPI_REGISTRATION_INSTANCE;
typedef const NPI_REGISTRATION_INSTANCE *PNPI_REGISTRATION_INSTANCE;

/* ---- providers ---------------------------------------------------------------- */

typedef NTSTATUS NPI_PROVIDER_ATTACH_CLIENT_FN(HANDLE NmrBindingHandle, PVOID ProviderContext,
    PNPI_REGISTRATION_INSTANCE ClientRegistrationInstance, PVOID ClientBindingContext,
    const VOID *ClientDispatch, PVOID *ProviderBindingContext, const VOID **ProviderDispatch);
typedef NPI_PROVIDER_ATTACH_CLIENT_FN *PNPI_PROVIDER_ATTACH_CLIENT_FN;
typedef VOID NPI_PROVIDER_CLEANUP_BINDING_CONTEXT_FN(PVOID ProviderBindingContext);
typedef NPI_PROVIDER_CLEANUP_BINDING_CONTEXT_FN *PNPI_PROVIDER_CLEANUP_BINDING_CONTEXT_FN;
typedef NTSTATUS NPI_PROVIDER_DETACH_CLIENT_FN(PVOID ProviderBindingContext);
typedef NPI_PROVIDER_DETACH_CLIENT_FN *PNPI_PROVIDER_DETACH_CLIENT_FN;

typedef struct _NPI_PROVIDER_CHARACTERISTICS {
	USHORT Version;
	USHORT Length;
	PNPI_PROVIDER_ATTACH_CLIENT_FN ProviderAttachClient;
	PNPI_PROVIDER_DETACH_CLIENT_FN ProviderDetachClient;
	PNPI_PROVIDER_CLEANUP_BINDING_CONTEXT_FN ProviderCleanupBindingContext;
	NPI_REGISTRATION_INSTANCE ProviderRegistrationInstance;
} NPI_PROVIDER_CHARACTERISTICS;
typedef const NPI_PROVIDER_CHARACTERISTICS *PNPI_PROVIDER_CHARACTERISTICS;

SDK_NMR NTSTATUS NTAPI NmrDeregisterProvider(HANDLE NmrProviderHandle);
SDK_NMR VOID NTAPI NmrProviderDetachClientComplete(HANDLE NmrBindingHandle);
SDK_NMR NTSTATUS NTAPI NmrRegisterProvider(PNPI_PROVIDER_CHARACTERISTICS ProviderCharacteristics,
    PVOID ProviderContext, PHANDLE NmrProviderHandle);
SDK_NMR NTSTATUS NTAPI NmrWaitForProviderDeregisterComplete(HANDLE NmrProviderHandle);

/* ---- clients ------------------------------------------------------------------ */

typedef NTSTATUS NPI_CLIENT_ATTACH_PROVIDER_FN(HANDLE NmrBindingHandle, PVOID ClientContext,
    PNPI_REGISTRATION_INSTANCE ProviderRegistrationInstance);
typedef NPI_CLIENT_ATTACH_PROVIDER_FN *PNPI_CLIENT_ATTACH_PROVIDER_FN;
typedef VOID NPI_CLIENT_CLEANUP_BINDING_CONTEXT_FN(PVOID ClientBindingContext);
typedef NPI_CLIENT_CLEANUP_BINDING_CONTEXT_FN *PNPI_CLIENT_CLEANUP_BINDING_CONTEXT_FN;
typedef NTSTATUS NPI_CLIENT_DETACH_PROVIDER_FN(PVOID ClientBindingContext);
typedef NPI_CLIENT_DETACH_PROVIDER_FN *PNPI_CLIENT_DETACH_PROVIDER_FN;

typedef struct _NPI_CLIENT_CHARACTERISTICS {
	USHORT Version;
	USHORT Length;
	PNPI_CLIENT_ATTACH_PROVIDER_FN ClientAttachProvider;
	PNPI_CLIENT_DETACH_PROVIDER_FN ClientDetachProvider;
	PNPI_CLIENT_CLEANUP_BINDING_CONTEXT_FN ClientCleanupBindingContext;
	NPI_REGISTRATION_INSTANCE ClientRegistrationInstance;
} NPI_CLIENT_CHARACTERISTICS;
typedef const NPI_CLIENT_CHARACTERISTICS *PNPI_CLIENT_CHARACTERISTICS;

SDK_NMR NTSTATUS NTAPI NmrClientAttachProvider(HANDLE NmrBindingHandle,
    PVOID ClientBindingContext, const VOID *ClientDispatch, PVOID *ProviderBindingContext,
    const VOID **ProviderDispatch);
SDK_NMR VOID NTAPI NmrClientDetachProviderComplete(HANDLE NmrBindingHandle);
SDK_NMR NTSTATUS NTAPI NmrDeregisterClient(HANDLE NmrClientHandle);
SDK_NMR NTSTATUS NTAPI NmrRegisterClient(PNPI_CLIENT_CHARACTERISTICS ClientCharacteristics,
    PVOID ClientContext, PHANDLE NmrClientHandle);
SDK_NMR NTSTATUS NTAPI NmrWaitForClientDeregisterComplete(HANDLE NmrClientHandle);

SDK_SIZE(NPI_REGISTRATION_INSTANCE, 0x28);
SDK_SIZE(NPI_PROVIDER_CHARACTERISTICS, 0x48);
SDK_SIZE(NPI_CLIENT_CHARACTERISTICS, 0x48);

#ifdef __cplusplus
}
#endif

#endif /* _NETIODDK_ */
