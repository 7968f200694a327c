/* Makes a system call by itself; 39 is getpid on Linux, which a driver must not reach. */
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
	ULONG64 number = 39;

	__asm__ __volatile__("syscall" : "+a"(number)::"rcx", "r11", "memory");
	DbgPrint("syscall: %I64x\n", number);
	return STATUS_SUCCESS;
}
