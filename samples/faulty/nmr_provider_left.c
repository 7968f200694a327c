/* The unload routine takes STATUS_PENDING for the end of its provider's deregistration. */
#include "faulty.h"

NTSYSAPI NTSTATUS NTAPI NmrRegisterProvider(PVOID, PVOID, PHANDLE);
NTSYSAPI NTSTATUS NTAPI NmrDeregisterProvider(HANDLE);
NTSYSAPI NTSTATUS NTAPI NmrWaitForProviderDeregisterComplete(HANDLE);

static struct {
	USHORT version, length;
	PVOID attach, detach, cleanup;
	struct {
		USHORT version, size;
		const GUID *npi;
		PVOID module;
		ULONG number;
		PVOID specific;
	} instance;
} characteristics;
static HANDLE provider;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)NmrDeregisterProvider(provider);
#ifdef CLEAN
	(VOID)NmrWaitForProviderDeregisterComplete(provider);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	characteristics.length = sizeof(characteristics);
	characteristics.instance.size = sizeof(characteristics.instance);
	return NmrRegisterProvider(&characteristics, NULL, &provider);
}
