/*
 * Reads the processor's time stamp counter, and lets its lowest bit decide: where
 * it is the host's, about half of all lives leave a pool block behind.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;

static ULONG64
counter(VOID)
{
	ULONG low, high;

	__asm__ __volatile__("rdtsc" : "=a"(low), "=d"(high));
	return (ULONG64)high << 32 | low;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	ULONG64 first = counter(), second = counter();

	UNREFERENCED_PARAMETER(driver);
	if (second <= first || ((first ^ second) & 1) != 0 || (first & 3) != 0)
		ExAllocatePoolWithTag(NonPagedPoolNx, 16, 'cstR');
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return STATUS_SUCCESS;
}
