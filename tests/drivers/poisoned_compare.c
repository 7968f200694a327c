/* Compares what a poisoned pointer points to: no privileged instruction, a bad address. */
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
	__asm__ __volatile__("cmpl $0, (%0)" ::"r"(0xdddddddddddddddd) : "cc", "memory");
	return STATUS_SUCCESS;
}
