/* Reads its own thread from gs:[188h], as inlined KeGetCurrentThread does. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	PVOID thread;

	__asm__ __volatile__("mov %%gs:0x188, %0" : "=r"(thread));
	if (thread == NULL)
		return STATUS_UNSUCCESSFUL;
	return STATUS_SUCCESS;
}
