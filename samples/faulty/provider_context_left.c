/*
 * The settings of the callout lie in a provider context, which nobody deletes.
 */
#include "faulty.h"

static const GUID context_key = { 0x3f0c1ad2, 0x8e54, 0x4c61,
	{ 0xa7, 0x20, 0x6b, 0x7d, 0x18, 0x55, 0x00, 0x04 } };
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)FwpmProviderContextDeleteByKey0(faulty.engine, &context_key);
#endif
	(VOID)FwpmEngineClose0(faulty.engine);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UINT8 settings[] = { 1, 2, 3, 4 };
	FWP_BYTE_BLOB blob = { sizeof(settings), settings };
	FWPM_PROVIDER_CONTEXT0 context = {
		.providerContextKey = context_key,
		.displayData.name = L"Drydock faulty",
		.type = FWPM_GENERAL_CONTEXT,
		.dataBuffer = &blob,
	};
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	status = faulty_engine_open(0);
	if (!NT_SUCCESS(status))
		return status;
	status = FwpmProviderContextAdd0(faulty.engine, &context, NULL, NULL);
	if (!NT_SUCCESS(status))
		(VOID)FwpmEngineClose0(faulty.engine);
	return status;
}
