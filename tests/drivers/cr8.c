/* Reads and writes cr8, the IRQL, as inlined KeGetCurrentIrql and KeRaiseIrql do. */
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
	ULONG64 before, raised = DISPATCH_LEVEL, seen;

	__asm__ __volatile__("mov %%cr8, %0" : "=r"(before));
	__asm__ __volatile__("mov %0, %%cr8" ::"r"(raised) : "memory");
	__asm__ __volatile__("mov %%cr8, %0" : "=r"(seen));
	__asm__ __volatile__("mov %0, %%cr8" ::"r"(before) : "memory");
	if (before != PASSIVE_LEVEL || seen != DISPATCH_LEVEL)
		return STATUS_UNSUCCESSFUL;
	return STATUS_SUCCESS;
}
