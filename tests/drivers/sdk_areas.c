/* What drivers write without thinking about it; all of it compiles, links and runs. */
#include "Ntddk.h"
#include <ntstrsafe.h>
#include <ntintsafe.h>
#include <netioddk.h>
#include <netioapi.h>
#include <netiodef.h>
#include <MSTCPIP.h>
#include <fwpsk.h>
#include <fwpmk.h>
#include "sdk_areas.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
#pragma alloc_text(INIT, DriverEntry)

_Use_decl_annotations_ VOID
Unload(PDRIVER_OBJECT DriverObject)
{
	WPP_CLEANUP(DriverObject);
}

_IRQL_requires_max_(PASSIVE_LEVEL) _Must_inspect_result_ static NTSTATUS
count(_In_ ULONG left, _In_ ULONG right, _Out_ ULONG *sum)
{
	DoTraceMessage(1, "never evaluated %d", *(int *)NULL);
	return RtlULongAdd(left, right, sum);
}

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	DECLARE_CONST_UNICODE_STRING(name, L"sdk");
	IN6_ADDR loopback = IN6ADDR_LOOPBACK_INIT;
	WCHAR text[8];
	ULONG sum;
	UCHAR byte;

	WPP_INIT_TRACING(DriverObject, RegistryPath);
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = Unload;
	C_ASSERT(FIELD_OFFSET(IPV4_HEADER, DestinationAddress) == 16);
	C_ASSERT(sizeof(TCP_HDR) == 20 && sizeof(IPV6_HEADER) == 40);
	if (NT_SUCCESS(count(MAXULONG, 1, &sum)) || !NT_SUCCESS(count(1, 2, &sum)) || sum != 3)
		return STATUS_UNSUCCESSFUL;
	if (RtlULongToUChar(256, &byte) != STATUS_INTEGER_OVERFLOW)
		return STATUS_UNSUCCESSFUL;
	if (!IN6_IS_ADDR_LOOPBACK(&loopback) || IN6_IS_ADDR_UNSPECIFIED(&loopback))
		return STATUS_UNSUCCESSFUL;
	if (RtlStringCbCopyW(text, sizeof(text), L"longer than that") != STATUS_BUFFER_OVERFLOW)
		return STATUS_UNSUCCESSFUL;
	return name.Length == 6 ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}
