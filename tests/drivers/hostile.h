/*
 * The frame of a hostile driver: DriverEntry calls hostile(), and succeeds if that returns.
 */
#ifndef TESTS_DRIVERS_HOSTILE_H
#define TESTS_DRIVERS_HOSTILE_H

#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD unload;
static __attribute__((noinline)) VOID hostile(PDRIVER_OBJECT driver);

/* What lies above is the host's: its code, its heap, its stack. */
#define HOST_MEMORY 0x204000000000ULL
#define HOST_MEMORY_END 0x800000000000ULL

static inline BOOLEAN
is_host(ULONG64 address)
{
	return address >= HOST_MEMORY && address < HOST_MEMORY_END;
}

/* The first value on the stack, upwards from here, that is an address of the host. */
static inline ULONG64 *
host_address_on_stack(VOID)
{
	volatile ULONG64 *at = __builtin_frame_address(0);

	while (!is_host(*at))
		at++;
	return (ULONG64 *)at;
}

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
	hostile(DriverObject);
	return STATUS_SUCCESS;
}

#endif
