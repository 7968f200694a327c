/* The unload routine forgets that the driver is an event provider. */
#include "faulty.h"

static REGHANDLE provider;
static const GUID provider_id = {
	0x6f5d7a40, 0x9a3c, 0x4c8e, { 0x91, 0x0b, 0x5e, 0x2d, 0x44, 0x1f, 0x77, 0x02 }
};
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	(VOID)EtwUnregister(provider);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return EtwRegister(&provider_id, NULL, NULL, &provider);
}
